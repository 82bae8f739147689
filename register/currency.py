"""查新: for every norm that a list cites, where it stands on a day and what has replaced it; as JSON, CSV and an Excel workbook."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from duibiao.loaders import citation_lists
from duibiao.loaders.citation_lists import Citation, CitationList, Sheet
from duibiao.ontology import labels
from duibiao.ontology.errors import Refusal
from duibiao.ontology.terms import D
from duibiao.reasoning.catalogue import Catalogue, Edition
from duibiao.reasoning.references import Reference, resolve
from duibiao.register import norms
from duibiao.register.formats import safe_cell
from duibiao.store import Store

STATUS = {
    "in_force": {"zh": "现行", "en": "in force"},
    "announced": {"zh": "即将实施", "en": "announced"},
    "replaced": {"zh": "被代替", "en": "replaced"},
    "withdrawn": {"zh": "废止", "en": "withdrawn"},
    "unknown": {"zh": "状态不明", "en": "unknown"},
    "ambiguous": {"zh": "所指不明确", "en": "ambiguous"},
    "unresolved": {"zh": "未识别", "en": "unresolved"},
}
_COLOURS = {
    "in_force": "#C6EFCE",
    "announced": "#BDD7EE",
    "replaced": "#FFC7CE",
    "withdrawn": "#FFC7CE",
    "unknown": "#D9D9D9",
    "ambiguous": "#FFEB9C",
    "unresolved": "#D9D9D9",
}
_COLUMNS = {
    "zh": ("状态", "现行版本", "代替", "自何日起", "把握程度", "说明"),
    "en": ("status", "edition in force", "replaced by", "since", "confidence", "remarks"),
}
_INPUT = {"zh": "引用", "en": "reference"}


@dataclass(frozen=True)
class Row:
    """A citation of the list and what it means on the day."""

    citation: Citation
    reference: Reference


@dataclass(frozen=True)
class Currency:
    """A list checked as of a day."""

    as_of: date
    cited: CitationList
    rows: tuple[Row, ...]

    def summary(self) -> dict[str, int]:
        """How many citations there are of each status."""
        counts = Counter[str](row.reference.status for row in self.rows)
        return {status: counts[status] for status in STATUS if counts[status]}


def currency(path: Path, known: Catalogue, day: date) -> Currency:
    """The norms that a file lists, each as on the day. UnreadableFile when the file cannot be read."""
    cited = citation_lists.read(path)
    return Currency(day, cited, tuple(Row(citation, resolve(citation.text, known, day)) for citation in cited.citations))


def catalogue(store: Store | None = None) -> Catalogue:
    """The catalogue of the store's norms; where it holds none, or there is no store, that of the norms shipped."""
    return norms.of(store).catalogue if store else norms.shipped_catalogue()


# --- as text


def currency_json(found: Currency) -> dict[str, Any]:
    """The document that `duibiao currency --format json` prints."""
    return {
        "as_of": found.as_of.isoformat(),
        "summary": found.summary(),
        "rows": [_row_json(row) for row in found.rows],
        "errors": [
            {"sheet": e.sheet, "row": e.row, "value": e.value, "code": e.code, "message": {"zh": e.message_zh, "en": e.message_en}}
            for e in found.cited.errors
        ],
    }


def _row_json(row: Row) -> dict[str, Any]:
    reference = row.reference
    return {
        "sheet": row.citation.sheet,
        "row": row.citation.row,
        "input": reference.input,
        "candidates": _named(reference.candidates),
        "resolved": reference.resolved.name if reference.resolved else None,
        "key": reference.resolved.key if reference.resolved else None,
        "title": reference.resolved.title if reference.resolved else None,
        "status": reference.status,
        "replaced_by": _named(reference.replaced_by),
        "current": _named(reference.current),
        "since": reference.since.isoformat() if reference.since else None,
        "confidence": reference.confidence,
        "how": reference.how,
        "dated": reference.dated,
        "remarks": [asdict(remark) for remark in reference.remarks],
    }


