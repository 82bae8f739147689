"""Major hazard sources in the graph: S, R and level computed a second time in SPARQL alone, and each statement that is derived."""

import csv
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import cache
from math import isclose
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from duibiao import corpus, loaders
from duibiao.ontology import iris
from duibiao.ontology.intervals import written
from duibiao.ontology.terms import ELI, RDF, XSD, D
from duibiao.reasoning import Scratch, hazard_identification
from duibiao.shapes import data as shapes_data

_FOUND = """
CONSTRUCT { ?holding <x:listed> ?listed ; <x:ofGas> ?ofGas ; <x:class> ?class } WHERE {
  { ?holding a d:Holding ; d:substanceName ?name .
    ?substance a d:Substance ; skos:prefLabel|skos:altLabel ?label FILTER(STR(?label) = ?name)
    { ?substance d:thresholdQuantity ?listed } UNION { ?substance d:correctionFactor ?ofGas } }
  UNION
  { ?holding a d:Holding ; d:hazardClass ?text .
    ?class d:thresholdQuantity ?threshold ; d:hazardClass ?symbol
    FILTER(CONTAINS(CONCAT(";", ?text, ";"), CONCAT(";", ?symbol, ";"))) }
}
"""
_IDENTIFIED = """
SELECT ?unit ?s ?r ?level WHERE {
  { SELECT ?unit (SUM(?ratio) AS ?s) (SUM(?ratio * ?beta) * MAX(?factor) AS ?r) WHERE {
    { SELECT ?unit ?holding (?tonnes / COALESCE(?listed, MIN(?q)) AS ?ratio) (COALESCE(?ofGas, MAX(?b)) AS ?beta) WHERE {
      ?holding a d:Holding ; d:inUnit ?unit ; d:designMaximum ?amount ; d:statedUnit ?measure ; <x:class> ?class .
      ?class d:thresholdQuantity ?q ; d:correctionFactor ?b
      OPTIONAL { ?holding <x:listed> ?listed } OPTIONAL { ?holding <x:ofGas> ?ofGas }
      BIND(IF(?measure = "kg", ?amount / 1000, ?amount) AS ?tonnes)
    } GROUP BY ?unit ?holding ?tonnes ?listed ?ofGas }
    { SELECT ?unit (MAX(?value) AS ?factor) WHERE {
      ?limit d:parameter/skos:prefLabel "暴露人员校正系数"@zh ; d:statedValue ?band ; qudt:numericValue ?value .
      ?unit d:population500m ?people FILTER(?people >= xsd:integer(REPLACE(?band, "^([0-9]+).*$", "$1")))
    } GROUP BY ?unit }
  } GROUP BY ?unit }
  OPTIONAL {
    ?border d:parameter/skos:prefLabel "分级指标R"@zh ; d:scope/skos:prefLabel ?level
    OPTIONAL { ?border qudt:numericValue ?least } OPTIONAL { ?border qudt:upperBound ?over }
    FILTER(?s >= 1 && (!BOUND(?least) || ?r >= ?least) && (!BOUND(?over) || ?r < ?over))
  }
}
"""
LEVELS = {"一级重大危险源": 1, "二级重大危险源": 2, "三级重大危险源": 3, "四级重大危险源": 4}
ALPHA = {
    0: Fraction(1, 2),
    1: Fraction(1),
    29: Fraction(1),
    30: Fraction(6, 5),
    49: Fraction(6, 5),
    50: Fraction(3, 2),
    99: Fraction(3, 2),
    100: Fraction(2),
}


def rows(table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(corpus.path(f"gb18218/{table}.csv").read_text(encoding="utf-8").splitlines()))


