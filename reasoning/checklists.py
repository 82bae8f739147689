"""The items of a checklist and how each is judged: by what the graph holds, else by what the enterprise says of it.

The items are data (corpus/scoring/checklists.csv): the rules that speak of an item, the kind of thing that is its evidence, and for how
many months a piece of evidence is good.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from duibiao import corpus
from duibiao.reasoning.editions import months_before

State = Literal["there", "deficient", "expired", "missing", "inapplicable", "unknown"]
By = Literal["graph", "entry", "nothing"]
OWN_MONTHS = 12
"""For how many months what an enterprise says of an item is good."""


@dataclass(frozen=True)
class Words:
    """A text in both languages."""

    zh: str
    en: str


@dataclass(frozen=True)
class Point:
    """An item: its list, whether it asks an `enterprise` or an `authority`, its number, group, core element, what it asks and which
    evidence; the rules that speak of it; the class of thing (`Meeting`) that is its evidence, the property that dates one and for how many
    months that is good."""

    checklist: str
    party: str
    number: int
    group: Words
    element: str
    text: Words
    asked: Words
    rules: tuple[str, ...]
    kept: str
    dated: str
    months: int | None
    source: str
    confidence: str


@dataclass(frozen=True)
class Counts:
    """What the rules of an item found."""

    passed: int = 0
    failed: int = 0
    inapplicable: int = 0
    cannot_tell: int = 0


@dataclass(frozen=True)
class Kept:
    """The things in the graph that are evidence of an item: how many, the newest day among them, whether a list of them was given."""

    count: int = 0
    newest: date | None = None
    listed: bool = False


@dataclass(frozen=True)
class Said:
    """What the enterprise says of an item: `met`, `partly`, `unmet`, `inapplicable`, or None; with which evidence, on which day."""

    state: str | None = None
    evidence: str | None = None
    day: date | None = None


@dataclass(frozen=True)
class Judged:
    """An item's state, whether the graph, the enterprise's own entry or nothing decided it, and why. `differs`: the enterprise says it is
    met, and the graph does not."""

    point: Point
    state: State
    by: By
    why: Words
    differs: bool = False


@cache
def points() -> tuple[Point, ...]:
    """Every item of every list, in order."""
    return tuple(
        Point(
            row["checklist"],
            row["party"],
            int(row["item"]),
            Words(row["group_zh"], row["group_en"]),
            row["element"],
            Words(row["zh"], row["en"]),
            Words(row["asked_zh"], row["asked_en"]),
            tuple(row["rules"].split()),
            row["kept"],
            row["dated"],
            int(row["months"]) if row["months"] else None,
            row["source"],
            row["confidence"],
        )
        for row in corpus.table("scoring/checklists")
    )


def judged(point: Point, counts: Counts, kept: Kept, said: Said, day: date) -> Judged:
    """The state of an item on a day. The graph decides where it knows; it never takes silence for evidence."""
    found = _by_graph(point, counts, kept, day)
    if found is None:
        state, why = _by_entry(said, day)
        return Judged(point, state, "entry" if said.state else "nothing", why)
    state, why = found
    return Judged(point, state, "graph", why, differs=said.state == "met" and state in {"deficient", "expired", "missing"})


def share(found: Iterable[Judged]) -> tuple[int, int]:
    """How many items have their evidence, of how many that apply."""
    applying = [one for one in found if one.state != "inapplicable"]
    return sum(one.state == "there" for one in applying), len(applying)


def _by_graph(point: Point, counts: Counts, kept: Kept, day: date) -> tuple[State, Words] | None:
    if counts.failed:
        return "deficient", Words(f"规则检查有 {counts.failed} 项不通过", f"rules found {counts.failed} gaps")
    if point.kept and (kept.count or kept.listed):
        return _by_things(point, kept, day)
    if counts.passed and not counts.cannot_tell:
        return "there", Words(f"规则检查 {counts.passed} 项全部通过", f"all {counts.passed} that rules looked at pass")
    if counts.inapplicable and not counts.passed and not counts.cannot_tell:
        return "inapplicable", Words("规则均不适用", "none of the rules applies")
    return None


def _by_things(point: Point, kept: Kept, day: date) -> tuple[State, Words]:
    if not kept.count:
        return "missing", Words("报送了清单，其中没有记录", "the list was given and holds nothing")
    if point.months is None:
        return "there", Words(f"登记 {kept.count} 项", f"{kept.count} on record")
    if kept.newest is None:
        return "missing", Words(f"登记 {kept.count} 项，没有日期", f"{kept.count} on record, none of them dated")
    if kept.newest < months_before(day, point.months):
        return "expired", Words(
            f"最近一次 {kept.newest}，已超过 {point.months} 个月", f"the last on {kept.newest}, over {point.months} months ago"
        )
    return "there", Words(f"最近一次 {kept.newest}", f"the last on {kept.newest}")


def _by_entry(said: Said, day: date) -> tuple[State, Words]:
    if said.state is None:
        return "unknown", Words("没有核对，图谱也没有相关记录", "not looked at, and nothing on record")
    if said.state == "inapplicable":
        return "inapplicable", Words("企业核对为不适用", "the enterprise says it does not apply")
    if said.state == "unmet":
        return "missing", Words("企业核对为不符合", "the enterprise says it is not met")
    if said.state == "partly":
        return "deficient", Words("企业核对为部分符合", "the enterprise says it is met in part")
    if not said.evidence:
        return "missing", Words("企业核对为符合，没有填证明材料", "the enterprise says it is met and names no evidence")
    if said.day is None or said.day < months_before(day, OWN_MONTHS):
        return "expired", Words(f"证明材料“{said.evidence}”，近一年没有核对", f"evidence “{said.evidence}”, not looked at within a year")
    return "there", Words(f"证明材料“{said.evidence}”", f"evidence “{said.evidence}”")
