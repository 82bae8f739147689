"""A clause's text into tokens, and its numbers with their units into quantities.

Offsets everywhere are those of the text as given: characters are made uniform one for one.
"""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from duibiao.loaders.limits.words import EVERY, INCLUDED, LONGEST, REFERENCE, SUFFIXES, TABLE, UNKNOWN_UNIT, Kind
from duibiao.ontology import numerals, units
from duibiao.ontology.limits import Direction

_DASHES = "‐‑‒–—―−﹣－"
_WAVES = "～〜∼﹏"
_KEPT = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"
_AMBIGUOUS_UNITS = {"分", "时", "开"}
"""分 is a minute or a mark, 时 an hour of the day or `when`, 开 a kelvin or `open`: as units nobody can tell."""
_LONGEST_UNIT = 12
_WRITTEN = {Kind.NUMBER, Kind.UNIT}
_NEGATIVE = ("零下", "负", "-")


@dataclass(frozen=True)
class Quantity:
    """A number, a range or a tolerance with its unit as written. `fault` is the code of what keeps it from being read."""

    value: Fraction | None
    unit: str
    stated: str
    upper: Fraction | None = None
    stated_upper: str = ""
    fault: str = ""

    @property
    def dimension(self) -> str:
        """What its unit measures; empty without a unit that we know."""
        unit = units.find(self.unit) if self.unit else None
        return unit.dimension if unit else ""


@dataclass(frozen=True)
class Token:
    """A piece of the text: its kind, where it stands, its uniform spelling, and the number or quantity it holds."""

    kind: Kind
    start: int
    end: int
    text: str
    number: numerals.Numeral | None = None
    quantity: Quantity | None = None


FAR = 12
"""So many characters a comparison or a period may stand away from its number."""


@dataclass(frozen=True)
class Bounded:
    """A quantity with what is said of it. `first` and `last` are the items of its wording; `direction` is None where no word bounds it.

    `word` is what follows the number (以内, 前), `base` what a share is a share of, `every` the period of a frequency. `symbol` tells ≤
    from 不大于, `plain` a bare 大于 from one negated, and `row` counts the numbers that share one comparison (0: it
    has its own). `until` is where the wording ends inside its last item. `fault` and `detail` say why it cannot be read.
    """

    first: int
    last: int
    quantity: Quantity
    direction: Direction | None = None
    inclusive: bool = True
    upper_inclusive: bool = True
    modality: str | None = None
    word: str = ""
    base: str = ""
    every: Quantity | None = None
    symbol: bool = False
    plain: bool = False
    row: int = 0
    until: int = 0
    fault: str = ""
    detail: str = ""


# --- tokens


def folded(text: str) -> str:
    """The text with full-width forms, dashes and waves made uniform, character for character. Superscripts stay."""
    return text.translate(_FOLDS)


