"""Search over everything that has a name or a number for people."""

from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request

from duibiao.api.access import TheStore
from duibiao.queries import KINDS, Narrowing, search

router = APIRouter()

_MOST = 200
_EXAMPLES: Any = {
    "a word": {"value": "培训"},
    "all of several words": {"value": "责任 岗位"},
    "words side by side": {"value": '"岗位 责任"'},
    "a number in any spelling": {"value": "GB/T33000"},
}


@router.get("/api/search", summary="Search by words and numbers")
def searched(
    request: Request,
    store: TheStore,
    q: Annotated[
        str, Query(description="words that all must be there, phrases in quotes, numbers in any spelling", openapi_examples=_EXAMPLES)
    ],
    kind: Annotated[Sequence[str], Query(description=f"only these kinds: {', '.join(KINDS)}")] = (),
    issuer: Annotated[Sequence[str], Query(description="only norms of these authorities and their clauses, by name or IRI")] = (),
    year: Annotated[Sequence[str], Query(description="only norms issued in these years and their clauses")] = (),
    theme: Annotated[Sequence[str], Query(description="only what is about these themes, by IRI")] = (),
    document: Annotated[Sequence[str], Query(description="only these norms and standards, by number, title or IRI")] = (),
    limit: Annotated[int, Query(ge=1, le=_MOST, description="hits a page")] = 20,
    cursor: Annotated[int, Query(ge=0, le=2**53, description="where the page begins, as `next` has it")] = 0,
) -> dict[str, Any]:
    """What has all the words: exact numbers first, then hits in numbers and titles, then by relevance; with counts of all hits."""
    found = search(store, q, Narrowing(kind, issuer, year, theme, document), limit, cursor)
    after = cursor + len(found.hits)
    following = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
    more = after < found.total and found.hits
    return found.as_json() | {"query": q, "next": f"{request.url.path}?{urlencode([*following, ('cursor', after)])}" if more else None}
