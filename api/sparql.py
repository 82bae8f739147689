"""The SPARQL 1.1 protocol, query operation: GET with `query`, POST of a form, POST of the query itself."""

from typing import Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import Response

from duibiao import queries
from duibiao.api import bodies
from duibiao.api.negotiation import chosen
from duibiao.store import Store

_ROWS = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
_GRAPHS = {
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdf",
}
_LONGEST = 100_000


def store_of(request: Request) -> Store:
    """The store that the application was made with."""
    store: Store = request.app.state.store
    return store


router = APIRouter()
TheStore = Annotated[Store, Depends(store_of)]


@router.get("/sparql", summary="SPARQL 1.1 query", response_class=Response)
def get_query(request: Request, store: TheStore, query: str) -> Response:
    """Run the query given in the parameter `query`."""
    return _answer(store, query, request.headers.get("accept"))


async def _posted(request: Request) -> str:
    """The query in the body of a POST: form-encoded or as it is."""
    body = await bodies.whole(request, _LONGEST, "a query")
    kind = bodies.media_type(request)
    if kind not in {"application/sparql-query", "application/x-www-form-urlencoded"}:
        raise HTTPException(415, "send the query form-encoded as `query`, or as application/sparql-query")
    try:
        text = body.decode()
        found = [text] if kind == "application/sparql-query" else parse_qs(text, errors="strict").get("query", [])
    except UnicodeDecodeError as error:
        raise HTTPException(400, "the query is not UTF-8") from error
    if len(found) != 1:
        raise HTTPException(400, "the form must hold `query` once")
    return found[0]


@router.post("/sparql", summary="SPARQL 1.1 query", response_class=Response)
def post_query(request: Request, store: TheStore, query: Annotated[str, Depends(_posted)]) -> Response:
    """Run the query posted."""
    return _answer(store, query, request.headers.get("accept"))


def _answer(store: Store, query: str, accept: str | None) -> Response:
    queries.refuse_unsafe(query)
    offered = _GRAPHS if queries.gives_graph(query) else _ROWS
    media = chosen(accept, list(offered))
    if media is None:
        raise HTTPException(406, f"this query can be answered as {', '.join(offered)}")
    return Response(queries.results(store, query, offered[media]), media_type=media)
