"""The SPARQL 1.1 protocol, case by case. Each test names the cases of the W3C's protocol test suite it exercises; the requests are ours."""

from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox
import pytest
from pyoxigraph import NamedNode, Triple
from serving import application, client_of, problem, token
from starlette.testclient import TestClient

from duibiao.ontology.terms import RDF
from duibiao.register import audit, updates
from duibiao.store import Store

A, B, C, OUT = (f"http://example.org/data/{name}" for name in ("a", "b", "c", "out"))
KIND = "http://example.org/Thing"
DIRECT = {"content-type": "application/sparql-query"}
UPDATE = {"content-type": "application/sparql-update"}
FORM = {"content-type": "application/x-www-form-urlencoded"}
BOTH = f"ASK {{ <{A}> a ?t . <{B}> a ?t }}"
EACH = f"GRAPH ?g {{ <{A}> a ?t }} GRAPH ?h {{ <{B}> a ?t }}"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    store = Store.in_memory()
    store.write({NamedNode(name): [Triple(NamedNode(name), RDF.type, NamedNode(KIND))] for name in (A, B, C)})
    app = application(store)
    client = client_of(app)
    client.headers.update(token(app, "administrator"))
    yield client
    app.state.workers.close()


def truth(answer: Any) -> bool:
    assert answer.status_code == 200, answer.text
    return bool(answer.json()["boolean"])


# --- queries


def test_a_query_comes_three_ways(client: TestClient) -> None:
    """query_get, query_post_form, query_post_direct, query_content_type_ask"""
    for answer in (
        client.get("/sparql", params={"query": "ASK {}", "default-graph-uri": A}),
        client.post("/sparql", params={"default-graph-uri": A}, data={"query": "ASK {}"}),
        client.post("/sparql", content="ASK {}", headers=DIRECT),
    ):
        assert truth(answer)
        assert answer.headers["content-type"] == "application/sparql-results+json"


def test_the_data_set_of_a_get(client: TestClient) -> None:
    """query_dataset_default_graphs_get, query_dataset_named_graphs_get"""
    assert truth(client.get("/sparql", params={"query": BOTH, "default-graph-uri": [A, B]}))
    assert not truth(client.get("/sparql", params={"query": BOTH, "default-graph-uri": A}))
    named = {"query": f"ASK {{ {EACH} }}", "named-graph-uri": [A, B]}
    assert truth(client.get("/sparql", params=named))
    assert not truth(client.get("/sparql", params=named | {"query": BOTH})), "named graphs are not the default graph"


def test_the_data_set_of_a_post(client: TestClient) -> None:
    """query_dataset_default_graphs_post, query_dataset_named_graphs_post, query_dataset_full"""
    assert truth(client.post("/sparql", params={"default-graph-uri": [A, B]}, content=BOTH, headers=DIRECT))
    assert truth(client.post("/sparql", data={"query": BOTH, "default-graph-uri": [A, B]}))
    assert truth(client.post("/sparql", params={"named-graph-uri": [A, B]}, content=f"ASK {{ {EACH} }}", headers=DIRECT))
    whole = {"default-graph-uri": C, "named-graph-uri": [A, B]}
    assert truth(client.post("/sparql", params=whole, content=f"ASK {{ <{C}> a ?t {EACH} }}", headers=DIRECT))
    assert not truth(client.post("/sparql", params=whole, content=f"ASK {{ GRAPH ?g {{ <{C}> a ?t }} }}", headers=DIRECT))


def test_the_data_set_of_the_protocol_goes_before_that_of_the_query(client: TestClient) -> None:
    """query_multiple_dataset"""
    text = f"ASK FROM <{C}> {{ {EACH} }}"
    assert truth(client.post("/sparql", params={"named-graph-uri": [A, B]}, content=text, headers=DIRECT))
    assert not truth(client.post("/sparql", content=text, headers=DIRECT))
    assert truth(client.post("/sparql", content=f"ASK FROM <{A}> FROM <{B}> {{ <{A}> a ?t . <{B}> a ?t }}", headers=DIRECT))


