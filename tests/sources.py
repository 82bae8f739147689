"""Sources made from a text, for tests of what is read out of one."""

import re

from duibiao.loaders.documents.model import Paragraph, Place, Source

_NARROW = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_BOOKMARK = re.compile(r"\[bookmark: [^\]]*\]")


def source(text: str, name: str = "x.txt") -> Source:
    """A paragraph a non-empty line; a row of `|` has cells, a `#` gives the depth of a heading."""
    lines = tuple(text.split("\n"))
    paragraphs: list[Paragraph] = []
    for number, line in enumerate(lines, start=1):
        if re.fullmatch(r"\s*\|[\s:|-]+\|\s*", line) or line.startswith("<!--"):
            continue
        table = _table(paragraphs, lines, number) if line.lstrip().startswith("|") else 0
        read = _row(line, number, table) if table else _paragraph(line, number)
        paragraphs += [read] if read.text else []
    return Source(name, lines, tuple(paragraphs))


def _table(paragraphs: list[Paragraph], lines: tuple[str, ...], number: int) -> int:
    last = max((paragraph.table for paragraph in paragraphs), default=0)
    return last if lines[number - 2].lstrip().startswith("|") and last else last + 1


def _row(line: str, number: int, table: int) -> Paragraph:
    inner = line.strip().strip("|")
    start = line.index("|") + 1
    cells = []
    for cell in inner.split("|"):
        cells.append(_stretch(line, number, start, start + len(cell)))
        start += len(cell) + 1
    places = tuple(place for cell in cells for place in (*cell.places, *(((number, 1),) * 3)))[:-3]
    return Paragraph(" | ".join(cell.text for cell in cells), places, cells=tuple(cells), table=table)


def _paragraph(line: str, number: int) -> Paragraph:
    marks = re.match(r"\s*(#*)", line)
    assert marks
    read = _stretch(line, number, marks.end(), len(line))
    return Paragraph(read.text, read.places, depth=len(marks[1]))


def _stretch(line: str, number: int, start: int, end: int) -> Paragraph:
    kept: list[tuple[str, Place]] = []
    debris = {place for found in _BOOKMARK.finditer(line) for place in range(*found.span())}
    for place in range(start, end):
        if place not in debris:
            kept.append((line[place].translate(_NARROW), (number, place + 1)))
    while kept and kept[0][0].isspace():
        kept.pop(0)
    while kept and kept[-1][0].isspace():
        kept.pop()
    return Paragraph("".join(sign for sign, _ in kept), tuple(place for _, place in kept))
