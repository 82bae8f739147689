"""What no stranger's query or update may do: the embedded engine would reach the network for SERVICE and LOAD and has no switch for it."""

import re
from collections.abc import Callable, Iterator
from threading import Lock
from typing import Any

from pyparsing import ParseBaseException
from rdflib.plugins.sparql.parser import parseQuery, parseUpdate
from rdflib.plugins.sparql.parserutils import CompValue

from duibiao.ontology.errors import Refusal

_MOST_PARTS = 600
"""The most patterns and operators of a query: its engine works through long chains of them by recursion, and thousands end the process."""

_PLAIN = frozenset({"literal", "pname"})
_CODE_POINT = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U(000[0-9A-Fa-f]{5}|0010[0-9A-Fa-f]{4}))")
_LEFT_OVER = re.compile(r"\\[uU][0-9A-Fa-f]{4}")

_PARSING = Lock()


class UnsafeQuery(Refusal):
    """The query is not run; the message says why and what to do."""


def refuse_unsafe(text: str) -> None:
    """UnsafeQuery when the text is no SPARQL query that we can read whole, names another endpoint, or is too long a chain."""
    _refuse(_parts_of(text, parseQuery, "query"))


def refuse_unsafe_update(text: str) -> None:
    """UnsafeQuery when the text is no SPARQL update that we can read whole, names another endpoint or a file, or is too long a chain."""
    parts = _parts_of(text, parseUpdate, "update")
    _refuse(parts)
    if "Load" in {part.name for part in parts}:
        raise UnsafeQuery("LOAD would read from another place; send the data itself to the graph store")


def _refuse(parts: list[CompValue]) -> None:
    if "ServiceGraphPattern" in {part.name for part in parts}:
        raise UnsafeQuery("SERVICE would reach another server; load its data here and query that")
    if sum(map(_weight, parts)) > _MOST_PARTS:
        raise UnsafeQuery(f"the query has more than {_MOST_PARTS} patterns and operators; ask it in parts")


def _parts_of(text: str, parser: Callable[[str], Any], what: str) -> list[CompValue]:
    try:
        return list(_parts(_parsed(text, parser)))
    except ParseBaseException as error:
        raise UnsafeQuery(f"not a SPARQL 1.1 {what}: line {error.lineno}, column {error.column}: {error.line.strip()}") from error
    except RecursionError as error:
        raise UnsafeQuery("the query is nested too deeply to be read; simplify it") from error


def _parsed(text: str, parser: Callable[[str], Any] = parseQuery) -> Any:
    """The parse tree of the text. One at a time: the parser's first runs in two threads at once spoil its grammar for good."""
    with _PARSING:
        return parser(_as_the_engine_reads(text))


def _as_the_engine_reads(text: str) -> str:
    """The text such that the parser here sees what the engine sees: to the engine a comment ends at a carriage return too, and a code point
    written \\u0022 ends no string."""
    plain = _CODE_POINT.sub(_letter, text.replace("\r", "\n"))
    if left := _LEFT_OVER.search(plain):
        raise UnsafeQuery(f"{left[0]} can be read in two ways; write the character itself")
    return plain


def _letter(escape: re.Match[str]) -> str:
    found = chr(int(escape[1] or escape[2], 16))
    if not found.isalnum():
        raise UnsafeQuery(f"{escape[0]} stands for no letter; write the character itself")
    return found


def _weight(part: CompValue) -> int:
    """How many links the part adds to a chain. Every operand is wrapped in expressions of all ranks; those without an operator are none."""
    if part.name.endswith("Expression"):
        operands = dict.get(part, "other", [])  # its own `get` gives the name of what is absent
        return 1 if isinstance(operands, CompValue) else len(operands)
    return part.name not in _PLAIN


def parsed_update(text: str) -> CompValue:
    """The parse tree of an update that was not refused."""
    return _parsed(text, parseUpdate)  # type: ignore[no-any-return]


def gives_graph(text: str) -> bool:
    """Whether a readable query gives a graph (CONSTRUCT, DESCRIBE) instead of rows or a truth value."""
    return _parsed(text)[1].name in {"ConstructQuery", "DescribeQuery"}


def names_dataset(text: str) -> bool:
    """Whether a readable query says itself over which graphs it is to run (FROM, FROM NAMED)."""
    return any(part.name == "DatasetClause" for part in _parts(_parsed(text)))


def _parts(value: Any) -> Iterator[CompValue]:
    """Every node of a parse tree."""
    if isinstance(value, CompValue):
        yield value
        children: Any = value.values()
    elif isinstance(value, str | bytes) or not hasattr(value, "__iter__"):
        return
    else:
        children = value
    for child in children:
        yield from _parts(child)
