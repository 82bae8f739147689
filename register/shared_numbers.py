"""Numbers that an authority gives once and that several things bear, be they one enterprise's or different ones'.

No rule looks from one enterprise into another: what is found here is stated of each thing, and a change of one enterprise reaches those
that bear a number it has, or had.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.ontology import iris
from duibiao.ontology.terms import D, Term
from duibiao.ontology.texts import having
from duibiao.store import Store

_ELSEWHERE: Final[Mapping[NamedNode, NamedNode]] = {
    D.registrationNumber: D.registrationNumberElsewhere,
    D.filingNumber: D.filingNumberElsewhere,
}
"""By property of a number: the property under which it stands where another thing bears it too."""
_BEARERS = "SELECT DISTINCT ?number ?thing WHERE {{ VALUES ?number {{ {numbers} }} ?thing {property} ?number }}"

Stated = Mapping[str, Collection[Triple]]
"""What enterprises state, by code."""


class Numbers:
    """Who bears which number once some enterprises state something else than is stored."""

    def __init__(self, store: Store, stated: Stated) -> None:
        self._store, self._stated = store, stated
        self._changed = {iris.enterprise(code) for code in stated}
        self._own = [triple for triples in stated.values() for triple in _numbered(triples)]

    def derived(self, statements: Iterable[Triple]) -> Iterator[Triple]:
        """The numbers of an enterprise that another thing bears too, as statements about its things."""
        for triple in _numbered(statements):
            if self._bearers(triple.predicate, [triple.object]) - {triple.subject}:
                yield Triple(triple.subject, _ELSEWHERE[triple.predicate], triple.object)

    def reached(self) -> set[str]:
        """The codes of the other enterprises that bear a number which one of those that change has or had."""
        graphs = (iris.graph(f"enterprise/{code}") for code in self._stated)
        before = (t for name in graphs for term in _ELSEWHERE for t in self._store.having(name, term))
        numbers: dict[NamedNode, set[Term]] = {}
        for triple in (*before, *self._own):
            numbers.setdefault(triple.predicate, set()).add(triple.object)
        owners = {iris.owner(thing) for term, values in numbers.items() for thing in self._bearers(term, values)}
        return {owner.value.rpartition("/")[2] for owner in owners - self._changed if owner is not None}

    def _bearers(self, term: NamedNode, numbers: Collection[Term]) -> set[Term]:
        """The things that bear one of the numbers."""
        rows = self._store.query(_BEARERS.format(numbers=" ".join(map(str, numbers)), property=term))
        stored = {row["thing"] for row in rows if iris.owner(row["thing"]) not in self._changed}
        return stored | {triple.subject for triple in self._own if triple.predicate == term and triple.object in numbers}


def _numbered(statements: Iterable[Triple]) -> Iterator[Triple]:
    found = list(statements) if isinstance(statements, Iterator) else statements
    return (t for term in _ELSEWHERE for t in having(found, term) if isinstance(t.object, Literal))
