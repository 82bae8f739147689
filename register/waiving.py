"""To grant a waiver, to revoke it, to list them: each act one transaction with its entry in the audit."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from duibiao.ontology import iris
from duibiao.ontology.errors import Refusal
from duibiao.register import audit, findings, waivers
from duibiao.register.checks import check, enterprise_codes
from duibiao.register.fingerprints import fingerprint
from duibiao.shapes import Gap, RuleBook, Waiver
from duibiao.store import Store

_ID = re.compile("[0-9a-f]{16}")

State = Literal["in_force", "lapsed", "revoked", "superseded"]


class UnknownGap(Refusal):
    """No enterprise has a gap, or a waiver of a gap, with this id on the day."""


class WaiverRefused(Refusal):
    """The waiver cannot be granted or revoked as asked; the message says why."""


@dataclass(frozen=True)
class Listed:
    """A waiver in the list: its gap, what that is about, and where it stands on the day."""

    gap: str
    enterprise: str
    rule: str
    focus: str
    label: Mapping[str, str]
    state: State
    waiver: Waiver


def waive(store: Store, gap: str, *, reason: str, until: date, by: str, day: date, who: str, book: RuleBook) -> Gap:
    """Let a gap that is there on the day stand until the end of `until`, approved by `by` and entered by `who`; the gap, now waived.

    A waiver that the gap has already is superseded. UnknownGap and WaiverRefused with nothing written.
    """
    said, approver = _text(reason, "reason"), _text(by, "approver")
    if until < day:
        raise WaiverRefused(f"{until} is over on {day}; name the last day that the waiver is to hold")
    found, code = _found(store, gap, day, book)
    before = waivers.recorded(store, code)
    number = 1 + max((r.number for r in before if r.gap == gap), default=0)
    granted = waivers.Record(gap, number, said, approver, day.isoformat(), until.isoformat(), fingerprint(found, book))
    known = findings.recorded(store, code)
    known[gap] = findings.opened(known.get(gap), found, day)  # a waiver is always of a gap on record
    content = {waivers.graph(code): waivers.triples([*before, granted]), findings.graph(code): findings.triples(known)}
    store.write(content, audit.Chain(store).entry(audit.waiving(granted.node, who)))
    return found.waived(granted.shown(()))


def revoke(store: Store, gap: str, *, day: date, who: str) -> None:
    """Take back the waiver of a gap from the day on. UnknownGap where it has none, WaiverRefused where that does not hold anyway."""
    code = findings.holder(store, gap)
    before = waivers.recorded(store, code) if code else []
    newest = waivers.latest(before, day).get(gap)
    if code is None or newest is None:
        raise UnknownGap(f"no waiver of the gap {gap} is on record by {day}; `duibiao waive --list` names those there are")
    if newest.revoked_on or newest.lapsed_on or newest.until < day.isoformat():
        raise WaiverRefused(f"the waiver of the gap {gap} does not hold any more, so there is nothing to revoke")
    after = [replace(r, revoked_on=day.isoformat()) if r == newest else r for r in before]
    store.write({waivers.graph(code): waivers.triples(after)}, audit.Chain(store).entry(audit.revocation(newest.node, who)))


def listed(store: Store, *, day: date, book: RuleBook, codes: Iterable[str] | None = None) -> list[Listed]:
    """Every waiver granted by the day, of the enterprises with these codes (None: all), by enterprise, gap and number."""
    holders = [code for code in (enterprise_codes(store) if codes is None else codes) if store.graph(waivers.graph(code))]
    gaps = {gap.id: gap for gap in check(store, day=day, book=book, codes=holders).gaps} if holders else {}
    return [entry for code in holders for entry in _listed(store, code, gaps, day, book)]


# --- checks of what was asked


def _text(text: str, what: str) -> str:
    if not iris.normal(text):
        raise WaiverRefused(f"a waiver needs its {what}; say it in a few words")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise WaiverRefused(f"the {what} is no text in UTF-8; type it again") from error
    return text.strip()


def _found(store: Store, gap: str, day: date, book: RuleBook) -> tuple[Gap, str]:
    """The gap as it is found on the day, and its enterprise's code; only that one is checked where the gap is on record."""
    known = enterprise_codes(store)
    held = findings.holder(store, gap)
    asked = [] if not _ID.fullmatch(gap) else [held] if held in known else known
    codes = {iris.enterprise(code).value: code for code in known}
    for found in check(store, day=day, book=book, codes=asked).gaps:
        if found.id == gap:
            return found, codes[found.enterprise]
    raise UnknownGap(f"no gap has the id {gap} on {day}; `duibiao check` names those there are")


# --- the list


def _listed(store: Store, code: str, gaps: Mapping[str, Gap], day: date, book: RuleBook) -> Iterator[Listed]:
    records = [record for record in waivers.recorded(store, code) if record.since <= day.isoformat()]
    newest, known = waivers.latest(records, day), findings.recorded(store, code)
    for record in records:
        current = record == newest[record.gap]
        settled = current or record.revoked_on or record.lapsed_on
        why = waivers.lapse(record, gaps.get(record.gap), day, book) if settled else ()
        state: State = "revoked" if why == (waivers.REVOKED,) else "lapsed" if why else "in_force" if current else "superseded"
        finding = known[record.gap]
        yield Listed(record.gap, iris.enterprise(code).value, finding.rule, finding.focus, finding.named(), state, record.shown(why))
