"""Workflows, and where matters stand in them, as JSON and as rows for people."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pyoxigraph import Literal, NamedNode

from duibiao.ontology import labels
from duibiao.ontology.terms import RDF, RDFS, D
from duibiao.register import step_fields
from duibiao.register.machines import Texts, Transition, Workflow
from duibiao.register.matters import Standing
from duibiao.register.steps import Step

_OF_ITSELF = (RDF.type, RDFS.label, D.belongsTo, D.number, D.ofGap)
"""What a matter is, which people see anyway; as they see its state."""
NOT_BEGUN: Texts = {"zh": "未开始", "en": "not begun"}


def state_name(state: NamedNode | None) -> Texts:
    """The name of a state; of a matter that has not begun too."""
    return labels()[state] if state else NOT_BEGUN


def workflow_json(workflow: Workflow) -> dict[str, Any]:
    """A workflow: its states and the steps that lead from one to the next."""
    return {
        "name": workflow.name,
        "label": workflow.label,
        "states": [_state(state) for state in workflow.states],
        "final": [_name(state) for state in workflow.states if state in workflow.final],
        "place": workflow.place,
        "from": workflow.since and workflow.since.isoformat(),
        "until": workflow.until and workflow.until.isoformat(),
        "steps": [transition_json(transition) for transition in workflow.transitions],
    }


def transition_json(transition: Transition) -> dict[str, Any]:
    """A step that may be taken: from where to where, in which roles, with which fields."""
    return {
        "name": transition.name,
        "label": transition.label,
        "from": [_name(state) for state in transition.before],
        "to": _name(transition.after),
        "roles": [{"name": _name(role), "label": labels()[role]} for role in transition.roles],
        "fields": [{"name": f.name, "label": f.label, "kind": f.kind, "required": f.required} for f in step_fields.fields(transition)],
    }


def standing_json(standing: Standing) -> dict[str, Any]:
    """Where a matter stands: its state, deadline, history, and what may come next."""
    return {
        "thing": standing.matter.node.value,
        "enterprise": standing.matter.code,
        "label": standing.matter.label,
        "workflow": standing.workflow.name,
        "state": _state(standing.state),
        "over": standing.over,
        "due": standing.due and standing.due.isoformat(),
        "history": [step_json(step, standing.workflow) for step in standing.taken],
        "next": [transition_json(transition) for transition in standing.next],
    }


def step_json(step: Step, workflow: Workflow) -> dict[str, Any]:
    """A step that was taken: what, by whom and as what, when, and what was stated and taken back."""
    transition = next(t for t in workflow.transitions if t.node == step.transition)
    return {
        "number": step.number,
        "step": transition.name,
        "label": transition.label,
        "from": _state(step.before),
        "to": _state(step.after),
        "by": step.by,
        "role": {"name": _name(step.role), "label": labels()[step.role]},
        "on": step.day.isoformat(),
        "stated": list(_stated(step)),
    }


def _stated(step: Step) -> Iterator[dict[str, Any]]:
    for (thing, term), values in sorted(step.stated.items(), key=lambda item: (item[0][0].value, item[0][1].value)):
        told = sorted(value.value if isinstance(value, Literal | NamedNode) else str(value) for value in values)
        if term in labels() and (told or thing == step.thing):
            yield {"thing": thing.value, "property": _name(term), "label": labels()[term], "values": told}


def _state(state: NamedNode | None) -> dict[str, Any]:
    return {"name": _name(state) if state else None, "label": state_name(state)}


def _name(term: NamedNode) -> str:
    return term.value.rpartition("#")[2]


# --- rows


def rows(found: Iterable[Standing], language: str) -> Iterator[tuple[str, ...]]:
    """A row a matter: the workflow, the matter, its state, by when, and the steps that may come next."""
    for standing in found:
        following = "、" if language == "zh" else ", "
        steps = following.join(f"{t.name} {t.label[language]}" if language == "zh" else t.name for t in standing.next)
        due = str(standing.due or "")
        yield standing.workflow.label[language], standing.matter.label[language], state_name(standing.state)[language], due, steps


def history(standing: Standing, language: str) -> Iterator[tuple[str, ...]]:
    """A row a step taken: the day, the step, the state it led to, by whom, and what was stated."""
    for step in standing.taken:
        told = step_json(step, standing.workflow)
        stated = "；" if language == "zh" else "; "
        apart = {_name(term) for term in (*_OF_ITSELF, standing.workflow.property) if term}
        given = (s for s in told["stated"] if s["values"] and s["property"] not in apart)
        text = stated.join(f"{s['label'][language]} {_short(s['values'], language)}" for s in given)
        yield told["on"], told["label"][language], told["to"]["label"][language], f"{step.by} ({told['role']['label'][language]})", text


def _short(values: Sequence[str], language: str) -> str:
    """Values as people read them: the name of a concept, the last step of another IRI."""
    named = (labels().get(NamedNode(value), {}).get(language) if value.startswith("http") else value for value in values)
    return "、".join(name or value.rpartition("/")[2].upper() for name, value in zip(named, values, strict=True))


def following(standing: Standing, language: str) -> Iterator[tuple[str, ...]]:
    """A row a step that may come next: its name, who may take it, and what it takes."""
    for transition in standing.next:
        fields = [f for f in step_fields.fields(transition) if f.required]
        lacking = {f.term for f in step_fields.missing(transition, standing.matter.facts, ())}
        asked = "；" if language == "zh" else "; "
        text = asked.join(f"{f.name}={f.label[language]}（{f.kind[language]}）" for f in fields if f.term in lacking)
        roles = ("、" if language == "zh" else ", ").join(labels()[role][language] for role in transition.roles)
        yield transition.name, transition.label[language], roles, text
