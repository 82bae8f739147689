"""RDF files: Turtle, N-Triples, N-Quads, TriG, JSON-LD, RDF/XML."""

from codecs import BOM_UTF8
from collections.abc import Iterable
from pathlib import Path
from xml.parsers import expat

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple

from duibiao.loaders import blank_nodes
from duibiao.loaders.result import Loaded, UnreadableFile
from duibiao.ontology import iris
from duibiao.ontology.terms import RDF, D

ENDINGS = frozenset({".ttl", ".nt", ".nq", ".trig", ".jsonld", ".rdf"})


def read(path: Path) -> Loaded:
    """The statements of an RDF file, by graph; UnreadableFile when it does not parse.

    Named graphs keep their names. The rest goes to the graph of the one enterprise that the file describes, else to a graph of the
    file's own. Blank nodes get IRIs that depend on the content alone, so that the same file twice is no change.
    """
    quads = blank_nodes.named(_parsed(path))
    graphs: dict[str, set[Triple]] = {}
    for quad in quads:
        name = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""
        graphs.setdefault(name, set()).add(quad.triple)
    content: dict[str, frozenset[Triple]] = {}
    for name, triples in graphs.items():
        graph = name or _own_graph(path, triples)
        content[graph] = content.get(graph, frozenset()) | triples
    first = min(content, default=_own_graph(path, ()))
    more = {name: triples for name, triples in content.items() if name != first}
    return Loaded(str(path), "rdf", first, content.get(first, frozenset()), len(quads), len(quads), more=more)


def _parsed(path: Path) -> list[Quad]:
    try:
        text = path.read_bytes().removeprefix(BOM_UTF8)
        if path.suffix.lower() == ".rdf":
            expat.ParserCreate().Parse(text, True)  # stops at entities that multiply; the RDF parser would expand them
        quads = list(ox.parse(text, format=RdfFormat.from_extension(path.suffix[1:].lower()), base_iri=f"{iris.BASE}id/"))
    except (SyntaxError, ValueError, OSError, expat.ExpatError) as error:
        raise UnreadableFile(f"{path.name}: {' '.join(str(error).split())}; mend the file and load it again") from error
    if any(isinstance(quad.object, Triple) for quad in quads):
        raise UnreadableFile(f"{path.name}: statements about statements (RDF 1.2) are not kept; give them an IRI each")
    return quads


def _own_graph(path: Path, triples: Iterable[Triple]) -> str:
    described = {t.subject for t in triples if t.predicate == RDF.type and t.object == D.Enterprise}
    prefix = iris.enterprise("").value
    codes = [e.value.removeprefix(prefix) for e in described if isinstance(e, NamedNode) and e.value.startswith(prefix)]
    return iris.graph(f"enterprise/{codes[0]}" if len(codes) == 1 else f"rdf/{iris.slug(path.stem)}").value
