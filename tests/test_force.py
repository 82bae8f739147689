"""The binding force of clauses on a day, by the periods of force and the catalogue."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from duibiao import corpus, loaders
from duibiao.ontology import iris
from duibiao.ontology.terms import DCTERMS, ELI, RDF, XSD, D, Term
from duibiao.reasoning import Scratch
from duibiao.reasoning.force import binding_force_on

PARTS = ("catalogue", "requirements", "limits", "force")


@cache
def shipped() -> Scratch:
    """The norms shipped, as far as force is concerned."""
    return Scratch(*(loaders.read(Path(str(corpus.path(f"norms/{part}.csv")))).triples for part in PARTS))


def force(clause: NamedNode, day: str, norms: Scratch) -> str | None:
    """The name of the force that the clause has on the day; None where it has none, an error where it has two."""
    found = [t.object for t in binding_force_on(date.fromisoformat(day), norms) if t.subject == clause]
    assert len(found) <= 1
    return None if not found or not isinstance(found[0], NamedNode) else found[0].value.partition("-")[2]


@pytest.mark.parametrize(
    ("norm", "clause", "day", "expected"),
    [
        ("gb-50140-2005", "5.2.2", "2023-02-28", "mandatory"),
        ("gb-50140-2005", "5.2.2", "2023-03-01", "recommended"),  # GB 55036-2022 is in force
        ("危险化学品安全管理条例-2013", "第四十一条", "2026-04-30", "mandatory"),
        ("危险化学品安全管理条例-2013", "第四十一条", "2026-05-01", "none"),  # three years and three days of the new law
        ("危险化学品安全管理条例-2013", "第二十四条", "2026-05-01", "mandatory"),
        ("企业安全生产费用提取和使用管理办法-2012", "第八条", "2022-11-20", "mandatory"),
        ("企业安全生产费用提取和使用管理办法-2012", "第八条", "2022-11-21", "none"),
        ("gb-30871-2022", "5.3.1 c)", "2026-11-22", "mandatory"),
        ("gb-t-50493-2019", "5.2", "2026-11-22", "recommended"),
    ],
)
def test_the_force_of_a_clause_changes_on_the_day(norm: str, clause: str, day: str, expected: str) -> None:
    node = iris.clause(norm, clause)
    extra = [Triple(node, ELI.is_part_of, iris.norm(norm))]  # not every clause named here is in the files shipped
    assert force(node, day, Scratch(shipped().triples(), extra)) == expected


def test_every_clause_of_an_edition_with_force_has_one_and_no_edition_gets_a_second() -> None:
    found = list(binding_force_on(date(2026, 11, 22), shipped()))
    subjects = [t.subject for t in found]
    assert len(subjects) == len(set(subjects)) > 150
    stated = {t.subject for t in shipped().matching(predicate=D.bindingForce)}
    assert not stated & set(subjects)


# --- one norm of our own

NORM, CLAUSE, WITHIN, PERIOD = (NamedNode(f"urn:{name}") for name in ("norm", "norm/5", "norm/5.1", "period"))


def norm(*period: tuple[NamedNode, Term], own: str = "recommended") -> Scratch:
    """A norm with a clause and one within it, and a period of force with these properties."""
    stated: list[tuple[NamedNode, NamedNode, Term]] = [
        (NORM, D.bindingForce, D[f"BindingForce-{own}"]),
        (CLAUSE, ELI.is_part_of, NORM),
        (WITHIN, ELI.is_part_of, NORM),
        (WITHIN, DCTERMS.isPartOf, CLAUSE),
        (PERIOD, RDF.type, D.ForcePeriod),
        (PERIOD, D.ofNorm, NORM),
        (PERIOD, D.bindingForce, D["BindingForce-mandatory"]),
        *((PERIOD, term, value) for term, value in period),
    ]
    return Scratch(_triples(stated))


def _triples(stated: Iterable[tuple[NamedNode, NamedNode, Term]]) -> list[Triple]:
    return [Triple(*statement) for statement in stated]


def day(text: str, kind: NamedNode = XSD.date) -> Literal:
    return Literal(text, datatype=kind)


def test_a_clause_has_the_force_of_the_clause_it_stands_in() -> None:
    data = norm((D.ofClause, CLAUSE))
    assert force(WITHIN, "2020-01-01", data) == force(CLAUSE, "2020-01-01", data) == "mandatory"


def test_the_clause_within_comes_first_and_its_neighbours_keep_the_norm_s_force() -> None:
    data = norm((D.ofClause, WITHIN))
    assert force(WITHIN, "2020-01-01", data) == "mandatory"
    assert force(CLAUSE, "2020-01-01", data) == "recommended"


def test_without_a_clause_the_whole_norm_is_meant() -> None:
    assert force(WITHIN, "2020-01-01", norm()) == "mandatory"


@pytest.mark.parametrize(("on", "expected"), [("2019-12-31", "recommended"), ("2020-01-01", "mandatory"), ("2021-01-01", "recommended")])
def test_a_period_holds_from_its_first_day_until_the_day_before_its_last(on: str, expected: str) -> None:
    data = norm((ELI.first_date_entry_in_force, day("2020", XSD.gYear)), (ELI.date_no_longer_in_force, day("2021-01-01")))
    assert force(CLAUSE, on, data) == expected


def test_clauses_that_stand_in_one_another_end() -> None:
    data = norm((ELI.first_date_entry_in_force, day("2030-01-01"))).add([Triple(CLAUSE, DCTERMS.isPartOf, WITHIN)])
    assert force(WITHIN, "2020-01-01", data) == "recommended"


def test_a_norm_without_force_gives_its_clauses_none() -> None:
    data = Scratch([Triple(CLAUSE, ELI.is_part_of, NORM)])
    assert list(binding_force_on(date(2020, 1, 1), data)) == []
