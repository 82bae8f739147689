"""REST over the register and the traces."""

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request

from duibiao import queries, register, shapes
from duibiao.api.sparql import TheStore
from duibiao.register.formats import check_json

router = APIRouter()


def report_on(request: Request, day: date, enterprise: str | None = None) -> register.Report:
    """The check on a day of one enterprise (its credit code) or of all, kept until the store changes."""
    store, kept = request.app.state.store, request.app.state.reports
    if kept.get("version") != store.version:
        kept.clear()
        kept["version"] = store.version
    key = (day, enterprise)
    if key not in kept:
        codes = register.enterprise_codes(store)
        if enterprise is not None and enterprise not in codes:
            raise queries.UnknownName(f"no enterprise has the code {enterprise}; there are: {', '.join(codes) or 'none'}")
        kept[key] = register.check(store, day=day, book=shapes.shipped(), codes=None if enterprise is None else [enterprise])
    found: register.Report = kept[key]
    return found


@router.get("/api/gaps", summary="Gaps and ledger")
def gaps(
    request: Request,
    enterprise: Annotated[str | None, Query(description="an enterprise's unified social credit code")] = None,
    as_of: Annotated[date | None, Query(description="the day to judge by; today by default")] = None,
) -> dict[str, Any]:
    """What the enterprises fall short of on a day: each gap with its clause, evidence, remedy and owner, and the ledger of the rules."""
    return check_json(report_on(request, as_of or date.today(), enterprise))


@router.get("/api/trace", summary="What a thing rests on and what rests on it")
def trace(
    store: TheStore,
    thing: Annotated[str, Query(description="an IRI, a number such as GB 18218, a title, a post or equipment number")],
    direction: Literal["up", "down", "both"] = "both",
    depth: Annotated[int, Query(ge=1, le=50)] = 12,
    as_of: date | None = None,
) -> dict[str, Any]:
    """From a post to the law above, from a law to the posts below."""
    return queries.trace(store, thing, as_of or date.today(), direction, depth).as_json()
