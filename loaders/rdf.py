"""RDF files: Turtle, N-Triples, N-Quads, TriG, JSON-LD, RDF/XML."""

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad, Triple

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
    content = {name or _own_graph(path, triples): frozenset(triples) for name, triples in graphs.items()}
    first = min(content, default=_own_graph(path, ()))
    more = {name: triples for name, triples in content.items() if name != first}
    return Loaded(str(path), "rdf", first, content.get(first, frozenset()), len(quads), len(quads), more=more)


def _parsed(path: Path) -> list[Quad]:
    try:
        return list(ox.parse(path=str(path), base_iri=f"{iris.BASE}id/"))
    except (SyntaxError, ValueError, OSError) as error:
        raise UnreadableFile(f"{path.name}: {error}; mend the file and load it again") from error


def _own_graph(path: Path, triples: Iterable[Triple]) -> str:
    described = {t.subject for t in triples if t.predicate == RDF.type and t.object == D.Enterprise}
    prefix = iris.enterprise("").value
    codes = [e.value.removeprefix(prefix) for e in described if isinstance(e, NamedNode) and e.value.startswith(prefix)]
    return iris.graph(f"enterprise/{codes[0]}" if len(codes) == 1 else f"rdf/{iris.slug(path.stem)}").value
