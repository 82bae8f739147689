"""`duibiao export`, `backup` and `restore`: what is in the store, taken elsewhere and brought back."""

from pathlib import Path

import click

from duibiao.cli.options import language_option, opened, store_option
from duibiao.store import Store, StoreError


@click.command()
@click.option("--graph", "names", multiple=True, help="Only this graph. / 只导出这个图")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Where to write. / 写到哪里")
@store_option
def export(names: tuple[str, ...], out: Path, path: Path) -> None:
    """Write the store, or some of its graphs, to an RDF file; the ending decides the format.

    Example: duibiao export --out everything.nq
    """
    with opened(path) as store:
        try:
            store.dump(out, names)
        except (OSError, ValueError) as error:
            raise StoreError(f"{out} cannot be written: {error}") from error


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@store_option
@language_option
def backup(folder: Path, path: Path, lang: str) -> None:
    """Copy the store, as it is at one moment, to a new folder. On the same disk that takes hardly any room: for safety, copy the folder
    to another disk.

    Example: duibiao backup 备份/2026-11-22
    """
    with opened(path) as store:
        store.backup(folder)
        count = len(store.graphs())
    click.echo(f"{folder}：已备份 {count} 个图" if lang == "zh" else f"{folder}: {count} graphs backed up")


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@store_option
@language_option
def restore(folder: Path, path: Path, lang: str) -> None:
    """Make a store out of a backup, where there is none yet.

    Example: duibiao restore 备份/2026-11-22 --store 新图库
    """
    Store.restore(folder, path)
    with opened(path) as store:
        count = len(store.graphs())
    click.echo(f"{path}：已恢复 {count} 个图" if lang == "zh" else f"{path}: {count} graphs restored")
