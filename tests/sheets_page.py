"""docs/reference/sheets.md, made from the description of the sheets: `python tests/sheets_page.py` writes it anew."""

from collections.abc import Iterator
from pathlib import Path

from duibiao.loaders import template
from duibiao.loaders.sheets import SHEETS, Row
from duibiao.ontology import choices

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "sheets.md"
HEAD = """# The sheets of a workbook

Every sheet that is read, with its columns: from an `.xlsx` file, a folder of `.csv` files of these names, or the tables or views of a
database. Headers may be Chinese, English or both; `*` marks what a row must say, `keys` number a row. A cell that names rows of another
sheet says which. `duibiao template --out FILE.xlsx` writes them with lists to choose from and an example each. Made from the description
of the sheets.
"""
BOOKS = {"enterprise": "The workbook of an enterprise", "authority": "The workbook of an authority"}


def page() -> str:
    """The whole page."""
    return HEAD + "".join(part for book, title in BOOKS.items() for part in (f"\n## {title}\n", *map(_sheet, template.sheets_of(book))))


def _sheet(model: type[Row]) -> str:
    head = f"\n### {model.sheet} {model.english}\n\nEach row is a `{_short(model.cls.value)}`.\n\n"
    table = "| column | property | content | values or sheet named | example |\n| --- | --- | --- | --- | --- |\n"
    return head + table + "".join(f"| {' | '.join(_column(model, name))} |\n" for name in model.columns())


def _column(model: type[Row], name: str) -> Iterator[str]:
    column, told = model.columns()[name], model.content(name)
    key = " (key)" if name in model.key else ""
    yield f"{column.zh} {column.en}{' *' if model.model_fields[name].is_required() else ''}{key}"
    yield f"`{_short(column.term.value)}`" if column.term else ""
    yield f"{told.zh} {told.en}"
    yield "、".join(_values(model, name)).replace("|", "\\|")
    yield (column.example or told.example or "").replace("|", "\\|").replace("\n", " ")


def _values(model: type[Row], name: str) -> Iterator[str]:
    column = model.columns()[name]
    if column.scheme:
        yield from choices(column.scheme)
    yield from (other.sheet for other in SHEETS if other.kind == column.refers)


def _short(iri: str) -> str:
    return iri.rpartition("#")[2].rpartition("/")[2]


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
