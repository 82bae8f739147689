"""The page that identifies major hazard sources: rows typed in or a file, and what they come to below."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from duibiao.api import bodies
from duibiao.api.hazard import MOST_BYTES
from duibiao.api.negotiation import language_of
from duibiao.api.views import PAGES
from duibiao.loaders import inventories
from duibiao.loaders.inventories import Inventory
from duibiao.loaders.result import RowError, UnreadableFile
from duibiao.ontology import concepts, labels
from duibiao.register import hazard_formats
from duibiao.register.hazard import Identified, identified

router = APIRouter()
Language = Literal["zh", "en"] | None

TYPED = ("unit", "kind", "substance", "cas", "quantity", "mass_unit", "hazard_class", "process_condition", "people", "state")
"""The fields of a row of the form, in its order."""
_CHOSEN = {"kind", "mass_unit", "state"}
"""Those with something in them before anything is typed, or that say nothing by themselves."""
_FIRST_ROWS, _MORE_ROWS, _MOST_ROWS = 3, 5, 200
_MOST_SHOWN = 1000
"""Rows of results that the page shows; the API gives all."""
_FAULTS = {
    "large": ("超过 {most} MB 的内容不读取", "more than {most} MB is not read"),
    "form": ("表单无法读取，请从本页重新提交", "the form cannot be read; send it from this page again"),
    "file": ("请先选择 .csv 或 .xlsx 文件", "choose a .csv or .xlsx file first"),
    "rows": ("请至少填写一行", "fill in at least one row"),
    "day": ("截至日期不是日期，请写成 2026-01-31", "the day is no date; write it like 2026-01-31"),
    "unread": ("文件无法读取：{reason}", "the file cannot be read: {reason}"),
}

Row = Mapping[str, str]


@dataclass(frozen=True)
class _Sent:
    """What a form brought: its rows and its other fields, or a file; or what is wrong with it."""

    rows: Sequence[Row] = ()
    others: Mapping[str, str] = field(default_factory=dict)
    file: tuple[str, bytes] | None = None
    fault: str | None = None


@dataclass(frozen=True)
class _Shown:
    """The page's rows and what they come to; `faults` of the whole by code, `errors` of the rows of the form by their number from 0."""

    rows: Sequence[Row]
    day: date
    found: Sequence[Identified] | None = None
    faults: Sequence[tuple[str, str]] = ()
    errors: Mapping[int, RowError] = field(default_factory=dict)
    of_file: Sequence[RowError] = ()


@router.get("/hazard", response_class=HTMLResponse, include_in_schema=False)
def form(request: Request, lang: Language = None) -> HTMLResponse:
    """The empty form."""
    return _page(_Shown(_blank(_FIRST_ROWS), date.today()), lang or language_of(request))


@router.get("/hazard/template.csv", include_in_schema=False)
def template(request: Request, lang: Language = None) -> Response:
    """The inventory to fill in."""
    text = hazard_formats.template(lang or language_of(request))
    name = {"Content-Disposition": 'attachment; filename="hazard-inventory.csv"'}
    return Response(text.encode(), media_type="text/csv; charset=utf-8", headers=name)


async def _sent(request: Request) -> _Sent:
    try:
        body = await bodies.whole(request, MOST_BYTES, "an inventory")
        if bodies.media_type(request) == "multipart/form-data":
            return await _of_parts(request, body)
        return _of_fields(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_MOST_ROWS * len(TYPED) + 10))
    except HTTPException:
        return _Sent(fault="large")
    except (ValueError, KeyError, MultiPartException):
        return _Sent(fault="form")


async def _of_parts(request: Request, body: bytes) -> _Sent:
    async def stream() -> AsyncIterator[bytes]:
        yield body

    parts = await MultiPartParser(request.headers, stream(), max_files=1, max_fields=10).parse()  # type: ignore[arg-type]
    try:
        file = parts.get("file")
        others = {name: value for name, value in parts.items() if isinstance(value, str)}
        if not isinstance(file, UploadFile) or not file.filename:
            return _Sent(others=others, fault="file")
        return _Sent(others=others, file=(file.filename, await file.read()))
    finally:
        await parts.close()


