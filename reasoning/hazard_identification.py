"""Major hazard sources in the graph: what follows from the units and holdings stated, each term of the sum as evidence."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import lru_cache

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.ontology import intervals, iris, labels, units
from duibiao.ontology.intervals import Interval
from duibiao.ontology.terms import ELI, RDF, XSD, D, Term
from duibiao.reasoning import hazard_sources as gb18218
from duibiao.reasoning.hazard_problems import Problem, problem
from duibiao.reasoning.hazard_sources import Holding, Identification, Status
from duibiao.reasoning.hazard_tables import in_force_from
from duibiao.reasoning.scratch import Scratch

IDENTIFICATION = ("gb-18218-2018", "4.2.1")
"""The edition and clause that major hazard sources are identified by."""

_UNITS = """
SELECT ?unit ?people (COUNT(?row) AS ?lost) WHERE {
  ?unit a d:HazardUnit OPTIONAL { ?unit d:population500m ?people } OPTIONAL { ?unit d:heldBackRow ?row }
} GROUP BY ?unit ?people ORDER BY ?unit
"""
_HOLDINGS = """
SELECT ?unit ?holding ?name ?quantity ?massUnit ?cas ?class ?process ?state WHERE {
  ?holding a d:Holding ; d:inUnit ?unit
  OPTIONAL { ?holding d:substanceName ?name }
  OPTIONAL { ?holding d:designMaximum ?quantity } OPTIONAL { ?holding d:statedUnit ?massUnit }
  OPTIONAL { ?holding d:casNumber ?cas } OPTIONAL { ?holding d:hazardClass ?class }
  OPTIONAL { ?holding d:processCondition ?process } OPTIONAL { ?holding d:physicalState ?state }
} ORDER BY ?unit ?holding
"""
_UNTOLD = {
    **dict.fromkeys((D.MajorHazardSource, D.GraveMajorHazardSource, D.UngradedUnit), D.UndecidedUnit),
    **{term: untold for untold in labels() if (term := NamedNode(untold.value.replace("#Undecided", "#"))) not in {untold, D.StorageUnit}},
}
"""What becomes of the classes that rest on an identification on a day when there was none."""


def derive(data: Scratch) -> Iterator[Triple]:
    """The identification of every unit in the data: class, S, R, grade, problems; of its holdings threshold, source, β and ratio.

    It is that of the edition shipped; `on` says what holds on an earlier day.
    """
    held: dict[Term, list[tuple[NamedNode, Holding]]] = {}
    for row in data.rows(_HOLDINGS):
        held.setdefault(row["unit"], []).append((row["holding"], _holding({k: row[k].value if row[k] else "" for k in _CELLS})))
    for row in data.rows(_UNITS):
        nodes = held.get(row["unit"], [])
        lost = int(row["lost"].value)
        faults = [problem("held_back", count=lost)] if lost else []
        people = intervals.read(row["people"].value) if row["people"] else None
        found = gb18218.identify([holding for _, holding in nodes], people, in_force_from(), faults)
        yield from _stated(row["unit"], [node for node, _ in nodes], found)


_CELLS = ("name", "quantity", "massUnit", "cas", "class", "process", "state")


def _holding(cells: dict[str, str]) -> Holding:
    amount = tonnes(cells["name"] or cells["cas"], cells["quantity"], cells["massUnit"])
    held, fault = (amount, None) if isinstance(amount, Interval) else (None, amount)
    return Holding(cells["name"], held, cells["cas"], cells["class"], cells["process"], state_of_matter(cells["state"]), fault)


def state_of_matter(concept: str) -> str:
    """`gas`, `liquid`, `solid` by the IRI of a concept of PhysicalState; a liquefied gas is a gas."""
    return concept.rpartition("PhysicalState-")[2].removeprefix("liquefied-")


def tonnes(name: str, quantity: str, unit: str) -> Interval | Problem:
    """The quantity in tonnes, or why it says none: missing, no number, no unit of mass."""
    if not quantity:
        return problem("no_quantity", name=name)
    amount = intervals.read(quantity)
    if amount is None:
        return problem("bad_quantity", name=name, value=quantity)
    if not unit:
        return problem("no_unit", name=name)
    each = _tonnes_each(unit)
    return problem("no_mass", name=name, value=unit) if each is None else amount * each


@lru_cache(maxsize=1024)
def _tonnes_each(unit: str) -> Interval | None:
    found = units.find(unit)
    return intervals.exactly(found.factor / 1000) if found and found.dimension == "mass" else None


def on(day: date, triples: Iterable[Triple]) -> Iterator[Triple]:
    """The statements as they hold on the day: before the edition is in force no unit is identified by it."""
    if day >= in_force_from():
        yield from triples
        return
    for triple in triples:
        untold = _UNTOLD.get(triple.object) if triple.predicate == RDF.type and isinstance(triple.object, NamedNode) else None
        yield triple if untold is None else Triple(triple.subject, RDF.type, untold)
        if triple.predicate == D.identifiedBy:  # a unit below the threshold has no class that could be untold
            yield Triple(triple.subject, RDF.type, D.UndecidedUnit)


# --- statements


def _stated(unit: NamedNode, nodes: list[NamedNode], found: Identification) -> Iterator[Triple]:
    yield from _identified_by(unit)
    yield from _bounded(unit, D.sumRatio, D.sumAtLeast, found.s)
    classes = {Status.MAJOR: D.MajorHazardSource, Status.CANNOT_TELL: D.UndecidedUnit}
    if found.status in classes:
        yield Triple(unit, RDF.type, classes[found.status])
    yield from _grade(unit, found)
    for text in found.problems:
        yield from (Triple(unit, D.problem, Literal(text.text(language), language=language)) for language in ("zh", "en"))
    for node, term in zip(nodes, found.terms, strict=True):
        yield from _term(node, term)


def _grade(unit: NamedNode, found: Identification) -> Iterator[Triple]:
    if found.r is not None:
        yield from _bounded(unit, D.gradeValue, None, found.r)
    if found.level is not None:
        yield Triple(unit, D.computedGrade, D[f"HazardGrade-{found.level}"])
        if found.level <= 2:
            yield Triple(unit, RDF.type, D.GraveMajorHazardSource)
    elif found.status == Status.MAJOR:
        yield Triple(unit, RDF.type, D.UngradedUnit)


def _term(node: NamedNode, term: gb18218.Term) -> Iterator[Triple]:
    factors = term.factors
    if factors.threshold is not None:
        yield from _bounded(node, D.thresholdQuantity, None, factors.threshold)
        yield Triple(node, D.thresholdSource, Literal(factors.source or ""))
        yield from _bounded(node, D.ratio, None, term.ratio)
    if factors.row is not None:
        yield Triple(node, D.ofSubstance, iris.substance(factors.row.number))
    if factors.beta is not None:
        yield from _bounded(node, D.correctionFactor, None, factors.beta)
    for predicate, value in ((D.tonnesUntilMajor, term.to_major), (D.tonnesUntilNextLevel, term.to_next_level)):
        if value is not None:
            yield Triple(node, predicate, _decimal(value))


def _bounded(node: NamedNode, exact: NamedNode, least: NamedNode | None, value: Interval) -> Iterator[Triple]:
    """The number where there is one; else, where there is a property for it, what it is at least."""
    if value.exact is not None:
        yield Triple(node, exact, _decimal(value.exact))
    elif least is not None:
        yield Triple(node, least, _decimal(value.low))


def _identified_by(unit: NamedNode) -> Iterator[Triple]:
    """The clause that the identification follows, so that a trace leads from the norm to the unit."""
    clause = iris.clause(*IDENTIFICATION)
    yield Triple(unit, D.identifiedBy, clause)
    yield Triple(clause, RDF.type, D.Clause)
    yield Triple(clause, D.clauseNumber, Literal(IDENTIFICATION[1]))
    yield Triple(clause, ELI.is_part_of, iris.norm(IDENTIFICATION[0]))


def _decimal(value: Fraction) -> Literal:
    """The number as xsd:decimal, to twelve places; what is decided was decided exactly before."""
    with localcontext(prec=40):
        text = f"{Decimal(value.numerator) / Decimal(value.denominator):.12f}"
    return Literal(text.rstrip("0").rstrip("."), datatype=XSD.decimal)
