"""A user's own names of sheets and columns, and the same sheets in a SQL database: what they state is what a workbook states."""

import os
import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy
from click.testing import Result
from workbooks import CODE, small_enterprise, write, write_csv

from duibiao import loaders
from duibiao.loaders import Loaded, UnreadableFile
from duibiao.ontology import iris
from duibiao.ontology.terms import PROV, D

Run = Callable[..., Result]
NAMES = """
岗位:
  sheet: 岗位台账
  columns:
    岗位编号: 编号
    name: 岗位
设备:
  columns: {设备编号: 位号}
"""
FILE = {D.inFile, D.sheet, PROV.wasDerivedFrom}


def theirs() -> dict[str, list[list[object]]]:
    """The small enterprise with some names of the user's own."""
    sheets = small_enterprise()
    sheets["岗位台账"] = sheets.pop("岗位")
    for sheet, ours, own in (("岗位台账", "岗位编号", "编号"), ("岗位台账", "岗位名称", "岗位"), ("设备", "设备编号", "位号")):
        sheets[sheet][0][sheets[sheet][0].index(ours)] = own
    return sheets


def told(loaded: Loaded) -> set[object]:
    """What is stated, wherever it stands."""
    rows = {t.subject for t in loaded.triples if t.predicate == D.inFile}
    return {t for t in loaded.triples if t.predicate not in FILE and t.subject not in rows}


@pytest.fixture
def names(tmp_path: Path) -> Path:
    (tmp_path / "names.yaml").write_text(NAMES, "utf-8")
    return tmp_path / "names.yaml"


def database(url: str, sheets: dict[str, list[list[object]]]) -> str:
    """The sheets as tables, days as dates and flags as they are written."""
    engine = sqlalchemy.create_engine(url)
    with engine.begin() as connection:
        for name, (head, *rows) in sheets.items():
            columns = [
                sqlalchemy.Column(str(title), sqlalchemy.Date if _days(rows, place) else sqlalchemy.Text)
                for place, title in enumerate(head)
            ]
            table = sqlalchemy.Table(name, sqlalchemy.MetaData(), *columns)
            table.drop(connection, checkfirst=True)
            table.create(connection)
            for row in rows:
                cells = dict(zip((str(title) for title in head), [*row, *[""] * len(head)], strict=False))
                connection.execute(
                    table.insert().values({t: v if isinstance(v, date) else str(v) if v != "" else None for t, v in cells.items()})
                )
    engine.dispose()
    return url


def _days(rows: list[list[object]], place: int) -> bool:
    cells = [row[place] for row in rows if place < len(row) and row[place] != ""]
    return bool(cells) and all(isinstance(cell, date) for cell in cells)


# --- names


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_own_names_are_read_as_ours(tmp_path: Path, names: Path, form: str) -> None:
    path = write(tmp_path / "book.xlsx", theirs()) if form == "xlsx" else write_csv(tmp_path / "book", theirs())
    found = loaders.read(path, names)
    assert (found.errors, found.accepted) == ((), 15)
    assert told(found) == told(loaders.read(write(tmp_path / "ours.xlsx", small_enterprise())))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "says nothing"),
        ("- 岗位", "says nothing"),
        ("岗位: [", "not to be read as YAML"),
        ("岗们: {sheet: x}", "there is no sheet 岗们; there are: 企业、部门"),
        ("岗位: {columns: {编号: x}}", "the sheet 岗位 has no column 编号; it has: 岗位编号、"),
        ("岗位: {rows: 3}", "may say"),
        ("岗位: 台账", "may say"),
    ],
)
def test_wrong_names_are_refused_in_one_line(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "names.yaml").write_text(text, "utf-8")
    with pytest.raises(UnreadableFile, match=said) as error:
        loaders.read(write(tmp_path / "book.xlsx", small_enterprise()), tmp_path / "names.yaml")
    assert "\n" not in str(error.value)


# --- databases


def test_a_database_says_what_a_workbook_says(tmp_path: Path, names: Path) -> None:
    url = database(f"sqlite:///{tmp_path / 'ledger.db'}", theirs())
    found = loaders.read_database(url, names)
    assert (found.errors, found.accepted, found.graph) == ((), 15, iris.graph(f"enterprise/{CODE}").value)
    assert told(found) == told(loaders.read(write(tmp_path / "ours.xlsx", small_enterprise())))


POSTGRESQL = os.environ.get("DUIBIAO_TEST_POSTGRESQL", "")


@pytest.mark.skipif(not POSTGRESQL, reason="DUIBIAO_TEST_POSTGRESQL names no database to write to")
def test_postgresql_says_what_a_workbook_says(tmp_path: Path) -> None:
    found = loaders.read_database(database(POSTGRESQL, small_enterprise()))
    assert found.errors == ()
    assert told(found) == told(loaders.read(write(tmp_path / "ours.xlsx", small_enterprise())))


def test_a_view_is_a_sheet_and_nothing_is_written(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "ledger.db"
    database(f"sqlite:///{file}", small_enterprise())
    with sqlite3.connect(file) as connection:
        connection.execute("ALTER TABLE 岗位 RENAME TO posts_raw")
        connection.execute("CREATE VIEW 岗位 AS SELECT * FROM posts_raw WHERE 岗位编号 = 'G2'")
    connection.close()
    before = file.read_bytes()
    done = run("load", f"sqlite:///{file}", "--store", tmp_path / "store", "--dry-run")
    assert "14 行" in done.stdout
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("sqlite:////nowhere/at/all.db", "unable to open database file"),
        ("sqlite://", "no table or view is named like a sheet"),
        ("nosuch://host/db", "no driver for this database"),
        ("postgresql+psycopg://somebody:secret@127.0.0.1:9/db", "see that the server runs"),
        ("://", "no database URL"),
    ],
)
def test_a_database_that_cannot_be_read_is_one_line_without_the_password(tmp_path: Path, run: Run, url: str, said: str) -> None:
    done = run("load", url, "--store", tmp_path / "store")
    assert done.exit_code == 1
    (line,) = done.stderr.splitlines()
    assert said in line and "secret" not in done.output


def test_the_record_has_no_password(tmp_path: Path) -> None:
    from duibiao.loaders import databases

    assert databases.name("postgresql+psycopg://a:secret@host/db") == "postgresql+psycopg://a:***@host/db"
