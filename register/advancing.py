"""To take a matter a step further: the one place that lets a step through or says why not, and writes it as one transaction."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from pyoxigraph import Literal, NamedNode

from duibiao.loaders.sheets import SHEETS
from duibiao.ontology import concepts, iris
from duibiao.ontology import load as ontology
from duibiao.ontology.errors import Refusal
from duibiao.ontology.terms import RDF, SKOS, XSD, D, Term
from duibiao.reasoning.editions import months_before
from duibiao.reasoning.literals import day as day_of
from duibiao.register import audit, findings, machines, matters, step_fields, steps
from duibiao.register.checks import check
from duibiao.register.loads import with_consequences
from duibiao.register.machines import Transition, Workflow, both
from duibiao.register.matters import Matter, Standing
from duibiao.register.steps import Place, Stated, Step
from duibiao.shapes import RuleBook
from duibiao.store import Store

_ENTERPRISE = D["WorkflowRole-enterprise"]


class StepRefused(Refusal):
    """The step may not be taken: not from this state, not in this role, not by this person, not on this day; the message says which."""


def advance(
    store: Store,
    thing: str,
    step: str,
    *,
    by: str,
    role: str | None = None,
    given: Mapping[str, str] | None = None,
    day: date,
    who: str,
    book: RuleBook,
) -> Standing:
    """Take the step of the matter that `thing` names, done by the user `by` in a role (none: as staff of the enterprise) on the day, and
    entered by `who`; where the matter stands then. `given` are the fields by name, as texts.

    UnknownMatter, AmbiguousMatter, StepRefused, step_fields.FieldRefused, with nothing written.
    """
    author, acting = _author(by), _role(role)
    standing, transition = _found(matters.standings(store, thing, day), step)
    values = step_fields.read(store, standing.matter.code, transition, given or {})
    _may(standing, transition, acting)
    _on_time(standing, transition, day)
    step_fields.refuse(transition, step_fields.missing(transition, standing.matter.facts, values))
    if D.stepDue in values and transition.after in standing.workflow.final:
        raise StepRefused(f"after {transition.name} nothing is left to be done; leave stepDue out")
    _by_another(store, standing, transition, author, values)
    if transition.demands_no_gap:
        _without_gap(store, standing.matter, day, book)
    stated = dict(_stated(store, standing, transition, values, day))
    _write(store, standing, transition, (author, acting, day), stated, who)
    return next(now for now in matters.standings(store, standing.matter.node.value, day) if now.workflow == standing.workflow)


# --- what was asked


def _author(by: str) -> str:
    if not iris.normal(by):
        raise StepRefused("a step is signed by whoever takes it; say by whom")
    try:
        by.encode()
    except UnicodeEncodeError as error:
        raise StepRefused("the name of whoever takes the step is no text in UTF-8; type it again") from error
    return by.strip()


def _role(role: str | None) -> NamedNode:
    if role is None:
        return _ENTERPRISE
    known = concepts("WorkflowRole")
    local = {node.value.partition("#WorkflowRole-")[2]: node for node in known.values()}
    found = {**local, **known}.get(iris.normal(role).lower())
    if found is None:
        raise StepRefused(f"there is no role “{role}”; there are: {', '.join(known)}")
    return found


def _found(standings: list[Standing], step: str) -> tuple[Standing, Transition]:
    """The transition of this name in any of the workflows of a matter."""
    wanted = iris.normal(step).lower()
    for standing in standings:
        for transition in standing.workflow.transitions:
            if wanted in {transition.name, *(iris.normal(text).lower() for text in transition.label.values())}:
                return standing, transition
    names = ", ".join(f"{t.name} {t.label['zh']}" for standing in standings for t in standing.workflow.transitions)
    raise StepRefused(f"there is no step “{step}”; there are: {names}")


# --- who, from where, when


def _may(standing: Standing, transition: Transition, role: NamedNode) -> None:
    if transition not in standing.next:
        places = "; ".join(both(state) for state in transition.before or [None])
        raise StepRefused(f"{transition.name} begins at {places}; {standing.matter.label['zh']} stands at {both(standing.state)}")
    if not {role, *_broader(role)}.intersection(transition.roles):
        raise StepRefused(f"{transition.name} is for {', '.join(map(both, transition.roles))} and not for {both(role)}; name another role")


def _broader(role: NamedNode) -> set[Term]:
    return {t.object for t in ontology() if t.subject == role and t.predicate == SKOS.broader}


def _on_time(standing: Standing, transition: Transition, day: date) -> None:
    last = max((step.day for step in standing.taken), default=day)
    if day < last:
        raise StepRefused(f"the step before was taken on {last}; {day} is earlier, so give that day or a later one")
    for term in transition.not_later:
        if (end := _day(standing, term)) and day > end:
            raise StepRefused(f"{transition.name} was possible until {end}, {both(term)}; on {day} it is too late")
    for term in transition.not_before:
        if (start := _day(standing, term)) and day <= start:
            raise StepRefused(f"{transition.name} is possible after {start}, {both(term)}; on {day} it is too early")


def _day(standing: Standing, term: NamedNode) -> date | None:
    return next((found for value in standing.matter.facts.get(term, []) if (found := day_of(value))), None)


def _by_another(store: Store, standing: Standing, transition: Transition, author: str, values: Mapping[NamedNode, Term]) -> None:
    """Refuse whoever did what this step passes: by the name that signed it, by the post, or by who holds the post."""
    signed = {step.transition: step.by for step in standing.taken}
    for other in transition.not_step:
        if iris.normal(signed.get(other, "")) == iris.normal(author):
            name = other.value.rpartition("-")[2]
            raise StepRefused(f"{author} has signed {name}, so somebody else has to take {transition.name}")
    doers = {value for term in transition.not_person for value in standing.matter.facts.get(term, [])}
    known = _known_as(store, doers)
    now = _known_as(store, {value for value in values.values() if isinstance(value, NamedNode)}) | {iris.normal(author)}
    if same := sorted(known & now):
        raise StepRefused(f"{same[0]} has done the work, so somebody else has to take {transition.name}")


def _known_as(store: Store, posts: set[Term]) -> set[str]:
    """The numbers of posts and of whoever holds them."""
    nodes = " ".join(sorted(str(post) for post in posts if isinstance(post, NamedNode)))
    rows = store.query(f"SELECT ?name WHERE {{ VALUES ?post {{ {nodes} }} ?post a d:Post ; d:number|d:holder ?name }}")
    return {iris.normal(row["name"].value) for row in rows}


def _without_gap(store: Store, matter: Matter, day: date, book: RuleBook) -> None:
    ids = {term.value.rpartition("/")[2] for term in matter.facts.get(D.ofGap, []) if isinstance(term, NamedNode)}
    found = ids and {gap.id for gap in check(store, day=day, book=book, codes=[matter.code]).gaps}
    if still := sorted(ids & (found or set())):
        raise StepRefused(f"the gap {still[0]} is still found on {day}; put the data right, or waive it")


# --- what it states


Parts = Iterator[tuple[Place, frozenset[Term]]]


def _stated(store: Store, standing: Standing, transition: Transition, values: Mapping[NamedNode, Term], day: date) -> Parts:
    """What the step states, by thing and property. A deadline holds for the state that it was given for."""
    matter, workflow = standing.matter, standing.workflow
    yield (matter.node, D.stepDue), frozenset()
    if D.Rectification in matter.classes and not standing.taken:  # nothing has stated it yet
        yield from (((matter.node, term), frozenset(terms)) for term, terms in matter.facts.items())
    yield from (((matter.node, term), frozenset()) for term in transition.clears)
    yield from _of_workflow(matter, workflow, transition)
    subject = _record(matter, transition, day)
    if subject != matter.node:
        yield from _new_record(matter, transition, subject)
    ends = months_before(day, -12 * transition.years)
    days = dict.fromkeys(transition.sets_day, day) | dict.fromkeys(transition.sets_until, ends)
    yield from (((subject, term), frozenset([_date(on)])) for term, on in days.items())
    for term, value in values.items():
        if term == D.wentInto and isinstance(value, Literal):
            yield from _clauses(store, matter, value.value, values)
        else:
            yield (matter.node if term == D.stepDue else subject, term), frozenset([value])


def _of_workflow(matter: Matter, workflow: Workflow, transition: Transition) -> Parts:
    """The state, the workflow where it was one of several, and the values that the transition has of itself."""
    chosen = [workflow.chosen_by] if workflow.chosen_by else []
    for value in (*chosen, *transition.values):
        yield (matter.node, machines.belonging(value)), frozenset([value])
    if workflow.property:
        yield (matter.node, workflow.property), frozenset([transition.after])


def _record(matter: Matter, transition: Transition, day: date) -> NamedNode:
    """The thing that the fields are about: the matter, or a record made of the step."""
    if transition.records is None:
        return matter.node
    number = next((term.value for term in matter.facts.get(D.number, []) if isinstance(term, Literal)), "")
    kind = next(sheet.kind for sheet in SHEETS if sheet.cls == transition.records)
    return iris.member(matter.code, kind, f"{number}-{day.isoformat()}")


def _new_record(matter: Matter, transition: Transition, node: NamedNode) -> Parts:
    assert transition.records and transition.link
    yield (node, RDF.type), frozenset([transition.records])
    yield (node, D.number), frozenset([Literal(node.value.rpartition("/")[2].upper())])
    yield (node, D.belongsTo), frozenset([iris.enterprise(matter.code)])
    yield (node, transition.link), frozenset([matter.node])


def _date(day: date) -> Literal:
    return Literal(day.isoformat(), datatype=XSD.date)


_PAIR = re.compile(r"\s*([^=＝]+?)\s*[=＝]\s*(.+?)\s*")


def _clauses(store: Store, matter: Matter, text: str, values: Mapping[NamedNode, Term]) -> Parts:
    """Each clause of the own standard with the clauses of the higher one that took it up."""
    outcome = values.get(D.outcome)
    key = iris.norm_key(outcome.value, outcome.value) if isinstance(outcome, Literal) else ""
    found: dict[NamedNode, set[Term]] = {}
    for part in filter(None, re.split("[;；\n]", text)):
        pair = _PAIR.fullmatch(part)
        own = pair and next((c for s in matter.facts.get(D.ofOwnStandard, []) if (c := _clause(store, s, pair[1]))), None)
        if not pair or own is None:
            raise step_fields.FieldRefused(f"“{part.strip()}” names no clause of the own standard; write 5.1=4.2, the own clause first")
        found.setdefault(own, set()).add(iris.clause(key, pair[2]))
    yield from (((clause, D.wentInto), frozenset(targets)) for clause, targets in found.items())


def _clause(store: Store, standard: Term, number: str) -> NamedNode | None:
    node = iris.part(standard, number) if isinstance(standard, NamedNode) else None
    return node if node and next(store.query(f"SELECT ?class WHERE {{ {node} a ?class }} LIMIT 1"), None) is not None else None


# --- on record


def _write(store: Store, standing: Standing, transition: Transition, signed: tuple[str, NamedNode, date], stated: Stated, who: str) -> None:
    """The step, what the enterprise states with it, what follows and the findings, in one transaction with the entry in the audit."""
    thing, code = standing.matter.node, standing.matter.code
    before, own = steps.recorded(store, code), iris.graph(f"enterprise/{code}")
    number = 1 + max((step.number for step in before if step.thing == thing), default=0)
    step = Step(thing, number, transition.node, standing.state, transition.after, *signed, stated)
    every = [*before, step]
    content = {steps.graph(code): frozenset(steps.triples(every)), own: steps.applied(store.graph(own), every)}
    newest = max((finding.last_day for finding in findings.recorded(store, code).values()), default="")
    judged = max(step.day, date.fromisoformat(newest) if newest else step.day)  # the record of findings goes forward only
    store.write(with_consequences(store, content, judged), audit.Chain(store).entry(audit.advancing(step.node, who)))
