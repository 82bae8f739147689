"""The paragraphs of a web page as a browser shows them; places are those of the file."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, count

from duibiao.loaders.documents.model import Paragraph
from duibiao.loaders.documents.reading.html_tokens import Tag, tokens
from duibiao.loaders.documents.reading.placed import NOTHING, joined, substituted
from duibiao.loaders.documents.reading.tables import Grid, rows

_HIDDEN = re.compile("button|del|nav|object|select|svg|template")
_BLOCK = re.compile(
    "address|article|aside|blockquote|body|caption|center|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form"
    "|h[1-6]|header|hr|html|legend|li|main|menu|ol|p|pre|section|summary|ul"
)
_HEADING = re.compile("h([1-6])")
_OF_TABLE = re.compile("table|tr|td|th")
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{1,40})", re.IGNORECASE)
_WHITE = re.compile(r"[ \t\n\f]+")
_WIDEST = 30
_HIGHEST = 1000
_DEEPEST = 20
"""Cells reach no further, and tables in tables go no deeper; a greater number is a slip, or there to exhaust the memory."""


def declared(content: bytes) -> str | None:
    """The encoding that the page says it has, in lower case."""
    found = _CHARSET.search(content[:4096])
    return found[1].decode("ascii", "ignore").lower() if found else None


def shown(text: str) -> Iterator[Paragraph]:
    """The paragraphs that a browser shows, and the rows of tables; <br> is a soft break. Its line ends are \\n alone.

    A table of one column, or with headings or tables in its cells, lays out the page: what stands in it are paragraphs.
    """
    page = _Page()
    for token in tokens(text):
        page.take(token)
    return _flat(page.all(), count(1))


@dataclass
class _Cell:
    wide: int = 1
    high: int = 1
    flow: "list[Paragraph | _Table]" = field(default_factory=list)


@dataclass
class _Table:
    lines: list[list[_Cell]] = field(default_factory=list)
    open: bool = False


class _Page:
    """Gathers what stands between the tags into paragraphs, those into the cell or page they stand in."""

    def __init__(self) -> None:
        self._page = _Cell()
        self._tables: list[_Table] = []
        self._pieces: list[Paragraph] = []
        self._depth = 0
        self._hidden: list[str] = []
        self._as_typed = False

    def all(self) -> "list[Paragraph | _Table]":
        """What the page holds, whatever was left open."""
        self._end_paragraph()
        return self._page.flow

    def take(self, token: Tag | Paragraph) -> None:
        """The next of the page's tokens."""
        if isinstance(token, Tag) and (self._hidden or _HIDDEN.fullmatch(token.name)):
            self._hide(token)
        elif self._hidden:
            return
        elif isinstance(token, Paragraph):
            self._add(token)
        elif token.name == "br":
            self._pieces.append(Paragraph("\v", (token.place,)))
        elif _OF_TABLE.fullmatch(token.name) or _BLOCK.fullmatch(token.name):
            self._end_paragraph()
            self._part(token)

    def _hide(self, tag: Tag) -> None:
        """An element that is not shown begins or ends, or one of its name within it."""
        if tag.ends and self._hidden and tag.name == self._hidden[0]:
            self._hidden.pop()
        elif not tag.ends and tag.name in (self._hidden or [tag.name]) and not tag.attributes.endswith("/"):
            self._hidden.append(tag.name)

    def _add(self, piece: Paragraph) -> None:
        if self._as_typed:
            self._pieces.append(replace(piece, text=piece.text.replace("\n", "\v")))
        else:
            self._pieces.append(substituted(piece, _WHITE, _one_space))

    def _part(self, tag: Tag) -> None:
        """A block, a heading or a part of a table begins or ends."""
        if _OF_TABLE.fullmatch(tag.name):
            (self._end_of_table if tag.ends else self._begin_of_table)(tag)
        elif heading := _HEADING.fullmatch(tag.name):
            self._depth = 0 if tag.ends else int(heading[1])
        else:
            self._as_typed = tag.name == "pre" and not tag.ends

    def _end_paragraph(self) -> None:
        whole = replace(joined(self._pieces), depth=self._depth)
        self._pieces = []
        if whole.text.strip():
            cell = next((table.lines[-1][-1] for table in reversed(self._tables) if table.open), self._page)
            cell.flow.append(whole)

    def _begin_of_table(self, tag: Tag) -> None:
        if tag.name == "table" and len(self._tables) < _DEEPEST:
            table = _Table()
            next((outer.lines[-1][-1] for outer in reversed(self._tables) if outer.open), self._page).flow.append(table)
            self._tables.append(table)
        elif tag.name != "table" and self._tables:
            table = self._tables[-1]
            table.open = tag.name != "tr"
            if tag.name == "tr" or not table.lines:
                table.lines.append([])
            if table.open:
                table.lines[-1].append(_Cell(_span("colspan", tag, _WIDEST), _span("rowspan", tag, _HIGHEST)))

    def _end_of_table(self, tag: Tag) -> None:
        if self._tables:
            self._tables[-1].open = False
        if tag.name == "table":
            self._tables = self._tables[:-1]


def _one_space(found: re.Match[str]) -> str:
    return "\n" if "\n" in found[0] else " "


def _span(name: str, tag: Tag, most: int) -> int:
    """How many columns or rows the cell takes; 0 says: all that are left."""
    found = re.search(rf"\b{name}\s*=\s*[\"']?\s*([0-9]{{1,9}})", tag.attributes, re.IGNORECASE)
    return min(int(found[1]), most) or most if found else 1


# --- tables


def _flat(flow: "Sequence[Paragraph | _Table]", numbers: Iterator[int]) -> Iterator[Paragraph]:
    """The paragraphs and rows one after the other."""
    for item in flow:
        if isinstance(item, Paragraph):
            yield item
        elif _lays_out(item):
            for cell in chain.from_iterable(item.lines):
                yield from _flat(cell.flow, numbers)
        else:
            yield from rows(_grid(item), next(numbers))


def _lays_out(table: _Table) -> bool:
    flows = chain.from_iterable(cell.flow for line in table.lines for cell in line)
    return max(map(len, table.lines), default=0) < 2 or any(isinstance(item, _Table) or item.depth for item in flows)


def _grid(table: _Table) -> Grid:
    grid: list[list[Paragraph | None]] = []
    reach: dict[int, int] = {}
    for line in table.lines:
        cells: list[Paragraph | None] = []
        for cell in line:
            cells += _from_above(reach, len(cells))
            reach.update({place: cell.high - 1 for place in range(len(cells), len(cells) + cell.wide)})
            cells += [joined((item for item in cell.flow if isinstance(item, Paragraph)), "\n"), *[NOTHING] * (cell.wide - 1)]
        grid.append(cells + list(_from_above(reach, len(cells))))
    return grid


def _from_above(reach: dict[int, int], place: int) -> Iterator[None]:
    """The cells from `place` on into which those above reach."""
    while reach.get(place, 0) > 0:
        reach[place] -= 1
        yield None
        place += 1
