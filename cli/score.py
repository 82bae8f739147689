"""`duibiao score`: what an enterprise comes to."""

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from duibiao.cli.options import as_of_option, format_option, language_option, opened, rules_option, store_option, write

if TYPE_CHECKING:
    from duibiao.register.scores import Scorecard


@click.command()
@click.argument("enterprise")
@click.option("--lists", is_flag=True, help="The checklists item by item too. / 逐项列出核对清单")
@rules_option
@as_of_option
@format_option("table", "json")
@store_option
@language_option
def score(enterprise: str, lists: bool, rules: Path | None, day: date, form: str, path: Path, lang: str) -> None:
    """Work out what an enterprise comes to: its colour, its self-evaluations by element, the eight elements, the checklists.

    Example: duibiao score 沧澜湾示例化工有限公司 --lists
    """
    from duibiao import register, shapes
    from duibiao.register.score_formats import score_json
    from duibiao.register.scores import scorecard

    book = shapes.with_folder(rules) if rules else shapes.shipped()
    with opened(path) as store:
        found = scorecard(store, register.code_of(store, enterprise), day=day, book=book)
    if form == "json":
        write(json.dumps(score_json(found), ensure_ascii=False, indent=1) + "\n", None)
    else:
        _show(found, lists, lang)


def _show(found: "Scorecard", lists: bool, lang: str) -> None:
    from duibiao.cli.tables import show_rows
    from duibiao.register.score_formats import totals
    from duibiao.register.score_sections import sections

    click.echo(f"{found.name} {found.as_of}")
    for section in sections(found, lang, lists):
        click.echo(f"\n{section.name}：{section.about}" if lang == "zh" else f"\n{section.name}: {section.about}")
        show_rows(section.head, section.rows)
    for line in totals(found, lang):
        click.echo(line)
