"""Identification and grading of major hazard sources by GB 18218-2018.

S = Σ q/Q, a major hazard source where S ≥ 1 (4.2.1, inclusive); R = α Σ β q/Q only there (4.3). Quantities are design maxima in
tonnes (4.2.2). What is known only within bounds, a quantity or a class, gives a sum within bounds, and the answer is yes, no or
cannot tell. What cannot be found in the tables is a problem that is said; nothing is skipped.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from duibiao.ontology.intervals import NOTHING, UNKNOWN, Interval, exactly, hull
from duibiao.reasoning.hazard_factors import Factors, factors
from duibiao.reasoning.hazard_problems import Problem, problem
from duibiao.reasoning.hazard_tables import alpha, in_force_from, levels


class Status(StrEnum):
    """What an identification comes to."""

    MAJOR = "major"
    BELOW = "below"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class Holding:
    """What a unit holds of one substance: tonnes by design, the hazard class and the process condition as stated, the state of matter
    (`gas`, `liquid`, `solid`, empty). `fault` says why there are no tonnes."""

    name: str
    tonnes: Interval | None
    cas: str = ""
    hazard_class: str = ""
    process: str = ""
    state: str = ""
    fault: Problem | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """One q/Q of the sum; `to_major` and `to_next_level` are the tonnes more of this substance alone at which S = 1, at which R is at
    the next level's border."""

    holding: Holding
    factors: Factors
    ratio: Interval
    to_major: Fraction | None = None
    to_next_level: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Identification:
    """A unit's S with its terms; R and level where S ≥ 1 and both factors are known; what stood in the way, and what is worth saying."""

    status: Status
    s: Interval
    terms: tuple[Term, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...] = ()
    alpha: Interval | None = None
    r: Interval | None = None
    level: int | None = None

    @property
    def is_major(self) -> bool | None:
        """Whether the unit is a major hazard source; None when it cannot be told."""
        return {Status.MAJOR: True, Status.BELOW: False}.get(self.status)


def identify(holdings: Sequence[Holding], people: Interval | None, day: date, faults: Iterable[Problem] = ()) -> Identification:
    """The identification on a day of one unit with these holdings and so many residents within 500 m (None: not stated).

    `faults` are problems of the unit that leave it undecided, such as rows that could not be read.
    """
    if day < in_force_from():
        faults = (*faults, problem("not_in_force", since=in_force_from(), day=day))
    elif not holdings and not faults:
        faults = (problem("empty"),)
    terms = tuple(_term(holding) for holding in holdings)
    s = UNKNOWN if faults else NOTHING
    for term in terms:
        s = s + term.ratio
    problems = (*faults, *(p for term in terms if (p := term.holding.fault or term.factors.problem)))
    if day < in_force_from():
        return Identification(Status.CANNOT_TELL, UNKNOWN, terms, problems)
    return _with_open(_told(s, terms, problems, people), people)


def _told(s: Interval, terms: tuple[Term, ...], problems: tuple[Problem, ...], people: Interval | None) -> Identification:
    reached = s.reaches(1)
    if reached:
        return _graded(s, terms, problems, people)
    if reached is None:
        return Identification(Status.CANNOT_TELL, s, terms, problems)
    return Identification(Status.BELOW, s, _left_to_major(s, terms), problems)


def _graded(s: Interval, terms: tuple[Term, ...], problems: tuple[Problem, ...], people: Interval | None) -> Identification:
    factor = _alpha(people) if people is not None else None
    lacking = [problem("no_beta", name=_named(t.holding)) for t in terms if t.factors.threshold and t.factors.beta is None]
    if factor is None:
        lacking.append(problem("no_people"))
    if lacking or problems or factor is None:
        return Identification(Status.MAJOR, s, terms, (*problems, *lacking), alpha=factor)
    r = NOTHING
    for term in terms:
        if term.factors.beta is not None:
            r = r + term.factors.beta * term.ratio
    r = factor * r
    rank = _level(r)
    return Identification(Status.MAJOR, s, _left_to_next_level(r, rank, factor, terms), problems, (), factor, r, rank)


def _with_open(found: Identification, people: Interval | None) -> Identification:
    """What is known within bounds only is a problem where the result is undecided, else worth a note."""
    left_open = [p for term in found.terms for p in _open(term)]
    if people is not None and people.exact is None and found.status == Status.MAJOR:
        left_open.append(problem("people_interval", value=people))
    undecided = found.status == Status.CANNOT_TELL or (found.status == Status.MAJOR and found.level is None)
    notes = [note for term in found.terms for note in term.factors.notes]
    if undecided:
        return replace(found, problems=(*found.problems, *left_open), notes=tuple(notes))
    return replace(found, notes=(*notes, *left_open))


def _open(term: Term) -> tuple[Problem, ...]:
    held = term.holding.tonnes
    bounded = held is not None and held.exact is None
    return (*([problem("interval", name=_named(term.holding), value=held)] if bounded else []), *term.factors.open)


@lru_cache(maxsize=4096)
def _alpha(people: Interval) -> Interval:
    """The factor for so many residents: one number where both bounds lie in one band of table 5."""
    low = exactly(alpha(people.low))
    if people.high is None:
        return hull([low, exactly(alpha(Fraction(10**9)))])
    last = people.high - 1 if people.below and people.high.denominator == 1 else people.high
    return hull([low, exactly(alpha(max(last, people.low)))])


def _level(r: Interval) -> int | None:
    """The level where both bounds of R give the same."""
    for rank, border in levels():
        reached = r.reaches(border)
        if reached or reached is None:
            return rank if reached else None
    return None


def _left_to_major(s: Interval, terms: tuple[Term, ...]) -> tuple[Term, ...]:
    if s.exact is None:
        return terms
    left = 1 - s.exact
    return tuple(
        Term(term.holding, term.factors, term.ratio, to_major=left * q) if (q := _exact(term.factors.threshold)) else term for term in terms
    )


def _left_to_next_level(r: Interval, rank: int | None, factor: Interval, terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """The terms with what is left to the border above; there is none above level 1."""
    border = next((low for above, low in levels() if rank is not None and above == rank - 1), None)
    if border is None or r.exact is None or factor.exact is None:
        return terms
    left = (border - r.exact) / factor.exact
    found = []
    for term in terms:
        q, beta = _exact(term.factors.threshold), _exact(term.factors.beta)
        found.append(Term(term.holding, term.factors, term.ratio, to_next_level=left * q / beta) if q and beta else term)
    return tuple(found)


def _exact(interval: Interval | None) -> Fraction | None:
    return None if interval is None else interval.exact


# --- one term


def _term(holding: Holding) -> Term:
    found = factors(holding.name, holding.cas, holding.hazard_class, holding.process, holding.state)
    if found.threshold is None:
        return Term(holding, found, UNKNOWN if found.problem else NOTHING)
    if holding.tonnes is None:
        return Term(holding, found, UNKNOWN)
    return Term(holding, found, _ratio(holding.tonnes, found.threshold))


def _ratio(tonnes: Interval, threshold: Interval) -> Interval:
    """q/Q; an unbounded threshold says that the substance may not count at all."""
    if tonnes.low is tonnes.high and threshold.low is threshold.high:
        return exactly(tonnes.low / threshold.low)
    low = Fraction(0) if threshold.high is None else tonnes.low / threshold.high
    return Interval(low, None if tonnes.high is None else tonnes.high / threshold.low, tonnes.below)


def _named(holding: Holding) -> str:
    return holding.name or holding.cas