TABLE_1 = {row["no"]: Fraction(row["threshold_t"]) for row in rows("table1")}
TABLE_2 = {row["symbol"]: Fraction(row["threshold_t"]) for row in rows("table2")}
BETA = {row["key"]: Fraction(row["beta"]) for row in rows("beta") if row["key_type"] == "category"}
NAMES = {row["name_zh"]: row["no"] for row in rows("table1")} | {row["name"]: row["table1_no"] for row in rows("aliases")}
SYMBOLS = sorted(TABLE_2)


@cache
def tables() -> tuple[Triple, ...]:
    files = sorted(Path(str(corpus.path("gb18218"))).glob("*.csv"))
    return tuple(triple for file in files for triple in loaders.read(file).triples)


# --- a second computation


def unit(number: int, people: int, *holdings: tuple[str, str, Fraction]) -> Iterator[Triple]:
    """A unit with holdings: name, classes, tonnes; every other amount is written in kilograms."""
    node = NamedNode(f"http://x/unit/{number}")
    yield Triple(node, RDF.type, D.HazardUnit)
    yield Triple(node, D.population500m, Literal(people))
    for index, (name, classes, tonnes) in enumerate(holdings):
        held = NamedNode(f"http://x/unit/{number}/{index}")
        kilograms = index % 2
        amount = written(tonnes * 1000 if kilograms else tonnes)
        yield Triple(held, RDF.type, D.Holding)
        yield Triple(held, D.inUnit, node)
        yield Triple(held, D.substanceName, Literal(name))
        yield Triple(held, D.hazardClass, Literal(classes))
        yield Triple(held, D.designMaximum, Literal(amount, datatype=XSD.decimal))
        yield Triple(held, D.statedUnit, Literal("kg" if kilograms else "t"))


def any_substance(random: Random) -> tuple[str, str, Fraction]:
    """A name of table 1 or a class of table 2, each with classes, and the threshold that it has."""
    classes = random.sample(SYMBOLS, random.choice([1, 1, 1, 2, 3]))
    if random.random() < 0.5:
        name = random.choice(sorted(NAMES))
        return name, ";".join(classes), TABLE_1[NAMES[name]]
    return f"物质{random.randrange(999)}", ";".join(classes), min(TABLE_2[symbol] for symbol in classes)


def any_unit(random: Random, number: int) -> Iterator[Triple]:
    """One to five substances; each ratio is a decimal that ends, so that both computations are exact. Some sums are 1 exactly."""
    substances = [any_substance(random) for _ in range(random.randint(1, 5))]
    most = random.choice([400, 2000, 40000])
    ratios = [Fraction(random.randint(1, most), 1000) for _ in substances]
    if random.random() < 0.2 and (rest := 1 - sum(ratios[1:])) > 0:
        ratios[0] = rest
    held = [(name, classes, ratio * q) for (name, classes, q), ratio in zip(substances, ratios, strict=True)]
    return unit(number, random.choice([*ALPHA, random.randrange(200)]), *held)


def on_borders() -> Iterator[tuple[int, str, Fraction]]:
    """Residents, a class and the ratio at which R is 10, 50 or 100 exactly, wherever that is a decimal that ends."""
    for people, alpha in ALPHA.items():
        for symbol, beta in BETA.items():
            for border in (10, 50, 100):
                ratio = border / (alpha * beta)
                if 10**12 % ratio.denominator == 0:
                    yield people, symbol, ratio


def in_sparql(data: Scratch) -> dict[str, tuple[float, float, int | None]]:
    found: dict[str, tuple[float, float, int | None]] = {}
    data.add(list(data.built(_FOUND)))
    for row in data.rows(_IDENTIFIED):
        assert row["unit"].value not in found
        found[row["unit"].value] = (float(row["s"].value), float(row["r"].value), LEVELS[row["level"].value] if row["level"] else None)
    return found


def derived(data: Scratch) -> dict[str, dict[NamedNode, set[str]]]:
    found: dict[str, dict[NamedNode, set[str]]] = {}
    for triple in hazard_identification.derive(data):
        found.setdefault(triple.subject.value, {}).setdefault(triple.predicate, set()).add(triple.object.value)
    return found


