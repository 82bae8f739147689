"""Waivers on record: who let a gap stand, why and until when, and what it rested on then. One lapses when that changes or its last day is
over, and stays on record with the reason."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.ontology import iris, labels
from duibiao.ontology.terms import RDF, XSD, D
from duibiao.register.fingerprints import Fingerprint, fingerprint
from duibiao.shapes import Gap, RuleBook, Waiver
from duibiao.store import Store

GRAPHS = iris.graph("waivers/").value

_BASIS, _CLOSED, _DATA = (D["LapseReason-basis"], D["LapseReason-closed"], D["LapseReason-data"])
_EXPIRED, REVOKED, _RULE = (D["LapseReason-expired"], D["LapseReason-revoked"], D["LapseReason-rule"])


@dataclass(frozen=True)
class Record:
    """A waiver as it was granted, the `number`th of its gap. Days are ISO dates; `reasons` say why it had lapsed when that was put on
    record."""

    gap: str
    number: int
    reason: str
    by: str
    since: str
    until: str
    fingerprint: Fingerprint
    revoked_on: str | None = None
    lapsed_on: str | None = None
    reasons: tuple[NamedNode, ...] = ()

    @property
    def node(self) -> NamedNode:
        """Its IRI."""
        return iris.resource("waiver", self.gap, str(self.number))

    def shown(self, why: Iterable[NamedNode]) -> Waiver:
        """The waiver as people see it, with the reasons why it does not hold."""
        return Waiver(self.reason, self.by, self.since, self.until, _texts(tuple(why)))


def _texts(why: tuple[NamedNode, ...]) -> Mapping[str, str] | None:
    return {"zh": "；".join(labels()[w]["zh"] for w in why), "en": "; ".join(labels()[w]["en"] for w in why)} if why else None


def graph(code: str) -> NamedNode:
    """The graph of an enterprise's waivers."""
    return iris.graph(f"waivers/{code}")


# --- on a day


def applied(store: Store, code: str, gaps: Iterable[Gap], day: date, book: RuleBook) -> list[Gap]:
    """The gaps of the enterprise found on the day by the rules of `book`, those that were ever waived by then with their newest waiver;
    `waived` where it holds."""
    newest = latest(recorded(store, code), day)
    return [_waived(gap, newest[gap.id], day, book) if gap.id in newest else gap for gap in gaps]


def _waived(gap: Gap, record: Record, day: date, book: RuleBook) -> Gap:
    return gap.waived(record.shown(lapse(record, gap, day, book)))


def latest(records: Iterable[Record], day: date) -> dict[str, Record]:
    """The newest waiver of each gap that had been granted by the day."""
    return {record.gap: record for record in records if record.since <= day.isoformat()}


def lapse(record: Record, gap: Gap | None, day: date, book: RuleBook) -> tuple[NamedNode, ...]:
    """Why the waiver does not hold on the day, nothing while it does; `gap` is its gap as found on the day, None where it was not."""
    today = day.isoformat()
    if record.revoked_on and record.revoked_on <= today:
        return (REVOKED,)
    if record.lapsed_on and record.lapsed_on <= today:
        return record.reasons
    return (*_changed(record, gap, book), *((_EXPIRED,) if record.until < today else ()))


def _changed(record: Record, gap: Gap | None, book: RuleBook) -> tuple[NamedNode, ...]:
    if gap is None:
        return (_CLOSED,)
    now, then = fingerprint(gap, book), record.fingerprint
    pairs = ((_BASIS, now.basis, then.basis), (_DATA, now.data, then.data), (_RULE, now.rule, then.rule))
    return tuple(reason for reason, new, old in pairs if new != old)


def settled(records: Iterable[Record], gaps: Iterable[Gap], day: date, book: RuleBook, rules: Mapping[str, str]) -> list[Record]:
    """The records after a check that goes on record: a waiver of a gap that has changed or gone stays lapsed, whatever is changed back.

    `rules` tells the rule of each gap on record; of rules that are not in `book` nothing is judged.
    """
    found, judged = {gap.id: gap for gap in gaps}, {rule.name for rule in book.rules.values()}
    kept = list(records)
    current = set(latest(kept, day).values())
    return [_settled(r, found.get(r.gap), day, book) if r in current and rules.get(r.gap) in judged else r for r in kept]


def _settled(record: Record, gap: Gap | None, day: date, book: RuleBook) -> Record:
    why = _changed(record, gap, book)
    over = record.revoked_on or record.lapsed_on or record.until < day.isoformat()
    return record if over or not why else replace(record, lapsed_on=day.isoformat(), reasons=why)


# --- statements


def recorded(store: Store, code: str) -> list[Record]:
    """The waivers on record, those of one gap in the order in which they were granted."""
    about: dict[NamedNode, dict[NamedNode, list[str]]] = {}
    for triple in store.graph(graph(code)):
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
            about.setdefault(triple.subject, {}).setdefault(triple.predicate, []).append(triple.object.value)
    return sorted((_read(node, said) for node, said in about.items()), key=lambda record: (record.gap, record.number))


def _read(node: NamedNode, said: Mapping[NamedNode, list[str]]) -> Record:
    gap, number = node.value.rsplit("/", 2)[1:]
    reason, by, since, until = (said[term][0] for term in (D.waiverReason, D.approvedBy, D.waivedOn, D.waivedUntil))
    prints = Fingerprint(*(said[term][0] for term in (D.basisDigest, D.dataDigest, D.ruleDigest)))
    revoked, lapsed = (next(iter(said.get(term, [])), None) for term in (D.revokedOn, D.lapsedOn))
    why = tuple(NamedNode(reason) for reason in sorted(said.get(D.lapseReason, [])))
    return Record(gap, int(number), reason, by, since, until, prints, revoked, lapsed, why)


def triples(records: Iterable[Record]) -> Iterator[Triple]:
    """The waivers as statements."""
    for record in records:
        yield Triple(record.node, RDF.type, D.Waiver)
        yield Triple(record.node, D.ofGap, iris.resource("gap", record.gap))
        yield from (Triple(record.node, term, Literal(text)) for term, text in _said(record))
        yield from (Triple(record.node, term, Literal(day, datatype=XSD.date)) for term, day in _days(record) if day)
        yield from (Triple(record.node, D.lapseReason, reason) for reason in record.reasons)


def _said(record: Record) -> Iterator[tuple[NamedNode, str]]:
    yield D.waiverReason, record.reason
    yield D.approvedBy, record.by
    yield D.basisDigest, record.fingerprint.basis
    yield D.dataDigest, record.fingerprint.data
    yield D.ruleDigest, record.fingerprint.rule


def _days(record: Record) -> Iterator[tuple[NamedNode, str | None]]:
    yield D.waivedOn, record.since
    yield D.waivedUntil, record.until
    yield D.revokedOn, record.revoked_on
    yield D.lapsedOn, record.lapsed_on
