"""Every IRI of ours answers: a page for people, RDF for machines, by Accept or by the ending of the address."""

from typing import Literal

import pyoxigraph as ox
from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from duibiao.api.access import TheStore
from duibiao.api.negotiation import chosen, language_of
from duibiao.api.views import PAGES
from duibiao.ontology import iris
from duibiao.ontology.terms import PREFIXES
from duibiao.queries.things import Described, described

router = APIRouter()
_FORMATS = {
    "text/html": "html",
    "text/turtle": "ttl",
    "application/ld+json": "jsonld",
    "application/n-triples": "nt",
    "application/rdf+xml": "rdf",
}


@router.get("/id/{path:path}", summary="What is known of a thing", response_class=Response)
def thing(request: Request, store: TheStore, path: str, lang: Literal["zh", "en"] | None = None) -> Response:
    """The statements about the thing with this IRI and those that name it: an HTML page, Turtle, JSON-LD, N-Triples or RDF/XML by Accept,
    or by an ending such as `.ttl`."""
    media, found = _asked(request, store, path)
    if media == "text/html":
        language = lang or language_of(request)
        page = PAGES.get_template("thing.html").render(lang=language, here="", found=found)
        return HTMLResponse(page, headers={"Vary": "Accept, Accept-Language"})
    form = ox.RdfFormat.from_media_type(media)
    assert form is not None
    body = ox.serialize([*found.own, *found.incoming], format=form, prefixes=PREFIXES) or b""
    return Response(body, media_type=media, headers={"Vary": "Accept"})


def _asked(request: Request, store: TheStore, path: str) -> tuple[str, Described]:
    """The media type wanted and the thing; an ending counts only where no thing has it in its own name."""
    if found := _described(store, path):
        media = chosen(request.headers.get("accept"), list(_FORMATS))
        if media is None:
            raise HTTPException(406, f"this is answered as {', '.join(_FORMATS)}")
        return media, found
    stem, _, ending = path.rpartition(".")
    media = next((media for media, known in _FORMATS.items() if known == ending), None)
    if media and (found := _described(store, stem)):
        return media, found
    raise HTTPException(404, f"nothing is known of {iris.BASE}id/{path}")


def _described(store: TheStore, path: str) -> Described | None:
    try:
        return described(store, ox.NamedNode(f"{iris.BASE}id/{path}"))
    except ValueError:  # no IRI
        return None
