"""The SPARQL 1.1 protocol, update operation: worked out on a copy of the store, written as one transaction of the register."""

from datetime import date
from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import Response
from pyoxigraph import NamedNode

from duibiao import queries
from duibiao.api.access import access_of, needs
from duibiao.api.documented import problems
from duibiao.api.sparql import Asked, posted
from duibiao.ontology.terms import PREFIXES
from duibiao.register import Bearer, updates

router = APIRouter()

_DATASET = ("using-graph-uri", "using-named-graph-uri")
_BODY = {
    "required": True,
    "content": {
        "application/sparql-update": {"schema": {"type": "string"}},
        "application/x-www-form-urlencoded": {
            "schema": {"type": "object", "properties": {"update": {"type": "string"}}, "required": ["update"]}
        },
    },
}
_PARAMETERS = [
    {"name": name, "in": "query", "required": False, "schema": {"type": "array", "items": {"type": "string"}}, "explode": True}
    for name in _DATASET
]
_ANSWERS = problems(
    {
        400: "no update, one that is not run, or a data set that it names itself already",
        401: "no token, or one that is not known",
        403: "a token for another role, or a graph that is not for people to update",
        413: "the update has more than 100,000 bytes",
        415: "neither a form nor application/sparql-update, or not UTF-8",
        422: "the update was stopped at a limit of time or memory, which `type` names",
    }
)


@router.post(
    "/sparql/update",
    status_code=204,
    summary="SPARQL 1.1 update",
    response_class=Response,
    responses=_ANSWERS,
    openapi_extra={"parameters": _PARAMETERS, "requestBody": _BODY},
)
async def post_update(request: Request, bearer: Annotated[Bearer, Depends(needs("administrator"))]) -> Response:
    """Run the update. It may change what people state: the graphs of enterprises, norms and documents, and graphs that are not ours; what
    follows from these is derived anew in the same transaction. Without GRAPH or USING it speaks of the graph `graph/default`."""
    asked = await posted(request, "update", *_DATASET)
    await run_sync(_updated, request, asked, bearer, limiter=request.app.state.querying)
    return Response(status_code=204)


def _updated(request: Request, asked: Asked, bearer: Bearer) -> None:
    queries.refuse_unsafe_update(asked.text)
    base = str(request.url.replace(query=""))
    reach = queries.reach(asked.text, base)
    if reach.has_dataset and (asked.default or asked.named):
        raise HTTPException(400, "the update says itself over which graphs it runs (USING, WITH); leave using-graph-uri out")
    named = {NamedNode(iri) for iri in reach.graphs}
    updates.refuse_protected(named)
    text = queries.over(asked.text, asked.default, asked.named) if asked.default or asked.named else asked.text
    access = access_of(request)
    store, view = access.views.whole.store, access.views.whole
    with access.writing, view.snapshots.own() as copy:
        request.app.state.workers.run(_job(text, base, str(copy)))
        content = updates.changed(store, copy, None if reach.anywhere else named, emptied=reach.all)
        updates.replace(store, content, day=date.today(), who=bearer.name, asked="POST /sparql/update")


def _job(text: str, base: str, store: str) -> dict[str, Any]:
    return {"store": store, "update": text, "base": base, "prefixes": PREFIXES, "default": updates.DEFAULT.value, "format": "", "out": ""}
