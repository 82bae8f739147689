"""Which editions are in force on a day, and what an undated reference then means.

A dated reference (GB/T 33000-2016) means that edition for ever; an undated one (GB 18218) the edition in force on the day asked about.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal as OneOf

from pyoxigraph import Literal, NamedNode, QuerySolution, Triple

from duibiao.ontology.iris import slug
from duibiao.ontology.terms import ELI, RDF, XSD, D
from duibiao.reasoning import literals
from duibiao.reasoning.catalogue import Catalogue, Edition
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

Status = OneOf["in_force", "announced", "replaced", "withdrawn", "unknown"]

_STATED_FOR = 2026
"""The year that the catalogue's stated status (`status_2026`) speaks of."""
_OVER = ("superseded", "replaced", "abolished", "expired", "withdrawn", "revised", "废止", "已废止", "失效", "作废", "被代替")
_REPLACED = ("superseded", "replaced", "revised", "被代替")

UNDATED = """
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


def _in_force(day: date, row: QuerySolution) -> bool:
    """In force from its first day until the day before its last; where the first day is unknown, its stated status decides once issued."""
    start, until, issued = literals.day(row["start"]), literals.day(row["until"]), literals.earliest(row["issued"])
    if until and until <= day:
        return False
    if start:
        return start <= day
    status = row["status"]
    return isinstance(status, Literal) and status.value.startswith("in force") and not (issued and issued > day)


def undated(data: Scratch) -> Iterator[Triple]:
    """What undated references carry out on the day for which `data` states the editions in force."""
    for row in data.rows(UNDATED):
        edition, clause = row["edition"], row["clause"].value
        target = NamedNode(f"{edition.value}/{slug(clause)}") if clause else edition
        yield Triple(row["lower"], D.implements, target)


def evaluation(day: date) -> Iterator[Triple]:
    """The day of judgement and the borders counted back from it, the one node that time-dependent rules take time from."""
    months = {D.oneMonthBefore: 1, D.sixMonthsBefore: 6, D.oneYearBefore: 12, D.threeYearsBefore: 36}
    days = {D.oneDayBefore: 1, D.threeDaysBefore: 3}
    borders = {
        D.asOf: day,
        **{term: months_before(day, count) for term, count in months.items()},
        **{term: date.fromordinal(max(day.toordinal() - count, 1)) for term, count in days.items()},
    }
    yield Triple(D.evaluation, RDF.type, D.Evaluation)
    yield from (Triple(D.evaluation, term, Literal(border.isoformat(), datatype=XSD.date)) for term, border in borders.items())


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier (or later, where there are fewer than none), or that month's last day where it is shorter."""
    year, month = divmod(max(day.year * 12 + day.month - 1 - months, 12), 12)  # no calendar begins before the year 1
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


# --- one edition on a day


@dataclass(frozen=True)
class Remark:
    """Something to be said to people, in both languages."""

    zh: str
    en: str


@dataclass(frozen=True)
class State:
    """Where an edition stands on a day.

    `since` is the first day of force, for an announced one the day it is to be, for one that is over the first day it was; None where it
    is not recorded. `successors` are the editions that replace it; `why` says what the dates alone do not.
    """

    status: Status
    since: date | None = None
    successors: tuple[Edition, ...] = ()
    why: Remark | None = None


def state(edition: Edition, catalogue: Catalogue, day: date) -> State:
    """Where the edition stands on the day: by its own days, else by those of its neighbours, else by what is stated of it."""
    if edition.not_before and edition.not_before > day:
        return State("unknown", why=_not_issued(edition))
    return _over(edition, catalogue, day) or _begun(edition, catalogue, day)


def in_force(editions: tuple[Edition, ...], catalogue: Catalogue, day: date) -> tuple[Edition, ...]:
    """Those of the editions that are in force on the day; of one work it is one at most where the catalogue is in order."""
    return tuple(edition for edition in editions if state(edition, catalogue, day).status == "in_force")


