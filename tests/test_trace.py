"""Traces: from anything up to the law and down to posts, and by what names people may ask."""

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result

from duibiao import queries
from duibiao.ontology import iris
from duibiao.queries import AmbiguousName, Trace, UnknownName
from duibiao.queries.trace import Direction
from duibiao.store import Store

Run = Callable[..., Result]
DAY = date(2026, 11, 22)
PLANT = "91000000CLW000010K"
LAW = iris.norm("安全生产法-2021").value
WORK, OLD, NEW = (iris.norm(key).value for key in ("gb-18218", "gb-18218-2009", "gb-18218-2018"))


def member(kind: str, *numbers: str) -> str:
    return iris.member(PLANT, kind, *numbers).value


def nodes(found: Trace, kind: str | None = None) -> set[str]:
    return {node.iri for node in found.nodes if kind in (None, node.type)}


def edges(found: Trace) -> set[tuple[str, str, str]]:
    return {(edge.source, edge.relation, edge.target) for edge in found.edges}


def in_force(found: Trace) -> dict[str, bool | None]:
    return {node.iri: node.in_force for node in found.nodes if node.type == "Edition"}


# --- a norm, its editions, and what hangs on them


@pytest.mark.parametrize(
    ("day", "counts", "other"),
    [(DAY, NEW, OLD), (date(2018, 12, 1), OLD, NEW), (date(2019, 2, 28), OLD, NEW), (date(2019, 3, 1), NEW, OLD)],
)
def test_an_undated_number_means_the_edition_in_force_that_day(filled: Store, day: date, counts: str, other: str) -> None:
    found = queries.trace(filled, "GB 18218", day)
    assert found.start == WORK
    assert {edge.target for edge in found.edges if edge.relation == "editionInForce" and edge.source == WORK} == {counts}
    assert (in_force(found)[counts], in_force(found)[other]) == (True, False)
    assert (NEW, "replaces", OLD) in edges(found)


def test_from_a_standard_up_to_the_law_and_down_to_posts_and_units(filled: Store) -> None:
    found = queries.trace(filled, "GB 18218", DAY)
    assert {LAW, iris.clause("安全生产法-2021", "第四十条").value} <= nodes(found)
    assert member("standard", "Q/CLW 107-2026", "4.1") in nodes(found, "EnterpriseClause")
    assert member("standard", "Q/CLW 208-2023") in nodes(found, "EnterpriseStandard"), "it cites the edition replaced"
    assert {member("unit", f"DY-0{n}") for n in range(1, 6)} == nodes(found, "HazardUnit")
    assert {member("post", "GW-005"), member("post", "GW-057")} <= nodes(found, "Post")
    assert (member("post", "GW-057"), "answersFor", member("unit", "DY-03")) in edges(found)


def test_up_and_down_together_are_both(filled: Store) -> None:
    up, down, both = (queries.trace(filled, "GB 18218", DAY, direction) for direction in ("up", "down", "both"))
    assert nodes(up) | nodes(down) == nodes(both)
    assert nodes(up, "Post") == set()
    assert LAW not in nodes(down)


def test_a_post_rests_on_the_law(filled: Store) -> None:
    found = queries.trace(filled, "GW-031", DAY, "up")
    assert LAW in nodes(found)
    assert nodes(found, "Post") == {member("post", "GW-031")}
    chain = [
        (member("post", "GW-031"), "responsibilityStandard", member("standard", "Q/CLW 301-2025")),
        (member("standard", "Q/CLW 301-2025"), "contains", member("standard", "Q/CLW 301-2025", "4.1")),
        (iris.clause("安全生产法-2021", "第二十二条").value, "partOf", LAW),
    ]
    assert set(chain) <= edges(found)


@pytest.mark.parametrize("name", ["安全生产法", "《中华人民共和国安全生产法》", "安全生产法(2021)"])
def test_the_law_reaches_posts(filled: Store, name: str) -> None:
    found = queries.trace(filled, name, DAY, "down")
    assert len(nodes(found, "Post")) > 50
    assert {"Equipment", "Hazard", "HazardUnit", "Requirement"} <= {node.type for node in found.nodes}


def test_equipment_reaches_the_law_of_its_own(filled: Store) -> None:
    found = queries.trace(filled, "R-1101", DAY, "up")
    assert iris.norm("特种设备安全法-2013").value in nodes(found)
    assert {(e.relation, e.target) for e in found.edges if e.source == member("equipment", "R-1101")} >= {
        ("maintenanceStandard", member("standard", "Q/CLW 110-2024"))
    }


# --- the shape of every trace


@pytest.mark.parametrize("direction", ["up", "down", "both"])
@pytest.mark.parametrize("name", ["GB 18218", "安全生产法", "GW-031", "DY-01", "WX-003", "Q/CLW 302-2025"])
def test_no_edge_leads_nowhere_and_nothing_is_told_twice(filled: Store, name: str, direction: Direction) -> None:
    found = queries.trace(filled, name, DAY, direction)
    known = [node.iri for node in found.nodes]
    assert len(known) == len(set(known))
    assert {end for edge in found.edges for end in (edge.source, edge.target)} <= set(known)
    assert len(edges(found)) == len(found.edges)
    assert found.start in known
    assert all(1 <= node.level <= 9 and node.label["zh"] and node.label["en"] for node in found.nodes)
    assert [node.level for node in found.nodes] == sorted(node.level for node in found.nodes)


