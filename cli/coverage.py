"""`duibiao coverage`: which requirements the rules check, and why the others are not checked yet."""

import csv
import io
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from duibiao.cli.options import format_option, language_option

if TYPE_CHECKING:
    from duibiao.register.coverage import Covered

_HEADS = {
    "zh": ("编号", "要求", "规范", "条款", "规则", "没有规则的原因", "所缺资料"),
    "en": ("number", "requirement", "norm", "clause", "rules", "why there is none", "data needed"),
}


@click.command()
@format_option("table", "json", "csv")
@language_option
def coverage(form: str, lang: str) -> None:
    """Show for every requirement which rules check it, or why none does yet.

    Example: duibiao coverage --format csv
    """
    from duibiao import shapes
    from duibiao.register.coverage import coverage as covered
    from duibiao.register.coverage import coverage_json

    found = covered(shapes.shipped())
    if form == "json":
        click.echo((json.dumps(coverage_json(found), ensure_ascii=False, indent=1) + "\n").encode(), nl=False)
    elif form == "csv":
        text = io.StringIO()
        csv.writer(text).writerows([_HEADS[lang], *_rows(found, lang)])
        click.echo(text.getvalue().encode(), nl=False)
    else:
        _show(found, lang)


def _rows(found: "list[Covered]", lang: str) -> Iterator[tuple[str, ...]]:
    join = "；" if lang == "zh" else "; "
    for row in found:
        reason, data = ((texts or {}).get(lang, "") for texts in (row.reason, row.data))
        yield row.requirement, row.text.get(lang, ""), row.norm, join.join(row.clauses), join.join(row.rules), reason, data


def _show(found: "list[Covered]", lang: str) -> None:
    from duibiao.cli.tables import show_rows

    show_rows(_HEADS[lang], _rows(found, lang))
    checked = sum(bool(row.rules) for row in found)
    if lang == "zh":
        click.echo(f"要求 {len(found)} 项：有规则检查的 {checked} 项，还没有规则的 {len(found) - checked} 项。")
    else:
        click.echo(f"{len(found)} requirements: {checked} are checked by rules, {len(found) - checked} are not yet.")
