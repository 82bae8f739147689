"""Whom a rule is for where no single cell tells: by what an enterprise is, and by whether a requirement applies to it."""

from collections.abc import Iterator
from datetime import timedelta

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.ontology import iris
from duibiao.ontology.terms import RDF, XSD, D, Term
from duibiao.reasoning.literals import day
from duibiao.reasoning.scratch import Scratch

LIFT_MAINTENANCE = timedelta(days=15)
"""The longest time between two rounds of maintenance of a lift (特种设备安全监察条例 第三十一条)."""

_ASSESSED = """
CONSTRUCT { ?post a d:AssessedPost } WHERE {
  VALUES ?class { d:PrincipalPost d:SafetyPost }
  ?post a ?class ; d:belongsTo ?enterprise .
  ?enterprise a d:HighRiskEnterprise
}
"""
_UP_TO_100 = """
CONSTRUCT { ?enterprise a d:OrdinaryEnterpriseUpTo100 } WHERE {
  ?enterprise d:headcount ?count ; d:sector ?sector
  FILTER (?count <= 100)
  FILTER NOT EXISTS { ?sector d:determines d:HighRiskEnterprise }
}
"""
_LIFTS = """
CONSTRUCT { ?equipment a ?class } WHERE {
  ?equipment a d:SpecialEquipmentInUse
  OPTIONAL { ?equipment d:specialKind ?kind }
  BIND (IF(BOUND(?kind), d:LiftInUse, d:UndecidedLift) AS ?class)
  FILTER (!BOUND(?kind) || REGEX(?kind, "电梯|lift|elevator", "i"))
}
"""
_APPLICABLE = """
SELECT ?enterprise ?applies WHERE {{
  ?answer d:ofRequirement {requirement} ; d:belongsTo ?enterprise
  OPTIONAL {{ ?answer d:applies ?applies }}
}}
"""
_DEVICES = "SELECT ?device ?enterprise WHERE { ?device a d:SafetyDevice OPTIONAL { ?device d:belongsTo ?enterprise } }"
_ENTERPRISES = {
    "R026": (D.EmergencyUnit, D.UndecidedEmergencyUnit),
    "R053": (D.SafetyEvaluationEnterprise, D.UndecidedSafetyEvaluationEnterprise),
    "R078": (D.EngineerQuotaEnterprise, None),
    "R079": (D.StaffQuotaSmelter, None),
}
"""By requirement: the class of those it applies to, and of those for which that cannot be told, where there can be any."""


def derive(data: Scratch) -> Iterator[Triple]:
    """The classes of enterprises, posts and equipment in `data`, which holds what is stated, the kinds and the applicability."""
    for construct in (_ASSESSED, _UP_TO_100, _LIFTS):
        yield from data.built(construct)
    yield from _maintenance(data)
    for number, (cls, undecided) in _ENTERPRISES.items():
        for enterprise, applies in _subject_to(data, number).items():
            if found := {True: cls, None: undecided}.get(applies):
                yield Triple(enterprise, RDF.type, found)
    yield from _devices(data)


def _subject_to(data: Scratch, number: str) -> dict[NamedNode, bool | None]:
    """By enterprise, whether a requirement applies to it; None where that cannot be told."""
    rows = data.rows(_APPLICABLE.format(requirement=iris.requirement(number)))
    return {row["enterprise"]: _flag(row["applies"]) for row in rows if isinstance(row["enterprise"], NamedNode)}


def _flag(term: Term | None) -> bool | None:
    return None if term is None else term == Literal(True)


def _maintenance(data: Scratch) -> Iterator[Triple]:
    for triple in data.matching(predicate=D.lastMaintained):
        if last := day(triple.object):
            yield Triple(triple.subject, D.maintenanceDue, Literal((last + LIFT_MAINTENANCE).isoformat(), datatype=XSD.date))


def _devices(data: Scratch) -> Iterator[Triple]:
    """Whether a safety device is one of industry and trade, to which the list of major hidden dangers (R085) applies."""
    industry = _subject_to(data, "R085")
    classes: dict[bool | None, tuple[NamedNode, ...]] = {
        True: (D.IndustrySafetyDevice,),
        False: (D.OtherSafetyDevice,),
        None: (D.OtherSafetyDevice, D.UndecidedIndustrySafetyDevice),
    }
    for row in data.rows(_DEVICES):
        for cls in classes[industry.get(row["enterprise"], False)]:
            yield Triple(row["device"], RDF.type, cls)
