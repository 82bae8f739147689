"""Which edition is in force on a day, what an undated reference then means, and the borders counted back from the day."""

import csv
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Triple

from duibiao import corpus, loaders
from duibiao.ontology import iris
from duibiao.ontology.terms import DCTERMS, ELI, RDF, XSD, D
from duibiao.reasoning import Scratch, editions, literals

IN_FORCE, NOT_IN_FORCE = ELI["InForce-inForce"], ELI["InForce-notInForce"]
LOWER = iris.member("91350100M000100Y43", "standard", "Q/XY 1-2024", "5.1")
DAYS = st.dates(date(2000, 1, 1), date(2035, 12, 31))
EDITION, WORK = iris.norm("gb-1-2020"), iris.norm("gb-1")


@cache
def catalogue() -> tuple[Triple, ...]:
    return tuple(loaders.read(Path(str(corpus.path("norms/catalogue.csv")))).triples)


@cache
def shipped() -> Scratch:
    return Scratch(catalogue())


def in_force(day: date, norms: Scratch | None = None) -> set[str]:
    """The keys of the editions in force on the day."""
    found = editions.on(day, norms or shipped())
    return {t.subject.value.rpartition("/")[2] for t in found if isinstance(t.subject, NamedNode) and t.object == IN_FORCE}


# --- known cases


@pytest.mark.parametrize(
    ("day", "yes", "no"),
    [
        ("2017-02-17", "aq-t-9006-2010", "gb-t-33000-2016"),
        ("2017-03-31", "aq-t-9006-2010", "gb-t-33000-2016"),
        ("2017-04-01", "gb-t-33000-2016", "aq-t-9006-2010"),
        ("2010-06-01", "aq-t-9006-2010", "gb-t-33000-2016"),
        ("2018-12-01", "gb-18218-2009", "gb-18218-2018"),
        ("2019-02-28", "gb-18218-2009", "gb-18218-2018"),
        ("2019-03-01", "gb-18218-2018", "gb-18218-2009"),
        ("2009-12-01", "gb-18218-2009", "gb-18218-2018"),
        ("2025-10-30", "gb-t-33000-2016", "gb-t-33000-2025"),
        ("2025-10-31", "gb-t-33000-2025", "gb-t-33000-2016"),
        ("2021-09-01", "安全生产法-2021", "gb-17681-2024"),
    ],
)
def test_the_edition_in_force_on_a_day(day: str, yes: str, no: str) -> None:
    found = in_force(date.fromisoformat(day))
    assert yes in found
    assert no not in found


def test_before_the_first_edition_none_is_in_force() -> None:
    assert not in_force(date(2009, 11, 30)) & {"gb-18218-2009", "gb-18218-2018"}


def test_an_edition_is_in_force_or_not_never_both() -> None:
    for day in (date(2017, 2, 17), date(2024, 6, 1), date(2026, 11, 22)):
        found = [t.subject for t in editions.on(day, shipped())]
        assert len(found) == len(set(found))


def test_of_a_work_one_edition_at_most_is_in_force() -> None:
    works = {t.subject.value.rpartition("/")[2]: t.object for t in catalogue() if t.predicate == DCTERMS.isVersionOf}
    for year in range(2000, 2030):
        found = [works[key] for key in in_force(date(year, 7, 1))]
        assert len(found) == len(set(found)), year


@given(DAYS)
def test_every_edition_is_in_force_between_its_days(day: date) -> None:
    found = in_force(day)
    for row in csv.DictReader(corpus.path("norms/catalogue.csv").read_text(encoding="utf-8").splitlines()):
        if row["effective_date"]:
            ended = bool(row["in_force_until"]) and row["in_force_until"] <= day.isoformat()
            assert (row["key"] in found) == (row["effective_date"] <= day.isoformat() and not ended)


# --- what is stated about an edition


def edition(*, start: str = "", until: str = "", issued: str = "", status: str = "") -> Scratch:
    dates = {ELI.first_date_entry_in_force: start, ELI.date_no_longer_in_force: until, ELI.date_document: issued}
    kinds = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}
    known = [Triple(EDITION, term, Literal(text, datatype=kinds[len(text)])) for term, text in dates.items() if text]
    stated = [Triple(EDITION, D.statedStatus, Literal(status))] if status else []
    return Scratch([Triple(EDITION, DCTERMS.isVersionOf, WORK), *known, *stated])


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({"start": "2020-06-01"}, True),
        ({"start": "2020-06-02"}, False),
        ({"start": "2020-01-01", "until": "2020-06-02"}, True),
        ({"start": "2020-01-01", "until": "2020-06-01"}, False),
        ({"start": "2020-06-02", "status": "in force"}, False),
        ({"status": "in force"}, True),
        ({"status": "in force as far as known"}, True),
        ({"status": "superseded"}, False),
        ({}, False),
        ({"issued": "2020-06-01", "status": "in force"}, True),
        ({"issued": "2020-06-02", "status": "in force"}, False),
        ({"issued": "2019", "status": "in force"}, True),
        ({"issued": "2021", "status": "in force"}, False),
        ({"issued": "2020-07", "status": "in force"}, False),
        ({"until": "2020-01-01", "status": "in force"}, False),
        ({"issued": "2020-01-01"}, False),
    ],
)
def test_an_edition_whose_days_are_known_in_part(stated: dict[str, str], expected: bool) -> None:
    assert in_force(date(2020, 6, 1), edition(**stated)) == ({"gb-1-2020"} if expected else set())


