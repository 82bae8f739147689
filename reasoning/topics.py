"""Which limits speak of the same: parameters and scopes by another name, scopes within wider scopes."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from duibiao.ontology.terms import SKOS, Term
from duibiao.reasoning.scratch import Scratch


class Cover(StrEnum):
    """How our scope covers theirs: wholly (the same, or wider) or in part."""

    SAME = "same"
    CONTAINS = "contains"
    PART = "part"


@dataclass(frozen=True)
class Topics:
    """The relations between scopes and between parameters in a graph."""

    names: dict[Term, Term]
    wider: dict[Term, frozenset[Term]]

    @classmethod
    def of(cls, data: Scratch) -> "Topics":
        """Read skos:exactMatch and skos:broader."""
        names: dict[Term, Term] = {t.subject: t.object for t in data.matching(predicate=SKOS.exactMatch)}
        parents: dict[Term, set[Term]] = {}
        for t in data.matching(predicate=SKOS.broader):
            parents.setdefault(names.get(t.subject, t.subject), set()).add(names.get(t.object, t.object))
        return cls(names, {scope: frozenset(_above(scope, parents)) for scope in parents})

    def canonical(self, term: Term) -> Term:
        """The one name of a parameter or scope that has several."""
        return self.names.get(term, term)

    def within(self, narrow: Term, wide: Term) -> bool:
        """Whether a scope is a proper part of another."""
        return self.canonical(wide) in self.wider.get(self.canonical(narrow), frozenset())

    def cover(self, ours: Term, theirs: Term) -> Cover | None:
        """How our scope covers theirs; None when they have nothing to do with each other."""
        if self.canonical(ours) == self.canonical(theirs):
            return Cover.SAME
        if self.within(theirs, ours):
            return Cover.CONTAINS
        return Cover.PART if self.within(ours, theirs) else None


def _above(scope: Term, parents: dict[Term, set[Term]]) -> Iterator[Term]:
    seen: set[Term] = {scope}
    open_ = [scope]
    while open_:
        for parent in parents.get(open_.pop(), ()):
            if parent not in seen:
                seen.add(parent)
                open_.append(parent)
                yield parent
