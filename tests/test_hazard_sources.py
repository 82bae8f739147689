"""Major hazard sources by GB 18218-2018: each row of its tables, each border, and what cannot be told."""

import csv
from collections import defaultdict
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duibiao import corpus
from duibiao.reasoning.hazard_sources import Holding, Identification, Status, identify
from duibiao.reasoning.hazard_tables import alpha, level


def rows(table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(corpus.path(f"gb18218/{table}.csv").read_text(encoding="utf-8").splitlines()))


SUBSTANCES, CLASSES = rows("table1"), rows("table2")
BETA = rows("beta")
TABLE_3 = {row["key"]: Fraction(row["beta"]) for row in BETA if row["key_type"] == "substance"}
TABLE_4 = {row["key"]: Fraction(row["beta"]) for row in BETA if row["key_type"] == "category"}

# Worked out by hand from the printed table: several rows share these names and numbers.
SHARED = {"硝化棉": 5, "硝化纤维素": 5, "硝酸铵": 2, "9004-70-0": 6, "6484-52-2": 2}
BARE = {
    "氯化氢": "11",
    "煤气": "13",
    "环氧氯丙烷": "21",
    "甲烷": "49",
    "天然气": "49",
    "液化石油气": "52",
    "石油气": "52",
    "氧": "56",
    "汽油": "66",
}


def named() -> dict[str, set[str]]:
    """The rows of table 1 by printed name and by each other name."""
    found = defaultdict(set)
    for row in SUBSTANCES:
        for name in filter(None, (row["name_zh"], *row["alias_zh"].split(";"))):
            found[name].add(row["no"])
    return found | {name: {number} for name, number in BARE.items()}


def coded() -> dict[str, set[str]]:
    found = defaultdict(set)
    for row in SUBSTANCES:
        for cas in filter(None, row["cas_numbers"].split(";")):
            found[cas].add(row["no"])
    return found


ROWS = {row["no"]: row for row in SUBSTANCES}
NAMED = {name: numbers.pop() for name, numbers in named().items() if len(numbers) == 1}
CODED = {cas: numbers.pop() for cas, numbers in coded().items() if len(numbers) == 1}


def hold(name: str, tonnes: object, hazard_class: str | None = None, cas: str | None = None) -> Holding:
    return Holding(name, Fraction(str(tonnes)), cas, hazard_class)


def one(*holding: object, people: int | None = 1, **kind: str) -> Identification:
    return identify([hold(*holding, **kind)], people)  # type: ignore[arg-type]


# --- table 1


@pytest.mark.parametrize("name", NAMED)
def test_a_name_of_table_1_gives_its_threshold(name: str) -> None:
    row = ROWS[NAMED[name]]
    (term,) = one(name, 3).terms
    assert (term.threshold, term.source) == (Fraction(row["threshold_t"]), f"GB 18218-2018 表1 序号{row['no']}")


@pytest.mark.parametrize("cas", CODED)
def test_a_cas_number_of_table_1_gives_its_threshold(cas: str) -> None:
    (term,) = one("某物质", 3, cas=cas).terms
    assert term.threshold == Fraction(ROWS[CODED[cas]]["threshold_t"])


@pytest.mark.parametrize("row", SUBSTANCES, ids=lambda row: row["name_zh"])
def test_a_printed_name_with_its_cas_number_is_one_row(row: dict[str, str]) -> None:
    for cas in row["cas_numbers"].split(";"):
        (term,) = one(row["name_zh"], 3, cas=cas or None).terms
        assert term.source == f"GB 18218-2018 表1 序号{row['no']}"


def test_every_row_of_table_1_can_be_named() -> None:
    assert len(SUBSTANCES) == 85
    assert set(NAMED.values()) == set(ROWS)


@pytest.mark.parametrize(("text", "count"), SHARED.items())
@pytest.mark.parametrize("hazard_class", [None, "W10", "W1.1;J5"])
def test_what_several_rows_share_is_said_and_never_guessed(text: str, count: int, hazard_class: str | None) -> None:
    holding = hold("某物质", 9999, hazard_class, text) if text[0].isdigit() else hold(text, 9999, hazard_class)
    found = identify([holding], 1)
    assert (found.status, found.s, found.terms) == (Status.CANNOT_TELL, 0, ())
    assert found.problems == (f"{holding.name}：表1中有{count}行，须写明浓度或含量",)


