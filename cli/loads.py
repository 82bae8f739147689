"""What became of each file of a load, for people: counts, faults of a kind together, the gaps that it opened and closed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from duibiao.cli.options import refusal
from duibiao.loaders import RowError
from duibiao.loaders.side_by_side import Place
from duibiao.register import FileResult
from duibiao.register.loads import Change, Progress, Stage
from duibiao.register.reading import named

_STATUS = {"loaded": "已载入", "unchanged": "未变", "rejected": "拒绝", "dry-run": "试载"}
_STAGES = {"reading": "读取", "checking": "推导与检查", "writing": "写入"}
_SHOWN = 5
"""Rows of one kind of fault that are shown; all of them are in `--format json`."""


@contextmanager
def loading_bar(language: str) -> Iterator[Progress]:
    """How far a load is, on a terminal: the file, its stage of three, the time; nothing in a pipe."""
    console, parts = Console(stderr=True), (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Bar(*parts, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=len(_STAGES))

        def tell(path: Place, stage: Stage) -> None:
            text = _STAGES[stage] if language == "zh" else stage
            bar.update(task, description=f"{escape(named(path))} {text}", completed=list(_STAGES).index(stage))

        yield tell


def show_loads(results: Iterable[FileResult], language: str) -> None:
    """What became of each file, every kind of fault, and the difference in gaps."""
    zh = language == "zh"
    for result in results:
        status = _STATUS[result.status] if zh else result.status
        click.echo(f"{result.path}: {status}{'' if result.problem else _counts(result, zh)}")
        if result.problem:
            click.echo(f"  {refusal(click.get_current_context(), result.problem)}", err=True)
        for line in _faults(result.errors, zh):
            click.echo(f"  {line}", err=True)
        for line in (*_gaps(result, zh), *_others(result, zh)):
            click.echo(f"  {line}")


def _counts(result: FileResult, zh: bool) -> str:
    if zh:
        return f"（{result.accepted}/{result.rows} 行，增 {result.added} 删 {result.removed}）"
    return f" ({result.accepted}/{result.rows} rows, +{result.added} -{result.removed})"


def _faults(errors: Sequence[RowError], zh: bool) -> Iterator[str]:
    """The faults in the order of the file; those of a kind in one column are one line once there are many."""
    kinds: dict[tuple[object, ...], list[RowError]] = {}
    for error in errors:
        kinds.setdefault((error.sheet, error.column, error.code), []).append(error)
    for found in kinds.values():
        yield from (_fault(error, zh) for error in found[:_SHOWN])
        if (more := len(found) - _SHOWN) > 0:
            place = f"{found[0].sheet or ''} {found[0].column or ''}".strip()
            yield f"{place}：同类还有 {more:,} 处，至第{found[-1].row}行" if zh else f"{place}: {more:,} more, to row {found[-1].row}"


def _fault(error: RowError, zh: bool) -> str:
    place = f"{error.sheet or ''} {'第' if zh else 'row '}{error.row}{'行' if zh else ''} {error.column or ''}".strip()
    value = f" “{error.value}”" if error.value is not None else ""
    return f"{place}{value}: {error.message_zh if zh else error.message_en}"


def _gaps(result: FileResult, zh: bool) -> Iterator[str]:
    """How many gaps were opened and closed, by rule."""
    for changes, in_zh, in_en in ((result.opened, "新增缺口", "gaps opened"), (result.closed, "关闭缺口", "gaps closed")):
        if changes:
            yield f"{in_zh if zh else in_en} {len(changes):,}{'：' if zh else ': '}{_by_rule(changes, zh)}"


def _by_rule(changes: Sequence[Change], zh: bool) -> str:
    counts = Counter(change.rule for change in changes).most_common()
    shown = [f"{rule} {count:,}" for rule, count in counts[:_SHOWN]]
    return ("、" if zh else ", ").join([*shown, "…"] if len(counts) > _SHOWN else shown)


def _others(result: FileResult, zh: bool) -> Iterator[str]:
    """That other files speak of the enterprise too, and how this one would take the place of one of them."""
    if result.others:
        names = "、".join(result.others)
        yield (
            f"该企业另有数据来自 {names}；若本文件是其新版，请加 --replaces 载入"
            if zh
            else f"{names} speak of it too; if this file is a newer one of them, load it with --replaces"
        )