def _of_fields(pairs: Sequence[tuple[str, str]]) -> _Sent:
    columns = {name: [value.strip() for key, value in pairs if key == name] for name in TYPED}
    count = min(max(map(len, columns.values())), _MOST_ROWS)
    rows = [{name: values[n] if n < len(values) else "" for name, values in columns.items()} for n in range(count)]
    return _Sent(_filled_down(rows), {key: value for key, value in pairs if key not in columns})


def _filled_down(rows: Sequence[Row]) -> list[Row]:
    """The rows with the unit of the row above where they name none; the form says so and shows it."""
    unit, found = "", list[Row]()
    for row in rows:
        if not _is_blank(row):
            unit = row["unit"] or unit
            row = {**row, "unit": unit}
        found.append(row)
    return found


def _is_blank(row: Row) -> bool:
    return not any(row[name] for name in TYPED if name not in _CHOSEN)


def _blank(count: int) -> list[Row]:
    return [dict.fromkeys(TYPED, "") | {"mass_unit": "t"} for _ in range(count)]


@router.post("/hazard", response_class=HTMLResponse, include_in_schema=False)
def answer(request: Request, sent: Annotated[_Sent, Depends(_sent)], lang: Language = None) -> HTMLResponse:
    """The form as it was filled in, and the identification below."""
    return _page(_answered(sent), lang or language_of(request))


def _answered(sent: _Sent) -> _Shown:
    rows = [*sent.rows] or _blank(_FIRST_ROWS)
    try:
        day = date.fromisoformat(sent.others["as_of"]) if sent.others.get("as_of") else date.today()
    except ValueError:
        return _Shown(rows, date.today(), faults=[("day", "")])
    if "more" in sent.others:
        rows = [*rows, *_blank(_MORE_ROWS)][:_MOST_ROWS]
    if sent.fault:
        return _Shown(rows, day, faults=[(sent.fault, "")])
    return _of_file(*sent.file, rows, day) if sent.file else _of_rows(rows, day, asked="more" not in sent.others)


def _of_file(name: str, content: bytes, rows: Sequence[Row], day: date) -> _Shown:
    try:
        inventory = inventories.of_bytes(content, ending if (ending := Path(name).suffix.lower()) in {".csv", ".xlsx"} else ".other")
    except UnreadableFile as error:
        return _Shown(rows, day, faults=[("unread", str(error))])
    return _Shown(rows, day, _found(inventory, day), of_file=inventory.errors)


def _of_rows(rows: Sequence[Row], day: date, *, asked: bool) -> _Shown:
    typed = [number for number, row in enumerate(rows) if not _is_blank(row)]
    if not typed:
        return _Shown(rows, day, faults=[("rows", "")] if asked else [])
    inventory = inventories.of_rows([rows[number] for number in typed])
    errors = {typed[error.row - 1]: error for error in inventory.errors}
    return _Shown(rows, day, _found(inventory, day), errors=errors)


def _found(inventory: Inventory, day: date) -> list[Identified]:
    return list(identified(inventory, day))


def _page(shown: _Shown, language: str) -> HTMLResponse:
    said = [_FAULTS[code][language == "en"].format(reason=reason, most=MOST_BYTES // 1_000_000) for code, reason in shown.faults]
    units = list(_first(shown.found or ()))
    page = PAGES.get_template("hazard.html").render(
        lang=language,
        here="/hazard",
        shown=shown,
        units=units,
        faults=said,
        formats=hazard_formats,
        choices={"kind": _choices("UnitKind", language), "state": _choices("PhysicalState", language)},
    )
    codes = {code for code, _ in shown.faults}
    return HTMLResponse(page, status_code=413 if "large" in codes else 422 if codes else 200)


def _first(found: Sequence[Identified]) -> Iterator[Identified]:
    """The units as long as their rows can be shown; at least one."""
    rows = 0
    for unit in islice(found, _MOST_SHOWN):
        rows += len(unit.found.terms)
        if rows > _MOST_SHOWN and unit is not found[0]:
            return
        yield unit


def _choices(scheme: str, language: str) -> dict[str, str]:
    """The values of a list, by their Chinese labels, which the form sends in both languages."""
    return {labels()[term]["zh"]: labels()[term][language] for term in dict.fromkeys(concepts(scheme).values())}
