"""The tasks of a table that says who does what by when: 序号, 工作任务, 责任单位, 完成时限."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from duibiao.loaders.documents.demands.when import deadline, period
from duibiao.loaders.documents.model import Paragraph, Source

_COLUMNS = {
    "task": re.compile("(?:主要|重点|具体|工作|整改|年度|目标)*(?:任务|事项|措施|举措|内容|要求)(?:及要求|内容|名称|分解)?"),
    "who": re.compile("(?:责任|牵头|落实|承办|主办|整改|负责)+(?:单位|部门|科室|处室|主体|领导|人)(?:[（(/及、和].*)?"),
    "when": re.compile("(?:完成|整改|办结|计划|推进|工作)*(?:时限|时间|期限|节点|日期)(?:节点|要求|安排)?"),
}
_DUE = ("前", "止", "内", "底", "末")


@dataclass(frozen=True)
class Task:
    """A cell that says what is to be done: where it stands in the row's text, who does it, and until when as written."""

    start: int
    end: int
    actor: str | None
    when: str

    def due(self, dated: date | None) -> date | None:
        """The day until which it is to be done; every day that stands in the column is one."""
        return deadline(self.when if self.when.endswith(_DUE) else f"{self.when}前", dated) if self.when else None

    @property
    def period(self) -> str | None:
        """How often it is to be done."""
        return period(self.when)


def tasks(source: Source) -> Mapping[int, Task]:
    """The tasks by the paragraphs that their rows are."""
    found: dict[int, Task] = {}
    columns: dict[int, dict[str, int]] = {}
    for place, row in enumerate(source.paragraphs):
        if row.cells and not {"task", "who"} <= columns.get(row.table, {}).keys():
            columns[row.table] = _columns(row.cells)
        elif row.cells and (task := _task(row, columns[row.table])):
            found[place] = task
    return found


def _columns(header: Sequence[Paragraph]) -> dict[str, int]:
    """The place of each column that its header tells, the first where several could be."""
    names = [re.sub(r"\s", "", cell.text) for cell in header]
    return {
        column: places[0]
        for column, kind in _COLUMNS.items()
        if (places := [place for place, name in enumerate(names) if kind.fullmatch(name)])
    }


def _task(row: Paragraph, columns: Mapping[str, int]) -> Task | None:
    texts = [cell.text for cell in row.cells]
    cells = {column: texts[place].strip() for column, place in columns.items() if place < len(texts)}
    if not cells.get("task"):
        return None
    start = sum(len(text) + len(" | ") for text in texts[: columns["task"]])
    return Task(start, start + len(texts[columns["task"]]), cells.get("who") or None, cells.get("when", ""))
