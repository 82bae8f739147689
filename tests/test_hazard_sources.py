"""Major hazard sources by GB 18218-2018: the sum, its borders, the grade, amounts within bounds, and what cannot be told."""

import csv
from datetime import date, timedelta
from fractions import Fraction

import pytest

from duibiao import corpus
from duibiao.ontology.intervals import NOTHING, UNKNOWN, Interval, exactly
from duibiao.reasoning.hazard_problems import problem
from duibiao.reasoning.hazard_sources import Holding, Identification, Status, identify
from duibiao.reasoning.hazard_tables import alpha, in_force_from

DAY = date(2019, 3, 1)
"""The first day of the edition."""


def rows(table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(corpus.path(f"gb18218/{table}.csv").read_text(encoding="utf-8").splitlines()))


def exact(tonnes: object) -> Interval:
    return exactly(Fraction(str(tonnes)))


def between(low: object, high: object | None, below: bool = False) -> Interval:
    return Interval(Fraction(str(low)), None if high is None else Fraction(str(high)), below)


def hold(name: str, tonnes: object, hazard_class: str = "", cas: str = "", process: str = "", state: str = "") -> Holding:
    return Holding(name, tonnes if isinstance(tonnes, Interval) else exact(tonnes), cas, hazard_class, process, state)


def missing(name: str) -> Holding:
    return Holding(name, None, fault=problem("no_quantity", name=name))


def found_for(*holdings: Holding, people: Interval | int | None = 1) -> Identification:
    return identify(holdings, exactly(people) if isinstance(people, int) else people, DAY)


def codes(found: Identification) -> list[str]:
    return [why.code for why in found.problems]


# --- the sum


def test_a_unit_without_a_substance_cannot_be_told() -> None:
    found = found_for()
    assert (found.status, codes(found), found.is_major) == (Status.CANNOT_TELL, ["empty"], None)


def test_the_threshold_itself_is_reached() -> None:
    below, at = found_for(hold("液氯", "4.999999999999999999")), found_for(hold("液氯", 5))
    assert (below.status, below.is_major, below.r, below.level) == (Status.BELOW, False, None, None)
    assert (at.status, at.is_major, at.s) == (Status.MAJOR, True, exactly(1))


def test_thirds_add_up_to_one() -> None:
    """Exactly: three floats of a third of a threshold might not."""
    third = exactly(Fraction(10, 3))
    found = found_for(hold("某物质", third, "W2"), hold("液氨", third), hold("环氧乙烷", third))
    assert (found.s, found.status) == (exactly(1), Status.MAJOR)
    assert found_for(hold("某物质", third, "W2"), hold("液氨", third), hold("环氧乙烷", "3.333333333333333333")).status == Status.BELOW


@pytest.mark.parametrize("row", rows("table1"), ids=lambda row: row["no"])
def test_one_substance_reaches_its_own_threshold(row: dict[str, str]) -> None:
    q = Fraction(row["threshold_t"])
    assert found_for(hold(row["name_zh"], exactly(q))).is_major is True
    assert found_for(hold(row["name_zh"], exactly(q - Fraction(1, 10**30)))).is_major is False


@pytest.mark.parametrize("row", rows("table2"), ids=lambda row: row["symbol"])
def test_one_class_reaches_its_own_threshold(row: dict[str, str]) -> None:
    q = Fraction(row["threshold_t"])
    assert found_for(hold("某物质", exactly(q), row["symbol"])).is_major is True
    assert found_for(hold("某物质", exactly(q - Fraction(1, 10**30)), row["symbol"])).is_major is False


def test_a_class_that_does_not_count_adds_nothing_and_is_noted() -> None:
    found = found_for(hold("某物质", 10**6, "致癌性,类别1A"), hold("液氯", 4))
    assert (found.status, found.s, found.terms[0].ratio) == (Status.BELOW, exact("0.8"), NOTHING)
    assert [note.code for note in found.notes] == ["not_counted"]


# --- what is not known


UNDECIDED = [
    hold("某物质", 1),
    hold("硝化棉", 1),
    hold("液氨", 1, cas="7782-50-5"),
    hold("液氨", 1, cas="7664-41-8"),
    hold("酒精(75%)", 1),
    hold("", 1),
    missing("液氯"),
]


@pytest.mark.parametrize("unknown", UNDECIDED)
def test_what_cannot_be_found_decides_nothing_where_the_rest_does(unknown: Holding) -> None:
    undecided, decided = found_for(hold("液氯", 4), unknown, people=36), found_for(hold("液氯", 6), unknown, people=36)
    assert (undecided.status, undecided.s) == (Status.CANNOT_TELL, Interval(Fraction("0.8"), None))
    assert (decided.status, decided.s) == (Status.MAJOR, Interval(Fraction("1.2"), None))
    assert (decided.r, decided.level) == (None, None)
    assert undecided.problems == decided.problems and len(undecided.problems) == 1
    assert all(unknown.name in text for why in undecided.problems for text in (why.text("zh"), why.text("en")))


