"""One step of what would close a gap: statements added and taken out, and what that is in words."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from pyoxigraph import Literal, Triple

from duibiao.ontology.terms import XSD


@dataclass(frozen=True)
class Step:
    """Statements added and taken out, said in both languages. `day` is the day that is put somewhere, None where none is. A step that
    `retracts` takes back what the rule rests on, so that the rule may look at less after it; one that `corrects` changes what is over and
    done, which only a wrong record can ask for."""

    add: frozenset[Triple]
    remove: frozenset[Triple]
    zh: str
    en: str
    day: date | None = None
    retracts: bool = False
    corrects: bool = False

    @property
    def size(self) -> int:
        """How many statements it changes."""
        return len(self.add) + len(self.remove)

    def on(self, day: date) -> Self:
        """The step with another day."""
        value = Literal(day.isoformat(), datatype=XSD.date)
        return replace(self, add=frozenset(Triple(t.subject, t.predicate, value) for t in self.add), day=day)

    def bounded(self, zh: str, en: str, corrects: bool) -> Self:
        """The step with words on which days will do."""
        return replace(self, zh=f"{self.zh}{zh}", en=f"{self.en} {en}", corrects=self.corrects or corrects)
