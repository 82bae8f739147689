"""The check of all enterprises, kept: after a change only what the change reaches is checked anew, and the report is as if all had been."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from threading import Lock
from time import perf_counter

from pyoxigraph import Literal, NamedNode

from duibiao.ontology import iris
from duibiao.reasoning.applicability import answer
from duibiao.register import norms
from duibiao.register.batches import checked_in_batches
from duibiao.register.checks import Report, enterprise_codes, on_record
from duibiao.shapes import Entry, Gap, RuleBook, summed, with_waived
from duibiao.store import Store

_MOST_DAYS = 4
"""The days whose check is kept; each takes memory for the gaps and the ledger of every enterprise."""

_STATED = ("enterprise", "derived")
_RECORDED = ("findings", "waivers")


@dataclass(frozen=True)
class _Kept:
    """What a check found of one enterprise, and the versions of the graphs it was found in; `known` are the gaps with what is on record of
    them."""

    stated: tuple[int, ...]
    recorded: tuple[int, ...]
    gaps: list[Gap]
    entries: list[Entry]
    known: list[Gap]


class Checks:
    """The checks of a store by the rules of a book, on the days asked about lately."""

    def __init__(self, store: Store, book: RuleBook) -> None:
        self._store, self._book = store, book
        self._days: dict[date, _Day] = {}
        self._lock = Lock()

    def report(self, day: date) -> Report:
        """The check of all enterprises on a day, the same as `register.check` makes."""
        with self._lock:
            kept = self._days.pop(day, None)
            if kept is None or kept.norms is not norms.of(self._store):
                kept = _Day(self._store, self._book, day)
            self._days[day] = kept  # the day asked about last stands last
            for old in list(self._days)[:-_MOST_DAYS]:
                del self._days[old]
            while True:
                version = self._store.version
                found = kept.report()
                if self._store.version == version:  # else a load came between, and the check may have seen half of it
                    return found


class _Day:
    """The check of each enterprise on one day, by the norms as they stand."""

    def __init__(self, store: Store, book: RuleBook, day: date) -> None:
        self._store, self._book, self._day = store, book, day
        self.norms = norms.of(store)
        self._kept: dict[str, _Kept] = {}
        self._totals: dict[str, Entry] = {}

    def report(self) -> Report:
        """The check as things stand now."""
        start = perf_counter()
        codes = enterprise_codes(self._store)
        self._renew(codes)
        known = [gap for code in codes for gap in self._kept[code].known]
        ledger = with_waived([self._totals[name] for name in sorted(self._totals)], known)
        return Report(self._day, "compiled", perf_counter() - start, known, ledger)

    def _renew(self, codes: Sequence[str]) -> None:
        before, versions = dict(self._kept), dict(self._store.versions())
        now = {code: (_versions(versions, _STATED, code), _versions(versions, _RECORDED, code)) for code in codes}
        stale = [code for code in codes if code not in before or before[code].stated != now[code][0]]
        gone = before.keys() - now.keys()
        for code in gone:
            del self._kept[code]
        for code, found in self._checked(stale):
            self._kept[code] = replace(found, stated=now[code][0])
        for code in (code for code in codes if self._kept[code].recorded != now[code][1]):
            known = on_record(self._store, self._kept[code].gaps, self._day, self._book)
            self._kept[code] = replace(self._kept[code], recorded=now[code][1], known=known)
        self._add_up({*stale, *gone}, before, codes)

    def _checked(self, codes: Sequence[str]) -> Iterator[tuple[str, _Kept]]:
        law = self.norms.law(self._day)
        for batch, found in checked_in_batches(self._store, law, codes, self._book, "compiled", each=True):
            gaps = _by_code(found.gaps)
            yield from ((code, _Kept((), (), gaps.get(code, []), found.each[iris.enterprise(code)], gaps.get(code, []))) for code in batch)

    def _add_up(self, changed: Iterable[str], before: Mapping[str, _Kept], codes: Sequence[str]) -> None:
        """Sum anew the entries of the rules that the changed enterprises have other entries of than before."""
        pairs = [(_entries(before.get(code)), _entries(self._kept.get(code))) for code in changed]
        rules = {rule for was, now in pairs for rule in was.keys() | now.keys() if was.get(rule) != now.get(rule)}
        named = [[entry for entry in self._kept[code].entries if entry.rule in rules] for code in codes] if rules else []
        for rule in rules:
            self._totals.pop(rule, None)
        self._totals |= {entry.rule: entry.worded(self._said) for entry in summed(named)}

    def _said(self, enterprise: NamedNode, requirement: NamedNode) -> Mapping[str, str]:
        rows = self._store.query(f"SELECT ?said WHERE {{ {answer(enterprise, requirement)} rdfs:comment ?said }}")
        return {text.language: text.value for row in rows if isinstance(text := row["said"], Literal) and text.language}


def _versions(versions: Mapping[NamedNode, int], kinds: Sequence[str], code: str) -> tuple[int, ...]:
    return tuple(versions.get(iris.graph(f"{kind}/{code}"), 0) for kind in kinds)


def _by_code(gaps: Iterable[Gap]) -> dict[str, list[Gap]]:
    found: dict[str, list[Gap]] = {}
    for gap in gaps:
        found.setdefault(gap.enterprise.rpartition("/")[2], []).append(gap)
    return found


def _entries(kept: _Kept | None) -> Mapping[str, Entry]:
    return {entry.rule: entry for entry in kept.entries} if kept else {}
