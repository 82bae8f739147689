"""An enterprise's workbook: what its rows become, and what is said of the rows that are held back."""

import unicodedata
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pyoxigraph import Literal, NamedNode, Triple
from workbooks import CODE, Sheets, changed, objects, read, small_enterprise, stated, ten_bad_rows, write

from duibiao import corpus, loaders
from duibiao.loaders import workbook
from duibiao.loaders.result import Loaded, UnreadableFile
from duibiao.loaders.sheets import SHEETS, Column
from duibiao.ontology import iris, sources
from duibiao.ontology.terms import ELI, ORG, PROV, QUDT, RDF, RDFS, XSD, D

POST = iris.member(CODE, "post", "G2")


def faults(loaded: Loaded) -> list[tuple[str | None, int, str | None, str | None, str]]:
    return sorted((e.sheet, e.row, e.column, e.value, e.code) for e in loaded.errors)


# --- good rows


def test_every_row_of_a_valid_workbook_is_accepted(tmp_path: Path) -> None:
    loaded = read(tmp_path, small_enterprise())
    assert (loaded.rows, loaded.accepted, loaded.errors) == (15, 15, ())
    assert loaded.graph == iris.graph(f"enterprise/{CODE}").value


@pytest.mark.parametrize(("name", "rows"), [("chemical-plant", 1029), ("machining-firm", 162), ("county-bureau", 79)])
def test_the_samples_load_without_a_fault(name: str, rows: int) -> None:
    loaded = loaders.read(Path(str(corpus.path(f"sample/{name}.xlsx"))))
    assert (loaded.rows, loaded.accepted, loaded.errors) == (rows, rows, ())


def test_cells_become_terms_of_their_kind(tmp_path: Path) -> None:
    loaded = read(tmp_path, small_enterprise())
    standard, until = iris.member(CODE, "standard", "Q/XY 2-2024"), Literal("2029-01-31", datatype=XSD.date)
    unit = iris.member(CODE, "unit", "D1")
    assert {
        Triple(POST, RDF.type, D.Post),
        Triple(POST, RDFS.label, Literal("操作工", language="zh")),
        Triple(POST, D.kind, D["PostKind-special-operation"]),
        Triple(POST, ORG.postIn, iris.member(CODE, "department", "B2")),
        Triple(POST, D.belongsTo, iris.enterprise(CODE)),
        Triple(POST, D.operatingProcedure, standard),
        Triple(POST, D.certificateUntil, until),
        Triple(POST, D.yearlyTrainingHours, Literal("20.5", datatype=XSD.decimal)),
        Triple(unit, D.population500m, Literal(36)),
        Triple(unit, D.safetyInstrumentedSystem, Literal(False)),
    } <= loaded.triples
    assert objects(loaded, iris.member(CODE, "post", "G1"), D.statutoryDuty) == set("1234567")
    assert objects(loaded, iris.enterprise(CODE), RDFS.label) == {"小样（示例）化工有限公司"}


def test_a_clause_states_what_it_carries_out_and_its_limit(tmp_path: Path) -> None:
    loaded = read(tmp_path, small_enterprise())
    clause = iris.member(CODE, "standard", "Q/XY 2-2024", "5.1")
    limit = NamedNode(f"{clause.value}/limit")
    assert objects(loaded, clause, D.implements) == {iris.clause("gb-30871-2022", "6.4 a)").value}
    assert objects(loaded, clause, ELI.is_part_of) == {iris.member(CODE, "standard", "Q/XY 2-2024").value}
    assert objects(loaded, limit, D.statedIn) == {clause.value}
    assert (objects(loaded, limit, QUDT.numericValue), objects(loaded, limit, QUDT.upperBound)) == ({"19.5"}, {"21"})
    assert objects(loaded, limit, D.direction) == {D["Direction-range"].value}
    assert objects(loaded, clause, D.claimsStricter) == {"false"}
    assert objects(loaded, clause, D.appliesTo) == {
        iris.member(CODE, kind, number).value for kind, number in (("post", "G2"), ("equipment", "S1"), ("hazard", "W1"), ("unit", "D1"))
    }


