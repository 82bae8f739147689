"""How a cell names a norm: by number or title, dated or not."""

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.loaders.sheets import ClauseRow
from duibiao.ontology import iris
from duibiao.ontology.terms import ELI, RDF, D

_OWN = re.compile(r"Q/", re.IGNORECASE)
_YEAR = re.compile(r"[(（]?\s*((?:19|20)\d{2})\s*(?:年)?\s*(?:修正|修订|版)?\s*[)）]?$")


def key(text: str) -> str:
    """The key of the norm that the text names.

    Of the edition when a year is given (注日期), else of the work (`GB 18218`, `《安全生产法》`).
    """
    plain = iris.normal(text).strip("《》 ")
    standard = iris.standard_key(plain)
    if standard:
        return standard
    year = _YEAR.search(plain)
    title = iris.title_key((plain[: year.start()] if year else plain).strip("《》 -"))
    return f"{title}-{year[1]}" if year else title


def cited(standard: NamedNode, norms: Iterable[str]) -> Iterator[Triple]:
    """The citations of an enterprise standard."""
    return (Triple(standard, ELI.cites, iris.norm(key(text))) for text in norms)


def implemented(code: str, subject: NamedNode, row: ClauseRow) -> Iterator[Triple]:
    """What a clause carries out: a clause of a norm, a norm as a whole, or a standard of the enterprise's own."""
    if row.implements_norm is None:
        return
    if _OWN.match(row.implements_norm):
        numbers = [row.implements_norm, *([row.implements_clause] if row.implements_clause else [])]
        yield Triple(subject, D.implements, iris.member(code, "standard", *numbers))
        return
    norm = key(row.implements_norm)
    if row.implements_clause is None:
        yield Triple(subject, D.implements, iris.norm(norm))
        return
    above = iris.clause(norm, row.implements_clause)
    yield Triple(subject, D.implements, above)
    yield Triple(above, RDF.type, D.Clause)
    yield Triple(above, D.clauseNumber, Literal(row.implements_clause))
    yield Triple(above, ELI.is_part_of, iris.norm(norm))
