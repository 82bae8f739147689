"""The paragraphs of a Word document as lines of text, with the numbers that Word shows and does not store."""

from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile, ZipFile

import docx
from docx.document import Document
from docx.opc.exceptions import OpcError
from docx.table import Table
from docx.text.paragraph import Paragraph

from duibiao.loaders.documents.word_numbering import Numbering
from duibiao.loaders.result import UnreadableFile

_MOST_BYTES = 200_000_000


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
    numbering = Numbering(document)
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            yield numbering.next(block._p) + block.text
        elif isinstance(block, Table):
            for row in block.rows:
                yield "| " + " | ".join(cell.text.replace("\n", " ") for cell in row.cells) + " |"
