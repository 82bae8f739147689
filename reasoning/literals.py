"""Numbers and days out of literals, which a file of others may have written in any way."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from pyoxigraph import Literal

from duibiao.ontology.terms import XSD, Term


def number(term: Term | None) -> Fraction | None:
    """The number that a literal writes, exactly; None for none, for infinities and for sizes that no limit has."""
    try:
        found = Decimal(term.value) if isinstance(term, Literal) else None
    except ArithmeticError:
        return None
    return Fraction(found) if found is not None and found.is_finite() and abs(found.adjusted()) <= 30 else None


def day(term: Term | None) -> date | None:
    """A date; None for none and for a year or month alone, which says no day."""
    return earliest(term) if isinstance(term, Literal) and term.datatype == XSD.date else None


def earliest(term: Term | None) -> date | None:
    """The first day that a date, a month or a year can mean; None for anything else."""
    rest = {XSD.date: "", XSD.gYearMonth: "-01", XSD.gYear: "-01-01"}
    if not isinstance(term, Literal) or term.datatype not in rest:
        return None
    try:
        return date.fromisoformat(term.value + rest[term.datatype])
    except ValueError:
        return None
