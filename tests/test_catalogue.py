"""Works and editions out of statements, and where an edition stands on a day."""

from datetime import date
from pathlib import Path

import pytest
from catalogues import catalogue, keys, rows, statements
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, Triple

from duibiao import corpus
from duibiao.loaders import norms
from duibiao.ontology import iris
from duibiao.ontology.terms import DCTERMS, ELI, RDF, XSD, D
from duibiao.reasoning import Scratch, editions
from duibiao.reasoning.catalogue import Catalogue
from duibiao.reasoning.references import resolve

DAYS = st.dates(date(2000, 1, 1), date(2035, 12, 31))
TODAY = date(2026, 9, 20)


# --- the catalogue


def test_the_catalogue_is_that_of_the_file() -> None:
    for row in rows().values():
        edition = catalogue().editions[row["key"]]
        assert (edition.title, edition.work, edition.confidence) == (row["title"], row["work"], row["confidence"])
        assert edition.start == (date.fromisoformat(row["effective_date"]) if len(row["effective_date"]) == 10 else None)
        assert edition.until == (date.fromisoformat(row["in_force_until"]) if row["in_force_until"] else None)
        assert set(edition.unverified) == set(filter(None, row["unverified_fields"].split(";")))


def test_replacing_is_known_both_ways() -> None:
    merged = catalogue().editions["gb-t-33000-2025"]
    assert merged.replaces == ("gb-t-33000-2016", "gb-t-43500-2023")
    assert catalogue().editions["gb-t-43500-2023"].replaced_by == ("gb-t-33000-2025",)
    for edition in catalogue().editions.values():
        assert all(edition.key in catalogue().editions[newer].replaces for newer in edition.replaced_by)


def test_a_month_or_a_year_is_no_day() -> None:
    edition = catalogue().editions["特种作业人员安全技术培训考核管理规定-2025"]
    assert (edition.issued, edition.not_before) == (None, date(2025, 12, 1))
    assert catalogue().editions["gb-t-13869-2026"].not_before == date(2026, 1, 1)


def test_other_names_stand_for_norms_there_are() -> None:
    found = norms.read(Path(str(corpus.path("norms/aliases.csv"))))
    assert (found.graph, found.errors) == (iris.graph("norms/aliases").value, ())
    assert all(catalogue().named(alias.of) for alias in catalogue().aliases)
    assert catalogue().issuers["国家安全监管总局"] == "国家安全生产监督管理总局"


def test_a_file_of_other_names_may_be_wrong(tmp_path: Path) -> None:
    path = tmp_path / "aliases.csv"
    path.write_text("id,kind,of,alias\nA1,person,gb-18218,辨识标准\nA2,norm,gb-18218,辨识标准\n", "utf-8")
    found = norms.read(path)
    assert [(error.row, error.column, error.code) for error in found.errors] == [(2, "kind", "unknown_value")]
    made = Catalogue.of([*statements(), *found.triples])
    assert [alias.confidence for alias in made.aliases if alias.text == "辨识标准"] == ["medium"]


# --- where an edition stands on a day


@pytest.mark.parametrize(
    ("key", "day", "status", "since", "successors"),
    [
        ("aq-t-9006-2010", "2017-02-17", "in_force", "2010-06-01", ["gb-t-33000-2016"]),
        ("gb-t-33000-2016", "2017-02-17", "announced", "2017-04-01", ["gb-t-33000-2025"]),
        ("gb-t-33000-2016", "2016-12-12", "unknown", None, []),
        ("aq-t-9006-2010", "2017-04-01", "replaced", "2017-04-01", ["gb-t-33000-2016"]),
        ("gb-t-33000-2016", "2025-10-30", "in_force", "2017-04-01", ["gb-t-33000-2025"]),
        ("gb-t-33000-2016", "2025-10-31", "replaced", "2025-10-31", ["gb-t-33000-2025"]),
        ("gb-t-43500-2023", "2025-10-31", "replaced", "2025-10-31", ["gb-t-33000-2025"]),
        ("gb-t-43500-2023", "2024-10-31", "unknown", None, ["gb-t-33000-2025"]),
        ("gb-t-13869-2017", "2027-01-31", "in_force", "2018-07-01", ["gb-t-13869-2026"]),
        ("gb-t-13869-2017", "2027-02-01", "replaced", "2027-02-01", ["gb-t-13869-2026"]),
        ("gb-t-13869-2026", "2027-01-31", "announced", "2027-02-01", []),
        ("gb-t-13869-2026", "2027-02-01", "in_force", "2027-02-01", []),
        ("gb-18218-2000", "2009-12-01", "replaced", "2009-12-01", ["gb-18218-2009"]),
        ("gb-18218-2000", "2005-01-01", "unknown", None, ["gb-18218-2009"]),
        ("危险化学品企业重大危险源安全包保责任制办法-试行-2021", "2025-01-01", "withdrawn", "2024-02-04", ["aq-3072-2026"]),
        ("危险化学品企业重大危险源安全包保责任制办法-试行-2021", "2026-10-01", "replaced", "2024-02-04", ["aq-3072-2026"]),
        ("煤矿重大事故隐患判定标准-2020", "2026-07-01", "replaced", "2026-07-01", []),
        ("aq-3035-2010", "2020-01-01", "in_force", "2011-05-01", ["gb-17681-2024"]),
        ("aq-3035-2010", "2025-01-01", "unknown", None, ["gb-17681-2024"]),
        ("aq-3035-2010", "2026-01-01", "replaced", None, ["gb-17681-2024"]),
        ("gb-17681-2024", "2026-01-01", "in_force", None, []),
        ("冶金等工贸企业安全生产标准化基本规范评分细则-2011", "2013-03-08", "unknown", None, []),
    ],
)
def test_the_state_of_an_edition(key: str, day: str, status: str, since: str | None, successors: list[str]) -> None:
    found = editions.state(catalogue().editions[key], catalogue(), date.fromisoformat(day))
    assert (found.status, found.since and found.since.isoformat(), keys(found.successors)) == (status, since, successors)
    assert found.why is not None or status != "unknown"


