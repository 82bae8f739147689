"""`duibiao report`: a report on an enterprise or authority for people to read, print and pass on, or for machines."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from duibiao.cli.options import Day, as_of_option, language_option, opened, rules_option, store_option, write

if TYPE_CHECKING:
    from duibiao.register.papers import Subject

_KINDS = ("whole", "gaps", "evaluation", "comparison", "self-evaluation", "coverage", "rectification", "quarterly")
_OSCAL = ("oscal-results", "oscal-poam")
_STAGES = {"zh": ("检查", "编制", "写入"), "en": ("checking", "putting together", "writing")}


@click.command()
@click.argument("enterprise")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="FILE.xlsx, .docx, .pdf, .html or .oscal.json. / 写入文件",
)
@click.option("--kind", type=click.Choice([*_KINDS, *_OSCAL]), help="Which report; the whole by default. / 报告种类")
@click.option("--due", type=Day(), help="The day that a notice of rectification sets. / 整改期限")
@rules_option
@as_of_option
@store_option
@language_option
def report(enterprise: str, out: Path, kind: str | None, due: date | None, rules: Path | None, day: date, path: Path, lang: str) -> None:
    """Write a report on an enterprise or authority: its gaps, the evaluation requirement by requirement, the comparison of its standards,
    its self-evaluation, posts against standards, a notice of rectification, an authority's quarterly report; or all that a check found.
    ENTERPRISE is a credit code or a name.

    Example: duibiao report 沧澜湾示例化工有限公司 --kind rectification --due 2026-12-31 --out 整改通知书.docx
    """
    from duibiao import register, shapes
    from duibiao.register.report import subject_of

    chosen = kind or ("oscal-results" if out.suffix.lower() == ".json" else "whole")
    _refuse_ending(chosen, out)
    book = shapes.with_folder(rules) if rules else shapes.shipped()
    with opened(path) as store, _stages(lang) as stage:
        stage()
        code = register.code_of(store, enterprise)
        subject = subject_of(store, code, day=day, book=book, language=lang, due=due)
        stage()
        told = _oscal(subject, chosen, out) if chosen in _OSCAL else _paper(subject, chosen, out, stage)
    click.echo(f"{out}：{told}" if lang == "zh" else f"{out}: {told}")


def _refuse_ending(kind: str, out: Path) -> None:
    """Before anything is checked: a name that says no format, or another than the kind is written in."""
    from duibiao.register import report_formats

    if (out.suffix.lower() == ".json") != (kind in _OSCAL):
        raise click.UsageError(f"{out.name}: OSCAL is written as .json, and nothing else is; use --kind oscal-results or another ending")
    if kind not in _OSCAL:
        report_formats.format_of(out)


def _paper(subject: "Subject", kind: str, out: Path, stage: Callable[[], None]) -> str:
    from duibiao.register import report_formats
    from duibiao.register.report import made

    found = made(subject, kind)
    stage()
    report_formats.write(found, out)
    return "、".join(f"{section.name} {len(section.rows)}" for section in found.sections)


def _oscal(subject: "Subject", kind: str, out: Path) -> str:
    from duibiao.register import oscal

    document = oscal.results(subject) if kind == "oscal-results" else oscal.poam(subject)
    write(json.dumps(document, ensure_ascii=False, indent=1) + "\n", out)
    return f"OSCAL {oscal.VERSION}"


@contextmanager
def _stages(language: str) -> Iterator[Callable[[], None]]:
    """How far the report is, on a terminal: its stage of three, the time; nothing in a pipe."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console, names = Console(stderr=True), iter(enumerate(_STAGES[language]))
    parts = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*parts, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=len(_STAGES[language]))

        def tell() -> None:
            place, name = next(names)
            bar.update(task, description=name, completed=place)

        yield tell
