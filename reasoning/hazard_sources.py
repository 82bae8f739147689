"""Identification and grading of major hazard sources by GB 18218-2018.

S = Σ q/Q, a major hazard source where S ≥ 1 (4.2.1, inclusive); R = α Σ β q/Q only there (4.3). Quantities are design maxima in
tonnes (4.2.2). What cannot be found in the tables is a problem that is said; the unit is then told only where the rest decides it alone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from duibiao.reasoning.hazard_tables import (
    HazardClass,
    Substance,
    alpha,
    by_cas,
    by_name,
    classes,
    folded,
    level,
    toxic_gas_factors,
)


class Status(StrEnum):
    """What an identification comes to."""

    MAJOR = "major"
    BELOW = "below"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True)
class Holding:
    """What a unit holds of one substance: tonnes by design (None: not stated), hazard class symbols (J1 … W11) where stated."""

    name: str
    tonnes: Fraction | None
    cas: str | None = None
    hazard_class: str | None = None


@dataclass(frozen=True)
class Term:
    """One q/Q of the sum: the threshold Q in tonnes and the table it is from; β None when grading lacks the hazard class."""

    holding: Holding
    threshold: Fraction
    source: str
    beta: Fraction | None
    ratio: Fraction


@dataclass(frozen=True)
class Identification:
    """A unit's S with its terms, R and level where S ≥ 1 and both factors are known, and what stood in the way."""

    status: Status
    s: Fraction
    terms: tuple[Term, ...]
    problems: tuple[str, ...]
    r: Fraction | None = None
    level: int | None = None


def identify(holdings: Sequence[Holding], people: int | None) -> Identification:
    """The identification of one unit with these holdings and so many residents within 500 m (None: not stated)."""
    found = [_term(holding) for holding in holdings]
    terms = tuple(term for term in found if isinstance(term, Term))
    problems = tuple(problem for problem in found if isinstance(problem, str))
    s = sum((term.ratio for term in terms), Fraction(0))
    if s >= 1:
        return _graded(s, terms, problems, people)
    return Identification(Status.CANNOT_TELL if problems else Status.BELOW, s, terms, problems)


def _graded(s: Fraction, terms: tuple[Term, ...], problems: tuple[str, ...], people: int | None) -> Identification:
    lacking = [f"{term.holding.name}：缺少危险类别，无法确定校正系数β" for term in terms if term.beta is None]
    if people is None:
        lacking.append("缺少厂界外500米内常住人口，无法确定校正系数α")
    if lacking or problems or people is None:
        return Identification(Status.MAJOR, s, terms, (*problems, *lacking))
    r = alpha(people) * sum((term.beta * term.ratio for term in terms if term.beta is not None), Fraction(0))
    return Identification(Status.MAJOR, s, terms, (), r, level(r))


def _term(holding: Holding) -> Term | str:
    """The term of a holding, or why there is none: table 1 comes before table 2 (4.1.2)."""
    if holding.tonnes is None:
        return f"{holding.name}：设计最大量或其计量单位缺失、不认识，无法计算"
    listed = _listed(holding)
    if isinstance(listed, str):
        return listed
    if listed:
        beta = _beta(holding, *listed.names, *listed.cas)
        return Term(holding, listed.threshold, f"GB 18218-2018 表1 序号{listed.number}", beta, holding.tonnes / listed.threshold)
    stated = _stated_classes(holding)
    if not stated or None in stated:
        return f"{holding.name}：不在表1中，危险类别“{holding.hazard_class or ''}”未填或不在表2中，无法确定临界量"
    lowest = min(filter(None, stated), key=lambda c: c.threshold)  # several hazards: the lowest threshold counts (4.1.2)
    return Term(holding, lowest.threshold, f"GB 18218-2018 表2 {lowest.symbol}", _beta(holding), holding.tonnes / lowest.threshold)


def _listed(holding: Holding) -> Substance | None | str:
    named = by_name().get(folded(holding.name), ())
    coded = by_cas().get(holding.cas or "", ())
    if named and coded and not set(named) & set(coded):
        return f"{holding.name}：CAS号 {holding.cas} 属于“{coded[0].name}”，名称与CAS号不符"
    rows = [row for row in named if row in coded] or named or coded
    if len(rows) > 1:
        return f"{holding.name}：表1中有{len(rows)}行，须写明浓度或含量"
    return rows[0] if rows else None


def _stated_classes(holding: Holding) -> list[HazardClass | None]:
    """The classes of table 2 that the holding states; None for a symbol that is none."""
    symbols = re.split(r"[;；,，、\s]+", (holding.hazard_class or "").upper())
    return [classes().get(symbol) for symbol in symbols if symbol]


def _beta(holding: Holding, *names: str) -> Fraction | None:
    """Table 3 by the substance's names and CAS numbers, else table 4 by hazard class: the highest of several."""
    for key in (folded(holding.name), holding.cas or "", *names):
        if key in toxic_gas_factors():
            return toxic_gas_factors()[key]
    return max((c.beta for c in _stated_classes(holding) if c), default=None)
