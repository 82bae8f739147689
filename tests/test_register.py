"""The register: what a load sets off, what is remembered of gaps and of loads, and what a check is asked of."""

import csv
import hashlib
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, Triple
from workbooks import CODE, small_enterprise, write

from duibiao import register, shapes
from duibiao.ontology import iris
from duibiao.ontology.terms import PROV, RDF, XSD, D
from duibiao.register import findings
from duibiao.store import Store

DAY = date(2026, 11, 22)
PLANT, FIRM = "91000000CLW000010K", "91000000JJG000023K"
AUDIT = iris.graph("audit")
LIMITS = iris.graph("norms/limits")


def limits(folder: Path, changes: dict[str, str]) -> Path:
    """The limits that come with the product, some with another value."""
    with as_file(files("duibiao.corpus").joinpath("norms", "limits.csv")) as file:
        rows = list(csv.DictReader(file.read_text("utf-8-sig").splitlines()))
    for row in rows:
        row["value"] = changes.get(row["id"], row["value"])
    path = folder / "limits.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def load(store: Store, *paths: Path, day: date = DAY, who: str = "工号1", **how: bool) -> list[register.FileResult]:
    return register.load(store, paths, day=day, who=who, **how)


def gaps(store: Store, rule: str, *, day: date = DAY, codes: Iterable[str] | None = None) -> set[str]:
    """What breaks the rule, by the end of its IRI."""
    report = register.check(store, day=day, book=shapes.shipped().only([rule]), codes=codes)
    return {gap.focus.partition("/standard/")[2] or gap.focus.rpartition("/")[2] for gap in report.gaps}


def book(folder: Path, name: str = "book.xlsx", **cells: Any) -> Path:
    """The small enterprise, with its second post's certificate ending on another day, or its headcount changed."""
    sheets = small_enterprise()
    head = sheets["岗位"][0]
    sheets["岗位"][2][head.index("证书有效期至")] = cells.get("until", date(2029, 1, 31))
    sheets["企业"][1][3] = cells.get("headcount", 120)
    blank = [""] * 6
    for number, above, parameter, scope, value in (
        ("6.1", "5.3.1 c)", "气体分析取样与动火开始的间隔", "动火", 1),
        ("6.2", "5.1.5", "作业票有效期", "特级动火", 4),
    ):
        sheets["条款"].append(["Q/XY 2-2024", number, "限时。", "GB 30871-2022", above, parameter, scope, "上限", value, "", "h", *blank])
    return write(folder / name, sheets)


@pytest.fixture
def one(norms: Callable[[], Store], tmp_path: Path) -> Store:
    """The norms and the small enterprise."""
    store = norms()
    [loaded] = load(store, book(tmp_path))
    assert loaded.errors == ()
    return store


def everything(store: Store) -> dict[str, set[Triple]]:
    return {name.value: store.graph(name) for name in store.graphs()}


# --- what follows from a load


def test_a_norm_that_changes_is_compared_anew_with_every_enterprise(one: Store, tmp_path: Path) -> None:
    assert gaps(one, "Clause-notWeaker") == {"q-xy-2-2024/6.1"}, "1 h against at most 30 min"
    [result] = load(one, limits(tmp_path, {"L004": "60", "L001": "2"}))
    assert (result.kind, result.status, result.errors) == ("limits", "loaded", ())
    assert gaps(one, "Clause-notWeaker") == {"q-xy-2-2024/6.2"}, "4 h against at most 2 h"


def test_norms_of_ones_own_outlast_the_next_load(one: Store, tmp_path: Path) -> None:
    load(one, limits(tmp_path, {"L004": "60"}))
    before = everything(one), one.version
    register.prepare(one, DAY)
    assert (everything(one), one.version) == before
    [again] = load(one, tmp_path / "limits.csv")
    assert again.status == "unchanged"


def test_norms_that_come_with_the_product_are_brought_up_to_date(one: Store) -> None:
    before = everything(one)
    older = {t for t in one.graph(LIMITS) if not (t.subject == iris.limit("L004") and t.predicate == D.direction)}
    one.write({LIMITS: older, iris.graph(f"derived/{CODE}"): ()})
    register.prepare(one, DAY)
    assert everything(one) == before


