"""A gap with all that it takes to find it again, as statements: the rule, what the rule looks at, the day, and the result.

Whoever gets the bundle needs no store to see that it is so, and by whichever SHACL engine.
"""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from duibiao.ontology import iris, sources
from duibiao.ontology.errors import Refusal
from duibiao.ontology.terms import ELI, OWL, PROV, RDF, RDFS, SH, D, Term
from duibiao.reasoning import Scratch
from duibiao.shapes.data import Typed
from duibiao.shapes.engines import ENGINES
from duibiao.shapes.gaps import Gap
from duibiao.shapes.model import ShapesGraph
from duibiao.shapes.rules import Rule, RuleBook, book
from duibiao.shapes.standing import standing

_FARTHEST = 5
_MOST_POINTING = 200
"""So many things that point at the focus node are told; of an enterprise itself that is everything it has."""
_SHAPES = {SH.NodeShape, SH.PropertyShape}


class BundleError(Refusal):
    """The file holds no gap that could be looked for."""

    at_fault = "data"


@dataclass(frozen=True)
class Replayed:
    """What became of a bundle: its rule, its focus node and value, and whether the engine has found the gap again."""

    rule: str
    focus: str
    value: str | None
    engine: str
    confirmed: bool


# --- making


def bundled(data: Scratch, whole: RuleBook, rule: Rule, gap: Gap) -> list[Triple]:
    """The bundle of a gap in the data graph of a check: no more of the data than the rule needs to find it."""
    own = [*_of_rule(whole.graph, rule), *_result(rule, gap)]
    for steps in range(1, _FARTHEST):
        found = [*own, *_slice(data, rule, gap, steps)]
        if replayed(found).confirmed:
            return found
    return [*own, *(t for t in data.triples() if not _is_text(t))]


def _of_rule(graph: ShapesGraph, rule: Rule) -> Iterator[Triple]:
    """What the shapes graph states of the rule, and of the shapes around it as far as they lead to the rule."""
    yield from _below(graph, rule.node, set())
    for outer in {t.subject for t in graph.triples if t.predicate == SH.property and t.object == rule.node}:
        yield Triple(outer, SH.property, rule.node)
        kept = {RDF.type, SH.path, *(p for p in graph.index[outer] if p.value.startswith(f"{SH.base}target"))}
        yield from (t for predicate in kept for t in _stated(graph, outer, predicate))


def _below(graph: ShapesGraph, node: Term, seen: set[Term]) -> Iterator[Triple]:
    """What is stated of a node, of the blank nodes below it, and of its prefixes."""
    if node in seen:
        return
    seen.add(node)
    for predicate in graph.index.get(node, {}):
        for triple in _stated(graph, node, predicate):
            yield triple
            if isinstance(triple.object, BlankNode) or predicate == SH.prefixes:
                yield from _below(graph, triple.object, seen)


def _stated(graph: ShapesGraph, node: Term, predicate: NamedNode) -> Iterator[Triple]:
    return (Triple(node, predicate, term) for term in graph.values(node, predicate))  # type: ignore[arg-type]


def _result(rule: Rule, gap: Gap) -> Iterator[Triple]:
    node = iris.resource("gap", gap.id)
    yield Triple(node, RDF.type, SH.ValidationResult)
    yield Triple(node, SH.focusNode, NamedNode(gap.focus))
    yield Triple(node, SH.sourceShape, rule.node)
    yield Triple(node, SH.resultSeverity, SH[gap.severity.capitalize()])
    yield Triple(node, SH.sourceConstraintComponent, NamedNode(gap.component))
    if gap.value is not None:
        yield Triple(node, SH.value, NamedNode(gap.value) if gap.value.startswith(iris.BASE) else Literal(gap.value))
    yield from (Triple(node, SH.resultMessage, Literal(text, language=lang)) for lang, text in gap.message.items())


