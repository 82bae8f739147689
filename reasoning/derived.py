"""What follows for one enterprise from its own statements and the norms: kinds, major hazard sources, comparisons of limits."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from pyoxigraph import Literal, Triple

from duibiao.reasoning import (
    addressees,
    applicability,
    comparisons,
    emergencies,
    grading,
    hazard_duties,
    hazard_identification,
    hidden_dangers,
    permits,
    persons,
    places,
    reach,
    targets,
    unreadable,
)
from duibiao.reasoning.applicability import Condition
from duibiao.reasoning.comparisons import Stated
from duibiao.reasoning.literals import day
from duibiao.reasoning.scratch import Scratch, n_triples
from duibiao.reasoning.topics import Topics

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
  UNION { ?thing a d:Trade ; d:doneOn ?from ; d:filedOn ?to BIND(d:filingDelay AS ?term) }
  UNION { ?thing d:trialRunFrom ?from ; d:trialRunUntil ?to BIND(d:trialRunDays AS ?term) }
}
"""


@dataclass(frozen=True)
class Known:
    """What deriving looks up in the norms: read once, however many enterprises are derived."""

    conditions: list[Condition]
    limits: list[Stated]
    topics: Topics

    @classmethod
    def of(cls, norms: Scratch) -> Self:
        """Of a graph that holds the norms and perhaps an enterprise."""
        return cls(applicability.conditions(norms), [stated for stated in comparisons.limits(norms) if not stated.own], Topics.of(norms))


def derive(data: Scratch, known: Known | None = None) -> Iterator[Triple]:
    """Everything derived for the enterprise in `data`: its statements, the ontology and the norms. `data` gains what is derived."""
    norms = known or Known.of(data)
    steps: tuple[Callable[[Scratch], Iterable[Triple]], ...] = (
        unreadable.derive,
        lambda data: _first(data, norms),
        hazard_duties.derive,
        hidden_dangers.derive,
        persons.derive,
        permits.derive,
        places.derive,
        grading.derive,
        targets.derive,
        reach.derive,
        lambda data: applicability.derive(data, norms.conditions),
        addressees.derive,
        emergencies.derive,
    )
    for step in steps:
        found = list(step(data))  # each step rests on what those before it found
        yield from found
        data.load(n_triples(found))


def _first(data: Scratch, norms: Known) -> Iterator[Triple]:
    """What follows from the statements alone."""
    for construct in (_KINDS, _HIGH_RISK_WORK, _RED_OR_ORANGE, _IN_USE, _OVER_100, _CLAIMS):
        yield from data.built(construct)
    yield from _delays(data)
    yield from hazard_identification.derive(data)
    yield from comparisons.derive(data, norms.limits, norms.topics)


def _delays(data: Scratch) -> Iterator[Triple]:
    for row in data.rows(_DELAYS):
        start, end = day(row["from"]), day(row["to"])
        if start and end:
            yield Triple(row["thing"], row["term"], Literal((end - start).days))
