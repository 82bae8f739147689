"""The template: what it shows comes from the sheets, its examples are good rows and no data, and filled it loads."""

import csv
import json
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import sheets_page
from click.testing import Result

from duibiao import corpus, loaders
from duibiao.loaders import template
from duibiao.loaders.result import UnreadableFile
from duibiao.loaders.sheets import EXAMPLE, GUIDE, SHEETS, VALUES
from duibiao.ontology import choices
from duibiao.ontology.terms import D

Run = Callable[..., Result]
HERE = Path(__file__).parent
SAMPLES = sorted(path for path in (HERE / "samples").iterdir() if path.is_dir() and path.name != "__pycache__")
fill: Callable[[Path, Path], Path] = runpy.run_path(str(HERE / "samples" / "__main__.py"), run_name="samples")["fill"]
BOOKS = ["enterprise", "authority"]


def example_folder(folder: Path, book: str) -> Path:
    """The examples of a template as lists, each taken for data."""
    for model in template.sheets_of(book):
        with (folder / f"{model.sheet}.csv").open("w", encoding="utf-8", newline="") as file:
            cells = [cell.removeprefix(EXAMPLE) for cell in template.example(model)]
            csv.writer(file).writerows([[column.zh for column in model.columns().values()], cells])
    return folder


@pytest.mark.parametrize("book", BOOKS)
def test_the_examples_are_good_rows_that_fill_every_column(tmp_path: Path, book: str) -> None:
    loaded = loaders.read(example_folder(tmp_path, book))
    assert (loaded.errors, loaded.accepted) == ((), len(template.sheets_of(book)))
    stated = {triple.predicate for triple in loaded.triples}
    assert {column.term for model in template.sheets_of(book) for column in model.columns().values() if column.term} <= stated


@pytest.mark.parametrize("book", BOOKS)
def test_an_empty_template_says_nothing(tmp_path: Path, book: str) -> None:
    template.write(tmp_path / "t.xlsx", book)
    with pytest.raises(UnreadableFile, match="no enterprise"):
        loaders.read(tmp_path / "t.xlsx")


def test_every_sheet_belongs_to_a_template() -> None:
    assert {model for book in BOOKS for model in template.sheets_of(book)} == set(SHEETS)


def test_headers_lists_and_guide_come_from_the_sheets(tmp_path: Path) -> None:
    template.write(tmp_path / "t.xlsx")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert book.sheetnames == [GUIDE, VALUES, *(model.sheet for model in template.sheets_of("enterprise"))]
    assert [cell.value for cell in book["部门"][1]] == [
        "部门编号 *\ndepartment number",
        "部门名称 *\nname",
        "上级部门\nparent",
        "负责岗位\nhead",
    ]
    lists = {column[0].value: tuple(cell.value for cell in column[1:] if cell.value) for column in book[VALUES].columns}
    assert lists["RiskLevel"] == choices("RiskLevel") == ("蓝", "橙", "红", "黄")
    offered = {str(rule.sqref): rule.formula1 for rule in book["危险源"].data_validations.dataValidation}
    (source,) = (formula for place, formula in offered.items() if place.startswith("H2"))
    assert source.startswith(f"'{VALUES}'!$")
    assert len(list(book[GUIDE].rows)) == 1 + sum(len(model.columns()) for model in template.sheets_of("enterprise"))


def test_only_a_sheet_that_somebody_touched_is_a_list(tmp_path: Path) -> None:
    template.write(tmp_path / "t.xlsx")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    _put(book["企业"], ["91350100M000100Y43", "小样（示例）化工有限公司", "建材", 20])
    _put(book["设备"], [None] * 30)
    book.save(tmp_path / "t.xlsx")
    loaded = loaders.read(tmp_path / "t.xlsx")
    assert loaded.errors == ()
    assert {triple.object for triple in loaded.triples if triple.predicate == D.lists} == {D.Equipment}


def test_a_sheet_with_a_row_held_back_is_no_whole_list(tmp_path: Path) -> None:
    folder = example_folder(tmp_path, "enterprise")
    (folder / "部门.csv").write_text("部门编号,部门名称\n001,甲\n002,\n", "utf-8")
    listed = {triple.object for triple in loaders.read(folder).triples if triple.predicate == D.lists}
    assert D.Department not in listed and D.Post in listed


def _put(sheet: Any, cells: list[Any]) -> None:
    for place, value in enumerate(cells, start=1):
        sheet.cell(2, place).value = value


# --- the samples


@pytest.mark.parametrize("folder", SAMPLES, ids=lambda folder: folder.name)
def test_the_samples_are_their_lists_in_the_template(tmp_path: Path, folder: Path) -> None:
    made = loaders.read(fill(folder, tmp_path / f"{folder.name}.xlsx"))
    shipped = loaders.read(Path(str(corpus.path(f"sample/{folder.name}.xlsx"))))
    assert made.errors == ()
    assert made.triples == shipped.triples


def test_template_filled_dry_run_load_check(tmp_path: Path, run: Run) -> None:
    book, store = fill(SAMPLES[0], tmp_path / "book.xlsx"), tmp_path / "store"
    tried = json.loads(run("load", book, "--dry-run", "--store", store, "--format", "json").stdout)["files"][0]
    loaded = json.loads(run("load", book, "--store", store, "--format", "json").stdout)["files"][0]
    assert (tried["status"], loaded["status"], loaded["rejected"]) == ("dry-run", "loaded", 0)
    assert tried["added"] == loaded["added"] > 0
    checked = run("check", "--store", store, "--as-of", "2026-11-22", "--format", "json", "--fail-on", "never")
    assert json.loads(checked.stdout)["gaps"]


# --- the command


@pytest.mark.parametrize("book", BOOKS)
def test_the_command_writes_it(tmp_path: Path, run: Run, book: str) -> None:
    done = run("template", "--out", tmp_path / "t.xlsx", "--for", book)
    assert (done.exit_code, done.stdout) == (0, "")
    assert openpyxl.load_workbook(tmp_path / "t.xlsx").sheetnames[2:] == [model.sheet for model in template.sheets_of(book)]


def test_the_command_overwrites_nothing(tmp_path: Path, run: Run) -> None:
    (tmp_path / "t.xlsx").write_text("mine")
    done = run("template", "--out", tmp_path / "t.xlsx")
    assert (done.exit_code, (tmp_path / "t.xlsx").read_text()) == (2, "mine")
    assert "already there" in done.stderr
    assert run("template", "--out", tmp_path / "t.csv").exit_code == 2


def test_the_page_of_the_sheets_is_of_today() -> None:
    assert sheets_page.PAGE.read_text("utf-8") == sheets_page.page(), "run python tests/sheets_page.py"
