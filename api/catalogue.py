"""What is published here, for catalogues of data: the data set in VoID and DCAT, and the names of our JSON-LD."""

from collections.abc import Iterator
from importlib.metadata import version

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import JSONResponse, Response
from pyoxigraph import Literal, NamedNode, Triple

from duibiao.api.access import TheStore
from duibiao.api.description import graph_response
from duibiao.api.documented import Answers, problems
from duibiao.api.negotiation import chosen
from duibiao.ontology import iris
from duibiao.ontology.terms import DCTERMS, PREFIXES, RDF, XSD, Vocabulary
from duibiao.queries.results import GRAPH_MEDIA
from duibiao.store import Store

router = APIRouter()
VOID = Vocabulary("http://rdfs.org/ns/void#")
DCAT = Vocabulary("http://www.w3.org/ns/dcat#")


@router.get(
    "/.well-known/void",
    summary="The data set, in VoID and DCAT",
    response_class=Response,
    responses=problems({406: "no media type that a graph can be given in"}),
)
def catalogue(request: Request, store: TheStore) -> Response:
    """Where the data can be asked for and fetched, and which graphs it has, of those that the one who asks may see."""
    media = chosen(request.headers.get("accept"), list(GRAPH_MEDIA))
    if media is None:
        raise HTTPException(406, f"the data set is described as {', '.join(GRAPH_MEDIA)}")
    statements = list(_described(str(request.base_url).rstrip("/"), store))
    return graph_response(statements, media, {"void": VOID.base, "dcat": DCAT.base})


def _described(root: str, store: Store) -> Iterator[Triple]:
    dataset, service = NamedNode(f"{root}/.well-known/void#data"), NamedNode(f"{root}/.well-known/void#sparql")
    yield from (Triple(dataset, RDF.type, kind) for kind in (VOID.Dataset, DCAT.Dataset))
    yield Triple(dataset, DCTERMS.title, Literal("安全生产知识图谱", language="zh"))
    yield Triple(dataset, DCTERMS.title, Literal("Knowledge graph of work safety", language="en"))
    yield Triple(dataset, DCAT.version, Literal(str(store.version)))
    yield Triple(dataset, VOID.sparqlEndpoint, NamedNode(f"{root}/sparql"))
    yield Triple(dataset, VOID.uriSpace, Literal(f"{iris.BASE}id/"))
    yield Triple(dataset, VOID.documents, Literal(str(len(store.graphs())), datatype=XSD.integer))
    yield from (Triple(dataset, VOID.vocabulary, NamedNode(base)) for base in sorted(set(PREFIXES.values())))
    yield Triple(service, RDF.type, DCAT.DataService)
    yield Triple(service, DCTERMS.title, Literal(f"duibiao {version('duibiao')}"))
    yield Triple(service, DCAT.endpointURL, NamedNode(f"{root}/sparql"))
    yield Triple(service, DCAT.endpointDescription, NamedNode(f"{root}/openapi.json"))
    yield Triple(service, DCAT.servesDataset, dataset)


_CONTEXT: Answers = {200: {"content": {"application/ld+json": {}}, "description": "the context"}}


@router.get("/context.jsonld", summary="The prefixes of our JSON-LD", response_class=Response, responses=_CONTEXT)
def context() -> JSONResponse:
    """A JSON-LD context with the prefixes that are used here."""
    return JSONResponse({"@context": dict(PREFIXES)}, media_type="application/ld+json")
