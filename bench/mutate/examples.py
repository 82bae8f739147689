"""The conforming examples, and many mutants of one checked at once: each an enterprise of its own."""

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from facts import Facts, View
from mutants import Mutant
from pyoxigraph import Literal, RdfFormat, Triple, parse, serialize

from duibiao import ontology, shapes
from duibiao.ontology import iris
from duibiao.ontology.terms import DCTERMS, PROV, RDFS, D, Term
from duibiao.reasoning import Scratch, derive, editions
from duibiao.register.shared_numbers import Numbers
from duibiao.shapes.standing import Standing, standing
from duibiao.store import Store

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))
import test_rules  # noqa: E402

DAY = test_rules.DAY
GROUP = 40
_SPOKEN_OF = re.compile("/norm/(gb-30871|gb-18218|db31-t-1468|安全生产法)|/id/limit/")
_NUMBER = re.compile(r"GXT(\d{4})")
_IDLE = frozenset(
    {RDFS.comment, RDFS.label, PROV.wasDerivedFrom, D.inFile, D.row, D.sheet, D.confidence, DCTERMS.source, DCTERMS.description}
)
"""Properties that no rule looks at and nothing is derived from; without them norms take a third less time."""


@dataclass(frozen=True)
class Trial:
    """A mutant, what is stated and derived of it, and by rule the focus nodes violated with their values."""

    mutant: Mutant
    facts: Facts
    found: dict[str, frozenset[tuple[str, str | None]]]
    crash: str = ""
    """The error that the check ended with, instead of a result."""

    def focuses(self, rule: str) -> set[str]:
        """The focus nodes that the rule is violated for."""
        return {focus for focus, _ in self.found.get(rule, ())}


