"""What deriving starts from: the norms and the ontology, read once however many enterprises are derived."""

from collections.abc import Collection, Iterable

from pyoxigraph import Triple

from duibiao.ontology.terms import ELI, RDFS, SKOS, D
from duibiao.reasoning.derived import Known, derive
from duibiao.reasoning.scratch import Scratch, n_triples

_LOOKED_AT = frozenset({D.determines, ELI.is_part_of, RDFS.domain, RDFS.range})
"""What the queries of deriving ask of norms and ontology, beside which values are concepts; the rest that it needs is in `Known`."""


class Ground:
    """What deriving looks up in the norms and the ontology. It is so little that it is laid under each enterprise anew."""

    def __init__(self, norms: Collection[Triple]) -> None:
        self._known = Known.of(Scratch(norms))
        self._norms = n_triples(triple for triple in norms if triple.predicate in _LOOKED_AT or triple.object == SKOS.Concept)

    def derived(self, stated: Iterable[Triple]) -> frozenset[Triple]:
        """What follows for an enterprise from its statements."""
        data = Scratch().load(self._norms).load(n_triples(stated))
        return frozenset(derive(data, self._known))
