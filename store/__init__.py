"""The graph store: one dataset of named graphs, written in transactions that are differences."""

import os
import shutil
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from types import MappingProxyType
from typing import Self

import pyoxigraph as ox
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from duibiao.ontology import iris
from duibiao.ontology.errors import Refusal
from duibiao.ontology.terms import PREFIXES, XSD, D
from duibiao.ontology.texts import Text, is_canonical
from duibiao.store.journal import Journal
from duibiao.store.texts import Texts

__all__ = ["Difference", "Store", "StoreError", "Write", "Written"]

_VERSION = iris.graph("version")
_STORE = iris.resource("store")
_MANY = 20_000
"""From so many statements on the engine writes them quicker as files of its own, all or none of which it takes in, than through its log."""

_MOST = 300_000
"""More statements than this are put in piece by piece: for all at once the engine would take more than a gigabyte of memory."""

_Content = dict[NamedNode, list[Set[Triple]]]
"""Statements by the graph they stand in; some may be there twice."""

Write = tuple[Mapping[NamedNode, Iterable[Triple]], Iterable[Quad]]
"""The content that graphs are to have, and what is added with it."""


class StoreError(Refusal):
    """The store cannot be opened or written; the message says why and what to do."""


@dataclass(frozen=True)
class Written:
    """What a transaction did: statements added and removed, over all graphs."""

    added: int
    removed: int


@dataclass(frozen=True)
class Difference:
    """The statements that lead from what is stored to what is stated, by the graphs that change; false when there are none."""

    removed: Mapping[NamedNode, Set[Triple]]
    added: Mapping[NamedNode, Set[Triple]]

    def __bool__(self) -> bool:
        return bool(self.removed or self.added)

    @property
    def graphs(self) -> set[NamedNode]:
        """The graphs that change."""
        return {*self.removed, *self.added}

    @property
    def size(self) -> Written:
        """How many statements are added and removed."""
        return Written(sum(map(len, self.added.values())), sum(map(len, self.removed.values())))


