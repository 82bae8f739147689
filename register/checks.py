"""The check of the register: every enterprise, or those named, on a day."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from time import perf_counter

from duibiao.ontology import iris
from duibiao.ontology.errors import Refusal
from duibiao.register import findings, norms, waivers
from duibiao.register.batches import checked_in_batches
from duibiao.shapes import Entry, Gap, RuleBook, summed, with_waived
from duibiao.store import Store


class UnknownEnterprise(Refusal):
    """No enterprise with this code is loaded; the message lists those that are."""


@dataclass(frozen=True)
class Report:
    """A check: the day, the engine, how long it took, the gaps and the ledger over all enterprises checked."""

    as_of: date
    engine: str
    seconds: float
    gaps: list[Gap]
    ledger: list[Entry]

    def summary(self) -> dict[str, int]:
        """Open gaps by severity, and the waived."""
        found = {"violation": 0, "warning": 0, "info": 0, "waived": 0}
        for gap in self.gaps:
            found["waived" if gap.state == "waived" else gap.severity] += 1
        return found


def enterprise_codes(store: Store) -> list[str]:
    """The codes of the enterprises loaded."""
    return norms.codes(store)


_NAMES = """
SELECT DISTINCT ?enterprise ?name WHERE {
  VALUES ?class { d:Enterprise d:Authority } ?enterprise a ?class ; rdfs:label ?name
} ORDER BY ?enterprise
"""


def names(store: Store, codes: Iterable[str]) -> dict[str, str]:
    """The name of each enterprise by code; the code where it has none."""
    rows = store.query(_NAMES)
    known = {row["enterprise"]: row["name"].value for row in rows}
    return {code: known.get(iris.enterprise(code), code) for code in codes}


def code_of(store: Store, name: str) -> str:
    """The code of the enterprise that a code or a name means. UnknownEnterprise with what there is where none does."""
    codes = enterprise_codes(store)
    if (code := iris.slug(name).upper()) in codes:
        return code
    named = [code for code, known in names(store, codes).items() if iris.normal(known) == iris.normal(name)]
    if not named:
        raise UnknownEnterprise(f"no enterprise is called “{name}”; give a credit code: {_some(codes)}")
    if len(named) > 1:
        raise UnknownEnterprise(f"several enterprises are called “{name}”; give a credit code: {_some(named)}")
    return named[0]


def check(
    store: Store,
    *,
    day: date,
    book: RuleBook,
    codes: Iterable[str] | None = None,
    engine: str = "compiled",
    progress: Callable[[str], None] = lambda code: None,
) -> Report:
    """Check the enterprises with these codes (None: all) on the day by the rules of `book`. Nothing is written.

    UnknownEnterprise for a code that no enterprise loaded has.
    """
    start = perf_counter()
    chosen = chosen_codes(store, codes)
    gaps: list[Gap] = []
    ledgers = []
    for batch, found in checked_in_batches(store, norms.of(store).law(day), chosen, book, engine):
        gaps += found.gaps
        ledgers.append(found.ledger)
        for code in batch:
            progress(code)
    known = on_record(store, gaps, day, book)
    return Report(day, engine, perf_counter() - start, known, with_waived(summed(ledgers), known))


def chosen_codes(store: Store, codes: Iterable[str] | None) -> list[str]:
    """These codes, each once; all that are loaded for None. UnknownEnterprise for one that is not loaded."""
    if codes is None:
        return enterprise_codes(store)
    chosen = list(dict.fromkeys(codes))
    if unknown := [code for code in chosen if iris.graph(f"enterprise/{code}") not in store]:
        raise UnknownEnterprise(f"no enterprise has the code {min(unknown)}; there are: {_some(enterprise_codes(store))}")
    return chosen


def _some(codes: list[str]) -> str:
    more = f" … ({len(codes):,} in all)" if len(codes) > _LISTED else ""
    return f"{', '.join(codes[:_LISTED]) or 'none'}{more}"


_LISTED = 20
"""How many codes a message lists."""


def on_record(store: Store, gaps: Iterable[Gap], day: date, book: RuleBook) -> list[Gap]:
    """The gaps, in order of the enterprises, with what is on record of them."""
    return [gap for enterprise, found in groupby(gaps, lambda gap: gap.enterprise) for gap in _of_one(store, enterprise, found, day, book)]


def _of_one(store: Store, enterprise: str, gaps: Iterable[Gap], day: date, book: RuleBook) -> list[Gap]:
    code = enterprise.rpartition("/")[2]
    on_record = findings.recorded(store, code)
    return waivers.applied(store, code, (_dated(gap, on_record, day) for gap in gaps), day, book)


def _dated(gap: Gap, on_record: dict[str, findings.Finding], day: date) -> Gap:
    """The gap with the day it was first seen, where that is on record and not after the day asked about."""
    finding = on_record.get(gap.id)
    known = finding is not None and finding.closed_on is None and finding.first_seen <= day.isoformat()
    return gap.first_seen(finding.first_seen) if finding and known else gap
