"""The tables of GB 18218-2018, and what one needs to find a substance in them.

Threshold quantities by substance and by hazard class, correction factors, levels; other names of substances, named mixtures,
classes of GHS and those of the pure substances.
"""

from collections.abc import Callable, Collection, Iterator

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.loaders import clauses
from duibiao.loaders.faults import fault
from duibiao.loaders.limits.cells import concept, decimal
from duibiao.loaders.parts import Cells, Part, strings
from duibiao.loaders.result import RowError
from duibiao.ontology import iris
from duibiao.ontology.terms import DCTERMS, QUDT, RDF, SKOS, XSD, D

_LANGUAGES = ("zh", "en")
_STATES = {"gas": "气体", "liquid": "液体", "solid": "固体"}
_ROUTES = ("oral", "dermal", "inhalation")


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


def _alias(subject: NamedNode, cells: Cells) -> Iterator[Triple]:
    """Another name of a row of table 1: a statement, which carries how far to trust it. A CAS number is a hidden label."""
    substance = iris.substance(cells["table1_no"])
    yield Triple(subject, RDF.type, RDF.Statement)
    yield Triple(subject, RDF.subject, substance)
    yield Triple(subject, RDF.object, Literal(cells["name"], language=cells["lang"]))
    yield from strings(substance, cells, {"cas": SKOS.hiddenLabel})


def _labels(rows: list[Cells]) -> Iterator[Triple]:
    """The first English name of a substance is its label, as the printed name is in Chinese; the rest are other names."""
    named: set[str] = set()
    for cells in rows:
        first = cells["lang"] == "en" and cells["table1_no"] not in named
        named |= {cells["table1_no"]} if first else set()
        term = SKOS.prefLabel if first else SKOS.altLabel
        yield Triple(iris.substance(cells["table1_no"]), term, Literal(cells["name"], language=cells["lang"]))
        yield Triple(_alias_subject(cells), RDF.predicate, term)


def _mixture(subject: NamedNode, cells: Cells) -> Iterator[Triple]:
    """A mixture that has a name of its own, and the row of table 1 that it is a mixture of."""
    yield Triple(subject, RDF.type, SKOS.Concept)
    yield Triple(subject, SKOS.prefLabel, Literal(cells["name"], language="en" if cells["name"].isascii() else "zh"))
    yield Triple(subject, SKOS.related, iris.substance(cells["table1_no"]))


def _ghs_class(subject: NamedNode, cells: Cells) -> Iterator[Triple]:
    """A class of GHS, in one state where that matters, and the symbols of table 2 that it may come to: none where it does not count."""
    zh = ",".join(filter(None, (cells["hazard_zh"], cells["category"], _STATES.get(cells["state"]))))
    en = ", ".join(filter(None, (cells["hazard_en"], cells.get("category_en"), cells["state"])))
    yield Triple(subject, RDF.type, SKOS.Concept)
    yield from (Triple(subject, SKOS.prefLabel, Literal(text, language=language)) for language, text in (("zh", zh), ("en", en)))
    yield from (Triple(subject, D.hazardClass, Literal(symbol)) for symbol in _parts(cells, "symbols"))


def _pure(subject: NamedNode, cells: Cells) -> Iterator[Triple]:
    """What GHS makes of a row of table 1 as a pure substance."""
    boiling = f"，沸点{cells['boiling_point_c']} ℃" if cells.get("boiling_point_c") else ""
    classes = "；".join(_parts(cells, "classes"))
    yield Triple(subject, RDF.type, SKOS.Concept)
    yield Triple(subject, DCTERMS.subject, iris.substance(cells["table1_no"]))
    yield Triple(subject, DCTERMS.description, Literal(f"{_STATES[cells['state']]}{boiling}：{classes}", language="zh"))


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


def _only(**allowed: Collection[str]) -> Callable[[Cells, int], Iterator[RowError]]:
    """The faults of columns that allow some words only; an empty cell is none."""

    def faults(cells: Cells, row: int) -> Iterator[RowError]:
        for column, words in allowed.items():
            if cells.get(column) and cells[column] not in words:
                yield fault("unknown_value", None, row, column, cells[column], allowed="、".join(words))

    return faults


def _parts(cells: Cells, column: str) -> Iterator[str]:
    return (part.strip() for part in cells.get(column, "").split(";") if part.strip())


def _number(subject: NamedNode, term: NamedNode, text: str) -> Iterator[Triple]:
    if (number := decimal(text)) is not None:
        yield Triple(subject, term, Literal(f"{number:f}", datatype=XSD.decimal))


def _hazard_class(symbol: str) -> NamedNode:
    return iris.resource("hazard-class", symbol)


def _alias_subject(cells: Cells) -> NamedNode:
    return iris.resource("alias", "gb18218", cells["name"])


def _ghs_subject(cells: Cells) -> NamedNode:
    return iris.resource("ghs-class", *filter(None, (cells["hazard_zh"], cells["category"], cells["state"])))


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
    Part(
        name="gb18218/aliases",
        header=frozenset({"table1_no", "name", "lang"}),
        number="name",
        subject=_alias_subject,
        statements=_alias,
        required=("table1_no", "name", "lang"),
        faults=_only(lang=_LANGUAGES),
        together=_labels,
    ),
    Part(
        name="gb18218/mixtures",
        header=frozenset({"table1_no", "name"}),
        number="name",
        subject=lambda cells: iris.resource("mixture", cells["name"]),
        statements=_mixture,
        required=("table1_no", "name"),
    ),
    Part(
        name="gb18218/ghs",
        header=frozenset({"id", "hazard_zh", "hazard_en", "category", "state", "symbols"}),
        number="id",
        subject=_ghs_subject,
        statements=_ghs_class,
        required=("id", "hazard_zh", "hazard_en"),
        faults=_only(state=_STATES, route=_ROUTES),
    ),
    Part(
        name="gb18218/pure",
        header=frozenset({"table1_no", "classes", "state"}),
        number="table1_no",
        subject=lambda cells: iris.resource("pure-substance", cells["table1_no"]),
        statements=_pure,
        required=("table1_no", "classes", "state"),
        numbers=("boiling_point_c",),
        faults=_only(state=_STATES),
    ),
)
