"""Compiled queries run over a data graph: sets first, then what looks nodes up in them."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.ontology.terms import Term
from duibiao.reasoning import Scratch
from duibiao.shapes import as_written
from duibiao.shapes.compiler import NodeSet, Query
from duibiao.shapes.data import DERIVED, Typed
from duibiao.shapes.focus import HOLDS
from duibiao.shapes.model import ShapesError
from duibiao.shapes.prebinding import SHAPES_GRAPH
from duibiao.shapes.sparql import FOCUS, Compiled


@dataclass(frozen=True)
class Row:
    """A violation: the constraint's query, the focus node, the value and the property of the result where there are any, and every
    variable of the query's answer that is bound."""

    query: Query
    this: Term
    value: Term | None
    path: Term | None
    bindings: Mapping[str, Term]


class Runner:
    """Runs the queries of one shapes graph. `data` has the closed types. `plain` is the same graph with no literal marked, for SPARQL
    of the shapes graph, which knows of no marks; `lost` says what each marked literal is there."""

    def __init__(
        self, data: Typed, shapes: Iterable[Triple] = (), plain: Scratch | None = None, lost: Mapping[Term, Literal] | None = None
    ) -> None:
        self._data, self._plain, self._shapes = data, plain or data, tuple(shapes)
        self._lost = lost or {}
        self._marked: dict[Term, Term] = {became: as_written.marked(term) for term, became in self._lost.items()}
        self._times: dict[str, dict[Term, int]] = {}
        self._found: dict[NamedNode, dict[Term, list[Row]]] = {}

    def rows(self, query: Query) -> list[Row]:
        """The violations of a constraint. Most of what a query costs over little data is reading it: it is not asked about nothing."""
        if query.classes and not any(map(self._data.has_member, query.classes)):
            return []
        for nodes in query.sets:
            self._fill(nodes)
        return [_row(query, row) for row in (self._of_sparql(query, query.sparql) if query.sparql else _answers(self._data, query.text))]

    def failing(self, nodes: NodeSet, node: Term | None) -> list[Row]:
        """The violations that put a node into a set, once a query that needs the set has run."""
        return self._found[nodes.name].get(node, []) if node is not None else []

    def times(self, row: Row) -> int:
        """How often a violation is to be reported: once for every way from the targets to its focus node."""
        text = row.query.times
        if text is None:
            return 1
        if text not in self._times:
            self._times[text] = {r["this"]: int(r["times"].value) for r in _answers(self._data, text) if isinstance(r["times"], Literal)}
        return self._times[text].get(row.this, 1)

    def _fill(self, nodes: NodeSet) -> None:
        if nodes.name not in self._found:
            found: dict[Term, list[Row]] = {}
            for row in (row for query in nodes.queries for row in self.rows(query)):
                found.setdefault(row.this, []).append(row)
            self._found[nodes.name] = found
            _hold(self._data, nodes.name, found)

    # --- SPARQL of the shapes graph

    def _of_sparql(self, query: Query, sparql: Compiled) -> Iterator[dict[str, Term]]:
        """The answers without repetitions, their literals marked as in the data."""
        for name, node in sparql.ones.items():
            _hold(self._plain, name, [node])
        if sparql.of_shapes:
            self._plain.add(self._shapes, NamedNode(SHAPES_GRAPH[1:-1]))
        seen = set()
        for text, focus in self._texts(query, sparql):
            for row in _answers(self._plain, text):
                key = tuple(row.items())
                for this in focus.get(row["this"], [row["this"]]) if key not in seen else ():
                    yield {name: this if term == row["this"] else self._as_in_data(this, term) for name, term in row.items()}
                seen.add(key)

    def _as_in_data(self, this: Term, term: Term) -> Term:
        """The literal as the data have it: marked, if what is said of the focus node, or else all that is said, has it in no other way."""
        marked = self._marked.get(term)
        if marked is None:
            return term
        for subject in (this, None):
            if not isinstance(subject, Literal):
                ways = [way for way in (term, marked) if any(True for _ in self._data.matching(subject, None, way))]
                if len(ways) == 1:
                    return ways[0]
        return term

    def _texts(self, query: Query, sparql: Compiled) -> Iterator[tuple[str, Mapping[Term, list[Term]]]]:
        """The query's text; where it looks its focus nodes up in a set, once for each such set, filled. With it the focus nodes of the
        data by what they are in `plain`."""
        if not sparql.by_set:
            yield query.text, {}
            return
        focus: dict[Term, list[Term]] = {}
        for row in _answers(self._data, f"SELECT DISTINCT ?this WHERE {{ {query.focus} }}"):
            written = as_written.written(row["this"])
            focus.setdefault(self._lost.get(written, written), []).append(row["this"])
        for nodes in [[node] for node in focus] if sparql.per_node else [list(focus)]:
            name = NamedNode(f"{FOCUS.value}:{hashlib.sha256(repr(nodes).encode()).hexdigest()[:24]}")
            _hold(self._plain, name, nodes)
            yield query.text.replace(str(FOCUS), str(name)), focus


def _hold(data: Scratch, nodes: NamedNode, members: Iterable[Term]) -> None:
    data.add([Triple(nodes, HOLDS, member) for member in members], DERIVED)


def _answers(data: Scratch, text: str) -> Iterator[dict[str, Term]]:
    """The rows of a query: the variables that are bound."""
    rows = data.rows(text)
    names = [variable.value for variable in rows.variables]
    return ({name: row[name] for name in names if row[name] is not None} for row in rows)


def _row(query: Query, found: Mapping[str, Term]) -> Row:
    """The violation that an answer tells. ShapesError when the answer says that the constraint itself has failed (SHACL 5.3.2)."""
    if query.sparql and found.get("failure") == Literal(True):
        raise ShapesError(f"{query.shape.node}: the SPARQL constraint says that it has failed")
    this = found["this"]
    value = found.get("value") or (this if query.sparql and query.path is None else None)
    given = query.sparql.given if query.sparql else {}
    return Row(query, this, value, found.get("path"), {**given, **found})
