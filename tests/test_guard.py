"""Strangers' queries: what is run, what is refused, and that no spelling gets past."""

import http.server
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from duibiao import queries
from duibiao.queries import UnsafeQuery, refuse_unsafe
from duibiao.store import Store

SERVICE = "SERVICE <http://127.0.0.1:1/sparql> { ?a ?b ?c }"

NESTED = {
    "plain": f"SELECT * WHERE {{ {SERVICE} }}",
    "silent": f"SELECT * WHERE {{ {SERVICE.replace('SERVICE', 'SERVICE SILENT')} }}",
    "mixed case": f"SELECT * WHERE {{ {SERVICE.replace('SERVICE', 'sErViCe')} }}",
    "variable": "SELECT * WHERE { ?x ?y ?z . SERVICE ?x { ?a ?b ?c } }",
    "prefixed name": "PREFIX e: <http://127.0.0.1:1/> SELECT * WHERE { SERVICE e:sparql { ?a ?b ?c } }",
    "optional": f"SELECT * WHERE {{ OPTIONAL {{ {SERVICE} }} }}",
    "union": f"SELECT * WHERE {{ {{ ?s ?p ?o }} UNION {{ {SERVICE} }} }}",
    "minus": f"SELECT * WHERE {{ ?a ?b ?c MINUS {{ {SERVICE} }} }}",
    "graph": f"SELECT * WHERE {{ GRAPH ?g {{ {SERVICE} }} }}",
    "subquery": f"SELECT * WHERE {{ {{ SELECT ?a WHERE {{ {{ SELECT * WHERE {{ {SERVICE} }} }} }} }} }}",
    "exists": f"SELECT * WHERE {{ ?s ?p ?o FILTER EXISTS {{ {SERVICE} }} }}",
    "not exists in an expression": f"SELECT (IF(NOT EXISTS {{ {SERVICE} }}, 1, 2) AS ?x) WHERE {{ }}",
    "bind": f"SELECT * WHERE {{ BIND (EXISTS {{ {SERVICE} }} AS ?x) }}",
    "having": f"SELECT (COUNT(*) AS ?n) WHERE {{ ?s ?p ?o }} GROUP BY ?s HAVING (EXISTS {{ {SERVICE} }})",
    "order": f"SELECT * WHERE {{ ?s ?p ?o }} ORDER BY (EXISTS {{ {SERVICE} }})",
    "ask": f"ASK {{ {SERVICE} }}",
    "construct": f"CONSTRUCT {{ ?a ?b ?c }} WHERE {{ {SERVICE} }}",
    "describe": f"DESCRIBE ?a WHERE {{ {SERVICE} }}",
    "after a comment": f"SELECT * WHERE {{ # ?a ?b ?c }}\n {SERVICE} }}",
    "after a comment with a quote": f"SELECT * WHERE {{ # \"'\n {SERVICE} }} # \"'",
    "after a string with a hash": f'SELECT * WHERE {{ ?s ?p "#" . {SERVICE} }}',
    "after an IRI with a hash": f"SELECT * WHERE {{ ?s <http://x#y> ?o . {SERVICE} }}",
    "after a long string": f"SELECT * WHERE {{ ?s ?p '''it''s \\''' ''' . {SERVICE} }}",
    "without spaces": "SELECT*{SERVICE<http://127.0.0.1:1/>{?a ?b ?c}}",
    "after a comment that a carriage return ends": f"SELECT * WHERE {{ ?s ?p ?o #\r {SERVICE} #\n }}",
    "after a string with a quote as a code point": f'SELECT * WHERE {{ ?s ?p "\\u0022 . #" . {SERVICE} \n }}',
    "after the same in long form": f'SELECT * WHERE {{ ?s ?p "\\U00000022 . #" . {SERVICE} \n }}',
    "after a code point that makes a code point": f'SELECT * WHERE {{ ?s ?p "\\\\u00750022 . #" . {SERVICE} \n }}',
    "written in code points": f"SELECT * WHERE {{ {SERVICE.replace('S', chr(92) + 'u0053', 1)} }}",
}
HARMLESS = {
    "string": 'SELECT * WHERE { ?s ?p "SERVICE <http://x> { }" }',
    "string with quotes": "SELECT * WHERE { ?s ?p 'it\\'s a \"SERVICE\" <x> {' }",
    "long string": 'SELECT * WHERE { ?s ?p """SERVICE "<x>" { \n } FROM""" }',
    "comment": "# SERVICE <http://x> { }\nSELECT * WHERE { ?s ?p ?o # FROM <http://x>\r\n }",
    "IRI": "SELECT * WHERE { ?s <http://x/SERVICE#FROM> <http://SERVICE/> }",
    "variable": "SELECT ?SERVICE ?from WHERE { ?SERVICE ?from $LOAD }",
    "prefix": "PREFIX service: <http://x/> SELECT * WHERE { ?s service:service service:from }",
    "language": 'SELECT * WHERE { ?s ?p "x"@service }',
    "our prefixes": "SELECT * WHERE { ?s a d:Norm ; rdfs:label ?label }",
    "letters as code points": 'SELECT * WHERE { ?s ?p "\\u4E2D\\U00006587" , "\\u4E2D1234" }',
    "backslashes": 'SELECT * WHERE { ?s ?p "C:\\\\users\\\\urls" }',
    "many values": f"SELECT * WHERE {{ VALUES ?s {{ {' '.join(f'<http://x/{n}>' for n in range(3000))} }} ?s ?p ?o }}",
    "a long list": f"SELECT * WHERE {{ ?s ?p ?o FILTER (?o IN ({', '.join(map(str, range(300)))})) }}",
    "sixty patterns": f"SELECT * WHERE {{ {' '.join(f'?s{n} ?p{n} ?o{n} .' for n in range(60))} }}",
}


