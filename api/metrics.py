"""What Prometheus reads: how much is asked and how long it takes, by route; nothing that says who asks or about whom."""

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.types import Scope

from duibiao.api.access import TheBearer, access_of
from duibiao.api.documented import Answers, problems

router = APIRouter()
_BUCKETS = (0.005, 0.02, 0.1, 0.5, 2, 10, 60)


class Metrics:
    """The metrics of one application."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter("duibiao_requests", "requests answered", ["method", "route", "status"], registry=self.registry)
        self._seconds = Histogram("duibiao_request_seconds", "time to answer", ["route"], buckets=_BUCKETS, registry=self.registry)
        self.limits = Counter("duibiao_query_limits", "queries stopped at a limit", ["limit"], registry=self.registry)
        self.version = Gauge("duibiao_store_version", "transactions of the store", registry=self.registry)
        self.graphs = Gauge("duibiao_store_graphs", "named graphs of the store", registry=self.registry)

    def note(self, scope: Scope, status: int, seconds: float) -> None:
        """Count a request by its route, never by its path, which may name people and enterprises."""
        route = route_of(scope)
        self._requests.labels(scope["method"] if route != "none" else "", route, status).inc()
        self._seconds.labels(route).observe(seconds)


def route_of(scope: Scope) -> str:
    """The pattern of the route that answers; `none` where none does."""
    return getattr(scope.get("route"), "path", "none")


def _may_read(request: Request, bearer: TheBearer) -> None:
    if access_of(request).private and bearer is None:
        raise HTTPException(401, "reading the metrics needs a token here", {"WWW-Authenticate": 'Bearer realm="duibiao"'})


_ANSWERS: Answers = {200: {"content": {"text/plain": {}}, "description": "the metrics"}}
_ANSWERS |= problems({401: "reading is not open here, and there is no token"})


@router.get("/metrics", summary="Metrics for Prometheus", response_class=Response, responses=_ANSWERS)
def metrics(request: Request, allowed: Annotated[None, Depends(_may_read)]) -> Response:
    """Requests by route and status, how long they took, queries stopped at limits, and the size of the store."""
    found: Metrics = request.app.state.metrics
    store = access_of(request).views.whole.store
    found.version.set(store.version)
    found.graphs.set(len(store.graphs()))
    return Response(generate_latest(found.registry), media_type=CONTENT_TYPE_LATEST)
