"""IRIs for blank nodes: the store keeps differences, and a difference needs names."""

import hashlib
from collections.abc import Iterable

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, DefaultGraph, Quad

from duibiao.ontology import iris
from duibiao.ontology.terms import Term


def named(quads: Iterable[Quad]) -> list[Quad]:
    """The statements with IRIs in place of blank nodes, made from canonical labels and the content's digest (RDFC-1.0):
    the same content gives the same IRIs."""
    dataset = Dataset(quads)
    if not any(isinstance(term, BlankNode) for quad in dataset for term in (quad.subject, quad.object, quad.graph_name)):
        return list(dataset)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    digest = hashlib.sha256("\n".join(sorted(map(str, dataset))).encode()).hexdigest()[:12]
    return [
        Quad(_name(q.subject, digest), q.predicate, _name(q.object, digest), _name(q.graph_name, digest))  # type: ignore[arg-type]
        for q in dataset
    ]


def _name(term: Term | DefaultGraph, digest: str) -> Term | DefaultGraph:
    return iris.resource("genid", digest, term.value) if isinstance(term, BlankNode) else term
