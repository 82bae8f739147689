"""Who may what: every route for every role, and that nobody meets what is another enterprise's."""

import json
import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from conftest import DAY
from fastapi import FastAPI
from fastapi.routing import APIRoute
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Triple
from serving import Headers, application, client_of, problem, token
from starlette.testclient import TestClient

from duibiao import queries
from duibiao.ontology import iris
from duibiao.ontology.terms import RDFS, D
from duibiao.register import Tokens
from duibiao.store import Store

PLANT, FIRM, BUREAU = "91000000CLW000010K", "91000000JJG000023K", "11000000YXGX00003K"
INTERNAL = iris.graph("document/q-slhg-203-2025")
ROLES = ("reader", "editor", "committee", "authority", "administrator")
WAIVERS, KEEPERS = {"editor", "authority", "administrator"}, {"administrator"}
LOADERS = WAIVERS | {"committee"}
ANYONE = None
# Who may ask: everybody, anybody with a token, or these roles.
ROUTES: dict[tuple[str, str], set[str] | None] = {
    **{("GET", path): ANYONE for path in (
        "/", "/static/{name}", "/static/swagger/{name}", "/docs", "/hazard", "/hazard/template.csv",
        "/api/gaps", "/api/coverage", "/api/trace", "/api/ledger", "/api/enterprises", "/api/norms",
        "/api/norms/{key:path}", "/api/documents", "/api/compare", "/api/tasks", "/api/questions", "/api/questions/{name}",
        "/api/gaps/{gap}", "/api/search", "/sparql", "/rdf-graph-store", "/id/{path:path}", "/healthz", "/readyz",
        "/api/loads/{id}", "/api/loads/{id}/events", "/.well-known/void", "/context.jsonld",
    )},
    **{("POST", path): ANYONE for path in ("/hazard", "/api/hazard-identification", "/api/what-if", "/sparql")},
    **{("GET", path): ANYONE for path in (
        "/api/workflows", "/api/workflows/{matter:path}", "/api/score", "/api/crosswalk", "/api/report",
    )},
    ("POST", "/api/workflows/{matter:path}"): WAIVERS,
    ("GET", "/metrics"): set(ROLES),
    ("POST", "/api/loads"): LOADERS,
    ("POST", "/api/gaps/{gap}/waiver"): WAIVERS,
    ("POST", "/sparql/update"): KEEPERS,
    **{(method, "/rdf-graph-store"): KEEPERS for method in ("PUT", "POST", "DELETE")},
}  # fmt: skip


@pytest.fixture(scope="module")
def store(filled: Store) -> Store:
    """The samples and a standard of the plant, as a document."""
    made = Store.in_memory()
    content: dict[NamedNode, set[Triple]] = {name: filled.graph(name) for name in filled.graphs()}
    document = iris.resource("document", "q-slhg-203-2025")
    content[INTERNAL] = {
        Triple(document, NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), D.Document),
        Triple(document, D.number, Literal("Q/SLHG 203-2025")),
        Triple(document, D.issuerName, Literal("示例化工公司")),
    }
    made.write(content)
    return made


@pytest.fixture(scope="module")
def app(store: Store) -> Iterator[FastAPI]:
    made = application(store, private=True)
    yield made
    made.state.workers.close()


@pytest.fixture(scope="module")
def client(app: FastAPI) -> TestClient:
    return client_of(app)


@pytest.fixture(scope="module")
def firm(app: FastAPI) -> Headers:
    return token(app, "editor", FIRM)


def routes(app: FastAPI) -> set[tuple[str, str]]:
    included = [route for router in app.routes for route in getattr(getattr(router, "original_router", None), "routes", ())]
    found = [route for route in (*app.routes, *included) if isinstance(route, APIRoute)]
    return {(method, route.path) for route in found for method in route.methods}


def test_every_route_says_who_may_ask(app: FastAPI) -> None:
    assert routes(app) == ROUTES.keys()