def test_a_row_taken_out_takes_its_statements_along(one: Store, tmp_path: Path) -> None:
    whole = small_enterprise()
    holding = iris.member(CODE, "holding", "C2")
    assert any(t.subject == holding for t in one.graph(iris.graph(f"derived/{CODE}"))), "it has a threshold"
    [result] = load(one, write(tmp_path / "book.xlsx", whole | {"危险化学品储存": whole["危险化学品储存"][:2]}))
    assert result.removed > result.added
    assert [name for name, triples in everything(one).items() for t in triples if holding in (t.subject, t.object)] == []


def test_a_second_enterprise_leaves_the_first_as_it_was(fresh: Store, tmp_path: Path) -> None:
    before = everything(fresh)
    load(fresh, book(tmp_path))
    changed = {name for name, triples in everything(fresh).items() if triples != before.get(name)}
    assert changed == {iris.graph(name).value for name in (f"enterprise/{CODE}", f"derived/{CODE}", f"findings/{CODE}", "audit")}


def test_what_a_file_says_is_derived_is_worked_out_anew(fresh: Store, tmp_path: Path) -> None:
    before = everything(fresh)
    forged = Triple(iris.enterprise(FIRM), RDF.type, D.HighRiskEnterprise)
    file = tmp_path / "forged.nq"
    file.write_text(f"{forged} {iris.graph(f'derived/{FIRM}')} .\n", "utf-8")
    assert [result.status for result in load(fresh, file)] == ["unchanged"]
    assert everything(fresh) == before


# --- the record of loads


def activities(store: Store) -> dict[str, dict[str, set[str]]]:
    found: dict[str, dict[str, set[str]]] = {}
    for triple in store.graph(AUDIT):
        found.setdefault(triple.subject.value, {}).setdefault(triple.predicate.value, set()).add(triple.object.value)
    return found


def test_every_load_is_on_record_and_stays_there(one: Store, tmp_path: Path) -> None:
    before = activities(one)
    path = book(tmp_path, headcount=7)
    load(one, path, who="工号7")
    [said] = [about for activity, about in activities(one).items() if activity not in before]
    assert said[D.fileDigest.value] == {hashlib.sha256(path.read_bytes()).hexdigest()}
    assert said[PROV.wasAssociatedWith.value] == {"工号7"}
    assert said[PROV.generated.value] == {iris.graph(f"enterprise/{CODE}").value}
    assert said[D.inFile.value] == {str(path)}
    [when] = said[PROV.endedAtTime.value]
    assert when.endswith(("+00:00", "Z"))
    load(one, path)
    load(one, book(tmp_path, headcount=121), strict=True)
    after = activities(one)
    assert len(after) == len(before) + 2, "the second time nothing changed"
    assert {activity: after[activity] for activity in before} == before


def test_a_file_cannot_take_back_the_record(one: Store, tmp_path: Path) -> None:
    before = one.graph(AUDIT)
    file = tmp_path / "forged.nq"
    file.write_text(f"{Triple(iris.resource('load', 'x'), RDF.type, D.Load)} {AUDIT} .\n", "utf-8")
    load(one, file)
    assert before < one.graph(AUDIT)


def test_an_export_restores_the_store(norms: Callable[[], Store], one: Store, tmp_path: Path) -> None:
    one.dump(tmp_path / "all.nq")
    restored = norms()
    later = DAY + timedelta(days=40)
    [result] = load(restored, tmp_path / "all.nq", day=later)
    assert result.status == "loaded"
    before, after = everything(one), everything(restored)
    assert before.pop(AUDIT.value) < after.pop(AUDIT.value)
    assert before == after
    assert [again.status for again in load(restored, tmp_path / "all.nq", day=later)] == ["unchanged"]


# --- gaps over time


def finding(store: Store, rule: str) -> findings.Finding:
    [found] = [f for f in findings.recorded(store, CODE).values() if f.rule == rule]
    return found