@pytest.mark.parametrize(
    ("text", "media"),
    [
        ("SELECT (1 AS ?value) {}", "application/sparql-results+json"),
        ("DESCRIBE <http://example.org/>", "text/turtle"),
        ("CONSTRUCT { <s> <p> 1 } WHERE {}", "text/turtle"),
    ],
)
def test_what_a_query_gives_has_its_media_type(client: TestClient, text: str, media: str) -> None:
    """query_content_type_select, query_content_type_describe, query_content_type_construct"""
    answer = client.post("/sparql", params={"default-graph-uri": A}, content=text, headers=DIRECT)
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, media)
    if text.startswith("CONSTRUCT"):
        assert "<http://testserver/s>" in answer.text, "relative IRIs stand on the endpoint"


@pytest.mark.parametrize(
    ("method", "path", "body", "headers", "status"),
    [
        ("PUT", "/sparql?query=ASK%20%7B%7D", "", FORM, 405),
        ("GET", "/sparql?query=ASK%20%7B%7D&query=SELECT%20%2A%20%7B%7D", "", {}, 400),
        ("POST", "/sparql?query=ASK%20%7B%7D", "ASK {}", DIRECT, 400),
        ("POST", "/sparql", "ASK {}", {"content-type": "text/plain"}, 415),
        ("POST", "/sparql", "query=ASK%20%7B%7D", {}, 415),
        ("POST", "/sparql", "ASK {}", {}, 415),
        ("POST", "/sparql", "ASK {}".encode("utf-16"), {"content-type": "application/sparql-query; charset=UTF-16"}, 415),
        ("POST", "/sparql", "ASK {}".encode("utf-16"), DIRECT, 400),
        ("GET", "/sparql?query=ASK%20%7B", "", {}, 400),
        ("GET", "/sparql?query=ASK%20%7B%7D&default-graph-uri=no%20iri", "", {}, 400),
    ],
)
def test_bad_queries(client: TestClient, method: str, path: str, body: Any, headers: dict[str, str], status: int) -> None:
    """bad_query_method, bad_multiple_queries, bad_query_wrong_media_type, bad_query_missing_form_type, bad_query_missing_direct_type,
    bad_query_non_utf8, bad_query_syntax"""
    problem(client.request(method, path, content=body, headers=headers), status)


# --- updates


def fill(*names: str) -> str:
    return "".join(f"INSERT DATA {{ GRAPH <{name}> {{ <{name}> a <{KIND}> }} }} ; " for name in names)


def update(client: TestClient, text: str, **dataset: Any) -> None:
    parameters = {name.replace("_", "-"): value for name, value in dataset.items()}
    answer = client.post("/sparql/update", params=parameters, content=text, headers=UPDATE)
    assert (answer.status_code, answer.content) == (204, b""), answer.text


def has(client: TestClient, pattern: str) -> bool:
    return truth(client.post("/sparql", content=f"ASK {{ {pattern} }}", headers=DIRECT))