@pytest.mark.parametrize(("method", "path"), sorted(route for route, roles in ROUTES.items() if roles is not ANYONE))
def test_roles_may_what_they_may(client: TestClient, app: FastAPI, method: str, path: str) -> None:
    address = path.replace("{gap}", "0" * 16) + ("?graph=http://x/y" if path == "/rdf-graph-store" else f"?as_of={DAY}")
    assert client.request(method, address).status_code == 401
    assert client.request(method, address, headers={"authorization": "Bearer dbt_00000000_" + "x" * 43}).status_code == 401
    for role in ROLES:
        status = client.request(method, address, headers=token(app, role, FIRM)).status_code
        assert (status == 403) == (role not in (ROUTES[method, path] or ())), role
        assert status != 401 and status < 500


@pytest.mark.parametrize(("method", "path"), sorted(route for route, roles in ROUTES.items() if roles is ANYONE))
def test_what_is_open_needs_no_token(client: TestClient, method: str, path: str) -> None:
    assert client.request(method, re.sub(r"{.*?}", "x", path)).status_code not in {401, 403}


def test_a_revoked_token_is_good_for_nothing(client: TestClient, app: FastAPI) -> None:
    headers = token(app, "administrator")
    assert client.get("/api/enterprises", headers=headers).json()["enterprises"] != []
    tokens: Tokens = app.state.access.tokens
    tokens.revoke(headers["authorization"].split("_")[1], day=DAY)
    assert "not known" in problem(client.get("/api/enterprises", headers=headers), 401)


# --- what is seen


def codes(client: TestClient, headers: Headers | None = None) -> set[str]:
    return {entry["code"] for entry in client.get("/api/enterprises", headers=headers).json()["enterprises"]}


def test_each_sees_its_own(client: TestClient, app: FastAPI, firm: Headers) -> None:
    assert codes(client) == set()
    assert codes(client, firm) == {FIRM}
    assert codes(client, token(app, "authority", FIRM, BUREAU)) == {FIRM, BUREAU}
    assert codes(client, token(app, "reader", everything=True)) == codes(client, token(app, "administrator")) == {FIRM, PLANT, BUREAU}


def test_the_gaps_of_a_tenant_are_those_that_everybody_finds(client: TestClient, app: FastAPI, firm: Headers) -> None:
    path = f"/api/gaps?as_of={DAY}"
    own, whole = (client.get(path, headers=headers).json() for headers in (firm, token(app, "administrator")))
    assert own["gaps"] == [gap for gap in whole["gaps"] if gap["enterprise"].endswith(FIRM)] != []
    assert client.get(path).json()["gaps"] == []


def test_what_another_has_is_not_there(client: TestClient, app: FastAPI, firm: Headers) -> None:
    whole = client.get(f"/api/gaps?as_of={DAY}", headers=token(app, "administrator")).json()["gaps"]
    foreign = next(gap["id"] for gap in whole if gap["enterprise"].endswith(PLANT))
    waiver = {"reason": "x", "until": "2027-01-01", "by": "y"}
    for answer in (
        client.get(f"/api/gaps?enterprise={PLANT}", headers=firm),
        client.get(f"/api/gaps/{foreign}?as_of={DAY}", headers=firm),
        client.post(f"/api/gaps/{foreign}/waiver?as_of={DAY}", json=waiver, headers=firm),
        client.get(f"/id/enterprise/{PLANT}", headers=firm),
        client.get("/rdf-graph-store", params={"graph": iris.graph(f"enterprise/{PLANT}").value}, headers=firm),
        client.get("/rdf-graph-store", params={"graph": iris.graph("audit").value}, headers=firm),
        client.get("/rdf-graph-store", params={"graph": INTERNAL.value}, headers=firm),
        client.get("/api/trace", params={"thing": iris.enterprise(PLANT).value}, headers=firm),
        client.post("/api/what-if", json={"enterprise": PLANT}, headers=firm),
    ):
        assert f"“{PLANT}" not in problem(answer, 404)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}",
        "SELECT (COUNT(*) AS ?n) FROM <{graph}> {{ ?s ?p ?o }}",
        "SELECT (COUNT(*) AS ?n) FROM NAMED <{graph}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        "SELECT (COUNT(*) AS ?n) {{ <{thing}> ?p ?o }}",
        "SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o FILTER CONTAINS(STR(?s), '{code}') }}",
    ],
)
def test_no_clause_widens_what_is_seen(client: TestClient, firm: Headers, text: str) -> None:
    for code, some in ((PLANT, False), (FIRM, True)):
        graph, thing = iris.graph(f"enterprise/{code}").value, iris.enterprise(code).value
        for dataset in ({}, {"default-graph-uri": graph}, {"named-graph-uri": graph}) if "FROM" in text else ({},):
            parameters = {"query": text.format(graph=graph, thing=thing, code=code), **dataset}
            found = client.get("/sparql", params=parameters, headers=firm).json()["results"]["bindings"][0]["n"]["value"]
            assert some or found == "0"
            assert not some or dataset or found != "0"


