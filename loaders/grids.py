"""Sheets of cells out of .xlsx files and folders of .csv files, guarded against files that are not what they seem."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import product
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from duibiao.loaders.result import UnreadableFile
from duibiao.loaders.sheet_xml import failed_cells

MOST_BYTES = 200_000_000
"""The most an .xlsx may unpack to; a hundred thousand rows of ours take half."""

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_DAMAGE = (CalamineError, zipfile.BadZipFile, zlib.error, EOFError, LookupError, RuntimeError, SyntaxError, ValueError)

Cell = int | float | str | bool | time | date | datetime | timedelta
Place = tuple[int, int]
"""A cell's row and column, from 0."""


@dataclass(frozen=True)
class Grid:
    """A sheet: its rows of cells, the cells that a merge covers, and what the cells whose formula failed show."""

    rows: Sequence[Sequence[Cell]]
    merged: frozenset[Place] = frozenset()
    failed: Mapping[Place, str] = field(default_factory=dict)


def read(path: Path) -> dict[str, Grid]:
    """The sheets of a workbook by name: of an .xlsx file, or of a folder with one .csv a sheet.

    UnreadableFile when it is none.
    """
    return _csv_folder(path) if path.is_dir() else _excel(path)


def _csv_folder(path: Path) -> dict[str, Grid]:
    return {file.stem: Grid(csv_rows(file)) for file in sorted(path.glob("*.csv"))}


def csv_rows(path: Path) -> list[list[str]]:
    """The rows of a .csv file in UTF-8 or GB18030. UnreadableFile when it is neither."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return list(csv.reader(io.StringIO(path.read_bytes().decode(encoding), newline="")))
        except UnicodeDecodeError:
            continue
        except csv.Error as error:
            raise UnreadableFile(f"{path.name}: not to be read as CSV ({error}); save it as CSV UTF-8") from error
    raise UnreadableFile(f"{path.name}: neither UTF-8 nor GB18030 text; save it as CSV UTF-8")


def _excel(path: Path) -> dict[str, Grid]:
    _guard(path)
    try:
        _weigh(path)
        failed = failed_cells(path)
        book = CalamineWorkbook.from_path(path)
        return {name: _grid(book, name, failed.get(name, {})) for name in book.sheet_names}
    except UnreadableFile:
        raise
    except _DAMAGE as error:
        reason = " ".join(str(error).split())
        raise UnreadableFile(f"{path.name}: damaged, or no Excel workbook ({reason}); save it again as .xlsx") from error


def _grid(book: CalamineWorkbook, name: str, failed: Mapping[Place, str]) -> Grid:
    sheet = book.get_sheet_by_name(name)
    rows = sheet.to_python(skip_empty_area=False)
    return Grid(rows, _covered(sheet.merged_cell_ranges or (), rows), failed)


def _guard(path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(len(_OLE))
    if not head:
        raise UnreadableFile(f"{path.name}: the file is empty; save the workbook again")
    if head == _OLE:
        raise UnreadableFile(f"{path.name}: encrypted, or the older .xls format; save it as .xlsx without a password")
    if not zipfile.is_zipfile(path):
        raise UnreadableFile(f"{path.name}: damaged, or no Excel workbook; save it again as .xlsx")


def _weigh(path: Path) -> None:
    """UnreadableFile for what unpacks to too much; a directory that lies about it is refused by those who read on."""
    with zipfile.ZipFile(path) as archive:
        if sum(info.file_size for info in archive.infolist()) > MOST_BYTES:
            raise UnreadableFile(f"{path.name}: unpacks to more than {MOST_BYTES // 1_000_000} MB; split the workbook")


def _covered(ranges: Iterable[tuple[Place, Place]], rows: Sequence[Sequence[Cell]]) -> frozenset[Place]:
    """The cells under the merges, as far as the sheet is filled: a merge may run to the sheet's last row."""
    height, width = len(rows), max(map(len, rows), default=0)
    covered = (product(range(top, min(bottom + 1, height)), range(left, min(right + 1, width))) for (top, left), (bottom, right) in ranges)
    return frozenset(place for places in covered for place in places)