def test_a_gap_keeps_its_first_day_closes_and_opens_anew(tmp_path: Path) -> None:
    store, rule = Store.in_memory(), "SpecialOperationPost-certificateValid"  # it needs no norms
    days = [DAY + timedelta(days=10 * n) for n in range(5)]
    lapsed, valid = date(2026, 1, 31), date(2029, 1, 31)

    load(store, book(tmp_path, until=lapsed), day=days[0])
    found = finding(store, rule)
    assert (found.focus, found.first_seen, found.closed_on) == (iris.member(CODE, "post", "G2").value, "2026-11-22", None)
    load(store, book(tmp_path, until=lapsed, headcount=130), day=days[1])
    assert finding(store, rule).first_seen == "2026-11-22"
    assert since(store, rule, days[1]) == "2026-11-22"
    assert since(store, rule, date(2026, 6, 1)) == "2026-06-01", "it was found when asked about an earlier day"

    load(store, book(tmp_path, until=valid), day=days[2])
    assert (finding(store, rule).first_seen, finding(store, rule).closed_on) == ("2026-11-22", "2026-12-12")
    load(store, book(tmp_path, until=valid, headcount=140), day=days[3])
    assert finding(store, rule).closed_on == "2026-12-12"

    load(store, book(tmp_path, until=lapsed), day=days[4])
    assert (finding(store, rule).first_seen, finding(store, rule).closed_on) == ("2027-01-01", None)
    assert since(store, rule, days[4]) == "2027-01-01"


def since(store: Store, rule: str, day: date) -> str:
    [gap] = register.check(store, day=day, book=shapes.shipped().only([rule]), codes=[CODE]).gaps
    return gap.since


# --- what a check is asked of


def test_an_unknown_enterprise_is_refused_and_the_known_are_named(filled: Store) -> None:
    with pytest.raises(register.UnknownEnterprise, match=f"91X.*{PLANT}, {FIRM}"):
        register.check(filled, day=DAY, book=shapes.shipped(), codes=[FIRM, "91X"])
    with pytest.raises(register.UnknownEnterprise, match="none"):
        register.check(Store.in_memory(), day=DAY, book=shapes.shipped(), codes=["91X"])


def test_an_enterprise_named_twice_is_checked_once(filled: Store, report: register.Report) -> None:
    twice = register.check(filled, day=DAY, book=shapes.shipped(), codes=[FIRM, FIRM])
    assert twice.gaps == [gap for gap in report.gaps if gap.enterprise == iris.enterprise(FIRM).value]


def test_the_ledger_is_summed_over_the_enterprises(filled: Store, report: register.Report) -> None:
    single = [register.check(filled, day=DAY, book=shapes.shipped(), codes=[code]).ledger for code in register.enterprise_codes(filled)]
    for entry, *parts in zip(report.ledger, *single, strict=True):
        assert [entry] == shapes.summed([part] for part in parts)


def test_a_check_writes_nothing(filled: Store, report: register.Report) -> None:
    before = filled.version
    register.check(filled, day=date(2030, 1, 1), book=shapes.shipped())
    assert filled.version == before


Found = Callable[[Store, date], bool]


def cites_2009(store: Store, day: date) -> bool:
    found = register.check(store, day=day, book=shapes.shipped().only(["Standard-citesInForce"]), codes=[PLANT]).gaps
    return iris.norm("gb-18218-2009").value in {gap.value for gap in found}


def weaker_than_2022(store: Store, day: date) -> bool:
    return "q-clw-101-2024/5.1" in gaps(store, "Clause-notWeaker", day=day, codes=[PLANT])


def welder(store: Store, day: date) -> bool:
    return "gw-053" in gaps(store, "SpecialOperationPost-certificateValid", day=day, codes=[PLANT])


@pytest.mark.parametrize(
    ("found", "first"),
    [
        pytest.param(cites_2009, date(2021, 9, 1), id="the law that asks for standards in force comes into force"),
        pytest.param(weaker_than_2022, date(2022, 10, 1), id="GB 30871-2022 comes into force"),
        pytest.param(welder, date(2026, 10, 1), id="the welder's certificate lapses"),
    ],
)
def test_a_gap_begins_with_its_day(filled: Store, found: Found, first: date) -> None:
    assert [found(filled, day) for day in (first - timedelta(days=1), first)] == [False, True]


def test_names_fall_back_to_the_code(fresh: Store) -> None:
    bare = Triple(iris.enterprise("Y1"), D.headcount, Literal("3", datatype=XSD.integer))
    fresh.write({iris.graph("enterprise/Y1"): [bare]})
    assert register.names(fresh, [FIRM, "Y1"]) == {FIRM: "云杉岭示例精密机械有限公司", "Y1": "Y1"}


def test_a_load_tells_how_far_it_is(norms: Callable[[], Store], tmp_path: Path) -> None:
    store, book, told = norms(), write(tmp_path / "book.xlsx", small_enterprise()), []
    for _ in range(2):
        register.load(store, [book], day=DAY, who="test", progress=lambda path, stage: told.append((path, stage)))
    assert told == [(book, "reading"), (book, "checking"), (book, "writing"), (book, "reading")]
