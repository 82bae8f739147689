"""The norms shipped, and the loader that turns their CSV files into statements."""

import csv
from functools import cache
from pathlib import Path

import networkx as nx
import pytest
from pyoxigraph import Literal, NamedNode, Triple

from duibiao import corpus
from duibiao.loaders import norms
from duibiao.loaders.result import Loaded
from duibiao.ontology import iris, units
from duibiao.ontology.terms import DCTERMS, ELI, ORG, PROV, QUDT, RDF, RDFS, SKOS, UNIT, XSD, D

ROWS = {
    "norms/catalogue.csv": 179,
    "norms/requirements.csv": 94,
    "norms/limits.csv": 146,
    "norms/links.csv": 98,
    "norms/force.csv": 15,
    "norms/applicability.csv": 139,
    "gb18218/table1.csv": 85,
    "gb18218/table2.csv": 24,
    "gb18218/beta.csv": 38,
    "gb18218/alpha.csv": 5,
    "gb18218/levels.csv": 4,
    "gb18218/aliases.csv": 436,
    "gb18218/mixtures.csv": 10,
    "gb18218/ghs.csv": 156,
    "gb18218/pure.csv": 81,
}
# Their titles end in the edition's own name (2015版), which is no part of the work's.
KEYS_OF_OUR_OWN = {"危险化学品目录-2015", "工贸行业重大生产安全事故隐患判定标准-2017"}
STANDARD = iris.norm("gb-18218-2018")


@cache
def loaded(name: str) -> Loaded:
    return norms.read(Path(str(corpus.path(name))))


@cache
def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(corpus.path(name).read_text(encoding="utf-8").splitlines()))


def objects(name: str, subject: NamedNode, term: NamedNode) -> set[str]:
    return {t.object.value for t in loaded(name).triples if t.subject == subject and t.predicate == term}


# --- the files shipped


@pytest.mark.parametrize("name", ROWS)
def test_every_row_shipped_is_accepted(name: str) -> None:
    found = loaded(name)
    assert (found.rows, found.accepted, found.errors) == (ROWS[name], ROWS[name], ())
    assert found.graph == iris.graph(f"norms/{found.kind}").value


@pytest.mark.parametrize("name", ROWS)
def test_every_row_says_how_far_it_may_be_trusted_and_where_it_stands(name: str) -> None:
    triples = loaded(name).triples
    derived = {t.subject: t.object for t in triples if t.predicate == PROV.wasDerivedFrom}
    assert len(derived) == ROWS[name]
    for term in (D.confidence, DCTERMS.source):
        assert {t.subject for t in triples if t.predicate == term} >= set(derived)
    numbers = {t.subject: t.object for t in triples if t.predicate == D.row}
    assert sorted(int(numbers[row].value) for row in derived.values()) == list(range(2, ROWS[name] + 2))


def test_keys_are_used_once_and_made_by_rule() -> None:
    catalogue = rows("norms/catalogue.csv")
    keys = [row["key"] for row in catalogue]
    assert len(set(keys)) == len(keys)
    made = {row["key"] for row in catalogue if row["key"] == iris.norm_key(row["number"], row["title"], row["issue_date"])}
    assert set(keys) - made == KEYS_OF_OUR_OWN
    assert not {row["work"] for row in catalogue} & set(keys)


def test_every_norm_named_is_in_the_catalogue() -> None:
    editions = {row["key"] for row in rows("norms/catalogue.csv")}
    works = {row["work"] for row in rows("norms/catalogue.csv")}
    for name in ("norms/requirements.csv", "norms/limits.csv"):
        assert {row["norm"] for row in rows(name)} <= editions
    assert {row["norm"] for row in rows("norms/force.csv")} <= editions
    assert {row["norm"] for row in rows("norms/applicability.csv") if row["norm"]} <= editions
    links = rows("norms/links.csv")
    assert {row["lower"] for row in links} <= editions
    assert {row["upper"] for row in links} <= editions | works
    assert {row["upper"] for row in links if row["relation"] == "implements"} <= editions


