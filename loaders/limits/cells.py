"""The limit that a clause row states: parameter, scope, direction, value and unit."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.loaders.faults import fault
from duibiao.loaders.result import RowError
from duibiao.loaders.sheets import ClauseRow
from duibiao.ontology import iris, units
from duibiao.ontology.terms import QUDT, RDF, SKOS, XSD, D

_NUMBERLESS = {D["Direction-set"], D["Direction-modality"]}


def limit_faults(row: ClauseRow, number: int) -> Iterator[RowError]:
    """What is wrong between the cells of a limit.

    A value that measures nothing, no number where one is due, a range that runs backwards.
    """
    if row.value is not None and (row.parameter is None or row.direction is None):
        yield fault("value_without_parameter", row.sheet, number, "限值", row.value)
    elif row.direction not in _NUMBERLESS:
        for title, text in (("限值", row.value), ("限值上限", row.upper)):
            if text is not None and decimal(text) is None:
                yield fault("not_a_number", row.sheet, number, title, text)
    low, high = decimal(row.value), decimal(row.upper)
    if low is not None and high is not None and high < low:
        yield fault("reversed_range", row.sheet, number, "限值上限", row.upper)


def decimal(text: str | None) -> Decimal | None:
    """The number that a cell holds, exactly; None for none, for infinities and for sizes that no limit has."""
    try:
        number = Decimal(text or "")
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) <= 30 else None


def limit_triples(clause: NamedNode, row: ClauseRow) -> Iterator[Triple]:
    """The limit of a clause as statements; none when the row gives no parameter.

    What is written stays beside what it means.
    """
    if row.parameter is None or row.direction is None:
        return
    limit = NamedNode(f"{clause.value}/limit")
    yield Triple(limit, RDF.type, D.Limit)
    yield Triple(limit, D.statedIn, clause)
    yield Triple(limit, D.direction, row.direction)
    yield from concept(limit, D.parameter, iris.parameter(row.parameter), row.parameter)
    if row.scope:
        yield from concept(limit, D.scope, iris.scope(row.scope), row.scope)
    yield from _value_triples(limit, row)


def concept(limit: NamedNode, term: NamedNode, node: NamedNode, label: str) -> Iterator[Triple]:
    """A limit's parameter or scope, and that concept's name."""
    scheme = D.Parameter if term == D.parameter else D.Scope
    yield Triple(limit, term, node)
    yield Triple(node, RDF.type, SKOS.Concept)
    yield Triple(node, SKOS.inScheme, scheme)
    yield Triple(node, SKOS.prefLabel, Literal(label, language="zh"))


def _value_triples(limit: NamedNode, row: ClauseRow) -> Iterator[Triple]:
    written = ((D.statedValue, row.value), (D.statedMaximum, row.upper), (D.statedUnit, row.unit))
    yield from (Triple(limit, term, Literal(text)) for term, text in written if text is not None)
    numbers = ((QUDT.numericValue, row.value), (QUDT.upperBound, row.upper))
    for term, text in numbers:
        if (number := decimal(text)) is not None:
            yield Triple(limit, term, Literal(f"{number:f}", datatype=XSD.decimal))
    unit = units.find(row.unit) if row.unit else None
    if unit and unit.qudt:
        yield Triple(limit, QUDT.hasUnit, unit.qudt)
