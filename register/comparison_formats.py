"""对标 tables as CSV and as an Excel workbook with a sheet a standard."""

import csv
import io
import re
from collections.abc import Iterable
from pathlib import Path

from duibiao.ontology import labels
from duibiao.ontology.terms import D
from duibiao.register.comparison import Row, Table
from duibiao.register.formats import safe_cell, write_sheets

_HEADER = {
    "zh": ("条款", "参数", "本方限值", "范围", "上级规范", "条款", "上级限值", "范围", "约束力", "比较", "结论", "以此为准", "推导"),
    "en": (
        "clause",
        "parameter",
        "ours",
        "scope",
        "norm",
        "clause",
        "theirs",
        "scope",
        "force",
        "strictness",
        "verdict",
        "counts",
        "proof",
    ),
}
_VERDICTS = {
    "violation": ("违反强制性要求", "violation"),
    "disclosure_missing": ("低于推荐性标准，未明示", "disclosure missing"),
    "declared": ("低于推荐性标准，已明示", "declared"),
    "candidate": ("严于，可转化", "candidate"),
    "none": ("—", "—"),
}


def header(language: str) -> tuple[str, ...]:
    """The column heads."""
    return _HEADER[language]


def rows(table: Table, language: str) -> list[tuple[str, ...]]:
    """The lines of a table as text."""
    return [_row(row, language) for row in table.rows]


def as_a_whole(table: Table, language: str) -> str:
    """How the standard as a whole stands to each norm in force, in one line."""
    named = [(link, labels()[D[f"Strictness-{link.strictness}"]][language]) for link in table.standards]
    if language == "zh":
        return "整体：" + "；".join(f"{link.norm} {answer}{f'（经 {link.via}）' if link.via else ''}" for link, answer in named)
    return "as a whole: " + "; ".join(
        f"{answer} against {link.norm}{f' (through {link.via})' if link.via else ''}" for link, answer in named
    )


def _row(row: Row, language: str) -> tuple[str, ...]:
    theirs = row.theirs
    answer = labels()[D[f"Strictness-{row.strictness}"]][language]
    above = (
        (theirs.norm, theirs.clause, _limit(theirs.value, theirs.unit), theirs.scope or "", _force(row, language)) if theirs else ("",) * 5
    )
    return (
        row.ours.clause,
        row.parameter,
        _limit(row.ours.value, row.ours.unit),
        row.ours.scope or "",
        *above,
        answer,
        _VERDICTS[row.verdict][language == "en"],
        "✓" if row.counts else "",
        " → ".join(step[language] for step in row.proof),
    )


def _limit(value: str | None, unit: str | None) -> str:
    return f"{value or ''} {unit or ''}".strip()


def _force(row: Row, language: str) -> str:
    assert row.theirs is not None
    ended = ("（不现行）", " (not in force)")[language == "en"] if not row.theirs.in_force else ""
    return row.theirs.binding_force.get(language, "") + ended


def as_csv(tables: Iterable[Table], language: str) -> str:
    """The tables one below the other, the standard in the first column; a byte order mark for Excel."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([("标准", "standard")[language == "en"], *header(language)])
    for table in tables:
        writer.writerows([safe_cell(cell) for cell in (table.standard, *row)] for row in rows(table, language))
    return "\ufeff" + out.getvalue()


def write_xlsx(tables: Iterable[Table], language: str, out: Path) -> None:
    """A workbook with a sheet a standard."""
    write_sheets(out, {_sheet_name(table.standard): [header(language), *rows(table, language)] for table in tables})


def _sheet_name(standard: str) -> str:
    """What Excel allows for a sheet's name: no []:*?/\\ and 31 characters."""
    return re.sub(r"[\[\]:*?/\\]", " ", standard)[:31]
