"""The check of the register as if statements were added and others were not there. Nothing is written."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from time import perf_counter

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple

from duibiao.ontology import iris
from duibiao.ontology.errors import Refusal
from duibiao.register import norms
from duibiao.register.checks import Report, check, chosen_codes, on_record
from duibiao.shapes import Gap, RuleBook, summed, with_waived
from duibiao.shapes.overlay import Change, Overlay
from duibiao.store import Store


class AssumptionRefused(Refusal):
    """The statements cannot be assumed; the message says which and why."""


@dataclass(frozen=True)
class WhatIf:
    """The check as it would be, the gaps that would be gone, and those of the check that are not there now."""

    report: Report
    closed: list[Gap]
    opened: list[Gap]


def what_if(
    store: Store, change: Change, *, day: date, book: RuleBook, codes: Iterable[str] | None = None, engine: str = "compiled"
) -> WhatIf:
    """The check of the enterprises with these codes (None: all) as if the change were made, what follows from it derived anew.

    UnknownEnterprise for a code that no enterprise loaded has; AssumptionRefused for a statement about a thing of no enterprise that is
    checked, and for one to remove that nobody states.
    """
    start = perf_counter()
    asked = chosen_codes(store, codes)
    touched = _touched(store, change, asked)
    others = [code for code in asked if code not in touched]
    before, rest = (check(store, day=day, book=book, codes=part, engine=engine) for part in (touched, others))
    found = [overlay(store, day, code).checked(book, _part(change, code), engine) for code in touched]
    gaps = on_record(store, [gap for checked in found for gap in checked.gaps], day, book)
    everything = sorted([*rest.gaps, *gaps], key=lambda gap: gap.enterprise)
    ledger = with_waived(summed([checked.ledger for checked in found]), gaps)
    report = Report(day, engine, perf_counter() - start, everything, summed([ledger, rest.ledger]))
    was, now = ({gap.id for gap in part} for part in (before.gaps, gaps))
    return WhatIf(report, [gap for gap in before.gaps if gap.id not in now], [gap for gap in gaps if gap.id not in was])


def overlay(store: Store, day: date, code: str) -> Overlay:
    """What the enterprise with this code states, over the norms in the store on a day."""
    known = norms.of(store)
    return Overlay(known.law(day), known.ground, iris.enterprise(code), store.graph(iris.graph(f"enterprise/{code}")))


def turtle(text: str) -> frozenset[Triple]:
    """The statements of a text in Turtle. AssumptionRefused when it does not parse."""
    try:
        return as_stored(quad.triple for quad in ox.parse(text.encode(), format=RdfFormat.TURTLE, rename_blank_nodes=True))
    except (SyntaxError, ValueError) as error:
        raise AssumptionRefused(f"the statements are no Turtle: {' '.join(str(error).split())}; mend them") from error


def as_stored(triples: Iterable[Triple]) -> frozenset[Triple]:
    """The statements as a store keeps them: `1.50` and `1.5` are one number there."""
    kept = ox.Store()
    kept.extend(Quad(*triple) for triple in triples)
    return frozenset(quad.triple for quad in kept)


def _touched(store: Store, change: Change, codes: Iterable[str]) -> list[str]:
    """The codes of the enterprises that the change is about, in order."""
    known = {iris.enterprise(code): code for code in codes}
    strange = sorted({str(t.subject) for t in change.add | change.remove if iris.owner(t.subject) not in known})
    if strange:
        raise AssumptionRefused(f"{strange[0]} belongs to no enterprise that is checked; there are: {', '.join(known.values()) or 'none'}")
    about = {iris.owner(t.subject) for t in change.add | change.remove}
    touched = [code for enterprise, code in known.items() if enterprise in about]
    stated = frozenset(t for code in touched for t in store.graph(iris.graph(f"enterprise/{code}")))
    if absent := sorted(map(str, change.remove - stated)):
        raise AssumptionRefused(f"{absent[0]} is not stated, so it cannot be removed; write it as `duibiao export` does")
    return touched


def _part(change: Change, code: str) -> Change:
    """What the change is to one enterprise."""
    own: NamedNode = iris.enterprise(code)
    return Change(*(frozenset(t for t in part if iris.owner(t.subject) == own) for part in (change.add, change.remove)))
