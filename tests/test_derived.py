"""What follows for an enterprise from its own statements and the norms: kinds, delays, hazard sources, comparisons."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse
from workbooks import CODE, small_enterprise, write

from duibiao import corpus, loaders, ontology
from duibiao.ontology import iris
from duibiao.ontology.terms import ELI, RDF, XSD, D
from duibiao.reasoning import Scratch, derive
from duibiao.reasoning.ground import Ground

PLANT = "91000000CLW000010K"


@cache
def norms() -> tuple[Triple, ...]:
    files = sorted(file for part in ("norms", "gb18218") for file in Path(str(corpus.path(part))).glob("*.csv"))
    return tuple(triple for file in files for triple in loaders.read(file).triples)


@cache
def plant() -> frozenset[Triple]:
    """What is derived for the sample plant."""
    own = loaders.read(Path(str(corpus.path("sample/chemical-plant.xlsx")))).triples
    return frozenset(derive(Scratch(ontology.load(), norms(), own)))


@cache
def small() -> frozenset[Triple]:
    with TemporaryDirectory() as folder:
        own = loaders.read(write(Path(folder) / "book.xlsx", small_enterprise())).triples
    return frozenset(derive(Scratch(ontology.load(), norms(), own)))


def from_turtle(text: str) -> frozenset[Triple]:
    """What is derived from these statements, which no workbook's checks have seen."""
    prefixes = "".join(f"@prefix {p}: <{base}> . " for p, base in (("d", D.base), ("eli", ELI.base), ("xsd", XSD.base), ("", "http://x/")))
    own = [quad.triple for quad in parse(prefixes + "@prefix qudt: <http://qudt.org/schema/qudt/> . " + text, format=RdfFormat.TURTLE)]
    return frozenset(derive(Scratch(ontology.load(), norms(), own)))


def objects(triples: frozenset[Triple], subject: NamedNode, term: NamedNode) -> set[str]:
    return {t.object.value for t in triples if t.subject == subject and t.predicate == term}


def classes(triples: frozenset[Triple], subject: NamedNode) -> set[str]:
    return {value.removeprefix(D.base) for value in objects(triples, subject, RDF.type)}


def of_plant(kind: str, *numbers: str) -> NamedNode:
    return iris.member(PLANT, kind, *numbers)


def test_what_deriving_keeps_of_the_norms_is_all_that_it_needs() -> None:
    ground = Ground({*ontology.load(), *norms()})
    for book in ("chemical-plant.xlsx", "machining-firm.xlsx"):
        own = loaders.read(Path(str(corpus.path(f"sample/{book}")))).triples
        assert ground.derived(own) == frozenset(derive(Scratch(ontology.load(), norms(), own)))


# --- kinds


@pytest.mark.parametrize(
    ("thing", "expected"),
    [
        (of_plant("post", "GW-001"), {"PrincipalPost", "AssessedPost"}),
        (of_plant("post", "GW-003"), {"SafetyPost", "AssessedPost"}),
        (of_plant("post", "GW-008"), {"ManagerPost"}),
        (of_plant("post", "GW-023"), {"OperatingPost"}),
        (of_plant("post", "GW-021"), {"SpecialOperationPost", "OperatingPost", "HighRiskWorkPost"}),
        (
            iris.enterprise(PLANT),
            {
                *("HighRiskEnterprise", "SafetyEngineerEnterprise", "SafetyEvaluationEnterprise"),
                *("CoreElementEnterprise", "EmergencyUnit", "KeyFireUnit", "OnSitePlanEnterprise"),
            },
        ),
        (of_plant("equipment", "V-4103"), {"SpecialEquipment", "SpecialEquipmentInUse", "EquipmentInUse"}),
        (of_plant("equipment", "GD-2201"), {"SafetyDevice", "OtherSafetyDevice"}),
        (of_plant("hazard", "WX-038"), {"GraveHazard"}),
        (of_plant("equipment", "Q-5103"), {"SpecialEquipment", "SpecialEquipmentInUse", "EquipmentInUse", "LiftInUse"}),
        (of_plant("hazard", "WX-042"), set()),
        (of_plant("hidden-danger", "YH-2606"), {"MajorHiddenDanger"}),
        (of_plant("hidden-danger", "YH-2604"), {"MajorHiddenDanger", "FixedHiddenDanger"}),
        (of_plant("hidden-danger", "YH-2612"), set()),
        (
            of_plant("unit", "DY-01"),
            {"MajorHazardSource", "HighlyToxicSource", "HighlyToxicGasSource", "NewWorksSource", "ToxicGasSource"},
        ),
        (
            of_plant("unit", "DY-02"),
            {"MajorHazardSource", "GraveMajorHazardSource", "AccidentSource", "GuardedStore", "NewWorksSource", "StorageUnit"},
        ),
        (of_plant("unit", "DY-04"), set()),
        (
            of_plant("unit", "DY-05"),
            {"UndecidedUnit", "StorageUnit", "UndecidedGuardedStore", "UndecidedHighlyToxicSource", "UndecidedNewWorksSource"},
        ),
    ],
)
def test_the_classes_that_follow(thing: NamedNode, expected: set[str]) -> None:
    assert classes(plant(), thing) - {"Post", "Hazard", "HazardUnit", "Equipment", "Enterprise"} == expected


