"""The numbers that name the parts within their document, as they are cited, and the levels they stand at."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from duibiao.loaders.documents.model import Part
from duibiao.loaders.documents.structure.labels import Label
from duibiao.ontology import numerals


@dataclass(frozen=True)
class Node:
    """A part as it is read: `above` is the place of the one it stands in, `body` tells whether it has words beside label and heading."""

    kind: str
    label: Label | None
    text: str
    heading: str
    above: int | None
    start: int
    end: int
    body: bool = False
    table: int = 0


def parts(nodes: Sequence[Node]) -> tuple[Part, ...]:
    """The nodes as parts, each with its level and a number of its own; a number that comes again is told apart by #2."""
    found: list[Part] = []
    unlabelled: dict[int | None, list[int]] = {}
    for place, node in enumerate(nodes):
        if node.kind == "paragraph":
            unlabelled.setdefault(node.above, []).append(place)
    seen: Counter[str] = Counter()
    rows: Counter[int] = Counter()
    for place, node in enumerate(nodes):
        rows[node.table] += 1
        number = f"表{node.table}第{rows[node.table]}行" if node.kind == "row" else _number(nodes, found, unlabelled, place)
        seen[number] += 1
        unique = number if seen[number] == 1 else f"{number}#{seen[number]}"
        found.append(Part(node.kind, node.text, _level(nodes, found, node), node.heading, unique, node.above, node.start, node.end))
    return tuple(found)


def _level(nodes: Sequence[Node], found: Sequence[Part], node: Node) -> int:
    """One below the part above; a clause counts the steps of its number, so that 4.2.1 without its 4.2 is where it belongs."""
    steps = _steps(node)
    if node.above is None:
        fewest = (_steps(other) for other in nodes if other.kind == "clause" and other.above is None)
        return 1 + steps - min(fewest) if node.kind == "clause" else 1
    above = nodes[node.above]
    below = max(1, steps - _steps(above)) if above.kind == node.kind == "clause" else 1
    return found[node.above].level + below


def _steps(node: Node) -> int:
    """How many steps the number of a clause has; the 0 of 1.0.1 is none."""
    return sum(ordinal > 0 for ordinal in node.label.ordinals) if node.label and node.kind == "clause" else 1


def _number(nodes: Sequence[Node], found: Sequence[Part], unlabelled: Mapping[int | None, Sequence[int]], place: int) -> str:
    node = nodes[place]
    own = _HALF.sub(r"\1)", re.sub(r"\s", "", node.text))
    above = found[node.above].number if node.above is not None else ""
    if node.kind == "paragraph":
        ordinal = unlabelled[node.above].index(place) + 2
        return f"{above}第{numerals.counted(ordinal)}{'款' if _in_article(nodes, place) else '段'}"
    if node.kind in {"article", "clause"}:
        return _spaced(_outermost(nodes, found, place), own.rstrip(".．、:：").replace("．", "."))
    if node.kind in {"item", "point"} and _in_article(nodes, place):
        first = node.above is not None and nodes[node.above].kind == "article" and node.above in unlabelled
        return above + ("第一款" if first else "") + _cited(own, node.kind)
    structural = node.kind in {"part", "chapter", "section"} and node.above is not None and nodes[node.above].kind in {"part", "chapter"}
    return above + own if structural else _spaced(above, own or node.heading)


_HALF = re.compile(r"^([0-9a-z]+)）$")
_TOUCHING = re.compile(r"(?:[、）.]|\([^()]*\))$")


def _spaced(above: str, own: str) -> str:
    """Two numbers as one, apart where they would run together: 附件1 一、（二）1. and 4.2.1 a) 1)."""
    return f"{above} {own}" if above and not _TOUCHING.search(above) else above + own


def _outermost(nodes: Sequence[Node], found: Sequence[Part], place: int) -> str:
    """The number of the annex (附件1) or document that a clause or an article stands in; clauses of an 附录 name it themselves."""
    above = nodes[place].above
    while above is not None and nodes[above].kind not in {"annex", "title"}:
        above = nodes[above].above
    named = above is not None and not (nodes[above].text.startswith("附") and "录" in nodes[above].text and nodes[place].kind == "clause")
    return found[above].number if above is not None and named else ""


def _in_article(nodes: Sequence[Node], place: int) -> bool:
    above = nodes[place].above
    while above is not None and nodes[above].kind != "article":
        above = nodes[above].above
    return above is not None


def _cited(label: str, kind: str) -> str:
    return f"第{label.rstrip('.．、)）') if not label.startswith(('（', '(')) else label}{'项' if kind == 'item' else '目'}"
