"""A check and a load as documents of other tools: CSV, Excel, Turtle, SARIF, and the sentences that people read."""

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import rdflib
from rdflib.namespace import RDF, SH

from duibiao.loaders import RowError
from duibiao.register import FileResult, Report, formats
from duibiao.shapes import Basis, Entry, Gap

DAY = date(2026, 11, 22)
BASE = "https://w3id.org/duibiao/"
LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠x"]


def gap(**other: Any) -> Gap:
    texts = {"zh": "甲", "en": "A"}
    plain: dict[str, Any] = {
        "id": "0123456789abcdef",
        "rule": "Post-holder",
        "family": 1,
        "severity": "violation",
        "enterprise": f"{BASE}id/enterprise/X1",
        "focus": f"{BASE}id/enterprise/X1/post/g1",
        "label": {"zh": "操作工（G1）", "en": "操作工 (G1)"},
        "value": None,
        "message": {"zh": "没有责任人", "en": "Nobody holds it"},
        "basis": (Basis("R003", "《安全生产法》", "安全生产法-2021", "第二十二条", "2021-09-01"),) * 2,
        "evidence": (),
        "remedy": {"zh": "任命", "en": "Appoint somebody"},
        "owner": None,
        "since": "2026-11-22",
    }
    return Gap(**plain | {"owner": texts} | other)


def report(*gaps: Gap) -> Report:
    entry = Entry("Post-holder", ("R003",), 3, 1, 1, 0, 1)
    return Report(DAY, "compiled", 0.12345, list(gaps), [entry])


# --- sentences and rows


def test_a_sentence_says_what_by_which_clause_and_how_to_close_it() -> None:
    assert formats.sentence(gap(), "zh") == "操作工（G1）：没有责任人。依据：《安全生产法》 第二十二条。整改：任命。"
    expected = "操作工 (G1): Nobody holds it. Basis: 《安全生产法》 第二十二条. Remedy: Appoint somebody."
    assert formats.sentence(gap(), "en") == expected, "the same clause is named once"


@LANGUAGES
def test_rows_are_as_wide_as_their_header(language: str) -> None:
    header, row, ownerless = formats.rows(report(gap(), gap(owner=None)), language)
    assert len(header) == len(row) == len(ownerless) == 11
    assert row[0] == {"zh": "违反", "en": "violation"}[language]
    assert ownerless[5] == ""


# --- documents for machines


def test_the_document_of_a_check() -> None:
    found = json.loads(json.dumps(formats.check_json(report(gap(), gap(severity="warning", state="waived")))))
    assert found["summary"] == {"violation": 1, "warning": 0, "info": 0, "waived": 1}
    assert (found["as_of"], found["seconds"]) == ("2026-11-22", 0.123)
    assert found["gaps"][0]["basis"][0]["requirement"] == "R003"
    assert found["ledger"][0]["requirement"] == ["R003"]


def test_the_document_of_a_load() -> None:
    fault = RowError("岗位", 3, "岗位类别", "神仙", "unknown_value", "不在可选值中", "not one of the values")
    result = FileResult("a.xlsx", "workbook", "loaded", "g", 9, 5, 4, 3, 2, (fault,))
    [found] = formats.load_json([result], 1.23456)["files"]
    assert (found["rows"], found["accepted"], found["rejected"]) == (3, 2, 1)
    assert found["errors"] == [
        {
            "sheet": "岗位",
            "row": 3,
            "column": "岗位类别",
            "value": "神仙",
            "code": "unknown_value",
            "message": {"zh": "不在可选值中", "en": "not one of the values"},
        }
    ]
    assert formats.load_json([], 1.23456) == {"files": [], "seconds": 1.235}