@pytest.mark.parametrize(
    ("sector", "headcount", "expected"), [("机械制造", 101, True), ("机械制造", 100, False), ("危险化学品生产", 101, False)]
)
def test_an_ordinary_enterprise_over_a_hundred(tmp_path: Path, sector: str, headcount: int, expected: bool) -> None:
    sheets = small_enterprise()
    sheets["企业"][1][2:4] = [sector, headcount]
    own = loaders.read(write(tmp_path / "book.xlsx", sheets)).triples
    found = frozenset(derive(Scratch(ontology.load(), own)))
    assert ("OrdinaryEnterpriseOver100" in classes(found, iris.enterprise(CODE))) == expected


@pytest.mark.parametrize(
    ("state", "in_use"),
    [
        ("d:state d:EquipmentState-in-use ;", True),
        ("", True),
        ("d:state d:EquipmentState-failed ;", False),
        ("d:state d:EquipmentState-scrapped ;", False),
    ],
)
def test_equipment_is_in_use_unless_another_state_is_stated(state: str, in_use: bool) -> None:
    found = from_turtle(f":e a d:Equipment ; {state} d:kind d:EquipmentKind-special .")
    assert ({"EquipmentInUse", "SpecialEquipmentInUse"} <= classes(found, NamedNode("http://x/e"))) == in_use


# --- delays


@pytest.mark.parametrize(
    ("thing", "term", "days"),
    [
        (of_plant("equipment", "V-4103"), D.registrationDelay, "60"),
        (of_plant("unit", "DY-01"), D.filingDelay, "15"),
        (of_plant("unit", "DY-02"), D.filingDelay, "29"),
        (of_plant("unit", "DY-03"), D.filingDelay, None),
    ],
)
def test_the_days_between_two_dates(thing: NamedNode, term: NamedNode, days: str | None) -> None:
    assert objects(plant(), thing, term) == ({days} if days else set())


# --- hazard sources


@pytest.mark.parametrize(
    ("unit", "s", "r", "grade"),
    [
        ("DY-01", "5.35", "15.42", "3"),
        ("DY-02", "44.8", "53.76", "2"),
        ("DY-03", "1", "4.8", "4"),
        ("DY-04", "0.08", None, None),
        ("DY-05", None, None, None),
    ],
)
def test_the_sums_and_grades_of_the_sample_plant(unit: str, s: str | None, r: str | None, grade: str | None) -> None:
    node = of_plant("unit", unit)
    assert objects(plant(), node, D.sumRatio) == ({s} if s else set())
    assert objects(plant(), node, D.sumAtLeast) == (set() if s else {"0.04"})
    assert objects(plant(), node, D.gradeValue) == ({r} if r else set())
    assert objects(plant(), node, D.computedGrade) == ({D[f"HazardGrade-{grade}"].value} if grade else set())


@pytest.mark.parametrize(
    ("holding", "threshold", "beta", "source"),
    [
        ("CC-01", "5", "4", "表1 序号12"),
        ("CC-02", "50", "1", "表1 序号57"),
        ("CC-03", "50", "1", "表2 W5.2"),
        ("CC-04", "20", "3", "表1 序号11"),
        ("CC-10", "5", "1.5", "表1 序号51"),
        ("CC-12", "50", "1", "表2 W8"),
    ],
)
def test_the_threshold_and_factor_of_a_holding(holding: str, threshold: str, beta: str, source: str) -> None:
    node = of_plant("holding", holding)
    assert objects(plant(), node, D.thresholdQuantity) == {threshold}
    assert objects(plant(), node, D.correctionFactor) == {beta}
    assert objects(plant(), node, D.thresholdSource) == {f"GB 18218-2018 {source}"}


def test_what_cannot_be_told_is_said() -> None:
    problems = objects(plant(), of_plant("unit", "DY-05"), D.problem)
    assert {text[:11] for text in problems} == {"CLW-7 中间体：不", "CLW-7 中间体: "}
    assert objects(plant(), of_plant("holding", "CC-14"), D.thresholdQuantity) == set()


