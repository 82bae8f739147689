"""Lists of cited norms, as people keep them: a .txt with one a line, a .csv or an .xlsx in which some columns hold number and title.

The columns are told by their headers; where no header tells them, the first column of text is taken.
"""

import csv
import io
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from duibiao.loaders import grids
from duibiao.loaders.faults import fault
from duibiao.loaders.grids import Cell, Grid
from duibiao.loaders.result import RowError, UnreadableFile
from duibiao.ontology.iris import normal

_NUMBER = re.compile(
    r"(?:标准|规范|文件|法规|现行)?(?:编号|代号|号|文号)|(?:(?:standard|norm|document)\s)?(?:no\.?|number|code)",
    re.IGNORECASE,
)
_ROW_NUMBER = re.compile(r"编号|号|no\.?|number", re.IGNORECASE)
_TITLE = re.compile(
    r"(?:标准|规范|文件|法规|法律法规)?(?:中文)?(?:名称|题名|标题)|(?:(?:standard|norm|document)\s)?(?:title|name)",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"(?:规范性|引用|依据|标准|规范|文件|法律|法规|规章|制度|清单|目录|名录|相关|适用|现行|编号|名称|[的所及与和、/])+"
    r"|(?:cited\s)?(?:norms?|standards?|references?|citations?|cites)(?:\scited)?",
    re.IGNORECASE,
)
_ONE = "清单"
"""The name of the only sheet of a file that has no names for them."""
_ROWS_ABOVE = 10
"""How far down a header is looked for: lists begin with a heading or two."""
_MOST_HEADER = 20
"""The most characters of a header; longer ones are sentences."""


@dataclass(frozen=True)
class Citation:
    """A norm as a list names it, and where: sheet and row, counted from 1."""

    text: str
    sheet: str
    row: int


@dataclass(frozen=True)
class Sheet:
    """A sheet as it stands in the file. `header` is the row of its column heads, from 1; None where it has none."""

    rows: Sequence[Sequence[Cell]]
    header: int | None = None


@dataclass(frozen=True)
class CitationList:
    """A file read: all its sheets, what it cites, and the cells that could not be read."""

    sheets: Mapping[str, Sheet]
    citations: tuple[Citation, ...]
    errors: tuple[RowError, ...] = ()


@dataclass(frozen=True)
class _Columns:
    """Where a sheet's header stands (-1: nowhere) and which columns name norms."""

    header: int
    columns: tuple[int, ...]


def read(path: Path) -> CitationList:
    """The norms that a file lists. UnreadableFile when it is not there, not of these kinds, or damaged."""
    if not path.is_file():
        raise UnreadableFile(f"{path}: no such file; give a list of norms as .txt, .csv or .xlsx")
    ending = path.suffix.lower()
    if ending == ".txt":
        return _lines(path)
    if ending == ".csv":
        return _sheets({_ONE: Grid(list(csv.reader(io.StringIO(_text(path), newline=""))))})
    if ending == ".xlsx":
        return _sheets(grids.read(path))
    raise UnreadableFile(f"{path.name}: a list of norms is a .txt, .csv or .xlsx file; save it as one of these")


def _lines(path: Path) -> CitationList:
    rows = [[line] for line in _text(path).splitlines()]
    cited = (Citation(row[0].strip(), _ONE, number) for number, row in enumerate(rows, start=1) if row[0].strip())
    return CitationList({_ONE: Sheet(rows)}, tuple(cited))


def _text(path: Path) -> str:
    content = path.read_bytes()
    wide = content.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile(f"{path.name}: neither UTF-8 nor GB18030 text; save it as UTF-8")


# --- tables


def _sheets(found: Mapping[str, Grid]) -> CitationList:
    """Every sheet whose header tells where norms stand; where there is none, the first sheet with text."""
    chosen = {name: columns for name, grid in found.items() if (columns := _headed(grid))}
    if not chosen:
        plain = ((name, _first_text(grid)) for name, grid in found.items())
        chosen = dict([next(((name, columns) for name, columns in plain if columns), ("", _Columns(-1, ())))])
    citations = [citation for name, columns in chosen.items() if name for citation in _citations(name, found[name], columns)]
    errors = [error for name, columns in chosen.items() if name for error in _errors(name, found[name], columns)]
    headers = {name: columns.header + 1 or None for name, columns in chosen.items()}
    sheets = {name: Sheet(grid.rows, headers.get(name)) for name, grid in found.items()}
    return CitationList(sheets, tuple(citations), tuple(errors))


def _headed(grid: Grid) -> _Columns | None:
    """The first row of heads that tells; a heading that stands alone above the table is passed over for a row of several."""
    found = [columns for number in range(min(_ROWS_ABOVE, len(grid.rows))) if (columns := _heads(grid, number))]
    several = (columns for columns in found if sum(cell != "" for cell in grid.rows[columns.header]) > 1)
    return next(several, next(iter(found), None))


def _heads(grid: Grid, number: int) -> _Columns | None:
    heads = [normal(cell) if isinstance(cell, str) and len(cell) <= _MOST_HEADER else "" for cell in grid.rows[number]]
    code, title = (next((i for i, head in enumerate(heads) if _is(kind, head)), None) for kind in (_NUMBER, _TITLE))
    if title is None:
        title = next((i for i, head in enumerate(heads) if i != code and _is(_WHOLE, head)), None)
        if title is not None and code is not None and _ROW_NUMBER.fullmatch(heads[code]):
            code = None  # beside a column of standards, a bare number counts the rows
    columns = tuple(column for column in (code, title) if column is not None)
    below = any(_joined(row, columns) for row in grid.rows[number + 1 :])
    return _Columns(number, columns) if columns and below else None


def _is(kind: re.Pattern[str], head: str) -> bool:
    """Whether the head, or what of it is Chinese (标准编号 standard number), is of this kind."""
    return bool(kind.fullmatch(head) or kind.fullmatch(re.sub(r"[^\u4e00-\u9fff、]", "", head)))


def _first_text(grid: Grid) -> _Columns | None:
    """The first column in which most of the filled cells are text."""
    for column in range(max(map(len, grid.rows), default=0)):
        filled = [row[column] for row in grid.rows if column < len(row) and row[column] != ""]
        words = [cell for cell in filled if isinstance(cell, str) and re.search(r"[^\W\d]", cell)]
        if filled and 2 * len(words) > len(filled):
            return _Columns(-1, (column,))
    return None


def _citations(name: str, grid: Grid, columns: _Columns) -> Iterator[Citation]:
    for number, row in enumerate(grid.rows):
        if number > columns.header and (text := _joined(row, columns.columns)):
            yield Citation(text, name, number + 1)


def _joined(row: Sequence[Cell], columns: tuple[int, ...]) -> str:
    """The number and the title of a row; a bare count is neither."""
    cells = (str(row[column]).strip() for column in columns if column < len(row) and isinstance(row[column], str))
    return " ".join(dict.fromkeys(cell for cell in cells if cell and not cell.isdigit()))


def _errors(name: str, grid: Grid, columns: _Columns) -> Iterator[RowError]:
    for (row, column), shown in sorted(grid.failed.items()):
        if row > columns.header and column in columns.columns:
            yield fault("formula_error", name, row + 1, None, shown)
