"""Workflows: each from its first state to its last, refused wherever a step may not be taken; through the register and the command."""

import json
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date
from pathlib import Path

import pytest
import workflows_page
from click.testing import Result
from conftest import DAY, copy
from fastapi.testclient import TestClient
from pyoxigraph import Literal
from serving import Headers, application, client_of, problem, token
from workbooks import write
from workflow_scenarios import CODE, SCENARIOS, Taken, sheets

from duibiao import register, shapes
from duibiao.ontology import iris
from duibiao.ontology.errors import Refusal, in_chinese
from duibiao.ontology.terms import PROV, RDF, D
from duibiao.register import audit, machines, steps
from duibiao.store import Store

Run = Callable[..., Result]
BOOK = shapes.shipped()


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of the small enterprise, in Shenzhen."""
    return write(tmp_path_factory.mktemp("book") / "book.xlsx", sheets())


@pytest.fixture(scope="module")
def started(norms: Callable[[], Store], book: Path) -> Store:
    """A store of the enterprise, nothing done yet. Tests that write copy it."""
    store = norms()
    load(store, book)
    return store


@pytest.fixture(scope="module")
def store(started: Store) -> Store:
    """A store that the scenarios share: none touches what another is about."""
    return copy(started)


@pytest.fixture
def fresh_store(started: Store) -> Store:
    """A store of the enterprise for one test."""
    return copy(started)


def load(store: Store, book: Path) -> register.FileResult:
    [result] = register.load(store, [book], day=DAY, who="tests")
    assert not result.errors and not result.problem
    return result


def advance(store: Store, thing: str, taken: Taken) -> register.Standing:
    day = date.fromisoformat(taken.day)
    return register.advance(store, thing, taken.step, by=taken.by, role=taken.role, given=taken.given, day=day, who="tests", book=BOOK)


def walked(store: Store, name: str) -> Store:
    """The store after a scenario."""
    thing, scenario = SCENARIOS[name]
    for taken in scenario:
        if taken.state:
            advance(store, thing, taken)
    return store


def everything(store: Store) -> dict[str, object]:
    return {name.value: store.graph(name) for name in store.graphs()}


# --- from the first state to the last


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario(store: Store, run: Run, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Through the register, and the same by the command, on one store held open."""
    monkeypatch.setattr("duibiao.cli.workflow.opened", lambda path: nullcontext(store))
    thing, scenario = SCENARIOS[name]
    for taken in scenario:
        if taken.refused:
            refused_both_ways(store, run, thing, taken)
        else:
            result = by_command(run, thing, taken)
            assert json.loads(result.stdout)["state"]["name"].partition("-")[2] == taken.state
    [standing] = [s for s in register.standings(store, thing, DAY) if s.workflow.name == name]
    assert [(step.by, step.day.isoformat()) for step in standing.taken] == [(t.by, t.day) for t in scenario if t.state]


def by_command(run: Run, thing: str, taken: Taken) -> Result:
    fields = [f"{field}={value}" for field, value in taken.given.items()]
    role = ["--role", taken.role] if taken.role else []
    return run("advance", thing, taken.step, *fields, "--by", taken.by, *role, "--on", taken.day, "--format", "json")


def refused_both_ways(store: Store, run: Run, thing: str, taken: Taken) -> None:
    before = store.version
    with pytest.raises(Refusal) as refused:
        advance(store, thing, taken)
    said = str(refused.value)
    assert taken.refused in said and "\n" not in said
    result = by_command(run, thing, taken)
    assert (result.exit_code, result.stderr) == (2, f"duibiao: {said} / {in_chinese(said)}\n")
    assert store.version == before


def test_every_transition_is_taken_and_none_lacks_a_refusal() -> None:
    """`refuse`, `exit` and `expire` end what other steps of the scenario need."""
    for workflow in machines.workflows():
        taken = SCENARIOS[workflow.name][1]
        named = {taken.step for taken in taken if taken.state}
        left = {t.name for t in workflow.transitions if not named & {t.name, *t.label.values()}}
        assert left <= {"refuse", "exit", "expire"}
        refused = [one for one in taken if one.refused]
        assert len(refused) >= len({t.after for t in workflow.transitions}) - 1


# --- what a step leaves


