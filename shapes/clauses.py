"""What closes gaps of an enterprise standard's clauses, whose limits and references are more than one cell each."""

from collections.abc import Iterator, Set

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.ontology.terms import DCTERMS, ELI, QUDT, RDF, D, Term
from duibiao.reasoning import Scratch
from duibiao.shapes.cells import objects, shown
from duibiao.shapes.gaps import Gap
from duibiao.shapes.steps import Step

_OF_LIMIT = (
    *(D.direction, D.statedValue, D.statedMaximum, D.statedUnit, D.per, D.modality, D.excludesValue, D.excludesMaximum),
    *(QUDT.numericValue, QUDT.upperBound, QUDT.hasUnit),
)


def clause_steps(data: Scratch, stated: Set[Triple], focus: NamedNode, gap: Gap) -> Iterator[Step]:
    """Steps to try for a clause or a standard; none for other things."""
    types = set(objects(stated, focus, RDF.type))
    counterpart = NamedNode(gap.value) if gap.value and gap.value.startswith("http") else None
    if D.EnterpriseClause in types:
        yield from _disclosed(stated, focus)
        if counterpart is not None:
            yield from _limits(data, stated, focus, counterpart)
        yield from _claims(stated, focus)
        yield from _references(data, stated, focus)
    if D.EnterpriseStandard in types:
        if counterpart is not None:
            yield from _citations(data, stated, focus, counterpart)
        yield from _implementing(data, stated, focus)


def _disclosed(stated: Set[Triple], focus: NamedNode) -> Iterator[Step]:
    if not objects(stated, focus, D.disclosed):
        add = frozenset({Triple(focus, D.disclosed, Literal(True))})
        yield Step(add, frozenset(), "在“条款”表“明示低于”栏填写“是”", "state “yes” in “disclosed” (sheet clauses)")


def _limits(data: Scratch, stated: Set[Triple], focus: NamedNode, counterpart: NamedNode) -> Iterator[Step]:
    """A limit of the clause made what the counterpart's of the same parameter is."""
    for mine, other in _pairs(data, focus, counterpart):
        add = frozenset(Triple(mine, term, t.object) for term in _OF_LIMIT for t in data.matching(other, term))
        remove = frozenset(t for t in stated if t.subject == mine and t.predicate in _OF_LIMIT)
        was, now = _written(data, mine), _written(data, other)
        yield Step(add - remove, remove - add, f"将条款的限值由“{was}”改为“{now}”", f"change the limit from “{was}” to “{now}”")


def _pairs(data: Scratch, focus: NamedNode, counterpart: NamedNode) -> Iterator[tuple[NamedNode, Term]]:
    """The limits of the clause, each with those of the counterpart that it falls short of or is set beside."""
    theirs = sorted((t.subject for t in data.matching(None, D.statedIn, counterpart)), key=str)
    for mine in sorted((t.subject for t in data.matching(None, D.statedIn, focus)), key=str):
        topic = {t.object for t in data.matching(mine, D.parameter)}
        compared = {t.subject for t in data.matching(None, D.ours, mine)}
        for other in theirs:
            answers = {t.object for c in compared if any(data.matching(c, D.theirs, other)) for t in data.matching(c, D.strictness)}
            alike = not topic.isdisjoint({t.object for t in data.matching(other, D.parameter)})
            if isinstance(mine, NamedNode) and (answers - {D["Strictness-stricter"]} or (alike and not answers)):
                yield mine, other


def _written(data: Scratch, limit: Term) -> str:
    """A limit as it is stated: direction, value, unit."""
    terms = (D.direction, D.statedValue, D.statedMaximum, D.statedUnit)
    direction, least, most, unit = ([shown(data, t.object, "zh") for t in data.matching(limit, term)] for term in terms)
    return f"{''.join(direction)} {'～'.join(least + most)} {''.join(unit)}".strip()


def _claims(stated: Set[Triple], focus: NamedNode) -> Iterator[Step]:
    if Literal(True) in objects(stated, focus, D.claimsStricter):
        add, remove = (frozenset({Triple(focus, D.claimsStricter, Literal(flag))}) for flag in (False, True))
        zh, en = "将“条款”表“声称严于”栏改为“否”", "change “claims stricter” (sheet clauses) to “no”"
        yield Step(add, remove, zh, en, retracts=True)


def _references(data: Scratch, stated: Set[Triple], focus: NamedNode) -> Iterator[Step]:
    """A reference to another clause of the enterprise taken out."""
    for above in objects(stated, focus, D.implements):
        if any(t.subject == above for t in stated):
            parts = [t.object for term in (ELI.is_part_of, D.clauseNumber) for t in data.matching(above, term)]
            name = " ".join(shown(data, part, "zh") for part in parts)
            remove = frozenset(t for t in stated if t.subject == focus and t.predicate == D.implements and t.object == above)
            yield Step(frozenset(), remove, f"删去“落实条款”中对 {name} 的引用", f"take the reference to {name} out of “implements clause”")


def _citations(data: Scratch, stated: Set[Triple], focus: NamedNode, cited: NamedNode) -> Iterator[Step]:
    """An edition cited in place of one out of force; else the reference taken out."""
    remove = frozenset(t for t in stated if t.subject == focus and t.predicate == ELI.cites and t.object == cited)
    works = {t.object for t in data.matching(cited, DCTERMS.isVersionOf)}
    others = {t.subject for work in works for t in data.matching(None, DCTERMS.isVersionOf, work)}
    others |= {t.subject for t in data.matching(None, DCTERMS.replaces, cited)}
    old = shown(data, cited, "zh")
    for edition in sorted(others - {cited}, key=str):
        if any(data.matching(edition, ELI.in_force, ELI["InForce-inForce"])):
            new = shown(data, edition, "zh")
            add = frozenset({Triple(focus, ELI.cites, edition)})
            yield Step(add, remove, f"将所引 {old} 改为 {new}", f"cite {new} in place of {old}")
    yield Step(frozenset(), remove, f"删去对 {old} 的引用", f"take the citation of {old} out")


def _implementing(data: Scratch, stated: Set[Triple], focus: NamedNode) -> Iterator[Step]:
    """A clause of the standard said to implement a norm's."""
    own = sorted((t.subject for t in stated if t.predicate == ELI.is_part_of and t.object == focus), key=str)
    above = min((t.object for t in data.matching(None, D.demandedBy)), key=str, default=None)
    for clause in own[:1] if above else ():
        number = "".join(shown(data, t.object, "zh") for t in data.matching(clause, D.clauseNumber))
        add = frozenset({Triple(clause, D.implements, above)})  # type: ignore[arg-type]
        zh = f"为条款 {number} 填写“落实规范”“落实条款”（任一上级规范的条款）"
        yield Step(add, frozenset(), zh, f"name any clause of a norm above in “implements norm” and “implements clause” of {number}")