def compare(own: list[Triple]) -> set[int | None]:
    """Both computations of these units agree; what comes back are the levels that came up."""
    data = Scratch(tables(), own)
    second, first = in_sparql(data), derived(data)
    assert len(second) == sum(triple.object == D.HazardUnit for triple in own)
    for node, (s, r, level) in second.items():
        stated = first[node]
        assert D.problem not in stated, node
        assert isclose(float(*stated[D.sumRatio]), s, rel_tol=0, abs_tol=1e-9)
        assert stated.get(D.computedGrade) == ({D[f"HazardGrade-{level}"].value} if level else None), (node, s, r)
        assert (D.MajorHazardSource.value in stated.get(RDF.type, ())) == (level is not None)
        assert (D.gradeValue in stated) == (level is not None)
        if level is not None:
            assert isclose(float(*stated[D.gradeValue]), r, rel_tol=0, abs_tol=1e-9)
    return {level for _, _, level in second.values()}


@settings(max_examples=4)
@given(st.integers(0, 2**32))
def test_any_inventories_give_the_same_in_sparql(seed: int) -> None:
    random = Random(seed)
    assert compare([triple for number in range(250) for triple in any_unit(random, number)]) == {None, 1, 2, 3, 4}


def test_units_on_the_borders_of_r_and_just_below_give_the_same_in_sparql() -> None:
    cases = list(on_borders())
    assert len(cases) > 200
    own = []
    for number, (people, symbol, ratio) in enumerate(cases):
        own += unit(2 * number, people, ("某物质", symbol, ratio * TABLE_2[symbol]))
        own += unit(2 * number + 1, people, ("某物质", symbol, (ratio - Fraction(1, 10**9)) * TABLE_2[symbol]))
    assert compare(own) == {1, 2, 3, 4}


def test_units_at_one_and_just_below_give_the_same_in_sparql() -> None:
    own = []
    for number, name in enumerate(sorted(NAMES)):
        q = TABLE_1[NAMES[name]]
        own += unit(2 * number, 1, (name, "W5.3", q * Fraction(3, 4)), ("某物质", "W9.2", Fraction(50)))
        own += unit(2 * number + 1, 1, (name, "W5.3", q * Fraction(3, 4) - Fraction(1, 10**9)), ("某物质", "W9.2", Fraction(50)))
    found = compare(own)
    assert None in found and len(found) > 1
    grades = derived(Scratch(own))
    majors = {node for node in grades if D.MajorHazardSource.value in grades[node].get(RDF.type, ())}
    assert majors == {f"http://x/unit/{2 * number}" for number in range(len(NAMES))}


# --- what is stated

UNIT, ONE, TWO = (f"http://x/{name}" for name in ("u", "one", "two"))
PREFIXES = f"@prefix d: <{D.base}> . @prefix : <http://x/> . "


def graph(text: str) -> Scratch:
    return Scratch(quad.triple for quad in parse(PREFIXES + text, format=RdfFormat.TURTLE))


def held(name: str, substance: str, rest: str) -> str:
    return f':{name} a d:Holding ; d:inUnit :u ; d:substanceName "{substance}" ; {rest} . '


TONNES = 'd:statedUnit "t" ; d:designMaximum '
OF_1_RESIDENT = ":u a d:HazardUnit ; d:population500m 1 . "


