"""Days against months: a number of months is no number of days, but it lies between two of them."""

from fractions import Fraction
from functools import cache

_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DAY = 86_400


@cache
def _shortest_longest(months: int) -> tuple[int, int]:
    """The fewest and the most days that so many consecutive months can have, leap years included."""
    calendar = [days + (month == 1 and year % 4 == 0) for year in range(8) for month, days in enumerate(_LENGTHS)]
    years, rest = divmod(months, 48)
    spans = [sum(calendar[start : start + rest]) for start in range(48)]
    return years * 1461 + min(spans), years * 1461 + max(spans)


def seconds(months: Fraction) -> tuple[Fraction, Fraction] | None:
    """The shortest and longest time that whole months take, in seconds; None for parts of a month."""
    if months.denominator != 1 or months < 0:
        return None
    shortest, longest = _shortest_longest(int(months))
    return Fraction(shortest * _DAY), Fraction(longest * _DAY)
