"""What is to be done by when: each day told is the last on which nothing is wrong; by owner, as a table, JSON and a calendar."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from icalendar import Calendar
from pyoxigraph import Literal, Triple

from duibiao import register, shapes
from duibiao.ontology import iris
from duibiao.ontology.terms import XSD, D
from duibiao.register import task_formats
from duibiao.register.loads import with_consequences
from duibiao.store import Store

Run = Callable[..., Result]
DAY, FIRM = date(2026, 11, 22), "91000000JJG000023K"
BOOK = shapes.shipped()


@pytest.fixture(scope="module")
def found(filled: Store) -> list[register.Task]:
    """The tasks of the machining firm for sixty days."""
    return register.tasks(filled, day=DAY, until=DAY + timedelta(60), book=BOOK, codes=[FIRM])


def open_on(store: Store, day: date) -> set[str]:
    return {gap.id for gap in register.check(store, day=day, book=BOOK, codes=[FIRM]).gaps if gap.state == "open"}


def test_every_day_is_the_last_on_which_nothing_is_wrong(filled: Store, found: list[register.Task]) -> None:
    days = {task.due for task in found if task.due}
    assert len(days) > 5
    for due in days:
        before, after = open_on(filled, due), open_on(filled, due + timedelta(1))
        told = {task.gap.id for task in found if task.due == due}
        assert told and told <= after - before


def test_nothing_that_opens_is_left_out(filled: Store, found: list[register.Task]) -> None:
    assert {task.gap.id for task in found if task.due is None} == open_on(filled, DAY)
    assert open_on(filled, DAY + timedelta(61)) <= {task.gap.id for task in found}


def test_the_days_are_those_of_the_sheets(found: list[register.Task]) -> None:
    """A hidden danger to be put right, a training planned, monthly checks, an agreement and an insurance that end."""
    told = [(task.due.isoformat(), task.gap.rule, task.gap.label["zh"]) for task in found if task.due]
    assert told == [
        ("2026-11-23", "DustSite-cleaned", "铝件打磨间（S-02）"),
        ("2026-11-30", "HiddenDanger-overdue", "喷漆房可燃气体报警器报警值漂移（Y-02）"),
        ("2026-12-04", "Training-heldAsPlanned", "除尘器清灰和有限空间作业（P-03）"),
        ("2026-12-05", "SpecialEquipment-monthlyCheck", "机加车间10 t 桥式起重机（QD-01）"),
        ("2026-12-06", "SpecialEquipment-monthlyCheck", "焊装车间5 t 桥式起重机（QD-02）"),
        ("2026-12-07", "SpecialEquipment-monthlyCheck", "3 t 内燃叉车（CC-01）"),
        ("2026-12-08", "SpecialEquipment-monthlyCheck", "2 t 电动叉车（CC-02）"),
        ("2026-12-09", "SpecialEquipment-monthlyCheck", "2 m³ 压缩空气储罐（RQ-01）"),
        ("2026-12-31", "Contractor-agreementValid", "示例松间机电安装有限公司（X-01）"),
        ("2026-12-31", "WorkInjuryInsurance-valid", "云杉岭示例精密机械有限公司"),
    ]


@pytest.mark.parametrize(("who", "post"), [("G-14", "焊工（G-14）"), ("总经理", "总经理（G-01）"), ("工号2001", "总经理（G-01）")])
def test_of_one_owner(filled: Store, found: list[register.Task], who: str, post: str) -> None:
    """Those of an owner and those about it; a person's are those of the posts held."""
    mine = register.tasks(filled, day=DAY, until=DAY + timedelta(60), book=BOOK, codes=[FIRM], who=who)
    assert mine and mine == [task for task in found if post in (task.gap.label["zh"], (task.gap.owner or {}).get("zh"))]
    assert len(mine) < len(found)


def test_a_waived_gap_is_due_when_its_waiver_ends(fresh: Store) -> None:
    [gap] = {gap.id for gap in register.check(fresh, day=DAY, book=BOOK, codes=[FIRM]).gaps if gap.rule == "Certificate-valid"}
    register.waive(fresh, gap, reason="换证中", until=date(2026, 12, 10), by="总经理", day=DAY, book=BOOK, who="test")
    [task] = [t for t in register.tasks(fresh, day=DAY, until=DAY + timedelta(30), book=BOOK, codes=[FIRM]) if t.gap.id == gap]
    assert (task.due, task.state) == (date(2026, 12, 10), "due")


