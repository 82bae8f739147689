"""The sample plants, changed in many places at once: one statement of each thing a round, and what is certain compared rule by rule."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import test_rules
from examples import DAY, Topic, Trial
from mutants import Mutant, changed, shifted, swapped
from oracle import certain
from pyoxigraph import NamedNode, RdfFormat, Triple, serialize

from duibiao import corpus, loaders, shapes
from duibiao.ontology.terms import PROV, RDF, D, Term

CODES = {"chemical-plant": "91000000CLW000010K", "machining-firm": "91000000JJG000023K"}
ROUNDS = 8


@dataclass
class Plants:
    """By rule, how many targets of the sample plants a change made fail; and what is at odds with what is certain."""

    caught: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def tried(rules: tuple[str, ...] = ()) -> Plants:
    """The rounds of all plants, by the rules of these names, or all."""
    found = Plants()
    for name in CODES:
        plant = _plant(name, rules)
        base = plant.base
        _compare(found, plant, base, base)
        for trial in plant.tried([_round(plant.stated, number) for number in range(ROUNDS)]):
            _compare(found, plant, base, trial)
    return found


def _plant(name: str, rules: tuple[str, ...]) -> Topic:
    """A sample plant, its code one of those that examples have."""
    book = shapes.shipped().only(rules)
    triples = loaders.read(Path(str(corpus.path(f"sample/{name}.xlsx")))).triples
    stated = [t for t in triples if t.predicate not in {PROV.wasDerivedFrom, D.inFile, D.sheet, D.row}]
    text = (serialize(stated, format=RdfFormat.N_TRIPLES) or b"").decode().replace(CODES[name], test_rules.PLANT)
    return Topic(name, tuple(sorted(rule.name for rule in book.rules.values())), book, text, ("norms", "gb18218"))


def _round(stated: tuple[Triple, ...], number: int) -> Mutant:
    """One statement of each thing dropped or changed; which, goes round with the number."""
    things: dict[Term, list[Triple]] = {}
    for triple in stated:
        if triple.predicate not in {RDF.type, D.belongsTo, D.number}:
            things.setdefault(triple.subject, []).append(triple)
    instead: dict[Triple, tuple[Triple, ...]] = {}
    for place, triples in enumerate(things.values()):
        triple = triples[(place + number * 5) % len(triples)]
        instead[triple] = tuple(_new(triple, stated, number + place))
    return Mutant("round", f"round {number}", tuple(new for t in stated for new in instead.get(t, (t,))))


def _new(triple: Triple, stated: tuple[Triple, ...], turn: int) -> Iterator[Triple]:
    """Nothing every other time, else another value."""
    values = [*swapped(triple, (triple,), ()), *shifted(triple, DAY)] if turn % 2 else []
    if values:
        yield changed((triple,), "round", triple, [values[turn % len(values)]]).stated[0]


def _compare(found: Plants, plant: Topic, base: Trial, trial: Trial) -> None:
    if trial.crash:
        found.wrong.append(f"{plant.name} {trial.mutant.words}: {trial.crash}")
        return
    for rule, view in plant.views.items():
        targets = view.state(trial.facts, plant.silent(rule, trial.facts))[0]
        must, may = certain(view, trial.facts, targets)
        focuses = {NamedNode(focus) for focus in trial.focuses(rule)}
        found.caught[rule] += len(trial.focuses(rule) - base.focuses(rule))
        for said, nodes in (("not found", must - focuses), ("found", focuses - may)):
            found.wrong += [f"{plant.name} {trial.mutant.words or 'as it stands'}: {rule} {said}: {node}" for node in nodes]
