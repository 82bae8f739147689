"""The workflows as their Turtle files describe them: states, transitions, who may make which, and what each takes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from duibiao.ontology import labels
from duibiao.ontology import load as ontology
from duibiao.ontology.terms import RDF, RDFS, SKOS, D, Term
from duibiao.reasoning.literals import day as day_of

Texts = Mapping[str, str]
Facts = Mapping[NamedNode, list[Term]]
"""What is said of a thing: values by property."""

_Index = dict[Term, dict[NamedNode, list[Term]]]

_BASE = "https://w3id.org/duibiao/workflows#"


@dataclass(frozen=True)
class Transition:
    """A step that a workflow allows. `before` are the states it begins at, none for one that begins the matter; `requires` has to be
    stated now or before, `renews` now. It states its day by `sets_day`, a day so many `years` later by `sets_until`, `values` as they
    are, and takes back `clears`. `not_person` and `not_step` say whose work nobody passes for himself; after `not_later` it is too late,
    until `not_before` too early. What is stated goes to a record of its own where it `records` one, which names the matter by `link`."""

    node: NamedNode
    name: str
    label: Texts
    before: tuple[NamedNode, ...]
    after: NamedNode
    roles: tuple[NamedNode, ...]
    requires: tuple[NamedNode, ...]
    renews: tuple[NamedNode, ...]
    allows: tuple[NamedNode, ...]
    clears: tuple[NamedNode, ...]
    sets_day: tuple[NamedNode, ...]
    sets_until: tuple[NamedNode, ...]
    years: int
    values: tuple[NamedNode, ...]
    not_before: tuple[NamedNode, ...]
    not_later: tuple[NamedNode, ...]
    not_person: tuple[NamedNode, ...]
    not_step: tuple[NamedNode, ...]
    demands_no_gap: bool
    records: NamedNode | None
    link: NamedNode | None

    @property
    def fields(self) -> tuple[NamedNode, ...]:
        """The properties that may be stated with it, those that have to be first."""
        return tuple(dict.fromkeys((*self.renews, *self.requires, *self.allows, D.stepDue, D.stateNote)))


@dataclass(frozen=True)
class Workflow:
    """A state machine over the things of some classes. The states are in their order; `property` is the column that tells them, `marks`
    are the properties that tell them too, `due` those that tell by when a state is to be left. One among several for the same
    things is chosen by a value that a thing states, or else by place, grade and day."""

    node: NamedNode
    name: str
    label: Texts
    classes: frozenset[NamedNode]
    states: tuple[NamedNode, ...]
    final: frozenset[NamedNode]
    property: NamedNode | None
    marks: Mapping[NamedNode, NamedNode]
    due: Mapping[NamedNode, NamedNode]
    transitions: tuple[Transition, ...]
    chosen_by: NamedNode | None
    place: str | None
    grades: frozenset[NamedNode]
    since: date | None
    until: date | None

    def state(self, facts: Facts) -> NamedNode | None:
        """The state of a thing: the last that the column or a mark tells, else the first; None where nothing has begun."""
        stated = facts.get(self.property, []) if self.property else []
        told = [state for state in self.states if state in stated or state in self.marks and self.marks[state] in facts]
        begins = () if any(not transition.before for transition in self.transitions) else self.states[:1]
        return next(reversed([*begins, *told]), None)

    def due_on(self, facts: Facts) -> date | None:
        """The last day for the next step, where one is stated."""
        state = self.state(facts)
        terms = [D.stepDue, *(term for told, term in self.due.items() if told == state)]
        return min((found for term in terms for value in facts.get(term, []) if (found := day_of(value))), default=None)

    def next(self, state: NamedNode | None) -> list[Transition]:
        """The transitions that begin at a state."""
        return [t for t in self.transitions if (state in t.before if state else not t.before)]

    def holds(self, facts: Facts, place: str, day: date) -> bool:
        """Whether a thing that says nothing of its workflow goes this way on the day, at a place."""
        in_force = (self.since or date.min) <= day < (self.until or date.max)
        return in_force and (self.place or "") in place and (not self.grades or bool(self.grades.intersection(facts.get(D.grade, []))))


@cache
def workflows() -> tuple[Workflow, ...]:
    """All workflows, by name."""
    folder = files("duibiao.register").joinpath("state-machines")
    texts = [file.read_bytes() for file in sorted(folder.iterdir(), key=lambda file: file.name) if file.name.endswith(".ttl")]
    data: _Index = {}
    for quad in (quad for text in texts for quad in parse(text, format=RdfFormat.TURTLE, rename_blank_nodes=True)):
        data.setdefault(quad.subject, {}).setdefault(quad.predicate, []).append(quad.object)  # in the order of the files
    nodes = (node for node, said in data.items() if D.Workflow in said.get(RDF.type, []))
    return tuple(sorted((_workflow(data, node) for node in nodes if isinstance(node, NamedNode)), key=lambda workflow: workflow.name))


def of(classes: Iterable[Term], facts: Facts, place: str, day: date) -> list[Workflow]:
    """The workflows of a thing of these classes: one of those that are chosen among, and those that always are."""
    found = [workflow for workflow in workflows() if workflow.classes.intersection(classes)]
    among = [workflow for workflow in found if workflow.chosen_by]
    said = {value for values in facts.values() for value in values}
    stated = [w for w in among if w.chosen_by in said] or [w for w in among if w.property in facts and w.state(facts)]
    held = sorted((w for w in among if w.holds(facts, place, day)), key=lambda workflow: workflow.place is None)
    return [*(stated or held)[:1], *(workflow for workflow in found if not workflow.chosen_by)]


def both(term: NamedNode | None) -> str:
    """The name of a term, or of no state, as messages of either language tell it."""
    named = labels()[term] if term else {"zh": "未开始", "en": "not begun"}
    return f"{named['zh']} ({named['en']})"


@cache
def belonging(value: NamedNode) -> NamedNode:
    """The property whose values are of the list that a concept stands in."""
    schemes = {t.object for t in ontology() if t.subject == value and t.predicate == SKOS.inScheme}
    found = [t.subject for t in ontology() if t.predicate == RDFS.seeAlso and t.object in schemes]
    return next(term for term in found if isinstance(term, NamedNode))


# --- from Turtle


def _workflow(data: _Index, node: NamedNode) -> Workflow:
    name, states = _local(node), tuple(_listed(data, _value(data, node, D.states)))
    transitions = [_transition(data, t, name) for t in _subjects(data, D.ofWorkflow, node)]
    place = _value(data, node, D.inPlace)
    return Workflow(
        node=node,
        name=name,
        label=_label(data, node),
        classes=frozenset(_all(data, node, D.worksOn)),
        states=states,
        final=frozenset(_all(data, node, D.finalState)),
        property=_one(data, node, D.stateProperty),
        marks={state: mark for state in states if (mark := _one(data, state, D.reachedWith))},
        due={state: due for state in states if (due := _one(data, state, D.dueBy))},
        transitions=tuple(sorted(transitions, key=lambda t: (min(map(states.index, t.before), default=-1), states.index(t.after), t.name))),
        chosen_by=_one(data, node, D.chosenBy),
        place=place.value if isinstance(place, Literal) else None,
        grades=frozenset(_all(data, node, D.appliesToGrade)),
        since=day_of(_value(data, node, D.workflowFrom)),
        until=day_of(_value(data, node, D.workflowUntil)),
    )


def _transition(data: _Index, node: NamedNode, workflow: str) -> Transition:
    years = _value(data, node, D.periodInForce)
    return Transition(
        node=node,
        name=_local(node).removeprefix(f"{workflow}-"),
        label=_label(data, node),
        before=_all(data, node, D.fromState),
        after=_all(data, node, D.toState)[0],
        roles=_all(data, node, D.allowedRole),
        requires=_all(data, node, D.requires),
        renews=_all(data, node, D.renews),
        allows=_all(data, node, D.allows),
        clears=_all(data, node, D.clears),
        sets_day=_all(data, node, D.setsDay),
        sets_until=_all(data, node, D.setsUntil),
        years=int(years.value) if isinstance(years, Literal) else 0,
        values=_all(data, node, D.setsValue),
        not_before=_all(data, node, D.notBefore),
        not_later=_all(data, node, D.notLaterThan),
        not_person=_all(data, node, D.notSamePerson),
        not_step=_all(data, node, D.notSameStep),
        demands_no_gap=_value(data, node, D.demandsNoGap) == Literal(True),
        records=_one(data, node, D.records),
        link=_one(data, node, D.recordLink),
    )


def _local(node: NamedNode) -> str:
    return node.value.removeprefix(_BASE)


def _label(data: _Index, node: NamedNode) -> Texts:
    return {text.language: text.value for text in data[node][RDFS.label] if isinstance(text, Literal) and text.language}


def _all(data: _Index, node: NamedNode, term: NamedNode) -> tuple[NamedNode, ...]:
    return tuple(value for value in data.get(node, {}).get(term, []) if isinstance(value, NamedNode))


def _one(data: _Index, node: NamedNode, term: NamedNode) -> NamedNode | None:
    return next(iter(_all(data, node, term)), None)


def _subjects(data: _Index, term: NamedNode, value: NamedNode) -> list[NamedNode]:
    return [node for node, said in data.items() if isinstance(node, NamedNode) and value in said.get(term, [])]


def _value(data: _Index, node: Term, term: NamedNode) -> Term | None:
    return next(iter(data.get(node, {}).get(term, [])), None)


def _listed(data: _Index, head: Term | None) -> Iterator[NamedNode]:
    """The members of an RDF list."""
    while head is not None and head != RDF.nil:
        member, head = _value(data, head, RDF.first), _value(data, head, RDF.rest)
        if isinstance(member, NamedNode):
            yield member
