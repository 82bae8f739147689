"""Closures by OWL 2 RL: the same as SPARQL's property paths, on the norms shipped and on any graph."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Triple

from duibiao import corpus, loaders
from duibiao.ontology import iris
from duibiao.ontology import load as ontology
from duibiao.ontology.terms import DCTERMS, RDF, SKOS, D
from duibiao.reasoning import Scratch
from duibiao.reasoning.closures import TRANSITIVE, closures

NODES = [NamedNode(f"urn:n:{number}") for number in range(6)]


@cache
def shipped() -> tuple[Triple, ...]:
    """The norms as shipped and the ontology."""
    files = sorted(Path(str(corpus.path("norms"))).glob("*.csv"))
    return (*ontology(), *(triple for path in files for triple in loaders.read(path).triples))


def by_path(triples: Iterable[Triple]) -> set[Triple]:
    """What SPARQL 1.1 paths add to the statements given, in the terms that the closures use."""
    held = set(triples)
    data = Scratch(held)
    found: set[Triple] = set()
    for stated, closed in TRANSITIVE.items():
        rows = data.rows(f"SELECT ?s ?o WHERE {{ ?s {stated}+ ?o FILTER (isIRI(?s) && isIRI(?o)) }}")
        found |= {Triple(row["s"], closed, row["o"]) for row in rows}
    return found - held


def test_the_norms_shipped_close_as_paths_do() -> None:
    found = closures(shipped())
    assert found == by_path(shipped())
    assert {triple.predicate for triple in found} == set(TRANSITIVE.values())


def test_what_is_carried_out_through_others() -> None:
    found = closures(shipped())
    plan = iris.clause("生产安全事故应急预案管理办法-2019", "第二十六条")
    assert Triple(plan, D.implements, iris.clause("安全生产法-2021", "第八十一条")) in found  # through 应急条例 第七条
    assert Triple(plan, D.implements, iris.clause("生产安全事故应急条例-2019", "第七条")) not in found  # stated, not new
    first, last = iris.norm("gb-18218-2018"), iris.norm("gb-18218-2000")
    assert Triple(first, DCTERMS.replaces, last) in found


def test_nothing_else_is_looked_at_or_said() -> None:
    one, two, three = NODES[:3]
    other = [Triple(one, RDF.type, D.Post), Triple(one, SKOS.exactMatch, two), Triple(two, D.kind, three)]
    assert closures(other) == frozenset()
    assert closures([*other, Triple(one, D.implements, two), Triple(two, DCTERMS.replaces, three)]) == frozenset()


def test_a_circle_shows() -> None:
    one, two = NODES[:2]
    circle = [Triple(one, D.implements, two), Triple(two, D.implements, one)]
    assert closures(circle) == {Triple(one, D.implements, one), Triple(two, D.implements, two)}


def test_broader_is_closed_in_a_term_of_its_own() -> None:
    one, two, three = NODES[:3]
    found = closures([Triple(one, SKOS.broader, two), Triple(two, SKOS.broader, three)])
    assert found == {Triple(a, SKOS.broaderTransitive, b) for a, b in ((one, two), (two, three), (one, three))}


@pytest.mark.parametrize("size", [0, 1, 5])
def test_a_chain_has_all_its_pairs(size: int) -> None:
    chain = [Triple(NODES[n], DCTERMS.replaces, NODES[n + 1]) for n in range(size)]
    assert len(closures(chain)) == size * (size + 1) // 2 - size


TRIPLES = st.builds(Triple, st.sampled_from(NODES), st.sampled_from(list(TRANSITIVE)), st.sampled_from(NODES))


@settings(max_examples=25, deadline=None)
@given(st.sets(TRIPLES, max_size=14))
def test_any_graph_closes_as_paths_do(triples: set[Triple]) -> None:
    assert closures(triples) == by_path(triples)
