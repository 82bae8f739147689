"""A document from its file: text, Markdown, web page, Word document or PDF into paragraphs whose characters keep their places."""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from duibiao.loaders.documents.model import Paragraph, Source
from duibiao.loaders.documents.reading import encodings, html_text, markdown, placed
from duibiao.loaders.documents.reading.cleaning import tidy, without_debris
from duibiao.loaders.documents.reading.text_tables import with_rows
from duibiao.loaders.documents.reading.wrapping import unwrapped
from duibiao.loaders.result import UnreadableFile

Raw = tuple[tuple[str, ...], Iterable[Paragraph]]
"""The lines of a file, and its paragraphs as they stand in them."""

_MOST_BYTES = 8_000_000
_MOST_PACKED_BYTES = 100_000_000
_MOST_CHARACTERS = 2_000_000
_MOST_LINES = 100_000
_LONGEST = 100_000
"""Fifty times the longest law: the place of each character takes memory."""


def read(path: Path) -> Source:
    """The document in the file. UnreadableFile, in one line, when there is none that can be read, or more than can be held."""
    lines, raw = _reader(path)(path)
    rows_and_lines = with_rows(map(without_debris, _at_soft_breaks(_bounded(raw, path))))
    found = tuple(paragraph for paragraph in map(tidy, unwrapped(_bounded(rows_and_lines, path))) if paragraph.text)
    if not found:
        raise UnreadableFile(f"{path.name}: no text in it; check that it is the right file and was saved")
    return Source(path.name, lines, found)


_SOFT_BREAK = re.compile("\v")


def _at_soft_breaks(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """Each stretch between soft breaks a paragraph; headings and rows stay whole."""
    for paragraph in paragraphs:
        yield from [paragraph] if paragraph.depth or paragraph.cells else placed.split(paragraph, _SOFT_BREAK)


def _bounded(paragraphs: Iterable[Paragraph], path: Path) -> Iterator[Paragraph]:
    """The paragraphs, as long as they are not too many to hold."""
    characters = 0
    for number, paragraph in enumerate(paragraphs):
        characters += len(paragraph.text)
        _refuse_more(characters, number, path)
        if len(paragraph.text) > _LONGEST:
            raise UnreadableFile(f"{path.name}: a paragraph of more than {_LONGEST:,} characters; put each on a line of its own")
        yield paragraph


def _refuse_more(characters: int, lines: int, path: Path) -> None:
    if characters > _MOST_CHARACTERS or lines > _MOST_LINES:
        most = f"{_MOST_CHARACTERS:,} characters or {_MOST_LINES:,} lines"
        raise UnreadableFile(f"{path.name}: more than {most}, too many to hold with their places; split it")


# --- formats


def _text(path: Path) -> Raw:
    lines = _lines(encodings.decoded(_content(path), path.name), path)
    return lines, placed.lines(lines)


def _markdown(path: Path) -> Raw:
    lines = _lines(encodings.decoded(_content(path), path.name), path)
    return lines, markdown.shown(lines)


def _html(path: Path) -> Raw:
    content = _content(path)
    text = encodings.decoded(content, path.name, html_text.declared(content))
    return _lines(text, path), html_text.shown(text)


def _word(path: Path) -> Raw:
    from duibiao.loaders.documents.reading import word_text  # only Word files pay for its import

    return word_text.read(path)


def _pdf(path: Path) -> Raw:
    from duibiao.loaders.documents.reading import pdf_text  # only PDFs pay for its import

    return pdf_text.read(path)


_FORMATS: dict[str, Callable[[Path], Raw]] = {
    ".txt": _text,
    ".md": _markdown,
    ".markdown": _markdown,
    ".html": _html,
    ".htm": _html,
    ".docx": _word,
    ".pdf": _pdf,
}
_PACKED = {_word: b"PK\x03\x04", _pdf: b"%PDF-"}
_REFUSED = {
    b"\xd0\xcf\x11\xe0": "an old Word file (.doc), or one with a password; open it in Word, take the password off and save it as .docx",
    b"{\\rtf": "rich text (.rtf); save it as .docx",
}


def _reader(path: Path) -> Callable[[Path], Raw]:
    """The reader for what the file holds; its ending decides only for texts."""
    start, ending = _beginning(path), path.suffix.lower()
    for mark, reason in _REFUSED.items():
        if start.startswith(mark):
            raise UnreadableFile(f"{path.name}: {reason}")
    reader = next((reader for reader, mark in _PACKED.items() if mark in start), _FORMATS.get(ending))
    if reader is None:
        remedy = "save it as .docx" if ending in {".doc", ".wps", ".rtf"} else f"documents end in {', '.join(_FORMATS)}"
        raise UnreadableFile(f"{path.name}: no document that can be read; {remedy}")
    if reader in _PACKED and _PACKED[reader] not in start:
        raise UnreadableFile(f"{path.name}: damaged, or no {ending} file at all; open it where it was made and save it again")
    most = _MOST_PACKED_BYTES if reader in _PACKED else _MOST_BYTES
    if path.stat().st_size > most:
        raise UnreadableFile(f"{path.name}: larger than {most // 1_000_000} MB, more than any one document holds; split it")
    return reader


def _beginning(path: Path) -> bytes:
    """Its first bytes. UnreadableFile when it is no file, or an empty one."""
    if path.is_dir():
        raise UnreadableFile(f"{path.name}: a folder, not a document; name the files in it")
    if path.exists() and not path.is_file():
        raise UnreadableFile(f"{path.name}: no regular file; name a document")
    try:
        with path.open("rb") as file:
            start = file.read(1024)
    except OSError as error:
        raise UnreadableFile(f"{path.name}: {error.strerror}; check the path and the rights to it") from error
    if not start:
        raise UnreadableFile(f"{path.name}: empty; check that it was saved")
    return start


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{path.name}: {error.strerror}; check the path and the rights to it") from error


def _lines(text: str, path: Path) -> tuple[str, ...]:
    _refuse_more(0, text.count("\n"), path)
    return tuple(text.removesuffix("\n").split("\n"))
