"""RDF files: each format, the graphs they go to, the names of their blank nodes, and files that do not parse."""

import hashlib
from pathlib import Path

import pyoxigraph as ox
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple

from duibiao import loaders
from duibiao.loaders import rdf
from duibiao.loaders.result import Loaded, UnreadableFile
from duibiao.ontology import iris
from duibiao.ontology.terms import RDF, RDFS, XSD, D
from duibiao.store import Store

CODE = "91350100M000100Y43"
ENTERPRISE = iris.enterprise(CODE)
POST = iris.member(CODE, "post", "G1")
STATEMENTS = frozenset(
    {
        Triple(ENTERPRISE, RDF.type, D.Enterprise),
        Triple(ENTERPRISE, RDFS.label, Literal("小样“化工”\n\\ & <有限>公司", language="zh")),
        Triple(POST, RDF.type, D.Post),
        Triple(POST, D.yearlyTrainingHours, Literal("20.5", datatype=XSD.decimal)),
        Triple(POST, D.certificateUntil, Literal("2029-01-31", datatype=XSD.date)),
    }
)
TURTLE = f"@prefix d: <{D.base}> . @prefix rdfs: <{RDFS.base}> . @prefix id: <{iris.BASE}id/> .\n"


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def graphs(loaded: Loaded) -> dict[str, frozenset[Triple]]:
    return {loaded.graph: loaded.triples, **loaded.more}


# --- formats


@pytest.mark.parametrize("ending", sorted(rdf.ENDINGS))
def test_each_format_says_what_was_written(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"plant{ending}"
    ox.serialize(STATEMENTS, path, format=RdfFormat.from_extension(ending[1:]))
    loaded = loaders.read(path)
    assert loaded.triples == STATEMENTS
    assert (loaded.kind, loaded.rows, loaded.accepted, loaded.errors) == ("rdf", 5, 5, ())


@pytest.mark.parametrize("ending", sorted(rdf.ENDINGS))
def test_what_the_store_dumps_can_be_loaded_again(tmp_path: Path, ending: str) -> None:
    store, name = Store.in_memory(), iris.graph(f"enterprise/{CODE}")
    store.write({name: STATEMENTS})
    store.dump(tmp_path / f"plant{ending}", [name.value])
    assert graphs(loaders.read(tmp_path / f"plant{ending}")) == {name.value: STATEMENTS}


def test_the_ending_may_be_in_capitals_and_the_text_may_begin_with_a_mark(tmp_path: Path) -> None:
    path = written(tmp_path, "PLANT.TTL", "\ufeff" + TURTLE + f"<{POST.value}> a d:Post .")
    assert loaders.read(path).triples == {Triple(POST, RDF.type, D.Post)}


def test_relative_names_are_ours(tmp_path: Path) -> None:
    path = written(tmp_path, "a.ttl", TURTLE + f"<enterprise/{CODE}> a d:Enterprise .")
    assert loaders.read(path).triples == {Triple(ENTERPRISE, RDF.type, D.Enterprise)}


# --- graphs


@pytest.mark.parametrize(
    ("text", "graph"),
    [
        (f"<{ENTERPRISE.value}> a d:Enterprise .", f"enterprise/{CODE}"),
        (f"<{POST.value}> a d:Post .", "rdf/my-file"),
        (f"<{ENTERPRISE.value}> a d:Enterprise . <{iris.enterprise('9').value}> a d:Enterprise .", "rdf/my-file"),
        ("<http://example.com/e> a d:Enterprise .", "rdf/my-file"),
        ("", "rdf/my-file"),
    ],
)
def test_statements_without_a_graph_go_to_the_one_enterprise_or_to_the_file(tmp_path: Path, text: str, graph: str) -> None:
    loaded = loaders.read(written(tmp_path, "My File.ttl", TURTLE + text))
    assert list(graphs(loaded)) == [iris.graph(graph).value]


def test_named_graphs_keep_their_names(tmp_path: Path) -> None:
    text = TURTLE + "<http://a> { id:x a d:Post } <http://b> { id:y a d:Post . id:x a d:Post } id:z a d:Post ."
    loaded = loaders.read(written(tmp_path, "a.trig", text))
    assert {name: len(triples) for name, triples in graphs(loaded).items()} == {
        "http://a": 1,
        "http://b": 2,
        iris.graph("rdf/a").value: 1,
    }
    assert loaded.rows == 4


def test_statements_with_and_without_the_name_of_one_graph_are_all_kept(tmp_path: Path) -> None:
    name = iris.graph(f"enterprise/{CODE}").value
    text = TURTLE + f"<{ENTERPRISE.value}> a d:Enterprise . <{name}> {{ <{POST.value}> a d:Post }}"
    loaded = loaders.read(written(tmp_path, "a.trig", text))
    assert graphs(loaded) == {name: {Triple(ENTERPRISE, RDF.type, D.Enterprise), Triple(POST, RDF.type, D.Post)}}


# --- blank nodes

BLANK = TURTLE + "id:x rdfs:seeAlso [ rdfs:label '甲' ] , [ rdfs:label '乙' ; rdfs:seeAlso [ ] ] ."


def nodes(loaded: Loaded) -> set[object]:
    return {term for t in loaded.triples for term in (t.subject, t.object)}


def test_blank_nodes_get_names_that_stay(tmp_path: Path) -> None:
    first = loaders.read(written(tmp_path, "a.ttl", BLANK))
    assert not any(isinstance(node, BlankNode) for node in nodes(first))
    assert len(first.triples) == 5
    assert loaders.read(written(tmp_path, "b.ttl", BLANK)).triples == first.triples


def test_names_of_blank_nodes_depend_on_the_content_alone(tmp_path: Path) -> None:
    first = loaders.read(written(tmp_path, "a.ttl", BLANK))
    quads = list(ox.parse(BLANK, format=RdfFormat.TURTLE, rename_blank_nodes=True))
    ox.serialize(reversed(quads), tmp_path / "b.nq", format=RdfFormat.N_QUADS)
    assert loaders.read(tmp_path / "b.nq").triples == first.triples


def test_names_of_blank_nodes_outlive_a_release(tmp_path: Path) -> None:
    """RDFC-1.0 and SHA-256: the same in every version of every tool."""
    loaded = loaders.read(written(tmp_path, "a.ttl", "<http://s> <http://p> [] ."))
    digest = hashlib.sha256(b"<http://s> <http://p> _:c14n0").hexdigest()[:12]
    assert {t.object for t in loaded.triples} == {iris.resource("genid", digest, "c14n0")}


def test_other_content_gives_other_names(tmp_path: Path) -> None:
    one = loaders.read(written(tmp_path, "a.ttl", "[] <http://p> 1 ."))
    other = loaders.read(written(tmp_path, "b.ttl", "[] <http://p> 2 ."))
    assert {t.subject for t in one.triples}.isdisjoint({t.subject for t in other.triples})


def test_a_graph_may_be_a_blank_node(tmp_path: Path) -> None:
    loaded = loaders.read(written(tmp_path, "a.trig", "_:g { <http://a> <http://p> _:g }"))
    (triple,) = loaded.triples
    assert triple.object == NamedNode(loaded.graph)


# --- files that do not parse


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.ttl", b"<http://a> <http://p> .\n<http://a>"),
        ("a.ttl", b"\xff\xfe<\x00"),
        ("a.ttl", b"undeclared:a a undeclared:b ."),
        ("a.nt", b"<a> <b> <c> ."),
        ("a.nq", b"nothing of the kind"),
        ("a.trig", b"<http://g> { <http://a>"),
        ("a.jsonld", b'{"@id": '),
        ("a.jsonld", b'{"@context": "https://schema.org/", "name": "x"}'),
        ("a.rdf", b"<rdf:RDF"),
        ("a.rdf", b"<html><body><p>not found</body></html>"),
        ("a.ttl", b"<http://a> <http://p> <<( <http://b> <http://p> _:c )>> ."),
    ],
)
def test_a_file_that_does_not_parse_is_said_in_one_line(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableFile) as caught:
        loaders.read(path)
    text = str(caught.value)
    assert text.startswith(f"{name}: ")
    assert "\n" not in text
    assert text.count("; ") >= 1  # the remedy


