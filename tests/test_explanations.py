"""Gaps explained: the chain to the law, the rows, what would close them, and bundles that show them without a store."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from pyoxigraph import Literal, NamedNode, Triple
from starlette.testclient import TestClient

from duibiao import queries, register, shapes
from duibiao.api import create_app
from duibiao.ontology import iris
from duibiao.ontology.terms import RDF, SH, D
from duibiao.register.explanations import Explanation, UnknownThing, bundle_text, explain, explain_all, judge
from duibiao.register.whatif import what_if
from duibiao.shapes import files
from duibiao.shapes.bundles import BundleError, replayed
from duibiao.store import Store

DAY = date(2026, 11, 22)
PLANT, FIRM = "91000000CLW000010K", "91000000JJG000023K"
JUDGED = ("Post-holder", "FireFacility-yearlyTest", "SafetyDevice-working", "Clause-notWeaker", "Standard-implements")
"""A count, SPARQL with a day, a negation, SPARQL over what is derived, a path of two steps."""


@pytest.fixture(scope="module")
def explained(filled: Store) -> list[Explanation]:
    """Every gap of both samples."""
    return explain_all(filled, day=DAY, book=shapes.shipped())


def one(explained: list[Explanation], rule: str) -> Explanation:
    return next(found for found in explained if found.gap.rule == rule)


def some(explained: list[Explanation]) -> list[Explanation]:
    """A gap of every third rule, which is as many as there is time for."""
    return list({found.gap.rule: found for found in reversed(explained)}.values())[::3]


# --- every gap of the samples


def test_every_gap_of_the_samples_is_explained(explained: list[Explanation], report: register.Report) -> None:
    assert sorted(found.gap.id for found in explained) == sorted(gap.id for gap in report.gaps)
    for found in explained:
        assert found.places and all(place.file.endswith(".xlsx") and place.row > 1 for place in found.places)
        assert found.starts


def test_every_chain_reaches_a_law_or_a_regulation(filled: Store, explained: list[Explanation]) -> None:
    for starts in {tuple(found.starts) for found in explained}:
        found = queries.chain(filled, starts, DAY)
        assert found["nodes"][0]["iri"] in starts
        assert min(node["level"] for node in found["nodes"]) <= 3
        assert any(node["in_force_since"] for node in found["nodes"] if node["type"] == "Edition")
        reached = {edge["target"] for edge in found["edges"]} | set(starts)
        assert {node["iri"] for node in found["nodes"]} <= reached


def test_every_bundle_holds_the_gap(explained: list[Explanation]) -> None:
    for found in explained:
        bundle = found.bundle()
        assert replayed(bundle).confirmed, found.gap.rule
        assert len(bundle) < 5000


def test_most_gaps_have_a_change_that_closes_them(filled: Store, explained: list[Explanation]) -> None:
    """Some changes told are checked here once more, by another way."""
    several = some(explained)
    ways = {found.gap.rule: found.closing() for found in several}
    unknown = sorted(rule for rule, found in ways.items() if not found)
    assert len(unknown) < 0.2 * len(several), unknown
    for found in several[::6]:
        for way in ways[found.gap.rule]:
            after = what_if(filled, way.change, day=DAY, book=shapes.shipped(), codes=[found.case.code])
            assert found.gap.id in {gap.id for gap in after.closed}
            assert found.gap.rule not in {gap.rule for gap in after.opened}


# --- what would close it


@pytest.mark.parametrize(
    "rule,zh",
    [
        ("Post-responsibilityStandard", "填写“岗位”表“责任标准”栏（任一企业标准的编号），即可关闭本缺口"),
        ("SpecialEquipment-inspectionOverdue", "将“设备”表“下次检验日期”栏改为 2026-11-22 或以后，即可关闭本缺口"),
        ("MajorHazardSource-monitored", "将“单元”表“监测监控”栏改为“是”，即可关闭本缺口"),
        ("GuardedStore-recordsKept", "将“单元”表“收发记录保存年限”栏改为“3”，即可关闭本缺口"),
        ("Lift-maintained", "将“设备”表“上次维保日期”栏改为 2026-11-22，即可关闭本缺口"),
    ],
)
def test_the_change_in_words(explained: list[Explanation], rule: str, zh: str) -> None:
    [way] = one(explained, rule).closing()
    assert way.sentence["zh"] == zh
    assert way.sentence["en"].endswith("and this gap is closed")


def test_what_is_over_is_told_as_a_correction_only(explained: list[Explanation]) -> None:
    for rule in ("SpecialEquipment-registeredInTime", "NewWorksSource-filedBeforeAcceptance"):
        for way in one(explained, rule).closing():
            assert "仅在原记录有误时" in way.sentence["zh"] and "only if the record is wrong" in way.sentence["en"]


# --- bundles


@pytest.mark.parametrize("rule", JUDGED)
def test_the_judge_finds_the_gap_in_the_bundle_too(explained: list[Explanation], rule: str) -> None:
    assert replayed(one(explained, rule).bundle(), "pyshacl").confirmed


def test_an_edited_bundle_is_not_confirmed(explained: list[Explanation], run: Run, tmp_path: Path) -> None:
    found, file = one(explained, "Post-holder"), tmp_path / "gap.ttl"
    bundle = found.bundle()
    file.write_text(bundle_text(bundle), "utf-8")
    assert run("verify-gap", file).exit_code == 0
    file.write_text(bundle_text([*bundle, Triple(NamedNode(found.gap.focus), D.holder, Literal("张三"))]), "utf-8")
    for engine in ("compiled", "pyshacl"):
        answer = run("verify-gap", file, "--engine", engine, "--format", "json")
        assert (answer.exit_code, json.loads(answer.stdout)["confirmed"]) == (1, False)


def test_a_rule_that_does_not_speak_confirms_nothing(explained: list[Explanation]) -> None:
    bundle = one(explained, "Post-holder").bundle()
    in_force = {t for t in bundle if t.predicate.value.endswith("#in_force")}
    assert in_force
    over = {Triple(t.subject, t.predicate, NamedNode(t.object.value.replace("inForce", "notInForce"))) for t in in_force}  # type: ignore[union-attr]
    assert not replayed([*(set(bundle) - in_force), *over]).confirmed


def test_a_bundle_without_its_gap_or_rule_is_refused_in_one_line(explained: list[Explanation], run: Run, tmp_path: Path) -> None:
    bundle = one(explained, "Post-holder").bundle()
    for part in (
        [t for t in bundle if t.object != SH.ValidationResult],
        [t for t in bundle if t.predicate != SH.focusNode],
        [t for t in bundle if t.predicate != RDF.type or t.object == SH.ValidationResult],
    ):
        with pytest.raises((BundleError, shapes.ShapesError)):
            replayed(part)
    (tmp_path / "broken.ttl").write_text("x y", "utf-8")
    answer = run("verify-gap", tmp_path / "broken.ttl")
    assert (answer.exit_code, answer.stderr.count("\n")) == (1, 1)


# --- what passes


@pytest.mark.parametrize(
    "rule,kind,outcome,said",
    [
        ("Post-responsibilityStandard", D.OperatingPost, "passed", "responsibilityStandard"),
        ("PrincipalPost-statutoryDuties", D.OperatingPost, "inapplicable", ""),
        ("Post-holder", None, "failed", ""),
    ],
)
def test_the_verdict_on_a_thing(
    explained: list[Explanation], filled: Store, rule: str, kind: NamedNode | None, outcome: str, said: str
) -> None:
    gaps = {found.gap.focus for found in explained}
    data = one(explained, "Post-holder").case.data
    things = {t.subject for t in data.matching(None, RDF.type, kind)} if kind else {NamedNode(one(explained, rule).gap.focus)}
    thing = min((t for t in things if isinstance(t, NamedNode) and (outcome == "failed" or t.value not in gaps)), key=str)
    found = judge(filled, rule, thing, day=DAY, book=shapes.shipped())
    assert found.outcome == outcome
    assert set(found.reason) == {"zh", "en"}
    assert any(said in line for line in found.looked_at)


def test_what_cannot_be_told_says_what_is_missing(filled: Store, explained: list[Explanation]) -> None:
    thing = NamedNode(one(explained, "SpecialOperationPost-certificate").gap.focus)
    found = judge(filled, "SpecialOperationPost-certificateValid", thing, day=DAY, book=shapes.shipped())
    assert (found.outcome, "证书有效期至" in found.reason["zh"]) == ("cannot_tell", True)


def test_a_norm_of_later_days_makes_the_rule_inapplicable(filled: Store, explained: list[Explanation]) -> None:
    thing = NamedNode(one(explained, "Post-holder").gap.focus)
    found = judge(filled, "Post-holder", thing, day=date(1999, 1, 1), book=shapes.shipped())
    assert found.outcome == "inapplicable" and found.reason["zh"]


def test_a_thing_of_nobody_and_a_gap_that_is_not_there(filled: Store) -> None:
    with pytest.raises(UnknownThing):
        judge(filled, "Post-holder", iris.norm("gb-18218-2018"), day=DAY, book=shapes.shipped())
    for name in ("0" * 16, "<x>", ""):
        with pytest.raises(register.UnknownGap):
            explain(filled, name, day=DAY, book=shapes.shipped())


# --- the command and the API


def test_the_command_and_the_api_tell_the_same(explained: list[Explanation], run: Run, kept: Path, filled: Store, tmp_path: Path) -> None:
    gap, file = one(explained, "Hazard-warningSign").gap, tmp_path / "gap.ttl"
    words = ("explain", gap.id, "--as-of", DAY, "--store", kept)
    told: dict[str, Any] = json.loads(run(*words, "--format", "json", "--out", file).stdout)
    answer = TestClient(create_app(filled)).get(f"/api/gaps/{gap.id}?as_of={DAY}")
    assert (answer.status_code, answer.json()) == (200, told)
    assert set(told) == {"as_of", "gap", "sentence", "chain", "sources", "closing"}
    assert replayed(files.data(file)).confirmed
    for language in ("zh", "en"):
        shown = run(*words, "--lang", language).stdout
        assert told["sentence"][language] in shown and told["closing"][0]["sentence"][language] in shown
    assert TestClient(create_app(filled), raise_server_exceptions=False).get("/api/gaps/none").status_code == 404


def test_the_command_on_what_passes(run: Run, kept: Path, explained: list[Explanation]) -> None:
    thing = one(explained, "Hazard-warningSign").gap.focus
    found = run("explain", "--passed", "Hazard-owner", thing, "--as-of", DAY, "--store", kept, "--lang", "zh")
    assert (found.exit_code, "通过" in found.stdout, "ownedBy" in found.stdout) == (0, True, True)
    for words in ((), ("abc", "--passed", "Hazard-owner", thing), ("--passed", "Hazard-owner", thing, "--out", "x.ttl")):
        assert run("explain", *words, "--store", kept).exit_code == 2
    assert run("explain", "--passed", "No-rule", thing, "--store", kept).exit_code == 2
