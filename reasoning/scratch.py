"""A small graph in memory that reasoning, rules and judges work on: everything merged into one default graph."""

from collections.abc import Iterable, Mapping
from typing import Self

import pyoxigraph as ox
from pyoxigraph import NamedNode, Quad, Triple

from duibiao.ontology.terms import PREFIXES, Term


class Scratch:
    """Statements to query; gone with the process."""

    def __init__(self, *parts: Iterable[Triple]) -> None:
        self._engine = ox.Store()
        for part in parts:
            self.add(part)

    def add(self, triples: Iterable[Triple]) -> Self:
        """Take in more statements."""
        self._engine.extend(Quad(*triple) for triple in triples)
        return self

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

    def matching(self, subject: Term | None = None, predicate: NamedNode | None = None, obj: Term | None = None) -> Iterable[Triple]:
        """The statements of this pattern."""
        return (quad.triple for quad in self._engine.quads_for_pattern(subject, predicate, obj))  # type: ignore[arg-type]

    def values(self, predicate: NamedNode) -> Mapping[Term, Term]:
        """One value of a property that has one, by subject."""
        return {triple.subject: triple.object for triple in self.matching(predicate=predicate)}

    def triples(self) -> Iterable[Triple]:
        """Every statement."""
        return self.matching()