def current(edition: Edition, catalogue: Catalogue, day: date) -> tuple[Edition, ...]:
    """What the edition has become by the day: itself, or those in force at the ends of the chains of its successors."""
    found: dict[Edition, None] = {}
    seen, left = {edition.key}, [edition]
    while left:
        here = left.pop(0)
        if state(here, catalogue, day).status == "in_force":
            found[here] = None
            continue
        newer = [successor for successor in catalogue.successors(here) if successor.key not in seen]
        seen.update(successor.key for successor in newer)
        left += newer
    return tuple(found)


def _over(edition: Edition, catalogue: Catalogue, day: date) -> State | None:
    """Its state when it is over on the day, or may be; None while it is not."""
    successors = catalogue.successors(edition)
    starts = sorted(start for successor in successors if (start := successor.start))
    if edition.until:
        return _gone(edition, successors, edition.until, day) if edition.until <= day else None
    if starts and len(starts) == len(successors):
        if starts[0] <= day < starts[-1]:
            return State("unknown", None, successors, _IN_PART)
        return _gone(edition, successors, starts[-1], day) if starts[-1] <= day else None
    return _stated_over(edition, successors, day)


def _stated_over(edition: Edition, successors: tuple[Edition, ...], day: date) -> State | None:
    """Stated to be over, nobody says since when: not before its successors were issued, and by the year that the statement is for."""
    if not edition.stated.startswith(_OVER):
        return None
    if successors and all(successor.not_before and successor.not_before > day for successor in successors):
        return None
    if day.year >= _STATED_FOR:
        return _gone(edition, successors, None, day)
    return State("unknown", None, successors, _SINCE_UNKNOWN)


def _gone(edition: Edition, successors: tuple[Edition, ...], since: date | None, day: date) -> State:
    begun = not successors or any(successor.start is None or successor.start <= day for successor in successors)
    replaced = begun and (bool(successors) or edition.stated.startswith(_REPLACED))
    why = Remark(f"目录所载状态：{edition.stated}", f"stated status: {edition.stated}") if since is None or not successors else None
    return State("replaced" if replaced else "withdrawn", since, successors, why)


def _begun(edition: Edition, catalogue: Catalogue, day: date) -> State:
    successors = catalogue.successors(edition)
    start, why = (edition.start, None) if edition.start else (_follows(edition, catalogue), _FOLLOWS)
    if start:
        return State("in_force" if start <= day else "announced", start, successors, why)
    if edition.stated.startswith("in force"):
        return State("in_force", None, successors, _START_UNKNOWN)
    return State("unknown", None, successors, _no_start(edition))


def _follows(edition: Edition, catalogue: Catalogue) -> date | None:
    """The day on which the older edition of its work ends, which is that on which it begins."""
    older = (catalogue.editions.get(key) for key in edition.replaces)
    ends = {other.until for other in older if other and other.until and other.work == edition.work}
    return ends.pop() if len(ends) == 1 else None


def _not_issued(edition: Edition) -> Remark:
    day = edition.issued or (edition.not_before and edition.not_before.year)
    return Remark(f"这一天尚未发布（{day}发布）", f"not yet issued on that day (issued {day})")


def _no_start(edition: Edition) -> Remark:
    stated = edition.stated or "—"
    return Remark(f"没有记载实施日期；目录所载状态：{stated}", f"no day of entry into force is recorded; stated status: {stated}")


_IN_PART = Remark("已有部分被代替，其余部分的代替文本尚未实施", "replaced in part; what replaces the rest is not yet in force")
_SINCE_UNKNOWN = Remark("目录称已不现行，但没有记载自何日起", "stated to be no longer in force, the day since when is not recorded")
_START_UNKNOWN = Remark("目录称现行，但没有记载实施日期", "stated to be in force, the day of entry into force is not recorded")
_FOLLOWS = Remark("实施日期按旧版本的终止日期推得", "its first day is taken from the last one of the edition it replaces")
