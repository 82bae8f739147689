"""A document as statements: the document, its parts, and the facts that stand in it, each with its line, column and words.

Names of persons, telephone numbers and addresses are masked before anything is stated.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.loaders.documents import clauses
from duibiao.loaders.documents.clauses import Clause
from duibiao.loaders.documents.masking import masked
from duibiao.loaders.documents.model import Document, Head, Part, Quantity, Source, Span
from duibiao.loaders.limits import statements as limit_statements
from duibiao.ontology import iris
from duibiao.ontology.terms import DCTERMS, ELI, OA, PROV, RDF, RDFS, XSD, D, Term

_OWN = re.compile(r"Q/", re.IGNORECASE)
_NORMS = frozenset({"法", "条例", "规定", "办法", "细则", "标准", "规则", "规范", "规程", "导则"})
"""The kinds of document whose clauses state limits."""


def triples(document: Document) -> Iterator[Triple]:
    """The document with its head, outline, citations, requirements, goals, actors and items."""
    node = iris.norm(document.key)
    known = {clause.number: clause for clause in clauses.clauses(document)}
    yield from _head(node, document)
    if known:
        yield from _edition(node, document)
    for position, part in enumerate(document.outline):
        yield from _part(document, part, position, known.get(clauses.number(part) or ""))
    for facts in (_citations, _requirements, _goals, _actors, _items):
        yield from facts(node, document)


def keys(document: Document) -> set[str]:
    """The names under which a document is asked for: its key, number, title and the name of its file without the ending."""
    names = (document.key, document.head.number, document.head.title, document.source.name.rpartition(".")[0] or document.source.name)
    return {iris.document_key(name) for name in names if name}


def _head(node: NamedNode, document: Document) -> Iterator[Triple]:
    head = document.head
    yield Triple(node, RDF.type, D.Document)
    yield from (Triple(node, D.documentKey, Literal(key)) for key in keys(document))
    yield from _texts(node, ((D.fileName, document.source.name), (D.number, head.number), (D.documentKind, head.kind)))
    yield from _texts(node, ((D.documentStatus, head.status), (D.jurisdictionName, head.jurisdiction), (D.annexOf, head.annex_of)))
    yield Triple(node, ELI.title, Literal(head.title, language="zh"))
    yield Triple(node, RDFS.label, Literal(head.title, language="zh"))
    for term, names in ((D.issuerName, head.issuers), (D.addresseeName, head.addressees)):
        yield from (Triple(node, term, Literal(masked(name))) for name in names)
    yield from _days(node, head)


def _days(node: NamedNode, head: Head) -> Iterator[Triple]:
    for term, day in ((ELI.date_document, head.dated), (D.inForceFrom, head.in_force_from)):
        if day:
            yield Triple(node, term, _day(day))


# --- parts


def _edition(node: NamedNode, document: Document) -> Iterator[Triple]:
    """A document with clauses is an edition of a norm, an enterprise's own where its number says so."""
    yield Triple(node, RDF.type, D.Edition)
    if _own(document):
        yield Triple(node, D.kind, D["NormKind-enterprise-standard"])


def _own(document: Document) -> bool:
    return bool(document.head.number and _OWN.match(document.head.number))


def _node(document: Document, part: Part) -> NamedNode:
    return iris.clause(document.key, clauses.number(part) or part.number)


def _part(document: Document, part: Part, position: int, clause: Clause | None) -> Iterator[Triple]:
    node, first = _node(document, part), document.source.paragraphs[part.start]
    number = clause.number if clause else part.number
    text = clause.text if clause else "\n".join(paragraph.text for paragraph in document.source.paragraphs[part.start : part.end])
    if part.above is not None:
        yield Triple(node, DCTERMS.isPartOf, _node(document, document.outline[part.above]))
    texts = ((D.clauseNumber, number), (D.partKind, part.kind), (D.partLabel, part.label), (D.heading, part.heading), (D.text, text))
    yield from _texts(node, texts)
    for term, count in ((D.partLevel, part.level), (D.position, position), (D.line, first.line)):
        yield Triple(node, term, Literal(count))
    yield from (
        _clause(node, document, clause, first.line)
        if clause
        else [Triple(node, RDF.type, D.DocumentPart), Triple(node, D.inDocument, iris.norm(document.key))]
    )


def _clause(node: NamedNode, document: Document, clause: Clause, line: int) -> Iterator[Triple]:
    """A clause with the row it was read from and, in a norm, with its limits."""
    yield Triple(node, RDF.type, D.EnterpriseClause if _own(document) else D.Clause)
    yield Triple(node, ELI.is_part_of, iris.norm(document.key))
    yield from _origin(node, document.source.name, line)
    if document.head.kind in _NORMS or document.head.number:
        yield from limit_statements.read(node, f"{document.key}-{clause.number}", clause.text)


