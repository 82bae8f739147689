"""The ledger counts honestly: what was looked at, what passed, what failed, what does not apply and what cannot be told."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Triple, parse

from duibiao import corpus, loaders, ontology, shapes
from duibiao.ontology import iris
from duibiao.ontology.terms import RDF, RDFS, D
from duibiao.reasoning import Scratch, derive
from duibiao.reasoning.scratch import n_triples
from duibiao.shapes import Law
from duibiao.shapes.rules import book as rules_of

DAY = date(2026, 11, 22)
PLANT = Path(str(corpus.path("sample/chemical-plant.xlsx")))
TURTLE = """@base <https://w3id.org/duibiao/id/enterprise/E/> .
@prefix d: <https://w3id.org/duibiao/ontology#> .
@prefix e: <https://w3id.org/duibiao/id/enterprise/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
COUNTS = ("targets", "passed", "failed", "inapplicable", "cannot_tell", "waived")


def triples(text: str) -> list[Triple]:
    return [quad.triple for quad in parse(TURTLE + text, format=RdfFormat.TURTLE)]


def counted(own: list[Triple], engine: str = "compiled") -> dict[str, shapes.Entry]:
    """The ledger of an enterprise that states these things; no norms are needed for what is counted here."""
    known = own + list(derive(Scratch(ontology.load(), own)))
    found = shapes.check((), known, iris.enterprise("E"), DAY, shapes.shipped(), engine)
    return {entry.rule: entry for entry in found.ledger}


def counts(text: str, rule: str) -> tuple[int, ...]:
    """(targets, passed, failed, inapplicable, cannot tell, waived) of a rule in a text's data."""
    entry = counted(triples(text))[rule]
    return tuple(getattr(entry, name) for name in COUNTS)


@cache
def plant() -> dict[str, shapes.Entry]:
    return counted(list(loaders.read(PLANT).triples))


# --- what holds of every entry


def test_every_rule_has_an_entry_with_its_requirement() -> None:
    rules = shapes.shipped().rules.values()
    assert {name: entry.requirement for name, entry in plant().items()} == {
        rule.name: tuple(node.value.rpartition("/")[2] for node in rule.requirements) for rule in rules
    }


def test_entries_come_in_the_order_of_their_names() -> None:
    assert list(plant()) == sorted(plant())


def test_targets_are_passed_failed_or_untold() -> None:
    """What is untold beyond the targets is a member of an undecided class; here DY-05, one unit, and ZB-06, the place around it."""
    own = list(loaders.read(PLANT).triples)
    unclear = {iris.member("91000000CLW000010K", *path) for path in (("unit", "DY-05"), ("surrounding", "ZB-06"))}
    found = derive(Scratch(ontology.load(), own))
    told = {t.object for t in found if t.subject in unclear and t.predicate == RDF.type} | {D.UngradedUnit}
    undecided = {rule.name for rule in shapes.shipped().rules.values() if rule.undecided in told}
    assert undecided
    for name, entry in plant().items():
        untold = entry.cannot_tell - (name in undecided)
        assert entry.targets == entry.passed + entry.failed + untold, name
        assert min(entry.passed, entry.failed, entry.inapplicable, untold) >= 0, name


def test_what_failed_are_the_things_with_gaps() -> None:
    own = list(loaders.read(PLANT).triples)
    own += derive(Scratch(ontology.load(), own))
    found = shapes.check((), own, iris.enterprise("E"), DAY, shapes.shipped())
    gaps = {(gap.rule, gap.focus) for gap in found.gaps}
    assert gaps
    assert {entry.rule: entry.failed for entry in found.ledger if entry.failed} == {
        rule: sum(name == rule for name, _ in gaps) for rule, _ in gaps
    }


def test_nothing_is_waived_by_a_check() -> None:
    assert {entry.waived for entry in plant().values()} == {0}


def test_a_rule_with_nothing_to_check_counts_nothing() -> None:
    assert {tuple(getattr(entry, name) for name in COUNTS) for entry in counted([]).values()} == {(0, 0, 0, 0, 0, 0)}


# --- each count by hand

