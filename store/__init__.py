"""The graph store: one dataset of named graphs, written in transactions that are differences."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, Quad, Triple

from duibiao.ontology import iris
from duibiao.ontology.terms import PREFIXES, XSD, D

__all__ = ["Store", "StoreError", "Written"]

_VERSION = iris.graph("version")
_STORE = iris.resource("store")


class StoreError(RuntimeError):
    """The store cannot be opened or written; the message says why and what to do."""


@dataclass(frozen=True)
class Written:
    """What a transaction did: statements added and removed, over all graphs."""

    added: int
    removed: int


class Store:
    """An RDF dataset in a directory that one process owns, or in memory.

    Blank nodes are not stored: a difference needs names, so loaders give every node an IRI.
    """

    def __init__(self, engine: ox.Store, path: Path | None = None) -> None:
        self._engine = engine
        self.path = path

    @classmethod
    def open(cls, path: Path) -> Self:
        """The store in the directory `path`, made when absent; StoreError when another process owns it or it is no store."""
        path.mkdir(parents=True, exist_ok=True)
        try:
            return cls(ox.Store(path / "rdf"), path)
        except OSError as error:
            raise StoreError(_cannot_open(path, str(error))) from error

    @classmethod
    def in_memory(cls) -> Self:
        """A store that is gone with the process."""
        return cls(ox.Store())

    @property
    def version(self) -> int:
        """A number that grows with every transaction that changed something; 0 for a new store."""
        numbers = (int(quad.object.value) for quad in self._versions())
        return max(numbers, default=0)

    def _versions(self) -> list[Quad]:
        return list(self._engine.quads_for_pattern(_STORE, D.version, None, _VERSION))

    def graphs(self) -> list[NamedNode]:
        """The named graphs that hold statements, by IRI; the store's own book-keeping apart."""
        named = (name for name in self._engine.named_graphs() if isinstance(name, NamedNode) and name != _VERSION)
        return sorted((name for name in named if self._holds(name)), key=str)

    def _holds(self, name: NamedNode) -> bool:
        return next(self._engine.quads_for_pattern(None, None, None, name), None) is not None

    def graph(self, name: NamedNode) -> set[Triple]:
        """The statements of one named graph; empty when there is none."""
        return {quad.triple for quad in self._engine.quads_for_pattern(None, None, None, name)}

    def write(self, replaced: Mapping[NamedNode, Collection[Triple]], appended: Iterable[Quad] = ()) -> Written:
        """Give each graph of `replaced` the content stated and add the quads of `appended`, in one transaction.

        Only the difference is written, and nothing at all, `appended` included, where `replaced` changes nothing.
        """
        removed: list[Quad] = []
        added: list[Quad] = []
        for name, content in replaced.items():
            before, after = self.graph(name), _as_stored(content)
            removed += (Quad(*triple, name) for triple in before - after)
            added += (Quad(*triple, name) for triple in after - before)
        if added or removed or not replaced:
            self._commit(removed, [*added, *appended])
        return Written(len(added), len(removed))

    def _commit(self, removed: list[Quad], added: list[Quad]) -> None:
        version = Quad(_STORE, D.version, Literal(str(self.version + 1), datatype=XSD.integer), _VERSION)
        if removed:
            old, new = _block([*removed, *self._versions()]), _block([*added, version])
            self._engine.update(f"DELETE DATA {{ {old} }} ; INSERT DATA {{ {new} }}")
        else:  # `extend` is atomic too and far quicker; the older version numbers stay until the next removal
            self._engine.extend([*added, version])
        if self.path:
            self._engine.flush()

    def query(self, text: str, bindings: Mapping[str, ox.NamedNode | Literal] | None = None) -> ox.QuerySolutions:
        """The rows of a SELECT over all named graphs together, with our prefixes known. `bindings` binds projected variables only."""
        rows = self._engine.query(
            text,
            prefixes=PREFIXES,
            use_default_graph_as_union=True,
            substitutions={ox.Variable(name): term for name, term in (bindings or {}).items()},
        )
        if not isinstance(rows, ox.QuerySolutions):
            raise TypeError("only a SELECT gives rows")
        return rows

    def run(self, text: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """The result of any SPARQL query over all named graphs together. The text is trusted: see `duibiao.queries.guard` for strangers'."""
        return self._engine.query(text, prefixes=PREFIXES, use_default_graph_as_union=True)

    def dump(self, out: Path, graph: NamedNode | None = None) -> None:
        """Write one graph, or the whole dataset without book-keeping, to `out`; the format is told by the file's ending."""
        form = ox.RdfFormat.from_extension(out.suffix.lstrip("."))
        if form is None:
            raise StoreError(f"{out.name}: no RDF format has this ending; use .ttl .nt .nq .trig .jsonld or .rdf")
        if graph is None and not form.supports_datasets:
            raise StoreError(f"{out.name}: {form.name} holds one graph only; name it with --graph, or use .nq or .trig")
        chosen = [graph] if graph else self.graphs()
        quads = (q if form.supports_datasets else q.triple for g in chosen for q in self._engine.quads_for_pattern(None, None, None, g))
        ox.serialize(quads, out, format=form, prefixes=PREFIXES)

    def backup(self, target: Path) -> None:
        """A copy of the store in the new directory `target`, consistent at one moment: hard links on the same file system."""
        if self.path is None:
            raise StoreError("a store in memory has no files to back up; export it instead")
        if target.exists() and any(target.iterdir()):
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


def _as_stored(content: Iterable[Triple]) -> set[Triple]:
    """The statements as the engine keeps them: it makes literals canonical ("10.00" becomes "10"), which a difference must not see."""
    kept = ox.Store()
    kept.extend(Quad(*triple) for triple in content)
    return {quad.triple for quad in kept}


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


