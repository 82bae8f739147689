"""What marks come to: items that do not apply leave the denominator, a veto item that failed outdoes any score.

Scores add up: the score of two lists is the sum of their scores, so an element, an evaluation and a group of them are one computation.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache

from duibiao import corpus
from duibiao.ontology.terms import Term

_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Item:
    """An item of an evaluation: what it can give, what it got (None: no marks yet), whether it applies, whether it is a veto item."""

    name: str
    element: Term | None
    full: Fraction | None
    got: Fraction | None
    applies: bool = True
    veto: bool = False


@dataclass(frozen=True)
class Score:
    """What the items that apply can give and got, how many of them lack marks, how many do not apply, which veto items failed."""

    full: Fraction = Fraction()
    got: Fraction = Fraction()
    unmarked: int = 0
    inapplicable: int = 0
    vetoed: tuple[str, ...] = ()

    def __add__(self, other: "Score") -> "Score":
        counts = (self.unmarked + other.unmarked, self.inapplicable + other.inapplicable)
        return Score(self.full + other.full, self.got + other.got, *counts, self.vetoed + other.vetoed)

    @property
    def share(self) -> Fraction | None:
        """The part of the possible marks that was got; None while marks are missing or where none can be had."""
        return self.got / self.full if self.full > 0 and not self.unmarked else None

    @property
    def grade(self) -> str | None:
        """The highest grade (`Grade-second`) whose border the score reaches; None below all, untold, or with a veto item that failed."""
        if self.share is None or self.vetoed:
            return None
        reached = [(border, name) for name, border in borders().items() if name.startswith("Grade-") and self.share * 100 >= border]
        return max(reached)[1] if reached else None


def score(items: Iterable[Item]) -> Score:
    """The score of these items."""
    return sum(map(_one, items), Score())


def by_element(items: Iterable[Item]) -> dict[Term | None, Score]:
    """The score of each element that an item stands under; together they are the score of all."""
    found: dict[Term | None, Score] = {}
    for item in items:
        found[item.element] = found.get(item.element, Score()) + _one(item)
    return found


def scaled(found: Score, whole: Fraction) -> Decimal | None:
    """The score on a scale up to `whole`, rounded to two places; None where there is no share."""
    if found.share is None:
        return None
    exact = found.share * whole
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(_CENT, ROUND_HALF_UP)


@cache
def borders() -> Mapping[str, Fraction]:
    """The borders of corpus/scoring/borders.csv: the share at which a veto item has failed, the scores out of a hundred for the grades."""
    return {row["name"]: Fraction(row["value"]) for row in corpus.table("scoring/borders")}


def _one(item: Item) -> Score:
    if not item.applies:
        return Score(inapplicable=1)
    if item.full is None or item.got is None:
        return Score(item.full or Fraction(), item.got or Fraction(), unmarked=1)
    failed = item.veto and item.got <= borders()["veto"] * item.full
    return Score(item.full, item.got, vetoed=(item.name,) if failed else ())
