"""Who loaded, recorded or waived what and when: one activity an act, only ever added to."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from pyoxigraph import Literal, NamedNode, Quad

from duibiao.loaders import Loaded
from duibiao.ontology import iris
from duibiao.ontology.terms import PROV, RDF, XSD, D, Term
from duibiao.store import Store

GRAPH = iris.graph("audit")


def load_activity(loaded: Loaded, digest: str, who: str, graphs: Iterable[Term]) -> Iterator[Quad]:
    """The activity that loaded a file: its name and digest, the graphs it changed, who and when."""
    now = datetime.now(UTC)
    activity = iris.resource("load", _stamp(now), digest[:12])
    yield from _activity(activity, D.Load, who, now)
    yield Quad(activity, D.inFile, Literal(loaded.path), GRAPH)
    yield Quad(activity, D.fileDigest, Literal(digest), GRAPH)
    yield from (Quad(activity, PROV.generated, graph, GRAPH) for graph in graphs)


def recording(graphs: Iterable[Term], who: str) -> Iterator[Quad]:
    """The activity that put a check on record: the graphs it changed, who and when."""
    now = datetime.now(UTC)
    activity = iris.resource("recording", _stamp(now))
    yield from _activity(activity, D.Recording, who, now)
    yield from (Quad(activity, PROV.generated, graph, GRAPH) for graph in graphs)


def waiving(waiver: NamedNode, who: str) -> Iterator[Quad]:
    """The activity that entered a waiver; who approved it stands in the waiver itself."""
    now = datetime.now(UTC)
    activity = iris.resource("waiving", _stamp(now))
    yield from _activity(activity, D.Waiving, who, now)
    yield Quad(activity, PROV.generated, waiver, GRAPH)


def revocation(waiver: NamedNode, who: str) -> Iterator[Quad]:
    """The activity that revoked a waiver."""
    now = datetime.now(UTC)
    activity = iris.resource("revocation", _stamp(now))
    yield from _activity(activity, D.Revocation, who, now)
    yield Quad(activity, PROV.invalidated, waiver, GRAPH)


def advancing(step: NamedNode, who: str) -> Iterator[Quad]:
    """The activity that entered a step of a workflow; who took it stands in the step itself."""
    now = datetime.now(UTC)
    activity = iris.resource("advance", _stamp(now))
    yield from _activity(activity, D.Advance, who, now)
    yield Quad(activity, PROV.generated, step, GRAPH)


def _stamp(now: datetime) -> str:
    return f"{now:%Y%m%dT%H%M%S%f}"


def _activity(activity: NamedNode, kind: NamedNode, who: str, now: datetime) -> Iterator[Quad]:
    yield Quad(activity, RDF.type, kind, GRAPH)
    yield Quad(activity, PROV.wasAssociatedWith, Literal(who), GRAPH)
    yield Quad(activity, PROV.endedAtTime, Literal(now.isoformat(timespec="seconds"), datatype=XSD.dateTime), GRAPH)


def generated(store: Store) -> set[Term]:
    """The graphs that files were loaded into."""
    told = store.graph(GRAPH)
    loads = {triple.subject for triple in told if triple.predicate == RDF.type and triple.object == D.Load}
    return {triple.object for triple in told if triple.predicate == PROV.generated and triple.subject in loads}
