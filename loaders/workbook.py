"""The workbook of an enterprise or an authority into statements: sheets → rows checked → references checked → one graph."""

import io
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError
from pyoxigraph import Literal, Triple

from duibiao.loaders import grids, headers
from duibiao.loaders.faults import fault, of_pydantic
from duibiao.loaders.grids import Cell, Grid
from duibiao.loaders.headers import Names
from duibiao.loaders.limits.cells import limit_faults
from duibiao.loaders.result import Loaded, RowError, UnreadableFile
from duibiao.loaders.rows import SEVERAL, Cells, Found, Owner, Reference, found
from duibiao.loaders.sheets import EXAMPLE, GUIDE, SHEETS, VALUES, ClauseRow, Column, HoldingRow, Row, UnitRow, written
from duibiao.ontology import iris
from duibiao.ontology.iris import normal
from duibiao.ontology.terms import RDF, D
from duibiao.ontology.texts import Text, line


@dataclass(frozen=True)
class Outline:
    """A sheet before its rows are read: which column holds which field, the rows that say something, and the numbers stated."""

    model: type[Row]
    grid: Grid
    fields: Mapping[int, str]
    errors: tuple[RowError, ...]
    filled: Sequence[tuple[int, Sequence[Cell]]]
    stated: frozenset[str]


@dataclass(frozen=True)
class Sheet:
    """A sheet as read: the rows accepted, by number, and what they state in N-Triples, the faults, the rows seen, and whether anybody has
    touched it: on a sheet that still shows nothing but the example of the template, nothing was said."""

    model: type[Row]
    accepted: Sequence[int]
    text: bytes
    errors: tuple[RowError, ...]
    seen: int
    touched: bool


def read(path: Path, names: Names | None = None) -> Loaded:
    """The statements of a workbook (.xlsx, or a folder of .csv) and the faults of its rows. `names` are the user's own for its sheets.

    A row with a fault is held back whole, the others stand. UnreadableFile when it does not say whose it is.
    """
    return of_grids(headers.renamed(grids.read(path), names or {}), str(path), path.name)


def of_grids(book: Mapping[str, Grid], path: str, source: str) -> Loaded:
    """The statements of a workbook whose sheets are at hand; `source` is what it is called on record. UnreadableFile as above."""
    names = {model: name for model in SHEETS if (name := _name_of(model, book)) is not None}
    outlines = [_outline(model, book[name]) for model, name in names.items()]
    owner = Owner(_code(outlines, source), source)
    stated = {o.model.kind: frozenset(map(iris.slug, o.stated)) for o in outlines if o.model.key[0] == "number"}
    sheets = [_sheet(outline, owner, stated) for outline in outlines]
    errors = [error for sheet in sheets for error in sheet.errors] + list(_unread_sheets(book, set(names.values())))
    about = [*_held_back(owner.code, sheets, outlines), *_lists(owner.code, sheets), *_sources(source, sheets)]
    return Loaded(
        path=path,
        kind="workbook",
        graph=iris.graph(f"enterprise/{owner.code}").value,
        triples=Text(*_texts(sheets, map(line, about))),
        rows=sum(sheet.seen for sheet in sheets),
        accepted=sum(len(sheet.accepted) for sheet in sheets),
        errors=tuple(errors),
    )


def _name_of(model: type[Row], book: Iterable[str]) -> str | None:
    return next((name for name in book if normal(name).lower() in (model.sheet, model.english)), None)


def _unread_sheets(book: Mapping[str, Grid], read: set[str]) -> Iterator[RowError]:
    known = {name for model in SHEETS for name in (model.sheet, model.english)}
    for name in book:
        if name not in {*read, GUIDE, VALUES} and not all(map(_empty, book[name].rows)):
            yield fault("repeated_sheet" if normal(name).lower() in known else "unknown_sheet", name, 1)


def _code(outlines: Iterable[Outline], source: str) -> str:
    """The code of the enterprise or authority whose workbook it is: of the row accepted, else as stated.

    A wrong check character still says who is meant.
    """
    for outline in outlines:
        if outline.model.root:
            rows = (row for row in _rows(outline, Owner("", source)) if isinstance(row, Found))
            codes = [row.key[0] for row in rows] or sorted(outline.stated)
            if codes and (code := iris.slug(codes[0])):
                return code.upper()
    raise UnreadableFile(f"{source}: no enterprise; the sheet 企业 (or 主管部门) must state one 统一社会信用代码 (credit code)")


