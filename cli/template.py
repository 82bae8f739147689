"""`duibiao template`: the empty workbook to fill."""

from pathlib import Path

import click

from duibiao.cli.options import language_option


@click.command()
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The workbook to write. / 写入此工作簿")
@click.option("--for", "book", type=click.Choice(["enterprise", "authority"]), default="enterprise", help="Whose it is. / 企业或主管部门")
@language_option
def template(out: Path, book: str, lang: str) -> None:
    """Write an empty workbook: headers in both languages, lists to choose from, a guide to the columns, an example row a sheet.

    Rows whose number begins with 示例： are examples and are not loaded.

    Example: duibiao template --out workbook.xlsx
    """
    from duibiao.loaders.template import sheets_of, write

    if out.suffix.lower() != ".xlsx":
        raise click.UsageError(f"{out.name}: the template is an Excel workbook; give --out a name that ends in .xlsx")
    if out.exists():
        raise click.UsageError(f"{out.name} is already there; give --out another name, so that no filled workbook is lost")
    write(out, book)
    count = len(sheets_of(book))
    click.echo(f"{out}：{count} 张表" if lang == "zh" else f"{out}: {count} sheets", err=True)
