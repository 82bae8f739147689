"""Which statements the shipped rules look at. The others a check has only where it explains a gap."""

import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache, lru_cache

from pyoxigraph import NamedNode

from duibiao.ontology import iris
from duibiao.ontology.terms import ELI, PREFIXES, RDF, RDFS, D
from duibiao.reasoning.applicability import APPLICABILITY
from duibiao.reasoning.editions import UNDATED
from duibiao.shapes.compiler import Query
from duibiao.shapes.data import Law, Statements
from duibiao.shapes.rules import RuleBook, shipped

_ALSO = frozenset({RDF.type, RDFS.subClassOf, D.notSubjectTo, D.demandedBy, D.inUnit, D.lists, ELI.is_part_of, ELI.in_force})
"""Properties by which a check finds things, whatever the rules: who is subject to what, what is in force, what a unit holds."""
_OF_NORMS = (ELI.title, ELI.first_date_entry_in_force, ELI.date_no_longer_in_force, D.number, D.clauseNumber, D.unverifiedField)
_TOLD = frozenset(str(term).encode() for term in _OF_NORMS)
"""What is told of the norms that a gap rests on."""
_TYPE, _LABEL = str(RDF.type).encode(), str(RDFS.label).encode()
_KINDS = {
    f"{iris.resource('source').value}/".encode(): (D.SourceRow, D.SourceSheet, D.inFile, D.sheet, D.row),
    APPLICABILITY.encode(): (D.Applicability, D.ofRequirement, D.ofNorm, D.applies),
}
"""By what their IRIs have in them, kinds of nodes that are many, and the terms by which a rule would look at them."""
_NAME = re.compile(r"<([^<>\s]+)>|\b([a-z]+):([A-Za-z_]\w*)")


def put_aside(line: bytes) -> bool:
    """Whether a statement in N-Triples is one that no shipped rule looks at."""
    subject, predicate, _ = line.split(b" ", 2)
    return predicate not in _looked_at() or any(mark in subject for mark in apart(_looked_at()))


@cache
def apart(looked_at: frozenset[bytes]) -> tuple[bytes, ...]:
    """What the IRIs of nodes have in them that nobody looks at: rows of files, answers on applicability."""
    return tuple(mark for mark, terms in _KINDS.items() if looked_at.isdisjoint(str(term).encode() for term in terms))


def serves(book: RuleBook) -> bool:
    """Whether the rules are shipped ones, so that they look at nothing that is put aside."""
    return book.graph is shipped().graph


def lean(law: Law) -> Law:
    """The law without what neither the shipped rules look at nor an explanation tells of norms. The latter is put aside, and what terms are
    called, which a rule looks up only of properties whose values are at fault."""
    return replace(law, norms=_lean(law.norms.main))


@lru_cache(maxsize=8)
def _lean(norms: bytes) -> Statements:
    main, told = list[bytes](), list[bytes]()
    for line in norms.splitlines(keepends=True):
        _, predicate, thing = line.split(b" ", 2)
        if predicate == _LABEL or predicate in _TOLD - _looked_at():
            told.append(line)
        elif predicate in _looked_at() and (predicate != _TYPE or thing[:-3] in _looked_at()):
            main.append(line)
    return Statements(b"".join(main), (b"\n" + b"".join(sorted(told)),))


@cache
def version() -> int:
    """A number that is another once the rules look at something else."""
    return zlib.crc32(b" ".join(sorted(_looked_at())))


@cache
def _looked_at() -> frozenset[bytes]:
    """The properties, and some other terms, that the compiled rules name."""
    named = {term for text in (*_texts(shipped().queries), UNDATED) for term in _named(text)}
    needed = {term for rule in shipped().rules.values() for term in rule.needs}
    return frozenset(str(term).encode() for term in named | needed | _ALSO)


def _texts(queries: Iterable[Query]) -> Iterator[str]:
    for query in queries:
        yield from (query.text, query.times or "")
        for nodes in query.sets:
            yield from _texts(nodes.queries)


def _named(text: str) -> Iterator[NamedNode]:
    for iri, prefix, name in _NAME.findall(text):
        if iri or prefix in PREFIXES:
            yield NamedNode(iri or PREFIXES[prefix] + name)
