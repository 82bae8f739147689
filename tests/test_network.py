"""The citation network of documents and norms: its figures and its exports."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pytest
from click.testing import Result
from pyarrow import parquet

from duibiao import queries
from duibiao.queries import network
from duibiao.store import Store

Run = Callable[..., Result]


def test_each_edge_is_as_often_as_the_citations(library: Store) -> None:
    rows = queries.ask(library, "document-citations", {"document": "city-work-plan"}).rows
    graph = network.network(library)
    [plan] = [node for node, label in graph.nodes(data="label") if str(label).startswith("望政办发〔2025〕16号")]
    outside = [row for row in rows if row["target"] and row["status"] != "self"]
    assert sum(told["times"] for *_, told in graph.out_edges(plan, data=True)) == len(outside) > 0
    assert not any(source == target for source, target in graph.edges)


def test_the_most_cited_comes_first_and_figures_fit(library: Store) -> None:
    graph = network.network(library)
    nodes = network.central(graph)
    assert len(nodes) == len(graph) and nodes[0].cited_by == max(degree for _, degree in graph.in_degree())
    assert all(node.near >= node.cited_by for node in nodes)
    assert {node.community for node in nodes} == set(range(1, max(node.community for node in nodes) + 1))
    assert nodes == network.central(graph), "the same every time"


def test_what_is_written_is_read_back(library: Store, tmp_path: Path) -> None:
    graph = network.network(library)
    for name in ("net.graphml", "net.csv", "net.parquet"):
        network.export(graph, tmp_path / name)
    edges = {(source, target): told["times"] for source, target, told in graph.edges(data=True)}
    read = nx.read_graphml(tmp_path / "net.graphml")
    assert {(source, target): told["times"] for source, target, told in read.edges(data=True)} == edges
    rows = list(csv.DictReader(io.StringIO((tmp_path / "net.csv").read_text("utf-8"))))
    assert {(row["source"], row["target"]): int(row["times"]) for row in rows} == edges
    table = parquet.read_table(tmp_path / "net.parquet").to_pylist()
    assert {(row["source"], row["target"]): row["times"] for row in table} == edges


def test_an_empty_store_has_an_empty_network(tmp_path: Path) -> None:
    graph = network.network(Store.in_memory())
    assert network.central(graph) == []
    network.export(graph, tmp_path / "net.parquet")
    assert parquet.read_table(tmp_path / "net.parquet").num_rows == 0


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(network.ExportRefused, match="graphml"):
        network.export(nx.DiGraph(), tmp_path / "net.png")


def test_without_pyarrow_the_remedy_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(network.ExportRefused, match="pip install"):
        network.export(nx.DiGraph(), tmp_path / "net.parquet")


def test_the_command_tells_json(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from duibiao.cli import main

    Store.open(tmp_path / "s").close()
    result = CliRunner().invoke(main, ["network", "--store", str(tmp_path / "s"), "--format", "json"])
    assert result.exit_code == 0 and json.loads(result.stdout) == {"nodes": [], "edges": []}
