"""From the elements of one version of a framework to those of the next, by links that are data (corpus/crosswalk). A chain of links is as
strong as its weakest, and what no link carries is told, not dropped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from duibiao import corpus

Relation = Literal["related", "broader", "narrower", "equal"]
"""How an element stands to another, the weakest first: they touch; it covers more, so that a part of it goes there; it goes there whole;
they are the same."""
RELATIONS: tuple[Relation, ...] = get_args(Relation)

Node = tuple[str, str]
"""A norm (`GB/T 33000-2016`) and the number of an element in it."""


@dataclass(frozen=True)
class Element:
    """An element with its name, and how far it is to be trusted."""

    norm: str
    number: str
    zh: str
    en: str
    source: str
    confidence: str


@dataclass(frozen=True)
class Path:
    """A way to an element of the norm asked for: the relation of its weakest link, the elements it goes through, both ends included."""

    relation: Relation
    through: Sequence[Node]

    @property
    def end(self) -> Node:
        """Where it leads."""
        return self.through[-1]


@cache
def elements() -> Mapping[Node, Element]:
    """Every element known."""
    return {(row["norm"], row["number"]): Element(**row) for row in corpus.table("crosswalk/elements")}


def norms() -> list[str]:
    """The versions of the framework, the oldest first."""
    return list(dict.fromkeys(norm for norm, _ in elements()))


def paths(start: Node, norm: str) -> list[Path]:
    """The best path from an element to each element of the norm that can be reached, in the order of the norm."""
    found: dict[Node, Path] = {}
    for path in _ways(Path("equal", (start,)), norm):
        if path.end not in found or _strength(path) > _strength(found[path.end]):
            found[path.end] = path
    return [found[node] for node in elements() if node in found]


def weakest(*relations: Relation) -> Relation:
    """The relation of a chain."""
    return min(relations, key=RELATIONS.index)


def _ways(path: Path, norm: str) -> list[Path]:
    if path.end[0] == norm:
        return [path]
    steps = _links().get(path.end, [])
    return [way for node, relation in steps for way in _ways(Path(weakest(path.relation, relation), (*path.through, node)), norm)]


def _strength(path: Path) -> int:
    return RELATIONS.index(path.relation)


@cache
def _links() -> Mapping[Node, list[tuple[Node, Relation]]]:
    found: dict[Node, list[tuple[Node, Relation]]] = {}
    for row in corpus.table("crosswalk/links"):
        relation = next(one for one in RELATIONS if one == row["relation"])
        found.setdefault((row["from_norm"], row["from"]), []).append(((row["to_norm"], row["to"]), relation))
    return found
