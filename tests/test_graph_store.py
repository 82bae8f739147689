"""The SPARQL 1.1 graph store protocol, case by case. Each test names the cases of the W3C's suite that it exercises, those with graphs
named in the query string; the requests are ours. Graphs named by the path (…_direct) are not offered."""

from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from pyoxigraph import Dataset, Quad
from serving import application, client_of, problem, token
from starlette.testclient import TestClient

from duibiao.ontology import iris
from duibiao.ontology.terms import RDFS, D
from duibiao.register import audit
from duibiao.store import Store

PATH = "/rdf-graph-store"
GRAPH = "http://example.org/graphs/one"
TURTLE = {"content-type": "text/turtle; charset=utf-8"}
PERSON = '@prefix x: <http://example.org/> . x:one a x:Person ; x:card [ x:name "{}" ] .'


@pytest.fixture
def client() -> Iterator[TestClient]:
    app = application(Store.in_memory())
    client = client_of(app)
    client.headers.update(token(app, "administrator"))
    yield client
    app.state.workers.close()


def canonical(text: bytes | str) -> set[Quad]:
    found = Dataset(ox.parse(text, format=ox.RdfFormat.TURTLE))
    found.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(found)


def same(client: TestClient, turtle: str, **where: str) -> None:
    answer = client.get(PATH, params=where, headers={"accept": "text/turtle"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/turtle; charset=utf-8"
    assert canonical(answer.content) == canonical(turtle)


def test_put_and_get(client: TestClient) -> None:
    """put_get_repeat_indirect"""
    for name, status in (("Ann", 201), ("Bob", 204), ("Bob", 204)):
        assert client.put(PATH, params={"graph": GRAPH}, content=PERSON.format(name), headers=TURTLE).status_code == status
        same(client, PERSON.format(name), graph=GRAPH)


def test_the_default_graph(client: TestClient) -> None:
    """put_get_default"""
    same(client, "", default="")
    assert client.put(f"{PATH}?default", content=PERSON.format("Ann"), headers=TURTLE).status_code == 201
    same(client, PERSON.format("Ann"), default="")


def test_delete(client: TestClient) -> None:
    """put_delete_get_delete_indirect"""
    client.put(PATH, params={"graph": GRAPH}, content=PERSON.format("Ann"), headers=TURTLE)
    assert client.delete(PATH, params={"graph": GRAPH}).status_code == 204
    problem(client.get(PATH, params={"graph": GRAPH}), 404)
    problem(client.delete(PATH, params={"graph": GRAPH}), 404)


def test_post_adds(client: TestClient) -> None:
    """post_get_post_get_indirect"""
    assert client.post(PATH, params={"graph": GRAPH}, content=PERSON.format("Ann"), headers=TURTLE).status_code == 201
    same(client, PERSON.format("Ann"), graph=GRAPH)
    parts = [f'<http://example.org/one> <http://example.org/{key}> "{value}" .' for key, value in (("given", "Ann"), ("family", "Li"))]
    files = [(f"{n}.ttl", (f"{n}.ttl", part, "text/turtle")) for n, part in enumerate(parts)]
    assert client.post(PATH, params={"graph": GRAPH}, files=files).status_code == 204
    same(client, PERSON.format("Ann") + "".join(parts), graph=GRAPH)


def test_post_makes_a_graph(client: TestClient) -> None:
    """post_get_new_graph"""
    answer = client.post(PATH, content=PERSON.format("Ann"), headers=TURTLE)
    assert answer.status_code == 201
    same(client, PERSON.format("Ann"), graph=answer.headers["location"])


def test_head(client: TestClient) -> None:
    """head_existing_indirect, head_non_existing_indirect"""
    client.put(PATH, params={"graph": GRAPH}, content=PERSON.format("Ann"), headers=TURTLE)
    there, gone = client.head(PATH, params={"graph": GRAPH}), client.head(PATH, params={"graph": GRAPH + "x"})
    assert (there.status_code, there.content, gone.status_code) == (200, b"", 404)
    assert int(there.headers["content-length"]) == len(client.get(PATH, params={"graph": GRAPH}, headers={"accept-encoding": ""}).content)


@pytest.mark.parametrize("name", ["http://example.org/a%20b?c=d&e", "http://example.org/%E5%9B%BE", "http://example.org/a%2520b"])
def test_names_are_taken_as_they_are(client: TestClient, name: str) -> None:
    """put_get_uri_pct_encoded_indirect, put_get_uri_pct_encoded_twice"""
    client.put(PATH, params={"graph": name}, content=PERSON.format("Ann"), headers=TURTLE)
    same(client, PERSON.format("Ann"), graph=name)
    store = client.app.state.access.views.whole.store  # type: ignore[attr-defined]
    assert ox.NamedNode(name) in store


@pytest.mark.parametrize(
    ("method", "path", "body", "kind", "status"),
    [
        ("GET", PATH, "", "", 400),
        ("GET", f"{PATH}?graph=no+iri", "", "", 400),
        ("PUT", f"{PATH}?graph={GRAPH}&default", "", "text/turtle", 400),
        ("PUT", f"{PATH}?graph={GRAPH}", "<a> <b>", "text/turtle", 400),
        ("PUT", f"{PATH}?graph={GRAPH}", "x", "text/html", 415),
        ("PUT", f"{PATH}?graph={GRAPH}", "x", "", 415),
        ("PUT", f"{PATH}?graph={GRAPH}", "<a:a> <a:a> <a:a> <a:a> .", "application/n-quads", 415),
        ("POST", f"{PATH}?graph={GRAPH}", "--x", "multipart/form-data; boundary=y", 400),
        ("POST", f"{PATH}?graph={GRAPH}", "--x", "multipart/form-data", 400),
        ("PUT", f"{PATH}?graph={iris.graph('derived/norms').value}", "<a:a> <a:a> 1 .", "text/turtle", 403),
        ("DELETE", f"{PATH}?graph={iris.graph('audit').value}", "", "", 403),
    ],
)
def test_what_cannot_be_done(client: TestClient, method: str, path: str, body: str, kind: str, status: int) -> None:
    client.put(PATH, params={"graph": GRAPH}, content=PERSON.format("Ann"), headers=TURTLE)
    problem(client.request(method, path, content=body, headers={"content-type": kind} if kind else {}), status)


def test_what_is_changed_stands_in_the_audit_and_follows(client: TestClient) -> None:
    store = client.app.state.access.views.whole.store  # type: ignore[attr-defined]
    code = "91000000JJG000023K"
    name = iris.graph(f"enterprise/{code}")
    stated = f'<{iris.enterprise(code).value}> a <{D.Enterprise.value}> ; <{RDFS.label.value}> "甲"@zh .'
    assert client.put(PATH, params={"graph": name.value}, content=stated.encode(), headers=TURTLE).status_code == 201
    assert any(triple.object == name for triple in store.graph(audit.GRAPH))
    assert client.delete(PATH, params={"graph": name.value}).status_code == 204
    assert client.get("/api/enterprises").json()["enterprises"] == []
    assert iris.graph(f"derived/{code}") not in store
