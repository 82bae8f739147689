"""Conditions of applicability: what an enterprise has to be or have for a requirement, or a norm as a whole, to apply to it.

Within a row all columns have to hold, within a cell one of the values; of several rows for one requirement one is enough.
"""

from collections.abc import Iterator
from functools import cache

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.loaders.faults import fault
from duibiao.loaders.parts import Cells, Part, listed
from duibiao.loaders.result import RowError
from duibiao.ontology import concepts, iris
from duibiao.ontology import load as ontology
from duibiao.ontology.terms import RDF, D

_LISTS = {
    "sectors": ("Sector", D.forSector),
    "sectors_unclear": ("Sector", D.perhapsForSector),
    "scale": ("Scale", D.forScale),
    "needs": ("Circumstance", D.needsCircumstance),
}
_TEXTS = {"group": D.sectorGroup, "occasion": D.occasion, "otherwise": D.otherwise}
_NUMBERS = {"headcount_over": D.headcountOver, "headcount_from": D.headcountFrom}


@cache
def _groups() -> dict[str, frozenset[NamedNode]]:
    """Words for many sectors at once: those that the law names as high-risk (安全生产法 第二十四条第一款), and the others."""
    named = {t.subject for t in ontology() if t.predicate == D.determines and t.object == D.HighRiskEnterprise}
    sectors = frozenset(concepts("Sector").values())
    return {"high-risk": sectors & named, "not high-risk": sectors - named}


def _words(cell: str) -> Iterator[str]:
    return filter(None, (part.strip() for part in cell.split(";")))


def _members(scheme: str, word: str) -> frozenset[NamedNode]:
    """The concepts that a word means; none where it is not known."""
    found = listed(scheme, word)
    return _groups().get(word, frozenset()) if found is None else frozenset({found})


def _condition(subject: NamedNode, cells: Cells) -> Iterator[Triple]:
    yield Triple(subject, RDF.type, D.ApplicabilityCondition)
    if cells.get("requirement"):
        yield Triple(subject, D.ofRequirement, iris.requirement(cells["requirement"]))
    else:
        yield Triple(subject, D.ofNorm, iris.norm(cells["norm"]))
    for name, (scheme, term) in _LISTS.items():
        for word in _words(cells.get(name, "")):
            yield from (Triple(subject, term, member) for member in _members(scheme, word))
    yield from (Triple(subject, term, Literal(int(cells[name]))) for name, term in _NUMBERS.items() if cells.get(name))
    yield from (Triple(subject, D.forPlace, Literal(place)) for place in _words(cells.get("place", "")))
    for name, term in _TEXTS.items():
        for language in ("zh", "en"):
            if text := cells.get(f"{name}_{language}"):
                yield Triple(subject, term, Literal(text, language=language))


def _faults(cells: Cells, row: int) -> Iterator[RowError]:
    if not cells.get("requirement") and not cells.get("norm"):
        yield fault("missing", None, row, "requirement")
    for name, (scheme, _) in _LISTS.items():
        for word in _words(cells.get(name, "")):
            if not _members(scheme, word):
                yield fault("unknown_value", None, row, name, word, allowed="、".join(concepts(scheme)))
    for name in _NUMBERS:
        if cells.get(name) and not cells[name].isdecimal():
            yield fault("not_a_number", None, row, name, cells[name])


APPLICABILITY = Part(
    name="applicability",
    header=frozenset({"id", "requirement", "sectors", "headcount_over", "headcount_from", "needs"}),
    number="id",
    subject=lambda cells: iris.resource("applicability", cells["id"]),
    statements=_condition,
    required=("id",),
    faults=_faults,
)
