"""`duibiao workflow` and `duibiao advance`: where matters stand, and a step further."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from duibiao.cli.options import Day, as_of_option, format_option, language_option, opened, store_option, user

if TYPE_CHECKING:
    from duibiao.register import Standing

_HEADS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "list": {"zh": ("流程", "事项", "状态", "期限", "可办环节"), "en": ("workflow", "matter", "state", "due", "next")},
    "history": {"zh": ("日期", "环节", "到达状态", "办理人", "填写内容"), "en": ("day", "step", "state", "by", "stated")},
    "next": {"zh": ("环节", "名称", "身份", "还须填写"), "en": ("step", "name", "role", "still needed")},
}


@click.command()
@click.argument("thing", required=False)
@click.option("--enterprise", "codes", multiple=True, help="Only this enterprise, by credit code. / 只列这家企业")
@as_of_option
@format_option("table", "json")
@store_option
@language_option
def workflow(thing: str | None, codes: tuple[str, ...], day: date, form: str, path: Path, lang: str) -> None:
    """Show where a matter stands, what was done and what may come next; without THING, every matter that is under way.

    THING is the number, name or IRI of a hidden danger, grade, conversion, self-evaluation, plan or self-report, or the id of a gap.

    Example: duibiao workflow YH-2607
    """
    from duibiao import register
    from duibiao.register.machines import workflows
    from duibiao.register.workflow_formats import standing_json, workflow_json

    with opened(path) as store:
        found = register.standings(store, thing, day) if thing else register.under_way(store, day, codes or None)
    if form == "json":
        known = {} if thing else {"workflows": [workflow_json(known) for known in workflows()]}
        _print_json({"as_of": day.isoformat(), **known, "matters": [standing_json(standing) for standing in found]})
    elif thing:
        _show(found, lang)
    else:
        _list(found, lang)


@click.command()
@click.argument("thing")
@click.argument("step")
@click.argument("fields", nargs=-1, metavar="[FIELD=VALUE]…")
@click.option("--by", required=True, help="Who takes the step. / 办理人")
@click.option("--role", help="As what; staff of the enterprise by default. / 办理身份，默认企业人员")
@click.option("--on", "day", type=Day(), default=date.today, help="The day it was done; today by default. / 办理日期，默认今天")
@format_option("table", "json")
@store_option
@language_option
def advance(thing: str, step: str, fields: tuple[str, ...], by: str, role: str | None, day: date, form: str, path: Path, lang: str) -> None:
    """Take a matter a step further. STEP and its FIELDs are those that `duibiao workflow THING` shows, by name or label.

    Example: duibiao advance YH-2607 fix --by 张三 整改人=GW-007 --on 2026-11-27
    """
    from duibiao import register, shapes
    from duibiao.register.workflow_formats import standing_json

    given = dict(_split(field) for field in fields)
    if len(given) < len(fields):
        raise click.UsageError("a field is given twice")
    with opened(path) as store:
        found = register.advance(store, thing, step, by=by, role=role, given=given, day=day, who=user(), book=shapes.shipped())
    if form == "json":
        _print_json(standing_json(found))
    else:
        _show([found], lang)


def _split(field: str) -> tuple[str, str]:
    name, sign, value = field.partition("=")
    if not sign or not name.strip():
        raise click.UsageError(f"{field!r} is no field; write it like 整改人=GW-007")
    return name.strip(), value


def _list(found: "Iterable[Standing]", lang: str) -> None:
    from duibiao.cli.tables import show_rows
    from duibiao.register.workflow_formats import rows

    listed = list(rows(found, lang))
    show_rows(_HEADS["list"][lang], listed)
    click.echo(f"办理中 {len(listed)} 件。" if lang == "zh" else f"{len(listed)} under way.")


def _show(found: "Iterable[Standing]", lang: str) -> None:
    from duibiao.cli.tables import show_rows
    from duibiao.register.workflow_formats import following, history, state_name

    for standing in found:
        state, due = state_name(standing.state)[lang], standing.due
        if lang == "zh":
            click.echo(f"{standing.workflow.label['zh']}：{standing.matter.label['zh']}，{state}{f'，期限 {due}' if due else ''}")
        else:
            click.echo(f"{standing.workflow.label['en']}: {standing.matter.label['en']}, {state}{f', due {due}' if due else ''}")
        for kind, told in (("history", list(history(standing, lang))), ("next", list(following(standing, lang)))):
            if told:
                show_rows(_HEADS[kind][lang], told)


def _print_json(document: object) -> None:
    click.echo((json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode(), nl=False)
