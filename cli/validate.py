"""`duibiao validate`: any RDF against any SHACL, without a store."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from duibiao.cli.options import format_option, language_option

if TYPE_CHECKING:
    from pyoxigraph import Literal

    from duibiao.ontology.terms import Term
    from duibiao.shapes.reports import Result, ValidationReport

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_HEADS = {
    "zh": ("严重程度", "对象", "路径", "值", "约束", "说明"),
    "en": ("severity", "focus node", "path", "value", "constraint", "message"),
}
_SEVERITY = {
    "Violation": {"zh": "违反", "en": "violation"},
    "Warning": {"zh": "警告", "en": "warning"},
    "Info": {"zh": "提示", "en": "information"},
}


@click.command()
@click.argument("data", nargs=-1, required=True, type=_FILE)
@click.option("--shapes", multiple=True, required=True, type=_FILE, help="A file of shapes; may be repeated. / 形状文件，可重复")
@click.option("--engine", type=click.Choice(["compiled", "pyshacl"]), default="compiled", show_default=True, help="Which engine. / 引擎")
@format_option("ttl", "json", "table")
@language_option
def validate(data: tuple[Path, ...], shapes: tuple[Path, ...], engine: str, form: str, lang: str) -> None:
    """Validate RDF files, taken together as one graph, against SHACL shapes. Exit code 1 when they do not conform.

    Example: duibiao validate data.ttl --shapes shapes.ttl --format table
    """
    from duibiao.shapes import files
    from duibiao.shapes.validation import validate as validated

    rules = [triple for path in shapes for triple in files.shapes(path)]
    report = validated([triple for path in data for triple in files.data(path)], rules, engine)
    if form == "table":
        _show(report, lang)
    else:
        text = report.turtle() if form == "ttl" else json.dumps(report.as_json(), ensure_ascii=False, indent=1) + "\n"
        click.echo(text.encode(), nl=False)
    sys.exit(0 if report.conforms else 1)


def _show(report: "ValidationReport", lang: str) -> None:
    if report.conforms:
        click.echo("符合" if lang == "zh" else "conforms")
        return
    from duibiao.cli.tables import show_rows

    show_rows(_HEADS[lang], [row for result in report.results for row in _rows(result, lang)])
    count = len(report.results)
    click.echo(f"不符合：{count} 条结果" if lang == "zh" else f"does not conform: {count} results")


def _rows(result: "Result", lang: str, mark: str = "") -> list[tuple[str, ...]]:
    """The row of a result, and below it those of the nested shape's results that explain it."""
    severity = _name(result.severity)
    path = _short(result.path.text) if result.path else ""
    value = "" if result.value is None else _name(result.value)
    stated = _short(result.stated) or _name(result.component)
    shown = (mark + _SEVERITY.get(severity, {}).get(lang, severity), _name(result.focus), path, value, stated, _said(result.messages, lang))
    return [shown, *(row for detail in result.details for row in _rows(detail, lang, f"{mark}└ "))]


def _name(term: "Term") -> str:
    """A term for people: the last step of an IRI, the text of a literal."""
    from pyoxigraph import Literal, NamedNode

    if isinstance(term, NamedNode):
        return _last(term.value)
    return f"“{term.value}”" if isinstance(term, Literal) else _short(str(term))


def _short(text: str) -> str:
    """SPARQL with the last steps of its IRIs, without datatypes, and blank nodes as they are written."""
    import re

    text = re.sub(r'"([^"]*)"\^\^<[^>]*>', r"\1", text)
    return re.sub(r"<([^>]*)>|_:\w+", lambda found: _last(found[1]) if found[1] else "[…]", text)


def _last(iri: str) -> str:
    return iri.rstrip("/#").rpartition("#")[2].rpartition("/")[2] or iri


def _said(messages: "tuple[Literal, ...]", lang: str) -> str:
    """The message in the language, else one without a language, else any."""
    order = sorted(messages, key=lambda m: (not (m.language or "").startswith(lang), m.language is not None))
    return order[0].value if order else ""