def _origin(node: NamedNode, file: str, line: int) -> Iterator[Triple]:
    row = iris.source_row(file, None, line)
    yield Triple(node, PROV.wasDerivedFrom, row)
    yield Triple(row, RDF.type, D.SourceRow)
    yield Triple(row, D.inFile, Literal(file))
    yield Triple(row, D.row, Literal(line))


# --- facts


def _fact(node: NamedNode, within: NamedNode, source: Source, cls: NamedNode, number: int, span: Span) -> Iterator[Triple]:
    """A fact with the document it stands in, its place, and its words as they stand and cleaned."""
    line, column = source.paragraphs[span.paragraph].places[span.start]
    yield Triple(node, RDF.type, cls)
    yield Triple(node, D.inDocument, within)
    for term, count in ((D.line, line), (D.column, column), (D.position, number)):
        yield Triple(node, term, Literal(count))
    written, clean = source.as_written(span), source.text(span)
    words = Literal(masked(written))
    yield Triple(node, OA.exact, words)
    yield Triple(node, D.cleanText, words if clean == written else Literal(masked(clean)))


def fact_node(key: str, kind: str, number: int) -> NamedNode:
    """The IRI of the so-manieth fact of a kind in a document."""
    return iris.resource("document", key, kind, str(number))


def _citations(within: NamedNode, document: Document) -> Iterator[Triple]:
    for number, one in enumerate(document.citations, start=1):
        node = fact_node(document.key, "citation", number)
        yield from _fact(node, within, document.source, D.Citation, number, one.span)
        texts = ((D.citedTitle, one.title), (D.citedNumber, one.number), (D.citationKind, one.kind))
        yield from _texts(node, (*texts, (D.citedArticle, one.article), (D.standsFor, one.means)))
        yield Triple(node, D.dated, Literal(one.dated))


def _requirements(within: NamedNode, document: Document) -> Iterator[Triple]:
    for number, one in enumerate(document.requirements, start=1):
        node = fact_node(document.key, "requirement", number)
        yield from _fact(node, within, document.source, D.Demand, number, one.span)
        yield Triple(node, D.modality, D[f"Modality-{one.modality.replace('_', '-')}"])
        texts = ((D.actorName, one.actor), (D.action, one.action), (D.object, one.object), (D.onCondition, one.condition))
        yield from _texts(node, (*texts, (D.period, one.period)))
        yield Triple(node, D.actorInherited, Literal(one.inherited))
        if one.theme:
            yield Triple(node, D.theme, D[f"Theme-{one.theme}"])
        yield from _when_and_how_much(node, one.deadline, one.quantity)


def _goals(within: NamedNode, document: Document) -> Iterator[Triple]:
    for number, one in enumerate(document.goals, start=1):
        node = fact_node(document.key, "goal", number)
        yield from _fact(node, within, document.source, D.Goal, number, one.span)
        yield from _texts(node, ((D.counted, one.scope),))
        yield from _when_and_how_much(node, one.deadline, one.quantity)


def _actors(within: NamedNode, document: Document) -> Iterator[Triple]:
    for number, one in enumerate(document.actors, start=1):
        node = fact_node(document.key, "actor", number)
        yield Triple(node, RDF.type, D.NamedActor)
        yield Triple(node, D.inDocument, within)
        yield Triple(node, D.position, Literal(number))
        yield from _texts(node, ((D.actorName, one.name), (D.actorKind, one.kind)))
        lines = {document.source.paragraphs[paragraph].line for paragraph in one.paragraphs}
        yield from (Triple(node, D.line, Literal(line)) for line in lines)


def _items(within: NamedNode, document: Document) -> Iterator[Triple]:
    for number, one in enumerate(document.items, start=1):
        node = fact_node(document.key, "item", number)
        yield from _fact(node, within, document.source, D.EvidenceItem, number, one.span)
        yield from _texts(node, ((D.itemNumber, one.number), (D.itemElement, one.element)))
        yield from (Triple(node, D.evidenceAsked, Literal(masked(asked))) for asked in one.evidence)


def _when_and_how_much(node: NamedNode, deadline: date | None, quantity: Quantity | None) -> Iterator[Triple]:
    if deadline:
        yield Triple(node, D.deadline, _day(deadline))
    if quantity:
        texts = ((D.statedValue, written(quantity.value)), (D.statedUnit, quantity.unit), (D.comparison, quantity.comparison))
        yield from _texts(node, texts)


def written(value: Fraction) -> str:
    """The number in decimals, or as a fraction where they do not end."""
    exact = value.denominator == 1
    return str(value.numerator) if exact else f"{float(value):g}" if Fraction(f"{float(value):g}") == value else str(value)


def _texts(node: NamedNode, texts: Iterable[tuple[NamedNode, str | None]]) -> Iterator[Triple]:
    return (Triple(node, term, Literal(masked(text))) for term, text in texts if text)


def _day(day: date) -> Term:
    return Literal(day.isoformat(), datatype=XSD.date)