@dataclass(frozen=True, eq=False)
class Topic:
    """A file of rules with its conforming example, and the folders of norms that they look at, or that say whom they are for. `narrow`:
    no more of the norms than what examples speak of, for the judge, which is slow."""

    name: str
    rules: tuple[str, ...]
    book: shapes.RuleBook
    text: str
    folders: tuple[str, ...] = ()
    narrow: bool = False

    @cached_property
    def stated(self) -> tuple[Triple, ...]:
        """What the conforming example states."""
        return tuple(dict.fromkeys(test_rules.statements(self.text)))

    @cached_property
    def norms(self) -> tuple[Triple, ...]:
        """The statements of the norms."""
        found = (t for t in test_rules.norms(*self.folders) if t.predicate not in _IDLE)
        return tuple(t for t in found if not self.narrow or _SPOKEN_OF.search(str(t.subject)))

    @cached_property
    def views(self) -> dict[str, View]:
        """What each rule looks at."""
        return {rule.name: View(self.book, rule) for rule in self.book.rules.values()}

    @cached_property
    def base(self) -> Trial:
        """The example as it stands."""
        return next(self.tried([Mutant("none", "", self.stated)]))

    @cached_property
    def over(self) -> frozenset[Term]:
        """The requirements that are out of force on the day."""
        return standing(Scratch(self.norms, editions.on(DAY, Scratch(self.norms)))).over

    def tried(self, mutants: Sequence[Mutant], engine: str = "compiled") -> Iterator[Trial]:
        """What the rules of the topic say about each mutant."""
        for start in range(0, len(mutants), GROUP):
            yield from self._apart(mutants[start : start + GROUP], engine)

    def _apart(self, mutants: Sequence[Mutant], engine: str) -> Iterator[Trial]:
        """A group; where the check ends with an error, its halves, down to the mutant at fault."""
        try:
            yield from list(self._group(mutants, engine))
        except Exception as error:  # whatever it is, it is what the run is to tell
            if len(mutants) == 1:
                yield Trial(mutants[0], Facts(mutants[0].stated), {}, f"{type(error).__name__}: {str(error).splitlines()[0]}")
            else:
                yield from self._apart(mutants[: len(mutants) // 2], engine)
                yield from self._apart(mutants[len(mutants) // 2 :], engine)

    def _group(self, mutants: Sequence[Mutant], engine: str) -> Iterator[Trial]:
        stated = [triple for number, mutant in enumerate(mutants) for triple in renumbered(mutant.stated, number)]
        own = stated + list(derive(Scratch(ontology.load(), self.norms, stated))) + list(_shared(stated))
        gaps = shapes.check(self.norms, own, iris.enterprise(test_rules.PLANT), DAY, self.book, engine).gaps
        found: dict[tuple[int, str], set[tuple[str, str | None]]] = {}
        for gap in gaps:
            focus = (_zero(gap.focus), gap.value and _zero(gap.value))
            found.setdefault((_number(gap.focus), gap.rule), set()).add(focus)
        by_number = _split(own)
        for number, mutant in enumerate(mutants):
            of_mutant = {rule: frozenset(found.get((number, rule), ())) for rule in self.rules}
            yield Trial(mutant, Facts(by_number.get(number, ())), of_mutant)

    def silent(self, rule: str, facts: Facts) -> set[Term]:
        """The targets that the rule has nothing to say about, for none of its requirements applies to their enterprise."""
        found: dict[Term, set[Term]] = {}
        for answer in facts.subjects(D.applies, Literal(False)):
            for owner in facts.values(answer, D.belongsTo):
                found.setdefault(owner, set()).update(facts.values(answer, D.ofRequirement))
        stand = Standing(self.over, {owner: frozenset(these) for owner, these in found.items()})
        view = self.views[rule]
        candidates = facts.members(view.targets | ({view.rule.undecided} if view.rule.undecided else set()))
        return {node for node in candidates if stand.silences(view.rule, node)}


@cache
def topics(names: tuple[str, ...] = ()) -> tuple[Topic, ...]:
    """The topics with their rules; only the rules of these names, if there are any."""
    shipped = shapes.shipped()
    found = []
    for topic, rules in test_rules.TOPICS.items():
        kept = tuple(sorted(rule for rule in rules if not names or rule in names))
        if kept:
            found.append(Topic(topic, kept, shipped.only(kept), test_rules.good(topic), test_rules.looked_at(topic)))
    return tuple(found)


def renumbered(triples: Sequence[Triple], number: int) -> list[Triple]:
    """The same statements about another enterprise of the examples' codes."""
    return list(_parsed(_NUMBER.sub(f"GXT{number:04}", _written(triples))))


def _shared(stated: Sequence[Triple]) -> Iterator[Triple]:
    """The numbers that two things of one mutant bear; each mutant is a register of its own."""
    by_number: dict[str, list[Triple]] = {}
    for triple in stated:
        if triple.predicate in (D.registrationNumber, D.filingNumber):
            by_number.setdefault(str(_number(str(triple.subject))), []).append(triple)
    for number, triples in by_number.items():
        yield from Numbers(Store.in_memory(), {number: triples}).derived(triples)


def _split(own: Sequence[Triple]) -> dict[int, list[Triple]]:
    """The statements by the number of their enterprise, the number taken back."""
    lines: dict[int, list[str]] = {}
    for line in _written([t for t in own if t.predicate != RDFS.comment]).splitlines():
        if _NUMBER.search(line):
            lines.setdefault(_number(line), []).append(_zero(line))
    return {number: list(_parsed("\n".join(some))) for number, some in lines.items()}


def _written(triples: Sequence[Triple]) -> str:
    return (serialize(triples, format=RdfFormat.N_TRIPLES) or b"").decode()


def _parsed(text: str) -> Iterator[Triple]:
    return (quad.triple for quad in parse(text, format=RdfFormat.N_TRIPLES))


def _zero(text: str) -> str:
    return _NUMBER.sub("GXT0000", text)


def _number(text: str) -> int:
    found = _NUMBER.search(text)
    assert found, f"{text}: of no enterprise"
    return int(found[1])
