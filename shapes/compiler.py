"""SHACL shapes compiled to SPARQL: one SELECT a constraint, answered for all focus nodes at once.

A constraint becomes a graph pattern whose solutions are its violations. At the top of a shape the pattern stands beside the shape's
targets; nested shapes (sh:node, sh:not, …) become the same patterns inside EXISTS. How a query is written decides its
cost up to a hundredfold; the choices are in this module and `patterns`: absence is MINUS where the focus node is bound by the
targets (one scan each) and NOT EXISTS only inside nested shapes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from pyoxigraph import Literal, NamedNode

from duibiao.ontology.terms import SH, Term
from duibiao.reasoning import Scratch
from duibiao.shapes import paths, patterns
from duibiao.shapes.model import Shape, ShapesError, ShapesGraph, Target


@dataclass(frozen=True)
class Query:
    """A compiled constraint: the shape it belongs to, the SHACL component, and a SELECT of ?this and, where there is one, ?value.
    `focus` is the pattern that binds ?this to the focus nodes looked at."""

    shape: Shape
    component: str
    focus: str
    text: str
    messages: tuple[Literal, ...]


class Compiler:
    """Compiles the shapes of one graph."""

    def __init__(self, graph: ShapesGraph) -> None:
        self._graph = graph
        self._fresh = count(1)

    def queries(self) -> list[Query]:
        """The queries of every targeted shape. ShapesError when a shape cannot be compiled: nothing is passed over."""
        found = [query for shape in self._graph.targeted() for query in self._shape(shape, target(shape.targets), ())]
        nothing = Scratch()
        for query in found:
            _refuse_unparsed(query, nothing)
        return found

    def _shape(self, shape: Shape, focus: str, within: tuple[Term, ...]) -> Iterator[Query]:
        """The queries of a shape whose focus nodes the pattern `focus` binds to ?this; a fault without a name is told by the shape's."""
        try:
            yield from self._constraints(shape, focus, within)
        except ShapesError as error:
            raise error if str(shape.node) in str(error) else ShapesError(f"{shape.node}: {error}") from error

    def _constraints(self, shape: Shape, focus: str, within: tuple[Term, ...]) -> Iterator[Query]:
        if shape.deactivated:
            return
        self._refuse_cycle(shape.node, within)
        inner = (*within, shape.node)
        for name, values in shape.constraints.items():
            for value in values:
                if name != "sparql" or not self._graph.deactivated(value):
                    yield self._query(shape, name, value, focus, inner)
        for node in shape.properties:
            yield from self._shape(self._graph.shape(node), self._focus_of_property(shape, focus), inner)

    def _focus_of_property(self, shape: Shape, focus: str) -> str:
        """The focus nodes of a shape's sh:property shapes: its value nodes."""
        if shape.path is None:
            return focus
        outer = self._name()
        pattern = focus.replace("?this", outer)
        return f"{{ SELECT DISTINCT ?this WHERE {{ {pattern} {outer} {self._path(shape)} ?this }} }}"

    def _query(self, shape: Shape, name: str, value: Term, focus: str, within: tuple[Term, ...]) -> Query:
        if name == "sparql":
            return self._sparql_query(shape, value, focus)
        pattern, shown = self._violation(shape, name, value, "?this", within, focus)
        columns = f"?this ({shown} AS ?value)" if shown and shown != "?value" else "?this ?value" if shown else "?this"
        return Query(shape, name, focus, f"SELECT DISTINCT {columns} WHERE {{ {pattern} }}", shape.messages)

    # --- patterns of violations

    def _violation(
        self, shape: Shape, name: str, value: Term, focus: str, within: tuple[Term, ...], top: str | None
    ) -> tuple[str, str | None]:
        """The pattern that matches where the constraint is violated, and the variable of the offending value.

        `top` is the pattern of the targets; None inside a nested shape, where `focus` is bound outside.
        """
        patterns.refuse(name, value)
        start = top or ""
        path = self._path(shape) if shape.path is not None else None
        if name in patterns.COUNTING:
            return patterns.counted(name, int(_literal(value)), focus, path or _needs_path(shape, name), top, self._name), None
        if name == "hasValue":
            return f"{start} {patterns.absent(f'{focus} {path} {value}', top) if path else patterns.outside(focus, [value])}", None
        node = self._name() if path or name == "equals" else focus
        step = f"{focus} {path} {node} ." if path else ""
        if name in patterns.PAIRING:
            if name in patterns.ORDERING and path is None:
                _needs_path(shape, name)
            return f"{start} {patterns.paired(name, value, focus, step, node, path, self._name)}", node
        return f"{start} {step} {self._test(shape, name, value, node, within, top)}", node

    def _test(self, shape: Shape, name: str, value: Term, node: str, within: tuple[Term, ...], top: str | None) -> str:
        """What must hold of the value node for the constraint to be violated."""
        if name in patterns.LOGICAL:
            return patterns.logical(name, [self._violated(member, node, within) for member in self._members(name, value)])
        if name == "in":
            return patterns.outside(node, self._graph.members(value))
        if name == "pattern":
            return patterns.unmatched(node, _regex(value, self._graph.value(shape.node, SH.flags)))
        if name == "class":
            return patterns.not_instance(node, value, top)
        if name in patterns.TESTS:
            return patterns.TESTS[name](node, value)
        raise ShapesError(f"{shape.node}: sh:{name} is not compiled yet; check these shapes with --engine pyshacl")

    def _members(self, name: str, value: Term) -> list[Term]:
        return self._graph.members(value) if name in {"and", "or", "xone"} else [value]

    def _violated(self, node: Term, focus: str, within: tuple[Term, ...]) -> str:
        """A pattern that matches where the node bound to `focus` does not conform to the shape."""
        shape = self._graph.shape(node)
        self._refuse_cycle(node, within)
        inner = (*within, node)
        if shape.deactivated:
            return "FILTER(false)"
        parts = [self._nested(shape, name, value, focus, inner) for name, values in shape.constraints.items() for value in values]
        parts += [self._nested_property(shape, member, focus, inner) for member in shape.properties]
        return " UNION ".join(f"{{ {part} }}" for part in parts) or "FILTER(false)"

    def _nested(self, shape: Shape, name: str, value: Term, focus: str, within: tuple[Term, ...]) -> str:
        if name == "sparql":
            raise ShapesError(
                f"{shape.node}: sh:sparql inside a nested shape is not compiled yet; check these shapes with --engine pyshacl"
            )
        return self._violation(shape, name, value, focus, within, None)[0]

    def _nested_property(self, shape: Shape, member: Term, focus: str, within: tuple[Term, ...]) -> str:
        if shape.path is None:
            return self._violated(member, focus, within)
        node = self._name()
        return f"{focus} {self._path(shape)} {node} . FILTER EXISTS {{ {self._violated(member, node, within)} }}"

    # --- SPARQL-based constraints (SHACL 5)

    def _sparql_query(self, shape: Shape, node: Term, focus: str) -> Query:
        """The constraint's own SELECT with the targets put first in its groups: $this is bound there for all focus nodes at once."""
        select = self._graph.value(node, SH.select)
        if not isinstance(select, Literal):
            raise ShapesError(f"{shape.node}: sh:sparql has no sh:select")
        text = self._with_path(shape, select.value)
        _refuse_unsafe(shape, text)
        bound = f"{{ {{ SELECT DISTINCT ?this WHERE {{ {focus} }} }}"
        text = _GROUP.sub(lambda found: bound if found[0] == "{" else found[0], text)
        messages = tuple(m for m in self._graph.values(node, SH.message) if isinstance(m, Literal))
        return Query(shape, "sparql", focus, self._prefixes(node) + text, messages or shape.messages)

    def _with_path(self, shape: Shape, text: str) -> str:
        if "$PATH" not in text:
            return text
        return text.replace("$PATH", _needs_path(shape, "sparql with $PATH") if shape.path is None else self._path(shape))

    def _prefixes(self, node: Term) -> str:
        declared = (d for holder in self._graph.values(node, SH.prefixes) for d in self._graph.values(holder, SH.declare))
        pairs = ((self._graph.value(d, SH.prefix), self._graph.value(d, SH.namespace)) for d in declared)
        return "".join(_prefix(_literal(p), _literal(n)) for p, n in pairs if p and n)

    # --- small things

    def _path(self, shape: Shape) -> str:
        assert shape.path is not None
        return paths.sparql(self._graph, shape.path)

    def _name(self) -> str:
        return f"?v{next(self._fresh)}"

    def _refuse_cycle(self, node: Term, within: tuple[Term, ...]) -> None:
        if node in within:
            raise ShapesError(f"{node}: the shape refers to itself; recursive shapes have no defined meaning (SHACL 3.4.3)")


