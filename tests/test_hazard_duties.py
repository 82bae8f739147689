"""Which duties hang on what a unit holds: by hand, each yes, no and cannot tell; and from which day the newer ones speak."""

import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from duibiao import corpus, loaders, ontology, shapes
from duibiao.ontology import iris
from duibiao.ontology.terms import ELI, RDF, XSD, D
from duibiao.reasoning import Scratch, derive
from duibiao.reasoning.hazard_duties import Chemical, every, some

GAS, LIQUEFIED, LIQUID, SOLID = (D[f"PhysicalState-{state}"] for state in ("gas", "liquefied-gas", "liquid", "solid"))
OF_A_CHEMICAL = ("toxic_gas", "liquefied_gas", "highly_toxic", "highly_toxic_gas", "calls_for_instruments")
CHEMICALS = [
    # toxic gas, liquefied gas, highly toxic, highly toxic gas, calls for instruments
    (Chemical("液氯", state=LIQUEFIED, listed=True), (True, True, True, True, True)),
    (Chemical("液氯"), (True, None, None, None, True)),  # table 3 names it, whatever else is blank
    (Chemical("氯化氢（无水）", state=GAS, listed=False), (True, False, False, False, True)),
    (Chemical("盐酸", "7647-01-0", state=LIQUID, listed=False), (False, False, False, False, False)),  # it shares the number of the gas
    (Chemical("某液", "7647-01-0", state=LIQUID, listed=False), (False, False, False, False, False)),
    (Chemical("某气", "7647-01-0", listed=False), (True, None, False, False, True)),
    (Chemical("氰化氢", state=LIQUID, listed=True), (True, False, True, True, True)),  # a liquid that table 3 counts among the gases
    (Chemical("丙烷", hazard_class="W2", state=LIQUEFIED, listed=False), (False, True, False, False, True)),
    (Chemical("氢气", hazard_class="W2", state=GAS, listed=False), (False, False, False, False, False)),
    (Chemical("氟", state=GAS, listed=False), (None, False, False, False, None)),  # no class: whether it is toxic is not said
    (Chemical("氟", state=GAS, listed=True), (True, False, True, True, True)),
    (Chemical("某气", hazard_class="W2；J3", state=GAS, listed=False), (True, False, False, False, True)),
    (Chemical("某物", hazard_class="J3", state=LIQUID, listed=False), (None, False, False, False, None)),  # J3 are gases
    (Chemical("某物", hazard_class="J1"), (True, None, True, True, True)),
    (Chemical("某物", hazard_class="J2", state=LIQUID), (False, False, True, False, True)),
    (Chemical("某物", hazard_class="J2", state=LIQUID, listed=False), (False, False, None, False, None)),  # category 1 and not listed
    (Chemical("某物", hazard_class="J2", state=SOLID, listed=True), (False, False, True, False, False)),
    (Chemical("苯", hazard_class="W5.2", state=LIQUID, listed=False), (False, False, False, False, False)),
    (Chemical("苯", hazard_class="W5.2", listed=False), (False, None, False, False, None)),
    (Chemical("某物", state=LIQUID), (False, False, None, False, None)),
    (Chemical("某物", state=SOLID), (False, False, None, False, False)),
    (Chemical("某物", hazard_class="W99", state=GAS, listed=False), (None, False, False, False, None)),
    (Chemical("某物", hazard_class="J", state=GAS, listed=False), (None, False, False, False, None)),  # any class of the group
    (Chemical("盐酸", listed=False), (None, None, False, False, None)),  # a solution, of no stated state or class
    (Chemical(), (None, None, None, None, None)),
]


@pytest.mark.parametrize(("chemical", "expected"), CHEMICALS)
def test_what_a_chemical_is(chemical: Chemical, expected: tuple[bool | None, ...]) -> None:
    assert tuple(getattr(chemical, name) for name in OF_A_CHEMICAL) == expected


@pytest.mark.parametrize(
    ("answers", "any_of_them", "all_of_them"),
    [
        ((), False, True),
        ((True, None), True, None),
        ((False, None), None, False),
        ((True, False), True, False),
        ((None,), None, None),
        ((True, True), True, True),
    ],
)
def test_three_answers(answers: tuple[bool | None, ...], any_of_them: bool | None, all_of_them: bool | None) -> None:
    assert (some(answers), every(answers)) == (any_of_them, all_of_them)


# --- units

