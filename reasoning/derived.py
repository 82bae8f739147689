"""What follows for one enterprise from its own statements and the norms: kinds, major hazard sources, comparisons of limits."""

from collections.abc import Iterator
from decimal import Decimal, localcontext
from fractions import Fraction

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.ontology import iris, units
from duibiao.ontology.terms import ELI, RDF, XSD, D
from duibiao.reasoning import applicability, comparisons, reach
from duibiao.reasoning.hazard_sources import Holding, Identification, Status, identify
from duibiao.reasoning.literals import day, number
from duibiao.reasoning.scratch import Scratch

IDENTIFICATION = ("gb-18218-2018", "4.2.1")
"""The edition and clause that major hazard sources are identified by."""

_KINDS = "CONSTRUCT { ?thing a ?class } WHERE { ?thing d:kind|d:sector ?concept . ?concept d:determines ?class }"
_HIGH_RISK_WORK = "CONSTRUCT { ?post a d:HighRiskWorkPost } WHERE { ?post d:highRiskWork ?work }"
_RED_OR_ORANGE = """
CONSTRUCT { ?hazard a d:GraveHazard } WHERE { VALUES ?level { d:RiskLevel-red d:RiskLevel-orange } ?hazard d:riskLevel ?level }
"""
_IN_USE = """
CONSTRUCT { ?equipment a ?class } WHERE {
  ?equipment a d:Equipment ; d:kind ?kind .
  VALUES (?kind ?class) {
    (d:EquipmentKind-special d:SpecialEquipmentInUse) (d:EquipmentKind-safety-device d:SafetyDeviceInUse)
    (d:EquipmentKind-fire-facility d:FireFacilityInUse) (UNDEF d:EquipmentInUse)
  }
  OPTIONAL { ?equipment d:state ?state }
  FILTER (!BOUND(?state) || ?state = d:EquipmentState-in-use)
}
"""
_OVER_100 = """
CONSTRUCT { ?enterprise a d:OrdinaryEnterpriseOver100 } WHERE {
  ?enterprise d:headcount ?count ; d:sector ?sector
  FILTER (?count > 100)
  FILTER NOT EXISTS { ?sector d:determines d:HighRiskEnterprise }
}
"""
_CLAIMS = """
CONSTRUCT { ?clause a d:StricterClaim } WHERE {
  { ?clause d:claimsStricter true } UNION { ?clause a d:EnterpriseClause ; d:stricterThan ?above }
}
"""
_DELAYS = """
SELECT ?thing ?term ?from ?to WHERE {
  { ?thing d:inServiceOn ?from ; d:registeredOn ?to BIND(d:registrationDelay AS ?term) }
  UNION { ?thing a d:HazardUnit ; d:assessedOn ?from ; d:filedOn ?to BIND(d:filingDelay AS ?term) }
}
"""
_UNITS = "SELECT ?unit ?people WHERE { ?unit a d:HazardUnit OPTIONAL { ?unit d:population500m ?people } } ORDER BY ?unit"
_HOLDINGS = """
SELECT ?unit ?holding ?name ?quantity ?massUnit ?cas ?class WHERE {
  ?holding a d:Holding ; d:inUnit ?unit
  OPTIONAL { ?holding d:substanceName ?name }
  OPTIONAL { ?holding d:designMaximum ?quantity } OPTIONAL { ?holding d:statedUnit ?massUnit }
  OPTIONAL { ?holding d:casNumber ?cas } OPTIONAL { ?holding d:hazardClass ?class }
} ORDER BY ?unit ?holding
"""


def derive(data: Scratch) -> Iterator[Triple]:
    """Everything derived for the enterprise in `data`: its statements, the ontology and the norms. `data` gains what is derived."""
    found = list(_first(data))
    yield from found
    data.add(found)
    yield from reach.derive(data)
    yield from applicability.derive(data)


