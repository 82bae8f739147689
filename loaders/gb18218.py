"""The tables of GB 18218-2018: threshold quantities by substance and by hazard class, correction factors, levels."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.loaders import clauses
from duibiao.loaders.limit_cells import concept, decimal
from duibiao.loaders.parts import Cells, Part, strings
from duibiao.ontology import iris
from duibiao.ontology.terms import DCTERMS, QUDT, RDF, SKOS, XSD, D


def _substance(subject: NamedNode, cells: Cells) -> Iterator[Triple]:
    """A row of table 1; the CAS numbers identify nothing, since several rows share one."""
    yield Triple(subject, RDF.type, D.Substance)
    yield Triple(subject, SKOS.prefLabel, Literal(cells["name_zh"], language="zh"))
    yield Triple(subject, SKOS.notation, Literal(cells["no"]))
    yield from (Triple(subject, SKOS.altLabel, Literal(name, language="zh")) for name in _parts(cells, "alias_zh"))
    yield from (Triple(subject, D.casNumber, Literal(number)) for number in _parts(cells, "cas_numbers"))
    yield from _number(subject, D.thresholdQuantity, cells["threshold_t"])
    yield from _standing(subject, DCTERMS.source, cells)


def _class(subject: NamedNode, cells: Cells) -> Iterator[Triple]:
    """A row of table 2."""
    label = f"{cells.get('hazard_class_zh', '')} {cells.get('category_and_description_zh', '')}".strip()
    yield from _class_named(subject, cells["symbol"])
    yield Triple(subject, SKOS.prefLabel, Literal(label or cells["symbol"], language="zh"))
    yield from _number(subject, D.thresholdQuantity, cells["threshold_t"])
    yield from _standing(subject, DCTERMS.source, cells)


def _factor(subject: NamedNode, cells: Cells) -> Iterator[Triple]:
    """A row of table 3, which names substances, or of table 4, which names hazard classes."""
    if cells["key_type"] == "category":
        yield from _class_named(subject, cells["key"])
    else:
        yield Triple(subject, RDF.type, D.Substance)
        yield Triple(subject, SKOS.altLabel, Literal(cells["key"], language="zh"))
        yield from strings(subject, cells, {"cas": D.casNumber})
    yield from _number(subject, D.correctionFactor, cells["beta"])
    yield from _standing(subject, DCTERMS.source, cells)


def _alpha(subject: NamedNode, cells: Cells) -> Iterator[Triple]:
    """A row of table 5: the factor for the people who live within 500 m of the plant."""
    scope = f"厂区边界外500 m内常住人口{cells.get('text_zh') or cells['persons_min']}"
    yield from _boundary(subject, cells, "暴露人员校正系数", scope)
    yield from _number(subject, QUDT.numericValue, cells["alpha"])


def _level(subject: NamedNode, cells: Cells) -> Iterator[Triple]:
    """A row of table 6: from which R, and below which, a level holds."""
    yield from _boundary(subject, cells, "分级指标R", f"{cells['level']}重大危险源")
    yield from _number(subject, QUDT.numericValue, cells["R_min_inclusive"])
    yield from _number(subject, QUDT.upperBound, cells["R_max_exclusive"])


def _boundary(subject: NamedNode, cells: Cells, parameter: str, scope: str) -> Iterator[Triple]:
    yield Triple(subject, RDF.type, D.Limit)
    yield Triple(subject, D.direction, D["Direction-class-boundary"])
    yield from concept(subject, D.parameter, iris.parameter(parameter), parameter)
    yield from concept(subject, D.scope, iris.scope(scope), scope)
    yield from strings(subject, cells, {"text_zh": D.statedValue})
    yield from _standing(subject, D.statedIn, cells)


def _class_named(subject: NamedNode, symbol: str) -> Iterator[Triple]:
    yield Triple(subject, RDF.type, SKOS.Concept)
    yield Triple(subject, SKOS.notation, Literal(symbol))
    yield Triple(subject, D.hazardClass, Literal(symbol))


def _standing(subject: NamedNode, term: NamedNode, cells: Cells) -> Iterator[Triple]:
    """The clause (`GB 18218-2018 4.3.3 表3`) that the row stands in."""
    text = iris.normal(cells.get("clause", ""))
    standard = iris.STANDARD_NUMBER.match(text)
    if standard:
        key = iris.standard_key(text) or ""
        yield from clauses.placed(subject, term, key, text[standard.end() :].strip())


def _parts(cells: Cells, column: str) -> Iterator[str]:
    return (part.strip() for part in cells.get(column, "").split(";") if part.strip())


def _number(subject: NamedNode, term: NamedNode, text: str) -> Iterator[Triple]:
    if (number := decimal(text)) is not None:
        yield Triple(subject, term, Literal(f"{number:f}", datatype=XSD.decimal))


def _hazard_class(symbol: str) -> NamedNode:
    return iris.resource("hazard-class", symbol)


def _factor_subject(cells: Cells) -> NamedNode:
    """What table 1 or table 2 describes, else a substance of its own."""
    if cells["key_type"] == "category":
        return _hazard_class(cells["key"])
    return iris.substance(cells.get("table1_no") or cells["key"])


TABLES: tuple[Part, ...] = (
    Part(
        name="gb18218/table1",
        header=frozenset({"no", "name_zh", "cas_numbers", "threshold_t"}),
        number="no",
        subject=lambda cells: iris.substance(cells["no"]),
        statements=_substance,
        required=("no", "name_zh", "threshold_t"),
        numbers=("threshold_t",),
    ),
    Part(
        name="gb18218/table2",
        header=frozenset({"symbol", "threshold_t"}),
        number="symbol",
        subject=lambda cells: _hazard_class(cells["symbol"]),
        statements=_class,
        required=("symbol", "threshold_t"),
        numbers=("threshold_t",),
    ),
    Part(
        name="gb18218/beta",
        header=frozenset({"key_type", "key", "beta"}),
        number="key",
        subject=_factor_subject,
        statements=_factor,
        required=("key_type", "key", "beta"),
        numbers=("beta",),
    ),
    Part(
        name="gb18218/alpha",
        header=frozenset({"persons_min", "alpha"}),
        number="persons_min",
        subject=lambda cells: iris.limit(f"gb18218-alpha-{cells['persons_min']}"),
        statements=_alpha,
        required=("persons_min", "alpha"),
        numbers=("persons_min", "persons_max", "alpha"),
    ),
    Part(
        name="gb18218/levels",
        header=frozenset({"level", "R_min_inclusive", "R_max_exclusive"}),
        number="level",
        subject=lambda cells: iris.limit(f"gb18218-level-{cells['level']}"),
        statements=_level,
        required=("level",),
        numbers=("R_min_inclusive", "R_max_exclusive"),
    ),
)