def test_a_step_is_one_transaction_signed_and_on_record(fresh_store: Store) -> None:
    before = fresh_store.version
    advance(fresh_store, "ZB1", Taken("send", "张三", "2026-11-02", given={"接收单位": "某局", "文件": "10月报表"}))
    assert fresh_store.version == before + 1
    [step] = steps.recorded(fresh_store, CODE)
    assert (step.by, step.day, step.number, step.before) == ("张三", date(2026, 11, 2), 1, D["SelfReportState-due"])
    assert step.stated[step.thing, D.paper] == {Literal("10月报表")}
    [activity] = [t.subject for t in fresh_store.graph(audit.GRAPH) if t.predicate == RDF.type and t.object == D.Advance]
    told = {t.predicate: t.object for t in fresh_store.graph(audit.GRAPH) if t.subject == activity}
    assert (told[PROV.generated], told[PROV.wasAssociatedWith]) == (step.node, Literal("tests"))


def test_a_workbook_loaded_again_does_not_undo_what_was_done_since(fresh_store: Store, book: Path) -> None:
    assert load(fresh_store, book).status == "unchanged"
    for taken in SCENARIOS["rectification"][1][:3]:
        if not taken.refused:
            advance(fresh_store, "Y1", taken)
    before = everything(fresh_store)
    assert load(fresh_store, book).status == "unchanged"
    assert everything(fresh_store) == before


def test_a_workbook_that_says_more_is_heard(fresh_store: Store, tmp_path: Path) -> None:
    """What no step has stated is still told by the file; what one has is not."""
    advance(fresh_store, "ZB1", Taken("send", "张三", "2026-11-02", given={"接收单位": "某局"}))
    changed = sheets()
    changed["隐患自报"] = [["自报编号", "报告期起", "报告期止", "接收单位"], ["ZB1", date(2026, 9, 30), date(2026, 10, 31), "别的局"]]
    load(fresh_store, write(tmp_path / "book.xlsx", changed))
    [standing] = register.standings(fresh_store, "ZB1", DAY)
    facts = standing.matter.facts
    assert (facts[D.periodFrom][0].value, facts[D.reportedTo]) == ("2026-09-30", [Literal("某局")])
    assert standing.state == D["SelfReportState-sent"]


def test_gaps_open_and_close_with_the_steps(fresh_store: Store) -> None:
    """A deadline that passes is a gap; the step that meets it closes it."""

    def rules(day: date) -> set[str]:
        return {gap.rule for gap in register.check(fresh_store, day=day, book=BOOK, codes=[CODE]).gaps if gap.focus.endswith(("zb1", "y1"))}

    advance(fresh_store, "ZB1", Taken("send", "张三", "2026-11-02", given={"接收单位": "某局", "环节期限": "2026-11-20"}))
    assert "OpenMatter-nextStep" not in rules(date(2026, 11, 20))
    assert "OpenMatter-nextStep" in rules(date(2026, 11, 21))
    advance(fresh_store, "ZB1", Taken("acknowledge", "某局", "2026-11-22", "authority", {"文件": "回执"}))
    assert "OpenMatter-nextStep" not in rules(date(2026, 11, 22))
    for taken in SCENARIOS["rectification"][1][:3]:
        if not taken.refused:
            advance(fresh_store, "Y1", taken)
    assert "HiddenDanger-overdue" in rules(date(2026, 12, 2))
    advance(fresh_store, "Y1", Taken("fix", "张三", "2026-12-02", given={"整改人": "G2"}))
    assert "HiddenDanger-overdue" not in rules(date(2026, 12, 2))


def test_a_gap_is_put_right_and_closed_once_it_is_gone(fresh_store: Store, tmp_path: Path) -> None:
    [gap] = [gap for gap in register.check(fresh_store, day=DAY, book=BOOK, codes=[CODE]).gaps if gap.rule == "HiddenDanger-told"]
    given = {"assign": FIVE_OF_GAP, "fix": {"整改人": "G2"}, "accept": {"验收人": "G1"}}
    for number, step in enumerate(given, 22):
        advance(fresh_store, gap.id, Taken(step, "李四" if step == "accept" else "张三", f"2026-11-{number}", given=given[step]))
    with pytest.raises(register.StepRefused, match="is still found on 2026-11-25"):
        advance(fresh_store, gap.id, Taken("close", "李四", "2026-11-25", "safety-management"))
    [standing] = register.standings(fresh_store, gap.id, DAY)
    assert standing.matter.label["zh"] == f"{gap.label['zh']}：{gap.message['zh']}（{gap.id}）"
    told = sheets()
    told["隐患"] = [[*told["隐患"][0], "通报日期"], [*told["隐患"][1], date(2026, 11, 24)]]
    load(fresh_store, write(tmp_path / "book.xlsx", told))
    assert advance(fresh_store, gap.id, Taken("close", "李四", "2026-11-26", "safety-management")).over


