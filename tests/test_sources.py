"""Two files that speak of one enterprise: each replaces its own part alone, and where they differ both stay and it is a gap."""

import random
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Triple
from workbooks import CODE, small_enterprise, write

from duibiao import loaders, register, shapes
from duibiao.ontology import iris
from duibiao.ontology.terms import D
from duibiao.register import sources
from duibiao.store import Store

DAY = date(2026, 11, 22)
GRAPH = iris.graph(f"enterprise/{CODE}")
PUMP = iris.member(CODE, "equipment", "S9")


@pytest.fixture
def store() -> Store:
    return Store.in_memory()


def part(folder: Path, name: str, since: str, *more: str) -> Path:
    """A workbook of equipment alone: a pump that is in service since a day, and other things."""
    rows = [["设备编号", "设备名称", "设备类别", "使用部门", "投用日期"], ["S9", "循环水泵", "生产设备", "B1", since]]
    rows += [[number, "水泵", "生产设备", "B1", ""] for number in more]
    departments = [["部门编号", "部门名称"], ["B1", "安全部"]]
    return write(folder / name, {"企业": small_enterprise()["企业"], "部门": departments, "设备": rows})


def load(store: Store, path: Path, **options: str) -> register.FileResult:
    (result,) = register.load(store, [path], day=DAY, who="test", **options)  # type: ignore[arg-type]
    assert (result.status, result.errors, result.problem) == ("loaded", (), None)
    return result


def since(store: Store) -> set[str]:
    return {
        t.object.value for t in store.graph(GRAPH) if (t.subject, t.predicate) == (PUMP, D.inServiceOn) and isinstance(t.object, Literal)
    }


def gaps(store: Store) -> set[tuple[str, str | None]]:
    found = register.check(store, day=DAY, book=shapes.shipped()).gaps
    return {(gap.focus, gap.value) for gap in found if gap.rule == "Thing-sourcesAgree"}


def test_a_second_file_adds_to_what_the_first_says(tmp_path: Path, store: Store) -> None:
    load(store, write(tmp_path / "book.xlsx", small_enterprise()))
    posts = {t for t in store.graph(GRAPH) if t.object == D.Post}
    result = load(store, part(tmp_path, "part.xlsx", "2020-01-02"))
    assert result.others == ("book.xlsx",)
    assert posts <= store.graph(GRAPH)
    assert since(store) == {"2020-01-02"}


def test_a_file_loaded_again_takes_back_what_it_no_longer_says_and_nothing_else(tmp_path: Path, store: Store) -> None:
    load(store, write(tmp_path / "book.xlsx", small_enterprise()))
    alone = store.graph(GRAPH)
    load(store, part(tmp_path, "part.xlsx", "2020-01-02", "S10"))
    load(store, part(tmp_path, "part.xlsx", "2020-01-02"))
    assert not [t for t in store.graph(GRAPH) if t.subject == iris.member(CODE, "equipment", "S10")]
    assert sources.by_file(store.graph(GRAPH))["book.xlsx"] == alone


def test_where_they_disagree_both_stay_and_it_is_a_gap_until_one_gives_way(tmp_path: Path, store: Store) -> None:
    load(store, part(tmp_path, "a.xlsx", "2020-01-02"))
    opened = load(store, part(tmp_path, "b.xlsx", "2021-03-04")).opened
    assert since(store) == {"2020-01-02", "2021-03-04"}
    assert gaps(store) == {(PUMP.value, "投用日期")}
    assert [change.rule for change in opened] == ["Thing-sourcesAgree"]
    closed = load(store, part(tmp_path, "b.xlsx", "2020-01-02")).closed
    assert (gaps(store), [change.focus for change in closed]) == (set(), [PUMP.value])


def test_a_newer_file_of_another_name_takes_the_place_of_the_older(tmp_path: Path, store: Store) -> None:
    load(store, part(tmp_path, "2025.xlsx", "2020-01-02"))
    result = load(store, part(tmp_path, "2026.xlsx", "2021-03-04"), replaces="2025.xlsx")
    assert (result.others, since(store), gaps(store)) == ((), {"2021-03-04"}, set())


def test_a_file_that_said_nothing_cannot_be_replaced(tmp_path: Path, store: Store) -> None:
    load(store, part(tmp_path, "2025.xlsx", "2020-01-02"))
    before = store.graph(GRAPH)
    with pytest.raises(sources.UnknownSource, match="nothing .* comes from 2024.xlsx; there are: 2025.xlsx"):
        load(store, part(tmp_path, "2026.xlsx", "2021-03-04"), replaces="2024.xlsx")
    assert store.graph(GRAPH) == before


def test_one_file_alone_leaves_no_trace_of_sources(tmp_path: Path, store: Store) -> None:
    path = part(tmp_path, "a.xlsx", "2020-01-02")
    load(store, path)
    assert store.graph(GRAPH) == loaders.read(path).triples


@pytest.mark.parametrize("seed", range(20))
def test_whatever_the_order_the_parts_are_kept(seed: int) -> None:
    dice = random.Random(seed)
    said: dict[str, frozenset[Triple]] = {}
    stated: frozenset[Triple] = frozenset()
    for _ in range(8):
        file = dice.choice("abc") + ".xlsx"
        said[file] = frozenset(_random_part(dice, file))
        stated = sources.merged(stated, file, said[file])
        assert {name: frozenset(triples) for name, triples in sources.by_file(stated).items()} == {n: t for n, t in said.items() if t}
        assert stated >= frozenset().union(*said.values())


def _random_part(dice: random.Random, file: str) -> list[Triple]:
    from duibiao.ontology.terms import PROV

    found = []
    for number in dice.sample(range(6), dice.randint(1, 4)):
        thing, row = iris.member(CODE, "equipment", f"S{number}"), iris.source_row(file, "设备", number + 2)
        found += [Triple(thing, PROV.wasDerivedFrom, row), Triple(row, D.inFile, Literal(file))]
        found += [Triple(thing, D.inServiceOn, Literal(str(dice.randint(1, 3))))]
        found += [Triple(NamedNode(f"{thing.value}/limit"), D.statedValue, Literal(str(dice.randint(1, 3))))]
    return found
