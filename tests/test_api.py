"""The server: the page, the SPARQL protocol, REST, and one shape for every error."""

import html
import json
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from pages import Page
from pyoxigraph import Literal, Triple
from starlette.testclient import TestClient
from workbooks import CODE, small_enterprise, write

from duibiao import register, shapes
from duibiao.api import create_app
from duibiao.ontology import iris
from duibiao.ontology.errors import in_chinese
from duibiao.ontology.terms import RDFS
from duibiao.register import kept
from duibiao.register.batches import Batch
from duibiao.store import Store

DAY = date(2026, 11, 22)
PLANT, FIRM, BUREAU = "91000000CLW000010K", "91000000JJG000023K", "11000000YXGX00003K"
AS_OF = f"as_of={DAY}"
SELECT = "SELECT ?code WHERE { ?e a d:Enterprise ; d:creditCode ?code } ORDER BY ?code"
CONSTRUCT = "CONSTRUCT { ?e d:creditCode ?code } WHERE { ?e a d:Enterprise ; d:creditCode ?code }"
ROWS = ["application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"]
GRAPHS = ["text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"]
FORM = {"content-type": "application/x-www-form-urlencoded"}
QUERY = {"content-type": "application/sparql-query"}
HEADERS = {"content-security-policy", "x-content-type-options", "referrer-policy"}
NARROW = ("/?as_of=2026-11-22&lang=zh", "/api/gaps?as_of=2026-11-22")


def client_of(store: Store) -> TestClient:
    """A client that stays open: a server that stops lets its store go."""
    return TestClient(create_app(store), raise_server_exceptions=False)


@pytest.fixture(scope="module")
def client(filled: Store) -> TestClient:
    return client_of(filled)


def problem(answer: Any, status: int) -> str:
    """The detail of a problem, whose shape is looked at."""
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert set(answer.headers) >= HEADERS
    found = answer.json()
    assert found["status"] == status
    assert set(found) - {"detail_zh"} == {"type", "title", "status", "detail"}
    assert found.get("detail_zh") == in_chinese(found["detail"])
    assert found["detail"] and "\n" not in found["detail"]
    return str(found["detail"])


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


# --- the page


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("narrow", ["", f"&enterprise={FIRM}"])
def test_the_page_tells_what_the_api_tells(client: TestClient, language: str, narrow: str) -> None:
    page = Page(client.get(f"/?{AS_OF}&lang={language}{narrow}").text)
    found = client.get(f"/api/gaps?{AS_OF}{narrow}").json()
    assert list(page.gaps) == [gap["id"] for gap in found["gaps"]]
    assert page.counts == {level: found["summary"][level] for level in ("violation", "warning", "info")}
    for gap in found["gaps"]:
        shown = squeezed(page.gaps[gap["id"]])
        owner = gap["owner"][language] if gap["owner"] else "—"
        for text in (gap["label"][language], gap["message"][language], gap["remedy"][language], owner, gap["since"]):
            assert squeezed(text) in shown
        for basis in gap["basis"]:
            assert squeezed(f"{basis['norm']} {basis['clause']}") in shown


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_says_why_nothing_was_checked(client: TestClient, report: register.Report, language: str) -> None:
    text = html.unescape(client.get(f"/?{AS_OF}&lang={language}").text)
    untold = [entry.why[language] for entry in report.ledger if entry.why and entry.cannot_tell]
    assert untold and [why for why in untold if f"<td>{why}</td>" not in text] == []


@pytest.mark.parametrize("severity", ["violation", "warning", "info"])
def test_a_severity_narrows_the_list_not_the_counts(client: TestClient, severity: str) -> None:
    page = Page(client.get(f"/?{AS_OF}&severity={severity}").text)
    found = client.get(f"/api/gaps?{AS_OF}").json()
    assert list(page.gaps) == [gap["id"] for gap in found["gaps"] if gap["severity"] == severity]
    assert page.counts["violation"] == found["summary"]["violation"]


