"""The honest count of a check: for each rule what it looked at, what passed, what failed, what does not apply and what cannot be told."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pyoxigraph import NamedNode

from duibiao.ontology.terms import Term
from duibiao.reasoning import Scratch
from duibiao.shapes.data import INSTANCE_OF
from duibiao.shapes.engines import Violation
from duibiao.shapes.rules import Rule, RuleBook


@dataclass(frozen=True)
class Entry:
    """A rule's counts. `targets` = passed + failed + cannot_tell of the targets + waived; `inapplicable` are of its population but no
    targets; members of an undecided class are counted in `cannot_tell` though they are no targets. All zero: nothing was there to check."""

    rule: str
    requirement: tuple[str, ...]
    targets: int
    passed: int
    failed: int
    inapplicable: int
    cannot_tell: int
    waived: int = 0

    def plus(self, other: "Entry") -> "Entry":
        """The entry with another one's counts of the same rule added."""
        names = ("targets", "passed", "failed", "inapplicable", "cannot_tell", "waived")
        return replace(self, **{name: getattr(self, name) + getattr(other, name) for name in names})


def ledger(data: Scratch, book: RuleBook, violations: Iterable[Violation]) -> list[Entry]:
    """An entry for every rule of the book, in its order of names."""
    failed: dict[Term, set[Term]] = {}
    for violation in violations:
        failed.setdefault(violation.rule, set()).add(violation.focus)
    entries = [_entry(data, rule, _targets(data, book, rule), failed.get(rule.node, set())) for rule in book.rules.values()]
    return sorted(entries, key=lambda entry: entry.rule)


def _entry(data: Scratch, rule: Rule, targets: set[Term], failed: set[Term]) -> Entry:
    lacking = {node for term in rule.needs for node in targets - {t.subject for t in data.matching(predicate=term)}}
    untold = _members(data, rule.undecided) - targets
    others = _members(data, rule.population) - targets - untold
    unclear = lacking - failed
    return Entry(
        rule=rule.name,
        requirement=tuple(r.value.rpartition("/")[2] for r in rule.requirements),
        targets=len(targets),
        passed=len(targets - failed - unclear),
        failed=len(failed),
        inapplicable=len(others),
        cannot_tell=len(unclear) + len(untold),
    )


def _targets(data: Scratch, book: RuleBook, rule: Rule) -> set[Term]:
    return {row["this"] for pattern in book.targets(rule) for row in data.rows(f"SELECT DISTINCT ?this WHERE {{ {pattern} }}")}


def _members(data: Scratch, cls: NamedNode | None) -> set[Term]:
    return {t.subject for t in data.matching(None, INSTANCE_OF, cls)} if cls else set()
