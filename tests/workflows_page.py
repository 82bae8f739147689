"""docs/reference/workflows.md, made from the state machines: `python tests/workflows_page.py` writes it anew."""

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import NamedNode

from duibiao.ontology import labels
from duibiao.register import step_fields
from duibiao.register.machines import Transition, Workflow, workflows

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "workflows.md"
HEAD = """# The workflows

The ways that gaps are closed, grades earned and standards promoted: what leads from which state to which, who may do it, and what has to
be stated. `duibiao workflow THING` shows where a matter stands and what may come next, `duibiao advance THING STEP` takes a step. Every
step may state 文件 (`paper`) where it says so, and always 环节期限 (`stepDue`), the last day for the next step, and 说明 (`stateNote`);
what is required may have been stated by a sheet before. Made from `register/state-machines`.
"""


def page() -> str:
    """The page as it is to be."""
    return "\n".join([HEAD, *(line for workflow in workflows() for line in _of(workflow))])


def _of(workflow: Workflow) -> Iterator[str]:
    classes = ", ".join(sorted(_named(cls) for cls in workflow.classes))
    yield f"## {workflow.name}: {workflow.label['zh']}\n"
    yield f"{workflow.label['en'].capitalize()}. Of: {classes}.{_when(workflow)} States: {' → '.join(map(_named, workflow.states))}.\n"
    yield "| step | from | to | role | has to be stated | only if |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for t in workflow.transitions:
        before = "; ".join(map(_zh, t.before)) or "未开始"
        fields = "; ".join(f"{f.label['zh']} `{f.name}`" for f in step_fields.fields(t) if f.required)
        roles = "; ".join(map(_zh, t.roles))
        yield f"| {t.label['zh']} `{t.name}` | {before} | {_zh(t.after)} | {roles} | {fields} | {'; '.join(_conditions(t))} |"
    yield ""


def _when(workflow: Workflow) -> str:
    parts = [
        f"in {workflow.place}" if workflow.place else "",
        "; ".join(map(_named, workflow.grades)),
        f"from {workflow.since}" if workflow.since else "",
        f"until {workflow.until}" if workflow.until else "",
    ]
    told = ", ".join(filter(None, parts))
    return f" {told[0].upper()}{told[1:]}, unless the sheet says which." if told else ""


def _conditions(transition: Transition) -> Iterator[str]:
    yield from (f"not later than {_named(term)}" for term in transition.not_later)
    yield from (f"after {_named(term)}" for term in transition.not_before)
    if transition.not_person or transition.not_step:
        yield "by somebody else than did the work"
    if transition.demands_no_gap:
        yield "the gap is no longer found"


def _zh(term: NamedNode) -> str:
    return labels()[term]["zh"]


def _named(term: NamedNode) -> str:
    return f"{labels()[term]['zh']} ({labels()[term]['en']})"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