def test_a_fault_of_the_unit_leaves_it_undecided_unless_the_rest_suffices() -> None:
    lost = [problem("held_back", count=2)]
    below, above, empty = (identify(h, exactly(1), DAY, lost) for h in ([hold("液氯", 1)], [hold("液氯", 5)], []))
    assert [below.status, above.status, empty.status] == [Status.CANNOT_TELL, Status.MAJOR, Status.CANNOT_TELL]
    assert codes(below) == codes(above) == codes(empty) == ["held_back"]
    assert (above.level, above.r) == (None, None)


@pytest.mark.parametrize(
    ("tonnes", "answer"),
    [
        (between(0, 5, below=True), False),
        (between(0, 5), None),
        (between(5, 9), True),
        (between(5, None), True),
        (between(4, None), None),
        (between("4.9", "5.1"), None),
        (between(4, "4.9"), False),
        (UNKNOWN, None),
    ],
)
def test_an_amount_within_bounds_is_told_where_the_bounds_allow(tonnes: Interval, answer: bool | None) -> None:
    found = found_for(hold("液氯", tonnes))
    assert found.is_major is answer
    assert codes(found) == (["interval"] if answer is None or found.level is None and answer else [])


def test_two_amounts_below_do_not_reach_what_their_bounds_add_up_to() -> None:
    half = between(0, "2.5", below=True)
    assert found_for(hold("液氯", half), hold("氯", "2.5")).is_major is False
    assert found_for(hold("液氯", between(0, "2.5")), hold("氯", "2.5")).is_major is None


def test_an_open_class_is_told_where_every_class_gives_the_same() -> None:
    """A flammable liquid of category 2 has 10, 50 or 1000 t."""
    statuses = [found_for(hold("某溶剂", tonnes, "易燃液体,类别2")).is_major for tonnes in ("9.9", 10, 999, 1000)]
    assert statuses == [False, None, None, True]
    assert codes(found_for(hold("某溶剂", 10, "易燃液体,类别2"))) == ["process"]


def test_a_mixture_that_may_count_or_not_is_below_where_it_would_be_either_way() -> None:
    """Row 22 has 20 t; the class stated does not count."""
    assert found_for(hold("环氧溴丙烷溶液", "19.9", "致癌性,类别2")).is_major is False
    undecided = found_for(hold("环氧溴丙烷溶液", 20, "致癌性,类别2"))
    assert (undecided.is_major, codes(undecided)) == (None, ["pure_unknown"])


# --- the day


@pytest.mark.parametrize("people", [None, exactly(1)])
@pytest.mark.parametrize("holdings", [[], [hold("液氯", 1)], [hold("液氯", 10**6)]])
def test_before_the_edition_is_in_force_nothing_is_told(holdings: list[Holding], people: Interval | None) -> None:
    found = identify(holdings, people, DAY - timedelta(days=1))
    assert (found.status, found.s, found.level) == (Status.CANNOT_TELL, UNKNOWN, None)
    assert codes(found)[0] == "not_in_force"
    assert all(day in found.problems[0].text(language) for day in ("2019-03-01", "2019-02-28") for language in ("zh", "en"))


def test_on_its_first_day_it_is_told() -> None:
    assert in_force_from() == DAY
    assert (found_for(hold("液氯", 5)).is_major, found_for(hold("液氯", 4)).is_major) == (True, False)


# --- grading


ALPHA = [(0, "0.5"), (1, 1), (29, 1), (30, "1.2"), (49, "1.2"), (50, "1.5"), (99, "1.5"), (100, 2), (10**9, 2)]


@pytest.mark.parametrize(("people", "factor"), ALPHA)
def test_alpha(people: int, factor: object) -> None:
    assert alpha(people) == Fraction(str(factor))
    found = found_for(hold("液氨", 10), people=people)  # β 2, threshold 10 t
    assert (found.alpha, found.r) == (exact(factor), exactly(2 * Fraction(str(factor))))


@pytest.mark.parametrize("row", rows("alpha"), ids=lambda row: row["text_zh"])
def test_alpha_is_that_of_the_table_at_both_ends_of_each_band(row: dict[str, str]) -> None:
    ends = {int(row["persons_min"]), int(row["persons_max"] or 10**6)}
    assert {alpha(people) for people in ends} == {Fraction(row["alpha"])}


