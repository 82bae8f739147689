"""Text whose characters keep their places in the file, whatever is cut out, put together or replaced."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import repeat

from duibiao.loaders.documents.model import Paragraph, Place

NOTHING = Paragraph("", ())


def line(number: int, text: str) -> Paragraph:
    """A line of the file as it stands; lines count from 1."""
    return Paragraph(text, tuple(zip(repeat(number), range(1, len(text) + 1), strict=False)))


def lines(texts: Iterable[str]) -> Iterator[Paragraph]:
    """All lines of a file."""
    return (line(number, text) for number, text in enumerate(texts, start=1))


def cut(whole: Paragraph, start: int, end: int | None = None) -> Paragraph:
    """The characters from `start` to `end`, as in a slice; depth and table stay."""
    return replace(whole, text=whole.text[start:end], places=whole.places[start:end])


def stripped(whole: Paragraph) -> Paragraph:
    """Without space at its ends."""
    length = len(whole.text)
    start, end = length - len(whole.text.lstrip()), len(whole.text.rstrip())
    return whole if (start, end) == (0, length) else cut(whole, start, max(start, end))


def joined(parts: Iterable[Paragraph], by: str = "") -> Paragraph:
    """The parts one after the other; what stands between them has the place behind the character before it, else that of the one after.
    Depth and table are those of the first."""
    every = list(parts)
    first = next((part.places[0] for part in every if part.places), (1, 1))
    texts, places = list[str](), list[Place]()
    for part in every:
        if texts and by:
            texts.append(by)
            places += [(places[-1][0], places[-1][1] + 1) if places else first] * len(by)
        texts.append(part.text)
        places += part.places
    return replace(every[0], text="".join(texts), places=tuple(places)) if every else NOTHING


def substituted(whole: Paragraph, pattern: re.Pattern[str], by: str | Callable[[re.Match[str]], str] = "") -> Paragraph:
    """With every match replaced, or its first group where the pattern has one: each new character has the place of the one it stands for,
    those left over that of the last."""
    group = min(pattern.groups, 1)
    texts, places, at = list[str](), list[Place](), 0
    for found in pattern.finditer(whole.text):
        start, end = found.span(group)
        new = by if isinstance(by, str) else by(found)
        texts += [whole.text[at:start], new]
        places += whole.places[at:start]
        places += [whole.places[min(start + place, end - 1)] for place in range(len(new))]
        at = end
    if not texts:
        return whole
    return replace(whole, text="".join((*texts, whole.text[at:])), places=(*places, *whole.places[at:]))


def split(whole: Paragraph, sign: re.Pattern[str]) -> Iterator[Paragraph]:
    """The stretches between the signs."""
    start = 0
    for found in sign.finditer(whole.text):
        yield cut(whole, start, found.start())
        start = found.end()
    yield cut(whole, start)


def inner(whole: Paragraph, pattern: re.Pattern[str]) -> Paragraph:
    """With every match replaced by its first group."""
    pieces, at = [], 0
    for found in pattern.finditer(whole.text):
        pieces += [cut(whole, at, found.start()), cut(whole, *found.span(1))]
        at = found.end()
    return joined([*pieces, cut(whole, at)]) if pieces else whole