def test_a_small_unit_worked_out_by_hand() -> None:
    """S = 12/10 + 2.5005/500 = 1.205001; R = 1.2 × (2 × 1.2 + 1 × 0.005001) = 2.8860012, level 4."""
    unit = iris.member(CODE, "unit", "D1")
    assert objects(small(), unit, D.sumRatio) == {"1.205001"}
    assert objects(small(), unit, D.gradeValue) == {"2.8860012"}
    assert objects(small(), unit, D.computedGrade) == {D["HazardGrade-4"].value}


def test_an_identification_says_by_which_clause() -> None:
    clause = iris.clause("gb-18218-2018", "4.2.1")
    assert objects(plant(), of_plant("unit", "DY-04"), D.identifiedBy) == {clause.value}
    assert Triple(clause, ELI.is_part_of, iris.norm("gb-18218-2018")) in plant()


@pytest.mark.parametrize(
    "holding",
    [
        'd:substanceName "液氯" ; d:statedUnit "t"',
        'd:substanceName "液氯" ; d:designMaximum 9',
        'd:substanceName "液氯" ; d:designMaximum 9 ; d:statedUnit "桶"',
        'd:substanceName "液氯" ; d:designMaximum 9 ; d:statedUnit "m3"',
        'd:substanceName "液氯" ; d:designMaximum -9 ; d:statedUnit "t"',
        'd:substanceName "液氯" ; d:designMaximum "much" ; d:statedUnit "t"',
        'd:substanceName "液氯" ; d:designMaximum "INF"^^xsd:double ; d:statedUnit "t"',
        'd:substanceName "液氯" ; d:designMaximum "1E999999"^^xsd:double ; d:statedUnit "t"',
        'd:designMaximum 9 ; d:statedUnit "t"',
    ],
)
def test_a_holding_that_says_too_little_is_never_a_pass(holding: str) -> None:
    unit = NamedNode("http://x/u")
    found = from_turtle(f":u a d:HazardUnit ; d:population500m 3 . :h a d:Holding ; d:inUnit :u ; {holding} .")
    assert classes(found, unit) & {"UndecidedUnit", "MajorHazardSource"} == {"UndecidedUnit"}
    assert (objects(found, unit, D.sumRatio), objects(found, unit, D.sumAtLeast)) == (set(), {"0"})
    assert len(objects(found, unit, D.problem)) == 2  # one in two languages


@pytest.mark.parametrize("people", ["-5", '"many"', '"1E30"^^xsd:double'])
def test_residents_that_are_no_number_give_no_level_or_the_gravest(people: str) -> None:
    unit = NamedNode("http://x/u")
    held = ':h a d:Holding ; d:inUnit :u ; d:substanceName "液氯" ; d:designMaximum 5.0 ; d:statedUnit "t" .'
    found = from_turtle(f":u a d:HazardUnit ; d:population500m {people} . {held}")
    assert "MajorHazardSource" in classes(found, unit)
    assert objects(found, unit, D.gradeValue) == ({"8"} if "1E30" in people else set())


def test_dates_that_are_none_give_no_delay() -> None:
    known = 'd:registeredOn "2026-01-31"^^xsd:date'
    found = from_turtle(f':e d:inServiceOn "soon" ; {known} . :f d:inServiceOn "2026-13-01"^^xsd:date ; {known} .')
    assert not [t for t in found if t.predicate == D.registrationDelay]


# --- comparisons


def compared(ours: NamedNode, theirs: NamedNode) -> set[NamedNode]:
    """The comparisons of our clause's limit with the limits that stand in their clause."""
    known = plant() | set(norms())
    limits = {t.subject for t in known if t.predicate == D.statedIn and t.object == theirs}
    mine = NamedNode(f"{ours.value}/limit")
    return {t.subject for t in plant() if t.predicate == D.ours and t.object == mine} & {
        t.subject for t in plant() if t.predicate == D.theirs and t.object in limits
    }


PAIRS = [
    (("Q/CLW 101-2024", "5.1"), ("gb-30871-2022", "5.3.1 c)"), "weaker"),  # 1 h against 30 min
    (("Q/CLW 102-2026", "5.8"), ("gb-30871-2022", "6.10"), "weaker"),  # 2 days against 24 h
    (("Q/CLW 105-2024", "4.3"), ("gb-30871-2022", "10.6"), "equal"),  # 70 cm against 0.7 m
    (("Q/CLW 106-2024", "4.2"), ("gb-30871-2022", "11.5"), "weaker"),  # 1.8 m against 1.5 m
    (("Q/CLW 201-2024", "4.2"), ("gb-4053.3-2009", "5.2"), "weaker"),  # 100 cm against 1050 mm
    (("Q/CLW 202-2024", "4.2"), ("gb-50140-2005", "5.2.2"), "weaker"),  # 12 m against 9 m
]


