"""The graph store: differences in transactions that a kill cannot break, one owner, copies."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Dataset, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from duibiao.ontology.terms import RDFS, XSD, D
from duibiao.store import Store, StoreError, Written

A, B = NamedNode("http://example.com/graph/a"), NamedNode("http://example.com/graph/b")
C = NamedNode("http://example.com/graph/c")
SUBJECT = NamedNode("http://example.com/s")


def said(*values: object) -> set[Triple]:
    return {Triple(SUBJECT, RDFS.label, Literal(str(value))) for value in values}


@pytest.fixture
def store() -> Store:
    return Store.in_memory()


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Store]:
    """A store on disk."""
    store = Store.open(tmp_path / "store")
    yield store
    store.close()


# --- writing differences


def test_a_new_store_is_empty(store: Store) -> None:
    assert (store.version, store.graphs(), store.graph(A)) == (0, [], set())


def test_a_write_gives_each_graph_its_content(store: Store) -> None:
    assert store.write({A: said(1, 2), B: said(3)}) == Written(added=3, removed=0)
    assert store.write({A: said(2, 4)}) == Written(added=1, removed=1)
    assert (store.graph(A), store.graph(B)) == (said(2, 4), said(3))
    assert store.graphs() == [A, B]


def test_the_version_grows_with_every_change(kept: Store) -> None:
    versions = []
    for content in (said(1), said(1, 2), said(2), set(), said(1)):
        kept.write({A: content})
        versions.append(kept.version)
    assert versions == [1, 2, 3, 4, 5]


def test_the_same_content_is_no_change(store: Store) -> None:
    store.write({A: said(1, 2)})
    assert store.write({A: said(2, 1)}, [Quad(SUBJECT, RDFS.label, Literal("written"), B)]) == Written(0, 0)
    assert (store.version, store.graph(B)) == (1, set())


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [("10.00", "10", XSD.decimal), ("+07", "7", XSD.integer), ("1", "true", XSD.boolean), ("1.0", "1.0E0", XSD.double)],
)
def test_another_spelling_of_a_value_is_no_change(store: Store, one: str, other: str, kind: NamedNode) -> None:
    for text in (one, other, one):
        store.write({A: {Triple(SUBJECT, D.version, Literal(text, datatype=kind))}})
    assert store.version == 1
    assert not store.difference({A: {Triple(SUBJECT, D.version, Literal(one, datatype=kind))}})


def test_a_difference_says_what_a_write_would_do_and_does_nothing(store: Store) -> None:
    store.write({A: said(1)})
    difference = store.difference({A: said(2, 3)})
    assert (difference.size, bool(difference)) == (Written(added=2, removed=1), True)
    assert (store.graph(A), store.version) == (said(1), 1)


def test_what_is_appended_goes_with_the_change(store: Store) -> None:
    quads = [Quad(SUBJECT, RDFS.label, Literal(str(n)), B) for n in range(2)]
    assert store.write({A: said(1)}, quads[:1]) == Written(added=1, removed=0)
    assert store.write({A: said(2)}, quads[1:]) == Written(added=1, removed=1)
    store.write({}, [Quad(SUBJECT, RDFS.label, Literal("2"), B)])
    assert store.graph(B) == said(0, 1, 2)
    assert store.version == 3


def test_writes_together_are_one_transaction_of_which_each_says_its_size(store: Store) -> None:
    store.write({A: said(1)})
    log = [Quad(SUBJECT, RDFS.label, Literal("log"), C)]
    assert store.write_together([({A: said(2, 3)}, log), ({B: said(1)}, ())]) == [Written(added=2, removed=1), Written(added=1, removed=0)]
    assert (store.graph(A), store.graph(B), store.graph(C)) == (said(2, 3), said(1), said("log"))
    assert store.version == 2


def test_a_write_without_a_difference_appends_nothing_beside_one_that_has(store: Store) -> None:
    store.write({A: said(1)})
    log = [Quad(SUBJECT, RDFS.label, Literal("log"), C)]
    assert store.write_together([({A: said(1)}, log), ({B: said(1)}, ())]) == [Written(added=0, removed=0), Written(added=1, removed=0)]
    assert store.graph(C) == set()


@pytest.mark.parametrize("number", ["0", "7", "-7", "007", "+7", "123456789012345678"])
def test_many_statements_are_kept_as_few_are(kept: Store, number: str) -> None:
    few = {Triple(SUBJECT, D.version, Literal(number, datatype=XSD.integer)), *said('"}\\', "\n", "\u2028\U0001f600")}
    many = few | said(*range(20_001))
    kept.write({A: few})
    kept.write({B: many})
    assert kept.graph(A) < kept.graph(B)
    assert len(kept.graph(B)) == len(many)
    assert not kept.difference({A: few, B: many})


def test_an_emptied_graph_is_gone(store: Store) -> None:
    store.write({A: said(1), B: said(2)})
    store.write({A: set()})
    assert store.graphs() == [B]


@pytest.mark.parametrize("triple", [Triple(BlankNode(), RDFS.label, Literal("1")), Triple(SUBJECT, RDFS.seeAlso, BlankNode())])
def test_a_blank_node_is_refused_and_nothing_written(store: Store, triple: Triple) -> None:
    with pytest.raises(StoreError, match="has a blank node, which a difference cannot name; give it an IRI first"):
        store.write({A: said(1) | {triple}})
    assert (store.version, store.graph(A)) == (0, set())


@given(st.sets(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), max_size=6), st.sets(st.text(max_size=8), max_size=6))
def test_any_text_can_be_written_and_removed(first: set[str], then: set[str]) -> None:
    store = Store.in_memory()
    store.write({A: said(*first, "\\u0041", '"} }', "\r\n\0")})
    store.write({A: said(*then, "stays")})
    assert store.graph(A) == said(*then, "stays")


def test_a_query_sees_all_graphs_together(store: Store) -> None:
    store.write({A: said(1), B: said(2)})
    text = "SELECT ?thing ?label WHERE { ?thing rdfs:label ?label } ORDER BY ?label"
    assert [row["label"].value for row in store.query(text)] == ["1", "2"]
    with pytest.raises(TypeError, match="only a SELECT gives rows"):
        store.query("ASK { ?s ?p ?o }")


# --- all or nothing

WRITER = """
import sys
from pathlib import Path
from pyoxigraph import Literal, NamedNode, Quad, Triple
from duibiao.store import Store
store = Store.open(Path(sys.argv[1]))
graph, log = NamedNode("http://example.com/graph/a"), NamedNode("http://example.com/graph/b")
label = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
for k in range(store.version + 1, 100_000):
    content = {Triple(NamedNode(f"http://example.com/{i}"), label, Literal(str(k))) for i in range(2000 + k * 37 % 400)}
    store.write({graph: content}, [Quad(NamedNode(f"http://example.com/{k}"), label, Literal(str(k)), log)])
    print(k, flush=True)
