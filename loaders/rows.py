"""Rows that stood their own checks into statements, as text: by a row model row by row, or in long sheets cell by cell, each distinct cell
once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, NamedTuple, get_type_hints

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pyoxigraph import Literal, NamedNode, Triple

from duibiao.loaders import citations
from duibiao.loaders.grids import Cell
from duibiao.loaders.limits.cells import limit_triples
from duibiao.loaders.sheets import ClauseRow, Column, HoldingRow, Row, StandardRow
from duibiao.ontology import iris
from duibiao.ontology.terms import PROV, RDF, RDFS, XSD, D
from duibiao.ontology.texts import line, stored

SEVERAL: Final = frozenset({HoldingRow, StandardRow, ClauseRow})
"""The sheets whose rows state more than their cells one by one."""
_MOST_CELLS = 10_000
"""The distinct cells of a column that are remembered."""


class Owner(NamedTuple):
    """Whose the rows are, by code, and what the file is called on record."""

    code: str
    file: str


class Reference(NamedTuple):
    """The number of something on another sheet: of which kind, by which column, which number."""

    kind: str
    column: str
    number: str


@dataclass(frozen=True, slots=True)
class Found:
    """A row that stood its own checks: where it stands, what numbers it, as written and as in its IRI (rows whose numbers differ in width
    or case alone are one thing), what it refers to, and what it states, in N-Triples."""

    number: int
    key: tuple[str, ...]
    steps: tuple[str, ...]
    refers: Sequence[Reference]
    text: bytes


# --- row by row


def found(owner: Owner, row: Row, number: int) -> Found:
    """What a row says that its model has checked."""
    key = tuple(str(getattr(row, name)) for name in row.key)
    refers = [refers for name, column in row.columns().items() for refers in _references(column, _values(getattr(row, name)))]
    lines = dict.fromkeys(map(line, _triples(owner, row, key, number)))
    return Found(number, key, tuple(map(iris.slug, key)), refers, b"".join(lines))


def _triples(owner: Owner, row: Row, key: Sequence[str], number: int) -> Iterator[Triple]:
    subject = iris.enterprise(owner.code) if row.root else iris.member(owner.code, row.kind, *key)
    yield Triple(subject, PROV.wasDerivedFrom, iris.source_row(owner.file, row.sheet, number))
    yield from (Triple(subject, predicate, term) for predicate, term in _of_all(type(row), owner.code))
    for name, column in row.columns().items():
        if column.term:
            yield from (Triple(subject, column.term, _term(owner.code, column, v)) for v in _values(getattr(row, name)))
    if isinstance(row, HoldingRow):
        yield Triple(subject, RDFS.label, Literal(row.substance, language="zh"))
    if isinstance(row, StandardRow):
        yield Triple(subject, RDFS.label, Literal(row.title, language="zh"))
        yield from citations.cited(subject, row.cites)
    if isinstance(row, ClauseRow):
        yield from citations.implemented(owner.code, subject, row)
        yield from limit_triples(subject, row)


def _of_all(model: type[Row], code: str) -> Iterator[tuple[NamedNode, NamedNode]]:
    """What is stated of every row of a sheet."""
    yield RDF.type, model.cls
    if not model.root:
        yield D.belongsTo, iris.enterprise(code)


def _references(column: Column, values: Iterable[str]) -> Iterator[Reference]:
    return (Reference(column.refers, column.zh, value) for value in values if column.refers)


def _values(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _term(code: str, column: Column, value: Any) -> NamedNode | Literal:
    """A cell's value as an RDF term; the one place where Python values become terms here."""
    if isinstance(value, NamedNode):
        return value
    if column.refers:
        return iris.member(code, column.refers, value)
    if isinstance(value, bool | int):
        return Literal(value)
    if isinstance(value, datetime):
        return Literal(value.isoformat(), datatype=XSD.dateTime)
    if isinstance(value, date):
        return Literal(value.isoformat(), datatype=XSD.date)
    if isinstance(value, Decimal):
        return Literal(f"{value:f}", datatype=XSD.decimal)
    return Literal(value, language="zh") if column.term == RDFS.label else Literal(value)


# --- cell by cell


class _Said(NamedTuple):
    """What a cell says: its values, the sheets' numbers among them, and what follows the subject in each of its statements."""

    values: Sequence[Any]
    refers: tuple[Reference, ...]
    lines: tuple[bytes, ...]


_NOTHING: Final = _Said((), (), ())


class Cells:
    """The cells of a sheet whose rows state them one by one, read each for itself. What is wrong with a row its model has to say."""

    def __init__(self, model: type[Row], owner: Owner, fields: Mapping[int, str]) -> None:
        places = {name: place for place, name in fields.items()}
        self._columns = [_Cells(model, owner.code, name, places[name]) for name in model.columns() if name in places]
        self._key = [next(i for i, column in enumerate(self._columns) if column.name == name) for name in model.key]
        self._members = f"<{iris.member(owner.code, model.kind).value}/"
        source = iris.source_sheet(owner.file, model.sheet).value
        self._of_all = tuple(f" {p} {term} .\n".encode() for p, term in _of_all(model, owner.code))
        self._source = f" {PROV.wasDerivedFrom} <{source}/%d> .\n".encode()

    def found(self, cells: Sequence[Cell], number: int) -> Found | None:
        """What a row says; None where one of its cells is at fault."""
        said = [column.said(cells) for column in self._columns]
        if None in said:
            return None
        return self._found([part for part in said if part is not None], number)

    def _found(self, said: Sequence[_Said], number: int) -> Found:
        key = tuple([str(said[place].values[0]) for place in self._key])
        steps = tuple(map(iris.slug, key))
        subject = f"{self._members}{'/'.join(steps)}>".encode()
        ends = dict.fromkeys([end for part in said for end in part.lines])
        text = subject + subject.join((*self._of_all, *ends, self._source % number))
        return Found(number, key, steps, [reference for part in said for reference in part.refers], text)


class _Cells:
    """The cells of one column, each distinct one read once."""

    def __init__(self, model: type[Row], code: str, name: str, place: int) -> None:
        self.name, self._code, self._place = name, code, place
        self._column, self._needed = model.columns()[name], model.model_fields[name].is_required()
        hint = get_type_hints(model, include_extras=True)[name]
        self._check = TypeAdapter(hint, config=ConfigDict(arbitrary_types_allowed=True)).validate_python
        self._known: dict[Any, _Said | None] = {}

    def said(self, cells: Sequence[Cell]) -> _Said | None:
        """What the cell of a row says; None where it is at fault."""
        cell = cells[self._place] if self._place < len(cells) else ""
        known = cell if cell.__class__ is str else (cell.__class__, cell)  # for 1, 1.0 and True are one key
        try:
            return self._known[known]
        except KeyError:
            if len(self._known) >= _MOST_CELLS:
                self._known.clear()
            return self._known.setdefault(known, self._read(cell))
        except TypeError:  # a value of a database that is no key, such as a list
            return self._read(cell)

    def _read(self, cell: Cell) -> _Said | None:
        if isinstance(cell, str) and not cell.strip():
            return None if self._needed else _NOTHING
        try:
            values = _values(self._check(cell))
        except ValidationError:
            return None
        return _Said(values, tuple(_references(self._column, values)), tuple(self._lines(values)))

    def _lines(self, values: Iterable[Any]) -> Iterator[bytes]:
        if self._column.term is not None:
            for value in values:
                yield f" {self._column.term} {stored(_term(self._code, self._column, value))} .\n".encode()
