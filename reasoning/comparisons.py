"""An enterprise's limits set against every norm's limit of the same parameter and a scope that has to do with theirs.

Where a norm has a limit for a special case, its general one does not reach that case, and so with the enterprise's own (the special before
the general).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from pyoxigraph import Literal, NamedNode, QuerySolution, Triple

from duibiao.ontology import units
from duibiao.ontology.limits import Direction, Modality
from duibiao.ontology.terms import RDF, D, Term
from duibiao.reasoning import literals
from duibiao.reasoning.scratch import Scratch
from duibiao.reasoning.strictness import Comparison, Limit, Step, Strictness, compare, overall
from duibiao.reasoning.topics import Cover, Topics

_LIMITS = """
SELECT ?limit ?clause ?number ?norm ?own ?parameter ?scope ?direction ?value ?upper ?stated ?most ?unit ?per ?modality
       ?noValue ?noUpper WHERE {
  ?limit a d:Limit ; d:statedIn ?clause ; d:parameter ?parameter ; d:direction ?direction .
  OPTIONAL { ?limit d:scope ?scope }
  OPTIONAL { ?limit qudt:numericValue ?value } OPTIONAL { ?limit qudt:upperBound ?upper } OPTIONAL { ?limit d:per ?per }
  OPTIONAL { ?limit d:statedValue ?stated } OPTIONAL { ?limit d:statedMaximum ?most } OPTIONAL { ?limit d:statedUnit ?unit }
  OPTIONAL { ?limit d:modality ?modality }
  BIND (EXISTS { ?limit d:excludesValue true } AS ?noValue) BIND (EXISTS { ?limit d:excludesMaximum true } AS ?noUpper)
  OPTIONAL { ?clause eli:is_part_of ?norm } OPTIONAL { ?clause d:clauseNumber ?number }
  BIND (EXISTS { ?clause a d:EnterpriseClause } AS ?own)
} ORDER BY ?limit ?norm
"""

_CONFLICT = Step("限值有相互矛盾的写法", "the limit is stated in ways that contradict each other")
_DIRECTIONS = {D[f"Direction-{direction}"]: direction for direction in Direction}
_MODALITIES = {D[f"Modality-{modality}"]: modality for modality in Modality}


@dataclass(frozen=True)
class Stated:
    """A limit in the graph: its node, the clause and norm it stands in, its parameter and scope, and what it says."""

    node: NamedNode
    clause: NamedNode
    norm: Term
    own: bool
    parameter: Term
    scope: Term | None
    limit: Limit


@dataclass(frozen=True)
class Compared:
    """Our limit beside one of theirs: how our scope covers theirs, the answer and its proof."""

    ours: Stated
    theirs: Stated
    cover: Cover | None
    found: Comparison


def derive(data: Scratch, theirs: Iterable[Stated], topics: Topics) -> Iterator[Triple]:
    """The comparisons of the enterprise's limits with `theirs`, the norms', each with its answer and proof; `stricterThan` where it is."""
    ours = limits(data, own=True)
    yield from (Triple(stated.clause, RDF.type, D.LimitClause) for stated in ours)
    rows = list(compared(ours, theirs, topics))
    for row in rows:
        yield from _statements(row)
    yield from _stricter(rows)
    yield from _contradictions(ours, topics)


def limits(data: Scratch, *, own: bool = False) -> list[Stated]:
    """Every limit in the graph that bounds something, or only those of enterprises (`own`); a class boundary is no limit. One that says
    two things cannot be judged."""
    found: dict[NamedNode, Stated] = {}
    for row in data.rows(_LIMITS.replace("WHERE {", "WHERE { ?clause a d:EnterpriseClause .") if own else _LIMITS):
        if row["direction"] in _DIRECTIONS:
            stated = _stated(row)
            before = found.setdefault(stated.node, stated)
            if before.limit != stated.limit:
                found[stated.node] = replace(before, limit=replace(before.limit, fault=_CONFLICT))
    return list(found.values())


def compared(ours: Iterable[Stated], theirs: Iterable[Stated], topics: Topics) -> Iterator[Compared]:
    """Our limits beside theirs, where both speak of one parameter and of scopes that overlap."""
    by_parameter: dict[Term, list[Stated]] = {}
    for other in theirs:
        by_parameter.setdefault(topics.canonical(other.parameter), []).append(other)
    mine = list(ours)
    for one in mine:
        rivals = by_parameter.get(topics.canonical(one.parameter), [])
        yield from (row for other in rivals if (row := _pair(one, other, mine, rivals, topics)))


def _pair(one: Stated, other: Stated, ours: list[Stated], theirs: list[Stated], topics: Topics) -> Compared | None:
    if one.scope is None or other.scope is None:
        if one.scope is other.scope:
            return Compared(one, other, Cover.SAME, compare(one.limit, other.limit))
        lacking = Step("一方没有写明适用范围", "one side states no scope")
        return Compared(one, other, None, Comparison(Strictness.UNKNOWN, (lacking,)))
    cover = topics.cover(one.scope, other.scope)
    if cover is None or _overruled(one, other, cover, ours, theirs, topics):
        return None
    found = compare(one.limit, other.limit)
    return Compared(one, other, cover, found if cover == Cover.SAME else found.after(_covering(cover)))


def _covering(cover: Cover) -> Step:
    if cover == Cover.CONTAINS:
        return Step("本方的范围包含对方的范围", "our scope contains theirs")
    return Step(
        "本方的范围只是对方范围的一部分，结论只对这一部分成立", "our scope is only a part of theirs; the answer holds for that part"
    )


def _overruled(one: Stated, other: Stated, cover: Cover, ours: list[Stated], theirs: list[Stated], topics: Topics) -> bool:
    """Whether a limit for a special case stands between: theirs when ours is the part, our own when ours contains."""
    if cover == Cover.PART:
        return any(t.norm == other.norm and _between(one, t, other, topics) for t in theirs)
    if cover == Cover.CONTAINS:
        same = [o for o in ours if topics.canonical(o.parameter) == topics.canonical(one.parameter)]
        return any(_between(other, o, one, topics) for o in same)
    return False


def _between(narrow: Stated, middle: Stated, wide: Stated, topics: Topics) -> bool:
    """Whether the middle scope covers the narrow one wholly and lies truly within the wide one."""
    if narrow.scope is None or middle.scope is None or wide.scope is None:
        return False
    covers = topics.canonical(narrow.scope) == topics.canonical(middle.scope) or topics.within(narrow.scope, middle.scope)
    return covers and topics.within(middle.scope, wide.scope)


def _contradictions(ours: list[Stated], topics: Topics) -> Iterator[Triple]:
    """Pairs of an enterprise's own limits of one parameter, scope and direction that do not say the same."""
    by_topic: dict[tuple[Term, Term | None, Direction | None], list[Stated]] = {}
    for one in ours:
        scope = topics.canonical(one.scope) if one.scope else None
        by_topic.setdefault((topics.canonical(one.parameter), scope, one.limit.direction), []).append(one)
    for alike in by_topic.values():
        for one in alike:
            for other in alike:
                differ = compare(one.limit, other.limit).strictness in {Strictness.STRICTER, Strictness.WEAKER}
                if one.clause != other.clause and differ:
                    yield Triple(one.clause, D.contradicts, other.clause)


