"""Where the enterprises of an authority stand as of a day: how many are graded, models, finished, and how many are short of a goal."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil

from duibiao.ontology.terms import Term

MODELS_A_SECTOR, MODELS_AN_AREA = 5, 10
"""Model enterprises that a sector and a county are to have by 2021-12-31 (Quanzhou 2021 no. 79, 二（二）1)."""
FINISHED = {date(2022, 12, 31): Fraction(80), date(2023, 12, 31): Fraction(100)}
"""The percentage of enterprises that are to have finished by these days (the same, 二（二）2 and 3)."""


@dataclass(frozen=True)
class Supervised:
    """An enterprise in the ledger of an authority."""

    number: str
    name: str
    area: str
    sector: Term | None
    ledger: Term | None
    grade: Term | None
    until: date | None
    risk: Term | None
    model: date | None
    finished: date | None


@dataclass(frozen=True)
class Standing:
    """A group of enterprises on a day; the shortfalls are against the goals that hold then."""

    enterprises: int
    ledgers: Mapping[Term | None, int]
    risks: Mapping[Term | None, int]
    models: int
    finished: int
    short_of_models: int
    short_of_finished: int

    @property
    def rate(self) -> Fraction | None:
        """The percentage that finished; None of nobody."""
        return Fraction(100 * self.finished, self.enterprises) if self.enterprises else None


def standing(group: Iterable[Supervised], day: date, models_due: int) -> Standing:
    """Where a group stands on a day, with `models_due` model enterprises to have."""
    found = list(group)
    models = sum(one.model is not None and one.model <= day for one in found)
    finished = sum(one.finished is not None and one.finished <= day for one in found)
    due = ceil(finished_due(day) * len(found) / 100)
    ledgers, risks = Counter(one.ledger for one in found), Counter(one.risk for one in found)
    return Standing(len(found), ledgers, risks, models, finished, max(models_due - models, 0), max(due - finished, 0))


def finished_due(day: date) -> Fraction:
    """The percentage that is to have finished by the next milestone; after the last one, everybody."""
    return next((rate for until, rate in sorted(FINISHED.items()) if day <= until), max(FINISHED.values()))
