"""The norms in the store as lists: every edition with where it stands on a day, and one with its clauses and what they demand."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from pyoxigraph import NamedNode

from duibiao.ontology import iris
from duibiao.queries import UnknownName, find
from duibiao.reasoning.catalogue import Catalogue, Edition
from duibiao.reasoning.editions import state
from duibiao.register import norms
from duibiao.store import Store

_CLAUSES = """
SELECT ?clause ?iri ?demand ?requirement WHERE {
  ?iri eli:is_part_of %s ; d:clauseNumber ?clause
  OPTIONAL { ?requirement d:demandedBy ?iri ; rdfs:label ?demand . FILTER (LANG(?demand) = "zh") }
} ORDER BY ?clause ?requirement
"""


def norms_json(store: Store, day: date) -> dict[str, Any]:
    """Every edition, by key, with its state on the day."""
    catalogue = norms.of(store).catalogue
    editions = sorted(catalogue.editions.values(), key=lambda edition: edition.key)
    return {"as_of": day.isoformat(), "norms": [_edition(edition, catalogue, day) for edition in editions]}


def norm_json(store: Store, key: str, day: date) -> dict[str, Any]:
    """One norm by the key of an edition or work, or by any name: its editions, the newest first, and the clauses of each that something
    is known of. UnknownName or AmbiguousName."""
    catalogue = norms.of(store).catalogue
    found = _editions(store, key, catalogue)
    if not found:
        raise UnknownName(f"“{key}” is no norm; give the key of one, as /api/norms lists them, its number or its title")
    newest = sorted(found, key=lambda edition: (edition.start or date.min, edition.key), reverse=True)
    editions = [_edition(edition, catalogue, day) | {"clauses": list(_clauses(store, edition))} for edition in newest]
    return {"as_of": day.isoformat(), "key": key, "editions": editions}


def _editions(store: Store, key: str, catalogue: Catalogue) -> tuple[Edition, ...]:
    if key not in catalogue.editions and key not in catalogue.works:
        key = find(store, key).node.value.removeprefix(iris.norm("").value)
    if key in catalogue.works:
        return catalogue.works[key].editions
    return (catalogue.editions[key],) if key in catalogue.editions else ()


def _edition(edition: Edition, catalogue: Catalogue, day: date) -> dict[str, Any]:
    found = state(edition, catalogue, day)
    return {
        "key": edition.key,
        "iri": iris.norm(edition.key).value,
        "number": edition.number or None,
        "title": edition.title or None,
        "kind": edition.kind or None,
        "work": edition.work,
        "issuers": list(edition.issuers),
        "issued": edition.issued and edition.issued.isoformat(),
        "status": found.status,
        "since": found.since and found.since.isoformat(),
        "until": edition.until and edition.until.isoformat(),
        "replaced_by": [successor.key for successor in found.successors],
        "confidence": edition.confidence,
        "unverified": list(edition.unverified),
    }


def _clauses(store: Store, edition: Edition) -> Iterator[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for row in store.query(_CLAUSES % iris.norm(edition.key)):
        clause = found.setdefault(row["iri"].value, {"clause": row["clause"].value, "iri": row["iri"].value, "requirements": []})
        if isinstance(row["requirement"], NamedNode):
            number = row["requirement"].value.rpartition("/")[2]
            clause["requirements"].append({"requirement": number, "text": row["demand"].value})
    yield from found.values()
