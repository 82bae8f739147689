"""`duibiao search`: everything that has a name or a number for people."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from duibiao.cli.options import format_option, language_option, opened, store_option

if TYPE_CHECKING:
    from duibiao.queries.search import Found, Hit
    from duibiao.queries.search_text import Segments

Piece = str | tuple[str, str]
"""Text as it is, or with its style."""

_MOST = 1000
_HEADS = {"zh": ("类别", "编号与名称", "内容"), "en": ("kind", "number and title", "text")}


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--kind", "kinds", multiple=True, help="Only things of this kind, such as norm or clause. / 只查这类对象")
@click.option("--document", "documents", multiple=True, help="Only in this norm or standard. / 只查这部规范或标准")
@click.option("--limit", type=click.IntRange(1, _MOST), default=20, show_default=True, help="How many are shown. / 最多显示几条")
@format_option("table", "json")
@store_option
@language_option
def search(
    words: tuple[str, ...], kinds: tuple[str, ...], documents: tuple[str, ...], limit: int, form: str, path: Path, lang: str
) -> None:
    """Search for what has all these words; a number in any spelling. Quotes hold words together.

    Example: duibiao search 责任 培训 --kind clause
    """
    from duibiao.queries import Narrowing, search

    query = " ".join(words)
    with opened(path) as store:
        found = search(store, query, Narrowing(kinds=kinds, documents=documents), limit)
    if form == "json":
        click.echo(json.dumps({"query": query} | found.as_json(), ensure_ascii=False, indent=2))
    elif found.hits:
        _show(found, lang)
    else:
        _show_nothing(query, found, bool(kinds or documents), lang)


def _show(found: "Found", lang: str) -> None:
    from rich.table import Table
    from rich.text import Text

    from duibiao.cli.tables import console
    from duibiao.queries import KINDS

    table = Table(*_HEADS[lang])
    for hit in found.hits:
        kind = KINDS[hit.kind]
        table.add_row(kind.zh if lang == "zh" else kind.en, Text.assemble(*_named(hit)), Text.assemble(*_bold(hit.text)))
    console().print(table)
    counts = "、".join(f"{count.label[lang]} {count.count}" for count in found.facets["kind"])
    shown = len(found.hits)
    if lang == "zh":
        click.echo(f"共 {found.total} 条{f'，显示前 {shown} 条' if shown < found.total else ''}：{counts}")
    else:
        click.echo(f"{found.total} found{f', the first {shown} shown' if shown < found.total else ''}: {counts.replace('、', ', ')}")


def _named(hit: "Hit") -> Iterator[Piece]:
    """The document it stands in, its number and its title."""
    document: Segments = ((hit.document.name, False),) if hit.document else ()
    for place, part in enumerate(part for part in (document, hit.number, hit.title) if part):
        yield from (*([" "] if place else []), *_bold(part))


def _bold(segments: "Segments") -> list[Piece]:
    return [(piece, "bold") if is_hit else piece for piece, is_hit in segments]


def _show_nothing(query: str, found: "Found", confined: bool, lang: str) -> None:
    if lang == "zh":
        click.echo(f"没有找到“{query}”。")
        instead = "，".join(f"“{words}”有 {total} 条" for words, total in found.instead.items())
        click.echo(
            f"{'不加限定时，' if confined else ''}{instead}。"
            if instead
            else "请换用更少或更短的词；已装入的规范见 `duibiao ask norms-in-force`。"
        )
    else:
        click.echo(f"Nothing has “{query}”.")
        instead = ", ".join(f"“{words}” finds {total}" for words, total in found.instead.items())
        all_of_it = "Without the confinement " if confined else ""
        click.echo(
            f"{all_of_it}{instead}." if instead else "Try fewer or shorter words; `duibiao ask norms-in-force` lists the norms loaded."
        )
