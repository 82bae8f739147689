"""What has become of the gaps since a day, and a check that goes on record."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pyoxigraph import NamedNode, Triple

from duibiao.ontology import iris
from duibiao.ontology.errors import Refusal
from duibiao.register import audit, findings, waivers
from duibiao.register.checks import Report, enterprise_codes
from duibiao.shapes import Gap, RuleBook
from duibiao.store import Store, Written

Graphs = Mapping[NamedNode, Iterable[Triple]]


class WrongDay(Refusal):
    """The day asked for does not go with the day that was judged or with what is on record."""


@dataclass(frozen=True)
class Closed:
    """A gap that is no longer there, and the day it was closed, as an ISO date."""

    id: str
    rule: str
    focus: str
    label: Mapping[str, str]
    closed_on: str


@dataclass(frozen=True)
class Changes:
    """What is different from a day on: the ids of the gaps first seen that day or later, and those closed."""

    date: str
    new: tuple[str, ...]
    closed: tuple[Closed, ...]


def changes(store: Store, since: date, report: Report, codes: Iterable[str] | None = None) -> Changes:
    """What is new in a check and what is gone from the day `since` on, that day included, in the enterprises with these codes (None: all).

    A gap that was closed and has come back since is new and not closed; one still open on record that the check did not find was closed
    on the day of the check. Rules that the check did not run are not spoken of. WrongDay for a day after that of the check.
    """
    if since > report.as_of:
        raise WrongDay(f"{since} is after {report.as_of}, the day judged; name that day or an earlier one")
    new = tuple(gap.id for gap in report.gaps if gap.since >= since.isoformat())
    found, rules = {gap.id for gap in report.gaps}, {entry.rule for entry in report.ledger}
    on_record = ((gap, f) for code in _chosen(store, codes) for gap, f in findings.recorded(store, code).items())
    gone = [c for gap, f in on_record if gap not in found and f.rule in rules for c in _closed(gap, f, since, report.as_of)]
    return Changes(since.isoformat(), new, tuple(sorted(gone, key=lambda c: (c.closed_on, c.rule, c.focus, c.id))))


def _chosen(store: Store, codes: Iterable[str] | None) -> list[str]:
    return enterprise_codes(store) if codes is None else list(dict.fromkeys(codes))


def _closed(gap: str, finding: findings.Finding, since: date, day: date) -> Iterator[Closed]:
    """When a gap that is not there on the day was closed, if that was in the time asked about."""
    first, last = since.isoformat(), day.isoformat()
    days = [*finding.closings, *([last] if finding.closed_on is None and finding.first_seen <= last else [])]
    if closed := max((day for day in days if first <= day <= last), default=None):
        yield Closed(gap, finding.rule, finding.focus, finding.named(), closed)


# --- on record


def record(store: Store, report: Report, book: RuleBook, who: str, codes: Iterable[str] | None = None) -> Written:
    """Put on record what a check of these enterprises by the rules of `book` found, in one transaction; nothing where nothing has changed.

    WrongDay when the record already speaks of a later day: a closing cannot come before what it closes.
    """
    content: dict[NamedNode, Iterable[Triple]] = {}
    found: dict[str, list[Gap]] = {}
    for gap in report.gaps:
        found.setdefault(gap.enterprise, []).append(gap)
    for code in _chosen(store, codes):
        last = max((finding.last_day for finding in findings.recorded(store, code).values()), default="")
        if last > report.as_of.isoformat():
            raise WrongDay(f"the record of {code} speaks of {last} already; record a check as of that day or a later one")
        content |= after(store, code, found.get(iris.enterprise(code).value, []), report.as_of, book)
    difference = store.difference(content)
    changed = {name: content[name] for name in content if name in difference.graphs}
    return store.write(changed, audit.Chain(store).entry(audit.recording(changed, who))) if changed else difference.size


def after(store: Store, code: str, gaps: Iterable[Gap], day: date, book: RuleBook) -> Graphs:
    """The findings and waivers of an enterprise after a check on the day by the rules of `book` that found these gaps: the graphs to write,
    that of the waivers only where there are any."""
    found = list(gaps)
    judged = {rule.name for rule in book.rules.values()}
    known = findings.updated(findings.recorded(store, code), found, day, judged)
    content = {findings.graph(code): frozenset(findings.triples(known))}
    if granted := waivers.recorded(store, code):
        settled = waivers.settled(granted, found, day, book, {gap: finding.rule for gap, finding in known.items()})
        content[waivers.graph(code)] = frozenset(waivers.triples(settled))
    return content
