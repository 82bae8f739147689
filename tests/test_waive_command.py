"""Waivers on the command line, over HTTP and on the page."""

import json
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from conftest import copy
from pages import Page
from serving import token
from starlette.testclient import TestClient
from waived import DAY, RULE, UNTIL, enterprise, gap, load
from workbooks import CODE

from duibiao.api import create_app
from duibiao.register import waivers
from duibiao.store import Store

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def made(norms: Callable[[], Store], tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The norms and the small enterprise with nobody in its second post."""
    store = norms()
    load(store, enterprise(tmp_path_factory.mktemp("made")))
    return store


@pytest.fixture
def one(made: Store) -> Store:
    """A copy of it to write to."""
    return copy(made)


# --- the command


@pytest.fixture
def stored(made: Store, tmp_path: Path) -> Path:
    """The small enterprise in a folder."""
    path = tmp_path / "stored"
    path.mkdir()
    copy(made, path).close()
    return path


@pytest.fixture
def call(run: Run, stored: Path) -> Run:
    def in_store(*words: object) -> Result:
        return run(*words, "--store", stored)

    return in_store


def told(call: Run, *words: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(call("check", "--as-of", DAY, "--rule", RULE, "--format", "json", *words).stdout)
    return found


def test_the_command_waives_lists_and_revokes(call: Run) -> None:
    [before] = told(call)["gaps"]
    assert (before["state"], before["waiver"], call("check", "--as-of", DAY, "--rule", RULE).exit_code) == ("open", None, 1)
    words = ("--reason", "正在招聘", "--until", UNTIL, "--by", "安全总监", "--as-of", DAY)
    result = call("waive", before["id"], *words)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "操作工（G2）" in result.stdout

    after = told(call)
    expected = {"reason": "正在招聘", "by": "安全总监", "since": "2026-11-22", "until": "2027-03-31", "lapsed": None}
    assert after["gaps"] == [before | {"state": "waived", "waiver": expected}]
    assert after["summary"] == {"violation": 0, "warning": 0, "info": 0, "waived": 1}
    assert [(entry["failed"], entry["waived"]) for entry in after["ledger"]] == [(0, 1)]
    assert call("check", "--as-of", DAY, "--rule", RULE, "--fail-on", "info").exit_code == 0
    assert call("check", "--as-of", "2027-04-01", "--rule", RULE).exit_code == 1
    assert "已豁免" in call("check", "--as-of", DAY, "--rule", RULE).stdout
    assert "正在招聘（安全总监批准" in call("check", "--as-of", DAY, "--rule", RULE, "--format", "csv").stdout
    sarif = json.loads(call("check", "--as-of", DAY, "--rule", RULE, "--format", "sarif").stdout)
    assert sarif["runs"][0]["results"][0]["suppressions"][0]["justification"] == "正在招聘"

    [entry] = json.loads(call("waive", "--list", "--as-of", DAY, "--format", "json").stdout)["waivers"]
    assert (entry["gap"], entry["state"], entry["waiver"]) == (before["id"], "in_force", expected)
    assert "有效" in call("waive", "--list", "--as-of", DAY).stdout
    assert call("waive", before["id"], "--revoke", "--as-of", DAY).exit_code == 0
    assert told(call)["gaps"][0]["state"] == "open"
    assert "已撤销" in told(call)["gaps"][0]["waiver"]["lapsed"]["zh"]
    assert "撤销" in call("waive", "--list", "--as-of", DAY).stdout


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["GAP"],
        ["GAP", "--reason", "x", "--until", "2027-01-01"],
        ["GAP", "--reason", "x", "--until", "2026-01-01", "--by", "y"],
        ["GAP", "--reason", " ", "--until", "2027-01-01", "--by", "y"],
        ["GAP", "--reason", "x", "--until", "soon", "--by", "y"],
        ["0123456789abcdef", "--reason", "x", "--until", "2027-01-01", "--by", "y"],
        ["GAP", "--revoke"],
        ["GAP", "--revoke", "--reason", "x"],
        ["--list", "GAP"],
        ["--list", "--revoke"],
    ],
)
def test_a_wrong_call_is_one_line_and_stores_nothing(call: Run, words: list[str]) -> None:
    known = told(call)["gaps"][0]["id"]
    result = call("waive", *(known if word == "GAP" else word for word in words), "--as-of", DAY)
    assert (result.exit_code, result.stdout) == (2, "")
    assert re.fullmatch(r"duibiao: .+\n", result.stderr)
    assert json.loads(call("waive", "--list", "--as-of", DAY, "--format", "json").stdout)["waivers"] == []


# --- HTTP


@pytest.fixture
def client(one: Store) -> TestClient:
    app = create_app(one)
    client = TestClient(app, raise_server_exceptions=False)
    client.headers.update(token(app, "administrator"))
    return client


def test_a_waiver_over_http_shows_everywhere(client: TestClient, one: Store) -> None:
    known = gap(one).id
    body = {"reason": "正在<招聘>", "until": "2027-03-31", "by": "安全总监"}
    before = client.get(f"/api/gaps?as_of={DAY}").json()
    answer = client.post(f"/api/gaps/{known}/waiver?as_of={DAY}", json=body)
    assert answer.status_code == 201
    after = client.get(f"/api/gaps?as_of={DAY}").json()
    [shown] = [g for g in after["gaps"] if g["id"] == known]
    assert answer.json() == shown
    assert (shown["state"], shown["waiver"]["reason"]) == ("waived", "正在<招聘>")
    assert after["summary"]["waived"] == before["summary"]["waived"] + 1
    for language, mark in (("zh", "已豁免"), ("en", "waived")):
        page = Page(client.get(f"/?as_of={DAY}&lang={language}").text)
        assert all(text in page.gaps[known] for text in (mark, "正在<招聘>", "安全总监", "2027-03-31"))
        assert sum(mark in text for text in page.gaps.values()) == 1
        assert page.counts["waived"] == 1
    later = Page(client.get(f"/?as_of={UNTIL + timedelta(days=1)}&lang=zh").text)
    assert "已失效：已过期限" in later.gaps[known]


@pytest.mark.parametrize(
    ("name", "body", "status", "said"),
    [
        ("0123456789abcdef", {}, 404, "no gap has the id"),
        ("GAP", {"until": "2026-01-01"}, 422, "is over"),
        ("GAP", {"reason": "  "}, 422, "reason"),
        ("GAP", {"until": "soon"}, 422, "until"),
        ("GAP", {"by": None}, 422, "by"),
        ("GAP", {"more": 1}, 422, "more"),
        ("GAP", {"reason": "x" * 2001}, 422, "reason"),
    ],
)
def test_a_wrong_request_is_a_problem_and_stores_nothing(
    client: TestClient, one: Store, name: str, body: dict[str, Any], status: int, said: str
) -> None:
    version = one.version
    path = f"/api/gaps/{gap(one).id if name == 'GAP' else name}/waiver?as_of={DAY}"
    answer = client.post(path, json={"reason": "x", "until": "2027-01-01", "by": "y"} | body)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert said in answer.json()["detail"]
    assert one.version == version + (status == 404), "to ask for what is not one's own stands in the audit"


def test_many_waivers_at_once_are_all_kept(client: TestClient, one: Store) -> None:
    known = gap(one).id
    bodies = [{"reason": f"第{n}次", "until": "2027-03-31", "by": "y"} for n in range(4)]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda body: client.post(f"/api/gaps/{known}/waiver?as_of={DAY}", json=body), bodies))
    assert [answer.status_code for answer in answers] == [201] * 4
    records = waivers.recorded(one, CODE)
    assert [record.number for record in records] == [1, 2, 3, 4]
    assert {record.reason for record in records} == {f"第{n}次" for n in range(4)}
