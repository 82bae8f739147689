"""Workflows: what they are, which matters are under way, where one stands, and a step further."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from duibiao import register, shapes
from duibiao.api.lists import AsOf, Code
from duibiao.api.sparql import TheStore
from duibiao.register.machines import workflows
from duibiao.register.workflow_formats import standing_json, workflow_json

router = APIRouter()
_MOST_FIELDS = 20
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


@router.post("/api/workflows/{matter:path}", status_code=201, summary="Take a matter a step further")
def advance(request: Request, matter: str, step: StepIn) -> dict[str, Any]:
    """Where the matter stands after the step. 409 where the step may not be taken, 422 where a field is missing or cannot be read."""
    store, day = request.app.state.store, step.on or date.today()
    with request.app.state.checking:  # of two steps of one matter the second must see the first
        found = register.advance(
            store, matter, step.step, by=step.by, role=step.role, given=step.fields, day=day, who=step.by, book=shapes.shipped()
        )
    return standing_json(found)
