"""Constraint components that a shapes graph declares itself, with parameters and SPARQL validators (SHACL 6)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from duibiao.ontology.terms import OWL, SH, Term
from duibiao.shapes.model import ShapesError, ShapesGraph

_RESERVED = frozenset({"this", "shapesGraph", "currentShape", "path", "PATH", "value"})


@dataclass(frozen=True)
class Parameter:
    """A parameter: the property that gives it and the variable that it is in queries."""

    predicate: NamedNode
    name: str
    optional: bool


@dataclass(frozen=True)
class Validator:
    """The SPARQL of a component: an ASK that is true for values that conform, or a SELECT of violations."""

    is_ask: bool
    text: str
    prefixes: str
    messages: tuple[Literal, ...]


@dataclass(frozen=True)
class Component:
    """A declared component."""

    node: NamedNode
    parameters: tuple[Parameter, ...]

    def given(self, graph: ShapesGraph, shape: Term) -> Iterator[dict[str, Term]]:
        """The parameters that a shape gives, once for each constraint that follows; none when a parameter that is due is lacking."""
        values = {p.name: graph.values(shape, p.predicate) for p in self.parameters}
        if any(not values[p.name] for p in self.parameters if not p.optional):
            return
        if len(self.parameters) > 1 and any(len(found) > 1 for found in values.values()):
            raise ShapesError(f"{shape}: {self.node} has several parameters, each of which takes one value")
        alone = self.parameters[0].name
        for value in values[alone]:
            yield {alone: value} | {name: found[0] for name, found in values.items() if found and name != alone}
        if not values[alone]:
            yield {name: found[0] for name, found in values.items() if found}

    def validator(self, graph: ShapesGraph, *, of_property: bool) -> Validator:
        """The validator for node shapes or property shapes. ShapesError when the component has none that can be run."""
        own = graph.values(self.node, SH.propertyValidator if of_property else SH.nodeValidator)
        for node in (*own, *graph.values(self.node, SH.validator)):
            for term in (SH.select, SH.ask):
                text = graph.value(node, term)
                if isinstance(text, Literal):
                    messages = graph.texts(node, SH.message) or graph.texts(self.node, SH.message)
                    return Validator(term == SH.ask, text.value, prefixes(graph, node), messages)
        raise ShapesError(f"{self.node}: no SPARQL validator for {'property' if of_property else 'node'} shapes")


def declared(graph: ShapesGraph) -> tuple[Component, ...]:
    """The components of a shapes graph, by name: what has parameters and a validator."""
    validators = {SH.validator, SH.nodeValidator, SH.propertyValidator}
    nodes = [node for node, stated in graph.index.items() if SH.parameter in stated and validators & set(stated)]
    return tuple(_component(graph, node) for node in sorted(nodes, key=str))


def _component(graph: ShapesGraph, node: Term) -> Component:
    if not isinstance(node, NamedNode):
        raise ShapesError(f"{node}: a constraint component needs an IRI")
    parameters = tuple(_parameter(graph, node, parameter) for parameter in graph.values(node, SH.parameter))
    if all(parameter.optional for parameter in parameters):
        raise ShapesError(f"{node}: every parameter is optional, so nothing says which shapes it is about")
    return Component(node, tuple(sorted(parameters, key=lambda p: (p.optional, p.name))))


def _parameter(graph: ShapesGraph, component: NamedNode, node: Term) -> Parameter:
    path = graph.value(node, SH.path)
    name = re.split(r"[#/:]", path.value)[-1] if isinstance(path, NamedNode) else ""
    if not isinstance(path, NamedNode) or not re.fullmatch(r"[^\W\d]\w*", name) or name in _RESERVED:
        raise ShapesError(f"{component}: {path or node} cannot be a parameter")
    return Parameter(path, name, graph.is_true(node, SH.optional))


def prefixes(graph: ShapesGraph, node: Term) -> str:
    """The PREFIX lines of a query: what its sh:prefixes declare, and what those import."""
    found: dict[str, str] = {}
    for holder in _imported(graph, graph.values(node, SH.prefixes)):
        for declaration in graph.values(holder, SH.declare):
            name, namespace = _text(graph, declaration, SH.prefix), _text(graph, declaration, SH.namespace)
            if found.setdefault(name, namespace) != namespace:
                raise ShapesError(f"{node}: the prefix {name} has two namespaces")
    return "".join(_line(name, namespace) for name, namespace in found.items())


def _imported(graph: ShapesGraph, nodes: list[Term]) -> list[Term]:
    found = list(nodes)
    for node in found:
        found += [more for more in graph.values(node, OWL.imports) if more not in found]
    return found


def _text(graph: ShapesGraph, node: Term, term: NamedNode) -> str:
    found = graph.value(node, term)
    if not isinstance(found, Literal | NamedNode):
        raise ShapesError(f"{node}: {term.value} is due")
    return found.value


def _line(name: str, namespace: str) -> str:
    """A PREFIX line; ShapesError for a declaration that would carry more into the query than a prefix."""
    try:
        known = NamedNode(namespace)
    except ValueError as error:
        raise ShapesError(f"sh:namespace {namespace!r} is no IRI") from error
    if not re.fullmatch(r"[\w-]*", name):
        raise ShapesError(f"sh:prefix {name!r} is no prefix")
    return f"PREFIX {name}: {known}\n"