def test_citations_name_editions_and_works(tmp_path: Path) -> None:
    loaded = read(tmp_path, small_enterprise())
    cited = objects(loaded, iris.member(CODE, "standard", "Q/XY 1-2024"), ELI.cites)
    assert cited == {iris.norm("gb-18218").value, iris.norm("安全生产法-2021").value}


def about(loaded: Loaded, node: NamedNode) -> list[Triple]:
    return [triple for triple in loaded.triples if triple.subject == node]


def test_every_subject_says_its_file_sheet_and_row(tmp_path: Path) -> None:
    loaded = read(tmp_path, small_enterprise())
    described = {t.subject for t in loaded.triples if t.predicate == D.belongsTo} | {iris.enterprise(CODE)}
    assert len(described) == 15
    for subject in described:
        (source,) = (t.object for t in loaded.triples if t.subject == subject and t.predicate == PROV.wasDerivedFrom)
        assert isinstance(source, NamedNode)
        said = {t.predicate: t.object.value for t in sources.of_row(source, partial(about, loaded)) if isinstance(t.object, Literal)}
        assert said[D.inFile] == "book.xlsx"
        sheet, row = said[D.sheet], said[D.row]
        number = small_enterprise()[sheet][int(row) - 1][0]
        assert iris.slug(number) in iris.slug(subject.value)


# --- the ten kinds of bad rows


TEN_FAULTS = [
    ("企业", 2, "统一社会信用代码", "91350100M000100Y44", "bad_credit_code"),
    ("危险化学品储存", 4, "设计最大量", "-1", "negative"),
    ("危险化学品储存", 5, "计量单位", "桶", "unknown_unit"),
    ("危险化学品储存", 6, "设计最大量", "#DIV/0!", "formula_error"),
    ("危险源", 3, "控制措施", "护栏", "merged_cells"),
    ("岗位", 4, "所属部门", "B99", "unknown_reference"),
    ("岗位", 5, "岗位编号", "G1", "duplicate"),
    ("岗位", 6, "初次培训学时", "很多", "not_a_number"),
    ("设备", 3, "投用日期", "2026-02-30", "bad_date"),
    ("部门", 4, "部门编号", None, "missing"),
]


@pytest.fixture
def ten(tmp_path: Path) -> Loaded:
    path = write(tmp_path / "bad.xlsx", ten_bad_rows())
    book = openpyxl.load_workbook(path)
    book["危险源"].merge_cells("J3:J4")
    book["危险化学品储存"]["E6"] = "#DIV/0!"  # openpyxl drops what a formula came to
    book.save(path)
    return workbook.read(path)


def test_ten_bad_rows_are_ten_errors(ten: Loaded) -> None:
    assert faults(ten) == sorted(TEN_FAULTS, key=lambda f: tuple(map(str, f[:2])))
    assert (ten.rows, ten.accepted) == (15 + 9, 14)


def test_an_error_says_what_is_wrong_in_both_languages(ten: Loaded) -> None:
    messages = {e.code: (e.message_zh, e.message_en) for e in ten.errors}
    assert messages["unknown_reference"] == ("“部门”表中没有这个编号", "no such number in the sheet 部门")
    assert messages["duplicate"] == ("编号重复，第一次出现在第2行", "the number stands already in row 2")
    assert messages["negative"] == ("不能小于 0", "must not be less than 0")
    assert all("{" not in zh + en and zh != en and "\n" not in zh + en for zh, en in messages.values())


def test_the_good_rows_beside_bad_ones_become_the_same_statements(ten: Loaded, tmp_path: Path) -> None:
    code = "91350100M000100Y44"
    good = {str(t).replace(CODE, code) for t in stated(read(tmp_path, small_enterprise()))}
    own = {str(t) for t in stated(ten)}
    assert ten.graph == iris.graph(f"enterprise/{code}").value
    assert {t for t in good - own if not t.startswith(f"<{iris.enterprise(code).value}> ")} == set()
    held_back = {t for t in own if D.heldBackRow.value in t}
    assert own - held_back <= good
    assert {t.rpartition("unit/")[2].partition(">")[0] for t in held_back} == {"d1"}