def _slice(data: Scratch, rule: Rule, gap: Gap, steps: int) -> set[Triple]:
    """What is stated of the focus node, of what points at it, of what lies so many steps from it, and of the rule's standing."""
    focus = NamedNode(gap.focus)
    pointing = [t for t in data.matching(None, None, focus) if t.predicate != D.belongsTo][:_MOST_POINTING]
    found = {*pointing, *data.matching(D.evaluation), *_standing(data, rule, gap)}
    seen: set[Term] = set()
    frontier: set[Term] = {focus, *(t.subject for t in pointing)}
    for _ in range(steps):
        seen |= frontier
        about = {t for node in frontier for t in data.matching(node) if not _is_text(t)}
        about |= {t for one in about if one.predicate == PROV.wasDerivedFrom for t in sources.of_row(one.object, data.matching)}
        found |= about
        frontier = {term for t in about if isinstance(term := t.object, NamedNode) and t.predicate != RDF.type}
        frontier -= seen
    return found | _classes(data, found)


def _standing(data: Scratch, rule: Rule, gap: Gap) -> Iterator[Triple]:
    """By which clauses, of which editions, the rule speaks on the day, and what reasoning says on whether they apply."""
    for requirement in rule.requirements:
        for asked in data.matching(requirement, D.demandedBy):
            yield asked
            for part in data.matching(asked.object, ELI.is_part_of):
                yield part
                yield from (t for t in data.matching(part.object) if not _is_text(t))
        for answer in data.matching(None, D.ofRequirement, requirement):
            if any(data.matching(answer.subject, D.belongsTo, NamedNode(gap.enterprise))):
                yield from data.matching(answer.subject)
    yield from data.matching(NamedNode(gap.enterprise), D.notSubjectTo)


def _classes(data: Scratch, found: Set[Triple]) -> set[Triple]:
    """The classes above those of the things found."""
    above: set[Triple] = set()
    open_: list[Term] = [t.object for t in found if t.predicate == RDF.type]
    while open_:
        new = {t for t in data.matching(open_.pop(), RDFS.subClassOf)} - above
        above |= new
        open_ += [t.object for t in new]
    return above


def _is_text(triple: Triple) -> bool:
    """Whether a statement of the ontology explains a term, which no rule looks at."""
    return triple.predicate in {RDFS.comment, RDFS.isDefinedBy, D.proofStep} or triple.object in {OWL.Class, OWL.ObjectProperty}


# --- replaying


def replayed(triples: Iterable[Triple], engine: str = "compiled") -> Replayed:
    """Whether the gap of a bundle is found in the bundle, by the engine named in ENGINES.

    BundleError when there is no such gap to look for; ShapesError when the rule in it cannot be used.
    """
    graph = ShapesGraph(tuple(triples))
    node = _one(graph)
    focus, shape = graph.value(node, SH.focusNode), graph.value(node, SH.sourceShape)
    if focus is None or shape is None:
        raise BundleError("the result says no focus node or no rule; make the bundle anew with `duibiao explain`")
    rules = book(tuple(_of_shapes(graph)))
    if shape not in rules.rules:
        raise BundleError(f"{shape} is no rule in this file; make the bundle anew with `duibiao explain`")
    value = _text(graph.value(node, SH.value))
    confirmed = (shape, focus, value) in set(_violations(graph, rules, engine))
    return Replayed(rules.rules[shape].name, _text(focus) or "", value, engine, confirmed)


def _one(graph: ShapesGraph) -> Term:
    results = [node for node, stated in graph.index.items() if SH.ValidationResult in stated.get(RDF.type, [])]
    if len(results) != 1:
        raise BundleError(f"{len(results)} results of a validation in the file, where one is due; make it with `duibiao explain`")
    return results[0]


def _of_shapes(graph: ShapesGraph) -> Iterator[Triple]:
    seen: set[Term] = set()
    for node in [node for node, stated in graph.index.items() if _SHAPES & set(stated.get(RDF.type, []))]:
        yield from _below(graph, node, seen)


def _violations(graph: ShapesGraph, rules: RuleBook, engine: str) -> Iterator[tuple[Term, Term, str | None]]:
    apart = set(rules.graph.triples)
    data = Typed(Scratch(t for t in graph.triples if t not in apart), rules.graph.named)
    stand = standing(data)
    for found in ENGINES[engine](data, rules):
        if not stand.silences(rules.rules[found.rule], found.focus):
            yield found.rule, found.focus, _text(found.value)


def _text(term: Term | None) -> str | None:
    return term.value if isinstance(term, Literal | NamedNode) else None if term is None else str(term)
