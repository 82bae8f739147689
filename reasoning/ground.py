"""What deriving starts from: the norms and the ontology, read once however many enterprises are derived."""

from collections.abc import Collection, Iterable, Iterator

from pyoxigraph import Triple

from duibiao.ontology.terms import ELI, RDFS, SKOS, D
from duibiao.reasoning.derived import Known, derive
from duibiao.reasoning.scratch import Scratch, Underlay, n_triples, text

_FOLLOWED = frozenset({D.determines, ELI.is_part_of, RDFS.domain, RDFS.range})


class Ground:
    """What deriving looks up in the norms and the ontology. It is so little that it is laid under each enterprise anew."""

    def __init__(self, norms: Collection[Triple]) -> None:
        self._known = Known.of(Scratch(norms))
        self._norms = Underlay(n_triples(_looked_at(norms)))

    def derived(self, stated: Iterable[Triple]) -> frozenset[Triple]:
        """What follows for an enterprise from its statements."""
        data = self._norms.scratch().load(text(stated))
        return frozenset(derive(data, self._known))


def _looked_at(norms: Collection[Triple]) -> Iterator[Triple]:
    """What the queries of deriving look up in norms and ontology: some properties, which values are concepts, the core elements."""
    elements = {t.subject for t in norms if t.predicate == SKOS.inScheme and t.object == D.CoreElement}
    return (t for t in norms if t.predicate in _FOLLOWED or t.object == SKOS.Concept or t.subject in elements)
