"""Which duties of a major hazard source hang on what a unit is and on what it holds: toxic or liquefied gas, highly toxic chemicals.

Everything is yes, no or cannot tell (None). A unit for which a duty cannot be told belongs to the duty's undecided class: no pass.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.ontology.terms import RDF, XSD, D, Term
from duibiao.reasoning.hazard_classes import stated
from duibiao.reasoning.hazard_tables import toxic_gas_factor
from duibiao.reasoning.literals import day
from duibiao.reasoning.scratch import Scratch
from duibiao.reasoning.substances import find

FILED_FIRST_SINCE = date(2011, 12, 1)
"""危险化学品重大危险源监督管理暂行规定 came into force; whoever was accepted before had not been told to file first (第二十四条)."""

_TOXIC_GAS = frozenset({"J1", "J3"})
_CATEGORY_1 = frozenset({"J1", "J2"})
"""The classes of GB 18218-2018 table 2 for toxic gases, and for acute toxicity of category 1."""
_GASES = frozenset({D["PhysicalState-gas"], D["PhysicalState-liquefied-gas"]})
_UNITS = """
SELECT ?unit ?kind ?accepted ?accident ?lost WHERE {
  ?unit a d:HazardUnit
  OPTIONAL { ?unit d:kind ?kind }
  OPTIONAL { ?unit d:finalAcceptanceOn ?accepted }
  OPTIONAL { ?unit d:lastAccidentOn ?accident }
  BIND (EXISTS { ?unit d:heldBackRow ?row } AS ?lost)
} ORDER BY ?unit
"""
_HOLDINGS = """
SELECT ?unit ?name ?cas ?class ?state ?toxic WHERE {
  ?holding a d:Holding ; d:inUnit ?unit
  OPTIONAL { ?holding d:substanceName ?name } OPTIONAL { ?holding d:casNumber ?cas }
  OPTIONAL { ?holding d:hazardClass ?class } OPTIONAL { ?holding d:physicalState ?state }
  OPTIONAL { ?holding d:highlyToxic ?toxic }
}
"""


@dataclass(frozen=True)
class Chemical:
    """What is stated of a substance in a unit: `state` a concept of PhysicalState, `listed` whether the catalogue calls it highly toxic."""

    name: str = ""
    cas: str = ""
    hazard_class: str = ""
    state: NamedNode | None = None
    listed: bool | None = None

    @property
    def gas(self) -> bool | None:
        """Whether it is a gas, by its state, else by what only gases are."""
        if self.state is None:
            return True if self._in_table_3 or self._of(_TOXIC_GAS) else None
        return self.state in _GASES

    @property
    def liquefied_gas(self) -> bool | None:
        """Whether it is a gas kept liquid."""
        return None if self.state is None else self.state == D["PhysicalState-liquefied-gas"]

    @property
    def highly_toxic(self) -> bool | None:
        """As the catalogue says; an acute toxicity of category 1 speaks for it, and against a no."""
        if self._of(_CATEGORY_1):
            return None if self.listed is False else True
        return self.listed

    @property
    def toxic_gas(self) -> bool | None:
        """Named in table 3, of a class of toxic gases, or a gas that is highly toxic. What is no gas and yet of such a class is unclear."""
        if self._in_table_3:
            return True
        by_class = self._of(_TOXIC_GAS)
        if by_class:
            return None if self.gas is False else True
        if self.gas and self.highly_toxic:
            return True
        return False if self.gas is False else by_class

    @property
    def highly_toxic_gas(self) -> bool | None:
        """A gas, and highly toxic."""
        return every((self.toxic_gas, self.highly_toxic))

    @property
    def calls_for_instruments(self) -> bool | None:
        """A toxic gas, a liquefied gas or a highly toxic liquid (危险化学品重大危险源监督管理暂行规定 第十三条第(三)项)."""
        liquid = None if self.state is None else self.state == D["PhysicalState-liquid"]
        return some((self.toxic_gas, self.liquefied_gas, every((self.highly_toxic, liquid))))

    @property
    def _in_table_3(self) -> bool:
        """By any of its names; by its CAS number unless it is stated to be no gas: what is dissolved may keep the number of the gas."""
        named = find(self.name, "")
        if named.mixture or named.diluted:
            return False
        number = self.cas if self.state is None or self.state in _GASES else ""
        rows = (named.row, find("", number).row)
        return any(toxic_gas_factor(self.name, number, row) is not None for row in rows)

    def _of(self, symbols: frozenset[str]) -> bool | None:
        """Whether one of its hazards has one of these symbols of table 2; None where no class is stated, or one that may mean another."""
        state = "" if self.state is None else self.state.value.rpartition("PhysicalState-")[2].removeprefix("liquefied-")
        said = stated(self.hazard_class, state)
        if not said.hazards and not said.unread:
            return None
        return some([*(_within(hazard.symbols, symbols) for hazard in said.hazards), *(None for _ in said.unread)])


def _within(possible: frozenset[str], symbols: frozenset[str]) -> bool | None:
    return bool(possible) if possible <= symbols else None if possible & symbols else False


@dataclass(frozen=True)
class Unit:
    """A unit: whether it is a major hazard source, one of level 1 or 2, a store, after an accident, accepted under the rule."""

    major: bool | None
    grave: bool | None
    storage: bool | None
    accident: bool
    new_works: bool | None
    chemicals: tuple[Chemical, ...] = ()

    def duties(self) -> dict[str, bool | None]:
        """By the name of a class of units, whether it is of the class."""
        highly_toxic = self._holds("highly_toxic")
        return {
            "AccidentSource": every((self.major, self.accident)),
            "GuardedStore": every((self.storage, some((self.major, highly_toxic)))),
            "HighlyToxicGasSource": every((self.major, self._holds("highly_toxic_gas"))),
            "HighlyToxicSource": every((self.major, highly_toxic)),
            "InstrumentedSource": every((self.grave, self._holds("calls_for_instruments"))),
            "NewWorksSource": every((self.major, self.new_works)),
            "StorageUnit": self.storage,
            "ToxicGasSource": every((self.major, self._holds("toxic_gas"))),
        }

    def _holds(self, what: str) -> bool | None:
        """Whether a chemical of the unit is so; where none is on record, nothing tells."""
        return some(getattr(chemical, what) for chemical in self.chemicals) if self.chemicals else None


def some(answers: Iterable[bool | None]) -> bool | None:
    """Whether one answer is yes; None where none is and one cannot be told."""
    known = set(answers)
    return True if True in known else None if None in known else False


def every(answers: Iterable[bool | None]) -> bool | None:
    """Whether all answers are yes; None where none is no and one cannot be told."""
    known = set(answers)
    return False if False in known else None if None in known else True


def derive(data: Scratch) -> Iterator[Triple]:
    """The classes of each unit in `data`, which holds what is stated and which units are major hazard sources, of which level."""
    for node, unit in _units(data):
        for name, holds in unit.duties().items():
            if holds is not False:
                yield Triple(node, RDF.type, D[name if holds else f"Undecided{name}"])


def _units(data: Scratch) -> Iterator[tuple[NamedNode, Unit]]:
    held = _held(data)
    major, grave = _members(data, D.MajorHazardSource), _members(data, D.GraveMajorHazardSource)
    undecided, ungraded = _members(data, D.UndecidedUnit), _members(data, D.UndecidedUnit, D.UngradedUnit)
    for row in data.rows(_UNITS):
        node, accepted = row["unit"], day(row["accepted"])
        lost = [Chemical()] if _flag(row["lost"]) else []  # a row held back may have been of anything
        yield (
            node,
            Unit(
                major=_told(node, major, undecided),
                grave=_told(node, grave, ungraded),
                storage=None if row["kind"] is None else row["kind"] == D["UnitKind-storage"],
                accident=row["accident"] is not None,
                new_works=None if accepted is None else accepted >= FILED_FIRST_SINCE,
                chemicals=(*held.get(node, ()), *lost),
            ),
        )


def _held(data: Scratch) -> dict[Term, list[Chemical]]:
    held: dict[Term, list[Chemical]] = {}
    for row in data.rows(_HOLDINGS):
        name, cas, hazard_class = (cell.value if isinstance(cell := row[key], Literal) else "" for key in ("name", "cas", "class"))
        state = row["state"] if isinstance(row["state"], NamedNode) else None
        held.setdefault(row["unit"], []).append(Chemical(name, cas, hazard_class, state, _flag(row["toxic"])))
    return held


def _members(data: Scratch, *of: NamedNode) -> set[Term]:
    return {triple.subject for cls in of for triple in data.matching(predicate=RDF.type, obj=cls)}


def _told(unit: Term, members: set[Term], untold: set[Term]) -> bool | None:
    return True if unit in members else None if unit in untold else False


def _flag(term: Term | None) -> bool | None:
    """A boolean; None for none and for what is no boolean."""
    if not isinstance(term, Literal) or term.datatype != XSD.boolean:
        return None
    return {"true": True, "1": True, "false": False, "0": False}.get(term.value)
