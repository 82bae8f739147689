"""What a loader gives back: statements and the rows it held back."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from pyoxigraph import RdfFormat, Triple, parse, serialize

from duibiao.ontology.errors import Refusal
from duibiao.ontology.texts import Text


class UnreadableFile(Refusal):
    """The file as a whole cannot be read; the message says which, why and what to do."""

    at_fault = "data"


@dataclass(frozen=True)
class RowError:
    """One fault of one cell: where it stands, what stood there, and why it is refused, in both languages.

    Rows count from 1, the header.
    """

    sheet: str | None
    row: int
    column: str | None
    value: str | None
    code: str
    message_zh: str
    message_en: str


@dataclass(frozen=True)
class Summary:
    """What was read of a document: its head, and how many parts, citations and requirements it has. `unresolved` are the citations that
    the catalogue does not know, as they stand; they are known once the document is held against it."""

    title: str
    number: str | None
    issuers: tuple[str, ...]
    date: str | None
    kind: str | None
    jurisdiction: str | None
    sections: int
    citations: int
    requirements: int
    unresolved: tuple[str, ...] = ()


@dataclass(frozen=True)
class Loaded:
    """A file read: the statements for one named graph, the rows seen and accepted, and what was wrong with the others.
    An RDF file may hold `more` graphs; of a `document` there is a summary."""

    path: str
    kind: str
    graph: str
    triples: Set[Triple]
    rows: int
    accepted: int
    errors: tuple[RowError, ...] = ()
    more: Mapping[str, Set[Triple]] = field(default_factory=dict)
    document: Summary | None = None

    # From process to process statements travel as N-Triples, six times quicker than term by term.

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "triples": _packed(self.triples), "more": {name: _packed(triples) for name, triples in self.more.items()}}

    def __setstate__(self, state: dict[str, Any]) -> None:
        more = {name: _unpacked(triples) for name, triples in state["more"].items()}
        self.__dict__.update(state, triples=_unpacked(state["triples"]), more=more)


def _packed(triples: Iterable[Triple]) -> bytes | Text:
    return triples if isinstance(triples, Text) else serialize(triples, format=RdfFormat.N_TRIPLES) or b""


def _unpacked(statements: bytes | Text) -> Set[Triple]:
    return statements if isinstance(statements, Text) else frozenset(quad.triple for quad in parse(statements, format=RdfFormat.N_TRIPLES))
