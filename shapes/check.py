"""The check of one enterprise on a day: gaps and ledger."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pyoxigraph import NamedNode, Triple

from duibiao.shapes import data as check_data
from duibiao.shapes.engines import ENGINES, Violation
from duibiao.shapes.gaps import Explainer, Gap
from duibiao.shapes.ledger import Entry, ledger
from duibiao.shapes.rules import RuleBook


@dataclass(frozen=True)
class Checked:
    """What a check of one enterprise found."""

    gaps: list[Gap]
    ledger: list[Entry]


def check(
    norms: Iterable[Triple], own: Iterable[Triple], enterprise: NamedNode, day: date, book: RuleBook, engine: str = "compiled"
) -> Checked:
    """The gaps of the enterprise whose stated and derived statements are `own`, on the day, by the engine named in ENGINES."""
    data = check_data.graph(norms, own, day)
    violations: set[Violation] = ENGINES[engine](data, book)
    if engine != "compiled":
        data.add(list(check_data.instances(data)))  # the ledger counts by the closed types
    return Checked(Explainer(data, book, enterprise, day).gaps(violations), ledger(data, book, violations))
