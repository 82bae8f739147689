"""The network of citations between documents and norms: who is cited most, who stands between, which belong together; and its exports."""

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import networkx as nx

from duibiao.ontology.errors import Refusal
from duibiao.store import Store

_EDGES = """
SELECT ?citing ?norm (COUNT(?citation) AS ?times) (MIN(?line) AS ?first) WHERE {
  ?citation a d:Citation ; d:inDocument ?citing ; d:line ?line ; d:citationTarget ?target ;
            d:citationStatus ?status .
  FILTER (?status != "self")
  OPTIONAL { ?target eli:is_part_of ?whole }
  BIND (COALESCE(?whole, ?target) AS ?norm)
  FILTER (?norm != ?citing)
} GROUP BY ?citing ?norm ORDER BY ?citing ?norm
"""
_NAMES = """
SELECT ?node (MIN(?title) AS ?name) (MIN(?stated) AS ?number) WHERE {
  { ?citation d:inDocument ?node } UNION { ?citation d:citationTarget/eli:is_part_of? ?node }
  OPTIONAL { ?node eli:title ?title } OPTIONAL { ?node d:number ?stated }
} GROUP BY ?node
"""
_SEED = 7


class ExportRefused(Refusal):
    """The network cannot be written in this form here; the message says why and what to do."""


@dataclass(frozen=True)
class Central:
    """A document or norm: how many cite it and how many it cites, its harmonic closeness (how near it is to
    those that cite it, one after another), its betweenness, and the number of its community, the
    largest being 1."""

    iri: str
    label: str
    cited_by: int
    cites: int
    near: float
    between: float
    community: int


def network(store: Store) -> nx.DiGraph:
    """The documents and the norms they cite as nodes with a `label`; edges with how often (`times`) and the `first` line."""
    graph = nx.DiGraph()
    for row in store.query(_EDGES):
        graph.add_edge(row["citing"].value, row["norm"].value, times=int(row["times"].value), first=int(row["first"].value))
    for row in store.query(_NAMES):
        if row["node"].value in graph:
            named = [row[column].value for column in ("number", "name") if row[column]]
            graph.nodes[row["node"].value]["label"] = " ".join(named) or row["node"].value.rpartition("/")[2]
    return graph


def central(graph: nx.DiGraph) -> list[Central]:
    """The nodes, the most central first."""
    if not graph:
        return []
    near, between, community = nx.harmonic_centrality(graph), nx.betweenness_centrality(graph), _communities(graph)
    nodes = [
        Central(node, label or node, graph.in_degree(node), graph.out_degree(node), near[node], between[node], community[node])
        for node, label in graph.nodes(data="label")
    ]
    return sorted(nodes, key=lambda node: (-node.cited_by, -node.near, node.iri))


def _communities(graph: nx.DiGraph) -> dict[str, int]:
    found = nx.community.louvain_communities(graph.to_undirected(), weight="times", seed=_SEED)
    ordered = sorted(found, key=lambda part: (-len(part), min(part)))
    return {node: number for number, part in enumerate(ordered, start=1) for node in part}


def as_json(nodes: Sequence[Central], graph: nx.DiGraph) -> dict[str, object]:
    """The network as one JSON document."""
    edges = [{"source": source, "target": target, **told} for source, target, told in graph.edges(data=True)]
    return {"nodes": [asdict(node) for node in nodes], "edges": edges}


def edges_csv(graph: nx.DiGraph) -> str:
    """The edges as CSV: source, target, their labels, times, first line."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows(_rows(graph))
    return out.getvalue()


_COLUMNS = ("source", "target", "source_label", "target_label", "times", "first")


def _rows(graph: nx.DiGraph) -> list[tuple[object, ...]]:
    label = graph.nodes(data="label")
    return [(s, t, label[s], label[t], told["times"], told["first"]) for s, t, told in graph.edges(data=True)]


def export(graph: nx.DiGraph, out: Path) -> None:
    """Write the network as .graphml, .csv or .parquet by the ending. ExportRefused for another, and for .parquet without pyarrow."""
    ending = out.suffix.lower()
    if ending == ".graphml":
        nx.write_graphml(graph, out)
    elif ending == ".csv":
        out.write_text(edges_csv(graph), encoding="utf-8")
    elif ending == ".parquet":
        _parquet(graph, out)
    else:
        raise ExportRefused(f"{out.name}: a network is written as .graphml, .csv or .parquet; name one of these")


def _parquet(graph: nx.DiGraph, out: Path) -> None:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise ExportRefused(f"{out.name}: writing Parquet needs pyarrow; run `pip install duibiao[parquet]`, or write .csv") from error
    columns = list(zip(*_rows(graph), strict=True)) or [()] * len(_COLUMNS)
    parquet.write_table(pyarrow.table(dict(zip(_COLUMNS, map(list, columns), strict=True))), out)
