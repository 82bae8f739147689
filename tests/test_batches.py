"""The check of many enterprises together, in this process and in others: each has the gaps it has alone."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse
from rdflib import URIRef, Variable
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from duibiao import register, shapes
from duibiao.ontology import iris
from duibiao.ontology.terms import RDF, D
from duibiao.register import batches, demo, norms
from duibiao.shapes import division, rules
from duibiao.store import Store
from duibiao.store.copies import Copies

DAY = date(2026, 11, 22)
SAMPLES = ("91000000CLW000010K", "91000000JJG000023K")
COPY = "91999999JJG00000{}X"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store on disk with the samples and four copies of the smaller one, each with its own faults."""
    folder = tmp_path_factory.mktemp("many") / "store"
    store = Store.open(folder)
    demo.fill(store, DAY)
    for number in range(4):
        copied = {iris.graph(f"{part}/{COPY.format(number)}"): _copied(store, part, number) for part in ("enterprise", "derived")}
        store.write(copied)
    store.close()
    return folder


def _copied(store: Store, part: str, number: int) -> list[Triple]:
    """The statements of the smaller sample under a code of its own, without the responsibility standards of some posts."""
    texts = (str(triple) for triple in store.graph(iris.graph(f"{part}/{SAMPLES[1]}")))
    lines = [text.replace(SAMPLES[1], COPY.format(number)) + " .\n" for text in texts]
    kept = (line for line in lines if str(D.responsibilityStandard) not in line or f"/post/gw-00{number + 1}" not in line)
    return list(shapes.data._parsed("".join(kept).encode()))


def checked(folder: Path, codes: list[str] | None = None, book: shapes.RuleBook | None = None, day: date = DAY) -> register.Report:
    store = Store.open(folder)
    try:
        return register.check(store, day=day, book=book or shapes.shipped(), codes=codes)
    finally:
        store.close()


def as_said(report: register.Report) -> tuple[list[shapes.Gap], list[shapes.Entry]]:
    return report.gaps, report.ledger


def codes(folder: Path) -> list[str]:
    store = Store.open(folder)
    found = register.enterprise_codes(store)
    store.close()
    return found


def test_together_each_has_the_gaps_it_has_alone(kept: Path) -> None:
    alone = [checked(kept, [code]) for code in codes(kept)]
    together = checked(kept)
    assert together.gaps == [gap for one in alone for gap in one.gaps]
    assert len({gap.enterprise for gap in together.gaps}) == 7
    for entry in together.ledger:
        same = [other for one in alone for other in one.ledger if other.rule == entry.rule]
        assert entry == replace(
            entry, **{name: sum(getattr(e, name) for e in same) for name in ("targets", "passed", "failed", "inapplicable")}
        )