def test_updates_over_a_data_set(client: TestClient) -> None:
    """update_dataset_default_graph, update_dataset_default_graphs, update_dataset_named_graphs, update_dataset_full"""
    start = f"DROP ALL ; {fill(A, B, C)}"
    update(client, f"{start} INSERT {{ GRAPH <{OUT}> {{ ?s <{KIND}> 1 }} }} WHERE {{ ?s a <{KIND}> }}", using_graph_uri=A)
    assert has(client, f"GRAPH <{OUT}> {{ <{A}> ?p 1 }} FILTER NOT EXISTS {{ GRAPH <{OUT}> {{ <{B}> ?q 1 }} }}")
    update(client, f"{start} INSERT {{ GRAPH <{OUT}> {{ ?s <{KIND}> 2 }} }} WHERE {{ ?s a <{KIND}> }}", using_graph_uri=[A, B])
    assert has(client, f"GRAPH <{OUT}> {{ <{A}> ?p 2 . <{B}> ?p 2 }} FILTER NOT EXISTS {{ GRAPH <{OUT}> {{ <{C}> ?q 2 }} }}")
    text = f"{start} INSERT {{ GRAPH <{OUT}> {{ ?s <{KIND}> 3 }} }} WHERE {{ GRAPH ?g {{ ?s a <{KIND}> }} }}"
    update(client, text, using_named_graph_uri=[A, B])
    assert has(client, f"GRAPH <{OUT}> {{ <{A}> ?p 3 . <{B}> ?p 3 }} FILTER NOT EXISTS {{ GRAPH <{OUT}> {{ <{C}> ?q 3 }} }}")
    text = f"""{start} INSERT {{ GRAPH <{OUT}> {{ ?s <{KIND}> ?in }} }}
        WHERE {{ {{ GRAPH ?g {{ ?s a <{KIND}> }} BIND (?g AS ?in) }} UNION {{ ?s a <{KIND}> BIND ("default" AS ?in) }} }}"""
    update(client, text, using_graph_uri=A, using_named_graph_uri=B)
    assert has(client, f'GRAPH <{OUT}> {{ <{A}> ?p "default" . <{B}> ?p <{B}> }} FILTER NOT EXISTS {{ GRAPH <{OUT}> {{ <{C}> ?p ?o }} }}')


def test_an_update_comes_two_ways(client: TestClient) -> None:
    """update_post_form, update_post_direct"""
    assert client.post("/sparql/update", data={"update": f"CLEAR ALL ; {fill(A)}"}).status_code == 204
    assert has(client, f"GRAPH <{A}> {{ ?s ?p ?o }}") and not has(client, f"GRAPH <{B}> {{ ?s ?p ?o }}")
    update(client, "CLEAR ALL")
    assert not has(client, f"GRAPH <{A}> {{ ?s ?p ?o }}")


def test_relative_iris_of_an_update_stand_on_the_endpoint(client: TestClient) -> None:
    """update_base_uri"""
    update(client, f"CLEAR SILENT GRAPH <{OUT}> ; INSERT DATA {{ GRAPH <{OUT}> {{ <{A}> <{KIND}> <test> }} }}")
    assert has(client, f"GRAPH <{OUT}> {{ <{A}> <{KIND}> <http://testserver/sparql/test> }}")


@pytest.mark.parametrize(
    ("method", "path", "body", "headers", "status"),
    [
        ("GET", "/sparql?update=CLEAR%20ALL", "", {}, 400),
        ("GET", "/sparql/update?update=CLEAR%20ALL", "", {}, 405),
        ("POST", "/sparql/update", "update=CLEAR%20NAMED&update=CLEAR%20DEFAULT", FORM, 400),
        ("POST", "/sparql/update", "CLEAR NAMED", {"content-type": "text/plain"}, 415),
        ("POST", "/sparql/update", "update=CLEAR%20NAMED", {}, 415),
        ("POST", "/sparql/update", "CLEAR NAMED".encode("utf-16"), {"content-type": "application/sparql-update; charset=UTF-16"}, 415),
        ("POST", "/sparql/update", "update=CLEAR%20XYZ", FORM, 400),
        ("POST", f"/sparql/update?using-named-graph-uri={A}", f"WITH <{B}> DELETE {{ ?s ?p 1 }} WHERE {{ ?s ?p 1 }}", UPDATE, 400),
        ("POST", f"/sparql/update?using-graph-uri={A}", f"INSERT {{ ?s ?p 2 }} USING <{B}> WHERE {{ ?s ?p 1 }}", UPDATE, 400),
        ("POST", "/sparql/update", "LOAD <http://127.0.0.1:1/>", UPDATE, 400),
        ("POST", "/sparql/update", "INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", UPDATE, 400),
    ],
)
def test_bad_updates(client: TestClient, method: str, path: str, body: Any, headers: dict[str, str], status: int) -> None:
    """bad_update_get, bad_multiple_updates, bad_update_wrong_media_type, bad_update_missing_form_type, bad_update_non_utf8,
    bad_update_syntax, bad_update_dataset_conflict"""
    update(client, f"DROP ALL ; {fill(A)}")
    problem(client.request(method, path, content=body, headers=headers), status)
    assert has(client, f"GRAPH <{A}> {{ ?s ?p ?o }}"), "nothing was changed"


