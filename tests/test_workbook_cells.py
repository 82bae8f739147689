"""The cells of a workbook: dates, numbers, lists, flags, text; and the same in folders of .csv."""

from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode
from workbooks import CODE, Sheets, changed, objects, read, small_enterprise, stated, write_csv

from duibiao import loaders
from duibiao.loaders import workbook
from duibiao.loaders.result import UnreadableFile
from duibiao.ontology import iris
from duibiao.ontology.terms import ELI, D

POST = iris.member(CODE, "post", "G2")


# --- cells


@pytest.mark.parametrize(
    "value",
    [date(2026, 1, 31), datetime(2026, 1, 31, 8, 30), "2026-01-31", "2026/1/31", "2026.01.31", "2026年1月31日", "２０２６－０１－３１"],
)
def test_dates_are_dates_or_text(tmp_path: Path, value: Any) -> None:
    loaded = read(tmp_path, changed("岗位", "证书有效期至", value, row=2))
    assert objects(loaded, POST, D.certificateUntil) == {"2026-01-31"}


def test_a_whole_number_is_written_without_a_point(tmp_path: Path) -> None:
    sheets = changed("岗位", "岗位编号", 12, row=2)
    for sheet, column in (
        ("部门", "负责岗位"),
        ("设备", "责任岗位"),
        ("危险源", "责任岗位"),
        ("单元", "责任岗位"),
        ("单元", "操作负责人包保"),
        ("条款", "适用岗位"),
        ("隐患", "责任岗位"),
        ("隐患", "整改责任人"),
        ("隐患", "整改人"),
    ):
        index = sheets[sheet][0].index(column)
        for row in sheets[sheet][1:]:
            row[index] = 12 if row[index] == "G2" else row[index]
    loaded = read(tmp_path, sheets)
    assert loaded.errors == ()
    assert objects(loaded, iris.member(CODE, "post", "12"), D.number) == {"12"}


@pytest.mark.parametrize("text", ["安全帽；手套", "安全帽;手套", "安全帽、手套", "安全帽；；手套；", " 安全帽 ； 手套 ", "安全帽\n手套"])
def test_lists_may_be_separated_in_several_ways(tmp_path: Path, text: str) -> None:
    loaded = read(tmp_path, changed("岗位", "劳动防护用品", text, row=2))
    assert objects(loaded, POST, D.protectiveEquipment) == {"安全帽", "手套"}


def test_a_title_in_a_list_stays_whole(tmp_path: Path) -> None:
    loaded = read(tmp_path, changed("企业标准", "引用规范", "《机关、团体、企业、事业单位消防安全管理规定》；GB 18218"))
    cited = objects(loaded, iris.member(CODE, "standard", "Q/XY 1-2024"), ELI.cites)
    assert cited == {iris.norm("机关、团体、企业、事业单位消防安全管理规定").value, iris.norm("gb-18218").value}


@pytest.mark.parametrize(
    ("text", "flag"),
    [("是", "true"), ("有", "true"), (True, "true"), (1, "true"), ("Yes", "true"), ("否", "false"), (False, "false"), (0, "false")],
)
def test_flags(tmp_path: Path, text: Any, flag: str) -> None:
    loaded = read(tmp_path, changed("危险源", "警示标志", text))
    assert objects(loaded, iris.member(CODE, "hazard", "W1"), D.warningSign) == {flag}


def test_grades_may_be_written_in_roman_numerals(tmp_path: Path) -> None:
    loaded = read(tmp_path, changed("单元", "登记等级", "Ⅳ级"))
    assert objects(loaded, iris.member(CODE, "unit", "D1"), D.registeredGrade) == {D["HazardGrade-4"].value}


def test_what_is_written_is_kept_as_written(tmp_path: Path) -> None:
    text = "温度≤40℃，（见图①），间距１５ m²"
    loaded = read(tmp_path, changed("条款", "内容", f" {text} "))
    assert objects(loaded, iris.member(CODE, "standard", "Q/XY 2-2024", "5.1"), D.text) == {text}
    loaded = read(tmp_path, changed("条款", "单位", "℃"))
    assert objects(loaded, NamedNode(iris.member(CODE, "standard", "Q/XY 2-2024", "5.1").value + "/limit"), D.statedUnit) == {"℃"}


def wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def test_full_width_letters_in_numbers_change_no_iri(tmp_path: Path) -> None:
    sheets = small_enterprise()
    for name, rows in sheets.items():
        for column, title in enumerate(rows[0]):
            if title.endswith(("编号", "条款号", "代码")) and name != "企业":
                for row in rows[1:]:
                    row[column] = wide(row[column])
    sheets["企业"][1][0] = wide(CODE)
    loaded = read(tmp_path, sheets)
    assert loaded.errors == ()
    assert loaded.triples == read(tmp_path, small_enterprise()).triples


def test_a_wide_reference_finds_its_number(tmp_path: Path) -> None:
    assert read(tmp_path, changed("岗位", "所属部门", "ｂ２", row=2)).errors == ()


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.sampled_from(["岗位", "设备", "危险化学品储存", "条款"]), st.integers(0, 16), st.text(max_size=12)),
        min_size=1,
        max_size=6,
    )
)
def test_whatever_stands_in_a_cell_is_a_statement_or_an_error(cells: list[tuple[str, int, str]]) -> None:
    sheets = small_enterprise()
    for sheet, column, text in cells:
        row = sheets[sheet][1]
        row[column % len(row)] = text.replace("\0", "")
    with TemporaryDirectory() as folder:
        loaded = workbook.read(write_csv(Path(folder) / "book", sheets, "utf-8"))
    held_back = {(e.sheet, e.row) for e in loaded.errors if e.row > 1}
    assert loaded.rows - loaded.accepted == len(held_back)


# --- folders of .csv


def text_of(sheets: Sheets) -> dict[str, list[list[str]]]:
    """The sheets as they are when saved as CSV: everything is text."""
    return {name: [[str(cell) for cell in row] for row in rows] for name, rows in sheets.items()}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_folder_of_csv_says_the_same_as_the_workbook(tmp_path: Path, encoding: str) -> None:
    folder = write_csv(tmp_path / "book.xlsx.d", text_of(small_enterprise()), encoding)
    assert stated(loaders.read(folder)) == stated(read(tmp_path, small_enterprise()))


def test_one_sheet_of_a_folder_stands_for_the_workbook(tmp_path: Path) -> None:
    folder = write_csv(tmp_path / "plant", text_of(small_enterprise()))
    assert list(loaders.found([folder / "岗位.csv"])) == [folder]
    assert list(loaders.found([tmp_path])) == [folder]


def test_a_cell_of_a_csv_may_hold_several_lines(tmp_path: Path) -> None:
    sheets = changed("条款", "内容", "第一行\n第二行\u2028第三行\x0c")
    loaded = loaders.read(write_csv(tmp_path / "book", text_of(sheets)))
    (text,) = objects(loaded, iris.member(CODE, "standard", "Q/XY 2-2024", "5.1"), D.text)
    assert text == "第一行\n第二行\u2028第三行"
    assert loaded.errors == ()


def test_a_csv_in_no_encoding_we_know_is_unreadable(tmp_path: Path) -> None:
    folder = write_csv(tmp_path / "book", text_of(small_enterprise()))
    (folder / "部门.csv").write_bytes(b"\xff\xff\xff")
    with pytest.raises(UnreadableFile, match=r"^部门\.csv: neither UTF-8 nor GB18030 text; save it as CSV UTF-8$"):
        loaders.read(folder)
