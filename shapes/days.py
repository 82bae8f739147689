"""The gaps of some enterprises on many days: what does not look at the day is found once for all days that share their law."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from pyoxigraph import NamedNode

from duibiao.shapes import division
from duibiao.shapes.check import data_graph, gaps_together
from duibiao.shapes.compiler import Query
from duibiao.shapes.data import Law, Statements, Typed
from duibiao.shapes.engines import Violation, violations
from duibiao.shapes.gaps import Explainer, Gap, in_order
from duibiao.shapes.rules import RuleBook
from duibiao.shapes.running import Runner
from duibiao.shapes.standing import Standing, standing

_Found = tuple[Violation, str]
"""A violation, and what its messages say."""


@dataclass(frozen=True)
class _Lawful:
    """The data graph of days that share a law, who is silent in it, the gaps by rules that do not look at the day, and those explained
    by what was found."""

    data: Typed
    standing: Standing
    lasting: list[Gap]
    explained: dict[_Found, list[Gap]] = field(default_factory=dict)


class Days:
    """The check of what is stated on any day, by the law of that day. By rules of one's own, which may look at anything, each day is
    checked alone."""

    def __init__(self, law: Callable[[date], Law], stated: Mapping[NamedNode, Statements], book: RuleBook) -> None:
        self._law, self._stated, self._book = law, stated, book
        self._daily = [query for query in book.queries if _looks_at_the_day(query)]
        self._lasting = [query for query in book.queries if not _looks_at_the_day(query)]
        self._kept: dict[bytes, _Lawful] = {}

    def gaps(self, day: date) -> list[Gap]:
        """The gaps on the day, the same as a check of that day alone finds."""
        law = self._law(day)
        if not law.knows_identification or not division.serves(self._book):
            return gaps_together(law, self._stated, self._book)
        if law.norms.main not in self._kept:
            self._kept.clear()  # days come in order, or nearly
            self._kept[law.norms.main] = self._lawful(law)
        lawful = self._kept[law.norms.main]
        lawful.data.turn_to(day)
        daily = [gap for v in self._spoken(lawful.data, lawful.standing, self._daily) for gap in self._explained(lawful, v, day)]
        return in_order(gap.first_seen(day.isoformat()) for gap in [*lawful.lasting, *daily])

    def _lawful(self, law: Law) -> _Lawful:
        data = data_graph(law, self._stated, self._book)
        stand = standing(data)
        lasting = self._explainer(data, stand, law.day).gaps(self._spoken(data, stand, self._lasting))
        return _Lawful(data, stand, lasting)

    def _spoken(self, data: Typed, stand: Standing, queries: list[Query]) -> list[Violation]:
        found = violations(Runner(data, self._book.graph.triples), queries)
        return [v for v in found if not stand.silences(self._book.rules[v.rule], v.focus)]

    def _explained(self, lawful: _Lawful, violation: Violation, day: date) -> list[Gap]:
        """The gaps of a violation, which a day on which it is found again need not explain again."""
        key = violation, str(violation.messages)
        if key not in lawful.explained:
            lawful.explained[key] = self._explainer(lawful.data, lawful.standing, day).gaps([violation])
        return lawful.explained[key]

    def _explainer(self, data: Typed, stand: Standing, day: date) -> Explainer:
        return Explainer(data, self._book, tuple(self._stated), day, stand.over)


def _looks_at_the_day(query: Query) -> bool:
    """Whether the day of judgement can be met in a query; it is one node, and shipped rules name it."""
    return "evaluation" in query.text.lower()