class Store:
    """An RDF dataset in a directory that one process owns, or in memory.

    Blank nodes are not stored: a difference needs names, so loaders give every node an IRI.
    """

    def __init__(self, engine: ox.Store, path: Path | None = None) -> None:
        self._engine = engine
        self.path = path
        self._texts = Texts(path / "texts") if path else None
        self._half = Lock()

    @classmethod
    def open(cls, path: Path) -> Self:
        """The store in the directory `path`, made when absent; StoreError when another process owns it or it is no store."""
        try:
            path.mkdir(parents=True, exist_ok=True)
            store = cls(ox.Store(path / "rdf"), path)
            store._journal.finish(store._put_in)  # of a load that was killed half-way
            return store
        except (OSError, RuntimeError, ValueError) as error:
            raise StoreError(_cannot_open(path, str(error))) from error

    @property
    def _journal(self) -> Journal:
        assert self.path
        return Journal(self.path / "journal")

    @classmethod
    def in_memory(cls) -> Self:
        """A store that is gone with the process."""
        return cls(ox.Store())

    @property
    def version(self) -> int:
        """A number that grows with every transaction that changed something; 0 for a new store."""
        return self._versions.get(_STORE, 0)

    def versions(self) -> Mapping[NamedNode, int]:
        """For each graph the version that last changed it."""
        return MappingProxyType(self._versions)

    # One process owns a store, so what it has read of the book-keeping stays true: it follows each of its own transactions.

    @cached_property
    def _versions(self) -> dict[NamedNode, int]:
        found: dict[NamedNode, int] = {}
        for quad in self._engine.quads_for_pattern(None, D.version, None, _VERSION):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
                found[quad.subject] = max(int(quad.object.value), found.get(quad.subject, 0))
        return found

    @cached_property
    def _graphs(self) -> list[NamedNode]:
        named = (name for name in self._engine.named_graphs() if isinstance(name, NamedNode) and name != _VERSION)
        return sorted((name for name in named if self._holds(name)), key=str)

    def graphs(self, prefix: str = "") -> list[NamedNode]:
        """The named graphs that hold statements, by IRI, those whose IRI begins with the prefix; the store's own book-keeping apart."""
        start, end = (bisect_left(self._graphs, f"<{prefix}{last}", key=str) for last in ("", "\U0010ffff"))
        return self._graphs[start:end]

    def __contains__(self, name: NamedNode) -> bool:
        """Whether there is a named graph that holds statements."""
        place = bisect_left(self._graphs, str(name), key=str)
        return self._graphs[place : place + 1] == [name]

    def _holds(self, name: NamedNode) -> bool:
        return next(self._engine.quads_for_pattern(None, None, None, name), None) is not None

    def n_triples(self, name: NamedNode) -> bytes:
        """The statements of one named graph as N-Triples, in no order."""
        return b"".join(self.text(name).parts)

    def text(self, name: NamedNode) -> Text:
        """The statements of one named graph as a text, packed where it is long."""
        kept = self._texts.read(name, self._versions.get(name, 0)) if self._texts else None
        return Text(self._engine.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=name) or b"") if kept is None else kept

    def having(self, name: NamedNode, predicate: NamedNode) -> Iterator[Triple]:
        """The statements of one named graph with this predicate."""
        return (quad.triple for quad in self._engine.quads_for_pattern(None, predicate, None, name))

    def graph(self, name: NamedNode) -> set[Triple]:
        """The statements of one named graph; empty when there is none."""
        return {quad.triple for quad in self._engine.quads_for_pattern(None, None, None, name)}

    def difference(self, replaced: Mapping[NamedNode, Iterable[Triple]]) -> Difference:
        """What would have to be removed and added for each graph of `replaced` to have the content stated."""
        removed: dict[NamedNode, Set[Triple]] = {}
        added: dict[NamedNode, Set[Triple]] = {}
        for name, content in replaced.items():
            gone, new = self._compared(name, content)
            if gone:
                removed[name] = gone
            if new:
                added[name] = new
        named = (triples for triples in added.values() if not isinstance(triples, Text))
        if nameless := next((triple for triples in named for triple in triples if _nameless(triple)), None):
            raise StoreError(f"{nameless} has a blank node, which a difference cannot name; give it an IRI first")
        return Difference(removed, added)

    def _compared(self, name: NamedNode, content: Iterable[Triple]) -> tuple[Set[Triple], Set[Triple]]:
        """What a graph has and `content` has not, and what it has not."""
        if isinstance(content, Text):
            return content.compared(self.text(name)) if name in self else (Text(), content)
        before, after = self.graph(name) if name in self else set(), _as_stored(content)
        return before - after, after - before

    def write(self, replaced: Mapping[NamedNode, Iterable[Triple]], appended: Iterable[Quad] = ()) -> Written:
        """Give each graph of `replaced` the content stated and add the quads of `appended`, in one transaction.

        Only the difference is written, and nothing at all, `appended` included, where `replaced` changes nothing.
        """
        return self.write_together([(replaced, appended)])[0]

    def write_together(self, writes: Iterable[Write]) -> list[Written]:
        """Several writes in one transaction, which costs less than one each; no two of them may replace the same graph."""
        removed, added, sizes, texts = _Content(), _Content(), list[Written](), dict[NamedNode, Text]()
        for replaced, appended in writes:
            difference = self.difference(replaced)
            sizes.append(difference.size)
            if difference or not replaced:
                _put(removed, difference.removed)
                _put(added, difference.added)
                _put(added, _by_graph(appended))
                texts |= {name: content for name, content in replaced.items() if isinstance(content, Text) and len(content) > _MANY}
        if removed or added:
            self._commit(removed, added)
        if self._texts:
            for name, text in texts.items():
                self._texts.keep(name, self._versions.get(name, 0), text)
        return sizes

    def _commit(self, removed: _Content, added: _Content) -> None:
        number = Literal(str(self.version + 1), datatype=XSD.integer)
        versions = {Triple(name, D.version, number) for name in (_STORE, *removed, *added)}
        if removed:
            before = {quad.triple for new in versions for quad in self._engine.quads_for_pattern(new.subject, D.version, None, _VERSION)}
            old, new = _block({**removed, _VERSION: [before]}), _block({**added, _VERSION: [versions]})
            self._engine.update(f"DELETE DATA {{ {old} }} ; INSERT DATA {{ {new} }}")
        else:  # adding alone is atomic too and far quicker; the older version numbers stay until the next removal
            self._add({**added, _VERSION: [versions]})
        self._follow(versions, int(number.value))
        if self.path:
            self._settle(self.path)

    def _settle(self, path: Path) -> None:
        """Have the log of what was written on the disk itself, so that it outlives a power cut too. The engine's `flush` would write a
        table for each index, and thousands of small changes would be merged again and again."""
        try:
            for log in path.glob("rdf/*.log"):
                with log.open("rb+") as file:
                    os.fsync(file.fileno())
        except OSError:  # where the engine lets nobody else open its log
            self._engine.flush()

    def _add(self, content: _Content) -> None:
        """Add statements, all or none; many as texts, so that they need not be made quads one by one. An engine wrote the texts, so their
        terms are valid."""
        count = sum(len(part) for parts in content.values() for part in parts)
        if self.path and count > _MOST:
            self._add_by_journal(content)
        elif self.path and count > _MANY:
            self._engine.bulk_load(b"".join(_trig(content)), ox.RdfFormat.TRIG, lenient=True)
        else:
            self._engine.extend(quad for name, parts in content.items() for part in parts for quad in _in(name, part))

    def _add_by_journal(self, content: _Content) -> None:
        with self._half:
            self._journal.write((name, _lines_of(parts)) for name, parts in content.items())
            self._journal.finish(self._put_in)

    def _put_in(self, piece: Path) -> None:
        self._engine.bulk_load(path=piece, format=ox.RdfFormat.TRIG, lenient=True)

    def _follow(self, written: Iterable[Triple], number: int) -> None:
        """Keep what is known of versions and graphs true after a transaction."""
        names = {triple.subject for triple in written if isinstance(triple.subject, NamedNode)}
        self._versions.update(dict.fromkeys(names, number))
        for name in names - {_STORE}:
            if self._holds(name) != (name in self):  # a new list, for another thread may be reading the old one
                others = [other for other in self._graphs if other != name]
                self._graphs = others if name in self else sorted([*others, name], key=str)

    def query(self, text: str) -> ox.QuerySolutions:
        """The rows of a SELECT over all named graphs together, with our prefixes known."""
        rows = self.run(text)
        if not isinstance(rows, ox.QuerySolutions):
            raise TypeError("only a SELECT gives rows")
        return rows

    def run(self, text: str, *, together: bool = True) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """The result of any SPARQL query over all named graphs `together`, or over those that the query names itself.

        The text is trusted; strangers' go through `duibiao.queries.guard`.
        """
        return self._engine.query(text, prefixes=PREFIXES, use_default_graph_as_union=together)

    def dump(self, out: Path, names: Iterable[str] = ()) -> None:
        """Write the graphs of these IRIs, or all graphs, to `out`; the format is told by the file's ending.

        StoreError for an ending that no format has, a graph that is not there, or several graphs in a format of one.
        """
        form = ox.RdfFormat.from_extension(out.suffix.lstrip("."))
        chosen = [NamedNode(name) for name in names] or self.graphs()
        if form is None:
            raise StoreError(f"{out.name}: no RDF format has this ending; use .ttl .nt .nq .trig .jsonld or .rdf")
        if absent := next((name for name in chosen if name not in self), None):
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
        with self._half:
            self._engine.backup(target / "rdf")

    @classmethod
    def restore(cls, backup: Path, path: Path) -> None:
        """Make the store in the directory `path`, where there is none, out of a backup. All or nothing: it is copied beside that place,
        opened to see that it is whole, and put there. StoreError when `backup` is none or `path` has a store."""
        if (path / "rdf").exists():
            raise StoreError(f"there is a store in {path} already; name another --store, or move that one away")
        if not (backup / "rdf" / "CURRENT").is_file():
            raise StoreError(f"{backup} is no backup of a store; name the folder that `duibiao backup` made")
        path.mkdir(parents=True, exist_ok=True)
        for name in ("texts", "journal"):  # of another store
            shutil.rmtree(path / name, ignore_errors=True)
        part = path / "rdf.part"
        shutil.rmtree(part, ignore_errors=True)
        shutil.copytree(backup / "rdf", part)
        try:
            ox.Store.read_only(str(part)).quads_for_pattern(None, None, None, None)
        except (OSError, RuntimeError, ValueError) as error:
            shutil.rmtree(part, ignore_errors=True)
            raise StoreError(f"{backup} is damaged ({' '.join(str(error).split())}); restore another backup") from error
        part.rename(path / "rdf")

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
    found = set(content)
    unsure = [triple for triple in found if not is_canonical(triple.object)]
    if not unsure:
        return found
    kept = ox.Store()
    kept.bulk_extend(Quad(*triple) for triple in unsure)
    return found.difference(unsure).union(quad.triple for quad in kept)


