"""A check and a load as documents: JSON for machines, CSV and Excel for work, Turtle and SARIF for other tools."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from itertools import zip_longest
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

import pyoxigraph as ox
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from duibiao.ontology import iris
from duibiao.ontology.terms import PREFIXES, RDF, SH, XSD
from duibiao.register.checks import Report
from duibiao.register.history import Changes
from duibiao.register.loads import FileResult
from duibiao.register.waiving import Listed
from duibiao.register.whatif import WhatIf
from duibiao.shapes import Basis, Entry, Gap, Waiver

SEVERITY = {
    "violation": {"zh": "违反", "en": "violation"},
    "warning": {"zh": "警告", "en": "warning"},
    "info": {"zh": "提示", "en": "information"},
}
_COLUMNS = {
    "zh": ("严重程度", "对象", "缺口", "依据", "整改建议", "责任", "发现日期", "规则", "编号", "状态", "豁免"),
    "en": ("severity", "what", "gap", "basis", "remedy", "owner", "since", "rule", "id", "state", "waiver"),
}
STATE = {"open": {"zh": "未关闭", "en": "open"}, "waived": {"zh": "已豁免", "en": "waived"}}
_SARIF_LEVEL = {"violation": "error", "warning": "warning", "info": "note"}


def check_json(report: Report, changes: Changes | None = None) -> dict[str, Any]:
    """The check as the document that `duibiao check --format json` prints, with what has changed since a day where that was asked."""
    found = {
        "as_of": report.as_of.isoformat(),
        "engine": report.engine,
        "seconds": round(report.seconds, 3),
        "summary": report.summary(),
        "gaps": [gap_json(gap) for gap in report.gaps],
        "ledger": [_entry_json(entry) for entry in report.ledger],
    }
    return found if changes is None else found | {"since": asdict(changes)}


def _entry_json(entry: Entry) -> dict[str, Any]:
    counts = asdict(entry)
    del counts["reasons"]
    return counts | {"why": entry.why}


def gap_json(gap: Gap) -> dict[str, Any]:
    """A gap as it stands in the document of a check; the enterprise is null where it is one of the norms."""
    return asdict(gap) | {"enterprise": gap.enterprise or None}


def what_if_json(found: WhatIf) -> dict[str, Any]:
    """The check as it would be, with the ids of the gaps that would be closed and of those that would be new."""
    ids = {"closed": [gap.id for gap in found.closed], "opened": [gap.id for gap in found.opened]}
    return check_json(found.report) | ids


def waivers_json(found: Iterable[Listed], day: date) -> dict[str, Any]:
    """The waivers as the document that `duibiao waive --list --format json` prints."""
    return {"as_of": day.isoformat(), "waivers": [asdict(entry) for entry in found]}


def load_json(results: Iterable[FileResult], seconds: float) -> dict[str, Any]:
    """The load as the document that `duibiao load --format json` prints."""
    return {"files": [_file_json(result) for result in results], "seconds": round(seconds, 3)}


def _file_json(result: FileResult) -> dict[str, Any]:
    errors = [
        {
            "sheet": e.sheet,
            "row": e.row,
            "column": e.column,
            "value": e.value,
            "code": e.code,
            "message": {"zh": e.message_zh, "en": e.message_en},
        }
        for e in result.errors
    ]
    found = asdict(result) | {"rejected": result.rejected, "errors": errors}
    if result.document is None:
        del found["document"]
    return found


def basis_text(basis: Basis) -> str:
    """A clause as people cite it: `GB 30871-2022 《…》 5.1.5`."""
    return f"{basis.norm} {basis.clause}".strip()


def sentence(gap: Gap, language: str) -> str:
    """The gap in one sentence: what, what is wrong, by which clause, how to close it."""
    basis = "；".join(dict.fromkeys(basis_text(b) for b in gap.basis))
    if language == "zh":
        return f"{gap.label['zh']}：{gap.message['zh']}。依据：{basis}。整改：{gap.remedy['zh']}。"
    return f"{gap.label['en']}: {gap.message['en']}. Basis: {basis}. Remedy: {gap.remedy['en']}."


def waiver_text(waiver: Waiver, language: str) -> str:
    """A waiver in a few words: its reason, who approved it and until when, and why it no longer holds."""
    if language == "zh":
        lapsed = f"；已失效：{waiver.lapsed['zh']}" if waiver.lapsed else ""
        return f"{waiver.reason}（{waiver.by}批准，自{waiver.since}至{waiver.until}{lapsed}）"
    lapsed = f"; lapsed: {waiver.lapsed['en']}" if waiver.lapsed else ""
    return f"{waiver.reason} (approved by {waiver.by}, from {waiver.since} until {waiver.until}{lapsed})"


def rows(report: Report, language: str) -> list[tuple[str, ...]]:
    """The gaps as rows of text, the header first."""
    return [_COLUMNS[language], *(_row(gap, language) for gap in report.gaps)]


def _row(gap: Gap, language: str) -> tuple[str, ...]:
    basis = "；".join(dict.fromkeys(basis_text(b) for b in gap.basis))
    owner = gap.owner[language] if gap.owner else ""
    texts = (gap.label[language], gap.message[language], basis, gap.remedy[language], owner)
    waiver = waiver_text(gap.waiver, language) if gap.waiver else ""
    return (SEVERITY[gap.severity][language], *texts, gap.since, gap.rule, gap.id, STATE[gap.state][language], waiver)


def check_csv(report: Report, language: str) -> str:
    """The gaps as CSV with a byte order mark, without which Excel misreads Chinese."""
    out = io.StringIO()
    csv.writer(out).writerows([safe_cell(cell) for cell in row] for row in rows(report, language))
    return "\ufeff" + out.getvalue()


def safe_cell(cell: str) -> str:
    """A cell that a spreadsheet will not run as a formula."""
    return f"'{cell}" if cell.startswith(tuple("=+-@＝＋－＠\t\r\n")) else cell


def write_xlsx(report: Report, language: str, out: Path) -> None:
    """The gaps and the ledger as an Excel workbook of two sheets."""
    ledger = [
        _entry_json(entry) | {"requirement": "；".join(entry.requirement), "why": (entry.why or {}).get(language)}
        for entry in report.ledger
    ]
    counts = [list(ledger[0]) if ledger else [], *(list(entry.values()) for entry in ledger)]
    names = ("缺口", "台账") if language == "zh" else ("gaps", "ledger")
    write_sheets(out, {names[0]: rows(report, language), names[1]: counts})


def write_sheets(out: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> None:
    """An Excel workbook of these sheets, each with a header row that stays in view, filters and is printed on every page, which are as
    wide as the table. Text is never run as a formula."""
    out.write_bytes(sheets_as_bytes(sheets))


def sheets_as_bytes(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> bytes:
    """The same workbook as it would stand in a file."""
    import xlsxwriter  # only this format needs it

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold, plain = (book.add_format({"bold": head, "text_wrap": True, "valign": "top"}) for head in (True, False))
        for name, table in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(table):
                sheet.write_row(number, 0, row, bold if number == 0 else plain)
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, max(len(table) - 1, 0), max(len(table[0]) - 1, 0))
            widths = [min(max(map(_wide, column)), _WIDEST) + 2 for column in zip_longest(*table, fillvalue="")]
            for number, width in enumerate(widths):
                sheet.set_column(number, number, width)
            for number, row in enumerate(table):  # not every program makes room for wrapped text by itself
                lines = max((-(-_wide(cell) // (width - 1)) for cell, width in zip(row, widths, strict=False)), default=1)
                sheet.set_row(number, min(_LINE * max(lines, 1), _TALLEST))
            sheet.set_landscape()
            sheet.set_paper(9)  # A4
            sheet.fit_to_pages(1, 0)
            sheet.repeat_rows(0)
    return file.getvalue()


_WIDEST, _LINE, _TALLEST = 52, 15, 409
"""How wide a column gets, in characters; how tall a line is and a row may be, in points."""


def _wide(cell: Any) -> int:
    """How many Latin characters a cell is wide: a Chinese one takes the place of two."""
    text = str(cell)
    return len(text) if text.isascii() else sum(1 + (east_asian_width(letter) in "WFA") for letter in text)


def check_turtle(report: Report) -> str:
    """The check as a sh:ValidationReport in Turtle."""
    node = BlankNode("report")
    triples = [Triple(node, RDF.type, SH.ValidationReport), Triple(node, SH.conforms, Literal(not report.gaps))]
    for gap in report.gaps:
        triples += [Triple(node, SH.result, iris.resource("gap", gap.id)), *_result(gap)]
    return (ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b"").decode()


def _result(gap: Gap) -> list[Triple]:
    node = iris.resource("gap", gap.id)
    found = [
        Triple(node, RDF.type, SH.ValidationResult),
        Triple(node, SH.focusNode, NamedNode(gap.focus)),
        Triple(node, SH.resultSeverity, SH[gap.severity.capitalize()]),
        Triple(node, SH.sourceShape, NamedNode(f"{iris.BASE}shapes#{gap.rule}")),
    ]
    if gap.component:
        found.append(Triple(node, SH.sourceConstraintComponent, NamedNode(gap.component)))
    if gap.value is not None:
        value = NamedNode(gap.value) if gap.value.startswith(iris.BASE) else Literal(gap.value, datatype=XSD.string)
        found.append(Triple(node, SH.value, value))
    return found + [Triple(node, SH.resultMessage, Literal(text, language=lang)) for lang, text in gap.message.items()]


def check_sarif(report: Report, language: str) -> dict[str, Any]:
    """The check as SARIF 2.1.0."""
    results = [
        {
            "ruleId": gap.rule,
            "level": _SARIF_LEVEL[gap.severity],
            "message": {"text": sentence(gap, language)},
            "locations": [{"logicalLocations": [{"fullyQualifiedName": gap.focus}]}],
            "partialFingerprints": {"gap": gap.id},
            **_suppressed(gap),
        }
        for gap in report.gaps
    ]
    driver = {"name": "duibiao", "rules": [{"id": rule} for rule in sorted({gap.rule for gap in report.gaps})]}
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return {"$schema": schema, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]}


def _suppressed(gap: Gap) -> dict[str, Any]:
    """That a result is not to be acted on (SARIF 2.1.0, 3.27.23), with the reason."""
    if gap.waiver is None or gap.state != "waived":
        return {}
    return {"suppressions": [{"kind": "external", "status": "accepted", "justification": gap.waiver.reason}]}
