"""After a change only what it reaches is derived and checked anew, and what stands then is what a check of everything finds."""

import random
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from duibiao import register, shapes
from duibiao.ontology import iris
from duibiao.ontology.terms import RDF, D
from duibiao.reasoning.ground import Ground
from duibiao.register import demo, findings, norms
from duibiao.register.kept import Checks
from duibiao.register.shared_numbers import Numbers
from duibiao.store import Store

DAY = date(2026, 11, 22)
PLANT, FIRM = "91000000CLW000010K", "91000000JJG000023K"
COPY = "91999999JJG00000{}X"
Statements = frozenset[Triple]


def graph_of(code: str) -> NamedNode:
    return iris.graph(f"enterprise/{code}")


def load(store: Store, folder: Path, graphs: dict[NamedNode, Iterable[Triple]]) -> None:
    """Load the graphs as a file."""
    path = folder / "change.nq"
    quads = [Quad(t.subject, t.predicate, t.object, name) for name, triples in graphs.items() for t in triples]
    path.write_bytes(serialize(quads, format=RdfFormat.N_QUADS) or b"")
    [result] = register.load(store, [path], day=DAY, who="test")
    assert result.status in {"loaded", "unchanged"}, result


def renamed(triples: Iterable[Triple], old: str, new: str) -> Statements:
    text = "".join(f"{triple} .\n" for triple in triples).replace(old, new)
    return frozenset(shapes.data._parsed(text.encode()))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """The samples and two copies of the smaller one, which bear the same registration numbers."""
    store = Store.in_memory()
    demo.fill(store, DAY)
    firm = store.graph(graph_of(FIRM))
    for number in range(2):
        load(store, tmp_path, {graph_of(COPY.format(number)): renamed(firm, FIRM, COPY.format(number))})
    return store


def whole(store: Store) -> tuple[dict[str, Statements], register.Report]:
    """What follows for each enterprise and the check of all, from nothing but what is stated."""
    fresh, codes = Store.in_memory(), register.enterprise_codes(store)
    graphs = {name: store.graph(name) for name in store.graphs() if "/graph/derived/91" not in name.value}
    fresh.write(graphs)
    ground, numbers = Ground({*norms.of(fresh).statements(), *shapes.data.ontology()}), Numbers(fresh, {})
    own = {code: fresh.graph(graph_of(code)) for code in codes}
    derived = {code: ground.derived(stated).union(numbers.derived(stated)) for code, stated in own.items()}
    fresh.write({iris.graph(f"derived/{code}"): triples for code, triples in derived.items()})
    return {code: frozenset(fresh.graph(iris.graph(f"derived/{code}"))) for code in codes}, register.check(
        fresh, day=DAY, book=shapes.shipped()
    )


def same(store: Store, checks: Checks) -> None:
    """What is derived, on record and kept is what is found from nothing."""
    derived, report = whole(store)
    assert {code: frozenset(store.graph(iris.graph(f"derived/{code}"))) for code in derived} == derived
    on_record = {gap for code in derived for gap, found in findings.recorded(store, code).items() if found.closed_on is None}
    assert on_record == {gap.id for gap in report.gaps}
    kept = checks.report(DAY)
    assert (kept.gaps, kept.ledger) == (report.gaps, report.ledger)


# --- edits at random


def without_one(stated: Statements, dice: random.Random) -> Statements:
    return stated - {dice.choice(sorted(stated, key=str))}


def without_a_thing(stated: Statements, dice: random.Random) -> Statements:
    """What others point at is gone; they are reached through the statements that point."""
    subject = dice.choice(sorted({t.subject for t in stated if t.predicate == D.belongsTo}, key=str))
    return frozenset(t for t in stated if t.subject != subject)


def other_value(stated: Statements, dice: random.Random) -> Statements:
    """The value of a property of one thing taken from another thing's. The rows of files stay rows: what is nobody's concerns everybody
    who is checked together."""
    old = dice.choice(sorted((t for t in stated if iris.owner(t.subject)), key=str))
    values = sorted({t.object for t in stated if t.predicate == old.predicate}, key=str)
    return stated - {old} | {Triple(old.subject, old.predicate, dice.choice(values))}