def test_a_record_dated_ahead_has_not_happened(fresh: Store) -> None:
    """The alarm said to be put right on the 29th is a task still, and there is nothing to verify yet."""
    own, danger = iris.graph(f"enterprise/{FIRM}"), iris.member(FIRM, "hidden-danger", "Y-02")
    ahead = Triple(danger, D.rectifiedOn, Literal("2026-11-29", datatype=XSD.date))
    fresh.write(with_consequences(fresh, {own: {*fresh.graph(own), ahead}}, DAY))
    found = register.tasks(fresh, day=DAY, until=DAY + timedelta(10), book=BOOK, codes=[FIRM])
    assert [(task.gap.rule, task.due) for task in found if task.gap.focus == danger.value] == [("HiddenDanger-overdue", date(2026, 11, 30))]
    on_the_day = register.tasks(fresh, day=date(2026, 11, 29), until=date(2026, 11, 29), book=BOOK, codes=[FIRM])
    assert {task.gap.rule for task in on_the_day if task.gap.focus == danger.value} == {"HiddenDanger-verified"}


def test_a_step_of_a_workflow_is_a_task(fresh: Store) -> None:
    """Of the post that is to put the gap right, by the day set; and by the day given for a next step."""
    [gap] = [gap for gap in register.check(fresh, day=DAY, book=BOOK, codes=[FIRM]).gaps if gap.rule == "Certificate-valid"]
    five = {"整改措施": "换证", "整改责任人": "G-14", "整改资金": "300", "整改期限": "2026-12-05", "隐患应急预案": "停止作业"}
    how = {"by": "张三", "day": DAY, "who": "tests", "book": BOOK}
    register.advance(fresh, gap.id, "assign", given=five, **how)
    register.advance(fresh, "SJ-2024", "order", role="authority", given={"说明": "x", "环节期限": "2026-12-01"}, **how)
    found = register.tasks(fresh, day=DAY, until=DAY + timedelta(20), book=BOOK, codes=[FIRM])
    assert [(t.due, t.gap.rule) for t in found if t.gap.rule in {"Rectification-overdue", "OpenMatter-nextStep"}] == [
        (date(2026, 12, 1), "OpenMatter-nextStep"),
        (date(2026, 12, 5), "Rectification-overdue"),
    ]
    mine = register.tasks(fresh, day=DAY, until=DAY + timedelta(20), book=BOOK, codes=[FIRM], who="G-14")
    assert "Rectification-overdue" in {task.gap.rule for task in mine}


def test_a_calendar_that_others_read(found: list[register.Task]) -> None:
    text = task_formats.calendar(found, DAY, "zh")
    events = Calendar.from_ical(text).walk("VEVENT")
    assert [event.decoded("dtstart") for event in events] == [task.due or DAY for task in found]
    assert len({event["uid"] for event in events}) == len(found)
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75  # RFC 5545, 3.1
    assert text == task_formats.calendar(found, DAY, "zh")


def test_the_command(run: Run, filled_path: Path, tmp_path: Path) -> None:
    words = ("tasks", "--enterprise", FIRM, "--as-of", DAY, "--within", "2w", "--store", filled_path)
    document = json.loads(run(*words, "--format", "json").stdout)
    assert (document["as_of"], document["until"]) == ("2026-11-22", "2026-12-06")
    assert {task["state"] for task in document["tasks"]} == {"open", "due"}
    table = run(*words).stdout
    due = sum(task["due"] is not None for task in document["tasks"])
    assert f"未关闭 {len(document['tasks']) - due} 项；到 2026-12-06 为止将到期 {due} 项" in table
    run(*words, "--format", "ics", "--out", tmp_path / "任务.ics")
    assert len(Calendar.from_ical((tmp_path / "任务.ics").read_bytes()).walk("VEVENT")) == len(document["tasks"])


@pytest.mark.parametrize(
    ("words", "said"),
    [(("--for", "查无此岗"), "no post, department or person is called “查无此岗”"), (("--within", "soon"), "'soon' is no span of time")],
)
def test_what_cannot_be_asked_is_one_line(run: Run, filled_path: Path, words: tuple[str, ...], said: str) -> None:
    result = run("tasks", *words, "--store", filled_path)
    assert result.exit_code == 2 and said in result.stderr and result.stderr.count("\n") == 1
