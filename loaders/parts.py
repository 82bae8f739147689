"""What a file of norms is made of: the parts there are, and what their cells may hold."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.loaders.result import RowError
from duibiao.ontology import concepts
from duibiao.ontology.iris import normal
from duibiao.ontology.terms import XSD

Cells = Mapping[str, str]


def _no_faults(cells: Cells, row: int) -> Iterator[RowError]:
    return iter(())


def _nothing(rows: list[Cells]) -> Iterator[Triple]:
    return iter(())


@dataclass(frozen=True)
class Part:
    """A kind of file of norms.

    The columns that tell it, the column that numbers its rows, what a row is about and states; what its cells have to
    be: filled, of a list of values, days, numbers, or as `faults` says; and what all its rows state `together`.
    """

    name: str
    header: frozenset[str]
    number: str
    subject: Callable[[Cells], NamedNode]
    statements: Callable[[NamedNode, Cells], Iterator[Triple]]
    required: tuple[str, ...]
    lists: Mapping[str, str] = field(default_factory=dict)
    days: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    faults: Callable[[Cells, int], Iterator[RowError]] = _no_faults
    together: Callable[[list[Cells]], Iterator[Triple]] = _nothing


def listed(scheme: str, text: str) -> NamedNode | None:
    """The concept of the list that the text names, with or without a qualification (`mandatory for governments`)."""
    known, written = concepts(scheme), normal(text).lower()
    unqualified = re.sub(r"^local | in effect$| for .*$", "", plain(written))
    return known.get(written) or known.get(unqualified)


def plain(text: str) -> str:
    """The text without remarks in brackets; a year and 试行 are no remarks."""
    narrow = text.replace("（", "(").replace("）", ")")
    return re.sub(r"\s*\((?!(?:19|20)\d{2}\)|试行\))[^()]*\)", "", narrow).strip()


def day(text: str) -> Literal | None:
    """A day, month or year (`2026-05-01`, `2026-05`, `2026`) as a literal of that precision; None for anything else."""
    kinds = {4: ("-01-01", XSD.gYear), 7: ("-01", XSD.gYearMonth), 10: ("", XSD.date)}
    if len(text) not in kinds:
        return None
    rest, kind = kinds[len(text)]
    try:
        found = date.fromisoformat(text + rest)
    except ValueError:
        return None
    return Literal(found.isoformat()[: len(text)], datatype=kind)


def strings(subject: NamedNode, cells: Cells, terms: Mapping[str, NamedNode]) -> Iterator[Triple]:
    """The filled cells of some columns, as they are written."""
    return (Triple(subject, term, Literal(cells[name])) for name, term in terms.items() if cells.get(name))
