"""The application: receives its store and makes nothing at import."""

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path
from threading import Lock

from fastapi import FastAPI, Request
from fastapi.responses import Response

from duibiao.api import hazard, hazard_page, lists, problems, questions, rest, scores, search, sparql, things, views, whatif, workflows
from duibiao.queries.search_index import close
from duibiao.register.kept import Checks
from duibiao.shapes import shipped
from duibiao.store import Store

_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


def create_app(store: Store) -> FastAPI:
    """The HTTP application over a store that the caller opened and that is let go when the server stops."""
    app = FastAPI(
        title="duibiao 对标",
        version=version("duibiao"),
        summary="Knowledge graph and compliance queries for work safety / 安全生产知识图谱与合规查询",
        lifespan=_letting_go,
        docs_url=None,  # the pages of FastAPI fetch scripts from elsewhere and are blank behind an air gap
        redoc_url=None,
    )
    app.state.store = store
    app.state.reports = {}
    app.state.checks = Checks(store, shipped())
    app.state.checking = Lock()
    problems.handle(app)
    app.middleware("http")(_with_headers)
    for room in (views, hazard_page, rest, lists, workflows, scores, questions, hazard, whatif, search, sparql, things):
        app.include_router(room.router)
    app.get("/healthz", summary="Is the server up?")(health)
    app.get("/readyz", summary="Does the store answer?")(ready)
    return app


@asynccontextmanager
async def _letting_go(app: FastAPI) -> AsyncIterator[None]:
    yield
    close(app.state.store)
    app.state.store.close()


async def _with_headers(request: Request, call: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await call(request)
    response.headers.update(_HEADERS)
    return response


def health() -> dict[str, str]:
    """The server answers."""
    return {"status": "ok"}


def ready(request: Request) -> dict[str, str | int]:
    """The store is open and answers; `version` grows with every change."""
    store = request.app.state.store
    return {"status": "ready", "version": store.version, "graphs": len(store.graphs())}


def from_environment() -> FastAPI:
    """The application over the store in the folder DUIBIAO_STORE, `.duibiao` by default."""
    return create_app(Store.open(Path(os.environ.get("DUIBIAO_STORE", ".duibiao"))))
