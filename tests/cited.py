"""Documents made of plain text for the tests of what is read in them: a paragraph a line that is not blank, cleaned of debris."""

import re
import unicodedata
from collections.abc import Iterator

from duibiao.loaders.documents.model import Paragraph, Place, Source

_DEBRIS = re.compile(r"\[bookmark: [^\]]*\]|^#+ |\s+$|^\s+")


def source(text: str, name: str = "text.txt") -> Source:
    """The text as a document."""
    lines = tuple(text.split("\n"))
    paragraphs = (_paragraph(number, line) for number, line in enumerate(lines, start=1))
    return Source(name, lines, tuple(paragraph for paragraph in paragraphs if paragraph.text))


def _paragraph(number: int, line: str) -> Paragraph:
    gone = {place for found in _DEBRIS.finditer(line) for place in range(*found.span())}
    kept = [(_narrow(sign), (number, column)) for column, sign in enumerate(line, start=1) if column - 1 not in gone]
    return Paragraph("".join(sign for sign, _ in kept), tuple(_places(kept)))


def _places(kept: list[tuple[str, Place]]) -> Iterator[Place]:
    return (place for _, place in kept)


def _narrow(sign: str) -> str:
    plain = unicodedata.normalize("NFKC", sign)
    return plain if plain.isascii() and plain.isalnum() else sign
