"""Major hazard sources of any inventory: what holds of every sum, with amounts and classes known exactly or only within bounds."""

import csv
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from duibiao import corpus
from duibiao.ontology.intervals import Interval, exactly
from duibiao.reasoning.hazard_problems import problem
from duibiao.reasoning.hazard_sources import Holding, Identification, Status, identify


def rows(table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(corpus.path(f"gb18218/{table}.csv").read_text(encoding="utf-8").splitlines()))


def found_for(*holdings: Holding, people: Interval | int | None = 1) -> Identification:
    return identify(holdings, exactly(people) if isinstance(people, int) else people, date(2019, 3, 1))


TABLE_1 = {row["name_zh"]: Fraction(row["threshold_t"]) for row in rows("table1")}
TABLE_2 = {row["symbol"]: Fraction(row["threshold_t"]) for row in rows("table2")}
TABLE_3 = {row["table1_no"]: Fraction(row["beta"]) for row in rows("beta") if row["table1_no"]}
TABLE_4 = {row["key"]: Fraction(row["beta"]) for row in rows("beta") if row["key_type"] == "category"}
NUMBER = {row["name_zh"]: row["no"] for row in rows("table1")}

Spec = tuple[str, str, str, str]
"""Name, class, process condition, state of matter."""

SPECS: list[Spec] = [
    *((name, symbol, "", "") for name, symbol in zip(TABLE_1, list(TABLE_2) * 4, strict=False)),
    *(("某物质", symbol, "", "") for symbol in TABLE_2),
]
OPEN: dict[Spec, list[Spec]] = {
    ("某溶剂", "易燃液体,类别2", "", ""): [("某溶剂", symbol, "", "") for symbol in ("W5.1", "W5.2", "W5.3")],
    ("某溶剂", "W5", "", ""): [("某溶剂", symbol, "", "") for symbol in ("W5.1", "W5.2", "W5.3", "W5.4")],
    ("苯", "易燃液体,类别2", "", ""): [("苯", symbol, "", "") for symbol in ("W5.1", "W5.2", "W5.3")],
    ("某毒物", "急性毒性,类别2", "", ""): [("某毒物", symbol, "", "") for symbol in ("J3", "J4", "J5")],
    ("某毒液", "急性毒性-吸入,类别3", "", "liquid"): [("某毒液", "J4", "", ""), ("某毒液", "致癌性,类别2", "", "")],
    ("某毒气", "W2;急性毒性,类别2", "", ""): [("某毒气", f"W2;{symbol}", "", "") for symbol in ("J3", "J4", "J5")],
    ("某液", "W5.3;急性毒性-吸入,类别3", "常温", "liquid"): [("某液", "W5.3;J4", "", ""), ("某液", "W5.3", "", "")],
    ("汽油", "W5.3;急性毒性-吸入,类别3", "常温", ""): [("汽油", "W5.3;J4", "", ""), ("汽油", "W5.3", "", "")],
    ("硒化氢溶液", "W5.4", "常温", ""): [("硒化氢", "W5.4", "", ""), ("某溶液", "W5.4", "", "")],
    ("环氧溴丙烷溶液", "致癌性,类别2", "", ""): [("某溶液", "致癌性,类别2", "", "")],
}
"""What is stated with some of it open, and each thing that it may be."""

AMOUNTS = st.fractions(0, 100, max_denominator=50) | st.sampled_from([Fraction(n) for n in (0, 1, 5, 10, 20, 50, 100, 500, 1000, 5000)])
BROAD = st.tuples(AMOUNTS, AMOUNTS, st.booleans()).map(lambda t: Interval(min(t[:2]), max(t[:2]), t[2] and t[0] != t[1]))
INTERVALS = AMOUNTS.map(exactly) | BROAD | AMOUNTS.map(lambda low: Interval(low, None))
PEOPLE = st.none() | st.sampled_from([0, 1, 29, 30, 49, 50, 99, 100, 1000]).map(exactly)
PEOPLE |= st.tuples(st.integers(0, 110), st.integers(1, 60)).map(lambda t: Interval(Fraction(t[0]), Fraction(t[0] + t[1]), t[1] > 30))


def made(spec: Spec, tonnes: Interval) -> Holding:
    name, hazard_class, process, state = spec
    return Holding(name, tonnes, "", hazard_class, process, state)


UNDECIDED = [
    Holding("某物质", exactly(1)),
    Holding("硝化棉", exactly(1)),
    Holding("液氨", exactly(1), "7782-50-5"),
    Holding("酒精(75%)", exactly(1)),
    Holding("液氯", None, fault=problem("no_quantity", name="液氯")),
]
KNOWN = st.lists(st.builds(made, st.sampled_from(SPECS), AMOUNTS.map(exactly)), min_size=1, max_size=6)
HELD = st.builds(made, st.sampled_from(SPECS) | st.sampled_from(list(OPEN)), INTERVALS)
ALONE = st.builds(made, st.sampled_from(list(OPEN)), st.integers(1, 3000).map(exactly))
"""Of an amount known exactly only the class is open."""
ANY = st.lists(HELD | st.sampled_from(UNDECIDED), min_size=1, max_size=4) | ALONE.map(lambda held: [held])


def naive(holdings: Sequence[Holding], people: int) -> tuple[Fraction, Fraction, int]:
    """S, R and level by the tables alone."""
    s = r = Fraction(0)
    for held in holdings:
        assert held.tonnes is not None
        ratio = held.tonnes.low / TABLE_1.get(held.name, TABLE_2[held.hazard_class])
        s += ratio
        r += ratio * TABLE_3.get(NUMBER.get(held.name, ""), TABLE_4[held.hazard_class])
    r *= (
        Fraction("0.5") if people == 0 else 1 if people < 30 else Fraction("1.2") if people < 50 else Fraction("1.5") if people < 100 else 2
    )
    return s, r, 1 if r >= 100 else 2 if r >= 50 else 3 if r >= 10 else 4


