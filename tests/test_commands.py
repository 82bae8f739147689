"""`duibiao sparql`, `export`, `demo` and `serve`, and what holds for every command."""

import csv
import io
import json
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
import rdflib
from click.testing import Result

from duibiao.cli import main
from duibiao.ontology import iris
from duibiao.store import Store

Run = Callable[..., Result]
ONE_LINE = re.compile(r"duibiao: .+\n")
COUNT = (
    "SELECT ?code (COUNT(?post) AS ?posts) WHERE { ?post a d:Post ; d:belongsTo ?e . ?e d:creditCode ?code } GROUP BY ?code ORDER BY ?code"
)
COUNTS = [("91000000CLW000010K", "60"), ("91000000JJG000023K", "25")]
GRAPH = "CONSTRUCT { ?e rdfs:label ?name } WHERE { ?e a d:Enterprise ; rdfs:label ?name }"
LIMITS = iris.graph("norms/limits").value


@pytest.fixture
def sparql(run: Run, kept: Path) -> Run:
    """`duibiao sparql -` over the samples."""

    def call(text: str, *words: str) -> Result:
        return run("sparql", "-", "--store", kept, *words, input=text)

    return call


def refused(result: Result) -> str:
    """What the command says when the call is at fault."""
    assert (result.exit_code, result.stdout) == (2, "")
    assert ONE_LINE.fullmatch(result.stderr)
    return result.stderr


# --- sparql


def test_rows_in_every_format(sparql: Run) -> None:
    assert [tuple(row) for row in csv.reader(io.StringIO(sparql(COUNT, "--format", "csv").stdout))][1:] == COUNTS
    bindings = json.loads(sparql(COUNT, "--format", "json").stdout)["results"]["bindings"]
    assert [(row["code"]["value"], row["posts"]["value"]) for row in bindings] == COUNTS
    xml = ElementTree.fromstring(sparql(COUNT, "--format", "xml").stdout)
    assert [element.text for element in xml.iter("{http://www.w3.org/2005/sparql-results#}literal")] == [
        text for row in COUNTS for text in row
    ]
    for form in ("tsv", "table"):
        assert sparql(COUNT, "--format", form).stdout.splitlines() == ["?code\t?posts", *(f'"{code}"\t{posts}' for code, posts in COUNTS)]


@pytest.mark.parametrize(("form", "answer"), [("table", "true\n"), ("csv", "true\n"), ("json", '{"head":{},"boolean":true}')])
def test_a_truth_value(sparql: Run, form: str, answer: str) -> None:
    assert sparql("ASK { ?post a d:Post }", "--format", form).stdout == answer


@pytest.mark.parametrize(("form", "syntax"), [("ttl", "turtle"), ("nt", "nt"), ("table", "turtle")])
def test_graphs(sparql: Run, form: str, syntax: str) -> None:
    assert len(rdflib.Graph().parse(data=sparql(GRAPH, "--format", form).stdout, format=syntax)) == 2
    described = sparql(f"DESCRIBE <{iris.enterprise(COUNTS[0][0]).value}>", "--format", form).stdout
    assert len(rdflib.Graph().parse(data=described, format=syntax)) > 10


def test_a_query_from_a_file(run: Run, kept: Path, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text(f"# 岗位\n{COUNT}", "utf-8")
    result = run("sparql", tmp_path / "q.rq", "--store", kept, "--format", "csv")
    assert (result.exit_code, len(result.stdout.splitlines()), result.stderr) == (0, 3, "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT * WHERE {", "not a SPARQL 1.1 query: line 1"),
        ("INSERT DATA { <a:a> <a:b> <a:c> }", "not a SPARQL 1.1 query"),
        ("SELECT * WHERE { SERVICE <http://x> { ?s ?p ?o } }", "another server"),
        ("SELECT (<http://x/f>(1) AS ?x) WHERE { }", "http://x/f"),
        ("SELECT ?x WHERE { ?x unknown:p ?y }", "Prefix not found"),
        ("", "not a SPARQL 1.1 query"),
    ],
)
def test_a_query_that_cannot_be_run_is_one_line(sparql: Run, text: str, said: str) -> None:
    assert said in refused(sparql(text))


