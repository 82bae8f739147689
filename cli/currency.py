"""`duibiao currency`: 查新, the state of every norm that a list cites."""

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from duibiao.cli.options import as_of_option, format_option, language_option, opened, store_option

if TYPE_CHECKING:
    from duibiao.reasoning.catalogue import Catalogue
    from duibiao.register.currency import Currency

_STYLE = {"in_force": "green", "announced": "blue", "replaced": "bold red", "withdrawn": "bold red", "ambiguous": "yellow"}


@click.command()
@click.argument("file", type=Path)
@as_of_option
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write this workbook. / 写入此工作簿（.xlsx）")
@format_option("table", "json", "csv")
@store_option
@language_option
def currency(file: Path, day: date, out: Path | None, form: str, path: Path, lang: str) -> None:
    """Check a list of cited norms (.txt, .csv, .xlsx): is each still in force, what has replaced it?

    Without a store the norms shipped are asked.

    Example: duibiao currency list.xlsx --out checked.xlsx
    """
    from duibiao.register.currency import currency as checked
    from duibiao.register.currency import currency_csv, currency_json, write_xlsx

    _refuse(file, out)
    found = checked(file, _catalogue(path), day)
    if out is not None:
        write_xlsx(found, lang, out)
    if form == "json":
        click.echo((json.dumps(currency_json(found), ensure_ascii=False, indent=1) + "\n").encode(), nl=False)
    elif form == "csv":
        click.echo(currency_csv(found, lang).encode(), nl=False)
    else:
        _show(found, lang, with_rows=out is None)
    sys.exit(1 if found.cited.errors else 0)


def _refuse(file: Path, out: Path | None) -> None:
    if out is not None and out.suffix.lower() != ".xlsx":
        raise click.UsageError(f"{out.name}: the result is an Excel workbook; give --out a name that ends in .xlsx")
    if out is not None and out.exists() and file.exists() and out.samefile(file):
        raise click.UsageError(f"{out.name} is the list itself, whose formats would be lost; give --out another name")


def _catalogue(path: Path) -> "Catalogue":
    """The catalogue of the store in the folder, of the product where there is none."""
    from duibiao.register.currency import catalogue

    if not (path / "rdf").exists():
        return catalogue()
    with opened(path) as store:
        return catalogue(store)


def _show(found: "Currency", lang: str, *, with_rows: bool) -> None:
    from rich.table import Column, Table
    from rich.text import Text

    from duibiao.cli.tables import console
    from duibiao.register.currency import STATUS, columns, rows

    if with_rows:
        table = Table(*(Column(head, overflow="fold") for head in columns(lang)))
        for row, cells in zip(found.rows, rows(found, lang), strict=True):
            status = Text(cells[1], style=_STYLE.get(row.reference.status, "dim"))
            table.add_row(Text(cells[0]), status, *map(Text, cells[2:]))
        console().print(table)
    counts = "，".join(f"{STATUS[status][lang]} {count}" for status, count in found.summary().items())
    total = f"截至 {found.as_of}，共 {len(found.rows)} 条" if lang == "zh" else f"As of {found.as_of}, {len(found.rows)} references"
    click.echo(f"{total}：{counts}" if lang == "zh" else f"{total}: {counts.replace('，', ', ')}")
    for e in found.cited.errors:
        click.echo(f"  {e.sheet} {e.row}: {e.value} {e.message_zh if lang == 'zh' else e.message_en}", err=True)
