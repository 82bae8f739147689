"""A user's own names of sheets and columns, told in a small YAML file and put in place before a workbook is read.

岗位:                      # our sheet, in Chinese or English
  sheet: 岗位台账           # theirs; left out where it is the same
  columns:
    岗位编号: 编号           # our column: theirs
    岗位名称: 名称
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from duibiao.loaders.grids import Grid
from duibiao.loaders.result import UnreadableFile
from duibiao.loaders.sheets import SHEETS, Row
from duibiao.ontology.iris import normal


@dataclass(frozen=True)
class Own:
    """What a user calls a sheet of ours, and its columns: theirs to ours."""

    sheet: str
    columns: Mapping[str, str] = field(default_factory=dict)


Names = Mapping[str, Own]
"""By the Chinese name of our sheet."""


def read(path: Path) -> Names:
    """The names in a YAML file. UnreadableFile for one that does not parse, or that names a sheet or column that we do not have."""
    try:
        told = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise UnreadableFile(f"{path.name}: not to be read as YAML ({' '.join(str(error).split())}); see `duibiao load --help`") from error
    if not isinstance(told, dict) or not told:
        raise UnreadableFile(f"{path.name}: says nothing; write our sheet, then `sheet:` and `columns:` with yours")
    return dict(_own(path, str(name), said) for name, said in told.items())


def _own(path: Path, name: str, said: Any) -> tuple[str, Own]:
    model = next((model for model in SHEETS if normal(name).lower() in (model.sheet, model.english)), None)
    if model is None:
        raise UnreadableFile(f"{path.name}: there is no sheet {name}; there are: {'、'.join(model.sheet for model in SHEETS)}")
    if not isinstance(said, dict) or not set(said) <= {"sheet", "columns"} or not isinstance(said.get("columns", {}), dict):
        raise UnreadableFile(f"{path.name}: {name} may say `sheet:` and `columns:` (ours: yours) and nothing else")
    columns = {_title(path, model, str(ours)): str(theirs) for ours, theirs in said.get("columns", {}).items()}
    return model.sheet, Own(str(said.get("sheet", model.sheet)), {theirs: ours for ours, theirs in columns.items()})


def _title(path: Path, model: type[Row], name: str) -> str:
    known = {spelling: column.zh for column in model.columns().values() for spelling in (column.zh, column.en)}
    if normal(name) not in known:
        raise UnreadableFile(
            f"{path.name}: the sheet {model.sheet} has no column {name}; it has: {'、'.join(dict.fromkeys(known.values()))}"
        )
    return known[normal(name)]


def renamed(book: Mapping[str, Grid], names: Names) -> dict[str, Grid]:
    """The sheets with their names and headers as ours; what is not spoken of stays."""
    ours = {normal(own.sheet): (sheet, own.columns) for sheet, own in names.items()}
    found = {}
    for name, grid in book.items():
        sheet, columns = ours.get(normal(name), (name, {}))
        head = [columns.get(str(cell).strip(), cell) for cell in grid.rows[0]] if grid.rows else []
        found[sheet] = replace(grid, rows=[head, *grid.rows[1:]]) if grid.rows else grid
    return found