class _Folds(dict[int, str]):
    """What each character becomes, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = _folded(chr(code))
        return self[code]


_FOLDS = _Folds()


def _folded(sign: str) -> str:
    if sign in _DASHES:
        return "-"
    if sign in _WAVES:
        return "~"
    if sign in _KEPT:
        return sign
    plain = ":" if sign == "∶" else unicodedata.normalize("NFKC", sign)
    return plain if len(plain) == 1 else sign


def tokens(text: str) -> list[Token]:
    """The text as tokens; what no rule knows is gathered into words."""
    plain = folded(text)
    found: list[Token] = []
    place = 0
    while place < len(plain):
        last = found[-1] if found else None
        plainly = _PLAIN.match(plain, place) if last is None or last.kind not in _BEFORE_UNITS else None
        token = Token(Kind.WORD, place, plainly.end(), plainly[0]) if plainly else _token(plain, place, last)
        place = token.end
        if token.kind is Kind.WORD and found and found[-1].kind is Kind.WORD:
            found[-1] = Token(Kind.WORD, found[-1].start, token.end, plain[found[-1].start : token.end])
        elif token.text.strip() or token.kind is Kind.STOP:
            found.append(replace(token, text=text[token.start : token.start + len(token.text)]) if token.kind in _WRITTEN else token)
    return found


_BEFORE_UNITS = frozenset({Kind.NUMBER, Kind.UNIT, Kind.INCLUDED, Kind.CLOSE})
_BEGINNINGS = "".join({word[0] for word in (*TABLE, *EVERY, *numerals.SIGNS)}) + "第如见按依据符表附图公示序编步条页版每当本次上下"
_PLAIN = re.compile(rf"(?:(?![{re.escape(_BEGINNINGS)}])[\u4e00-\u9fff])+")
"""Characters of which no token but a word begins: most of a text, passed over at once."""


def _token(plain: str, place: int, last: Token | None) -> Token:
    """The token that begins here: what follows a number, a reference, a word of the tables, a period, a number, in this order."""
    known = _measuring(plain, place, last) or _reference(plain, place) or _listed(plain, place, last)
    known = known or _every(plain, place) or _number(plain, place, last)
    return known or Token(Kind.WORD, place, place + 1, plain[place])


def _measuring(plain: str, place: int, last: Token | None) -> Token | None:
    """What may follow a number: its unit, whether it is included, 以上, 以内 …"""
    if included := INCLUDED.match(plain, place):
        return Token(Kind.INCLUDED, place, included.end(), included[0])
    if last is None or last.kind not in _BEFORE_UNITS:
        return None
    if last.kind in {Kind.NUMBER, Kind.CLOSE} and (unit := _unit(plain, place)):
        return unit
    word, other = _longest(plain, place, SUFFIXES), _longest(plain, place, TABLE)
    return Token(Kind.SUFFIX, place, place + len(word), word) if len(word) > len(other) else None


def _longest(plain: str, place: int, words: Collection[str]) -> str:
    return next((plain[place : place + n] for n in range(LONGEST, 0, -1) if plain[place : place + n] in words), "")


def _unit(plain: str, place: int) -> Token | None:
    """The longest known unit here that is not the beginning of another (m of mol, V of V/m), else what is counted."""
    start = place + 1 if plain.startswith("个", place) and plain[place + 1 : place + 2] not in {"月", "工"} else place
    for end in range(min(start + _LONGEST_UNIT, len(plain)), start, -1):
        spelling = plain[start:end]
        known = spelling.strip() == spelling and spelling not in _AMBIGUOUS_UNITS and units.find(spelling)
        if known and not _goes_on(plain, end):
            wind = plain.startswith("级风", start) and not plain.startswith("级风险", start)  # 五级风以上
            return Token(Kind.UNIT, start, end + wind, spelling)
    counted = UNKNOWN_UNIT.match(plain, place)
    return Token(Kind.UNIT, place, counted.end(), counted[0]) if counted else None


def _goes_on(plain: str, end: int) -> bool:
    """Whether the unit runs on after `end`, or a qualifier follows that makes another unit of it."""
    last, rest = plain[end - 1], plain[end : end + 3]
    if last == "%" and rest in {"(体积", "(质量", "(V/", "(v/"}:
        return True
    if rest[:1] in {"/", "·"} and rest[1:2].isalpha():
        return True
    return last.isascii() and last.isalpha() and rest[:1].isascii() and rest[:1].isalnum()


def _reference(plain: str, place: int) -> Token | None:
    found = None if _in_a_name(plain, place) else REFERENCE.match(plain, place)
    return Token(Kind.REFERENCE, place, found.end(), found[0]) if found else None


def _in_a_name(plain: str, place: int) -> bool:
    """Whether the character before belongs to a Latin name or a decimal that this would be cut out of."""
    before = plain[place - 1] if place else ""
    return before.isascii() and (before.isalnum() or before == ".")


def _listed(plain: str, place: int, last: Token | None) -> Token | None:
    word = _longest(plain, place, TABLE)
    if not word or (TABLE[word] is Kind.LINK and (last is None or last.kind not in {Kind.NUMBER, Kind.UNIT})):
        return None
    return Token(TABLE[word], place, place + len(word), word)


def _every(plain: str, place: int) -> Token | None:
    """每, 每隔 with its period: 每半年, 每3个月, 每班."""
    word = next((word for word in EVERY if plain.startswith(word, place)), None)
    if word is None:
        return None
    at = place + len(word)
    number = numerals.match(plain, at)
    after = number.end if number else at
    after += plain.startswith(" ", after)
    unit = _unit(plain, after)
    found = units.find(unit.text) if unit else None
    if unit is None or found is None or not found.dimension.startswith("duration") or (word == "按" and number):
        return None
    quantity = Quantity(number.value if number else Fraction(1), unit.text, plain[at:after].strip())
    end = unit.end + plain.startswith("年度", unit.start)
    return Token(Kind.EVERY, place, end, word, quantity=quantity)


def _number(plain: str, place: int, last: Token | None) -> Token | None:
    if _in_a_name(plain, place):
        return None
    sign = _sign(plain, place, last)
    found = numerals.match(plain, place + len(sign))
    if found is None:
        return None
    number = replace(found, value=-found.value) if sign and found.value is not None else found
    return Token(Kind.NUMBER, place, found.end, plain[place : found.end], number=number)


def _sign(plain: str, place: int, last: Token | None) -> str:
    """A minus sign or 零下, 负 before the number; between two numbers `-` is a range."""
    sign = next((sign for sign in _NEGATIVE if plain.startswith(sign, place)), "")
    return "" if sign == "-" and last and last.kind in {Kind.NUMBER, Kind.UNIT, Kind.CLOSE} else sign


# --- quantities


def items(text: str) -> list[Token]:
    """The tokens of the text with every number, range and tolerance made one token of kind QUANTITY."""
    pieces = tokens(text)
    found: list[Token] = []
    place = 0
    while place < len(pieces):
        token, place = _tolerance(pieces, place) or _sized(pieces, place) or (pieces[place], place + 1)
        found.append(token)
    return found


def _kinds(pieces: Sequence[Token], place: int, *kinds: Kind) -> bool:
    return [piece.kind for piece in pieces[place : place + len(kinds)]] == list(kinds)


def _tolerance(pieces: Sequence[Token], place: int) -> tuple[Token, int] | None:
    """(20±2) ℃ and ±2 ℃."""
    if _kinds(pieces, place, Kind.OPEN, Kind.NUMBER, Kind.PLUS_MINUS, Kind.NUMBER, Kind.CLOSE, Kind.UNIT):
        nominal, spread = pieces[place + 1], pieces[place + 3]
        return _spread(pieces[place], nominal, spread, pieces[place + 5]), place + 6
    if _kinds(pieces, place, Kind.PLUS_MINUS, Kind.NUMBER):
        unit = pieces[place + 2] if _kinds(pieces, place + 2, Kind.UNIT) else None
        return _spread(pieces[place], None, pieces[place + 1], unit), place + 2 + (unit is not None)
    return None


def _spread(first: Token, nominal: Token | None, spread: Token, unit: Token | None) -> Token:
    middle = _value(nominal) if nominal else Fraction(0)
    half = _value(spread)
    quantity = _checked(None if middle is None or half is None else middle - half, unit.text if unit else _share(spread), "")
    upper = None if middle is None or half is None else middle + half
    return _token_of(first, unit or spread, replace(quantity, upper=upper))


def _sized(pieces: Sequence[Token], place: int) -> tuple[Token, int] | None:
    """A number with its unit, and what is linked to it: a range, a tolerance, a product."""
    if not _kinds(pieces, place, Kind.NUMBER):
        return None
    token, after = _measure(pieces, place)
    link = pieces[after].kind if after < len(pieces) else Kind.STOP
    if link is Kind.PLUS_MINUS and _kinds(pieces, after + 1, Kind.NUMBER):
        other, end = _measure(pieces, after + 1)
        unit = pieces[end - 1] if pieces[end - 1].kind is Kind.UNIT else None
        return _spread(pieces[place], pieces[place], pieces[after + 1], unit), end
    if link in {Kind.LINK, Kind.TIMES} and _kinds(pieces, after + 1, Kind.NUMBER):
        other, end = _measure(pieces, after + 1)
        return (_range if link is Kind.LINK else _product)(token, other), end
    return token, after


def _measure(pieces: Sequence[Token], place: int) -> tuple[Token, int]:
    """One number with its unit; 两年半 adds a half, and 1小时30分钟 is said to be more than one number."""
    number = pieces[place]
    unit = pieces[place + 1] if _kinds(pieces, place + 1, Kind.UNIT) else None
    after = place + 1 + (unit is not None)
    quantity = _checked(_value(number), unit.text if unit else _share(number), number.text)
    if unit and _kinds(pieces, after, Kind.NUMBER) and pieces[after].start == unit.end:
        if pieces[after].text == "半" and quantity.value is not None:
            return _token_of(number, pieces[after], replace(quantity, value=quantity.value + Fraction(1, 2))), after + 1
        if _kinds(pieces, after + 1, Kind.UNIT):
            return _token_of(number, pieces[after + 1], replace(quantity, fault="compound")), after + 2
    return _token_of(number, unit or number, quantity), after


def _value(token: Token) -> Fraction | None:
    return token.number.value if token.number else None


def _share(token: Token) -> str:
    return token.number.share if token.number else ""


def _checked(value: Fraction | None, unit: str, stated: str) -> Quantity:
    fault = "vague_number" if value is None else ""
    if unit and units.find(unit) is None:
        fault = fault or "unknown_unit"
    return Quantity(value, unit, stated, fault="ambiguous_unit" if unit in _AMBIGUOUS_UNITS else fault)


def _token_of(first: Token, last: Token, quantity: Quantity) -> Token:
    return Token(Kind.QUANTITY, first.start, last.end, "", quantity=quantity)


def _range(low: Token, high: Token) -> Token:
    a, b = low.quantity, high.quantity
    assert a is not None and b is not None
    fault = b.fault or (a.fault if a.unit else "")
    qualified = folded(b.unit).startswith(f"{folded(a.unit)}(")  # 19.5%~21%(体积分数)
    if a.unit and b.unit and units.find(a.unit) != units.find(b.unit) and not qualified:
        fault = fault or "mixed_units"
    if a.value is not None and b.value is not None and a.value > b.value:
        fault = fault or "reversed_range"
    unit = b.unit or a.unit
    return _token_of(low, high, Quantity(a.value, unit, a.stated, b.value, b.stated, fault))


def _product(one: Token, other: Token) -> Token:
    assert one.quantity is not None
    return _token_of(one, other, replace(one.quantity, fault="product"))
