"""Units as people write them, their QUDT terms, and exact conversion.

Arithmetic is exact (Fraction). Days and months are different dimensions: no number of days is a month.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files

from pyoxigraph import NamedNode

from duibiao.ontology.iris import normal
from duibiao.ontology.terms import UNIT


@dataclass(frozen=True)
class Unit:
    """A unit: its first spelling, its dimension, and what turns a value into the dimension's base unit: value × factor + offset."""

    label: str
    dimension: str
    factor: Fraction
    offset: Fraction
    qudt: NamedNode | None
    ucum: str

    def to_base(self, value: Fraction) -> Fraction:
        """The value in the base unit of the dimension."""
        return value * self.factor + self.offset


@cache
def table() -> Mapping[str, Unit]:
    """Every known unit by each of its spellings, normalised."""
    text = files("duibiao.ontology").joinpath("units.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {_spelling(label): _unit(row) for row in rows for label in row["label"].split(";")}


def _unit(row: Mapping[str, str]) -> Unit:
    return Unit(
        label=row["label"].split(";")[0],
        dimension=row["dimension"],
        factor=Fraction(row["factor"]),
        offset=Fraction(row["offset"] or 0),
        qudt=UNIT[row["qudt"]] if row["qudt"] else None,
        ucum=row["ucum"],
    )


def find(text: str) -> Unit | None:
    """The unit that a cell or a clause names, or None when we do not know it."""
    return table().get(_spelling(text))


def _spelling(text: str) -> str:
    return normal(text).replace(" ", "")
