"""What follows from self-evaluations, grades and the elements of standards: which grades were announced or withdrawn, what score the items
of a self-evaluation give, which core elements have no standard."""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from pyoxigraph import Literal, NamedNode, QuerySolution, Triple

from duibiao.ontology.terms import RDF, XSD, D
from duibiao.reasoning.literals import number
from duibiao.reasoning.scores import Item, scaled, score
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
SELECT ?evaluation ?whole ?item ?number ?element ?full ?score ?idle ?veto WHERE {
  ?item d:ofEvaluation ?evaluation ; d:fullMarks ?full . ?evaluation d:fullMarks ?whole
  OPTIONAL { ?item d:number ?number } OPTIONAL { ?item d:inElement ?element }
  OPTIONAL { ?item d:score ?score } OPTIONAL { ?item d:notApplicable ?idle } OPTIONAL { ?item d:vetoItem ?veto }
} ORDER BY ?number
"""


def derive(data: Scratch) -> Iterator[Triple]:
    """What follows for the enterprise in `data`."""
    for construct in (_GRADES, _ELEMENTS, _WITHOUT):
        yield from data.built(construct)
    yield from _scores(data)


def _scores(data: Scratch) -> Iterator[Triple]:
    """The score of each self-evaluation all of whose items that apply have marks, the grade it is enough for, which veto items failed."""
    items: dict[NamedNode, list[Item]] = defaultdict(list)
    whole: dict[NamedNode, Fraction] = {}
    for row in data.rows(_ITEMS):
        evaluation, full = row["evaluation"], number(row["whole"])
        if isinstance(evaluation, NamedNode) and isinstance(row["item"], NamedNode) and full is not None:
            whole[evaluation] = full
            items[evaluation].append(item(row))
    for evaluation, listed in items.items():
        found = score(listed)
        yield from (Triple(evaluation, D.vetoedBy, NamedNode(name)) for name in found.vetoed)
        if (marks := scaled(found, whole[evaluation])) is not None:
            yield Triple(evaluation, RDF.type, D.ScoredSelfEvaluation)
            yield Triple(evaluation, D.computedScore, Literal(str(marks), datatype=XSD.decimal))
            if found.grade:
                yield Triple(evaluation, D.enoughForGrade, D[found.grade])


def item(row: QuerySolution) -> Item:
    """An item as a row states it; one that does not apply whatever its marks."""
    flags = (row["idle"] != Literal(True), row["veto"] == Literal(True))
    return Item(row["item"].value, row["element"], number(row["full"]), number(row["score"]), *flags)
