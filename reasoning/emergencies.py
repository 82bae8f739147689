"""What follows for plans, drills and accidents: whose plans have to be reviewed, filed and assessed, and by when."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from pyoxigraph import Literal, Triple

from duibiao.ontology import iris
from duibiao.ontology.terms import RDF, XSD, D, Term
from duibiao.reasoning.editions import months_before
from duibiao.reasoning.literals import day
from duibiao.reasoning.scratch import Scratch

FILING = 20
"""Working days from the publication of a plan to its filing (生产安全事故应急预案管理办法 第二十六条)."""

_SUBJECTS = (
    (D.EmergencyPlan, "R029", D.PlanToReview, D.UndecidedPlanToReview),
    (D.ComprehensivePlan, "R031", D.FiledPlan, D.UndecidedFiledPlan),
    (D.SpecialPlan, "R031", D.FiledPlan, D.UndecidedFiledPlan),
    (D.EmergencyPlan, "R035", D.PlanToAssess, D.UndecidedPlanToAssess),
    (D.Drill, "R026", D.DrillToReport, D.UndecidedDrillToReport),
)
"""Of things of a class, those whose enterprise is subject to a requirement, and those of which that cannot be told. What is done on site
is not filed: the measures for it are part of the plans that are."""
_SUBJECT = f"""
CONSTRUCT {{ ?thing a ?class }} WHERE {{
  VALUES (?type ?requirement ?subject ?undecided) {{
    {" ".join(f"({type_} {iris.requirement(number)} {cls} {undecided})" for type_, number, cls, undecided in _SUBJECTS)}
  }}
  ?thing a ?type ; d:belongsTo ?enterprise .
  ?answer d:ofRequirement ?requirement ; d:belongsTo ?enterprise
  OPTIONAL {{ ?answer d:applies ?applies }}
  BIND (IF(BOUND(?applies), ?subject, ?undecided) AS ?class)
  FILTER (!BOUND(?applies) || ?applies)
}}
"""
_ON_SITE = """
CONSTRUCT { ?enterprise a d:OnSitePlanEnterprise } WHERE {
  ?plan a d:EmergencyPlan ; d:kind d:PlanKind-on-site ; d:belongsTo ?enterprise
}
"""
_PUBLISHED = "SELECT ?thing ?on WHERE { ?thing a d:FiledPlan ; d:publishedOn ?on }"
_DRILLED = "SELECT ?thing ?on ?kind WHERE { ?thing a d:Drill ; d:doneOn ?on ; d:kind ?kind }"
_REPORTED = "SELECT ?thing ?from ?to WHERE { ?thing d:headToldAt ?from ; d:reportedAt ?to }"
_CHANGED = """
SELECT ?thing ?from ?to ?type WHERE {
  ?thing d:happenedAt ?from ; d:casualtiesChangedOn ?to OPTIONAL { ?thing d:hazardType ?type }
}
"""
_SHORT = {D["HazardType-fire"], D["HazardType-road-vehicle"]}
"""Accidents whose report is supplemented for seven days only (生产安全事故报告和调查处理条例 第十三条)."""


def derive(data: Scratch) -> Iterator[Triple]:
    """What follows from the plans, drills and accidents in `data`, which holds the applicability of the requirements."""
    subject = list(data.built(_SUBJECT))
    yield from subject
    data.add(subject)
    yield from data.built(_ON_SITE)
    yield from _due(data)
    yield from _accidents(data)


def working_days_later(start: date, count: int) -> date:
    """The day so many working days later; a working day is any but Saturday and Sunday."""
    found = start
    while count:
        found += timedelta(days=1)
        count -= found.weekday() < 5
    return found


def _due(data: Scratch) -> Iterator[Triple]:
    """By when plans are to be filed and drills to be held again; nothing follows from the last year that a calendar has."""
    for row in data.rows(_PUBLISHED):
        if (published := day(row["on"])) and published.year < date.max.year:
            yield Triple(row["thing"], D.filingDue, _date(working_days_later(published, FILING)))
    for row in data.rows(_DRILLED):
        if (done := day(row["on"])) and done.year < date.max.year:
            months = 6 if row["kind"] == D["DrillKind-on-site"] else 12
            yield Triple(row["thing"], D.nextDrillDue, _date(months_before(done, -months)))


def _date(found: date) -> Literal:
    return Literal(found.isoformat(), datatype=XSD.date)


def _moment(term: Term | None) -> datetime | None:
    """A day with the time of day; None for none."""
    try:
        return datetime.fromisoformat(term.value) if isinstance(term, Literal) and term.datatype == XSD.dateTime else None
    except ValueError:
        return None


def _minutes(span: timedelta) -> Literal:
    """Begun minutes: a report after one hour and one second is late."""
    return Literal(str(-(-span // timedelta(minutes=1))), datatype=XSD.decimal)


def _accidents(data: Scratch) -> Iterator[Triple]:
    for row in data.rows(_REPORTED):
        told, reported = _moment(row["from"]), _moment(row["to"])
        if told and reported and (told.tzinfo is None) == (reported.tzinfo is None):
            yield Triple(row["thing"], D.reportMinutes, _minutes(reported - told))
    for row in data.rows(_CHANGED):
        happened, changed = _moment(row["from"]), day(row["to"])
        if happened and changed and (changed - happened.date()).days <= (7 if row["type"] in _SHORT else 30):
            yield Triple(row["thing"], RDF.type, D.ChangedAccident)
