"""The rules: named shapes with severity, family, the requirement they stand on, messages and remedies in both languages."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from duibiao.ontology.terms import DCTERMS, RDF, SH, D, Term
from duibiao.shapes.compiler import Compiler, Query
from duibiao.shapes.components import declared
from duibiao.shapes.focus import Focus, reached
from duibiao.shapes.model import Shape, ShapesError, ShapesGraph, not_too_deep

SEVERITIES = {SH.Violation: "violation", SH.Warning: "warning", SH.Info: "info"}


@dataclass(frozen=True)
class Rule:
    """A rule by its name. `population` are the things it might concern, of which its targets are those it does; `undecided` and `needs`
    say when it cannot tell: members of that class, and targets that lack one of those properties."""

    name: str
    node: NamedNode
    severity: str
    family: int
    message: Mapping[str, str]
    remedy: Mapping[str, str]
    requirements: tuple[NamedNode, ...]
    population: NamedNode | None
    undecided: NamedNode | None
    needs: tuple[NamedNode, ...]


@dataclass(frozen=True)
class RuleBook:
    """The rules, and the shapes graph they stand in."""

    graph: ShapesGraph
    rules: Mapping[Term, Rule]

    @cached_property
    def queries(self) -> tuple[Query, ...]:
        """The compiled queries of the rules. ShapesError when the graph cannot be compiled; pySHACL does not need them."""
        return tuple(query for query in Compiler(self.graph).queries() if query.shape.node in self.rules)

    def only(self, names: Collection[str]) -> "RuleBook":
        """The book with the rules of these names; all of them for no name. ShapesError for a name that no rule has."""
        if unknown := set(names) - {rule.name for rule in self.rules.values()}:
            raise ShapesError(f"no rule is called {min(unknown)}; there are: {', '.join(sorted(r.name for r in self.rules.values()))}")
        kept = {node: rule for node, rule in self.rules.items() if not names or rule.name in names}
        return replace(self, rules=kept)

    def targets(self, rule: Rule) -> set[str]:
        """The patterns that bind ?this to the rule's targets."""
        return {focus.pattern() for focus in self._targets.get(rule.node, ())}

    def target_classes(self, rule: Rule) -> set[NamedNode]:
        """The classes whose members are the rule's targets; none where any of its targets are something else."""
        every = self._targets.get(rule.node, set())
        named = {target.term for focus in every for target in focus.targets if isinstance(target.term, NamedNode)}
        return named if all(focus.of_classes for focus in every) else set()

    @cached_property
    def _targets(self) -> Mapping[Term, set[Focus]]:
        found: dict[Term, set[Focus]] = {}
        for place in reached(self.graph):
            found.setdefault(place.shape.node, set()).add(place.focus)
        return found

    def properties(self, rule: Rule) -> set[NamedNode]:
        """The properties that the rule's shapes look at, as far as they are plain paths."""
        return set(_named(_paths(self.graph, rule.node, set())))


def _paths(graph: ShapesGraph, node: Term, seen: set[Term]) -> Iterator[Term]:
    """The paths of a shape and of the blank nodes below it."""
    if node in seen:
        return
    seen.add(node)
    for predicate, objects in graph.index.get(node, {}).items():
        for term in objects:
            if predicate == SH.path:
                yield term
            if isinstance(term, BlankNode):
                yield from _paths(graph, term, seen)


@cache
def shipped() -> RuleBook:
    """The rules that come with the product."""
    return book(tuple(_shipped_triples()))


@cache
def norm_rules() -> RuleBook:
    """The rules on the norms themselves (family 9). They look at no enterprise, so a check of enterprises runs without them."""
    folder = files("duibiao.shapes")
    prefixes = parse(folder.joinpath("prefixes.ttl").read_bytes(), format=RdfFormat.TURTLE, rename_blank_nodes=True)
    return book((*(quad.triple for quad in prefixes), *_triples_in(folder.joinpath("norms"))))


def read(file: Path) -> list[Triple]:
    """The statements of a Turtle file; ShapesError when it does not parse."""
    try:
        return [quad.triple for quad in parse(path=str(file), format=RdfFormat.TURTLE, rename_blank_nodes=True)]
    except (SyntaxError, OSError, ValueError) as error:
        raise ShapesError(f"{file}: {' '.join(str(error).split())}; mend the file") from error


def book(triples: tuple[Triple, ...]) -> RuleBook:
    """The rules in a shapes graph. ShapesError when a constraint belongs to no rule, or a rule is incomplete or has no target;
    whether it compiles is seen when it is asked for its queries."""
    with not_too_deep():
        return _book(ShapesGraph(triples))


def _book(graph: ShapesGraph) -> RuleBook:
    nodes = [t.subject for t in graph.triples if t.predicate == RDF.type and t.object == D.Rule]
    rules: dict[Term, Rule] = {node: _rule(graph, node) for node in nodes if isinstance(node, NamedNode)}
    own = {place.shape.node for place in reached(graph) if _constrains(graph, place.shape)}
    for node in sorted(own - set(rules), key=str):
        raise ShapesError(f"{node}: a constraint outside a rule; give its shape a name and the type d:Rule")
    if idle := set(rules) - own:
        raise ShapesError(f"{min(map(str, idle))}: the rule has no target or no constraint, so it would check nothing")
    return RuleBook(graph, rules)


def _constrains(graph: ShapesGraph, shape: Shape) -> bool:
    """Whether a shape has a constraint of its own."""
    return bool(shape.constraints) or any(True for component in declared(graph) for _ in component.given(graph, shape.node))


def _shipped_triples() -> Iterator[Triple]:
    return _triples_in(files("duibiao.shapes"))


def _triples_in(folder: Traversable) -> Iterator[Triple]:
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.name.endswith(".ttl"):
            yield from (quad.triple for quad in parse(file.read_bytes(), format=RdfFormat.TURTLE, rename_blank_nodes=True))


def _rule(graph: ShapesGraph, node: NamedNode) -> Rule:
    family = graph.value(node, D.family)
    severity = graph.value(node, SH.severity)
    if not isinstance(family, Literal) or not family.value.isdecimal() or severity not in SEVERITIES:
        raise ShapesError(f"{node}: a rule needs d:family (a number) and sh:severity (Violation, Warning or Info)")
    return Rule(
        name=node.value.rpartition("#")[2].rpartition("/")[2],
        node=node,
        severity=SEVERITIES[severity],  # type: ignore[index]
        family=int(family.value),
        message=_both(graph, node, SH.message),
        remedy=_both(graph, node, D.remedy),
        requirements=tuple(_named(graph.values(node, DCTERMS.source))),
        population=_one(graph, node, D.population),
        undecided=_one(graph, node, D.undecided),
        needs=tuple(_named(graph.values(node, D.needs))),
    )


def _both(graph: ShapesGraph, node: NamedNode, term: NamedNode) -> Mapping[str, str]:
    texts = {value.language: value.value for value in graph.values(node, term) if isinstance(value, Literal) and value.language}
    if not {"zh", "en"} <= set(texts):
        raise ShapesError(f"{node}: {term.value} is due in zh and en")
    return texts


def _named(terms: Iterable[Term]) -> Iterator[NamedNode]:
    return (term for term in terms if isinstance(term, NamedNode))


def _one(graph: ShapesGraph, node: NamedNode, term: NamedNode) -> NamedNode | None:
    found = graph.value(node, term)
    return found if isinstance(found, NamedNode) else None
