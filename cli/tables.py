"""Tables and sentences for people."""

import sys
from collections.abc import Iterable, Sequence

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from duibiao.queries import Trace
from duibiao.reasoning.references import unverified_name
from duibiao.register import Changes, Report
from duibiao.register.formats import SEVERITY, STATE, basis_text
from duibiao.shapes import Gap

_HEADS = ("", "id", "what", "gap", "basis", "owner", "since")
_STYLE = {"violation": "bold red", "warning": "yellow", "info": "cyan"}
_LEVELS = {
    "zh": (
        "",
        "法律",
        "行政法规",
        "规章",
        "规范性文件",
        "国家标准",
        "行业与地方标准",
        "企业标准",
        "条款与要求",
        "岗位、设备、危险源、单元",
    ),
    "en": (
        "",
        "laws",
        "regulations",
        "rules",
        "notices",
        "national standards",
        "industry and local standards",
        "enterprise standards",
        "clauses and requirements",
        "posts, equipment, hazards, units",
    ),
}


def console() -> Console:
    """Standard output; without a terminal as wide as its rows ask, so that nothing is cut in a pipe."""
    return Console(file=sys.stdout, width=None if sys.stdout.isatty() else 200, highlight=False)


def show_gaps(report: Report, language: str, changes: Changes | None = None) -> None:
    """The gaps as a table, then the counts and what was not checked, then what has changed since a day."""
    heads = ("", "编号", "对象", "缺口", "依据", "责任", "发现日期") if language == "zh" else _HEADS
    table = Table(*heads, show_lines=False)
    for gap in report.gaps:
        basis = "；".join(dict.fromkeys(basis_text(b) for b in gap.basis))
        texts = (gap.id, gap.label[language], gap.message[language], basis, gap.owner[language] if gap.owner else "", gap.since)
        table.add_row(_mark(gap, language), *map(escape, texts))
    console().print(table)
    click.echo(_counts(report, language))
    _show_reasons(report, language)
    if changes:
        _show_changes(report, changes, language)


def _show_reasons(report: Report, language: str) -> None:
    """Why rules could not tell, or had nothing to check."""
    rules: dict[str, list[str]] = {}
    for entry in report.ledger:
        if entry.why and (entry.cannot_tell or not entry.targets):
            rules.setdefault(entry.why[language], []).append(entry.rule)
    for why, names in rules.items():
        click.echo(f"  {'、'.join(names)}：{why}" if language == "zh" else f"  {', '.join(names)}: {why}")


def _mark(gap: Gap, language: str) -> str:
    if gap.waiver and gap.state == "waived":
        return f"[dim]{STATE['waived'][language]} {gap.waiver.until}[/]"
    return f"[{_STYLE[gap.severity]}]{SEVERITY[gap.severity][language]}[/]"


def _show_changes(report: Report, changes: Changes, language: str) -> None:
    zh = language == "zh"
    new = [gap for gap in report.gaps if gap.id in set(changes.new)]
    click.echo(f"自 {changes.date} 起新增 {len(new)} 项：" if zh else f"New since {changes.date}: {len(new)}")
    for gap in new:
        click.echo(f"  + {gap.since} {gap.id} {gap.label[language]}：{gap.message[language]}")
    click.echo(f"自 {changes.date} 起关闭 {len(changes.closed)} 项：" if zh else f"Closed since {changes.date}: {len(changes.closed)}")
    for closed in changes.closed:
        click.echo(f"  - {closed.closed_on} {closed.id} {closed.label[language]} {closed.rule}")


def _counts(report: Report, language: str) -> str:
    found = report.summary()
    passed = sum(entry.passed for entry in report.ledger)
    untold = sum(entry.cannot_tell for entry in report.ledger)
    idle = [entry.rule for entry in report.ledger if entry.targets == 0]
    if language == "zh":
        return (
            f"截至 {report.as_of}：违反 {found['violation']} 项，警告 {found['warning']} 项，提示 {found['info']} 项，"
            f"豁免 {found['waived']} 项。"
            f"规则 {len(report.ledger)} 条：通过 {passed} 次，无法判定 {untold} 次；没有检查对象的规则 {len(idle)} 条"
            f"{_listed(idle, '（', '、', '）', '--format json 逐条列出')}。用时 {report.seconds:.2f} 秒。"
        )
    return (
        f"As of {report.as_of}: {found['violation']} violations, {found['warning']} warnings, {found['info']} informations, "
        f"{found['waived']} waived. "
        f"{len(report.ledger)} rules: passed {passed} times, could not tell {untold} times; {len(idle)} rules had nothing to check"
        f"{_listed(idle, ' (', ', ', ')', '--format json lists them')}. {report.seconds:.2f} s."
    )


def _listed(names: Sequence[str], start: str, comma: str, end: str, elsewhere: str) -> str:
    """The names in brackets, or where they would bury the rest of the line, where they are told."""
    if not names:
        return ""
    return f"{start}{comma.join(names) if len(names) <= _FEW else elsewhere}{end}"


_FEW = 10


def show_trace(found: Trace, language: str) -> None:
    """The nodes of a trace by level, from the law down."""
    labels = {node.iri: escape(node.label[language]) for node in found.nodes}
    out = console()
    for level in sorted({node.level for node in found.nodes}):
        out.print(f"[bold]{_LEVELS[language][level]}[/bold]")
        for node in (n for n in found.nodes if n.level == level):
            relations = dict.fromkeys(
                f"{edge.relation} {labels[edge.target]}" for edge in found.edges if edge.source == node.iri and edge.target in labels
            )
            text = f"  {_force(node.in_force, language)}{labels[node.iri]}{_unverified(node.unverified, language)}"
            out.print(text, style="dim" if node.in_force is False else None)
            for relation in relations:
                out.print(f"      → {relation}", style="dim")


def _force(in_force: bool | None, language: str) -> str:
    if in_force is None:
        return ""
    zh, en = ("[现行] ", "[in force] ") if in_force else ("[不现行] ", "[not in force] ")
    return (zh if language == "zh" else en).replace("[", "\\[")


def _unverified(fields: Sequence[str], language: str) -> str:
    """Which statements of a norm's record nobody has verified."""
    if not fields:
        return ""
    names = [unverified_name(field, language) for field in fields]
    return f"（未核实：{'、'.join(names)}）" if language == "zh" else f" (not verified: {', '.join(names)})"


def show_rows(columns: Sequence[str], rows: Iterable[Sequence[str | None]]) -> None:
    """Any rows as a table."""
    table = Table(*columns)
    for row in rows:
        table.add_row(*(escape(cell or "") for cell in row))
    console().print(table)
