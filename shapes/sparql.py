"""SPARQL-based constraints and validators as queries for all focus nodes at once (SHACL 5 and 6)."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, NamedNode

from duibiao.ontology.terms import Term
from duibiao.shapes.focus import MEMBER, Focus
from duibiao.shapes.model import Node, ShapesError
from duibiao.shapes.paths import Path
from duibiao.shapes.prebinding import SHAPES_GRAPH, Sparql, closed_up

FOCUS = NamedNode("urn:x-duibiao:focus")
"""The set of the focus nodes, for queries that cannot say which they are."""


@dataclass(frozen=True)
class Prebound:
    """What a query finds bound: a focus node of `focus` as $this, the shape as $currentShape, and the parameters `given`."""

    shape: Node
    focus: Focus
    path: Path | None
    given: Mapping[str, Term]
    exact: bool


@dataclass(frozen=True)
class Compiled:
    """A query of a shapes graph made ready. `by_set`: FOCUS has to hold the focus nodes, with `per_node` one at a time. `ones` are sets of
    one node each, for blank nodes, which no query can name."""

    text: str
    constraint: Term | None
    by_set: bool
    per_node: bool
    of_shapes: bool
    given: Mapping[str, Term]
    ones: Mapping[NamedNode, Term] = field(default_factory=dict)


def select(text: str, prefixes: str, prebound: Prebound, constraint: Term | None) -> Compiled:
    """A SELECT whose rows are violations. ShapesError for what appendix A of SHACL does not allow."""
    query, make = _made(text, prebound, frozenset())
    path = _path(query, prebound)
    if not query.has("SELECT"):
        raise ShapesError("sh:select takes a SELECT")
    known, ones = _given(query, prebound)
    start = make.start
    pattern = start if make.by_set else f"{{ SELECT DISTINCT ?this WHERE {{ {start} }} }}"
    return make.compiled(_used(prefixes, text) + query.bound(f"{pattern} {known}", path=path), constraint, ones)


def ask(text: str, prefixes: str, prebound: Prebound, constraint: Term | None) -> Compiled:
    """An ASK that is true for values that conform, as the SELECT of the values that do not."""
    query, make = _made(text, prebound, frozenset({"value"}))
    if not query.has("ASK"):
        raise ShapesError("sh:ask takes an ASK")
    known, ones = _given(query, prebound)
    values = f"{{ SELECT DISTINCT ?this ?value WHERE {{ {make.values} }} }} {known}"
    body = query.bound(values, path=_path(query, prebound), body=True)
    return make.compiled(
        f"{_used(prefixes, text)}SELECT DISTINCT ?this ?value WHERE {{ {values} FILTER NOT EXISTS {body} }}", constraint, ones
    )


@dataclass(frozen=True)
class _Making:
    """How the focus nodes get into a query: as a pattern, or as a set where patterns cannot say them. In GRAPH a pattern would look
    into that graph; with LIMIT each node has a run of its own; marked literals are known to the engine's other graph alone."""

    query: Sparql
    prebound: Prebound

    @property
    def by_set(self) -> bool:
        return self.prebound.exact or self.query.is_per_node or self.query.has("GRAPH")

    @property
    def start(self) -> str:
        return MEMBER.format(nodes=FOCUS, node="?this") if self.by_set else self.prebound.focus.pattern()

    @property
    def values(self) -> str:
        path = self.prebound.path
        itself = f"{self.start} BIND(?this AS ?value)"
        step = f"{self.start} ?this {path.text} ?value" if path else itself
        return f"{{ {step} }} UNION {{ {itself} }}" if path and path.may_stay else step

    def compiled(self, text: str, constraint: Term | None, ones: Mapping[NamedNode, Term]) -> Compiled:
        per_node, of_shapes = self.query.is_per_node, self.query.mentions("shapesGraph")
        return Compiled(text, constraint, self.by_set, per_node, of_shapes, self.prebound.given, ones)


def _used(prefixes: str, text: str) -> str:
    """The PREFIX lines of names that stand in the text; over little data it is reading a query that takes the time."""
    return "".join(line for line in prefixes.splitlines(keepends=True) if line.split()[1] in text)


def _made(text: str, prebound: Prebound, more: frozenset[str]) -> tuple[Sparql, _Making]:
    query = Sparql(closed_up(text), {"this", "shapesGraph", "currentShape", *prebound.given, *more})
    return query, _Making(query, prebound)


def _path(query: Sparql, prebound: Prebound) -> str | None:
    if query.mentions("PATH") and prebound.path is None:
        raise ShapesError(f"{prebound.shape}: $PATH stands on a shape without sh:path")
    return prebound.path.text if prebound.path else None


def _given(query: Sparql, prebound: Prebound) -> tuple[str, dict[NamedNode, Term]]:
    """The pattern that binds the parameters that the query mentions, and the sets it looks blank nodes up in."""
    known: dict[str, Term] = {"currentShape": prebound.shape, "shapesGraph": NamedNode(SHAPES_GRAPH[1:-1]), **prebound.given}
    patterns: list[str] = []
    ones: dict[NamedNode, Term] = {}
    for name, term in known.items():
        if query.mentions(name) and isinstance(term, BlankNode):
            one = NamedNode(f"urn:x-duibiao:set:{hashlib.sha256(term.value.encode()).hexdigest()[:24]}")
            ones[one] = term
            patterns.append(MEMBER.format(nodes=one, node=f"?{name}"))
        elif query.mentions(name):
            patterns.append(f"VALUES ?{name} {{ {term} }}")
    return " ".join(patterns), ones
