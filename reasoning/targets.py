"""Whom the targets of an authority count, and on which day its ledger first reached each."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from math import ceil

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.ontology.terms import XSD, D
from duibiao.reasoning.literals import day, number
from duibiao.reasoning.scratch import Scratch

_GRADED = "CONSTRUCT { ?one a d:GradedSupervisedEnterprise } WHERE { ?one a d:SupervisedEnterprise ; d:inLedger d:Ledger-graded }"
_COUNTS = """
SELECT ?target ?kind ?goal ?one ?model ?finished WHERE {
  ?target a d:AreaTarget ; d:kind ?kind ; d:goal ?goal ; d:belongsTo ?authority .
  ?one a d:SupervisedEnterprise ; d:belongsTo ?authority
  OPTIONAL { ?target d:inSector ?sector } OPTIONAL { ?target d:area ?area }
  FILTER (!BOUND(?sector) || EXISTS { ?one d:inSector ?sector })
  FILTER (!BOUND(?area) || EXISTS { ?one d:area ?area })
  OPTIONAL { ?one d:modelSince ?model } OPTIONAL { ?one d:finishedOn ?finished }
}
"""


def derive(data: Scratch) -> Iterator[Triple]:
    """What follows for the authority in `data`."""
    yield from data.built(_GRADED)
    days: dict[tuple[NamedNode, Fraction, bool], list[date | None]] = defaultdict(list)
    for row in data.rows(_COUNTS):
        target, goal, rate = row["target"], number(row["goal"]), row["kind"] == D["TargetKind-completion-rate"]
        if isinstance(target, NamedNode) and goal is not None:
            days[target, goal, rate].append(day(row["finished"] if rate else row["model"]))
            yield Triple(target, D.counts, row["one"])
    for (target, goal, rate), found in days.items():
        if done := reached(found, goal, rate=rate):
            yield Triple(target, D.reachedOn, Literal(done.isoformat(), datatype=XSD.date))


def reached(days: Sequence[date | None], goal: Fraction, *, rate: bool) -> date | None:
    """The day on which so many were done; `days` has one of each enterprise counted, None of those that are not done yet. The goal is a
    number or, for a rate, a percentage of all of them."""
    enough = ceil(goal * len(days) / 100) if rate else ceil(goal)
    done = sorted(each for each in days if each)
    return done[enough - 1] if 0 < enough <= len(done) else None
