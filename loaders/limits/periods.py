"""Counts in a period: 每年至少2次, 一年内两次, 12次/h, 每班检查; and what is to lie so far apart: 每隔2 h."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from duibiao.loaders.limits.grammar import FAR, Bounded, Quantity, Token
from duibiao.loaders.limits.words import ACTIONS, MODALS, TIMES_COUNTED, WITHIN, Kind
from duibiao.ontology.limits import Direction

_APART = frozenset({"每隔", "每间隔"})


def counted(items: Sequence[Token], found: list[Bounded]) -> list[Bounded]:
    """The bounds with those that are counts in a period made frequencies, and the periods that stand for a bound of their own."""
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
    near = sum(len(token.text) for token in between) <= FAR and all(token.kind in {Kind.WORD, Kind.MODAL} for token in between)
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
