"""The graph that the rules run on: one enterprise, the norms, the ontology and the day, merged; the same for every engine."""

from collections.abc import Iterable, Iterator
from datetime import date

from pyoxigraph import NamedNode, Triple

from duibiao.ontology import load as ontology
from duibiao.ontology.terms import RDF, RDFS, Term
from duibiao.reasoning import Scratch, editions
from duibiao.reasoning.force import binding_force_on

INSTANCE_OF = NamedNode("urn:x-duibiao:instance-of")
"""rdf:type closed over rdfs:subClassOf. It exists in the scratch store only: judges never see it, compiled queries use nothing else."""


def graph(norms: Iterable[Triple], enterprise: Iterable[Triple], day: date) -> Scratch:
    """The data graph for a check of one enterprise (its own and derived statements) on a day."""
    data = Scratch(ontology(), norms, enterprise, editions.evaluation(day))
    data.add(list(editions.on(day, data)))
    data.add(list(editions.undated(data)))
    return data.add(list(binding_force_on(day, data)))


def instances(data: Scratch) -> Iterator[Triple]:
    """The statements that say what each thing is an instance of (SHACL: rdf:type/rdfs:subClassOf*)."""
    parents: dict[Term, list[Term]] = {}
    for triple in data.matching(predicate=RDFS.subClassOf):
        parents.setdefault(triple.subject, []).append(triple.object)
    closed: dict[Term, frozenset[Term]] = {}
    for triple in data.matching(predicate=RDF.type):
        if triple.object not in closed:
            closed[triple.object] = _ancestors(triple.object, parents)
        yield from (Triple(triple.subject, INSTANCE_OF, cls) for cls in closed[triple.object] if isinstance(cls, NamedNode))


def _ancestors(cls: Term, parents: dict[Term, list[Term]]) -> frozenset[Term]:
    found, open_ = {cls}, [cls]
    while open_:
        for parent in parents.get(open_.pop(), ()):
            if parent not in found:
                found.add(parent)
                open_.append(parent)
    return frozenset(found)
