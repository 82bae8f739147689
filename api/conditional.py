"""Entity tags (RFC 9110, 8.8.3): an answer out of the store is the same as long as the store, the day and the way of asking are."""

from datetime import date
from hashlib import sha256
from importlib.metadata import version

from anyio.to_thread import run_sync
from fastapi import HTTPException, Request
from starlette.datastructures import MutableHeaders

from duibiao.api.access import bearer_of

_OUT_OF_THE_STORE = ("/api/", "/sparql", "/rdf-graph-store", "/id/", "/graph/")
_NOT = ("/api/loads", "/sparql/update")
_VARY = ("accept", "accept-language", "authorization")


async def not_changed(request: Request) -> bool:
    """Whether the one who asks has the answer already; the token must still be a good one."""
    known = request.headers.get("if-none-match")
    if not known or not _has_tag(request) or (_tag(request) not in known and known.strip() != "*"):
        return False
    try:
        await run_sync(bearer_of, request)
    except HTTPException:
        return False
    return known.strip() != "*"


def tag(request: Request, status: int, headers: MutableHeaders) -> None:
    """Give an answer its tag, and say what it depends on."""
    if not _has_tag(request):
        return
    headers.add_vary_header("Accept, Accept-Language, Authorization")
    if status in {200, 304}:
        headers["ETag"] = f'W/"{_tag(request)}"'
        headers.setdefault("Cache-Control", "no-cache" if not request.headers.get("authorization") else "private, no-cache")


def _has_tag(request: Request) -> bool:
    path = request.url.path
    return request.method in {"GET", "HEAD"} and (path == "/" or path.startswith(_OUT_OF_THE_STORE)) and not path.startswith(_NOT)


def _tag(request: Request) -> str:
    store = request.app.state.access.views.whole.store
    parts = [version("duibiao"), str(store.version), date.today().isoformat(), str(request.url)]
    parts += [request.headers.get(name, "") for name in _VARY]
    return sha256("\n".join(parts).encode()).hexdigest()[:24]
