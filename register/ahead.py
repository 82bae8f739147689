"""Records dated ahead. What says that something has happened proves nothing before its day, so that days to come are judged without it."""

import re
from collections.abc import Iterator
from datetime import date

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.ontology import iris
from duibiao.ontology import load as ontology
from duibiao.ontology.terms import RDFS, XSD, D
from duibiao.ontology.texts import Text
from duibiao.register import norms
from duibiao.register.batches import statements
from duibiao.shapes import Statements
from duibiao.store import Store

_MAY_LIE_AHEAD = {
    *(D.agreementUntil, D.awayFrom, D.certificateUntil, D.deadline, D.dueOn, D.endsAt, D.facilitiesTestedUntil, D.filingDue, D.gradeUntil),
    *(D.inForceFrom, D.inServiceOn, D.maintenanceDue, D.nextDrillDue, D.nextInspection, D.periodFrom, D.periodUntil, D.plannedOn),
    *(D.rectificationDue, D.renewalDue, D.retrainFrom, D.reviewDue, D.runsFrom, D.runsUntil, D.startsAt, D.stepDue, D.trialRunFrom),
    *(D.trialRunUntil, D.upkeepDue, D.validFrom, D.validUntil, D.worksInUseOn),
}
"""Days on which something begins, ends or falls due. All other days of the vocabulary say that something has happened."""

_HAPPENED = {
    t.subject.value
    for t in ontology()
    if isinstance(t.subject, NamedNode) and t.predicate == RDFS.range and t.object in (XSD.date, XSD.dateTime)
} - {term.value for term in _MAY_LIE_AHEAD}
_DATED = re.compile(rb'^<[^>]*> <([^>]*)> "(\d{4}-\d\d-\d\d)', re.MULTILINE)


def known_on(store: Store, code: str, day: date) -> Statements:
    """What is stated of an enterprise and follows for it, without what is to happen after the day; what rested on that follows anew."""
    [found] = statements(store, [code]).values()
    last = day.isoformat().encode()
    if not any(on > last and term.decode() in _HAPPENED for term, on in _days(found)):
        return found
    ground, stated = norms.of(store).ground, frozenset(store.graph(iris.graph(f"enterprise/{code}")))
    happened = frozenset(triple for triple in stated if not _to_come(triple, day))
    besides = store.graph(iris.graph(f"derived/{code}")) - ground.derived(stated)
    return Statements.of([*happened, *ground.derived(happened), *besides])


def _days(stated: Statements) -> Iterator[tuple[bytes, bytes]]:
    """Every property that has a day, and the day."""
    for text in stated.parts:
        for lines in text.parts if isinstance(text, Text) else (text,):
            yield from _DATED.findall(lines)


def _to_come(triple: Triple, day: date) -> bool:
    value = triple.object
    return triple.predicate.value in _HAPPENED and isinstance(value, Literal) and value.value[:10] > day.isoformat()
