"""Who loaded what and when: one activity a load, only ever added to."""

from collections.abc import Iterator
from datetime import UTC, datetime

from pyoxigraph import Literal, NamedNode, Quad

from duibiao.loaders import Loaded
from duibiao.ontology import iris
from duibiao.ontology.terms import PROV, RDF, XSD, D

GRAPH = iris.graph("audit")


def load_activity(loaded: Loaded, digest: str, who: str) -> Iterator[Quad]:
    """The activity that loaded a file: its name and digest, the graph it went to, who and when."""
    now = datetime.now(UTC)
    activity = iris.resource("load", f"{now:%Y%m%dT%H%M%S%f}", digest[:12])
    yield Quad(activity, RDF.type, D.Load, GRAPH)
    yield Quad(activity, D.inFile, Literal(loaded.path), GRAPH)
    yield Quad(activity, D.fileDigest, Literal(digest), GRAPH)
    yield Quad(activity, PROV.generated, NamedNode(loaded.graph), GRAPH)
    yield Quad(activity, PROV.wasAssociatedWith, Literal(who), GRAPH)
    yield Quad(activity, PROV.endedAtTime, Literal(now.isoformat(timespec="seconds"), datatype=XSD.dateTime), GRAPH)
