"""Gaps over time: what is new since a day and what was closed, episodes, and checks that go on record."""

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from pyoxigraph import Literal
from starlette.testclient import TestClient
from workbooks import CODE, small_enterprise, write

from duibiao import register, shapes
from duibiao.api import create_app
from duibiao.ontology import iris
from duibiao.ontology.terms import PROV, RDF, D
from duibiao.register import audit, findings
from duibiao.register.findings import Episode
from duibiao.store import Store

Run = Callable[..., Result]
HOLDER, CERTIFICATE = "Post-holder", "SpecialOperationPost-certificateValid"
FIRST, SECOND, THIRD, FOURTH = (date(2026, month, 1) for month in (3, 5, 7, 9))
RUNS_OUT = date(2026, 8, 1)


def enterprise(folder: Path, **changes: Any) -> Path:
    """The small enterprise: who holds its second post, until when that one's certificate is valid, its headcount; or without the post."""
    sheets = small_enterprise()
    head, _, second = sheets["岗位"]
    second[head.index("责任人")] = changes.get("holder", "1002")
    second[head.index("证书有效期至")] = changes.get("until", date(2029, 1, 31))
    sheets["企业"][1][3] = changes.get("headcount", 120)
    if changes.get("without"):
        del sheets["岗位"][2]
    return write(folder / "book.xlsx", sheets)


def load(store: Store, path: Path, day: date) -> None:
    [result] = register.load(store, [path], day=day, who="工号1")
    assert result.status == "loaded"


def check(store: Store, day: date, *rules: str) -> register.Report:
    return register.check(store, day=day, book=shapes.shipped().only(rules))


def changed(store: Store, since: date, day: date, *rules: str) -> tuple[set[str], dict[str, str]]:
    """The rules of what is new, and those of what was closed with the day; of two rules alone, since others may speak too."""
    report = check(store, day, *rules)
    found = register.changes(store, since, report)
    assert found.date == since.isoformat()
    new = {gap.rule for gap in report.gaps if gap.id in set(found.new)}
    return new & {HOLDER, CERTIFICATE}, {c.rule: c.closed_on for c in found.closed if c.rule in {HOLDER, CERTIFICATE}}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """From March nobody holds the post, since May somebody does, since July nobody again. It needs no norms."""
    store = Store.in_memory()
    for day, holder in ((FIRST, ""), (SECOND, "1002"), (THIRD, "")):
        load(store, enterprise(tmp_path, holder=holder), day)
    return store


def finding(store: Store, rule: str = HOLDER) -> findings.Finding:
    [found] = [f for f in findings.recorded(store, CODE).values() if f.rule == rule]
    return found


# --- episodes


def test_a_gap_that_comes_back_begins_a_new_episode(store: Store, tmp_path: Path) -> None:
    found = finding(store)
    assert (found.first_seen, found.closed_on) == ("2026-07-01", None)
    assert found.earlier == (Episode("2026-03-01", "2026-05-01"),)
    [gap] = [gap for gap in check(store, FOURTH).gaps if gap.rule == HOLDER]
    assert gap.since == "2026-07-01"
    for day, holder in ((FOURTH, "1002"), (FOURTH, ""), (FOURTH, "1002")):
        load(store, enterprise(tmp_path, holder=holder), day)
    found = finding(store)
    assert (found.first_seen, found.closed_on) == ("2026-09-01", "2026-09-01")
    assert found.earlier == (Episode("2026-03-01", "2026-05-01"), Episode("2026-07-01", "2026-09-01"))
    assert {t.object for t in store.graph(findings.graph(CODE)) if t.predicate == RDF.type} == {D.Gap, D.Episode}


def test_a_finding_is_read_as_it_was_written(store: Store) -> None:
    known = findings.recorded(store, CODE)
    assert set(findings.triples(known)) == store.graph(findings.graph(CODE))


def test_a_load_of_an_earlier_day_closes_nothing_before_it_began(store: Store, tmp_path: Path) -> None:
    load(store, enterprise(tmp_path, holder="1002"), SECOND)
    assert (finding(store).first_seen, finding(store).closed_on) == ("2026-07-01", "2026-07-01")


# --- since a day


