"""`duibiao report`: an enterprise's report for people to read, print and pass on."""

from datetime import date
from pathlib import Path

import click

from duibiao.cli.options import as_of_option, language_option, opened, rules_option, store_option


@click.command()
@click.argument("enterprise")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="FILE.xlsx, .docx, .pdf or .html. / 写入文件")
@rules_option
@as_of_option
@store_option
@language_option
def report(enterprise: str, out: Path, rules: Path | None, day: date, path: Path, lang: str) -> None:
    """Write the report on an enterprise: its gaps, the evaluation requirement by requirement, its posts beside their standards, the ledger
    of what was checked and what was not. ENTERPRISE is a credit code or a name.

    Example: duibiao report 沧澜湾示例化工有限公司 --out 合规性评价.docx
    """
    from duibiao import register, shapes
    from duibiao.register import report_formats
    from duibiao.register.report import paper

    book = shapes.with_folder(rules) if rules else shapes.shipped()
    with opened(path) as store:
        found = paper(store, register.code_of(store, enterprise), day=day, book=book, language=lang)
    report_formats.write(found, out)
    rows = "、".join(f"{section.name} {len(section.rows)}" for section in found.sections)
    click.echo(f"{out}：{rows}" if lang == "zh" else f"{out}: {rows}")
