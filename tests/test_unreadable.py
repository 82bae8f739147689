"""Values that are none of their kind: told of every column of the sheets, and no check ends with an error over them."""

from datetime import date

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from duibiao import ontology, shapes
from duibiao.loaders.sheets import SHEETS
from duibiao.ontology import iris
from duibiao.ontology.terms import RDF, RDFS, XSD, D, Term
from duibiao.reasoning import Scratch, derive, unreadable

PLANT = iris.enterprise("91000000GXT0000107")
THING = NamedNode(f"{PLANT.value}/thing/1")
RANGES = {t.subject: t.object for t in ontology.load() if t.predicate == RDFS.range}
COLUMNS = {(sheet.cls, column.term) for sheet in SHEETS for column in sheet.columns().values() if column.term in RANGES}
KINDS = sorted({(term, cls) for cls, term in COLUMNS if RANGES[term] != XSD.string}, key=str)
ANYTHING = Literal("十二")


def told(cls: NamedNode, term: NamedNode, *values: Term) -> set[Term]:
    """The properties that a thing is said to have in a way that cannot be read."""
    own = [Triple(THING, RDF.type, cls), Triple(THING, D.belongsTo, PLANT), *(Triple(THING, term, value) for value in values)]
    found = [triple for triple in unreadable.derive(Scratch(ontology.load(), own)) if triple.subject == THING]
    assert {t.object for t in found if t.predicate == D.unreadableValue} <= set(values)
    return {triple.object for triple in found if triple.predicate == D.unreadable}


@pytest.mark.parametrize(("term", "cls"), KINDS, ids=lambda term: term.value.rpartition("#")[2])
def test_a_text_in_a_column_of_another_kind_cannot_be_read(term: NamedNode, cls: NamedNode) -> None:
    assert told(cls, term, ANYTHING) == {term}
    assert told(cls, term) == set()


@pytest.mark.parametrize(
    ("term", "text", "datatype", "readable"),
    [
        (D.certificateUntil, "2025-02-28", XSD.date, True),
        (D.certificateUntil, "2025-02-29", XSD.date, False),
        (D.certificateUntil, "2025-13-40", XSD.date, False),
        (D.certificateUntil, "2025-02-28", XSD.string, False),
        (D.certificateUntil, "2025-02-28T00:00:00", XSD.dateTime, False),
        (D.certificateUntil, "2025", XSD.gYear, False),
        (D.initialTrainingHours, "0", XSD.integer, True),
        (D.initialTrainingHours, "47.5", XSD.double, True),
        (D.initialTrainingHours, "48", XSD.string, False),
        (D.initialTrainingHours, "十二", XSD.decimal, False),
        (D.initialTrainingHours, "-1", XSD.integer, False),
        (D.initialTrainingHours, "NaN", XSD.double, False),
        (D.initialTrainingHours, "INF", XSD.double, False),
        (D.trainingFile, "false", XSD.boolean, True),
        (D.trainingFile, "yes", XSD.boolean, False),
        (D.trainingFile, "true", XSD.string, False),
        (D.holder, "十二", XSD.string, True),
    ],
)
def test_what_can_be_read(term: NamedNode, text: str, datatype: NamedNode, readable: bool) -> None:
    assert (told(D.Post, term, Literal(text, datatype=datatype)) == set()) is readable


def test_an_item_of_no_list_cannot_be_read_and_one_of_a_list_can() -> None:
    assert told(D.Hazard, D.riskLevel, D["RiskLevel-red"]) == set()
    assert told(D.Hazard, D.riskLevel, D["RiskLevel-crimson"]) == {D.riskLevel}


@pytest.mark.parametrize("engine", shapes.ENGINES)
def test_of_two_values_only_the_one_that_cannot_be_read_is_told(engine: str) -> None:
    post = iris.member("91000000GXT0000107", "post", "GW-1")
    values = (Literal("2027-01-31", datatype=XSD.date), Literal("明年"))
    own = [Triple(PLANT, RDF.type, D.Enterprise), Triple(post, RDF.type, D.Post), Triple(post, D.belongsTo, PLANT)]
    own += [Triple(post, D.certificateUntil, value) for value in values]
    derived = list(derive(Scratch(ontology.load(), own)))
    book = shapes.shipped().only({"Post-readable"})
    found = shapes.check((), [*own, *derived], PLANT, date(2026, 11, 22), book, engine).gaps
    assert [gap.value for gap in found] == ["明年"]


def test_of_what_is_no_enterprises_nothing_is_said() -> None:
    norm = iris.norm("gb-18218-2018")
    assert list(unreadable.derive(Scratch(ontology.load(), [Triple(norm, D.kind, ANYTHING)]))) == []


@pytest.mark.parametrize("term", [D.maintenanceStandard, D.implements, D.emergencyPlan], ids=lambda term: term.value.rpartition("#")[2])
def test_a_text_where_a_norm_or_a_standard_is_due_ends_nothing(term: NamedNode) -> None:
    own = [Triple(THING, RDF.type, D.Equipment), Triple(THING, D.belongsTo, PLANT), Triple(THING, term, ANYTHING)]
    found = list(derive(Scratch(ontology.load(), own)))
    assert [t for t in found if t.predicate == D.restsOn] == []
