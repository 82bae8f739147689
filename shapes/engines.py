"""Two ways to find the violations of a rule book in a data graph: compiled queries, and pySHACL as the judge. They find the same."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode

from duibiao.ontology.terms import SH, Term
from duibiao.reasoning import Scratch
from duibiao.shapes.compiler import Query
from duibiao.shapes.data import INSTANCE_OF, instances
from duibiao.shapes.rules import RuleBook


@dataclass(frozen=True)
class Violation:
    """A focus node that breaks the rule `rule` (a shape), with the offending value where there is one. `bindings` fill the message."""

    rule: Term
    focus: Term
    value: Term | None
    bindings: Mapping[str, str] = field(default_factory=dict, compare=False)


def compiled(data: Scratch, book: RuleBook) -> set[Violation]:
    """The violations by our own compiler. The scratch graph gains the closed types that the queries look up."""
    data.add(list(instances(data)))
    return {violation for query in book.queries for violation in _answers(data, query)}


def _answers(data: Scratch, query: Query) -> Iterator[Violation]:
    rows = data.rows(query.text)
    names = [variable.value for variable in rows.variables]
    for row in rows:
        shown = {name: _shown(row[name]) for name in names if row[name] is not None}
        value = row["value"] if "value" in names else None
        yield Violation(query.shape.node, row["this"], None if value == row["this"] else value, shown)


def _shown(term: Term) -> str:
    return term.value if isinstance(term, Literal | NamedNode) else str(term)


def judged(data: Scratch, book: RuleBook) -> set[Violation]:
    """The violations by pySHACL on the same graph. It gets parsed graphs, never text: bad text leaves rdflib patched (pySHACL 0.40)."""
    import pyshacl  # the judge costs seconds to load and nobody else needs it

    data_graph = _rdflib_graph(triple for triple in data.triples() if triple.predicate != INSTANCE_OF)
    _, report, _ = pyshacl.validate(data_graph, shacl_graph=_rdflib_graph(book.graph.triples), advanced=False, inplace=True)
    return {violation for violation in _results(report) if violation.rule in book.rules}


def _rdflib_graph(triples: Iterable[ox.Triple]) -> "rdflib.Graph":  # type: ignore[name-defined]  # noqa: F821
    import rdflib

    text = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    return rdflib.Graph().parse(data=text, format="nt")


def _results(report: "rdflib.Graph") -> Iterator[Violation]:  # type: ignore[name-defined]  # noqa: F821
    text = report.serialize(format="nt", encoding="utf-8")
    results = Scratch(quad.triple for quad in ox.parse(text, format=ox.RdfFormat.N_TRIPLES))
    values = results.values(SH.value)
    focus = results.values(SH.focusNode)
    for triple in results.matching(predicate=SH.sourceShape):
        node, value = focus[triple.subject], values.get(triple.subject)
        yield Violation(triple.object, node, None if value == node else value)


ENGINES: Mapping[str, Callable[[Scratch, RuleBook], set[Violation]]] = {"compiled": compiled, "pyshacl": judged}
