"""Other names of norms and of those who issue them."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.loaders.faults import fault
from duibiao.loaders.parts import Cells, Part
from duibiao.loaders.result import RowError
from duibiao.ontology import iris
from duibiao.ontology.terms import RDF, SKOS

_NODES = {"norm": iris.norm, "issuer": iris.body}


def _statements(subject: NamedNode, cells: Cells) -> Iterator[Triple]:
    """The name itself, and a statement about it that carries how far to trust it."""
    node, name = _NODES[cells["kind"]](cells["of"]), Literal(cells["alias"], language="zh")
    yield Triple(node, SKOS.altLabel, name)
    yield Triple(subject, RDF.type, RDF.Statement)
    yield Triple(subject, RDF.subject, node)
    yield Triple(subject, RDF.predicate, SKOS.altLabel)
    yield Triple(subject, RDF.object, name)


def _faults(cells: Cells, row: int) -> Iterator[RowError]:
    if cells["kind"] and cells["kind"] not in _NODES:
        yield fault("unknown_value", None, row, "kind", cells["kind"], allowed="、".join(_NODES))


ALIASES = Part(
    name="aliases",
    header=frozenset({"id", "kind", "of", "alias"}),
    number="id",
    subject=lambda cells: iris.resource("alias", cells["id"]),
    statements=_statements,
    required=("id", "kind", "of", "alias"),
    faults=_faults,
)
