"""Loads over HTTP: a job that ends as the command does, for those who may, of what is theirs."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from serving import Headers, application, client_of, problem, token
from starlette.testclient import TestClient
from workbooks import CODE, small_enterprise, write

from duibiao.ontology import iris
from duibiao.ontology.terms import RDFS
from duibiao.store import Store

OTHER = "91000000JJG000023K"
NOTICE = "关于做好安全生产工作的通知\n\n一、各企业应当建立安全生产责任制。\n".encode()


@pytest.fixture(scope="module")
def app(norms: Any) -> Iterator[FastAPI]:
    made = application(norms(), private=True)
    yield made
    made.state.loads.close()


@pytest.fixture(scope="module")
def client(app: FastAPI) -> TestClient:
    return client_of(app)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return write(tmp_path_factory.mktemp("book") / "book.xlsx", small_enterprise()).read_bytes()


def load(client: TestClient, headers: Headers, name: str, content: bytes, **parameters: str) -> dict[str, Any]:
    """The job, once it is over."""
    begun = client.post("/api/loads", files=[("files", (name, content))], headers=headers, params=parameters)
    assert begun.status_code == 202, begun.text
    while True:
        job: dict[str, Any] = client.get(begun.headers["location"], headers=headers).json()
        if job["status"] in {"done", "failed"}:
            return job
        time.sleep(0.05)


def test_a_load_is_that_of_the_command(client: TestClient, app: FastAPI, book: bytes) -> None:
    headers, store = token(app, "editor", CODE), app.state.access.views.whole.store
    dry = load(client, headers, "book.xlsx", book, dry_run="true")
    assert dry["result"]["files"][0]["status"] == "dry-run" and iris.graph(f"enterprise/{CODE}") not in store
    done = load(client, headers, "book.xlsx", book)
    [file] = done["result"]["files"]
    assert (done["status"], file["status"], file["path"], file["graph"]) == (
        "done",
        "loaded",
        "book.xlsx",
        iris.graph(f"enterprise/{CODE}").value,
    )
    assert done["progress"] == {"files": 1, "finished": 1, "file": None, "stage": None}
    assert load(client, headers, "book.xlsx", book)["result"]["files"][0]["status"] == "unchanged"
    assert client.get(f"/api/gaps?enterprise={CODE}", headers=headers).json()["gaps"]


def test_what_is_not_theirs_is_not_loaded(client: TestClient, app: FastAPI, book: bytes) -> None:
    store = app.state.access.views.whole.store
    foreign = f'<{iris.enterprise(CODE).value}/post/x> <{RDFS.label.value}> "x" <{iris.graph(f"enterprise/{OTHER}").value}> .'
    for headers, name, content in (
        (token(app, "editor", OTHER), "book.xlsx", book),
        (token(app, "authority", CODE), "book.xlsx", book),
        (token(app, "committee"), "book.xlsx", book),
        (token(app, "editor", CODE), "notice.txt", NOTICE),
        (token(app, "editor", OTHER), "foreign.nq", foreign.encode()),
    ):
        before = store.version
        [file] = load(client, headers, name, content)["result"]["files"]
        assert file["status"] == "rejected" and "not yours to load" in file["problem"]
        assert store.version == before


def test_the_committee_loads_documents(client: TestClient, app: FastAPI) -> None:
    headers = token(app, "committee")
    [file] = load(client, headers, "../../通知.txt", NOTICE)["result"]["files"]
    assert (file["status"], file["path"]) == ("loaded", "通知.txt")
    assert "通知" in json.dumps(client.get("/api/documents").json(), ensure_ascii=False)


def test_a_file_that_cannot_be_read_is_said(client: TestClient, app: FastAPI) -> None:
    [file] = load(client, token(app, "administrator"), "broken.xlsx", b"PK\x03\x04 nothing")["result"]["files"]
    assert file["status"] == "rejected" and file["problem"].startswith("broken.xlsx")


def test_a_job_is_its_owners(client: TestClient, app: FastAPI) -> None:
    owner = token(app, "committee")
    job = load(client, owner, "通知.txt", NOTICE)
    for headers, status in ((owner, 200), (token(app, "administrator"), 200), (token(app, "committee"), 404), ({}, 404)):
        assert client.get(f"/api/loads/{job['id']}", headers=headers).status_code == status
    events = client.get(f"/api/loads/{job['id']}/events", headers=owner)
    assert events.headers["content-type"].startswith("text/event-stream")
    assert json.loads(events.text.removeprefix("data: ")) == job
    problem(client.post("/api/loads", headers=owner), 422)


def test_uploads_leave_nothing_behind(app: FastAPI, client: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    load(client, token(app, "administrator"), "通知.txt", NOTICE)
    app.state.loads.one.submit(lambda: None).result()
    assert list(tmp_path.iterdir()) == []


def test_a_store_of_its_own(tmp_path: Path) -> None:
    """A server that stops finishes what it is writing and lets the store go."""
    path = tmp_path / "store"
    with TestClient(application(Store.open(path))) as client:
        assert client.get("/readyz").json()["status"] == "ready"
    Store.open(path).close()
    assert [entry.name for entry in path.iterdir() if entry.name == "views"] == []
