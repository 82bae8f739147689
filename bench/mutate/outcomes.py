"""What became of the mutants, rule by rule."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from borders import Shown
from examples import Topic, Trial
from facts import View
from mutants import short
from oracle import certain
from pyoxigraph import NamedNode

from duibiao.ontology.terms import Term


@dataclass
class Tally:
    """The mutants of one kind that touch what a rule looks at. `caught`: a new violation. `told`: none, but the rule now has other targets,
    or cannot tell. `silent`: neither; `of` names the properties changed."""

    caught: int = 0
    told: int = 0
    silent: int = 0
    of: set[str] = field(default_factory=set)

    @property
    def mutants(self) -> int:
        """All of them."""
        return self.caught + self.told + self.silent


@dataclass
class Outcome:
    """What a rule made of its mutants. `blind` were to be caught and are not, `false` are caught and were not to be."""

    rule: str
    topic: str
    kinds: dict[str, Tally] = field(default_factory=dict)
    borders: list[Shown] = field(default_factory=list)
    blind: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)
    certain: int = 0

    @property
    def caught(self) -> int:
        """How many mutants the rule catches."""
        return sum(tally.caught for tally in self.kinds.values())

    @property
    def mutants(self) -> int:
        """How many mutants touch the rule."""
        return sum(tally.mutants for tally in self.kinds.values())

    @property
    def missed(self) -> list[Shown]:
        """The borders that no example shows where they are."""
        return [note for note in self.borders if not note.right]

    @property
    def failed(self) -> bool:
        """Whether the rule catches nothing, misses a border, or is at odds with what is certain."""
        return not self.caught or bool(self.missed or self.blind or self.false)


def touching(topic: Topic, rule: str, trials: Sequence[Trial]) -> list[Trial]:
    """The trials whose mutant changes something that the rule looks at."""
    return [trial for trial in trials if not trial.crash and _touched(topic, topic.views[rule], trial)]


def _touched(topic: Topic, view: View, trial: Trial) -> bool:
    base, rule = topic.base, view.rule.name
    if trial.found[rule] != base.found[rule] or _state(topic, view, trial) != _state(topic, view, base):
        return True
    focus = set(_state(topic, view, trial)[0])
    return any(view.looks_at(triple, focus, base.facts) for triple in trial.facts.triples ^ base.facts.triples)


def _state(topic: Topic, view: View, trial: Trial) -> tuple[frozenset[Term], frozenset[Term]]:
    return view.state(trial.facts, topic.silent(view.rule.name, trial.facts))


def outcome(topic: Topic, rule: str, trials: Sequence[Trial]) -> Outcome:
    """What a rule made of the trials that touch it."""
    found, view = Outcome(rule, topic.name), topic.views[rule]
    for trial in trials:
        _count(found.kinds.setdefault(trial.mutant.kind, Tally()), topic, view, trial)
        _judge(found, topic, view, trial)
    return found


def _count(tally: Tally, topic: Topic, view: View, trial: Trial) -> None:
    if trial.found[view.rule.name] - topic.base.found[view.rule.name]:
        tally.caught += 1
    elif _state(topic, view, trial) != _state(topic, view, topic.base):
        tally.told += 1
    else:
        tally.silent += 1
        tally.of.add(short(trial.mutant.touched.predicate) if trial.mutant.touched else trial.mutant.words)


def _judge(found: Outcome, topic: Topic, view: View, trial: Trial) -> None:
    """Compare with what is certain."""
    must, may = certain(view, trial.facts, _state(topic, view, trial)[0])
    focuses = {NamedNode(focus) for focus in trial.focuses(view.rule.name)}
    words = f"{trial.mutant.kind} {trial.mutant.words}"
    found.certain += bool(must)
    if must - focuses:
        found.blind.append(words)
    if focuses - may:
        found.false.append(words)
