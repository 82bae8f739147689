"""`duibiao load`: what it says, what it writes, and that nothing is written where it says so."""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from pyoxigraph import Triple
from workbooks import CODE, small_enterprise, write, write_csv

from duibiao import register
from duibiao.ontology import iris
from duibiao.ontology.terms import RDF, D
from duibiao.store import Store

Run = Callable[..., Result]
FILE = {"path", "kind", "status", "graph", "triples", "added", "removed", "rows", "accepted", "rejected", "errors"}
FAULT = {"sheet", "row", "column", "value", "code", "message"}


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with one statement and no norms, which loads leave without norms too: that is quick."""
    monkeypatch.setattr(register, "prepare", lambda store, day: None)
    with at(tmp_path / "bare") as store:
        store.write({iris.graph("rdf/other"): [Triple(D.Norm, RDF.type, D.Norm)]})
    return tmp_path / "bare"


@contextmanager
def at(path: Path) -> Iterator[Store]:
    store = Store.open(path)
    try:
        yield store
    finally:
        store.close()


def content(path: Path) -> tuple[int, set[str]]:
    """The version of a store and every statement in it."""
    with at(path) as store:
        store.dump(path / "all.nq")
        return store.version, set((path / "all.nq").read_text("utf-8").splitlines())


def document(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def entry(result: Result) -> dict[str, Any]:
    [found] = document(result)["files"]
    assert isinstance(found, dict)
    return found


def with_faults() -> dict[str, list[list[Any]]]:
    """The small enterprise and, below its rows, ten that are wrong in ten ways."""
    sheets = small_enterprise()
    post, hazard, holding, clause = (sheets[name][-1] for name in ("岗位", "危险源", "危险化学品储存", "条款"))
    sheets["岗位"] += [
        ["G11", "", *post[2:]],
        ["G12", "甲", "B2", "神仙", *post[4:]],
        ["G13", "乙", "B9", *post[3:]],
        ["G14", "丙", *post[2:12], "明年", *post[13:]],
        ["G15", "丁", *post[2:13], "很多", *post[14:]],
        ["G16", "戊", *post[2:14], -1, *post[15:]],
        ["G1", "己", *post[2:]],
    ]
    sheets["危险源"].append(["W11", *hazard[1:-1], "也许"])
    sheets["危险化学品储存"].append(["C11", *holding[1:5], "斗", *holding[6:]])
    sheets["条款"].append([clause[0], "5.9", *clause[2:7], "区间", 21, 19.5, "%", *clause[11:]])
    return sheets


FAULTS = [
    ("岗位", 4, "missing"),
    ("岗位", 5, "unknown_value"),
    ("岗位", 6, "unknown_reference"),
    ("岗位", 7, "bad_date"),
    ("岗位", 8, "not_a_number"),
    ("岗位", 9, "negative"),
    ("岗位", 10, "duplicate"),
    ("危险源", 3, "not_a_flag"),
    ("危险化学品储存", 4, "unknown_unit"),
    ("条款", 4, "reversed_range"),
]


# --- good files


def test_the_same_workbook_twice_changes_nothing(run: Run, filled_path: Path, tmp_path: Path) -> None:
    book = write(tmp_path / "book.xlsx", small_enterprise())
    words = ("load", book, "--format", "json", "--store", filled_path)
    first = run(*words)
    before = content(filled_path)
    second = run(*words)
    assert (first.exit_code, second.exit_code, first.stderr, second.stderr) == (0, 0, "", "")
    assert (entry(first)["status"], entry(second)["status"]) == ("loaded", "unchanged")
    assert (entry(second)["added"], entry(second)["removed"]) == (0, 0)
    assert content(filled_path) == before
    assert set(document(first)) == {"files", "seconds"}
    assert isinstance(document(first)["seconds"], float)
    assert set(entry(first)) >= FILE
    expected = {"path": str(book), "kind": "workbook", "rows": 15, "accepted": 15, "rejected": 0, "removed": 0, "errors": []}
    assert entry(first).items() >= (expected | {"graph": iris.graph(f"enterprise/{CODE}").value}).items()
    assert entry(first)["added"] > entry(first)["triples"] > 100, "derived statements are counted as added too"


def test_the_command_as_users_start_it(filled_path: Path, tmp_path: Path) -> None:
    book = write(tmp_path / "book.xlsx", with_faults())
    words = [sys.executable, "-m", "duibiao.cli", "load", str(book), "--format", "json", "--store", str(filled_path)]
    done = subprocess.run(words, capture_output=True, timeout=60, env={**os.environ, "PYTHONIOENCODING": "cp1252"})
    assert done.returncode == 1
    assert json.loads(done.stdout.decode())["files"][0]["rejected"] == 10
    assert done.stderr == b""


def test_a_folder_of_sheets_is_one_workbook_and_a_table_says_so(run: Run, bare: Path, tmp_path: Path) -> None:
    folder = write_csv(tmp_path / "books" / "firm", small_enterprise())
    result = run("load", folder.parent, "--store", bare)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(f"{folder}: 已载入（15/15 行，增 ")


def test_rdf_goes_to_the_graph_of_the_enterprise_that_it_describes(run: Run, bare: Path, tmp_path: Path) -> None:
    file = tmp_path / "firm.ttl"
    file.write_text(
        f"@prefix d: <https://w3id.org/duibiao/ontology#> . <{iris.enterprise('X1').value}> a d:Enterprise ; d:headcount 3 .", "utf-8"
    )
    result = run("load", file, "--format", "json", "--store", bare)
    assert result.exit_code == 0
    assert entry(result).items() >= {"kind": "rdf", "graph": iris.graph("enterprise/X1").value, "triples": 2}.items()
    with at(bare) as store:
        assert len(store.graph(iris.graph("enterprise/X1"))) == 2


# --- rows at fault


def test_ten_faults_are_named_and_the_good_rows_loaded(run: Run, bare: Path, tmp_path: Path) -> None:
    result = run("load", write(tmp_path / "book.xlsx", with_faults()), "--format", "json", "--store", bare)
    found = entry(result)
    assert result.exit_code == 1
    assert (found["rows"], found["accepted"], found["rejected"], found["status"]) == (25, 15, 10, "loaded")
    assert sorted((e["sheet"], e["row"], e["code"]) for e in found["errors"]) == sorted(FAULTS)
    assert all(set(e) == FAULT and set(e["message"]) == {"zh", "en"} and all(e["message"].values()) for e in found["errors"])
    with at(bare) as store:
        subjects = {t.subject for t in store.graph(iris.graph(f"enterprise/{CODE}"))}
    assert iris.member(CODE, "post", "G2") in subjects
    assert iris.member(CODE, "post", "G12") not in subjects


def test_faults_are_shown_to_people_on_standard_error(run: Run, bare: Path, tmp_path: Path) -> None:
    result = run("load", write(tmp_path / "book.xlsx", with_faults()), "--store", bare, "--lang", "en")
    assert result.exit_code == 1
    assert "岗位 row 5 岗位类别 “神仙”: not one of the values allowed" in result.stderr
    assert len(result.stderr.splitlines()) == len(FAULTS)


@pytest.mark.parametrize(("words", "status", "code"), [(["--strict"], "rejected", 1), (["--dry-run"], "dry-run", 1)])
def test_nothing_is_written(run: Run, bare: Path, tmp_path: Path, words: list[str], status: str, code: int) -> None:
    before = content(bare)
    book = write(tmp_path / "book.xlsx", with_faults())
    result = run("load", book, *words, "--format", "json", "--store", bare)
    assert (result.exit_code, entry(result)["status"]) == (code, status)
    assert len(entry(result)["errors"]) == len(FAULTS)
    assert content(bare) == before


def test_a_dry_run_foresees_what_a_load_does(run: Run, bare: Path, tmp_path: Path) -> None:
    book = write(tmp_path / "book.xlsx", small_enterprise())
    foreseen, done = (entry(run("load", book, *words, "--format", "json", "--store", bare)) for words in (["--dry-run"], []))
    assert (foreseen["added"], foreseen["removed"]) == (done["added"], done["removed"])


def test_a_dry_run_makes_no_store(run: Run, tmp_path: Path) -> None:
    book = write(tmp_path / "book.xlsx", small_enterprise())
    assert run("load", book, "--dry-run", "--store", tmp_path / "new").exit_code == 0
    assert not (tmp_path / "new").exists()


# --- files that cannot be read


def bomb(path: Path) -> None:
    """A small archive whose directory says that it unpacks to 4 GB."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "x")
    data = bytearray(path.read_bytes())
    entry = data.index(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (0xFFFFFFFE).to_bytes(4, "little")
    path.write_bytes(data)


def half(path: Path) -> None:
    write(path, small_enterprise())
    path.write_bytes(path.read_bytes()[:3000])


BROKEN: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "text": lambda path: path.write_text("企业", "utf-8"),
    "encrypted": lambda path: path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)),
    "bomb": bomb,
    "half": half,
    "dangling": lambda path: path.symlink_to("nowhere.xlsx"),
}