@pytest.mark.parametrize(
    ("asked", "accept", "language"),
    [("", "", "zh-CN"), ("", "en-GB,en;q=0.9", "en"), ("", "de,en", "zh-CN"), ("?lang=en", "zh", "en"), ("?lang=zh", "en", "zh-CN")],
)
def test_the_language_of_the_page(client: TestClient, asked: str, accept: str, language: str) -> None:
    assert f'<html lang="{language}">' in client.get(f"/{asked}", headers={"accept-language": accept}).text


def test_the_page_needs_no_script_and_no_other_host(client: TestClient) -> None:
    page = Page(client.get("/").text)
    assert page.tags & {"script", "iframe", "img"} == set()
    assert page.links
    assert [link for link in page.links if not re.match(r"/(?!/)|\?|#|data:,", link)] == []
    style = client.get("/static/duibiao.css")
    assert style.headers["content-type"].startswith("text/css")
    assert not re.search(r"url\(|@import|https?:", style.text)


def test_the_form_as_it_is_sent_when_nothing_is_chosen(client: TestClient) -> None:
    assert client.get("/?lang=zh&enterprise=&as_of=").status_code == 200


def test_no_gap_matches(client: TestClient) -> None:
    assert "没有符合条件的缺口" in client.get(f"/?{AS_OF}&enterprise={FIRM}&severity=info&lang=zh").text
    assert "No gap matches" in client.get(f"/?{AS_OF}&enterprise={FIRM}&severity=info&lang=en").text


def test_an_empty_store() -> None:
    empty = client_of(Store.in_memory())
    assert "还没有载入企业" in empty.get("/?lang=zh").text
    assert "No enterprise is loaded yet" in empty.get("/?lang=en").text
    assert empty.get("/api/gaps").json()["gaps"] == []
    assert "no enterprise has the code X" in problem(empty.get("/api/gaps?enterprise=X"), 404)


def test_what_people_wrote_is_text(fresh: Store) -> None:
    name = '<script>alert("1")</script>&amp;{{ 7*7 }}'
    post = iris.member(FIRM, "post", "G-14")
    graph = iris.graph(f"enterprise/{FIRM}")
    kept = {t for t in fresh.graph(graph) if not (t.subject == post and t.predicate == RDFS.label)}
    fresh.write({graph: kept | {Triple(post, RDFS.label, Literal(name, language="zh"))}})
    text = client_of(fresh).get(f"/?{AS_OF}").text
    page = Page(text)
    assert "script" not in page.tags
    assert any(name in shown for shown in page.gaps.values())


# --- SPARQL


@pytest.mark.parametrize("media", ROWS)
def test_rows_in_the_media_type_asked_for(client: TestClient, media: str) -> None:
    answer = client.get("/sparql", params={"query": SELECT}, headers={"accept": media})
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media
    assert PLANT in answer.text and FIRM in answer.text
    if media.endswith("json"):
        assert [row["code"]["value"] for row in answer.json()["results"]["bindings"]] == [PLANT, FIRM]
    if media.endswith("xml"):
        assert len(list(ElementTree.fromstring(answer.content).iter("{http://www.w3.org/2005/sparql-results#}result"))) == 2


@pytest.mark.parametrize("media", GRAPHS)
def test_graphs_in_the_media_type_asked_for(client: TestClient, media: str) -> None:
    answer = client.get("/sparql", params={"query": CONSTRUCT}, headers={"accept": media})
    assert answer.headers["content-type"].partition(";")[0] == media
    assert len(list(ox.parse(answer.content, format=ox.RdfFormat.from_media_type(media)))) == 2


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", ROWS[0]),
        ("*/*", ROWS[0]),
        ("application/json", "application/json"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", ROWS[0]),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.9", ROWS[1]),
        ("TEXT/CSV", "text/csv"),
        ("text/*", "text/csv"),
        ("text/*;q=0.2, text/tab-separated-values", ROWS[3]),
        ("*/*, application/sparql-results+json;q=0, application/json;q=0", ROWS[1]),
        ("text/csv;q=nonsense, application/sparql-results+xml;q=0.1", ROWS[1]),
    ],
)
def test_what_is_liked_best_is_given(client: TestClient, accept: str, media: str) -> None:
    answer = client.get("/sparql", params={"query": SELECT}, headers={"accept": accept})
    assert answer.headers["content-type"].partition(";")[0] == media


