"""What the citations of the documents in the store mean: found in the catalogue on the document's day, and anew when the norms change."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.ontology import iris
from duibiao.ontology.terms import ELI, OA, D, Term
from duibiao.reasoning.catalogue import Catalogue
from duibiao.reasoning.document_citations import clauses, resolved
from duibiao.reasoning.literals import day as read_day

GRAPHS: Final = iris.graph("document/").value


def derived_graph(name: NamedNode) -> NamedNode:
    """The graph of what follows from a document's graph."""
    return iris.graph(f"derived/document/{name.value.removeprefix(GRAPHS)}")


def derived(stated: Iterable[Triple], catalogue: Catalogue, day: date) -> Iterator[Triple]:
    """The target and the state of each citation of a document, on its own day, or on `day` where it has none; and whom it cites."""
    every, kind = tuple(stated), D.Citation
    citations: dict[Term, dict[NamedNode, Term]] = {triple.subject: {} for triple in every if triple.object == kind}
    issued: dict[Term, date | None] = {}
    for triple in every:
        if (subject := triple.subject) in citations:
            citations[subject][triple.predicate] = triple.object
        elif triple.predicate == ELI.date_document:
            issued[subject] = read_day(triple.object)
    for node, facts in citations.items():
        document = facts.get(D.inDocument)
        if isinstance(node, NamedNode) and isinstance(document, NamedNode):
            yield from _citation(node, document, facts, catalogue, issued.get(document) or day)


def unresolved(stated: Iterable[Triple], derived: Iterable[Triple]) -> tuple[str, ...]:
    """The citations of a document that mean no one norm that is known, as they stand, each once."""
    unsure = (Literal("unresolved"), Literal("ambiguous"))
    nodes = {triple.subject for triple in derived if triple.predicate == D.citationStatus and triple.object in unsure}
    if not nodes:
        return ()
    found = [t for t in stated if t.subject in nodes and t.predicate == OA.exact]
    return tuple(dict.fromkeys(_text(triple.object) or "" for triple in sorted(found, key=lambda triple: _number(triple.subject))))


def _number(node: Term) -> int:
    return int(str(node).rstrip(">").rpartition("/")[2])


def _citation(node: NamedNode, document: NamedNode, facts: Mapping[NamedNode, Term], catalogue: Catalogue, day: date) -> Iterator[Triple]:
    title, number, article, means, kind = (
        _text(facts.get(term)) for term in (D.citedTitle, D.citedNumber, D.citedArticle, D.standsFor, D.citationKind)
    )
    found = resolved(title, number, article, kind or "", means, day, catalogue)
    target = _within(document, article) if found.status == "self" else found.iri
    yield Triple(node, D.citationStatus, Literal(found.status))
    if target:
        yield Triple(node, D.citationTarget, target)
    if found.iri and found.iri != document:
        yield Triple(document, ELI.cites, found.iri)


def _within(document: NamedNode, article: str | None) -> NamedNode:
    """The clause of the document itself, where one is named by its number; else the document (前款, 本章)."""
    numbers = clauses(article) if article and article.startswith("第") else ()
    return iris.clause(document.value.rpartition("/")[2], numbers[0]) if len(numbers) == 1 else document


def _text(term: Term | None) -> str | None:
    return term.value if isinstance(term, Literal) else None
