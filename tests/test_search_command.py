"""`duibiao search` and `GET /api/search`: the same results as the function, shown and paged."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from conftest import Run
from starlette.testclient import TestClient

from duibiao.api import create_app
from duibiao.queries import KINDS, Narrowing, search
from duibiao.store import Store

# --- the command


def test_the_table(run: Run, filled_path: Path) -> None:
    shown = run("search", "ＧＢ／Ｔ ３３０００", "--store", filled_path, "--lang", "zh")
    assert shown.exit_code == 0
    assert re.search(r"规范 │ GB/T 33000-2016 企业安全生产标准化基本规范 ", shown.stdout)
    assert shown.stdout.endswith("共 3 条：规范 3\n")
    assert "https://" not in shown.stdout


def test_the_table_in_english_with_a_limit(run: Run, filled_path: Path) -> None:
    shown = run("search", "安全", "--limit", 2, "--store", filled_path, "--lang", "en").stdout
    assert "kind" in shown and "number and title" in shown
    assert re.search(r"\d+ found, the first 2 shown: norm \d+, ", shown)


def test_kinds_and_documents_narrow(run: Run, filled_path: Path) -> None:
    words = ("search", "安全", "--store", filled_path, "--format", "json", "--limit", 1000)
    kinds = json.loads(run(*words, "--kind", "post", "--kind", "hazard").stdout)
    assert {hit["kind"] for hit in kinds["hits"]} == {"post", "hazard"}
    inside = json.loads(run(*words, "--document", "安全生产法").stdout)
    assert inside["total"] == len(inside["hits"]) > 0
    assert {hit["document"]["name"] for hit in inside["hits"] if hit["kind"] == "clause"} <= {"中华人民共和国安全生产法"}


def test_json_is_what_the_function_gives(run: Run, filled: Store, filled_path: Path) -> None:
    told = json.loads(run("search", "责任", "岗位", "--store", filled_path, "--format", "json").stdout)
    assert told == {"query": "责任 岗位"} | json.loads(json.dumps(search(filled, "责任 岗位").as_json()))
    assert told["hits"][0]["iri"].startswith("https://w3id.org/duibiao/")
    assert any(piece["hit"] for part in told["hits"][0]["segments"].values() for piece in part)


@pytest.mark.parametrize(
    ("lang", "words", "said"),
    [
        ("zh", ["冲床", "空中楼阁"], "没有找到“冲床 空中楼阁”。\n“冲床”有 5 条。\n"),
        ("en", ["冲床", "空中楼阁"], "Nothing has “冲床 空中楼阁”.\n“冲床” finds 5.\n"),
        ("zh", ["冲床", "--kind", "substance"], "没有找到“冲床”。\n不加限定时，“冲床”有 5 条。\n"),
        ("en", ["冲床", "--kind", "substance"], "Nothing has “冲床”.\nWithout the confinement “冲床” finds 5.\n"),
        ("zh", ["空中楼阁"], "没有找到“空中楼阁”。\n请换用更少或更短的词；已装入的规范见 `duibiao ask norms-in-force`。\n"),
        ("en", ["空中楼阁"], "Nothing has “空中楼阁”.\nTry fewer or shorter words; `duibiao ask norms-in-force` lists the norms loaded.\n"),
    ],
)
def test_nothing_found_says_what_to_do(run: Run, filled_path: Path, lang: str, words: list[str], said: str) -> None:
    shown = run("search", *words, "--store", filled_path, "--lang", lang)
    assert (shown.exit_code, shown.stdout) == (0, said)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["。"], "there is nothing to search for; give a word"),
        (["安全", "--kind", "law"], "there is no kind law; there are: norm, document"),
        (["安全", "--document", "GB 99999"], "“GB 99999” is not known"),
    ],
)
def test_a_call_at_fault_is_one_line(run: Run, filled_path: Path, words: list[str], said: str) -> None:
    shown = run("search", *words, "--store", filled_path)
    assert shown.exit_code == 2
    assert shown.stderr.startswith(f"duibiao: {said}") and shown.stderr.count("\n") == 1


# --- HTTP


@pytest.fixture(scope="module")
def client(filled: Store) -> TestClient:
    return TestClient(create_app(filled), raise_server_exceptions=False)


def asked(client: TestClient, query: str) -> dict[str, Any]:
    answer = client.get(f"/api/search?{query}")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def test_the_answer_is_what_the_function_gives(client: TestClient, filled: Store) -> None:
    found = asked(client, "q=GB/T33000&limit=2")
    assert found["next"] and found["query"] == "GB/T33000"
    expected = json.loads(json.dumps(search(filled, "GB/T33000", limit=2).as_json()))
    assert {name: found[name] for name in expected} == expected


def test_next_leads_through_all_hits_and_ends(client: TestClient, filled: Store) -> None:
    address, seen = f"/api/search?q={quote('安全')}&kind=norm&kind=clause&limit=50", []
    while address:
        page = client.get(address).json()
        seen += [hit["iri"] for hit in page["hits"]]
        address = page["next"]
    assert seen == [hit.iri for hit in search(filled, "安全", Narrowing(kinds=["norm", "clause"]), 10_000).hits]


@pytest.mark.parametrize("facet", ["kind", "issuer", "year", "document"])
def test_the_value_of_a_facet_narrows(client: TestClient, facet: str) -> None:
    count = asked(client, f"q={quote('安全')}")["facets"][facet][0]
    narrowed = asked(client, f"q={quote('安全')}&{facet}={quote(count['value'])}")
    assert narrowed["total"] == count["count"]
    assert narrowed["facets"][facet][0] == count


def test_nothing_found_is_no_error(client: TestClient) -> None:
    found = asked(client, f"q={quote('冲床 空中楼阁')}")
    assert (found["total"], found["hits"], found["next"]) == (0, [], None)
    assert found["instead"] == [{"words": "冲床", "total": 5}]
    assert asked(client, f"q={quote('冲床')}&cursor=999")["hits"] == []


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("", 422, "q: Field required"),
        ("q=-", 422, "nothing to search for"),
        (f"q={'a' * 201}", 422, "201 characters"),
        ("q=a&kind=law", 422, "no kind law"),
        ("q=a&document=GB+99999", 404, "is not known"),
        ("q=a&limit=0", 422, "limit"),
        ("q=a&limit=201", 422, "limit"),
        ("q=a&cursor=-1", 422, "cursor"),
    ],
)
def test_errors_are_problems(client: TestClient, query: str, status: int, said: str) -> None:
    answer = client.get(f"/api/search?{query}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert said in answer.json()["detail"]


def test_the_description_has_examples_and_the_kinds(client: TestClient) -> None:
    parameters = {each["name"]: each for each in client.get("/openapi.json").json()["paths"]["/api/search"]["get"]["parameters"]}
    assert set(parameters) == {"q", "kind", "issuer", "year", "theme", "document", "limit", "cursor"}
    for example in parameters["q"]["examples"].values():
        assert asked(client, f"q={quote(example['value'])}")["query"] == example["value"]
    assert all(kind in parameters["kind"]["description"] for kind in KINDS)