@pytest.mark.parametrize("accept", ["text/html", "text/csv;q=0", "image/*", "nonsense"])
def test_nothing_that_is_liked(client: TestClient, accept: str) -> None:
    detail = problem(client.get("/sparql", params={"query": SELECT}, headers={"accept": accept}), 406)
    assert "application/sparql-results+json" in detail
    assert "text/turtle" in problem(client.get("/sparql", params={"query": CONSTRUCT}, headers={"accept": "text/csv"}), 406)


def test_the_ways_to_ask(client: TestClient) -> None:
    asked = client.get("/sparql", params={"query": SELECT})
    posted = client.post("/sparql", data={"query": SELECT})
    whole = client.post("/sparql", content=SELECT, headers={"content-type": "application/sparql-query; charset=utf-8"})
    assert asked.content == posted.content == whole.content
    assert client.post("/sparql", data={"query": "ASK { ?e a d:Enterprise }"}).json()["boolean"] is True
    chinese = 'ASK { ?post rdfs:label "焊工"@zh }'
    assert client.post("/sparql", data={"query": chinese}).json()["boolean"] is True
    assert client.post("/sparql", content=chinese.encode(), headers=QUERY).json()["boolean"] is True


@pytest.mark.parametrize(
    ("body", "headers", "status", "said"),
    [
        (b"x" * 100_001, QUERY, 413, "100000 bytes"),
        (b"query=" + b"x" * 100_001, FORM, 413, "100000 bytes"),
        (SELECT.encode(), {"content-type": "text/plain"}, 415, "form-encoded"),
        (SELECT.encode(), {}, 415, "application/sparql-query"),
        (b"\xff\xfe", QUERY, 400, "UTF-8"),
        (b"query=\xff", FORM, 400, "UTF-8"),
        (b"query=%FF", FORM, 400, "UTF-8"),
        (b"q=1", FORM, 400, "once"),
        (b"query=ASK{}&query=ASK{}", FORM, 400, "once"),
        (b"", QUERY, 400, "not a SPARQL 1.1 query"),
        (b"SELECT", QUERY, 400, "not a SPARQL 1.1 query"),
        (b"DROP ALL", QUERY, 400, "not a SPARQL 1.1 query"),
        (b"SELECT * FROM { }", QUERY, 400, "not a SPARQL 1.1 query"),
        (b"SELECT (<http://x/f>(1) AS ?x) { }", QUERY, 400, "http://x/f"),
        (b"SELECT * { ?s unknown:p ?o }", QUERY, 400, "Prefix"),
        (b"{" * 50_000, QUERY, 400, "not a SPARQL 1.1 query"),
        (b"SELECT *" + b"{" * 5000 + b"}" * 5000, QUERY, 400, "nested"),
    ],
)
def test_what_is_asked_wrongly(client: TestClient, body: bytes, headers: dict[str, str], status: int, said: str) -> None:
    assert said in problem(client.post("/sparql", content=body, headers=headers), status)


@pytest.mark.parametrize("query", ["SELECT * { SERVICE <http://x> { ?s ?p ?o } }", "ASK { #\r SERVICE <http://x> { ?s ?p ?o } #\n }"])
def test_no_query_leaves_this_machine(client: TestClient, query: str) -> None:
    for answer in (
        client.get("/sparql", params={"query": query}),
        client.post("/sparql", data={"query": query}),
        client.post("/sparql", content=query, headers=QUERY),
    ):
        assert "SERVICE" in problem(answer, 400)


# --- REST


def test_gaps_are_those_of_the_register(client: TestClient, report: register.Report) -> None:
    found = client.get(f"/api/gaps?{AS_OF}").json()
    assert set(found) == {"as_of", "engine", "seconds", "summary", "gaps", "ledger"}
    assert [gap["id"] for gap in found["gaps"]] == [gap.id for gap in report.gaps]
    assert [entry["rule"] for entry in found["ledger"]] == [entry.rule for entry in report.ledger]
    firm = client.get(f"/api/gaps?{AS_OF}&enterprise={FIRM}").json()["gaps"]
    assert [gap["id"] for gap in firm] == [gap.id for gap in report.gaps if gap.enterprise.endswith(FIRM)]
    assert found["gaps"] != client.get("/api/gaps?as_of=2010-01-01").json()["gaps"]


