"""Sheets of cells out of .xlsx files and folders of .csv files, guarded against files that are not what they seem."""

import csv
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook

from duibiao.loaders.result import UnreadableFile

MOST_BYTES = 200_000_000
"""The most an .xlsx may unpack to; a hundred thousand rows of ours take a tenth."""

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_PART = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ERROR_CELL = re.compile(rb'<c\b(?=[^>]*\bt="e")[^>]*\br="([A-Z]+)([0-9]+)"[^>]*>(?:(?!</c>).)*?<v>([^<]*)</v>', re.S)


@dataclass(frozen=True)
class Grid:
    """A sheet: its rows of cells, the cells (row, column; from 0) that a merge covers, the cells whose formula failed."""

    rows: list[list[Any]]
    merged: frozenset[tuple[int, int]] = frozenset()
    failed: dict[tuple[int, int], str] = field(default_factory=dict)


def read(path: Path) -> dict[str, Grid]:
    """The sheets of a workbook by name: of an .xlsx file, or of a folder with one .csv a sheet. UnreadableFile when it is none."""
    return _csv_folder(path) if path.is_dir() else _excel(path)


def _csv_folder(path: Path) -> dict[str, Grid]:
    return {file.stem: Grid(_csv_rows(file)) for file in sorted(path.glob("*.csv"))}


def _csv_rows(path: Path) -> list[list[Any]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return list(csv.reader(path.read_text(encoding=encoding).splitlines(keepends=True)))
        except UnicodeDecodeError:
            continue
    raise UnreadableFile(f"{path.name}: neither UTF-8 nor GB18030 text; save it as CSV UTF-8")


def _excel(path: Path) -> dict[str, Grid]:
    _guard(path)
    try:
        book = CalamineWorkbook.from_path(str(path))
        sheets = {name: book.get_sheet_by_name(name) for name in book.sheet_names}
        failed = _failed_cells(path)
        return {
            name: Grid(sheet.to_python(skip_empty_area=False), _covered(sheet.merged_cell_ranges or ()), failed.get(name, {}))
            for name, sheet in sheets.items()
        }
    except (CalamineError, zipfile.BadZipFile, ElementTree.ParseError, KeyError) as error:
        raise UnreadableFile(f"{path.name}: damaged, or no Excel workbook ({error}); save it again as .xlsx") from error


def _guard(path: Path) -> None:
    head = path.open("rb").read(8)
    if not head:
        raise UnreadableFile(f"{path.name}: the file is empty; save the workbook again")
    if head == _OLE:
        raise UnreadableFile(f"{path.name}: encrypted, or the older .xls format; save it as .xlsx without a password")
    if not zipfile.is_zipfile(path):
        raise UnreadableFile(f"{path.name}: damaged, or no Excel workbook; save it again as .xlsx")
    with zipfile.ZipFile(path) as archive:
        if sum(info.file_size for info in archive.infolist()) > MOST_BYTES:
            raise UnreadableFile(f"{path.name}: unpacks to more than {MOST_BYTES // 1_000_000} MB; split the workbook")


def _covered(ranges: Any) -> frozenset[tuple[int, int]]:
    return frozenset((r, c) for (top, left), (bottom, right) in ranges for r in range(top, bottom + 1) for c in range(left, right + 1))


def _failed_cells(path: Path) -> dict[str, dict[tuple[int, int], str]]:
    """The cells that hold an error such as #REF!, by sheet: calamine gives them as empty, and an error is not nothing."""
    with zipfile.ZipFile(path) as archive:
        return {name: dict(_errors(archive.read(part))) for name, part in _parts(archive)}


def _parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    target = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    for sheet in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter(f"{_PART}sheet"):
        place = target[sheet.get(_RELATION)]
        yield sheet.get("name", ""), place.lstrip("/") if place.startswith("/") else f"xl/{place}"


def _errors(xml: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    if b't="e"' in xml:
        for letters, row, text in _ERROR_CELL.findall(xml):
            yield (int(row) - 1, _column(letters.decode())), text.decode()


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
