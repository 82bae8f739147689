"""Mutants of the rules themselves: each has to be noticed by an example or by a border of tests/test_rules.py."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import test_rules
from examples import DAY, Topic, renumbered
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from duibiao import shapes
from duibiao.ontology import iris
from duibiao.ontology.terms import RDF, SH, Term
from duibiao.shapes import ShapesError
from duibiao.shapes.rules import book

_CONSTRAINTS = frozenset(
    SH[n] for n in ("minCount", "maxCount", "hasValue", "minInclusive", "maxInclusive", "not", "and", "or", "sparql", "in")
)
_COUNTED = frozenset(SH[n] for n in ("minCount", "maxCount", "minInclusive", "maxInclusive"))
_OPERATORS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
_COMPARED = re.compile(r"(?<=\s)(<=|>=|<|>)(?=\s)")
_FIGURE = re.compile(r"(?<=[<>=*] )\d+(?:\.\d+)?")
_BACK = ("oneMonthBefore", "sixMonthsBefore", "oneYearBefore", "threeYearsBefore")


WITHOUT_EFFECT = {
    "LANG(": "the same things are found, in words of the other language",
    "DATATYPE(": "Oxigraph compares no text with a day; said for engines that do",
    "?state = eli:InForce-inForce": "shown by test_a_limit_counts_only_while_its_norm_is_in_force, on other days",
}
"""Why a change that has this in it comes out the same on the day of the examples."""


@dataclass(frozen=True)
class Change:
    """A change of a rule, in words, and the shapes graph after it."""

    rule: str
    words: str
    triples: tuple[Triple, ...]


def explained(words: str) -> str:
    """Why the tests cannot notice a change; empty where nobody has said why."""
    return next((why for part, why in WITHOUT_EFFECT.items() if part in words), "")


def changes(topic: Topic, rule: str) -> Iterator[Change]:
    """The mutants of a rule: a constraint dropped, a border shifted by one, a member of a list or a condition of a filter left out."""
    nodes = _below(topic, topic.views[rule].rule.node, {})
    for triple in [t for t in topic.book.graph.triples if t.subject in nodes]:
        for words, new in _instead(topic, triple):
            kept = (t for t in topic.book.graph.triples if t != triple)
            yield Change(rule, words, (*kept, *new))


def _below(topic: Topic, node: Term, seen: dict[Term, None]) -> dict[Term, None]:
    seen[node] = None
    for predicate, values in topic.book.graph.index.get(node, {}).items():
        for term in values:
            if isinstance(term, BlankNode) and term not in seen and predicate != SH.path:
                _below(topic, term, seen)
    return seen


def _instead(topic: Topic, triple: Triple) -> Iterator[tuple[str, list[Triple]]]:
    """What may stand instead of a statement of a shape, in words."""
    value, name = triple.object, triple.predicate.value.rpartition("#")[2]
    path = topic.book.graph.value(triple.subject, SH.path)
    name = f"{_short(path)} {name}" if path else name
    if triple.predicate in _CONSTRAINTS and isinstance(triple.subject, NamedNode | BlankNode):
        yield f"{name} {_short(value)} dropped", []
    if triple.predicate in _COUNTED and isinstance(value, Literal):
        for by in (-1, 1) if value.value != "1" else (1,):  # at least none is no constraint, and that has been tried
            yield f"{name} {value.value} → {int(value.value) + by}", [_with(triple, Literal(int(value.value) + by))]
    if triple.predicate == RDF.rest and value != RDF.nil:
        after = topic.book.graph.value(value, RDF.rest)
        yield f"member {_member(topic, topic.book.graph.value(value, RDF.first))} left out", [_with(triple, after or RDF.nil)]
    if triple.predicate == SH.select and isinstance(value, Literal):
        yield from ((words, [_with(triple, Literal(text))]) for words, text in dict(select_changes(value.value)).items())


def _with(triple: Triple, value: Term) -> Triple:
    return Triple(triple.subject, triple.predicate, value)


def _member(topic: Topic, term: Term | None) -> str:
    """A member of a list: a value, or a shape by its path."""
    return _short(topic.book.graph.value(term, SH.path) if isinstance(term, BlankNode) else term)


def _short(term: Term | None) -> str:
    return term.value.rpartition("#")[2] if isinstance(term, NamedNode | Literal) else "(…)"


def select_changes(text: str) -> Iterator[tuple[str, str]]:
    """The mutants of a query, each in words."""
    for found in _COMPARED.finditer(text):
        new = _replaced(text, found, _OPERATORS[found[0]])
        yield f"{_around(text, found)} → {_OPERATORS[found[0]]}", new
    for found in _FIGURE.finditer(text):
        yield from ((f"{_around(text, found)} {by:+d}", _replaced(text, found, f"{int(found[0]) + by}")) for by in (-1, 1))
    for found in re.finditer("|".join(_BACK), text):
        other = _BACK[(_BACK.index(found[0]) + 1) % len(_BACK)]
        yield f"{found[0]} → {other}", _replaced(text, found, other)
    for start, end in filters(text):
        yield f"without {' '.join(text[start:end].split())}", text[:start] + text[end:]
        yield from _operands(text, start, end)


def filters(text: str) -> Iterator[tuple[int, int]]:
    """Where the filters of a query begin and end."""
    for found in re.finditer(r"FILTER (?:NOT EXISTS )?([({])", text):
        closing, end, depth = {"(": ")", "{": "}"}[found[1]], found.end(), 1
        while depth:
            depth += {found[1]: 1, closing: -1}.get(text[end], 0)
            end += 1
        yield found.start(), end


def _operands(text: str, start: int, end: int) -> Iterator[tuple[str, str]]:
    """The filter with one side of an && or || left out."""
    inner = text[start:end]
    for found in re.finditer(r"\s*(&&|\|\|)\s*", inner):
        left, right = _side(inner, found.start(), -1), _side(inner, found.end(), 1)
        for a, b in ((left, found.end()), (found.start(), right)):
            yield f"without {' '.join(inner[a:b].split()).strip('&| ')}", text[:start] + inner[:a] + inner[b:] + text[end:]


def _side(text: str, at: int, step: int) -> int:
    """Where the operand that ends or begins at a place begins or ends: at the bracket around it, or at the next operator."""
    depth, here = 0, at
    while True:
        char = text[here - 1] if step < 0 else text[here]
        depth += {"(": 1, "{": 1, ")": -1, "}": -1}.get(char, 0) * step
        if depth < 0 or (depth == 0 and char in "&|,"):
            return here
        here += step


def _replaced(text: str, found: re.Match[str], new: str) -> str:
    return text[: found.start()] + new + text[found.end() :]


def _around(text: str, found: re.Match[str]) -> str:
    """The comparison that a place is in."""
    start = max(text.rfind(mark, 0, found.start()) for mark in ("(", "|", "&"))
    end = min(place for mark in (")", "|", "&") if (place := text.find(mark, found.end())) > 0)
    return text[start + 1 : end].strip()


# --- whether the tests notice


@dataclass(frozen=True)
class Tested:
    """All examples of a topic and its borders in one graph, each an enterprise of its own, and by rule those it has to be violated in."""

    own: tuple[Triple, ...]
    expected: dict[str, frozenset[int]]
    good: int


@cache
def tested(topic: Topic) -> Tested:
    """What tests/test_rules.py holds the rules of a topic to."""
    cases = [(path.read_text("utf-8"), _expected(path.name)) for path in sorted((test_rules.EXAMPLES / topic.name).glob("*.ttl"))]
    for example, old, new, rules in test_rules.BORDERS:
        if example.startswith(f"{topic.name}/"):
            text = (test_rules.EXAMPLES / f"{example}.ttl").read_text("utf-8")
            cases.append((text.replace(old, new), rules))
    folders = test_rules.looked_at(topic.name)
    own = [t for number, (text, _) in enumerate(cases) for t in renumbered(test_rules.known(text, *folders), number)]
    expected = {rule: frozenset(n for n, (_, rules) in enumerate(cases) if rule in rules) for rule in topic.rules}
    good = next(number for number, (_, rules) in enumerate(cases) if not rules)
    return Tested(tuple(own), expected, good)


def _expected(name: str) -> set[str]:
    return set() if name == "good.ttl" else {name.split(".")[1]}


def noticed(topic: Topic, change: Change) -> bool:
    """Whether an example or a border of the tests comes out otherwise."""
    try:
        changed = book(change.triples).only([change.rule])
        found = shapes.check(topic.norms, tested(topic).own, iris.enterprise(test_rules.PLANT), DAY, changed).gaps
    except ShapesError:
        return True
    return {int(gap.focus.partition("GXT")[2][:4]) for gap in found} != tested(topic).expected[change.rule]