def test_traces(client: TestClient) -> None:
    found = client.get("/api/trace", params={"thing": "GB 18218", "as_of": "2018-12-01", "direction": "up", "depth": 1}).json()
    assert set(found) == {"start", "as_of", "nodes", "edges"}
    assert (found["start"], found["as_of"]) == (iris.norm("gb-18218").value, "2018-12-01")
    assert {(e["relation"], e["target"]) for e in found["edges"]} >= {("editionInForce", iris.norm("gb-18218-2009").value)}
    assert all({"iri", "type", "label", "level"} <= set(node) for node in found["nodes"])


# --- errors and the rest


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/nowhere", 404, "Not Found"),
        ("/static/nothing.js", 422, "name"),
        ("/sparql?update=CLEAR+ALL", 400, "/sparql/update"),
        ("/?enterprise=91X", 404, f"{PLANT}, {FIRM}"),
        ("/?as_of=soon", 422, "as_of"),
        ("/?severity=grave", 422, "severity"),
        ("/api/gaps?enterprise=91X", 404, f"{PLANT}, {FIRM}"),
        ("/api/gaps?as_of=2026-13-01", 422, "as_of"),
        ("/api/trace", 422, "thing"),
        ("/api/trace?thing=GB+99999", 404, "GB 99999"),
        ("/api/trace?thing=http://x+y", 404, "not known"),
        ("/api/trace?thing=焊工", 409, "give the IRI of one"),
        ("/api/trace?thing=GB+18218&depth=0", 422, "depth"),
        ("/api/trace?thing=GB+18218&direction=left", 422, "direction"),
    ],
)
def test_every_error_is_a_problem(client: TestClient, path: str, status: int, said: str) -> None:
    assert said in problem(client.get(path), status)


def test_a_method_that_is_not_there_is_told_which_are(client: TestClient) -> None:
    answer = client.delete("/api/gaps")
    problem(answer, 405)
    assert answer.headers["allow"] == "GET"


