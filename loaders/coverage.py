"""Why a requirement has no rule yet, and which data one would need."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.loaders.parts import Cells, Part
from duibiao.ontology import iris
from duibiao.ontology.terms import RDF, RDFS, D

_TEXTS = {"reason": RDFS.comment, "data": D.dataNeeded}


def _note(subject: NamedNode, cells: Cells) -> Iterator[Triple]:
    yield Triple(subject, RDF.type, D.CoverageNote)
    yield Triple(subject, D.ofRequirement, iris.requirement(cells["requirement"]))
    yield Triple(subject, D.family, Literal(int(cells["family"])))
    for name, term in _TEXTS.items():
        for language in ("zh", "en"):
            yield Triple(subject, term, Literal(cells[f"{name}_{language}"], language=language))


COVERAGE = Part(
    name="coverage",
    header=frozenset({"requirement", "reason_zh", "reason_en", "data_zh", "data_en", "family"}),
    number="requirement",
    subject=lambda cells: iris.resource("coverage", cells["requirement"]),
    statements=_note,
    required=("requirement", "reason_zh", "reason_en", "data_zh", "data_en", "family"),
    numbers=("family",),
)
