"""A small graph in memory that reasoning, rules and judges work on: everything merged into one default graph."""

import re
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from queue import Empty, SimpleQueue
from typing import Self

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple

from duibiao.ontology.terms import PREFIXES, Term
from duibiao.ontology.texts import Text

MERGED = DefaultGraph()
_MANY = 2000


class Scratch:
    """Statements to query; gone with the process."""

    def __init__(self, *parts: Iterable[Triple]) -> None:
        self._engine = ox.Store()
        for part in parts:
            self.add(part)

    def add(self, triples: Iterable[Triple], graph: NamedNode | None = None) -> Self:
        """Take in more statements; those of a named graph are seen only by queries that name it."""
        # Of many `bulk_extend` takes a third of the time of `extend`, which can be undone; of few it is the slower.
        into = () if graph is None else (graph,)  # naming the default graph would double the time
        quads = [Quad(*triple, *into) for triple in triples]
        (self._engine.bulk_extend if len(quads) > _MANY else self._engine.extend)(quads)
        return self

    def load(self, *n_triples: bytes | Text) -> Self:
        """Take in statements as N-Triples that an engine wrote, which are not examined again."""
        for text in n_triples:
            for part in text.parts if isinstance(text, Text) else (text,):
                self._engine.load(part, format=ox.RdfFormat.N_TRIPLES, lenient=True)
        return self

    def remove(self, subject: NamedNode) -> None:
        """Take out what is said of a thing."""
        for quad in list(self._engine.quads_for_pattern(subject, None, None, MERGED)):
            self._engine.remove(quad)

    def insert(self, pattern: str, graph: NamedNode, where: str) -> None:
        """Put the statements of a pattern into a named graph wherever a pattern matches, without taking them out of the engine."""
        self._engine.update(declared(f"INSERT {{ GRAPH {graph} {{ {pattern} }} }} WHERE {{ {where} }}"))

    def rows(self, text: str) -> ox.QuerySolutions:
        """The rows of a SELECT, our prefixes known."""
        rows = self._engine.query(declared(text))
        if not isinstance(rows, ox.QuerySolutions):
            raise TypeError("only a SELECT gives rows")
        return rows

    def built(self, text: str) -> Iterable[Triple]:
        """The statements of a CONSTRUCT."""
        triples = self._engine.query(declared(text))
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


@lru_cache(maxsize=4096)
def declared(text: str) -> str:
    """A query with those of our prefixes declared that it uses and does not declare: all of them would take as long as a small query."""
    used = sorted(PREFIXES.keys() & set(_PREFIX.findall(text)) - set(_DECLARED.findall(text)))
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in used) + text


_PREFIX, _DECLARED = re.compile(r"\b(\w+):"), re.compile(r"(?i)\bprefix\s+(\w+):")


class Underlay:
    """Statements, as N-Triples that an engine wrote, that are laid under one enterprise after the other. The graph for the next is made
    while somebody works on the last: the engine does that without holding up Python."""

    def __init__(self, n_triples: bytes) -> None:
        self._n_triples = n_triples
        self._ready: SimpleQueue[Scratch] = SimpleQueue()

    def scratch(self) -> Scratch:
        """A graph of its own with the statements."""
        try:
            return self._ready.get_nowait()
        except Empty:
            return self._made()
        finally:
            _MAKER.submit(lambda: self._ready.put(self._made()))

    def _made(self) -> Scratch:
        return Scratch().load(self._n_triples)


_MAKER = ThreadPoolExecutor(1, "underlay")


def text(triples: Iterable[Triple]) -> bytes | Text:
    """The statements as N-Triples, or the text that they are already."""
    return triples if isinstance(triples, Text) else n_triples(triples)


def n_triples(triples: Iterable[Triple]) -> bytes:
    """The statements as N-Triples: to load these takes half the time of adding the statements, but gives blank nodes other names."""
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