FIVE_OF_GAP = {"整改措施": "通报", "整改责任人": "G2", "整改资金": "0", "整改期限": "2026-12-01", "隐患应急预案": "无"}


def test_the_clauses_that_a_higher_standard_took_up_are_on_record(fresh_store: Store) -> None:
    own = iris.member(CODE, "standard", "Q/XY 2-2024", "5.1")
    rows = walked(fresh_store, "conversion").query(f"SELECT ?clause WHERE {{ {own} d:wentInto ?clause }}")
    assert {row["clause"] for row in rows} == {iris.clause("aq-9999-2026", "4.2"), iris.clause("aq-9999-2026", "4.3")}


def test_a_yearly_check_is_a_record_of_its_own(fresh_store: Store) -> None:
    asked = "SELECT ?day ?result WHERE { ?check d:ofGrade/d:number 'DJ-OLD' ; d:reviewedOn ?day ; d:gradeCheckResult ?result }"
    rows = walked(fresh_store, "announcement").query(asked)
    assert [(row["day"].value, row["result"]) for row in rows] == [("2025-05-06", D["GradeCheckResult-passed"])]


@pytest.mark.parametrize(
    ("place", "grade", "day", "chosen"),
    [
        ("深圳市南山区", "third", date(2018, 6, 1), "grading-three"),
        ("深圳市", "third", date(2017, 3, 31), "grading-seven"),
        ("深圳市", "second", date(2018, 6, 1), "grading-seven"),
        ("福州市", "third", date(2018, 6, 1), "grading-seven"),
        ("福州市", "third", date(2021, 10, 31), "grading-seven"),
        ("福州市", "third", date(2021, 11, 1), "grading-five"),
    ],
)
def test_the_workflow_is_that_of_the_place_and_the_day(place: str, grade: str, day: date, chosen: str) -> None:
    facts = {D.grade: [D[f"Grade-{grade}"]]}
    assert [w.name for w in machines.of([D.GradeApplication], facts, place, day)] == [chosen, "announcement"]


def test_what_a_file_says_of_the_workflow_goes_before_place_and_day() -> None:
    facts = {D.gradingWorkflow: [D["GradingWorkflow-seven-step"]]}
    assert machines.of([D.GradeApplication], facts, "深圳市", date(2026, 1, 1))[0].name == "grading-seven"
    at_review = {D.gradingStep: [D["GradingStep-review"]]}
    assert machines.of([D.GradeApplication], at_review, "深圳市", date(2026, 1, 1))[0].name == "grading-seven"


def test_every_state_is_reached_and_left_or_final() -> None:
    for workflow in machines.workflows():
        reached = {t.after for t in workflow.transitions} | {workflow.state({})}
        begun = {state for t in workflow.transitions for state in t.before}
        assert set(workflow.states) <= reached, workflow.name
        assert set(workflow.states) - begun <= workflow.final, workflow.name
        assert workflow.final <= set(workflow.states)


def test_the_page_is_of_today() -> None:
    assert workflows_page.PAGE.read_text("utf-8") == workflows_page.page(), "run python tests/workflows_page.py"


# --- names


@pytest.mark.parametrize(
    ("thing", "error", "said"),
    [
        ("查无此事", register.UnknownMatter, "nothing that goes through a workflow is called"),
        ("G1", register.UnknownMatter, "nothing that goes through a workflow is called"),
        ("0123456789abcdef", register.UnknownMatter, "no gap with the id 0123456789abcdef is on record"),
        (f"{iris.BASE}id/no such", register.UnknownMatter, "nothing that goes through a workflow is called"),
    ],
)
def test_a_matter_that_is_not_there(started: Store, thing: str, error: type[Refusal], said: str) -> None:
    with pytest.raises(error, match=said):
        register.standings(started, thing, DAY)


