"""A first pass over the XML of an .xlsx file, for what the reader of its cells does not tell or would not survive."""

import re
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import IO, NoReturn
from xml.parsers import expat

from duibiao.loaders.result import UnreadableFile

MOST_CELLS = 5_000_000
"""The most cells between a sheet's first and its last: the reader lays all of them out, the empty ones too."""

Attributes = dict[str, str]


def failed_cells(path: Path) -> dict[str, dict[tuple[int, int], str]]:
    """The cells (row, column; from 0) that hold an error such as #REF!, by sheet: the reader gives those as empty.

    UnreadableFile where a sheet stretches too far; ValueError, LookupError or zipfile's errors for a damaged file.
    """
    with zipfile.ZipFile(path) as archive:
        return {name: _failed(archive, part, f"{path.name}, {name}") for name, part in _parts(archive)}


def _parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    relations = _elements(archive, "xl/_rels/workbook.xml.rels", " Relationship")
    target = {relation["Id"]: relation["Target"] for relation in relations}
    for sheet in _elements(archive, "xl/workbook.xml", " sheet"):
        place = target[next(value for name, value in sheet.items() if name.endswith(" id"))]
        yield sheet["name"], place.lstrip("/") if place.startswith("/") else f"xl/{place}"


def _elements(archive: zipfile.ZipFile, part: str, kind: str) -> list[Attributes]:
    found: list[Attributes] = []
    parser = _parser()
    parser.StartElementHandler = lambda name, attributes: found.append(attributes) if name.endswith(kind) else None
    _parse(parser, archive, part)
    return found


def _failed(archive: zipfile.ZipFile, part: str, sheet: str) -> dict[tuple[int, int], str]:
    with archive.open(part) as xml:
        if _is_plain(xml):
            return {}
    cells = _Cells(sheet, _parser())
    _parse(cells.parser, archive, part)
    return cells.failed


_STRANGE = (b"<!", b'"e"', b"'e'", b"\0")
"""What a declaration of a document type, a failed cell and other encodings have in them; single searches are ten times as quick as one
pattern."""
_ENCODING = re.compile(rb"""\bencoding\s*=\s*["'](?!utf-8["'])""", re.IGNORECASE)
_HEAD = 200
_ANY_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"')
_PIECE = 1 << 20


def _is_plain(xml: IO[bytes]) -> bool:
    """Whether a sheet surely has no failed cell, no document type, and all cells within bounds. That shows without parsing where cells
    are written as nearly every program writes them."""
    rows, columns = set[bytes](), set[bytes]()
    for tags in _pieces(xml):
        places = _CELL.findall(tags)
        if any(word in tags for word in _STRANGE) or _ENCODING.search(tags, 0, _HEAD) or len(places) != len(_ANY_CELL.findall(tags)):
            return False
        columns.update(column for column, _ in places)
        rows.update(row for _, row in places)
    return max(map(int, rows), default=0) * max((_number(column.decode()) + 1 for column in columns), default=0) <= MOST_CELLS


def _pieces(xml: IO[bytes]) -> Iterator[bytes]:
    """The text in pieces that break no tag."""
    rest = b""
    while piece := xml.read(_PIECE):
        whole, opening, rest = (rest + piece).rpartition(b"<")
        yield whole if opening else b"\0"  # so long a text without a tag is strange
        rest = opening + rest
    yield rest


class _Cells:
    """The cells of a sheet as they go by."""

    def __init__(self, sheet: str, parser: expat.XMLParserType) -> None:
        self._sheet = sheet
        self._row = self._column = -1
        self._height = self._width = 0
        self._fails = False
        self.failed: dict[tuple[int, int], str] = {}
        self.parser = parser
        parser.StartElementHandler = self._start

    def _start(self, name: str, attributes: Attributes) -> None:
        if name.endswith(" c"):
            self._cell(attributes)
        elif name.endswith((" v", " is")):  # a cell without either is only painted
            self._fill()
        elif name.endswith(" row"):
            self._row = int(attributes.get("r", self._row + 2)) - 1
            self._column = -1

    def _cell(self, attributes: Attributes) -> None:
        if "r" in attributes:
            letters = attributes["r"].rstrip("0123456789")
            self._row, self._column = int(attributes["r"][len(letters) :]) - 1, _number(letters)
        else:
            self._column += 1
        if self._fails:
            self.parser.CharacterDataHandler = None
        self._fails = attributes.get("t") == "e"

    def _text(self, text: str) -> None:
        place = self._row, self._column
        self.failed[place] = self.failed.get(place, "") + text.strip()

    def _fill(self) -> None:
        if self._fails:
            self.parser.CharacterDataHandler = self._text
        if self._row < self._height and self._column < self._width:
            return
        self._height, self._width = max(self._height, self._row + 1), max(self._width, self._column + 1)
        if self._height * self._width > MOST_CELLS:
            raise UnreadableFile(
                f"{self._sheet}: cells as far as row {self._height}, column {self._width}; delete the rows and columns outside the table"
            )


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def _parse(parser: expat.XMLParserType, archive: zipfile.ZipFile, part: str) -> None:
    with archive.open(part) as xml:
        try:
            parser.ParseFile(xml)
        except expat.ExpatError as error:
            raise ValueError(f"{part}: {error}") from error


def _refuse(*doctype: object) -> NoReturn:
    raise ValueError("a document type declaration, which no workbook has")


@cache
def _number(letters: str) -> int:
    """The column A, B … AA as a number from 0."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
