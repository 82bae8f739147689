"""`duibiao check`: its document, its exit codes, what narrows it, and every format it writes."""

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import own_rule
import pytest
import rdflib
from click.testing import CliRunner, Result
from rdflib.namespace import RDF, SH
from workbooks import CODE, small_enterprise, write, write_csv

from duibiao import register, shapes
from duibiao.cli import main
from duibiao.ontology import iris
from duibiao.store import Store

Run = Callable[..., Result]
DAY = date(2026, 11, 22)
PLANT, FIRM, BUREAU = "91000000CLW000010K", "91000000JJG000023K", "11000000YXGX00003K"
ON_POLICY = {rule.name for rule in shapes.shipped().rules.values() if not rule.requirements}
"""Rules that rest on policy documents, of which there are no requirements."""
DOCUMENT = {"as_of", "engine", "seconds", "summary", "gaps", "ledger"}
GAP = {
    *("id", "rule", "family", "severity", "enterprise", "focus", "label", "value", "message"),
    *("basis", "evidence", "remedy", "owner", "since", "state"),
}
BASIS = {"requirement", "norm", "edition", "clause", "in_force_since"}
ENTRY = {"rule", "requirement", "targets", "passed", "failed", "inapplicable", "cannot_tell", "waived", "why"}


@pytest.fixture
def check(run: Run, kept: Path) -> Run:
    """`duibiao check` of the samples on the day they are made for."""

    def call(*words: object) -> Result:
        return run("check", "--as-of", DAY, "--store", kept, *words)

    return call


