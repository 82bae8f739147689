"""One shape for every error: problem details (RFC 9457)."""

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from duibiao.loaders.result import UnreadableFile
from duibiao.ontology import iris
from duibiao.ontology.errors import Refusal, in_chinese
from duibiao.queries import AmbiguousName, IndexBusy, QuestionError, SearchRefused, UnknownName
from duibiao.register import (
    AmbiguousMatter,
    FieldRefused,
    StepRefused,
    UnknownEnterprise,
    UnknownGap,
    UnknownMatter,
    UnknownOwner,
    UpdateRefused,
    WaiverRefused,
    WrongDay,
)
from duibiao.register.crosswalk import UnknownFramework
from duibiao.register.oscal import NothingToPlan
from duibiao.register.report import NoSuchReport
from duibiao.register.whatif import AssumptionRefused
from duibiao.store.turns import QueueFull, TooManyWaiting
from duibiao.store.workers import LimitReached

_STATUS: dict[type[Refusal], HTTPStatus] = {
    UnknownName: HTTPStatus.NOT_FOUND,
    UnknownEnterprise: HTTPStatus.NOT_FOUND,
    UnknownGap: HTTPStatus.NOT_FOUND,
    UnknownOwner: HTTPStatus.NOT_FOUND,
    UnknownMatter: HTTPStatus.NOT_FOUND,
    AmbiguousMatter: HTTPStatus.CONFLICT,
    StepRefused: HTTPStatus.CONFLICT,
    FieldRefused: HTTPStatus.UNPROCESSABLE_ENTITY,
    QuestionError: HTTPStatus.UNPROCESSABLE_ENTITY,
    AssumptionRefused: HTTPStatus.UNPROCESSABLE_ENTITY,
    SearchRefused: HTTPStatus.UNPROCESSABLE_ENTITY,
    WaiverRefused: HTTPStatus.UNPROCESSABLE_ENTITY,
    WrongDay: HTTPStatus.UNPROCESSABLE_ENTITY,
    NoSuchReport: HTTPStatus.UNPROCESSABLE_ENTITY,
    NothingToPlan: HTTPStatus.UNPROCESSABLE_ENTITY,
    UnknownFramework: HTTPStatus.UNPROCESSABLE_ENTITY,
    AmbiguousName: HTTPStatus.CONFLICT,
    UnreadableFile: HTTPStatus.UNPROCESSABLE_ENTITY,
    IndexBusy: HTTPStatus.SERVICE_UNAVAILABLE,
    LimitReached: HTTPStatus.UNPROCESSABLE_ENTITY,
    TooManyWaiting: HTTPStatus.TOO_MANY_REQUESTS,
    QueueFull: HTTPStatus.SERVICE_UNAVAILABLE,
    UpdateRefused: HTTPStatus.FORBIDDEN,
}


def problem(status: HTTPStatus, detail: str, headers: Mapping[str, str] | None = None, kind: str = "about:blank") -> JSONResponse:
    """The error as application/problem+json: its kind, title, status and what to do, in Chinese too where that is
    known."""
    body = {"type": kind, "title": status.phrase, "status": status.value, "detail": detail}
    if chinese := in_chinese(detail):
        body["detail_zh"] = chinese
    return JSONResponse(body, status_code=status.value, headers=headers, media_type="application/problem+json")


def problem_of(error: HTTPException) -> JSONResponse:
    """An error of HTTP as a problem."""
    return problem(HTTPStatus(error.status_code), str(error.detail), error.headers)


def handle(app: FastAPI) -> None:
    """Answer every expected error of the application with a problem."""

    @app.exception_handler(Refusal)
    def refused(request: Request, error: Refusal) -> JSONResponse:
        if isinstance(error, LimitReached):
            request.app.state.metrics.limits.labels(error.limit).inc()
            return problem(_STATUS[LimitReached], str(error), kind=f"{iris.BASE}problem/{error.limit}-limit")
        wait = {"Retry-After": "10"} if isinstance(error, TooManyWaiting | QueueFull) else None
        return problem(_STATUS.get(type(error), HTTPStatus.BAD_REQUEST), str(error), wait)

    @app.exception_handler(OSError)
    def unwritten(request: Request, error: OSError) -> JSONResponse:
        detail = "nothing was written: the disk is full or cannot be written; make room and try again"
        return problem(HTTPStatus.INSUFFICIENT_STORAGE, detail)

    @app.exception_handler(HTTPException)
    def http_error(request: Request, error: HTTPException) -> JSONResponse:
        return problem_of(error)

    @app.exception_handler(Exception)
    def failed(request: Request, error: Exception) -> JSONResponse:
        return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "the server failed; its log says more")

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        said = "; ".join(f"{'.'.join(map(str, e['loc'][1:]))}: {e['msg']}" for e in error.errors())
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, said)
