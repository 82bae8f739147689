"""The steps of workflows on record, and what they make of the statements of an enterprise.

A step keeps what it stated and what it took back. Laid over what files state, newest last, the steps give the enterprise as it stands: a
property that a step has stated is no longer taken from a file, so that a workbook loaded again does not undo what was done since.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.ontology import iris
from duibiao.ontology.terms import PROV, RDF, XSD, D, Term
from duibiao.store import Store

GRAPHS = iris.graph("workflows/").value

Place = tuple[NamedNode, NamedNode]
"""A thing and a property of it."""
Stated = Mapping[Place, frozenset[Term]]
"""What a step states; nothing where it takes back what was."""


@dataclass(frozen=True)
class Step:
    """The `number`th step of a thing: which transition, by whom and as what, on which day, what it stated, and the states."""

    thing: NamedNode
    number: int
    transition: NamedNode
    before: NamedNode | None
    after: NamedNode
    by: str
    role: NamedNode
    day: date
    stated: Stated

    @property
    def node(self) -> NamedNode:
        """Its IRI."""
        return iris.part(self.thing, "step", str(self.number))


def graph(code: str) -> NamedNode:
    """The graph of the steps taken in the matters of an enterprise."""
    return iris.graph(f"workflows/{code}")


def applied(stated: Iterable[Triple], steps: Iterable[Step]) -> frozenset[Triple]:
    """What is stated of an enterprise once the steps are laid over it. Things that nothing else is said of are left out."""
    newest: dict[Place, frozenset[Term]] = {}
    for step in steps:
        newest.update(step.stated)
    kept = {triple for triple in stated if (triple.subject, triple.predicate) not in newest}
    known = {triple.subject for triple in kept} | {thing for thing, term in newest if term == RDF.type}
    added = {Triple(thing, term, value) for (thing, term), values in newest.items() if thing in known for value in values}
    return frozenset(kept | added)


# --- from and to statements


def recorded(store: Store, code: str) -> list[Step]:
    """The steps on record of the matters of an enterprise, by day and number."""
    about: dict[NamedNode, dict[NamedNode, list[Term]]] = {}
    for triple in store.graph(graph(code)):
        if isinstance(triple.subject, NamedNode):
            about.setdefault(triple.subject, {}).setdefault(triple.predicate, []).append(triple.object)
    stated: dict[Term, dict[Place, set[Term]]] = {}
    for said in about.values():
        for step in said.get(D.ofStep, []):
            place = said[RDF.subject][0], said[RDF.predicate][0]
            stated.setdefault(step, {}).setdefault(place, set()).update(said.get(RDF.object, []))  # type: ignore[arg-type]
    steps = (_read(said, stated.get(node, {})) for node, said in about.items() if D.ofTransition in said)
    return sorted(steps, key=lambda step: (step.day, step.thing.value, step.number))


def _read(said: Mapping[NamedNode, list[Term]], stated: Mapping[Place, set[Term]]) -> Step:
    thing, transition, after, role = (_node(said[term][0]) for term in (D.ofThing, D.ofTransition, D.toState, D.inRole))
    number, by, day = (_text(said[term][0]) for term in (D.stepNumber, PROV.wasAssociatedWith, D.onDay))
    before = next(map(_node, said.get(D.fromState, [])), None)
    values = {place: frozenset(terms) for place, terms in stated.items()}
    return Step(thing, int(number), transition, before, after, by, role, date.fromisoformat(day), values)


def _node(term: Term) -> NamedNode:
    assert isinstance(term, NamedNode)
    return term


def _text(term: Term) -> str:
    assert isinstance(term, Literal)
    return term.value


def triples(steps: Iterable[Step]) -> Iterator[Triple]:
    """The steps as statements; what a step stated as rdf:Statement, without an object where it took something back."""
    for step in steps:
        yield Triple(step.node, RDF.type, D.Step)
        yield Triple(step.node, D.ofThing, step.thing)
        yield Triple(step.node, D.ofTransition, step.transition)
        yield from (Triple(step.node, D.fromState, state) for state in [step.before] if state)
        yield Triple(step.node, D.toState, step.after)
        yield Triple(step.node, D.inRole, step.role)
        yield Triple(step.node, D.stepNumber, Literal(step.number))
        yield Triple(step.node, PROV.wasAssociatedWith, Literal(step.by))
        yield Triple(step.node, D.onDay, Literal(step.day.isoformat(), datatype=XSD.date))
        yield from _statements(step)


def _statements(step: Step) -> Iterator[Triple]:
    places = sorted(step.stated.items(), key=lambda item: (item[0][0].value, item[0][1].value))
    for number, ((thing, term), values) in enumerate(places, 1):
        for part, value in enumerate(sorted(values, key=str) or [None], 1):
            node = iris.part(step.node, "statement", f"{number}-{part}")
            yield Triple(node, RDF.type, RDF.Statement)
            yield Triple(node, D.ofStep, step.node)
            yield Triple(node, RDF.subject, thing)
            yield Triple(node, RDF.predicate, term)
            if value is not None:
                yield Triple(node, RDF.object, value)
