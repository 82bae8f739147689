"""pySHACL, the judge: the same graphs, its report. It costs seconds to load, and nobody else needs it."""

import logging
from collections.abc import Iterable, Iterator
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from duibiao.ontology.terms import SH, Term
from duibiao.shapes import paths
from duibiao.shapes.model import ShapesError, ShapesGraph
from duibiao.shapes.reports import Result, filled_messages


def judged_results(data: Iterable[Triple], shapes: Iterable[Triple]) -> list[Result]:
    """The results of pySHACL. ShapesError when it cannot use the shapes."""
    report = ShapesGraph(tuple(judgement(data, shapes)))
    return [_result(report, triple.object) for triple in report.triples if triple.predicate == SH.result]


def _result(report: ShapesGraph, node: Term) -> Result:
    path, value, focus = report.value(node, SH.resultPath), report.value(node, SH.value), _due(report, node, SH.focusNode)
    bindings = {"this": focus} | ({"value": value} if value is not None else {})
    return Result(
        focus=focus,
        path=paths.read(report, path) if path is not None else None,
        value=value,
        component=_due(report, node, SH.sourceConstraintComponent),
        constraint=report.value(node, SH.sourceConstraint),
        shape=_due(report, node, SH.sourceShape),
        severity=_due(report, node, SH.resultSeverity),
        messages=filled_messages(report.texts(node, SH.resultMessage), bindings),
        details=tuple(_result(report, detail) for detail in report.values(node, SH.detail)),
    )


def _due(report: ShapesGraph, node: Term, term: NamedNode) -> Term:
    found = report.value(node, term)
    assert found is not None, f"{term} is due in a report"
    return found


def judgement(data: Iterable[Triple], shapes: Iterable[Triple]) -> list[Triple]:
    """The statements of pySHACL's report. It gets parsed graphs, never text: bad text leaves rdflib patched (pySHACL 0.40).
    ShapesError when it cannot use the shapes."""
    import pyshacl
    from pyshacl.errors import ReportableRuntimeError

    logging.getLogger("rdflib.term").setLevel(logging.ERROR)  # it logs a traceback for each ill-formed literal
    try:
        shapes_graph = _graph(_with_languages(shapes))
        _, report, _ = pyshacl.validate(_graph(data), shacl_graph=shapes_graph, advanced=False, inplace=True)
    except ReportableRuntimeError as error:
        raise ShapesError(f"pySHACL: {_line(error.message)}") from error
    except Exception as error:  # what it cannot do it says by many kinds of exceptions, some of them bare
        raise ShapesError(f"pySHACL: {_line(error)}") from error
    if not hasattr(report, "triples"):
        raise ShapesError(f"pySHACL: {_line(getattr(report, 'message', report))}")
    return [_in_its_language(Triple(*(_read(term) for term in triple))) for triple in report]


_LANGUAGE = "\u2063"  # invisible, and in nobody's message


def _with_languages(shapes: Iterable[Triple]) -> Iterator[Triple]:
    """The shapes with the languages of messages written in them, for pySHACL forgets the tag of a message that it fills in."""
    for t in shapes:
        tagged = t.predicate == SH.message and isinstance(t.object, Literal) and t.object.language
        text = f"{_LANGUAGE}{t.object.language}{_LANGUAGE}{t.object.value}" if tagged else ""  # type: ignore[union-attr]
        yield Triple(t.subject, t.predicate, Literal(text)) if tagged else t


def _in_its_language(triple: Triple) -> Triple:
    message = triple.object
    if triple.predicate != SH.resultMessage or not isinstance(message, Literal) or not message.value.startswith(_LANGUAGE):
        return triple
    _, language, text = message.value.split(_LANGUAGE, 2)
    return Triple(triple.subject, triple.predicate, Literal(text, language=language))


def _line(text: object) -> str:
    return " ".join(str(text).split())


def _graph(triples: Iterable[Triple]) -> Any:
    """An rdflib graph of the statements: the same blank nodes, literals as they were written."""
    import rdflib

    graph = rdflib.Graph()
    for triple in triples:
        graph.add((_given(triple.subject), _given(triple.predicate), _given(triple.object)))
    return graph


def _given(term: Term) -> Any:
    import rdflib

    if isinstance(term, Literal):
        datatype = None if term.language else rdflib.URIRef(term.datatype.value)
        return rdflib.Literal(term.value, lang=term.language, datatype=datatype, normalize=False)
    return rdflib.BNode(term.value) if isinstance(term, BlankNode) else rdflib.URIRef(term.value)  # type: ignore[union-attr]


def _read(term: Any) -> Any:
    import rdflib

    if isinstance(term, rdflib.Literal):
        return Literal(str(term), language=term.language) if term.language else Literal(str(term), datatype=_datatype(term))
    return BlankNode(str(term)) if isinstance(term, rdflib.BNode) else NamedNode(str(term))


def _datatype(term: Any) -> NamedNode:
    return NamedNode(str(term.datatype or "http://www.w3.org/2001/XMLSchema#string"))
