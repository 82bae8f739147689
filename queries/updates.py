"""What a SPARQL update reaches, and an update over the data set that the protocol names for it (SPARQL 1.1 Protocol, 2.2.3)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from rdflib import URIRef
from rdflib.plugins.sparql.algebra import translateUpdate
from rdflib.plugins.sparql.parserutils import CompValue

from duibiao.ontology.terms import PREFIXES
from duibiao.queries.guard import UnsafeQuery, parsed_update

_ALL = frozenset({"ALL", "NAMED"})
_TOKEN = re.compile(
    r"""(?P<skip>\#[^\n\r]*|<[^<>"{}|^`\\\s]*>|\"{3}(?:\\.|\"{0,2}[^"\\])*\"{3}|'{3}(?:\\.|'{0,2}[^'\\])*'{3}|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')"""
    r"|(?P<word>[?$@]?\w[\w:.-]*)|(?P<brace>[{}])",
    re.DOTALL,
)


@dataclass(frozen=True)
class Reach:
    """The graphs that an update names to change; whether it may change any (`anywhere`), whether it empties `all` there are, and whether it
    says itself over which graphs it runs (WITH, USING)."""

    graphs: frozenset[str]
    anywhere: bool
    all: bool
    has_dataset: bool


def reach(text: str, base: str) -> Reach:
    """What the update reaches, which the guard has let pass; relative IRIs resolve against `base`. UnsafeQuery for an unknown prefix."""
    try:
        parsed = translateUpdate(parsed_update(text), base=base, initNs=PREFIXES)
    except Exception as error:  # rdflib raises a plain one for a prefix that nobody declares
        raise UnsafeQuery(f"the update cannot be read: {' '.join(str(error).split())}") from error
    named = [name for operation in parsed.algebra for name in _written(operation)]
    iris = frozenset(str(name) for name in named if isinstance(name, URIRef))
    words = {str(name) for name in named if not isinstance(name, URIRef)}
    has_dataset = any(dict.get(operation, "using") or dict.get(operation, "withClause") for operation in parsed.algebra)
    return Reach(iris, bool(words - {"DEFAULT"}), bool(words & _ALL), has_dataset)


def _written(operation: CompValue) -> Iterator[Any]:
    """What names the graphs that an operation writes to: IRIs, variables, and the words DEFAULT, NAMED and ALL."""
    if operation.name == "Modify":
        parts = [part for part in (dict.get(operation, "delete"), dict.get(operation, "insert")) if part]
        yield from (name for part in parts for name in part.quads)
        if dict.get(operation, "withClause"):
            yield operation.withClause
    elif operation.name in {"InsertData", "DeleteData", "DeleteWhere"}:
        yield from operation.quads
    elif operation.name in {"Clear", "Drop", "Create"}:
        yield operation.graphiri
    else:  # Add, Move, Copy; of a Move the source changes too
        yield from operation.graph


def over(text: str, default: Iterable[str], named: Iterable[str]) -> str:
    """The update with the USING clauses of a data set in each operation that has a WHERE."""
    clauses = "".join([*(f"USING <{iri}> " for iri in default), *(f"USING NAMED <{iri}> " for iri in named)])
    found, at, where_only = [], 0, None
    for place, end, word, depth in _words(text):
        if depth == 0 and word == "DELETE":
            where_only = end
        elif depth == 0 and word == "WHERE":
            if where_only is not None and not text[where_only:place].strip():
                close = _closing(text, end)
                found.append(f"{text[at:place]} {text[end:close]} {clauses}WHERE {text[end:close]}")
                at = close
            else:
                found.append(f"{text[at:place]}{clauses}")
                at = place
    return "".join([*found, text[at:]])


def _words(text: str) -> Iterator[tuple[int, int, str, int]]:
    """Each word outside strings, IRIs and comments, with where it begins and ends, and how many braces it is in."""
    depth = 0
    for token in _TOKEN.finditer(text):
        if token["brace"]:
            depth += 1 if token["brace"] == "{" else -1
        elif token["word"]:
            yield token.start(), token.end(), token["word"].upper(), depth


def _closing(text: str, start: int) -> int:
    """The place behind the brace that closes the first block from `start`."""
    depth = 0
    for token in _TOKEN.finditer(text, start):
        if token["brace"]:
            depth += 1 if token["brace"] == "{" else -1
            if depth == 0:
                return token.end()
    return len(text)
