"""`duibiao network`: who cites whom, among documents and norms."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from duibiao.cli.options import format_option, language_option, opened, store_option

if TYPE_CHECKING:
    from duibiao.queries.network import Central

_HEADS = {
    "zh": ("编号与名称", "被引", "引用", "接近度", "中介", "社群"),
    "en": ("number and title", "cited by", "cites", "near", "between", "community"),
}


@click.command()
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="How many are shown. / 显示几个")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the network: .graphml .csv .parquet / 写出网络")
@format_option("table", "json", "csv")
@store_option
@language_option
def network(limit: int, out: Path | None, form: str, path: Path, lang: str) -> None:
    """The citation network of the documents loaded and the norms they cite, the most cited first.

    Example: duibiao network --out citations.graphml
    """
    from duibiao.queries import network as networks

    with opened(path) as store:
        graph = networks.network(store)
    if out:
        networks.export(graph, out)
    elif form == "csv":
        click.echo(networks.edges_csv(graph), nl=False)
    elif form == "json":
        click.echo(json.dumps(networks.as_json(networks.central(graph), graph), ensure_ascii=False, indent=1))
    else:
        _show(networks.central(graph)[:limit], lang)


def _show(nodes: list["Central"], lang: str) -> None:
    from rich.table import Table

    from duibiao.cli.tables import console

    table = Table(*_HEADS[lang])
    for node in nodes:
        numbers = (node.cited_by, node.cites, f"{node.near:.1f}", f"{node.between:.3f}", node.community)
        table.add_row(node.label, *map(str, numbers))
    console().print(table)