def test_turtle_is_one_report_with_a_result_for_each_gap() -> None:
    literal, node = gap(value="0"), gap(id="fedcba9876543210", value=f"{BASE}id/norm/gb-18218-2009", severity="info")
    graph = rdflib.Graph().parse(data=formats.check_turtle(report(literal, node)), format="turtle")
    [found] = graph.subjects(RDF.type, SH.ValidationReport)
    one, two = (rdflib.URIRef(f"{BASE}id/gap/{g.id}") for g in (literal, node))
    assert set(graph.objects(found, SH.result)) == {one, two}
    assert graph.value(found, SH.conforms).eq(rdflib.Literal(False))
    assert graph.value(one, SH.value) == rdflib.Literal("0")
    assert graph.value(two, SH.value) == rdflib.URIRef(f"{BASE}id/norm/gb-18218-2009")
    assert (graph.value(one, SH.resultSeverity), graph.value(two, SH.resultSeverity)) == (SH.Violation, SH.Info)
    assert set(graph.objects(one, SH.resultMessage)) == {rdflib.Literal("没有责任人", "zh"), rdflib.Literal("Nobody holds it", "en")}
    assert graph.value(one, SH.focusNode) == rdflib.URIRef(literal.focus)
    assert graph.value(one, SH.sourceShape) == rdflib.URIRef(f"{BASE}shapes#Post-holder")


def test_turtle_of_nothing_conforms() -> None:
    graph = rdflib.Graph().parse(data=formats.check_turtle(report()), format="turtle")
    assert len(graph) == 2
    assert [value.toPython() for value in graph.objects(None, SH.conforms)] == [True]


@LANGUAGES
def test_sarif_has_what_its_schema_requires(language: str) -> None:
    found = json.loads(json.dumps(formats.check_sarif(report(gap(), gap(severity="info", rule="B")), language)))
    assert (found["version"], found["$schema"]) == ("2.1.0", "https://json.schemastore.org/sarif-2.1.0.json")
    [run] = found["runs"]
    assert run["tool"]["driver"]["name"] == "duibiao"
    assert (
        {rule["id"] for rule in run["tool"]["driver"]["rules"]} == {result["ruleId"] for result in run["results"]} == {"Post-holder", "B"}
    )
    assert [result["level"] for result in run["results"]] == ["error", "note"]
    assert all(result["message"]["text"] == formats.sentence(gap(), language) for result in run["results"])
    assert run["results"][0]["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == gap().focus


# --- sheets


def written(document: Report, folder: Path, language: str = "zh") -> Any:
    formats.write_xlsx(document, language, folder / "gaps.xlsx")
    return openpyxl.load_workbook(folder / "gaps.xlsx")


def test_csv_is_read_back_as_it_was() -> None:
    tricky = gap(label={"zh": '甲,"乙"\n丙', "en": "x"})
    text = formats.check_csv(report(tricky), "zh")
    assert text.startswith("\ufeff")
    assert list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))) == [
        list(row) for row in formats.rows(report(tricky), "zh")
    ]


@LANGUAGES
def test_excel_holds_gaps_and_ledger(tmp_path: Path, language: str) -> None:
    book = written(report(gap()), tmp_path, language)
    assert book.sheetnames == {"zh": ["缺口", "台账"], "en": ["gaps", "ledger"]}[language]
    gaps, ledger = book.worksheets
    assert [tuple(cell or "" for cell in row) for row in gaps.iter_rows(values_only=True)] == formats.rows(report(gap()), language)
    assert next(ledger.iter_rows(min_row=2, values_only=True))[:7] == ("Post-holder", "R003", 3, 1, 1, 0, 1)
    assert (gaps.freeze_panes, gaps.auto_filter.ref) == ("A2", "A1:K2")


def test_excel_of_nothing_still_opens(tmp_path: Path) -> None:
    book = written(Report(DAY, "compiled", 0, [], []), tmp_path)
    assert [sheet.max_row for sheet in book.worksheets] == [1, 1]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(tmp_path: Path, text: str) -> None:
    harmful = report(gap(label={"zh": text, "en": text}, message={"zh": text, "en": text}, owner={"zh": text, "en": text}))
    for row in csv.reader(io.StringIO(formats.check_csv(harmful, "zh"), newline="")):
        assert not any(cell.startswith(tuple("=+-@\t\r\n＝＋－＠")) for cell in row)
    cells = [cell for row in written(harmful, tmp_path).worksheets[0].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert sum(cell.data_type == "n" for cell in cells if cell.value is not None) == 0


@pytest.mark.parametrize("text", ["{=1+1}", "http://x/y", "mailto:a@b", "1.50", "x" * 32767])
def test_excel_takes_text_as_text(tmp_path: Path, text: str) -> None:
    sheet = written(report(gap(label={"zh": text, "en": text})), tmp_path).worksheets[0]
    cell = sheet["B2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_a_place_that_cannot_be_written_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        formats.write_xlsx(report(gap()), "zh", tmp_path / "nowhere" / "gaps.xlsx")
