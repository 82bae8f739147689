"""Workflows: what they are, which matters are under way, where one stands, and a step further."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field

from duibiao import register, shapes
from duibiao.api.access import TheStore, TheView, View, access_of, needs
from duibiao.api.documented import problems
from duibiao.api.lists import AsOf, Code
from duibiao.register.machines import workflows
from duibiao.register.matters import find
from duibiao.register.workflow_formats import standing_json, workflow_json

router = APIRouter()
_MOST_FIELDS = 20
_STEPPING = problems(
    {
        401: "no token, or one that is not known",
        403: "a token for a role that takes no steps",
        404: "nothing of this name goes through a workflow, or nothing of yours",
        409: "several are called so, or the step may not be taken",
    }
)
_Text = Annotated[str, Field(max_length=2000)]


class StepIn(BaseModel):
    """The step that a matter is to take."""

    model_config = ConfigDict(extra="forbid")

    step: Annotated[str, Field(max_length=100, description="the step's name or label, as `next` tells it")]
    by: Annotated[str, Field(max_length=200, description="who takes it")]
    role: Annotated[str | None, Field(max_length=100, description="as what; staff of the enterprise by default")] = None
    on: Annotated[date | None, Field(description="the day it was done; today by default")] = None
    fields: Annotated[dict[str, _Text], Field(max_length=_MOST_FIELDS, description="what is stated, by the field's name or label")] = {}


@router.get("/api/workflows", summary="The workflows, and the matters under way")
def under_way(store: TheStore, enterprise: Code = None, as_of: AsOf = None) -> dict[str, Any]:
    """Each workflow with its states and steps; each matter that is not over with its state, deadline, history and what may come next."""
    day = as_of or date.today()
    found = register.under_way(store, day, [enterprise] if enterprise else None)
    matters = [standing_json(standing) for standing in found]
    return {"as_of": day.isoformat(), "workflows": [workflow_json(workflow) for workflow in workflows()], "matters": matters}


@router.get("/api/workflows/{matter:path}", summary="Where a matter stands")
def standing(store: TheStore, matter: str, as_of: AsOf = None) -> dict[str, Any]:
    """By its number, name or IRI, or the id of a gap: its state in each of its workflows, its history, and what may come next."""
    day = as_of or date.today()
    return {"as_of": day.isoformat(), "matters": [standing_json(found) for found in register.standings(store, matter, day)]}


@router.post("/api/workflows/{matter:path}", status_code=201, summary="Take a matter a step further", responses=_STEPPING)
def advance(
    request: Request,
    view: TheView,
    bearer: Annotated[register.Bearer, Depends(needs("editor", "authority", "administrator"))],
    matter: str,
    step: StepIn,
) -> dict[str, Any]:
    """Where the matter stands after the step. 409 where the step may not be taken, 422 where a field is missing or cannot be read."""
    access, day = access_of(request), step.on or date.today()
    name = _own(bearer, view, matter)
    with access.writing:  # of two steps of one matter the second must see the first
        store, book, who = access.views.whole.store, shapes.shipped(), bearer.name
        found = register.advance(store, name, step.step, by=step.by, role=step.role, given=step.fields, day=day, who=who, book=book)
    return standing_json(found)


def _own(bearer: register.Bearer, view: View, name: str) -> str:
    """The IRI of a matter, or the id of a gap, of this name that the bearer may see, also where reading is open. UnknownMatter."""
    found = find(view.store, name)
    if not bearer.sees(found.code):
        raise register.UnknownMatter(f"nothing that goes through a workflow is called “{name}”; give a number, an IRI or the id of a gap")
    return name if "/rectification/" in found.node.value else found.node.value
