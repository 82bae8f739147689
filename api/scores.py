"""What an enterprise comes to, its results in another framework, and its reports as files."""

import json
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, Literal, get_args
from urllib.parse import quote

from fastapi import APIRouter, Query
from fastapi.responses import Response

from duibiao import register, shapes
from duibiao.api.access import TheStore, TheView
from duibiao.api.rest import report_on
from duibiao.register import crosswalk as walks
from duibiao.register import oscal, report_formats
from duibiao.register.papers import Subject
from duibiao.register.report import made
from duibiao.register.score_formats import score_json
from duibiao.register.scores import scorecard

router = APIRouter()
AsOf = Annotated[date | None, Query(description="the day to judge by; today by default")]
Whose = Annotated[str, Query(description="an enterprise's or authority's unified social credit code, or its name")]
Kind = Literal["whole", "gaps", "evaluation", "comparison", "self-evaluation", "coverage", "rectification", "quarterly"]
Oscal = Literal["oscal-results", "oscal-poam"]
Format = Literal["xlsx", "docx", "pdf", "html"]
_MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
}


@router.get("/api/score", summary="What an enterprise comes to")
def score(view: TheView, enterprise: Whose, as_of: AsOf = None) -> dict[str, Any]:
    """The document of `duibiao score`: colour, self-evaluations, the eight elements, incentives, checklists."""
    day, code = as_of or date.today(), register.code_of(view.store, enterprise)
    return score_json(scorecard(view.store, code, day=day, book=shapes.shipped(), report=report_on(view, day, code)))


@router.get("/api/crosswalk", summary="Results and standards in another version of the framework")
def crosswalk(
    store: TheStore,
    enterprise: Whose,
    to: Annotated[str, Query(description="the version to carry to, like GB/T 33000-2025")],
    start: Annotated[str, Query(alias="from", description="whose numbers the items have")] = walks.OWN,
    as_of: AsOf = None,
) -> dict[str, Any]:
    """The document of `duibiao crosswalk`: what is carried, what is left, which new elements nothing reaches. Nothing is written."""
    return walks.crosswalk(store, register.code_of(store, enterprise), to=to, start=start, day=as_of or date.today()).as_json()


@router.get("/api/report", summary="A report as a file", response_class=Response)
def report(
    view: TheView,
    enterprise: Whose,
    kind: Kind | Oscal = "whole",
    form: Annotated[Format, Query(alias="format", description="of a report for people; OSCAL is JSON")] = "xlsx",
    lang: Literal["zh", "en"] = "zh",
    due: Annotated[date | None, Query(description="the day that a notice or a plan sets")] = None,
    as_of: AsOf = None,
) -> Response:
    """The file that `duibiao report` writes."""
    day, code = as_of or date.today(), register.code_of(view.store, enterprise)
    found = report_on(view, day, code)
    subject = Subject(view.store, code, register.names(view.store, [code])[code], found, shapes.shipped(), lang, due)
    if kind in get_args(Oscal):
        document = oscal.results(subject) if kind == "oscal-results" else oscal.poam(subject)
        return _file(json.dumps(document, ensure_ascii=False).encode(), f"{subject.name}-{kind}", "json")
    return _file(_written(subject, kind, form), f"{subject.name}-{kind}", form)


def _written(subject: Subject, kind: str, form: str) -> bytes:
    with TemporaryDirectory() as folder:
        out = Path(folder) / f"report.{form}"
        report_formats.write(made(subject, kind), out)
        return out.read_bytes()


def _file(content: bytes, name: str, form: str) -> Response:
    disposition = f"attachment; filename*=UTF-8''{quote(f'{name}.{form}')}"
    return Response(content, media_type=_MEDIA[form], headers={"Content-Disposition": disposition})