"""

GROWER = """
import sys
from pathlib import Path
from pyoxigraph import Literal, NamedNode, Triple
from duibiao.store import Store
store = Store.open(Path(sys.argv[1]))
label = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
def content(k): return {Triple(NamedNode(f"http://example.com/{i}"), label, Literal(str(k))) for i in range(10_500)}
for k in range(store.version + 1, 100_000):
    store.write_together([({NamedNode(f"http://example.com/graph/{part}/{k}"): content(k)}, ()) for part in "ab"])
    print(k, flush=True)
"""

STEPS = """
import os, signal, sys
from pathlib import Path
from pyoxigraph import Literal, NamedNode, Quad, Store as Engine, Triple
from duibiao.store import Store
store, steps = Store.open(Path(sys.argv[1])), int(sys.argv[2])
graph, log = NamedNode("http://example.com/graph/a"), NamedNode("http://example.com/graph/b")
thing, label = NamedNode("http://example.com/s"), NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
def count(frame, event, called):
    global steps
    if event == "c_return" and isinstance(getattr(called, "__self__", None), Engine):
        steps -= 1
        if not steps:
            os.kill(os.getpid(), signal.SIGKILL)
sys.setprofile(count)
store.write({graph: [Triple(thing, label, Literal("new"))]}, [Quad(thing, label, Literal("new"), log)])
"""


@contextmanager
def writer(path: Path, program: str = WRITER) -> Iterator["subprocess.Popen[str]"]:
    """A process that writes and writes: the k-th write replaces a graph with statements that say k, and logs it."""
    with subprocess.Popen([sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX")
def test_a_killed_writer_leaves_one_of_its_writes_whole(tmp_path: Path) -> None:
    for turn in range(4):  # each writer goes on with what the last one left, and dies at another point of a write
        with writer(tmp_path / "store") as process:
            assert process.stdout
            process.stdout.readline()
            start = monotonic()
            said_last = int(process.stdout.readline())
            sleep((monotonic() - start) * (turn + 0.5) / 4)
            process.send_signal(signal.SIGKILL)
        store = Store.open(tmp_path / "store")
        version = store.version
        assert version >= said_last
        assert {t.object.value for t in store.graph(A)} == {str(version)}
        assert len(store.graph(A)) == 2000 + version * 37 % 400
        assert {int(t.object.value) for t in store.graph(B)} == set(range(1, version + 1))
        store.close()


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX")
def test_a_writer_killed_while_it_adds_much_leaves_all_or_nothing_of_it(tmp_path: Path) -> None:
    for turn in range(2):
        with writer(tmp_path / "store", GROWER) as process:
            assert process.stdout
            process.stdout.readline()
            start = monotonic()
            process.stdout.readline()
            sleep((monotonic() - start) * (turn + 0.5) / 2)
            process.send_signal(signal.SIGKILL)
        store = Store.open(tmp_path / "store")
        assert [len(store.graph(name)) for name in store.graphs()] == [10_500] * 2 * store.version
        assert store.version >= 2 * (turn + 1)
        store.close()


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX")
def test_a_writer_killed_between_any_two_calls_of_the_engine_leaves_all_or_nothing(kept: Store, tmp_path: Path) -> None:
    kept.write({A: said("old")})
    left = []
    for step in range(1, 100):
        path = tmp_path / str(step)
        kept.backup(path)
        done = subprocess.run([sys.executable, "-c", STEPS, str(path), str(step)])
        store = Store.open(path)
        left.append((store.version, store.graph(A), store.graph(B)))
        store.close()
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL
    before, after = (1, said("old"), set()), (2, said("new"), said("new"))
    assert left == sorted(left, key=lambda found: found[0])
    assert [found for found in left if found != before and found != after] == []
    assert left[0] == before
    assert left[-1] == after


def test_a_second_process_is_told_who_owns_the_store(tmp_path: Path) -> None:
    with writer(tmp_path / "store") as process:
        assert process.stdout
        process.stdout.readline()
        with pytest.raises(StoreError) as caught:
            Store.open(tmp_path / "store")
    assert str(caught.value) == (
        f"{tmp_path / 'store'} is in use by another process (a running `duibiao serve`?); stop that one or name another --store"
    )


def test_a_closed_store_can_be_opened_again(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "store")
    store.write({A: said(1)})
    store.close()
    again = Store.open(tmp_path / "store")
    assert (again.graph(A), again.version) == (said(1), 1)


def test_a_path_that_cannot_be_a_store(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("text")
    for path in (tmp_path / "file", tmp_path / "file" / "store"):
        with pytest.raises(StoreError, match=r"^[^\n]+ cannot be opened as a store \([^\n]+\); name another --store or restore a backup$"):
            Store.open(path)


def test_a_damaged_store_says_so(tmp_path: Path) -> None:
    Store.open(tmp_path / "store").close()
    for file in (tmp_path / "store" / "rdf").iterdir():
        if file.name.startswith(("CURRENT", "MANIFEST")):
            file.write_bytes(b"nonsense\n")
    with pytest.raises(StoreError, match=r"^[^\n]+ cannot be opened as a store \([^\n]+\); name another --store or restore a backup$"):
        Store.open(tmp_path / "store")


# --- copies


def test_a_snapshot_holds_what_was_there_and_stays(kept: Store, tmp_path: Path) -> None:
    kept.write({A: said(1), B: said(2)})
    snapshot = kept.snapshot(tmp_path / "snapshot")
    kept.write({A: said(3)})
    assert (snapshot.graph(A), snapshot.graph(B), snapshot.version) == (said(1), said(2), 1)
    assert kept.graph(A) == said(3)


def test_a_backup_is_a_store_of_its_own(kept: Store, tmp_path: Path) -> None:
    kept.write({A: said(*range(100))})
    kept.write({A: said(*range(50, 150)), B: said(1)})
    kept.backup(tmp_path / "deep" / "copy")
    copy = Store.open(tmp_path / "deep" / "copy")
    assert (copy.graphs(), copy.graph(A), copy.graph(B), copy.version) == ([A, B], kept.graph(A), kept.graph(B), 2)
    copy.write({A: said("mine")})
    assert kept.graph(A) == said(*range(50, 150))


def test_a_backup_overwrites_nothing(kept: Store, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").write_text("mine")
    (tmp_path / "file").write_text("mine")
    for target in (tmp_path / "full", tmp_path / "file"):
        with pytest.raises(StoreError, match="is not empty; name a new directory for the backup$"):
            kept.backup(target)
    assert (tmp_path / "full" / "file").read_text() == (tmp_path / "file").read_text() == "mine"
    (tmp_path / "empty").mkdir()
    kept.backup(tmp_path / "empty")


def test_a_store_in_memory_has_no_files(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="has no files to back up; export it instead$"):
        Store.in_memory().backup(tmp_path / "copy")


def test_optimising_keeps_everything(kept: Store) -> None:
    for k in range(6):
        kept.write({A: said(*range(k, k + 50))})
    kept.optimise()
    assert (kept.graph(A), kept.version) == (said(*range(5, 55)), 6)


# --- dumps

ENDINGS = {".ttl": False, ".nt": False, ".rdf": False, ".nq": True, ".trig": True, ".jsonld": True}


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_dump_holds_the_graphs_named(store: Store, tmp_path: Path, ending: str) -> None:
    store.write({A: said(1, "二"), B: said(3)})
    out = tmp_path / f"dump{ending}"
    store.dump(out, [A.value])
    found = Dataset(parse(path=str(out)))
    assert {quad.triple for quad in found} == said(1, "二")
    assert {quad.graph_name for quad in found} == {A} or not ENDINGS[ending]


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_dump_of_everything_needs_a_format_with_graphs(store: Store, tmp_path: Path, ending: str) -> None:
    store.write({A: said(1), B: said(2)})
    out = tmp_path / f"dump{ending}"
    if ENDINGS[ending]:
        store.dump(out)
        assert {quad.graph_name for quad in parse(path=str(out))} == {A, B}
    else:
        name = RdfFormat.from_extension(ending[1:]).name
        with pytest.raises(StoreError, match=rf"^dump{ending}: {name} holds one graph only; name one with --graph, or use \.nq or \.trig$"):
            store.dump(out)


def test_a_dump_to_an_ending_of_no_format(store: Store, tmp_path: Path) -> None:
    for name in ("dump.xlsx", "dump"):
        with pytest.raises(StoreError, match=rf"^{name}: no RDF format has this ending; use \.ttl"):
            store.dump(tmp_path / name)
    assert not list(tmp_path.glob("dump*"))


def test_a_dump_of_a_graph_that_is_not_there(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"^there is no graph http://example\.com/graph/a; "):
        store.dump(tmp_path / "dump.ttl", [A.value])
    assert not (tmp_path / "dump.ttl").exists()


# --- restored


def test_a_backup_restored_is_the_store_as_it_was(kept: Store, tmp_path: Path) -> None:
    kept.write({A: said(*range(100)), B: said(1)})
    before = {name: kept.graph(name) for name in kept.graphs()}
    kept.backup(tmp_path / "backup")
    kept.write({next(iter(before)): []})
    Store.restore(tmp_path / "backup", tmp_path / "new")
    restored = Store.open(tmp_path / "new")
    assert {name: restored.graph(name) for name in restored.graphs()} == before != {name: kept.graph(name) for name in kept.graphs()}
    restored.write({next(iter(before)): []})  # what is restored shares no file with the backup
    restored.close()
    Store.restore(tmp_path / "backup", tmp_path / "again")
    again = Store.open(tmp_path / "again")
    assert {name: again.graph(name) for name in again.graphs()} == before


def test_what_is_no_backup_leaves_nothing_behind(kept: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is no backup of a store; name the folder that `duibiao backup` made$"):
        Store.restore(tmp_path, tmp_path / "new")
    kept.backup(tmp_path / "backup")
    for file in (tmp_path / "backup" / "rdf").glob("MANIFEST-*"):
        file.unlink()
    with pytest.raises(StoreError, match=r"backup is damaged \([^\n]+\); restore another backup$"):
        Store.restore(tmp_path / "backup", tmp_path / "new")
    assert not list((tmp_path / "new").iterdir())


def test_a_store_is_never_overwritten(kept: Store, tmp_path: Path) -> None:
    kept.backup(tmp_path / "backup")
    assert kept.path
    with pytest.raises(StoreError, match="already; name another --store, or move that one away$"):
        Store.restore(tmp_path / "backup", kept.path)
