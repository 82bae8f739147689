"""The scorecard of an enterprise on a day: its colour, what its self-evaluations come to, the eight elements, the three checklists."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from pyoxigraph import Literal, NamedNode, QuerySolution

from duibiao.ontology import concepts, iris
from duibiao.ontology.terms import RDF, XSD, D, Term
from duibiao.reasoning import Scratch
from duibiao.reasoning.checklists import Counts, Judged, Kept, Point, Said, judged, points
from duibiao.reasoning.colours import Colour, Condition, colour, conditions
from duibiao.reasoning.editions import months_before
from duibiao.reasoning.grading import item
from duibiao.reasoning.incentives import Claim, Record, claim, offers
from duibiao.reasoning.literals import earliest, number
from duibiao.reasoning.scores import Item, Score, by_element, scaled, score
from duibiao.register.checks import Report, check, names
from duibiao.shapes import Entry, RuleBook
from duibiao.store import Store

_ITEMS = """
SELECT ?evaluation ?item ?number ?name ?element ?full ?score ?idle ?veto ?evidence WHERE {
  ?item d:ofEvaluation ?evaluation ; d:number ?number ; rdfs:label ?name
  OPTIONAL { ?item d:inElement ?element } OPTIONAL { ?item d:fullMarks ?full } OPTIONAL { ?item d:score ?score }
  OPTIONAL { ?item d:notApplicable ?idle } OPTIONAL { ?item d:vetoItem ?veto } OPTIONAL { ?item d:evidence ?evidence }
} ORDER BY ?evaluation ?number
"""
_EVALUATIONS = """
SELECT ?node ?number ?year ?full ?score ?day WHERE {
  ?node a d:SelfEvaluation ; d:number ?number ; d:ofYear ?year
  OPTIONAL { ?node d:fullMarks ?full } OPTIONAL { ?node d:score ?score } OPTIONAL { ?node d:evaluatedOn ?day }
} ORDER BY ?year ?number
"""
_STANDARDS = (
    "SELECT ?element (COUNT(DISTINCT ?node) AS ?count) WHERE { ?node a d:EnterpriseStandard ; d:inElement ?element } GROUP BY ?element"
)
_GRADES = """
SELECT ?announced ?until ?withdrawn WHERE {
  ?grade d:announcedOn ?announced OPTIONAL { ?grade d:gradeUntil ?until } OPTIONAL { ?grade d:withdrawnOn ?withdrawn }
}
"""
_ACCIDENTS = "SELECT ?at WHERE { ?accident a d:Accident ; d:happenedAt ?at }"
_PUBLISHED = "SELECT (COUNT(DISTINCT ?node) AS ?count) WHERE { ?node a d:EnterpriseStandard ; d:published true }"
_SAID = """
SELECT ?list ?item ?state ?evidence ?day WHERE {
  ?entry a d:ChecklistEntry ; d:ofChecklist ?list ; d:checklistItem ?item
  OPTIONAL { ?entry d:checklistState ?state } OPTIONAL { ?entry d:evidence ?evidence } OPTIONAL { ?entry d:reviewedOn ?day }
} ORDER BY ?list ?item ?day
"""


@dataclass(frozen=True)
class Marked:
    """An item of a self-evaluation as written, with its name and evidence."""

    number: str
    name: str
    evidence: str
    item: Item


@dataclass(frozen=True)
class Evaluation:
    """A self-evaluation: the score stated and the one that its items give, by element and in all. `computed` and what rests on it is None
    where no items were given."""

    number: str
    year: int
    day: date | None
    whole: Fraction | None
    stated: Fraction | None
    items: Sequence[Marked]

    @property
    def score(self) -> Score:
        """What the items come to."""
        return score(marked.item for marked in self.items)

    @property
    def computed(self) -> Decimal | None:
        """The score on the scale of the evaluation's full marks."""
        return scaled(self.score, self.whole) if self.whole is not None and self.items else None

    @property
    def vetoed(self) -> list[Marked]:
        """The veto items that failed."""
        return [marked for marked in self.items if marked.item.name in self.score.vetoed]

    def elements(self) -> Mapping[Term | None, Score]:
        """What the items of each element come to."""
        return by_element(marked.item for marked in self.items)