def test_a_name_that_two_things_bear(norms: Callable[[], Store], tmp_path: Path) -> None:
    store, twice = norms(), sheets()
    twice["自评"][1][0] = "ZB1"
    load(store, write(tmp_path / "book.xlsx", twice))
    with pytest.raises(register.AmbiguousMatter, match="“ZB1” could be 2 things"):
        register.standings(store, "ZB1", DAY)
    [standing] = register.standings(store, iris.member(CODE, "self-report", "ZB1").value, DAY)
    assert standing.workflow.name == "self-report"


# --- the command and HTTP


def test_the_command_on_disk(started: Store, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "store"
    path.mkdir()
    copy(started, path).close()
    words = ("advance", "ZB1", "报送", "接收单位=某局", "--by", "张三", "--on", "2026-11-02", "--store", path)
    assert "隐患自报：ZB1，已报送" in run(*words).stdout
    shown = run("workflow", "ZB1", "--store", path, "--lang", "en").stdout
    assert shown.startswith("self-report: ZB1, sent") and "张三" in shown and "acknowledge" in shown and "2026-11-02" in shown
    listed = run("workflow", "--store", path, "--as-of", DAY).stdout
    assert "接地线松动（Y1）" in listed and "件。" in listed


@pytest.mark.parametrize(("field", "said"), [("接收单位", "'接收单位' is no field"), ("=某局", "'=某局' is no field")])
def test_what_is_no_field_is_one_line(run: Run, tmp_path: Path, field: str, said: str) -> None:
    result = run("advance", "ZB1", "send", field, "--by", "张三", "--store", tmp_path)
    assert result.exit_code == 2 and said in result.stderr and result.stderr.count("\n") == 1


def _client(store: Store) -> tuple[TestClient, Headers]:
    """A client, and the token of an editor of the enterprise."""
    app = application(store)
    return client_of(app), token(app, "editor", CODE)


def test_an_editor_of_another_finds_nothing(started: Store) -> None:
    app = application(started)
    answer = client_of(app).post(
        "/api/workflows/ZB1", json={"step": "send", "by": "张三"}, headers=token(app, "editor", "91000000JJG000023K")
    )
    assert "ZB1" in problem(answer, 404)


def test_over_http(fresh_store: Store) -> None:
    client, signed = _client(fresh_store)
    whole = client.get("/api/workflows", params={"as_of": "2026-11-22", "enterprise": CODE}).json()
    assert {workflow["name"] for workflow in whole["workflows"]} == set(SCENARIOS)
    assert "ZB1" in {matter["label"]["zh"] for matter in whole["matters"]}
    step = {"step": "send", "by": "张三", "on": "2026-11-02", "fields": {"接收单位": "某局"}}
    assert client.post("/api/workflows/ZB1", json=step).status_code == 401
    answer = client.post("/api/workflows/ZB1", json=step, headers=signed)
    assert (answer.status_code, answer.json()["state"]["label"]["zh"]) == (201, "已报送")
    [told] = client.get(f"/api/workflows/{iris.member(CODE, 'self-report', 'ZB1').value}").json()["matters"]
    assert [(one["step"], one["by"], one["on"]) for one in told["history"]] == [("send", "张三", "2026-11-02")]
    assert [one["name"] for one in told["next"]] == ["return", "acknowledge"]


@pytest.mark.parametrize(
    ("thing", "change", "status", "said"),
    [
        ("ZB1", {"step": "acknowledge"}, 409, "环节 acknowledge 从 已报送"),
        ("ZB1", {}, 422, "环节 send 还须填写 接收单位"),
        ("ZB9", {}, 404, "没有名为“ZB9”"),
        ("ZB1", {"by": 7}, 422, ""),
        ("ZB1", {"whoever": "x"}, 422, ""),
    ],
)
def test_a_problem_over_http(started: Store, thing: str, change: dict[str, str], status: int, said: str) -> None:
    client, signed = _client(started)
    step = {"step": "send", "by": "张三", "on": "2026-11-02", "role": None} | change
    answer = client.post(f"/api/workflows/{thing}", json=step, headers=signed)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert said in answer.json().get("detail_zh", "")