def test_links_lead_upwards_and_never_in_a_circle() -> None:
    link_triples = loaded("norms/links.csv").triples
    implements = [(t.subject.value, t.object.value) for t in link_triples if t.predicate == D.implements]
    assert nx.is_directed_acyclic_graph(nx.DiGraph(implements))
    pairs = {(row["lower"], row["lower_clause"], row["upper"], row["upper_clause"]) for row in rows("norms/links.csv")}
    assert len(pairs) == ROWS["norms/links.csv"]
    assert all(pair[:2] != pair[2:] for pair in pairs)


def test_days_follow_one_another() -> None:
    for row in rows("norms/catalogue.csv"):
        known = [day for day in (row["issue_date"], row["effective_date"], row["in_force_until"]) if day]
        assert known == sorted(known), row["key"]


def test_an_edition_ends_on_the_day_its_successor_begins() -> None:
    catalogue = {row["number"]: row for row in rows("norms/catalogue.csv")}
    apart = {
        number
        for number, row in catalogue.items()
        if row["in_force_until"] and row["replaced_by"] in catalogue
        if catalogue[row["replaced_by"]]["effective_date"] != row["in_force_until"]
    }
    assert apart == {"应急厅〔2021〕12号"}  # it expired by itself before


@pytest.mark.parametrize("row", [*rows("gb18218/table1.csv"), *rows("gb18218/beta.csv")], ids=lambda row: row.get("name_zh") or row["key"])
def test_cas_numbers_have_the_right_check_digit(row: dict[str, str]) -> None:
    for number in filter(None, (row.get("cas_numbers") or row.get("cas", "")).split(";")):
        digits = number.replace("-", "")
        total = sum(place * int(digit) for place, digit in enumerate(reversed(digits[:-1]), start=1))
        assert total % 10 == int(digits[-1])


def test_every_hazard_class_has_a_threshold_and_a_factor() -> None:
    symbols = {row["symbol"] for row in rows("gb18218/table2.csv")}
    assert symbols == {row["key"] for row in rows("gb18218/beta.csv") if row["key_type"] == "category"}


def test_every_unit_of_a_limit_is_known() -> None:
    assert all(units.find(row["unit"]) for row in rows("norms/limits.csv") if row["unit"])


def test_every_requirement_has_a_modality_and_says_whom_it_binds() -> None:
    stated = {(t.subject, t.predicate) for t in loaded("norms/requirements.csv").triples}
    for row in rows("norms/requirements.csv"):
        assert {(iris.requirement(row["id"]), D.modality), (iris.requirement(row["id"]), D.actor)} <= stated
        assert row["actor_zh"] and row["actor_en"]


def test_every_requirement_has_a_condition_of_applicability() -> None:
    asked = {row["requirement"] for row in rows("norms/applicability.csv") if row["requirement"]}
    assert asked == {row["id"] for row in rows("norms/requirements.csv")}
    assert all(bool(row["requirement"]) != bool(row["norm"]) for row in rows("norms/applicability.csv"))
    # A set of sectors has a name in both languages: reasons speak of it.
    for row in rows("norms/applicability.csv"):
        assert bool(row["sectors"] or row["sectors_unclear"]) == bool(row["group_zh"]) == bool(row["group_en"])


def test_periods_of_force_follow_one_another() -> None:
    ends: dict[tuple[str, str], str] = {}
    for row in sorted(rows("norms/force.csv"), key=lambda row: row["from"]):
        for clause in row["clause"].split(";"):
            place = (row["norm"], clause)
            assert ends.get(place, "") <= row["from"] < (row["until"] or "9999"), row["id"]
            ends[place] = row["until"] or "9999"


# --- single statements, worked out by hand


def test_an_edition_has_its_days_and_its_forerunner() -> None:
    name = "norms/catalogue.csv"
    assert objects(name, STANDARD, ELI.date_document) == {"2018-11-19"}
    assert objects(name, STANDARD, ELI.first_date_entry_in_force) == {"2019-03-01"}
    assert objects(name, STANDARD, DCTERMS.replaces) == {iris.norm("gb-18218-2009").value}
    assert objects(name, STANDARD, DCTERMS.isVersionOf) == {iris.norm("gb-18218").value}
    assert objects(name, STANDARD, D.kind) == {D["NormKind-mandatory-national-standard"].value}
    assert objects(name, STANDARD, D.bindingForce) == {D["BindingForce-mandatory"].value}
    older = iris.norm("gb-18218-2009")
    assert objects(name, older, ELI.date_no_longer_in_force) == {"2019-03-01"}
    assert objects(name, older, DCTERMS.isReplacedBy) == {STANDARD.value}


