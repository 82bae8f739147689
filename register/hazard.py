"""Identification of major hazard sources in an inventory, of a file or of rows typed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from duibiao.loaders.inventories import Entry, Inventory, UnitEntries
from duibiao.ontology import concepts, intervals, labels
from duibiao.ontology.intervals import Interval
from duibiao.ontology.iris import normal
from duibiao.reasoning.hazard_identification import state_of_matter, tonnes
from duibiao.reasoning.hazard_problems import Problem, problem
from duibiao.reasoning.hazard_sources import Holding, Identification, Status, identify

_WITH_UNIT = re.compile(r"(.*?[\d)\]])\s*([^\W\d]+)")
"""An amount with its unit behind it: `500 kg`."""


@dataclass(frozen=True)
class Identified:
    """A unit of an inventory and its identification; `kind` is 生产单元 or 储存单元, None where it is not stated."""

    unit: str
    kind: str | None
    found: Identification
    notes: tuple[Problem, ...]


def identified(inventory: Inventory, day: date) -> Iterator[Identified]:
    """Each unit of the inventory, identified by GB 18218 on the day."""
    return (_unit(unit, day) for unit in inventory.units)


def _unit(unit: UnitEntries, day: date) -> Identified:
    people, faults = _people(unit.people)
    kind, notes = _kind(unit.kinds)
    found = identify([_holding(entry) for entry in unit.entries], people, day)
    if found.status == Status.MAJOR:  # residents count only there
        found = _with(found, faults)
    return Identified(unit.unit, kind, found, (*notes, *found.notes))


def _with(found: Identification, faults: Sequence[Problem]) -> Identification:
    """The identification with the problems that the residents stated make; they take the place of residents that are missing."""
    if not faults:
        return found
    return replace(found, problems=(*(p for p in found.problems if p.code != "no_people"), *faults))


def _people(stated: Sequence[str]) -> tuple[Interval | None, tuple[Problem, ...]]:
    read = [intervals.read(text.removesuffix("人")) for text in stated]
    bad = tuple(problem("bad_people", value=text) for text, found in zip(stated, read, strict=True) if found is None)
    if bad or not read:
        return None, bad
    if len(set(read)) > 1:
        return None, (problem("people_differ", value="、".join(stated)),)
    return read[0], ()


def _kind(stated: Sequence[str]) -> tuple[str | None, tuple[Problem, ...]]:
    """The kind of unit as the label of its concept; what else is said of it is worth a note, since nothing is computed from it."""
    known = {concepts("UnitKind").get(normal(text).lower()): text for text in stated}
    if None in known:
        return None, (problem("unread_kind", value=known[None]),)
    if len(known) > 1:
        return None, (problem("kinds_differ", value="、".join(stated)),)
    return next((labels()[term]["zh"] for term in known if term), None), ()


def _holding(entry: Entry) -> Holding:
    amount = _amount(entry.substance or entry.cas, entry.quantity, entry.mass_unit, entry.stock)
    held, fault = (amount, None) if isinstance(amount, Interval) else (None, amount)
    return Holding(entry.substance, held, _cas(entry.cas), entry.hazard_class, entry.process_condition, _state(entry.state), fault)


def _amount(name: str, quantity: str, unit: str, stock: str) -> Interval | Problem:
    """The tonnes of a row; a unit written behind the number counts where the column has none."""
    if not quantity and stock:
        return problem("only_stock", name=name)
    if not unit and (found := _WITH_UNIT.fullmatch(quantity)) and intervals.read(found[1]) is not None:
        return tonnes(name, found[1], found[2])
    return tonnes(name, quantity, unit)


def _cas(text: str) -> str:
    return normal(text).replace(" ", "")


@lru_cache(maxsize=1024)
def _state(text: str) -> str:
    found = concepts("PhysicalState").get(normal(text).lower()) if text else None
    return state_of_matter(found.value) if found else ""
