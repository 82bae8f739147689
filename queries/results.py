"""Answers as documents in the formats that SPARQL tools read."""

import pyoxigraph as ox
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from duibiao.ontology.terms import PREFIXES, RDF, Vocabulary
from duibiao.queries.guard import UnsafeQuery, names_dataset
from duibiao.queries.questions import Answer
from duibiao.store import Store

RESULT_FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
GRAPH_FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML,
}
ROW_MEDIA = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
"""The formats of rows and truth values, by media type."""
GRAPH_MEDIA = {
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdf",
}
"""The formats of graphs, by media type."""
_RS = Vocabulary("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")


def results(store: Store, text: str, form: str) -> str:
    """What a query gives, as text: SELECT and ASK in json, xml, csv, tsv; CONSTRUCT and DESCRIBE in ttl, nt, jsonld, rdf.

    `table` and formats that do not fit fall back to the plainest one that does. UnsafeQuery with the engine's word when it refuses.
    """
    try:
        return _serialised(store.run(text, together=not names_dataset(text)), form).decode()
    except (SyntaxError, RuntimeError) as error:
        raise UnsafeQuery(f"the query cannot be run: {' '.join(str(error).split())}") from error


def _serialised(found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, form: str) -> bytes:
    if isinstance(found, ox.QueryTriples):
        return found.serialize(format=GRAPH_FORMATS.get(form, ox.RdfFormat.TURTLE)) or b""
    if isinstance(found, ox.QueryBoolean) and form in {"csv", "tsv", "table"}:
        return b"true\n" if found else b"false\n"
    plainest = ox.QueryResultsFormat.TSV if form == "table" else ox.QueryResultsFormat.JSON
    return found.serialize(format=RESULT_FORMATS.get(form, plainest)) or b""


def answer_turtle(answer: Answer) -> str:
    """An answer in the result-set vocabulary of the W3C, as Turtle."""
    top = BlankNode("answer")
    triples = [Triple(top, RDF.type, _RS.ResultSet), *(Triple(top, _RS.resultVariable, Literal(name)) for name in answer.columns)]
    for number, row in enumerate(answer.rows):
        solution = BlankNode(f"s{number}")
        triples.append(Triple(top, _RS.solution, solution))
        for name, value in row.items():
            for count, one in enumerate(value if isinstance(value, list) else [value]):
                if one is not None:
                    binding = BlankNode(f"s{number}{name}{count or ''}")
                    term = NamedNode(one) if isinstance(one, str) and one.startswith(("http://", "https://")) else Literal(one)
                    triples += [
                        Triple(solution, _RS.binding, binding),
                        Triple(binding, _RS.variable, Literal(name)),
                        Triple(binding, _RS.value, term),
                    ]
    return (ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes={**PREFIXES, "rs": _RS.base}) or b"").decode()
