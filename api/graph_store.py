"""The SPARQL 1.1 graph store protocol: a graph read, replaced, added to or deleted whole."""

from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from typing import Annotated, Any

import pyoxigraph as ox
from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import Response
from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from duibiao.api import bodies
from duibiao.api.access import TheStore, access_of, needs
from duibiao.api.description import graph_response
from duibiao.api.documented import problems
from duibiao.api.negotiation import chosen
from duibiao.ontology import iris
from duibiao.queries.results import GRAPH_MEDIA
from duibiao.register import Bearer, updates

router = APIRouter()
PATH = "/rdf-graph-store"

_LONGEST = 50_000_000
_GENID = iris.resource("genid").value + "/"
_ANSWERS = problems(
    {
        400: "no graph is named, or two, or its name is no IRI; the body is not well formed",
        401: "no token, or one that is not known",
        403: "a token for another role, or a graph that is not for people to update",
        404: "there is no such graph",
        406: "no media type that a graph can be given in",
        413: f"the body has more than {_LONGEST} bytes",
        415: "the body is in none of the media types of graphs",
    }
)
_BODY: dict[str, Any] = {
    "requestBody": {"required": True, "content": {media: {"schema": {"type": "string"}} for media in GRAPH_MEDIA}},
}
Administrator = Annotated[Bearer, Depends(needs("administrator"))]
Graph = Annotated[str | None, Query(description="the IRI of a named graph")]
Default = Annotated[str | None, Query(description="given without a value, the default graph instead")]


def _named(graph: Graph = None, default: Default = None) -> NamedNode | None:
    """The graph that is meant; None where none is named."""
    if graph is not None and default is not None:
        raise HTTPException(400, "name one graph: either ?graph=IRI or ?default")
    if graph is None:
        return None if default is None else updates.DEFAULT
    try:
        return NamedNode(graph)
    except ValueError as error:
        raise HTTPException(400, f"“{graph[:200]}” is no IRI; give it whole, like http://…") from error


Named = Annotated[NamedNode | None, Depends(_named)]


def _must(named: Named) -> NamedNode:
    if named is None:
        raise HTTPException(400, "no graph is named; add ?graph=IRI or ?default")
    return named


TheGraph = Annotated[NamedNode, Depends(_must)]


@router.get(PATH, summary="A graph", response_class=Response, responses=_ANSWERS)
def read(request: Request, store: TheStore, name: TheGraph) -> Response:
    """The statements of the graph, by Accept as Turtle, N-Triples, JSON-LD or RDF/XML; nodes that came without a name have none here."""
    if name not in store and name != updates.DEFAULT:
        raise _absent(name)
    media = chosen(request.headers.get("accept"), list(GRAPH_MEDIA))
    if media is None:
        raise HTTPException(406, f"a graph is given as {', '.join(GRAPH_MEDIA)}")
    return graph_response([_nameless(triple) for triple in store.graph(name)], media, {})


async def _sent(request: Request, name: Named) -> list[Triple]:
    """The statements that the request brings: in its body, or in several files of a form."""
    body = await bodies.whole(request, _LONGEST, "a graph")
    base = name.value if name else str(request.url.replace(query=""))
    if bodies.media_type(request) != "multipart/form-data":
        return _parsed(body, request.headers.get("content-type", ""), base)
    return [triple for content, kind in await _files(request, body) for triple in _parsed(content, kind, base)]


Sent = Annotated[list[Triple], Depends(_sent)]


async def _files(request: Request, body: bytes) -> list[tuple[bytes, str]]:
    async def stream() -> Any:
        yield body

    try:
        form = await MultiPartParser(request.headers, stream()).parse()
    except (MultiPartException, KeyError) as error:
        raise HTTPException(400, "the form cannot be read; send its parts as files") from error
    try:
        files = [value for _, value in form.multi_items() if isinstance(value, UploadFile)]
        return [(await file.read(), file.content_type or "") for file in files]
    finally:
        await form.close()


def _parsed(body: bytes, kind: str, base: str) -> list[Triple]:
    form = RdfFormat.from_media_type(kind) if kind else None
    if form is None or form.supports_datasets and form != RdfFormat.JSON_LD:
        raise HTTPException(415, f"send the graph as {', '.join(GRAPH_MEDIA)}")
    try:
        quads = list(ox.parse(body, format=form, base_iri=base))
    except (SyntaxError, ValueError, OSError) as error:
        raise HTTPException(400, f"the graph cannot be read: {' '.join(str(error).split())[:300]}") from error
    if any(not isinstance(quad.graph_name, ox.DefaultGraph) for quad in quads):
        raise HTTPException(400, "the body has graphs of its own; send one graph")
    return [quad.triple for quad in quads]


@router.put(
    PATH,
    status_code=204,
    summary="Replace a graph",
    response_class=Response,
    responses=_ANSWERS | {201: {"description": "made"}},
    openapi_extra=_BODY,
)
def put(request: Request, bearer: Administrator, name: TheGraph, sent: Sent) -> Response:
    """Make the graph what the body says: 201 where there was none, else 204."""
    return _write(request, bearer, name, sent, "PUT", keep=False)


@router.post(
    PATH,
    status_code=204,
    summary="Add to a graph",
    response_class=Response,
    responses=_ANSWERS | {201: {"description": "made; Location names it"}},
    openapi_extra=_BODY,
)
def post(request: Request, bearer: Administrator, name: Named, sent: Sent) -> Response:
    """Add the statements of the body, or of the files of a form, to the graph; where none is named, to a new one whose IRI is Location."""
    if name is None:
        lines = "\n".join(sorted(map(str, sent)))
        name = NamedNode(updates.WORK + sha256(lines.encode()).hexdigest()[:16])
        answer = _write(request, bearer, name, sent, "POST", keep=True)
        return Response(status_code=201, headers={"Location": name.value, **{k: v for k, v in answer.headers.items() if k == "etag"}})
    return _write(request, bearer, name, sent, "POST", keep=True)


@router.delete(PATH, status_code=204, summary="Delete a graph", response_class=Response, responses=_ANSWERS)
def delete(request: Request, bearer: Administrator, name: TheGraph) -> Response:
    """Take the graph away, with what followed from it."""
    if name not in access_of(request).views.whole.store and name != updates.DEFAULT:
        raise _absent(name)
    return _write(request, bearer, name, [], "DELETE", keep=False)


def _write(request: Request, bearer: Bearer, name: NamedNode, sent: Iterable[Triple], method: str, *, keep: bool) -> Response:
    access = access_of(request)
    with access.writing:
        store = access.views.whole.store
        there = name in store
        content = {*sent, *(store.graph(name) if keep else ())}
        updates.replace(store, {name: content}, day=date.today(), who=bearer.name, asked=f"{method} {PATH}")
        made = not there and name in store
    return Response(status_code=201 if made else 204, headers={"Location": name.value} if made else None)


def _absent(name: NamedNode) -> HTTPException:
    return HTTPException(404, f"there is no graph {name.value}; ask `SELECT DISTINCT ?g {{ GRAPH ?g {{ }} }}` for those there are")


def _nameless(triple: Triple) -> Triple:
    """The statement with blank nodes where there were some before they got IRIs."""
    subject, found = _blank(triple.subject), _blank(triple.object)
    return triple if (subject, found) == (triple.subject, triple.object) else Triple(subject, triple.predicate, found)


def _blank(term: Any) -> Any:
    if isinstance(term, NamedNode) and term.value.startswith(_GENID):
        return BlankNode(sha256(term.value.encode()).hexdigest()[:16])
    return term
