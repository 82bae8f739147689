"""SHACL shapes compiled to SPARQL: one SELECT a constraint, answered for all focus nodes at once.

A constraint becomes a query whose rows are its violations (`patterns` says which plan it gets). A nested shape (sh:node, sh:not, …)
becomes queries too, whose focus nodes are those it is asked about; what they find is kept as a set that the outer query looks up.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode

from duibiao.ontology.terms import SH, Term
from duibiao.shapes import as_written, components, patterns
from duibiao.shapes.focus import Focus, path_of, reached
from duibiao.shapes.inline import Inline
from duibiao.shapes.model import Shape, ShapesError, ShapesGraph, not_too_deep, told_by
from duibiao.shapes.paths import Path
from duibiao.shapes.patterns import Site
from duibiao.shapes.sparql import Compiled, Prebound, ask, select


@dataclass(frozen=True)
class Query:
    """A compiled constraint: the shape it belongs to, the SHACL component, and a SELECT of ?this and, where there are any, ?value and
    ?path. `focus` is the pattern that binds ?this to the focus nodes looked at, `sets` are to be filled before.
    `times` is the query of how often ?this is a focus node, where that may be more than once. Without a member of one of `classes`
    there is no focus node; empty where focus nodes are found in other ways."""

    shape: Shape
    component: NamedNode
    focus: str
    classes: frozenset[Term]
    text: str
    messages: tuple[Literal, ...]
    path: Path | None
    stated: str
    sets: tuple["NodeSet", ...] = ()
    sparql: Compiled | None = None
    times: str | None = None


@dataclass(frozen=True)
class NodeSet:
    """The nodes that fail one of some shapes: what the queries find as ?this, kept under the name."""

    name: NamedNode
    queries: tuple[Query, ...]
    of: Term | None = None


class Compiler:
    """Compiles the shapes of one graph. `exact`: literals of the data may be marked as written (`duibiao.shapes.as_written`)."""

    def __init__(self, graph: ShapesGraph, *, exact: bool = False) -> None:
        self._graph, self._exact = graph, exact
        self._sets: dict[tuple[tuple[Term, ...], Focus], NodeSet] = {}
        self._components = components.declared(graph)

    def queries(self) -> list[Query]:
        """The queries of every targeted shape. ShapesError when a shape cannot be compiled: nothing is passed over."""
        with not_too_deep():
            return self._queries()

    def _queries(self) -> list[Query]:
        places = reached(self._graph, as_written.kept if self._exact else lambda term: term)
        found = [query for place in places for query in self._own(place.shape, place.focus, place.within)]
        nothing = ox.Store()
        for query in found:
            _refuse_unparsed(query, nothing)
        return found

    def _failing(self, shape: Shape, focus: Focus, within: tuple[Term, ...]) -> Iterator[Query]:
        """The queries whose ?this are the focus nodes that the shape fails for."""
        if shape.deactivated:
            return
        yield from self._own(shape, focus, within)
        for node in shape.properties:
            inner = self._graph.property_shape(shape, node)
            if shape.path is None:
                yield from self._failing(inner, focus, (*within, shape.node))
            else:
                yield self._of_nested(shape, "property", focus, [[node]], (*within, shape.node))

    def _own(self, shape: Shape, focus: Focus, within: tuple[Term, ...]) -> Iterator[Query]:
        """The queries of the shape's own constraints."""
        if shape.node in within:
            raise ShapesError(f"{shape.node}: the shape refers to itself; recursive shapes have no defined meaning (SHACL 3.4.3)")
        with told_by(shape):
            for name, values in shape.constraints.items():
                for value in values:
                    yield from self._constraint(shape, name, value, focus, (*within, shape.node))
            for component in self._components:
                yield from self._by_component(shape, component, focus)

    # --- SHACL Core

    def _constraint(self, shape: Shape, name: str, value: Term, focus: Focus, within: tuple[Term, ...]) -> Iterator[Query]:
        patterns.refuse(name, value)
        if shape.path is None and name in patterns.PATH_NEEDED:
            raise ShapesError(f"{shape.node}: sh:{name} stands on a shape without sh:path")
        if name == "sparql":
            yield from self._by_sparql(shape, value, focus)
        elif name in patterns.LOGICAL:
            yield self._of_nested(shape, name, focus, self._members(name, value), within)
        elif name == "qualifiedValueShape":
            yield from self._qualified(shape, value, focus, within)
        elif text := self._core(shape, name, value, Site(focus, self._path(shape), self._exact)):
            yield self._query(shape, name, focus, text, value)

    def _core(self, shape: Shape, name: str, value: Term, at: Site) -> str | None:
        """The query of a constraint that needs no other shape, None where nothing can violate it."""
        if name in patterns.TESTS:
            return patterns.tested(at, name, value)
        if name in patterns.PAIRING:
            return patterns.paired(at, name, value)
        if name in {"minCount", "maxCount"}:
            return (patterns.min_count if name == "minCount" else patterns.max_count)(at, int(_text(value)))
        if name in {"uniqueLang", "closed"} and not self._graph.is_true(shape.node, SH[name]):
            return None
        if name in {"in", "languageIn"}:
            return (patterns.among if name == "in" else patterns.in_languages)(at, self._graph.members(value))
        if name == "pattern":
            return patterns.matched(at, value, self._graph.value(shape.node, SH.flags))
        if name == "closed":
            return patterns.closed(at, self._allowed(shape))
        rest = {"class": patterns.instance, "hasValue": patterns.has_value}
        return patterns.unique_language(at) if name == "uniqueLang" else rest[name](at, value) if name in rest else None

    def _allowed(self, shape: Shape) -> list[Term]:
        """The properties that a closed shape allows: those of its sh:property shapes, and sh:ignoredProperties."""
        ignored = self._graph.value(shape.node, SH.ignoredProperties)
        own = [self._graph.value(node, SH.path) for node in shape.properties]
        allowed = [term for term in own if isinstance(term, NamedNode)] + (self._graph.members(ignored) if ignored else [])
        if not all(isinstance(term, NamedNode) for term in allowed):
            raise ShapesError("sh:ignoredProperties takes a list of properties")
        return allowed

    # --- nested shapes

    def _members(self, name: str, value: Term) -> list[list[Term]]:
        """The shapes of a logical constraint, those together that have to hold together."""
        if name == "and":
            return [self._graph.members(value)]
        return [[member] for member in self._graph.members(value)] if name in {"or", "xone"} else [[value]]

    def _of_nested(self, shape: Shape, name: str, focus: Focus, members: list[list[Term]], within: tuple[Term, ...]) -> Query:
        at = Site(focus, self._path(shape), self._exact)
        simple = Inline(self._graph, at, self._components)
        if ways := simple.ways(name, [node for nodes in members for node in nodes]):
            return self._query(shape, name, focus, patterns.cases(at, ways.fails), *members[0] if members else ())
        sets = [self._set(nodes, focus.through(self._path(shape)), within) for nodes in members]
        text = patterns.logical(at, name, [str(nodes.name) for nodes in sets])
        return self._query(shape, name, focus, text, *members[0] if members else (), sets=sets)

    def _qualified(self, shape: Shape, value: Term, focus: Focus, within: tuple[Term, ...]) -> Iterator[Query]:
        """sh:qualifiedMinCount and sh:qualifiedMaxCount of the values that conform to the shape and to no sibling of it."""
        at = Site(focus, self._path(shape), self._exact)
        if at.path is None:
            raise ShapesError(f"{shape.node}: sh:qualifiedValueShape stands on a shape without sh:path")
        disjoint = self._graph.is_true(shape.node, SH.qualifiedValueShapesDisjoint)
        nodes = [value, *(self._siblings(shape, value) if disjoint else ())]
        sets = [self._set([node], focus.through(at.path), within) for node in nodes]
        for name in ("qualifiedMinCount", "qualifiedMaxCount"):
            for bound in shape.constraints.get(name, ()):
                patterns.refuse(name, bound)
                first, *others = (str(nodes.name) for nodes in sets)
                yield self._query(shape, name, focus, patterns.qualified(at, name, int(_text(bound)), first, others), bound, sets=sets)

    def _siblings(self, shape: Shape, value: Term) -> list[Term]:
        """The qualified value shapes beside this one, in the shapes that the property shape belongs to (SHACL 4.7.3)."""
        around = [node for node, stated in self._graph.index.items() if shape.node in stated.get(SH.property, ())]
        beside = (member for node in around for member in self._graph.values(node, SH.property))
        found = dict.fromkeys(term for node in beside for term in self._graph.values(node, SH.qualifiedValueShape))
        return [term for term in found if term != value]

    def _set(self, nodes: list[Term], focus: Focus, within: tuple[Term, ...]) -> NodeSet:
        """The set of the focus nodes that fail one of the shapes."""
        key = (tuple(nodes), focus)
        if key not in self._sets:
            queries = tuple(query for node in nodes for query in self._failing(self._graph.shape(node), focus, within))
            self._sets[key] = NodeSet(_name(*(query.text for query in queries)), queries, nodes[0] if len(nodes) == 1 else None)
        return self._sets[key]

    # --- SPARQL-based constraints and components (SHACL 5 and 6)

    def _by_sparql(self, shape: Shape, node: Term, focus: Focus) -> Iterator[Query]:
        if self._graph.is_true(node, SH.deactivated):
            return
        found = self._graph.value(node, SH.select)
        if not isinstance(found, Literal):
            raise ShapesError(f"{shape.node}: sh:sparql has no sh:select")
        compiled = select(found.value, components.prefixes(self._graph, node), self._prebound(shape, focus, {}), node)
        messages = self._graph.texts(node, SH.message)
        yield self._query(shape, "sparql", focus, compiled.text, messages=messages, sparql=compiled)

    def _by_component(self, shape: Shape, component: components.Component, focus: Focus) -> Iterator[Query]:
        for given in component.given(self._graph, shape.node):
            validator = component.validator(self._graph, of_property=shape.path is not None)
            prebound = self._prebound(shape, focus, given)
            compiled = (ask if validator.is_ask else select)(validator.text, validator.prefixes, prebound, None)
            text, messages = compiled.text, validator.messages
            yield self._query(shape, "", focus, text, messages=messages, sparql=compiled, component=component.node)

    def _prebound(self, shape: Shape, focus: Focus, given: dict[str, Term]) -> Prebound:
        return Prebound(shape.node, focus, self._path(shape), given, self._exact)

    # --- small things

    def _query(
        self,
        shape: Shape,
        name: str,
        focus: Focus,
        text: str,
        *values: Term,
        sets: list[NodeSet] | None = None,
        messages: tuple[Literal, ...] = (),
        sparql: Compiled | None = None,
        component: NamedNode | None = None,
    ) -> Query:
        component = component or SH[f"{name[0].upper()}{name[1:]}ConstraintComponent" if name != "sparql" else "SPARQLConstraintComponent"]
        stated = f"sh:{name} {' '.join(map(str, values))}" if name else str(component)
        messages = messages or shape.messages
        found, path = (focus.pattern(), focus.classes()), self._path(shape)
        return Query(shape, component, *found, text, messages, path, stated, tuple(sets or ()), sparql, focus.times())

    def _path(self, shape: Shape) -> Path | None:
        return path_of(self._graph, shape)


def _name(*texts: str) -> NamedNode:
    return NamedNode(f"urn:x-duibiao:set:{hashlib.sha256(chr(10).join(texts).encode()).hexdigest()[:24]}")


def _text(term: Term) -> str:
    assert isinstance(term, Literal)
    return term.value


def _refuse_unparsed(query: Query, nothing: ox.Store) -> None:
    """A query that does not parse, or does not say what it is about, is a fault of its shape, told before any data are looked at."""
    with told_by(query.shape):
        for inner in (q for nodes in query.sets for q in nodes.queries):
            _refuse_unparsed(inner, nothing)
    try:
        rows = nothing.query(query.text)
    except (SyntaxError, RuntimeError) as error:  # the latter for a function that the engine has not
        raise ShapesError(f"{query.shape.node}: {' '.join(str(error).split())}") from error
    if not isinstance(rows, ox.QuerySolutions):
        raise ShapesError(f"{query.shape.node}: only a SELECT gives rows")
    if "this" not in {variable.value for variable in rows.variables}:
        raise ShapesError(f"{query.shape.node}: the SELECT does not give $this")
