"""The tags of a web page and the text between them, with the place of each character.

Python's html.parser takes hours over some kilobytes of tags that are never closed; this takes a time that grows with the text alone.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import repeat

from duibiao.loaders.documents.model import Paragraph, Place
from duibiao.loaders.documents.reading.placed import substituted

_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9:-]{0,30})(?P<rest>(?:[^<>\"']|\"[^\"]{0,5000}\"|'[^']{0,5000}'|[\"'])*+)>")
_DECLARED = re.compile(r"<!DOCTYPE[^<>\[\]]{0,500}\[[^\]]{0,100000}\]\s{0,100}>", re.IGNORECASE)
"""A declaration with declarations of its own in brackets: they are read over, so that no entity of theirs is ever replaced."""
_ENTITY = re.compile(r"&(?:#[0-9]{1,7};?|#[xX][0-9a-fA-F]{1,6};?|[A-Za-z][A-Za-z0-9]{1,31};)")
_RAW = {"script", "style", "textarea", "title", "iframe", "noscript"}


@dataclass(frozen=True)
class Tag:
    """A tag: its name in lower case, whether it ends an element, its attributes as written, and where it begins."""

    name: str
    ends: bool
    attributes: str
    place: Place


def tokens(text: str) -> Iterator[Tag | Paragraph]:
    """The tags and the text between them; comments, declarations, and what scripts and styles hold are left out, references resolved."""
    breaks = [found.start() for found in re.finditer("\n", text)]
    data, at = 0, text.find("<")
    while at >= 0:
        end, tag = _markup(text, at)
        if end > at:
            if at > data:
                yield _piece(text, data, at, breaks)
            if tag:
                yield Tag(tag["name"].lower(), bool(tag["end"]), tag["rest"], _place(at, breaks))
            data = end
        at = text.find("<", max(end, at + 1))
    if data < len(text):
        yield _piece(text, data, len(text), breaks)


def _markup(text: str, at: int) -> tuple[int, re.Match[str] | None]:
    """The end of the markup that begins there, and its tag where it is one; the same place where it is no markup."""
    if text.startswith("<!--", at):
        return _after("-->", text, at), None
    if text.startswith(("<!", "<?"), at):
        return (found.end() if (found := _DECLARED.match(text, at)) else _after(">", text, at)), None
    tag = _TAG.match(text, at)
    if not tag:
        return at, None
    name = tag["name"].lower()
    if name not in _RAW or tag["end"]:
        return tag.end(), tag
    closing = re.compile(f"</{name}[^>]{{0,100}}>", re.IGNORECASE).search(text, tag.end())
    return (closing.end() if closing else len(text)), None


def _after(mark: str, text: str, at: int) -> int:
    found = text.find(mark, at)
    return found + len(mark) if found >= 0 else len(text)


def _place(at: int, breaks: list[int]) -> Place:
    line = bisect_left(breaks, at)
    return line + 1, at - (breaks[line - 1] if line else -1)


def _piece(text: str, start: int, end: int, breaks: list[int]) -> Paragraph:
    places: list[Place] = []
    line, column = _place(start, breaks)
    for number, part in enumerate(text[start:end].split("\n"), start=line):
        places += zip(repeat(number), range(column, column + len(part) + 1), strict=False)
        column = 1
    return substituted(Paragraph(text[start:end], tuple(places[:-1])), _ENTITY, lambda found: unescape(found[0]))
