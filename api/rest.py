"""REST over the register and the traces."""

from datetime import date
from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from duibiao import queries, register, shapes
from duibiao.api.access import TheStore, TheView, View, access_of, needs
from duibiao.api.documented import problems
from duibiao.register.coverage import coverage, coverage_json
from duibiao.register.formats import check_json, gap_json
from duibiao.store import Store

router = APIRouter()
Asked = tuple[Literal["enterprises", "norms"], date, str | None]
"""What is checked, the day, and the enterprise where it is one."""
_MOST_KEPT = 20
_WAIVING = problems(
    {
        401: "no token, or one that is not known",
        403: "a token for a role that enters no waivers",
        404: "no gap has this id on the day, or none of yours",
    }
)


def report_on(view: View, day: date, enterprise: str | None = None) -> register.Report:
    """The check on a day of one enterprise (its credit code) or of all that the view has, kept until its store changes."""
    return _kept(view, ("enterprises", day, enterprise))


def _kept(view: View, asked: Asked) -> register.Report:
    store = view.store
    of, day, enterprise = asked
    if of == "enterprises" and enterprise is None:
        return view.checks.report(day)
    found = view.reports.get((store.version, asked))
    if found is None:
        with view.checking:  # of many who ask at once, one checks
            found = _checked(store, view.reports, asked)
    return found


def _checked(store: Store, kept: dict[tuple[int, Asked], register.Report], asked: Asked) -> register.Report:
    while True:
        version = store.version
        if (version, asked) in kept:
            return kept[version, asked]
        found = _check(store, asked)
        if store.version == version:  # else a load came between, and the check may have seen half of it
            break
    if len(kept) >= _MOST_KEPT or any(of != version for of, _ in kept):
        kept.clear()
    kept[version, asked] = found
    return found


def _check(store: Store, asked: Asked) -> register.Report:
    of, day, enterprise = asked
    if of == "norms":
        return register.norm_check(store, day=day, book=shapes.norm_rules(), rules=shapes.shipped())
    return register.check(store, day=day, book=shapes.shipped(), codes=[enterprise] if enterprise else None)


@router.get("/api/gaps", summary="Gaps and ledger")
def gaps(
    view: TheView,
    enterprise: Annotated[str | None, Query(description="an enterprise's unified social credit code")] = None,
    as_of: Annotated[date | None, Query(description="the day to judge by; today by default")] = None,
    since: Annotated[date | None, Query(description="tell also what is new and what was closed from this day on")] = None,
    of: Annotated[Literal["enterprises", "norms"], Query(description="whose gaps; those of the norms are no enterprise's")] = "enterprises",
) -> dict[str, Any]:
    """What the enterprises fall short of on a day: each gap with its clause, evidence, remedy and owner, and the ledger of the rules.

    Of the norms: requirements that no rule checks or no clause states, citations of what is out of force or unknown, limits that differ.
    """
    if of == "norms" and (enterprise or since):
        raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, "of=norms looks at no enterprise; leave enterprise and since out")
    report = _kept(view, (of, as_of or date.today(), enterprise))
    codes = None if enterprise is None else [enterprise]
    return check_json(report, register.changes(view.store, since, report, codes) if since else None)


class WaiverIn(BaseModel):
    """The waiver that a gap is to have."""

    model_config = ConfigDict(extra="forbid")

    reason: Annotated[str, Field(max_length=2000, description="why the gap may stand")]
    until: Annotated[date, Field(description="the last day that it may")]
    by: Annotated[str, Field(max_length=200, description="who approves it")]


@router.post("/api/gaps/{gap}/waiver", status_code=201, summary="Let a gap stand until a day", responses=_WAIVING)
def waive(
    request: Request,
    view: TheView,
    bearer: Annotated[register.Bearer, Depends(needs("editor", "authority", "administrator"))],
    gap: str,
    waiver: WaiverIn,
    as_of: Annotated[date | None, Query(description="the day on which it is granted; today by default")] = None,
) -> dict[str, Any]:
    """The gap with its waiver, which lapses when the clause, the data or the rule that it rests on changes, or after its last day."""
    access, day, book = access_of(request), as_of or date.today(), shapes.shipped()
    _belongs_to(bearer, view, gap, day)
    with access.writing:  # of two waivers of one gap the second must see the first
        store = access.views.whole.store
        found = register.waive(store, gap, reason=waiver.reason, until=waiver.until, by=waiver.by, day=day, who=bearer.name, book=book)
    return gap_json(found)


def _belongs_to(bearer: register.Bearer, view: View, gap: str, day: date) -> None:
    """UnknownGap unless it is one of an enterprise that the bearer may see, also where reading is open."""
    found = next((known for known in report_on(view, day).gaps if known.id == gap), None)
    if found is None or not bearer.sees(found.enterprise.rpartition("/")[2]):
        raise register.UnknownGap(f"no gap has the id {gap} on {day}; `duibiao check` names those there are")


@router.get("/api/coverage", summary="Which requirements the rules check")
def covered() -> dict[str, Any]:
    """Every requirement with its norm and clause and the rules that check it; where there is none, why, and which data it would take."""
    return coverage_json(coverage(shapes.shipped()))


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
