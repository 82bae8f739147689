"""查新: lists of cited norms in, their state as table, JSON, CSV and workbook out."""

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, Triple
from workbooks import Failed, write

from duibiao.cli.currency import currency as command
from duibiao.loaders import UnreadableFile, citation_lists
from duibiao.ontology import iris
from duibiao.ontology.errors import Refusal
from duibiao.ontology.terms import RDF, D
from duibiao.reasoning.catalogue import Catalogue
from duibiao.register import currency
from duibiao.store import Store

DAY = "2026-09-20"
LIST = [
    "GB 18218-2009",
    "《安全生产法》",
    "AQ/T 9006-2010 企业安全生产标准化基本规范",
    "《企业安全生产标准化基本规范》",
    "",
    "GB 12801",
    "第一章",
]


def run(folder: Path, *words: str) -> Result:
    """The command in a folder that holds no store."""
    return CliRunner().invoke(command, [*words, "--store", str(folder / "none")])


def texts(path: Path) -> list[tuple[str, int]]:
    return [(citation.text, citation.row) for citation in citation_lists.read(path).citations]


# --- lists


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_file_cites_a_line_each(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "list.txt"
    path.write_text("GB 18218—2018\n\n  《安全生产法》 \n", encoding)
    assert texts(path) == [("GB 18218—2018", 1), ("《安全生产法》", 3)]


TITLE = "危险化学品重大危险源辨识"


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ([["序号", "标准编号", "标准名称"], ["1", "GB 18218", TITLE]], [(f"GB 18218 {TITLE}", 2)]),
        ([["标准编号 number", "标准名称 title"], ["GB 18218", TITLE]], [(f"GB 18218 {TITLE}", 2)]),
        ([["No.", "standard"], ["1", "GB 18218"]], [("GB 18218", 2)]),
        ([["编号", "规范性引用文件"], ["J-1", "GB 18218"]], [("GB 18218", 2)]),
        ([["编号", "名称"], ["7", "安全生产法"]], [("安全生产法", 2)]),
        ([["引用标准清单", ""], ["序号", "引用"], ["1", "GB 18218"]], [("GB 18218", 3)]),
        ([["引用标准清单"], ["GB 18218"]], [("GB 18218", 2)]),
        ([["GB 18218"], ["企业标准化促进办法"]], [("GB 18218", 1), ("企业标准化促进办法", 2)]),
        ([["1", "GB 18218"], ["2", ""]], [("GB 18218", 1)]),
        ([["名称", "文号"], ["安全生产法", "安全生产法"]], [("安全生产法", 2)]),
        ([], []),
    ],
)
def test_the_columns_are_found(tmp_path: Path, table: list[list[str]], expected: list[tuple[str, int]]) -> None:
    path = tmp_path / "list.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(table)
    assert texts(path) == expected
    book = write(tmp_path / "list.xlsx", {"清单": table})
    assert texts(book) == expected


def test_every_sheet_that_cites_is_read(tmp_path: Path) -> None:
    path = write(
        tmp_path / "list.xlsx",
        {"说明": [["本表供检查用"]], "国标": [["标准号"], ["GB 18218"]], "法规": [["", "法规名称"], [1, "安全生产法"]]},
    )
    found = citation_lists.read(path)
    assert [(c.sheet, c.text) for c in found.citations] == [("国标", "GB 18218"), ("法规", "安全生产法")]
    assert [sheet.header for sheet in found.sheets.values()] == [None, 1, 1]