def test_what_reasoning_adds_is_marked(filled: Store) -> None:
    derived = {edge.relation: edge.derived for edge in queries.trace(filled, "GB 18218", DAY).edges}
    assert derived["identifiedBy"] and derived["stricterThan"] and derived["editionInForce"]
    assert not any(derived[relation] for relation in ("implements", "cites", "demandedBy", "coveredBy", "answersFor", "replaces"))


def test_clauses_that_carry_out_each_other_end_the_walk(filled: Store) -> None:
    found = queries.trace(filled, "Q/CLW 302-2025", DAY, depth=50)
    one, two = member("standard", "Q/CLW 301-2025", "4.2"), member("standard", "Q/CLW 302-2025", "4.1")
    assert {(one, "implements", two), (two, "implements", one)} <= edges(found)


def test_depth_counts_steps(filled: Store) -> None:
    single = queries.trace(filled, "GW-031", DAY, "up", depth=1)
    assert all(edge.source == member("post", "GW-031") for edge in single.edges)
    assert LAW not in nodes(single)
    sizes = [len(queries.trace(filled, "GW-031", DAY, "up", depth=depth).nodes) for depth in (1, 2, 3, 12)]
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[-1]


# --- names


@pytest.mark.parametrize(
    ("name", "found"),
    [
        (NEW, NEW),
        ("GB 18218-2018", NEW),
        ("ＧＢ18218－2018", NEW),
        ("gb18218—2018", NEW),
        ("GB　18218 - 2018 ", NEW),
        ("GB18218", WORK),
        ("GB/T 33000-2025", iris.norm("gb-t-33000-2025").value),
        ("《安全生产法》", iris.norm("安全生产法").value),
        ("中华人民共和国安全生产法", iris.norm("安全生产法").value),
        ("《危险化学品企业特殊作业安全规范》", iris.norm("gb-30871-2022").value),
        ("GW-031", member("post", "GW-031")),
        ("ＧＷ－031", member("post", "GW-031")),
        ("R-1101", member("equipment", "R-1101")),
        ("Q/CLW 101-2024", member("standard", "Q/CLW 101-2024")),
        ("Ｑ／CLW 101—2024", member("standard", "Q/CLW 101-2024")),
        ("氯化装置生产单元", member("unit", "DY-01")),
        ("沧澜湾示例化工有限公司", iris.enterprise(PLANT).value),
    ],
)
def test_what_people_call_things(filled: Store, name: str, found: str) -> None:
    assert queries.find(filled, name).node.value == found


@pytest.mark.parametrize("name", ["", "  ", "《》", "GB 99999", "GW-999", "http://x/y", "http://x y", '"} DROP ALL #', "{0} %s", "\udcff"])
def test_what_nobody_is_called(filled: Store, name: str) -> None:
    with pytest.raises(UnknownName, match="give an IRI, a number"):
        queries.find(filled, name)


@pytest.mark.parametrize(("name", "count"), [("焊工", 2), ("危险化学品重大危险源辨识", 2)])
def test_a_name_of_several_things_lists_them(filled: Store, name: str, count: int) -> None:
    with pytest.raises(AmbiguousName, match=f"{count} things: .*give the IRI of one") as refused:
        queries.find(filled, name)
    for iri in re.findall(r"https://[^, ;]+", str(refused.value)):
        assert queries.find(filled, iri).node.value == iri


# --- the command


def test_the_document_has_the_shape_agreed(run: Run, kept: Path) -> None:
    result = run("trace", "GB 18218", "--as-of", "2018-12-01", "--format", "json", "--store", kept)
    found = json.loads(result.stdout)
    assert (result.exit_code, result.stderr) == (0, "")
    assert set(found) == {"start", "as_of", "nodes", "edges"}
    assert (found["start"], found["as_of"]) == (WORK, "2018-12-01")
    assert all({"iri", "type", "label", "level"} <= set(node) and set(node["label"]) == {"zh", "en"} for node in found["nodes"])
    assert all(set(edge) == {"source", "target", "relation", "derived"} and isinstance(edge["derived"], bool) for edge in found["edges"])


def test_people_see_which_edition_counts(run: Run, kept: Path) -> None:
    words = ("trace", "GB 18218", "--as-of", "2018-12-01", "--store", kept)
    zh = run(*words, "--lang", "zh").stdout
    assert "[现行] GB 18218-2009 危险化学品重大危险源辨识" in zh
    assert "[不现行] GB 18218-2018 危险化学品重大危险源辨识" in zh
    assert "法律" in zh and "岗位、设备、危险源、单元" in zh
    assert "[in force] GB 18218-2009" in run(*words, "--lang", "en").stdout


def test_directions_of_the_command(run: Run, kept: Path) -> None:
    words = ("trace", "GB 18218", "--format", "json", "--as-of", "2026-11-22", "--store", kept)
    counts = [len(json.loads(run(*words, *more).stdout)["nodes"]) for more in ([], ["--both"], ["--up"], ["--down"], ["--depth", "1"])]
    assert counts[0] == counts[1] > max(counts[2:])


@pytest.mark.parametrize("words", [["GB 99999"], ["焊工"], [], ["GB 18218", "--depth", "0"], ["GB 18218", "--as-of", "soon"]])
def test_a_wrong_call_is_one_line(run: Run, kept: Path, words: list[str]) -> None:
    result = run("trace", *words, "--store", kept)
    assert (result.exit_code, result.stdout) == (2, "")
    assert re.fullmatch(r"duibiao: .+\n", result.stderr)
