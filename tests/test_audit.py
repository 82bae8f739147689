"""The audit: every act is an entry, linked to the one before, and what was changed in it is found."""

import json
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import Run
from pyoxigraph import Literal, NamedNode, Quad, Triple

from duibiao.ontology.terms import RDF, D
from duibiao.register import Tokens, audit, updates, verify
from duibiao.store import Store

GRAPH = NamedNode("http://x/g")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store with five entries in its audit."""
    made = Store.open(tmp_path / "store")
    for n in range(4):
        act(made, n)
    updates.refused(made, who="王工", asked="POST /sparql/update", status=403)
    return made


def act(store: Store, number: int) -> None:
    from datetime import date

    content = {GRAPH: [Triple(GRAPH, GRAPH, Literal(number))]}
    updates.replace(store, content, day=date(2026, 11, 22), who="王工", asked="PUT /rdf-graph-store")


def entry(store: Store, number: int) -> set[Quad]:
    node = next(t.subject for t in store.graph(audit.GRAPH) if t.predicate == D.entryNumber and t.object == Literal(number))
    return {Quad(t.subject, t.predicate, t.object, audit.GRAPH) for t in store.graph(audit.GRAPH) if t.subject == node}


def test_every_act_is_an_entry(store: Store) -> None:
    found = verify(store)
    assert (found.entries, found.unlinked, found.faults, found.whole) == (5, 0, (), True)
    kinds = sorted(t.object.value.rpartition("#")[2] for t in store.graph(audit.GRAPH) if t.predicate == RDF.type)  # type: ignore[union-attr]
    assert kinds == ["Refusal", "Update", "Update", "Update", "Update"]


def test_nothing_done_is_no_entry(store: Store) -> None:
    act(store, 3)
    assert verify(store).entries == 5


def changed(engine: ox.Store, quads: set[Quad]) -> None:
    old = next(quad for quad in quads if quad.predicate == D.asked)
    engine.remove(old)
    engine.add(Quad(old.subject, old.predicate, Literal("something else"), old.graph_name))


def removed(engine: ox.Store, quads: set[Quad]) -> None:
    for quad in quads:
        engine.remove(quad)


def added(engine: ox.Store, quads: set[Quad]) -> None:
    engine.add(Quad(next(iter(quads)).subject, D.asked, Literal("more"), audit.GRAPH))


@pytest.mark.parametrize(("tamper", "faults"), [(changed, {("changed", 3)}), (added, {("changed", 3)}), (removed, {("missing", 4)})])
def test_what_was_done_to_an_entry_is_found(
    store: Store, tamper: Callable[[ox.Store, set[Quad]], None], faults: set[tuple[str, int]]
) -> None:
    tamper(store._engine, entry(store, 3))
    assert {(fault.kind, fault.number) for fault in verify(store).faults} == faults


def test_a_forged_entry_is_found(store: Store) -> None:
    """Somebody writes another third entry, with a digest that is right."""
    third = entry(store, 3)
    node = NamedNode("http://x/forged")
    quads = [Quad(node, quad.predicate, quad.object, audit.GRAPH) for quad in third if quad.predicate != D.entryDigest]
    store._engine.extend([*quads, Quad(node, D.entryDigest, Literal(audit.digest(quads)), audit.GRAPH)])
    assert {fault.kind for fault in verify(store).faults} == {"forked"}


def test_the_end_is_seen_by_a_digest_that_was_written_down(store: Store, run: Run) -> None:
    last, path = verify(store).last, store.path
    assert verify(store, last).whole
    removed(store._engine, entry(store, 5))
    assert verify(store).whole
    assert [fault.kind for fault in verify(store, last).faults] == ["cut"]
    store.close()
    done = run("audit", "verify", "--store", path, "--expect", last, "--lang", "en")
    assert done.exit_code == 1 and "the last ones are gone" in done.stdout
    done = run("audit", "verify", "--store", path, "--format", "json")
    assert done.exit_code == 0 and json.loads(done.stdout)["entries"] == 4


def test_tokens_on_the_command_line(run: Run, tmp_path: Path) -> None:
    made = run("token", "new", "王工", "--role", "editor", "--enterprise", "91000000CLW000010K", "--store", tmp_path)
    token, kept = made.stdout.strip(), (tmp_path / "tokens.json").read_text("utf-8")
    assert token.startswith("dbt_") and token.split("_", 2)[2] not in kept
    [listed] = json.loads(run("token", "list", "--store", tmp_path, "--format", "json").stdout)["tokens"]
    assert (listed["name"], listed["role"], listed["revoked_on"]) == ("王工", "editor", None)
    assert Tokens(tmp_path).bearer(token) is not None
    assert "王工" in run("token", "revoke", listed["id"], "--store", tmp_path).stdout
    assert Tokens(tmp_path).bearer(token) is None
    refused = run("token", "revoke", listed["id"], "--store", tmp_path)
    assert refused.exit_code == 2 and refused.stderr.startswith("duibiao: no token in use has the id")
    assert run("token", "new", "x", "--role", "editor", "--store", tmp_path).exit_code == 2
