"""What a gap rests on, as three digests: the clauses, the data and the rule. A waiver holds as long as all three stay what they were."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode

from duibiao.ontology.terms import RDF, SH, Term
from duibiao.shapes import Gap, Rule, RuleBook

_SAY_WHERE = f"{SH.base}target"


@dataclass(frozen=True)
class Fingerprint:
    """The digests of the clauses that a gap rests on, of the data that its rule looked at, and of what its rule states."""

    basis: str
    data: str
    rule: str


def fingerprint(gap: Gap, book: RuleBook) -> Fingerprint:
    """That of a gap that a rule of `book` has found; the same by whichever engine, and for ever while nothing changes."""
    rule = next(rule for rule in book.rules.values() if rule.name == gap.rule)
    return Fingerprint(_digest(_clauses(gap)), _digest(_looked_at(gap, rule)), _digest(_stated(book, rule)))


def _digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def _clauses(gap: Gap) -> Iterator[str]:
    return (f"{basis.requirement} {basis.edition} {basis.clause}" for basis in gap.basis)


def _looked_at(gap: Gap, rule: Rule) -> Iterator[str]:
    """The evidence without the row it was read from, which moves when another row is put in, and the values that the message shows."""
    yield from (line for line in gap.evidence if line.startswith(f"<{gap.focus}> "))
    between = re.split(r"\{[?$]\w+\}", rule.message["zh"])
    shown = re.fullmatch("(.*)".join(map(re.escape, between)), gap.message["zh"], re.DOTALL)
    yield from (f"{number} {value}" for number, value in enumerate(shown.groups() if shown else [gap.message["zh"]]))


# --- the rule


def _stated(book: RuleBook, rule: Rule) -> Iterator[str]:
    """What the shapes graph states of the rule, and which nodes it is for."""
    yield _described(book, rule.node, frozenset())
    yield from _where(book, rule.node, frozenset())


def _described(book: RuleBook, node: Term, above: frozenset[Term]) -> str:
    """A node with its statements and those of the nodes below it, whatever blank nodes are called; other rules speak for themselves."""
    name = "" if isinstance(node, BlankNode) else str(node)
    if node in above or (above and node in book.rules):
        return name
    stated = (
        f"{predicate} {_described(book, term, above | {node})}"
        for predicate, terms in book.graph.index.get(node, {}).items()
        if predicate != SH.prefixes  # a prefix more changes no query
        for term in terms
    )
    return f"{name}[{' ; '.join(sorted(stated))}]"


def _where(book: RuleBook, node: Term, below: frozenset[Term]) -> Iterator[str]:
    """The targets of the shapes that name the node, and of those that name them."""
    for shape in {t.subject for t in book.graph.triples if t.object == node} - below:
        for predicate, terms in book.graph.index[shape].items():
            if predicate.value.startswith(_SAY_WHERE) or predicate in {SH.deactivated, RDF.type}:
                yield from (f"{predicate} {_described(book, term, frozenset({shape}))}" for term in terms)
        yield from _where(book, shape, below | {node})
