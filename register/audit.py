"""Who loaded what and when: one activity a load, only ever added to."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from pyoxigraph import Literal, Quad

from duibiao.loaders import Loaded
from duibiao.ontology import iris
from duibiao.ontology.terms import PROV, RDF, XSD, D, Term
from duibiao.store import Store

GRAPH = iris.graph("audit")


def load_activity(loaded: Loaded, digest: str, who: str, graphs: Iterable[Term]) -> Iterator[Quad]:
    """The activity that loaded a file: its name and digest, the graphs it changed, who and when."""
    now = datetime.now(UTC)
    activity = iris.resource("load", f"{now:%Y%m%dT%H%M%S%f}", digest[:12])
    yield Quad(activity, RDF.type, D.Load, GRAPH)
    yield Quad(activity, D.inFile, Literal(loaded.path), GRAPH)
    yield Quad(activity, D.fileDigest, Literal(digest), GRAPH)
    yield from (Quad(activity, PROV.generated, graph, GRAPH) for graph in graphs)
    yield Quad(activity, PROV.wasAssociatedWith, Literal(who), GRAPH)
    yield Quad(activity, PROV.endedAtTime, Literal(now.isoformat(timespec="seconds"), datatype=XSD.dateTime), GRAPH)


def generated(store: Store) -> set[Term]:
    """The graphs that files were loaded into."""
    return {triple.object for triple in store.graph(GRAPH) if triple.predicate == PROV.generated}
