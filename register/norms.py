"""The norms as the store holds them, and what they make of each enterprise's statements."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from importlib.resources import as_file, files
from typing import Final
from weakref import WeakKeyDictionary

from pyoxigraph import Literal, NamedNode, Triple

from duibiao import loaders
from duibiao.ontology import iris
from duibiao.ontology import load as ontology
from duibiao.reasoning import literals
from duibiao.reasoning.catalogue import Catalogue
from duibiao.reasoning.closures import closures
from duibiao.reasoning.ground import Ground
from duibiao.shapes import Law
from duibiao.store import Store

PREFIX: Final = iris.graph("norms/").value
CLOSURE: Final = iris.graph("derived/norms")
ENTERPRISES: Final = iris.graph("enterprise/").value

_FOR_DERIVING: Final = ("aliases", "applicability", "coverage", "gb18218/", "topics")
_MOST_LAWS: Final = 8
"""The laws of days that are kept."""


class Norms:
    """The norms, graph by graph, and what is made of them once, however many enterprises are derived and checked."""

    def __init__(self, parts: Mapping[NamedNode, Collection[Triple]]) -> None:
        self._parts = parts
        self._laws: dict[tuple[int, int], Law] = {}

    @cached_property
    def ground(self) -> Ground:
        """What deriving starts from."""
        return Ground({*self.statements(), *ontology()})

    @cached_property
    def catalogue(self) -> Catalogue:
        """The editions, to find what a reference means; where there are none, those of the catalogue that comes with the product."""
        found = Catalogue.of(self.statements())
        return found if found.editions else shipped_catalogue()

    def law(self, day: date) -> Law:
        """What a check on the day starts from. It is the same on days that stand alike to every date that the norms speak of."""
        among = bisect_left(self._dates, day), bisect_right(self._dates, day)
        if among not in self._laws:
            if len(self._laws) >= _MOST_LAWS:
                self._laws.clear()
            self._laws[among] = Law.on(day, self.checked_against())
        return replace(self._laws[among], day=day)

    @cached_property
    def _dates(self) -> list[date]:
        """Every date that the norms speak of, in order."""
        objects = {triple.object for part in self._parts.values() for triple in part if isinstance(triple.object, Literal)}
        return sorted({found for term in objects if (found := literals.earliest(term))})

    def statements(self) -> list[Triple]:
        """Every statement of the norms."""
        return [triple for part in self._parts.values() for triple in part]

    def checked_against(self) -> list[Triple]:
        """The statements that a check looks at; the rest has done its work when an enterprise was derived."""
        looked_at = (part for name, part in self._parts.items() if not name.value.removeprefix(PREFIX).startswith(_FOR_DERIVING))
        return [triple for part in looked_at for triple in part]

    def closure(self) -> frozenset[Triple]:
        """What the transitive properties add to the norms: implements, replaces and broader, over the ontology and the norms alone."""
        return closures([*self.statements(), *ontology()])


def of(store: Store) -> Norms:
    """The norms in the store; kept as long as none of their graphs changes."""
    names = store.graphs(PREFIX)
    state = tuple((name, store.versions().get(name, 0)) for name in names)
    if store not in _kept or _kept[store][0] != state:
        _kept[store] = state, Norms({name: store.graph(name) for name in names})
    return _kept[store][1]


_kept: WeakKeyDictionary[Store, tuple[tuple[tuple[NamedNode, int], ...], Norms]] = WeakKeyDictionary()


def after(store: Store, stated: Mapping[NamedNode, Iterable[Triple]]) -> Norms:
    """The norms as they will be once the graphs of `stated` are written."""
    ours = {name: frozenset(triples) for name, triples in stated.items() if name.value.startswith(PREFIX)}
    if not ours:
        return of(store)
    others: dict[NamedNode, Collection[Triple]] = {name: store.graph(name) for name in store.graphs(PREFIX) if name not in ours}
    return Norms(others | ours)


def shipped_catalogue() -> Catalogue:
    """The catalogue that comes with the product."""
    with as_file(files("duibiao.corpus").joinpath("norms")) as folder:
        parts = [loaders.read(folder / f"{name}.csv") for name in ("catalogue", "aliases")]
    return Catalogue.of(triple for part in parts for triple in part.triples)


def codes(store: Store) -> list[str]:
    """The codes of the enterprises loaded, in order."""
    return [name.value.removeprefix(ENTERPRISES) for name in store.graphs(ENTERPRISES)]
