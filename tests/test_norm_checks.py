"""The check of the norms themselves, by the command and over HTTP: which requirement lacks a rule, which norm cites what is over."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import rdflib
from click.testing import Result
from conftest import DAY, Run
from fastapi.testclient import TestClient
from own_rule import RULE, written
from pyoxigraph import RdfFormat, parse
from rdflib.namespace import RDF, SH

from duibiao import register, shapes
from duibiao.api import create_app
from duibiao.ontology import iris
from duibiao.register.coverage import coverage
from duibiao.shapes import RuleBook
from duibiao.shapes.engines import ENGINES
from duibiao.store import Store, StoreError

EXAMPLES = Path(__file__).parents[1] / "shapes" / "norms" / "example-data"
BAD = sorted(EXAMPLES.glob("bad.*.ttl"))
NAMES = {rule.name for rule in shapes.norm_rules().rules.values()}


def checked(store: Store, engine: str = "compiled", day: date = DAY, rules: RuleBook | None = None) -> register.Report:
    return register.norm_check(store, day=day, book=shapes.norm_rules(), rules=rules or shapes.shipped(), engine=engine)


def example(text: str) -> Store:
    """A store in which these are the norms."""
    quads = parse(text, format=RdfFormat.TURTLE)
    store = Store.in_memory()
    store.write({iris.graph("norms/example"): [quad.triple for quad in quads]})
    return store


@pytest.fixture
def check(run: Run, kept: Path) -> Callable[..., Result]:
    return lambda *words: run("check", "--norms", "--as-of", DAY, "--store", kept, *words)


def document(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def without(requirement: str) -> shapes.RuleBook:
    """The rules shipped without those that rest on a requirement."""
    known = shapes.shipped().rules.values()
    return shapes.shipped().only({rule.name for rule in known if iris.requirement(requirement) not in rule.requirements})


# --- what is found


def test_requirements_without_a_rule_are_those_of_the_coverage(filled: Store) -> None:
    unchecked = {gap.focus for gap in checked(filled).gaps if gap.rule == "Requirement-checked"}
    assert unchecked == {iris.requirement(row.requirement).value for row in coverage(shapes.shipped()) if not row.rules}


def test_a_rule_of_ones_own_checks_a_requirement(filled: Store, tmp_path: Path) -> None:
    rule = "@prefix dcterms: <http://purl.org/dc/terms/> ." + RULE.replace(
        "d:family 1", f"d:family 1 ; dcterms:source {iris.requirement('R012')}"
    )
    own = shapes.with_folder(written(tmp_path, rule))
    less = without("R012")
    more = replace(own, rules={node: rule for node, rule in own.rules.items() if node in less.rules or node not in shapes.shipped().rules})
    was, now = ({gap.focus for gap in checked(filled, rules=rules).gaps} for rules in (less, more))
    assert was - now == {iris.requirement("R012").value}


def test_a_gap_names_the_requirement_and_its_clause(filled: Store) -> None:
    gap = next(gap for gap in checked(filled, rules=without("R061")).gaps if gap.focus == iris.requirement("R061").value)
    assert (gap.enterprise, gap.owner) == ("", None)
    assert gap.label["zh"].startswith("R061 ") and gap.label["en"].startswith("R061 Highly toxic a")
    assert [(basis.requirement, basis.clause) for basis in gap.basis] == [("R061", "第六十一条")]


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.name.removeprefix("bad.").removesuffix(".ttl"))
def test_each_bad_example_in_a_store_gives_gaps_of_its_rule(path: Path) -> None:
    report = checked(example(path.read_text("utf-8")))
    assert {f"bad.{gap.rule}.ttl" for gap in report.gaps} == {path.name}
    assert {gap.rule: gap.enterprise for gap in report.gaps} == {gap.rule: "" for gap in report.gaps}
    failed = {entry.rule for entry in report.ledger if entry.failed}
    assert failed == {gap.rule for gap in report.gaps}


def test_the_day_decides() -> None:
    store = example((EXAMPLES / "bad.Citation-inForce.ttl").read_text("utf-8"))
    rules = {day: {gap.rule for gap in checked(store, day=day).gaps} for day in (date(2020, 9, 30), DAY)}
    assert "Citation-inForce" not in rules[date(2020, 9, 30)]
    assert rules[DAY] == {"Citation-inForce"}


def test_both_engines_give_the_same_report(filled: Store) -> None:
    ours, theirs = (checked(filled, engine) for engine in ENGINES)
    assert ours.gaps and ours.gaps == theirs.gaps
    assert ours.ledger == theirs.ledger
    assert {entry.rule for entry in ours.ledger} == NAMES


def test_enterprises_are_not_looked_at(filled: Store, norms: Callable[[], Store]) -> None:
    """A standard of an enterprise that cites what is over is its own matter."""
    ours, alone = checked(filled), checked(norms())
    assert (ours.gaps, ours.ledger) == (alone.gaps, alone.ledger)


def test_a_store_without_norms_is_refused() -> None:
    with pytest.raises(StoreError, match="no norms are in the store"):
        checked(Store.in_memory())


# --- the command


def test_every_format_tells_the_same_gaps(check: Callable[..., Result], tmp_path: Path) -> None:
    found = document(check("--format", "json"))
    ids = [gap["id"] for gap in found["gaps"]]
    assert ids and {gap["enterprise"] for gap in found["gaps"]} == {None}
    assert {gap["family"] for gap in found["gaps"]} == {9}
    assert {entry["rule"] for entry in found["ledger"]} == NAMES
    assert found["summary"]["violation"] == 0

    rows = csv.DictReader(io.StringIO(check("--format", "csv", "--lang", "en").stdout.removeprefix("\ufeff")))
    assert [row["id"] for row in rows] == ids
    check("--format", "xlsx", "--lang", "en", "--out", tmp_path / "norms.xlsx")
    heads, *cells = openpyxl.load_workbook(tmp_path / "norms.xlsx")["gaps"].iter_rows(values_only=True)
    assert [row[heads.index("id")] for row in cells] == ids
    graph = rdflib.Graph().parse(data=check("--format", "ttl").stdout, format="turtle")
    assert len(set(graph.subjects(RDF.type, SH.ValidationResult))) == len(ids)
    sarif = json.loads(check("--format", "sarif").stdout)
    assert [result["partialFingerprints"]["gap"] for result in sarif["runs"][0]["results"]] == ids
    table = check("--lang", "zh").stdout
    assert all(name in table for name in ids)


def test_one_rule_and_the_exit_code(check: Callable[..., Result]) -> None:
    found = document(check("--rule", "Requirement-clause", "--format", "json"))
    assert {gap["rule"] for gap in found["gaps"]} == {"Requirement-clause"}
    assert [entry["rule"] for entry in found["ledger"]] == ["Requirement-clause"]
    assert check("--fail-on", "info").exit_code == 1
    assert check("--fail-on", "warning").exit_code == 0


@pytest.mark.parametrize(
    "words", [("--enterprise", "91000000JJG000023K"), ("--since", "2026-01-01"), ("--record",), ("--rule", "Post-holder")]
)
def test_what_does_not_go_with_norms_is_refused(check: Callable[..., Result], words: tuple[str, ...]) -> None:
    result = check(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1


def test_norms_are_checked_where_no_enterprise_is_loaded(run: Run, norms: Callable[[], Store], tmp_path: Path) -> None:
    path = tmp_path / "store"
    store = norms()
    kept = Store.open(path)
    kept.write({name: store.graph(name) for name in store.graphs()})
    kept.close()
    assert run("check", "--norms", "--store", path).exit_code == 0
    assert run("check", "--store", path).exit_code == 2


# --- HTTP


def test_the_api_gives_the_gaps_of_the_norms(filled: Store) -> None:
    client = TestClient(create_app(filled), raise_server_exceptions=False)
    found = client.get(f"/api/gaps?of=norms&as_of={DAY}").json()
    assert [gap["id"] for gap in found["gaps"]] == [gap.id for gap in checked(filled).gaps]
    assert {gap["enterprise"] for gap in found["gaps"]} == {None}
    own = client.get(f"/api/gaps?as_of={DAY}").json()
    assert not {gap["id"] for gap in own["gaps"]} & {gap["id"] for gap in found["gaps"]}
    for wrong in ("of=norms&enterprise=91000000JJG000023K", "of=norms&since=2026-01-01", "of=nothing"):
        assert client.get(f"/api/gaps?{wrong}").status_code == 422
