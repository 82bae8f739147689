"""`duibiao tasks`: what is to be done, by when, by whom."""

import json
import re
import sys
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from duibiao.cli.options import as_of_option, format_option, language_option, opened, rules_option, store_option, write

if TYPE_CHECKING:
    from duibiao.register.notices import Told
    from duibiao.register.tasks import Task

_HEADS = {"zh": ("期限", "对象", "事项", "怎么办", "责任", "编号"), "en": ("due", "of", "what", "remedy", "owner", "gap")}


class Span(click.ParamType[timedelta]):
    """Some days or weeks, written 30d or 6w."""

    name = "span"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        if isinstance(value, timedelta):
            return value
        found = re.fullmatch(r"(\d{1,4})([dw]?)", value.strip())
        if not found:
            self.fail(f"{value!r} is no span of time; write it like 30d or 6w", param, ctx)
        return timedelta(int(found[1]) * (7 if found[2] == "w" else 1))


@click.command()
@click.option("--for", "who", metavar="WHO", help="Only of this post, department or person. / 只列此岗位、部门或人员")
@click.option("--enterprise", "codes", multiple=True, help="Only this enterprise, by credit code. / 只列这家企业")
@click.option("--within", type=Span(), default="30d", show_default=True, help="How far to look ahead. / 向前看多远")
@rules_option
@as_of_option
@format_option("table", "json", "ics")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file. / 写入文件")
@click.option(
    "--notify",
    type=click.Path(dir_okay=False, path_type=Path),
    is_flag=False,
    flag_value=Path("duibiao.toml"),
    metavar="[FILE]",
    help="Tell the receivers of a settings file, duibiao.toml by default. / 按设置文件通知，默认 duibiao.toml",
)
@store_option
@language_option
def tasks(
    who: str | None,
    codes: tuple[str, ...],
    within: timedelta,
    rules: Path | None,
    day: date,
    form: str,
    out: Path | None,
    notify: Path | None,
    path: Path,
    lang: str,
) -> None:
    """List what is to be done: gaps that are open, and by when to act so that no other opens. With --notify the receivers are told of it
    by e-mail or webhook, each of its own.

    Example: duibiao tasks --for G-16 --within 60d --format ics --out 任务.ics
    """
    from duibiao import register, shapes
    from duibiao.register import notices, task_formats

    receivers = notices.settings(notify) if notify else None
    book = shapes.with_folder(rules) if rules else shapes.shipped()
    with opened(path) as store:
        until = register.last_day(day, within)
        found = register.tasks(store, day=day, until=until, book=book, codes=codes or None, who=who)
        if receivers:
            _tell(notices.notify(store, receivers, found, day, until), form, lang)
            return
    if form == "ics":
        write(task_formats.calendar(found, day, lang), out)
    elif form == "json":
        write(json.dumps(task_formats.tasks_json(found, day, until), ensure_ascii=False, indent=1) + "\n", out)
    else:
        _show(found, day, until, lang)


def _tell(told: "Iterable[Told]", form: str, lang: str) -> None:
    """Say what became of each receiver, as it is told; exit 1 where one failed."""
    became = []
    for one in told:
        became.append(asdict(one))
        if one.problem:
            click.echo(f"duibiao: {one.receiver}: {one.problem}", err=True)
        elif form != "json":
            click.echo(f"{one.receiver}：已通知 {one.tasks} 项。" if lang == "zh" else f"{one.receiver}: told of {one.tasks}.")
    if form == "json":
        write(json.dumps({"told": became}, ensure_ascii=False, indent=1) + "\n", None)
    sys.exit(1 if any(one["problem"] for one in became) else 0)


def _show(found: "list[Task]", day: date, until: date, lang: str) -> None:
    from duibiao.cli.tables import show_rows
    from duibiao.register.task_formats import rows

    show_rows(_HEADS[lang], rows(found, lang))
    count = sum(task.due is None for task in found)
    if lang == "zh":
        click.echo(f"{day}：未关闭 {count} 项；到 {until} 为止将到期 {len(found) - count} 项。")
    else:
        click.echo(f"{day}: {count} open; {len(found) - count} more due by {until}.")
