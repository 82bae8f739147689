"""The workbook of an enterprise or an authority into statements: sheets → rows checked → references checked → one graph."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pyoxigraph import Literal, NamedNode, Triple

from duibiao.loaders import citations, grids, headers
from duibiao.loaders.faults import fault, of_pydantic
from duibiao.loaders.grids import Cell, Grid
from duibiao.loaders.headers import Names
from duibiao.loaders.limits.cells import limit_faults, limit_triples
from duibiao.loaders.result import Loaded, RowError, UnreadableFile
from duibiao.loaders.sheets import EXAMPLE, GUIDE, SHEETS, VALUES, ClauseRow, Column, HoldingRow, Row, StandardRow, UnitRow, written
from duibiao.ontology import iris
from duibiao.ontology.iris import normal
from duibiao.ontology.terms import PROV, RDF, RDFS, XSD, D


@dataclass(frozen=True)
class Read:
    """A row that stood its own checks: where it stands and what it says."""

    number: int
    row: Row

    @property
    def key(self) -> tuple[str, ...]:
        """What numbers the row, as written."""
        return tuple(str(getattr(self.row, name)) for name in self.row.key)

    @property
    def steps(self) -> tuple[str, ...]:
        """What numbers the row, as in its IRI: rows whose numbers differ in width or case alone are one thing."""
        return tuple(map(iris.slug, self.key))


@dataclass(frozen=True)
class Sheet:
    """A sheet as read: the rows accepted so far, the faults, the rows seen, the keys stated, held back or not, and whether anybody has
    touched it: on a sheet that still shows nothing but the example of the template, nothing was said."""

    model: type[Row]
    rows: tuple[Read, ...]
    errors: tuple[RowError, ...]
    seen: int
    stated: frozenset[str]
    touched: bool = True


def read(path: Path, names: Names | None = None) -> Loaded:
    """The statements of a workbook (.xlsx, or a folder of .csv) and the faults of its rows. `names` are the user's own for its sheets.

    A row with a fault is held back whole, the others stand. UnreadableFile when it does not say whose it is.
    """
    return of_grids(headers.renamed(grids.read(path), names or {}), str(path), path.name)


def of_grids(book: Mapping[str, Grid], path: str, source: str) -> Loaded:
    """The statements of a workbook whose sheets are at hand; `source` is what it is called on record. UnreadableFile as above."""
    names = {model: name for model in SHEETS if (name := _name_of(model, book)) is not None}
    sheets = [_sheet(model, book[name]) for model, name in names.items()]
    code = _code(sheets, source)
    stated = {sheet.model.kind: frozenset(map(iris.slug, sheet.stated)) for sheet in sheets if sheet.model.key[0] == "number"}
    sheets = [_references_checked(sheet, stated) for sheet in sheets]
    errors = [error for sheet in sheets for error in sheet.errors] + list(_unread_sheets(book, set(names.values())))
    accepted = (t for sheet in sheets for found in sheet.rows for t in _row_triples(code, found, source))
    triples = frozenset((*accepted, *_held_back(code, sheets, book, names), *_lists(code, sheets)))
    return Loaded(
        path=path,
        kind="workbook",
        graph=iris.graph(f"enterprise/{code}").value,
        triples=triples,
        rows=sum(sheet.seen for sheet in sheets),
        accepted=sum(len(sheet.rows) for sheet in sheets),
        errors=tuple(errors),
    )


def _name_of(model: type[Row], book: Iterable[str]) -> str | None:
    return next((name for name in book if normal(name).lower() in (model.sheet, model.english)), None)


def _unread_sheets(book: Mapping[str, Grid], read: set[str]) -> Iterator[RowError]:
    known = {name for model in SHEETS for name in (model.sheet, model.english)}
    for name in book:
        if name not in {*read, GUIDE, VALUES} and not all(map(_empty, book[name].rows)):
            yield fault("repeated_sheet" if normal(name).lower() in known else "unknown_sheet", name, 1)


def _code(sheets: list[Sheet], source: str) -> str:
    """The code of the enterprise or authority whose workbook it is: of the row accepted, else as stated.

    A wrong check character still says who is meant.
    """
    for sheet in sheets:
        if sheet.model.root:
            codes = [found.key[0] for found in sheet.rows] or sorted(sheet.stated)
            if codes and (code := iris.slug(codes[0])):
                return code.upper()
    raise UnreadableFile(f"{source}: no enterprise; the sheet 企业 (or 主管部门) must state one 统一社会信用代码 (credit code)")


# --- a sheet's own checks


def _sheet(model: type[Row], grid: Grid) -> Sheet:
    header = grid.rows[0] if grid.rows else []
    fields, errors = _fields(model, header)
    lacking = [c.zh for name, c in model.columns().items() if model.model_fields[name].is_required() and name not in fields.values()]
    filled = list(_filled(grid))
    stated = _stated(model, fields, filled)
    if lacking:
        errors += [fault("missing_column", model.sheet, 1, name, name) for name in lacking]
        return Sheet(model, (), tuple(errors), len(filled), stated)
    accepted: list[Read] = []
    for index, cells in filled:
        found, faults = _row(model, grid, fields, index, cells)
        errors += faults
        accepted += [found] if found else []
    accepted, repeated = _unique(model, accepted)
    touched = bool(filled) or all(map(_empty, grid.rows[1:]))
    return Sheet(model, tuple(accepted), (*errors, *repeated), len(filled), stated, touched)


def _filled(grid: Grid) -> Iterator[tuple[int, Sequence[Cell]]]:
    """The rows below the header that say something, the example of the template left out."""
    for index, row in enumerate(grid.rows[1:], start=1):
        if not _empty(row) and not any(isinstance(cell, str) and cell.startswith(EXAMPLE) for cell in row):
            yield index, row


def _fields(model: type[Row], header: Sequence[Cell]) -> tuple[dict[int, str], list[RowError]]:
    """Which column holds which field; headers may be zh, en or both."""
    spellings = {spelling: name for name, column in model.columns().items() for spelling in _spellings(column)}
    fields: dict[int, str] = {}
    errors = []
    for index, cell in enumerate(header):
        name = spellings.get(_squeezed(str(cell)))
        if name and name not in fields.values():
            fields[index] = name
        elif str(cell).strip():
            errors.append(fault("unknown_column", model.sheet, 1, str(cell), cell))
    return fields, errors


def _spellings(column: Column) -> set[str]:
    zh, en = _squeezed(column.zh), _squeezed(column.en)
    return {zh, en, zh + en, f"{zh}/{en}", f"{zh}({en})"}


def _squeezed(text: str) -> str:
    return normal(text).replace(" ", "").replace("*", "").lower()


def _row(model: type[Row], grid: Grid, fields: dict[int, str], index: int, cells: Sequence[Cell]) -> tuple[Read | None, list[RowError]]:
    number = index + 1
    faults = list(_broken_cells(model, grid, fields, index))
    if faults:
        return None, faults
    stated = {name: cells[i] for i, name in fields.items() if i < len(cells) and not _blank(cells[i])}
    try:
        row = model.model_validate(stated)
    except ValidationError as error:
        return None, [of_pydantic(e, model.sheet, number, model.columns()[str(e["loc"][0])].zh) for e in error.errors()]
    faults = list(limit_faults(row, number)) if isinstance(row, ClauseRow) else []
    return (None, faults) if faults else (Read(number, row), [])


def _empty(row: Sequence[Cell]) -> bool:
    return all(map(_blank, row))


def _blank(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell.strip()


def _broken_cells(model: type[Row], grid: Grid, fields: dict[int, str], index: int) -> Iterator[RowError]:
    for column, name in fields.items():
        title = model.columns()[name].zh
        if (index, column) in grid.failed:
            yield fault("formula_error", model.sheet, index + 1, title, grid.failed[index, column])
        elif (index, column) in grid.merged:
            cells = grid.rows[index]
            yield fault("merged_cells", model.sheet, index + 1, title, cells[column] if column < len(cells) else None)


def _unique(model: type[Row], rows: list[Read]) -> tuple[list[Read], list[RowError]]:
    first: dict[tuple[str, ...], int] = {}
    kept: list[Read] = []
    errors: list[RowError] = []
    column = model.columns()[model.key[-1]].zh
    for found in rows:
        if found.steps in first:
            errors.append(fault("duplicate", model.sheet, found.number, column, found.key[-1], first=first[found.steps]))
        elif model.root and kept:
            errors.append(fault("second_enterprise", model.sheet, found.number, column, found.key[-1]))
        else:
            first[found.steps] = found.number
            kept.append(found)
    return kept, errors


def _stated(model: type[Row], fields: dict[int, str], rows: Iterable[tuple[int, Sequence[Cell]]]) -> frozenset[str]:
    place = next((index for index, name in fields.items() if name == model.key[-1]), None)
    numbers = (row[place] for _, row in rows if place is not None and place < len(row) and not _blank(row[place]))
    return frozenset(normal(str(int(n)) if isinstance(n, float) and n.is_integer() else str(n)) for n in numbers)


# --- references between sheets

Stated = Mapping[str, Container[str]]
"""The numbers that the sheet of each kind states, as in IRIs."""


def _references_checked(sheet: Sheet, stated: Stated) -> Sheet:
    """The sheet without the rows that name something no sheet states.

    A row held back for another fault still counts as stated.
    """
    kept, errors = [], list(sheet.errors)
    for found in sheet.rows:
        faults = list(_unknown_references(found, stated))
        errors += faults
        kept += [] if faults else [found]
    return replace(sheet, rows=tuple(kept), errors=tuple(errors))


def _unknown_references(found: Read, stated: Stated) -> Iterator[RowError]:
    for name, column in found.row.columns().items():
        for value in _values(getattr(found.row, name)) if column.refers else ():
            if iris.slug(value) not in stated.get(column.refers or "", ()):
                target = next(model.sheet for model in SHEETS if model.kind == column.refers)
                yield fault("unknown_reference", found.row.sheet, found.number, column.zh, value, other=target)


# --- rows held back


def _held_back(code: str, sheets: list[Sheet], book: Mapping[str, Grid], names: Mapping[type[Row], str]) -> Iterator[Triple]:
    """Of each row of holdings that was held back, the unit it names: what is missing there must not make the unit pass."""
    holdings = next((sheet for sheet in sheets if sheet.model is HoldingRow), None)
    if holdings is None:
        return
    grid = book[names[HoldingRow]]
    fields, _ = _fields(HoldingRow, grid.rows[0] if grid.rows else [])
    place = next((index for index, name in fields.items() if name == "unit"), None)
    kept = {found.number for found in holdings.rows}
    for index, cells in _filled(grid):
        if place is not None and (number := index + 1) not in kept and place < len(cells) and not _blank(cells[place]):
            yield Triple(iris.member(code, UnitRow.kind, normal(written(cells[place]))), D.heldBackRow, Literal(number))


def _lists(code: str, sheets: Sequence[Sheet]) -> Iterator[Triple]:
    """Of which things the workbook has a list: what stands on none of its rows is not there. A sheet of which a row was held back tells
    no such thing."""
    if not any(sheet.rows for sheet in sheets if sheet.model.root):
        return
    for sheet in sheets:
        if sheet.touched and not sheet.model.root and not sheet.errors and len(sheet.rows) == sheet.seen:
            yield Triple(iris.enterprise(code), D.lists, sheet.model.cls)


# --- rows into statements


def _row_triples(code: str, found: Read, file: str) -> Iterator[Triple]:
    row, subject, owner = found.row, _subject(code, found), iris.enterprise(code)
    source = iris.source_row(file, row.sheet, found.number)
    yield Triple(subject, RDF.type, row.cls)
    yield Triple(subject, PROV.wasDerivedFrom, source)
    yield from _source_triples(source, file, row.sheet, found.number)
    if subject != owner:
        yield Triple(subject, D.belongsTo, owner)
    for name, column in row.columns().items():
        if column.term:
            yield from (Triple(subject, column.term, _term(code, column, v)) for v in _values(getattr(row, name)))
    if isinstance(row, HoldingRow):
        yield Triple(subject, RDFS.label, Literal(row.substance, language="zh"))
    if isinstance(row, StandardRow):
        yield Triple(subject, RDFS.label, Literal(row.title, language="zh"))
        yield from citations.cited(subject, row.cites)
    if isinstance(row, ClauseRow):
        yield from citations.implemented(code, subject, row)
        yield from limit_triples(subject, row)


def _subject(code: str, found: Read) -> NamedNode:
    return iris.enterprise(code) if found.row.root else iris.member(code, found.row.kind, *found.key)


def _source_triples(source: NamedNode, file: str, sheet: str, row: int) -> Iterator[Triple]:
    yield Triple(source, RDF.type, D.SourceRow)
    yield Triple(source, D.inFile, Literal(file))
    yield Triple(source, D.sheet, Literal(sheet))
    yield Triple(source, D.row, Literal(row))


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