def test_answers_are_kept_apart(client: TestClient, app: FastAPI, firm: Headers) -> None:
    """An entity tag that one reader has been given is none for another."""
    tag = client.get("/api/enterprises", headers=token(app, "administrator")).headers["etag"]
    assert client.get("/api/enterprises", headers={**firm, "if-none-match": tag}).status_code == 200
    own = client.get("/api/enterprises", headers=firm)
    assert client.get("/api/enterprises", headers={**firm, "if-none-match": own.headers["etag"]}).status_code == 304
    assert "Authorization" in own.headers["vary"]


def addresses(filled: Store) -> st.SearchStrategy[str]:
    """Ways to ask about whatever there is."""
    nodes = sorted({t.subject.value for name in filled.graphs() for t in list(filled.graph(name))[:60] if isinstance(t.subject, NamedNode)})
    words = sorted({row["n"].value for row in filled.query(f"SELECT DISTINCT ?n {{ ?s {RDFS.label} ?n }} LIMIT 400")})
    optional = [name for name, question in queries.questions().items() if all(p.optional for p in question.parameters)]
    asked = st.sampled_from(nodes).map(quote)
    return st.one_of(
        asked.map(lambda iri: f"/id/{iri.partition('/id/')[2] or iri}"),
        asked.map(lambda iri: f"/api/trace?thing={iri}&as_of={DAY}"),
        asked.map(lambda iri: f"/api/compare?standard={iri}&as_of={DAY}"),
        st.sampled_from([name.value for name in filled.graphs()]).map(lambda graph: f"/rdf-graph-store?graph={quote(graph)}"),
        st.sampled_from(words).map(lambda word: f"/api/search?q={quote(word)}"),
        st.sampled_from(optional).map(lambda name: f"/api/questions/{name}"),
        st.sampled_from(["/", "/api/tasks", "/api/ledger", "/api/documents", "/api/norms", "/sparql", "/readyz", f"/api/gaps?as_of={DAY}"]),
    )


@pytest.fixture(scope="module")
def ways(store: Store) -> st.SearchStrategy[str]:
    return addresses(store)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_no_answer_names_anything_of_another(client: TestClient, firm: Headers, ways: st.SearchStrategy[str], data: st.DataObject) -> None:
    address = data.draw(ways)
    answer = client.get(address, headers=firm)
    assert answer.status_code < 500
    told = answer.text if "?" not in address and not address.startswith("/id/") else answer.text.replace(json.dumps(address), "")
    for code in (PLANT, BUREAU):
        if code.lower() not in address.lower():  # an error says again what was asked
            assert code not in told and code.lower() not in told


def test_reading_is_open_on_this_machine(store: Store) -> None:
    app = application(store)
    client = client_of(app)
    assert codes(client) == {FIRM, PLANT, BUREAU}
    assert client.post("/sparql/update", data={"update": "CLEAR ALL"}).status_code == 401
    assert "access-control-allow-origin" not in client.get("/healthz", headers={"origin": "https://elsewhere.example"}).headers
    assert client.get("/healthz", headers={"origin": "http://localhost:3000"}).headers["access-control-allow-origin"]