def target(targets: tuple[Target, ...]) -> str:
    """The pattern that binds ?this to the focus nodes of any of the targets."""
    return " UNION ".join(f"{{ {_TARGET[t.kind].format(term=t.term)} }}" for t in targets)


_TARGET = {
    "targetClass": patterns.INSTANCE.format(node="?this", cls="{term}"),
    "targetNode": "VALUES ?this {{ {term} }}",
    "targetSubjectsOf": "?this {term} []",
    "targetObjectsOf": "[] {term} ?this",
}


_GROUP = re.compile(
    r"""'{3}.*?'{3}|"{3}.*?"{3}|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|<[^<>{}"'\s]*>|\#[^\n]*|(?:OPTIONAL|EXISTS)\s*\{|\{(?!\s*SELECT\b)""",
    re.IGNORECASE | re.DOTALL,
)
"""A brace that opens a group in which $this is to be bound anew: texts and comments have none, in OPTIONAL and EXISTS it is bound."""


def _needs_path(shape: Shape, name: str) -> str:
    raise ShapesError(f"{shape.node}: sh:{name} stands on a shape without sh:path")


def _regex(pattern: Term, flags: Term | None) -> str:
    """The arguments of REGEX; ShapesError where they are no regular expression, which would match nothing and say nothing."""
    arguments = ", ".join(str(Literal(term.value)) for term in (pattern, flags) if isinstance(term, Literal))
    if next(iter(Scratch().rows(f'SELECT (REGEX("", {arguments}) AS ?known) {{}}')))["known"] is None:
        raise ShapesError(f"{pattern}: no regular expression")
    return arguments


