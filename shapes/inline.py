"""Simple shapes as conditions written into the query around them: the ways in which a node fails one, or passes it.

What sh:not, sh:and and sh:or combine is most often small: a value there or not, one of a class, within a bound. The ways to fail the whole
are then a handful of cases, each a few patterns that match and a few that must not, and no set of nodes has to be found before. A shape
that is not simple, or has too many ways, gives None.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count, product

from duibiao.ontology.terms import SH, Term
from duibiao.shapes import patterns
from duibiao.shapes.components import Component
from duibiao.shapes.focus import INSTANCE, path_of
from duibiao.shapes.model import Shape, ShapesGraph
from duibiao.shapes.patterns import Site

MOST = 8
"""The cases that a query is given at most; beyond, a set costs less."""


@dataclass(frozen=True)
class Case:
    """One way: patterns that match, patterns that do not, conditions that hold."""

    found: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()

    def __add__(self, other: "Case") -> "Case":
        return Case(self.found + other.found, self.absent + other.absent, self.holds + other.holds)

    @property
    def text(self) -> str:
        """The case as a pattern behind the one that binds the node."""
        filters = (f"FILTER({condition})" for condition in self.holds)
        return " ".join((*self.found, *(f"MINUS {{ {pattern} }}" for pattern in self.absent), *filters))


Cases = tuple[Case, ...]


@dataclass(frozen=True)
class Ways:
    """The ways in which a node fails and those in which it passes."""

    fails: Cases
    passes: Cases

    @property
    def negated(self) -> "Ways":
        """For sh:not."""
        return Ways(self.passes, self.fails)


def _found(pattern: str) -> Cases:
    return (Case(found=(pattern,)),)


def _absent(pattern: str) -> Cases:
    return (Case(absent=(pattern,)),)


class Inline:
    """Writes the simple shapes of a graph as conditions about the values of a site. A shape that one of the components declared is about
    is not simple."""

    def __init__(self, graph: ShapesGraph, site: Site, components: Sequence[Component]) -> None:
        self._graph, self._site, self._components = graph, site, components
        self._names = (f"?i{number}" for number in count(1))

    def ways(self, name: str, members: Iterable[Term]) -> Ways | None:
        """Of sh:not, sh:and or sh:or over these shapes, about the values of the site. Many things share the values that sh:node is about,
        and a set asks each once; so sh:node has none, nor has sh:xone."""
        if name not in {"not", "and", "or"}:
            return None
        found = [self._shape(node, self._site.node, ()) for node in members]
        known = [ways for ways in found if ways is not None]
        if len(known) < len(found):
            return None
        return _combined(name, known)

    def _shape(self, node: Term, about: str, within: tuple[Term, ...]) -> Ways | None:
        shape = self._graph.shape(node)
        if node in within or (shape.path is not None and shape.properties) or self._declared(shape):
            return None
        if shape.deactivated:
            return Ways((), (Case(),))
        stated = [(name, value) for name, values in shape.constraints.items() for value in values]
        parts = [self._part(shape, name, value, about, within) for name, value in stated]
        parts += [self._shape(inner, about, (*within, node)) for inner in shape.properties]
        known = [ways for ways in parts if ways is not None]
        return _combined("and", known) if len(known) == len(parts) else None

    def _declared(self, shape: Shape) -> bool:
        return any(True for component in self._components for _ in component.given(self._graph, shape.node))

    def _part(self, shape: Shape, name: str, value: Term, about: str, within: tuple[Term, ...]) -> Ways | None:
        patterns.refuse(name, value)
        if name in {"not", "and", "or"} and shape.path is None:
            members = [value] if name == "not" else self._graph.members(value)
            inner = [self._shape(member, about, (*within, shape.node)) for member in members]
            known = [ways for ways in inner if ways is not None]
            return _combined(name, known) if len(known) == len(inner) else None
        return self._of_node(shape, name, value, about) if shape.path is None else self._of_values(shape, name, value, about)

    def _of_node(self, shape: Shape, name: str, value: Term, about: str) -> Ways | None:
        """A constraint on the node itself."""
        if name == "class":
            pattern = INSTANCE.format(node=about, cls=value)
            return Ways(_absent(pattern), _found(pattern))
        condition = self._condition(shape, name, value, Site(self._site.focus, None, self._site.exact))
        if condition is None:
            return None
        broken = condition.replace("?this", about)
        return Ways((Case(holds=(broken,)),), (Case(holds=(f"!({broken})",)),))

    def _of_values(self, shape: Shape, name: str, value: Term, about: str) -> Ways | None:
        """A constraint on what a path reaches from the node."""
        path = path_of(self._graph, shape)
        if path is None or path.repeats or path.may_stay:
            return None
        one, other = next(self._names), next(self._names)
        if name == "minCount" and str(value.value) == "1":  # type: ignore[union-attr]  # refused before where it is no number
            return Ways(_absent(f"{about} {path.text} {one}"), _found(f"FILTER EXISTS {{ {about} {path.text} {one} }}"))
        if name == "hasValue":
            pattern = f"{about} {path.text} {self._site.term(value)} ."
            return Ways(_absent(pattern), _found(pattern))
        if name == "maxCount" and str(value.value) == "1":  # type: ignore[union-attr]
            pattern = f"{about} {path.text} {one} , {other} . FILTER(!sameTerm({one}, {other}))"
        elif name == "class":
            pattern = f"{about} {path.text} {one} . FILTER NOT EXISTS {{ {INSTANCE.format(node=one, cls=value)} }}"
        elif condition := self._condition(shape, name, value, Site(self._site.focus, path, self._site.exact)):
            pattern = f"{about} {path.text} {one} . FILTER({condition.replace('?value', one)})"
        else:
            return None
        return Ways(_found(f"{{ {pattern} }}"), _absent(pattern))

    def _condition(self, shape: Shape, name: str, value: Term, at: Site) -> str | None:
        """The expression that a value violates, where one value alone is looked at."""
        if name in patterns.TESTS:
            return patterns.TESTS[name](at, value)
        if name == "pattern":
            return patterns.unmatched(at, value, self._graph.value(shape.node, SH.flags))
        if name == "in" and len(members := self._graph.members(value)) <= MOST:
            return f"!({' || '.join(f'sameTerm({at.node}, {at.term(term)})' for term in members) or 'false'})"
        if name == "hasValue" and at.path is None:
            return f"!sameTerm({at.node}, {at.term(value)})"
        return None


def _combined(name: str, parts: list[Ways]) -> Ways | None:
    """Of sh:not over one, of sh:and (all constraints of a shape) or sh:or over several; None where there are too many cases."""
    if name == "not":
        return parts[0].negated
    if name == "or":
        ways = _combined("and", [part.negated for part in parts])
        return ways.negated if ways else None
    fails = tuple(case for part in parts for case in part.fails)
    total = 1
    for part in parts:
        total *= len(part.passes)
    if len(fails) > MOST or total > MOST:
        return None
    passes = tuple(sum(cases, Case()) for cases in product(*(part.passes for part in parts)))
    return Ways(fails, passes)