@dataclass(frozen=True)
class Element:
    """One of the eight elements: the standards of the enterprise in it, what the latest evaluation with items gives, the points of the
    52 in it that have their evidence, of how many that apply."""

    node: NamedNode
    place: int
    standards: int
    score: Score | None
    there: int
    points: int


@dataclass(frozen=True)
class Scorecard:
    """What an enterprise comes to on a day."""

    code: str
    name: str
    as_of: date
    colour: Colour
    evaluations: Sequence[Evaluation]
    incentives: Sequence[Claim]
    elements: Sequence[Element]
    checklists: Mapping[str, Sequence[Judged]]

    @property
    def latest(self) -> Evaluation | None:
        """The latest evaluation whose items are given."""
        return next((one for one in reversed(self.evaluations) if one.items), None)


def scorecard(store: Store, code: str, *, day: date, book: RuleBook, report: Report | None = None) -> Scorecard:
    """The scorecard of one enterprise, by its credit code; `report` is its check on that day where there is one already.

    UnknownEnterprise when it is not loaded.
    """
    found = report or check(store, day=day, book=book, codes=[code])
    data = Scratch(store.graph(iris.graph(f"enterprise/{code}")), store.graph(iris.graph(f"derived/{code}")))
    evaluations = [one for one in _evaluations(data) if one.day is None or one.day <= day]
    lists = _checklists(data, found.ledger, day)
    latest = next((one for one in reversed(evaluations) if one.items), None)
    elements = [] if _is_authority(data) else list(_elements(data, latest, lists["52-items"]))
    incentives = _incentives(data, evaluations, day)
    return Scorecard(code, names(store, [code])[code], day, _colour(data, day), evaluations, incentives, elements, lists)


# --- self-evaluations and elements


def _evaluations(data: Scratch) -> Iterator[Evaluation]:
    items: dict[Term | None, list[Marked]] = defaultdict(list)
    for row in data.rows(_ITEMS):
        items[row["evaluation"]].append(Marked(_text(row, "number"), _text(row, "name"), _text(row, "evidence"), item(row)))
    for row in data.rows(_EVALUATIONS):
        marks = (number(row["full"]), number(row["score"]))
        yield Evaluation(_text(row, "number"), int(row["year"].value), earliest(row["day"]), *marks, items[row["node"]])


def _elements(data: Scratch, latest: Evaluation | None, lists: Iterable[Judged]) -> Iterator[Element]:
    standards = {row["element"]: int(row["count"].value) for row in data.rows(_STANDARDS)}
    marks = latest.elements() if latest else {}
    applying: dict[str, list[Judged]] = defaultdict(list)
    for one in lists:
        if one.state != "inapplicable":
            applying[one.point.element].append(one)
    for place, node in enumerate(core_elements(), start=1):
        own = applying[node.value.rpartition("-")[2]]
        there = sum(one.state == "there" for one in own)
        yield Element(node, place, standards.get(node, 0), marks.get(node), there, len(own))


def core_elements() -> list[NamedNode]:
    """The eight core elements, in their order."""
    places = {node: name for name, node in concepts("CoreElement").items() if name.isdecimal()}
    return sorted(places, key=lambda node: int(places[node]))


# --- incentives


def _incentives(data: Scratch, evaluations: Sequence[Evaluation], day: date) -> list[Claim]:
    """Every incentive with its conditions; none for an authority, which cannot claim any."""
    if _is_authority(data):
        return []
    accidents = [on for row in data.rows(_ACCIDENTS) if (on := _day_of(row["at"])) and on <= day]
    record = Record(
        max((until for row in data.rows(_GRADES) if (until := _in_force(row, day))), default=None),
        max((one.day for one in evaluations if one.day), default=None),
        next(int(row["count"].value) for row in data.rows(_PUBLISHED)),
        max(accidents, default=None),
        bool(list(data.matching(predicate=D.lists, obj=D.Accident))),
    )
    return [claim(offer, record, day) for offer in offers()]


def _in_force(row: QuerySolution, day: date) -> date | None:
    """The last day of a grade that is in force on the day: the one stated, else three years after the announcement."""
    announced, withdrawn = earliest(row["announced"]), earliest(row["withdrawn"])
    if announced is None or announced > day or (withdrawn and withdrawn <= day):
        return None
    until = earliest(row["until"]) or months_before(announced, -36)
    return until if until >= day else None