@given(KNOWN, st.sampled_from([0, 1, 29, 30, 49, 50, 99, 100]))
def test_what_is_known_exactly_is_what_the_tables_give(holdings: list[Holding], people: int) -> None:
    s, r, level = naive(holdings, people)
    found = found_for(*holdings, people=people)
    assert (found.s, found.status, found.problems) == (exactly(s), Status.MAJOR if s >= 1 else Status.BELOW, ())
    assert (found.r, found.level) == ((exactly(r), level) if s >= 1 else (None, None))


@settings(max_examples=400)
@given(ANY, PEOPLE)
def test_what_is_not_decided_is_said(holdings: list[Holding], people: Interval | None) -> None:
    found = found_for(*holdings, people=people)
    if found.status == Status.CANNOT_TELL or (found.status == Status.MAJOR and found.level is None):
        assert found.problems
    for why in (*found.problems, *found.notes):
        assert why.text("zh") and why.text("en") and "{" not in why.text("zh") + why.text("en")


def narrower(draw: st.DrawFn, interval: Interval) -> Interval:
    """An interval within this one, often a point, often at an end."""
    width = (interval.low + 100 if interval.high is None else interval.high) - interval.low
    shares = st.sampled_from([Fraction(0), Fraction(1, 2), 1 - Fraction(interval.below, 10**6)])
    low, high = sorted((draw(shares), draw(shares)))
    return Interval(interval.low + width * low, interval.low + width * (high if draw(st.booleans()) else low))


@st.composite
def with_closer_look(draw: st.DrawFn) -> tuple[list[Holding], Interval, list[Holding], Interval]:
    """Holdings and residents, and the same known better: narrower amounts, open classes decided."""
    broad = draw(st.lists(HELD, min_size=1, max_size=3) | ALONE.map(lambda held: [held]))
    narrow = []
    for held in broad:
        assert held.tonnes is not None
        spec = (held.name, held.hazard_class, held.process, held.state)
        narrow.append(made(draw(st.sampled_from(OPEN.get(spec, [spec]))), narrower(draw, held.tonnes)))
    people = draw(st.tuples(st.integers(0, 110), st.integers(0, 60)).map(lambda t: Interval(Fraction(t[0]), Fraction(t[0] + t[1]))))
    one = Fraction(draw(st.integers(int(people.low), int(people.high or 0))))
    return broad, people, narrow, exactly(one)


@settings(max_examples=400)
@given(with_closer_look())
def test_a_closer_look_confirms_what_was_decided(case: tuple[list[Holding], Interval, list[Holding], Interval]) -> None:
    """So a wider interval never turns what cannot be told into yes or no, and a verdict is that of every point."""
    broad, narrow = found_for(*case[0], people=case[1]), found_for(*case[2], people=case[3])
    assert broad.status in {Status.CANNOT_TELL, narrow.status}
    assert broad.s.low <= narrow.s.low
    assert broad.s.high is None or (narrow.s.high is not None and narrow.s.high <= broad.s.high)
    if narrow.level is not None and broad.status == Status.MAJOR:
        assert broad.level in {None, narrow.level}


@given(ANY, HELD | st.sampled_from(UNDECIDED), PEOPLE)
def test_one_substance_more_never_lowers_the_sum(holdings: list[Holding], more: Holding, people: Interval | None) -> None:
    before, after = found_for(*holdings, people=people), found_for(*holdings, more, people=people)
    assert after.s.low >= before.s.low
    assert after.s.high is None or (before.s.high is not None and after.s.high >= before.s.high)
    assert not (before.is_major is True and after.is_major is not True)
    assert not (before.is_major is None and after.is_major is False)


@given(ANY.flatmap(lambda found: st.tuples(st.just(found), st.permutations(found))), PEOPLE)
def test_the_order_of_the_rows_does_not_matter(orders: tuple[list[Holding], list[Holding]], people: Interval | None) -> None:
    one, other = (found_for(*holdings, people=people) for holdings in orders)
    assert (one.status, one.s, one.r, one.level, one.alpha) == (other.status, other.s, other.r, other.level, other.alpha)
    assert set(one.problems) == set(other.problems) and set(one.notes) == set(other.notes)
    assert {(t.holding, t.to_major, t.to_next_level) for t in one.terms} == {(t.holding, t.to_major, t.to_next_level) for t in other.terms}


@given(KNOWN, st.sampled_from([0, 1, 30, 50, 100]))
def test_with_the_tonnes_left_the_border_is_met_exactly(holdings: list[Holding], people: int) -> None:
    found = found_for(*holdings, people=people)
    for term in found.terms:
        assert (term.to_major is None) == (found.status == Status.MAJOR)
        if term.to_major is not None:
            assert term.to_major > 0
            assert found_for(*holdings, replace(term.holding, tonnes=exactly(term.to_major)), people=people).s == exactly(1)
        assert (term.to_next_level is None) == (found.level in {None, 1})
        if term.to_next_level is not None and found.level is not None:
            graver = found_for(*holdings, replace(term.holding, tonnes=exactly(term.to_next_level)), people=people)
            assert (graver.level, graver.r) == (found.level - 1, exactly({4: 10, 3: 50, 2: 100}[found.level]))
