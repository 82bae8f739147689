"""From one version of the framework to the next: chains are as strong as their weakest link, and nothing is lost."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal

from duibiao import corpus
from duibiao.ontology import concepts, labels
from duibiao.ontology.terms import D
from duibiao.reasoning.crosswalk import RELATIONS, elements, norms, paths, weakest
from duibiao.register.crosswalk import OWN, UnknownFramework, _start, crosswalk, framework
from duibiao.store import Store

Run = Callable[..., Result]
DAY, PLANT, FIRM = date(2026, 11, 22), "91000000CLW000010K", "91000000JJG000023K"
OLD, NEW = "AQ/T 9006-2010", "GB/T 33000-2025"


def test_links_lead_from_known_elements_to_known_ones_of_the_next_version() -> None:
    links = corpus.table("crosswalk/links")
    for row in links:
        assert {(row["from_norm"], row["from"]), (row["to_norm"], row["to"])} <= elements().keys() and row["relation"] in RELATIONS
        assert norms().index(row["to_norm"]) == norms().index(row["from_norm"]) + 1
        assert D[f"Confidence-{row['confidence']}"] in labels()
    assert len({tuple(row.values())[:4] for row in links}) == len(links)
    assert norms() == [OLD, OWN, NEW] and all(element.en.isascii() and element.zh for element in elements().values())


def test_every_element_of_an_older_version_leads_somewhere() -> None:
    assert [node for node in elements() if node[0] != NEW and not paths(node, NEW)] == []


def test_the_core_elements_are_the_first_level() -> None:
    for place, node in ((name, node) for name, node in concepts("CoreElement").items() if name.isdecimal()):
        assert elements()[OWN, f"5.{place}"].zh == labels()[node]["zh"]


@given(st.sampled_from(sorted(elements())), st.sampled_from([OWN, NEW]))
def test_a_chain_is_as_strong_as_its_weakest_link(start: tuple[str, str], norm: str) -> None:
    links = {(r["from_norm"], r["from"], r["to_norm"], r["to"]): r["relation"] for r in corpus.table("crosswalk/links")}
    for path in paths(start, norm):
        relations = [links[(*one, *other)] for one, other in zip(path.through, path.through[1:], strict=False)]
        assert path.relation == (weakest(*relations) if relations else "equal") and path.end[0] == norm and path.through[0] == start
    assert len({path.end for path in paths(start, norm)}) == len(paths(start, norm))


@given(st.lists(st.sampled_from(RELATIONS), min_size=1), st.lists(st.sampled_from(RELATIONS), min_size=1))
def test_chains_compose(one: list, other: list) -> None:  # type: ignore[type-arg]
    assert weakest(weakest(*one), weakest(*other)) == weakest(*one, *other) in one + other


def test_two_steps_from_the_oldest() -> None:
    by_end = {path.end[1]: (path.relation, [number for _, number in path.through]) for path in paths((OLD, "5.1"), NEW)}
    assert by_end == {"6.2": ("equal", ["5.1", "5.1.1", "6.2"])}
    assert [path.relation for path in paths((OLD, "5.10"), NEW)] == ["related"]


@pytest.mark.parametrize(
    ("element", "item", "first", "place"),
    [
        ("risk", "5.5.3", OWN, (OWN, "5.5.3")),
        ("risk", "5.1", OWN, (OWN, "5.5")),  # the enterprise's own numbering
        ("risk", None, OWN, (OWN, "5.5")),
        (None, "5.1.1", OWN, (OWN, "5.1.1")),
        (None, "x", OWN, None),
        ("site", "5.10", OLD, (OLD, "5.10")),
        ("site", "4.2", OLD, (OWN, "5.4")),
    ],
)
def test_where_a_thing_stands(element: str | None, item: str | None, first: str, place: tuple[str, str] | None) -> None:
    found = _start(D[f"CoreElement-{element}"] if element else None, Literal(item) if item else None, first)
    assert (found and (found.norm, found.number)) == place


@pytest.mark.parametrize("to", [OWN, NEW])
def test_nothing_is_lost(filled: Store, to: str) -> None:
    rows = filled.query(
        "SELECT DISTINCT ?thing ?code { VALUES ?c { d:EvaluationItem d:EnterpriseStandard } ?thing a ?c ; d:belongsTo ?code }"
    )
    owned = [row["code"].value.rpartition("/")[2] for row in rows]
    for code in (PLANT, FIRM):
        found = crosswalk(filled, code, to=to, day=DAY)
        assert len(found.things) == owned.count(code)
        document = found.as_json()
        assert len(document["carried"]) + len(document["left"]) == owned.count(code)
        assert all(thing["why"]["zh"] for thing in document["left"]) and all(thing["paths"] for thing in document["carried"])


def test_the_plant(filled: Store) -> None:
    found = crosswalk(filled, PLANT, to=NEW, day=DAY)
    things = {thing.number: thing for thing in found.things}
    assert {path.end[1]: path.relation for path in things["ZX-11"].paths} == {"13.1": "equal"}
    assert things["ZX-07"].marks == "—/10" and things["Q/CLW 119-2025"].starts[0].norm == OWN and len(things["Q/CLW 119-2025"].starts) == 3
    reached = {one.element.number: (one.results, one.standards, one.relation) for one in found.elements}
    assert reached["13.1"] == (1, 0, "equal") and reached["9.3"] == (0, 0, None)
    assert {number for number, (_, _, relation) in reached.items() if relation is None} == {"4.1", "4.2", "6.4", "9.1", "9.3", "10.4"}
    assert not crosswalk(filled, PLANT, to=NEW, day=date(2026, 11, 9)).things[0].number.startswith("ZX")  # not evaluated yet


def test_a_standard_without_element_is_left(filled: Store) -> None:
    left = [thing for thing in crosswalk(filled, FIRM, to=NEW, day=DAY).things if thing.left]
    assert left and {thing.left["en"] for thing in left if thing.left} == {"no element is stated"}


def test_spellings_and_what_cannot_be(filled: Store) -> None:
    assert framework("gb/t33000－2025") == framework("GB/T 33000—2025") == NEW
    with pytest.raises(UnknownFramework, match="there are those of AQ/T 9006-2010"):
        framework("GB 18218")
    with pytest.raises(UnknownFramework, match="leads to a later version"):
        crosswalk(filled, PLANT, to=OLD, day=DAY)


def test_the_command(run: Run, filled_path: Path) -> None:
    words = ("crosswalk", PLANT, "--to", "GB/T 33000-2025", "--as-of", DAY, "--store", filled_path)
    assert "47 项中转入 47 项，没有转入 0 项" in run(*words).stdout
    document = json.loads(run(*words, "--format", "json").stdout)
    assert (document["from"], document["to"], len(document["carried"])) == (OWN, NEW, 47)
    assert document["carried"][0]["paths"][0].keys() == {"to", "relation", "through"}