@pytest.mark.parametrize(
    ("since", "day", "new", "closed"),
    [
        pytest.param(FOURTH, FOURTH, set(), {}, id="nothing happened"),
        pytest.param(THIRD, FOURTH, {HOLDER}, {}, id="the day itself counts"),
        pytest.param(date(2026, 7, 2), FOURTH, set(), {}, id="a day later"),
        pytest.param(FIRST, FOURTH, {HOLDER}, {}, id="closed and come back is new, not closed"),
    ],
)
def test_what_is_new_and_what_is_closed(store: Store, since: date, day: date, new: set[str], closed: dict[str, str]) -> None:
    assert changed(store, since, day) == (new, closed)


def test_what_was_closed(store: Store, tmp_path: Path) -> None:
    load(store, enterprise(tmp_path, holder="1002"), FOURTH)
    assert changed(store, FOURTH, FOURTH) == (set(), {HOLDER: "2026-09-01"})
    assert changed(store, date(2026, 9, 2), date(2026, 9, 2)) == (set(), {})
    [closed] = [c for c in register.changes(store, FOURTH, check(store, FOURTH)).closed if c.rule == HOLDER]
    assert closed.focus == iris.member(CODE, "post", "G2").value
    assert closed.label == {"zh": "操作工（G2）", "en": "操作工 (G2)"}
    assert closed.id in findings.recorded(store, CODE)


def test_what_is_gone_from_the_data_keeps_its_name(store: Store, tmp_path: Path) -> None:
    load(store, enterprise(tmp_path, without=True), FOURTH)
    [closed] = [c for c in register.changes(store, FOURTH, check(store, FOURTH)).closed if c.rule == HOLDER]
    assert closed.label["zh"] == "操作工（G2）"


def test_a_record_without_names_still_tells(store: Store, tmp_path: Path) -> None:
    load(store, enterprise(tmp_path, holder="1002"), FOURTH)
    graph = findings.graph(CODE)
    store.write({graph: {t for t in store.graph(graph) if t.predicate != D.focusName}})
    [closed] = [c for c in register.changes(store, FOURTH, check(store, FOURTH)).closed if c.rule == HOLDER]
    assert closed.label == {"zh": "g2", "en": "g2"}


def test_what_nobody_has_recorded_changes_on_the_day_of_the_check(tmp_path: Path) -> None:
    store = Store.in_memory()
    load(store, enterprise(tmp_path, until=RUNS_OUT), FIRST)
    assert changed(store, FIRST, THIRD) == (set(), {})
    assert changed(store, FIRST, FOURTH) == ({CERTIFICATE}, {})
    load(store, enterprise(tmp_path, until=RUNS_OUT, headcount=130), FOURTH)
    assert changed(store, FIRST, THIRD) == (set(), {}), "before it ran out there was no gap to close"
    graph = iris.graph(f"enterprise/{CODE}")
    store.write({graph: {t for t in store.graph(graph) if t.predicate != D.certificateUntil}})
    assert changed(store, FIRST, date(2026, 10, 1))[1] == {CERTIFICATE: "2026-10-01"}


def test_rules_and_enterprises_that_were_not_checked_are_not_spoken_of(store: Store, tmp_path: Path) -> None:
    load(store, enterprise(tmp_path, holder="1002"), FOURTH)
    assert changed(store, FIRST, FOURTH, CERTIFICATE) == (set(), {})
    assert changed(store, FIRST, FOURTH, HOLDER) == (set(), {HOLDER: "2026-09-01"})
    assert register.changes(store, FIRST, check(store, FOURTH), codes=[]).closed == ()


def test_a_day_after_that_of_the_check_is_refused(store: Store) -> None:
    with pytest.raises(register.WrongDay, match="2026-09-01 is after 2026-07-01"):
        register.changes(store, FOURTH, check(store, THIRD))


# --- on record


def record(store: Store, day: date, *rules: str) -> int:
    """How many transactions it took."""
    before, book = store.version, shapes.shipped().only(rules)
    register.record(store, register.check(store, day=day, book=book), book, "工号3")
    return store.version - before


def test_a_check_goes_on_record_in_one_transaction(tmp_path: Path) -> None:
    store = Store.in_memory()
    load(store, enterprise(tmp_path, until=RUNS_OUT), FIRST)
    check(store, FOURTH)
    assert CERTIFICATE not in {f.rule for f in findings.recorded(store, CODE).values()}, "a plain check writes nothing"
    assert record(store, FOURTH) == 1
    assert finding(store, CERTIFICATE).first_seen == "2026-09-01"
    assert record(store, FOURTH) == 0, "nothing has changed"
    [gap] = [gap for gap in check(store, date(2026, 10, 1)).gaps if gap.rule == CERTIFICATE]
    assert gap.since == "2026-09-01"
    [act] = {t.subject for t in store.graph(audit.GRAPH) if t.object == D.Recording}
    said = {t.predicate: t.object for t in store.graph(audit.GRAPH) if t.subject == act}
    assert (said[PROV.generated], said[PROV.wasAssociatedWith]) == (findings.graph(CODE), Literal("工号3"))


