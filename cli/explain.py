"""`duibiao explain` and `duibiao verify-gap`, and what `duibiao check` shows of what is assumed."""

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from duibiao.cli.options import as_of_option, format_option, language_option, opened, rules_option, store_option
from duibiao.store import Store

if TYPE_CHECKING:
    from duibiao.register.whatif import WhatIf
    from duibiao.shapes import Gap, RuleBook

_OUTCOMES = {
    "passed": {"zh": "通过", "en": "passed"},
    "failed": {"zh": "不符合", "en": "failed"},
    "inapplicable": {"zh": "不适用", "en": "does not apply"},
    "cannot_tell": {"zh": "无法判定", "en": "cannot tell"},
}
_CONFIRMED = {True: {"zh": "已复核", "en": "confirmed"}, False: {"zh": "未能复核", "en": "not confirmed"}}
_WORDS = {
    "zh": {"chain": "依据链：", "sources": "出处：", "evidence": "证据：", "closing": "如何关闭：", "unknown": "未知"},
    "en": {"chain": "It rests on:", "sources": "Read from:", "evidence": "Evidence:", "closing": "To close it:", "unknown": "not known"},
}


def as_if(
    store: Store,
    assumed: Iterable[Path],
    removed: Iterable[Path],
    *,
    day: date,
    book: "RuleBook",
    codes: Iterable[str] | None,
    engine: str,
) -> "WhatIf | None":
    """The check as if what the RDF files state were so, and what others state were not; None where no file is named."""
    add, remove = list(assumed), list(removed)
    if not add and not remove:
        return None
    from duibiao.register.whatif import as_stored, what_if
    from duibiao.shapes import files
    from duibiao.shapes.overlay import Change

    change = Change(*(as_stored(triple for file in part for triple in files.data(file)) for part in (add, remove)))
    return what_if(store, change, day=day, book=book, codes=codes, engine=engine)


def show_what_if(found: "WhatIf", language: str) -> None:
    """Which gaps would be closed, which would be new."""
    zh = language == "zh"
    _list(f"将关闭 {len(found.closed)} 项：" if zh else f"Would be closed: {len(found.closed)}", "-", found.closed, language)
    _list(f"将新增 {len(found.opened)} 项：" if zh else f"Would be new: {len(found.opened)}", "+", found.opened, language)


def _list(head: str, mark: str, gaps: "Iterable[Gap]", language: str) -> None:
    click.echo(head)
    for gap in gaps:
        click.echo(f"  {mark} {gap.id} {gap.label[language]}：{gap.message[language]}")


# --- explain


@click.command()
@click.argument("gap", required=False)
@click.option("--passed", "rule_and_focus", nargs=2, metavar="RULE THING", help="What this rule says of this thing. / 规则对某对象的结论")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write a bundle for verify-gap. / 写出可复核的证据包")
@rules_option
@as_of_option
@format_option("table", "json")
@store_option
@language_option
def explain(
    gap: str | None,
    rule_and_focus: tuple[str, str] | None,
    out: Path | None,
    rules: Path | None,
    day: date,
    form: str,
    path: Path,
    lang: str,
) -> None:
    """Explain a gap: the clauses up to the law, the evidence with its rows, what would close it. GAP is its id.

    Example: duibiao explain 905fb15a6d790ec3 --out gap.ttl
    """
    from duibiao import shapes

    if (gap is None) == (rule_and_focus is None) or (out and gap is None):
        raise click.UsageError("give the id of a gap, or --passed with a rule and a thing")
    book = shapes.with_folder(rules) if rules else shapes.shipped()
    with opened(path) as store:
        if rule_and_focus:
            _show_verdict(store, *rule_and_focus, day, book, form, lang)
        elif gap is not None:
            _show_explanation(store, gap, day, book, form, lang, out)


def _show_verdict(store: Store, rule: str, thing: str, day: date, book: "RuleBook", form: str, lang: str) -> None:
    from duibiao import queries
    from duibiao.register.explanations import judge, verdict_json

    found = judge(store, rule, queries.find(store, thing).node, day=day, book=book)
    if form == "json":
        _print_json(verdict_json(found, day))
        return
    click.echo(f"{found.rule} {found.focus}\n{_OUTCOMES[found.outcome][lang]}：{found.reason[lang]}")
    for line in (*found.looked_at, *found.gaps):
        click.echo(f"  {line}")


def _show_explanation(store: Store, gap: str, day: date, book: "RuleBook", form: str, lang: str, out: Path | None) -> None:
    from duibiao import queries
    from duibiao.register.explanations import bundle_text, explain, explanation_json

    found = explain(store, gap, day=day, book=book)
    document = explanation_json(found, queries.chain(store, found.starts, day))
    if out is not None:
        out.write_text(bundle_text(found.bundle()), encoding="utf-8", newline="")
    if form == "json":
        _print_json(document)
    else:
        _show_document(document, lang)


def _show_document(found: dict[str, Any], lang: str) -> None:
    """The explanation as lines: the sentence, the chain upwards, where it stands, the evidence, what would close it."""
    words = _WORDS[lang]
    click.echo(found["sentence"][lang])
    click.echo(words["chain"])
    for node in found["chain"]["nodes"]:
        since = f"（{node['in_force_since']} 起现行）" if lang == "zh" else f" (in force since {node['in_force_since']})"
        click.echo(f"  {node['level']} {node['label'][lang]}{since if node['in_force_since'] else ''}")
    click.echo(words["sources"])
    for place in found["sources"]:
        click.echo(f"  {' / '.join(str(part) for part in place.values() if part is not None)}")
    click.echo(words["evidence"])
    for line in found["gap"]["evidence"]:
        click.echo(f"  {line}")
    click.echo(words["closing"])
    for way in found["closing"]:
        click.echo(f"  {way['sentence'][lang]}")
    if not found["closing"]:
        click.echo(f"  {words['unknown']}")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--engine", type=click.Choice(["compiled", "pyshacl"]), default="compiled", show_default=True, help="Which engine. / 引擎")
@format_option("table", "json")
@language_option
def verify_gap(file: Path, engine: str, form: str, lang: str) -> None:
    """Look for the gap of a bundle in the bundle, without a store; exit 1 where it is not there.

    Example: duibiao verify-gap gap.ttl --engine pyshacl
    """
    from duibiao.shapes import bundles, files

    found = bundles.replayed(files.data(file), engine)
    if form == "json":
        _print_json(asdict(found))
    else:
        text = _CONFIRMED[found.confirmed][lang]
        click.echo(f"{text}：{found.rule} {found.focus}{f' {found.value}' if found.value else ''}（{engine}）")
    sys.exit(0 if found.confirmed else 1)


def _print_json(document: object) -> None:
    click.echo((json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode(), nl=False)
