"""The empty workbook that people fill: a sheet for each list, its headers in both languages, lists of values to choose from, one example
row a sheet, and a guide to the columns. Everything comes from the description of the sheets."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlsxwriter

from duibiao.loaders.sheets import EXAMPLE, GUIDE, SHEETS, VALUES, Row
from duibiao.loaders.sheets.cells import YES_OR_NO
from duibiao.ontology import choices

_ROWS = 2000
"""Rows of a sheet that offer lists to choose from."""
_GUIDE_HEAD = ("工作表 sheet", "列 column", "必填 required", "内容 content", "可选值或所引用的表 values or sheet named", "示例 example")


def sheets_of(book: str) -> tuple[type[Row], ...]:
    """The sheets of an enterprise's or an authority's workbook."""
    return tuple(model for model in SHEETS if model.book == book)


def header(model: type[Row], name: str) -> str:
    """The header of a column in both languages, with a star where the cell is required."""
    column = model.columns()[name]
    return f"{column.zh}{' *' if model.model_fields[name].is_required() else ''}\n{column.en}"


def example(model: type[Row]) -> list[str]:
    """The example row, cell by cell; its first key says that it is one, and no reader takes it for data."""
    return [f"{EXAMPLE}{text}" if name == model.key[0] else text for name in model.columns() for text in (_example(model, name),)]


def _example(model: type[Row], name: str) -> str:
    column = model.columns()[name]
    if column.example is not None:
        return column.example
    return choices(column.scheme)[0] if column.scheme else model.content(name).example or column.zh


def guide(book: str) -> Iterator[tuple[str, ...]]:
    """The guide to the columns, row by row: sheet, column, whether it is required, content, values, example."""
    for model in sheets_of(book):
        for name, column in model.columns().items():
            told = model.content(name)
            required = "是 yes" if model.model_fields[name].is_required() else ""
            content = f"{told.zh} {told.en}"
            yield (
                f"{model.sheet} {model.english}",
                f"{column.zh} {column.en}",
                required,
                content,
                _named(model, name),
                _example(model, name),
            )


def _named(model: type[Row], name: str) -> str:
    column = model.columns()[name]
    if column.scheme:
        return "、".join(choices(column.scheme))
    return next((other.sheet for other in SHEETS if other.kind == column.refers), "") if column.refers else ""


def write(path: Path, book: str = "enterprise") -> None:
    """Write the template as an .xlsx file. OSError where it cannot be written."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as out:
        bold = out.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#DDEBF7", "border": 1})
        grey = out.add_format({"italic": True, "font_color": "#7F7F7F"})
        _table(out, GUIDE, [_GUIDE_HEAD, *guide(book)], bold)
        places = _values(out, book, bold)
        for model in sheets_of(book):
            _sheet(out, model, places, bold, grey)


def _table(out: Any, name: str, rows: list[tuple[str, ...]], bold: Any) -> None:
    sheet = out.add_worksheet(name)
    sheet.set_column(0, len(rows[0]) - 1, 26)
    sheet.freeze_panes(1, 0)
    for place, row in enumerate(rows):
        sheet.write_row(place, 0, row, bold if place == 0 else None)


def _values(out: Any, book: str, bold: Any) -> dict[str, str]:
    """The lists of values on a sheet of their own, where a list may be as long as it is; by list, the range that holds it."""
    schemes = sorted({column.scheme for model in sheets_of(book) for column in model.columns().values() if column.scheme})
    sheet = out.add_worksheet(VALUES)
    found = {}
    for place, scheme in enumerate(schemes):
        values = list(choices(scheme))
        sheet.write_column(0, place, [scheme, *values])
        letter = xlsxwriter.utility.xl_col_to_name(place)
        found[scheme] = f"='{VALUES}'!${letter}$2:${letter}${len(values) + 1}"
    sheet.set_row(0, None, bold)
    return found


def _sheet(out: Any, model: type[Row], places: dict[str, str], bold: Any, grey: Any) -> None:
    sheet = out.add_worksheet(model.sheet)
    names = list(model.columns())
    sheet.set_row(0, 32)
    sheet.set_column(0, len(names) - 1, 18)
    sheet.freeze_panes(1, 1)
    sheet.write_row(0, 0, [header(model, name) for name in names], bold)
    sheet.write_row(1, 0, example(model), grey)
    for place, name in enumerate(names):
        if (scheme := model.columns()[name].scheme) and not model.several(name):
            sheet.data_validation(1, place, _ROWS, place, {"validate": "list", "source": places[scheme], "error_type": "warning"})
        elif model.content(name) is YES_OR_NO:
            sheet.data_validation(2, place, _ROWS, place, {"validate": "list", "source": ["是", "否"], "error_type": "warning"})
