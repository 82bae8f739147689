"""Queries in processes of their own: each limit is said, what others ask goes on, and callers take turns."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Triple
from serving import application, client_of, problem
from starlette.testclient import TestClient

from duibiao.ontology import iris
from duibiao.store import Store, workers
from duibiao.store.mirrors import Mirror
from duibiao.store.snapshots import Snapshots
from duibiao.store.turns import QueueFull, TooManyWaiting, Turns
from duibiao.store.workers import Limits

NODES = [NamedNode(f"http://x/{n}") for n in range(400)]
PRODUCT = "?a ?p ?b . ?c ?q ?d . ?e ?r ?f . ?g ?s ?h ."
LONG = "x" * 9000
PATTERN = "(t*)*(/|:)+(x+x+)+y"
HEAVY = {
    "a product": (f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}", "time"),
    "an unbounded path": ("SELECT (COUNT(*) AS ?n) { ?a (!<x:x>|^!<x:x>)+ ?b . ?b (!<x:x>)* ?c . ?c (!<x:x>)* ?d }", "time"),
    "a regular expression": (f'SELECT * {{ {PRODUCT} FILTER REGEX(CONCAT(STR(?a), STR(?d), STR(?h)), "{PATTERN}") }}', "time"),
    "a large sort": (f"SELECT * {{ {PRODUCT} }} ORDER BY ?h", "memory|time"),
    "many rows": ("SELECT * { ?a ?p ?b . ?c ?q ?d }", "rows"),
    "many bytes": (f'SELECT (REPLACE("{LONG}", "x", "yyyyyyyyyyyy") AS ?t) {{ ?a ?p ?b }}', "bytes"),
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    made = Store.open(tmp_path_factory.mktemp("store"))
    made.write({NamedNode("http://x/g"): [Triple(a, NODES[0], b) for a, b in zip(NODES, NODES[1:], strict=False)]})
    return made


@contextmanager
def limited(store: Store, seconds: float) -> Iterator[TestClient]:
    app = application(store, limits=Limits(seconds=seconds, memory=700 * 2**20, rows=3000, bytes=16 * 2**20), places=2)
    yield client_of(app)
    app.state.workers.close()


@pytest.fixture(scope="module")
def client(store: Store) -> Iterator[TestClient]:
    with limited(store, seconds=1.5) as made:
        yield made


@pytest.fixture(scope="module")
def patient(store: Store) -> Iterator[TestClient]:
    """For limits that a busy machine may be slow to reach."""
    with limited(store, seconds=60) as made:
        yield made


@pytest.mark.parametrize("name", HEAVY)
def test_each_limit_is_a_problem_of_its_own(client: TestClient, patient: TestClient, name: str) -> None:
    text, limits = HEAVY[name]
    client = client if "time" in limits else patient
    answer = client.post("/sparql", data={"query": text})
    problem(answer, 422)
    assert answer.json()["type"] in {f"{iris.BASE}problem/{limit}-limit" for limit in limits.split("|")}
    assert f'limit="{answer.json()["type"].rpartition("/")[2].removesuffix("-limit")}"' in client.get("/metrics").text


def test_quick_queries_share_a_process_that_sees_what_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started = list[int]()
    begin = workers._started
    monkeypatch.setattr(workers, "_started", lambda: started.append(1) or begin())
    store, name = Store.open(tmp_path / "store"), NamedNode("http://x/g")
    app = application(store)
    client = client_of(app)
    for count in range(1, 6):
        store.write({name: [Triple(node, node, node) for node in NODES[:count]]})
        answers = [client.get("/sparql", params={"query": f"SELECT * {{ GRAPH {name} {{ ?s ?p ?o }} }}"}).json() for _ in range(3)]
        assert [len(answer["results"]["bindings"]) for answer in answers] == [count] * 3
    assert len(started) < 5  # a busy machine may be slow for some
    app.state.workers.close()


def test_others_are_answered_meanwhile(client: TestClient) -> None:
    with ThreadPoolExecutor(4) as pool:
        slow = [pool.submit(client.post, "/sparql", data={"query": HEAVY["a product"][0]}) for _ in range(3)]
        for _ in range(5):
            assert client.get("/healthz").status_code == 200
            assert client.get("/api/gaps").status_code == 200
        assert not all(answer.done() for answer in slow)
        assert {answer.result().status_code for answer in slow} == {422}
    light = (client.post("/sparql", data={"query": "ASK { ?s ?p ?o }"}) for _ in range(10))  # a busy machine may be slow to start a process
    assert any(answer.status_code == 200 and answer.json()["boolean"] for answer in light)


def test_a_large_answer_comes_whole_with_its_length(client: TestClient) -> None:
    query = f"SELECT ?a ('{'x' * 500}' AS ?t) {{ ?a ?p ?b . ?c ?q ?d }} LIMIT 2500"
    answer = client.get("/sparql", params={"query": query}, headers={"accept": "text/csv", "accept-encoding": ""})
    assert len(answer.content.splitlines()) == 2501
    assert int(answer.headers["content-length"]) == len(answer.content) > 2**20


def test_nothing_is_left_of_snapshots_and_answers(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "store")
    snapshots = Snapshots(store, tmp_path / "snapshots")
    name = NamedNode("http://x/g")
    for n in range(3):
        store.write({name: [Triple(NODES[n], NODES[n], NODES[n])]})
        with snapshots.newest() as first, snapshots.newest() as second:
            assert first == second
            store.write({name: []})
            with snapshots.newest() as third:
                assert third != first and first.exists()
    assert len(list((tmp_path / "snapshots").iterdir())) == 1
    snapshots.close()
    assert list((tmp_path / "snapshots").iterdir()) == []


def test_a_mirror_follows_what_is_permitted(tmp_path: Path) -> None:
    store, a, b = Store.in_memory(), NamedNode("http://x/a"), NamedNode("http://x/b")
    permitted = {a}
    mirror = Mirror(store, tmp_path, lambda: permitted & set(store.graphs()))
    for content in ({a: [Triple(a, a, a)], b: [Triple(b, b, b)]}, {a: [Triple(a, a, b)]}, {a: []}):
        store.write(content)
        assert mirror.store().graph(a) == store.graph(a)
        assert b not in mirror.store() and not mirror.store().graph(b)


# --- turns


def test_a_caller_leaves_a_place_for_others() -> None:
    turns, order = Turns(2), list[str]()
    free, begun = threading.Event(), threading.Semaphore(0)

    def run(caller: str) -> None:
        with turns.turn(caller):
            order.append(caller)
            begun.release()
            free.wait(10)

    greedy = [threading.Thread(target=run, args=("greedy",)) for _ in range(4)]
    for thread in greedy:
        thread.start()
    assert begun.acquire(timeout=10)
    other = threading.Thread(target=run, args=("other",))
    other.start()
    assert begun.acquire(timeout=10)
    assert order == ["greedy", "other"], "the greedy caller runs one of two, and waits with the rest"
    free.set()
    for thread in (*greedy, other):
        thread.join(10)
    assert len(order) == 5


def test_a_queue_has_an_end() -> None:
    turns = Turns(1, each=1, most=2, patience=0.1)
    with turns.turn("a"):
        with pytest.raises(QueueFull), turns.turn("b"):
            pass
        turns = Turns(1, each=1, most=2, patience=5)
        with turns.turn("a"):
            waiting = threading.Thread(target=lambda: turns.turn("a").__enter__())
            waiting.start()
            while not turns._waiting:
                time.sleep(0.01)
            with pytest.raises(TooManyWaiting), turns.turn("a"):
                pass
        waiting.join(10)
