"""A generated enterprise: its things with their properties, and the gaps planted in them."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.ontology import iris
from duibiao.ontology.terms import PROV, RDF, XSD, D, Term

DAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Planted:
    """A gap put in on purpose: the thing, the plain shape of plain.ttl that it breaks and the rule of the product, where there is one."""

    focus: NamedNode
    plain: str | None
    rule: str | None


def decimal(value: float) -> Literal:
    """The number in its canonical form, so that every engine shows it alike."""
    return Literal(f"{value:g}", datatype=XSD.decimal)


def day(value: date) -> Literal:
    """The day as xsd:date."""
    return Literal(value.isoformat(), datatype=XSD.date)


@dataclass
class Enterprise:
    """The things of an enterprise, each with its properties, and the gaps planted in them."""

    code: str
    name: str
    rng: Random
    things: dict[NamedNode, list[tuple[NamedNode, Term]]] = field(default_factory=dict)
    planted: list[Planted] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)

    def triples(self) -> list[Triple]:
        """Everything stated about it."""
        return [Triple(thing, predicate, value) for thing, said in self.things.items() for predicate, value in said]

    def member(self, kind: str, *numbers: str) -> NamedNode:
        """The IRI of one of its things."""
        return iris.member(self.code, kind, *numbers)

    def ago(self, least: int, most: int) -> Literal:
        """A day so many days before the day of the check."""
        return day(DAY - timedelta(days=self.rng.randint(least, most)))

    def add(self, node: NamedNode, cls: NamedNode, sheet: str, said: list[tuple[NamedNode, Term | None]]) -> None:
        """A thing with its properties, its enterprise and the row that it was read from."""
        self.rows[sheet] = self.rows.get(sheet, 1) + 1
        file = f"{self.code}.xlsx"
        row = iris.source_row(file, sheet, self.rows[sheet])
        own = [] if cls == D.Enterprise else [(D.belongsTo, iris.enterprise(self.code))]
        stated = [(predicate, value) for predicate, value in said if value is not None]
        self.things[node] = [(RDF.type, cls), *stated, *own, (PROV.wasDerivedFrom, row)]
        book = [(D.inFile, Literal(file)), (D.sheet, Literal(sheet)), (D.row, Literal(self.rows[sheet]))]
        self.things[row] = [(RDF.type, D.SourceRow), *book]

    def of(self, cls: NamedNode) -> list[NamedNode]:
        """Its things of a class."""
        return [thing for thing, said in self.things.items() if (RDF.type, cls) in said]
