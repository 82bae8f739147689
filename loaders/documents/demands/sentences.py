"""A sentence with its words and clauses."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property, lru_cache

from duibiao.loaders.documents.demands.words import Word, clauses, hushed, words
from duibiao.loaders.documents.model import Source

CONDITION_END = re.compile(
    r"(?:的|(?<![学课工小及随按同实临定适暂届准])时|(?<![先落善])后|(?<![目提年月日底末])前|期间|情况下|情形下?|条件下|之日起|过程中|检查中)$"
)
_DONE_TO = re.compile("^对.*(?:予以|给予|进行|实施|加强|负责|开展|采取|承担)")
_IF_START = re.compile(r"(?:对于?(?!照|接|标|应)|当(?!地|前|年|事)|如(?!实|期)|若|凡|一旦|除|因(?!地)|未经|违反|遇有?|发生|发现|经)")
KEPT = 1024
"""The sentences of which the demands and their parts are kept, for the actors of a document are read from the same."""


@dataclass(frozen=True, eq=False)
class Sentence:
    """A sentence of a paragraph with its words; places are those of the paragraph. What is found in it is kept by the sentence itself."""

    text: str
    quiet: str
    start: int
    end: int

    @cached_property
    def words(self) -> list[Word]:
        """Its words, placed in the paragraph."""
        return words(self.quiet[self.start : self.end], self.start)

    @cached_property
    def clauses(self) -> list[tuple[int, int]]:
        """The stretches between its commas."""
        return clauses(self.quiet, self.start, self.end)

    def within(self, start: int, end: int) -> list[Word]:
        """The words of a stretch."""
        first = bisect_right(self.words, start, key=lambda word: word.end)
        found = self.words[first : bisect_left(self.words, end, first, key=lambda word: word.start)]
        if found and found[0].start < start:
            found[0] = Word(self.quiet[start : found[0].end], found[0].tag, start, found[0].end)
        return found


class Sentences:
    """The sentences of a document, each made once: demands, goals, actors and items ask for the same, and cutting words is dear."""

    def __init__(self, source: Source) -> None:
        self._texts = [paragraph.text for paragraph in source.paragraphs]
        self._made: dict[tuple[int, int, int], Sentence] = {}

    @cached_property
    def quiet(self) -> list[str]:
        """The text of each paragraph, hushed."""
        return [hushed(text) for text in self._texts]

    def at(self, paragraph: int, start: int, end: int) -> Sentence:
        """The sentence that stands there."""
        place = (paragraph, start, end)
        if place not in self._made:
            self._made[place] = Sentence(self._texts[paragraph], self.quiet[paragraph], start, end)
        return self._made[place]


@lru_cache(maxsize=1)
def of(source: Source) -> Sentences:
    """The sentences of a document; kept for the document that is being read."""
    return Sentences(source)


def is_condition(quiet: str, start: int, end: int) -> bool:
    """Whether a clause only says when or for whom something holds."""
    text = quiet[start:end]
    return bool(CONDITION_END.search(text) or _IF_START.match(text) and not _DONE_TO.search(text))
