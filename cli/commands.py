"""The commands. They parse words, call one public function, and show what it gives back."""

import csv
import errno
import io
import json
import sys
import tempfile
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

import click

from duibiao.cli.audit import audit
from duibiao.cli.compare import compare
from duibiao.cli.coverage import coverage
from duibiao.cli.crosswalk import crosswalk
from duibiao.cli.currency import currency
from duibiao.cli.explain import as_if, explain, show_what_if, verify_gap
from duibiao.cli.export import backup, export, restore
from duibiao.cli.hazard import hazard
from duibiao.cli.network import network
from duibiao.cli.options import (
    Day,
    FileOrDatabase,
    as_of_option,
    format_option,
    language_option,
    opened,
    opened_to_load,
    refusal,
    rules_option,
    speak_chinese,
    store_option,
    user,
    write,
)
from duibiao.cli.report import report
from duibiao.cli.score import score
from duibiao.cli.search import search
from duibiao.cli.serve import run as run_server
from duibiao.cli.serve import serve
from duibiao.cli.tasks import tasks
from duibiao.cli.template import template
from duibiao.cli.token import token
from duibiao.cli.validate import validate
from duibiao.cli.waive import waive
from duibiao.cli.workflow import advance, workflow
from duibiao.ontology.errors import Refusal
from duibiao.store import Store, StoreError

