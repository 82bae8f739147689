"""The colour of an enterprise as a whole, from its hazards, major hazard sources and hidden dangers, by the rule in
corpus/scoring/colours.csv: the gravest condition that holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from duibiao import corpus
from duibiao.reasoning.checklists import Words

COLOURS = ("red", "orange", "yellow", "blue")
"""The gravest first."""


@dataclass(frozen=True)
class Condition:
    """A colour and what brings it: so many things of a class, with a value and without another property."""

    colour: str
    cls: str
    property: str
    value: str
    without: str
    at_least: int
    why: Words
    source: str
    confidence: str


@dataclass(frozen=True)
class Colour:
    """The colour (None: nothing was graded) and the conditions that bring it, each with its count. `open_hazards` of unknown grade can only
    make it graver, so with any of them the colour is the least that it is."""

    colour: str | None
    because: Sequence[tuple[Condition, int]]
    open_hazards: int


@cache
def conditions() -> tuple[Condition, ...]:
    """The conditions as stated, in order."""
    return tuple(
        Condition(
            row["colour"],
            row["class"],
            row["property"],
            row["value"],
            row["without"],
            int(row["at_least"]),
            Words(row["zh"], row["en"]),
            row["source"],
            row["confidence"],
        )
        for row in corpus.table("scoring/colours")
    )


def colour(counts: Mapping[Condition, int], open_hazards: int = 0) -> Colour:
    """The colour that these counts of the conditions bring."""
    holding = [(one, number) for one, number in counts.items() if number >= one.at_least]
    gravest = min((COLOURS.index(one.colour) for one, _ in holding), default=None)
    if gravest is None:
        return Colour(None, (), open_hazards)
    return Colour(COLOURS[gravest], [(one, n) for one, n in holding if one.colour == COLOURS[gravest]], open_hazards)
