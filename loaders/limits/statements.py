"""The limits read out of a clause's text as statements, each with its place in the text; what was not understood is said of the clause."""

from collections.abc import Iterator
from fractions import Fraction

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.loaders.limits import text as limit_text
from duibiao.loaders.limits.cells import concept
from duibiao.loaders.limits.text import Reading
from duibiao.ontology import iris, units
from duibiao.ontology.terms import OA, QUDT, RDF, XSD, D

_MODALITIES = {
    "应": "must",
    "必须": "must",
    "不得": "must-not",
    "不应": "must-not",
    "严禁": "must-not",
    "宜": "should",
    "不宜": "should",
    "可": "may",
}
_STILL_A_VALUE = {"", "unknown_unit", "no_unit", "ambiguous_unit"}


def read(clause: NamedNode, key: str, text: str) -> Iterator[Triple]:
    """The limits that the text of the clause states, numbered under `key`, and what could not be read of it."""
    readings = limit_text.read(text)
    for count, reading in enumerate((one for one in readings if _states(one)), start=1):
        yield from _limit(iris.resource("limit", f"{key}-{count}"), clause, reading)
    yield from (triple for one in readings for triple in _unread(clause, one))


def _states(reading: Reading) -> bool:
    """Whether the reading has a direction and a value, be it in a unit that we do not know."""
    code = reading.problem.code if reading.problem else ""
    return code in _STILL_A_VALUE and reading.direction is not None and reading.value is not None


def _unread(clause: NamedNode, reading: Reading) -> Iterator[Triple]:
    if problem := reading.problem:
        for language, reason in (("zh", problem.zh), ("en", problem.en)):
            yield Triple(
                clause,
                D.unreadLimit,
                Literal(f"{reading.surface}：{reason}" if language == "zh" else f"{reading.surface}: {reason}", language=language),
            )


def _limit(limit: NamedNode, clause: NamedNode, reading: Reading) -> Iterator[Triple]:
    direction = "class-boundary" if reading.boundary else str(reading.direction)
    yield Triple(limit, RDF.type, D.Limit)
    yield Triple(limit, D.statedIn, clause)
    yield Triple(limit, D.direction, D[f"Direction-{direction}"])
    yield Triple(limit, OA.start, Literal(reading.start))
    yield Triple(limit, OA.end, Literal(reading.end))
    yield Triple(limit, OA.exact, Literal(reading.surface))
    if reading.parameter and iris.slug(reading.parameter):
        yield from concept(limit, D.parameter, iris.parameter(reading.parameter), reading.parameter)
    if reading.scope and iris.slug(reading.scope):
        yield from concept(limit, D.scope, iris.scope(reading.scope), reading.scope)
    if modality := _MODALITIES.get(reading.modality or ""):
        yield Triple(limit, D.modality, D[f"Modality-{modality}"])
    yield from _quantity(limit, reading)


def _quantity(limit: NamedNode, reading: Reading) -> Iterator[Triple]:
    values = (
        (QUDT.numericValue, D.statedValue, reading.value, reading.stated),
        (QUDT.upperBound, D.statedMaximum, reading.upper, reading.stated_upper),
    )
    for term, stated, value, written in values:
        if value is not None:
            yield Triple(limit, stated, Literal(written or _decimal(value) or str(value)))
            yield from (Triple(limit, term, Literal(text, datatype=XSD.decimal)) for text in [_decimal(value)] if text)
    if reading.per is not None and (text := _decimal(reading.per)):
        yield Triple(limit, D.per, Literal(text, datatype=XSD.decimal))
    if not reading.inclusive:
        yield Triple(limit, D.excludesValue, Literal(True))
    if not reading.upper_inclusive:
        yield Triple(limit, D.excludesMaximum, Literal(True))
    if reading.unit:
        yield Triple(limit, D.statedUnit, Literal(reading.unit))
        unit = units.find(reading.unit)
        if unit and unit.qudt:
            yield Triple(limit, QUDT.hasUnit, unit.qudt)


def _decimal(value: Fraction) -> str | None:
    """The number written out, or None where its decimals do not end (2/3)."""
    digits = 0
    while value.denominator != 1 and digits <= 30:
        value, digits = value * 10, digits + 1
    if value.denominator != 1:
        return None
    sign, figures = "-" if value < 0 else "", str(abs(value.numerator)).zfill(digits + 1)
    return f"{sign}{figures[: len(figures) - digits]}.{figures[len(figures) - digits :]}".rstrip(".") if digits else f"{sign}{figures}"