# --- reading and stating


def _stated(row: QuerySolution) -> Stated:
    text = {name: row[name].value if row[name] else "" for name in ("stated", "most", "unit", "number")}
    direction = _DIRECTIONS[row["direction"]]
    limit = Limit(
        direction=direction,
        value=literals.number(row["value"]),
        upper=literals.number(row["upper"]),
        unit=units.find(text["unit"]) if text["unit"] else None,
        items=frozenset(re.split(r"\s*[;；、]\s*", text["stated"])) - {""} if direction == Direction.SET else frozenset(),
        written=_written(text["number"] or row["clause"].value.rpartition("/")[2], text),
        per=literals.number(row["per"]) or Limit.per,
        modality=_MODALITIES.get(row["modality"], Modality.MUST),
        excludes_value=row["noValue"].value == "true",
        excludes_upper=row["noUpper"].value == "true",
    )
    return Stated(row["limit"], row["clause"], row["norm"], row["own"].value == "true", row["parameter"], row["scope"], limit)


def _written(clause: str, text: Mapping[str, str]) -> str:
    """The limit as its clause writes it: `5.1.5：8 h`."""
    value = "～".join(filter(None, (text["stated"], text["most"])))
    return f"{clause}：{value} {text['unit']}".rstrip()


def _statements(row: Compared) -> Iterator[Triple]:
    node = NamedNode(f"{row.ours.node.value}/vs/{row.theirs.node.value.rpartition('/')[2]}")
    clause, answer = row.ours.clause, row.found.strictness
    yield Triple(node, RDF.type, D.Comparison)
    yield Triple(node, D.ours, row.ours.node)
    yield Triple(node, D.theirs, row.theirs.node)
    yield Triple(node, D.strictness, D[f"Strictness-{answer}"])
    for number, step in enumerate(row.found.steps, start=1):
        yield Triple(node, D.proofStep, Literal(f"{number} {step.zh}", language="zh"))
        yield Triple(node, D.proofStep, Literal(f"{number} {step.en}", language="en"))
    yield Triple(clause, D.comparedBy, node)
    yield Triple(clause, RDF.type, D.UndecidedClause if answer == Strictness.UNKNOWN else D.ComparedClause)


def _stricter(rows: Iterable[Compared]) -> Iterator[Triple]:
    """`stricterThan` from clause to clause: theirs may hold several limits, and being wider than one of them spoils it."""
    answers: dict[tuple[NamedNode, NamedNode], list[Strictness]] = {}
    for row in rows:
        partly = row.cover == Cover.PART and row.found.strictness == Strictness.STRICTER
        pair = row.ours.clause, row.theirs.clause
        answers.setdefault(pair, []).append(Strictness.EQUAL if partly else row.found.strictness)
    yield from (Triple(ours, D.stricterThan, theirs) for (ours, theirs), all_ in answers.items() if overall(all_) == Strictness.STRICTER)