@pytest.fixture(scope="module")
def whole(kept: Path) -> dict[str, Any]:
    """The document of both samples."""
    result = CliRunner().invoke(main, ["check", "--as-of", str(DAY), "--store", str(kept), "--format", "json"])
    assert (result.exit_code, result.stderr) == (1, "")
    return document(result)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store without norms and one small enterprise, which is quick to check."""
    folder = tmp_path_factory.mktemp("small")
    sheets = small_enterprise()
    sheets["设备"][1][sheets["设备"][0].index("维护保养标准")] = ""
    store = Store.open(folder / "store")
    [loaded] = register.load(store, [write(folder / "book.xlsx", sheets)], day=DAY, who="test")
    assert loaded.errors == ()
    store.close()
    return folder / "store"


@pytest.fixture
def quick(run: Run, small: Path) -> Run:
    """`duibiao check` of the small enterprise."""

    def call(*words: object) -> Result:
        return run("check", "--as-of", "2030-01-01", "--store", small, *words)

    return call


def document(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(result.stdout)
    return found


# --- the document


def test_the_document_has_the_shape_agreed(whole: dict[str, Any]) -> None:
    found = whole
    assert set(found) == DOCUMENT
    assert (found["as_of"], found["engine"]) == ("2026-11-22", "compiled")
    assert set(found["summary"]) == {"violation", "warning", "info", "waived"}
    assert all(set(entry) >= ENTRY for entry in found["ledger"])
    for severity in ("violation", "warning", "info"):
        assert found["summary"][severity] == sum(gap["severity"] == severity for gap in found["gaps"]) > 0


def test_every_gap_says_what_by_which_clause_and_from_which_row(whole: dict[str, Any]) -> None:
    for gap in whole["gaps"]:
        assert set(gap) >= GAP
        assert re.fullmatch("[0-9a-f]{16}", gap["id"])
        assert gap["enterprise"] in {iris.enterprise(code).value for code in (PLANT, FIRM, BUREAU)}
        assert gap["focus"].startswith(gap["enterprise"])
        assert all(gap[part][language] for part in ("label", "message", "remedy") for language in ("zh", "en"))
        assert gap["owner"] is None or set(gap["owner"]) == {"zh", "en"}
        assert (gap["since"], gap["state"]) == ("2026-11-22", "open")
        assert gap["basis"] or gap["rule"] in ON_POLICY
        for basis in gap["basis"]:
            assert set(basis) >= BASIS
            assert basis["norm"] and basis["edition"]
            assert basis["in_force_since"] is None or date.fromisoformat(basis["in_force_since"]) <= DAY
        told = " ".join(gap["evidence"])
        assert re.search(r'#inFile> "(chemical-plant|machining-firm|county-bureau)\.xlsx"', told)
        assert re.search(r'#sheet> "\w+"', told)
        assert re.search(r'#row> "\d+"', told)


def test_one_gap_in_full(check: Run) -> None:
    [gap] = [
        gap for gap in document(check("--format", "json", "--rule", "Clause-notWeaker"))["gaps"] if gap["focus"].endswith("101-2024/5.1")
    ]
    expected = {
        "severity": "violation",
        "family": 5,
        "enterprise": iris.enterprise(PLANT).value,
        "focus": iris.member(PLANT, "standard", "Q/CLW 101-2024", "5.1").value,
        "label": {"zh": "Q/CLW 101-2024 5.1", "en": "Q/CLW 101-2024 5.1"},
        "value": iris.clause("gb-30871-2022", "5.3.1 c)").value,
    }
    assert expected.items() <= gap.items()
    cited = {(basis["requirement"], basis["edition"], basis["clause"], basis["in_force_since"]) for basis in gap["basis"]}
    assert (None, "gb-30871-2022", "5.3.1 c)", "2022-10-01") in cited
    assert any('#row> "6"' in evidence for evidence in gap["evidence"])


def test_the_same_gaps_have_the_same_ids_by_both_engines(quick: Run) -> None:
    one, again, other = (document(quick("--format", "json", *more)) for more in ([], [], ["--engine", "pyshacl"]))
    assert len(one["gaps"]) > 5
    assert one["gaps"] == again["gaps"]
    assert [gap["id"] for gap in one["gaps"]] == [gap["id"] for gap in other["gaps"]]
    assert (one["engine"], other["engine"]) == ("compiled", "pyshacl")


# --- exit codes


@pytest.mark.parametrize(
    ("rule", "codes"),
    [("Standard-published", (1, 1, 1, 0)), ("Equipment-maintenanceStandard", (0, 1, 1, 0)), ("Standard-reviewDue", (0, 0, 1, 0))],
)
def test_the_exit_code_is_one_from_a_severity_on(quick: Run, rule: str, codes: tuple[int, ...]) -> None:
    found = [quick("--rule", rule, "--fail-on", severity).exit_code for severity in ("violation", "warning", "info", "never")]
    assert tuple(found) == codes
    assert quick("--rule", rule).exit_code == codes[0]


@pytest.mark.parametrize(
    "words",
    [
        ["--enterprise", "91X"],
        ["--rule", "Nothing"],
        ["--as-of", "soon"],
        ["--rules", "nowhere"],
        ["--fail-on", "error"],
        ["--format", "xlsx"],
        ["--out", "nowhere/report.csv"],
        ["--format", "xlsx", "--out", "nowhere/report.xlsx"],
        ["--nothing"],
    ],
)
def test_a_wrong_call_is_one_line(quick: Run, words: list[str]) -> None:
    result = quick(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert re.fullmatch(r"duibiao: .+\n", result.stderr)


def test_an_unknown_enterprise_is_told_the_known(check: Run) -> None:
    assert f"{PLANT}, {FIRM}" in check("--enterprise", "91X").stderr


def test_without_a_store_the_remedy_is_said(run: Run, tmp_path: Path) -> None:
    result = run("check", "--store", tmp_path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "load something first" in result.stderr


# --- what narrows and widens


def test_enterprises_and_rules_narrow(check: Run, whole: dict[str, Any]) -> None:
    def gaps(*words: object) -> set[tuple[str, str]]:
        return {(gap["rule"], gap["focus"]) for gap in document(check("--format", "json", *words))["gaps"]}

    every = {(gap["rule"], gap["focus"]) for gap in whole["gaps"]}
    rules = ("Hazard-warningSign", "Post-holder")
    assert gaps("--rule", rules[0], "--rule", rules[1]) == {gap for gap in every if gap[0] in rules}
    assert gaps("--enterprise", FIRM) == {gap for gap in every if FIRM in gap[1]}
    assert gaps("--enterprise", FIRM, "--enterprise", PLANT, "--enterprise", BUREAU) == every


def test_the_day_decides(run: Run, kept: Path) -> None:
    def weaker(day: str) -> int:
        return len(document(run("check", "--rule", "Clause-notWeaker", "--as-of", day, "--format", "json", "--store", kept))["gaps"])

    assert weaker("2022-09-30") < weaker("2022-10-01"), "GB 30871-2022 came into force"


def test_rules_of_ones_own_stand_beside_those_shipped(quick: Run, tmp_path: Path) -> None:
    own_rule.written(tmp_path)
    found = document(quick("--rules", tmp_path, "--format", "json"))
    [gap] = [gap for gap in found["gaps"] if gap["rule"] == "Enterprise-big"]
    assert (gap["severity"], gap["value"], gap["basis"]) == ("info", "120", [])
    assert gap["message"] == {"zh": "企业太小：120", "en": "too small"}
    assert {"Standard-published", "Standard-reviewDue"} <= {gap["rule"] for gap in found["gaps"]}
    assert quick("--rules", tmp_path, "--rule", "Enterprise-big", "--fail-on", "info").exit_code == 1


@pytest.mark.parametrize("text", ["", "nonsense", "<http://x> a <https://w3id.org/duibiao/ontology#Rule> ."])
def test_rules_that_are_none_are_refused(quick: Run, tmp_path: Path, text: str) -> None:
    (tmp_path / "mine.ttl").write_text(text, "utf-8")
    result = quick("--rules", tmp_path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_ledger_says_why(check: Run, whole: dict[str, Any], language: str) -> None:
    assert all((entry["why"] is None) == (entry["inapplicable"] + entry["cannot_tell"] == 0) for entry in whole["ledger"])
    shown = check("--lang", language).stdout
    untold = [entry for entry in whole["ledger"] if entry["cannot_tell"]]
    assert untold and [entry["rule"] for entry in untold if entry["why"][language] not in shown] == []


# --- formats


def test_every_format_tells_the_same_gaps(check: Run, tmp_path: Path) -> None:
    words = ("--enterprise", FIRM, "--lang", "zh")
    gaps = document(check(*words, "--format", "json"))["gaps"]
    ids = [gap["id"] for gap in gaps]

    text = check(*words, "--format", "csv").stdout
    assert text.startswith("\ufeff严重程度,")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row["编号"] for row in rows] == ids
    assert [row["缺口"] for row in rows] == [gap["message"]["zh"] for gap in gaps]

    check(*words, "--format", "xlsx", "--out", tmp_path / "gaps.xlsx")
    book = openpyxl.load_workbook(tmp_path / "gaps.xlsx")
    assert book.sheetnames == ["缺口", "台账"]
    heads, *cells = book["缺口"].iter_rows(values_only=True)
    assert [row[heads.index("编号")] for row in cells] == ids

    graph = rdflib.Graph().parse(data=check(*words, "--format", "ttl").stdout, format="turtle")
    [validation] = graph.subjects(RDF.type, SH.ValidationReport)
    results = list(graph.objects(validation, SH.result))
    assert len(results) == len(ids)
    assert graph.value(validation, SH.conforms).toPython() is False
    assert {str(graph.value(result, SH.focusNode)) for result in results} == {gap["focus"] for gap in gaps}

    sarif = json.loads(check(*words, "--format", "sarif").stdout)
    assert [found["partialFingerprints"]["gap"] for found in sarif["runs"][0]["results"]] == ids

    table = check(*words).stdout
    assert all(gap["label"]["zh"] in table for gap in gaps)
    assert "截至 2026-11-22：" in table


@pytest.mark.parametrize("form", ["json", "csv", "ttl", "sarif", "xlsx"])
def test_a_file_takes_the_place_of_standard_output(quick: Run, tmp_path: Path, form: str) -> None:
    out = tmp_path / f"report.{form}"
    result = quick("--format", form, "--out", out)
    assert (result.stdout, result.stderr) == ("", "")
    assert out.stat().st_size > 300


def test_languages(check: Run) -> None:
    words = ("--enterprise", FIRM, "--lang", "en")
    assert check(*words, "--format", "csv").stdout.startswith("\ufeffseverity,what,gap,basis,remedy,owner,since,rule,id")
    assert "As of 2026-11-22: 14 violations" in check(*words).stdout


def test_what_people_wrote_is_neither_run_nor_taken_for_markup(run: Run, tmp_path: Path) -> None:
    sheets = small_enterprise()
    place = sheets["岗位"][0].index("责任人")
    names = ('=HYPERLINK("http://x","y")', "焊工[/]", "+1", "[red]@SUM(1)[/red]")
    sheets["岗位"] += [[f"G1{n}", name, *sheets["岗位"][2][2:place], "", *sheets["岗位"][2][place + 1 :]] for n, name in enumerate(names)]
    store = Store.open(tmp_path / "store")
    [loaded] = register.load(store, [write_csv(tmp_path / "book", sheets)], day=DAY, who="test")
    assert loaded.errors == ()
    store.close()
    words = ("check", "--enterprise", CODE, "--rule", "Post-holder", "--as-of", DAY, "--store", tmp_path / "store")

    rows = list(csv.reader(io.StringIO(run(*words, "--format", "csv").stdout.removeprefix("\ufeff"))))
    assert rows[1][1] == '\'=HYPERLINK("http://x","y")（G10）'
    assert rows[3][1] == "'+1（G12）"
    assert not [cell for row in rows for cell in row if cell.startswith(tuple("=+-@"))]

    run(*words, "--format", "xlsx", "--out", tmp_path / "gaps.xlsx")
    cells = [cell for sheet in openpyxl.load_workbook(tmp_path / "gaps.xlsx") for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    assert '=HYPERLINK("http://x","y")（G10）' in {cell.value for cell in cells}

    table = run(*words).stdout
    assert "焊工[/]（G11）" in table
    assert "[red]@SUM(1)[/red]（G13）" in table


def test_the_rules_shipped_are_all_in_the_ledger(whole: dict[str, Any]) -> None:
    assert [entry["rule"] for entry in whole["ledger"]] == sorted(rule.name for rule in shapes.shipped().rules.values())
