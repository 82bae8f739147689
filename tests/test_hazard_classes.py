"""Hazard classes as people write them: symbols, the words of GHS in both languages, state of matter, process condition; Q and β by them."""

import csv
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duibiao import corpus
from duibiao.ontology.intervals import Interval
from duibiao.reasoning.hazard_classes import Hazard, narrowed, stated
from duibiao.reasoning.hazard_factors import Factors, factors
from duibiao.reasoning.process_conditions import Process, process


def rows(table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(corpus.path(f"gb18218/{table}.csv").read_text(encoding="utf-8").splitlines()))


TABLE_2, GHS, BETA = rows("table2"), rows("ghs"), rows("beta")
THRESHOLD = {row["symbol"]: Fraction(row["threshold_t"]) for row in TABLE_2}
TABLE_3 = [row for row in BETA if row["key_type"] == "substance"]
TABLE_4 = {row["key"]: Fraction(row["beta"]) for row in BETA if row["key_type"] == "category"}
STATES = {"gas": "气体", "liquid": "液体", "solid": "固体"}

BOILING = [
    "操作温度高于沸点",
    "工作温度超过沸点",
    "操作温度120℃，沸点110.6℃",
    "above the boiling point",
    "在沸点以上操作",
    "0.5MPa高于沸点64.7℃",
]
SPECIAL = [
    "危险化工工艺",
    "加氢反应",
    "爆炸极限范围或附近操作",
    "操作压力大于1.6 MPa",
    "操作压力＞1.6MPa",
    "压力2.5MPa",
    "最高 2500 kPa",
    "17 bar",
    "pressure above 1.6 MPa",
    "hazardous process",
    "不高于沸点，操作压力3MPa",
]
ORDINARY = [
    "常温常压",
    "储罐",
    "操作压力1.6MPa",
    "压力不大于1.6MPa",
    "≤1.6MPa",
    "低于沸点",
    "不涉及危险化工工艺",
    "无",
    "40℃，沸点64.7℃",
    "ambient",
]
UNTOLD = ["", "连续", "无资料", "压力大于0.5MPa", "压力小于2.5MPa", "压力≥1.6MPa", "见操作规程"]


def of(text: str, state: str = "", boiling: str = "") -> list[tuple[set[str], bool]]:
    found = stated(text, state, boiling)
    assert found.unread == ()
    return [(set(hazard.symbols), hazard.perhaps_none) for hazard in found.hazards]


def by_class(hazard_class: str, condition: str = "", state: str = "") -> Factors:
    return factors("某物质", "", hazard_class, condition, state)


def bounds(interval: Interval | None) -> tuple[Fraction, Fraction | None] | None:
    return (interval.low, interval.high) if interval else None


# --- table 2 and table 4


@pytest.mark.parametrize("row", TABLE_2, ids=lambda row: row["symbol"])
def test_a_symbol_gives_its_threshold_and_factor(row: dict[str, str]) -> None:
    for text in (row["symbol"], row["symbol"].lower(), f" {row['symbol']}；", row["symbol"].replace("W", "Ｗ")):
        found = by_class(text)
        assert bounds(found.threshold) == (Fraction(row["threshold_t"]),) * 2
        assert bounds(found.beta) == (TABLE_4[row["symbol"]],) * 2
        assert (found.source, found.clause) == (f"GB 18218-2018 表2 {row['symbol']}", "GB 18218-2018 4.1.2 b)")


def test_both_tables_have_the_same_24_classes() -> None:
    assert len(TABLE_2) == 24
    assert set(THRESHOLD) == set(TABLE_4)


@given(st.lists(st.sampled_from(TABLE_2), min_size=2, max_size=5), st.sampled_from("；;、 ,，/\n"))
def test_of_several_hazards_the_lowest_threshold_and_the_highest_factor_count(several: list[dict[str, str]], separator: str) -> None:
    found = by_class(separator.join(row["symbol"] for row in several))
    lowest = min(THRESHOLD[row["symbol"]] for row in several)
    assert bounds(found.threshold) == (lowest, lowest)
    assert bounds(found.beta) == (max(TABLE_4[row["symbol"]] for row in several),) * 2
    assert found.source is not None
    named = set(found.source.removeprefix("GB 18218-2018 表2 ").split("、"))
    assert named == {row["symbol"] for row in several if THRESHOLD[row["symbol"]] == lowest}


