"""The honest count of a check: for each rule what it looked at, what passed, what failed, what does not apply and what cannot be told."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from operator import attrgetter

from pyoxigraph import NamedNode

from duibiao.ontology.terms import Term
from duibiao.shapes.data import Typed
from duibiao.shapes.engines import Violation
from duibiao.shapes.gaps import Gap
from duibiao.shapes.reasons import Reason, Reasons, Said, lacking, merged, no_targets, text, undecided, unlisted
from duibiao.shapes.rules import Rule, RuleBook
from duibiao.shapes.standing import Standing
from duibiao.shapes.tallies import Node, Tallies, Tally


@dataclass(frozen=True)
class Entry:
    """A rule's counts. `targets` = passed + failed + cannot_tell of the targets + waived; `inapplicable` are of its population but no
    targets, or the rule is silent about them (see `standing`); members of an undecided class are counted in `cannot_tell` though they
    are no targets. All zero: nothing was there to check. `reasons` say why things are inapplicable or untold."""

    rule: str
    requirement: tuple[str, ...]
    targets: int
    passed: int
    failed: int
    inapplicable: int
    cannot_tell: int
    waived: int = 0
    reasons: tuple[Reason, ...] = ()

    @property
    def why(self) -> Mapping[str, str] | None:
        """Why things are inapplicable or untold, in zh and en; None where none is."""
        return text(self.reasons)

    def worded(self, said: Said) -> "Entry":
        """The entry with the examples of its reasons told."""
        return replace(self, reasons=tuple(reason.worded(said) for reason in self.reasons)) if self.reasons else self


def ledgers(
    data: Typed, book: RuleBook, violations: Iterable[Violation], standing: Standing, reasons: Reasons, enterprises: Collection[NamedNode]
) -> dict[NamedNode | None, list[Entry]]:
    """By enterprise an entry for every rule of the book, in the order of names; `violations` are those of rules that speak.

    What is nobody's counts for each enterprise. Where no enterprise is named, all are counted together and stand under None.
    """
    failed: dict[Term, set[Node]] = {}
    for violation in violations:
        failed.setdefault(violation.rule, set()).add(violation.focus)
    tallies = Tallies(data, book)
    each: frozenset[NamedNode | None] = frozenset(enterprises) or frozenset({None})
    found: dict[NamedNode | None, list[Entry]] = {enterprise: [] for enterprise in each}
    for rule in sorted(book.rules.values(), key=lambda rule: rule.name):
        tally = tallies.of(rule, failed.get(rule.node, set()), standing.silent(rule))
        for enterprise, entry in _entries(tallies, tally, rule, book.target_classes(rule), each, reasons):
            found[enterprise].append(entry)
    return found


def summed(ledgers: Iterable[Iterable[Entry]]) -> list[Entry]:
    """One entry a rule, counts added over the ledgers; the first that has a reason gives its example."""
    total: dict[str, list[Entry]] = {}
    for entry in (entry for entries in ledgers for entry in entries):
        total.setdefault(entry.rule, []).append(entry)
    return [_total(entries) for entries in total.values()]


def _total(entries: list[Entry]) -> Entry:
    if len(entries) == 1:
        return entries[0]
    counts = {name: sum(map(attrgetter(name), entries)) for name in _COUNTS}
    return replace(entries[0], **counts, reasons=merged(reason for entry in entries for reason in entry.reasons))


_COUNTS = ("targets", "passed", "failed", "inapplicable", "cannot_tell", "waived")


def with_waived(entries: Iterable[Entry], gaps: Iterable[Gap]) -> list[Entry]:
    """The entries with the focus nodes of a rule counted as waived, not failed, all of whose gaps by it are waived."""
    found = list(gaps)
    still = {(gap.rule, gap.focus) for gap in found if gap.state != "waived"}
    waived = Counter(rule for rule, _ in {(gap.rule, gap.focus) for gap in found} - still)
    return [replace(e, failed=e.failed - waived[e.rule], waived=waived[e.rule]) if waived[e.rule] else e for e in entries]


def _entries(
    tallies: Tallies, tally: Tally, rule: Rule, classes: Set[NamedNode], enterprises: Set[NamedNode | None], reasons: Reasons
) -> Iterator[tuple[NamedNode | None, Entry]]:
    """The rule's entry for each enterprise."""
    parts = (tally.targets, tally.failed, tally.others, tally.silenced, tally.unclear, tally.untold)
    counts = [tallies.counted(part, enterprises) for part in parts]
    lacks = {term: tallies.counted(nodes, enterprises) for term, nodes in tally.missing.items()}
    requirements = tuple(r.value.rpartition("/")[2] for r in rule.requirements)
    owners = {owner for node in tally.silenced if (owner := tallies.owner(node))} if None in enterprises else set()
    nothing = Entry(rule.name, requirements, 0, 0, 0, 0, 0)
    for enterprise in enterprises:
        found, wrong, other, silent, unsure, unknown = (count.get(enterprise, 0) for count in counts)
        if not (found or other or silent or unknown):
            yield enterprise, nothing
            continue
        why = (
            *reasons.silent(rule, {enterprise} if enterprise else owners, silent),
            *no_targets(rule, classes, other),
            *lacking({term: lacks[term].get(enterprise, 0) for term in rule.needs}),
            *unlisted({cls: lacks[cls].get(enterprise, 0) for cls in rule.needs_list}),
            *undecided(rule, unknown),
        )
        passed = found - wrong - unsure
        yield enterprise, Entry(rule.name, requirements, found, passed, wrong, other + silent, unsure + unknown, reasons=merged(why))
