"""What is stated about a thing: its own statements and those that name it, with words for what they speak of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.ontology import iris, labels, sources
from duibiao.ontology.terms import XSD, Term
from duibiao.store import Store

_MOST = 200
"""Of the statements that name a thing so many are told; a norm may be named by thousands."""
_FLAGS: Mapping[str, Mapping[str, str]] = {"zh": {"true": "是", "false": "否"}, "en": {"true": "yes", "false": "no"}}
_ROWS = f"<{iris.resource('source').value}/"
_NAMES = """
SELECT ?thing ?label ?number WHERE {
  VALUES ?thing { %s }
  OPTIONAL { { ?thing rdfs:label ?label } UNION { ?thing skos:prefLabel ?label } UNION { ?thing eli:title ?label } }
  OPTIONAL { { ?thing d:number ?number } UNION { ?thing d:clauseNumber ?number } }
}
"""


@dataclass(frozen=True)
class Described:
    """A thing: its statements, those that name it (the first of `named` in all), and names of all that they speak of by language."""

    node: NamedNode
    own: tuple[Triple, ...]
    incoming: tuple[Triple, ...]
    named: int
    names: Mapping[Term, Mapping[str, str]]

    def name(self, term: Term, language: str) -> str:
        """A term as people call it: its label, a literal's text, the end of an IRI; of a row of a file the file, the sheet and the row."""
        if isinstance(term, Literal):
            return _FLAGS[language].get(term.value, term.value) if term.datatype == XSD.boolean else term.value
        known = self.names.get(term, {})
        return known.get(language) or known.get("zh") or known.get("") or _end(str(term))


def described(store: Store, node: NamedNode) -> Described | None:
    """What the store knows of a thing; None where that is nothing."""
    own = _stated(store, node) or sorted(sources.of_row(node, partial(_stated, store)), key=str)
    if not own:
        return None
    whole = next(row["count"] for row in store.query(f"SELECT (COUNT(*) AS ?count) WHERE {{ SELECT DISTINCT ?s ?p {{ ?s ?p {node} }} }}"))
    rows = store.query(f"SELECT DISTINCT ?s ?p WHERE {{ ?s ?p {node} }} ORDER BY ?p ?s LIMIT {_MOST}")
    incoming = [Triple(row["s"], row["p"], node) for row in rows]
    terms = {node, *(term for t in (*own, *incoming) for term in (t.subject, t.predicate, t.object))}
    return Described(node, tuple(own), tuple(incoming), int(whole.value), _names(store, terms))


def _stated(store: Store, node: NamedNode) -> list[Triple]:
    rows = store.query(f"SELECT DISTINCT ?p ?o WHERE {{ {node} ?p ?o }}")
    return sorted((Triple(node, row["p"], row["o"]) for row in rows), key=str)


def _names(store: Store, terms: Iterable[Term]) -> dict[Term, dict[str, str]]:
    known = labels()
    nodes = [term for term in terms if isinstance(term, NamedNode)]
    found: dict[Term, dict[str, str]] = {node: dict(known[node]) for node in nodes if node in known}
    for row in store.query(_NAMES % " ".join(sorted(str(node) for node in nodes if node not in known))):
        label, number = row["label"], row["number"]
        if label is not None:
            text = f"{label.value}（{number.value}）" if number is not None else label.value
            found.setdefault(row["thing"], {})[label.language or ""] = text
        elif number is not None:
            found.setdefault(row["thing"], {})[""] = number.value
    return found


def _end(iri: str) -> str:
    if iri.startswith(_ROWS):
        return iri.strip("<>").removeprefix(_ROWS[1:]).replace("/", " ")
    return iri.strip("<>").rpartition("#")[2].rpartition("/")[2]