def test_below_the_threshold_each_term_is_stated_and_what_is_left() -> None:
    """5/10 of ammonia by name, 100/1000 of a solvent by class."""
    text = held("one", "液氨", TONNES + "5.0") + held("two", "某溶剂", TONNES + '100 ; d:hazardClass "W5.3"')
    found = derived(graph(OF_1_RESIDENT + text))
    assert found[UNIT] == {D.identifiedBy: {iris.clause("gb-18218-2018", "4.2.1").value}, D.sumRatio: {"0.6"}}
    assert found[ONE] == {
        D.thresholdQuantity: {"10"},
        D.thresholdSource: {"GB 18218-2018 表1 序号1"},
        D.ofSubstance: {iris.substance("1").value},
        D.correctionFactor: {"2"},
        D.ratio: {"0.5"},
        D.tonnesUntilMajor: {"4"},
    }
    assert found[TWO] == {
        D.thresholdQuantity: {"1000"},
        D.thresholdSource: {"GB 18218-2018 表2 W5.3"},
        D.correctionFactor: {"1"},
        D.ratio: {"0.1"},
        D.tonnesUntilMajor: {"400"},
    }


def test_of_a_source_grade_and_value_are_stated_and_what_is_left_to_the_next() -> None:
    """S = 60/10, R = 2 · 6 = 12, level 3; 38/2 · 10 t to R = 50."""
    found = derived(graph(OF_1_RESIDENT + held("one", "液氨", 'd:designMaximum 60000 ; d:statedUnit "kg"')))
    assert {key: found[UNIT][key] for key in (RDF.type, D.sumRatio, D.gradeValue, D.computedGrade)} == {
        RDF.type: {D.MajorHazardSource.value},
        D.sumRatio: {"6"},
        D.gradeValue: {"12"},
        D.computedGrade: {D["HazardGrade-3"].value},
    }
    assert found[ONE][D.tonnesUntilNextLevel] == {"190"}
    assert D.tonnesUntilMajor not in found[ONE]


@pytest.mark.parametrize(("tonnes", "classes"), [(250, {"MajorHazardSource", "GraveMajorHazardSource"}), (249, {"MajorHazardSource"})])
def test_levels_1_and_2_are_grave(tonnes: int, classes: set[str]) -> None:
    found = derived(graph(OF_1_RESIDENT + held("one", "液氨", f"{TONNES}{tonnes}")))
    assert found[UNIT][RDF.type] == {D[name].value for name in classes}


def test_the_identification_leads_back_to_its_norm() -> None:
    clause = iris.clause("gb-18218-2018", "4.2.1")
    found = derived(graph(OF_1_RESIDENT + held("one", "液氨", TONNES + "5.0")))
    assert found[clause.value][ELI.is_part_of] == {iris.norm("gb-18218-2018").value}


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (held("two", "氯", 'd:statedUnit "t"'), ("设计最大量缺失", "design maximum is not stated")),
        (held("two", "氯", 'd:designMaximum "若干" ; d:statedUnit "t"'), ("“若干”不是数", "“若干” is no number")),
        (held("two", "氯", "d:designMaximum 1"), ("没有写明计量单位", "has no unit")),
        (held("two", "氯", 'd:designMaximum 1 ; d:statedUnit "m³"'), ("“m³”不是质量单位", "“m³” is no unit of mass")),
        (held("two", "氯", 'd:designMaximum 1 ; d:statedUnit "桶"'), ("“桶”不是质量单位", "“桶” is no unit of mass")),
        (held("two", "氯", 'd:designMaximum "<5" ; d:statedUnit "t"'), ("0～<5 t", "0～<5 t")),
        (held("two", "某物质", TONNES + "1"), ("无法确定临界量", "there is no threshold")),
        (held("two", "硝酸铵", TONNES + "1"), ("表1中有2行", "2 rows of table 1")),
        (held("two", "氯", TONNES + '1 ; d:casNumber "7664-41-7"'), ("7664-41-7", "7664-41-7")),
        (":u d:heldBackRow 7 , 9 . ", ("有2行储存数据", "2 rows of the unit")),
    ],
)
def test_what_cannot_be_told_is_undecided_and_said_in_both_languages(row: str, code: tuple[str, str]) -> None:
    data = graph(OF_1_RESIDENT + held("one", "液氨", TONNES + "5.0") + row)
    found = derived(data)[UNIT]
    assert found[RDF.type] == {D.UndecidedUnit.value}
    assert found[D.sumAtLeast] == {"0.5"} and D.sumRatio not in found
    texts = {t.object.language: t.object.value for t in hazard_identification.derive(data) if t.predicate == D.problem}
    assert code[0] in texts["zh"] and code[1] in texts["en"] and len(found[D.problem]) == 2 - (texts["zh"] == texts["en"])


