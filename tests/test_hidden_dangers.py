"""Hidden dangers in workbooks: what is checked, what is not there to check, and what cannot be told."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from workbooks import CODE, small_enterprise, write

from duibiao import register, shapes
from duibiao.store import Store

DAY = date(2026, 11, 22)
SHEET = "隐患"
RULES = {name for name in (rule.name for rule in shapes.shipped().rules.values()) if "HiddenDanger" in name}

Sheets = dict[str, list[list[Any]]]


def checked(folder: Path, sheets: Sheets, day: date = DAY) -> register.Report:
    """The check of one workbook."""
    store = Store.in_memory()
    register.prepare(store, day)
    [loaded] = register.load(store, [write(folder / "book.xlsx", sheets)], day=day, who="test")
    assert loaded.errors == ()
    return register.check(store, day=day, book=shapes.shipped(), codes=[CODE])


def gaps(report: register.Report) -> set[str]:
    return {gap.rule for gap in report.gaps if gap.rule in RULES}


def counts(report: register.Report, rule: str) -> dict[str, int]:
    entry = next(entry for entry in report.ledger if entry.rule == rule)
    names = ("targets", "passed", "failed", "inapplicable", "cannot_tell")
    return {name: getattr(entry, name) for name in names if getattr(entry, name)}


def with_cells(**cells: Any) -> Sheets:
    """The small enterprise, some cells of its hidden danger changed (by the column's name)."""
    sheets = small_enterprise()
    head, row = sheets[SHEET]
    for name, value in cells.items():
        row[head.index(name)] = value
    return sheets


def test_a_workbook_without_the_sheet_was_not_checked(tmp_path: Path) -> None:
    """Nothing found is no pass: the ledger shows that nothing was there to look at."""
    report = checked(tmp_path, {name: rows for name, rows in small_enterprise().items() if name != SHEET})
    assert len(RULES) == 14
    assert gaps(report) == set()
    assert {rule: counts(report, rule) for rule in RULES} == {rule: {} for rule in RULES}


def test_a_major_hidden_danger_with_everything_passes(tmp_path: Path) -> None:
    report = checked(tmp_path, small_enterprise())
    assert gaps(report) == set()
    assert {rule: counts(report, rule) for rule in RULES} == {rule: {"targets": 1, "passed": 1} for rule in RULES}


@pytest.mark.parametrize("rule", sorted(rule for rule in RULES if rule.startswith("Major")))
def test_without_a_level_nobody_can_tell_what_a_major_one_lacks(tmp_path: Path, rule: str) -> None:
    report = checked(tmp_path, with_cells(级别="", 报告日期="", 治理方案=""))
    assert gaps(report) == {"HiddenDanger-level"}
    assert counts(report, rule) == {"cannot_tell": 1}


def test_of_a_general_one_the_duties_of_major_ones_are_inapplicable(tmp_path: Path) -> None:
    report = checked(tmp_path, with_cells(级别="一般", 报告日期="", 治理方案="", 整改资金="", 应急预案=""))
    assert gaps(report) == set()
    assert counts(report, "MajorHiddenDanger-reported") == {"inapplicable": 1}


def test_without_a_deadline_nobody_can_tell_whether_it_is_overdue(tmp_path: Path) -> None:
    report = checked(tmp_path, with_cells(级别="一般", 整改期限=""))
    assert gaps(report) == set()
    assert counts(report, "HiddenDanger-overdue") == {"targets": 1, "cannot_tell": 1}


def test_without_the_posts_nobody_can_tell_who_verified_whom(tmp_path: Path) -> None:
    report = checked(tmp_path, with_cells(整改人=""))
    assert gaps(report) == set()
    assert counts(report, "HiddenDanger-independentVerification") == {"targets": 1, "cannot_tell": 1}


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2026, 9, 7), {"HiddenDanger-overdue"}), (date(2026, 9, 8), {"HiddenDanger-verified"}), (date(2026, 9, 9), set())],
)
def test_a_late_one_is_overdue_until_the_day_it_was_fixed_and_not_verified_before_the_next(
    tmp_path: Path, day: date, expected: set[str]
) -> None:
    assert gaps(checked(tmp_path, with_cells(整改期限=date(2026, 9, 5)), day)) == expected


def test_the_gap_says_what_it_is_about_and_who_answers_for_it(tmp_path: Path) -> None:
    [gap] = (g for g in checked(tmp_path, with_cells(通报日期="")).gaps if g.rule == "HiddenDanger-told")
    assert gap.label == {"zh": "法兰渗漏（Y1）", "en": "法兰渗漏 (Y1)"}
    assert gap.owner == {"zh": "操作工（G2）", "en": "操作工 (G2)"}
    assert [(basis.requirement, basis.clause) for basis in gap.basis] == [("R017", "第四十一条")]
