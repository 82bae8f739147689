"""What no stranger's query may do: the embedded engine would reach the network for SERVICE and has no switch against it."""

from typing import Any

from pyparsing import ParseBaseException
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from duibiao.ontology.errors import Refusal


class UnsafeQuery(Refusal):
    """The query is not run; the message says why and what to do."""


def refuse_unsafe(text: str) -> None:
    """UnsafeQuery when the text is no SPARQL query that we can read whole, or names another endpoint or data set."""
    try:
        parsed = parseQuery(text)
    except ParseBaseException as error:
        raise UnsafeQuery(f"not a SPARQL 1.1 query: line {error.lineno}, column {error.column}: {error.line.strip()}") from error
    except RecursionError as error:
        raise UnsafeQuery("the query is nested too deeply to be read; simplify it") from error
    for part in _parts(parsed):
        if part.name == "ServiceGraphPattern":
            raise UnsafeQuery("SERVICE would reach another server; load its data here and query that")
        if part.name == "DatasetClause":
            raise UnsafeQuery("FROM and FROM NAMED are not supported here; use GRAPH inside the query")


def gives_graph(text: str) -> bool:
    """Whether a readable query gives a graph (CONSTRUCT, DESCRIBE) instead of rows or a truth value."""
    return parseQuery(text)[1].name in {"ConstructQuery", "DescribeQuery"}


def _parts(value: Any) -> Any:
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
