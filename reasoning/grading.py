"""What follows from self-evaluations, grades and the elements of standards: which grades were announced or withdrawn, what score the items
of a self-evaluation give, which core elements have no standard."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.ontology.terms import RDF, XSD, D
from duibiao.reasoning.literals import number
from duibiao.reasoning.scratch import Scratch

_GRADES = """
CONSTRUCT { ?grade a ?class } WHERE {
  { ?grade d:announcedOn ?day BIND(d:AnnouncedGrade AS ?class) } UNION { ?grade d:withdrawnOn ?day BIND(d:WithdrawnGrade AS ?class) }
}
"""
_ELEMENTS = """
CONSTRUCT { ?enterprise a d:CoreElementEnterprise } WHERE {
  ?standard a d:EnterpriseStandard ; d:belongsTo ?enterprise ; d:inElement ?element
}
"""
_WITHOUT = """
CONSTRUCT { ?enterprise d:lacksStandardFor ?name } WHERE {
  { SELECT DISTINCT ?enterprise WHERE { ?some a d:EnterpriseStandard ; d:belongsTo ?enterprise ; d:inElement ?any } }
  ?element skos:inScheme d:CoreElement ; skos:prefLabel ?label FILTER (LANG(?label) = "zh") BIND(STR(?label) AS ?name)
  FILTER NOT EXISTS { ?standard a d:EnterpriseStandard ; d:belongsTo ?enterprise ; d:inElement ?element }
}
"""
_ITEMS = """
SELECT ?evaluation ?whole ?item ?full ?score ?idle WHERE {
  ?item d:ofEvaluation ?evaluation ; d:fullMarks ?full . ?evaluation d:fullMarks ?whole
  OPTIONAL { ?item d:score ?score } OPTIONAL { ?item d:notApplicable ?idle }
}
"""
_CENT = Decimal("0.01")


def derive(data: Scratch) -> Iterator[Triple]:
    """What follows for the enterprise in `data`."""
    for construct in (_GRADES, _ELEMENTS, _WITHOUT):
        yield from data.built(construct)
    yield from _scores(data)


Marks = tuple[Fraction | None, Fraction | None]
"""What an item can give and what it got."""


def _scores(data: Scratch) -> Iterator[Triple]:
    """The score of each self-evaluation all of whose items that apply have marks."""
    items: dict[NamedNode, list[Marks]] = defaultdict(list)
    whole: dict[NamedNode, Fraction] = {}
    for row in data.rows(_ITEMS):
        evaluation, full = row["evaluation"], number(row["whole"])
        if isinstance(evaluation, NamedNode) and full is not None and row["idle"] != Literal(True):
            whole[evaluation] = full
            items[evaluation].append((number(row["full"]), number(row["score"])))
    for evaluation, marks in items.items():
        if (score := computed(marks, whole[evaluation])) is not None:
            yield Triple(evaluation, RDF.type, D.ScoredSelfEvaluation)
            yield Triple(evaluation, D.computedScore, Literal(str(score), datatype=XSD.decimal))


def computed(marks: Sequence[Marks], whole: Fraction) -> Decimal | None:
    """The score that the items that apply give, scaled to the full marks of the whole; None where marks are missing or none can be had."""
    full = [one for one, _ in marks if one is not None]
    got = [one for _, one in marks if one is not None]
    possible, reached = sum(full, Fraction()), sum(got, Fraction())
    if not possible or len(full) != len(marks) or len(got) != len(marks):
        return None
    exact = reached / possible * whole
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(_CENT, ROUND_HALF_UP)