# --- a sheet's own checks

_LONG = 500
"""From so many rows on, cells are read each for itself, which costs more at the start and a third for each row."""
_REFERRED = frozenset(column.refers for model in SHEETS for column in model.columns().values() if column.refers)
"""The kinds of things whose numbers other sheets name."""
Stated = Mapping[str, Container[str]]
"""The numbers that the sheet of each kind states, as in IRIs. A row held back still counts as stated."""


def _outline(model: type[Row], grid: Grid) -> Outline:
    fields, errors = _fields(model, grid.rows[0] if grid.rows else [])
    lacking = [c.zh for name, c in model.columns().items() if model.model_fields[name].is_required() and name not in fields.values()]
    errors += [fault("missing_column", model.sheet, 1, name, name) for name in lacking]
    filled = list(_filled(grid))
    stated = _stated(model, fields, filled) if model.root or model.kind in _REFERRED else frozenset()
    return Outline(model, grid, fields, tuple(errors), filled, stated)


def _sheet(outline: Outline, owner: Owner, stated: Stated) -> Sheet:
    """The rows one after the other; of those accepted nothing is kept but the text of what they state."""
    model, text, accepted = outline.model, io.BytesIO(), list[int]()
    faulty, repeated, unknown = list[RowError](), list[RowError](), list[RowError]()
    numbers, known = _Numbers(model), set[Reference]()
    for row in _rows(outline, owner):
        if not isinstance(row, Found):
            faulty += row
        elif error := numbers.repeated(row):
            repeated.append(error)
        elif errors := [_unknown(model, row, reference) for reference in row.refers if not _is_known(reference, known, stated)]:
            unknown += errors
        else:
            accepted.append(row.number)
            text.write(row.text)
    touched = bool(outline.filled) or all(map(_empty, outline.grid.rows[1:]))
    faults = (*outline.errors, *faulty, *repeated, *unknown)
    return Sheet(model, accepted, text.getvalue(), faults, len(outline.filled), touched)


def _rows(outline: Outline, owner: Owner) -> Iterator[Found | list[RowError]]:
    """Each row with what it says, or its faults; none where a column lacks that every row needs."""
    model, grid, filled = outline.model, outline.grid, outline.filled
    if any(error.code == "missing_column" for error in outline.errors):
        return
    long = len(filled) >= _LONG and not (model.root or model in SEVERAL or grid.failed or grid.merged)
    by_cells = Cells(model, owner, outline.fields) if long else None
    for index, cells in filled:
        yield (by_cells and by_cells.found(cells, index + 1)) or _row(outline, owner, index, cells)


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


def _row(outline: Outline, owner: Owner, index: int, cells: Sequence[Cell]) -> Found | list[RowError]:
    model, number = outline.model, index + 1
    if faults := list(_broken_cells(model, outline.grid, outline.fields, index)):
        return faults
    stated = {name: cells[i] for i, name in outline.fields.items() if i < len(cells) and not _blank(cells[i])}
    try:
        row = model.model_validate(stated)
    except ValidationError as error:
        return [of_pydantic(e, model.sheet, number, model.columns()[str(e["loc"][0])].zh) for e in error.errors()]
    faults = list(limit_faults(row, number)) if isinstance(row, ClauseRow) else []
    return faults or found(owner, row, number)


def _empty(row: Sequence[Cell]) -> bool:
    return all(map(_blank, row))


