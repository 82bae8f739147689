"""Which editions are in force on a day, and what an undated reference then means.

A dated reference (GB/T 33000-2016) means that edition for ever; an undated one (GB 18218) the edition in force on the day asked about.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.ontology.iris import slug
from duibiao.ontology.terms import ELI, RDF, XSD, D
from duibiao.reasoning import literals
from duibiao.reasoning.scratch import Scratch

_EDITIONS = """
SELECT ?edition ?work ?start ?until ?issued ?status WHERE {
  ?edition dcterms:isVersionOf ?work
  OPTIONAL { ?edition eli:first_date_entry_in_force ?start }
  OPTIONAL { ?edition eli:date_no_longer_in_force ?until }
  OPTIONAL { ?edition eli:date_document ?issued }
  OPTIONAL { ?edition d:statedStatus ?status }
} ORDER BY ?edition ?start
"""

_UNDATED = """
SELECT ?lower ?edition ?clause WHERE {
  ?edition eli:in_force eli:InForce-inForce ; dcterms:isVersionOf ?work .
  { ?lower d:implements ?work BIND("" AS ?clause) }
  UNION { ?node eli:is_part_of ?work ; d:clauseNumber ?clause . ?lower d:implements ?node }
}
"""


def on(day: date, norms: Scratch) -> Iterator[Triple]:
    """For each edition of the norms, whether it is in force on the day (`eli:in_force`)."""
    for row in norms.rows(_EDITIONS):
        state = ELI["InForce-inForce"] if _in_force(day, row) else ELI["InForce-notInForce"]
        yield Triple(row["edition"], ELI.in_force, state)


def _in_force(day: date, row: object) -> bool:
    """In force from its first day until the day before its last; where the first day is unknown, its stated status decides once issued."""
    start, until, issued = (literals.day(row[name]) for name in ("start", "until", "issued"))  # type: ignore[index]
    if until and until <= day:
        return False
    if start:
        return start <= day
    status = row["status"]  # type: ignore[index]
    return isinstance(status, Literal) and status.value.startswith("in force") and not (issued and issued > day)


def undated(data: Scratch) -> Iterator[Triple]:
    """What undated references carry out on the day for which `data` states the editions in force."""
    for row in data.rows(_UNDATED):
        edition, clause = row["edition"], row["clause"].value
        target = NamedNode(f"{edition.value}/{slug(clause)}") if clause else edition
        yield Triple(row["lower"], D.implements, target)


def evaluation(day: date) -> Iterator[Triple]:
    """The day of judgement and the borders counted back from it, the one node that time-dependent rules take time from."""
    borders = {D.asOf: day, D.oneMonthBefore: _before(day, 1), D.oneYearBefore: _before(day, 12), D.threeYearsBefore: _before(day, 36)}
    yield Triple(D.evaluation, RDF.type, D.Evaluation)
    yield from (Triple(D.evaluation, term, Literal(border.isoformat(), datatype=XSD.date)) for term, border in borders.items())


def _before(day: date, months: int) -> date:
    """The same day so many months earlier, or that month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
