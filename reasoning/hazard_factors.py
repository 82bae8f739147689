"""What the tables of GB 18218 say of a substance in a unit: its threshold Q, its correction factor β, and by which row and clause.

Table 1 comes before table 2, of several hazards the lowest threshold counts (4.1.2), a mixture by its class (4.2.3), table 3 comes
before table 4 (4.3.3).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from duibiao.ontology.intervals import Interval, exactly, hull
from duibiao.reasoning.hazard_classes import Hazard, Stated, narrowed, stated
from duibiao.reasoning.hazard_problems import Problem, problem
from duibiao.reasoning.hazard_tables import EDITION, Substance, classes, toxic_gas_factor
from duibiao.reasoning.process_conditions import Process, process
from duibiao.reasoning.substances import find


@dataclass(frozen=True, slots=True)
class Factors:
    """What the tables say of a substance: its threshold Q in tonnes (None: unknown, or not counted) with table and clause, and its β.

    `problem` says why Q is unknown, `open` why Q or β has bounds only.
    """

    threshold: Interval | None
    source: str | None
    clause: str | None
    beta: Interval | None
    problem: Problem | None = None
    open: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    row: Substance | None = None


@lru_cache(maxsize=65536)
def factors(name: str, cas: str, hazard_class: str, condition: str, state: str) -> Factors:
    """Threshold and β of a substance: table 1 comes before table 2 (4.1.2)."""
    found = find(name, cas)
    if found.problem:
        return Factors(None, None, None, None, found.problem)
    pure = found.row if found.row and not found.mixture else None
    classes_stated = stated(hazard_class, state or (pure.state if pure else ""), pure.boiling if pure else "")
    said = _Said(name, cas, hazard_class, classes_stated, process(condition))
    if found.row is None:
        return _by_class(said, problem("no_class", name=said.label, value=hazard_class))
    if found.diluted:
        return _by_class(said, problem("diluted", name=said.label, listed=found.row.name))
    if found.mixture:
        return _mixture(said, found.row)
    return _listed(said, found.row, found.notes)


@dataclass(frozen=True)
class _Said:
    """What a row states of its substance."""

    name: str
    cas: str
    written: str
    classes: Stated
    process: Process

    @property
    def label(self) -> str:
        return self.name or self.cas

    @property
    def hazards(self) -> list[Hazard]:
        """The hazards with what the process condition leaves of them."""
        return [narrowed(hazard, self.process) for hazard in self.classes.hazards]

    @property
    def counted(self) -> list[Hazard]:
        """Those that table 2 counts, or may count."""
        return [hazard for hazard in self.hazards if hazard.symbols]


def _listed(said: _Said, row: Substance, notes: tuple[Problem, ...]) -> Factors:
    """By table 1; a class that is not understood leaves β unknown."""
    beta, source = _table_3(said, row), f"{EDITION} 表1 序号{row.number}"
    if beta is not None:
        return Factors(exactly(row.threshold), source, f"{EDITION} 4.1.2 a)", beta, notes=notes, row=row)
    unread = tuple(problem("unread_class", name=said.label, value=text) for text in said.classes.unread)
    counts = any(not hazard.perhaps_none for hazard in said.counted)
    beta = _table_4(said.counted) if counts and not unread else None
    open_ = () if beta is not None and beta.exact is not None else (*unread, *_unclear(said))
    return Factors(exactly(row.threshold), source, f"{EDITION} 4.1.2 a)", beta, None, open_, (*notes, *_graver(said)), row)


def _by_class(said: _Said, missing: Problem) -> Factors:
    """By table 2; of several hazards the lowest threshold counts (4.1.2 b)."""
    if said.classes.unread or not said.hazards:
        return Factors(None, None, None, None, missing)
    if not said.counted:
        return Factors(None, None, None, None, notes=(problem("not_counted", name=said.label, value=said.written),))
    threshold, symbols = _lowest(said.counted), sorted({symbol for hazard in said.counted for symbol in hazard.symbols})
    chosen = [symbol for symbol in symbols if threshold.exact == classes()[symbol].threshold] or symbols
    beta = _table_3(said, None) or _table_4(said.counted)
    open_ = () if threshold.exact is not None and beta is not None and beta.exact is not None else _unclear(said)
    return Factors(threshold, f"{EDITION} 表2 {'、'.join(chosen)}", f"{EDITION} 4.1.2 b)", beta, None, open_, _graver(said))


def _mixture(said: _Said, row: Substance) -> Factors:
    """4.2.3: of the same class as its pure substance the whole mixture counts as that; of another class by that class."""
    own = _by_class(said, problem("mixture", name=said.label))
    if own.problem:
        return own
    whole, same = _listed(said, row, ()), _same(said.classes.hazards, row)
    if same is None:
        return _either(said, row, whole, own)
    note = problem("whole_mixture" if same else "own_class", name=said.label)
    chosen = whole if same else own
    return replace(chosen, clause=f"{EDITION} 4.2.3", notes=(note, *chosen.notes))


def _either(said: _Said, row: Substance, whole: Factors, own: Factors) -> Factors:
    """The mixture of a substance whose class is not known: it counts as the one or the other."""
    open_ = problem("pure_unknown", name=said.label)
    listed = exactly(row.threshold)
    threshold = hull([listed, own.threshold or replace(listed, high=None)])
    beta = hull([b for b in (whole.beta, own.beta) if b]) if whole.beta or own.beta else None
    return Factors(threshold, f"{whole.source}；{own.source or ''}", f"{EDITION} 4.2.3", beta, None, (open_,), own.notes)


def _same(hazards: Sequence[Hazard], row: Substance) -> bool | None:
    """Whether a mixture's hazards are those of the pure substance; None where that is not known."""
    if not row.classes:
        return None
    pure = [hazard for hazard in stated(row.classes, row.state, row.boiling).hazards if hazard.symbols]
    mine = [hazard for hazard in hazards if hazard.symbols]
    answers = [_among(hazard, pure) for hazard in mine] + [_among(hazard, mine) for hazard in pure]
    return False if False in answers else None if None in answers else True


