"""Statements as text. What long sheets state is made, compared and written as lines of N-Triples: terms would take ten times the memory."""

import io
import re
import zlib
from collections.abc import Iterable, Iterator, Set
from functools import lru_cache
from typing import Self

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple

from duibiao.ontology.terms import RDF, XSD, Term

_BLOCK = 32_000_000
"""The most bytes of a text that are kept as they are; of a longer one each block is kept packed, in a fifteenth of the memory."""
_KEPT = (XSD.string, RDF.langString)
_TRUTHS = ("true", "false")
_DAY = r"(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}"
_PLAIN_TIMES = {XSD.date: re.compile(_DAY), XSD.dateTime: re.compile(rf"{_DAY}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]")}
_PLAIN_DECIMAL = re.compile(r"(-?(?:0|[1-9]\d{0,14}))(?:\.(\d{0,9}?)0*)?")


class Text(Set[Triple]):
    """Statements as N-Triples, each once, on a line of its own, without blank nodes and as the engine keeps them (`line`); to whoever
    asks for one after the other it is a set of statements."""

    def __init__(self, *parts: bytes) -> None:
        self.size = sum(map(len, parts))
        self._length = sum(part.count(b"\n") for part in parts)
        self._packed = self.size > _BLOCK
        self._parts = tuple(map(_pack, _blocks(parts))) if self._packed else tuple(filter(None, parts))

    @classmethod
    def of_packed(cls, blocks: Iterable[bytes], size: int, length: int) -> Self:
        """The text of packed blocks, of so many bytes and statements in all."""
        text = cls()
        text.size, text._length, text._packed, text._parts = size, length, True, tuple(blocks)
        return text

    def packed(self) -> Iterable[bytes]:
        """The blocks of the text, each packed."""
        return self._parts if self._packed else map(_pack, _blocks(self._parts))

    @property
    def parts(self) -> Iterator[bytes]:
        """The lines, many together."""
        return map(zlib.decompress, self._parts) if self._packed else iter(self._parts)

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Triple]:
        return (quad.triple for part in self.parts for quad in ox.parse(part, format=RdfFormat.N_TRIPLES))

    def __contains__(self, triple: object) -> bool:
        sought = line(triple) if isinstance(triple, Triple) else b"\n"
        return any(part.startswith(sought) or b"\n" + sought in part for part in self.parts)

    @classmethod
    def _from_iterable(cls, triples: Iterable[Triple]) -> Set[Triple]:  # type: ignore[override]
        return frozenset(triples)

    def compared(self, before: "Text") -> tuple["Text", "Text"]:
        """The statements that the text `before` has and this one has not, and those that this one alone has."""
        gone = {found for part in before.parts for found in part.splitlines(keepends=True)}
        new = [found for part in self.parts for found in io.BytesIO(part) if not _discarded(gone, found)]
        return Text(b"".join(gone)), Text(b"".join(new))


def having(triples: Iterable[Triple], predicate: NamedNode) -> Iterable[Triple]:
    """The statements with this predicate."""
    if isinstance(triples, Text):
        return Text(*(found for part in triples.parts for found in _lines_with(f" {predicate} ".encode(), part)))
    return (triple for triple in triples if triple.predicate == predicate)


def _lines_with(predicate: bytes, lines: bytes) -> Iterator[bytes]:
    """The lines with a predicate, which stands between two blanks."""
    place = lines.find(predicate)
    while place >= 0:
        start, end = lines.rfind(b"\n", 0, place) + 1, lines.index(b"\n", place) + 1
        if b" " not in lines[start:place]:  # else it is the object
            yield lines[start:end]
        place = lines.find(predicate, end)


def _blocks(parts: Iterable[bytes]) -> Iterator[memoryview]:
    for part in parts:
        start = 0
        while start < len(part):
            end = part.find(b"\n", start + _BLOCK) + 1 or len(part)
            yield memoryview(part)[start:end]
            start = end


def _pack(block: memoryview) -> bytes:
    return zlib.compress(block, 1)


def _discarded(lines: set[bytes], found: bytes) -> bool:
    """Whether a line was among the lines, where it no longer is."""
    known = found in lines
    lines.discard(found)
    return known


def line(triple: Triple) -> bytes:
    """The statement as a line of N-Triples, as the engine keeps and writes it."""
    subject, predicate, term = triple
    return f"{subject} {predicate} {stored(term)} .\n".encode()


def stored(term: Term) -> Term:
    """The term as the engine keeps it: it makes literals canonical ("10.00" becomes "10")."""
    return _stored(term) if isinstance(term, Literal) and not is_canonical(term) else term


@lru_cache(maxsize=4096)
def _stored(literal: Literal) -> Term:
    plain = _PLAIN_DECIMAL.fullmatch(literal.value) if literal.datatype == XSD.decimal else None
    if plain and plain[1] != "-0":
        return Literal(f"{plain[1]}.{plain[2]}" if plain[2] else plain[1], datatype=XSD.decimal)
    kept = ox.Store()
    kept.add(Quad(XSD.string, XSD.string, literal))
    found: Term = next(iter(kept)).object
    return found


def is_canonical(term: Term) -> bool:
    """Whether the engine surely keeps a term as it is: all but numbers, times and the like, and of those whole numbers in plain digits,
    days, and days with a time to the second."""
    if not isinstance(term, Literal):
        return True
    kind, value = term.datatype, term.value
    if kind in _KEPT:
        return True
    if kind == XSD.boolean:
        return value in _TRUTHS
    if kind == XSD.integer:
        return value.isdecimal() and value.isascii() and value[0] != "0" and len(value) < 18
    return kind in _PLAIN_TIMES and _PLAIN_TIMES[kind].fullmatch(value) is not None