@pytest.mark.parametrize(
    ("text", "problem"), [(OF_1_RESIDENT, "没有填写任何物质"), (OF_1_RESIDENT + ":u d:heldBackRow 7 . ", "有1行储存数据")]
)
def test_a_unit_without_holdings_is_undecided(text: str, problem: str) -> None:
    found = derived(graph(text))[UNIT]
    assert found[RDF.type] == {D.UndecidedUnit.value}
    assert any(problem in said for said in found[D.problem])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (":u a d:HazardUnit . " + held("one", "液氨", TONNES + "500"), "常住人口"),
        (OF_1_RESIDENT + held("one", "苯", TONNES + "500"), "校正系数β"),
        (OF_1_RESIDENT + ":u d:heldBackRow 7 . " + held("one", "液氨", TONNES + "500"), "未载入"),
    ],
)
def test_a_source_that_cannot_be_graded_says_why(text: str, problem: str) -> None:
    found = derived(graph(text))[UNIT]
    assert found[RDF.type] == {D.MajorHazardSource.value, D.UngradedUnit.value}
    assert not {D.computedGrade, D.gradeValue} & found.keys()
    assert any(problem in said for said in found[D.problem])


@pytest.mark.parametrize("state", ["gas", "liquefied-gas"])
def test_the_state_of_matter_is_that_of_the_holding(state: str) -> None:
    rest = f'{TONNES}1 ; d:hazardClass "急性毒性,类别1" ; d:physicalState d:PhysicalState-{state}'
    found = derived(graph(OF_1_RESIDENT + held("one", "某物质", rest)))
    assert found[ONE][D.thresholdSource] == {"GB 18218-2018 表2 J1"}


def test_the_process_condition_is_that_of_the_holding() -> None:
    rest = f'{TONNES}1 ; d:hazardClass "易燃液体,类别2" ; d:processCondition '
    text = held("one", "某溶剂", rest + '"操作压力大于1.6 MPa"') + held("two", "某溶剂", rest + '"常温常压"')
    found = derived(graph(OF_1_RESIDENT + text))
    assert [found[node][D.thresholdSource] for node in (ONE, TWO)] == [{"GB 18218-2018 表2 W5.2"}, {"GB 18218-2018 表2 W5.3"}]


# --- the day


@pytest.mark.parametrize(
    ("tonnes", "told"), [("500", {"MajorHazardSource", "GraveMajorHazardSource"}), ("10", {"MajorHazardSource"}), ("1", set())]
)
def test_before_the_edition_a_unit_is_undecided_and_from_its_first_day_told(tonnes: str, told: set[str]) -> None:
    own = list(graph(OF_1_RESIDENT + held("one", "液氨", TONNES + tonnes)).triples())
    stated = [*own, *hazard_identification.derive(Scratch(own))]

    def classes(day: date) -> set[str]:
        data = shapes_data.graph(shapes_data.Law.on(day, ()), [shapes_data.Statements.of(stated)])
        return {t.object.value.removeprefix(D.base) for t in data.matching(NamedNode(UNIT), RDF.type)} - {"HazardUnit"}

    assert classes(date(2019, 2, 28)) == {"UndecidedUnit"}
    assert classes(date(2019, 3, 1)) == classes(date(2026, 11, 22)) == told


def test_on_an_earlier_day_statements_of_other_things_stay() -> None:
    own = list(graph(':x a d:Post ; d:substanceName "氯" . ').triples())
    assert list(hazard_identification.on(date(2000, 1, 1), own)) == own
