"""What people call a thing: an IRI, a number (GB 18218, GW-031), a title or a name; found in the store or refused with candidates."""

from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from duibiao.ontology import iris
from duibiao.ontology.errors import Refusal
from duibiao.store import Store

_EXACT = """
SELECT DISTINCT ?thing WHERE {
  VALUES ?name { %s }
  { ?thing d:number ?name } UNION { ?thing rdfs:label ?name } UNION { ?thing eli:title ?name }
} ORDER BY ?thing LIMIT 50
"""
_SUBJECT = "SELECT ?p WHERE { %s ?p ?o } LIMIT 1"


class UnknownName(Refusal):
    """Nothing in the store is called that; the message says what to try."""


class AmbiguousName(Refusal):
    """Several things are called that; the message lists them."""


@dataclass(frozen=True)
class Thing:
    """A thing found by the name that was given."""

    node: NamedNode
    given: str


def find(store: Store, name: str) -> Thing:
    """The one thing that the name means. UnknownName or AmbiguousName otherwise: nothing is guessed."""
    try:
        known = [node for node in _by_key(name) if _exists(store, node)]
        candidates = known[:1] or _by_text(store, name)
    except ValueError:  # no IRI, or no text at all: nothing in the store can be called that
        candidates = []
    if not candidates:
        raise UnknownName(f"“{name}” is not known; give an IRI, a number such as GB 18218, a full title, or a post or equipment number")
    if len(candidates) > 1:
        shown = ", ".join(node.value for node in candidates[:8])
        raise AmbiguousName(
            f"“{name}” could be {len(candidates)} things: {shown}{' …' if len(candidates) > 8 else ''}; give the IRI of one"
        )
    return Thing(candidates[0], name)


def _by_key(name: str) -> list[NamedNode]:
    """The IRIs that the name itself makes: an IRI, an edition or work by number, a law by its title."""
    if name.startswith(("http://", "https://")):
        return [NamedNode(name)]
    key = iris.standard_key(name)
    return [iris.norm(key)] if key else [iris.norm(iris.title_key(name))] if name.strip() else []


def _exists(store: Store, node: NamedNode) -> bool:
    return next(store.query(_SUBJECT % node), None) is not None


def _by_text(store: Store, name: str) -> list[NamedNode]:
    plain = iris.normal(name).strip("《》 ")
    spellings = {spelling for text in (name, plain) for spelling in (str(Literal(text)), str(Literal(text, language="zh")))}
    rows = store.query(_EXACT % " ".join(sorted(spellings)))
    return [row["thing"] for row in rows if isinstance(row["thing"], NamedNode)]


_DOCUMENTS = """
SELECT DISTINCT ?name WHERE { ?document a d:Document ; d:fileName ?file BIND (REPLACE(?file, "[.][^.]*$", "") AS ?name) } ORDER BY ?name
"""
_LISTED = 8


def find_document(store: Store, name: str) -> str:
    """The key that a document is asked for by: from the name of its file without the ending, its number or its title in any spelling.
    UnknownName with those that are loaded where there is none."""
    key = iris.document_key(name)
    known = f"SELECT ?document WHERE {{ ?document d:documentKey {Literal(key)} }} LIMIT 1"
    if key and next(store.query(known), None) is not None:
        return key
    names = [row["name"].value for row in store.query(_DOCUMENTS)]
    more = f" … ({len(names):,} in all)" if len(names) > _LISTED else ""
    raise UnknownName(f"no document is called “{name}”; there are: {', '.join(names[:_LISTED]) or 'none'}{more}")