@pytest.mark.parametrize("text", NESTED.values(), ids=NESTED)
def test_service_is_refused_wherever_it_stands(text: str) -> None:
    with pytest.raises(UnsafeQuery):
        refuse_unsafe(text)


@pytest.mark.parametrize("text", HARMLESS.values(), ids=HARMLESS)
def test_words_alone_do_no_harm(text: str) -> None:
    refuse_unsafe(text)


@pytest.mark.parametrize("text", HARMLESS.values(), ids=HARMLESS)
def test_what_is_let_through_is_read_by_the_engine_too(text: str) -> None:
    queries.results(Store.in_memory(), text, "json")


@pytest.mark.parametrize("clause", ["FROM <http://a>", "FROM NAMED <http://a>", "FROM <file:///etc/passwd>"])
def test_other_data_sets_are_graphs_of_the_store_alone(clause: str) -> None:
    store = Store.in_memory()
    a, b = ox.NamedNode("http://a"), ox.NamedNode("http://b")
    store.write({a: [ox.Triple(a, a, a)], b: [ox.Triple(b, b, b)]})
    refuse_unsafe(text := f"SELECT ?s {clause} WHERE {{ {{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} }} }}")
    assert queries.names_dataset(text)
    rows = queries.results(store, text, "csv").split()[1:]
    assert rows == ([] if "file:" in clause else ["http://a"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("LOAD <http://127.0.0.1:1/> INTO GRAPH <http://x>", "LOAD"),
        ("load silent <file:///etc/passwd>", "LOAD"),
        (f"INSERT {{ ?a ?b ?c }} WHERE {{ {SERVICE} }}", "SERVICE"),
        (f"INSERT DATA {{ <a:a> <a:a> 1 }} ; DELETE {{ ?a ?b ?c }} WHERE {{ #\r {SERVICE} #\n }}", "SERVICE"),
        ("SELECT * WHERE { ?s ?p ?o }", "not a SPARQL 1.1 update"),
        (f"INSERT {{ ?a ?b ?c }} WHERE {{ {'OPTIONAL {{ ?a ?b ?c }} ' * 210} }}", "more than"),
        ("INSERT DATA { GRAPH <http://x> {", "not a SPARQL 1.1 update"),
    ],
)
def test_what_no_update_may_do(text: str, said: str) -> None:
    with pytest.raises(UnsafeQuery, match=said):
        queries.refuse_unsafe_update(text)


@pytest.mark.parametrize(
    ("text", "graphs", "anywhere", "emptied"),
    [
        ("INSERT DATA { GRAPH d:g { <a> <b> <c> } <a> <b> <c> }", {"https://w3id.org/duibiao/ontology#g"}, False, False),
        ("DELETE WHERE { GRAPH <g> { ?s ?p 'GRAPH <h> {}' } }", {"http://base/g"}, False, False),
        (
            "WITH <g> DELETE { ?s ?p ?o } INSERT { GRAPH <h> { ?s ?p ?o } } WHERE { ?s ?p ?o }",
            {"http://base/g", "http://base/h"},
            False,
            False,
        ),
        ("INSERT { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }", set(), True, False),
        ("MOVE <a> TO <b> ; COPY DEFAULT TO <c> ; ADD <d> TO DEFAULT", {f"http://base/{n}" for n in "abcd"}, False, False),
        ("CLEAR DEFAULT ; CREATE GRAPH <z>", {"http://base/z"}, False, False),
        ("DROP NAMED", set(), True, True),
        ("CLEAR SILENT ALL", set(), True, True),
    ],
)
def test_what_an_update_reaches(text: str, graphs: set[str], anywhere: bool, emptied: bool) -> None:
    found = queries.reach(text, "http://base/")
    assert (found.graphs, found.anywhere, found.all) == (graphs, anywhere, emptied)
    assert found.has_dataset is text.startswith("WITH")