@pytest.mark.parametrize("size", [1, 4])
def test_other_processes_find_the_same(kept: Path, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    here = checked(kept)
    monkeypatch.setattr(batches, "MANY", 2)
    monkeypatch.setattr(batches, "SIZE", size)
    assert as_said(checked(kept)) == as_said(here)  # the evidence too, which is read from what copies put aside


OF_DEPARTMENTS = """
@prefix : <http://x/> . @prefix d: <https://w3id.org/duibiao/ontology#> . @prefix sh: <http://www.w3.org/ns/shacl#> .
:Departments a sh:NodeShape ; sh:targetClass d:Department ; sh:property :Department-nameless .
:Department-nameless a sh:PropertyShape , d:Rule ; sh:path <http://www.w3.org/2000/01/rdf-schema#label> ; sh:maxCount 0 ;
  sh:severity sh:Info ; d:family 1 ; sh:message "有名称"@zh , "It has a name"@en ; d:remedy "去掉"@zh , "Drop it"@en .
"""


def test_other_rules_look_at_what_is_put_aside_for_the_shipped_ones(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tuple(quad.triple for quad in parse(OF_DEPARTMENTS, format=RdfFormat.TURTLE))
    book = rules.book((*shapes.shipped().graph.triples, *own))
    here = checked(kept, book=book)
    monkeypatch.setattr(batches, "MANY", 2)
    assert as_said(checked(kept, book=book)) == as_said(here)
    assert "Department-nameless" in {gap.rule for gap in here.gaps}


@pytest.mark.parametrize(("term", "kinds"), [(D.number, 2), (D.inFile, 1), (D.applies, 1)])
def test_rows_and_answers_are_put_aside_unless_a_rule_looks_at_them(term: NamedNode, kinds: int) -> None:
    assert len(division.apart(frozenset({str(term).encode()}))) == kinds


def test_a_value_that_cannot_be_read_is_found_where_it_was_put_aside() -> None:
    enterprise, holding = iris.enterprise("E"), iris.member("E", "holding", "1")
    much = Literal("很多")
    found = (D.unreadable, D.designMaximum), (D.unreadableValue, much)
    values = (RDF.type, D.Holding), (D.belongsTo, enterprise), (D.designMaximum, much), *found
    parts: tuple[list[bytes], list[bytes]] = [], []
    for line in (f"{Triple(holding, term, value)} .\n".encode() for term, value in values):
        parts[division.put_aside(line)].append(line)
    main, aside = (b"".join(part) for part in parts)
    assert str(D.designMaximum).encode() in aside
    law, book = shapes.Law.on(DAY, ()), shapes.shipped()
    divided, whole = shapes.Statements(main, (b"\n" + aside,)), shapes.Statements(main + aside)
    here, there = (shapes.gaps_together(law, {enterprise: stated}, book) for stated in (whole, divided))
    assert here == there and "Holding-readable" in {gap.rule for gap in here}


def test_only_values_that_cannot_be_read_are_looked_at_by_any_property() -> None:
    """A query that asks for any property of a thing would miss those that are put aside."""
    for query in shapes.shipped().queries:
        asked = _triples(translateQuery(parseQuery(query.text)).algebra)
        of_any = [(subject, term) for subject, term, _ in asked if isinstance(term, Variable)]
        assert all((subject, URIRef(D.unreadable.value), term) in asked for subject, term in of_any), query.shape.node


def _triples(part: object) -> list[tuple[object, ...]]:
    """The triple patterns in an algebra."""
    if isinstance(part, CompValue):
        own = [pattern for pattern in part.get("triples") or () if isinstance(pattern, tuple) and len(pattern) == 3]
        return own + [pattern for value in part.values() for pattern in _triples(value)]
    return [pattern for value in part for pattern in _triples(value)] if isinstance(part, list | tuple) else []


def test_other_processes_identify_sources_anew_on_an_early_day(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    early = date(2015, 1, 1)
    here = checked(kept, day=early)
    monkeypatch.setattr(batches, "MANY", 2)
    assert as_said(checked(kept, day=early)) == as_said(here)


def test_what_changes_is_checked_as_it_is_now(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "MANY", 2)
    before = checked(kept)
    code = COPY.format(0)
    store = Store.open(kept)
    graph = iris.graph(f"enterprise/{code}")
    store.write({graph: [t for t in store.graph(graph) if t.predicate != D.maintenanceStandard]})
    store.close()
    after = checked(kept)
    changed = {gap.enterprise for gap in after.gaps if gap not in before.gaps}
    assert changed == {iris.enterprise(code).value}


def test_a_copy_that_a_crash_left_is_made_anew(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "store")
    graph, said = iris.graph("enterprise/E"), Triple(iris.enterprise("E"), D.number, iris.enterprise("F"))
    store.write({graph: [said]})
    made = Copies(store, tmp_path / "copies", division.put_aside, 7).of(graph)
    assert made.main.read_bytes() == f"# 7.1\n{said} .\n".encode()
    made.main.write_bytes(b"# 7.0\n")  # of an older version
    made.aside.unlink()
    again = Copies(store, tmp_path / "copies", division.put_aside, 7).of(graph)
    assert (again.main.read_bytes(), again.aside.read_bytes()) == (f"# 7.1\n{said} .\n".encode(), b"# 7.1\n")


def test_lines_put_aside_are_found_by_their_subject() -> None:
    here, longer = NamedNode("http://x/a"), NamedNode("http://x/ab")
    row, derived = "<http://x/row>", "<http://www.w3.org/ns/prov#wasDerivedFrom>"
    lines = f'# 1\n{here} {derived} {row} .\n{here} <http://x/p> "1" .\n{longer} <http://x/p> "2" .\n{row} <http://x/p> "3" .\n'
    others = f'# 1\n{here} <http://x/p> "4" .\n'
    stated = shapes.Statements(b"", (lines.encode(), others.encode()))
    about = stated.about(here).decode().splitlines()
    assert [line.split(" ")[0] for line in about] == [str(here), str(here), str(here), row]
    assert stated.about(NamedNode("http://x/c")) == b""


def test_norms_are_what_a_check_looks_at(kept: Path) -> None:
    store = Store.open(kept)
    law = norms.of(store).law(DAY)
    store.close()
    assert law.day == DAY and b"InForce-inForce" in law.norms.main


@pytest.mark.parametrize("days", [(date(2026, 11, 22), date(2026, 11, 29)), (date(2022, 11, 30), date(2022, 12, 1))])
def test_days_between_which_nothing_comes_into_force_share_their_law(filled: Store, days: tuple[date, date]) -> None:
    """GB 30871-2022 came into force on 2022-12-01."""
    known = norms.of(filled)
    anew = [shapes.Law.on(day, known.checked_against()) for day in days]
    kept = [known.law(day) for day in (*days, *days)]
    assert [law.day for law in kept] == [*days, *days]
    assert [set(law.norms.main.splitlines()) for law in kept[2:]] == [set(law.norms.main.splitlines()) for law in anew]
    assert (kept[0].norms is kept[1].norms) == (set(anew[0].norms.main.splitlines()) == set(anew[1].norms.main.splitlines()))
