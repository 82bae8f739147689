"""A small graph in memory that reasoning, rules and judges work on: everything merged into one default graph."""

from collections.abc import Iterable, Mapping
from typing import Self

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple

from duibiao.ontology.terms import PREFIXES, Term
from duibiao.ontology.texts import Text

MERGED = DefaultGraph()


class Scratch:
    """Statements to query; gone with the process."""

    def __init__(self, *parts: Iterable[Triple]) -> None:
        self._engine = ox.Store()
        for part in parts:
            self.add(part)

    def add(self, triples: Iterable[Triple], graph: NamedNode | None = None) -> Self:
        """Take in more statements; those of a named graph are seen only by queries that name it."""
        # In memory `bulk_extend` takes a third of the time of `extend`, which can be undone.
        if graph is None:  # apart, for naming the default graph would double the time
            self._engine.bulk_extend(Quad(*triple) for triple in triples)
        else:
            self._engine.bulk_extend(Quad(t.subject, t.predicate, t.object, graph) for t in triples)
        return self

    def load(self, *n_triples: bytes | Text) -> Self:
        """Take in statements as N-Triples that an engine wrote, which are not examined again."""
        for text in n_triples:
            for part in text.parts if isinstance(text, Text) else (text,):
                self._engine.load(part, format=ox.RdfFormat.N_TRIPLES, lenient=True)
        return self

    def insert(self, pattern: str, graph: NamedNode, where: str) -> None:
        """Put the statements of a pattern into a named graph wherever a pattern matches, without taking them out of the engine."""
        self._engine.update(f"INSERT {{ GRAPH {graph} {{ {pattern} }} }} WHERE {{ {where} }}", prefixes=PREFIXES)

    def rows(self, text: str) -> ox.QuerySolutions:
        """The rows of a SELECT, our prefixes known."""
        rows = self._engine.query(text, prefixes=PREFIXES)
        if not isinstance(rows, ox.QuerySolutions):
            raise TypeError("only a SELECT gives rows")
        return rows

    def built(self, text: str) -> Iterable[Triple]:
        """The statements of a CONSTRUCT."""
        triples = self._engine.query(text, prefixes=PREFIXES)
        if not isinstance(triples, ox.QueryTriples):
            raise TypeError("only a CONSTRUCT gives statements")
        return triples

    def matching(
        self,
        subject: Term | None = None,
        predicate: NamedNode | None = None,
        obj: Term | None = None,
        graph: NamedNode | DefaultGraph = MERGED,
    ) -> Iterable[Triple]:
        """The statements of this pattern."""
        return (quad.triple for quad in self._engine.quads_for_pattern(subject, predicate, obj, graph))  # type: ignore[arg-type]

    def value(self, subject: Term, predicate: NamedNode) -> Term | None:
        """The one value of a property of a node, the first in order where there are several; None where there is none."""
        return min((triple.object for triple in self.matching(subject, predicate)), key=str, default=None)

    def values(self, predicate: NamedNode) -> Mapping[Term, Term]:
        """One value of a property that has one, by subject."""
        return {triple.subject: triple.object for triple in self.matching(predicate=predicate)}

    def triples(self) -> Iterable[Triple]:
        """Every statement."""
        return self.matching()


def text(triples: Iterable[Triple]) -> bytes | Text:
    """The statements as N-Triples, or the text that they are already."""
    return triples if isinstance(triples, Text) else n_triples(triples)


def n_triples(triples: Iterable[Triple]) -> bytes:
    """The statements as N-Triples: to load these takes half the time of adding the statements, but gives blank nodes other names."""
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
