"""What the citations of a document mean in the catalogue of norms, on the document's day.

A citation comes as plain values: title, number, article, kind, and what a short name stands for.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from pyoxigraph import NamedNode

from duibiao.ontology import iris
from duibiao.reasoning.catalogue import Catalogue
from duibiao.reasoning.editions import Remark
from duibiao.reasoning.references import Reference, resolve
from duibiao.reasoning.spellings import read

Status = Literal["resolved", "ambiguous", "unresolved", "alias", "self"]

_NEXT_PLACE = re.compile("(?:、|和|及|以及|至|到|或者?|与)(?=第)")
_DECIMAL = re.compile(r"第?([0-9]+(?:\.[0-9]+)+)条?")
_UNDEFINED = Remark("没有写明这个简称指什么", "the text does not say what this short name stands for")


@dataclass(frozen=True)
class Target:
    """What a citation means: the IRI of an edition, of a work where only that is certain, or of a clause of it; None without one."""

    iri: NamedNode | None
    status: Status
    remarks: tuple[Remark, ...] = ()


@lru_cache(maxsize=4096)
def resolved(
    title: str | None,
    number: str | None,
    article: str | None,
    kind: str,
    means: str | None,
    day: date,
    catalogue: Catalogue,
) -> Target:
    """The target of a citation on a day. A short name (`kind` alias) has that of what it means; the document itself (`self`) none. Kept,
    for a document cites the same norms again and again."""
    if kind == "self":
        return Target(None, "self")
    if kind == "alias" and means is None:
        return Target(None, "unresolved", (_UNDEFINED,))
    reference = resolve(_meaning(means) if kind == "alias" and means else _spelled(title, number), catalogue, day)
    key = _key(reference) or (_agreed(title, reference, day, catalogue) if title and number else None)
    status: Status = "resolved" if key else "ambiguous" if reference.status == "ambiguous" else "unresolved"
    return Target(_node(key, article) if key else None, "alias" if kind == "alias" else status, reference.remarks)


def clauses(article: str) -> tuple[str, ...]:
    """The clauses that an article names, one by one: 第二十一条、第二十二条 are two. What stands within an article keeps its article:
    第十条第一款和第二款 are 第十条第一款 and 第十条第二款."""
    found: list[str] = []
    for part in _NEXT_PLACE.split(article):
        decimal = _DECIMAL.fullmatch(part)
        found.append(decimal[1] if decimal else _whole(part, found[-1] if found else ""))
    return tuple(found)


_LEVELS = "条款项目"


def _whole(part: str, before: str) -> str:
    """A part with the places above it that the one before has: 第二款 after 第十条第一款."""
    levels = [level for level in _LEVELS if level in part]
    above = re.match(rf"(?:[^{_LEVELS}]+[{_LEVELS[: _LEVELS.index(levels[0])]}])*", before) if levels and levels[0] != "条" else None
    return (above[0] if above else "") + part


def _spelled(title: str | None, number: str | None) -> str:
    return " ".join([*([f"《{title}》"] if title else []), *([number] if number else [])])


def _meaning(means: str) -> str:
    """What a short name means, as a reference: a number, else a title."""
    found = read(means)
    return means if found.standards or found.papers or found.orders else f"《{means}》"


def _key(reference: Reference) -> str | None:
    """The edition; where the norm is certain and its edition on the day is not, the work."""
    return reference.resolved.key if reference.resolved else reference.work


def _agreed(title: str, reference: Reference, day: date, catalogue: Catalogue) -> str | None:
    """The work of which the catalogue lacks the edition that the number names, where the title alone names that work too."""
    works = {edition.work for edition in reference.candidates}
    entitled = {edition.work for edition in resolve(f"《{title}》", catalogue, day).candidates}
    return works.pop() if reference.status == "unresolved" and len(works) == 1 and works == entitled else None


def _node(key: str, article: str | None) -> NamedNode:
    """The norm, or the clause where one is named; several are those of `clauses`, and the norm has them all."""
    numbers = clauses(article) if article else ()
    return iris.clause(key, numbers[0]) if len(numbers) == 1 else iris.norm(key)
