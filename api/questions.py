"""The named questions over HTTP: which there are, and the answer of each in pages, as JSON, CSV or an Excel workbook."""

import csv
import io
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import JSONResponse, Response

from duibiao import queries
from duibiao.api.access import TheStore
from duibiao.api.negotiation import chosen
from duibiao.register.formats import safe_cell, sheets_as_bytes

router = APIRouter()
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OFFERED = ("application/json", "text/csv", _XLSX)
_OURS = {"limit", "cursor"}


@router.get("/api/questions", summary="The named questions")
def listed() -> dict[str, Any]:
    """Every question with its words in Chinese and English, whom it is for, and its parameters."""
    return {"questions": [question.as_json() for question in queries.questions().values()]}


@router.get("/api/questions/{name}", summary="The answer to a named question", response_class=JSONResponse)
def answered(
    request: Request,
    store: TheStore,
    name: str,
    limit: Annotated[int, Query(ge=1, le=10_000, description="rows a page")] = 1000,
    cursor: Annotated[int, Query(ge=0, le=2**53, description="where the page begins, as `next` has it")] = 0,
) -> Response:
    """Columns and rows, as JSON, text/csv or an Excel workbook by Accept. The question's own parameters, which /api/questions lists, are
    given as they are named: `?by=2027-06-30`. `next` is where the next page is, null on the last one; CSV and Excel have it as a link."""
    if name not in queries.questions():
        raise HTTPException(HTTPStatus.NOT_FOUND, f"no question is called {name}; see /api/questions")
    media = chosen(request.headers.get("accept"), _OFFERED)
    if media is None:
        raise HTTPException(HTTPStatus.NOT_ACCEPTABLE, f"an answer comes as {', '.join(_OFFERED)}")
    given = {key: value for key, value in request.query_params.items() if key not in _OURS}
    answer = queries.ask(store, name, given)
    page = queries.Answer(answer.columns, answer.rows[cursor : cursor + limit])
    more = cursor + limit < len(answer.rows)
    following = f"{request.url.path}?{urlencode({**given, 'limit': limit, 'cursor': cursor + limit})}" if more else None
    return _written(page, media, following, cut=answer.more)


def _written(page: queries.Answer, media: str, following: str | None, *, cut: bool) -> Response:
    if media == "application/json":
        return JSONResponse({"columns": page.columns, "rows": page.rows, "next": following, "more": bool(following) or cut})
    table = [page.columns, *([safe_cell(cell or "") for cell in row] for row in page.cells())]
    headers = {"Link": f'<{following}>; rel="next"'} if following else {}
    if media == _XLSX:
        return Response(sheets_as_bytes({"answer": table}), headers=headers, media_type=media)
    text = io.StringIO()
    csv.writer(text).writerows(table)
    return Response(text.getvalue(), headers=headers, media_type="text/csv; charset=utf-8")
