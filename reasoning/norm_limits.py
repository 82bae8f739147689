"""Limits of two norms in force that bind the same parameter within the same scope and do not say the same."""

from collections.abc import Iterator
from itertools import permutations

from pyoxigraph import Triple

from duibiao.ontology.terms import ELI, D, Term
from duibiao.reasoning.comparisons import Stated, limits
from duibiao.reasoning.scratch import Scratch
from duibiao.reasoning.strictness import Strictness, compare
from duibiao.reasoning.topics import Topics


def differing(norms: Scratch) -> Iterator[Triple]:
    """`contradicts` between clauses of two norms, both ways. `norms` states which editions are in force (`eli:in_force`)."""
    in_force = {t.subject for t in norms.matching(predicate=ELI.in_force, obj=ELI["InForce-inForce"])}
    topics = Topics.of(norms)
    by_topic: dict[tuple[Term, Term | None, object], list[Stated]] = {}
    for stated in limits(norms):
        if stated.norm in in_force:
            scope = topics.canonical(stated.scope) if stated.scope else None
            by_topic.setdefault((topics.canonical(stated.parameter), scope, stated.limit.direction), []).append(stated)
    for alike in by_topic.values():
        yield from (Triple(one.clause, D.contradicts, other.clause) for one, other in permutations(alike, 2) if _differ(one, other))


def _differ(one: Stated, other: Stated) -> bool:
    answer = compare(one.limit, other.limit).strictness
    return one.norm != other.norm and answer in {Strictness.STRICTER, Strictness.WEAKER}