def _among(hazard: Hazard, others: Sequence[Hazard]) -> bool | None:
    answers = {hazard.same(other) for other in others}
    return True if True in answers else None if None in answers else False


def _unclear(said: _Said) -> tuple[Problem, ...]:
    """Which symbols are left open, and whether the process condition or the state of matter would tell."""
    unsure = [hazard for hazard in said.counted if len(hazard.symbols) > 1 or hazard.perhaps_none]
    named = ((h, "process" if all(symbol.startswith("W5") for symbol in h.symbols) else "state") for h in unsure)
    return tuple(problem(code, name=said.label, symbols="、".join(sorted(h.symbols))) for h, code in named)


def _graver(said: _Said) -> tuple[Problem, ...]:
    """Where the process condition makes of the symbol stated a graver one."""
    changed = [(h, n) for h, n in zip(said.classes.hazards, said.hazards, strict=True) if len(h.symbols) == 1 and n != h]
    return tuple(problem("graver", name=said.label, symbol=min(n.symbols), value=min(h.symbols)) for h, n in changed)


def _lowest(hazards: Iterable[Hazard]) -> Interval:
    """The lowest threshold of several hazards, within the bounds of what each may be; no upper bound where perhaps none counts."""
    bounds = [[classes()[symbol].threshold for symbol in hazard.symbols] for hazard in hazards]
    sure = [max(found) for hazard, found in zip(hazards, bounds, strict=True) if not hazard.perhaps_none]
    return Interval(min(map(min, bounds)), min(sure, default=None))


def _table_4(hazards: Sequence[Hazard]) -> Interval | None:
    """β by hazard class: the highest of several, at least of those that surely count; None where no class is stated that has one."""
    bounds = {hazard: [classes()[symbol].beta for symbol in hazard.symbols] for hazard in hazards}
    if not bounds:
        return None
    sure = [min(found) for hazard, found in bounds.items() if not hazard.perhaps_none]
    return Interval(max(sure, default=min(map(min, bounds.values()))), max(map(max, bounds.values())))


def _table_3(said: _Said, row: Substance | None) -> Interval | None:
    """β of a toxic gas by its names and CAS numbers."""
    found = toxic_gas_factor(said.name, said.cas, row)
    return None if found is None else exactly(found)
