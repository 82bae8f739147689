"""The HTTP interface told in the browser: Swagger UI over the OpenAPI description, all of it served from here."""

from importlib.resources import files
from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from duibiao.api.negotiation import language_of
from duibiao.api.views import PAGES

router = APIRouter()
_THEIRS = files("fastapi_swagger").joinpath("resources")
_MEDIA = {"css": "text/css", "js": "text/javascript"}


@router.get("/docs", response_class=HTMLResponse, include_in_schema=False)
def docs(request: Request, lang: Literal["zh", "en"] | None = None) -> HTMLResponse:
    """Every operation with its parameters and answers, to read and to try."""
    return HTMLResponse(PAGES.get_template("docs.html").render(lang=lang or language_of(request), here="/docs"))


@router.get("/static/swagger/{name}", include_in_schema=False)
def swagger(name: Literal["swagger-ui.css", "swagger-ui-bundle.js"]) -> Response:
    """The parts of Swagger UI, which come with a package."""
    return Response(_THEIRS.joinpath(name).read_bytes(), media_type=_MEDIA[name.rpartition(".")[2]])
