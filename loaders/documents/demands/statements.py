"""The sentences of a document in order, each with the part of the outline it stands in and the lead-in of the list it is an item of."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from duibiao.loaders.documents.demands import sentences
from duibiao.loaders.documents.demands.sentences import Sentence
from duibiao.loaders.documents.demands.words import sentences as stretches
from duibiao.loaders.documents.model import Part, Source

_AFTER_LABEL = re.compile(r"[\s.．、:：]*")
_AFTER_HEADING = re.compile(r"[\s。.：:；;]*")


@dataclass(frozen=True)
class Statement:
    """A sentence and where it stands: the paragraph, the place of its part in the outline (None: in none), its label as a list item.

    `titled` where it is a heading over others, `opens` where it begins its paragraph or has a label of its own, `ended` where a mark
    ends it; `headings` are those above it, the nearest first.
    """

    sentence: Sentence
    paragraph: int
    part: int | None
    label: str
    titled: bool
    opens: bool
    ended: bool
    headings: tuple[str, ...] = field(default=())


def statements(source: Source, outline: Sequence[Part]) -> tuple[Statement, ...]:
    """Every sentence that is no heading or label, in order."""
    return _statements(source, tuple(outline))


@lru_cache(maxsize=2)
def _statements(source: Source, outline: tuple[Part, ...]) -> tuple[Statement, ...]:
    """Kept for the document that is being read, along its outline and without."""
    return tuple(_each(source, outline))


def _each(source: Source, outline: Sequence[Part]) -> Iterator[Statement]:
    known = sentences.of(source)
    owners = _owners(outline)
    for number, paragraph in enumerate(source.paragraphs):
        owner = owners.get(number)
        part = None if owner is None else outline[owner]
        if part and part.kind == "title":
            continue
        opens = part is not None and part.start == number
        label_end, start = _body(paragraph.text, part) if part and opens else (0, 0)
        titled = label_end < start >= len(paragraph.text)
        alone = titled and owner is not None and _is_alone(outline, owner)
        label, quiet = part.label if part and opens else "", known.quiet[number]
        headings = tuple(_headings(outline, part.above if part and titled else owner))
        for own, begin, end in stretches(quiet, label_end if titled else start):
            sentence = known.at(number, begin, end)
            begins = bool(own or label) or begin <= start + 2
            yield Statement(sentence, number, owner, own or label, titled and not alone, begins, end < len(quiet), headings)
            label = ""


def _owners(outline: Sequence[Part]) -> dict[int, int]:
    """The part of each paragraph, the lowest where several claim it."""
    return {paragraph: place for place, part in enumerate(outline) for paragraph in range(part.start, part.end)}


def _body(text: str, part: Part) -> tuple[int, int]:
    """Where the words of a part begin behind its label, and where behind its heading."""
    start = text.find(part.label) + len(part.label) if part.label and part.label in text[: len(part.label) + 4] else 0
    if start and (gap := _AFTER_LABEL.match(text, start)):
        start = gap.end()
    if not part.heading or not text.startswith(part.heading, start):
        return start, start
    gap = _AFTER_HEADING.match(text, start + len(part.heading))
    return start, gap.end() if gap else start


def _is_alone(outline: Sequence[Part], place: int) -> bool:
    """Whether nothing stands under a heading: then it says what it says itself."""
    part = outline[place]
    below = place + 1 < len(outline) and outline[place + 1].above == place
    return part.label != "" and part.end == part.start + 1 and not below


def _headings(outline: Sequence[Part], place: int | None) -> Iterator[str]:
    while place is not None:
        if outline[place].heading and outline[place].kind != "title":
            yield outline[place].heading
        place = outline[place].above