def test_a_crash_leaves_the_record_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store.in_memory()
    load(store, enterprise(tmp_path, until=RUNS_OUT), FIRST)
    before = {name: store.graph(name) for name in store.graphs()}

    def crash(self: Store, removed: list[Any], added: list[Any]) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Store, "_commit", crash)
    with pytest.raises(KeyboardInterrupt):
        record(store, FOURTH)
    assert {name: store.graph(name) for name in store.graphs()} == before


def test_a_check_by_some_rules_leaves_the_others_alone(store: Store) -> None:
    before = finding(store)
    assert record(store, FOURTH, CERTIFICATE) == 0
    assert finding(store) == before


def test_the_record_does_not_go_back(store: Store) -> None:
    with pytest.raises(register.WrongDay, match=f"{CODE} speaks of 2026-07-01"):
        record(store, SECOND)


# --- the command and HTTP


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    path = tmp_path / "store"
    store = Store.open(path)
    load(store, enterprise(tmp_path, holder="", until=RUNS_OUT), FIRST)
    load(store, enterprise(tmp_path, until=RUNS_OUT), SECOND)
    store.close()
    return path


def test_the_command_says_what_has_changed(run: Run, stored: Path) -> None:
    words = ("check", "--as-of", FOURTH, "--rule", HOLDER, "--rule", CERTIFICATE, "--store", stored)
    assert "since" not in json.loads(run(*words, "--format", "json").stdout)
    found = json.loads(run(*words, "--since", SECOND, "--format", "json").stdout)
    assert set(found) == {"as_of", "engine", "seconds", "summary", "gaps", "ledger", "since"}
    [gap] = found["gaps"]
    [closed] = found["since"].pop("closed")
    assert found["since"] == {"date": "2026-05-01", "new": [gap["id"]]}
    assert re.fullmatch("[0-9a-f]{16}", closed.pop("id"))
    assert closed == {
        "rule": HOLDER,
        "focus": iris.member(CODE, "post", "G2").value,
        "label": {"zh": "操作工（G2）", "en": "操作工 (G2)"},
        "closed_on": "2026-05-01",
    }
    for language, lists in (("zh", ("新增 1 项", "关闭 1 项")), ("en", ("New since 2026-05-01: 1", "Closed since 2026-05-01: 1"))):
        shown = run(*words, "--since", SECOND, "--lang", language).stdout
        assert all(text in shown for text in lists)
        assert f"+ 2026-09-01 {gap['id']}" in shown


def test_the_command_records_when_it_is_told_to(run: Run, stored: Path) -> None:
    def since(day: date, *more: object) -> str:
        words = ("--rule", CERTIFICATE, "--format", "json", "--store", stored, *more)
        [gap] = json.loads(run("check", "--as-of", day, *words).stdout)["gaps"]
        return str(gap["since"])

    later = date(2026, 10, 1)
    since(FOURTH)
    assert since(later) == "2026-10-01", "a plain check writes nothing"
    since(FOURTH, "--record")
    assert since(later) == "2026-09-01"


@pytest.mark.parametrize("words", [["--since", "2027-01-01"], ["--since", "soon"], ["--record", "--as-of", "2026-04-01"]])
def test_a_wrong_call_is_one_line(run: Run, stored: Path, words: list[str]) -> None:
    result = run("check", "--as-of", FOURTH, "--store", stored, *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert re.fullmatch(r"duibiao: .+\n", result.stderr)


def test_gaps_since_a_day_over_http(store: Store, tmp_path: Path) -> None:
    load(store, enterprise(tmp_path, holder="1002"), FOURTH)
    client = TestClient(create_app(store), raise_server_exceptions=False)
    assert "since" not in client.get(f"/api/gaps?as_of={FOURTH}").json()
    for narrow in ("", f"&enterprise={CODE}"):
        found = client.get(f"/api/gaps?as_of={FOURTH}&since={THIRD}{narrow}").json()["since"]
        assert found["date"] == "2026-07-01"
        assert (HOLDER, "2026-09-01") in {(c["rule"], c["closed_on"]) for c in found["closed"]}
    answer = client.get(f"/api/gaps?as_of={THIRD}&since={FOURTH}")
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
