"""Which limits are set beside which, by topic; what the law makes of it; the 对标 table."""

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from pyoxigraph import NamedNode

from duibiao import queries
from duibiao.cli import main
from duibiao.ontology import iris
from duibiao.ontology.terms import D
from duibiao.reasoning import Scratch
from duibiao.reasoning.comparisons import compared, limits
from duibiao.reasoning.strictness import Strictness
from duibiao.reasoning.topics import Cover, Topics
from duibiao.reasoning.verdicts import Verdict, verdict
from duibiao.register import comparison, demo
from duibiao.store import Store

DAY = date(2026, 11, 22)
PREFIXES = """PREFIX d: <https://w3id.org/duibiao/ontology#> PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX qudt: <http://qudt.org/schema/qudt/> PREFIX t: <urn:t:>"""


@pytest.fixture(scope="module")
def store() -> Store:
    filled = Store.in_memory()
    demo.fill(filled, DAY)
    return filled


def table(store: Store, standard: str, day: date = DAY, norm: str | None = None) -> list[comparison.Row]:
    above = queries.find(store, norm).node if norm else None
    return whole(store, standard, day, above).rows


def whole(store: Store, standard: str, day: date = DAY, above: NamedNode | None = None) -> comparison.Table:
    [found] = comparison.tables(store, [queries.find(store, standard).node], day, above)
    return found


def lines(rows: list[comparison.Row], clause: str) -> set[tuple[str, str, str, bool]]:
    return {
        (row.theirs.norm, row.strictness.value, row.verdict.value, row.counts) for row in rows if row.theirs and row.ours.clause == clause
    }


# --- topics


def scratch(*statements: str) -> Scratch:
    import pyoxigraph as ox

    turtle = PREFIXES.replace("PREFIX", "@prefix").replace("> ", "> . ").replace(">\n", "> .\n") + " .\n" + "\n".join(statements)
    return Scratch(quad.triple for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE))


def own(clause: str, scope: str, value: int) -> str:
    return (
        f"t:{clause} a d:EnterpriseClause ; eli:is_part_of t:ours . t:l{clause} a d:Limit ; d:statedIn t:{clause} ; d:parameter t:p ; "
        f'd:scope t:{scope} ; d:direction d:Direction-upper-bound ; qudt:numericValue {value} ; d:statedUnit "m" .'
    )


def norm(clause: str, scope: str, value: int) -> str:
    return own(clause, scope, value).replace("d:EnterpriseClause", "d:Clause").replace("t:ours", "t:norm")


HOT = "t:special skos:broader t:hot . t:hot skos:broader t:work . t:alias skos:exactMatch t:hot ."


def answers(*statements: str) -> set[tuple[str, str, str, str]]:
    data = scratch(HOT, *statements)
    everything = limits(data)
    ours, theirs = [s for s in everything if s.own], [s for s in everything if not s.own]
    return {
        (row.ours.clause.value[6:], row.theirs.clause.value[6:], str(row.cover), row.found.strictness.value)
        for row in compared(ours, theirs, Topics.of(data))
    }


def test_the_same_scope_by_another_name() -> None:
    assert answers(own("a", "alias", 5), norm("n", "hot", 10)) == {("a", "n", "same", "stricter")}


def test_a_wider_scope_of_ours_answers_for_the_special_case() -> None:
    assert answers(own("a", "work", 20), norm("n", "special", 10)) == {("a", "n", "contains", "weaker")}


def test_unless_a_clause_of_ours_speaks_of_the_special_case() -> None:
    assert answers(own("a", "work", 20), own("b", "special", 9), norm("n", "special", 10)) == {("b", "n", "same", "stricter")}


def test_a_part_of_their_scope_is_compared_and_called_a_part() -> None:
    assert answers(own("a", "special", 5), norm("n", "work", 10)) == {("a", "n", "part", "stricter")}


def test_unless_the_norm_has_a_limit_for_that_part() -> None:
    assert answers(own("a", "special", 30), norm("n", "work", 10), norm("e", "special", 30)) == {("a", "e", "same", "equal")}