@pytest.mark.parametrize(
    ("name", "threshold"), [("硝化纤维素(含乙醇≥25%)", 10), ("硝酸铵（含可燃物≤0.2%）", 50), ("硝化纤维素(含水≥25%)", 50)]
)
def test_a_name_with_its_concentration_is_one_row(name: str, threshold: int) -> None:
    assert [term.threshold for term in one(name, 1).terms] == [threshold]


@pytest.mark.parametrize("name", ["ＴＮＴ", "tnt", " T N T ", "梯恩梯", "2,4,6-三硝基甲苯", "２，４，６－三硝基甲苯", "2,4,6—三硝基甲苯"])
def test_width_case_spaces_and_dashes_of_a_name_do_not_matter(name: str) -> None:
    assert [term.threshold for term in one(name, 1).terms] == [5]


def test_methanol_has_a_threshold_of_500_tonnes() -> None:
    for name, cas, hazard_class in (("甲醇", None, "W5.1"), ("木精", None, None), ("某溶剂", "67-56-1", "J1")):
        (term,) = identify([hold(name, 500, hazard_class, cas)], 1).terms
        assert (term.threshold, term.ratio) == (500, 1)


def test_a_name_and_a_number_that_do_not_agree_are_both_said() -> None:
    found = one("液氨", 100, cas="7782-50-5")
    assert found.status == Status.CANNOT_TELL
    assert found.problems == ("液氨：CAS号 7782-50-5 属于“氯”，名称与CAS号不符",)


def test_table_1_comes_before_table_2() -> None:
    (term,) = one("环己烷", 100, "W5.1").terms
    assert (term.threshold, term.source) == (500, "GB 18218-2018 表1 序号62")


# --- table 2


@pytest.mark.parametrize("row", CLASSES, ids=lambda row: row["symbol"])
def test_a_class_of_table_2_gives_its_threshold_and_factor(row: dict[str, str]) -> None:
    for symbol in (row["symbol"], row["symbol"].lower(), f" {row['symbol']}；"):
        (term,) = one("某物质", 3, symbol).terms
        assert (term.threshold, term.source) == (Fraction(row["threshold_t"]), f"GB 18218-2018 表2 {row['symbol']}")
        assert term.beta == TABLE_4[row["symbol"]]


@given(st.lists(st.sampled_from(CLASSES), min_size=2, max_size=5), st.sampled_from("；;、 ,，"))
def test_of_several_classes_the_lowest_threshold_counts(several: list[dict[str, str]], separator: str) -> None:
    (term,) = one("某物质", 3, separator.join(row["symbol"] for row in several)).terms
    assert term.threshold == min(Fraction(row["threshold_t"]) for row in several)
    assert term.beta == max(TABLE_4[row["symbol"]] for row in several)


@pytest.mark.parametrize("hazard_class", [None, "", "W5.9", "W5.9；W5.3", "易燃液体"])
def test_a_substance_that_no_table_has_cannot_be_told(hazard_class: str | None) -> None:
    found = one("某物质", 1, hazard_class)
    assert (found.status, found.s) == (Status.CANNOT_TELL, 0)
    assert found.problems == (f"某物质：不在表1中，危险类别“{hazard_class or ''}”未填或不在表2中，无法确定临界量",)


# --- the sum


def test_nothing_held_is_no_source() -> None:
    assert identify([], 36) == Identification(Status.BELOW, Fraction(0), (), ())


def test_the_threshold_itself_is_reached() -> None:
    below, at = one("液氯", "4.999999999999999999"), one("液氯", 5)
    assert (below.status, below.r, below.level) == (Status.BELOW, None, None)
    assert (at.status, at.s) == (Status.MAJOR, 1)


def test_thirds_add_up_to_one() -> None:
    """Exactly: three floats of a third of a threshold might not."""
    holdings = [Holding("某物质", Fraction(10, 3), None, "W2"), Holding("液氨", Fraction(10, 3)), Holding("环氧乙烷", Fraction(10, 3))]
    assert identify(holdings, 1).s == 1
    assert identify(holdings, 1).status == Status.MAJOR


@given(st.lists(st.tuples(st.sampled_from(sorted(NAMED)), st.fractions(0, 1000)), max_size=6))
def test_the_sum_is_that_of_its_parts(parts: list[tuple[str, Fraction]]) -> None:
    found = identify([Holding(name, tonnes) for name, tonnes in parts], 1)
    assert found.s == sum((t / Fraction(ROWS[NAMED[name]]["threshold_t"]) for name, t in parts), Fraction(0))
    assert (found.status == Status.MAJOR) == (found.s >= 1)