def _blank(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell.strip()


def _broken_cells(model: type[Row], grid: Grid, fields: Mapping[int, str], index: int) -> Iterator[RowError]:
    for column, name in fields.items():
        title = model.columns()[name].zh
        if (index, column) in grid.failed:
            yield fault("formula_error", model.sheet, index + 1, title, grid.failed[index, column])
        elif (index, column) in grid.merged:
            cells = grid.rows[index]
            yield fault("merged_cells", model.sheet, index + 1, title, cells[column] if column < len(cells) else None)


class _Numbers:
    """The numbers of the rows of a sheet so far."""

    def __init__(self, model: type[Row]) -> None:
        self._model, self._column = model, model.columns()[model.key[-1]].zh
        self._first: dict[tuple[str, ...], int] = {}

    def repeated(self, found: Found) -> RowError | None:
        """That a row has the number of an earlier one, or is about a second enterprise; else its number is taken from now on."""
        first = self._first.get(found.steps)
        if first is not None:
            return fault("duplicate", self._model.sheet, found.number, self._column, found.key[-1], first=first)
        if self._model.root and self._first:
            return fault("second_enterprise", self._model.sheet, found.number, self._column, found.key[-1])
        self._first[found.steps] = found.number
        return None


def _stated(model: type[Row], fields: dict[int, str], rows: Iterable[tuple[int, Sequence[Cell]]]) -> frozenset[str]:
    place = next((index for index, name in fields.items() if name == model.key[-1]), None)
    numbers = (row[place] for _, row in rows if place is not None and place < len(row) and not _blank(row[place]))
    return frozenset(normal(str(int(n)) if isinstance(n, float) and n.is_integer() else str(n)) for n in numbers)


# --- references between sheets


def _is_known(reference: Reference, known: set[Reference], stated: Stated) -> bool:
    """Whether some sheet states the number; `known` are those of which that was found before."""
    if reference in known:
        return True
    if iris.slug(reference.number) not in stated.get(reference.kind, ()):
        return False
    known.add(reference)
    return True


def _unknown(model: type[Row], found: Found, reference: Reference) -> RowError:
    target = next(other.sheet for other in SHEETS if other.kind == reference.kind)
    return fault("unknown_reference", model.sheet, found.number, reference.column, reference.number, other=target)


# --- rows held back


def _held_back(code: str, sheets: Iterable[Sheet], outlines: Iterable[Outline]) -> Iterator[Triple]:
    """Of each row of holdings that was held back, the unit it names: what is missing there must not make the unit pass."""
    for sheet, outline in zip(sheets, outlines, strict=True):
        place = next((index for index, name in outline.fields.items() if name == "unit"), None)
        if sheet.model is HoldingRow and place is not None:
            kept = set(sheet.accepted)
            for index, cells in outline.filled:
                if (number := index + 1) not in kept and place < len(cells) and not _blank(cells[place]):
                    yield Triple(iris.member(code, UnitRow.kind, normal(written(cells[place]))), D.heldBackRow, Literal(number))


def _lists(code: str, sheets: Sequence[Sheet]) -> Iterator[Triple]:
    """Of which things the workbook has a list: what stands on none of its rows is not there. A sheet of which a row was held back tells
    no such thing."""
    if not any(sheet.accepted for sheet in sheets if sheet.model.root):
        return
    for sheet in sheets:
        if sheet.touched and not sheet.model.root and not sheet.errors and len(sheet.accepted) == sheet.seen:
            yield Triple(iris.enterprise(code), D.lists, sheet.model.cls)


# --- rows into statements


def _sources(file: str, sheets: Sequence[Sheet]) -> Iterator[Triple]:
    """Of each sheet the file and its name; the rest of where a row stands is in the row's IRI."""
    for name in (sheet.model.sheet for sheet in sheets if sheet.accepted):
        node = iris.source_sheet(file, name)
        yield Triple(node, RDF.type, D.SourceSheet)
        yield Triple(node, D.inFile, Literal(file))
        yield Triple(node, D.sheet, Literal(name))


def _texts(sheets: Sequence[Sheet], more: Iterable[bytes]) -> Iterator[bytes]:
    """The statements of all rows, each once: no two rows of a sheet, and no two kinds, are about the same thing, but parts of standards and
    what is of two sheets may be said twice."""
    kinds = Counter(sheet.model.kind for sheet in sheets)
    lines = dict.fromkeys(more)
    for sheet in sheets:
        if kinds[sheet.model.kind] > 1 or sheet.model in SEVERAL:
            lines |= dict.fromkeys(sheet.text.splitlines(keepends=True))
        else:
            yield sheet.text
    yield b"".join(lines)
