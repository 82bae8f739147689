"""What counts as the same, and which row read answers which row labelled.

A labelled text may list alternatives, separated by |, and may end in … where only its beginning is given.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]
Pair = tuple[Row, Row]

_DASHES = re.compile(r"[‐-―−ー~～]+")


@dataclass(frozen=True)
class Share:
    """So many right of so many; shares of several documents add up."""

    right: int = 0
    of: int = 0

    def __add__(self, other: "Share") -> "Share":
        return Share(self.right + other.right, self.of + other.of)

    @property
    def value(self) -> float | None:
        """Right by all, None where nothing was asked."""
        return self.right / self.of if self.of else None


def share(answers: Sequence[bool]) -> Share:
    """How many of the answers are right."""
    return Share(sum(answers), len(answers))


def plain(text: str | None) -> str:
    """The text in half-width signs, one kind of dash and without spaces, as two spellings of the same are compared."""
    narrow = unicodedata.normalize("NFKC", text or "").replace("〔", "(").replace("〕", ")").replace("[", "(").replace("]", ")")
    return re.sub(r"\s", "", _DASHES.sub("-", narrow))


def same(labelled: str | None, read: str | None) -> bool:
    """Whether the text read is one of the alternatives labelled."""
    return any(_same_one(one, plain(read)) for one in (labelled or "").split("|"))


def _same_one(labelled: str, read: str) -> bool:
    if labelled.endswith("…"):
        return read.startswith(plain(labelled[:-1]))
    return plain(labelled) == read


def overlap(labelled: str | None, read: str | None) -> bool:
    """Whether one of the texts stands in the other; False where one is missing."""
    left, right = plain((labelled or "").rstrip("…")), plain(read)
    return bool(left and right) and (left in right or right in left)


def pairs(labelled: Sequence[Row], read: Sequence[Row], *tests: Callable[[Row, Row], bool]) -> list[Pair]:
    """Each row labelled with the first row read that passes a test, the strictest test first; no row is used twice."""
    found: dict[int, int] = {}
    for test in tests:
        for place, row in enumerate(labelled):
            if place not in found:
                taken = set(found.values())
                answer = next((other for other, one in enumerate(read) if other not in taken and test(row, one)), None)
                if answer is not None:
                    found[place] = answer
    return [(labelled[place], read[other]) for place, other in sorted(found.items())]