def test_a_file_that_is_no_text_or_not_there(run: Run, kept: Path, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_bytes(b"\xff\xfe")
    assert "not UTF-8" in refused(run("sparql", tmp_path / "q.rq", "--store", kept))
    assert "nowhere.rq" in refused(run("sparql", tmp_path / "nowhere.rq", "--store", kept))


# --- export


def content(path: Path) -> dict[str, set[str]]:
    store = Store.open(path)
    found = {name.value: set(map(str, store.graph(name))) for name in store.graphs()}
    store.close()
    return found


def test_an_export_loaded_elsewhere_is_the_same(run: Run, kept: Path, tmp_path: Path) -> None:
    result = run("export", "--out", tmp_path / "all.nq", "--store", kept)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    assert run("load", tmp_path / "all.nq", "--store", tmp_path / "new").exit_code == 0
    before, after = content(kept), content(tmp_path / "new")
    audit = iris.graph("audit").value
    assert before.pop(audit) < after.pop(audit), "the load itself is on record"
    assert before == after


@pytest.mark.parametrize("ending", ["ttl", "nt", "rdf", "trig", "nq"])
def test_one_graph_in_any_format(run: Run, kept: Path, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"limits.{ending}"
    assert run("export", "--graph", LIMITS, "--out", out, "--store", kept).exit_code == 0
    assert {str(quad.triple) for quad in ox.parse(path=out)} == content(kept)[LIMITS]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--out", "all.ttl"], "one graph only"),
        (["--out", "all.xlsx"], "no RDF format"),
        (["--graph", "http://nowhere/", "--out", "x.ttl"], "no graph http://nowhere/"),
        (["--graph", "not an iri", "--out", "x.ttl"], "x.ttl"),
        (["--out", "nowhere/all.nq"], "nowhere"),
        ([], "--out"),
    ],
)
def test_what_cannot_be_exported(
    run: Run, kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert said in refused(run("export", *words, "--store", kept))
    assert not list(tmp_path.glob("*.ttl"))


# --- demo


def test_the_demo_shows_the_gaps_and_keeps_its_store(run: Run, tmp_path: Path) -> None:
    shown = run("demo", "--no-serve", "--keep", tmp_path / "store", "--lang", "en")
    assert shown.exit_code == 0
    assert "chemical-plant.xlsx: loaded" in shown.stdout
    assert shown.stdout.count("violations,") == 3
    before = content(tmp_path / "store")
    assert "already holds a store" in refused(run("demo", "--no-serve", "--keep", tmp_path / "store"))
    assert content(tmp_path / "store") == before


# --- serve


@pytest.fixture
def in_use(filled_path: Path) -> Iterator[Path]:
    """A store that another process has open."""
    opened = f"from pathlib import Path; from duibiao.store import Store; store = Store.open(Path({str(filled_path)!r}))"
    text = f"{opened}; print(1, flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", text], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout and other.stdout.readline()
        yield filled_path
        other.kill()


def test_a_store_in_use_is_said_in_one_line(run: Run, in_use: Path) -> None:
    for words in (["serve"], ["check"], ["ask", "posts-without-standard"]):
        assert "in use by another process" in refused(run(*words, "--store", in_use))


def test_the_server_answers_until_it_is_stopped(filled_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [sys.executable, "-m", "duibiao.cli", "serve", "--port", str(port), "--store", str(filled_path)]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as server:
        assert waited(f"http://127.0.0.1:{port}/healthz") == b'{"status":"ok"}'
        server.terminate()
        assert server.stderr is not None
        assert server.stderr.read().splitlines() == [f"http://127.0.0.1:{port}"]


def waited(url: str) -> bytes:
    """What the URL answers, as soon as somebody listens there."""
    for _ in range(200):
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                return bytes(answer.read())
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError("nobody listens")


# --- every command


@pytest.mark.parametrize("words", [["serve"], ["check"], ["trace", "x"], ["ask", "norms-in-force"], ["export", "--out", "x.nq"]])
def test_without_a_store_the_remedy_is_said(run: Run, tmp_path: Path, words: list[str]) -> None:
    assert f"duibiao demo --keep {tmp_path}" in refused(run(*words, "--store", tmp_path))


@pytest.mark.parametrize("words", [["--nothing"], ["nothing"]])
def test_a_word_that_is_not_known(run: Run, words: list[str]) -> None:
    result = run(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "othing" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("name", sorted(main.commands))
def test_a_wrong_option_is_one_line(run: Run, name: str) -> None:
    assert f"see `duibiao {name} --help`" in refused(run(name, "--nothing")).replace("main", "duibiao")


def test_a_pipe_of_another_code_page_is_no_obstacle(kept: Path) -> None:
    for encoding, shown in (("cp1252", "utf-8"), ("gbk", "gbk")):
        words = [sys.executable, "-m", "duibiao.cli", "check", "--enterprise", COUNTS[1][0], "--lang", "zh", "--store", str(kept)]
        done = subprocess.run(words, capture_output=True, timeout=60, env={"PYTHONIOENCODING": encoding})
        assert b"Traceback" not in done.stderr
        assert "违反" in done.stdout.decode(shown)
