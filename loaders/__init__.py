"""A file in, statements out. Loaders are pure: they never touch the store."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from duibiao.loaders import documents, rdf
from duibiao.loaders.result import Loaded, RowError, UnreadableFile

__all__ = ["Loaded", "RowError", "UnreadableFile", "database_name", "found", "leads_out", "read", "read_database"]

_OWNER_SHEETS = ("企业.csv", "enterprise.csv", "主管部门.csv", "authority.csv")


def found(paths: Iterable[Path]) -> Iterator[Path]:
    """What is to be read under the paths: files, and folders of .csv that are one workbook. In a folder, hidden and temporary files and the
    answer keys of samples (.key.csv) are left out.

    A file named outright is given whatever it is; UnreadableFile for a path that does not exist.
    """
    for path in paths:
        if not path.exists():
            raise UnreadableFile(f"{path}: no such file or folder")
        if path.is_dir():
            yield from _below(path)
        else:
            yield _workbook_of(path)


def leads_out(path: Path, given: Path) -> bool:
    """Whether a file found in a given folder lies elsewhere, by a symbolic link on the way."""
    try:
        return given.is_dir() and not path.resolve().is_relative_to(given.resolve())
    except (OSError, RuntimeError):  # links that lead in a circle
        return True


def _below(folder: Path) -> Iterator[Path]:
    if any((folder / name).exists() for name in _OWNER_SHEETS):
        yield folder
        return
    for child in sorted(folder.iterdir()):
        if child.is_dir() and not child.is_symlink():
            yield from _below(child)
        elif (
            not child.name.startswith((".", "~$"))
            and not child.name.endswith(".key.csv")
            and child.suffix.lower() in {".xlsx", ".csv", *rdf.ENDINGS, *documents.ENDINGS}
        ):
            yield child


def _workbook_of(path: Path) -> Path:
    """One sheet of a folder of .csv stands for the workbook: alone it would not say whose it is."""
    if path.suffix.lower() == ".csv" and any((path.parent / name).exists() for name in _OWNER_SHEETS):
        return path.parent
    return path


def database_name(url: str) -> str:
    """A database as it is named to others and on record: without the password."""
    from duibiao.loaders import databases

    return databases.name(url)


def read_database(url: str, names: Path | None = None) -> Loaded:
    """The statements of the tables of a database that are sheets of a workbook; `names` is a YAML file with the user's own names of sheets
    and columns. UnreadableFile when it cannot be read."""
    from duibiao.loaders import databases, headers, workbook

    own = headers.read(names) if names else {}
    source = databases.name(url)
    return workbook.of_grids(headers.renamed(databases.read(url, own), own), source, source)


def read(path: Path, names: Path | None = None) -> Loaded:
    """The statements of one file or folder of .csv, by its kind; `names` is a YAML file with the user's own names of sheets and columns.
    UnreadableFile when no loader knows it or it is damaged."""
    from duibiao.loaders import headers, norms, workbook  # row models cost a tenth of a second to import, and only loading needs them

    ending = path.suffix.lower()
    if path.is_dir() or ending == ".xlsx":
        return workbook.read(path, headers.read(names) if names else None)
    if ending in rdf.ENDINGS:
        return rdf.read(path)
    if ending in documents.ENDINGS:
        from duibiao.loaders.documents import loading

        return loading.load(path)
    if ending == ".csv" and norms.recognises(_header(path)):
        return norms.read(path)
    if ending == ".csv":
        raise UnreadableFile(
            f"{path.name}: neither a norm catalogue nor a sheet beside 企业.csv; put the sheets of a workbook in one folder"
        )
    raise UnreadableFile(f"{path.name}: this kind of file cannot be loaded; give .xlsx, .csv, RDF, .txt, .md, .html, .docx or .pdf")


def _header(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as text:
        try:
            return next(csv.reader(text), [])
        except csv.Error as error:
            raise UnreadableFile(f"{path.name}: no readable CSV ({error}); save it again as CSV UTF-8") from error
