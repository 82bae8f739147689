"""What if: the check of an enterprise as if statements were added or not there."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from pyoxigraph import Literal, NamedNode, Triple
from starlette.testclient import TestClient

from duibiao import register, shapes
from duibiao.api import create_app
from duibiao.ontology import iris
from duibiao.ontology.terms import D
from duibiao.register import norms
from duibiao.register.whatif import AssumptionRefused, turtle, what_if
from duibiao.shapes.overlay import Change, Overlay
from duibiao.store import Store

DAY = date(2026, 11, 22)
PLANT, FIRM = "91000000CLW000010K", "91000000JJG000023K"
PREFIXES = f"@prefix d: <https://w3id.org/duibiao/ontology#> . @prefix e: <{iris.enterprise(PLANT).value}/> . "


def ids(report: register.Report) -> set[str]:
    return {gap.id for gap in report.gaps}


def gap_of(report: register.Report, rule: str) -> shapes.Gap:
    return next(gap for gap in report.gaps if gap.rule == rule and PLANT in gap.enterprise)


def stated(store: Store, term: NamedNode) -> Triple:
    """A statement of the plant by a property."""
    return min((t for t in store.graph(iris.graph(f"enterprise/{PLANT}")) if t.predicate == term), key=str)


def test_a_value_that_lacks_closes_its_gap_and_no_other(filled: Store, report: register.Report) -> None:
    gap = gap_of(report, "Post-holder")
    change = Change(frozenset({Triple(NamedNode(gap.focus), D.holder, Literal("张三"))}))
    found = what_if(filled, change, day=DAY, book=shapes.shipped())
    assert ([g.id for g in found.closed], found.opened) == ([gap.id], [])
    assert ids(found.report) == ids(report) - {gap.id}
    assert found.report.summary()["violation"] == report.summary()["violation"] - 1


def test_what_follows_is_derived_anew(filled: Store, report: register.Report) -> None:
    """High-risk work makes the post one that needs a work standard: a class that is derived, not stated."""
    post = next(g for g in report.gaps if g.rule == "Post-dutyScope").focus
    change = turtle(f"{PREFIXES} <{post}> d:highRiskWork d:HighRiskWork-hot-work .")
    found = what_if(filled, Change(change), day=DAY, book=shapes.shipped(), codes=[PLANT])
    assert [(g.rule, g.focus) for g in found.opened] == [("HighRiskWorkPost-workStandard", post)]


def test_what_is_taken_out_opens_gaps(filled: Store) -> None:
    taken = stated(filled, D.registrationNumber)
    found = what_if(filled, Change(remove=frozenset({taken})), day=DAY, book=shapes.shipped())
    assert [g.focus for g in found.opened] == [taken.subject.value]  # type: ignore[union-attr]


def test_it_is_as_a_check_after_the_change_was_made(fresh: Store) -> None:
    post = gap_of(register.check(fresh, day=DAY, book=shapes.shipped()), "Post-dutyScope").focus
    new = "e:post\\/x-1 a d:Post ; d:kind d:PostKind-operator ."
    change = Change(turtle(f"{PREFIXES} <{post}> d:dutyScope '全部' . {new}"), frozenset({stated(fresh, D.holder)}))
    foreseen = what_if(fresh, change, day=DAY, book=shapes.shipped(), codes=[PLANT])
    graph = iris.graph(f"enterprise/{PLANT}")
    own = frozenset(fresh.graph(graph)) - change.remove | change.add
    fresh.write({graph: own, iris.graph(f"derived/{PLANT}"): norms.of(fresh).ground.derived(own)})
    made = register.check(fresh, day=DAY, book=shapes.shipped(), codes=[PLANT])
    assert ids(made) == ids(foreseen.report)
    assert made.ledger == foreseen.report.ledger
    assert foreseen.closed and foreseen.opened


def test_nothing_is_written(fresh: Store) -> None:
    before = {name: frozenset(fresh.graph(name)) for name in fresh.graphs()}
    what_if(fresh, Change(remove=frozenset({stated(fresh, D.holder)})), day=DAY, book=shapes.shipped())
    assert {name: frozenset(fresh.graph(name)) for name in fresh.graphs()} == before


def test_a_change_leaves_nothing_behind(filled: Store) -> None:
    overlay = Overlay(
        norms.of(filled).law(DAY),
        norms.of(filled).ground,
        iris.enterprise(FIRM),
        filled.graph(iris.graph(f"enterprise/{FIRM}")),
    )
    before = overlay.statements()
    gone = frozenset(t for t in overlay.stated if t.predicate in {D.kind, D.sector})
    assert overlay.statements(Change(remove=gone)) != before
    assert overlay.statements() == before


@pytest.mark.parametrize(
    "add,remove,said",
    [
        ("<https://example.org/x> d:holder 'x' .", "", "belongs to no enterprise"),
        (f"<{iris.enterprise(FIRM).value}/post/p> d:holder 'x' .", "", "belongs to no enterprise"),
        ("[] d:holder 'x' .", "", "belongs to no enterprise"),
        ("", "e:nobody d:holder 'x' .", "is not stated"),
        ("e:x d:holder", "", "no Turtle"),
    ],
)
def test_what_cannot_be_assumed_is_refused_in_one_line(filled: Store, add: str, remove: str, said: str) -> None:
    with pytest.raises(AssumptionRefused, match=said) as error:
        change = Change(turtle(PREFIXES + add), turtle(PREFIXES + remove))
        what_if(filled, change, day=DAY, book=shapes.shipped(), codes=[PLANT])
    assert "\n" not in str(error.value)
    answer = TestClient(create_app(filled), raise_server_exceptions=False).post(
        "/api/what-if", json={"enterprise": PLANT, "add": PREFIXES + add, "remove": PREFIXES + remove}
    )
    assert (answer.status_code, said in answer.json()["detail"]) == (422, True)


def test_the_command_and_the_api_tell_the_same(run: Run, kept: Path, filled: Store, report: register.Report, tmp_path: Path) -> None:
    gap = gap_of(report, "Post-holder")
    add, gone = f"<{gap.focus}> d:holder '张三' .", stated(filled, D.registrationNumber)
    (tmp_path / "add.ttl").write_text(PREFIXES + add, "utf-8")
    (tmp_path / "gone.nt").write_text(f"{gone} .", "utf-8")
    words = ("--assume", tmp_path / "add.ttl", "--without", tmp_path / "gone.nt", "--enterprise", PLANT)
    told = run("check", *words, "--as-of", DAY, "--store", kept, "--format", "json")
    said: dict[str, Any] = json.loads(told.stdout)
    body = {"enterprise": PLANT, "add": PREFIXES + add, "remove": f"{gone} .", "as_of": str(DAY)}
    answer = TestClient(create_app(filled)).post("/api/what-if", json=body).json()
    assert (said["closed"], len(said["opened"])) == ([gap.id], 1)
    assert {name: value for name, value in said.items() if name != "seconds"} == {n: v for n, v in answer.items() if n != "seconds"}
    shown = run("check", *words, "--as-of", DAY, "--store", kept, "--lang", "zh").stdout
    assert "将关闭 1 项" in shown and "将新增 1 项" in shown and gap.id in shown


def test_an_enterprise_that_is_not_there_and_a_file_that_is_no_rdf(run: Run, kept: Path, filled: Store, tmp_path: Path) -> None:
    assert TestClient(create_app(filled)).post("/api/what-if", json={"enterprise": "91"}).status_code == 404
    (tmp_path / "broken.ttl").write_text("a b", "utf-8")
    found = run("check", "--assume", tmp_path / "broken.ttl", "--store", kept)
    assert (found.exit_code, found.stderr.count("\n"), "broken.ttl" in found.stderr) == (1, 1, True)
    found = run("check", "--assume", tmp_path / "broken.ttl", "--record", "--store", kept)
    assert (found.exit_code, "--record" in found.stderr) == (2, True)