PREFIXES = f"@prefix : <http://x/> . @prefix d: <{D.base}> . @prefix xsd: <{XSD.base}> . "
STORE = ":u a d:HazardUnit ; d:kind d:UnitKind-storage ; d:population500m 36 . "
PLANT = ":u a d:HazardUnit ; d:kind d:UnitKind-production ; d:population500m 36 . "
CHLORINE = ':c a d:Holding ; d:inUnit :u ; d:substanceName "液氯" ; d:designMaximum {} ; d:statedUnit "t" ; {} .'
LISTED = "d:physicalState d:PhysicalState-liquefied-gas ; d:highlyToxic true"
ETHANOL = CHLORINE.replace("液氯", "乙醇").replace("{} .", "d:physicalState d:PhysicalState-liquid ; {} .")
UNKNOWN = ':x a d:Holding ; d:inUnit :u ; d:substanceName "没有听说过的物质" ; d:designMaximum 1.0 ; d:statedUnit "t" .'
TOXIC = {"HighlyToxicGasSource", "HighlyToxicSource", "ToxicGasSource"}
UNTOLD = {"UndecidedHighlyToxicGasSource", "UndecidedHighlyToxicSource", "UndecidedToxicGasSource"}


def statements(text: str) -> list[Triple]:
    return [quad.triple for quad in parse(PREFIXES + text, format=RdfFormat.TURTLE)]


def duties(text: str) -> set[str]:
    """The classes of the unit that duties hang on, without those of its works."""
    own = statements(text)
    unit = NamedNode("http://x/u")
    found = {
        t.object.value.removeprefix(D.base) for t in derive(Scratch(ontology.load(), own)) if t.subject == unit and t.predicate == RDF.type
    }
    return {name for name in found if not re.search("MajorHazardSource|^UndecidedUnit$|^UngradedUnit$|NewWorks", name)}


UNITS = [
    ("a grave source of chlorine", STORE + CHLORINE.format(60.0, LISTED), {*TOXIC, "InstrumentedSource", "StorageUnit", "GuardedStore"}),
    ("a plant is no store", PLANT + CHLORINE.format(60.0, LISTED), {*TOXIC, "InstrumentedSource"}),
    ("of level 4 no instruments are due", PLANT + CHLORINE.format(5.0, LISTED), TOXIC),
    ("a store of little that is highly toxic", STORE + CHLORINE.format(1.0, LISTED), {"StorageUnit", "GuardedStore"}),
    ("a plant with little of it", PLANT + CHLORINE.format(1.0, LISTED), set()),
    (
        "whether chlorine is highly toxic is left open",
        STORE + CHLORINE.format(1.0, "d:physicalState d:PhysicalState-gas"),
        {"StorageUnit", "UndecidedGuardedStore"},
    ),
    (
        "a source of it",
        STORE + CHLORINE.format(5.0, "d:physicalState d:PhysicalState-gas"),
        {"ToxicGasSource", "UndecidedHighlyToxicGasSource", "UndecidedHighlyToxicSource", "StorageUnit", "GuardedStore"},
    ),
    ("a harmless store", STORE + ETHANOL.format(1.0, "d:highlyToxic false"), {"StorageUnit"}),
    ("a flag that is none", STORE + ETHANOL.format(1.0, 'd:highlyToxic "no"'), {"StorageUnit", "UndecidedGuardedStore"}),
    ("a unit of no stated kind", ":u a d:HazardUnit . " + ETHANOL.format(1.0, "d:highlyToxic false"), {"UndecidedStorageUnit"}),
    (
        "a source without a level may need instruments",
        ":u a d:HazardUnit ; d:kind d:UnitKind-production . " + CHLORINE.format(60.0, LISTED),
        {*TOXIC, "UndecidedInstrumentedSource"},
    ),
    ("what is unknown decides nothing", PLANT + UNKNOWN, {*UNTOLD, "UndecidedInstrumentedSource"}),
    (
        "nor does it hide what is known",  # but the level
        STORE + UNKNOWN + CHLORINE.format(5.0, LISTED),
        {*TOXIC, "StorageUnit", "GuardedStore", "UndecidedInstrumentedSource"},
    ),
    ("nothing on record tells nothing", STORE, {*UNTOLD, "UndecidedInstrumentedSource", "StorageUnit", "UndecidedGuardedStore"}),
    (
        "a row held back may have been of anything",
        STORE + ":u d:heldBackRow 7 . " + ETHANOL.format(1.0, "d:highlyToxic false"),
        {*UNTOLD, "UndecidedInstrumentedSource", "StorageUnit", "UndecidedGuardedStore"},
    ),
    (
        "an accident at what may be a source",
        PLANT + ':u d:lastAccidentOn "2026-01-01"^^xsd:date . ' + UNKNOWN,
        {*UNTOLD, "UndecidedInstrumentedSource", "UndecidedAccidentSource"},
    ),
]


