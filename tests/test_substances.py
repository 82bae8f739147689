"""Which row of table 1 a substance is: every printed and common name and CAS number, contents, mixtures, and what cannot be told."""

import csv
from collections import defaultdict
from fractions import Fraction

import pytest

from duibiao import corpus
from duibiao.reasoning.hazard_factors import Factors, factors
from duibiao.reasoning.substances import Found, checked, find


def rows(table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(corpus.path(f"gb18218/{table}.csv").read_text(encoding="utf-8").splitlines()))


TABLE_1, ALIASES, MIXTURES = rows("table1"), rows("aliases"), rows("mixtures")
ROWS = {row["no"]: row for row in TABLE_1}

# Counted by hand in the printed table: several rows share these names and numbers.
SHARED = {"硝化棉": 5, "硝化纤维素": 5, "nitrocellulose": 5, "硝酸铵": 2, "硝铵": 2, "ammonium nitrate": 2, "9004-70-0": 6, "6484-52-2": 2}
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


def printed() -> dict[str, set[str]]:
    found = defaultdict(set)
    for row in TABLE_1:
        for name in filter(None, (row["name_zh"], *row["alias_zh"].split(";"))):
            found[name].add(row["no"])
    return found


def coded() -> dict[str, set[str]]:
    found = defaultdict(set)
    for row in TABLE_1:
        for cas in filter(None, row["cas_numbers"].split(";")):
            found[cas].add(row["no"])
    for row in ALIASES:
        if row["cas"] and row["confidence"] != "low":
            found[row["cas"]].add(row["table1_no"])
    return found


NAMES = {name: min(numbers) for name, numbers in printed().items() if len(numbers) == 1} | BARE
OTHER_NAMES = {row["name"]: row["table1_no"] for row in ALIASES}
NUMBERS = {cas: min(numbers) for cas, numbers in coded().items() if len(numbers) == 1}


def number(found: Found) -> str | None:
    return found.row.number if found.row and not found.mixture else None


def codes(found: Found) -> tuple[str | None, list[str]]:
    return found.problem.code if found.problem else None, [note.code for note in found.notes]


def threshold(found: Factors) -> Fraction | None:
    return found.threshold.exact if found.threshold else None


# --- names and numbers of table 1


@pytest.mark.parametrize(("name", "no"), (NAMES | OTHER_NAMES).items())
def test_a_name_gives_the_threshold_of_its_row(name: str, no: str) -> None:
    found = factors(name, "", "", "", "")
    assert threshold(found) == Fraction(ROWS[no]["threshold_t"])
    assert (found.source, found.clause) == (f"GB 18218-2018 表1 序号{no}", "GB 18218-2018 4.1.2 a)")
    assert found.row is not None and found.row.number == no


def test_every_row_can_be_named_and_none_is_missing() -> None:
    assert len(TABLE_1) == 85
    assert set(NAMES.values()) == set(OTHER_NAMES.values()) == set(ROWS)


@pytest.mark.parametrize(("cas", "no"), NUMBERS.items())
def test_a_cas_number_gives_the_row_and_says_so(cas: str, no: str) -> None:
    alone, beside = find("", cas), find("某物质", cas)
    assert (number(alone), number(beside)) == (no, no)
    assert beside.problem is None
    assert "by_cas" in codes(beside)[1] and "by_cas" not in codes(alone)[1]


@pytest.mark.parametrize("row", TABLE_1, ids=lambda row: row["name_zh"])
def test_a_printed_name_with_its_cas_number_is_one_row(row: dict[str, str]) -> None:
    assert {number(find(row["name_zh"], cas)) for cas in row["cas_numbers"].split(";")} == {row["no"]}


@pytest.mark.parametrize("row", [row for row in ALIASES if row["cas"]], ids=lambda row: row["name"])
def test_a_common_name_with_its_own_number_is_one_row(row: dict[str, str]) -> None:
    assert number(find(row["name"], row["cas"])) == row["table1_no"]


@pytest.mark.parametrize("row", [row for row in ALIASES if row["cas"] and row["confidence"] == "low"], ids=lambda row: row["name"])
def test_a_number_of_little_trust_proves_nothing_without_the_name(row: dict[str, str]) -> None:
    if row["cas"] not in NUMBERS:
        assert find("某物质", row["cas"]) == Found(None)


@pytest.mark.parametrize("name", ["ＴＮＴ", "tnt", " T N T ", "梯恩梯", "2,4,6-三硝基甲苯", "２，４，６－三硝基甲苯", "2,4,6—三硝基甲苯"])
def test_width_case_spaces_and_dashes_of_a_name_do_not_matter(name: str) -> None:
    assert number(find(name, "")) == "35"


