"""A gap explained, and the check of an enterprise as if statements were added and others were not there."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from duibiao import queries, shapes
from duibiao.api.access import TheStore
from duibiao.register.explanations import explain, explanation_json
from duibiao.register.formats import what_if_json
from duibiao.register.whatif import turtle, what_if
from duibiao.shapes.overlay import Change

router = APIRouter()

_MOST_CHARACTERS = 1_000_000


class Assumption(BaseModel):
    """What is assumed of an enterprise, in Turtle."""

    model_config = ConfigDict(extra="forbid")

    enterprise: Annotated[str, Field(description="the enterprise's unified social credit code")]
    add: Annotated[str, Field(max_length=_MOST_CHARACTERS, description="statements to add")] = ""
    remove: Annotated[str, Field(max_length=_MOST_CHARACTERS, description="statements to take out, as they are stated")] = ""
    as_of: Annotated[date | None, Field(description="the day to judge by; today by default")] = None


@router.post("/api/what-if", summary="Gaps as they would be after a change")
def assumed(store: TheStore, asked: Assumption) -> dict[str, Any]:
    """The check as if the statements were changed, with the ids of the gaps that would be closed and opened. Nothing is written."""
    change = Change(turtle(asked.add), turtle(asked.remove))
    day = asked.as_of or date.today()
    return what_if_json(what_if(store, change, day=day, book=shapes.shipped(), codes=[asked.enterprise]))


@router.get("/api/gaps/{gap}", summary="A gap explained")
def explained(
    store: TheStore,
    gap: str,
    as_of: Annotated[date | None, Query(description="the day to judge by; today by default")] = None,
) -> dict[str, Any]:
    """The gap with the clauses up to the law, the rows it was read from, its evidence, and changes that would close it."""
    day = as_of or date.today()
    found = explain(store, gap, day=day, book=shapes.shipped())
    return explanation_json(found, queries.chain(store, found.starts, day))
