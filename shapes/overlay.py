"""An enterprise as if some of its statements were others: what follows is derived anew, and the rules run over that."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple

from duibiao.reasoning import Scratch, derive
from duibiao.shapes.check import Checked, check_together
from duibiao.shapes.data import Law, Statements
from duibiao.shapes.rules import RuleBook


@dataclass(frozen=True)
class Change:
    """Statements that are added to what an enterprise states, and statements taken out of it."""

    add: frozenset[Triple] = frozenset()
    remove: frozenset[Triple] = frozenset()


NOTHING = Change()


class Overlay:
    """What an enterprise states over the norms of a day; `norms` are those to derive from, with the ontology, as N-Triples.

    A change is laid over it for one check and leaves nothing behind.
    """

    def __init__(self, law: Law, norms: bytes, enterprise: NamedNode, stated: Iterable[Triple]) -> None:
        self.law, self.enterprise, self.stated, self._norms = law, enterprise, frozenset(stated), norms

    @cached_property
    def _ground(self) -> "_Reversible":
        """What deriving starts from, made once however many changes are tried."""
        return _Reversible(self.stated).load(self._norms)

    def statements(self, change: Change = NOTHING) -> frozenset[Triple]:
        """What the enterprise states after the change, and what follows from it."""
        with self._ground.changed(change) as data:
            return (self.stated - change.remove).union(change.add, derive(data))

    def checked(self, book: RuleBook, change: Change = NOTHING, engine: str = "compiled") -> Checked:
        """The check of the enterprise after the change, by the engine named in ENGINES."""
        return check_together(self.law, {self.enterprise: Statements.of(self.statements(change))}, book, engine)


class _Reversible(Scratch):
    """Statements that can be as they were again."""

    def __init__(self, *parts: Iterable[Triple]) -> None:
        self._gained: list[Quad] | None = None
        super().__init__(*parts)
        self._gained = []

    def add(self, triples: Iterable[Triple], graph: NamedNode | None = None) -> Self:
        """Take in more statements, and remember those that were not there."""
        if self._gained is None:
            return super().add(triples, graph)
        name = graph or DefaultGraph()
        new = [quad for t in triples if (quad := Quad(t.subject, t.predicate, t.object, name)) not in self._engine]
        self._gained += new
        self._engine.extend(new)
        return self

    @contextmanager
    def changed(self, change: Change) -> Iterator[Self]:
        """Itself with a change made, and after it as before."""
        removed = [quad for t in change.remove if (quad := Quad(*t)) in self._engine]
        for quad in removed:
            self._engine.remove(quad)
        try:
            yield self.add(change.add)
        finally:
            for quad in self._gained or []:
                self._engine.remove(quad)
            self._gained = []
            self._engine.extend(removed)
