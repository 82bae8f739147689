"""An enterprise as if some of its statements were others: what follows is derived anew, and the rules run over that."""

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode, Triple

from duibiao.reasoning.ground import Ground
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
    """What an enterprise states over the norms of a day. A change is laid over it for one check and leaves nothing behind."""

    def __init__(self, law: Law, ground: Ground, enterprise: NamedNode, stated: Iterable[Triple]) -> None:
        self.law, self.enterprise, self.stated, self._ground = law, enterprise, frozenset(stated), ground

    def statements(self, change: Change = NOTHING) -> frozenset[Triple]:
        """What the enterprise states after the change, and what follows from it."""
        stated = (self.stated - change.remove) | change.add
        return stated | self._ground.derived(stated)

    def checked(self, book: RuleBook, change: Change = NOTHING, engine: str = "compiled") -> Checked:
        """The check of the enterprise after the change, by the engine named in ENGINES."""
        return check_together(self.law, {self.enterprise: Statements.of(self.statements(change))}, book, engine)
