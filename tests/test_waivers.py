"""Waivers: what one does to a gap, each way in which one lapses, and that nothing is half written or forgotten."""

from collections.abc import Callable
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import own_rule
import pytest
from conftest import copy
from pyoxigraph import Literal, Triple
from waived import DAY, RULE, TOLD, UNTIL, check, enterprise, everything, gap, lapsed, load, requirements, waive
from workbooks import CODE

from duibiao import register, shapes
from duibiao.ontology import iris, labels
from duibiao.ontology.terms import DCTERMS, PROV, RDF, SH, D
from duibiao.register import audit, waivers
from duibiao.register.fingerprints import fingerprint
from duibiao.shapes import Gap, RuleBook
from duibiao.shapes.rules import book as book_of
from duibiao.shapes.rules import read
from duibiao.store import Store

PARAGRAPH = "第二十二条"


@pytest.fixture(scope="module")
def made(norms: Callable[[], Store], tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The norms and the small enterprise with nobody in its second post."""
    store = norms()
    load(store, enterprise(tmp_path_factory.mktemp("made")))
    return store


@pytest.fixture
def one(made: Store) -> Store:
    """A copy of it to write to."""
    return copy(made)


# --- what a waiver does


def test_a_waived_gap_stays_in_the_list_and_counts_apart(one: Store) -> None:
    before = check(one)
    waived = waive(one)
    assert (waived.state, waived.id) == ("waived", gap(one).id)
    after = check(one)
    assert [g.id for g in after.gaps] == [g.id for g in before.gaps]
    assert [g for g in after.gaps if g.id == waived.id] == [waived]
    assert waived.waiver == shapes.Waiver("正在招聘", "安全总监", "2026-11-22", "2027-03-31")
    assert after.summary() == before.summary() | {"violation": before.summary()["violation"] - 1, "waived": 1}
    for was, now in zip(before.ledger, after.ledger, strict=True):
        moved = int(was.rule == RULE)
        assert (now.failed, now.waived) == (was.failed - moved, was.waived + moved)
        assert (now.targets, now.passed, now.cannot_tell, now.inapplicable) == (
            *(was.targets, was.passed),
            *(was.cannot_tell, was.inapplicable),
        )


def test_a_thing_of_which_one_gap_is_open_has_failed() -> None:
    entry = shapes.Entry("R", (), 3, 1, 2, 0, 0)
    texts = {"zh": "", "en": ""}

    def of(focus: str, value: str, state: str) -> Gap:
        return Gap(value, "R", 1, "info", "e", focus, texts, value, texts, (), (), texts, None, "", state)

    gaps = [of("a", "1", "waived"), of("a", "2", "open"), of("b", "1", "waived"), of("b", "2", "waived")]
    [after] = shapes.with_waived([entry], gaps)
    assert (after.targets, after.passed, after.failed, after.waived) == (3, 1, 1, 1)


def test_both_engines_tell_the_same(tmp_path: Path) -> None:
    store, book = Store.in_memory(), shapes.shipped().only([RULE, "Clause-notWeaker", "Standard-published"])
    load(store, enterprise(tmp_path))
    waive(store)
    one, other = (check(store, book=book, engine=engine) for engine in ("compiled", "pyshacl"))
    assert [(g.id, g.state, g.waiver) for g in one.gaps] == [(g.id, g.state, g.waiver) for g in other.gaps]
    assert one.ledger == other.ledger
    assert one.summary()["waived"] == 1


def test_a_waiver_by_one_engine_holds_by_the_other(one: Store) -> None:
    for rule in (RULE, "Clause-notWeaker"):
        waive(one, rule)
        book = shapes.shipped().only([rule])
        assert lapsed(one, rule, book=book, engine="pyshacl") == lapsed(one, rule, book=book) == set()


# --- each way of lapsing


def test_it_holds_until_its_last_day_is_over(one: Store) -> None:
    waive(one)
    assert lapsed(one, day=UNTIL) == set()
    assert lapsed(one, day=UNTIL + timedelta(days=1)) == {"expired"}
    assert (gap(one, day=DAY - timedelta(days=1)).state, gap(one, day=DAY - timedelta(days=1)).waiver) == ("open", None)


@pytest.mark.parametrize(
    "cells",
    [pytest.param({"article": "第二十三条"}, id="clause"), pytest.param({"norm": "标准化法-2017"}, id="edition")],
)
def test_it_lapses_when_the_clause_or_its_edition_changes(one: Store, tmp_path: Path, cells: dict[str, str]) -> None:
    waive(one)
    load(one, requirements(tmp_path, {"R019": {"article": "第四十四条"}}))
    assert lapsed(one) == set(), "a requirement that the gap does not rest on"
    assert [b.clause for b in gap(one).basis] == [PARAGRAPH]
    load(one, requirements(tmp_path, {"R003": cells}))
    assert lapsed(one) == {"basis"}
    assert waivers.recorded(one, CODE)[0].lapsed_on == "2026-11-22"


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        pytest.param(RULE, {"kind": "操作"}, id="what the rule looks at"),
        pytest.param("Clause-notWeaker", {"hours": 2}, id="what its message shows"),
    ],
)
def test_it_lapses_when_the_data_concerned_change(one: Store, tmp_path: Path, rule: str, changes: dict[str, Any]) -> None:
    before = waive(one, rule)
    load(one, enterprise(tmp_path, **changes))
    assert gap(one, rule).id == before.id
    assert lapsed(one, rule) == {"data"}


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"title": "厂长"}, id="another post"),
        pytest.param({"above": True}, id="another row above"),
        pytest.param({"hours": 3}, id="a clause"),
        pytest.param({"name": "other.xlsx"}, id="the file's name"),
    ],
)
def test_it_holds_when_other_data_change(one: Store, tmp_path: Path, changes: dict[str, Any]) -> None:
    waive(one)
    before = everything(one)[iris.graph(f"enterprise/{CODE}").value]
    load(one, enterprise(tmp_path, **changes))
    assert everything(one)[iris.graph(f"enterprise/{CODE}").value] != before
    assert lapsed(one) == set()


def altered(change: Callable[[Triple], Triple]) -> RuleBook:
    return book_of(tuple(change(triple) for triple in shapes.shipped().graph.triples))


def reworded(rule: str) -> Callable[[Triple], Triple]:
    """The rules with the message of one in other words."""
    node = next(node for node, known in shapes.shipped().rules.items() if known.name == rule)

    def change(t: Triple) -> Triple:
        told = isinstance(t.object, Literal) and (t.subject, t.predicate) == (node, SH.message)
        return Triple(t.subject, t.predicate, Literal(f"{t.object.value}！", language=t.object.language)) if told else t

    return change


def test_it_lapses_when_the_rule_changes(one: Store) -> None:
    for rule in (RULE, "Clause-notWeaker"):
        waive(one, rule)
        assert lapsed(one, rule, book=altered(reworded(rule))) == {"rule"}, "and no data have changed"
        assert lapsed(one, rule, book=altered(reworded("Post-dutyScope"))) == set(), "another rule"


def test_all_reasons_are_told(one: Store, tmp_path: Path) -> None:
    waive(one)
    load(one, enterprise(tmp_path, kind="操作"), requirements(tmp_path, {"R003": {"article": "第二十三条"}}))
    assert lapsed(one) == {"data"}, "the first that went on record"
    again = copy(one)
    waive(again)
    assert lapsed(again, day=UNTIL + timedelta(days=1), book=altered(reworded(RULE))) == {"rule", "expired"}


def test_what_is_changed_back_does_not_revive_it(one: Store, tmp_path: Path) -> None:
    waive(one)
    load(one, enterprise(tmp_path, kind="操作"))
    load(one, enterprise(tmp_path))
    assert lapsed(one) == {"data"}


def test_a_gap_that_comes_back_needs_a_new_waiver(one: Store, tmp_path: Path) -> None:
    waive(one)
    load(one, enterprise(tmp_path, holder="1002"))
    assert [g.rule for g in check(one).gaps if g.rule == RULE] == []
    load(one, enterprise(tmp_path))
    assert lapsed(one) == {"closed"}
    assert waive(one).state == "waived"
    assert lapsed(one) == set()


# --- what the rule's digest covers


@pytest.mark.parametrize("rule", ["Post-holder", "Clause-notWeaker", "OperatingPost-initialTraining"])
def test_every_statement_of_a_rule_is_in_its_digest(one: Store, rule: str) -> None:
    book = shapes.shipped()
    any_gap = next(iter(check(one).gaps))
    node = next(node for node, known in book.rules.items() if known.name == rule)
    probe = Gap(**{**vars(any_gap), "rule": rule})
    digest = fingerprint(probe, book).rule
    without = [
        t for t in book.graph.triples if t.subject == node and t.predicate not in {SH.message, D.remedy, D.family, SH.severity, RDF.type}
    ]
    assert without
    for triple in without:
        left = RuleBook(type(book.graph)(tuple(t for t in book.graph.triples if t != triple)), book.rules)
        assert fingerprint(probe, left).rule != digest, triple


def test_rules_read_again_have_the_same_digests_and_no_two_the_same(one: Store) -> None:
    folder = Path(str(files("duibiao.shapes")))
    again = book_of(tuple(triple for file in sorted(folder.glob("*.ttl")) for triple in read(file)))
    any_gap = next(iter(check(one).gaps))
    probes = [Gap(**{**vars(any_gap), "rule": rule.name}) for rule in again.rules.values()]
    digests = [fingerprint(probe, again).rule for probe in probes]
    assert digests == [fingerprint(probe, shapes.shipped()).rule for probe in probes]
    assert len(set(digests)) == len(digests)


def test_the_targets_of_a_rule_are_in_its_digest(one: Store) -> None:
    waive(one)
    node = next(node for node, rule in shapes.shipped().rules.items() if rule.name == RULE)
    [parent] = {t.subject for t in shapes.shipped().graph.triples if t.object == node}
    more = Triple(parent, SH.targetClass, D.PrincipalPost)
    assert lapsed(one, book=book_of((*shapes.shipped().graph.triples, more))) == {"rule"}
    note = Triple(parent, DCTERMS.description, Literal("x"))
    assert lapsed(one, book=book_of((*shapes.shipped().graph.triples, note))) == set()


# --- what is refused


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"reason": ""}, "needs its reason"),
        ({"reason": " \u200b\n"}, "needs its reason"),
        ({"by": ""}, "needs its approver"),
        ({"reason": "\ud800"}, "UTF-8"),
        ({"until": DAY - timedelta(days=1)}, "2026-11-21 is over"),
    ],
)
def test_what_is_refused_is_not_stored(one: Store, other: dict[str, Any], said: str) -> None:
    before, version = everything(one), one.version
    with pytest.raises(register.WaiverRefused, match=said):
        waive(one, **other)
    assert (everything(one), one.version) == (before, version)


@pytest.mark.parametrize("name", ["", "0123456789abcdef", "nothing", "57CD8B1B300A1AE6", "> ?x } #"])
def test_a_gap_that_nobody_has_is_refused(one: Store, name: str) -> None:
    with pytest.raises(register.UnknownGap, match="duibiao check"):
        register.waive(one, name, **TOLD, day=DAY, who="x", book=shapes.shipped())
    with pytest.raises(register.UnknownGap, match="--list"):
        register.revoke(one, name, day=DAY, who="x")
    assert waivers.recorded(one, CODE) == []


def test_a_gap_closed_by_now_cannot_be_waived(one: Store, tmp_path: Path) -> None:
    known = gap(one).id
    load(one, enterprise(tmp_path, holder="1002"))
    with pytest.raises(register.UnknownGap):
        register.waive(one, known, **TOLD, day=DAY, who="x", book=shapes.shipped())


# --- on record


def test_a_waiver_is_one_transaction_with_its_entry_in_the_audit(one: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    before, version = everything(one), one.version
    commit = Store._commit

    def crash(self: Store, removed: list[Any], added: list[Any]) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Store, "_commit", crash)
    with pytest.raises(KeyboardInterrupt):
        waive(one)
    assert everything(one) == before

    monkeypatch.setattr(Store, "_commit", commit)
    waived = waive(one)
    assert one.version == version + 1
    written = {name for name, number in one.versions().items() if number == version + 1} - {iris.resource("store")}
    assert written == {waivers.graph(CODE), audit.GRAPH}
    [act] = {t.subject for t in one.graph(audit.GRAPH)} - {t.subject for t in before.get(audit.GRAPH.value, set())}
    said = {t.predicate: t.object for t in one.graph(audit.GRAPH) if t.subject == act}
    assert said[RDF.type] == D.Waiving
    assert said[PROV.generated] == iris.resource("waiver", waived.id, "1")
    assert said[PROV.wasAssociatedWith] == Literal("工号7")


def test_a_gap_not_yet_on_record_goes_there_with_its_waiver(tmp_path: Path) -> None:
    store, rule = Store.in_memory(), "SpecialOperationPost-certificateValid"
    load(store, enterprise(tmp_path))
    later = date(2029, 2, 1)  # the certificate has run out, and no load has seen that
    found = gap(store, rule, day=later)
    register.waive(store, found.id, **TOLD | {"until": later}, day=later, who="x", book=shapes.shipped())
    assert gap(store, rule, day=later + timedelta(days=1)).since == "2029-02-01"
    assert (gap(store, rule, day=later).state, lapsed(store, rule, day=later + timedelta(days=1))) == ("waived", {"expired"})


def test_waivers_outlast_the_process_and_an_export(one: Store, norms: Callable[[], Store], tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    store = copy(one, tmp_path / "store")
    waive(store)
    before = check(store)
    store.dump(tmp_path / "all.nq")
    store.close()
    opened = Store.open(tmp_path / "store")
    assert (check(opened).gaps, check(opened).ledger) == (before.gaps, before.ledger)
    opened.close()
    restored = norms()
    load(restored, tmp_path / "all.nq", day=DAY + timedelta(days=5))
    assert (check(restored).gaps, check(restored).ledger) == (before.gaps, before.ledger)


def test_a_newer_waiver_supersedes_and_a_revoked_one_is_listed(one: Store) -> None:
    waived = waive(one)
    later, again = DAY + timedelta(days=5), UNTIL + timedelta(days=30)
    waive(one, until=again, reason="仍在招聘", day=later)
    assert gap(one, day=again).state == "waived"
    register.revoke(one, waived.id, day=later, who="工号9")
    assert lapsed(one, day=later) == {"revoked"}
    assert lapsed(one, day=DAY) == set(), "on that day the first one held"
    with pytest.raises(register.WaiverRefused, match="nothing to revoke"):
        register.revoke(one, waived.id, day=later, who="工号9")
    found = register.listed(one, day=later, book=shapes.shipped())
    assert [(e.gap, e.state, e.waiver.reason) for e in found] == [(waived.id, "superseded", "正在招聘"), (waived.id, "revoked", "仍在招聘")]
    assert {e.rule for e in found} == {RULE}
    assert [e.state for e in register.listed(one, day=DAY, book=shapes.shipped())] == ["in_force"]
    revoked = {t.object for t in one.graph(audit.GRAPH) if t.predicate == PROV.invalidated}
    assert revoked == {iris.resource("waiver", waived.id, "2")}


def test_a_waiver_of_a_gap_that_is_gone_stays_in_the_list(one: Store, tmp_path: Path) -> None:
    waive(one)
    load(one, enterprise(tmp_path, holder="1002"))
    [entry] = register.listed(one, day=DAY, book=shapes.shipped())
    assert (entry.state, entry.label["zh"]) == ("lapsed", "操作工（G2）")
    assert entry.waiver.lapsed == labels()[D["LapseReason-closed"]]


def test_a_waiver_of_a_rule_of_ones_own_outlasts_a_load(tmp_path: Path) -> None:
    store, folder = Store.in_memory(), own_rule.written(tmp_path / "rules")
    load(store, enterprise(tmp_path))
    book = shapes.with_folder(folder)
    found = gap(store, "Enterprise-big", book=book)
    register.waive(store, found.id, **TOLD, day=DAY, who="x", book=book)
    load(store, enterprise(tmp_path, title="厂长"))
    assert lapsed(store, "Enterprise-big", book=shapes.with_folder(folder)) == set()
