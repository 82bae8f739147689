"""What can be wrong with a cell, said in both languages."""

from typing import Any

from duibiao.loaders.result import RowError
from duibiao.loaders.sheets import written

_MESSAGES: dict[str, tuple[str, str]] = {
    "missing": ("必填项为空", "a required cell is empty"),
    "missing_column": (
        "缺少必需的列“{value}”，本表未读入",
        "the required column {value} is missing; the sheet was not read",
    ),
    "unknown_column": ("表头不认识，该列未读入", "the header is not known; the column was not read"),
    "unknown_sheet": ("工作表名称不认识，未读入", "the sheet's name is not known; it was not read"),
    "repeated_sheet": ("同一张工作表出现两次，本张未读入", "the sheet is there twice; this one was not read"),
    "duplicate": ("编号重复，第一次出现在第{first}行", "the number stands already in row {first}"),
    "unknown_reference": ("“{other}”表中没有这个编号", "no such number in the sheet {other}"),
    "unknown_value": ("不在可选值中，可填：{allowed}", "not one of the values allowed: {allowed}"),
    "unknown_unit": ("计量单位不认识", "the unit is not known"),
    "bad_date": ("不是日期，请写成 2026-01-31", "no date; write it like 2026-01-31"),
    "bad_moment": ("不是时间，请写成 2026-01-31 08:30", "no time; write it like 2026-01-31 08:30"),
    "bad_credit_code": (
        "统一社会信用代码的长度、字符或校验码不对",
        "the credit code's length, characters or check character are wrong",
    ),
    "not_a_flag": ("请填“是”或“否”", "write 是 (yes) or 否 (no)"),
    "not_a_number": ("不是数字", "not a number"),
    "negative": ("不能小于 {least}", "must not be less than {least}"),
    "too_large": ("不能大于 {most}", "must not be more than {most}"),
    "formula_error": ("公式出错", "the formula failed"),
    "merged_cells": ("合并单元格：取消合并并逐行填写", "merged cells: undo the merge and fill each row"),
    "second_enterprise": ("一个工作簿只写一家企业或者一个部门", "a workbook is about one enterprise or authority"),
    "reversed_range": ("区间的上限小于下限", "the range ends below its start"),
    "value_without_parameter": ("有限值而没有参数或方向", "a value without a parameter or a direction"),
    "too_many_cells": ("本行单元格多于表头", "the row has more cells than the header"),
}

_OF_PYDANTIC = {
    "missing": "missing",
    "string_too_short": "missing",
    "too_short": "missing",
    "int_from_float": "not_a_number",
    "int_parsing": "not_a_number",
    "int_type": "not_a_number",
    "greater_than_equal": "negative",
    "less_than_equal": "too_large",
}


def fault(code: str, sheet: str | None, row: int, column: str | None = None, value: Any = None, **context: Any) -> RowError:
    """The fault `code` of a cell, with its two messages filled in."""
    shown = None if value is None else written(value)
    zh, en = (text.format(value=shown, **context) for text in _MESSAGES[code])
    return RowError(sheet, row, column, shown, code, zh, en)


def of_pydantic(error: Any, sheet: str, row: int, column: str) -> RowError:
    """The fault that a row model found. KeyError would mean a kind of error that no cell of ours can have."""
    code = _OF_PYDANTIC.get(error["type"], error["type"])
    context = error.get("ctx", {})
    named = {"least": context.get("ge"), "most": context.get("le"), "allowed": context.get("allowed")}
    return fault(code, sheet, row, column, error["input"] if code != "missing" else None, **named)
