"""Rows of tables: cells put together, with what reaches down into the rows below."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from duibiao.loaders.documents.model import Paragraph
from duibiao.loaders.documents.reading.placed import NOTHING, joined

Grid = Sequence[Sequence[Paragraph | None]]
"""The cells of a table, row by row: one for each column, None where the one above reaches down. A cell that reaches over columns to its
right stands in the first of them, the others are empty."""

SEPARATOR = " | "


def row(cells: Iterable[Paragraph], table: int) -> Paragraph:
    """A row of the cells, with their text."""
    own = tuple(cells)
    return replace(joined(own, SEPARATOR), depth=0, cells=own, table=table)


def rows(grid: Grid, table: int) -> Iterator[Paragraph]:
    """The rows in which something stands, what reaches down repeated; empty cells at the end of a row are left out."""
    above: list[Paragraph] = []
    for cells in grid:
        above = [cell or (above[place] if place < len(above) else NOTHING) for place, cell in enumerate(cells)]
        last = max((place for place, cell in enumerate(above, start=1) if cell.text.strip()), default=0)
        if any(cell and cell.text.strip() for cell in cells):
            yield row(above[:last], table)
