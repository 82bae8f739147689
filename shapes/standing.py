"""Which rules speak, and of whom: a rule is silent on a day on which none of its requirements is in force, and about an enterprise to
which none of them applies. What it would look at there is inapplicable, which is no pass."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field

from duibiao.ontology import iris
from duibiao.ontology.terms import ELI, D, Term
from duibiao.reasoning import Scratch
from duibiao.shapes.rules import Rule

_DEMANDED = """
SELECT ?requirement ?clause ?edition WHERE { ?requirement d:demandedBy ?clause OPTIONAL { ?clause eli:is_part_of ?edition } }
"""


@dataclass(frozen=True)
class Standing:
    """The requirements that are not in force on the day, and by enterprise those that do not apply to it."""

    over: frozenset[Term]
    not_applying: Mapping[Term, frozenset[Term]]
    _silent: dict[Term, Set[Term] | None] = field(default_factory=dict, repr=False, compare=False)

    def silences(self, rule: Rule, focus: Term) -> bool:
        """Whether the rule has nothing to say about the focus node."""
        silent = self.silent(rule)
        return silent is None or (bool(silent) and iris.owner(focus) in silent)

    def silent(self, rule: Rule) -> Set[Term] | None:
        """The enterprises about which the rule has nothing to say, None for everyone; one that rests on no requirement always speaks."""
        if rule.node not in self._silent:
            self._silent[rule.node] = self._found_silent(rule)
        return self._silent[rule.node]

    def _found_silent(self, rule: Rule) -> Set[Term] | None:
        left = set(rule.requirements) - self.over
        if not left:
            return None if rule.requirements else frozenset()
        return {enterprise for enterprise, out in self.not_applying.items() if left <= out}


def standing(data: Scratch) -> Standing:
    """Of the data graph of a check, which holds the editions in force and what reasoning found to apply."""
    found: dict[Term, set[Term]] = {}
    for triple in data.matching(predicate=D.notSubjectTo):
        found.setdefault(triple.subject, set()).add(triple.object)
    return Standing(_over(data), {enterprise: frozenset(requirements) for enterprise, requirements in found.items()})


def _over(data: Scratch) -> frozenset[Term]:
    """The requirements that only editions out of force ask for."""
    ended = {t.subject for t in data.matching(None, ELI.in_force, ELI["InForce-notInForce"])}
    asked: dict[Term, set[Term]] = {}
    for row in data.rows(_DEMANDED):
        asked.setdefault(row["requirement"], set()).add(row["edition"] or row["clause"])
    return frozenset(requirement for requirement, editions in asked.items() if editions <= ended)