def _nameless(triple: Triple) -> bool:
    return isinstance(triple.subject, BlankNode) or isinstance(triple.object, BlankNode)


def _by_graph(quads: Iterable[Quad]) -> Mapping[NamedNode, Set[Triple]]:
    found: dict[NamedNode, set[Triple]] = {}
    for quad in quads:
        if not isinstance(quad.graph_name, NamedNode):
            raise TypeError(f"{quad} names no graph to be added to")
        found.setdefault(quad.graph_name, set()).add(quad.triple)
    return found


def _put(whole: _Content, more: Mapping[NamedNode, Set[Triple]]) -> None:
    for name, triples in more.items():
        whole.setdefault(name, []).append(triples)


def _block(content: _Content) -> str:
    """The statements as the inside of a DATA block."""
    return " ".join(f"GRAPH {name} {{ {' '.join(map(_lines, parts))} }}" for name, parts in content.items())


def _lines(triples: Set[Triple]) -> str:
    return b"".join(triples.parts).decode() if isinstance(triples, Text) else " ".join(f"{triple} ." for triple in triples)


def _trig(content: _Content) -> Iterator[bytes]:
    for name, parts in content.items():
        yield from (f"GRAPH {name} {{\n".encode(), *_lines_of(parts), b"}\n")


def _lines_of(parts: Iterable[Set[Triple]]) -> Iterator[bytes]:
    for triples in parts:
        yield from triples.parts if isinstance(triples, Text) else (ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"",)


def _cannot_open(path: Path, reason: str) -> str:
    if "lock" in reason.lower():
        return f"{path} is in use by another process (a running `duibiao serve`?); stop that one or name another --store"
    return f"{path} cannot be opened as a store ({reason}); name another --store or restore a backup"