def _made(*facts: tuple[str, str, dict[str, str]]) -> Catalogue:
    """A catalogue of editions: number, work, and days or successors."""
    terms = {"start": ELI.first_date_entry_in_force, "until": ELI.date_no_longer_in_force, "issued": ELI.date_document}
    triples = []
    for number, work, days in facts:
        node = iris.norm(number)
        triples += [Triple(node, RDF.type, D.Edition), Triple(node, DCTERMS.isVersionOf, iris.norm(work))]
        triples += [Triple(node, D.number, Literal(number)), Triple(node, D.statedStatus, Literal("in force"))]
        triples += [Triple(node, terms[name], Literal(day, datatype=XSD.date)) for name, day in days.items() if name in terms]
        triples += [Triple(node, DCTERMS.isReplacedBy, iris.norm(newer)) for newer in days.get("by", "").split(",") if newer]
    return Catalogue.of(triples)


def test_an_edition_may_be_split() -> None:
    made = _made(
        ("GB 1-2000", "gb-1", {"start": "2000-01-01", "by": "GB 2-2010,GB 3-2012"}),
        ("GB 2-2010", "gb-2", {"start": "2010-06-01"}),
        ("GB 3-2012", "gb-3", {"start": "2012-06-01"}),
    )
    edition = made.editions["gb-1-2000"]
    states = [editions.state(edition, made, date(year, 7, 1)).status for year in (2009, 2011, 2012)]
    assert states == ["in_force", "unknown", "replaced"]
    assert keys(editions.current(edition, made, date(2012, 7, 1))) == ["gb-2-2010", "gb-3-2012"]


def test_a_circle_of_successors_ends() -> None:
    made = _made(
        ("GB 1-2000", "gb-1", {"until": "2010-01-01", "by": "GB 2-2010"}), ("GB 2-2010", "gb-2", {"until": "2011-01-01", "by": "GB 1-2000"})
    )
    assert editions.current(made.editions["gb-1-2000"], made, TODAY) == ()
    assert resolve("GB 1-2000", made, TODAY).status == "replaced"


def test_chains_lead_to_what_is_in_force() -> None:
    oldest = catalogue().editions["aq-t-9006-2010"]
    found = [keys(editions.current(oldest, catalogue(), date(year, 1, 1))) for year in (2012, 2020, 2026)]
    assert found == [["aq-t-9006-2010"], ["gb-t-33000-2016"], ["gb-t-33000-2025"]]


KNOWN_BY_NEIGHBOURS = {
    *("gb-t-13869-2026", "aq-3035-2010", "aq-3036-2010"),
    *("冶金等工贸企业安全生产标准化基本规范评分细则-2011", "冶金等工贸行业小微企业安全生产标准化评定标准-2014"),
}
"""Of these the dates alone say less than what follows, what is replaced, or what is stated of them."""


@given(DAYS)
def test_the_states_agree_with_the_editions_in_force(day: date) -> None:
    found = {t.subject: t.object for t in editions.on(day, Scratch(statements()))}
    for key, edition in catalogue().editions.items():
        stated = found.get(iris.norm(key), ELI["InForce-notInForce"]) == ELI["InForce-inForce"]
        if key not in KNOWN_BY_NEIGHBOURS:
            assert (editions.state(edition, catalogue(), day).status == "in_force") == stated, key


@given(DAYS)
def test_of_a_work_one_edition_is_in_force_at_most(day: date) -> None:
    for work in catalogue().works.values():
        assert len(editions.in_force(work.editions, catalogue(), day)) <= 1
