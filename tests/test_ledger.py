"""The ledger counts honestly: what was looked at, what passed, what failed, what does not apply and what cannot be told."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Triple, parse

from duibiao import corpus, loaders, ontology, shapes
from duibiao.ontology import iris
from duibiao.ontology.terms import RDF, D
from duibiao.reasoning import Scratch, derive
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
    """What is untold beyond the targets is a member of an undecided class; here DY-05, one unit, and no clause."""
    own = list(loaders.read(PLANT).triples)
    unit = iris.member("91000000CLW000010K", "unit", "DY-05")
    told = {t.object for t in derive(Scratch(ontology.load(), own)) if t.subject == unit and t.predicate == RDF.type} | {D.UngradedUnit}
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


def test_both_engines_count_the_same() -> None:
    own = triples(POSTS + UNITS + EQUIPMENT)
    assert counted(own) == counted(own, "pyshacl")


@pytest.mark.parametrize("where", ['"D1"', "<http://x/e>", "<http://x/o> . <http://x/o> d:inUnit <http://x/e>"])
def test_who_answers_for_a_thing_that_says_oddly_where_it_is(where: str) -> None:
    found = shapes.check(
        (), triples(f"<http://x/e> a d:EquipmentInUse , d:Equipment ; d:inUnit {where} ."), iris.enterprise("E"), DAY, shapes.shipped()
    )
    assert {gap.owner for gap in found.gaps if gap.rule == "Equipment-maintenanceStandard"} == {None}
