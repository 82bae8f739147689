"""Tables in plain text, as converters leave them: cells with pipes around them, with tabs between them, or a line with a tab for each.

Such a text cannot say that a cell reaches down; where a column has empty cells left of one that is full, and never the same twice running,
they count as reached by the cell above.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from duibiao.loaders.documents.model import Paragraph
from duibiao.loaders.documents.reading.placed import cut, joined, split, stripped, substituted
from duibiao.loaders.documents.reading.tables import Grid, rows

_Lines = Sequence[Paragraph]


class _Found(NamedTuple):
    """A table among lines, and the line after it; a grid without rows is a table of contents."""

    grid: list[list[Paragraph]]
    end: int


def with_rows(lines: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """The lines, those of tables as rows, numbered from 1; a table of contents with tabs before its page numbers is left out."""
    every, place, number = list(lines), 0, 0
    while place < len(every):
        found = next((found for form in (_piped, _tabbed, _celled) if (found := form(every, place))), None)
        if not found:
            yield every[place]
            place += 1
            continue
        number += bool(found.grid)
        yield from rows(_reaching_down(found.grid), number)
        place = found.end


def _run(lines: _Lines, start: int, belongs: Callable[[str], object]) -> int:
    """The end of the lines that belong together, where the first of them is at `start`, else `start`."""
    if start and belongs(lines[start - 1].text):
        return start
    end = start
    while end < len(lines) and not lines[end].depth and not lines[end].cells and belongs(lines[end].text):
        end += 1
    return end


# --- pipes

_PIPE = re.compile(r"(?<!\\)[|│┃]")
_ESCAPE = re.compile(r"\\(?=\|)")
_RULE = re.compile(r"^[\s|:+=\-─-╬]{3,}$")


def _piped(lines: _Lines, start: int) -> _Found | None:
    """|a|b| on each line, or a | b under a heading that is ruled off."""
    end = _run(lines, start, _is_framed)
    if end == start and start + 1 < len(lines) and _PIPE.search(lines[start].text):
        rule = lines[start + 1].text
        end = _run(lines, start, _PIPE.search) if "-" in rule and "|" in rule and _RULE.match(rule) else start
    grid = [_between_pipes(line) for line in lines[start:end] if not _RULE.match(line.text)]
    return _Found(_even(grid), end) if grid and end - start > 1 and max(map(len, grid)) > 1 else None


def _is_framed(text: str) -> bool:
    """Whether the line stands between pipes, or is drawn as the edge of a table."""
    line = text.strip()
    return line.startswith(tuple("|│┃")) and line.endswith(tuple("|│┃")) or bool(line.startswith(tuple("+┌├└╔╠╚┏┣┗")) and _RULE.match(line))


def _between_pipes(line: Paragraph) -> list[Paragraph]:
    whole = stripped(line)
    framed = len(whole.text) > 1 and _PIPE.match(whole.text) and _PIPE.match(whole.text[-1])
    cells = split(cut(whole, 1, -1) if framed else whole, _PIPE)
    return [substituted(stripped(cell), _ESCAPE) for cell in cells]


# --- tabs between cells

_TAB = re.compile("\t")
_PAGE = re.compile(r"[0-9]{1,4}|[IVX]{1,5}")
_FEWEST_PAIRS = 3
"""Two lines with one tab each may be anything."""


def _tabbed(lines: _Lines, start: int) -> _Found | None:
    """Lines with tabs between their cells."""
    end = _run(lines, start, lambda text: "\t" in text.strip())
    grid = [[stripped(cell) for cell in split(line, _TAB)] for line in lines[start:end]]
    if grid and not any(cells[0].text for cells in grid):
        grid = [cells[1:] for cells in grid]
    width = max(map(len, grid), default=0)
    if len(grid) < (2 if width > 2 else _FEWEST_PAIRS) or 2 * sum(len(cells) == width for cells in grid) < len(grid):
        return None
    return _Found([] if all(_PAGE.fullmatch(cells[-1].text) for cells in grid) else _even(grid), end)


def _even(grid: list[list[Paragraph]]) -> list[list[Paragraph]]:
    """With as many cells in each row."""
    width = max(map(len, grid))
    return [cells + [cut(cells[-1], 0, 0)] * (width - len(cells)) for cells in grid]


# --- a line for each cell

_BEGINS = re.compile("^\t")
_LONGEST_FIRST = 20


def _celled(lines: _Lines, start: int) -> _Found | None:
    """Stretches of lines, a stretch a row, that begin with a tab, a line a cell; a line without one belongs to the cell above it."""
    if start and _BEGINS.match(lines[start - 1].text):
        return None
    grid: list[list[Paragraph]] = []
    end = place = start
    while place < len(lines) and _BEGINS.match(lines[place].text):
        cells, place = _stretch(lines, place)
        if len(cells) < 2 or (grid and len(cells) != len(grid[0])) or any("\t" in cell.text for cell in cells):
            break
        grid, end = [*grid, cells], place
        while place < len(lines) and not lines[place].text.strip() and not _BEGINS.match(lines[place].text):
            place += 1
    indented = all(len(cells[0].text) > _LONGEST_FIRST or cells[0].text.endswith("。") for cells in grid)
    return None if len(grid) < 2 or indented else _Found(grid, end)


def _stretch(lines: _Lines, start: int) -> tuple[list[Paragraph], int]:
    cells: list[list[Paragraph]] = []
    place = start
    while place < len(lines) and (begins := _BEGINS.match(lines[place].text) or lines[place].text.strip()):
        if isinstance(begins, re.Match):
            cells.append([])
        cells[-1].append(stripped(lines[place]))
        place += 1
    return [joined(parts, "\n") for parts in cells], place


# --- cells that reach down


def _reaching_down(grid: list[list[Paragraph]]) -> Grid:
    """With None for the empty cells of columns whose cells reach down."""
    columns = list(zip(*grid, strict=True))
    full = [all(cell.text for cell in column) for column in columns]
    merged = [any(full[place + 1 :]) and _has_gaps(column) for place, column in enumerate(columns)]
    return [[None if merged[place] and not cell.text else cell for place, cell in enumerate(cells)] for cells in grid]


def _has_gaps(column: tuple[Paragraph, ...]) -> bool:
    """Whether it begins with a text, has empty cells, and none that repeats the one above."""
    texts = [cell.text for cell in column]
    return bool(texts[0]) and "" in texts and all(a != b or not a for a, b in pairwise(texts))
