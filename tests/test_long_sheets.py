"""Long sheets are read cell by cell, and what they state is kept as text: the same statements and faults as row by row, term by term."""

import os
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Triple
from workbooks import CODE, small_enterprise, ten_bad_rows, write, write_csv

from duibiao import register
from duibiao.loaders import workbook
from duibiao.ontology import iris, sources, texts
from duibiao.ontology.terms import PROV, RDF, XSD, D
from duibiao.ontology.texts import Text
from duibiao.shapes import shipped
from duibiao.store import Store
from duibiao.store import __name__ as store_module
from duibiao.store.texts import Texts

DAY = date(2026, 11, 22)
GRAPH = iris.graph(f"enterprise/{CODE}")
X = NamedNode("http://example.com/x")


def both(monkeypatch: pytest.MonkeyPatch, path: Path) -> list[Any]:
    """What is read of a workbook row by row, and cell by cell."""
    found = []
    for long in (10**9, 0):
        monkeypatch.setattr(workbook, "_LONG", long)
        loaded = workbook.read(path)
        found.append((sorted(loaded.triples, key=str), loaded.errors, loaded.rows, loaded.accepted))
    return found


@pytest.mark.parametrize("sheets", [small_enterprise(), ten_bad_rows()])
def test_cell_by_cell_a_workbook_says_the_same_as_row_by_row(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sheets: Any) -> None:
    by_rows, by_cells = both(monkeypatch, write_csv(tmp_path / "book", sheets))
    assert by_rows == by_cells


def test_cells_of_every_kind_and_fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    sheets = small_enterprise()
    head, row = sheets["设备"]
    for i, cell in enumerate(
        ["", " ", 1, 1.0, 1.5, True, "是", "２０２５年1月3日", date(2025, 1, 3), datetime(2025, 1, 3, 4, 5, 6), "x；x", -1]
    ):
        for column in range(len(head)):
            sheets["设备"].append([cell if place == column else f"S{i}-{column}" if place == 0 else c for place, c in enumerate(row)])
    by_rows, by_cells = both(monkeypatch, write(tmp_path / "book.xlsx", sheets))
    assert by_rows == by_cells
    assert len(by_rows[1]) > 20


# --- texts


LITERALS = st.one_of(
    st.text().map(Literal),
    st.decimals(allow_nan=False, allow_infinity=False).map(lambda d: Literal(f"{d:f}", datatype=XSD.decimal)),
    st.from_regex(r"-?0{0,2}[0-9]{0,20}(\.[0-9]{0,12})?", fullmatch=True).map(lambda text: Literal(text, datatype=XSD.decimal)),
    st.dates().map(lambda d: Literal(d.isoformat(), datatype=XSD.date)),
    st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2})?", fullmatch=True).flatmap(
        lambda text: st.sampled_from([XSD.date, XSD.dateTime]).map(lambda kind: Literal(text, datatype=kind))
    ),
    st.datetimes().map(lambda d: Literal(d.isoformat(), datatype=XSD.dateTime)),
    st.integers().map(Literal),
    st.booleans().map(Literal),
)


@given(st.sets(LITERALS, max_size=5))
def test_a_text_has_its_statements_as_the_engine_keeps_and_writes_them(literals: set[Literal]) -> None:
    store = Store.in_memory()
    store.write({X: [Triple(X, X, literal) for literal in literals]})
    lines = {texts.line(Triple(X, X, literal)) for literal in literals}
    assert lines == set(store.n_triples(X).splitlines(keepends=True))
    assert Text(*lines) == store.graph(X)


def test_a_text_against_what_is_stored() -> None:
    one, two, three = (Triple(X, X, Literal(text)) for text in "123")
    gone, new = Text(texts.line(two), texts.line(three)).compared(Text(texts.line(one) + texts.line(two)))
    assert (gone, new) == ({one}, {three})


def test_the_statements_of_a_text_with_a_property() -> None:
    sought = Triple(X, RDF.type, X)
    others = [Triple(X, X, RDF.type), Triple(X, X, Literal(f" {RDF.type} "))]
    text = Text(*map(texts.line, [*others, sought, *others]))
    assert set(texts.having(text, RDF.type)) == {sought}
    assert sought in text and Triple(X, X, X) not in text