POSTS = """
<post/1> a d:Post ; d:kind d:PostKind-special-operation ; d:certificateKind "焊接" ; d:certificateUntil "2026-11-21"^^xsd:date .
<post/2> a d:Post ; d:kind d:PostKind-special-operation ; d:certificateUntil "2026-11-22"^^xsd:date .
<post/3> a d:Post ; d:kind d:PostKind-special-operation .
<post/4> a d:Post ; d:kind d:PostKind-manager ; d:holder "工号4" .
"""
UNITS = """
<unit/1> a d:HazardUnit ; d:registrationNumber "1" .
<unit/2> a d:HazardUnit .
<unit/3> a d:HazardUnit .
<unit/4> a d:HazardUnit .
<holding/1> a d:Holding ; d:inUnit <unit/1> ; d:substanceName "液氯" ; d:designMaximum 5.0 ; d:statedUnit "t" .
<holding/2> a d:Holding ; d:inUnit <unit/2> ; d:substanceName "液氯" ; d:designMaximum 60.0 ; d:statedUnit "t" .
<holding/3> a d:Holding ; d:inUnit <unit/3> ; d:substanceName "液氯" ; d:designMaximum 1.0 ; d:statedUnit "t" .
<holding/4> a d:Holding ; d:inUnit <unit/4> ; d:substanceName "没有听说过的物质" ; d:designMaximum 1.0 ; d:statedUnit "t" .
"""
EQUIPMENT = """
<equipment/1> a d:Equipment ; d:kind d:EquipmentKind-special ;
    d:inServiceOn "2026-01-01"^^xsd:date ; d:registeredOn "2026-01-31"^^xsd:date .
<equipment/2> a d:Equipment ; d:kind d:EquipmentKind-special ;
    d:inServiceOn "2026-01-01"^^xsd:date ; d:registeredOn "2026-02-01"^^xsd:date .
<equipment/3> a d:Equipment ; d:kind d:EquipmentKind-special ; d:registeredOn "2026-02-01"^^xsd:date .
<equipment/4> a d:Equipment ; d:kind d:EquipmentKind-special ; d:state d:EquipmentState-scrapped .
<equipment/5> a d:Equipment ; d:kind d:EquipmentKind-production .
"""
HAND = [
    ("of every post", POSTS, "Post-holder", (4, 1, 3, 0, 0, 0)),
    ("posts of other kinds do not apply", POSTS, "SpecialOperationPost-certificate", (3, 1, 2, 1, 0, 0)),
    ("without a date it cannot be told", POSTS, "SpecialOperationPost-certificateValid", (3, 1, 1, 1, 1, 0)),
    ("no post of the kind", POSTS, "PrincipalPost-statutoryDuties", (0, 0, 0, 4, 0, 0)),
    ("an undecided unit is untold, one below the threshold does not apply", UNITS, "MajorHazardSource-registered", (2, 1, 1, 1, 1, 0)),
    ("untold twice over", UNITS, "MajorHazardSource-assessmentCurrent", (2, 0, 0, 1, 3, 0)),
    ("a substance that no table names", UNITS, "Holding-identified", (4, 3, 1, 0, 0, 0)),
    ("scrapped and other equipment does not apply", EQUIPMENT, "SpecialEquipment-registeredInTime", (3, 1, 1, 2, 1, 0)),
    ("equipment without a state is in use", EQUIPMENT, "Equipment-maintenanceStandard", (4, 0, 4, 1, 0, 0)),
]


@pytest.mark.parametrize(("text", "rule", "expected"), [row[1:] for row in HAND], ids=[row[0] for row in HAND])
def test_counts_by_hand(text: str, rule: str, expected: tuple[int, ...]) -> None:
    assert counts(text, rule) == expected


def test_a_thing_that_fails_twice_is_one_failure() -> None:
    """Two values, each below one, of one enterprise."""
    text = "e:E a d:Enterprise ; d:sector d:Sector-mining ; d:safetyEngineers 0 , -1 ."
    assert counts(text, "HighRiskEnterprise-safetyEngineer") == (1, 0, 1, 0, 0, 0)


RULE = """@prefix sh: <http://www.w3.org/ns/shacl#> .
<rule> a sh:PropertyShape, d:Rule ; sh:targetClass d:Post ; sh:path d:holder ; sh:minCount 1 ; d:needs d:holder , d:dutyScope ;
    sh:severity sh:Info ; d:family 1 ; sh:message "缺"@zh , "Missing"@en ; d:remedy "补"@zh , "Add it"@en ."""


def test_a_thing_that_fails_is_not_untold_as_well() -> None:
    """Three posts without a holder fail, though the rule needs one; the fourth has one and lacks its scope."""
    rules = rules_of(tuple(triples(RULE)))
    found = shapes.check((), triples(POSTS), iris.enterprise("E"), DAY, rules)
    assert [tuple(getattr(entry, name) for name in COUNTS) for entry in found.ledger] == [(4, 0, 3, 0, 1, 0)]


# --- why


def why(text: str, rule: str) -> tuple[str, str]:
    """What the ledger says of a rule in a text's data, in zh and en."""
    found = counted(triples(text))[rule].why
    assert found
    return found["zh"], found["en"]


def test_what_is_no_target_is_named_by_its_classes() -> None:
    assert why(POSTS, "SpecialOperationPost-certificate") == (
        "不属于“特种作业岗位”的“岗位” 1 项",
        "“post”, not “special-operation post”: 1",
    )


def test_what_is_missing_or_undecided_is_named() -> None:
    assert "缺“证书有效期至” 1 项" in why(POSTS, "SpecialOperationPost-certificateValid")[0]
    zh, en = why(UNITS, "MajorHazardSource-assessmentCurrent")
    assert zh == "不属于“重大危险源”的“单元” 1 项；缺“评估日期” 2 项；属于“无法判定的单元” 1 项"
    assert en.count(": ") == 3


def test_a_rule_that_leaves_nothing_out_gives_no_reason() -> None:
    assert counted(triples(POSTS))["Post-holder"].why is None


