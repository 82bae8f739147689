"""What follows from transitive properties alone: whatever is implemented, replaced or broader through others, by OWL 2 RL."""

from collections.abc import Iterable, Mapping
from typing import Final

from pyoxigraph import NamedNode, Triple

from duibiao.ontology.terms import DCTERMS, OWL, RDF, RDFS, SKOS, D

_Statement = tuple[NamedNode, NamedNode, NamedNode]

TRANSITIVE: Final[Mapping[NamedNode, NamedNode]] = {
    D.implements: D.implements,
    DCTERMS.replaces: DCTERMS.replaces,
    SKOS.broader: SKOS.broaderTransitive,
}
"""A property, and the one that its closure is stated in. skos:broader is not transitive itself (SKOS 8.6.8)."""


def closures(norms: Iterable[Triple]) -> frozenset[Triple]:
    """The statements that the closures of implements, replaces and broader add to those given; nothing else is looked at.

    Something that implements or replaces itself through others is among them: a circle shows.
    """
    given = {
        (t.subject, t.predicate, t.object)
        for t in norms
        if t.predicate in TRANSITIVE and isinstance(t.subject, NamedNode) and isinstance(t.object, NamedNode)
    }
    return frozenset(Triple(*statement) for statement in _entailed(given) - given)


def _entailed(given: Iterable[_Statement]) -> frozenset[_Statement]:
    """The OWL 2 RL closure, of these properties."""
    import owlrl  # rdflib and owlrl take a third of a second to import, and only norms that changed need them
    from rdflib import Graph, URIRef

    graph = Graph()
    for subject, predicate, obj in (*_axioms(), *given):
        graph.add((URIRef(subject.value), URIRef(predicate.value), URIRef(obj.value)))
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False).expand(graph)
    return frozenset(
        (NamedNode(str(s)), closed, NamedNode(str(o)))
        for closed in TRANSITIVE.values()
        for s, o in graph.subject_objects(URIRef(closed.value))
    )


def _axioms() -> Iterable[_Statement]:
    for stated, closed in TRANSITIVE.items():
        yield closed, RDF.type, OWL.TransitiveProperty
        if stated != closed:
            yield stated, RDFS.subPropertyOf, closed
