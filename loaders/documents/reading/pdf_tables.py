"""The ruled tables of a PDF's pages: what stands in their cells, by the places of the characters on the page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from duibiao.loaders.documents.model import Paragraph, Place
from duibiao.loaders.documents.reading.placed import NOTHING, joined

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, in points from the page's upper left corner."""


@dataclass(frozen=True)
class Sign:
    """A character of a page: itself, its place in the file, and the middle of it on the page in points from its upper left corner."""

    text: str
    place: Place
    x: float
    y: float

    def stands_in(self, box: Box) -> bool:
        return box[0] <= self.x <= box[2] and box[1] <= self.y <= box[3]


@dataclass(frozen=True)
class PageTable:
    """A table on a page: where, and its cells."""

    box: Box
    grid: list[list[Paragraph | None]]


def found(page: Any, signs: Sequence[Sign]) -> list[PageTable]:
    """The tables of the page of pdfplumber that have two columns or more and text in them; frames around text are none."""
    boxes = [(table, [sign for sign in signs if sign.stands_in(table.bbox)]) for table in page.find_tables()]
    page.close()
    tables = [PageTable(table.bbox, _grid(table, inside)) for table, inside in boxes]
    return [table for table in tables if len(table.grid[0]) > 1 and sum(bool(cell and cell.text) for row in table.grid for cell in row) > 1]


def _grid(table: Any, signs: Sequence[Sign]) -> list[list[Paragraph | None]]:
    lefts = sorted({cell[0] for cell in table.cells})
    tops = sorted({cell[1] for cell in table.cells})
    return [[_cell(table.cells, left, top, signs) for left in lefts] for top in tops]


def _cell(cells: Sequence[Box], left: float, top: float, signs: Sequence[Sign]) -> Paragraph | None:
    """What begins at the corner; None where the cell over it began higher up, nothing where it began further left."""
    over = next((box for box in cells if box[0] <= left < box[2] and box[1] <= top < box[3]), None)
    if over is None or over[0] < left:
        return NOTHING
    return None if over[1] < top else joined(_lines(sign for sign in signs if sign.stands_in(over)), "\n")


def _lines(signs: Iterator[Sign]) -> Iterator[Paragraph]:
    """The characters of a cell, line by line."""
    text, places = "", list[Place]()
    for sign in signs:
        if places and sign.place[0] != places[-1][0]:
            yield Paragraph(text, tuple(places))
            text, places = "", []
        text += sign.text
        places.append(sign.place)
    if places:
        yield Paragraph(text, tuple(places))
