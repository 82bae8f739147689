"""The vocabulary: modules in Turtle, their names as terms, the IRIs made from them."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from duibiao.ontology.iris import normal
from duibiao.ontology.terms import RDFS, SKOS, D

__all__ = ["MODULES", "choices", "concepts", "labels", "load"]

MODULES = (
    "authorities",
    "clauses",
    "documents",
    "emergency",
    "equipment-and-hazards",
    "findings",
    "grading",
    "management",
    "norms",
    "organisation",
    "people",
    "places",
    "reused",
    "workflows",
)


@cache
def load() -> tuple[Triple, ...]:
    """Every statement of the ontology's modules; blank nodes are unique to their module."""
    return tuple(_read())


def _read() -> Iterator[Triple]:
    for module in MODULES:
        text = files("duibiao.ontology").joinpath(f"{module}.ttl").read_bytes()
        yield from (quad.triple for quad in parse(text, format=RdfFormat.TURTLE, rename_blank_nodes=True))


@cache
def concepts(scheme: str) -> Mapping[str, NamedNode]:
    """The concepts of a list of values (`RiskLevel`) by each of their zh and en labels, other spellings and notations.

    These are normalised and in lower case.
    """
    members = {t.subject for t in load() if t.predicate == SKOS.inScheme and t.object == D[scheme]}
    if not members:
        raise KeyError(f"the ontology has no list of values {scheme}")
    naming = {SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, SKOS.notation}
    return MappingProxyType(
        {
            normal(t.object.value).lower(): t.subject
            for t in load()
            if t.subject in members and t.predicate in naming and isinstance(t.object, Literal) and isinstance(t.subject, NamedNode)
        }
    )


@cache
def choices(scheme: str) -> tuple[str, ...]:
    """The Chinese names of a list of values, in the order in which they are defined."""
    members = set(concepts(scheme).values())
    return tuple(texts["zh"] for term, texts in labels().items() if term in members)


@cache
def labels() -> Mapping[NamedNode, Mapping[str, str]]:
    """The label of each term by language (`zh`, `en`)."""
    found: dict[NamedNode, dict[str, str]] = {}
    for t in load():
        if t.predicate in {RDFS.label, SKOS.prefLabel} and isinstance(t.subject, NamedNode) and isinstance(t.object, Literal):
            found.setdefault(t.subject, {})[t.object.language or ""] = t.object.value
    return found
