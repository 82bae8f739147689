"""The SPARQL 1.1 protocol, query operation: GET with `query`, POST of a form, POST of the query itself; without one, what can be asked."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO
from uuid import uuid4

from anyio.to_thread import run_sync
from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response, StreamingResponse
from pyoxigraph import NamedNode

from duibiao import queries
from duibiao.api import bodies, description
from duibiao.api.access import TheBearer, TheView, View, caller
from duibiao.api.documented import Answers, problems
from duibiao.api.negotiation import chosen
from duibiao.ontology.terms import PREFIXES
from duibiao.queries.results import GRAPH_MEDIA, ROW_MEDIA

LONGEST = 100_000
_AT_ONCE = 1 << 20
_DATASET = ("default-graph-uri", "named-graph-uri")

router = APIRouter()

_ANSWERS: Answers = {
    200: {"description": "the answer", "content": {media: {} for media in (*ROW_MEDIA, *GRAPH_MEDIA)}},
    **problems(
        {
            400: "no query, or one that is not run",
            406: "no media type that this query can be answered in",
            413: "the query has more than 100,000 bytes",
            415: "neither a form nor application/sparql-query, or not UTF-8",
            422: "the query was stopped at a limit of time, memory, rows or bytes, which `type` names",
            429: "as many queries of yours are waiting as may be",
            503: "too many queries are waiting",
        }
    ),
}
_DATASET_PARAMETERS = [
    {"name": name, "in": "query", "required": False, "schema": {"type": "array", "items": {"type": "string"}}, "explode": True}
    for name in _DATASET
]


@dataclass(frozen=True)
class Asked:
    """A query as it came: its text and the data set that the protocol names for it."""

    text: str
    default: Sequence[str] = ()
    named: Sequence[str] = ()


@router.get(
    "/sparql",
    summary="SPARQL 1.1 query, or what there is to ask",
    response_class=Response,
    responses=_ANSWERS,
    openapi_extra={"parameters": [
        {"name": "query", "in": "query", "required": False, "schema": {"type": "string"}, "description": "left out: describe the service"},
        *_DATASET_PARAMETERS,
    ]},
)  # fmt: skip
async def get_query(request: Request, view: TheView, bearer: TheBearer) -> Response:
    """Run the query given in the parameter `query`; without it, describe the service (SPARQL 1.1 Service Description) by Accept."""
    fields = request.query_params.multi_items()
    if any(name == "update" for name, _ in fields):
        raise HTTPException(400, "an update is posted to /sparql/update")
    if not any(name == "query" for name, _ in fields):
        return await run_sync(description.described, request, view.store)
    return await answered(request, view, one_of(fields, "query", *_DATASET))


@router.post(
    "/sparql",
    summary="SPARQL 1.1 query",
    response_class=Response,
    responses=_ANSWERS,
    openapi_extra={
        "parameters": _DATASET_PARAMETERS,
        "requestBody": {"required": True, "content": {
            "application/sparql-query": {"schema": {"type": "string"}},
            "application/x-www-form-urlencoded": {"schema": {
                "type": "object", "properties": {"query": {"type": "string"}}, "required": ["query"]}},
        }},
    },
)  # fmt: skip
async def post_query(request: Request, view: TheView, bearer: TheBearer) -> Response:
    """Run the query posted."""
    return await answered(request, view, await posted(request, "query", *_DATASET))


async def posted(request: Request, what: str, default: str, named: str) -> Asked:
    """The query or update in the body of a POST, form-encoded or as it is, with its data set."""
    body = await bodies.whole(request, LONGEST, f"a{'n' if what == 'update' else ''} {what}")
    kind, direct = bodies.media_type(request), f"application/sparql-{what}"
    if kind not in {direct, "application/x-www-form-urlencoded"}:
        raise HTTPException(415, f"send the {what} form-encoded as `{what}`, or as {direct}")
    fields = request.query_params.multi_items()
    if kind == direct:
        return one_of([*fields, (what, bodies.utf8(request, body, f"the {what}"))], what, default, named)
    return one_of([*fields, *bodies.form(request, body, f"the {what}")], what, default, named)


def one_of(fields: Sequence[tuple[str, str]], what: str, default: str, named: str) -> Asked:
    """What the fields ask. 400 where it is not there once, or a graph is no IRI."""
    texts = [value for name, value in fields if name == what]
    if len(texts) != 1:
        raise HTTPException(400, f"there must be `{what}` once")
    graphs = [[value for name, value in fields if name == wanted] for wanted in (default, named)]
    for graph in (*graphs[0], *graphs[1]):
        try:
            NamedNode(graph)
        except ValueError as error:
            raise HTTPException(400, f"“{graph[:200]}” is no IRI of a graph; give it whole, like http://…") from error
    return Asked(texts[0], *graphs)


async def answered(request: Request, view: View, asked: Asked) -> Response:
    """The answer to a query, worked out in a process of its own; threads of its own wait for it, so that others stay free."""
    return await run_sync(_answer, request, view, asked, limiter=request.app.state.querying)


def _answer(request: Request, view: View, asked: Asked) -> Response:
    queries.refuse_unsafe(asked.text)
    offered = GRAPH_MEDIA if queries.gives_graph(asked.text) else ROW_MEDIA
    media = chosen(request.headers.get("accept"), list(offered))
    if media is None:
        raise HTTPException(406, f"this query can be answered as {', '.join(offered)}")
    with request.app.state.turns.turn(caller(request)), view.snapshots.newest() as snapshot:
        out = snapshot.parent / uuid4().hex
        try:
            request.app.state.workers.run(_job(request, asked, snapshot, out, offered[media]))
        except BaseException:
            out.unlink(missing_ok=True)
            raise
        return _sent(out, media)


def _job(request: Request, asked: Asked, snapshot: Path, out: Path, form: str) -> dict[str, Any]:
    chosen_graphs = bool(asked.default or asked.named)
    return {
        "store": str(snapshot),
        "query": asked.text,
        "out": str(out),
        "format": form,
        "base": str(request.url.replace(query="")),
        "prefixes": PREFIXES,
        "union": not chosen_graphs and not queries.names_dataset(asked.text),
        "default_graph": list(asked.default) if chosen_graphs else None,
        "named_graphs": list(asked.named) if chosen_graphs else None,
    }


def _sent(out: Path, media: str) -> Response:
    """The answer out of its file: it is whole and its length known before the first byte goes, so a reader sees when the end fails."""
    size = out.stat().st_size
    if size <= _AT_ONCE:
        content = out.read_bytes()
        out.unlink()
        return Response(content, media_type=media)
    file = out.open("rb")
    with suppress(OSError):  # Windows removes no open file; the folder goes when the server stops
        out.unlink()
    return StreamingResponse(_chunks(file), media_type=media, headers={"Content-Length": str(size)})


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while chunk := file.read(_AT_ONCE):
            yield chunk
