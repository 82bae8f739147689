"""Comparison words and quantities into bounds: which end a number bounds, whether it is admitted, and how strongly it is said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from duibiao.loaders.limits import periods as limit_periods
from duibiao.loaders.limits.grammar import FAR, Bounded, Quantity, Token
from duibiao.loaders.limits.subject import HEAD
from duibiao.loaders.limits.words import (
    AFTERWARDS,
    COMPARISONS,
    ELSEWHERE,
    EVENTS,
    FILLERS,
    JOINTS,
    MODALS,
    NEGATIONS,
    SIZE,
    SUFFIXES,
    Bound,
    Kind,
    Side,
)
from duibiao.ontology.limits import Direction

_BREAKS = {Kind.STOP, Kind.PAUSE, Kind.QUANTITY, Kind.EVERY}
_SHARES = {"%", "‰", "倍", ""}
_COUNTING = frozenset({"至少", "最少", "起码", "至多", "最多"})
_EXTREME = frozenset({"最低", "最小", "最短", "最高", "最大", "最长"})
"""Comparisons that may stand away from their number, before a verb (至少配备2套) or before what is measured (最小净距为5 m)."""
_OF_SIDE = {Side.UPPER: Direction.UPPER, Side.LOWER: Direction.LOWER}


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
    found = limit_periods.counted(items, _joined(items, _shared(items, single)))
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
    while place >= 0 and items[place].kind not in _BREAKS | {Kind.COMPARE} and len(between) <= FAR:
        between = items[place].text + between
        place -= 1
    comparison = _comparison(items, place) if len(between) <= FAR else None
    if comparison is None or items[place].text == "提前":
        return found
    if items[place].text in _EXTREME:
        return _with(found, comparison)
    if items[place].text in _COUNTING:
        return _with(_worded(items, found, comparison), comparison)
    if any(token.kind in {Kind.MODAL, Kind.NEGATION} for token in items[place + 1 : found.first]) or set(between) & set("后时"):
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


# --- comparisons without a number


def _dangling(items: Sequence[Token], found: list[Bounded]) -> Iterator[Bounded]:
    """Comparisons with a number that stands elsewhere (不得超过额定起重量), or with a size, a time of day, a slope (不大于1:50)."""
    taken = {place for one in found for place in range(one.first, one.last + 1)}
    for place, token in enumerate(items[:-1]):
        after = items[place + 1]
        said = _elsewhere(after) if token.kind is Kind.COMPARE and place not in taken else ""
        comparison = _comparison(items, place) if said else None
        if comparison:
            yield _with(_worded(items, _unread(place, after, said, said), comparison), comparison)
        elif SIZE.fullmatch(token.text) and (
            word := next((word for word in SUFFIXES if len(word) > 1 and after.text.startswith(word)), "")
        ):
            yield _with(_unread(place, after, word, token.text), _Comparison(SUFFIXES[word], place))


def _unread(place: int, after: Token, said: str, what: str) -> Bounded:
    """A comparison with `what`, no number, whose wording ends with the words `said` of the token after."""
    return Bounded(place, place + 1, Quantity(None, "", ""), until=after.start + len(said), fault="not_a_number", detail=what)


def _elsewhere(token: Token) -> str:
    """The part of the token that a comparison is made with, though it is no number; empty where it is no quantity either."""
    if token.kind is Kind.REFERENCE:
        return token.text if token.text[0].isdigit() or SIZE.fullmatch(token.text) else ""
    found = ELSEWHERE.match(token.text) if token.kind is Kind.WORD else None
    heads = [head.end() for head in HEAD.finditer(found[0])] if found else []
    return token.text[: heads[-1]] if heads else ""