def test_a_file_that_cannot_be_read_is_one_line(run: Run, bare: Path, tmp_path: Path) -> None:
    before = content(bare)
    books = [tmp_path / f"{kind}.xlsx" for kind in BROKEN if kind != "dangling"]
    for book in books:
        BROKEN[book.stem](book)
    for form in ("table", "json"):
        result = run("load", *books, "--format", form, "--store", bare)
        assert result.exit_code == 1
        assert [line.partition(".xlsx: ")[0].split()[-1] for line in result.stderr.splitlines()] == [book.stem for book in books]
    assert {found["status"] for found in document(result)["files"]} == {"rejected"}
    assert content(bare) == before


@pytest.mark.skipif(os.name == "nt", reason="links need a right there")
@pytest.mark.parametrize("kind", ["half", "dangling"])
def test_the_other_files_of_a_folder_load(run: Run, bare: Path, tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "books"
    folder.mkdir()
    BROKEN[kind](folder / "a.xlsx")
    write(folder / "b.xlsx", small_enterprise())
    (folder / "picture.png").write_bytes(b"no file of ours")
    (folder / "~$b.xlsx").write_bytes(b"lock")
    result = run("load", folder, "--format", "json", "--store", bare)
    assert result.exit_code == 1
    assert [(Path(f["path"]).name, f["status"]) for f in document(result)["files"]] == [("a.xlsx", "rejected"), ("b.xlsx", "loaded")]
    assert len(result.stderr.splitlines()) == 1


def test_a_path_that_is_not_there_is_the_callers_fault(run: Run, tmp_path: Path) -> None:
    result = run("load", tmp_path / "nowhere.xlsx", "--store", tmp_path / "new")
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1
    assert "nowhere.xlsx" in result.stderr
    assert not (tmp_path / "new").exists()
