"""`duibiao hazard`: major hazard sources by GB 18218, row by row."""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from duibiao.cli.options import as_of_option, format_option, language_option

if TYPE_CHECKING:
    from duibiao.loaders.inventories import Inventory
    from duibiao.register.hazard import Identified

_STYLE = {"major": "bold red", "below": "green", "cannot_tell": "yellow"}
_MOST_SHOWN = 200
"""Units that a table on the screen shows; JSON and CSV give all."""


@click.command()
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--template", "wants_template", is_flag=True, help="Print an inventory to fill in (CSV). / 打印可填写的清单模板")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file. / 写入文件")
@as_of_option
@format_option("table", "json", "csv")
@language_option
def hazard(file: Path | None, wants_template: bool, out: Path | None, day: date, form: str, lang: str) -> None:
    """Identify and grade major hazard sources by GB 18218: an inventory (.csv, .xlsx) with one substance a row.

    Columns: 单元 unit, 单元类型 kind, 物质 substance, CAS, 数量 quantity (design maximum), 单位 mass_unit, 危险类别 hazard class,
    工艺条件 process_condition, 500米人口 people, 物质状态 state. No store is needed.

    Example: duibiao hazard inventory.xlsx --format json
    """
    from duibiao.loaders import inventories
    from duibiao.register.hazard import identified
    from duibiao.register.hazard_formats import template

    if wants_template:
        _write([template(lang)], out)
        return
    if file is None:
        raise click.UsageError("an inventory is due: FILE.csv or FILE.xlsx; --template prints one to fill in")
    inventory = inventories.read(file)
    _show(identified(inventory, day), inventory, day, form, lang, out)
    sys.exit(1 if inventory.errors else 0)


def _show(found: "Iterator[Identified]", inventory: "Inventory", day: date, form: str, lang: str, out: Path | None) -> None:
    from duibiao.register.hazard_formats import fault_text, hazard_csv

    if form == "json":
        _write(_lines(found, inventory, day, lang), out)
    elif form == "csv" or out is not None:
        _write([hazard_csv(found, lang)], out)
    else:
        _show_table(list(found), lang)
    for e in inventory.errors:
        click.echo(f"  {fault_text(e, lang)}", err=True)


def _lines(found: "Iterable[Identified]", inventory: "Inventory", day: date, lang: str) -> Iterator[str]:
    """JSON with one unit a line, written as they are identified: a hundred thousand units need no memory and can still be read."""
    from duibiao.register.hazard_formats import hazard_json, unit_json

    head = json.dumps(hazard_json((), inventory.errors, day, lang) | {"units": None}, ensure_ascii=False)
    before, after = head.split('"units": null')
    yield f'{before}"units": ['
    for number, unit in enumerate(found):
        yield f"{',' if number else ''}\n{json.dumps(unit_json(unit, lang), ensure_ascii=False)}"
    yield f"\n]{after}\n"


def _write(texts: Iterable[str], out: Path | None) -> None:
    target: AbstractContextManager[BinaryIO] = nullcontext(sys.stdout.buffer) if out is None else out.open("wb")
    with target as stream:
        stream.writelines(text.encode() for text in texts)
        stream.flush()


def _show_table(found: "list[Identified]", lang: str) -> None:
    from rich.table import Column, Table
    from rich.text import Text

    from duibiao.cli.tables import console
    from duibiao.register.hazard_formats import HEADS, formulas, rows, sentence, titled

    screen = console()
    for unit in found[:_MOST_SHOWN]:
        screen.print(Text(f"{titled(unit, lang)}: {sentence(unit, lang)}", style=_STYLE[unit.found.status]))
        table = Table(*(Column(head, overflow="fold") for head in HEADS[lang][1:]))
        for cells in rows(unit, lang):
            table.add_row(*map(Text, cells[1:]))
        screen.print(table)
        for line in formulas(unit):
            screen.print(Text(f"  {line}"))
        for told in (*unit.found.problems, *unit.notes):
            screen.print(Text(f"  {told.text(lang)}"))
    click.echo(_counts(found, lang))


def _counts(found: "list[Identified]", lang: str) -> str:
    from duibiao.register.hazard_formats import STATUS, summary

    counts = summary(found)
    told = [f"{STATUS[status][lang]} {counts[status]}" for status in STATUS if counts[status]]
    total = f"共 {len(found)} 个单元：" if lang == "zh" else f"{len(found)} units: "
    rest = len(found) - _MOST_SHOWN
    more = "" if rest <= 0 else f"（另有 {rest} 个未显示，用 --format csv）" if lang == "zh" else f" ({rest} not shown; use --format csv)"
    return total + ("，" if lang == "zh" else ", ").join(told) + more
