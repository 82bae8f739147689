"""Pages for people, rendered on the server; they need no script."""

from datetime import date
from importlib.resources import files
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from pydantic import BeforeValidator
from pyoxigraph import NamedNode

from duibiao.api.access import TheView
from duibiao.api.negotiation import language_of
from duibiao.api.rest import report_on
from duibiao.ontology import iris
from duibiao.reasoning.references import unverified_name
from duibiao.register import enterprise_codes, names
from duibiao.register.formats import SEVERITY, STATE, basis_text, waiver_text

router = APIRouter()
PAGES = Environment(
    loader=PackageLoader("duibiao.api", "pages"),
    autoescape=select_autoescape(),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
"""The templates, which escape all that they are given."""


def address(term: object) -> str | None:
    """Where a thing of ours, or its IRI, answers here; None for what is not ours."""
    ours, iri = f"{iris.BASE}id/", term.value if isinstance(term, NamedNode) else term
    return f"/id/{quote(iri.removeprefix(ours))}" if isinstance(iri, str) and iri.startswith(ours) else None


PAGES.globals.update(
    address=address,
    severity_name=SEVERITY,
    state_name=STATE,
    basis_text=basis_text,
    waiver_text=waiver_text,
    unverified_name=unverified_name,
)


@router.get("/", response_class=HTMLResponse, include_in_schema=False)
def gaps(
    request: Request,
    view: TheView,
    enterprise: str | None = None,
    as_of: Annotated[date | None, BeforeValidator(lambda text: text or None)] = None,  # the form sends a cleared date as nothing
    severity: Annotated[Literal["violation", "warning", "info"] | None, Query()] = None,
    lang: Literal["zh", "en"] | None = None,
) -> HTMLResponse:
    """The gaps in plain sentences, with filters."""
    language = lang or language_of(request)
    report = report_on(view, as_of or date.today(), enterprise or None)
    store = view.store
    page = PAGES.get_template("gaps.html").render(
        lang=language,
        here="/",
        report=report,
        gaps=[gap for gap in report.gaps if severity is None or gap.severity == severity],
        severity=severity,
        enterprise=enterprise,
        companies=names(store, enterprise_codes(store)),
    )
    return HTMLResponse(page)


@router.get("/static/{name}", include_in_schema=False)
def static(name: Literal["duibiao.css", "api-docs.js"]) -> Response:
    """The style sheet, and the script of the page on the HTTP interface."""
    media = "text/css" if name.endswith(".css") else "text/javascript"
    return Response(files("duibiao.api").joinpath("static", name).read_bytes(), media_type=media)