def _first(data: Scratch) -> Iterator[Triple]:
    """What follows from the statements alone."""
    for construct in (_KINDS, _HIGH_RISK_WORK, _RED_OR_ORANGE, _IN_USE, _OVER_100, _CLAIMS):
        yield from data.built(construct)
    yield from _delays(data)
    yield from _hazard_sources(data)
    yield from comparisons.derive(data)


def _delays(data: Scratch) -> Iterator[Triple]:
    for row in data.rows(_DELAYS):
        start, end = day(row["from"]), day(row["to"])
        if start and end:
            yield Triple(row["thing"], row["term"], Literal((end - start).days))


def _hazard_sources(data: Scratch) -> Iterator[Triple]:
    held: dict[NamedNode, dict[NamedNode, Holding]] = {}
    for row in data.rows(_HOLDINGS):
        name, mass, cas, hazard_class = (row[key].value if row[key] else "" for key in ("name", "massUnit", "cas", "class"))
        tonnes = _tonnes(number(row["quantity"]), units.find(mass))
        held.setdefault(row["unit"], {})[row["holding"]] = Holding(name, tonnes, cas or None, hazard_class or None)
    for row in data.rows(_UNITS):
        mine, people = held.get(row["unit"], {}), number(row["people"])
        count = int(people) if people is not None and people >= 0 else None
        yield from _identified(row["unit"], mine, identify(tuple(mine.values()), count))


def _tonnes(quantity: Fraction | None, unit: units.Unit | None) -> Fraction | None:
    """The quantity in tonnes; None where it says none."""
    if quantity is None or quantity < 0 or unit is None or unit.dimension != "mass":
        return None
    return unit.to_base(quantity) / 1000


def _identified(unit: NamedNode, held: dict[NamedNode, Holding], found: Identification) -> Iterator[Triple]:
    yield Triple(unit, D.sumRatio, _decimal(found.s))
    yield from _identified_by(unit)
    classes = {Status.MAJOR: D.MajorHazardSource, Status.CANNOT_TELL: D.UndecidedUnit}
    if found.status in classes:
        yield Triple(unit, RDF.type, classes[found.status])
    if found.r is not None and found.level is not None:
        yield Triple(unit, D.gradeValue, _decimal(found.r))
        yield Triple(unit, D.computedGrade, D[f"HazardGrade-{found.level}"])
        if found.level <= 2:
            yield Triple(unit, RDF.type, D.GraveMajorHazardSource)
    elif found.status == Status.MAJOR:
        yield Triple(unit, RDF.type, D.UngradedUnit)
    yield from (Triple(unit, D.problem, Literal(problem, language="zh")) for problem in found.problems)
    terms = {term.holding: term for term in found.terms}
    for node, holding in held.items():
        if holding in terms:
            yield Triple(node, D.thresholdQuantity, _decimal(terms[holding].threshold))
            yield Triple(node, D.thresholdSource, Literal(terms[holding].source))
            if (beta := terms[holding].beta) is not None:
                yield Triple(node, D.correctionFactor, _decimal(beta))


def _identified_by(unit: NamedNode) -> Iterator[Triple]:
    """The clause that the identification follows, so that a trace leads from the norm to the unit."""
    clause = iris.clause(*IDENTIFICATION)
    yield Triple(unit, D.identifiedBy, clause)
    yield Triple(clause, RDF.type, D.Clause)
    yield Triple(clause, D.clauseNumber, Literal(IDENTIFICATION[1]))
    yield Triple(clause, ELI.is_part_of, iris.norm(IDENTIFICATION[0]))


def _decimal(value: Fraction) -> Literal:
    """The number as xsd:decimal, to twelve places; what is decided was decided exactly before."""
    with localcontext(prec=40):
        text = f"{Decimal(value.numerator) / Decimal(value.denominator):.12f}"
    return Literal(text.rstrip("0").rstrip("."), datatype=XSD.decimal)
