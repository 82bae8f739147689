"""The gaps of an enterprise over time: the day each was first seen, and the day it was no longer found."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.ontology import iris
from duibiao.ontology.terms import RDF, XSD, D
from duibiao.shapes import Gap
from duibiao.store import Store


@dataclass(frozen=True)
class Finding:
    """A gap on record: its rule and focus, first day, and closing day once it is gone. Days are ISO dates."""

    rule: str
    focus: str
    first_seen: str
    closed_on: str | None


def graph(code: str) -> NamedNode:
    """The graph of an enterprise's findings."""
    return iris.graph(f"findings/{code}")


def recorded(store: Store, code: str) -> dict[str, Finding]:
    """The findings on record by gap id."""
    about: dict[str, dict[str, str]] = {}
    for triple in store.graph(graph(code)):
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
            about.setdefault(triple.subject.value.rpartition("/")[2], {})[triple.predicate.value] = triple.object.value
    return {
        gap: Finding(says[D.rule.value].rpartition("#")[2], says[D.focus.value], says[D.firstSeen.value], says.get(D.closedOn.value))
        for gap, says in about.items()
    }


def updated(before: Mapping[str, Finding], gaps: Iterable[Gap], day: date) -> dict[str, Finding]:
    """The findings after a check on the day: new gaps open, those no longer found close, a gap that comes back opens anew."""
    today = day.isoformat()
    known = {gap.id: gap for gap in gaps}
    after = {gap: Finding(f.rule, f.focus, f.first_seen, f.closed_on or today) for gap, f in before.items() if gap not in known}
    for gap in known.values():
        earlier = before.get(gap.id)
        still_open = earlier is not None and earlier.closed_on is None
        after[gap.id] = earlier if earlier and still_open else Finding(gap.rule, gap.focus, today, None)
    return after


def triples(findings: Mapping[str, Finding]) -> Iterator[Triple]:
    """The findings as statements."""
    for gap, finding in findings.items():
        node = iris.resource("gap", gap)
        yield Triple(node, RDF.type, D.Gap)
        yield Triple(node, D.rule, NamedNode(f"{iris.BASE}shapes#{finding.rule}"))
        yield Triple(node, D.focus, NamedNode(finding.focus))
        yield Triple(node, D.firstSeen, Literal(finding.first_seen, datatype=XSD.date))
        if finding.closed_on:
            yield Triple(node, D.closedOn, Literal(finding.closed_on, datatype=XSD.date))
