"""A year of the machining firm, day by day: what opens, what lapses, what the steps that people take close, as the calendar says.

The golden file was read beside the firm's workbook: each line is a day of its sheets, or a day counted from one.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import copy

from duibiao import register, shapes
from duibiao.ontology import iris
from duibiao.register import norms
from duibiao.register.ahead import known_on
from duibiao.register.checks import on_record
from duibiao.shapes import Days, Gap
from duibiao.store import Store

GOLDEN = Path(__file__).with_name("golden") / "a-year-of-the-machining-firm.txt"
FIRM, FIRST = "91000000JJG000023K", date(2026, 11, 22)
YEAR = [FIRST + timedelta(days) for days in range(366)]
BOOK = shapes.shipped()

Act = tuple[str, str, str, dict[str, str], str | None]
"""A matter, the step taken, by whom, the fields, and in which role."""
ALARM = {"整改人": "G-05"}
ACTS: Mapping[str, list[Act]] = {
    "2026-12-03": [("Y-02", "fix", "钳工", ALARM, None)],
    "2026-12-04": [("Y-02", "accept", "安全员", {"验收人": "G-01"}, None)],
    "2027-02-01": [("SJ-2024", "order", "核查员", {"说明": "除尘器未清灰", "环节期限": "2027-03-01"}, "authority")],
    "2027-03-15": [("SJ-2024", "reinstate", "核查员", {"文件": "复查意见"}, "authority")],
}


@pytest.fixture(scope="module")
def store(filled: Store) -> Store:
    """The samples; the welder's certificate may stand until the middle of December."""
    found = copy(filled)
    [gap] = {gap.id for gap in register.check(found, day=FIRST, book=BOOK, codes=[FIRM]).gaps if gap.rule == "Certificate-valid"}
    register.waive(found, gap, reason="换证中", until=date(2026, 12, 15), by="总经理", day=FIRST, who="tests", book=BOOK)
    return found


@pytest.fixture(scope="module")
def foreseen(store: Store) -> list[register.Task]:
    """The tasks of the year as its first day tells them, before anybody does anything."""
    return register.tasks(store, day=FIRST, until=YEAR[-2], book=BOOK, codes=[FIRM])


@pytest.fixture(scope="module")
def told(store: Store, foreseen: list[register.Task]) -> list[tuple[date, str, Gap]]:
    """What opens (+) and closes (-) on each day of the year, while people act."""
    return list(replayed(store))


def replayed(store: Store) -> Iterator[tuple[date, str, Gap]]:
    days, before = opened(store, FIRST), dict[str, Gap]()
    for day in YEAR:
        for thing, step, by, given, role in ACTS.get(day.isoformat(), []):
            register.advance(store, thing, step, by=by, role=role, given=given, day=day, who="tests", book=BOOK)
            days = opened(store, day)
        now = {gap.id: gap for gap in on_record(store, days.gaps(day), day, BOOK) if gap.state == "open"}
        yield from ((day, "+", now[gap]) for gap in sorted(now.keys() - before.keys(), key=lambda gap: (now[gap].rule, now[gap].focus)))
        yield from ((day, "-", before[gap]) for gap in sorted(before.keys() - now.keys(), key=lambda gap: (before[gap].rule, gap)))
        before = now


def opened(store: Store, day: date) -> Days:
    return Days(norms.of(store).law, {iris.enterprise(FIRM): known_on(store, FIRM, day)}, BOOK)


def test_the_year_is_as_it_was_read(told: list[tuple[date, str, Gap]]) -> None:
    lines = [f"{day} {sign} {gap.rule}: {gap.label['zh']}" for day, sign, gap in told]
    assert lines == GOLDEN.read_text(encoding="utf-8").splitlines()


def test_what_opens_was_foreseen_for_its_day(told: list[tuple[date, str, Gap]], foreseen: list[register.Task]) -> None:
    """The tasks told on the first day by halving the year are what the days one by one come to, but for what people did."""
    acted = {"Y-02", "SJ-2024"}
    first: dict[str, date] = {}
    for day, sign, gap in told:
        if sign == "+" and not any(f"（{name}）" in gap.label["zh"] or gap.label["zh"] == name for name in acted):
            first.setdefault(gap.id, day)
    due = {task.gap.id: (task.due + timedelta(1) if task.due else FIRST) for task in foreseen}
    assert {gap: due.get(gap) for gap in first} == first


def test_a_day_among_many_is_judged_as_one_alone(store: Store) -> None:
    stated = {iris.enterprise(FIRM): known_on(store, FIRM, FIRST)}
    days, law = Days(norms.of(store).law, stated, BOOK), norms.of(store).law
    for day in (date(2027, 3, 1), date(2026, 11, 22), date(2020, 1, 1), date(2028, 2, 29)):
        assert days.gaps(day) == shapes.gaps_together(law(day), stated, BOOK)
