"""Who loaded, recorded, waived or updated what and when, and who was refused: one activity an act, only ever added to. Each entry carries
the digest of the one before it, so that none can be changed or taken out unseen."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from weakref import WeakKeyDictionary

from pyoxigraph import Literal, NamedNode, Quad

from duibiao.loaders import Loaded
from duibiao.ontology import iris
from duibiao.ontology.terms import PROV, RDF, XSD, D, Term
from duibiao.store import Store

GRAPH = iris.graph("audit")
_ENDS: WeakKeyDictionary[Store, tuple[int, str]] = WeakKeyDictionary()
"""The number and the digest of the last entry that was seen of a store's audit: later ones are looked for from there on."""
_LAST = f"""
SELECT ?number ?digest WHERE {{ GRAPH {GRAPH} {{ ?entry d:entryNumber ?number ; d:entryDigest ?digest }} }}
ORDER BY DESC(?number) ?digest LIMIT 1
"""
_NUMBERED = f"""
SELECT ?digest WHERE {{{{ GRAPH {GRAPH} {{{{ ?entry d:entryNumber {{number}} ; d:entryDigest ?digest }}}} }}}} ORDER BY ?digest LIMIT 1
"""
BEGINNING = "0" * 64
"""What the first entry has for the digest of the one before it."""


class Chain:
    """The end of the audit of a store, to which entries are added one after the other in a transaction."""

    def __init__(self, store: Store) -> None:
        self._number, self._digest = _ENDS.get(store) or _end(store)
        while row := next(store.query(_NUMBERED.format(number=self._number + 1)), None):
            self._number, self._digest = self._number + 1, row["digest"].value
        _ENDS[store] = self._number, self._digest

    def entry(self, activity: Iterable[Quad]) -> list[Quad]:
        """The statements of one activity, linked to the entry before."""
        quads = list(activity)
        node = quads[0].subject
        self._number += 1
        quads.append(Quad(node, D.entryNumber, Literal(self._number), GRAPH))
        quads.append(Quad(node, D.previousDigest, Literal(self._digest), GRAPH))
        self._digest = digest(quads)
        return [*quads, Quad(node, D.entryDigest, Literal(self._digest), GRAPH)]


def _end(store: Store) -> tuple[int, str]:
    last = next(store.query(_LAST), None)
    return (int(last["number"].value), last["digest"].value) if last else (0, BEGINNING)


def digest(statements: Iterable[Quad]) -> str:
    """The SHA-256 of the statements of an entry, all but the digest itself, as sorted N-Triples."""
    lines = sorted(str(quad.triple) for quad in statements if quad.predicate != D.entryDigest)
    return sha256("\n".join(lines).encode()).hexdigest()


# --- the activities


def load_activity(loaded: Loaded, file_digest: str, who: str, graphs: Iterable[Term]) -> Iterator[Quad]:
    """The activity that loaded a file: its name and digest, the graphs it changed, who and when."""
    now = datetime.now(UTC)
    activity = iris.resource("load", _stamp(now), file_digest[:12])
    yield from _activity(activity, D.Load, who, now)
    yield Quad(activity, D.inFile, Literal(loaded.path), GRAPH)
    yield Quad(activity, D.fileDigest, Literal(file_digest), GRAPH)
    yield from (Quad(activity, PROV.generated, graph, GRAPH) for graph in graphs)


def recording(graphs: Iterable[Term], who: str) -> Iterator[Quad]:
    """The activity that put a check on record: the graphs it changed, who and when."""
    yield from _with_graphs("recording", D.Recording, graphs, who)


def update_activity(graphs: Iterable[Term], who: str, asked: str) -> Iterator[Quad]:
    """The activity that updated graphs through the SPARQL protocol: what was asked, the graphs it changed, who and when."""
    yield from _with_graphs("update", D.Update, graphs, who, asked)


def refusal(who: str, asked: str, status: int) -> Iterator[Quad]:
    """The activity that somebody was refused: what was asked, the status that was answered, who and when."""
    now = datetime.now(UTC)
    activity = iris.resource("refusal", _stamp(now))
    yield from _activity(activity, D.Refusal, who, now)
    yield Quad(activity, D.asked, Literal(asked), GRAPH)
    yield Quad(activity, D.statusCode, Literal(status), GRAPH)


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


def _with_graphs(kind: str, term: NamedNode, graphs: Iterable[Term], who: str, asked: str | None = None) -> Iterator[Quad]:
    now = datetime.now(UTC)
    activity = iris.resource(kind, _stamp(now))
    yield from _activity(activity, term, who, now)
    yield from (Quad(activity, PROV.generated, graph, GRAPH) for graph in graphs)
    if asked is not None:
        yield Quad(activity, D.asked, Literal(asked), GRAPH)


def _stamp(now: datetime) -> str:
    return f"{now:%Y%m%dT%H%M%S%f}"


def _activity(activity: NamedNode, kind: NamedNode, who: str, now: datetime) -> Iterator[Quad]:
    yield Quad(activity, RDF.type, kind, GRAPH)
    yield Quad(activity, PROV.wasAssociatedWith, Literal(who), GRAPH)
    yield Quad(activity, PROV.endedAtTime, Literal(f"{now:%Y-%m-%dT%H:%M:%SZ}", datatype=XSD.dateTime), GRAPH)


def generated(store: Store) -> set[Term]:
    """The graphs that files were loaded into."""
    told = store.graph(GRAPH)
    loads = {triple.subject for triple in told if triple.predicate == RDF.type and triple.object == D.Load}
    return {triple.object for triple in told if triple.predicate == PROV.generated and triple.subject in loads}
