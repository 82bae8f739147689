"""The honest count of a check: for each rule what it looked at, what passed, what failed, what does not apply and what cannot be told."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from pyoxigraph import NamedNode

from duibiao.ontology.terms import Term
from duibiao.shapes.data import Typed
from duibiao.shapes.engines import Violation
from duibiao.shapes.gaps import Gap
from duibiao.shapes.reasons import Reason, Reasons, lacking, merged, no_targets, text, undecided
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

    def plus(self, other: "Entry") -> "Entry":
        """The entry with another one's counts of the same rule added."""
        names = ("targets", "passed", "failed", "inapplicable", "cannot_tell", "waived")
        counts = {name: getattr(self, name) + getattr(other, name) for name in names}
        return replace(self, **counts, reasons=merged((*self.reasons, *other.reasons)))


def ledger(data: Typed, book: RuleBook, violations: Iterable[Violation], standing: Standing, reasons: Reasons) -> list[Entry]:
    """An entry for every rule of the book, in its order of names; `violations` are those of rules that speak."""
    failed: dict[Term, set[Term]] = {}
    for violation in violations:
        failed.setdefault(violation.rule, set()).add(violation.focus)
    sets = _Sets(data, book)
    entries = [_entry(sets, rule, failed.get(rule.node, set()), standing, reasons) for rule in book.rules.values()]
    return sorted(entries, key=lambda entry: entry.rule)


def with_waived(entries: Iterable[Entry], gaps: Iterable[Gap]) -> list[Entry]:
    """The entries with the focus nodes of a rule counted as waived, not failed, all of whose gaps by it are waived."""
    found = list(gaps)
    still = {(gap.rule, gap.focus) for gap in found if gap.state != "waived"}
    waived = Counter(rule for rule, _ in {(gap.rule, gap.focus) for gap in found} - still)
    return [replace(e, failed=e.failed - waived[e.rule], waived=waived[e.rule]) if waived[e.rule] else e for e in entries]


class _Sets:
    """The sets of nodes that rules count, each found once however many rules count it."""

    def __init__(self, data: Typed, book: RuleBook) -> None:
        self._data, self._book = data, book
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
        """The things that have a value of a property."""
        if term not in self._having:
            self._having[term] = frozenset(triple.subject for triple in self._data.matching(predicate=term))
        return self._having[term]


def _entry(sets: _Sets, rule: Rule, failed: set[Term], standing: Standing, reasons: Reasons) -> Entry:
    looked_at = sets.targets(rule)
    untold = sets.members(rule.undecided) - looked_at
    silenced = standing.silenced(rule, looked_at | untold)
    others = sets.members(rule.population) - looked_at - untold
    targets, untold = looked_at - silenced, untold - silenced
    missing = {term: targets - sets.having(term) - failed for term in rule.needs}
    unclear = frozenset().union(*missing.values())
    why = (
        *reasons.silent(rule, silenced),
        *no_targets(rule, sets.classes(rule), len(others)),
        *lacking({term: len(nodes) for term, nodes in missing.items()}),
        *undecided(rule, len(untold)),
    )
    return Entry(
        rule=rule.name,
        requirement=tuple(r.value.rpartition("/")[2] for r in rule.requirements),
        targets=len(targets),
        passed=len(targets - failed - unclear),
        failed=len(failed),
        inapplicable=len(others) + len(silenced),
        cannot_tell=len(unclear) + len(untold),
        reasons=merged(why),
    )