def test_the_row_of_the_enterprise_may_be_held_back(ten: Loaded) -> None:
    assert not any(t.subject == iris.enterprise("91350100M000100Y44") for t in ten.triples)


# --- single faults


@pytest.mark.parametrize(
    ("sheet", "column", "value", "code", "shown"),
    [
        ("企业", "行业", "航天", "unknown_value", "航天"),
        ("企业", "从业人员数", 2.5, "not_a_number", "2.5"),
        ("企业", "从业人员数", "", "missing", None),
        ("企业", "安全管理机构", "也许", "not_a_flag", "也许"),
        ("岗位", "法定职责", "1；8", "too_large", "8"),
        ("岗位", "法定职责", "0", "negative", "0"),
        ("岗位", "责任标准", "Q/XY 9-2024", "unknown_reference", "Q/XY 9-2024"),
        ("设备", "投用日期", "去年", "bad_date", "去年"),
        ("设备", "投用日期", 20260131, "bad_date", "20260131"),
        ("危险化学品储存", "设计最大量", "NaN", "not_a_number", "NaN"),
        ("危险化学品储存", "设计最大量", "1e400", "not_a_number", "1e400"),
        ("危险化学品储存", "设计最大量", "inf", "not_a_number", "inf"),
        ("危险化学品储存", "设计最大量", "-Infinity", "not_a_number", "-Infinity"),
        ("危险化学品储存", "设计最大量", "约5", "not_a_number", "约5"),
        ("危险化学品储存", "设计最大量", "12 t", "not_a_number", "12 t"),
        ("危险化学品储存", "计量单位", "m3", "unknown_unit", "m3"),
        ("条款", "单位", "光年", "unknown_unit", "光年"),
        ("条款", "限值上限", 3, "reversed_range", "3"),
        ("条款", "限值", "大约20", "not_a_number", "大约20"),
        ("条款", "参数", "", "value_without_parameter", "19.5"),
        ("条款", "方向", "", "value_without_parameter", "19.5"),
    ],
)
def test_one_fault_holds_back_one_row(tmp_path: Path, sheet: str, column: str, value: Any, code: str, shown: str | None) -> None:
    loaded = read(tmp_path, changed(sheet, column, value))
    (error,) = loaded.errors
    assert (error.sheet, error.row, error.code, error.value) == (sheet, 2, code, shown)
    assert loaded.accepted == 14


def test_a_number_stated_twice_in_another_width_case_or_punctuation_is_a_duplicate(tmp_path: Path) -> None:
    for number in ("Ｇ２", "g2", " G2 ", "G2\u200b"):
        loaded = read(tmp_path, changed("岗位", "岗位编号", number))
        assert {e.code for e in loaded.errors} >= {"duplicate"}, number


def test_a_row_held_back_still_counts_as_stated(tmp_path: Path) -> None:
    loaded = read(tmp_path, changed("部门", "部门名称", "", row=2))
    assert [e.code for e in loaded.errors] == ["missing"]


def test_a_second_enterprise_is_refused(tmp_path: Path) -> None:
    sheets = small_enterprise()
    other = "91000000CLW000010K"
    sheets["企业"].append([other, "乙", "其他", 3])
    loaded = read(tmp_path, sheets)
    assert faults(loaded) == [("企业", 3, "统一社会信用代码", other, "second_enterprise")]
    assert loaded.graph == iris.graph(f"enterprise/{CODE}").value


@pytest.mark.parametrize(
    "sheets", [{}, {"企业": [["统一社会信用代码", "企业名称", "行业", "从业人员数"]]}, {"企业": [["企业名称"], ["甲"]]}]
)
def test_without_an_enterprise_there_is_nothing_to_say(tmp_path: Path, sheets: Sheets) -> None:
    book = {name: rows for name, rows in small_enterprise().items() if name != "企业"} | dict(sheets)
    with pytest.raises(UnreadableFile, match=r"^book\.xlsx: no enterprise; .*credit code\)$"):
        read(tmp_path, book)


