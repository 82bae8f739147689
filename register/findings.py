"""The gaps of an enterprise over time: the day each was first seen, and the day it was no longer found."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.ontology import iris
from duibiao.ontology.terms import RDF, XSD, D
from duibiao.shapes import Gap
from duibiao.store import Store


@dataclass(frozen=True)
class Finding:
    """A gap on record: its rule and focus, first day, and closing day once it is gone. Days are ISO dates. `norms` are the keys of the
    editions that it rests on, so that the impact of an edition tells its gaps."""

    rule: str
    focus: str
    first_seen: str
    closed_on: str | None
    norms: frozenset[str] = frozenset()


def graph(code: str) -> NamedNode:
    """The graph of an enterprise's findings."""
    return iris.graph(f"findings/{code}")


def recorded(store: Store, code: str) -> dict[str, Finding]:
    """The findings on record by gap id."""
    about: dict[str, dict[NamedNode, list[str]]] = {}
    for triple in store.graph(graph(code)):
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
            said = about.setdefault(triple.subject.value.rpartition("/")[2], {})
            said.setdefault(triple.predicate, []).append(triple.object.value)
    return {gap: _read(said) for gap, said in about.items()}


def _read(said: Mapping[NamedNode, list[str]]) -> Finding:
    rule, focus, first = (said[term][0] for term in (D.rule, D.focus, D.firstSeen))
    norms = frozenset(norm.rpartition("/")[2] for norm in said.get(D.restsOn, []))
    return Finding(rule.rpartition("#")[2], focus, first, next(iter(said.get(D.closedOn, [])), None), norms)


def updated(before: Mapping[str, Finding], gaps: Iterable[Gap], day: date) -> dict[str, Finding]:
    """The findings after a check on the day: new gaps open, those no longer found close, a gap that comes back opens anew."""
    today = day.isoformat()
    known = {gap.id: gap for gap in gaps}
    after = {gap: replace(f, closed_on=f.closed_on or today) for gap, f in before.items() if gap not in known}
    for gap in known.values():
        earlier = before.get(gap.id)
        first = earlier.first_seen if earlier and earlier.closed_on is None else today
        after[gap.id] = Finding(gap.rule, gap.focus, first, None, frozenset(basis.edition for basis in gap.basis))
    return after


def triples(findings: Mapping[str, Finding]) -> Iterator[Triple]:
    """The findings as statements."""
    for gap, finding in findings.items():
        node = iris.resource("gap", gap)
        yield Triple(node, RDF.type, D.Gap)
        yield Triple(node, D.rule, NamedNode(f"{iris.BASE}shapes#{finding.rule}"))
        yield Triple(node, D.focus, NamedNode(finding.focus))
        yield Triple(node, D.firstSeen, Literal(finding.first_seen, datatype=XSD.date))
        yield from (Triple(node, D.restsOn, iris.norm(key)) for key in sorted(finding.norms))
        if finding.closed_on:
            yield Triple(node, D.closedOn, Literal(finding.closed_on, datatype=XSD.date))