@pytest.mark.parametrize("name", ["ontology", "derived/norms", "findings/x", "waivers/x", "audit", "version"])
def test_what_the_register_keeps_is_not_for_people_to_update(client: TestClient, name: str) -> None:
    text = f"INSERT DATA {{ GRAPH <https://w3id.org/duibiao/graph/{name}> {{ <{A}> a <{KIND}> }} }}"
    assert "kept by the register" in problem(client.post("/sparql/update", content=text, headers=UPDATE), 403)


def test_a_variable_reaches_no_protected_graph_either(client: TestClient) -> None:
    text = f"INSERT {{ GRAPH ?g {{ <{A}> a <{KIND}> }} }} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}"
    store = client.app.state.access.views.whole.store  # type: ignore[attr-defined]
    before = store.graph(audit.GRAPH)
    assert "kept by the register" in problem(client.post("/sparql/update", content=text, headers=UPDATE), 403)
    assert before < store.graph(audit.GRAPH), "that it was refused stands there"


def test_the_default_graph_of_updates_is_a_graph_of_its_own(client: TestClient) -> None:
    update(client, f"DROP ALL ; INSERT DATA {{ <{A}> a <{KIND}> , [] }}")
    assert has(client, f"GRAPH <{updates.DEFAULT.value}> {{ <{A}> a <{KIND}> }}")
    update(client, f"DELETE {{ ?s a ?t }} INSERT {{ GRAPH <{OUT}> {{ ?s <{KIND}> ?t }} }} WHERE {{ ?s a ?t }}")
    assert has(
        client, f"GRAPH <{OUT}> {{ <{A}> <{KIND}> <{KIND}> }} FILTER NOT EXISTS {{ GRAPH <{updates.DEFAULT.value}> {{ ?s ?p ?o }} }}"
    )


# --- the description of the service


@pytest.mark.parametrize("media", ["text/turtle", "application/rdf+xml", "application/ld+json", "application/n-triples"])
def test_the_service_describes_itself(client: TestClient, media: str) -> None:
    """returns-rdf, has-endpoint-triple, conforms-to-schema of the service description tests"""
    answer = client.get("/sparql", headers={"accept": media})
    assert answer.headers["content-type"].partition(";")[0] == media
    store = ox.Store()
    store.load(answer.content, ox.RdfFormat.from_media_type(media))
    sd = "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>"
    assert store.query(f"{sd} ASK {{ ?s a sd:Service ; sd:endpoint <http://testserver/sparql> ; sd:defaultDataset/sd:defaultGraph ?g }}")
    assert store.query(f"{sd} ASK {{ ?s sd:supportedLanguage sd:SPARQL11Query ; sd:resultFormat ?f ; sd:feature sd:UnionDefaultGraph }}")


def test_the_data_set_is_described_for_catalogues(client: TestClient) -> None:
    store = ox.Store()
    store.load(client.get("/.well-known/void").content, ox.RdfFormat.TURTLE)
    text = "PREFIX void: <http://rdfs.org/ns/void#> PREFIX dcat: <http://www.w3.org/ns/dcat#>"
    assert store.query(f"{text} ASK {{ ?d a void:Dataset ; void:sparqlEndpoint ?e . ?s dcat:servesDataset ?d ; dcat:endpointURL ?e }}")
    assert client.get("/context.jsonld").json()["@context"]["d"] == "https://w3id.org/duibiao/ontology#"
