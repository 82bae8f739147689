"""Which graphs a reader may see: what is public, and what belongs to the enterprises that the reader is of or is over."""

from collections.abc import Collection, Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.ontology import iris
from duibiao.ontology.terms import RDFS
from duibiao.register import norms
from duibiao.register.tokens import Bearer
from duibiao.store import Store

_DOCUMENT = iris.graph("document/").value
_DERIVED_DOCUMENT = iris.graph("derived/document/").value
_PUBLIC = (norms.PREFIX, _DOCUMENT, _DERIVED_DOCUMENT)
_PUBLIC_GRAPHS = {iris.graph("ontology"), norms.CLOSURE}
_OURS = iris.graph("").value
_OF_ENTERPRISES = "Q/"
"""How the number of an enterprise standard begins."""
_INTERNAL = f"""
SELECT ?graph ?issuer WHERE {{
  GRAPH ?graph {{ ?document a d:Document ; d:number ?number }} FILTER (STRSTARTS(?number, "{_OF_ENTERPRISES}"))
  OPTIONAL {{ GRAPH ?graph {{ ?document d:issuerName ?issuer }} }}
}}
"""


def permitted(store: Store, codes: Collection[str]) -> Iterator[NamedNode]:
    """The graphs that the people of these enterprises may see. What is not known to be public or theirs is neither."""
    hidden = _hidden(store, codes)
    for name in store.graphs():
        if name in _PUBLIC_GRAPHS or name.value.startswith(_PUBLIC):
            if name.value.replace(_DERIVED_DOCUMENT, _DOCUMENT) not in hidden:
                yield name
        elif name.value.startswith(_OURS) and name.value.rpartition("/")[2] in codes:
            yield name


def _hidden(store: Store, codes: Collection[str]) -> set[str]:
    """The documents that are standards of other enterprises: none of those named is called as their issuer is."""
    named = {_name(triple) for code in codes for triple in store.graph(iris.graph(f"enterprise/{code}")) if _is_name(triple, code)}
    issuers: dict[str, set[str]] = {}
    for row in store.query(_INTERNAL):
        issuers.setdefault(row["graph"].value, set()).update([iris.normal(row["issuer"].value)] if row["issuer"] else [])
    return {graph for graph, issued_by in issuers.items() if named.isdisjoint(issued_by)}


def may_load(bearer: Bearer, name: NamedNode, statements: Iterable[Triple]) -> bool:
    """Whether the bearer of a token may give a graph this content. Editors and authorities state what is of their own enterprises alone; an
    authority its own workbook, not those of the enterprises that it is over."""
    kind, code = name.value.removeprefix(_OURS).rpartition("/")[::2]
    if bearer.role == "administrator":
        return True
    if bearer.role == "committee":
        return name.value.startswith((norms.PREFIX, _DOCUMENT))
    if kind != "enterprise" or not bearer.sees(code) or (bearer.role == "authority" and not iris.is_authority(code)):
        return False
    return all(iris.owner(triple.subject) in {None, iris.enterprise(code)} for triple in statements)


def _is_name(triple: Triple, code: str) -> bool:
    return triple.subject == iris.enterprise(code) and triple.predicate == RDFS.label


def _name(triple: Triple) -> str:
    return iris.normal(triple.object.value) if isinstance(triple.object, Literal) else ""


def without_others(codes: Collection[str], name: NamedNode, statements: Iterable[Triple]) -> Iterable[Triple]:
    """The statements of a graph without those that name things of other enterprises; what an enterprise states itself stays whole."""
    if name.value.startswith((norms.ENTERPRISES, *_PUBLIC)) or name in _PUBLIC_GRAPHS:
        return statements
    own = {iris.enterprise(code) for code in codes}
    return [t for t in statements if {iris.owner(t.subject), iris.owner(t.object)} <= {None, *own}]