def columns(language: str) -> tuple[str, ...]:
    """The heads of the table: the citation, then what was found."""
    return (_INPUT[language], *_COLUMNS[language])


def rows(found: Currency, language: str) -> list[tuple[str, ...]]:
    """The citations as rows of text, in the order of the list."""
    return [(row.citation.text, *_results(row.reference, language)) for row in found.rows]


def currency_csv(found: Currency, language: str) -> str:
    """The table as CSV with a byte order mark, without which Excel misreads Chinese."""
    out = io.StringIO()
    csv.writer(out).writerows([safe_cell(cell) for cell in row] for row in [columns(language), *rows(found, language)])
    return "\ufeff" + out.getvalue()


def _results(reference: Reference, language: str) -> tuple[str, ...]:
    remarks = [remark.zh if language == "zh" else remark.en for remark in reference.remarks]
    return (
        STATUS[reference.status][language],
        _listed(reference.current),
        _listed(reference.replaced_by),
        reference.since.isoformat() if reference.since else "",
        labels()[D[f"Confidence-{reference.confidence}"]][language] if reference.confidence else "",
        ("；" if language == "zh" else "; ").join([*_meant(reference, language), *remarks]),
    )


def _meant(reference: Reference, language: str) -> Iterator[str]:
    """Which edition an undated citation was taken for, or what one that was not settled may have meant."""
    if reference.resolved is None and reference.candidates:
        yield ("可能是：" if language == "zh" else "may be: ") + _listed(reference.candidates)
    elif reference.resolved and not reference.dated and reference.resolved not in reference.current:
        yield ("认定为：" if language == "zh" else "taken as: ") + _called(reference.resolved)


def _listed(editions: Iterable[Edition]) -> str:
    return "、".join(dict.fromkeys(_called(edition) for edition in editions))


def _called(edition: Edition) -> str:
    """Number and title; where the title is all there is, with the year of issue."""
    if edition.title == edition.name:
        return f"{edition.title}（{edition.issued.year}）" if edition.issued else edition.title
    return f"{edition.name}《{edition.title}》" if edition.title else edition.name


def _named(editions: Iterable[Edition]) -> list[str]:
    return list(dict.fromkeys(edition.name for edition in editions))


# --- as a workbook


def write_xlsx(found: Currency, language: str, out: Path) -> None:
    """The list's own sheets with columns of results behind those of each sheet that cites; cell formats of the list are not kept.

    Refusal when the file cannot be written.
    """
    import xlsxwriter  # only this format needs it

    options = {"strings_to_formulas": False, "strings_to_urls": False, "default_date_format": "yyyy-mm-dd"}
    book = xlsxwriter.Workbook(str(out), options)
    paint = {status: book.add_format({"bg_color": colour}) for status, colour in _COLOURS.items()}
    bold = book.add_format({"bold": True})
    for name, sheet in found.cited.sheets.items():
        mine = [row for row in found.rows if row.citation.sheet == name]
        _write_sheet(book.add_worksheet(name), sheet, mine, bold, paint, language)
    try:
        book.close()
    except xlsxwriter.exceptions.FileCreateError as error:
        raise Refusal(f"{out} cannot be written; close it in other programs or name another file") from error


def _write_sheet(page: Any, sheet: Sheet, mine: Sequence[Row], bold: Any, paint: Any, language: str) -> None:
    shift = 0 if sheet.header else 1  # a sheet without heads gets a row of them
    width = max(map(len, sheet.rows), default=0)
    for number, row in enumerate(sheet.rows):
        for column, cell in enumerate(row):
            if cell != "":
                page.write(number + (shift if mine else 0), column, cell)
    if not mine:
        return
    top = (sheet.header or 1) - 1
    page.write_row(top, width, _COLUMNS[language], bold)
    for found in mine:
        line, results = found.citation.row - 1 + shift, _results(found.reference, language)
        page.write(line, width, results[0], paint[found.reference.status])
        page.write_row(line, width + 1, results[1:])
    page.freeze_panes(top + 1, 0)
    page.autofit(max_width=420)