def _day_of(term: Term | None) -> date | None:
    """The day of a point in time."""
    return date.fromisoformat(term.value[:10]) if isinstance(term, Literal) and term.datatype in {XSD.dateTime, XSD.date} else None


def _is_authority(data: Scratch) -> bool:
    return bool(list(data.matching(predicate=RDF.type, obj=D.Authority)))


# --- checklists


def _checklists(data: Scratch, ledger: Iterable[Entry], day: date) -> dict[str, list[Judged]]:
    entries = {entry.rule: entry for entry in ledger}
    said, kept = _said(data, day), _kept(data, day)
    found: dict[str, list[Judged]] = {point.checklist: [] for point in points()}
    party = "authority" if _is_authority(data) else "enterprise"
    for point in (each for each in points() if each.party == party):
        own = said.get((point.checklist, str(point.number)), Said())
        found[point.checklist].append(judged(point, _counts(point, entries), kept.get((point.kept, point.dated), Kept()), own, day))
    return found


def _counts(point: Point, entries: Mapping[str, Entry]) -> Counts:
    own = [entries[rule] for rule in point.rules if rule in entries]
    return Counts(
        sum(entry.passed for entry in own),
        sum(entry.failed + entry.waived for entry in own),  # what somebody lets stand is there all the same
        sum(entry.inapplicable for entry in own),
        sum(entry.cannot_tell for entry in own),
    )


def _said(data: Scratch, day: date) -> dict[tuple[str, str], Said]:
    """What the enterprise says of each item; of several entries up to the day the last."""
    found = {}
    for row in data.rows(_SAID):
        if (reviewed := earliest(row["day"])) is None or reviewed <= day:
            state = row["state"].value.rpartition("ChecklistState-")[2] if row["state"] else None
            item_of = row["list"].value.rpartition("#Checklist-")[2], _text(row, "item").lstrip("0")
            found[item_of] = Said(state, _text(row, "evidence") or None, reviewed)
    return found


def _kept(data: Scratch, day: date) -> dict[tuple[str, str], Kept]:
    """What is on record, up to the day, of each kind of thing that a checklist asks for."""
    listed = {t.object for t in data.matching(predicate=D.lists)}
    return {kind: _kept_of(data, *kind, day, listed) for kind in {(point.kept, point.dated) for point in points() if point.kept}}


def _kept_of(data: Scratch, cls: str, dated: str, day: date, listed: Iterable[Term]) -> Kept:
    path = f"OPTIONAL {{ ?thing d:{dated} ?day }}" if dated else ""
    rows = list(data.rows(f"SELECT DISTINCT ?thing ?day WHERE {{ ?thing a d:{cls} {path} }}"))
    days = [found for row in rows if dated and (found := earliest(row["day"])) and found <= day]
    things = {row["thing"] for row in rows}
    return Kept(len(things), max(days, default=None), D[cls] in listed)


# --- the colour


def _colour(data: Scratch, day: date) -> Colour:
    hazards = "SELECT (COUNT(DISTINCT ?thing) AS ?count) WHERE { ?thing a d:Hazard FILTER NOT EXISTS { ?thing d:riskLevel ?level } }"
    open_hazards = next(int(row["count"].value) for row in data.rows(hazards))
    return colour({condition: _holding(data, condition, day) for condition in conditions()}, open_hazards)


def _holding(data: Scratch, condition: Condition, day: date) -> int:
    value = f"; d:{condition.property} d:{condition.value}" if condition.property else ""
    border = f'FILTER (?done <= "{day.isoformat()}"^^xsd:date)'
    without = f"FILTER NOT EXISTS {{ ?thing d:{condition.without} ?done {border} }}" if condition.without else ""
    query = f"SELECT (COUNT(DISTINCT ?thing) AS ?count) WHERE {{ ?thing a d:{condition.cls} {value} {without} }}"
    return next(int(row["count"].value) for row in data.rows(query))


def _text(row: QuerySolution, name: str) -> str:
    term = row[name]
    return term.value if isinstance(term, Literal) else ""


__all__ = ["Element", "Evaluation", "Scorecard", "core_elements", "scorecard"]
