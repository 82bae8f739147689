"""The gaps of an enterprise over time: the day each was first seen, and the day it was no longer found. One that comes back begins a new
episode; the older ones stay on record."""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import date

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.ontology import iris
from duibiao.ontology.terms import RDF, XSD, D
from duibiao.shapes import Gap
from duibiao.store import Store

GRAPHS = iris.graph("findings/").value
_HOLDER = "SELECT ?graph WHERE {{ GRAPH ?graph {{ {gap} a d:Gap }} }}"


@dataclass(frozen=True)
class Episode:
    """A stretch of time in which a gap was open and which is over. Days are ISO dates."""

    first_seen: str
    closed_on: str


@dataclass(frozen=True)
class Finding:
    """A gap on record: its rule and focus, first day, and closing day once it is gone. Days are ISO dates. `norms` are the keys of the
    editions that it rests on, so that the impact of an edition tells its gaps; `label` is what the focus was called, `earlier` are the
    episodes before this one."""

    rule: str
    focus: str
    first_seen: str
    closed_on: str | None
    norms: frozenset[str] = frozenset()
    label: Mapping[str, str] = field(default_factory=dict)
    earlier: tuple[Episode, ...] = ()

    @property
    def last_day(self) -> str:
        """The newest day that the record speaks of."""
        return self.closed_on or self.first_seen

    @property
    def closings(self) -> list[str]:
        """The days on which it was closed."""
        return [episode.closed_on for episode in self.earlier] + ([self.closed_on] if self.closed_on else [])

    def named(self) -> Mapping[str, str]:
        """What the focus was called by language; the end of its IRI where that is not on record."""
        last = self.focus.rpartition("/")[2]
        return {language: self.label.get(language, last) for language in ("zh", "en")}

    @property
    def open(self) -> bool:
        """Whether the gap is there still."""
        return self.closed_on is None

    def again(self, first: str) -> "Finding":
        """The finding with a new episode from its first day on, where the one before is closed."""
        if self.closed_on is None:
            return self
        return replace(self, first_seen=first, closed_on=None, earlier=(*self.earlier, Episode(self.first_seen, self.closed_on)))


def graph(code: str) -> NamedNode:
    """The graph of an enterprise's findings."""
    return iris.graph(f"findings/{code}")


def holder(store: Store, gap: str) -> str | None:
    """The code of the enterprise on whose record a gap stands, open or closed; None for a gap on nobody's."""
    rows = store.query(_HOLDER.format(gap=iris.resource("gap", gap)))
    return next((row["graph"].value.removeprefix(GRAPHS) for row in rows), None)


# --- from statements


def recorded(store: Store, code: str) -> dict[str, Finding]:
    """The findings on record by gap id."""
    return told(store.graph(graph(code)))


def told(stated: Iterable[Triple]) -> dict[str, Finding]:
    """The findings that the statements of such a graph tell, by gap id."""
    gaps: dict[NamedNode, dict[NamedNode, list[Literal | NamedNode]]] = {}
    for triple in stated:
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
            gaps.setdefault(triple.subject, {}).setdefault(triple.predicate, []).append(triple.object)
    earlier: dict[str, list[Episode]] = {}
    for said in gaps.values():
        for gap in said.get(D.ofGap, []):
            earlier.setdefault(gap.value, []).append(Episode(said[D.firstSeen][0].value, said[D.closedOn][0].value))
    found = {node: _read(said) for node, said in gaps.items() if D.ofGap not in said}
    return {
        node.value.rpartition("/")[2]: replace(finding, earlier=tuple(sorted(earlier.get(node.value, []), key=_by_days)))
        for node, finding in found.items()
    }


def _read(said: Mapping[NamedNode, list[Literal | NamedNode]]) -> Finding:
    rule, focus, first = (said[term][0].value for term in (D.rule, D.focus, D.firstSeen))
    norms = frozenset(norm.value.rpartition("/")[2] for norm in said.get(D.restsOn, []))
    closed = next((day.value for day in said.get(D.closedOn, [])), None)
    label = {name.language: name.value for name in said.get(D.focusName, []) if isinstance(name, Literal) and name.language}
    return Finding(rule.rpartition("#")[2], focus, first, closed, norms, label)


def _by_days(episode: Episode) -> tuple[str, str]:
    return episode.first_seen, episode.closed_on


# --- after a check


def updated(before: Mapping[str, Finding], gaps: Iterable[Gap], day: date, judged: Set[str] | None = None) -> dict[str, Finding]:
    """The findings after a check on the day: new gaps open, those no longer found close, a gap that comes back begins a new episode.

    `judged` are the names of the rules that the check went by, None for all: what other rules found stays as it was.
    """
    known = {gap.id: gap for gap in gaps}
    after = {gap: f if judged is not None and f.rule not in judged else _closed(f, day) for gap, f in before.items() if gap not in known}
    return after | {gap.id: opened(before.get(gap.id), gap, day) for gap in known.values()}


def opened(before: Finding | None, gap: Gap, day: date) -> Finding:
    """The finding of a gap that is there on the day; `before` is what is on record of it."""
    norms = frozenset(basis.edition for basis in gap.basis)
    if before is None:
        return Finding(gap.rule, gap.focus, day.isoformat(), None, norms, gap.label)
    return replace(before.again(day.isoformat()), norms=norms, label=gap.label)


def _closed(finding: Finding, day: date) -> Finding:
    return replace(finding, closed_on=finding.closed_on or max(day.isoformat(), finding.first_seen))


# --- to statements


def triples(findings: Mapping[str, Finding]) -> Iterator[Triple]:
    """The findings as statements."""
    for gap, finding in findings.items():
        node = iris.resource("gap", gap)
        yield Triple(node, RDF.type, D.Gap)
        yield Triple(node, D.rule, NamedNode(f"{iris.BASE}shapes#{finding.rule}"))
        yield Triple(node, D.focus, NamedNode(finding.focus))
        yield from (Triple(node, D.focusName, Literal(name, language=language)) for language, name in finding.label.items())
        yield from (Triple(node, D.restsOn, iris.norm(key)) for key in sorted(finding.norms))
        yield from _days(node, finding.first_seen, finding.closed_on)
        for number, episode in enumerate(finding.earlier, 1):
            part = iris.resource("gap", gap, str(number))
            yield Triple(part, RDF.type, D.Episode)
            yield Triple(part, D.ofGap, node)
            yield from _days(part, episode.first_seen, episode.closed_on)


def _days(node: NamedNode, first: str, closed: str | None) -> Iterator[Triple]:
    yield Triple(node, D.firstSeen, Literal(first, datatype=XSD.date))
    if closed:
        yield Triple(node, D.closedOn, Literal(closed, datatype=XSD.date))