SOURCE = "@prefix dcterms: <http://purl.org/dc/terms/> . <rule> dcterms:source <https://w3id.org/duibiao/id/requirement/R901> ."
NORM = """@prefix eli: <http://data.europa.eu/eli/ontology#> . @prefix dcterms: <http://purl.org/dc/terms/> . @prefix n: <../../norm/> .
<https://w3id.org/duibiao/id/requirement/R901> d:demandedBy n:c .
n:c eli:is_part_of n:gb-90001-2020 .
n:gb-90001-2020 d:number "GB 90001-2020" ; dcterms:isVersionOf n:gb-90001 ; eli:first_date_entry_in_force "2020-10-01"^^xsd:date ;
    eli:date_no_longer_in_force "2026-01-01"^^xsd:date .
"""


@pytest.mark.parametrize(
    ("day", "zh", "en"),
    [
        (date(2020, 9, 30), "GB 90001-2020 自 2020-10-01 起才施行：4 项", "GB 90001-2020 is not in force before 2020-10-01: 4"),
        (date(2026, 1, 1), "GB 90001-2020 自 2026-01-01 起不再施行：4 项", "GB 90001-2020 is not in force from 2026-01-01 on: 4"),
    ],
)
def test_a_norm_that_is_not_in_force_is_named_with_the_day(day: date, zh: str, en: str) -> None:
    rules = rules_of(tuple(triples(RULE + SOURCE)))
    [entry] = shapes.check(triples(NORM), triples(POSTS), iris.enterprise("E"), day, rules).ledger
    assert entry.inapplicable == 4
    assert entry.why == {"zh": zh, "en": en}
    [entry] = shapes.check(triples(NORM), triples(POSTS), iris.enterprise("E"), date(2025, 12, 31), rules).ledger
    assert (entry.inapplicable, entry.failed) == (0, 3)


ANSWER = """@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<applicability/R901> a d:Applicability ; d:applies false ; d:ofRequirement <https://w3id.org/duibiao/id/requirement/R901> ;
    d:belongsTo e:E ; rdfs:comment "从业人员 80 人"@zh , "80 people"@en .
e:E d:notSubjectTo <https://w3id.org/duibiao/id/requirement/R901> .
"""


@pytest.mark.parametrize("aside", [False, True])
def test_a_requirement_that_does_not_apply_is_told_with_the_reason_of_one_enterprise(aside: bool) -> None:
    """Also where the reasons were put aside, as processes get them."""
    rules = rules_of(tuple(triples(RULE + SOURCE)))
    stated = {iris.enterprise(code): _named(POSTS + ANSWER, code, aside) for code in ("E", "F")}
    law = Law.on(date(2025, 12, 31), triples(NORM))
    [entry] = shapes.check_together(law, stated, rules).ledger
    assert (entry.targets, entry.inapplicable) == (0, 8)
    assert entry.why == {
        "zh": "R901 不适用（企业 2 家；E：从业人员 80 人）",
        "en": "R901 does not apply (enterprises: 2; E: 80 people)",
    }
    [one], [other] = (shapes.check_together(law, {name: said}, rules).ledger for name, said in stated.items())
    assert shapes.summed([[one], [other]]) == [entry]


def _named(text: str, code: str, aside: bool) -> shapes.Statements:
    own = triples(text.replace("e:E", f"e:{code}").replace("<post/", f"<../{code}/post/").replace("<applic", f"<../{code}/applic"))
    comments = [t for t in own if t.predicate == RDFS.comment and aside]
    return shapes.Statements(n_triples(t for t in own if t not in comments), (b"\n" + n_triples(comments),) if comments else ())


def test_reasons_of_two_checks_are_added_up() -> None:
    plenty = counted(triples(POSTS))["SpecialOperationPost-certificateValid"]
    [twice] = shapes.summed([[plenty], [plenty]])
    assert twice.why == {
        "zh": "不属于“特种作业岗位”的“岗位” 2 项；缺“证书有效期至” 2 项",
        "en": "“post”, not “special-operation post”: 2; “certificate until” is missing: 2",
    }


def test_the_waived_keep_their_reasons() -> None:
    entries = list(counted(triples(POSTS)).values())
    assert [entry.why for entry in shapes.with_waived(entries, [])] == [entry.why for entry in entries]


def test_both_engines_count_the_same() -> None:
    own = triples(POSTS + UNITS + EQUIPMENT)
    assert counted(own) == counted(own, "pyshacl")


@pytest.mark.parametrize("where", ['"D1"', "<http://x/e>", "<http://x/o> . <http://x/o> d:inUnit <http://x/e>"])
def test_who_answers_for_a_thing_that_says_oddly_where_it_is(where: str) -> None:
    found = shapes.check(
        (), triples(f"<http://x/e> a d:EquipmentInUse , d:Equipment ; d:inUnit {where} ."), iris.enterprise("E"), DAY, shapes.shipped()
    )
    assert {gap.owner for gap in found.gaps if gap.rule == "Equipment-maintenanceStandard"} == {None}
