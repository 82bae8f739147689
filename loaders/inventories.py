"""Inventories of hazardous chemicals by unit, as people keep them for GB 18218: a .csv or .xlsx with one substance a row.

Cells are taken as text: what they come to is for the identification to say, so that nothing is skipped.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cache, lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from duibiao.loaders import grids
from duibiao.loaders.faults import fault
from duibiao.loaders.grids import Cell, Grid
from duibiao.loaders.result import RowError, UnreadableFile
from duibiao.loaders.sheets import written
from duibiao.ontology import units
from duibiao.ontology.iris import normal

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "unit": ("单元", "unit", "单元名称", "单元编号", "所属单元", "unit name", "unit number"),
    "kind": ("单元类型", "kind", "类型", "unit kind"),
    "substance": ("物质", "substance", "物质名称", "危险化学品", "危险化学品名称", "名称", "品名", "substance name", "name"),
    "cas": ("CAS", "CAS", "CAS号", "CAS登记号", "CAS No.", "CAS number"),
    "quantity": ("数量", "quantity", "设计最大量", "最大量", "设计最大存量", "design maximum"),
    "mass_unit": ("单位", "mass_unit", "计量单位", "质量单位", "数量单位", "mass unit"),
    "hazard_class": ("危险类别", "hazard class", "危险性类别", "危险性分类", "类别", "hazard_class"),
    "process_condition": ("工艺条件", "process_condition", "process condition", "操作条件"),
    "people": ("500米人口", "people", "500米内常住人口", "厂界外500米常住人口", "人口", "population within 500 m"),
    "state": ("物质状态", "state", "状态"),
    "stock": ("现存量", "stock", "当前存量", "实际存量", "库存"),
}
"""The columns by field: the Chinese and the English header, then other spellings that are read."""
_NEEDED = ("unit", "substance")
_NOT_READ = {"序号", "备注", "说明", "no", "no.", "remark", "remarks", "note", "notes"}
"""Columns that people add and that state nothing to identify by; no error is made of them."""
_ROWS_ABOVE = 10
"""How far down a header is looked for."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row: the substance and what is stated of it, cells as written."""

    substance: str = ""
    cas: str = ""
    quantity: str = ""
    mass_unit: str = ""
    hazard_class: str = ""
    process_condition: str = ""
    state: str = ""
    stock: str = ""


_OF_ENTRY = tuple(f.name for f in fields(Entry))


@dataclass(frozen=True, slots=True)
class UnitEntries:
    """A unit: its rows, and the kinds and numbers of residents that they state, each once."""

    unit: str
    kinds: tuple[str, ...]
    people: tuple[str, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Inventory:
    """A file read: its units in their order, and the rows and columns that could not be read."""

    units: tuple[UnitEntries, ...]
    errors: tuple[RowError, ...] = ()


@dataclass
class _Unit:
    name: str
    kinds: dict[str, None] = field(default_factory=dict)
    people: dict[str, None] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)


def read(path: Path) -> Inventory:
    """The inventory in a file, that of all its sheets with such a table.

    UnreadableFile when it is not there, not of these kinds, damaged, or has no table with these columns.
    """
    if not path.is_file():
        raise UnreadableFile(f"{path}: no such file; give an inventory as .csv or .xlsx (`duibiao hazard --template` prints one)")
    ending = path.suffix.lower()
    if ending not in {".csv", ".xlsx"}:
        raise UnreadableFile(f"{path.name}: an inventory is a .csv or .xlsx file; save it as one of these")
    sheets = {path.stem: Grid(grids.csv_rows(path))} if ending == ".csv" else grids.read(path)
    tables = [(name, grid, header) for name, grid in sheets.items() if (header := _header(grid))]
    if not tables:
        raise UnreadableFile(
            f"{path.name}: no table with the columns 单元 and 物质 (unit, substance); `duibiao hazard --template` prints one"
        )
    found: dict[str, _Unit] = {}
    errors = [error for table in tables for error in _read(found, *table)]
    return _gathered(found, errors)