@pytest.mark.parametrize("unknown", [hold("某物质", 1), hold("硝化棉", 1), hold("液氨", 1, cas="7782-50-5"), Holding("液氯", None)])
def test_what_cannot_be_found_decides_nothing_where_the_rest_does(unknown: Holding) -> None:
    undecided, decided = identify([hold("液氯", 4), unknown], 36), identify([hold("液氯", 6), unknown], 36)
    assert (undecided.status, decided.status) == (Status.CANNOT_TELL, Status.MAJOR)
    assert (decided.r, decided.level) == (None, None)
    assert undecided.problems == decided.problems != ()


def test_a_quantity_that_is_not_stated_is_never_nought() -> None:
    found = identify([Holding("液氯", None)], 36)
    assert found.status == Status.CANNOT_TELL
    assert found.problems == ("液氯：设计最大量或其计量单位缺失、不认识，无法计算",)


# --- grading


@pytest.mark.parametrize(
    ("people", "factor"), [(0, "0.5"), (1, 1), (29, 1), (30, "1.2"), (49, "1.2"), (50, "1.5"), (99, "1.5"), (100, 2), (10**9, 2)]
)
def test_alpha(people: int, factor: object) -> None:
    assert alpha(people) == Fraction(str(factor))


@pytest.mark.parametrize(
    ("r", "grade"), [("0", 4), ("9.999999", 4), ("10", 3), ("49.999999", 3), ("50", 2), ("99.999999", 2), ("100", 1), ("1000000", 1)]
)
def test_level(r: str, grade: int) -> None:
    assert level(Fraction(r)) == grade


@pytest.mark.parametrize(
    ("tonnes", "r", "grade"),
    [("49.99", "9.998", 4), ("50", 10, 3), ("249.99", "49.998", 3), ("250", 50, 2), ("499.99", "99.998", 2), ("500", 100, 1)],
)
def test_the_borders_belong_to_the_graver_level(tonnes: str, r: object, grade: int) -> None:
    found = one("液氨", tonnes, people=29)  # α 1, β 2, threshold 10 t
    assert (found.r, found.level) == (Fraction(str(r)), grade)


@pytest.mark.parametrize("name", TABLE_3)
def test_table_3_comes_before_table_4(name: str) -> None:
    found = one(name, 100, "W1.1；J2；W5.3")
    assert [term.beta for term in found.terms] == [TABLE_3[name]]


@pytest.mark.parametrize("row", [row for row in BETA if row["cas"]], ids=lambda row: row["key"])
def test_table_3_is_found_by_cas_number_too(row: dict[str, str]) -> None:
    (term,) = one("某气体", 100, "J3", cas=row["cas"]).terms
    assert term.beta == Fraction(row["beta"])


@pytest.mark.parametrize(("name", "factor"), [("液氯", 4), ("光气", 20), ("膦", 20), ("甲基溴", 3), ("氯化氢（无水）", 3), ("氧化乙烯", 2)])
def test_table_3_is_found_by_other_names_of_table_1(name: str, factor: int) -> None:
    assert [term.beta for term in one(name, 100).terms] == [factor]


def test_without_a_class_a_source_is_a_source_but_has_no_level() -> None:
    found = one("苯", 50, people=36)
    assert (found.status, found.r, found.level) == (Status.MAJOR, None, None)
    assert found.problems == ("苯：缺少危险类别，无法确定校正系数β",)


def test_without_the_residents_a_source_has_no_level() -> None:
    found = one("液氯", 50, people=None)
    assert (found.status, found.r, found.level) == (Status.MAJOR, None, None)
    assert found.problems == ("缺少厂界外500米内常住人口，无法确定校正系数α",)


def test_residents_grade_nothing_below_the_threshold() -> None:
    assert one("液氯", 1, people=None) == one("液氯", 1, people=500)


def test_a_tank_farm_worked_out_by_hand() -> None:
    """S = 2000/50 + 1200/500 + 900/500 + 3000/5000 = 44.8; R = 1.2 × 44.8 = 53.76, level 2."""
    farm = [hold("苯", 2000, "W5.3"), hold("甲苯", 1200, "W5.3"), hold("甲醇", 900, "W5.3"), hold("氯苯", 3000, "W5.4", "108-90-7")]
    found = identify(farm, 36)
    assert (found.s, found.r, found.level) == (Fraction("44.8"), Fraction("53.76"), 2)
    assert [term.ratio for term in found.terms] == [40, Fraction("2.4"), Fraction("1.8"), Fraction("0.6")]