# --- in the store


@pytest.fixture
def low(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is many."""
    monkeypatch.setattr(f"{store_module}._MANY", 0)


@pytest.mark.usefixtures("low")
def test_a_kept_text_is_the_graph_until_that_changes(tmp_path: Path) -> None:
    store, triples = Store.open(tmp_path), [Triple(X, X, Literal(str(number))) for number in range(3)]
    store.write({X: Text(*map(texts.line, triples))})
    (kept,) = (tmp_path / "texts").iterdir()
    assert store.text(X) == set(triples)
    Texts(kept.parent).keep(X, 1, Text(texts.line(triples[0])))
    assert store.text(X) == {triples[0]}  # the file is what is read
    store.write({X: triples[1:]})
    assert Text(store.n_triples(X)) == set(triples[1:])


@pytest.mark.usefixtures("low")
def test_a_kept_text_that_was_cut_off_is_not_read(tmp_path: Path) -> None:
    store, triples = Store.open(tmp_path), {Triple(X, X, Literal(str(number))) for number in range(3)}
    store.write({X: Text(*map(texts.line, triples))})
    (kept,) = (tmp_path / "texts").iterdir()
    os.truncate(kept, kept.stat().st_size - 30)
    assert Text(store.n_triples(X)) == triples


@pytest.mark.usefixtures("low")
@pytest.mark.parametrize("open_store", [Store.in_memory, Store.open])
def test_a_long_workbook_loaded_changed_and_loaded_again(tmp_path: Path, open_store: Any) -> None:
    store = open_store(*([tmp_path / "store"] if open_store == Store.open else []))
    sheets, path = small_enterprise(), tmp_path / "book.xlsx"
    first = _load(store, write(path, sheets))
    assert _load(store, path).status == "unchanged"
    name = sheets["岗位"][1][1]
    sheets["岗位"][1][1] = f"{name}甲"
    second = _load(store, write(path, sheets))
    assert (first.added > 100, second.added, second.removed) == (True, 1, 1)
    assert store.graph(GRAPH) == workbook.read(path).triples == Text(store.n_triples(GRAPH))
    assert register.check(store, day=DAY, book=shipped()).gaps


def _load(store: Store, path: Path) -> register.FileResult:
    (result,) = register.load(store, [path], day=DAY, who="test")
    return result


# --- stores of before


def test_rows_that_are_told_by_statements_of_their_own_are_read_and_replaced(tmp_path: Path) -> None:
    path = write(tmp_path / "book.xlsx", small_enterprise())
    new = workbook.read(path).triples
    told = {t for t in new if t.object != D.SourceSheet and t.predicate not in (D.inFile, D.sheet)}
    rows = {t.object for t in told if t.predicate == PROV.wasDerivedFrom}
    told |= {triple for row in rows for triple in sources.of_row(row, lambda node: [t for t in new if t.subject == node])}
    store = Store.in_memory()
    store.write({GRAPH: told}, [Quad(X, X, X, iris.graph("audit"))])
    before = {gap.id: gap.evidence for gap in register.check(store, day=DAY, book=shipped()).gaps}
    result = _load(store, path)
    assert (result.status, result.others, store.graph(GRAPH)) == ("loaded", (), new)
    after = {gap.id: gap.evidence for gap in register.check(store, day=DAY, book=shipped()).gaps}
    both = before.keys() & after.keys()
    assert {gap: after[gap] for gap in both} == {gap: before[gap] for gap in both}
    assert any(str(D.row) in line for gap in both for line in after[gap])


@pytest.mark.parametrize("number", [Decimal("10.00"), Decimal("-0.0"), Decimal("0.50"), Decimal("123456789012345678901234567890.10")])
def test_numbers_with_needless_digits(number: Decimal) -> None:
    literal, store = Literal(f"{number:f}", datatype=XSD.decimal), Store.in_memory()
    store.write({X: [Triple(X, X, literal)]})
    assert {triple.object for triple in store.graph(X)} == {texts.stored(literal)}
