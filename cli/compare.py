"""`duibiao compare`: the 对标 table."""

import json
from datetime import date
from pathlib import Path

import click

from duibiao.cli.options import as_of_option, format_option, language_option, opened, store_option, write


@click.command()
@click.argument("standards", nargs=-1, required=True, metavar="STANDARD...")
@click.option("--with", "norm", help="Only with this norm. / 只与这部规范比较")
@as_of_option
@format_option("table", "json", "csv", "xlsx")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file. / 写入文件")
@store_option
@language_option
def compare(standards: tuple[str, ...], norm: str | None, day: date, form: str, out: Path | None, path: Path, lang: str) -> None:
    """Set the limits of enterprise standards (or of all standards of an enterprise) beside those of the norms above.

    Example: duibiao compare "Q/CLW 101-2024" --with "GB 30871"
    """
    from duibiao import queries
    from duibiao.register import comparison, comparison_formats

    if form == "xlsx" and out is None:
        raise click.UsageError("an Excel workbook needs a place: add --out FILE.xlsx")
    with opened(path) as store:
        above = queries.find(store, norm).node if norm else None
        chosen = [node for name in standards for node in comparison.standards_of(store, queries.find(store, name).node)]
        tables = comparison.tables(store, chosen, day, above)
    if form == "xlsx" and out is not None:
        comparison_formats.write_xlsx(tables, lang, out)
    elif form == "json":
        documents = [table.as_json() for table in tables]
        write(json.dumps(documents[0] if len(documents) == 1 else {"tables": documents}, ensure_ascii=False, indent=1) + "\n", out)
    elif form == "csv" or out is not None:
        write(comparison_formats.as_csv(tables, lang), out)
    else:
        _show(tables, lang)


def _show(tables: list, lang: str) -> None:  # type: ignore[type-arg]  # the type would import the register for every command
    from duibiao.cli.tables import show_rows
    from duibiao.register.comparison_formats import as_a_whole, header, rows

    for table in tables:
        click.echo(f"{table.standard} {table.title or ''} {table.as_of}")
        show_rows(header(lang)[:-1], [row[:-1] for row in rows(table, lang)])  # the proof has its place in the other formats
        click.echo(as_a_whole(table, lang))