@pytest.mark.parametrize(
    "text",
    [
        "DELETE WHERE { ?s ?p 'WHERE {' }",
        "INSERT { ?s ?p ?o } WHERE { { SELECT * WHERE { ?s ?p ?o } } # } WHERE {\n }",
        "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o FILTER EXISTS { ?s <http://x/WHERE> 1 } }",
        "INSERT DATA { <a:a> <a:a> 'WHERE' } ; DELETE WHERE { ?s ?p ?o }",
    ],
)
def test_an_update_runs_over_the_data_set_of_the_protocol(text: str) -> None:
    over = queries.over(text, ["http://d"], ["http://n"])
    assert over.count("USING <http://d> USING NAMED <http://n> ") == 1
    assert queries.reach(over, "http://base/").has_dataset


@pytest.mark.parametrize(
    "text",
    [
        "",
        "LOAD <http://x>",
        "INSERT DATA { <http://x> <http://y> <http://z> }",
        "DELETE WHERE { ?s ?p ?o }",
        "DROP ALL",
        "SELECT * WHERE { ?s ?p ?o",
        "SELECT * WHERE { ?s ?p ?o } ; DROP ALL",
        "SELECT ?x WHERE { { SELECT ?x { LATERAL { } } } }",
        "SELECT * WHERE { << ?s ?p ?o >> ?q ?r }",
        "SELECT * WHERE { ?s ?p '\\u12' }",
        "SELECT * WHERE { ?s ?p '\\uD800' }",
        "\x00",
    ],
)
def test_what_is_no_query_is_refused(text: str) -> None:
    with pytest.raises(UnsafeQuery) as refused:
        refuse_unsafe(text)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT * WHERE {'{' * 5000} ?s ?p ?o {'}' * 5000}",
        f"SELECT * WHERE {{ FILTER ({'(' * 5000}1{')' * 5000}) }}",
        f"SELECT * WHERE {{ ?s ?p {'(' * 5000}1{')' * 5000} }}",
        f"SELECT * WHERE {{ ?s ?p {'[?p ' * 5000}1{']' * 5000} }}",
        f"SELECT (({'+'.join('1' * 1000)}) AS ?x) WHERE {{ }}",
        f"SELECT * WHERE {{ ?s {'/'.join(['<a:a>'] * 1000)} ?o }}",
        f"SELECT * WHERE {{ {' OPTIONAL { ?a ?b ?c }' * 400} }}",
        f"SELECT * WHERE {{ {' UNION '.join(['{}'] * 1000)} }}",
        f"SELECT * WHERE {{ FILTER ({' || '.join(['?x'] * 1000)}) }}",
    ],
    ids=["groups", "brackets", "lists", "blank nodes", "sum", "path", "optionals", "unions", "disjunction"],
)
def test_what_would_overwhelm_the_engine_is_refused_soon(text: str) -> None:
    start = time.perf_counter()
    with pytest.raises(UnsafeQuery, match="nested|ask it in parts"):
        refuse_unsafe(text)
    assert time.perf_counter() - start < 20


@pytest.mark.parametrize(
    ("text", "graph"),
    [
        ("SELECT * WHERE { ?s ?p ?o }", False),
        ("ASK { }", False),
        ("PREFIX x: <http://x> CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", True),
        ("DESCRIBE <http://x>", True),
        ('CONSTRUCT { ?s ?p "\\u4E2D1234" } WHERE { ?s ?p ?o }', True),
    ],
)
def test_what_gives_a_graph(text: str, graph: bool) -> None:
    assert queries.gives_graph(text) is graph


_AT_ONCE = """
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from duibiao.queries import gives_graph
sys.setswitchinterval(0.0001)
start = Barrier(20)
def ask(number):
    start.wait()
    return gives_graph("SELECT ?x WHERE { ?x a d:Norm ; rdfs:label ?label FILTER (?label != '') } ORDER BY ?x")
with ThreadPoolExecutor(20) as pool:
    list(pool.map(ask, range(20)))
"""


def test_the_first_queries_of_a_server_may_come_at_once() -> None:
    done = subprocess.run([sys.executable, "-c", _AT_ONCE], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


# --- why all this


@pytest.fixture
def elsewhere() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine that writes down who calls."""
    calls: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            calls.append(self.path)
            self.send_response(500)
            self.end_headers()

        def log_message(self, *words: object) -> None:
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", calls
    server.shutdown()
    server.server_close()


def test_the_engine_would_call_where_it_is_told(elsewhere: tuple[str, list[str]]) -> None:
    """Should this fail because nobody is called any more, the engine has got its switch, and the guard may become simpler."""
    url, calls = elsewhere
    store = ox.Store()
    store.add(ox.Quad(*[ox.NamedNode("http://x")] * 3))
    with pytest.raises(OSError):
        list(store.query(f"SELECT * WHERE {{ ?s ?p ?o #\r SERVICE <{url}> {{ ?a ?b ?c }} }}"))
    assert calls == ["/"]