@pytest.mark.parametrize("group", ["W1", "W5", "W6", "W7", "W9"])
def test_a_group_of_symbols_has_bounds(group: str) -> None:
    members = [symbol for symbol in THRESHOLD if symbol.startswith(f"{group}.")]
    found = by_class(group)
    assert bounds(found.threshold) == (min(THRESHOLD[m] for m in members), max(THRESHOLD[m] for m in members))
    assert bounds(found.beta) == (min(TABLE_4[m] for m in members), max(TABLE_4[m] for m in members))
    assert [why.code for why in found.open] == ["process" if group == "W5" else "state"]


@pytest.mark.parametrize(
    "hazard_class", ["", "W5.9", "W5.9；W5.3", "W12", "易燃液体", "不详", "第3类易燃液体", "易燃气体 2.1类", "类别2、类别3易燃液体"]
)
def test_what_no_table_has_gives_no_threshold_and_is_said(hazard_class: str) -> None:
    found = by_class(hazard_class)
    assert (found.threshold, found.beta, found.source) == (None, None, None)
    assert found.problem is not None
    assert found.problem.text("zh") == f"某物质：不在表1中，危险类别“{hazard_class}”未填或不在表2中，无法确定临界量"
    assert f"“{hazard_class}”" in found.problem.text("en")


# --- table 3


@pytest.mark.parametrize("row", TABLE_3, ids=lambda row: row["key"])
def test_table_3_comes_before_table_4(row: dict[str, str]) -> None:
    named = factors(row["key"], "", "W1.1；J2；W5.3", "", "")
    assert bounds(named.beta) == bounds(factors("某气体", row["cas"], "J3", "", "").beta) == (Fraction(row["beta"]),) * 2
    assert bounds(named.threshold) == bounds(factors(row["key"], "", "", "", "").threshold)  # by table 1, with or without a class


@pytest.mark.parametrize(
    ("name", "factor"), [("液氯", 4), ("光气", 20), ("膦", 20), ("甲基溴", 3), ("氯化氢（无水）", 3), ("氧化乙烯", 2), ("MIC", 20)]
)
def test_table_3_is_found_by_other_names_of_table_1(name: str, factor: int) -> None:
    assert bounds(factors(name, "", "", "", "").beta) == (factor, factor)


def test_table_1_comes_before_table_2_and_the_factor_by_class_is_that_of_the_gravest() -> None:
    found = factors("环己烷", "", "W5.1;J5", "", "")
    assert (bounds(found.threshold), bounds(found.beta)) == ((500, 500), (Fraction("1.5"),) * 2)
    assert found.source == "GB 18218-2018 表1 序号62"


def test_a_class_that_is_not_known_leaves_the_factor_of_a_listed_substance_open() -> None:
    found = factors("苯", "", "W5.3；不详", "", "")
    assert (bounds(found.threshold), found.beta) == ((50, 50), None)
    assert [why.code for why in found.open] == ["unread_class"]


# --- the words of GHS