def test_a_fault_of_our_own_is_a_problem_too(monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_of(Store.in_memory())
    monkeypatch.setattr(kept, "checked_in_batches", lambda *args, **words: 1 / 0)
    answer = client.get("/api/gaps")
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert "ZeroDivision" not in answer.text


@pytest.mark.parametrize("path", ["/", "/api/gaps", "/healthz", "/static/duibiao.css", "/openapi.json", "/nowhere"])
def test_every_answer_protects_its_reader(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["content-security-policy"].startswith("default-src 'self'")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_the_description_is_whole(client: TestClient) -> None:
    found = client.get("/openapi.json").json()
    assert found["openapi"].startswith("3.") and found["info"]["title"] and found["info"]["version"]
    assert {"/sparql", "/api/gaps", "/api/trace", "/healthz"} <= set(found["paths"])
    operations = [operation for path in found["paths"].values() for operation in path.values()]
    assert all(operation["summary"] and operation["responses"] for operation in operations)
    names = [operation["operationId"] for operation in operations]
    assert len(names) == len(set(names))
    references = re.findall(r'"#/components/schemas/(\w+)"', json.dumps(found))
    assert set(references) <= set(found.get("components", {}).get("schemas", {}))
    assert not re.search(r"https?://(?!json-schema\.org)", json.dumps(found))
    assert client.get("/healthz").json() == {"status": "ok"}


# --- a store that changes


def test_the_report_kept_is_made_anew_when_the_store_changes(fresh: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    client, checked, made = client_of(fresh), kept.checked_in_batches, []

    def counted(store: Store, law: shapes.Law, codes: Sequence[str], *args: Any, **words: Any) -> Iterator[Batch]:
        made.append(list(codes))
        return checked(store, law, codes, *args, **words)

    monkeypatch.setattr(kept, "checked_in_batches", counted)
    before, again = ([re.sub(r'"seconds":[^,]*', "", client.get(path).text) for path in NARROW] for _ in range(2))
    assert again == before
    assert [codes for codes in made if codes] == [[BUREAU, PLANT, FIRM]], "the page and the API share it"
    register.load(fresh, [write(tmp_path / "book.xlsx", small_enterprise())], day=DAY, who="test")
    page, found = (client.get(path) for path in NARROW)
    assert "小样（示例）化工有限公司" in page.text
    assert {gap["enterprise"] for gap in found.json()["gaps"]} >= {iris.enterprise(CODE).value}
    assert [codes for codes in made if codes][1:] == [[CODE]], "the others have not changed"


def test_days_asked_about_do_not_pile_up(filled: Store) -> None:
    client = client_of(filled)
    for day in range(1, 25):
        assert client.get(f"/api/gaps?as_of=2026-01-{day:02}&enterprise={FIRM}").status_code == 200
    assert 0 < len(client.app.state.access.views.whole.reports) <= 20  # type: ignore[attr-defined]
    for day in range(1, 7):
        assert client.get(f"/api/gaps?as_of=2026-01-{day:02}").status_code == 200
    assert len(client.app.state.access.views.whole.checks._days) <= 4  # type: ignore[attr-defined]


def test_a_check_that_a_load_runs_into_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, checked, made = Store.in_memory(), kept.checked_in_batches, []
    books = two_states(tmp_path)
    register.load(store, [books[0]], day=DAY, who="test")

    def interrupted(*args: Any, **words: Any) -> Iterator[Batch]:
        found = list(checked(*args, **words))
        made.append(register.load(store, [books[1]], day=DAY, who="test")[0].status)
        return iter(found)

    monkeypatch.setattr(kept, "checked_in_batches", interrupted)
    shown = client_of(store).get(f"/api/gaps?{AS_OF}").json()
    assert made == ["loaded", "unchanged"]
    assert "Post-holder" in {gap["rule"] for gap in shown["gaps"]}


def test_loads_beside_many_readers(tmp_path: Path) -> None:
    """Every answer is that of the store before or after a load, never of something between."""
    store = Store.in_memory()
    client = client_of(store)
    books = two_states(tmp_path)
    states = [state(client, lambda book=book: register.load(store, [book], day=DAY, who="test")) for book in books]
    assert states[0] != states[1]
    start = threading.Barrier(21)

    def loads() -> None:
        start.wait()
        for book in books * 3:
            register.load(store, [book], day=DAY, who="test")

    def reads(number: int) -> set[str]:
        start.wait()
        seen = set()
        for _ in range(3):
            answer = client.post("/sparql", data={"query": SELECT})
            assert answer.status_code == 200, answer.text
            assert [row["code"]["value"] for row in answer.json()["results"]["bindings"]] == [CODE]
            assert client.get(f"/?{AS_OF}").status_code == 200
            seen.add(state(client))
        return seen

    with ThreadPoolExecutor(21) as pool:
        writer = pool.submit(loads)
        assert set().union(*pool.map(reads, range(20))) <= set(states)
        writer.result()
    assert state(client) == states[1]


def two_states(folder: Path) -> list[Path]:
    """Two workbooks of one name: the second takes the place of the first."""
    for name in ("whole", "part"):
        (folder / name).mkdir()
    return [write(folder / "whole" / "book.xlsx", small_enterprise()), write(folder / "part" / "book.xlsx", without_holder())]


def without_holder() -> dict[str, list[list[Any]]]:
    sheets = small_enterprise()
    place = sheets["岗位"][0].index("责任人")
    for row in sheets["岗位"][1:]:
        row[place] = ""
    return sheets


def state(client: TestClient, before: Callable[[], object] = lambda: None) -> str:
    """The gaps of the small enterprise that the API tells."""
    before()
    return json.dumps([gap["id"] for gap in client.get(f"/api/gaps?enterprise={CODE}&{AS_OF}").json()["gaps"]])
