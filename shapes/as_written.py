"""Literals as they were written. Oxigraph keeps values, not texts: `"5"^^xsd:byte` becomes an xsd:integer and `2.50` becomes 2.5, which
SHACL tells apart. Where it would lose something, a literal goes in under a datatype that marks it and comes out as it was."""

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from duibiao.ontology.terms import RDF, XSD, Term

MARK = "urn:x-duibiao:as-written:"
_PROBE = "urn:x-duibiao:probe:"
_KEPT = frozenset({XSD.string, XSD.anyURI, RDF.langString})


def changed(terms: Iterable[Term]) -> dict[Term, Literal]:
    """The literals that the engine would change, each with what it would make of it."""
    asked = [term for term in terms if isinstance(term, Literal) and term.datatype not in _KEPT]
    store = Store()
    store.extend(Quad(NamedNode(f"{_PROBE}{number}"), NamedNode(_PROBE), term) for number, term in enumerate(asked))
    became = {int(quad.subject.value.removeprefix(_PROBE)): quad.object for quad in store if isinstance(quad.subject, NamedNode)}
    return {term: kept for number, term in enumerate(asked) if isinstance(kept := became[number], Literal) and kept != term}


def marked(term: Term) -> Term:
    """The literal under the datatype that marks it."""
    return Literal(term.value, datatype=NamedNode(MARK + term.datatype.value)) if isinstance(term, Literal) else term


def kept(term: Term) -> Term:
    """The term as it goes into the engine: marked if it would be changed."""
    return marked(term) if changed([term]) else term


def written(term: Term) -> Term:
    """The term as it was written, without the mark."""
    if isinstance(term, Literal) and term.datatype.value.startswith(MARK):
        return Literal(term.value, datatype=NamedNode(term.datatype.value.removeprefix(MARK)))
    return term


def with_marks(triples: Iterable[Triple], lost: Mapping[Term, Literal]) -> Iterator[Triple]:
    """The statements with the literals marked that would be changed."""
    return (Triple(t.subject, t.predicate, marked(t.object)) if t.object in lost else t for t in triples)


def value(node: str) -> str:
    """The expression of a node's value where it may be marked."""
    name = f"STR(DATATYPE({node}))"
    return f'IF(STRSTARTS({name}, "{MARK}"), STRDT(STR({node}), IRI(SUBSTR({name}, {len(MARK) + 1}))), {node})'