@pytest.mark.parametrize("row", GHS, ids=lambda row: row["id"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_class_of_ghs_has_its_symbols(row: dict[str, str], language: str) -> None:
    hazard, category = (row["hazard_zh"], row["category"]) if language == "zh" else (row["hazard_en"], row["category_en"])
    expected = set(row["symbols"].split(";")) - {""}
    for text in (f"{hazard},{category}", f"{hazard} {category}", f"{hazard}，{category}；", f"{hazard}, {category}".upper()):
        assert [symbols for symbols, _ in of(text, row["state"])] == [expected], text


@pytest.mark.parametrize("row", [row for row in GHS if row["state"]], ids=lambda row: row["id"])
def test_the_state_of_matter_may_stand_in_the_class(row: dict[str, str]) -> None:
    state = STATES[row["state"]]
    assert of(f"{row['hazard_zh']},{row['category']},{state}") == of(f"{row['hazard_zh']},{row['category']}", row["state"])
    assert of(f"{row['hazard_en']}, {row['category_en']}, {row['state']}") == of(f"{row['hazard_zh']},{row['category']}", row["state"])


@pytest.mark.parametrize(
    ("text", "state", "boiling", "symbols", "perhaps_none"),
    [
        ("急性毒性,类别1", "gas", "", {"J1"}, False),
        ("急性毒性,类别1", "", "", {"J1", "J2"}, False),
        ("急性毒性-吸入,类别2", "liquid", "", {"J4", "J5"}, False),
        ("急性毒性-吸入,类别2", "liquid", "35", {"J4"}, False),
        ("急性毒性-吸入,类别2", "liquid", "35.1", {"J5"}, False),
        ("急性毒性-吸入,类别2", "gas", "-10", {"J3"}, False),
        ("急性毒性-吸入,类别3", "liquid", "", {"J4"}, True),
        ("急性毒性-吸入,类别3", "liquid", "20", {"J4"}, False),
        ("急性毒性-吸入,类别3", "liquid", "80", set(), True),
        ("急性毒性-经口,类别3", "liquid", "", set(), True),
        ("急性毒性,类别3", "", "", {"J3", "J4"}, True),
        ("急性毒性,类别3,经口", "gas", "", {"J3"}, False),
    ],
)
def test_acute_toxicity_hangs_on_the_state_and_the_boiling_point(
    text: str, state: str, boiling: str, symbols: set[str], perhaps_none: bool
) -> None:
    assert of(text, state, boiling) == [(symbols, perhaps_none)]


def test_a_listed_substance_brings_its_own_state_and_boiling_point() -> None:
    """Methanol boils at 64.7 ℃: category 3 by inhalation adds nothing. Chlorine is a gas."""
    assert bounds(factors("甲醇", "", "易燃液体,类别2；急性毒性-吸入,类别3", "常温常压", "").beta) == (1, 1)
    assert bounds(factors("煤气", "", "急性毒性-吸入,类别3", "", "").beta) == (2, 2)  # J3


@pytest.mark.parametrize("separator", ["；", ";", "\n", "、", "，", "/", "\r\n"])
def test_classes_in_words_are_taken_apart(separator: str) -> None:
    text = f"易燃液体,类别2{separator}急性毒性-经口,类别3{separator}皮肤腐蚀/刺激,类别1B"
    assert of(text, "liquid") == [({"W5.1", "W5.2", "W5.3"}, False), (set(), True)]


@pytest.mark.parametrize(
    "text", ["易燃液体类别1 急性毒性类别4", "flammable liquid category 1 acute toxicity category 4", "易燃液体,类别2或类别3"]
)
def test_what_may_be_read_in_two_ways_is_not_read(text: str) -> None:
    assert stated(text, "liquid").unread == (text,)


@pytest.mark.parametrize(
    ("longer", "shorter"),
    [("退敏爆炸物,类别1", "爆炸物,1.1项"), ("自燃液体,类别1", "易燃液体,类别1"), ("吸入危害,类别1", "急性毒性-吸入,类别1")],
)
def test_a_name_within_another_is_no_class_of_its_own(longer: str, shorter: str) -> None:
    assert of(longer, "liquid") != of(shorter, "liquid")


@pytest.mark.parametrize("text", ["易燃液体类别2", "2类易燃液体", "易燃液体 flammable liquids 类别2 category 2", "Flammable Liquid Cat. 2"])
def test_a_class_may_be_written_freely(text: str) -> None:
    assert of(text) == [({"W5.1", "W5.2", "W5.3"}, False)]


def test_a_class_that_table_2_leaves_out_does_not_count_and_is_said() -> None:
    found = by_class("致癌性,类别1A")
    assert (found.threshold, found.problem) == (None, None)
    assert [note.code for note in found.notes] == ["not_counted"]


# --- what may or may not count


def test_a_hazard_that_may_not_count_leaves_no_upper_bound() -> None:
    found = by_class("急性毒性-吸入,类别3", "", "liquid")
    assert bounds(found.threshold) == (50, None)
    assert [why.code for why in found.open] == ["state"]


def test_a_hazard_that_may_not_count_raises_the_factor_only_perhaps() -> None:
    found = by_class("易燃液体,类别2；急性毒性-吸入,类别3", "常温常压", "liquid")
    assert (bounds(found.threshold), bounds(found.beta)) == ((50, 1000), (1, 2))


def test_a_factor_with_bounds_is_said_where_the_threshold_is_one() -> None:
    found = by_class("W2；急性毒性,类别2")
    assert (bounds(found.threshold), bounds(found.beta)) == ((10, 10), (Fraction("1.5"), 2))
    assert [why.code for why in found.open] == ["state"]


def test_a_listed_substance_whose_only_hazard_may_not_count_has_no_factor() -> None:
    found = factors("汽油", "", "急性毒性-吸入,类别3", "", "")
    assert (bounds(found.threshold), found.beta) == ((200, 200), None)
    assert [why.code for why in found.open] == ["state"]


# --- the process condition


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [(BOILING, Process("W5.1")), (SPECIAL, Process("W5.2")), (ORDINARY, Process(None, True)), (UNTOLD, Process(None))],
)
def test_a_process_condition_is_understood(conditions: list[str], expected: Process) -> None:
    assert {text: process(text) for text in conditions} == dict.fromkeys(conditions, expected)


@pytest.mark.parametrize(
    ("hazard_class", "boiling", "special", "ordinary"),
    [
        ("易燃液体,类别1", "W5.1", "W5.1", "W5.1"),
        ("易燃液体,类别2", "W5.1", "W5.2", "W5.3"),
        ("易燃液体,类别3", "W5.1", "W5.2", "W5.4"),
        ("W5.3", "W5.1", "W5.2", "W5.3"),
        ("W5.4", "W5.1", "W5.2", "W5.4"),
        ("W5.2", "W5.1", "W5.2", "W5.2"),
        ("W5.1", "W5.1", "W5.1", "W5.1"),
        ("W10", "W10", "W10", "W10"),
    ],
)
def test_the_symbol_of_a_flammable_liquid_hangs_on_its_process(hazard_class: str, boiling: str, special: str, ordinary: str) -> None:
    for condition, symbol in ((BOILING[0], boiling), (SPECIAL[0], special), (ORDINARY[0], ordinary)):
        found = by_class(hazard_class, condition)
        assert (found.source, bounds(found.threshold)) == (f"GB 18218-2018 表2 {symbol}", (THRESHOLD[symbol],) * 2)
        assert bounds(found.beta) == (TABLE_4[symbol],) * 2


@pytest.mark.parametrize(("hazard_class", "highest"), [("易燃液体,类别2", 1000), ("易燃液体,类别3", 5000)])
@pytest.mark.parametrize("condition", UNTOLD)
def test_without_a_process_condition_the_symbol_is_open(hazard_class: str, highest: int, condition: str) -> None:
    found = by_class(hazard_class, condition)
    assert bounds(found.threshold) == (10, highest)
    assert [why.code for why in found.open] == ["process"]


def test_where_the_process_makes_a_graver_symbol_it_is_said() -> None:
    (note,) = by_class("W5.3", "操作温度高于沸点").notes
    assert note.text("zh") == "某物质：按工艺条件属于 W5.1，而不是所填的 W5.3"
    assert by_class("W5.3", "常温常压").notes == ()


def test_the_group_of_flammable_liquids_is_narrowed_too() -> None:
    assert narrowed(Hazard(frozenset({"W5.1", "W5.2", "W5.3", "W5.4"})), process("常温常压")).symbols == {"W5.3", "W5.4"}


# --- sameness of classes (4.2.3)


@pytest.mark.parametrize(
    ("one", "other", "answer"),
    [
        ("W5.3", "易燃液体,类别2", True),
        ("W5.4", "易燃液体,类别2", False),
        ("W5.1", "易燃液体,类别2", None),
        ("W2", "W5.1", False),
        ("W10", "W10", True),
    ],
)
def test_classes_are_the_same_or_not_or_it_is_not_known(one: str, other: str, answer: bool | None) -> None:
    (mine,), (theirs,) = stated(one).hazards, stated(other).hazards
    assert mine.same(theirs) is theirs.same(mine) is answer