# --- sheets and columns


FORMS: dict[str, Callable[[Column], str]] = {
    "zh": lambda c: c.zh,
    "en": lambda c: c.en,
    "both": lambda c: f"{c.zh} {c.en}",
    "slash": lambda c: f"{c.zh}/{c.en}",
    "brackets": lambda c: f"{c.zh}（{c.en}）",
    "two lines": lambda c: f"{c.zh}\n{c.en}",
    "star": lambda c: f"*{c.zh} *",
    "wide": lambda c: unicodedata.normalize("NFKC", c.en).upper().translate({i: i + 0xFEE0 for i in range(0x41, 0x5B)}),
}


@pytest.mark.parametrize("form", FORMS)
def test_headers_may_be_in_either_language_or_both(tmp_path: Path, form: str) -> None:
    sheets = small_enterprise()
    for model in SHEETS:
        if model.sheet not in sheets:
            continue
        titles = {column.zh: FORMS[form](column) for column in model.columns().values()}
        sheets[model.sheet][0] = [titles[title] for title in sheets[model.sheet][0]]
    loaded = read(tmp_path, sheets)
    assert loaded.errors == ()
    assert loaded.triples == read(tmp_path, small_enterprise()).triples


@pytest.mark.parametrize("model", SHEETS, ids=lambda model: model.english)
def test_no_two_columns_of_a_sheet_share_a_header(model: Any) -> None:
    headers = [form(column) for column in model.columns().values() for form in (FORMS["zh"], FORMS["en"])]
    assert len(headers) == len(set(headers))


def test_sheets_may_be_named_in_english(tmp_path: Path) -> None:
    sheets = {model.english.title(): small_enterprise()[model.sheet] for model in SHEETS if model.sheet in small_enterprise()}
    assert read(tmp_path, sheets).triples == read(tmp_path, small_enterprise()).triples


def test_columns_may_stand_in_any_order(tmp_path: Path) -> None:
    turned = {name: [row[::-1] for row in rows] for name, rows in small_enterprise().items()}
    assert read(tmp_path, turned).triples == read(tmp_path, small_enterprise()).triples


def test_a_column_or_sheet_of_another_name_is_said_and_left_out(tmp_path: Path) -> None:
    sheets = small_enterprise()
    sheets["部门"] = [[*row, cell] for row, cell in zip(sheets["部门"], ("电话", "110", "119"), strict=True)]
    sheets["部门"][0][2] = "部门名称"
    sheets |= {"说明": [["本表由安全部填写"]], "空白": [[""]], "posts": [["岗位编号"], ["G9"]]}
    loaded = read(tmp_path, sheets)
    assert faults(loaded) == [
        ("posts", 1, None, None, "repeated_sheet"),
        ("说明", 1, None, None, "unknown_sheet"),
        ("部门", 1, "电话", "电话", "unknown_column"),
        ("部门", 1, "部门名称", "部门名称", "unknown_column"),
    ]
    assert loaded.accepted == loaded.rows == 15


def test_a_sheet_without_a_required_column_is_not_read_but_its_numbers_are_known(tmp_path: Path) -> None:
    sheets = small_enterprise()
    sheets["部门"][0][1] = "名字"
    loaded = read(tmp_path, sheets)
    assert [(e.sheet, e.row, e.column, e.code) for e in loaded.errors] == [
        ("部门", 1, "名字", "unknown_column"),
        ("部门", 1, "部门名称", "missing_column"),
    ]
    assert (loaded.rows, loaded.accepted) == (15, 13)


def test_rows_of_nothing_but_spaces_are_no_rows(tmp_path: Path) -> None:
    sheets = small_enterprise()
    sheets["部门"] += [[" ", "　", "", "\t"], ["", "", "", ""]]
    assert (read(tmp_path, sheets).rows, read(tmp_path, sheets).errors) == (15, ())