def test_unrelated_scopes_are_not_compared() -> None:
    assert answers(own("a", "special", 5), norm("n", "elsewhere", 10)) == set()


def test_without_a_scope_on_one_side_the_answer_is_unknown() -> None:
    unscoped = own("a", "hot", 5).replace("d:scope t:hot ; ", "")
    assert answers(unscoped, norm("n", "hot", 10)) == {("a", "n", "None", "unknown")}


def test_circular_scopes_do_not_hang() -> None:
    data = scratch("t:a skos:broader t:b . t:b skos:broader t:a .")
    topics = Topics.of(data)
    assert topics.cover(NamedNode("urn:t:a"), NamedNode("urn:t:b")) == Cover.CONTAINS


# --- verdicts


@pytest.mark.parametrize(
    ("answer", "force", "in_force", "disclosed", "partial", "expected"),
    [
        ("weaker", "mandatory", True, False, False, "violation"),
        ("weaker", "mandatory", True, True, False, "violation"),
        ("weaker", "mandatory", True, False, True, "violation"),
        ("weaker", "mandatory", False, False, False, "none"),
        ("weaker", "recommended", True, False, False, "disclosure_missing"),
        ("weaker", "recommended", True, True, False, "declared"),
        ("weaker", "recommended", False, False, False, "none"),
        ("weaker", "mandatory-in-part", True, False, False, "disclosure_missing"),
        ("weaker", "none", True, False, False, "none"),
        ("stricter", "mandatory", True, False, False, "candidate"),
        ("stricter", "recommended", True, False, False, "candidate"),
        ("stricter", "mandatory", True, False, True, "none"),
        ("equal", "mandatory", True, False, False, "none"),
        ("unknown", "mandatory", True, False, False, "none"),
        ("incomparable", "mandatory", True, False, False, "none"),
    ],
)
def test_the_legal_verdict(answer: str, force: str, in_force: bool, disclosed: bool, partial: bool, expected: str) -> None:
    found = verdict(Strictness(answer), D[f"BindingForce-{force}"], in_force=in_force, disclosed=disclosed, partial=partial)
    assert found == Verdict(expected)


# --- the table


def test_the_narrower_of_two_national_norms_counts(store: Store) -> None:
    rows = table(store, "Q/CLW 102-2026")
    assert lines(rows, "5.5") == {
        ("GB 30871-2022", "equal", "none", False),
        ("GB 46768-2025", "weaker", "violation", True),
    }


def test_the_verdict_changes_on_the_day_an_edition_comes_into_force(store: Store) -> None:
    before, after = (table(store, "Q/CLW 102-2026", day) for day in (date(2026, 4, 30), date(2026, 5, 1)))
    assert ("GB 46768-2025", "weaker", "none", False) in lines(before, "5.5")
    assert ("GB 30871-2022", "equal", "none", True) in lines(before, "5.5")
    assert ("GB 46768-2025", "weaker", "violation", True) in lines(after, "5.5")


def test_our_wider_scope_lacks_the_special_case(store: Store) -> None:
    rows = [row for row in table(store, "Q/CLW 102-2026") if row.ours.clause == "5.9"]
    assert {(row.theirs.value, row.cover, row.verdict.value) for row in rows if row.theirs} == {
        ("36", "same", "candidate"),
        ("12", "contains", "violation"),
    }


def test_every_proof_shows_both_limits_as_written_and_ends_with_the_reason(store: Store) -> None:
    for row in table(store, "Q/CLW 101-2024"):
        if row.theirs:
            steps = [step["zh"] for step in row.proof]
            assert any(step.startswith("本方 ") and (row.ours.value or "") in step for step in steps)
            assert any(step.startswith("对方 ") and (row.theirs.value or "") in step for step in steps)
            assert all(step["en"] and not any("一" <= c <= "鿿" for c in step["en"].split("：")[0]) for step in row.proof[-1:])


def test_a_limit_without_counterpart_says_so(store: Store) -> None:
    rows = table(store, "Q/CLW 102-2026", norm="GB 46768")
    alone = [row for row in rows if row.theirs is None]
    assert alone and all(row.strictness == Strictness.INCOMPARABLE and "没有规范" in row.proof[0]["zh"] for row in alone)
    assert {row.theirs.norm for row in rows if row.theirs} == {"GB 46768-2025"}


