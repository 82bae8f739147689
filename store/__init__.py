"""The graph store: one dataset of named graphs, written in transactions that are differences."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import pyoxigraph as ox
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from duibiao.ontology import iris
from duibiao.ontology.errors import Refusal
from duibiao.ontology.terms import PREFIXES, XSD, D

__all__ = ["Difference", "Store", "StoreError", "Written"]

_VERSION = iris.graph("version")
_STORE = iris.resource("store")


class StoreError(Refusal):
    """The store cannot be opened or written; the message says why and what to do."""


@dataclass(frozen=True)
class Written:
    """What a transaction did: statements added and removed, over all graphs."""

    added: int
    removed: int


@dataclass(frozen=True)
class Difference:
    """The quads that lead from what is stored to what is stated; false when there are none."""

    removed: list[Quad]
    added: list[Quad]

    def __bool__(self) -> bool:
        return bool(self.removed or self.added)

    @property
    def size(self) -> Written:
        """How many statements are added and removed."""
        return Written(len(self.added), len(self.removed))


class Store:
    """An RDF dataset in a directory that one process owns, or in memory.

    Blank nodes are not stored: a difference needs names, so loaders give every node an IRI.
    """

    def __init__(self, engine: ox.Store, path: Path | None = None) -> None:
        self._engine = engine
        self.path = path
        self._counted: int | None = None

    @classmethod
    def open(cls, path: Path) -> Self:
        """The store in the directory `path`, made when absent; StoreError when another process owns it or it is no store."""
        try:
            path.mkdir(parents=True, exist_ok=True)
            return cls(ox.Store(path / "rdf"), path)
        except (OSError, RuntimeError, ValueError) as error:
            raise StoreError(_cannot_open(path, str(error))) from error

    @classmethod
    def in_memory(cls) -> Self:
        """A store that is gone with the process."""
        return cls(ox.Store())

    @property
    def version(self) -> int:
        """A number that grows with every transaction that changed something; 0 for a new store."""
        if self._counted is None:  # nobody else writes while this process owns the store
            numbers = (quad.object for quad in self._engine.quads_for_pattern(_STORE, D.version, None, _VERSION))
            self._counted = max((int(number.value) for number in numbers if isinstance(number, Literal)), default=0)
        return self._counted

    def versions(self) -> Mapping[NamedNode, int]:
        """For each graph the version that last changed it."""
        found: dict[NamedNode, int] = {}
        for quad in self._engine.quads_for_pattern(None, D.version, None, _VERSION):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
                found[quad.subject] = max(int(quad.object.value), found.get(quad.subject, 0))
        return found

    def graphs(self) -> list[NamedNode]:
        """The named graphs that hold statements, by IRI; the store's own book-keeping apart."""
        named = (name for name in self._engine.named_graphs() if isinstance(name, NamedNode) and name != _VERSION)
        return sorted((name for name in named if self._holds(name)), key=str)

    def _holds(self, name: NamedNode) -> bool:
        return next(self._engine.quads_for_pattern(None, None, None, name), None) is not None

    def n_triples(self, name: NamedNode) -> bytes:
        """The statements of one named graph as N-Triples, in no order."""
        return self._engine.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=name) or b""

    def graph(self, name: NamedNode) -> set[Triple]:
        """The statements of one named graph; empty when there is none."""
        return {quad.triple for quad in self._engine.quads_for_pattern(None, None, None, name)}

    def difference(self, replaced: Mapping[NamedNode, Iterable[Triple]]) -> Difference:
        """What would have to be removed and added for each graph of `replaced` to have the content stated."""
        removed: list[Quad] = []
        added: list[Quad] = []
        for name, content in replaced.items():
            before, after = self.graph(name), _as_stored(content)
            removed += (Quad(t.subject, t.predicate, t.object, name) for t in before - after)
            added += (Quad(t.subject, t.predicate, t.object, name) for t in after - before)
        if nameless := next((quad for quad in added if _nameless(quad)), None):
            raise StoreError(f"{nameless.triple} has a blank node, which a difference cannot name; give it an IRI first")
        return Difference(removed, added)

    def write(self, replaced: Mapping[NamedNode, Iterable[Triple]], appended: Iterable[Quad] = ()) -> Written:
        """Give each graph of `replaced` the content stated and add the quads of `appended`, in one transaction.

        Only the difference is written, and nothing at all, `appended` included, where `replaced` changes nothing.
        """
        difference = self.difference(replaced)
        if difference or not replaced:
            self._commit(difference.removed, [*difference.added, *appended])
        return difference.size

    def _commit(self, removed: list[Quad], added: list[Quad]) -> None:
        following = self.version + 1
        number = Literal(str(following), datatype=XSD.integer)
        changed = dict.fromkeys((_STORE, *(quad.graph_name for quad in (*removed, *added))))
        versions = [Quad(name, D.version, number, _VERSION) for name in changed if isinstance(name, NamedNode)]
        if removed:
            before = (quad for new in versions for quad in self._engine.quads_for_pattern(new.subject, D.version, None, _VERSION))
            old, new = _block([*removed, *before]), _block([*added, *versions])
            self._engine.update(f"DELETE DATA {{ {old} }} ; INSERT DATA {{ {new} }}")
        else:  # `extend` is atomic too and far quicker; the older version numbers stay until the next removal
            self._engine.extend([*added, *versions])
        self._counted = following
        if self.path:
            self._engine.flush()

    def query(self, text: str) -> ox.QuerySolutions:
        """The rows of a SELECT over all named graphs together, with our prefixes known."""
        rows = self.run(text)
        if not isinstance(rows, ox.QuerySolutions):
            raise TypeError("only a SELECT gives rows")
        return rows

    def run(self, text: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """The result of any SPARQL query over all named graphs together.

        The text is trusted; strangers' go through `duibiao.queries.guard`.
        """
        return self._engine.query(text, prefixes=PREFIXES, use_default_graph_as_union=True)

    def dump(self, out: Path, names: Iterable[str] = ()) -> None:
        """Write the graphs of these IRIs, or all graphs, to `out`; the format is told by the file's ending.

        StoreError for an ending that no format has, a graph that is not there, or several graphs in a format of one.
        """
        form = ox.RdfFormat.from_extension(out.suffix.lstrip("."))
        chosen = [NamedNode(name) for name in names] or self.graphs()
        if form is None:
            raise StoreError(f"{out.name}: no RDF format has this ending; use .ttl .nt .nq .trig .jsonld or .rdf")
        if absent := next((name for name in chosen if not self._holds(name)), None):
            raise StoreError(f"there is no graph {absent.value}; see `duibiao sparql` for the graphs there are")
        if len(chosen) > 1 and not form.supports_datasets:
            raise StoreError(f"{out.name}: {form.name} holds one graph only; name one with --graph, or use .nq or .trig")
        quads = (q for g in chosen for q in self._engine.quads_for_pattern(None, None, None, g))
        ox.serialize(quads if form.supports_datasets else (quad.triple for quad in quads), out, format=form, prefixes=PREFIXES)

    def backup(self, target: Path) -> None:
        """A copy of the store in the new directory `target`, consistent at one moment; hard links on the same file system."""
        if self.path is None:
            raise StoreError("a store in memory has no files to back up; export it instead")
        if target.is_file() or (target.is_dir() and any(target.iterdir())):
            raise StoreError(f"{target} is not empty; name a new directory for the backup")
        target.mkdir(parents=True, exist_ok=True)
        self._engine.backup(target / "rdf")

    def snapshot(self, target: Path) -> Self:
        """A read-only store over a backup made in `target`, which the caller removes."""
        self.backup(target)
        return type(self)(ox.Store.read_only(str(target / "rdf")), target)

    def optimise(self) -> None:
        """Drop the dead statements that replacing leaves behind on disk."""
        self._engine.flush()
        self._engine.optimize()

    def close(self) -> None:
        """Let go of the directory, so that another process can open it."""
        del self._engine


def _in(name: NamedNode, triples: Iterable[Triple]) -> Iterator[Quad]:
    return (Quad(triple.subject, triple.predicate, triple.object, name) for triple in triples)


def _as_stored(content: Iterable[Triple]) -> set[Triple]:
    """The statements as the engine keeps them: it makes literals canonical ("10.00" becomes "10"), which a difference must not see."""
    kept = ox.Store()
    kept.extend(Quad(*triple) for triple in content)
    return {quad.triple for quad in kept}


def _nameless(quad: Quad) -> bool:
    return isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)


def _block(quads: Iterable[Quad]) -> str:
    """The quads as the inside of a DATA block."""
    graphs: dict[str, list[str]] = {}
    for quad in quads:
        graphs.setdefault(str(quad.graph_name), []).append(f"{quad.triple} .")
    return " ".join(f"GRAPH {name} {{ {' '.join(triples)} }}" for name, triples in graphs.items())


def _cannot_open(path: Path, reason: str) -> str:
    if "lock" in reason.lower():
        return f"{path} is in use by another process (a running `duibiao serve`?); stop that one or name another --store"
    return f"{path} cannot be opened as a store ({reason}); name another --store or restore a backup"