def test_a_file_that_cannot_be_opened_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "folder.ttl").mkdir()
    with pytest.raises(UnreadableFile, match=r"^folder\.ttl: [^\n]+; mend the file and load it again$"):
        rdf.read(tmp_path / "folder.ttl")


def test_entities_of_xml_do_not_explode(tmp_path: Path) -> None:
    inner = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    text = (
        f'<!DOCTYPE r [<!ENTITY e0 "lol">{inner}]><rdf:RDF xmlns:rdf="{RDF.base}" xmlns:x="http://x/">'
        '<rdf:Description rdf:about="http://a"><x:p>&e11;</x:p></rdf:Description></rdf:RDF>'
    )
    with pytest.raises(UnreadableFile):
        loaders.read(written(tmp_path, "a.rdf", text))


# --- which files are read


def test_what_is_found_below_a_folder(tmp_path: Path) -> None:
    for name in ("a.ttl", "b.NT", ".hidden.ttl", "~$c.xlsx", "c.xlsx", "d.key.csv", "e.bin", "f/g.nq"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    found = [str(path.relative_to(tmp_path)) for path in loaders.found([tmp_path])]
    assert found == ["a.ttl", "b.NT", "c.xlsx", "f/g.nq"]


def test_a_file_named_outright_is_given_whatever_it_is(tmp_path: Path) -> None:
    path = written(tmp_path, "e.bin", "text")
    assert list(loaders.found([path])) == [path]
    with pytest.raises(UnreadableFile, match=r"^e\.bin: this kind of file cannot be loaded; "):
        loaders.read(path)


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"nowhere: no such file or folder$"):
        list(loaders.found([tmp_path / "nowhere"]))


def test_quads_of_a_file_are_what_they_are_called(tmp_path: Path) -> None:
    quad = Quad(POST, RDF.type, D.Post, NamedNode("http://g"))
    ox.serialize([quad], tmp_path / "a.nq", format=RdfFormat.N_QUADS)
    assert graphs(loaders.read(tmp_path / "a.nq")) == {"http://g": {quad.triple}}