@pytest.mark.parametrize(
    ("people", "low", "high"),
    [
        (between(30, 49), "1.2", "1.2"),
        (between(29, 49), 1, "1.2"),
        (between(0, 1, below=True), "0.5", "0.5"),
        (between(0, 30, below=True), "0.5", 1),
        (between(0, 30), "0.5", "1.2"),
        (between(1, 30, below=True), 1, 1),
        (between(99, None), "1.5", 2),
        (between(100, None), 2, 2),
        (UNKNOWN, "0.5", 2),
    ],
)
def test_alpha_of_residents_within_bounds(people: Interval, low: object, high: object) -> None:
    found = found_for(hold("液氨", 10), people=people)
    assert found.alpha is not None
    assert (found.alpha.low, found.alpha.high) == (Fraction(str(low)), Fraction(str(high)))


def test_residents_within_bounds_are_said_only_where_the_level_hangs_on_them() -> None:
    either, same = (found_for(hold("液氨", tonnes), people=between(0, 30)) for tonnes in (50, 20))  # R 5 to 12, 2 to 4.8
    assert (either.level, codes(either)) == (None, ["people_interval"])
    assert (same.level, codes(same), [note.code for note in same.notes]) == (4, [], ["people_interval"])


@pytest.mark.parametrize(
    ("tonnes", "r", "grade"),
    [
        ("10", 2, 4),
        ("49.99", "9.998", 4),
        ("50", 10, 3),
        ("249.99", "49.998", 3),
        ("250", 50, 2),
        ("499.99", "99.998", 2),
        ("500", 100, 1),
        ("1000000", 200000, 1),
    ],
)
def test_the_borders_belong_to_the_graver_level(tonnes: str, r: object, grade: int) -> None:
    found = found_for(hold("液氨", tonnes), people=29)  # α 1, β 2, threshold 10 t
    assert (found.r, found.level) == (exact(r), grade)


@pytest.mark.parametrize(
    ("people", "tonnes"),
    [
        (0, 100),
        (1, 50),
        (29, 50),
        (30, Fraction(125, 3)),
        (49, Fraction(125, 3)),
        (50, Fraction(100, 3)),
        (99, Fraction(100, 3)),
        (100, 25),
    ],
)
def test_the_border_of_r_is_met_exactly_for_every_alpha(people: int, tonnes: Fraction) -> None:
    at, below = (found_for(hold("液氨", exactly(q)), people=people) for q in (Fraction(tonnes), tonnes - Fraction(1, 10**30)))
    assert (at.r, at.level, below.level) == (exactly(10), 3, 4)


def test_without_a_class_a_source_is_a_source_but_has_no_level() -> None:
    found = found_for(hold("苯", 50), people=36)
    assert (found.status, found.r, found.level) == (Status.MAJOR, None, None)
    assert [why.text("zh") for why in found.problems] == ["苯：缺少危险类别，无法确定校正系数β"]


def test_without_the_residents_a_source_has_no_level() -> None:
    found = found_for(hold("液氯", 50), people=None)
    assert (found.status, found.r, found.level) == (Status.MAJOR, None, None)
    assert [why.text("zh") for why in found.problems] == ["缺少厂界外500米内常住人口，无法确定校正系数α"]


def test_residents_grade_nothing_below_the_threshold() -> None:
    assert found_for(hold("液氯", 1), people=None) == found_for(hold("液氯", 1), people=500)


def test_a_tank_farm_worked_out_by_hand() -> None:
    """S = 2000/50 + 1200/500 + 900/500 + 3000/5000 = 44.8; R = 1.2 × 44.8 = 53.76, level 2."""
    farm = (hold("苯", 2000, "W5.3"), hold("甲苯", 1200, "W5.3"), hold("甲醇", 900, "W5.3"), hold("氯苯", 3000, "W5.4", "108-90-7"))
    found = found_for(*farm, people=36)
    assert (found.s, found.r, found.level) == (exact("44.8"), exact("53.76"), 2)
    assert [term.ratio for term in found.terms] == [exact(ratio) for ratio in (40, "2.4", "1.8", "0.6")]


# --- what is left


@pytest.mark.parametrize(("people", "level", "left"), [(1, 4, 40), (100, 4, 15), (0, 4, 90)])
def test_what_is_left_to_the_next_level(people: int, level: int, left: int) -> None:
    """10 t of ammonia (β 2): R is 2 α, and 10 α⁻¹ / 2 · 10 t are level 3."""
    (term,) = found_for(hold("液氨", 10), people=people).terms
    assert (term.to_next_level, term.to_major) == (left, None)


def test_above_level_1_nothing_is_left_and_below_the_threshold_what_is_left_to_it() -> None:
    assert found_for(hold("液氨", 500)).terms[0].to_next_level is None
    assert [term.to_major for term in found_for(hold("液氨", 5), hold("液氯", 1)).terms] == [3, Fraction("1.5")]
    assert found_for(hold("液氨", between(4, 5))).terms[0].to_major is None
