"""Every IRI of ours answers: as a page for people, as RDF for machines, and both hold what the store states."""

import html
import re
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from pages import Page
from starlette.testclient import TestClient

from duibiao.api import create_app
from duibiao.ontology import iris
from duibiao.ontology.terms import RDFS, D
from duibiao.store import Store

PLANT = "91000000CLW000010K"
POST = f"/id/enterprise/{PLANT}/post/gw-043"
FORMATS = {"text/turtle": "ttl", "application/ld+json": "jsonld", "application/n-triples": "nt", "application/rdf+xml": "rdf"}


@pytest.fixture(scope="module")
def client(filled: Store) -> TestClient:
    return TestClient(create_app(filled))


@pytest.mark.parametrize("media", FORMATS)
def test_machines_get_what_is_stated(client: TestClient, filled: Store, media: str) -> None:
    by_accept, by_ending = client.get(POST, headers={"accept": media}), client.get(f"{POST}.{FORMATS[media]}")
    form = ox.RdfFormat.from_media_type(media)
    found = [{quad.triple for quad in ox.parse(answer.content, format=form)} for answer in (by_accept, by_ending)]
    node = iris.member(PLANT, "post", "GW-043")
    stated = {row["p"]: row["o"] for row in filled.query(f"SELECT ?p ?o WHERE {{ {node} ?p ?o }}")}
    assert found[0] == found[1] and ox.Triple(node, D.holder, stated[D.holder]) in found[0]
    assert {t.predicate for t in found[0] if t.subject == node} == stated.keys()
    assert any(t.object == node for t in found[0]), "what names it is told too"


@pytest.mark.parametrize(
    ("language", "words"), [("zh", ("属性", "所属部门", "考核标准", "提到它的")), ("en", ("Property", "department", "What names it"))]
)
def test_people_get_a_page_in_words(client: TestClient, language: str, words: tuple[str, ...]) -> None:
    page = client.get(f"{POST}?lang={language}", headers={"accept": "text/html"}).text
    assert all(word in page for word in words) and "循环水处理工" in page
    assert f">{'是' if language == 'zh' else 'yes'}<" in page and "chemical-plant.xlsx 岗位 44" in page
    shown = re.sub(r"<[^>]*>", " ", page)
    assert "postIn" not in shown and "wasDerivedFrom" not in shown and "rdf-schema" not in shown


def test_every_link_of_a_page_answers(client: TestClient) -> None:
    page = Page(client.get(f"{POST}?lang=zh", headers={"accept": "text/html"}).text)
    links = {link for link in page.links if link.startswith("/id/")}
    assert len(links) > 5
    assert {client.get(html.unescape(link), headers={"accept": "text/html"}).status_code for link in links} == {200}


def test_a_row_tells_its_file_sheet_and_number(client: TestClient) -> None:
    row = iris.source_row("chemical-plant.xlsx", "岗位", 44)
    answer = client.get(f"{row.value.removeprefix(iris.BASE.rstrip('/'))}.nt")
    stated = {quad.triple for quad in ox.parse(answer.content, format=ox.RdfFormat.N_TRIPLES)}
    told = {D.inFile: ox.Literal("chemical-plant.xlsx"), D.sheet: ox.Literal("岗位"), D.row: ox.Literal(44)}
    assert {ox.Triple(row, term, value) for term, value in told.items()} < stated
    assert client.get("/id/source/no-such.xlsx/%E5%B2%97%E4%BD%8D/44.nt").status_code == 404


def test_the_gaps_lead_to_their_things(client: TestClient) -> None:
    page = Page(client.get(f"/?as_of=2026-11-22&enterprise={PLANT}&lang=zh").text)
    links = sorted({html.unescape(link) for link in page.links if link.startswith("/id/")})
    assert len(links) > 50
    assert {client.get(link, headers={"accept": "text/turtle"}).status_code for link in links[::9]} == {200}


def test_of_what_many_name_the_first_are_told_and_how_many_there_are(client: TestClient, filled: Store) -> None:
    company = iris.enterprise(PLANT)
    named = len({(row["s"], row["p"]) for row in filled.query(f"SELECT ?s ?p WHERE {{ ?s ?p {company} }}")})
    assert f"共 {named} 条，列出前 200 条" in " ".join(
        client.get(f"/id/enterprise/{PLANT}?lang=zh", headers={"accept": "text/html"}).text.split()
    )


@pytest.mark.parametrize(
    ("path", "accept", "status"),
    [("/id/nothing", "*/*", 404), ("/id/a<b", "*/*", 404), (POST, "image/png", 406), (f"{POST}.exe", "*/*", 404)],
)
def test_what_is_not_there_is_a_problem(client: TestClient, path: str, accept: str, status: int) -> None:
    found = client.get(quote(path), headers={"accept": accept})
    assert (found.status_code, found.headers["content-type"]) == (status, "application/problem+json")


def test_what_people_wrote_is_escaped(fresh: Store) -> None:
    node = iris.member(PLANT, "post", "GW-043")
    name = iris.graph(f"enterprise/{PLANT}")
    evil = ox.Literal('<script>alert(1)</script>" onload=x', language="zh")
    fresh.write({name: {*fresh.graph(name), ox.Triple(node, RDFS.label, evil), ox.Triple(node, D.holder, ox.Literal("<img src=x>"))}})
    page = TestClient(create_app(fresh)).get(POST, headers={"accept": "text/html"}).text
    assert "<script>" not in page and "<img" not in page and "&lt;img" in page


def test_ready(client: TestClient, filled: Store) -> None:
    assert client.get("/readyz").json() == {"status": "ready", "version": filled.version, "graphs": len(filled.graphs())}
