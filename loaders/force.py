"""Binding force by time: what binds an edition, or clauses of it, for a while and otherwise than its entry in the catalogue says."""

from collections.abc import Iterator

from pyoxigraph import NamedNode, Triple

from duibiao.loaders import clauses
from duibiao.loaders.faults import fault
from duibiao.loaders.parts import Cells, Part, day, listed
from duibiao.loaders.result import RowError
from duibiao.ontology import iris
from duibiao.ontology.terms import ELI, RDF, D

_DAYS = {"from": ELI.first_date_entry_in_force, "until": ELI.date_no_longer_in_force}


def _period(subject: NamedNode, cells: Cells) -> Iterator[Triple]:
    yield Triple(subject, RDF.type, D.ForcePeriod)
    yield Triple(subject, D.ofNorm, iris.norm(cells["norm"]))
    for number in filter(None, (part.strip() for part in cells.get("clause", "").split(";"))):
        yield Triple(subject, D.ofClause, iris.clause(cells["norm"], number))
        yield from clauses.described(cells["norm"], number)
    if force := listed("BindingForce", cells["binding_force"]):
        yield Triple(subject, D.bindingForce, force)
    for name, term in _DAYS.items():
        if found := day(cells.get(name, "")):
            yield Triple(subject, term, found)


def _faults(cells: Cells, row: int) -> Iterator[RowError]:
    if cells.get("until") and cells["until"] <= cells.get("from", ""):
        yield fault("reversed_range", None, row, "until", cells["until"])


FORCE = Part(
    name="force",
    header=frozenset({"norm", "clause", "binding_force", "from", "until"}),
    number="id",
    subject=lambda cells: iris.resource("force", cells["id"]),
    statements=_period,
    required=("id", "norm", "binding_force"),
    lists={"binding_force": "BindingForce"},
    days=tuple(_DAYS),
    faults=_faults,
)
