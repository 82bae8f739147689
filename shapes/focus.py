"""Which nodes a shape is about: those of its targets, or what a path reaches from the nodes of the shape around it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from duibiao.ontology.terms import Term
from duibiao.shapes.data import DERIVED, INSTANCE_OF
from duibiao.shapes.model import Shape, ShapesError, ShapesGraph, Target, told_by
from duibiao.shapes.paths import Path, read

INSTANCE = f"GRAPH {DERIVED} {{{{ {{node}} {INSTANCE_OF} {{cls}} }}}}"
"""Types are closed over rdfs:subClassOf before the queries run (`duibiao.shapes.data`), so that instance-of is one lookup."""

HOLDS = NamedNode("urn:x-duibiao:holds")
MEMBER = f"GRAPH {DERIVED} {{{{ {{nodes}} {HOLDS} {{node}} }}}}"
"""Whether a node is in a set of nodes that a query has found before."""

_TARGET = {
    "targetClass": INSTANCE,
    "targetNode": "VALUES {node} {{ {cls} }}",
    "targetSubjectsOf": "{node} {cls} []",
    "targetObjectsOf": "[] {cls} {node}",
}


@dataclass(frozen=True)
class Focus:
    """Focus nodes: those of any of the targets, or what `steps`, one path after the other, reach from them."""

    targets: tuple[Target, ...]
    steps: tuple[Path, ...] = ()

    def pattern(self, node: str = "?this") -> str:
        """The pattern that binds the focus nodes to a variable."""
        if not self.steps:
            return " UNION ".join(f"{{ {_TARGET[t.kind].format(node=node, cls=t.term)} }}" for t in self.targets)
        outer = f"?from{len(self.steps)}"
        before = Focus(self.targets, self.steps[:-1])
        return f"{{ SELECT DISTINCT {node} WHERE {{ {before.values(self.steps[-1], outer, node)} }} }}"

    def classes(self) -> frozenset[Term]:
        """The classes that the targets are, empty where there is a target of another kind."""
        every = all(target.kind == "targetClass" for target in self.targets)
        return frozenset(target.term for target in self.targets) if every else frozenset()

    def values(self, path: Path | None, focus: str, value: str) -> str:
        """The pattern that binds the focus nodes and what the path reaches from each. Without a path the node is its own value."""
        start = self.pattern(focus)
        return start if path is None else self._step(start, path, focus, value)

    def times(self) -> str | None:
        """The query of how many ways there are from the targets to each node; None where there is one. A result is due for each."""
        if not self.steps:
            return None
        names = " ".join(f"?from{number + 1}" for number in range(len(self.steps)))
        ways = f"SELECT DISTINCT {names} ?this WHERE {{ {self._ways('?this')} }}"
        return f"SELECT ?this (COUNT(*) AS ?times) WHERE {{ {{ {ways} }} }} GROUP BY ?this"

    def _ways(self, node: str) -> str:
        if not self.steps:
            return self.pattern(node)
        outer, before = f"?from{len(self.steps)}", Focus(self.targets, self.steps[:-1])
        return before._step(before._ways(outer), self.steps[-1], outer, node)

    def _step(self, start: str, path: Path, focus: str, value: str) -> str:
        step = f"{start} {focus} {path.text} {value} ."
        if path.may_stay and self.may_be_unnamed:
            return f"{{ {step} }} UNION {{ {start} BIND({focus} AS {value}) }}"
        return step

    def through(self, path: Path | None) -> "Focus":
        """The value nodes of a shape with these focus nodes."""
        return self if path is None else Focus(self.targets, (*self.steps, path))

    @property
    def of_classes(self) -> bool:
        """Whether they are all the members of some classes, so that what is said of few nodes is best looked at first."""
        return not self.steps and all(target.kind == "targetClass" for target in self.targets)

    @property
    def may_be_unnamed(self) -> bool:
        """Whether there may be a node that no statement names. From one, Oxigraph finds no path, not even of no steps."""
        return any(target.kind == "targetNode" for target in self.targets) and all(step.may_stay for step in self.steps)


@dataclass(frozen=True)
class Reached:
    """A shape whose violations are results, its focus nodes, and the shapes around it."""

    shape: Shape
    focus: Focus
    within: tuple[Term, ...]


def reached(graph: ShapesGraph, term: Callable[[Term], Term] = lambda term: term) -> Iterator[Reached]:
    """The targeted shapes of a graph and, below each, its sh:property shapes. `term` says how the targets' nodes go into queries."""
    for shape in graph.targeted():
        targets = tuple(Target(target.kind, term(target.term)) for target in shape.targets)
        yield from _below(graph, Reached(shape, Focus(targets), ()))


def _below(graph: ShapesGraph, found: Reached) -> Iterator[Reached]:
    shape = found.shape
    if shape.deactivated:
        return
    if shape.node in found.within:
        raise ShapesError(f"{shape.node}: the shape refers to itself; recursive shapes have no defined meaning (SHACL 3.4.3)")
    yield found
    for node in shape.properties:
        inner = graph.property_shape(shape, node)
        yield from _below(graph, Reached(inner, found.focus.through(path_of(graph, shape)), (*found.within, shape.node)))


def path_of(graph: ShapesGraph, shape: Shape) -> Path | None:
    """The path of a property shape, None for a node shape."""
    with told_by(shape):
        return None if shape.path is None else read(graph, shape.path)
