"""What requirements rest on: the clauses that ask for them, their editions, and by what these implement up to the law."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from duibiao.queries.names import UnknownName
from duibiao.queries.trace import Edge, Node, trace
from duibiao.store import Store

_UPWARDS = {"demandedBy", "partOf", "implements", "editionInForce"}
_START = "SELECT ?edition ?start WHERE { VALUES ?edition { %s } ?edition eli:first_date_entry_in_force ?start }"


def chain(store: Store, starts: Iterable[str], day: date) -> dict[str, Any]:
    """The nodes and edges from these things (IRIs) up to the law, as JSON: what depends first, editions with their first day in force."""
    nodes: dict[str, Node] = {}
    edges: dict[Edge, None] = {}
    roots = list(starts)
    for start in roots:
        try:
            found = trace(store, start, day, "up")
        except UnknownName:  # a rule of somebody's own may stand on a requirement that no catalogue has
            continue
        nodes |= {node.iri: node for node in found.nodes}
        edges |= dict.fromkeys(edge for edge in found.edges if edge.relation in _UPWARDS)
    reached = _reached(roots, list(edges))
    since = _since(store, [iri for iri in reached if iri in nodes and nodes[iri].type == "Edition"])
    shown = sorted((nodes[iri] for iri in reached if iri in nodes), key=lambda node: (-node.level, node.type == "Edition", node.iri))
    return {
        "nodes": [asdict(node) | {"in_force_since": since.get(node.iri)} for node in shown],
        "edges": [asdict(edge) for edge in edges if edge.source in reached],
    }


def _reached(roots: Iterable[str], edges: list[Edge]) -> set[str]:
    """What the edges lead to from the roots, those included."""
    reached: set[str] = set()
    frontier = set(roots)
    while frontier:
        reached |= frontier
        frontier = {edge.target for edge in edges if edge.source in frontier} - reached
    return reached


def _since(store: Store, editions: Iterable[str]) -> dict[str, str]:
    """The first day in force of each edition of which it is known."""
    rows = store.query(_START % " ".join(f"<{iri}>" for iri in sorted(editions)))
    return {row["edition"].value: row["start"].value for row in rows}
