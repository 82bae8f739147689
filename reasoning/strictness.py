"""Is one limit stricter than another? Computed exactly, answered five ways, with the steps that lead there.

A limit admits a set of values: an upper bound everything below it, a range what lies inside. Ours is stricter when it admits less of the
same: a true subset. `weaker` means that it admits something theirs forbids. Limits in units of another kind, or of opposite
direction, are incomparable; where a value or a unit is missing the answer is unknown, never a verdict.
"""

from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import StrEnum
from fractions import Fraction

from duibiao.ontology.units import Unit
from duibiao.reasoning import durations


class Strictness(StrEnum):
    """The five answers."""

    STRICTER = "stricter"
    EQUAL = "equal"
    WEAKER = "weaker"
    INCOMPARABLE = "incomparable"
    UNKNOWN = "unknown"


class Direction(StrEnum):
    """What a limit's value bounds."""

    UPPER = "upper-bound"
    LOWER = "lower-bound"
    RANGE = "range"
    INTERVAL = "max-interval"
    SET = "set"


@dataclass(frozen=True)
class Limit:
    """A limit as stated. `value` (and `upper`, the end of a range) are in `unit`; `items` are the members of a set."""

    direction: Direction | None
    value: Fraction | None
    unit: Unit | None
    upper: Fraction | None = None
    items: frozenset[str] = frozenset()
    written: str = ""


@dataclass(frozen=True)
class Comparison:
    """The answer and the steps of its proof, to be replayed by hand."""

    strictness: Strictness
    proof: tuple[str, ...]


@dataclass(frozen=True)
class _Span:
    """The values admitted, in the base unit: from `low` to `high`, None where there is no bound."""

    low: Fraction | None
    high: Fraction | None

    def within(self, other: "_Span") -> bool:
        below = other.low is None or (self.low is not None and self.low >= other.low)
        above = other.high is None or (self.high is not None and self.high <= other.high)
        return below and above

    def __str__(self) -> str:
        return f"[{'-∞' if self.low is None else _shown(self.low)}, {'+∞' if self.high is None else _shown(self.high)}]"


def compare(ours: Limit, theirs: Limit) -> Comparison:
    """How our limit stands to theirs, parameter and scope being the same."""
    stated = (f"本方 {ours.written}", f"对方 {theirs.written}")
    missing = _missing(ours, "本方") or _missing(theirs, "对方")
    if missing:
        return Comparison(Strictness.UNKNOWN, (*stated, missing))
    if Direction.SET in (ours.direction, theirs.direction):
        answer, steps = _compare_sets(ours, theirs)
    else:
        answer, steps = _compare_spans(ours, theirs)
    return Comparison(answer, (*stated, *steps))


def _missing(limit: Limit, side: str) -> str | None:
    """Why the limit says too little to judge, or None."""
    if limit.direction is None:
        return f"{side}限值没有方向"
    if limit.direction == Direction.SET:
        return None if limit.items else f"{side}集合为空"
    if limit.value is None:
        return f"{side}限值不是数字"
    if limit.unit is None:
        return f"{side}限值没有单位，或单位不认识"
    if limit.direction == Direction.RANGE and limit.upper is None:
        return f"{side}区间没有上限"
    if limit.upper is not None and limit.upper < limit.value:
        return f"{side}区间上限小于下限"
    return None


def _compare_sets(ours: Limit, theirs: Limit) -> tuple[Strictness, tuple[str, ...]]:
    """A required set is stricter the more it requires."""
    if ours.direction != theirs.direction:
        return Strictness.INCOMPARABLE, ("一方是集合，一方是数值",)
    lacking, extra = theirs.items - ours.items, ours.items - theirs.items
    if lacking:
        return Strictness.WEAKER, (f"本方缺少：{'、'.join(sorted(lacking))}",)
    if extra:
        return Strictness.STRICTER, (f"本方另加：{'、'.join(sorted(extra))}",)
    return Strictness.EQUAL, ("两个集合相同",)


def _compare_spans(ours: Limit, theirs: Limit) -> tuple[Strictness, tuple[str, ...]]:
    if _opposite(ours, theirs):
        return Strictness.INCOMPARABLE, (f"方向不同：{ours.direction} 与 {theirs.direction}",)
    if _dimension(ours) != _dimension(theirs):
        return _compare_durations(ours, theirs)
    mine, other = _span(ours), _span(theirs)
    steps = (f"换算为同一单位：本方允许 {mine}，对方允许 {other}",)
    if mine == other:
        return Strictness.EQUAL, (*steps, "两者相同")
    if mine.within(other):
        return Strictness.STRICTER, (*steps, "本方允许的都在对方允许之内，且更窄")
    return Strictness.WEAKER, (*steps, "本方允许了对方不允许的值")


def _opposite(ours: Limit, theirs: Limit) -> bool:
    one_sided = {Direction.UPPER: -1, Direction.INTERVAL: -1, Direction.LOWER: 1, Direction.RANGE: 0}
    return one_sided[_direction(ours)] * one_sided[_direction(theirs)] < 0


def _direction(limit: Limit) -> Direction:
    assert limit.direction is not None  # _missing came first
    return limit.direction


def _dimension(limit: Limit) -> str:
    assert limit.unit is not None
    return limit.unit.dimension


def _span(limit: Limit) -> _Span:
    assert limit.unit is not None and limit.value is not None
    value = limit.unit.to_base(limit.value)
    if limit.direction == Direction.LOWER:
        return _Span(value, None)
    if limit.direction == Direction.RANGE:
        assert limit.upper is not None
        return _Span(value, limit.unit.to_base(limit.upper))
    return _Span(None, value)


def _compare_durations(ours: Limit, theirs: Limit) -> tuple[Strictness, tuple[str, ...]]:
    """Months against days: certain only where every length the months can have gives the same answer."""
    mine, other = _seconds(ours), _seconds(theirs)
    if mine is None or other is None:
        assert ours.unit is not None and theirs.unit is not None
        return Strictness.INCOMPARABLE, (f"单位不可换算：{ours.unit.label} 与 {theirs.unit.label}",)
    steps = (f"月的天数不定，换算为天的区间：本方 {_days(mine)}，对方 {_days(other)}",)
    if mine == other:
        return Strictness.EQUAL, (*steps, "两者相同")
    shorter, longer = mine[1] <= other[0], mine[0] >= other[1]
    if not (shorter or longer):
        return Strictness.INCOMPARABLE, (*steps, "两个区间交叠，随月份而定")
    less_is_stricter = ours.direction != Direction.LOWER
    strict = shorter if less_is_stricter else longer
    return (Strictness.STRICTER if strict else Strictness.WEAKER), (*steps, "在任何月份都成立")


def _seconds(limit: Limit) -> tuple[Fraction, Fraction] | None:
    assert limit.value is not None and limit.unit is not None
    if limit.direction == Direction.RANGE:
        return None
    value = limit.unit.to_base(limit.value)
    if limit.unit.dimension == "duration-month":
        return durations.seconds(value)
    return (value, value) if limit.unit.dimension == "duration-day" else None


def _days(span: tuple[Fraction, Fraction]) -> str:
    return f"{_shown(span[0] / 86_400)}～{_shown(span[1] / 86_400)} 天"


def _shown(number: Fraction) -> str:
    """The number as a decimal where that ends, else as a fraction: a proof does not round."""
    denominator = number.denominator
    for prime in (2, 5):
        while denominator % prime == 0:
            denominator //= prime
    if denominator != 1:
        return str(number)
    with localcontext(prec=60):
        return f"{Decimal(number.numerator) / Decimal(number.denominator):f}"