def moved(stated: Statements, dice: random.Random) -> Statements:
    """Everything that points at one post points at another."""
    posts = sorted({t.subject for t in stated if t.predicate == RDF.type and t.object == D.Post}, key=str)
    if len(posts) < 2:
        return stated
    old, new = dice.sample(posts, 2)
    return frozenset(Triple(t.subject, t.predicate, new) if t.object == old else t for t in stated)


def numbered_anew(stated: Statements, dice: random.Random) -> Statements:
    """A registration number of this enterprise's or the others' own."""
    old = sorted((t for t in stated if t.predicate == D.registrationNumber), key=str)
    if not old:
        return stated
    one = dice.choice(old)
    number = Literal(dice.choice([*(t.object.value for t in old), f"新{dice.randrange(3)}"]))
    return stated - {one} | {Triple(one.subject, one.predicate, number)}


EDITS: list[Callable[[Statements, random.Random], Statements]] = [without_one, without_a_thing, other_value, moved, numbered_anew]


@pytest.mark.parametrize("seed", range(3))
def test_after_any_changes_it_is_as_if_all_were_checked(store: Store, tmp_path: Path, seed: int) -> None:
    dice, checks = random.Random(seed), Checks(store, shapes.shipped())
    codes = register.enterprise_codes(store)
    checks.report(DAY)
    for _ in range(4):
        for edit in dice.sample(EDITS, 3):
            code = dice.choice(codes)
            load(store, tmp_path, {graph_of(code): edit(frozenset(store.graph(graph_of(code))), dice)})
        same(store, checks)


def test_a_change_of_the_norms_reaches_those_who_rest_on_them(store: Store, tmp_path: Path) -> None:
    checks = Checks(store, shapes.shipped())
    before = checks.report(DAY)
    name = iris.graph("norms/limits")
    limits = store.graph(name)
    ours = {t.object for t in store.graph(iris.graph(f"derived/{PLANT}")) if t.predicate == D.theirs}
    load(store, tmp_path, {name: frozenset(t for t in limits if t.subject not in ours)})
    same(store, checks)
    assert checks.report(DAY).gaps != before.gaps


def test_an_enterprise_that_is_gone_is_forgotten(store: Store) -> None:
    checks = Checks(store, shapes.shipped())
    assert any(COPY.format(0) in gap.enterprise for gap in checks.report(DAY).gaps)
    store.write({iris.graph(f"{part}/{COPY.format(0)}"): () for part in ("enterprise", "derived", "findings")})
    report = checks.report(DAY)
    assert not any(COPY.format(0) in gap.enterprise for gap in report.gaps)
    assert report.ledger == register.check(store, day=DAY, book=shapes.shipped()).ledger


def test_a_waiver_is_seen_without_a_check(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    checks = Checks(store, shapes.shipped())
    gap = checks.report(DAY).gaps[0]
    register.waive(store, gap.id, reason="停用检修", until=date(2026, 12, 31), by="工号1", day=DAY, who="工号1", book=shapes.shipped())
    monkeypatch.setattr("duibiao.register.batches.check_together", lambda *args: 1 / 0)
    [waived] = [found for found in checks.report(DAY).gaps if found.id == gap.id]
    assert waived.state == "waived"


# --- one number, two bearers


def rules(store: Store, code: str) -> list[str]:
    enterprise = iris.enterprise(code).value
    return [gap.rule for gap in register.check(store, day=DAY, book=shapes.shipped()).gaps if gap.enterprise == enterprise]


def test_a_number_of_two_enterprises_is_a_gap_of_both_until_one_is_changed(store: Store, tmp_path: Path) -> None:
    rule = "SpecialEquipment-registeredOnce"
    one, other = COPY.format(0), COPY.format(1)
    assert rules(store, one).count(rule) == rules(store, other).count(rule) > 0
    assert rule in rules(store, FIRM) and rule not in rules(store, PLANT)
    for code in (one, FIRM):
        stated = store.graph(graph_of(code))
        own = {t: Triple(t.subject, t.predicate, Literal(f"{code}-{t.object}")) for t in stated if t.predicate == D.registrationNumber}
        load(store, tmp_path, {graph_of(code): frozenset(own.get(t, t) for t in stated)})
    assert rule not in rules(store, one) + rules(store, other) + rules(store, FIRM)
