"""Identification of major hazard sources over HTTP: an inventory in, the document of `duibiao hazard` out."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, Literal, NoReturn

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import JSONResponse

from duibiao.api import bodies
from duibiao.api.negotiation import language_of
from duibiao.loaders import inventories
from duibiao.loaders.inventories import COLUMNS, Inventory
from duibiao.register.hazard import identified
from duibiao.register.hazard_formats import hazard_json

router = APIRouter()

MOST_BYTES = 20_000_000
_LONGEST_CELL = 1000
_OF_UNIT = ("unit", "kind", "people")
"""What a unit with rows of its own states once for all of them."""

_EXAMPLE = {
    "rows": [
        {"unit": "1号罐区", "kind": "储存单元", "substance": "甲醇", "cas": "67-56-1", "quantity": 800, "mass_unit": "t", "people": 36},
        {"unit": "1号罐区", "substance": "液氨", "quantity": "6000", "mass_unit": "kg"},
    ]
}
_CELLS = {name: {"type": ["string", "number", "null"], "description": words[0]} for name, words in COLUMNS.items()}
_ROW = {
    "type": "object",
    "description": "one substance in one unit; the Chinese heads of an inventory are accepted as keys too",
    "properties": _CELLS,
}
_ROWS = {"type": "array", "items": _ROW}
_UNIT = {
    "type": "object",
    "properties": {**{name: _CELLS[name] for name in _OF_UNIT}, "rows": _ROWS},
    "required": ["unit", "rows"],
}
_BODY = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "oneOf": [
                    {"type": "object", "properties": {"rows": _ROWS}, "required": ["rows"]},
                    {"type": "object", "properties": {"units": {"type": "array", "items": _UNIT}}, "required": ["units"]},
                    _ROWS,
                ]
            },
            "example": _EXAMPLE,
        },
        "text/csv": {"schema": {"type": "string"}, "example": "单元,物质,数量(t)\n1号罐区,甲醇,800\n"},
    },
}
_PROBLEM: dict[str, Any] = {"content": {"application/problem+json": {}}}
_RESPONSES: dict[int | str, dict[str, Any]] = {
    413: _PROBLEM | {"description": f"the body has more than {MOST_BYTES} bytes"},
    415: _PROBLEM | {"description": "neither JSON nor CSV"},
    422: _PROBLEM | {"description": "no inventory can be read from the body, or a parameter is wrong"},
}


async def _body(request: Request) -> bytes:
    return await bodies.whole(request, MOST_BYTES, "an inventory")


def _inventory(request: Request, body: Annotated[bytes, Depends(_body)]) -> Inventory:
    kind = bodies.media_type(request)
    if kind == "text/csv":
        return inventories.of_bytes(body, ".csv")
    if kind in {"", "application/json"} or kind.endswith("+json"):
        return inventories.of_rows(_rows(_decoded(body)))
    raise HTTPException(415, "send the inventory as application/json or text/csv")


@router.post(
    "/api/hazard-identification", summary="Major hazard sources by GB 18218", openapi_extra={"requestBody": _BODY}, responses=_RESPONSES
)
def identification(
    request: Request,
    inventory: Annotated[Inventory, Depends(_inventory)],
    as_of: Annotated[date | None, Query(description="the day to judge by; today by default")] = None,
    lang: Annotated[Literal["zh", "en"] | None, Query(description="the language of problems and notes")] = None,
) -> JSONResponse:
    """Each unit's S and R, whether it is a major hazard source and of which level, with every row's threshold, factor and clause.

    Numbers may be JSON numbers or text; they count exactly as written. `errors` are the rows and columns that could not be read.
    """
    day = as_of or date.today()
    return JSONResponse(hazard_json(identified(inventory, day), inventory.errors, day, lang or language_of(request)))


# --- the body


def _decoded(body: bytes) -> Any:
    """The JSON value of the body, its numbers by their digits, since a binary float would change them."""
    try:
        found = json.loads(body.decode("utf-8-sig"), parse_float=str, parse_int=str, parse_constant=_refused)
        json.dumps(found, ensure_ascii=False).encode()  # half a character, escaped, could not be answered
    except RecursionError:
        _wrong("the body is nested too deeply")
    except ValueError as error:
        _wrong(f"the body is no JSON in UTF-8: {error}")
    return found


def _refused(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number")


def _wrong(detail: str) -> NoReturn:
    raise HTTPException(422, detail)


def _rows(found: Any) -> Iterator[dict[str, str]]:
    if isinstance(found, list):
        found = {"rows": found}
    if not isinstance(found, dict) or len(found) != 1 or not found.keys() <= {"rows", "units"}:
        _wrong('the body must be a list of rows, {"rows": [...]} or {"units": [...]}')
    if "rows" in found:
        yield from (_row(row, f"rows[{number}]") for number, row in enumerate(_list(found["rows"], "rows")))
        return
    for number, unit in enumerate(_list(found["units"], "units")):
        yield from _unit(unit, f"units[{number}]")


def _unit(found: Any, place: str) -> Iterator[dict[str, str]]:
    """The rows of a unit, each with what the unit states; a row of the unit alone where it has none."""
    if not isinstance(found, dict):
        _wrong(f"{place} must be an object with unit and rows")
    own = _row({key: value for key, value in found.items() if key != "rows"}, place)
    if not _names_unit(own):
        _wrong(f"{place} must name its unit")
    rows = [_row(row, f"{place}.rows[{number}]") for number, row in enumerate(_list(found.get("rows"), f"{place}.rows"))]
    if (number := next((n for n, row in enumerate(rows) if _names_unit(row)), None)) is not None:
        _wrong(f"{place}.rows[{number}] must not name a unit of its own")
    yield from (own | {key: text for key, text in row.items() if text} for row in rows or [{}])


def _names_unit(row: Mapping[str, str]) -> bool:
    return any(text.strip() and inventories.field_of(key) == "unit" for key, text in row.items())


def _list(found: Any, place: str) -> list[Any]:
    if not isinstance(found, list):
        _wrong(f"{place} must be a list")
    return found


def _row(found: Any, place: str) -> dict[str, str]:
    if not isinstance(found, dict):
        _wrong(f"{place} must be an object with one substance")
    return {key: _cell(value, f"{place}, {key[:50]!r},") for key, value in found.items()}


def _cell(value: Any, place: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        _wrong(f"{place} must be text or a number")
    if len(value) > _LONGEST_CELL:
        _wrong(f"{place} has more than {_LONGEST_CELL} characters")
    return value
