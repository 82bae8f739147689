"""What there is to ask: the SPARQL 1.1 service description."""

from collections.abc import Iterator
from importlib.metadata import version

import pyoxigraph as ox
from fastapi import HTTPException, Request
from fastapi.responses import Response
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from duibiao.api.negotiation import chosen
from duibiao.ontology.terms import DCTERMS, PREFIXES, RDF, Vocabulary
from duibiao.queries.results import GRAPH_FORMATS, GRAPH_MEDIA
from duibiao.store import Store

SD = Vocabulary("http://www.w3.org/ns/sparql-service-description#")
_FORMATS = Vocabulary("http://www.w3.org/ns/formats/")
_RESULTS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "RDF_XML",
)
_INPUTS = ("Turtle", "N-Triples", "JSON-LD", "RDF_XML")
_MOST_GRAPHS = 1000
"""So many named graphs are told; the query `SELECT DISTINCT ?g { GRAPH ?g { } }` tells all."""


def described(request: Request, store: Store) -> Response:
    """The description of the endpoint that was asked, over the graphs that the one who asks may see."""
    media = chosen(request.headers.get("accept"), list(GRAPH_MEDIA))
    if media is None:
        raise HTTPException(406, f"the description of this service is given as {', '.join(GRAPH_MEDIA)}")
    endpoint = NamedNode(str(request.url.replace(query="")))
    return graph_response(list(_service(endpoint, store)), media, {"sd": SD.base, "formats": _FORMATS.base})


def graph_response(triples: list[Triple], media: str, prefixes: dict[str, str]) -> Response:
    """The statements in a media type of `GRAPH_MEDIA`."""
    body = ox.serialize(triples, format=GRAPH_FORMATS[GRAPH_MEDIA[media]], prefixes={**PREFIXES, **prefixes})
    return Response(body, media_type=media, headers={"Vary": "Accept, Authorization"})


def _service(endpoint: NamedNode, store: Store) -> Iterator[Triple]:
    service, dataset, whole = BlankNode("service"), BlankNode("dataset"), BlankNode("whole")
    yield Triple(service, RDF.type, SD.Service)
    yield Triple(service, SD.endpoint, endpoint)
    yield Triple(service, DCTERMS.title, Literal("duibiao 对标"))
    yield Triple(service, DCTERMS.hasVersion, Literal(version("duibiao")))
    yield from (Triple(service, SD.supportedLanguage, SD[name]) for name in ("SPARQL11Query", "SPARQL10Query"))
    yield from (Triple(service, SD.feature, SD[name]) for name in ("UnionDefaultGraph",))
    yield from (Triple(service, SD.resultFormat, _FORMATS[name]) for name in _RESULTS)
    yield from (Triple(service, SD.inputFormat, _FORMATS[name]) for name in _INPUTS)
    yield Triple(service, SD.defaultDataset, dataset)
    yield Triple(dataset, RDF.type, SD.Dataset)
    yield Triple(dataset, SD.defaultGraph, whole)
    yield Triple(whole, RDF.type, SD.Graph)
    for number, name in enumerate(store.graphs()[:_MOST_GRAPHS]):
        named = BlankNode(f"g{number}")
        yield Triple(dataset, SD.namedGraph, named)
        yield Triple(named, RDF.type, SD.NamedGraph)
        yield Triple(named, SD.name, name)
        yield Triple(named, SD.graph, BlankNode(f"c{number}"))
        yield Triple(BlankNode(f"c{number}"), RDF.type, SD.Graph)
