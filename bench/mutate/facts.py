"""What an enterprise states and what follows from it, to be looked up; and what a rule looks at in it."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from duibiao import ontology, shapes
from duibiao.ontology.terms import PREFIXES, RDF, RDFS, SH, D, Term
from duibiao.shapes.model import ShapesGraph

_NAME = re.compile(r"\b(d|eli|org|qudt|skos):([A-Za-z][\w-]*)")


class Facts:
    """Statements by subject and property, with the classes above those stated."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.triples = frozenset(triples)
        self._values: dict[tuple[Term, Term], list[Term]] = {}
        self._subjects: dict[tuple[Term, Term], list[Term]] = {}
        self._members: dict[Term, set[Term]] = {}
        for triple in self.triples:
            self._values.setdefault((triple.subject, triple.predicate), []).append(triple.object)
            self._subjects.setdefault((triple.predicate, triple.object), []).append(triple.subject)
            if triple.predicate == RDF.type:
                for cls in above(triple.object):
                    self._members.setdefault(cls, set()).add(triple.subject)

    def values(self, node: Term, predicate: Term) -> list[Term]:
        """The objects of a property."""
        return self._values.get((node, predicate), [])

    def subjects(self, predicate: Term, value: Term) -> list[Term]:
        """Whatever has the value."""
        return self._subjects.get((predicate, value), [])

    def members(self, classes: Iterable[Term]) -> set[Term]:
        """The instances of any of the classes."""
        return {node for cls in classes for node in self._members.get(cls, ())}


@cache
def above(cls: Term) -> frozenset[Term]:
    """A class and those that it is a subclass of."""
    return frozenset({cls}).union(*(above(parent) for parent in _parents().get(cls, ())))


@cache
def _parents() -> dict[Term, list[Term]]:
    found: dict[Term, list[Term]] = {}
    for triple in ontology.load():
        if triple.predicate == RDFS.subClassOf:
            found.setdefault(triple.subject, []).append(triple.object)
    return found


class View:
    """What a rule looks at: the classes of its targets, the properties and classes that its shape names."""

    def __init__(self, book: shapes.RuleBook, rule: shapes.Rule) -> None:
        self.rule, self.graph = rule, book.graph
        around = [node for node, stated in book.graph.index.items() if rule.node in stated.get(SH.property, ())]
        self.targets = {cls for node in (rule.node, *around) for cls in book.graph.values(node, SH.targetClass)}
        self.selects = tuple(_selects(book.graph, rule.node))
        named = {NamedNode(PREFIXES[prefix] + name) for text in self.selects for prefix, name in _NAME.findall(text)}
        self.properties = set(_path_terms(book.graph, rule.node, set())) | named | set(rule.needs)
        self._named = named
        self._population = {rule.population} if rule.population else self.targets

    def looks_at(self, triple: Triple, focus: set[Term], facts: Facts) -> bool:
        """Whether the rule names what the statement says, of a target or of what one leads to, not of a thing of its kind that is none."""
        if triple.predicate == RDF.type:
            return bool(above(triple.object) & self._named)
        return triple.predicate in self.properties and (triple.subject in focus or triple.subject not in facts.members(self._population))

    @staticmethod
    def _readable(facts: Facts, node: Term, need: NamedNode) -> bool:
        return bool(facts.values(node, need)) and need not in facts.values(node, D.unreadable)

    def state(self, facts: Facts, silent: Iterable[Term] = ()) -> tuple[frozenset[Term], frozenset[Term]]:
        """The rule's targets, and what it cannot tell about."""
        targets = facts.members(self.targets) - set(silent)
        lacking = {node for need in self.rule.needs for node in targets if not self._readable(facts, node, need)}
        untold = facts.members({self.rule.undecided}) - targets - set(silent) if self.rule.undecided else set()
        return frozenset(targets), frozenset(lacking | untold)


def _selects(graph: ShapesGraph, node: Term) -> Iterator[str]:
    for constraint in graph.values(node, SH.sparql):
        yield from (text.value for text in graph.values(constraint, SH.select) if isinstance(text, Literal))


def _path_terms(graph: ShapesGraph, node: Term, seen: set[Term], within: bool = False) -> Iterator[NamedNode]:
    """The properties in the paths of a shape and of the blank nodes below it."""
    if node in seen:
        return
    seen.add(node)
    for predicate, objects in graph.index.get(node, {}).items():
        path = within or predicate == SH.path
        for term in objects:
            if path and isinstance(term, NamedNode) and term != RDF.nil:
                yield term
            if isinstance(term, BlankNode):
                yield from _path_terms(graph, term, seen, path)
