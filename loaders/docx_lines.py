"""The paragraphs of a Word document as lines of text, with the numbers that Word shows and does not store."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

import docx
from docx.document import Document
from docx.opc.exceptions import OpcError
from docx.table import Table
from docx.text.paragraph import Paragraph

from duibiao.loaders import numerals
from duibiao.loaders.result import UnreadableFile

_MOST_BYTES = 200_000_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def read(path: Path) -> list[str]:
    """Each paragraph a line, each row of a table one with `|` between its cells. UnreadableFile when it is no Word document."""
    try:
        with ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
        if size <= _MOST_BYTES:
            return list(_lines(docx.Document(str(path))))
    except (BadZipFile, OpcError, SyntaxError, KeyError, ValueError, OSError) as error:
        raise UnreadableFile(f"{path.name}: no Word document (.docx), or a damaged one; open it in Word and save it again") from error
    raise UnreadableFile(f"{path.name}: unpacks to more than {_MOST_BYTES // 1_000_000} MB; split it")


def _lines(document: Document) -> Iterator[str]:
    numbering = _Numbering(document)
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            number = numbering.next(block)
            yield f"{number} {block.text}" if number else block.text
        elif isinstance(block, Table):
            for row in block.rows:
                yield "| " + " | ".join(cell.text.replace("\n", " ") for cell in row.cells) + " |"


class _Numbering:
    """The counters of a document's lists: Word stores which list and level a paragraph is of, not its number."""

    def __init__(self, document: Document) -> None:
        self._levels: dict[str, dict[int, Any]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        part = next((rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")), None)
        root: Any = getattr(part, "element", None)
        if root is None:
            return
        abstract = {node.get(f"{_W}abstractNumId"): node for node in root.findall(f"{_W}abstractNum")}
        for node in root.findall(f"{_W}num"):
            owner = abstract.get(_attribute(node, "abstractNumId"))
            levels = owner.findall(f"{_W}lvl") if owner is not None else []
            self._levels[node.get(f"{_W}numId")] = {int(level.get(f"{_W}ilvl")): level for level in levels}

    def next(self, paragraph: Paragraph) -> str:
        """The number that Word shows before the paragraph; empty when it has none, or a mere bullet."""
        name, level = _list_of(paragraph)
        levels = self._levels.get(name, {})
        if level not in levels:
            return ""
        counts = self._counts.setdefault(name, {})
        for above in range(level):
            counts.setdefault(above, _start(levels.get(above)))
        counts[level] = counts[level] + 1 if level in counts else _start(levels[level])
        for below in [place for place in counts if place > level]:
            del counts[below]
        return _shown(levels, counts, _attribute(levels[level], "lvlText"))


def _attribute(node: Any, child: str) -> str:
    found = node.find(f"{_W}{child}")
    return str(found.get(f"{_W}val") or "") if found is not None else ""


def _start(level: Any) -> int:
    return int(_attribute(level, "start") or 1) if level is not None else 1


def _list_of(paragraph: Paragraph) -> tuple[str, int]:
    """The list and the level of a paragraph: its own, or those of its style."""
    styles, style = [], paragraph.style
    while style is not None:
        styles.append(style.element)
        style = getattr(style, "base_style", None)
    name, level = "", ""
    for element in (paragraph._p, *styles):
        found = element.find(f"{_W}pPr/{_W}numPr")
        if found is not None:
            name, level = name or _attribute(found, "numId"), level or _attribute(found, "ilvl")
    return name, int(level or 0)


def _shown(levels: dict[int, Any], counts: dict[int, int], pattern: str) -> str:
    """The level's pattern (`%1.%2`) with its counters filled in; empty when a counter is a bullet."""
    for place, count in counts.items():
        if f"%{place + 1}" in pattern:
            sign = _numeral(_attribute(levels[place], "numFmt") if place in levels else "decimal", count)
            pattern = pattern.replace(f"%{place + 1}", sign)
    return pattern if any(sign.isalnum() for sign in pattern) else ""


def _numeral(form: str, count: int) -> str:
    if form in {"lowerLetter", "upperLetter"}:
        letter = chr(ord("a") + (count - 1) % 26)
        return letter if form == "lowerLetter" else letter.upper()
    return numerals.counted(count) if form.startswith("chinese") or form == "japaneseCounting" else str(count)
