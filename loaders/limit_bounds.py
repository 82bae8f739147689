"""Comparison words and quantities into bounds: which end a number bounds, whether it is admitted, and how strongly it is said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from duibiao.loaders.limit_grammar import Quantity, Token
from duibiao.loaders.limit_subject import HEAD
from duibiao.loaders.limit_words import (
    ACTIONS,
    AFTERWARDS,
    COMPARISONS,
    ELSEWHERE,
    EVENTS,
    FILLERS,
    JOINTS,
    MODALS,
    NEGATIONS,
    SUFFIXES,
    TIMES_COUNTED,
    WITHIN,
    Bound,
    Kind,
    Side,
)

_BREAKS = {Kind.STOP, Kind.PAUSE, Kind.QUANTITY, Kind.EVERY}
_SHARES = {"%", "‰", "倍", ""}
_COUNTING = frozenset({"至少", "最少", "起码", "至多", "最多"})
_EXTREME = frozenset({"最低", "最小", "最短", "最高", "最大", "最长"})
"""Comparisons that may stand away from their number, before a verb (至少配备2套) or before what is measured (最小净距为5 m)."""
_APART = frozenset({"每隔", "每间隔"})
_FAR = 12
"""So many characters away at most."""


class Direction(StrEnum):
    """What a limit's value bounds: the names of the ontology's concepts."""

    UPPER = "upper-bound"
    LOWER = "lower-bound"
    RANGE = "range"
    INTERVAL = "max-interval"
    FREQUENCY = "frequency"


_OF_SIDE = {Side.UPPER: Direction.UPPER, Side.LOWER: Direction.LOWER}


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


@dataclass(frozen=True)
class _Comparison:
    """A comparison word with its negation: what it says, the item it begins at, the modality of the negation."""

    bound: Bound
    first: int
    modality: str | None = None
    negated: bool = False


def bounded(items: Sequence[Token]) -> list[Bounded]:
    """Every quantity of the items with its bounds, in order: bounds that belong together are one range, counts in a period a frequency,
    and comparisons without a number are there with their fault."""
    single = [_bounded(items, place, token.quantity) for place, token in enumerate(items) if token.quantity and token.kind is Kind.QUANTITY]
    found = _frequencies(items, _joined(items, _shared(items, single)))
    return sorted([*found, *_dangling(items, found)], key=lambda one: one.first)


# --- one quantity


def _bounded(items: Sequence[Token], place: int, quantity: Quantity) -> Bounded:
    found = _suffixed(items, _compared(items, Bounded(_twice(items, place), place, quantity, fault=quantity.fault)))
    if quantity.upper is None:
        return found
    compared = found.direction is not None
    return replace(found, direction=Direction.RANGE, inclusive=True, fault=found.fault or ("compared_range" if compared else ""))


def _twice(items: Sequence[Token], place: int) -> int:
    """The first item of 2 m及2 m以上, which says its number twice."""
    again = place > 1 and items[place - 1].text in {"及", "或", "和", "或者"} and items[place - 2].quantity
    return place - 2 if again and again == items[place].quantity else place


def _compared(items: Sequence[Token], found: Bounded) -> Bounded:
    """With the comparison words before the number: 不应低于, 最高不超过, 至少."""
    comparison = _comparison(items, _skipped(items, found.first - 1))
    if comparison is None:
        return _compared_afar(items, found)
    outer = comparison
    while further := _comparison(items, _skipped(items, outer.first - 1)):
        clash = further.bound.side is not comparison.bound.side
        found = replace(found, fault="contradiction") if clash else found
        outer = replace(further, modality=further.modality or outer.modality)
    return _with(_worded(items, found, outer), comparison)


def _skipped(items: Sequence[Token], place: int) -> int:
    """The item at `place`, or the one before it where it is a mere 为 or 在."""
    while place >= 0 and items[place].kind is Kind.WORD and items[place].text in FILLERS:
        place -= 1
    return place


def _comparison(items: Sequence[Token], place: int) -> _Comparison | None:
    """The comparison word at `place`, turned round by a negation before it: 不超过, 不得连续超过."""
    if place < 0 or items[place].kind is not Kind.COMPARE:
        return None
    bound = COMPARISONS[items[place].text]
    if bound.fixed or bound.symbol:
        return _Comparison(bound, place)
    before = place - 1
    if before > 0 and _adverb(items[before]) and NEGATIONS.get(items[before - 1].text):
        before -= 1
    if before >= 0 and items[before].kind is Kind.NEGATION:
        return _Comparison(bound.negated, before, NEGATIONS[items[before].text], negated=True)
    return _Comparison(bound, place)


def _adverb(token: Token) -> bool:
    return token.kind is Kind.WORD and len(token.text) <= 6 and not set(token.text) & set("的时在当对")


def _worded(items: Sequence[Token], found: Bounded, comparison: _Comparison) -> Bounded:
    """With the 应, 宜 just before the comparison."""
    before = _skipped(items, comparison.first - 1)
    if before >= 0 and items[before].kind is Kind.MODAL:
        return replace(found, first=before, modality=comparison.modality or MODALS[items[before].text])
    return replace(found, first=comparison.first, modality=comparison.modality)


def _with(found: Bounded, comparison: _Comparison) -> Bounded:
    bound = comparison.bound
    plain = not (bound.fixed or bound.symbol or comparison.negated)
    return replace(found, direction=_OF_SIDE[bound.side], inclusive=bound.inclusive, symbol=bound.symbol, plain=plain)


def _compared_afar(items: Sequence[Token], found: Bounded) -> Bounded:
    """With a comparison that is not next to the number: 至少组织2次, 不超过额定值的80%, 高于地面2 m."""
    place, between = found.first - 1, ""
    while place >= 0 and items[place].kind not in _BREAKS | {Kind.COMPARE} and len(between) <= _FAR:
        between = items[place].text + between
        place -= 1
    comparison = _comparison(items, place) if len(between) <= _FAR else None
    if comparison is None or items[place].text == "提前":
        return found
    if items[place].text in _EXTREME:
        return _with(found, comparison)
    if items[place].text in _COUNTING:
        return _with(_worded(items, found, comparison), comparison)
    if any(token.kind in {Kind.MODAL, Kind.NEGATION} for token in items[place + 1 : found.first]):
        return found
    if found.quantity.unit in _SHARES and between.endswith(("的", "爆炸下限", "LEL")):
        return replace(_with(_worded(items, found, comparison), comparison), base=between.removesuffix("的"))
    return replace(_worded(items, found, comparison), fault="relative", detail=between)


# --- what follows the number


def _suffixed(items: Sequence[Token], found: Bounded) -> Bounded:
    """With what follows the number: 以上(含5人), 以内, or a sign that looks back at it (2 m≤h)."""
    place, included = _included(items, found.last + 1)
    token = items[place] if place < len(items) else None
    if token and token.kind is Kind.COMPARE and COMPARISONS[token.text].symbol and found.direction is None:
        bound = COMPARISONS[token.text]
        found = _with(found, _Comparison(Bound(bound.side.other, bound.inclusive, symbol=True), place))
        return replace(found, last=place)
    if token and token.kind is Kind.SUFFIX and _fits(items, token.text, found):
        found = _with_suffix(found, token.text, place)
        place, after = _included(items, place + 1)
        included = after or included
    elif token and token.kind is Kind.WORD and token.text.startswith("左右"):
        return replace(found, fault=found.fault or "vague_number")
    elif found.direction is None and _due_before(items, found):
        return replace(found, direction=Direction.LOWER, word="前")
    return replace(found, last=place - 1, inclusive=not included.startswith("(不")) if included else found


def _included(items: Sequence[Token], place: int) -> tuple[int, str]:
    """The item after a (含5人), and its text."""
    if place < len(items) and items[place].kind is Kind.INCLUDED:
        return place + 1, items[place].text
    return place, ""


def _fits(items: Sequence[Token], suffix: str, found: Bounded) -> bool:
    """Bare 内, 外 and 前 bound lengths and times only, 前 only where something is to come; after anything else they begin another word."""
    dimension = found.quantity.dimension
    duration = dimension.startswith("duration")
    if suffix == "前":
        return duration and (found.direction is not None or _word_before(items, found).endswith(tuple(EVENTS)))
    if suffix in AFTERWARDS:
        return duration
    return suffix not in {"内", "外", "范围外"} or dimension == "length" or (duration and suffix == "内")


def _due_before(items: Sequence[Token], found: Bounded) -> bool:
    """期满前一个月: so much time before."""
    due = _word_before(items, found).endswith(tuple(f"{event}前" for event in ("届满", "期满", "到期")))
    return due and found.quantity.dimension.startswith("duration")


def _word_before(items: Sequence[Token], found: Bounded) -> str:
    return items[found.first - 1].text if found.first and items[found.first - 1].kind is Kind.WORD else ""


def _with_suffix(found: Bounded, word: str, place: int) -> Bounded:
    bound = SUFFIXES[word]
    if found.direction is None and found.quantity.upper is None and found.fault != "relative":
        found = _with(found, _Comparison(Bound(bound.side, bound.inclusive, fixed=True), place))
    elif found.direction not in {None, _OF_SIDE[bound.side]}:
        found = replace(found, fault=found.fault or "contradiction")
    return replace(found, last=place, word=word)


# --- several quantities


def _shared(items: Sequence[Token], found: list[Bounded]) -> list[Bounded]:
    """Numbers in a row under one comparison word (不低于2 m、3 m和5 m) each get it."""
    result: list[Bounded] = []
    for one in found:
        before = result[-1] if result else None
        if before and one.direction is None and before.direction in _OF_SIDE.values() and not before.word and _in_a_row(items, before, one):
            one = replace(
                before, first=one.first, last=one.last, quantity=one.quantity, row=before.row + 1, fault=one.fault or before.fault
            )
        result.append(one)
    return result


def _in_a_row(items: Sequence[Token], before: Bounded, one: Bounded) -> bool:
    """Whether only 、 or 和 stands between two numbers of one kind."""
    between = items[before.last + 1 : one.first]
    joints = all(token.kind is Kind.PAUSE or token.text in JOINTS for token in between)
    return bool(between) and joints and before.quantity.dimension == one.quantity.dimension and bool(one.quantity.unit)


def _joined(items: Sequence[Token], found: list[Bounded]) -> list[Bounded]:
    """A lower and an upper bound with nothing new between them make a range: 大于2 m且不大于5 m, 2 m≤h≤5 m, 50人以上300人以下."""
    result: list[Bounded] = []
    for one in found:
        before = result[-1] if result else None
        whole = _range(before, one) if before and _adjoin(items, before, one) else None
        result[-1:] = [whole] if whole else [*result[-1:], one]
    return result


def _adjoin(items: Sequence[Token], before: Bounded, one: Bounded) -> bool:
    between = items[before.last + 1 : one.first]
    if before.symbol and items[before.last].kind is Kind.COMPARE:  # the sign looked back: what is measured stands between
        return len(between) == 1 and between[0].kind in {Kind.WORD, Kind.REFERENCE}
    return all(token.kind is Kind.PAUSE or token.text in JOINTS | {","} for token in between)


def _range(before: Bounded, one: Bounded) -> Bounded | None:
    low, high = (before, one) if before.direction is Direction.LOWER else (one, before)
    a, b = low.quantity, high.quantity
    if (low.direction, high.direction) != (Direction.LOWER, Direction.UPPER) or {low.fault, high.fault} - {"", "unknown_unit"}:
        return None
    if a.value is None or b.value is None or a.value > b.value or (a.unit or b.unit) != b.unit:
        return None
    return replace(
        before,
        last=one.last,
        quantity=replace(b, value=a.value, stated=a.stated, upper=b.value, stated_upper=b.stated),
        direction=Direction.RANGE,
        inclusive=low.inclusive,
        upper_inclusive=high.inclusive,
        modality=before.modality or one.modality,
        word=one.word,
    )


# --- periods


def _frequencies(items: Sequence[Token], found: list[Bounded]) -> list[Bounded]:
    """The bounds with counts in a period made frequencies: 每年至少2次, 一年内两次, 12次/h, 每班检查; 每隔2 h is an interval."""
    result: list[Bounded] = []
    for one in found:
        before = result[-1] if result else None
        if one.quantity.unit in TIMES_COUNTED and before and _is_period(items, before, one):
            result[-1] = _often(items, before.first, before.quantity, one)
        else:
            result.append(_rate(one) if one.quantity.unit.startswith("次/") else one)
    for place, token in enumerate(items):
        if token.kind is Kind.EVERY and token.quantity:
            _insert(items, place, token.quantity, result)
    return result


def _is_period(items: Sequence[Token], before: Bounded, times: Bounded) -> bool:
    """Whether the duration just before a count is what it is counted in: 一年内至少演练2次."""
    between = items[before.last + 1 : times.first]
    near = sum(len(token.text) for token in between) <= _FAR and all(token.kind in {Kind.WORD, Kind.MODAL} for token in between)
    free = before.direction is None or before.word in WITHIN
    return near and free and before.quantity.dimension.startswith("duration") and times.direction is not Direction.UPPER


def _often(items: Sequence[Token], first: int, period: Quantity, times: Bounded) -> Bounded:
    while first > 0 and items[first - 1].kind in {Kind.COMPARE, Kind.NEGATION, Kind.MODAL}:
        first -= 1
    outer = next((MODALS[token.text] for token in items[first : times.first + 1] if token.kind is Kind.MODAL), None)
    found = replace(times, first=first, direction=Direction.FREQUENCY, every=period, plain=False)
    return replace(found, modality=times.modality or outer, inclusive=times.direction is None or times.inclusive)


def _rate(one: Bounded) -> Bounded:
    period = Quantity(Fraction(1), one.quantity.unit.partition("/")[2], "")
    direction = Direction.FREQUENCY if one.direction is Direction.LOWER else one.direction
    return replace(one, direction=direction, every=period, fault="" if direction is Direction.FREQUENCY else one.fault)


def _insert(items: Sequence[Token], place: int, period: Quantity, found: list[Bounded]) -> None:
    """A period beginning with 每: with its count, as an interval, or as once where an action follows; else it only says when."""
    after = [(index, one) for index, one in enumerate(found) if one.first > place and not _parted(items, place, one)]
    counts = [(index, one) for index, one in after if one.quantity.unit in TIMES_COUNTED and one.direction is not Direction.FREQUENCY]
    apart = items[place].text in _APART
    once = Bounded(place, place, Quantity(Fraction(1), "次", ""))
    if counts and counts[0][1].direction is not Direction.UPPER:
        found[counts[0][0]] = _interval(_often(items, place, period, counts[0][1])) if apart else _often(items, place, period, counts[0][1])
    elif apart:
        found.append(_interval(_often(items, place, period, once)))
    elif not any(one.direction for _, one in after) and ACTIONS.search(_text_after(items, place)):
        found.append(_often(items, place, period, once))


def _parted(items: Sequence[Token], place: int, one: Bounded) -> bool:
    return any(token.kind in {Kind.STOP, Kind.EVERY} for token in items[place + 1 : one.first])


def _interval(found: Bounded) -> Bounded:
    """每隔2 h: so long apart, no matter how often it is said to be done then."""
    assert found.every is not None
    return replace(found, quantity=found.every, every=None, direction=Direction.INTERVAL, inclusive=True, word="隔")


def _text_after(items: Sequence[Token], place: int) -> str:
    stop = next((i for i in range(place + 1, len(items)) if items[i].kind in {Kind.STOP, Kind.PAUSE, Kind.EVERY}), len(items))
    return "".join(token.text for token in items[place + 1 : stop])


# --- comparisons without a number


def _dangling(items: Sequence[Token], found: list[Bounded]) -> Iterator[Bounded]:
    """Comparisons with something whose number stands elsewhere (不得超过额定起重量) or that is a time of day or a slope (不大于1:50)."""
    taken = {place for one in found for place in range(one.first, one.last + 1)}
    for place, token in enumerate(items[:-1]):
        said = _elsewhere(items[place + 1]) if token.kind is Kind.COMPARE and place not in taken else ""
        comparison = _comparison(items, place) if said else None
        if comparison:
            until = items[place + 1].start + len(said)
            words = Bounded(place, place + 1, Quantity(None, "", ""), until=until, fault="not_a_number", detail=said)
            yield _with(_worded(items, words, comparison), comparison)


def _elsewhere(token: Token) -> str:
    """The part of the token that a comparison is made with, though it is no number; empty where it is no quantity either."""
    if token.kind is Kind.REFERENCE:
        return token.text if token.text[0].isdigit() else ""
    found = ELSEWHERE.match(token.text) if token.kind is Kind.WORD else None
    heads = [head.end() for head in HEAD.finditer(found[0])] if found else []
    return token.text[: heads[-1]] if heads else ""
