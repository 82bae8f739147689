"""An enterprise's limits set against every norm's limit of the same parameter and scope."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.ontology import units
from duibiao.ontology.terms import RDF, D
from duibiao.reasoning import literals
from duibiao.reasoning.scratch import Scratch
from duibiao.reasoning.strictness import Comparison, Direction, Limit, Strictness, compare

_LIMITS = """
SELECT ?limit ?clause ?own ?parameter ?scope ?direction ?value ?upper ?stated ?most ?unit WHERE {
  ?limit a d:Limit ; d:statedIn ?clause ; d:parameter ?parameter ; d:direction ?direction .
  OPTIONAL { ?limit d:scope ?scope }
  OPTIONAL { ?limit qudt:numericValue ?value } OPTIONAL { ?limit qudt:upperBound ?upper }
  OPTIONAL { ?limit d:statedValue ?stated } OPTIONAL { ?limit d:statedMaximum ?most } OPTIONAL { ?limit d:statedUnit ?unit }
  BIND (EXISTS { ?clause a d:EnterpriseClause } AS ?own)
} ORDER BY ?limit
"""

_DIRECTIONS = {D[f"Direction-{direction}"]: direction for direction in Direction}


@dataclass(frozen=True)
class _Stated:
    """A limit in the graph: its node, the clause it stands in, and what it says."""

    node: NamedNode
    clause: NamedNode
    own: bool
    topic: tuple[str, str]
    limit: Limit


def derive(data: Scratch) -> Iterator[Triple]:
    """The comparisons of the enterprise's limits with the norms', each with its answer and proof, and `stricterThan` where it is so."""
    theirs: dict[tuple[str, str], list[_Stated]] = {}
    ours: dict[tuple[str, str], list[_Stated]] = {}
    for stated in _limits(data):
        if stated.limit.direction is not None:  # a class boundary is no limit
            (ours if stated.own else theirs).setdefault(stated.topic, []).append(stated)
    for topic, mine in ours.items():
        for limit in mine:
            yield Triple(limit.clause, RDF.type, D.LimitClause)
            for other in theirs.get(topic, ()):
                yield from _compared(limit, other, compare(limit.limit, other.limit))
        yield from _contradictions(mine)


def _contradictions(limits: list[_Stated]) -> Iterator[Triple]:
    """Pairs of an enterprise's own limits of one topic and direction that do not say the same."""
    for one in limits:
        for other in limits:
            if one.limit.direction == other.limit.direction and one.clause != other.clause:
                answer = compare(one.limit, other.limit).strictness
                if answer in (Strictness.STRICTER, Strictness.WEAKER):
                    yield Triple(one.clause, D.contradicts, other.clause)


def _limits(data: Scratch) -> Iterator[_Stated]:
    for row in data.rows(_LIMITS):
        text = {name: row[name].value if row[name] else "" for name in ("stated", "most", "unit", "scope")}
        direction = _DIRECTIONS.get(row["direction"])
        limit = Limit(
            direction=direction,
            value=literals.number(row["value"]),
            upper=literals.number(row["upper"]),
            unit=units.find(text["unit"]) if text["unit"] else None,
            items=frozenset(re.split(r"\s*[;；、]\s*", text["stated"])) - {""} if direction == Direction.SET else frozenset(),
            written=_written(row["clause"].value.rpartition("/")[2], text),
        )
        yield _Stated(row["limit"], row["clause"], row["own"].value == "true", (row["parameter"].value, text["scope"]), limit)


def _written(clause: str, text: Mapping[str, str]) -> str:
    """The limit as its clause writes it: `5.1.5：8 h`."""
    value = "～".join(filter(None, (text["stated"], text["most"])))
    return f"{clause}：{value} {text['unit']}".rstrip()


def _compared(mine: _Stated, other: _Stated, found: Comparison) -> Iterator[Triple]:
    node = NamedNode(f"{mine.node.value}/vs/{other.node.value.rpartition('/')[2]}")
    yield Triple(node, RDF.type, D.Comparison)
    yield Triple(node, D.ours, mine.node)
    yield Triple(node, D.theirs, other.node)
    yield Triple(node, D.strictness, D[f"Strictness-{found.strictness}"])
    for number, step in enumerate(found.proof, start=1):
        yield Triple(node, D.proofStep, Literal(f"{number} {step}"))
    yield Triple(mine.clause, D.comparedBy, node)
    yield Triple(mine.clause, RDF.type, D.UndecidedClause if found.strictness == Strictness.UNKNOWN else D.ComparedClause)
    if found.strictness == Strictness.STRICTER:
        yield Triple(mine.clause, D.stricterThan, other.clause)
