"""SHACL property paths (SHACL 2.3.1) as SPARQL property paths."""

from pyoxigraph import NamedNode

from duibiao.ontology.terms import RDF, SH, Term
from duibiao.shapes.model import ShapesError, ShapesGraph

_SUFFIX = {SH.zeroOrMorePath: "*", SH.oneOrMorePath: "+", SH.zeroOrOnePath: "?"}


def sparql(graph: ShapesGraph, path: Term, within: tuple[Term, ...] = ()) -> str:
    """The SPARQL text of a path; ShapesError for a path that is none or contains itself."""
    if isinstance(path, NamedNode):
        return str(path)
    if path in within:
        raise ShapesError(f"{path}: the path contains itself")
    inner = (*within, path)
    if graph.values(path, RDF.first):
        return "(" + "/".join(sparql(graph, step, inner) for step in graph.members(path)) + ")"
    if inverse := graph.value(path, SH.inversePath):
        return f"^({sparql(graph, inverse, inner)})"
    if alternatives := graph.value(path, SH.alternativePath):
        return "(" + "|".join(sparql(graph, step, inner) for step in graph.members(alternatives)) + ")"
    for term, suffix in _SUFFIX.items():
        if repeated := graph.value(path, term):
            return f"({sparql(graph, repeated, inner)}){suffix}"
    raise ShapesError(f"{path}: not a SHACL property path")