def test_an_edition_may_replace_several() -> None:
    replaced = objects("norms/catalogue.csv", iris.norm("gb-t-33000-2025"), DCTERMS.replaces)
    assert replaced == {iris.norm("gb-t-33000-2016").value, iris.norm("gb-t-43500-2023").value}


def test_one_title_may_be_two_works() -> None:
    name = "norms/catalogue.csv"
    assert objects(name, iris.norm("aq-t-9006-2010"), ELI.title) == objects(name, iris.norm("gb-t-33000-2016"), ELI.title)
    assert objects(name, iris.norm("aq-t-9006-2010"), DCTERMS.isVersionOf) == {iris.norm("aq-t-9006").value}
    assert objects(name, iris.norm("gb-t-33000-2016"), DCTERMS.isVersionOf) == {iris.norm("gb-t-33000").value}


def test_a_law_stands_in_the_catalogue_as_last_amended() -> None:
    law = iris.norm("安全生产法-2021")
    assert objects("norms/catalogue.csv", law, ELI.first_date_entry_in_force) == {"2021-09-01"}
    assert objects("norms/catalogue.csv", iris.norm("安全生产法"), RDFS.label) == {"安全生产法"}


def test_an_edition_only_mentioned_has_its_number_and_little_trust() -> None:
    name, edition = "norms/catalogue.csv", iris.norm("gb-18218-2000")
    assert objects(name, edition, D.number) == {"GB 18218-2000"}
    assert objects(name, edition, D.confidence) == {D["Confidence-low"].value}
    assert objects(name, edition, ELI.first_date_entry_in_force) == set()


def test_several_issuers_are_several_bodies() -> None:
    bodies = objects("norms/catalogue.csv", STANDARD, ELI.passed_by)
    assert bodies == {iris.body("国家市场监督管理总局").value, iris.body("国家标准化管理委员会").value}
    assert all(Triple(NamedNode(body), RDF.type, ORG.Organization) in loaded("norms/catalogue.csv").triples for body in bodies)


def test_a_year_alone_is_no_day() -> None:
    year = Triple(iris.norm("gb-45067-2024"), ELI.date_document, Literal("2024", datatype=XSD.gYear))
    month = Triple(
        iris.norm("特种作业人员安全技术培训考核管理规定-2025"),
        ELI.date_document,
        Literal("2025-12", datatype=XSD.gYearMonth),
    )
    assert {year, month} <= loaded("norms/catalogue.csv").triples


def test_a_range_has_two_ends() -> None:
    name, limit = "norms/limits.csv", iris.limit("L024")
    assert objects(name, limit, QUDT.numericValue) == {"19.5"}
    assert objects(name, limit, QUDT.upperBound) == {"21"}
    assert objects(name, limit, D.statedUnit) == {"%(体积分数)"}
    assert objects(name, limit, D.statedIn) == {"https://w3id.org/duibiao/id/norm/gb-30871-2022/6.4-a"}
    assert objects(name, limit, D.direction) == {D["Direction-range"].value}


def test_a_limit_keeps_what_is_written_beside_what_it_means() -> None:
    name, limit = "norms/limits.csv", iris.limit("L037")
    assert objects(name, limit, D.statedValue) == {"2.0"}
    assert Triple(limit, QUDT.hasUnit, UNIT.M) in loaded(name).triples
    assert objects(name, iris.limit("L066"), D.statedValue) == {"氧气;可燃气体;硫化氢;一氧化碳"}
    assert objects(name, iris.limit("L066"), QUDT.numericValue) == set()


def test_a_clause_is_part_of_its_edition_and_of_the_clause_above() -> None:
    name, clause = "norms/limits.csv", iris.clause("gb-30871-2022", "5.3.1 c)")
    assert clause.value == "https://w3id.org/duibiao/id/norm/gb-30871-2022/5.3.1-c"
    assert objects(name, clause, ELI.is_part_of) == {iris.norm("gb-30871-2022").value}
    assert objects(name, clause, DCTERMS.isPartOf) == {iris.clause("gb-30871-2022", "5.3.1").value}
    assert objects(name, iris.clause("gb-30871-2022", "5.3.1"), D.clauseNumber) == {"5.3.1"}