@pytest.mark.parametrize(
    ("name", "cas"), [("红磷", "7723-14-0"), ("红磷", ""), ("赤磷", "7723-14-0"), ("red phosphorus", "7723-14-0"), ("", "7723-14-0")]
)
def test_red_phosphorus_is_no_white_phosphorus(name: str, cas: str) -> None:
    assert find(name, cas) == Found(None)
    assert threshold(factors(name, cas, "易燃固体,类别1", "", "solid")) == 200  # W10; white phosphorus has 50


@pytest.mark.parametrize("cas", ["7723-14-0", "12185-10-3", ""])
def test_white_phosphorus_is_row_73_by_either_number(cas: str) -> None:
    assert {number(find(name, cas)) for name in ("白磷", "黄磷", "white phosphorus")} == {"73"}


# --- what several rows share


@pytest.mark.parametrize(("text", "count"), SHARED.items())
@pytest.mark.parametrize("hazard_class", ["", "W10", "W1.1;J5"])
def test_what_several_rows_share_is_said_and_never_guessed(text: str, count: int, hazard_class: str) -> None:
    name, cas = ("", text) if text[0].isdigit() else (text, "")
    found = factors(name, cas, hazard_class, "", "")
    assert (found.threshold, found.beta, found.row) == (None, None, None)
    assert found.problem is not None
    assert found.problem.text("zh") == f"{text}：表1中有{count}行，须写明浓度或含量"
    assert text in found.problem.text("en") and str(count) in found.problem.text("en")


@pytest.mark.parametrize(("name", "count"), [("硝化棉", 5), ("硝酸铵", 2)])
def test_a_shared_number_does_not_help_a_shared_name(name: str, count: int) -> None:
    found = find(name, "9004-70-0" if name == "硝化棉" else "6484-52-2").problem
    assert found is not None and f"{count}行" in found.text("zh")


@pytest.mark.parametrize(
    ("name", "no"),
    [("硝化纤维素（含乙醇≥25%）", "39"), ("硝酸铵（含可燃物≤0.2%）", "44"), ("硝化棉(含水≥25%)", "41"), ("硝化棉溶液", "42")],
)
def test_a_name_with_its_concentration_is_one_row(name: str, no: str) -> None:
    assert number(find(name, "")) == number(find(name, ROWS[no]["cas_numbers"])) == no