@pytest.mark.parametrize(("ours", "theirs", "answer"), PAIRS)
def test_a_clause_is_compared_with_that_of_a_norm(ours: tuple[str, str], theirs: tuple[str, str], answer: str) -> None:
    (node,) = compared(of_plant("standard", *ours), iris.clause(*theirs))
    assert objects(plant(), node, D.strictness) == {D[f"Strictness-{answer}"].value}


def test_a_comparison_has_its_proof_step_by_step_in_two_languages() -> None:
    (node,) = compared(of_plant("standard", "Q/CLW 101-2024", "5.1"), iris.clause("gb-30871-2022", "5.3.1 c)"))
    steps = {t.object for t in plant() if t.subject == node and t.predicate == D.proofStep}
    for language in ("zh", "en"):
        said = sorted(s.value for s in steps if isinstance(s, Literal) and s.language == language)
        assert [step[:2] for step in said] == [f"{n} " for n in range(1, len(said) + 1)]
        assert "1 h" in said[0]
        assert "30 min" in said[1]
        assert "3600" in said[2]
        assert "1800" in said[2]


def test_stricter_is_stated_only_where_it_is_proved() -> None:
    stricter = {(t.subject, t.object) for t in plant() if t.predicate == D.stricterThan}
    proved = set()
    for node in {t.subject for t in plant() if t.object == D["Strictness-stricter"]}:
        (ours,) = (t.object for t in plant() if t.subject == node and t.predicate == D.ours)
        (theirs,) = (t.object for t in plant() if t.subject == node and t.predicate == D.theirs)
        places = {t.subject: t.object for t in norms() if t.predicate == D.statedIn}
        proved.add((NamedNode(ours.value.removesuffix("/limit")), places[theirs]))
    assert stricter
    assert stricter <= proved
    for ours, theirs, answer in PAIRS:
        assert answer == "stricter" or (of_plant("standard", *ours), iris.clause(*theirs)) not in stricter


def test_a_clause_that_meets_one_limit_of_another_and_not_its_next_is_not_stricter() -> None:
    """19.5–23.5 % is within the 23.5 % that GB 30871 allows where there is more oxygen, and wider than its general 19.5–21 %."""
    ours, theirs = of_plant("standard", "Q/CLW 102-2026", "5.3"), iris.clause("gb-30871-2022", "6.4 a)")
    answers = {answer for node in compared(ours, theirs) for answer in objects(plant(), node, D.strictness)}
    assert answers == {D["Strictness-stricter"].value, D["Strictness-weaker"].value}
    assert Triple(ours, D.stricterThan, theirs) not in plant()


def test_two_clauses_of_one_enterprise_contradict_each_other_both_ways() -> None:
    one, other = of_plant("standard", "Q/CLW 101-2024", "6.2"), of_plant("standard", "Q/CLW 206-2024", "4.3")
    assert {(t.subject, t.object) for t in plant() if t.predicate == D.contradicts} == {(one, other), (other, one)}


CLAUSE = """
:{n} a d:EnterpriseClause . :{n}l a d:Limit ; d:statedIn :{n} ; d:parameter <https://w3id.org/duibiao/id/parameter/p> ;
  d:scope <https://w3id.org/duibiao/id/scope/s> ; d:direction d:Direction-{direction} ; {value} d:statedUnit "{unit}" .
"""


def clause(name: str, value: str, unit: str = "m", direction: str = "upper-bound") -> str:
    return CLAUSE.format(
        n=name, value=f"qudt:numericValue {value} ; d:statedValue {value} ;" if value else "", unit=unit, direction=direction
    )


@pytest.mark.parametrize(
    ("one", "other", "contradict"),
    [
        (clause("a", "15"), clause("b", "20"), True),
        (clause("a", "15"), clause("b", "1500", "cm"), False),
        (clause("a", "15"), clause("b", ""), False),
        (clause("a", "15"), clause("b", '"INF"^^xsd:double'), False),
        (clause("a", "15"), clause("b", "10", direction="lower-bound"), False),
        (clause("a", "15"), clause("b", "15", "kg"), False),
    ],
)
def test_which_limits_contradict(one: str, other: str, contradict: bool) -> None:
    found = from_turtle(one + other)
    assert bool([t for t in found if t.predicate == D.contradicts]) == contradict


@pytest.mark.parametrize("separator", [";", "；", "、", " ； "])
def test_the_members_of_a_set_may_be_separated_in_several_ways(separator: str) -> None:
    listed = separator.join(("氧气", "硫化氢"))
    one = clause("a", f'"{listed}"', direction="set").replace("qudt:numericValue", "d:text")
    other = clause("b", '"硫化氢;氧气"', direction="set").replace("qudt:numericValue", "d:text")
    assert not [t for t in from_turtle(one + other) if t.predicate == D.contradicts]
