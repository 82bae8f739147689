"""What a sheet lets an enterprise state of a thing: the cell, by property, and values that could stand there."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.loaders.sheets import SHEETS, Column, Row
from duibiao.ontology import concepts
from duibiao.ontology.terms import RDF, RDFS, SKOS, XSD, D, Term
from duibiao.reasoning import Scratch
from duibiao.reasoning.hazard_tables import classes

_NUMBERS = {XSD.integer, XSD.decimal}
_KEYS = {row.kind: row for row in SHEETS if row.key == ("number",)}


@dataclass(frozen=True)
class Cell:
    """The cell of a thing for a property: its sheet and column in both languages, and the kind of value (`thing`, `concept`, or the
    datatype's name)."""

    row: type[Row]
    column: Column
    term: NamedNode
    kind: str

    def heading(self, language: str) -> str:
        """The column's header, with its sheet's name."""
        if language == "zh":
            return f"“{self.row.sheet}”表“{self.column.zh}”栏"
        return f"“{self.column.en}” (sheet {self.row.english})"

    def between(self, values: Iterable[str], language: str) -> str:
        """Values as they stand in a sentence: days as they are, others in quotation marks."""
        if self.kind == "date":
            return "".join(f" {value} " for value in values) if language == "zh" else ", ".join(values)
        return ("、" if language == "zh" else ", ").join(f"“{value}”" for value in values)


def cells(data: Scratch, node: NamedNode) -> Mapping[NamedNode, Cell]:
    """The cells of a thing by property, those that several columns share left out but for the first."""
    types = {t.object for t in data.matching(node, RDF.type)}
    found: dict[NamedNode, Cell] = {}
    for row in SHEETS:
        for column in row.columns().values() if row.cls in types else ():
            if column.term is not None:
                refers = "post" if column.term == D.ownedBy else column.refers
                found.setdefault(column.term, Cell(row, _referring(column, refers), column.term, _kind(data, column)))
    return found


def _referring(column: Column, refers: str | None) -> Column:
    return column if column.refers == refers else Column("责任岗位", "responsible post", column.term, refers)


def _kind(data: Scratch, column: Column) -> str:
    if column.refers:
        return "thing"
    if column.scheme:
        return "concept"
    ranges = {t.object for t in data.matching(column.term, RDFS.range)}
    return "date" if XSD.date in ranges else "flag" if XSD.boolean in ranges else "number" if ranges & _NUMBERS else "text"


def examples(cell: Cell, stated: Iterable[Triple], day: date) -> Sequence[Term]:
    """Values that the cell may hold, the likeliest first: of things those that the enterprise has."""
    if cell.kind == "thing":
        cls = _KEYS[cell.column.refers or ""].cls
        return sorted({t.subject for t in stated if t.predicate == RDF.type and t.object == cls}, key=str)
    if cell.kind == "concept":
        return list(dict.fromkeys(concepts(cell.column.scheme or "").values()))
    if cell.kind == "date":
        return [dated(day)]
    if cell.kind == "flag":
        return [Literal(True), Literal(False)]
    if cell.kind == "number":
        return [Literal(number) for number in range(1, 8)]
    return [Literal(code) for code in classes()] if cell.term == D.hazardClass else [Literal("…")]


def dated(day: date) -> Literal:
    """A day as the data have it."""
    return Literal(day.isoformat(), datatype=XSD.date)


def admitted(cell: Cell, language: str) -> str:
    """What the cell may hold, in a few words."""
    zh = language == "zh"
    if cell.kind == "thing":
        row = _KEYS[cell.column.refers or ""]
        return f"任一{row.sheet}的编号" if zh else f"any number from the sheet {row.english}"
    words = {"date": ("任一日期", "any date"), "number": ("任一数", "any number"), "concept": ("清单中任一项", "any item of the list")}
    return words.get(cell.kind, ("如实填写", "as it is"))[0 if zh else 1]


def shown(data: Scratch, term: Term, language: str) -> str:
    """A value as people read it: a concept's or a thing's name, a flag as a word, text and numbers as they are."""
    if isinstance(term, Literal):
        if term.datatype == XSD.boolean:
            return {"true": ("是", "yes"), "false": ("否", "no")}[term.value][0 if language == "zh" else 1]
        return term.value
    for predicate in (D.number, SKOS.prefLabel, RDFS.label):
        texts = [t.object for t in data.matching(term, predicate) if isinstance(t.object, Literal)]
        if texts:
            return next((text.value for text in texts if text.language == language), min(text.value for text in texts))
    return term.value.rpartition("/")[2] if isinstance(term, NamedNode) else str(term)


def objects(stated: Set[Triple], node: NamedNode, term: NamedNode) -> list[Term]:
    """What is stated of a thing by a property, in order."""
    return sorted((t.object for t in stated if t.subject == node and t.predicate == term), key=str)
