"""The paragraphs of a Word document, with the numbers that Word shows and does not store.

Its lines are its paragraphs in their order, each row of a table one, its cells with " | " between them. What a text box holds comes after
the paragraph that it hangs on; footnotes, then endnotes, come at the end. Left out: what was deleted with changes tracked, hidden text, the
codes of fields, a generated table of contents, headers, footers and comments.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, groupby
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile
from zlib import error as DeflateError

import docx
from docx.document import Document
from docx.opc.exceptions import OpcError
from docx.oxml import parse_xml

from duibiao.loaders.documents.model import Paragraph
from duibiao.loaders.documents.reading import placed
from duibiao.loaders.documents.reading.tables import SEPARATOR, rows
from duibiao.loaders.documents.reading.word_numbering import Numbering, W, attribute
from duibiao.loaders.result import UnreadableFile

_DAMAGE = (BadZipFile, DeflateError, OpcError, SyntaxError, LookupError, ValueError, AttributeError, TypeError, OSError, RuntimeError)
"""What python-docx and the libraries under it raise on files that are no Word documents."""


def read(path: Path) -> tuple[tuple[str, ...], Iterator[Paragraph]]:
    """Its lines, and its paragraphs and rows as they stand in them; a line end within a paragraph is a soft break. UnreadableFile when it
    is no Word document, a damaged one, or one made to exhaust the memory."""
    try:
        _check(path)
        blocks = list(_Reader(docx.Document(str(path))).blocks())
    except _DAMAGE as error:
        raise UnreadableFile(f"{path.name}: no Word document (.docx), or a damaged one; open it in Word and save it again") from error
    return tuple(block.line.replace("\v", " ") for block in blocks), _paragraphs(blocks)


@dataclass(frozen=True)
class _Block:
    """A paragraph, or a row of a table, which has a number; a cell is None where the one above reaches down."""

    cells: Sequence[str | None]
    depth: int = 0
    table: int = 0

    @property
    def line(self) -> str:
        return SEPARATOR.join(cell or "" for cell in self.cells)


def _paragraphs(blocks: Sequence[_Block]) -> Iterator[Paragraph]:
    for table, lines in groupby(enumerate(blocks, start=1), key=lambda line: line[1].table):
        if table:
            yield from rows([list(_cells(number, block)) for number, block in lines], table)
        else:
            yield from (replace(placed.line(number, block.line), depth=block.depth) for number, block in lines)


def _cells(number: int, block: _Block) -> Iterator[Paragraph | None]:
    line, start = placed.line(number, block.line), 0
    for cell in block.cells:
        end = start + len(cell or "")
        yield None if cell is None else placed.cut(line, start, end)
        start = end + len(SEPARATOR)


# --- the archive

_MOST_BYTES = 200_000_000
_MOST_XML = 50_000_000
_MOST_RATIO = 200
_SMALL = 1_000_000
_DECLARATIONS = [mark.encode(encoding) for mark in ("<!DOCTYPE", "<!ENTITY") for encoding in ("ascii", "utf-16-le", "utf-16-be")]


def _check(path: Path) -> None:
    """UnreadableFile when the archive unpacks to too much, by what it says of itself, or its XML declares entities."""
    with ZipFile(path) as archive:
        entries = archive.infolist()
        xml = [entry for entry in entries if entry.filename.endswith((".xml", ".rels"))]
        if sum(entry.file_size for entry in entries) > _MOST_BYTES or sum(entry.file_size for entry in xml) > _MOST_XML:
            raise UnreadableFile(f"{path.name}: unpacks to more than {_MOST_XML // 1_000_000} MB of text or 200 MB in all; split it")
        if any(entry.file_size > max(_SMALL, _MOST_RATIO * entry.compress_size) for entry in entries):
            raise UnreadableFile(f"{path.name}: packed more than {_MOST_RATIO}-fold, as no document is; save it again in Word")
        for entry in xml:
            content = archive.read(entry)
            if any(mark in content for mark in _DECLARATIONS):
                raise UnreadableFile(f"{path.name}: its {entry.filename} declares entities, which Word never does; save it again in Word")


# --- paragraphs and tables

_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BOX = f"{W}txbxContent"
_NOT_SHOWN = {f"{W}{name}" for name in ("pPr", "rPr", "del", "moveFrom", "instrText", "delText", "delInstrText", "rt")} | {_FALLBACK, _BOX}
_SIGNS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}cr": "\v", f"{W}noBreakHyphen": "-"}
_AROUND = {f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")}
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_CONTENTS = re.compile(r"toc\b|目录\s*[1-9]", re.IGNORECASE)
_MOST_COLUMNS = 63  # as in Word


class _Reader:
    """A document with the counters of its lists and tables, which run through all of it."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._numbering = Numbering(document)
        self._tables = count(1)

    def blocks(self) -> Iterator[_Block]:
        """What stands in the body, then the notes."""
        yield from self._inside(self._document.element.body)
        for kind in ("footnote", "endnote"):
            for part in (rel.target_part for rel in self._document.part.rels.values() if rel.reltype.endswith(f"/{kind}s")):
                notes = [note for note in parse_xml(part.blob) if note.get(f"{W}type") in {None, "normal"}]
                for note in notes:
                    yield from self._inside(note)

    def _inside(self, node: Any) -> Iterator[_Block]:
        for child in node:
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from self._table(child)
            elif child.tag in _AROUND:
                yield from self._inside(child)

    def _paragraph(self, node: Any) -> Iterator[_Block]:
        names = [attribute(style, "name") for style in self._numbering.styles_of(node)]
        if not any(map(_CONTENTS.match, names)):
            yield _Block((self._numbering.next(node) + _text(node),), self._depth(node, names))
        for box in node.iter(_BOX):
            around = [above.tag for above in box.iterancestors() if node in above.iterancestors()]
            if _BOX not in around and _FALLBACK not in around:
                yield from self._inside(box)

    def _depth(self, node: Any, names: Sequence[str]) -> int:
        """The level of a heading, by itself or by its style, else 0."""
        for element in (node, *self._numbering.styles_of(node)):
            properties = element.find(f"{W}pPr")
            if properties is not None and (level := attribute(properties, "outlineLvl")):
                return (int(level) + 1) % 10
        found = next((found for name in names if (found := _HEADING.match(name))), None)
        return int(found[1]) if found else int(any(name.lower() in {"title", "标题"} for name in names))

    def _table(self, node: Any) -> Iterator[_Block]:
        """Its rows; a table of one column lays out the page, its rows are paragraphs."""
        lines = [list(self._row(line)) for line in _children(node, "tr") if line.find(f"{W}trPr/{W}del") is None]
        number = next(self._tables) if max(map(len, lines), default=0) > 1 else 0
        yield from (_Block(line, table=number) for line in lines)

    def _row(self, node: Any) -> Iterator[str | None]:
        properties = node.find(f"{W}trPr")
        columns = _number(properties, "gridBefore", 0)
        yield from [""] * columns
        for cell in _children(node, "tc"):
            own = cell.find(f"{W}tcPr")
            merged = own.find(f"{W}vMerge") if own is not None else None
            reached = merged is not None and merged.get(f"{W}val", "continue") == "continue"
            text = "\v".join(block.line for block in self._inside(cell))
            yield None if reached else text.strip("\v")
            wide = max(1, min(_number(own, "gridSpan", 1), _MOST_COLUMNS - columns))
            yield from ([None] if reached else [""]) * (wide - 1)
            columns += wide


def _number(properties: Any, name: str, default: int) -> int:
    value = attribute(properties, name) if properties is not None else ""
    return min(int(value), _MOST_COLUMNS) if value else default


def _children(node: Any, name: str) -> Iterator[Any]:
    """Those of that name below the node, also where marks of changes or forms stand around them."""
    for child in node:
        if child.tag == f"{W}{name}":
            yield child
        elif child.tag in _AROUND:
            yield from _children(child, name)


def _text(node: Any) -> str:
    """What Word shows of the node, line ends as soft breaks."""
    return "".join(_shown(child) for child in node if child.tag not in _NOT_SHOWN)


def _shown(node: Any) -> str:
    if node.tag in {f"{W}t", _MATH_TEXT}:
        return node.text or ""
    if node.tag == f"{W}br":
        return "" if node.get(f"{W}type") in {"page", "column"} else "\v"
    hidden = node.find(f"{W}rPr/{W}vanish") if node.tag == f"{W}r" else None
    if hidden is not None and hidden.get(f"{W}val", "1") not in {"0", "false", "off"}:
        return ""
    return _SIGNS.get(node.tag) or _text(node)
