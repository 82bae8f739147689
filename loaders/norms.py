"""Norms, their requirements, limits, links and force, and the tables of GB 18218: one CSV file in, one graph's statements out.

A file is known by its header. The columns `key`, `work`, `norm` and `in_force_until` may be absent: keys are then made
from number and title. How far a row may be trusted (confidence, source, unverified fields, note) goes with it.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.loaders import citations, clauses, gb18218
from duibiao.loaders.aliases import ALIASES
from duibiao.loaders.applicability import APPLICABILITY
from duibiao.loaders.catalogue import CATALOGUE
from duibiao.loaders.coverage import COVERAGE
from duibiao.loaders.faults import fault
from duibiao.loaders.force import FORCE
from duibiao.loaders.limits.cells import concept, decimal
from duibiao.loaders.parts import Cells, Part, day, listed, plain, strings
from duibiao.loaders.result import Loaded, RowError, UnreadableFile
from duibiao.loaders.topics import TOPICS
from duibiao.ontology import concepts, iris, units
from duibiao.ontology.terms import DCTERMS, ELI, PROV, QUDT, RDF, RDFS, SKOS, XSD, D

_NUMBERLESS = {D["Direction-set"], D["Direction-modality"]}
_RELATIONS = {"implements": D.implements, "cites": ELI.cites}
_REQUIREMENT_TERMS = {
    "entity": D.concerns,
    "property": D.examines,
    "condition": D.condition,
    "threshold": D.threshold,
    "unit": D.statedUnit,
}


@dataclass(frozen=True)
class Line:
    """A row of the file: its number, counted from 1 for the header, and its cells by column."""

    number: int
    cells: Cells


def recognises(header: list[str]) -> str | None:
    """The part (`catalogue`, `limits`, `gb18218/table1` …) that a CSV with this header holds, or None."""
    part = _part(header)
    return part.name if part else None


def read(path: Path) -> Loaded:
    """The statements of one CSV of norms and the faults of its rows; a row with a fault is held back whole.

    UnreadableFile when it is no text, or its header is that of no part.
    """
    header, lines = _lines(path)
    part = _part(header)
    if part is None:
        raise UnreadableFile(f"{path.name}: the header is that of no file of norms; compare it with corpus/norms")
    accepted, errors = _accepted(part, lines)
    return Loaded(
        path=str(path),
        kind=part.name,
        graph=iris.graph(f"norms/{part.name}").value,
        triples=frozenset(_triples(part, accepted, path.name)),
        rows=len(lines),
        accepted=len(accepted),
        errors=tuple(errors),
    )


def _part(header: list[str]) -> Part | None:
    return next((part for part in _PARTS if part.header <= set(header)), None)


# --- rows and their faults


def _lines(path: Path) -> tuple[list[str], list[Line]]:
    rows = list(csv.reader(_text(path).splitlines(keepends=True)))
    header = [cell.strip() for cell in rows[0]] if rows else []
    filled = [(number, row) for number, row in enumerate(rows[1:], start=2) if any(cell.strip() for cell in row)]
    return header, [Line(number, _cells(header, row)) for number, row in filled]


def _cells(header: list[str], row: list[str]) -> Cells:
    padded = [*row, *[""] * (len(header) - len(row))]
    return {name: cell.strip() for name, cell in zip(header, padded, strict=False)}


def _text(path: Path) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return path.read_text(encoding=encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile(f"{path.name}: neither UTF-8 nor GB18030 text; save it as CSV UTF-8")


def _accepted(part: Part, lines: list[Line]) -> tuple[list[Line], list[RowError]]:
    kept: list[Line] = []
    errors: list[RowError] = []
    first: dict[str, int] = {}
    for line in lines:
        faults = list(_faults(part, line)) or list(_repeated(part, line, first))
        errors += faults
        kept += [] if faults else [line]
    return kept, errors


def _faults(part: Part, line: Line) -> Iterator[RowError]:
    cells = line.cells
    yield from (fault("missing", None, line.number, name) for name in part.required if not cells.get(name))
    for name, scheme in {**part.lists, "confidence": "Confidence"}.items():
        if cells.get(name) and listed(scheme, cells[name]) is None:
            yield fault("unknown_value", None, line.number, name, cells[name], allowed="、".join(concepts(scheme)))
    wrong = [(name, "bad_date") for name in part.days if cells.get(name) and day(cells[name]) is None]
    wrong += [(name, "not_a_number") for name in part.numbers if cells.get(name) and decimal(cells[name]) is None]
    yield from (fault(code, None, line.number, name, cells[name]) for name, code in wrong)
    yield from part.faults(cells, line.number)


def _repeated(part: Part, line: Line, first: dict[str, int]) -> Iterator[RowError]:
    """A number, or what the row is about, that stands in an earlier row already."""
    number, about = line.cells.get(part.number, ""), part.subject(line.cells).value
    earlier = first.get(number) or first.get(about)
    if earlier:
        yield fault("duplicate", None, line.number, part.number, number, first=earlier)
    else:
        first.update({name: line.number for name in (number, about) if name})


# --- what every row states


def _triples(part: Part, lines: list[Line], file: str) -> Iterator[Triple]:
    for line in lines:
        subject = part.subject(line.cells)
        yield from part.statements(subject, line.cells)
        yield from _evidence(subject, line.cells)
        yield from _origin(subject, file, line.number)
    yield from part.together([line.cells for line in lines])


def _evidence(subject: NamedNode, cells: Cells) -> Iterator[Triple]:
    """How far the row may be trusted, and why."""
    if trust := listed("Confidence", cells.get("confidence", "")):
        yield Triple(subject, D.confidence, trust)
    yield from strings(subject, cells, {"source": DCTERMS.source, "note": SKOS.note})
    for name in plain(cells.get("unverified_fields", "")).split(";"):
        if name.strip():
            yield Triple(subject, D.unverifiedField, Literal(name.strip()))


def _origin(subject: NamedNode, file: str, number: int) -> Iterator[Triple]:
    row = iris.source_row(file, None, number)
    yield Triple(subject, PROV.wasDerivedFrom, row)
    yield Triple(row, RDF.type, D.SourceRow)
    yield Triple(row, D.inFile, Literal(file))
    yield Triple(row, D.row, Literal(number))


# --- requirements, limits and links


def _norm_key(cells: Cells, column: str) -> str:
    """The key of the edition, or, where the file names the norm without a year, of the work."""
    return cells.get("norm") or citations.key(plain(cells[column]))


def _requirement(subject: NamedNode, cells: Cells) -> Iterator[Triple]:
    yield Triple(subject, RDF.type, D.Requirement)
    for language in ("zh", "en"):
        if text := cells.get(f"requirement_{language}"):
            yield Triple(subject, RDFS.label, Literal(text, language=language))
        if actor := cells.get(f"actor_{language}"):
            yield Triple(subject, D.actor, Literal(actor, language=language))
    if modality := listed("Modality", cells.get("modality", "")):
        yield Triple(subject, D.modality, modality)
    yield from clauses.placed(subject, D.demandedBy, _norm_key(cells, "document"), _clause(cells, "article"))
    yield from strings(subject, cells, _REQUIREMENT_TERMS)


def _clause(cells: Cells, column: str) -> str:
    """The clause named; a remark that its number is not checked names none."""
    return cells[column].split("(条号未核)")[0].removesuffix("(未核)")


def _limit(subject: NamedNode, cells: Cells) -> Iterator[Triple]:
    yield Triple(subject, RDF.type, D.Limit)
    yield from clauses.placed(subject, D.statedIn, _norm_key(cells, "standard"), _clause(cells, "clause"))
    yield from concept(subject, D.parameter, iris.parameter(cells["parameter_zh"]), cells["parameter_zh"])
    if scope := cells.get("scope_zh"):
        yield from concept(subject, D.scope, iris.scope(scope), scope)
    if direction := listed("Direction", cells["direction"]):
        yield Triple(subject, D.direction, direction)
    yield from strings(subject, cells, {"value": D.statedValue, "value_max": D.statedMaximum, "unit": D.statedUnit})
    yield from _quantity(subject, cells)


def _quantity(subject: NamedNode, cells: Cells) -> Iterator[Triple]:
    for name, term in (("value", QUDT.numericValue), ("value_max", QUDT.upperBound)):
        if (number := decimal(cells.get(name))) is not None:
            yield Triple(subject, term, Literal(f"{number:f}", datatype=XSD.decimal))
    unit = units.find(cells.get("unit", ""))
    if unit and unit.qudt:
        yield Triple(subject, QUDT.hasUnit, unit.qudt)


def _limit_faults(cells: Cells, row: int) -> Iterator[RowError]:
    if cells.get("unit") and units.find(cells["unit"]) is None:
        yield fault("unknown_unit", None, row, "unit", cells["unit"])
    if listed("Direction", cells["direction"]) in _NUMBERLESS:
        return
    for name in ("value", "value_max"):
        if cells.get(name) and decimal(cells[name]) is None:
            yield fault("not_a_number", None, row, name, cells[name])
    low, high = decimal(cells["value"]), decimal(cells.get("value_max"))
    if low is not None and high is not None and high < low:
        yield fault("reversed_range", None, row, "value_max", cells["value_max"])


def _link(subject: NamedNode, cells: Cells) -> Iterator[Triple]:
    """The link, and a statement about it, because it has a basis and a degree of trust of its own."""
    lower, relation, upper = _end(cells, "lower"), _RELATIONS[cells["relation"]], _end(cells, "upper")
    yield Triple(lower, relation, upper)
    yield Triple(subject, RDF.type, RDF.Statement)
    yield Triple(subject, RDF.subject, lower)
    yield Triple(subject, RDF.predicate, relation)
    yield Triple(subject, RDF.object, upper)
    yield from strings(subject, cells, {"basis": DCTERMS.description})
    for side in ("lower", "upper"):
        if number := cells.get(f"{side}_clause"):
            yield from clauses.described(cells[side], number)


def _end(cells: Cells, side: str) -> NamedNode:
    number = cells.get(f"{side}_clause")
    return iris.clause(cells[side], number) if number else iris.norm(cells[side])


def _link_faults(cells: Cells, row: int) -> Iterator[RowError]:
    if cells["relation"] and cells["relation"] not in _RELATIONS:
        yield fault("unknown_value", None, row, "relation", cells["relation"], allowed="、".join(_RELATIONS))


_PARTS: tuple[Part, ...] = (
    CATALOGUE,
    Part(
        name="requirements",
        header=frozenset({"id", "document", "article", "requirement_zh"}),
        number="id",
        subject=lambda cells: iris.requirement(cells["id"]),
        statements=_requirement,
        required=("id", "document", "requirement_zh"),
        lists={"modality": "Modality"},
    ),
    Part(
        name="limits",
        header=frozenset({"id", "standard", "clause", "parameter_zh", "direction", "value"}),
        number="id",
        subject=lambda cells: iris.limit(cells["id"]),
        statements=_limit,
        required=("id", "standard", "parameter_zh", "direction", "value"),
        lists={"direction": "Direction"},
        faults=_limit_faults,
    ),
    Part(
        name="links",
        header=frozenset({"id", "lower", "relation", "upper"}),
        number="id",
        subject=lambda cells: iris.resource("link", cells["id"]),
        statements=_link,
        required=("id", "lower", "relation", "upper"),
        faults=_link_faults,
    ),
    TOPICS,
    FORCE,
    APPLICABILITY,
    COVERAGE,
    ALIASES,
    *gb18218.TABLES,
)
