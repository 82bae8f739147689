"""Is the audit whole? Each entry must have the digest that it says, and follow the one that it says it follows."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from duibiao.ontology.terms import D, Term
from duibiao.register import audit
from duibiao.store import Store


@dataclass(frozen=True)
class Fault:
    """What is wrong with the audit: `changed` (an entry is not what it was), `missing` (the one before it is gone), `forked` (two follow
    one), by the number and the IRI of the entry; `cut` (none has the digest that was expected, which stands for the entry)."""

    kind: str
    number: int
    entry: str


@dataclass(frozen=True)
class Verified:
    """How many entries the audit has, how many of them were written before entries were linked, the digest of the last, and its faults."""

    entries: int
    unlinked: int
    last: str | None
    faults: tuple[Fault, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


@dataclass(frozen=True)
class _Entry:
    node: NamedNode
    statements: Sequence[Quad]
    number: int
    previous: str
    digest: str


def verify(store: Store, expected: str | None = None) -> Verified:
    """Whether each entry of the audit is as it was written and none between two others is gone. That the last ones are there is seen
    only by a digest that somebody wrote down, the one `expected`."""
    statements: dict[NamedNode, list[Quad]] = {}
    for triple in store.graph(audit.GRAPH):
        if isinstance(triple.subject, NamedNode):
            statements.setdefault(triple.subject, []).append(Quad(triple.subject, triple.predicate, triple.object, audit.GRAPH))
    entries = sorted(filter(None, (_entry(node, said) for node, said in statements.items())), key=lambda e: (e.number, e.node.value))
    faults = tuple(sorted(_faults(entries), key=lambda fault: (fault.number, fault.entry, fault.kind)))
    if expected is not None and expected not in {entry.digest for entry in entries}:
        faults = (*faults, Fault("cut", 0, expected))
    return Verified(len(statements), len(statements) - len(entries), entries[-1].digest if entries else None, faults)


def _entry(node: NamedNode, said: Sequence[Quad]) -> _Entry | None:
    values: dict[Term, str] = {quad.predicate: quad.object.value for quad in said if isinstance(quad.object, Literal)}
    if not {D.entryNumber, D.entryDigest, D.previousDigest} <= values.keys():
        return None
    return _Entry(node, said, int(values[D.entryNumber]), values[D.previousDigest], values[D.entryDigest])


def _faults(entries: Sequence[_Entry]) -> Iterator[Fault]:
    numbers = {entry.digest: entry.number for entry in entries} | {audit.BEGINNING: 0}
    followers = Counter(entry.previous for entry in entries)
    for entry in entries:
        if audit.digest(entry.statements) != entry.digest:
            yield Fault("changed", entry.number, entry.node.value)
        if numbers.get(entry.previous) != entry.number - 1:
            yield Fault("missing", entry.number, entry.node.value)
        if followers[entry.previous] > 1:
            yield Fault("forked", entry.number, entry.node.value)
