"""REST over the register and the traces."""

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request

from duibiao import queries, register, shapes
from duibiao.api.sparql import TheStore
from duibiao.register.formats import check_json
from duibiao.store import Store

router = APIRouter()
Reports = dict[tuple[int, date, str | None], register.Report]
"""The checks kept, by the version of the store, the day and the enterprise."""

_MOST_KEPT = 20


def report_on(request: Request, day: date, enterprise: str | None = None) -> register.Report:
    """The check on a day of one enterprise (its credit code) or of all, kept until the store changes."""
    state = request.app.state
    found: register.Report | None = state.reports.get((state.store.version, day, enterprise))
    if found is None:
        with state.checking:  # of many who ask at once, one checks
            found = _checked(state.store, state.reports, day, enterprise)
    return found


def _checked(store: Store, kept: Reports, day: date, enterprise: str | None) -> register.Report:
    while True:
        version = store.version
        if (version, day, enterprise) in kept:
            return kept[version, day, enterprise]
        found = register.check(store, day=day, book=shapes.shipped(), codes=None if enterprise is None else [enterprise])
        if store.version == version:  # else a load came between, and the check may have seen half of it
            break
    if len(kept) >= _MOST_KEPT or any(key[0] != version for key in kept):
        kept.clear()
    kept[version, day, enterprise] = found
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