@pytest.mark.parametrize("text", ["2026-13-01", "tomorrow", "", "2026-01-01Z"])
def test_a_date_that_is_none_is_not_known(text: str) -> None:
    assert literals.day(Literal(text, datatype=XSD.date)) is None
    assert literals.day(Literal(text)) is literals.day(None) is literals.day(EDITION) is None


# --- undated references


def carried_out(day: date, *implemented: NamedNode) -> set[str]:
    """What the clause carries out on the day beyond what it says itself."""
    said = [Triple(LOWER, D.implements, node) for node in implemented]
    clauses = [
        Triple(iris.clause(key, "4.2 a)"), term, value)
        for key in ("gb-18218", "gb-18218-2009")
        for term, value in ((ELI.is_part_of, iris.norm(key)), (D.clauseNumber, Literal("4.2 a)")))
    ]
    data = Scratch(catalogue(), said, clauses)
    data.add(list(editions.on(day, data)))
    return {t.object.value.rpartition("/norm/")[2] for t in editions.undated(data) if t.subject == LOWER}


def test_an_undated_reference_means_the_edition_in_force() -> None:
    assert carried_out(date(2018, 12, 1), iris.norm("gb-18218")) == {"gb-18218-2009"}
    assert carried_out(date(2019, 3, 1), iris.norm("gb-18218")) == {"gb-18218-2018"}
    assert carried_out(date(2005, 3, 1), iris.norm("gb-18218")) == set()


def test_so_does_an_undated_reference_to_a_clause() -> None:
    clause = iris.clause("gb-18218", "4.2 a)")
    assert carried_out(date(2018, 12, 1), clause) == {"gb-18218-2009/4.2-a"}
    assert carried_out(date(2026, 11, 22), clause) == {"gb-18218-2018/4.2-a"}


def test_a_dated_reference_means_that_edition_for_ever() -> None:
    assert carried_out(date(2026, 11, 22), iris.norm("gb-18218-2009"), iris.clause("gb-18218-2009", "4.2 a)")) == set()


# --- the day of judgement


@pytest.mark.parametrize(
    ("day", "one_day", "three_days", "month", "half_year", "year", "three_years"),
    [
        ("2024-02-29", "2024-02-28", "2024-02-26", "2024-01-29", "2023-08-29", "2023-02-28", "2021-02-28"),
        ("2023-02-28", "2023-02-27", "2023-02-25", "2023-01-28", "2022-08-28", "2022-02-28", "2020-02-28"),
        ("2025-03-31", "2025-03-30", "2025-03-28", "2025-02-28", "2024-09-30", "2024-03-31", "2022-03-31"),
        ("2024-03-31", "2024-03-30", "2024-03-28", "2024-02-29", "2023-09-30", "2023-03-31", "2021-03-31"),
        ("2026-01-01", "2025-12-31", "2025-12-29", "2025-12-01", "2025-07-01", "2025-01-01", "2023-01-01"),
        ("2026-12-31", "2026-12-30", "2026-12-28", "2026-11-30", "2026-06-30", "2025-12-31", "2023-12-31"),
        ("2026-11-22", "2026-11-21", "2026-11-19", "2026-10-22", "2026-05-22", "2025-11-22", "2023-11-22"),
    ],
)
def test_the_borders_of_a_day(day: str, one_day: str, three_days: str, month: str, half_year: str, year: str, three_years: str) -> None:
    found = set(editions.evaluation(date.fromisoformat(day)))
    borders = {
        D.asOf: day,
        D.oneDayBefore: one_day,
        D.threeDaysBefore: three_days,
        D.oneMonthBefore: month,
        D.sixMonthsBefore: half_year,
        D.oneYearBefore: year,
        D.threeYearsBefore: three_years,
    }
    expected = {Triple(D.evaluation, term, Literal(text, datatype=XSD.date)) for term, text in borders.items()}
    assert found == expected | {Triple(D.evaluation, RDF.type, D.Evaluation)}


@given(DAYS)
def test_a_later_day_never_has_an_earlier_border(day: date) -> None:
    earlier, later = (
        {t.predicate: t.object.value for t in editions.evaluation(d) if isinstance(t.object, Literal)} for d in (day, day + timedelta(1))
    )
    assert all(earlier[term] <= later[term] for term in earlier)
    assert earlier[D.threeYearsBefore] < earlier[D.oneYearBefore] < earlier[D.sixMonthsBefore] < earlier[D.oneMonthBefore] < earlier[D.asOf]
