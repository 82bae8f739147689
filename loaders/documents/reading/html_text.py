"""The paragraphs of a web page, as html.parser meets them; places are those of the file."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import unescape
from html.parser import HTMLParser
from itertools import chain, count, repeat

from duibiao.loaders.documents.model import Paragraph
from duibiao.loaders.documents.reading.placed import NOTHING, joined, substituted
from duibiao.loaders.documents.reading.tables import Grid, rows

_HIDDEN = re.compile("button|del|iframe|nav|noscript|object|script|select|style|svg|template|textarea|title")
_BLOCK = re.compile(
    "address|article|aside|blockquote|body|caption|center|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form"
    "|header|hr|html|legend|li|main|menu|ol|p|pre|section|summary|ul"
)
_HEADING = re.compile(r"h([1-6])")
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
    page.feed(text)
    page.close()
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


class _Page(HTMLParser):
    """Gathers what stands between the tags into paragraphs, those into the cell or page they stand in."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
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

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if _HIDDEN.fullmatch(tag) or self._hidden:
            if not self._hidden or tag == self._hidden[0]:
                self._hidden.append(tag)
        elif tag == "br":
            self._add("\v")
        elif tag in {"table", "tr", "td", "th"}:
            self._end_paragraph()
            self._begin_of_table(tag, dict(attrs))
        elif heading := _HEADING.fullmatch(tag):
            self._end_paragraph()
            self._depth = int(heading[1])
        elif _BLOCK.fullmatch(tag):
            self._end_paragraph()
            self._as_typed = tag == "pre"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not _HIDDEN.fullmatch(tag):
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self._hidden:
            if tag == self._hidden[0]:
                self._hidden.pop()
        elif tag in {"table", "tr", "td", "th"}:
            self._end_paragraph()
            self._end_of_table(tag)
        elif _HEADING.fullmatch(tag):
            self._end_paragraph()
            self._depth = 0
        elif _BLOCK.fullmatch(tag):
            self._end_paragraph()
            self._as_typed = False

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        first, before = self.getpos()
        places: list[tuple[int, int]] = []
        for number, part in enumerate(data.split("\n")):
            begin = 1 if number else before + 1
            places += zip(repeat(first + number), range(begin, begin + len(part) + 1), strict=False)
        piece = Paragraph(data, tuple(places[:-1]))
        self._pieces.append(replace(piece, text=data.replace("\n", "\v")) if self._as_typed else substituted(piece, _WHITE, _one_space))

    def handle_entityref(self, name: str) -> None:
        self._add(unescape(f"&{name};"))

    def handle_charref(self, name: str) -> None:
        self._add(unescape(f"&#{name};"))

    def _add(self, text: str) -> None:
        """What a tag or a reference stands for; its place is where that begins."""
        if not self._hidden:
            line, before = self.getpos()
            self._pieces.append(Paragraph(text, ((line, before + 1),) * len(text)))

    def _end_paragraph(self) -> None:
        whole = replace(joined(self._pieces), depth=self._depth)
        self._pieces = []
        if whole.text.strip():
            cell = next((table.lines[-1][-1] for table in reversed(self._tables) if table.open), self._page)
            cell.flow.append(whole)

    def _begin_of_table(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        if tag == "table" and len(self._tables) < _DEEPEST:
            table = _Table()
            next((outer.lines[-1][-1] for outer in reversed(self._tables) if outer.open), self._page).flow.append(table)
            self._tables.append(table)
        elif tag != "table" and self._tables:
            table = self._tables[-1]
            table.open = tag != "tr"
            if tag == "tr" or not table.lines:
                table.lines.append([])
            if tag != "tr":
                wide, high = _span(attributes.get("colspan"), _WIDEST), _span(attributes.get("rowspan"), _HIGHEST)
                table.lines[-1].append(_Cell(wide, high))

    def _end_of_table(self, tag: str) -> None:
        if self._tables:
            self._tables[-1].open = False
        if tag == "table":
            self._tables = self._tables[:-1]


def _one_space(found: re.Match[str]) -> str:
    return "\n" if "\n" in found[0] else " "


def _span(value: str | None, most: int) -> int:
    return min(int(value), most) or most if value and value.strip().isdecimal() and len(value) < 9 else 1


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