def _literal(term: Term) -> str:
    if not isinstance(term, Literal | NamedNode):
        raise ShapesError(f"{term}: a literal is due here")
    return term.value


def _prefix(name: str, namespace: str) -> str:
    """A PREFIX line; ShapesError for a declaration that would carry more into the query than a prefix."""
    try:
        known = NamedNode(namespace)
    except ValueError as error:
        raise ShapesError(f"sh:namespace {namespace!r} is no IRI") from error
    if not re.fullmatch(r"[\w-]*", name):
        raise ShapesError(f"sh:prefix {name!r} is no prefix")
    return f"PREFIX {name}: {known}\n"


def _refuse_unparsed(query: Query, nothing: Scratch) -> None:
    """A query that does not parse, or does not say what it is about, is a fault of its shape, told before any data are looked at."""
    try:
        rows = nothing.rows(query.text)
    except (SyntaxError, TypeError) as error:
        raise ShapesError(f"{query.shape.node}: {error}") from error
    if "this" not in {variable.value for variable in rows.variables}:
        raise ShapesError(f"{query.shape.node}: the SELECT does not give $this")


def _refuse_unsafe(shape: Shape, text: str) -> None:
    """SERVICE would reach the network, FROM leave our data; MINUS and VALUES are not allowed in pre-bound queries (SHACL 5.2.1)."""
    for found in _UNSAFE.finditer(text):
        if found[1]:
            raise ShapesError(f"{shape.node}: {found[1].upper()} is not allowed in a SPARQL constraint")


_UNSAFE = re.compile(r"[?$:][^\W\d][\w-]*|(SERVICE|\b(?:VALUES|MINUS|FROM)\b)", re.IGNORECASE)
"""SERVICE anywhere but in the name of a variable or property: the engine reads it without a space before or after (`1SERVICEex:x`)."""
