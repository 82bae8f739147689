"""How the words of limits stand to each other: scopes within wider scopes, two words for one scope or parameter."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.loaders.faults import fault
from duibiao.loaders.parts import Cells, Part
from duibiao.loaders.result import RowError
from duibiao.ontology import iris
from duibiao.ontology.terms import RDF, RDFS, SKOS, D

_NODES = {"scope": (iris.scope, D.Scope), "parameter": (iris.parameter, D.Parameter)}
_RELATIONS = {"broader": SKOS.broader, "same": SKOS.exactMatch}


def _subject(cells: Cells) -> NamedNode:
    return iris.resource("topic", cells["id"])


def _faults(cells: Cells, row: int) -> Iterator[RowError]:
    for column, known in (("kind", _NODES), ("relation", _RELATIONS)):
        if cells[column] not in known:
            yield fault("unknown_value", None, row, column, cells[column], allowed="、".join(known))


def _statements(subject: NamedNode, cells: Cells) -> Iterator[Triple]:
    """The relation itself, and a statement about it that carries its basis and how far to trust it."""
    make, scheme = _NODES[cells["kind"]]
    term, other, relation = make(cells["term"]), make(cells["of"]), _RELATIONS[cells["relation"]]
    yield Triple(term, relation, other)
    for node, text in ((term, cells["term"]), (other, cells["of"])):
        yield Triple(node, RDF.type, SKOS.Concept)
        yield Triple(node, SKOS.inScheme, scheme)
        yield Triple(node, SKOS.prefLabel, Literal(text, language="zh"))
    yield Triple(subject, RDF.type, RDF.Statement)
    yield Triple(subject, RDF.subject, term)
    yield Triple(subject, RDF.predicate, relation)
    yield Triple(subject, RDF.object, other)
    yield Triple(subject, RDFS.comment, Literal(cells["basis"], language="zh"))


TOPICS = Part(
    name="topics",
    header=frozenset({"id", "kind", "term", "relation", "of"}),
    number="id",
    subject=_subject,
    statements=_statements,
    required=("id", "kind", "term", "relation", "of"),
    lists={"confidence": "Confidence"},
    faults=_faults,
)
