"""What the tests of the server share: an application with tokens for every role, and clients that carry them."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.testclient import TestClient

from duibiao.api import Settings, create_app
from duibiao.store import Store

Headers = Mapping[str, str]


def application(store: Store, **settings: Any) -> FastAPI:
    """The application over a store, with a worker process only while one is needed."""
    return create_app(store, Settings(**settings))


def client_of(app: FastAPI) -> TestClient:
    """A client that stays open: a server that stops lets its store go."""
    return TestClient(app, raise_server_exceptions=False)


def token(app: FastAPI, role: str, *codes: str, everything: bool = False) -> Headers:
    """The header with a new token."""
    made = app.state.access.tokens.new(f"the {role}", role, codes, everything=everything, day=date(2026, 11, 22))
    return {"authorization": f"Bearer {made}"}


def problem(answer: Any, status: int) -> str:
    """The detail of a problem, whose shape is looked at."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    found = answer.json()
    assert set(found) - {"detail_zh"} == {"type", "title", "status", "detail"} and found["status"] == status
    return str(found["detail"])


def on_disk(folder: Path) -> Store:
    """A new store in a folder."""
    return Store.open(folder / "store")
