"""The binding force of clauses on a day: mandatory clauses get repealed, rules are overtaken, and a verdict changes on that day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pyoxigraph import NamedNode, Triple

from duibiao.ontology.terms import DCTERMS, ELI, D, Term
from duibiao.reasoning import literals
from duibiao.reasoning.scratch import Scratch

_PERIODS = """
SELECT ?norm ?clause ?force ?start ?until WHERE {
  ?period a d:ForcePeriod ; d:ofNorm ?norm ; d:bindingForce ?force
  OPTIONAL { ?period d:ofClause ?clause }
  OPTIONAL { ?period eli:first_date_entry_in_force ?start }
  OPTIONAL { ?period eli:date_no_longer_in_force ?until }
} ORDER BY ?start ?period
"""


@dataclass(frozen=True)
class _Forces:
    """What binds on a day: by edition or clause; the clause that a clause stands in."""

    known: Mapping[Term, NamedNode]
    above: Mapping[Term, Term]

    def of(self, clause: Term, edition: Term) -> NamedNode | None:
        """That of the clause, else of the clause it stands in, else of its edition."""
        place: Term | None = clause
        passed: set[Term] = set()
        while place is not None and place not in self.known and place not in passed:
            passed.add(place)
            place = self.above.get(place)
        return self.known.get(edition if place is None else place, self.known.get(edition))


def binding_force_on(day: date, norms: Scratch) -> Iterator[Triple]:
    """The binding force (`d:bindingForce`) of every clause of an edition on the day.

    A period of force that holds the day decides, for the clause before the whole edition; without one, the edition's own entry. Only
    clauses get a statement, since an edition has its own already and a second one would contradict it.
    """
    forces = _Forces({**_own(norms), **_dated(day, norms)}, norms.values(DCTERMS.isPartOf))
    for triple in norms.matching(predicate=ELI.is_part_of):
        if force := forces.of(triple.subject, triple.object):
            yield Triple(triple.subject, D.bindingForce, force)


def _own(norms: Scratch) -> dict[Term, NamedNode]:
    periods = {t.subject for t in norms.matching(predicate=D.ofNorm)}
    stated = norms.values(D.bindingForce).items()
    return {norm: force for norm, force in stated if norm not in periods and isinstance(force, NamedNode)}


def _dated(day: date, norms: Scratch) -> dict[Term, NamedNode]:
    """The force by clause or edition of the periods that hold the day, from their first day until the day before their last."""
    found = {}
    for row in norms.rows(_PERIODS):
        start, until = literals.earliest(row["start"]), literals.earliest(row["until"])
        if (start is None or start <= day) and (until is None or day < until):
            found[row["clause"] or row["norm"]] = row["force"]
    return found
