"""Is one limit stricter than another? Computed exactly, answered five ways, with the steps that lead there.

A limit admits a set of values: an upper bound everything below it, a range what lies inside. Ours is stricter when it admits less of the
same: a true subset. `weaker` means that it admits something theirs forbids. Limits in units of another kind, or of opposite
direction, are incomparable; where a value or a unit is missing the answer is unknown, never a verdict.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from duibiao.ontology.limits import Direction, Modality
from duibiao.ontology.units import Unit
from duibiao.reasoning import durations


class Strictness(StrEnum):
    """The five answers."""

    STRICTER = "stricter"
    EQUAL = "equal"
    WEAKER = "weaker"
    INCOMPARABLE = "incomparable"
    UNKNOWN = "unknown"


_FORCE = {Modality.MAY: 1, Modality.SHOULD: 2, Modality.MUST: 3, Modality.MUST_NOT: 3}


class Step(NamedTuple):
    """A step of a proof in both languages."""

    zh: str
    en: str


@dataclass(frozen=True)
class Limit:
    """A limit as stated. `value` (and `upper`, the end of a range) are in `unit`; of a frequency `value` is how often in `per` units;
    `items` are the members of a set; `modality` is how the clause words it; `excludes_value` and `excludes_upper` say that the border
    itself is not admitted (大于、超过、不满). A `fault` says why the limit as stated cannot be judged at all."""

    direction: Direction | None
    value: Fraction | None
    unit: Unit | None
    upper: Fraction | None = None
    items: frozenset[str] = frozenset()
    written: str = ""
    per: Fraction = Fraction(1)
    modality: Modality = Modality.MUST
    excludes_value: bool = False
    excludes_upper: bool = False
    fault: Step | None = None


@dataclass(frozen=True)
class Comparison:
    """The answer and the steps of its proof, to be replayed by hand."""

    strictness: Strictness
    steps: tuple[Step, ...]

    @property
    def proof(self) -> tuple[str, ...]:
        """The steps in Chinese."""
        return tuple(step.zh for step in self.steps)

    def after(self, *steps: Step) -> "Comparison":
        """The comparison with these steps before its own."""
        return replace(self, steps=(*steps, *self.steps))


@dataclass(frozen=True)
class _Span:
    """The values admitted, in the base unit: from `low` to `high`, None where there is no bound; open where the border is left out."""

    low: Fraction | None
    high: Fraction | None
    open_low: bool = False
    open_high: bool = False

    def within(self, other: "_Span") -> bool:
        below = other.low is None or (self.low is not None and (self.low, self.open_low) >= (other.low, other.open_low))
        above = other.high is None or (self.high is not None and (self.high, other.open_high) <= (other.high, self.open_high))
        return below and above

    def __str__(self) -> str:
        low = "-∞" if self.low is None else shown(self.low)
        high = "+∞" if self.high is None else shown(self.high)
        return f"{'(' if self.open_low else '['}{low}, {high}{')' if self.open_high else ']'}"


def compare(ours: Limit, theirs: Limit) -> Comparison:
    """How our limit stands to theirs, parameter and scope being the same."""
    stated = (Step(f"本方 {ours.written}", f"ours {ours.written}"), Step(f"对方 {theirs.written}", f"theirs {theirs.written}"))
    missing = _missing(ours, Step("本方", "ours")) or _missing(theirs, Step("对方", "theirs"))
    found = Comparison(Strictness.UNKNOWN, (missing,)) if missing else _worded(_valued(ours, theirs), ours, theirs)
    return found.after(*stated)


def composed(answers: Iterable[Strictness]) -> Strictness:
    """What a chain of comparisons proves from its first to its last member: nothing stronger than its weakest link.

    Equal links change nothing; all on one side keep that side; stricter here and weaker there proves nothing (unknown).
    """
    found = set(answers)
    for broken in (Strictness.UNKNOWN, Strictness.INCOMPARABLE):
        if broken in found:
            return broken
    sides = found - {Strictness.EQUAL}
    return sides.pop() if len(sides) == 1 else Strictness.UNKNOWN if sides else Strictness.EQUAL


def overall(answers: Iterable[Strictness]) -> Strictness:
    """What the comparisons of a standard's clauses make of the standard: weaker if one clause is, else unknown if one is, else stricter
    if one is, else equal; incomparable where nothing could be compared."""
    found = set(answers)
    order = (Strictness.WEAKER, Strictness.UNKNOWN, Strictness.STRICTER, Strictness.EQUAL)
    return next((answer for answer in order if answer in found), Strictness.INCOMPARABLE)


def _missing(limit: Limit, side: Step) -> Step | None:
    """Why the limit says too little to judge, or None."""
    if limit.fault:
        return Step(f"{side.zh}{limit.fault.zh}", f"{side.en}: {limit.fault.en}")
    if limit.direction is None:
        return Step(f"{side.zh}限值没有方向", f"{side.en}: no direction")
    if limit.direction == Direction.MODALITY:
        return None
    if limit.direction == Direction.SET:
        return None if limit.items else Step(f"{side.zh}集合为空", f"{side.en}: an empty set")
    if limit.value is None:
        return Step(f"{side.zh}限值不是数字", f"{side.en}: no number")
    if limit.unit is None:
        return Step(f"{side.zh}限值没有单位，或单位不认识", f"{side.en}: no unit, or one that is not known")
    if limit.direction == Direction.RANGE and limit.upper is None:
        return Step(f"{side.zh}区间没有上限", f"{side.en}: a range without an end")
    if limit.upper is not None and limit.upper < limit.value:
        return Step(f"{side.zh}区间上限小于下限", f"{side.en}: a range that ends below its start")
    return None


# --- by the wording


def _worded(found: Comparison, ours: Limit, theirs: Limit) -> Comparison:
    """The answer with the wording taken in: a number only recommended does not hold what a mandatory one demands."""
    weight, other = _FORCE[ours.modality], _FORCE[theirs.modality]
    if weight < other and found.strictness in {Strictness.STRICTER, Strictness.EQUAL}:
        step = Step(
            f"本方措辞（{ours.modality}）弱于对方（{theirs.modality}）",
            f"our wording ({ours.modality}) binds less than theirs ({theirs.modality})",
        )
        return Comparison(Strictness.WEAKER, (*found.steps, step))
    if weight > other and found.strictness == Strictness.EQUAL:
        step = Step(
            f"本方措辞（{ours.modality}）强于对方（{theirs.modality}）",
            f"our wording ({ours.modality}) binds more than theirs ({theirs.modality})",
        )
        return Comparison(Strictness.STRICTER, (*found.steps, step))
    return found


def _compare_modalities(ours: Limit, theirs: Limit) -> Comparison:
    if (ours.modality == Modality.MUST_NOT) != (theirs.modality == Modality.MUST_NOT):
        return Comparison(Strictness.INCOMPARABLE, (Step("一方是要求，一方是禁止", "one demands, the other forbids"),))
    return Comparison(Strictness.EQUAL, (Step("比较措辞", "the wordings are compared"),))


# --- by the value


def _valued(ours: Limit, theirs: Limit) -> Comparison:
    directions = {ours.direction, theirs.direction}
    for direction, by in _ALONE.items():
        if direction in directions:
            return by(ours, theirs) if len(directions) == 1 else _other_kind(ours, theirs)
    return _compare_spans(ours, theirs)


def _other_kind(ours: Limit, theirs: Limit) -> Comparison:
    if {ours.direction, theirs.direction} == {Direction.FREQUENCY, Direction.INTERVAL}:
        why = Step(
            "每周期至少几次与两次间隔不超过多久是两回事：前者允许相邻两次相隔近两个周期，后者不允许",
            "so often in every period and at most so long apart differ: the first lets two times lie nearly two periods apart",
        )
    else:
        why = Step(f"方向不同：{ours.direction} 与 {theirs.direction}", f"directions differ: {ours.direction} and {theirs.direction}")
    return Comparison(Strictness.INCOMPARABLE, (why,))


def _compare_sets(ours: Limit, theirs: Limit) -> Comparison:
    """A required set is stricter the more it requires."""
    lacking, extra = sorted(theirs.items - ours.items), sorted(ours.items - theirs.items)
    if lacking:
        return Comparison(Strictness.WEAKER, (Step(f"本方缺少：{'、'.join(lacking)}", f"ours lacks: {', '.join(lacking)}"),))
    if extra:
        return Comparison(Strictness.STRICTER, (Step(f"本方另加：{'、'.join(extra)}", f"ours adds: {', '.join(extra)}"),))
    return Comparison(Strictness.EQUAL, (Step("两个集合相同", "the sets are the same"),))


def _compare_frequencies(ours: Limit, theirs: Limit) -> Comparison:
    """So often in every calendar period: a period that divides theirs guarantees its multiple there, a longer one nothing."""
    if _dimension(ours) != _dimension(theirs):
        return _inconvertible(ours, theirs)
    mine, other = _period(ours), _period(theirs)
    times, due = ours.value or Fraction(0), theirs.value or Fraction(0)
    if (other / mine).denominator == 1:
        sure = times * (other / mine)
        step = Step(
            f"对方每个周期内本方必有 {shown(sure)} 次，对方要 {shown(due)} 次",
            f"ours guarantees {shown(sure)} times in their period, due {shown(due)}",
        )
        if sure == due:
            return Comparison(Strictness.EQUAL if mine == other else Strictness.STRICTER, (step,))
        return Comparison(Strictness.STRICTER if sure > due else Strictness.WEAKER, (step,))
    if (mine / other).denominator == 1:
        step = Step("本方周期更长，对方的一个周期内可以一次也没有", "our period is longer: one of their periods may pass without any")
        return Comparison(Strictness.WEAKER, (step,))
    return Comparison(Strictness.INCOMPARABLE, (Step("两个周期互不整除", "neither period divides the other"),))


def _period(limit: Limit) -> Fraction:
    assert limit.unit is not None  # _missing came first
    return limit.unit.to_base(limit.per)


def _compare_spans(ours: Limit, theirs: Limit) -> Comparison:
    if _opposite(ours, theirs):
        return _other_kind(ours, theirs)
    if _dimension(ours) != _dimension(theirs):
        return _compare_durations(ours, theirs)
    mine, other = _span(ours), _span(theirs)
    converted = Step(f"换算为同一单位：本方允许 {mine}，对方允许 {other}", f"in one unit: ours admits {mine}, theirs {other}")
    if mine == other:
        return Comparison(Strictness.EQUAL, (converted, Step("两者相同", "the same")))
    if mine.within(other):
        within = Step("本方允许的都在对方允许之内，且更窄", "all that ours admits theirs admits, and theirs admits more")
        return Comparison(Strictness.STRICTER, (converted, within))
    return Comparison(Strictness.WEAKER, (converted, Step("本方允许了对方不允许的值", "ours admits what theirs does not")))


def _opposite(ours: Limit, theirs: Limit) -> bool:
    one_sided = {Direction.UPPER: -1, Direction.INTERVAL: -1, Direction.LOWER: 1, Direction.RANGE: 0}
    assert ours.direction is not None and theirs.direction is not None
    return one_sided[ours.direction] * one_sided[theirs.direction] < 0


def _dimension(limit: Limit) -> str:
    assert limit.unit is not None
    return limit.unit.dimension


def _span(limit: Limit) -> _Span:
    assert limit.unit is not None and limit.value is not None
    value = limit.unit.to_base(limit.value)
    if limit.direction == Direction.LOWER:
        return _Span(value, None, open_low=limit.excludes_value)
    if limit.direction == Direction.RANGE:
        assert limit.upper is not None
        return _Span(value, limit.unit.to_base(limit.upper), limit.excludes_value, limit.excludes_upper)
    return _Span(None, value, open_high=limit.excludes_value)


def _compare_durations(ours: Limit, theirs: Limit) -> Comparison:
    """Months against days: certain only where every length the months can have gives the same answer."""
    mine, other = _seconds(ours), _seconds(theirs)
    if mine is None or other is None:
        return _inconvertible(ours, theirs)
    spans = Step(
        f"月的天数不定，换算为天的区间：本方 {_days(mine)} 天，对方 {_days(other)} 天",
        f"months have no fixed length; in days: ours {_days(mine)}, theirs {_days(other)}",
    )
    if mine == other:
        return Comparison(Strictness.EQUAL, (spans, Step("两者相同", "the same")))
    shorter, longer = mine[1] <= other[0], mine[0] >= other[1]
    if not (shorter or longer):
        return Comparison(Strictness.INCOMPARABLE, (spans, Step("两个区间交叠，随月份而定", "the two overlap: it depends on the month")))
    strict = shorter if ours.direction != Direction.LOWER else longer
    return Comparison(Strictness.STRICTER if strict else Strictness.WEAKER, (spans, Step("在任何月份都成立", "so in every month")))


def _inconvertible(ours: Limit, theirs: Limit) -> Comparison:
    assert ours.unit is not None and theirs.unit is not None
    labels = ours.unit.label, theirs.unit.label
    why = Step(f"单位不可换算：{labels[0]} 与 {labels[1]}", f"units do not convert: {labels[0]} and {labels[1]}")
    return Comparison(Strictness.INCOMPARABLE, (why,))


def _seconds(limit: Limit) -> tuple[Fraction, Fraction] | None:
    assert limit.value is not None and limit.unit is not None
    if limit.direction == Direction.RANGE:
        return None
    value = limit.unit.to_base(limit.value)
    if limit.unit.dimension == "duration-month":
        return durations.seconds(value)
    return (value, value) if limit.unit.dimension == "duration-day" else None


def _days(span: tuple[Fraction, Fraction]) -> str:
    return f"{shown(span[0] / 86_400)}～{shown(span[1] / 86_400)}"


def shown(number: Fraction) -> str:
    """The number as a decimal where that ends, else as a fraction: a proof does not round."""
    denominator = number.denominator
    for prime in (2, 5):
        while denominator % prime == 0:
            denominator //= prime
    if denominator != 1:
        return str(number)
    with localcontext(prec=60):
        return f"{Decimal(number.numerator) / Decimal(number.denominator):f}"


_ALONE = {Direction.SET: _compare_sets, Direction.FREQUENCY: _compare_frequencies, Direction.MODALITY: _compare_modalities}
"""Directions that compare with their own kind only."""
