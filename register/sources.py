"""Several files that speak of one enterprise: each replaces what it said before and nothing else, and where two disagree both stay.

A thing says by its rows which files it comes from. What only one file speaks of is that file's; of what several speak of, each statement
is also kept with its file (rdf:Statement), so that taking a file's part back takes back no other's.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.loaders.sheets import SHEETS
from duibiao.ontology import iris
from duibiao.ontology.errors import Refusal
from duibiao.ontology.terms import PROV, RDF, D, Term
from duibiao.ontology.texts import Text, having
from duibiao.store import Store

Said = dict[str, set[Triple]]
"""What each file says, by its name; what comes from no file stands under an empty name."""


class UnknownSource(Refusal):
    """No file of this name has said anything of the enterprise; the message lists those that have."""


def _single() -> Iterator[NamedNode]:
    """The properties of which a thing has one value, by every sheet that states them."""
    several = set()
    for model in SHEETS:
        told = Counter(column.term for column in model.columns().values())
        several |= {column.term for name, column in model.columns().items() if model.several(name) or told[column.term] > 1}
    yield from {c.term for model in SHEETS for c in model.columns().values() if c.term and c.term not in several}


_SINGLE = frozenset(_single())


def merged(before: Iterable[Triple], file: str, new: Set[Triple], replaces: str | None = None) -> frozenset[Triple]:
    """What is stated of an enterprise once a file says `new`, after what was stated `before`; `replaces` names an earlier file whose place
    it takes; UnknownSource where nothing comes from a file of that name."""
    said = by_file(before)
    if replaces is not None and replaces not in said:
        raise UnknownSource(f"nothing of this enterprise comes from {replaces}; there are: {', '.join(sorted(said)) or 'none'}")
    said.pop(replaces or file, None)
    said[file] = set(new)
    together = frozenset().union(*said.values())
    return together.union(_told(said, _files(together))) if len(said) > 1 else together


def is_only(store: Store, graph: NamedNode, file: str) -> bool:
    """Whether all that is stored of an enterprise comes from this file."""
    return {_name(triple.object) for triple in store.having(graph, D.inFile)} == {file}


def by_file(stated: Iterable[Triple]) -> Said:
    """What each file says of the enterprise that these statements are about."""
    triples = list(stated)
    kept = _kept(triples)
    plain = [triple for triple in triples if triple.subject not in kept and triple.predicate != D.saidBy]
    files = _files(plain)
    only = {name for names in files.values() for name in names}
    said: Said = {}
    for name, triple in kept.values():
        said.setdefault(name, set()).add(triple)
    for triple in plain:
        names = _of(triple.subject, files) or (only or {""} if not kept else set())
        if len(names) == 1:
            said.setdefault(next(iter(names)), set()).add(triple)
    return said


def files(stated: Iterable[Triple]) -> set[str]:
    """The names of the files that these statements come from."""
    return {_name(triple.object) for triple in having(stated, D.inFile)}


def disagreements(stated: Iterable[Triple]) -> Iterator[Triple]:
    """Of the things that several files speak of, the properties with one value on which the files differ."""
    if isinstance(stated, Text):  # which is what one file says
        return
    values: dict[tuple[Term, NamedNode], set[Term]] = {}
    for _, triple in _kept(list(stated)).values():
        if triple.predicate in _SINGLE:
            values.setdefault((triple.subject, triple.predicate), set()).add(triple.object)
    for (subject, predicate), found in values.items():
        if len(found) > 1:
            yield Triple(subject, D.disagreesOn, predicate)  # type: ignore[arg-type]


def _name(term: Term) -> str:
    return term.value if isinstance(term, Literal | NamedNode) else ""


def _files(triples: Iterable[Triple]) -> Mapping[Term, set[str]]:
    """By row of a file and by thing that comes from rows: the names of the files."""
    derived = [triple for triple in triples if triple.predicate in (D.inFile, PROV.wasDerivedFrom)]
    files: dict[Term, set[str]] = {t.subject: {_name(t.object)} for t in derived if t.predicate == D.inFile}
    for triple in derived:
        if triple.predicate == PROV.wasDerivedFrom and (names := files.get(triple.object) or files.get(_sheet(triple.object))):
            files.setdefault(triple.subject, set()).update(names)
    return files


def _sheet(row: Term) -> Term:
    """The sheet of a row, which tells the file where the row itself does not."""
    place = iris.place(row) if isinstance(row, NamedNode) else None
    return place[0] if place else row


def _of(subject: Term, files: Mapping[Term, set[str]]) -> set[str]:
    """The files that speak of a thing, or of that which it is a part of by its IRI; none where no row tells."""
    while subject not in files and isinstance(subject, NamedNode) and subject.value.startswith(iris.BASE) and subject != _ROOT:
        subject = NamedNode(subject.value.rpartition("/")[0])
    return files.get(subject, set())


def _told(said: Said, files: Mapping[Term, set[str]]) -> Iterator[Triple]:
    """The statements about things that not this file alone speaks of, each with its file."""
    for file, triples in said.items():
        shared = [triple for triple in triples if _of(triple.subject, files) != {file}]
        for thing in {triple.subject for triple in shared if triple.subject in files}:
            yield Triple(thing, D.saidBy, Literal(file))
        for triple in shared:
            node = iris.resource(_SAID, hashlib.sha256(f"{file} {triple}".encode()).hexdigest()[:20])
            yield Triple(node, RDF.type, RDF.Statement)
            yield Triple(node, RDF.subject, triple.subject)
            yield Triple(node, RDF.predicate, triple.predicate)
            yield Triple(node, RDF.object, triple.object)
            yield Triple(node, D.inFile, Literal(file))


def _kept(triples: Iterable[Triple]) -> dict[Term, tuple[str, Triple]]:
    """The statements kept with their files, by their nodes."""
    parts: dict[Term, dict[NamedNode, Term]] = {}
    for triple in triples:
        if triple.predicate in _PARTS and isinstance(triple.subject, NamedNode) and triple.subject.value.startswith(_KEPT):
            parts.setdefault(triple.subject, {})[triple.predicate] = triple.object
    return {
        node: (_name(p[D.inFile]), Triple(p[RDF.subject], p[RDF.predicate], p[RDF.object]))  # type: ignore[arg-type]
        for node, p in parts.items()
    }


_ROOT: Final = NamedNode(iris.BASE.rstrip("/"))
_SAID: Final = "said"
_KEPT: Final = iris.resource(_SAID).value + "/"
_PARTS: Final = frozenset({RDF.subject, RDF.predicate, RDF.object, D.inFile})
