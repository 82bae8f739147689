"""What a cell may hold: text, a number, a day, a flag, a list. Each reads the cell as people and spreadsheets write it."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Annotated, NoReturn

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError
from pyoxigraph import NamedNode

from duibiao.loaders import credit_code
from duibiao.ontology import concepts, intervals, units
from duibiao.ontology.iris import normal

_SEPARATOR = re.compile(r"[;；、\n](?![^《]*》)")  # a title may hold a 、 of its own


def written(value: object) -> str:
    """A cell as it is written: cells come as text, number, flag or date, and a whole number has no `.0`."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def _key(value: object) -> str:
    """A cell that is compared, not read: a number, a reference, a unit. Its width and its spaces do not matter."""
    return normal(written(value))


def parts(value: object) -> list[str]:
    """The entries of a cell that holds several, at each ; 、 or line."""
    return [part.strip() for part in _SEPARATOR.split(written(value)) if part.strip()]


def _keys(value: object) -> list[str]:
    return [normal(part) for part in parts(value)]


def _day(value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    found = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", _key(value))
    try:
        return date(*map(int, found.groups())) if found else _fault("bad_date")
    except ValueError:
        return _fault("bad_date")


def _moment(value: object) -> datetime:
    if isinstance(value, datetime):
        return value
    day, _, clock = _key(value).replace("T", " ").partition(" ")
    found = re.fullmatch(r"(\d{1,2}):(\d{2})(?::\d{2})?", clock)
    try:
        return datetime.combine(_day(day), time(int(found[1]), int(found[2]))) if found else _fault("bad_moment")
    except ValueError:
        return _fault("bad_moment")


_FLAGS = dict.fromkeys(("是", "有", "yes", "true", "1"), True) | dict.fromkeys(("否", "无", "no", "false", "0"), False)


def _flag(value: object) -> bool:
    text = _key(value).lower()
    return _FLAGS[text] if text in _FLAGS else _fault("not_a_flag")


def _number(value: object) -> Decimal:
    try:
        number = Decimal(_key(value))
    except InvalidOperation:
        _fault("not_a_number")
    if not number.is_finite() or abs(number.adjusted()) > 30:
        _fault("not_a_number")
    return number


def _quantity(value: object) -> Decimal | str:
    found = intervals.read(written(value))
    if found is None:
        return _fault("greater_than_equal", ge="0") if _number(value) < 0 else _fault("not_a_number")
    text = "" if found.exact is None else intervals.written(found.exact)
    return Decimal(text) if text and "/" not in text else written(value)


def _mass_unit(value: object) -> str:
    found = units.find(written(value))
    return found.label if found and found.dimension == "mass" else _fault("unknown_unit")


def _unit(value: object) -> str:
    return written(value) if units.find(written(value)) else _fault("unknown_unit")


def _credit(value: object) -> str:
    text = _key(value).upper()
    return text if credit_code.valid(text) else _fault("bad_credit_code")


def _fault(code: str, **context: str) -> NoReturn:
    raise PydanticCustomError(code, code, context or None)


def concept(scheme: str, value: object) -> NamedNode:
    """The concept that a cell names by any of its labels; a fault with the labels where it is none."""
    known = concepts(scheme)
    return known.get(_key(value).lower()) or _fault("unknown_value", allowed="、".join(known))


@dataclass(frozen=True)
class Told:
    """What people are told of a type of cell: its name in both languages and an example; where there is none, the header says enough."""

    zh: str
    en: str
    example: str = ""


YES_OR_NO = Told("是/否", "yes or no", "是")

Text = Annotated[str, BeforeValidator(written), Field(min_length=1), Told("文字", "text")]
Texts = Annotated[list[str], BeforeValidator(parts), Told("文字，多项用“；”分隔", "texts, ; between them", "甲；乙")]
Key = Annotated[str, BeforeValidator(_key), Field(min_length=1), Told("编号", "number", "001")]
Keys = Annotated[list[str], BeforeValidator(_keys), Told("编号，多项用“；”分隔", "numbers, ; between them", "001")]
Day = Annotated[date, BeforeValidator(_day), Told("日期", "day", "2026-01-31")]
Moment = Annotated[datetime, BeforeValidator(_moment), Told("时间", "day and time", "2026-01-31 08:30")]
"""A day with the time of day, by the clocks of the place."""
Flag = Annotated[bool, BeforeValidator(_flag), YES_OR_NO]
Amount = Annotated[Decimal, BeforeValidator(_number), Field(ge=0), Told("数", "number", "1.5")]
Quantity = Annotated[Decimal | str, BeforeValidator(_quantity), Told("数或区间", "number or bounds", "10～20")]
"""A number, or the bounds within which it is known, as written (`10～20`)."""
Count = Annotated[int, BeforeValidator(_number), Field(ge=0), Told("整数", "whole number", "3")]
Year = Annotated[int, BeforeValidator(_number), Field(ge=1900, le=2999), Told("年份", "year", "2026")]
CreditCode = Annotated[str, BeforeValidator(_credit), Told("统一社会信用代码", "credit code", "91350100M000100Y43")]
MassUnit = Annotated[str, BeforeValidator(_mass_unit), Told("质量单位", "unit of mass", "t")]
Unit = Annotated[str, BeforeValidator(_unit), Told("单位", "unit", "m")]