def test_a_requirement_of_several_articles_names_each() -> None:
    demanded = objects("norms/requirements.csv", iris.requirement("R021"), D.demandedBy)
    assert demanded == {iris.clause("安全生产法-2021", f"第四十{digit}条").value for digit in "八九"}


def test_a_requirement_without_article_is_demanded_by_the_norm() -> None:
    name, requirement = "norms/requirements.csv", iris.requirement("R089")
    assert objects(name, requirement, D.demandedBy) == {iris.norm("企业安全生产标准化建设定级办法-2021").value}
    assert objects(name, requirement, D.unverifiedField) == {"article", "threshold"}


@pytest.mark.parametrize(
    ("number", "modality", "actor"),
    [("R003", "must", "生产经营单位"), ("R018", "must-not", "生产、经营、储存、使用危险物品的单位"), ("R002", "must", "主要负责人")],
)
def test_a_requirement_says_how_strongly_it_binds_whom(number: str, modality: str, actor: str) -> None:
    name, requirement = "norms/requirements.csv", iris.requirement(number)
    assert objects(name, requirement, D.modality) == {D[f"Modality-{modality}"].value}
    assert actor in objects(name, requirement, D.actor)


def test_a_period_of_force_is_of_a_norm_or_of_some_of_its_clauses() -> None:
    name = "norms/force.csv"
    period, whole = iris.resource("force", "F001"), iris.resource("force", "F003")
    assert objects(name, period, D.ofNorm) == objects(name, whole, D.ofNorm) == {iris.norm("gb-50140-2005").value}
    assert iris.clause("gb-50140-2005", "5.2.1").value in objects(name, period, D.ofClause)
    assert len(objects(name, period, D.ofClause)) == 15
    assert objects(name, period, ELI.date_no_longer_in_force) == {"2023-03-01"}
    assert objects(name, whole, ELI.first_date_entry_in_force) == {"2023-03-01"}
    assert objects(name, whole, D.ofClause) == objects(name, whole, ELI.date_no_longer_in_force) == set()
    assert objects(name, whole, D.bindingForce) == {D["BindingForce-recommended"].value}


def test_a_condition_of_applicability_spells_out_its_groups() -> None:
    name = "norms/applicability.csv"
    conditions = {t.object: t.subject for t in loaded(name).triples if t.predicate == D.ofRequirement}
    high_risk = objects(name, conditions[iris.requirement("R005")], D.forSector)
    others = objects(name, conditions[iris.requirement("R006")], D.forSector)
    assert D["Sector-transport"].value in high_risk
    assert D["Sector-machinery"].value in others
    assert not high_risk & others
    assert objects(name, conditions[iris.requirement("R006")], D.headcountOver) == {"100"}
    assert objects(name, conditions[iris.requirement("R078")], D.headcountFrom) == {"300"}
    assert len(objects(name, conditions[iris.requirement("R054")], D.needsCircumstance)) == 2


def test_a_link_is_a_statement_with_a_basis() -> None:
    upper, lower = iris.clause("安全生产法-2021", "第四十条"), STANDARD
    triples = loaded("norms/links.csv").triples
    assert Triple(lower, D.implements, upper) in triples
    assert objects("norms/links.csv", iris.resource("link", "K001"), RDF.object) == {upper.value}
    cited = Triple(iris.clause("危险化学品重大危险源监督管理暂行规定-2015", "第七条"), ELI.cites, iris.norm("gb-18218"))
    assert cited in triples


def test_a_substance_has_its_threshold_and_all_its_names() -> None:
    chlorine = iris.substance("12")
    assert objects("gb18218/table1.csv", chlorine, D.thresholdQuantity) == {"5"}
    assert objects("gb18218/table1.csv", chlorine, SKOS.altLabel) == {"液氯", "氯气"}
    assert objects("gb18218/beta.csv", chlorine, D.correctionFactor) == {"4"}
    assert objects("gb18218/table1.csv", iris.substance("49"), D.casNumber) == {"74-82-8", "8006-14-2"}
    assert objects("gb18218/beta.csv", iris.resource("hazard-class", "W5.1"), D.correctionFactor) == {"1.5"}
    assert objects("gb18218/levels.csv", iris.limit("gb18218-level-二级"), QUDT.upperBound) == {"100"}
