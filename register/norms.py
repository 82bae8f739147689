"""The norms as the store holds them, and what they make of each enterprise's statements."""

from collections.abc import Iterable
from typing import Final

from pyoxigraph import NamedNode, Triple

from duibiao.ontology import iris
from duibiao.ontology import load as ontology
from duibiao.reasoning import Scratch, derive
from duibiao.reasoning.closures import closures
from duibiao.shapes import Statements
from duibiao.store import Store

PREFIX: Final = iris.graph("norms/").value
CLOSURE: Final = iris.graph("derived/norms")
ENTERPRISES: Final = iris.graph("enterprise/").value

_FOR_DERIVING: Final = ("aliases", "applicability", "coverage", "gb18218/", "topics")


def graphs(store: Store) -> list[NamedNode]:
    """The graphs of the catalogue, requirements, limits, links and tables."""
    return [name for name in store.graphs() if name.value.startswith(PREFIX)]


def statements(store: Store) -> list[Triple]:
    """Every statement of the norms."""
    return [triple for name in graphs(store) for triple in store.graph(name)]


def checked_against(store: Store) -> list[Triple]:
    """The statements of the norms that a check looks at; the rest has done its work when an enterprise was derived."""
    named = (name for name in graphs(store) if not name.value.removeprefix(PREFIX).startswith(_FOR_DERIVING))
    return [triple for name in named for triple in store.graph(name)]


def codes(store: Store) -> list[str]:
    """The codes of the enterprises loaded, in order."""
    return [name.value.removeprefix(ENTERPRISES) for name in store.graphs() if name.value.startswith(ENTERPRISES)]


def closed(norms: Iterable[Triple]) -> frozenset[Triple]:
    """What the transitive properties add to the norms: implements, replaces and broader, over the ontology and the norms alone."""
    return closures([*norms, *ontology()])


def prepared(norms: Iterable[Triple]) -> bytes:
    """The norms and the ontology as text for `derived`: made once, however many enterprises are derived."""
    return Statements.of({*norms, *ontology()}).main


def derived(norms: bytes, stated: Iterable[Triple]) -> frozenset[Triple]:
    """What follows for an enterprise from its statements and the norms as `prepared`."""
    return frozenset(derive(Scratch().load(norms).add(stated)))
