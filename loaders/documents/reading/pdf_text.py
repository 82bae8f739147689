"""The paragraphs of a PDF, put together from its lines by where they stand on the page.

Its lines are those of the text, page after page. What stands at the top or foot of many pages, and page numbers, are no paragraphs.
"""

import logging
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import groupby, islice, pairwise
from pathlib import Path
from statistics import median
from typing import Any

import pdfplumber
import pypdfium2  # type: ignore[import-untyped]
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException
from pypdfium2 import raw

from duibiao.loaders.documents.model import Paragraph
from duibiao.loaders.documents.reading import pdf_tables, placed
from duibiao.loaders.documents.reading.pdf_tables import PageTable, Sign
from duibiao.loaders.documents.reading.tables import rows
from duibiao.loaders.documents.reading.wrapping import BEGINS, ENDED, width
from duibiao.loaders.result import UnreadableFile

logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of fonts, and what warns nobody configured goes to the terminal

_MOST_PAGES = 2000
_DAMAGE = (
    MalformedPDFException,
    PdfminerException,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What pdfplumber and the library under it raise on files that pdfium can still read."""
_FEWEST_RULES = 5
"""Lines that a table of two cells has; fewer underline, or part off a header."""


@dataclass(frozen=True)
class _Line:
    """A line: its characters, the page, and on it where it begins and ends, how deep it stands and how high its letters are, in points."""

    whole: Paragraph
    page: int
    left: float
    right: float
    depth: float
    size: float


@dataclass(frozen=True)
class _Page:
    lines: list[_Line]
    tables: list[PageTable]
    width: float
    height: float


def read(path: Path) -> tuple[tuple[str, ...], list[Paragraph]]:
    """Its lines, and its paragraphs and rows. UnreadableFile when it is damaged, wants a password, or is a scan without text."""
    try:
        with pypdfium2.PdfDocument(path) as document:
            if len(document) > _MOST_PAGES:
                raise UnreadableFile(f"{path.name}: {len(document)} pages, more than {_MOST_PAGES}; split it")
            lines: list[str] = []
            pages = list(_pages(document, path, lines))
    except pypdfium2.PdfiumError as error:
        reason = "wants a password; save it without one" if "password" in str(error).lower() else "damaged, or no PDF; make it again"
        raise UnreadableFile(f"{path.name}: {reason}") from error
    except _DAMAGE as error:
        raise UnreadableFile(f"{path.name}: damaged where it draws tables; make it again") from error
    if not any(line.strip() for line in lines):
        raise UnreadableFile(f"{path.name}: no text layer, only pictures of pages; it has to go through text recognition (OCR) first")
    return tuple(lines), list(_paragraphs(pages))


# --- pages


def _pages(document: Any, path: Path, lines: list[str]) -> Iterator[_Page]:
    """The pages with the lines and tables on them; the text of the lines is added to `lines`."""
    with ExitStack() as opened:
        plumber = None
        for number, page in enumerate(document):
            page_width, height = page.get_size()
            text = page.get_textpage()
            signs = "".join(chr(raw.FPDFText_GetUnicode(text, place)) for place in range(text.count_chars()))
            found = list(_LINE.finditer(signs))
            first = len(lines) + 1
            lines += [line[0] for line in found]
            tables: list[PageTable] = []
            if _has_rules(page):
                plumber = plumber or opened.enter_context(pdfplumber.open(opened.enter_context(path.open("rb"))))
                tables = pdf_tables.found(plumber.pages[number], list(_signs(text, found, first, height)))
            on_page = [_line(text, line, first + place, number, height) for place, line in enumerate(found) if line[0].strip()]
            yield _Page(on_page, tables, page_width, height)


_LINE = re.compile(r"[^\r\n]+")


def _has_rules(page: Any) -> bool:
    paths = page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH])
    return len(list(islice(paths, _FEWEST_RULES))) == _FEWEST_RULES


def _signs(text: Any, found: Iterable[re.Match[str]], first: int, height: float) -> Iterator[Sign]:
    for number, line in enumerate(found, start=first):
        for place, sign in enumerate(line[0]):
            left, bottom, right, top = text.get_charbox(line.start() + place, loose=True)
            yield Sign(sign, (number, place + 1), (left + right) / 2, height - (top + bottom) / 2)


def _line(text: Any, found: re.Match[str], number: int, page: int, height: float) -> _Line:
    whole = found[0]
    start, end = found.start() + len(whole) - len(whole.lstrip()), found.start() + len(whole.rstrip()) - 1
    left, bottom, _, top = text.get_charbox(start, loose=True)
    right = text.get_charbox(end, loose=True)[2]
    return _Line(placed.line(number, whole), page, left, right, height - bottom, top - bottom)


# --- paragraphs


def _paragraphs(pages: Sequence[_Page]) -> Iterator[Paragraph]:
    """The paragraphs and rows; a table that goes on over the page is one."""
    flow = [item for page, chrome in zip(pages, _chrome(pages), strict=True) for item in _flow(page, chrome)]
    lines = [item for item in flow if isinstance(item, _Line)]
    setting = _setting(lines, max(page.width for page in pages))
    number = 0
    for is_table, items in groupby(flow, key=lambda item: isinstance(item, PageTable)):
        if is_table:
            for grid in _whole_tables([item for item in items if isinstance(item, PageTable)]):
                number += 1
                yield from rows(grid, number)
        else:
            yield from _unwrapped([item for item in items if isinstance(item, _Line)], setting)


def _flow(page: _Page, chrome: set[int]) -> Iterator[_Line | PageTable]:
    """What stands on the page in its order; a table where its first line stands."""
    rest = list(page.tables)
    for line in page.lines:
        middle = ((line.left + line.right) / 2, line.depth - line.size / 2)
        table = next((table for table in page.tables if Sign("", (0, 0), *middle).stands_in(table.box)), None)
        if table in rest:
            rest.remove(table)
            yield table
        if table is None and line.whole.line not in chrome:
            yield line


def _whole_tables(tables: Sequence[PageTable]) -> Iterator[list[list[Paragraph | None]]]:
    """The grids; one with the edges of the one before goes on with it, without its header said again."""
    grid: list[list[Paragraph | None]] = []
    before: PageTable | None = None
    for table in tables:
        if before and len(table.grid[0]) == len(before.grid[0]) and _same_edges(table, before):
            again = [cell and cell.text for cell in table.grid[0]] == [cell and cell.text for cell in grid[0]]
            grid += table.grid[again:]
        else:
            if grid:
                yield grid
            grid = list(table.grid)
        before = table
    yield grid


def _same_edges(a: PageTable, b: PageTable) -> bool:
    return abs(a.box[0] - b.box[0]) < _NEAR and abs(a.box[2] - b.box[2]) < _NEAR and a.box[1] < b.box[1]


# --- headers and footers

_NEAR = 3.0
_PAGE_NUMBER = re.compile(
    r"\s*[-—–·]*\s*(?:[0-9]{1,4}|[IVXivx]{1,6})\s*[-—–·]*\s*|\s*第?\s*[0-9]{1,4}\s*页?\s*[/,，共]*\s*[0-9]{1,4}\s*页?\s*"
)
_DIGITS = re.compile(r"[0-9]+")
_AT_EDGE = 2


def _chrome(pages: Sequence[_Page]) -> list[set[int]]:
    """For each page the lines at its top and foot that are page numbers or stand there on other pages too."""
    edges = [_edges(page) for page in pages]
    seen = Counter(key for lines in edges for key in {_key(line) for line in lines})
    often = max(2, len(pages) / 4)
    return [{line.whole.line for line in lines if seen[_key(line)] >= often or _PAGE_NUMBER.fullmatch(line.whole.text)} for lines in edges]


def _edges(page: _Page) -> list[_Line]:
    """The lines nearest the edges of the page."""
    deep = sorted(page.lines, key=lambda line: line.depth)
    top = [line for line in deep[:_AT_EDGE] if line.depth < page.height * 0.15]
    return top + [line for line in deep[-_AT_EDGE:] if line.depth > page.height * 0.85]


def _key(line: _Line) -> tuple[str, int]:
    return _DIGITS.sub("#", "".join(line.whole.text.split())), round(line.depth / _NEAR)


# --- wrapped lines


@dataclass(frozen=True)
class _Setting:
    """How the text is set: the right edge that lines reach, and the distance from line to line, in points."""

    right: float
    pitch: float


def _setting(lines: Sequence[_Line], page_width: float) -> _Setting:
    rights = sorted(line.right for line in lines)[-2:]
    steps = [b.depth - a.depth for a, b in pairwise(lines) if a.page == b.page and b.depth > a.depth]
    return _Setting(max([*rights[:1], page_width * 0.6]), median(steps) if steps else 0.0)


def _unwrapped(lines: Sequence[_Line], setting: _Setting) -> Iterator[Paragraph]:
    pending: list[_Line] = []
    for line in lines:
        if pending and not _continues(pending, line, setting):
            yield placed.joined([line.whole for line in pending], "\n")
            pending = []
        pending.append(line)
    if pending:
        yield placed.joined([line.whole for line in pending], "\n")


def _continues(pending: Sequence[_Line], line: _Line, setting: _Setting) -> bool:
    """Whether the line goes on with the paragraph: the one before is full, this one no further down and no larger, and it stands left of
    an indented first line, hangs as the others do, or goes on in the middle of a sentence."""
    first, before = pending[0], pending[-1]
    step = line.depth - before.depth
    if line.page == before.page and not 0 < step <= 1.5 * max(setting.pitch, before.size):
        return False
    if abs(line.size - before.size) > 0.1 * before.size or before.right + _first_word(line) < setting.right - before.size:
        return False
    hangs = line.left > first.left + line.size / 2 and (before is first or abs(line.left - before.left) < line.size / 2)
    if hangs or line.left < first.left - line.size / 2:
        return True
    return (
        abs(line.left - before.left) < line.size / 2
        and not before.whole.text.rstrip().endswith(ENDED)
        and not BEGINS.match(line.whole.text)
    )


_WORD = re.compile(r"\s*(?:[!-~]+|.)")


def _first_word(line: _Line) -> float:
    """The width of what cannot be parted at the start of the line, in points: a Han character, or letters and digits."""
    word = _WORD.match(line.whole.text)
    return line.size / 2 * width(word[0]) if word else 0.0
