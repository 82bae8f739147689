"""What follows for one enterprise from its own statements and the norms: kinds, major hazard sources, comparisons of limits."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.ontology import units
from duibiao.ontology.terms import RDF, XSD, D
from duibiao.reasoning import comparisons
from duibiao.reasoning.hazard_sources import Holding, Identification, Status, identify
from duibiao.reasoning.scratch import Scratch

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
_CLAIMS = "CONSTRUCT { ?clause a d:StricterClaim } WHERE { ?clause d:claimsStricter true }"
_DELAYS = """
SELECT ?thing ?term ?from ?to WHERE {
  { ?thing d:inServiceOn ?from ; d:registeredOn ?to BIND(d:registrationDelay AS ?term) }
  UNION { ?thing a d:HazardUnit ; d:assessedOn ?from ; d:filedOn ?to BIND(d:filingDelay AS ?term) }
}
"""
_UNITS = "SELECT ?unit ?people WHERE { ?unit a d:HazardUnit OPTIONAL { ?unit d:population500m ?people } } ORDER BY ?unit"
_HOLDINGS = """
SELECT ?unit ?holding ?name ?quantity ?massUnit ?cas ?class WHERE {
  ?holding a d:Holding ; d:inUnit ?unit ; d:substanceName ?name ; d:designMaximum ?quantity ; d:statedUnit ?massUnit
  OPTIONAL { ?holding d:casNumber ?cas } OPTIONAL { ?holding d:hazardClass ?class }
} ORDER BY ?unit ?holding
"""


def derive(data: Scratch) -> Iterator[Triple]:
    """Everything derived for the enterprise in `data`, which holds its statements, the ontology and the norms."""
    for construct in (_KINDS, _HIGH_RISK_WORK, _RED_OR_ORANGE, _IN_USE, _OVER_100, _CLAIMS):
        yield from data.built(construct)
    yield from _delays(data)
    yield from _hazard_sources(data)
    yield from comparisons.derive(data)


def _delays(data: Scratch) -> Iterator[Triple]:
    for row in data.rows(_DELAYS):
        days = date.fromisoformat(row["to"].value) - date.fromisoformat(row["from"].value)
        yield Triple(row["thing"], row["term"], Literal(days.days))


def _hazard_sources(data: Scratch) -> Iterator[Triple]:
    held: dict[NamedNode, dict[NamedNode, Holding]] = {}
    for row in data.rows(_HOLDINGS):
        mass = units.find(row["massUnit"].value)
        tonnes = (mass.to_base(Fraction(row["quantity"].value)) if mass else Fraction(0)) / 1000
        optional = (row["cas"].value if row["cas"] else None, row["class"].value if row["class"] else None)
        held.setdefault(row["unit"], {})[row["holding"]] = Holding(row["name"].value, tonnes, *optional)
    for row in data.rows(_UNITS):
        mine = held.get(row["unit"], {})
        people = int(row["people"].value) if row["people"] else None
        yield from _identified(row["unit"], mine, identify(tuple(mine.values()), people))


def _identified(unit: NamedNode, held: dict[NamedNode, Holding], found: Identification) -> Iterator[Triple]:
    yield Triple(unit, D.sumRatio, _decimal(found.s))
    classes = {Status.MAJOR: D.MajorHazardSource, Status.CANNOT_TELL: D.UndecidedUnit}
    if found.status in classes:
        yield Triple(unit, RDF.type, classes[found.status])
    if found.r is not None and found.level is not None:
        yield Triple(unit, D.gradeValue, _decimal(found.r))
        yield Triple(unit, D.computedGrade, D[f"HazardGrade-{found.level}"])
        if found.level <= 2:
            yield Triple(unit, RDF.type, D.GraveMajorHazardSource)
    yield from (Triple(unit, D.problem, Literal(problem, language="zh")) for problem in found.problems)
    terms = {term.holding: term for term in found.terms}
    for node, holding in held.items():
        if holding in terms:
            yield Triple(node, D.thresholdQuantity, _decimal(terms[holding].threshold))
            yield Triple(node, D.thresholdSource, Literal(terms[holding].source))
            if (beta := terms[holding].beta) is not None:
                yield Triple(node, D.correctionFactor, _decimal(beta))


def _decimal(number: Fraction) -> Literal:
    """The number as xsd:decimal, to twelve places; what is decided was decided exactly before."""
    with localcontext(prec=40):
        text = f"{Decimal(number.numerator) / Decimal(number.denominator):.12f}"
    return Literal(text.rstrip("0").rstrip("."), datatype=XSD.decimal)
