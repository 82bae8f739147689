"""The one path of every load: read → rows checked → one transaction of statements, derived statements, findings and audit."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from importlib.resources import as_file, files
from pathlib import Path
from typing import Literal

from pyoxigraph import NamedNode, Quad, Triple

from duibiao import loaders
from duibiao.loaders import Loaded, RowError, blank_nodes
from duibiao.loaders.result import Summary
from duibiao.loaders.side_by_side import Outcome, Place
from duibiao.ontology import iris
from duibiao.ontology import load as ontology
from duibiao.ontology.texts import Text
from duibiao.register import audit, documents, findings, history, norms, reading, sources, steps
from duibiao.register.shared_numbers import Numbers
from duibiao.shapes import Statements, gaps_together, shipped
from duibiao.store import Store, Write, Written

Graphs = Mapping[NamedNode, Iterable[Triple]]
Stage = Literal["reading", "checking", "writing"]
Progress = Callable[[Place, Stage], None]
May = Callable[[NamedNode, Iterable[Triple]], bool]
"""Whether a graph may be given this content by whoever loads."""

_TOGETHER = 16
"""The documents that share a transaction."""
_NEVER_STATED = (iris.graph("derived/").value, iris.graph("version").value)


@dataclass(frozen=True)
class Change:
    """A gap that a load opens or closes."""

    id: str
    rule: str
    focus: str
    label: Mapping[str, str]


@dataclass(frozen=True)
class FileResult:
    """What became of one file: `loaded`, `unchanged`, `rejected` or `dry-run`; statements added and removed count derived ones too.
    `problem` says why a file could not be read at all; of a `document` there is a summary. `opened` and `closed` are the gaps that it
    changes, in whatever enterprise; `others` the other files that speak of the enterprise."""

    path: str
    kind: str
    status: str
    graph: str | None = None
    triples: int = 0
    added: int = 0
    removed: int = 0
    rows: int = 0
    accepted: int = 0
    errors: tuple[RowError, ...] = ()
    problem: str | None = None
    document: Summary | None = None
    opened: tuple[Change, ...] = ()
    closed: tuple[Change, ...] = ()
    others: tuple[str, ...] = ()

    @property
    def rejected(self) -> int:
        """Rows held back."""
        return self.rows - self.accepted

    @property
    def at_fault(self) -> bool:
        """Whether the data had a fault that somebody should mend."""
        return bool(self.errors) or self.status == "rejected"


def prepare(store: Store, day: date) -> None:
    """Put the ontology and the norms that come with the product into the store, as far as they differ from what is there.

    Norms that somebody loaded from a file of their own stay as they are. Enterprises follow the norms, as after a load.
    """
    with as_file(files("duibiao.corpus")) as corpus:
        parts = [loaders.read(path) for folder in ("norms", "gb18218") for path in sorted((corpus / folder).glob("*.csv"))]
    content = {NamedNode(part.graph): part.triples for part in parts}
    for name in content.keys() & audit.generated(store):
        del content[name]
    content[norms.CLOSURE] = norms.Norms({NamedNode(part.graph): part.triples for part in parts}).closure()
    content[iris.graph("ontology")] = frozenset(quad.triple for quad in blank_nodes.named(Quad(*triple) for triple in ontology()))
    if store.difference(content):
        store.write(with_consequences(store, content, day))


def load(
    store: Store,
    paths: Iterable[Place],
    *,
    day: date,
    who: str,
    dry_run: bool = False,
    strict: bool = False,
    replaces: str | None = None,
    names: Path | None = None,
    may: May | None = None,
    progress: Progress = lambda path, stage: None,
) -> list[FileResult]:
    """Load files and folders, a transaction a file, or for a few documents that are new. With `strict` a file with any faulty row is
    refused whole; `dry_run` writes nothing. A workbook replaces what a file of its name said before of its enterprise; with `replaces`,
    what the file of that name said; `names` is a YAML file with the user's own names of sheets and columns. A path that is a text is the
    URL of a database. A file that states a graph which whoever loads `may` not is refused whole.

    UnreadableFile only for a path that does not exist; a file that cannot be read is a rejected result and leaves the store as it was.
    """
    loading = _Loading(store, day, who, dry_run, strict, replaces, may, progress)
    results: list[FileResult] = []
    waiting: dict[Place, Loaded] = {}
    for path, outcome in reading.read(list(reading.found(paths)), names, lambda place: progress(place, "reading")):
        alone = dry_run or may is not None or not _is_new_document(store, outcome, waiting.values())
        if alone or len(waiting) == _TOGETHER:
            results += loading.documents(waiting)
            waiting.clear()
        if isinstance(outcome, str):
            results.append(FileResult(reading.named(path), "unknown", "rejected", problem=outcome))
        elif alone:
            results.append(loading.file(path, outcome))
        else:
            waiting[path] = outcome
    return [*results, *loading.documents(waiting)]


def _is_new_document(store: Store, outcome: Outcome, others: Iterable[Loaded]) -> bool:
    """Whether it is a document whose graph neither the store nor one of the others has."""
    if isinstance(outcome, str) or outcome.document is None or not outcome.triples:
        return False
    return NamedNode(outcome.graph) not in store and all(other.graph != outcome.graph for other in others)


@dataclass(frozen=True)
class _Loading:
    """A load under way: into which store, on which terms."""

    store: Store
    day: date
    who: str
    dry_run: bool
    strict: bool
    replaces: str | None
    may: May | None
    progress: Progress

    def documents(self, new: Mapping[Place, Loaded]) -> list[FileResult]:
        """Load documents that are new to the store in one transaction; nothing that one states bears on another."""
        judged, writes, chain = list[Loaded](), list[Write](), audit.Chain(self.store)
        for path, loaded in new.items():
            stated = _stated(self.store, loaded, None)
            content = with_consequences(self.store, stated, self.day)
            judged.append(_judged(loaded, content[documents.derived_graph(NamedNode(loaded.graph))]))
            writes.append((content, chain.entry(audit.load_activity(loaded, _digest(path, loaded), self.who, stated))))
        sizes = self.store.write_together(writes)
        return [_result(loaded, "loaded", size) for loaded, size in zip(judged, sizes, strict=True)]

    def file(self, path: Place, loaded: Loaded) -> FileResult:
        """Load one file in a transaction of its own."""
        if self.strict and loaded.errors:
            return _result(loaded, "rejected")
        stated = _stated(self.store, loaded, self.replaces)
        if self.may and not all(self.may(name, triples) for name, triples in stated.items()):
            problem = f"{loaded.path}: what it states is not yours to load; ask whoever it is about"
            return FileResult(loaded.path, loaded.kind, "rejected", problem=problem)
        changed = _changed(self.store, stated)
        derived = documents.derived_graph(NamedNode(loaded.graph))
        if not changed:
            return _result(_judged(loaded, self.store.graph(derived)), "unchanged")
        self.progress(path, "checking")
        content = with_consequences(self.store, stated, self.day)
        told = partial(_result, changes=_gap_changes(self.store, content), others=_others(loaded, stated))
        loaded = _judged(loaded, content.get(derived, ()))
        if self.dry_run:
            return told(loaded, "dry-run", self.store.difference(content).size)
        self.progress(path, "writing")
        entry = audit.Chain(self.store).entry(audit.load_activity(loaded, _digest(path, loaded), self.who, changed))
        return told(loaded, "loaded", self.store.write(content, entry))


def _gap_changes(store: Store, content: Graphs) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
    """The gaps that are opened and closed once the graphs of `content` are written."""
    before: dict[str, findings.Finding] = {}
    after: dict[str, findings.Finding] = {}
    for name, triples in content.items():
        if name.value.startswith(findings.GRAPHS):
            before |= _open(store.graph(name))
            after |= _open(triples)
    return _told(after, before), _told(before, after)


def _open(triples: Iterable[Triple]) -> dict[str, findings.Finding]:
    return {gap: finding for gap, finding in findings.told(triples).items() if finding.open}


def _told(gaps: Mapping[str, findings.Finding], without: Mapping[str, findings.Finding]) -> tuple[Change, ...]:
    found = (Change(gap, f.rule, f.focus, f.named()) for gap, f in gaps.items() if gap not in without)
    return tuple(sorted(found, key=lambda change: (change.rule, change.focus, change.id)))


def _others(loaded: Loaded, stated: Graphs) -> tuple[str, ...]:
    """The other files that speak of the enterprise whose workbook this is."""
    if loaded.kind != "workbook":
        return ()
    return tuple(sorted(sources.files(stated[NamedNode(loaded.graph)]) - {_source(loaded)}))


def _changed(store: Store, stated: Graphs) -> set[NamedNode]:
    """The graphs that will be others than they are; what a graph held need not be read where there was none."""
    new = {name for name, triples in stated.items() if name not in store and any(True for _ in triples)}
    difference = store.difference({name: triples for name, triples in stated.items() if name in store})
    return new.union(difference.graphs)


def _judged(loaded: Loaded, derived: Iterable[Triple]) -> Loaded:
    """With the citations of a document that were not resolved."""
    if loaded.document is None:
        return loaded
    unresolved = documents.unresolved(loaded.triples, derived)
    return replace(loaded, document=replace(loaded.document, unresolved=unresolved))


def _stated(store: Store, loaded: Loaded, replaces: str | None) -> Graphs:
    """The graphs of the file, as far as files state them: what is derived is worked out anew, and the record of loads only grows."""
    graphs = {NamedNode(loaded.graph): loaded.triples} | {NamedNode(name): triples for name, triples in loaded.more.items()}
    if loaded.kind == "workbook":
        name = NamedNode(loaded.graph)
        graphs[name] = _with_others(store, name, loaded, replaces)
    for name in filter(_is_enterprise, list(graphs)):
        if taken := steps.recorded(store, name.value.removeprefix(norms.ENTERPRISES)):
            graphs[name] = steps.applied(graphs[name], taken)
    if audit.GRAPH in graphs:
        graphs[audit.GRAPH] = graphs[audit.GRAPH] | store.graph(audit.GRAPH)
    return {name: triples for name, triples in graphs.items() if not name.value.startswith(_NEVER_STATED)}


def _with_others(store: Store, name: NamedNode, loaded: Loaded, replaces: str | None) -> Set[Triple]:
    """What is stated of an enterprise by a workbook and the other files that speak of it."""
    file = _source(loaded)
    if sources.is_only(store, name, replaces or file) or (replaces is None and name not in store):
        return loaded.triples
    return sources.merged(store.graph(name), file, loaded.triples, replaces)


_NOTHING = Written(0, 0)


def _result(
    loaded: Loaded,
    status: str,
    written: Written = _NOTHING,
    changes: tuple[tuple[Change, ...], tuple[Change, ...]] = ((), ()),
    others: tuple[str, ...] = (),
) -> FileResult:
    count = len(loaded.triples) + sum(map(len, loaded.more.values()))
    return FileResult(
        path=loaded.path,
        kind=loaded.kind,
        status=status,
        graph=loaded.graph,
        triples=count,
        added=written.added,
        removed=written.removed,
        rows=loaded.rows,
        accepted=loaded.accepted,
        errors=loaded.errors,
        document=loaded.document,
        opened=changes[0],
        closed=changes[1],
        others=others,
    )


def _digest(path: Place, loaded: Loaded) -> str:
    """Of the bytes of the file; of a database, of what it states."""
    if isinstance(path, str):
        return hashlib.sha256("\n".join(sorted(map(str, loaded.triples))).encode()).hexdigest()
    members = sorted(path.glob("*.csv")) if path.is_dir() else [path]
    return hashlib.sha256(b"".join(member.read_bytes() for member in members)).hexdigest()


def _source(loaded: Loaded) -> str:
    """What the file or database is called on record."""
    return loaded.path if "://" in loaded.path else Path(loaded.path).name


def with_consequences(store: Store, stated: Graphs, day: date) -> Graphs:
    """The stated graphs with what follows from them: a norm changes every enterprise, an enterprise itself and those that bear a number of
    its own."""
    content = dict(stated)
    known = norms.after(store, stated)
    touched = any(name.value.startswith(norms.PREFIX) for name in stated)
    if touched:
        content[norms.CLOSURE] = known.closure()
    own = {name.value.removeprefix(norms.ENTERPRISES): _whole(triples) for name, triples in stated.items() if _is_enterprise(name)}
    numbers = Numbers(store, own)
    reached = norms.codes(store) if touched else sorted(numbers.reached())
    others = [code for code in reached if code not in own]
    for code in [*own, *others]:
        statements = own[code] if code in own else store.graph(iris.graph(f"enterprise/{code}"))
        derived = known.ground.derived(statements).union(numbers.derived(statements), sources.disagreements(statements))
        content[iris.graph(f"derived/{code}")] = derived
        if findings.graph(code) not in stated:  # an export brings the record it had
            enterprise = {iris.enterprise(code): Statements.of(statements, derived)}
            gaps = gaps_together(known.law(day), enterprise, shipped())
            content = {**history.after(store, code, gaps, day, shipped()), **content}
    for name in stated.keys() | (set(store.graphs(documents.GRAPHS)) if touched else set()):
        if name.value.startswith(documents.GRAPHS):
            text = stated[name] if name in stated else store.graph(name)
            content[documents.derived_graph(name)] = frozenset(documents.derived(text, known.catalogue, day))
    return content


def _whole(triples: Iterable[Triple]) -> Set[Triple]:
    return triples if isinstance(triples, Text) else frozenset(triples)


def _is_enterprise(name: NamedNode) -> bool:
    return name.value.startswith(norms.ENTERPRISES)