_SEVERITIES = ["info", "warning", "violation"]
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class Main(click.Group):
    """The group; an error that can be expected is one line and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        speak_chinese()
        try:
            return super().invoke(ctx)
        except Refusal as error:
            click.echo(f"duibiao: {refusal(ctx, str(error))}", err=True)
            ctx.exit(1 if error.at_fault == "data" else 2)
        except click.UsageError as error:
            command = (error.ctx or ctx).command_path
            click.echo(f"duibiao: {error.format_message().rstrip('.')}; see `{command} --help`", err=True)
            ctx.exit(2)
        except OSError as error:
            if error.errno == errno.EPIPE:  # whoever read our output has stopped, which click knows how to take
                raise
            click.echo(f"duibiao: {error.filename or ''}: {error.strerror or error}; name another place", err=True)
            ctx.exit(2)


@click.group(cls=Main, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="duibiao")
def main() -> None:
    """安全生产知识图谱与合规查询 / knowledge graph and compliance queries for work safety."""


@main.command()
@click.argument("paths", nargs=-1, required=True, type=FileOrDatabase())
@click.option("--dry-run", is_flag=True, help="Read and check, write nothing. / 只检查，不写入")
@click.option("--strict", is_flag=True, help="One faulty row rejects its file. / 一行有错，整份拒绝")
@click.option("--map", "names", type=_FILE, help="Your names of sheets and columns (.yaml). / 自有表头对照")
@click.option("--replaces", metavar="NAME", help="The workbook loaded before whose place this one takes. / 取代先前载入的工作簿")
@format_option("table", "json")
@store_option
@language_option
def load(
    paths: tuple[Path | str, ...], names: Path | None, dry_run: bool, strict: bool, replaces: str | None, form: str, path: Path, lang: str
) -> None:
    """Load files, folders or a database (sqlite:///…): norms (.csv), workbooks (.xlsx, folders of .csv), documents, RDF.

    Example: duibiao load enterprise.xlsx --dry-run
    """
    from duibiao import register
    from duibiao.cli.loads import loading_bar, show_loads
    from duibiao.register.formats import load_json

    start = perf_counter()
    with opened_to_load(path, dry_run=dry_run) as store, loading_bar(lang) as progress:
        if not dry_run or store.path is None:
            register.prepare(store, date.today())
        results = register.load(
            store,
            paths,
            day=date.today(),
            who=user(),
            dry_run=dry_run,
            strict=strict,
            replaces=replaces,
            names=names,
            progress=progress,
        )
    if form == "json":
        _print_json(load_json(results, perf_counter() - start))
        for result in results:
            if result.problem:
                click.echo(f"duibiao: {refusal(click.get_current_context(), result.problem)}", err=True)
    else:
        show_loads(results, lang)
    sys.exit(1 if any(result.at_fault for result in results) else 0)


@main.command()
@click.option("--enterprise", "codes", multiple=True, help="Only this enterprise, by credit code. / 只查这家企业")
@as_of_option
@click.option("--rule", "names", multiple=True, help="Only this rule. / 只查这条规则")
@rules_option
@click.option("--engine", type=click.Choice(["compiled", "pyshacl"]), default="compiled", show_default=True, help="Which engine. / 引擎")
@format_option("table", "json", "csv", "xlsx", "ttl", "sarif")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file. / 写入文件")
@click.option(
    "--fail-on",
    type=click.Choice([*_SEVERITIES, "never"]),
    default="violation",
    show_default=True,
    help="Exit 1 from this on. / 从此级起退出码为 1",
)
@click.option("--since", type=Day(), help="Say what is new and what was closed from this day on. / 自此日起新增与关闭的缺口")
@click.option("--assume", "assumed", multiple=True, type=_FILE, help="As if what this RDF file states were so. / 假设该文件所述成立")
@click.option("--without", "removed", multiple=True, type=_FILE, help="As if what this RDF file states were not so. / 假设该文件所述不存在")
@click.option("--norms", "of_norms", is_flag=True, help="Check the norms themselves instead. / 改查规范本身")
@click.option("--record", "recording", is_flag=True, help="Put what is found on record. / 记入缺口历史")
@store_option
@language_option
def check(
    codes: tuple[str, ...],
    day: date,
    names: tuple[str, ...],
    rules: Path | None,
    engine: str,
    form: str,
    out: Path | None,
    fail_on: str,
    since: date | None,
    assumed: tuple[Path, ...],
    removed: tuple[Path, ...],
    of_norms: bool,
    recording: bool,
    path: Path,
    lang: str,
) -> None:
    """Find the gaps of the enterprises loaded, or of the norms.

    Example: duibiao check --as-of 2026-01-31 --fail-on warning
    """
    from duibiao import register, shapes

    whole = shapes.with_folder(rules) if rules else shapes.shipped()
    book = (shapes.norm_rules() if of_norms else whole).only(names)
    if of_norms and (codes or since or assumed or removed or recording):
        raise click.UsageError("--norms looks at no enterprise; leave --enterprise, --since, --assume, --without and --record out")
    if form == "xlsx" and out is None:
        raise click.UsageError("an Excel workbook needs a place: add --out FILE.xlsx")
    if (assumed or removed) and (recording or since):
        raise click.UsageError("what is assumed goes on no record; leave --record and --since out")
    with opened(path) as store:
        if not of_norms and not register.enterprise_codes(store):
            raise StoreError("no enterprise is loaded, so nothing would be checked; run `duibiao load` with a workbook")
        what_if = as_if(store, assumed, removed, day=day, book=book, codes=codes or None, engine=engine)
        if of_norms:
            report = register.norm_check(store, day=day, book=book, rules=whole, engine=engine)
        elif what_if:
            report = what_if.report
        else:
            report = register.check(store, day=day, book=book, codes=codes or None, engine=engine)
        if recording:
            register.record(store, report, book, user(), codes or None)
        changes = register.changes(store, since, report, codes or None) if since else None
    _show_report(report, changes, what_if, form, lang, out)
    graver = _SEVERITIES[_SEVERITIES.index(fail_on) :] if fail_on != "never" else []
    sys.exit(1 if any(gap.severity in graver and gap.state == "open" for gap in report.gaps) else 0)


def _show_report(report: Any, changes: Any, what_if: Any, form: str, lang: str, out: Path | None) -> None:
    from duibiao.register import formats

    if form == "table" and out is None:
        from duibiao.cli.tables import show_gaps

        show_gaps(report, lang, changes)
        if what_if:
            show_what_if(what_if, lang)
    elif form == "xlsx" and out is not None:
        formats.write_xlsx(report, lang, out)
    else:
        texts: dict[str, Callable[[], str]] = {
            "json": lambda: _json(formats.what_if_json(what_if) if what_if else formats.check_json(report, changes)),
            "csv": lambda: formats.check_csv(report, lang),
            "table": lambda: formats.check_csv(report, lang),
            "ttl": lambda: formats.check_turtle(report),
            "sarif": lambda: _json(formats.check_sarif(report, lang)),
        }
        write(texts[form](), out)


@main.command()
@click.argument("thing")
@click.option("--up", "direction", flag_value="up", help="What it rests on. / 向上")
@click.option("--down", "direction", flag_value="down", help="What rests on it. / 向下")
@click.option("--both", "direction", flag_value="both", default=True, help="Both ways. / 双向")
@click.option("--depth", type=click.IntRange(1, 50), default=12, show_default=True, help="Steps at most. / 最多几步")
@as_of_option
@format_option("table", "json")
@store_option
@language_option
def trace(thing: str, direction: str, depth: int, day: date, form: str, path: Path, lang: str) -> None:
    """Follow the chain a thing stands in: up to the law, down to posts and equipment.

    Example: duibiao trace "GB 18218" --down
    """
    from duibiao import queries

    with opened(path) as store:
        found = queries.trace(store, thing, day, direction, depth)  # type: ignore[arg-type]  # click has checked the word
    if form == "json":
        _print_json(found.as_json())
    else:
        from duibiao.cli.tables import show_trace

        show_trace(found, lang)


for command in (
    *(compare, coverage, crosswalk, currency, validate, waive, hazard, search, export, backup, restore),
    *(tasks, report, score, template, network, explain, verify_gap, workflow, advance, serve, token, audit),
):
    main.add_command(command)


@main.command()
@click.argument("name", required=False)
@click.argument("parameters", nargs=-1, metavar="[KEY=VALUE]...")
@format_option("table", "json", "csv", "ttl")
@store_option
@language_option
def ask(name: str | None, parameters: tuple[str, ...], form: str, path: Path, lang: str) -> None:
    """Answer a named question; without NAME list them.

    Example: duibiao ask special-equipment-inspections by=2027-06-30
    """
    from duibiao import queries

    if name is None:
        _list_questions(form, lang)
        return
    queries.question(name)
    wrong = [text for text in parameters if "=" not in text]
    if wrong:
        raise click.UsageError(f"{wrong[0]}: a parameter is written name=value")
    with opened(path) as store:
        answer = queries.ask(store, name, dict(text.split("=", 1) for text in parameters))
    if form == "ttl":
        write(queries.answer_turtle(answer), None)
    elif form == "json":
        _print_json({"columns": answer.columns, "rows": answer.rows, "more": answer.more})
    else:
        _rows(answer.columns, answer.cells(), form)


def _list_questions(form: str, lang: str) -> None:
    from duibiao import queries

    if form == "json":
        _print_json({"questions": [q.as_json() for q in queries.questions().values()]})
        return
    rows: list[list[str | None]] = [
        [q.name, q.question if lang == "zh" else q.summary, " ".join(f"{p.name}={p.default or '…'}" for p in q.parameters)]
        for q in queries.questions().values()
    ]
    _rows(["名称", "问题", "参数"] if lang == "zh" else ["name", "question", "parameters"], rows, form)


@main.command()
@click.argument("file", type=click.File("r", encoding="utf-8"))
@format_option("table", "json", "xml", "csv", "tsv", "ttl", "nt")
@store_option
def sparql(file: Any, form: str, path: Path) -> None:
    """Run a SPARQL query from a file, or from standard input for -.

    Example: duibiao sparql query.rq --format csv
    """
    from duibiao import queries

    try:
        text = file.read()
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{file.name} is not UTF-8; save it as UTF-8") from error
    queries.refuse_unsafe(text)
    with opened(path) as store:
        write(queries.results(store, text, form), None)


@main.command()
@click.option("--no-serve", is_flag=True, help="Stop after the gaps. / 不启动服务")
@click.option("--keep", type=click.Path(file_okay=False, path_type=Path), help="Keep the store in this folder. / 保留图库")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port. / 端口")
@language_option
def demo(no_serve: bool, keep: Path | None, port: int, lang: str) -> None:
    """Load the norms and the sample enterprises into a fresh store, print their gaps, serve the page.

    Example: duibiao demo --no-serve --keep .duibiao
    """
    with tempfile.TemporaryDirectory(prefix="duibiao-") as temporary:
        path = keep or Path(temporary) / "store"
        if (path / "rdf").exists():
            raise StoreError(f"{path} already holds a store; name another folder with --keep")
        with opened(path, create=True) as store:
            _show_demo(store, lang)
        if not no_serve:
            run_server(path, "127.0.0.1", port, {})


def _show_demo(store: Store, lang: str) -> None:
    from duibiao import register, shapes
    from duibiao.cli.loads import show_loads
    from duibiao.cli.tables import show_gaps
    from duibiao.register import demo as samples

    show_loads(samples.fill(store, date.today()), lang)
    for code in register.enterprise_codes(store):
        show_gaps(register.check(store, day=date.today(), book=shapes.shipped(), codes=[code]), lang)


# --- output


def _json(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _print_json(document: Any) -> None:
    write(_json(document), None)


def _rows(columns: list[str], rows: Iterable[list[str | None]], form: str) -> None:
    if form == "csv":
        text = io.StringIO()
        csv.writer(text).writerows([columns, *rows])
        write(text.getvalue(), None)
    else:
        from duibiao.cli.tables import show_rows

        show_rows(columns, rows)