def of_bytes(content: bytes, ending: str) -> Inventory:
    """The inventory in the bytes of a file with this ending (`.csv`); UnreadableFile as `read`, which calls the file `inventory`."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "inventory").with_suffix(ending)
        path.write_bytes(content)
        return read(path)


def of_rows(rows: Iterable[Mapping[str, str]]) -> Inventory:
    """The inventory that rows of texts by their heads come to, in any spelling of COLUMNS; the first row is number 1."""
    found: dict[str, _Unit] = {}
    errors: list[RowError] = []
    strange: set[str] = set()
    for number, row in enumerate(rows, start=1):
        header = _columns(list(row))
        unread = [head for index, head in enumerate(row) if index not in header.columns and head not in strange]
        errors += [fault("unknown_column", None, number, head, row[head]) for head in unread if not _left_out(head)]
        strange.update(unread)
        texts = [text.strip() for text in row.values()]
        errors += _take(found, _with_unit({name: texts[index] for index, name in header.columns.items()}, header), number, None)
    return _gathered(found, errors)


@dataclass(frozen=True)
class _Header:
    """Which column holds which field, the unit that stands behind 数量 (`数量(t)`), and the row that it was found in."""

    columns: Mapping[int, str]
    unit: str = ""
    row: int = 0


def _header(grid: Grid) -> _Header | None:
    for number, cells in enumerate(grid.rows[:_ROWS_ABOVE]):
        found = _columns([written(cell) for cell in cells])
        if set(_NEEDED) <= set(found.columns.values()):
            return replace(found, row=number)
    return None


def _columns(heads: Sequence[str]) -> _Header:
    """The fields that the heads name; of two heads for one field the first counts."""
    found: dict[int, str] = {}
    unit = ""
    for index, head in enumerate(heads):
        name, within = field_of(head), _split(head)[1]
        if name and name not in found.values():
            found[index] = name
            unit = within if name == "quantity" else unit
    return _Header(found, unit)


@lru_cache(maxsize=1024)
def field_of(head: str) -> str | None:
    """The field that a head names, in any of its spellings; None for what is no head of an inventory."""
    return _fields().get(_squeezed(head)) or _fields().get(_squeezed(_split(head)[0]))


@cache
def _fields() -> Mapping[str, str]:
    """The field by each spelling of its head."""
    return {spelling: name for name, words in COLUMNS.items() for spelling in _spellings(words)}


def _left_out(head: str) -> bool:
    return _squeezed(head) in _NOT_READ


@lru_cache(maxsize=1024)
def _split(head: str) -> tuple[str, str]:
    """A head and the unit of mass behind it in brackets: `数量(t)`."""
    found = re.fullmatch(r"(.+?)\s*[(/]([^()/]+)\)?", normal(head))
    unit = units.find(found[2]) if found else None
    return (found[1], found[2].strip()) if found and unit and unit.dimension == "mass" else (head, "")


def _spellings(words: Sequence[str]) -> set[str]:
    zh, en, *others = map(_squeezed, words)
    return {zh, en, zh + en, f"{zh}/{en}", f"{zh}({en})", *others}


def _squeezed(text: str) -> str:
    return normal(text).replace(" ", "").replace("-", "").replace("*", "").lower()


def _read(found: dict[str, _Unit], name: str, grid: Grid, header: _Header) -> Iterator[RowError]:
    """The rows of a sheet put to their units; what is wrong with its columns, cells and rows."""
    heads = grid.rows[header.row]
    for index, cell in enumerate(heads):
        if index not in header.columns and written(cell) and not _left_out(written(cell)):
            yield fault("unknown_column", name, header.row + 1, written(cell), cell)
    for index in range(header.row + 1, len(grid.rows)):
        failed = [column for column in header.columns if (index, column) in grid.failed]
        yield from (fault("formula_error", name, index + 1, written(heads[column]), grid.failed[index, column]) for column in failed)
        cells = _texts(grid, index, header)
        if any(cells.values()):
            yield from _beyond(name, grid, index, len(heads))
            yield from _take(found, cells, index + 1, name)


def _beyond(name: str, grid: Grid, index: int, width: int) -> Iterator[RowError]:
    """The first cell filled behind the last head: a comma too many in CSV shifts what stands after it."""
    if over := next((written(cell) for cell in grid.rows[index][width:] if written(cell)), None):
        yield fault("too_many_cells", name, index + 1, None, over)


def _texts(grid: Grid, index: int, header: _Header) -> dict[str, str]:
    """The cells of a row by field; one whose formula failed is empty, one under a merge holds what the merge shows."""
    columns = header.columns.items()
    texts = {name: written(_cell(grid, index, column)) for column, name in columns if (index, column) not in grid.failed}
    return _with_unit(texts, header)


def _with_unit(texts: dict[str, str], header: _Header) -> dict[str, str]:
    """The cells with the unit of mass of the head where they have none of their own."""
    if header.unit and texts.get("quantity") and not texts.get("mass_unit"):
        texts["mass_unit"] = header.unit
    return texts


def _cell(grid: Grid, index: int, column: int) -> Cell:
    row = grid.rows[index]
    cell = row[column] if column < len(row) else ""
    while (index, column) in grid.merged and cell == "" and index > 0 and (index - 1, column) in grid.merged:
        index -= 1
        cell = grid.rows[index][column] if column < len(grid.rows[index]) else ""
    return cell


def _take(found: dict[str, _Unit], cells: Mapping[str, str], number: int, sheet: str | None) -> Iterator[RowError]:
    """The row put to its unit; an error for one that names none. A row that names the unit alone adds no substance."""
    name = cells.get("unit", "")
    if not name:
        yield fault("missing", sheet, number, "单元")
        return
    unit = found.setdefault(normal(name), _Unit(name))
    for stated, key in ((unit.kinds, "kind"), (unit.people, "people")):
        if text := cells.get(key):
            stated[text] = None
    if any(texts := [cells.get(key, "") for key in _OF_ENTRY]):
        unit.entries.append(Entry(*texts))


def _gathered(found: Mapping[str, _Unit], errors: Iterable[RowError]) -> Inventory:
    told = (UnitEntries(u.name, tuple(u.kinds), tuple(u.people), tuple(u.entries)) for u in found.values())
    return Inventory(tuple(told), tuple(errors))
