"""Numbers known only within bounds: exact arithmetic and comparisons that answer yes, no or cannot tell."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache

from duibiao.ontology.iris import normal

_BETWEEN = re.compile(r"([^-~至到]+)(?:-|~|至|到)([^-~至到]+)")
_BRACKETED = re.compile(r"[\[(]([^,]+),([^,]+)([\])])")
_AT_LEAST = re.compile(r"(?:≥|>=|>|不少于|不低于|大于等于|大于|至少|超过)(.+)|(.+?)(?:以上|及以上)")
_AT_MOST = re.compile(r"(≤|<=|不超过|不大于|不多于|小于等于|至多|最多)(.+)|(.+?)(?:以下|及以下|以内)")
_BELOW = re.compile(r"(?:<|小于|少于|低于|不足)(.+)")
_LONGEST = 200
"""Characters that an amount may have: Python refuses to convert thousands of digits."""


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high` (None: no upper bound known); with `below` the upper bound itself is not reached."""

    low: Fraction
    high: Fraction | None
    below: bool = False

    @property
    def exact(self) -> Fraction | None:
        """The number where there is but one."""
        return self.low if self.low is self.high or self.low == self.high else None

    def __add__(self, other: "Interval") -> "Interval":
        if self.low is self.high and other.low is other.high:  # the common case, at half the cost
            return exactly(self.low + other.low)
        high = None if self.high is None or other.high is None else self.high + other.high
        return Interval(self.low + other.low, high, self.below or other.below)

    def __mul__(self, other: "Interval") -> "Interval":
        """The product of two that are not negative."""
        if self.low is self.high and other.low is other.high:
            return exactly(self.low * other.low)
        if other.high == 0 or self.high == 0:
            return NOTHING
        high = None if self.high is None or other.high is None else self.high * other.high
        return Interval(self.low * other.low, high, self.below or other.below)

    def reaches(self, border: Fraction | int) -> bool | None:
        """Whether the number is `border` or more; None when the bounds do not tell."""
        if self.low >= border:
            return True
        if self.high is not None and (self.high < border or (self.high == border and self.below)):
            return False
        return None

    def __str__(self) -> str:
        if self.exact is not None:
            return written(self.low)
        if self.high is None:
            return f"≥{written(self.low)}"
        return f"{written(self.low)}～{'<' if self.below else ''}{written(self.high)}"


_ZERO = Fraction(0)
NOTHING = Interval(_ZERO, _ZERO)
UNKNOWN = Interval(Fraction(0), None)
"""Of an amount of which nothing is known: it is not negative."""


def exactly(value: Fraction | int) -> Interval:
    """The interval of one number."""
    number = value if isinstance(value, Fraction) else Fraction(value)
    return Interval(number, number)


def hull(intervals: Iterable[Interval]) -> Interval:
    """The least interval that holds all of these (at least one)."""
    found = list(intervals)
    highs = [i.high for i in found if i.high is not None]
    high = max(highs) if len(highs) == len(found) else None
    return Interval(min(i.low for i in found), high, high is not None and all(i.below for i in found if i.high == high))


def written(value: Fraction) -> str:
    """The number exactly: as a decimal where it has one that ends, else as a fraction (`10/3`)."""
    if value.denominator == 1:
        return str(value.numerator)
    twos, rest = _without(value.denominator, 2)
    fives, rest = _without(rest, 5)
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    places = max(twos, fives)
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    return f"{'-' if value < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def _without(number: int, prime: int) -> tuple[int, int]:
    count = 0
    while number % prime == 0:
        number, count = number // prime, count + 1
    return count, number


@lru_cache(maxsize=65536)
def read(text: str) -> Interval | None:
    """The amount that a cell states: `20`, `1,200`, `10～20`, `[10,20)`, `≥5`, `20以下`; None where it is none, or negative."""
    plain = normal(text).replace(" ", "") if len(text) <= _LONGEST else ""
    number = _number(plain)
    if number is not None:
        return exactly(number) if number >= 0 else None
    if found := _BETWEEN.fullmatch(plain):
        return _ordered(_number(found[1]), _number(found[2]))
    if found := _BRACKETED.fullmatch(plain):
        return _ordered(_number(found[1]), _number(found[2]), below=found[3] == ")")
    if found := _AT_MOST.fullmatch(plain):
        return _ordered(Fraction(0), _number(found[2] or found[3]))
    if found := _BELOW.fullmatch(plain):
        return _ordered(Fraction(0), _number(found[1]), below=True)
    if found := _AT_LEAST.fullmatch(plain):
        least = _number(found[1] or found[2])
        return None if least is None or least < 0 else Interval(least, None)
    return None


def _ordered(low: Fraction | None, high: Fraction | None, *, below: bool = False) -> Interval | None:
    if low is None or high is None or not 0 <= low <= high or (below and low == high):
        return None
    return Interval(low, high, below)


def _number(text: str) -> Fraction | None:
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", text):
        text = text.replace(",", "")
    if re.fullmatch(r"\d+/0*[1-9]\d*", text):
        return Fraction(text)
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return Fraction(number) if number.is_finite() and abs(number.adjusted()) <= 30 else None
