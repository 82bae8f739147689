"""Which persons operate, are exposed, or started anew after a move or a long absence."""

from collections.abc import Iterator
from datetime import date

from pyoxigraph import Literal, Triple

from duibiao.ontology.terms import RDF, XSD, D
from duibiao.reasoning.editions import months_before
from duibiao.reasoning.literals import day
from duibiao.reasoning.scratch import Scratch

_CLASSES = """
CONSTRUCT { ?person a ?class } WHERE {
  { ?person d:holdsPost ?post . ?post a d:OperatingPost . BIND (d:OperatingPerson AS ?class) }
  UNION { ?person a d:Person ; d:exposed true . BIND (d:ExposedPerson AS ?class) }
}
"""
_STARTS = """
SELECT ?person ?moved ?left ?returned WHERE {
  ?person a d:Person .
  OPTIONAL { ?person d:movedOn ?moved }
  OPTIONAL { ?person d:awayFrom ?left ; d:returnedOn ?returned }
}
"""


def derive(data: Scratch) -> Iterator[Triple]:
    """The classes of each person in `data`, and from which day on training counts for a new start."""
    yield from data.built(_CLASSES)
    for row in data.rows(_STARTS):
        if starts := list(_starts(*(day(row[name]) for name in ("moved", "left", "returned")))):
            start, since = max(starts)
            yield Triple(row["person"], RDF.type, D.ReassignedPerson)
            yield Triple(row["person"], D.restartedOn, Literal(start.isoformat(), datatype=XSD.date))
            yield Triple(row["person"], D.retrainFrom, Literal(since.isoformat(), datatype=XSD.date))


def _starts(moved: date | None, left: date | None, returned: date | None) -> Iterator[tuple[date, date]]:
    """Each new start, and from when training counts for it: for a move, what was given within a month before is for the new post."""
    if moved:
        yield moved, months_before(moved, 1)
    if left and returned and left <= months_before(returned, 12):
        yield returned, left