@pytest.mark.parametrize(("text", "expected"), [row[1:] for row in UNITS], ids=[row[0] for row in UNITS])
def test_the_duties_of_a_unit(text: str, expected: set[str]) -> None:
    assert duties(text) == expected


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ('d:finalAcceptanceOn "2011-11-30"^^xsd:date ;', set()),
        ('d:finalAcceptanceOn "2011-12-01"^^xsd:date ;', {"NewWorksSource"}),
        ('d:finalAcceptanceOn "2011" ;', {"UndecidedNewWorksSource"}),
        ("", {"UndecidedNewWorksSource"}),
    ],
)
def test_who_had_to_file_before_acceptance(accepted: str, expected: set[str]) -> None:
    own = statements(f":u {accepted} a d:HazardUnit . " + CHLORINE.format(5.0, LISTED))
    found = {t.object.value.removeprefix(D.base) for t in derive(Scratch(ontology.load(), own)) if t.predicate == RDF.type}
    assert {name for name in found if "NewWorks" in name} == expected


# --- the day

E = "91000000GXT0000107"
BARE = f":u a d:HazardUnit ; d:kind d:UnitKind-storage ; d:population500m 3 ; d:belongsTo <{iris.enterprise(E).value}> . "
"""A store of chlorine that states nothing else: whatever speaks on a day finds it short."""
SINCE = {
    "MajorHazardSource-filedWithFireRescue": date(2026, 5, 1),
    "MajorHazardSource-responsibilitySystem": date(2026, 5, 1),
    "GuardedStore-recordsKept": date(2026, 5, 1),
    "MajorHazardSource-guarantors": date(2026, 9, 30),
}


@cache
def norms() -> tuple[Triple, ...]:
    folder = Path(str(corpus.path("norms")))
    triples = {t for name in ("catalogue", "requirements") for t in loaders.read(folder / f"{name}.csv").triples}
    return tuple(t for t in triples if re.search("危险化学品|安全生产法|gb-18218|aq-3072|/requirement/", str(t.subject)))


@cache
def gaps(day: date, engine: str) -> dict[str, shapes.Gap]:
    own = statements(BARE + CHLORINE.format(60.0, LISTED))
    own += derive(Scratch(ontology.load(), norms(), own))
    found = shapes.check(norms(), own, iris.enterprise(E), day, shapes.shipped(), engine).gaps
    return {gap.rule: gap for gap in found if gap.family == 4}


@pytest.mark.parametrize("engine", shapes.ENGINES)
@pytest.mark.parametrize("day", [date(2026, 4, 30), date(2026, 5, 1), date(2026, 9, 29), date(2026, 9, 30)])
def test_a_rule_speaks_from_the_first_day_of_its_norm(day: date, engine: str) -> None:
    assert {rule for rule in SINCE if rule in gaps(day, engine)} == {rule for rule, since in SINCE.items() if since <= day}
    assert {"MajorHazardSource-filed", "GuardedStore-twoPersons"} <= set(gaps(day, engine))


@pytest.mark.parametrize("day", [date(2026, 4, 30), date(2026, 5, 1), date(2026, 9, 30), date(2026, 11, 22)])
def test_no_gap_rests_on_a_norm_that_is_not_in_force(day: date) -> None:
    ends = {t.subject.value.rpartition("/")[2]: t.object.value for t in norms() if t.predicate == ELI.date_no_longer_in_force}
    bases = {(basis.edition, basis.in_force_since) for gap in gaps(day, "compiled").values() for basis in gap.basis}
    assert len(bases) >= 3
    assert {edition for edition, since in bases if since is None or since > day.isoformat()} == set()
    assert {edition for edition, _ in bases if ends.get(edition, "9") <= day.isoformat()} == set()


def test_filing_with_the_authority_stands_on_the_rule_of_2011() -> None:
    [basis] = gaps(date(2026, 4, 30), "compiled")["MajorHazardSource-filed"].basis
    assert (basis.requirement, basis.edition, basis.clause) == ("R049", "危险化学品重大危险源监督管理暂行规定-2015", "第二十三条第一款")
