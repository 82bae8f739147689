"""Graphs changed through the SPARQL protocols: the same transaction as a load, with what follows derived anew and an entry in the audit."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from duibiao.loaders import blank_nodes
from duibiao.ontology import iris
from duibiao.ontology.errors import Refusal
from duibiao.register import audit
from duibiao.register.loads import with_consequences
from duibiao.store import Store, Written

DEFAULT: Final = iris.graph("default")
"""The graph that the protocols call the default graph."""
WORK: Final = iris.graph("work/").value
"""Where graphs stand that somebody posted without naming them."""
_GRAPHS = iris.graph("").value
_STATED = tuple(iris.graph(kind).value for kind in ("enterprise/", "norms/", "document/", "work/"))

Content = Mapping[NamedNode, Collection[Triple]]


class UpdateRefused(Refusal):
    """A graph that is not for people to update."""


def may_be_updated(name: NamedNode) -> bool:
    """Whether a graph is one that people state: those of enterprises, norms and documents, and any that is not ours. What is derived, found
    and recorded follows from these, and the vocabulary comes with the release."""
    return name == DEFAULT or name.value.startswith(_STATED) or not name.value.startswith(_GRAPHS)


def refuse_protected(names: Iterable[NamedNode]) -> None:
    """UpdateRefused for the first of these graphs that may not be updated."""
    if protected := next((name for name in names if not may_be_updated(name)), None):
        raise UpdateRefused(f"{protected.value} is kept by the register itself; update the graphs of enterprises, norms and documents")


def replace(store: Store, content: Content, *, day: date, who: str, asked: str) -> Written:
    """Give the graphs the content stated, derive anew what follows, and enter it in the audit: one transaction, none where nothing changes.
    Blank nodes get IRIs. UpdateRefused for a graph that may not be updated."""
    refuse_protected(content)
    stated = _with_names(content)
    changed = store.difference(stated).graphs
    if not changed:
        return Written(0, 0)
    whole = with_consequences(store, {name: stated[name] for name in changed}, day)
    return store.write(whole, audit.Chain(store).entry(audit.update_activity(sorted(changed, key=str), who, asked)))


def _with_names(content: Content) -> dict[NamedNode, frozenset[Triple]]:
    """The content with IRIs for blank nodes; those that had been given one come back as they were."""
    quads = [Quad(t.subject, t.predicate, t.object, name) for name, triples in content.items() for t in triples]
    if any(isinstance(term, BlankNode) for quad in quads for term in (quad.subject, quad.object)):
        quads = blank_nodes.named(quads)
    found: dict[NamedNode, set[Triple]] = {name: set() for name in content}
    for quad in quads:
        assert isinstance(quad.graph_name, NamedNode)
        found[quad.graph_name].add(quad.triple)
    return {name: frozenset(triples) for name, triples in found.items()}


def changed(store: Store, copy: Path, named: Collection[NamedNode] | None, *, emptied: bool) -> Content:
    """The graphs that an update has made others in a copy of the store than they are in the store; `named` are those it may have changed,
    None for any. UpdateRefused where it changed one that may not be; where it `emptied` all there are, those are left as they were."""
    engine = ox.Store.read_only(str(copy))
    after = Store(engine)
    found: dict[NamedNode, Collection[Triple]] = {}
    for name in {*store.graphs(), *after.graphs()} if named is None else named:
        if name != DEFAULT and not (emptied and not may_be_updated(name)) and (content := after.graph(name)) != store.graph(name):
            found[name] = content
    default = {quad.triple for quad in engine.quads_for_pattern(None, None, None, ox.DefaultGraph())}
    if default != store.graph(DEFAULT):
        found[DEFAULT] = default
    return found


def refused(store: Store, *, who: str, asked: str, status: int) -> None:
    """Enter in the audit that somebody was refused."""
    store.write({}, audit.Chain(store).entry(audit.refusal(who, asked, status)))
