"""The borders of a rule, read from its shape, and mutants exactly on each, a step before and a step behind it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from examples import DAY, Topic, Trial
from facts import View
from mutants import NUMBERS, Mutant, changed, literal, of_day
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from duibiao.ontology import iris
from duibiao.ontology.terms import SH, XSD, Term
from duibiao.reasoning import Scratch, editions
from duibiao.shapes.model import ShapesGraph

_OPERAND = r"[?\w.]+(?:\s*[*+-]\s*[?\w.]+)*"
_COMPARISON = re.compile(rf"({_OPERAND})\s*(<=|>=|<|>)\s*({_OPERAND})")
_TRUTH = {"<": (True, False, False), "<=": (True, True, False), ">": (False, False, True), ">=": (False, True, True)}
STEP = Fraction(1, 1000)
VARIANTS = 40
"""How many mutants are tried as another example, for a border that the example does not show."""


@dataclass(frozen=True)
class Border:
    """A comparison in a rule. `query` gives its two sides, ?l and ?r, for each ?this."""

    rule: str
    words: str
    operator: str
    query: str

    def shown(self, caught: tuple[bool, ...]) -> bool | None:
        """Whether what was caught before, on and behind the border lies as the comparison says; None when it is the same everywhere."""
        if len(set(caught)) == 1:
            return None
        truth = _TRUTH[self.operator]
        return caught in (truth, tuple(not one for one in truth))


def borders(view: View) -> list[Border]:
    """The borders of a rule."""
    found = [*_of_core(view), *(border for text in view.selects for border in _of_select(view.rule.name, text))]
    return list(dict.fromkeys(found))


def _of_core(view: View) -> Iterator[Border]:
    for path, name, value in _limits(view.graph, view.rule.node, set()):
        operator = "<" if name.startswith("min") else ">"
        operator += "=" if name.endswith("Exclusive") else ""
        words = f"{path.value.rpartition('#')[2]} {operator} {value.value}"
        yield Border(view.rule.name, words, operator, f"SELECT ?this ?l ({value.value} AS ?r) WHERE {{ ?this {path} ?l }}")


def _limits(graph: ShapesGraph, node: Term, seen: set[Term]) -> Iterator[tuple[NamedNode, str, Literal]]:
    """The properties with the bounds on their values, in a shape and the blank nodes below it."""
    seen.add(node)
    path = graph.value(node, SH.path)
    for name in ("minInclusive", "maxInclusive", "minExclusive", "maxExclusive"):
        for value in graph.values(node, SH[name]):
            if isinstance(path, NamedNode) and isinstance(value, Literal):
                yield path, name, value
    for values in graph.index.get(node, {}).values():
        for term in values:
            if isinstance(term, BlankNode) and term not in seen:
                yield from _limits(graph, term, seen)


def _of_select(rule: str, text: str) -> Iterator[Border]:
    body = text[text.index("{") + 1 : text.rindex("}")].replace("$this", "?this")
    patterns = _without_filters(re.sub(r"FILTER\s+NOT\s+EXISTS\s*\{", "OPTIONAL {", body))
    for left, operator, right in _COMPARISON.findall(body):
        query = f"SELECT ?this (({left}) AS ?l) (({right}) AS ?r) WHERE {{ {patterns} }}"
        yield Border(rule, f"{left} {operator} {right}", operator, query)


def _without_filters(text: str) -> str:
    """The patterns without the conditions on them."""
    while found := re.search(r"FILTER\s*\(", text):
        end, depth = found.end(), 1
        while depth:
            depth += {"(": 1, ")": -1}.get(text[end], 0)
            end += 1
        text = text[: found.start()] + text[end:]
    return text


# --- where the border lies


def margins(border: Border, trial: Trial) -> dict[str, Fraction]:
    """By focus node, how far the left side is above the right one, in days or as a number."""
    found: dict[str, Fraction] = {}
    for row in Scratch(trial.facts.triples, editions.evaluation(DAY)).rows(border.query):
        left, right = _figure(row["l"]), _figure(row["r"])
        if left is not None and right is not None and isinstance(row["this"], NamedNode):
            found[row["this"].value] = left - right
    return found


def _figure(term: Term | None) -> Fraction | None:
    if not isinstance(term, Literal):
        return None
    try:
        return Fraction(date.fromisoformat(term.value).toordinal()) if term.datatype == XSD.date else Fraction(Decimal(term.value))
    except (ValueError, ArithmeticError):
        return None


def movable(stated: tuple[Triple, ...]) -> list[Triple]:
    """The statements of numbers and days."""
    return [t for t in stated if isinstance(t.object, Literal) and t.object.datatype in (*NUMBERS, XSD.date)]


def moved(stated: tuple[Triple, ...], triple: Triple, by: Fraction) -> Mutant | None:
    """The mutant with the statement so much higher; None where no literal can say so."""
    value = triple.object
    assert isinstance(value, Literal)
    if value.datatype == XSD.date:
        if by.denominator != 1:
            return None
        return changed(stated, "border", triple, [of_day(date.fromisoformat(value.value) + timedelta(int(by)))])
    new = Fraction(Decimal(value.value)) + by
    exact = Decimal(new.numerator) / Decimal(new.denominator)
    return changed(stated, "border", triple, [literal(exact, value)]) if Fraction(exact) == new else None


def around(border: Border, stated: tuple[Triple, ...], base: Trial, nudged: Mapping[Triple, Trial]) -> Iterator[tuple[str, list[Mutant]]]:
    """The focus nodes that a statement moves, each with the mutants before, on and behind the border."""
    start = margins(border, base)
    for triple, trial in nudged.items():
        now = margins(border, trial)
        for focus in start.keys() & now.keys():
            slope = now[focus] - start[focus]
            if slope:
                yield from _three(stated, focus, triple, -start[focus] / slope, slope)


def _three(stated: tuple[Triple, ...], focus: str, triple: Triple, way: Fraction, slope: Fraction) -> Iterator[tuple[str, list[Mutant]]]:
    value = triple.object
    step = STEP if isinstance(value, Literal) and value.datatype == XSD.decimal else Fraction(1)
    sign = 1 if slope > 0 else -1
    found = [moved(stated, triple, way + sign * step * side) for side in (-1, 0, 1)]
    if all(found):
        yield focus, [mutant for mutant in found if mutant]


@dataclass
class Shown:
    """What the examples show of a border: where it lies as the comparison says, after which other change first, where it does not;
    and how often a value across it passes when it is written as a text."""

    border: Border
    right: int = 0
    after: str = ""
    wrong: str = ""
    untyped: int = 0


def shown(topic: Topic, touching: Mapping[str, Sequence[Trial]]) -> dict[str, list[Shown]]:
    """The borders of each rule. Those that the example as it stands does not show are looked for in mutants that touch the rule."""
    found = {name: [Shown(border) for border in borders(view)] for name, view in topic.views.items()}
    _examine(topic, topic.base, [note for notes in found.values() for note in notes])
    for name, notes in found.items():
        for variant in [trial for trial in touching[name] if trial.mutant.kind in {"swap", "shift"}][:VARIANTS]:
            if missing := [note for note in notes if not note.right]:
                _examine(topic, variant, missing)
    return found


def _examine(topic: Topic, base: Trial, notes: Sequence[Shown]) -> None:
    """Try borders on an example, and note what it shows. Of a changed example, only the enterprise changed is looked at."""
    stated = _of_owner(base.mutant) if notes else ()
    nudges = [mutant for triple in movable(stated) if (mutant := moved(stated, triple, Fraction(1)))]
    nudged = {trial.mutant.touched: trial for trial in topic.tried(nudges) if trial.mutant.touched}
    places = [place for note in notes for place in _places(note, stated, base, nudged)]
    trials = list(topic.tried([mutant for place in places for mutant in place.mutants]))
    for number, place in enumerate(places):
        _note(place, trials[4 * number : 4 * number + 4], base.mutant.words)


@dataclass(frozen=True)
class _Place:
    """A focus node at a border: the mutants before, on and behind it, and the one that would be caught written as a text."""

    note: Shown
    focus: str
    mutants: tuple[Mutant, ...]


def _of_owner(mutant: Mutant) -> tuple[Triple, ...]:
    """What is stated of the enterprise that a mutant changes; all, if it changes none."""
    touched = mutant.touched
    return tuple(t for t in mutant.stated if not touched or iris.owner(t.subject) == iris.owner(touched.subject))


def _places(note: Shown, stated: tuple[Triple, ...], base: Trial, nudged: Mapping[Triple, Trial]) -> Iterator[_Place]:
    for focus, three in around(note.border, stated, base, nudged):
        worse = three[0 if _TRUTH[note.border.operator][0] else 2]
        yield _Place(note, focus, (*three, as_text(stated, worse)))


def as_text(stated: tuple[Triple, ...], mutant: Mutant) -> Mutant:
    """The mutant with its new value as a text, as untyped data have it."""
    assert mutant.touched
    new = mutant.stated[-1].object
    return changed(stated, "border", mutant.touched, [Literal(new.value)])  # type: ignore[union-attr]


def _note(place: _Place, trials: Sequence[Trial], after: str) -> None:
    note = place.note
    caught = tuple(place.focus in trial.focuses(note.border.rule) for trial in trials)
    right = note.border.shown(caught[:3])
    if right:
        note.after = note.after if note.right else after
        note.right += 1
        note.untyped += not caught[3]
    elif right is False and not note.wrong:
        told = zip(trials[:3], caught, strict=False)
        note.wrong = "; ".join(f"{trial.mutant.words}: {'caught' if one else 'silent'}" for trial, one in told)
