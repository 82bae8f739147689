"""The results as a table for people and as data for programs."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from mutants import KINDS
from outcomes import Outcome
from plants import Plants
from survivors import explained


@dataclass
class Results:
    """All that a run found. `survivors` are changes of rules that no test notices, `at_odds` rules that the engines differ about."""

    outcomes: list[Outcome] = field(default_factory=list)
    mutants: int = 0
    crashes: list[str] = field(default_factory=list)
    judged: int = 0
    at_odds: list[str] = field(default_factory=list)
    changes: int = 0
    survivors: list[tuple[str, str]] = field(default_factory=list)
    plants: Plants = field(default_factory=Plants)

    @property
    def failed(self) -> bool:
        """Whether a rule catches nothing, misses a border or is at odds with what is certain; survivors alone are no failure."""
        return bool(self.crashes or self.at_odds or self.plants.wrong) or any(one.failed for one in self.outcomes)


def as_text(results: Results) -> Iterator[str]:
    """The lines of the table."""
    yield f"{'rule':<44}{'touch':>6}{'caught':>7}{'told':>6}{'silent':>7}{'certain':>8}{'plants':>7}  caught/all by kind; borders"
    for one in results.outcomes:
        told, silent = (sum(getattr(tally, name) for tally in one.kinds.values()) for name in ("told", "silent"))
        figures = f"{one.mutants:>6}{one.caught:>7}{told:>6}{silent:>7}{one.certain:>8}{results.plants.caught[one.rule]:>7}"
        yield f"{one.rule:<44}{figures}  {', '.join((*_by_kind(one), *_borders(one)))}"
        yield from (f"    {line}" for line in _remarks(one))
    yield ""
    yield from _totals(results)


def _by_kind(one: Outcome) -> Iterator[str]:
    for kind in KINDS:
        if tally := one.kinds.get(kind):
            yield f"{kind} {tally.caught}/{tally.mutants}"


def _borders(one: Outcome) -> Iterator[str]:
    if one.borders:
        yield f"border {len(one.borders) - len(one.missed)}/{len(one.borders)}"


def _remarks(one: Outcome) -> Iterator[str]:
    """What is wrong with a rule, and what it lets pass."""
    if not one.caught:
        yield "CATCHES NONE"
    yield from (f"MISSED BORDER {note.border.words}{'; ' + note.wrong if note.wrong else ''}" for note in one.missed)
    yield from (f"BLIND {words}" for words in one.blind)
    yield from (f"FALSE {words}" for words in one.false)
    yield from (f"border {note.border.words} is shown only after: {note.after}" for note in one.borders if note.right and note.after)
    if blind := _blind_kinds(one):
        yield f"blind to: {blind}"


def _blind_kinds(one: Outcome) -> str:
    """The kinds of change none of which is caught or told, each with the properties changed; and values across a border as texts."""
    found = [f"{kind} of {', '.join(sorted(tally.of))}" for kind, tally in one.kinds.items() if tally.silent == tally.mutants]
    untyped = sorted({note.border.words for note in one.borders if note.untyped})
    return "; ".join((*found, *(f"a text across {words}" for words in untyped)))


def _totals(results: Results) -> Iterator[str]:
    outcomes = results.outcomes
    borders = [note for one in outcomes for note in one.borders]
    touch, caught = sum(one.mutants for one in outcomes), sum(one.caught for one in outcomes)
    yield f"{len(outcomes)} rules, {results.mutants} mutants; touching a rule, counted for each: {touch}, caught {caught}"
    catching, seen = sum(bool(one.caught) for one in outcomes), sum(bool(note.right) for note in borders)
    yield f"{catching} rules catch one at least; {seen} of {len(borders)} borders are shown"
    certain, blind, false = sum(o.certain for o in outcomes), sum(len(o.blind) for o in outcomes), sum(len(o.false) for o in outcomes)
    yield f"certain to be caught: {certain}, of which blind {blind}; caught and certain not to be: {false}"
    yield f"mutants that end the check with an error: {len(results.crashes)}"
    yield from (f"    {line}" for line in results.crashes)
    yield f"judged by pySHACL as well: {results.judged} mutants, at odds about {len(results.at_odds)}"
    yield from (f"    {line}" for line in results.at_odds)
    yield f"sample plants: {sum(results.plants.caught.values())} caught, at odds with what is certain: {len(results.plants.wrong)}"
    yield from (f"    {line}" for line in results.plants.wrong)
    told = [(rule, words, explained(words)) for rule, words in results.survivors]
    unexplained = sum(not why for _, _, why in told)
    yield f"changes of rules: {results.changes}, not noticed by tests/test_rules.py: {len(told)}, of which unexplained: {unexplained}"
    yield from (f"    {rule}: {words}{f' ({why})' if why else ''}" for rule, words, why in told)


def as_data(results: Results) -> dict[str, Any]:
    """The same for programs."""
    return {
        "failed": results.failed,
        "mutants": results.mutants,
        "crashes": results.crashes,
        "judged": {"mutants": results.judged, "at_odds": results.at_odds},
        "plants": {"caught": dict(sorted(results.plants.caught.items())), "at_odds": results.plants.wrong},
        "changes_of_rules": {"all": results.changes, "survivors": [_survivor(*one) for one in results.survivors]},
        "rules": [_rule(one) for one in results.outcomes],
    }


def _survivor(rule: str, change: str) -> dict[str, str]:
    return {"rule": rule, "change": change, "without_effect": explained(change)}


def _rule(one: Outcome) -> dict[str, Any]:
    kinds = {k: {"caught": t.caught, "told": t.told, "silent": t.silent, "silent_about": sorted(t.of)} for k, t in one.kinds.items()}
    borders = [
        {"border": n.border.words, "shown": n.right, "after": n.after, "passes_as_text": n.untyped, "wrong": "" if n.right else n.wrong}
        for n in one.borders
    ]
    told = {"certain": one.certain, "blind": one.blind, "false": one.false}
    return {"rule": one.rule, "topic": one.topic, "mutants": one.mutants, "caught": one.caught, "kinds": kinds, "borders": borders, **told}
