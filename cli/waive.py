"""`duibiao waive`: to let a gap stand for a reason and until a day, to take that back, to list what has been let stand."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from duibiao.cli.options import Day, as_of_option, format_option, language_option, opened, rules_option, store_option, user

if TYPE_CHECKING:
    from duibiao.register import Listed
    from duibiao.shapes import Gap

_HEADS = {
    "zh": ("状态", "缺口编号", "规则", "对象", "理由", "批准人", "批准日期", "至", "失效原因"),
    "en": ("state", "gap", "rule", "what", "reason", "by", "since", "until", "why it lapsed"),
}
_STATES = {
    "in_force": {"zh": "有效", "en": "in force"},
    "lapsed": {"zh": "失效", "en": "lapsed"},
    "revoked": {"zh": "撤销", "en": "revoked"},
    "superseded": {"zh": "已由新的豁免取代", "en": "superseded"},
}


@click.command()
@click.argument("gap", required=False)
@click.option("--reason", help="Why it may stand. / 理由")
@click.option("--until", type=Day(), help="The last day that it may. / 豁免的最后一天")
@click.option("--by", help="Who approves it. / 批准人")
@click.option("--revoke", is_flag=True, help="Take the waiver of the gap back. / 撤销豁免")
@click.option("--list", "listing", is_flag=True, help="Every waiver and where it stands. / 列出所有豁免")
@rules_option
@as_of_option
@format_option("table", "json")
@store_option
@language_option
def waive(
    gap: str | None,
    reason: str | None,
    until: date | None,
    by: str | None,
    revoke: bool,
    listing: bool,
    rules: Path | None,
    day: date,
    form: str,
    path: Path,
    lang: str,
) -> None:
    """Let a gap stand until a day, for a reason that somebody approves. GAP is its id, as `duibiao check` tells it.

    The waiver lapses when the clause, the data or the rule that the gap rests on changes.

    Example: duibiao waive 905fb15a6d790ec3 --reason "更换中，已限制使用" --until 2027-03-31 --by 张三
    """
    from duibiao import register, shapes

    _agree(gap, {"--reason": reason, "--until": until, "--by": by}, revoke, listing)
    book = shapes.with_folder(rules) if rules else shapes.shipped()
    with opened(path) as store:
        if listing:
            _show_list(register.listed(store, day=day, book=book), day, form, lang)
        elif revoke and gap is not None:
            register.revoke(store, gap, day=day, who=by or user())
            _show_revoked(gap, form, lang)
        elif gap is not None and reason is not None and until is not None and by is not None:
            _show(register.waive(store, gap, reason=reason, until=until, by=by, day=day, who=user(), book=book), form, lang)


def _agree(gap: str | None, told: dict[str, object], revoke: bool, listing: bool) -> None:
    """Refuse options that do not go together, and a call that lacks some."""
    lacking = [name for name, value in told.items() if value is None]
    if listing and (revoke or gap is not None or len(lacking) < len(told)):
        raise click.UsageError("--list stands alone")
    if not listing and gap is None:
        raise click.UsageError("which gap? give its id, or --list")
    if revoke and (told["--reason"] is not None or told["--until"] is not None):
        raise click.UsageError("--revoke takes no --reason and no --until")
    if not listing and not revoke and lacking:
        raise click.UsageError(f"a waiver needs {', '.join(lacking)}")


def _show(gap: "Gap", form: str, lang: str) -> None:
    from duibiao.register.formats import gap_json

    assert gap.waiver is not None
    if form == "json":
        _print_json(gap_json(gap))
    elif lang == "zh":
        click.echo(f"已豁免至 {gap.waiver.until}：{gap.label['zh']}，{gap.message['zh']}。")
    else:
        click.echo(f"waived until {gap.waiver.until}: {gap.label['en']}, {gap.message['en']}.")


def _show_revoked(gap: str, form: str, lang: str) -> None:
    if form == "json":
        _print_json({"id": gap, "state": "open"})
    else:
        click.echo(f"已撤销 {gap} 的豁免。" if lang == "zh" else f"the waiver of {gap} is revoked.")


def _show_list(found: "Sequence[Listed]", day: date, form: str, lang: str) -> None:
    from duibiao.cli.tables import show_rows
    from duibiao.register.formats import waivers_json

    if form == "json":
        _print_json(waivers_json(found, day))
        return
    if not found:
        click.echo("没有豁免。" if lang == "zh" else "There is no waiver.")
        return
    show_rows(_HEADS[lang], (_row(entry, lang) for entry in found))


def _row(entry: "Listed", lang: str) -> tuple[str, ...]:
    waiver = entry.waiver
    why = waiver.lapsed[lang] if waiver.lapsed and entry.state == "lapsed" else ""
    texts = (waiver.reason, waiver.by, waiver.since, waiver.until, why)
    return (_STATES[entry.state][lang], entry.gap, entry.rule, entry.label[lang], *texts)


def _print_json(document: object) -> None:
    click.echo((json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode(), nl=False)