# --- names and numbers that do not agree


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_number_of_another_row_names_both(language: str) -> None:
    found = find("液氨", "7782-50-5")
    assert (found.row, codes(found)[0]) == (None, "other_substance")
    assert found.problem is not None
    assert all(part in found.problem.text(language) for part in ("液氨", "7782-50-5", "“氯”"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_number_that_no_row_has_names_both(language: str) -> None:
    found = find("液氨", "108-90-7")
    assert (found.row, codes(found)[0]) == (None, "mismatch")
    assert found.problem is not None
    assert all(part in found.problem.text(language) for part in ("液氨", "108-90-7", "“氨”", "7664-41-7"))


@pytest.mark.parametrize("row", TABLE_1, ids=lambda row: row["no"])
def test_no_row_takes_the_number_of_chlorine(row: dict[str, str]) -> None:
    assert (codes(find(row["name_zh"], "7782-50-5"))[0] is None) == (row["no"] == "12")


@pytest.mark.parametrize("cas", ["7782-50-4", "7782-50", "7782505", "氯", "7782-50-55", "1-50-5"])
@pytest.mark.parametrize("name", ["氯", "某物质", ""])
def test_a_number_with_a_wrong_check_digit_or_form_is_said(name: str, cas: str) -> None:
    found = find(name, cas)
    assert (found.row, codes(found)) == (None, ("bad_cas", []))
    assert found.problem is not None and found.problem.text("zh").startswith(f"{name or cas}：")
    assert not checked(cas)


@pytest.mark.parametrize("cas", sorted({cas for row in TABLE_1 for cas in row["cas_numbers"].split(";") if cas}))
def test_every_other_check_digit_is_wrong(cas: str) -> None:
    stem, digit = cas[:-1], cas[-1]
    assert [other for other in "0123456789" if checked(stem + other)] == [digit]


def test_neither_name_nor_number_is_said() -> None:
    assert codes(find("", "")) == ("no_name", [])


# --- contents


@pytest.mark.parametrize("name", ["硝酸(98%)", "98%硝酸", "硝酸 98 %", "硝酸（70.1%）", "硝酸98wt%"])
def test_nitric_acid_above_70_per_cent_is_row_81(name: str) -> None:
    found = find(name, "7697-37-2")
    assert (number(found), found.diluted, codes(found)) == ("81", False, (None, []))
    assert threshold(factors(name, "", "", "", "")) == 100


@pytest.mark.parametrize("name", ["硝酸(65%)", "65%硝酸", "硝酸溶液（68%）", "硝酸70%"])
def test_nitric_acid_of_70_per_cent_or_less_counts_by_its_class(name: str) -> None:
    unclassified, classified = factors(name, "7697-37-2", "", "", ""), factors(name, "7697-37-2", "氧化性液体,类别3", "", "")
    assert unclassified.threshold is None
    assert unclassified.problem is not None and unclassified.problem.code == "diluted"
    assert (threshold(classified), classified.source) == (200, "GB 18218-2018 表2 W9.2")


@pytest.mark.parametrize(("name", "no", "cas"), [("硝酸", "81", "7697-37-2"), ("甲醛", "8", "50-00-0"), ("浓硝酸", "81", "7697-37-2")])
def test_without_a_content_that_of_the_table_is_assumed_and_said(name: str, no: str, cas: str) -> None:
    found = find(name, cas)
    assert (number(found), found.diluted) == (no, False)
    assert "assumed_content" in codes(found)[1]


@pytest.mark.parametrize("name", ["甲醛(37%)", "37%甲醛溶液", "甲醛溶液", "甲醛水溶液(37%～40%)", "福尔马林", "formalin"])
def test_formaldehyde_in_water_is_not_row_8(name: str) -> None:
    found = factors(name, "50-00-0", "", "", "")
    assert (found.threshold, found.problem.code if found.problem else None) in {(None, "diluted"), (None, "mixture")}


def test_formaldehyde_above_90_per_cent_is_row_8() -> None:
    assert (number(find("甲醛(95%)", "")), number(find("甲醛(含量>90%)", "")), number(find("甲醛（90%）", ""))) == ("8", "8", "8")
    assert [find(name, "").diluted for name in ("甲醛(95%)", "甲醛(含量>90%)", "甲醛（90%）")] == [False, False, True]


# --- mixtures (4.2.3)


@pytest.mark.parametrize("row", MIXTURES, ids=lambda row: row["name"])
def test_a_mixture_with_a_name_of_its_own_needs_its_class(row: dict[str, str]) -> None:
    found = factors(row["name"], "", "", "", "")
    assert (found.threshold, found.beta) == (None, None)
    assert found.problem is not None and found.problem.code in {"mixture", "diluted"}


@pytest.mark.parametrize("name", ["甲醇溶液", "甲醇(50%)", "50%甲醇", "甲醇水溶液", "甲醇混合物", "甲醇 98.9%"])
def test_the_mixture_of_a_substance_is_known_by_its_words_or_its_content(name: str) -> None:
    found = find(name, "67-56-1")
    assert (found.row.number if found.row else None, found.mixture, found.problem) == ("65", True, None)


@pytest.mark.parametrize("name", ["甲醇99%", "甲醇(99.9%)", "甲醇"])
def test_of_industrial_purity_it_is_no_mixture(name: str) -> None:
    assert number(find(name, "")) == "65"


def test_of_the_same_class_the_whole_mixture_counts_as_its_substance() -> None:
    found = factors("酒精(75%)", "", "易燃液体,类别2", "常温常压", "")
    assert (threshold(found), found.source, found.clause) == (500, "GB 18218-2018 表1 序号67", "GB 18218-2018 4.2.3")
    assert [note.code for note in found.notes] == ["whole_mixture"]


def test_of_another_class_a_mixture_counts_by_that() -> None:
    found = factors("酒精(30%)", "", "易燃液体,类别3", "常温常压", "")
    assert (threshold(found), found.source, found.clause) == (5000, "GB 18218-2018 表2 W5.4", "GB 18218-2018 4.2.3")
    assert [note.code for note in found.notes] == ["own_class"]


def test_a_mixture_with_one_hazard_less_is_of_another_class() -> None:
    """Ammonia is a flammable gas and toxic; its solution is neither and does not count."""
    gas = factors("氨溶液", "", "易燃气体,类别2；急性毒性-吸入,类别3", "", "gas")
    water = factors("氨水", "1336-21-6", "皮肤腐蚀/刺激,类别1B", "", "liquid")
    assert (threshold(gas), gas.source) == (10, "GB 18218-2018 表1 序号1")
    assert (water.threshold, water.problem) == (None, None)
    assert [note.code for note in water.notes] == ["own_class", "not_counted"]


@pytest.mark.parametrize("hazard_class", ["", "不详", "易燃液体"])
def test_without_its_class_a_mixture_cannot_be_told(hazard_class: str) -> None:
    found = factors("酒精(75%)", "", hazard_class, "", "")
    assert (found.threshold, found.problem.code if found.problem else None) == (None, "mixture")


def test_where_the_class_of_the_substance_is_not_held_both_bounds_stay() -> None:
    """Row 22 counts 20 t; its solution of class W5.4 counts that or 5000 t."""
    found = factors("环氧溴丙烷溶液", "", "W5.4", "", "")
    assert found.threshold is not None and (found.threshold.low, found.threshold.high) == (20, 5000)
    assert [why.code for why in found.open] == ["pure_unknown"]
    uncounted = factors("环氧溴丙烷溶液", "", "致癌性,类别2", "", "").threshold
    assert uncounted is not None and (uncounted.low, uncounted.high) == (20, None)