def test_compare_prints_the_document_of_the_contract(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    with_store = ["--store", str(folder)]
    CliRunner().invoke(main, ["demo", "--no-serve", "--keep", str(folder)])
    result = CliRunner().invoke(main, ["compare", "Q/CLW 101-2024", "--format", "json", "--as-of", "2026-11-22", *with_store])
    document = json.loads(result.stdout)
    assert document["standard"] == "Q/CLW 101-2024" and document["as_of"] == "2026-11-22"
    row = next(row for row in document["rows"] if row["ours"]["clause"] == "5.1")
    assert set(row["ours"]) == {"clause", "text", "value", "unit", "scope"}
    assert {"norm", "clause", "text", "value", "unit", "scope", "mandatory"} <= set(row["theirs"])
    assert (row["strictness"], row["verdict"]) == ("weaker", "violation")
    out = tmp_path / "all.xlsx"
    done = CliRunner().invoke(main, ["compare", "沧澜湾示例化工有限公司", "--format", "xlsx", "--out", str(out), *with_store])
    assert done.exit_code == 0
    assert len(load_workbook(out).sheetnames) == 35
    wrong = CliRunner().invoke(main, ["compare", "Q/没有 1-2020", *with_store])
    assert wrong.exit_code == 2 and wrong.stderr.count("\n") == 1


def test_the_derived_stricter_than_is_never_of_a_part(store: Store) -> None:
    rows = store.query("SELECT DISTINCT ?clause ?above WHERE { ?clause d:stricterThan ?above }")
    claims = {(row["clause"].value, row["above"].value) for row in rows}
    assert claims
    part = (iris.member("91000000CLW000010K", "standard", "Q/CLW 102-2026", "5.5").value, iris.clause("gb-46768-2025", "6.2.3").value)
    assert part not in claims


def test_a_claim_is_proved_refuted_or_undecided(store: Store) -> None:
    told = {row.claim for name in ("Q/CLW 102-2026", "Q/CLW 105-2024", "Q/CLW 106-2024") for row in table(store, name)}
    assert told == {None, "proved", "refuted"}
    assert {row.claim for row in table(store, "Q/CLW 105-2024") if row.ours.clause == "4.3"} == {"refuted"}


def test_the_impact_of_an_edition_tells_its_gaps_and_the_links_to_the_edition_before(store: Store) -> None:
    rows = queries.ask(store, "impact", {"norm": "GB 18218-2018"}).rows
    assert {row["kind"] for row in rows} >= {"HazardUnit", "EnterpriseStandard", "Hazard"}
    assert {row["rests"] for row in rows if row["suspect"] is True} == {"GB 18218-2009"}
    gaps = queries.ask(store, "impact", {"norm": "GB 46768-2025"}).rows
    assert "Gap" in {row["kind"] for row in gaps}


def test_the_standard_as_a_whole_and_through_other_norms(store: Store) -> None:
    found = whole(store, "Q/CLW 114-2024")
    direct = {link.norm: link.strictness.value for link in found.standards if link.via is None}
    assert direct == {"DB31/T 1468-2024": "weaker", "XF 1131-2014": "weaker"}
    assert all(link.via in direct and link.norm not in direct for link in found.standards if link.via)
    assert found.as_json()["standards"][0] == {"norm": "DB31/T 1468-2024", "strictness": "weaker", "via": None}


def test_a_chain_leads_to_a_norm_that_no_limit_of_ours_meets(store: Store) -> None:
    links = whole(store, "Q/CLW 102-2026", above=queries.find(store, "GB 46768").node).standards
    assert ("GB 30871-2022", "GB 46768-2025") in {(link.norm, link.via) for link in links}


def test_a_limit_that_says_two_things_is_never_judged() -> None:
    twice = own("a", "hot", 5) + " t:la qudt:numericValue 7 ."
    assert answers(twice, norm("n", "hot", 10)) == {("a", "n", "same", "unknown")}
