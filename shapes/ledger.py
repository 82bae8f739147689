"""The honest count of a check: for each rule what it looked at, what passed, what failed, what does not apply and what cannot be told."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from operator import attrgetter

from pyoxigraph import NamedNode

from duibiao.ontology import iris
from duibiao.ontology.terms import D, Term
from duibiao.shapes.data import Typed
from duibiao.shapes.engines import Violation
from duibiao.shapes.gaps import Gap
from duibiao.shapes.reasons import Reason, Reasons, Said, lacking, merged, no_targets, text, undecided
from duibiao.shapes.rules import Rule, RuleBook
from duibiao.shapes.standing import Standing


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
    failed: dict[Term, set[Term]] = {}
    for violation in violations:
        failed.setdefault(violation.rule, set()).add(violation.focus)
    sets = _Sets(data, book, enterprises or [None])
    found: dict[NamedNode | None, list[Entry]] = {enterprise: [] for enterprise in sets.enterprises}
    for rule in sorted(book.rules.values(), key=lambda rule: rule.name):
        for enterprise, entry in _entries(sets, rule, failed.get(rule.node, set()), standing, reasons):
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


class _Sets:
    """The sets of nodes that rules count, each found once however many rules count it, and whose they are."""

    def __init__(self, data: Typed, book: RuleBook, enterprises: Collection[NamedNode | None]) -> None:
        self._data, self._book, self.enterprises = data, book, frozenset(enterprises)
        self._owners: dict[Term, NamedNode | None] = {}
        self._matched: dict[str, frozenset[Term]] = {}
        self._members: dict[NamedNode, frozenset[Term]] = {}
        self._having: dict[NamedNode, frozenset[Term]] = {}

    def targets(self, rule: Rule) -> frozenset[Term]:
        """The nodes that the rule looks at."""
        return frozenset().union(*(self._of_pattern(pattern) for pattern in self._book.targets(rule)))

    def classes(self, rule: Rule) -> set[NamedNode]:
        """The classes that the rule looks at."""
        return self._book.target_classes(rule)

    def _of_pattern(self, pattern: str) -> frozenset[Term]:
        if pattern not in self._matched:
            rows = self._data.rows(f"SELECT DISTINCT ?this WHERE {{ {pattern} }}")
            self._matched[pattern] = frozenset(row["this"] for row in rows)
        return self._matched[pattern]

    def members(self, cls: NamedNode | None) -> frozenset[Term]:
        """The instances of a class; none of none."""
        if cls is None:
            return frozenset()
        if cls not in self._members:
            self._members[cls] = frozenset(self._data.members(cls))
        return self._members[cls]

    def having(self, term: NamedNode) -> frozenset[Term]:
        """The things that have a value of a property, one that can be read."""
        if term not in self._having:
            unreadable = {triple.subject for triple in self._data.matching(predicate=D.unreadable, obj=term)}
            self._having[term] = frozenset(triple.subject for triple in self._data.matching(predicate=term)) - unreadable
        return self._having[term]

    def counted(self, nodes: Collection[Term]) -> Mapping[NamedNode | None, int]:
        """How many of the nodes are each enterprise's or nobody's."""
        if not nodes or None in self.enterprises:
            return {None: len(nodes)}
        counts = Counter(map(self._owner, nodes))
        everybodys = counts.pop(None, 0)
        return {enterprise: counts[enterprise] + everybodys for enterprise in self.enterprises} if everybodys else counts

    def _owner(self, node: Term) -> NamedNode | None:
        if node not in self._owners:
            owner = iris.owner(node)
            self._owners[node] = owner if owner in self.enterprises else None
        return self._owners[node]


def _entries(sets: _Sets, rule: Rule, failed: set[Term], standing: Standing, reasons: Reasons) -> Iterator[tuple[NamedNode | None, Entry]]:
    """The rule's entry for each enterprise."""
    looked_at = sets.targets(rule)
    untold = sets.members(rule.undecided) - looked_at
    silenced = standing.silenced(rule, looked_at | untold)
    others = sets.members(rule.population) - looked_at - untold
    targets, untold = looked_at - silenced, untold - silenced
    missing = {term: targets - sets.having(term) - failed for term in rule.needs}
    unclear = frozenset().union(*missing.values())
    parts = (targets, targets - failed - unclear, failed, others, silenced, unclear, untold)
    counts, lacks = [sets.counted(part) for part in parts], {term: sets.counted(nodes) for term, nodes in missing.items()}
    requirements = tuple(r.value.rpartition("/")[2] for r in rule.requirements)
    owners = {owner for node in silenced if (owner := iris.owner(node))} if None in sets.enterprises else set()
    nothing = Entry(rule.name, requirements, 0, 0, 0, 0, 0)
    for enterprise in sets.enterprises:
        found, passed, wrong, other, silent, unsure, unknown = (count.get(enterprise, 0) for count in counts)
        if not (found or other or silent or unknown):
            yield enterprise, nothing
            continue
        why = (
            *reasons.silent(rule, {enterprise} if enterprise else owners, silent),
            *no_targets(rule, sets.classes(rule), other),
            *lacking({term: count.get(enterprise, 0) for term, count in lacks.items()}),
            *undecided(rule, unknown),
        )
        yield enterprise, Entry(rule.name, requirements, found, passed, wrong, other + silent, unsure + unknown, reasons=merged(why))
