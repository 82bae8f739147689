"""Which work a permit is for, how long it runs and how fresh its gas test is; and by when a licence has to be renewed."""

from collections.abc import Iterator
from datetime import datetime

from pyoxigraph import Literal, Triple

from duibiao.ontology.terms import XSD, D, Term
from duibiao.reasoning.editions import months_before
from duibiao.reasoning.literals import day
from duibiao.reasoning.scratch import Scratch

_CLASSES = """
CONSTRUCT { ?permit a ?class } WHERE {
  ?permit a d:WorkPermit ; d:kind ?kind .
  VALUES (?kind ?class) {
    (d:HighRiskWork-hot-work d:HotWorkPermit) (d:HighRiskWork-confined-space d:ConfinedSpacePermit)
  }
}
"""
_TIMES = """
SELECT ?permit ?term ?unit ?from ?to WHERE {
  {
    ?permit d:endsAt ?to
    OPTIONAL { ?permit d:startsAt ?start }
    OPTIONAL { ?permit d:issuedAt ?issued }
    BIND (COALESCE(?start, ?issued) AS ?from) BIND (d:permitHours AS ?term) BIND (3600 AS ?unit)
  }
  UNION { ?permit d:gasTestedAt ?from ; d:startsAt ?to BIND (d:gasTestLead AS ?term) BIND (60 AS ?unit) }
}
"""
_LICENCES = "SELECT ?licence ?until WHERE { ?licence a d:SafetyLicence ; d:validUntil ?until }"
_RENEWAL_MONTHS = 3
"""安全生产许可证条例 第九条."""


def derive(data: Scratch) -> Iterator[Triple]:
    """What follows from the permits and licences in `data`."""
    yield from data.built(_CLASSES)
    for row in data.rows(_TIMES):
        start, end = _moment(row["from"]), _moment(row["to"])
        if start and end:
            passed = (end - start).total_seconds() / float(row["unit"].value)
            yield Triple(row["permit"], row["term"], Literal(f"{passed:.2f}", datatype=XSD.decimal))
    for row in data.rows(_LICENCES):
        if until := day(row["until"]):
            due = months_before(until, _RENEWAL_MONTHS)
            yield Triple(row["licence"], D.renewalDue, Literal(due.isoformat(), datatype=XSD.date))


def _moment(term: Term | None) -> datetime | None:
    """A moment without its zone: a workbook goes by the clocks of its place; None for anything else."""
    if not isinstance(term, Literal) or term.datatype != XSD.dateTime:
        return None
    try:
        return datetime.fromisoformat(term.value).replace(tzinfo=None)
    except ValueError:
        return None
