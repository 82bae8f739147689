"""Two ways to find the violations of a rule book in a data graph: compiled queries, and pySHACL as the judge. They find the same."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal

from duibiao.ontology.terms import Term
from duibiao.reasoning import Scratch
from duibiao.shapes.compiler import Query
from duibiao.shapes.data import Typed
from duibiao.shapes.judge import judged_results
from duibiao.shapes.reports import filled_messages
from duibiao.shapes.rules import RuleBook
from duibiao.shapes.running import Row, Runner


@dataclass(frozen=True)
class Violation:
    """A focus node that breaks the rule `rule` (a shape), with the offending value where there is one. `messages` are the shape's by
    language, filled in."""

    rule: Term
    focus: Term
    value: Term | None
    component: Term = field(compare=False)
    messages: Mapping[str, str] = field(default_factory=dict, compare=False)


def compiled(data: Scratch, book: RuleBook) -> set[Violation]:
    """The violations by our own compiler. The data gain the sets of nodes that the queries look up."""
    runner = Runner(data if isinstance(data, Typed) else Typed(data, book.graph.named), book.graph.triples)
    return violations(runner, book.queries)


def violations(runner: Runner, queries: Iterable[Query]) -> set[Violation]:
    """The violations that some of the compiled queries find."""
    return {_violation(row) for query in queries for row in runner.rows(query)}


def _violation(row: Row) -> Violation:
    messages = filled_messages(row.query.messages, row.bindings)
    return _of_rule(row.query.shape.node, row.this, row.value, row.query.component, messages)


def _of_rule(rule: Term, focus: Term, value: Term | None, component: Term, messages: Iterable[Literal]) -> Violation:
    texts = {m.language: m.value for m in messages if m.language}
    return Violation(rule, focus, None if value == focus else value, component, texts)


def judged(data: Scratch, book: RuleBook) -> set[Violation]:
    """The violations by pySHACL on the same graph."""
    results = (result for result in judged_results(data.triples(), book.graph.triples) if result.shape in book.rules)
    return {_of_rule(r.shape, r.focus, r.value, r.component, r.messages) for r in results}


ENGINES: Mapping[str, Callable[[Scratch, RuleBook], set[Violation]]] = {"compiled": compiled, "pyshacl": judged}
