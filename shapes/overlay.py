"""An enterprise as if some of its statements were others: what follows is derived anew, and the rules run over that."""

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode, Triple

from duibiao.ontology import load as ontology
from duibiao.reasoning import Scratch, derive
from duibiao.shapes.check import Checked, check_together
from duibiao.shapes.data import Law, Statements
from duibiao.shapes.rules import RuleBook


@dataclass(frozen=True)
class Change:
    """Statements that are added to what an enterprise states, and statements taken out of it."""

    add: frozenset[Triple] = frozenset()
    remove: frozenset[Triple] = frozenset()

    def of(self, stated: frozenset[Triple]) -> frozenset[Triple]:
        """The statements after the change."""
        return stated - self.remove | self.add


NOTHING = Change()


class Overlay:
    """What an enterprise states over the norms of a day. A change is laid over it for one check and leaves nothing behind."""

    def __init__(self, law: Law, norms: Iterable[Triple], enterprise: NamedNode, stated: Iterable[Triple]) -> None:
        self.law, self.enterprise, self.stated = law, enterprise, frozenset(stated)
        self._norms = Statements.of([*ontology(), *norms]).main

    def statements(self, change: Change = NOTHING) -> frozenset[Triple]:
        """What the enterprise states after the change, and what follows from it."""
        stated = change.of(self.stated)
        return stated.union(derive(Scratch().load(self._norms).add(stated)))

    def checked(self, book: RuleBook, change: Change = NOTHING, engine: str = "compiled") -> Checked:
        """The check of the enterprise after the change, by the engine named in ENGINES."""
        return check_together(self.law, {self.enterprise: Statements.of(self.statements(change))}, book, engine)
