"""What is in the store, as lists for other programs: enterprises, norms, documents, comparisons, tasks, the ledger of a check."""

from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query

from duibiao import queries, register, shapes
from duibiao.api import norm_list
from duibiao.api.access import TheStore, TheView
from duibiao.api.rest import report_on
from duibiao.register import comparison
from duibiao.register.formats import check_json
from duibiao.register.task_formats import tasks_json

router = APIRouter()
AsOf = Annotated[date | None, Query(description="the day to judge by; today by default")]
Code = Annotated[str | None, Query(description="an enterprise's unified social credit code")]


@router.get("/api/ledger", summary="What a check looked at, and what it did not")
def ledger(view: TheView, enterprise: Code = None, as_of: AsOf = None) -> dict[str, Any]:
    """For each rule how many things it looked at, passed, failed, could not tell, and why: the ledger of /api/gaps alone."""
    found = check_json(report_on(view, as_of or date.today(), enterprise))
    return {key: found[key] for key in ("as_of", "engine", "seconds", "ledger")}


@router.get("/api/enterprises", summary="The enterprises and authorities loaded")
def enterprises(store: TheStore) -> dict[str, Any]:
    """Each with its code and its name."""
    names = register.names(store, register.enterprise_codes(store))
    return {"enterprises": [{"code": code, "name": name} for code, name in names.items()]}


@router.get("/api/norms", summary="The norms and where they stand on a day")
def norms(store: TheStore, as_of: AsOf = None) -> dict[str, Any]:
    """Every edition with its dates, its state on the day and what replaces it."""
    return norm_list.norms_json(store, as_of or date.today())


@router.get("/api/norms/{key:path}", summary="One norm with its clauses")
def norm(store: TheStore, key: str, as_of: AsOf = None) -> dict[str, Any]:
    """The editions of a norm, the newest first, with the clauses that something is known of and what they demand."""
    return norm_list.norm_json(store, key, as_of or date.today())


@router.get("/api/documents", summary="The documents loaded")
def documents(store: TheStore) -> dict[str, Any]:
    """Each with its key, title, number, issuers, date and kind, as the question `document-facts` has them."""
    return {"documents": queries.ask(store, "document-facts", {}).rows}


@router.get("/api/compare", summary="The limits of standards beside those of the norms above")
def compare(
    store: TheStore,
    standard: Annotated[str, Query(description="an enterprise standard, or an enterprise for all of its standards")],
    norm: Annotated[str | None, Query(alias="with", description="only with this norm")] = None,
    as_of: AsOf = None,
) -> dict[str, Any]:
    """The document of `duibiao compare`."""
    above = queries.find(store, norm).node if norm else None
    chosen = comparison.standards_of(store, queries.find(store, standard).node)
    found = [table.as_json() for table in comparison.tables(store, chosen, as_of or date.today(), above)]
    return found[0] if len(found) == 1 else {"tables": found}


@router.get("/api/tasks", summary="What is to be done by when")
def tasks(
    store: TheStore,
    who: Annotated[str | None, Query(alias="for", description="only of this post, department or person")] = None,
    enterprise: Code = None,
    within: Annotated[int, Query(ge=0, le=366, description="days to look ahead")] = 30,
    as_of: AsOf = None,
) -> dict[str, Any]:
    """Gaps that are open, and those that will open unless somebody acts, with the last day on which nothing is wrong."""
    day = as_of or date.today()
    until = register.last_day(day, timedelta(within))
    codes = [enterprise] if enterprise else None
    found = register.tasks(store, day=day, until=until, book=shapes.shipped(), codes=codes, who=who)
    return tasks_json(found, day, until)
