"""The sample workbooks, made by filling the template with the lists in the folders here: `python tests/samples`, or `make samples`."""

import csv
import re
import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl

from duibiao.loaders import template
from duibiao.loaders.sheets import SHEETS, Row

HERE = Path(__file__).parent
MADE = datetime(2026, 11, 22)
CORPUS = HERE.parents[1] / "corpus" / "sample"
NUMBERS = {"数", "整数", "年份", "数或区间"}


def folders() -> Iterator[Path]:
    """The folders of lists, one a sample."""
    return (path for path in sorted(HERE.iterdir()) if path.is_dir() and path.name != "__pycache__")


def fill(folder: Path, out: Path) -> Path:
    """The template filled with the lists of a folder, as a person would: over the example, each cell of its type."""
    with tempfile.TemporaryDirectory() as scratch:
        empty = Path(scratch) / "template.xlsx"
        template.write(empty, "authority" if (folder / "主管部门.csv").exists() else "enterprise")
        book = openpyxl.load_workbook(empty)
    for model in SHEETS:
        if (file := folder / f"{model.sheet}.csv").exists():
            _fill(book[model.sheet], model, file)
    book.properties.created = book.properties.modified = MADE
    book.save(out)
    return out


def _fill(sheet: Any, model: type[Row], file: Path) -> None:
    places = {column.zh: (place, name) for place, (name, column) in enumerate(model.columns().items(), start=1)}
    for place in range(1, len(places) + 1):
        sheet.cell(2, place).value = None
    head, *rows = csv.reader(file.read_text("utf-8").splitlines())
    for number, row in enumerate(rows, start=2):
        for title, text in zip(head, row, strict=True):
            place, name = places[title.partition(" ")[0]]
            sheet.cell(number, place).value = _typed(model.content(name).zh, text)


def _typed(content: str, text: str) -> date | float | str | None:
    if content == "日期" and re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return date.fromisoformat(text)
    if content in NUMBERS and re.fullmatch(r"\d+(\.\d+)?", text):
        return float(text)
    return text or None


if __name__ == "__main__":
    for folder in folders():
        fill(folder, CORPUS / f"{folder.name}.xlsx")
