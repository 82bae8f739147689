"""The graph that the rules run on: some enterprises, the norms, the ontology and the day, merged; the same for every engine."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Self

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, NamedNode, Triple

from duibiao.ontology import iris
from duibiao.ontology import load as ontology
from duibiao.ontology.terms import PROV, RDF, RDFS, D, Term
from duibiao.ontology.texts import Text
from duibiao.reasoning import Scratch, editions, hazard_identification
from duibiao.reasoning.force import binding_force_on
from duibiao.reasoning.hazard_tables import in_force_from
from duibiao.reasoning.scratch import MERGED, Underlay, n_triples, text

INSTANCE_OF = NamedNode("urn:x-duibiao:instance-of")
"""rdf:type closed over rdfs:subClassOf. It exists in the scratch store only: judges never see it, compiled queries ask for nothing else."""

DERIVED = NamedNode("urn:x-duibiao:derived")
"""The graph of the scratch store that holds what the compiled queries look up beside the data."""


@dataclass(frozen=True)
class Statements:
    """What is stated and derived of one enterprise, or by the norms, as N-Triples. `aside` is what no rule looks at and only explanations
    do, in texts of sorted lines; it may be empty, all being in `main`, which may have `more` parts."""

    main: bytes
    aside: tuple[bytes, ...] = ()
    more: tuple[bytes | Text, ...] = ()

    @classmethod
    def of(cls, *statements: Iterable[Triple]) -> Self:
        """Statements at hand."""
        return cls(b"", more=tuple(map(text, statements)))

    @property
    def parts(self) -> tuple[bytes | Text, ...]:
        """The texts that the rules look at."""
        return self.main, *self.more

    def about(self, node: Term) -> bytes:
        """The lines put aside that are about the node, and about the rows of files that it comes from or their sheets."""
        found = self._about(node)
        rows = {NamedNode(row.decode()) for row in _SOURCE.findall(found)}
        sheets = {place[0] for row in rows if (place := iris.place(row))}
        return found + b"".join(map(self._about, rows | sheets))

    def _about(self, node: Term) -> bytes:
        return b"".join(_about(lines, node) for lines in self.aside)


_SOURCE = re.compile(re.escape(str(PROV.wasDerivedFrom).encode()) + rb" <([^>]*)>")


def _about(lines: bytes, node: Term) -> bytes:
    """The lines whose subject is the node; they stand together."""
    subject = f"\n{node} ".encode()
    start = end = lines.find(subject)
    while lines.startswith(subject, end):
        end = lines.index(b"\n", end + 1)
    return lines[start + 1 : end + 1] if end > start else b""


@dataclass(frozen=True)
class Law:
    """The norms on a day as every check needs them: made once, however many enterprises are checked. The day itself is not among the
    statements, so that days between which nothing comes into force share them."""

    day: date
    norms: Statements

    @classmethod
    def on(cls, day: date, norms: Iterable[Triple]) -> Self:
        """With the ontology, the editions in force and the binding force of their clauses."""
        data = Scratch(ontology(), norms)
        data.add(list(editions.on(day, data)))
        data.add(list(binding_force_on(day, data)))
        return cls(day, Statements(n_triples(data.triples())))

    @property
    def knows_identification(self) -> bool:
        """Whether the day is one on which major hazard sources were identified as they were when enterprises were derived. Earlier, that
        is done anew."""
        return self.day >= in_force_from()


def graph(law: Law, enterprises: Iterable[Statements]) -> Scratch:
    """The data graph for a check of some enterprises together."""
    data = _underlay(law.norms.main).scratch().add(editions.evaluation(law.day))
    for stated in enterprises:
        if law.knows_identification:
            data.load(*stated.parts)
        else:  # rare, and then what was derived by a later edition has to go
            data.add(list(hazard_identification.on(law.day, (triple for part in stated.parts for triple in _parsed(part)))))
    return data.add(list(editions.undated(data)))


@lru_cache(maxsize=8)
def _underlay(norms: bytes) -> Underlay:
    return Underlay(norms)


def _parsed(n_triples: bytes | Text) -> Iterable[Triple]:
    return n_triples if isinstance(n_triples, Text) else (quad.triple for quad in ox.parse(n_triples, format=ox.RdfFormat.N_TRIPLES))


class Typed(Scratch):
    """A data graph that knows what each thing is an instance of (SHACL: rdf:type/rdfs:subClassOf*).

    Where a member of a class has only a subclass as its rdf:type, the members are stated in a graph of their own. To be of any other
    class is to have it as rdf:type, as things nearly always do, and queries are told so before they run.

    What `stated`, by enterprise, or `norms` have put aside about a thing is taken in when something is asked about that thing.
    """

    def __init__(
        self,
        data: Scratch,
        classes: Collection[Term],
        stated: Mapping[NamedNode, Statements] | None = None,
        norms: Statements | None = None,
    ) -> None:
        self._engine, self._data = data._engine, data
        parts: list[tuple[NamedNode | None, Statements]] = [*(stated or {}).items(), *([(None, norms)] if norms else [])]
        self._aside = {owner: statements for owner, statements in parts if statements.aside}
        self._complete: set[Term] = set()
        self._closed: frozenset[Term] = frozenset()
        self._peopled: dict[Term, bool] = {}
        subclasses = _subclasses(data)
        below = {cls: _below(cls, subclasses) for cls in classes if cls in subclasses}
        self._closed = frozenset(cls for cls in below if self._gains(cls, below[cls]))
        for cls in self._closed:
            self._close(cls, below[cls])

    def _gains(self, cls: Term, below: set[Term]) -> bool:
        """Whether a member of a subclass has not the class itself as rdf:type."""
        if not any(map(self.has_member, below)):
            return False
        if any(not isinstance(term, NamedNode) for term in below):
            return True
        return any(True for _ in super().rows(f"SELECT ?node WHERE {{ {_of_any(below)} FILTER NOT EXISTS {{ ?node a {cls} }} }} LIMIT 1"))

    def _close(self, cls: Term, below: set[Term]) -> None:
        self.insert(f"?node {INSTANCE_OF} {cls}", DERIVED, _of_any({cls, *below}))
        nameless = (term for term in below if not isinstance(term, NamedNode))  # a query cannot name them
        self.add([Triple(t.subject, INSTANCE_OF, cls) for term in nameless for t in self.matching(None, RDF.type, term)], DERIVED)

    def add(self, triples: Iterable[Triple], graph: NamedNode | None = None) -> Self:
        """Take more statements into the data."""
        self._data.add(triples, graph)
        return self

    def turn_to(self, day: date) -> None:
        """Make another day the day of judgement; the law has to be the same on it."""
        self._data.remove(D.evaluation)
        self.add(editions.evaluation(day))

    def load(self, *n_triples: bytes | Text) -> Self:
        """Take more statements into the data, as N-Triples that an engine wrote."""
        self._data.load(*n_triples)
        return self

    def matching(
        self,
        subject: Term | None = None,
        predicate: NamedNode | None = None,
        obj: Term | None = None,
        graph: NamedNode | DefaultGraph = MERGED,
    ) -> Iterable[Triple]:
        """The statements of this pattern, those put aside too where it names the subject."""
        if subject is not None:
            self.complete(subject)
        return super().matching(subject, predicate, obj, graph)

    def complete(self, thing: Term) -> None:
        """Take in what was put aside about a thing."""
        if thing not in self._complete:
            self._complete.add(thing)
            owner = iris.owner(thing)
            if owner in self._aside:
                self.load(self._aside[owner].about(thing))

    def rows(self, text: str) -> ox.QuerySolutions:
        """The rows of a SELECT, our prefixes known, instance-of understood."""
        return super().rows(_understood(text, self._closed))

    def has_member(self, cls: Term) -> bool:
        """Whether the data have an instance of the class; what is derived while a check goes on has none of a class that had none."""
        if cls not in self._peopled:
            self._peopled[cls] = cls in self._closed or any(True for _ in super().matching(None, RDF.type, cls))
        return self._peopled[cls]

    def members(self, cls: NamedNode) -> set[Term]:
        """The instances of a class."""
        stated = (None, INSTANCE_OF, cls, DERIVED) if cls in self._closed else (None, RDF.type, cls)
        return {triple.subject for triple in self.matching(*stated)}


_INSTANCE = re.compile(rf"GRAPH {re.escape(str(DERIVED))} \{{ (\S+) {re.escape(str(INSTANCE_OF))} <([^>]*)> \}}")


@lru_cache(maxsize=4096)
def _understood(text: str, closed: frozenset[Term]) -> str:
    return _INSTANCE.sub(lambda found: found[0] if NamedNode(found[2]) in closed else f"{found[1]} a <{found[2]}> .", text)


def _of_any(classes: Iterable[Term]) -> str:
    """The pattern of what has one of the classes as rdf:type, as far as they have names."""
    named = " ".join(sorted(str(cls) for cls in classes if isinstance(cls, NamedNode)))
    return f"VALUES ?type {{ {named} }} ?node a ?type"


def _subclasses(data: Scratch) -> dict[Term, set[Term]]:
    """By class those stated to be directly below it."""
    found: dict[Term, set[Term]] = {}
    for triple in data.matching(predicate=RDFS.subClassOf):
        found.setdefault(triple.object, set()).add(triple.subject)
    return found


def _below(cls: Term, subclasses: Mapping[Term, set[Term]]) -> set[Term]:
    """All subclasses of a class, itself apart."""
    found: set[Term] = set()
    open_ = [cls]
    while open_:
        new = subclasses.get(open_.pop(), set()) - found - {cls}
        found |= new
        open_ += new
    return found