@pytest.mark.parametrize(("name", "content"), [("list.docx", b"x"), ("list.txt", b"\xff\xff\xff"), ("list.xlsx", b"x"), ("none.txt", None)])
def test_a_file_that_is_no_list_is_refused(tmp_path: Path, name: str, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(UnreadableFile, match=name):
        citation_lists.read(tmp_path / name)


@given(st.lists(st.sampled_from(["GB 18218", "《安全生产法》", "x" * 30, "第二章 引用", "１２"]), max_size=8))
def test_no_line_is_lost(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    path = tmp_path_factory.mktemp("lists") / "list.txt"
    path.write_text("\n".join(lines), "utf-8")
    assert texts(path) == [(line, number) for number, line in enumerate(lines, start=1)]


# --- the command


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "list.txt"
    path.write_text("\n".join(LIST), "utf-8")
    return path


def rows(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return list(json.loads(result.stdout)["rows"])


def test_json_says_what_each_citation_means(listed: Path) -> None:
    found = rows(run(listed.parent, str(listed), "--as-of", DAY, "--format", "json"))
    told = [(row["row"], row["status"], row["resolved"], row["replaced_by"], row["current"], row["since"]) for row in found]
    assert told == [
        (1, "replaced", "GB 18218-2009", ["GB 18218-2018"], ["GB 18218-2018"], "2019-03-01"),
        (2, "in_force", "主席令第88号(2021修正)", [], ["主席令第88号(2021修正)"], "2021-09-01"),
        (3, "replaced", "AQ/T 9006-2010", ["GB/T 33000-2016"], ["GB/T 33000-2025"], "2017-04-01"),
        (4, "ambiguous", None, [], ["GB/T 33000-2025"], None),
        (6, "announced", "GB 12801-2025", [], [], "2026-10-01"),
        (7, "unresolved", None, [], [], None),
    ]
    assert found[3]["candidates"] == ["AQ/T 9006-2010", "GB/T 33000-2016"]
    assert {row["input"] for row in found} == {line for line in LIST if line}


def test_the_day_asked_about_decides(listed: Path) -> None:
    found = rows(run(listed.parent, str(listed), "--as-of", "2018-12-01", "--format", "json"))
    assert [row["status"] for row in found] == ["in_force", "in_force", "replaced", "in_force", "unresolved", "unresolved"]
    assert found[3]["resolved"] == "GB/T 33000-2016"


@pytest.mark.parametrize(("language", "heads"), [("zh", "引用,状态"), ("en", "reference,status")])
def test_csv_is_for_excel(listed: Path, language: str, heads: str) -> None:
    listed.write_text("=1+1\nGB 18218", "utf-8")
    result = run(listed.parent, str(listed), "--as-of", DAY, "--format", "csv", "--lang", language)
    assert result.stdout.startswith(f"\ufeff{heads}")
    lines = list(csv.reader(io.StringIO(result.stdout)))
    assert lines[1][0] == "'=1+1"
    assert lines[2][2] == "GB 18218-2018《危险化学品重大危险源辨识》"


@pytest.mark.parametrize(("language", "word", "total"), [("zh", "被代替", "共 6 条"), ("en", "replaced", "6 references")])
def test_the_table_ends_with_the_counts(listed: Path, language: str, word: str, total: str) -> None:
    result = run(listed.parent, str(listed), "--as-of", DAY, "--lang", language)
    assert result.exit_code == 0
    assert word in result.stdout
    assert total in result.stdout.splitlines()[-1]
    assert "12801-2025" in result.stdout


def test_what_looks_like_markup_is_shown(listed: Path) -> None:
    listed.write_text("[bold]GB 18218[/x]", "utf-8")
    assert "[bold]GB 18218[/x]" in run(listed.parent, str(listed)).stdout


def test_the_norms_of_the_store_are_asked(listed: Path) -> None:
    norm, folder = iris.norm("gb-18218-2009"), listed.parent / "store"
    store = Store.open(folder)
    store.write({iris.graph("norms/own"): [Triple(norm, RDF.type, D.Edition), Triple(norm, D.number, Literal("GB 18218-2009"))]})
    store.close()
    result = CliRunner().invoke(command, [str(listed), "--as-of", DAY, "--format", "json", "--store", str(folder)])
    assert [row["status"] for row in rows(result)][:2] == ["unknown", "unresolved"]


def test_a_store_without_norms_is_helped_out() -> None:
    shipped, empty = currency.catalogue(), currency.catalogue(Store.in_memory())
    assert shipped.editions.keys() == empty.editions.keys()
    assert len(shipped.editions) > 200


def test_wrong_calls_are_refused(listed: Path) -> None:
    book = write(listed.parent / "list.xlsx", {"a": [["标准"], ["GB 18218"]]})
    assert run(listed.parent, str(listed), "--out", str(listed.parent / "out.csv")).exit_code == 2
    assert run(listed.parent, str(book), "--out", str(book)).exit_code == 2
    assert isinstance(run(listed.parent, str(listed.parent / "none.txt")).exception, Refusal)
    assert isinstance(run(listed.parent, str(listed), "--out", str(listed.parent / "none" / "out.xlsx")).exception, Refusal)


# --- the workbook


def written(path: Path, *words: str) -> Any:
    out = path.parent / "out.xlsx"
    result = run(path.parent, str(path), "--as-of", DAY, "--out", str(out), *words)
    assert result.exit_code == 0, result.output
    return openpyxl.load_workbook(out)


def test_the_results_stand_behind_the_list_s_own_columns(tmp_path: Path) -> None:
    table = [["某厂引用标准"], ["序号", "标准编号", "购入日期"], [1, "GB 18218-2009", date(2020, 5, 1)], ["", "", ""], [2, "=1+1", 3.5]]
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd", "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("清单")
        for number, row in enumerate(table):
            sheet.write_row(number, 0, row)
        book.add_worksheet("说明").write(1, 1, "附注")
    page = written(path, "--lang", "zh")["清单"]
    assert [cell.value for cell in page[2]] == ["序号", "标准编号", "购入日期", "状态", "现行版本", "代替", "自何日起", "把握程度", "说明"]
    assert [cell.value for cell in page[3]][1] == "GB 18218-2009"
    assert page["C3"].value.date() == date(2020, 5, 1)
    assert [page[f"{column}3"].value for column in "DEG"] == ["被代替", "GB 18218-2018《危险化学品重大危险源辨识》", "2019-03-01"]
    assert (page["B5"].value, page["B5"].data_type, page["D5"].value) == ("=1+1", "s", "未识别")
    assert page["D4"].value is None
    assert openpyxl.load_workbook(tmp_path / "out.xlsx")["说明"]["B2"].value == "附注"


def test_each_status_has_its_colour(listed: Path) -> None:
    page = written(listed, "--lang", "en").worksheets[0]
    assert [page.cell(1, column).value for column in (1, 2, 3)] == [None, "status", "edition in force"]
    colours = {page.cell(row, 2).value: page.cell(row, 2).fill.fgColor.rgb for row in range(2, 9) if page.cell(row, 2).value}
    assert colours["replaced"] == "FFFFC7CE"
    assert len(colours) == len(set(colours.values())) == 5
    assert [page.cell(row, 1).value for row in range(2, 9)] == [line or None for line in LIST]


def test_a_cell_that_failed_is_the_data_s_fault(tmp_path: Path) -> None:
    path = write(tmp_path / "list.xlsx", {"清单": [["标准编号", "备注"], ["GB 18218", Failed()], [Failed("#REF!"), ""]]})
    result = run(tmp_path, str(path), "--format", "json")
    assert result.exit_code == 1
    errors = json.loads(result.stdout)["errors"]
    assert [(error["row"], error["code"], error["value"]) for error in errors] == [(3, "formula_error", "#REF!")]


def test_a_thousand_lines_are_all_answered(tmp_path: Path) -> None:
    known: Catalogue = currency.catalogue()
    names = [f"{edition.number} {edition.title}" for edition in known.editions.values()] + ["无此标准的安全管理规定"] * 50
    path = tmp_path / "list.txt"
    path.write_text("\n".join((names * 4)[:1000]), "utf-8")
    result = run(tmp_path, str(path), "--format", "json", "--out", str(tmp_path / "out.xlsx"))
    assert len(rows(result)) == 1000
