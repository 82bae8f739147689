"""The application: receives its store and makes nothing at import."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from anyio import CapacityLimiter
from fastapi import FastAPI, Request
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware

from duibiao.api import (
    api_docs,
    catalogue,
    documented,
    graph_store,
    hazard,
    hazard_page,
    lists,
    loads,
    logs,
    metrics,
    problems,
    questions,
    rest,
    scores,
    search,
    sparql,
    things,
    update,
    views,
    whatif,
    workflows,
)
from duibiao.api.access import Access, TheStore, Views
from duibiao.api.metrics import Metrics
from duibiao.api.outer import Outer
from duibiao.api.settings import AS_THEY_COME, Settings, from_variables
from duibiao.queries.search_index import close
from duibiao.register import Tokens
from duibiao.store import Store
from duibiao.store.turns import Turns
from duibiao.store.workers import Workers

_ROOMS = (
    *(views, hazard_page, rest, lists, workflows, scores, questions, hazard, whatif, search),
    *(sparql, update, graph_store, things, loads, metrics, catalogue, api_docs),
)
_THIS_MACHINE = r"https?://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?"
_SMALLEST_PACKED = 1000


def create_app(store: Store, settings: Settings = AS_THEY_COME) -> FastAPI:
    """The HTTP application over a store that the caller opened and that is let go when the server stops."""
    app = FastAPI(
        title="duibiao 对标",
        version=version("duibiao"),
        summary="Knowledge graph and compliance queries for work safety / 安全生产知识图谱与合规查询",
        lifespan=_letting_go,
        docs_url=None,  # the pages of FastAPI fetch scripts from elsewhere and are blank behind an air gap; ours is in `api_docs`
        redoc_url=None,
    )
    app.state.settings, app.state.metrics = settings, Metrics()
    app.state.access = Access(Views(store), Tokens(store.path), settings.private)
    app.state.workers, app.state.turns = Workers(settings.limits), Turns(settings.places)
    app.state.querying = CapacityLimiter(100)  # threads of their own for queries that wait their turn
    app.state.loads = loads.Loads()
    problems.handle(app)
    _around(app, settings)
    for room in _ROOMS:
        app.include_router(room.router)
    app.get("/healthz", summary="Is the server up?")(health)
    app.get("/readyz", summary="Does the store answer?")(ready)
    _describe(app)
    return app


def _around(app: FastAPI, settings: Settings) -> None:
    """The layers around every request, the innermost first."""
    app.add_middleware(Outer, of=app)
    app.add_middleware(GZipMiddleware, minimum_size=_SMALLEST_PACKED)
    if settings.origins is not None:
        origins: dict[str, Any] = {"allow_origins": settings.origins}
    else:  # where reading is open, a web site must not read through the browser of somebody who can reach this server
        origins = {"allow_origins": ["*"]} if settings.private else {"allow_origin_regex": _THIS_MACHINE}
    app.add_middleware(
        CORSMiddleware,
        **origins,
        allow_methods=["GET", "HEAD", "POST", "PUT", "DELETE"],
        allow_headers=["Accept", "Accept-Language", "Authorization", "Content-Type", "If-None-Match"],
        expose_headers=["ETag", "Link", "Location", "Retry-After"],
        max_age=600,
    )


def _describe(app: FastAPI) -> None:
    """The OpenAPI description, with the one shape that every error has."""
    made = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            documented.complete(made())
        return made()

    app.openapi = openapi  # type: ignore[method-assign]


@asynccontextmanager
async def _letting_go(app: FastAPI) -> AsyncIterator[None]:
    yield
    app.state.loads.close()
    app.state.workers.close()
    views: Views = app.state.access.views
    with app.state.access.writing:  # a transaction under way is finished
        views.close()
        close(views.whole.store)
        views.whole.store.close()


def health() -> dict[str, str]:
    """The server answers."""
    return {"status": "ok"}


def ready(request: Request, store: TheStore) -> dict[str, str | int]:
    """The store is open and answers; `version` grows with every change."""
    return {"status": "ready", "version": request.app.state.access.views.whole.store.version, "graphs": len(store.graphs())}


def from_environment() -> FastAPI:
    """The application over the store in the folder DUIBIAO_STORE, `.duibiao` by default, with the settings that the environment says."""
    settings = from_variables(os.environ)
    if settings.logs:
        logs.configure()
    return create_app(Store.open(Path(os.environ.get("DUIBIAO_STORE", ".duibiao"))), settings)
