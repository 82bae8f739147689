"""Any RDF against any SHACL: the sh:ValidationReport, by our compiler or by pySHACL."""

from collections.abc import Callable, Mapping, Sequence

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.ontology.terms import SH, Term
from duibiao.reasoning import Scratch
from duibiao.shapes import as_written, paths
from duibiao.shapes.compiler import Compiler
from duibiao.shapes.data import Typed
from duibiao.shapes.judge import judged_results
from duibiao.shapes.model import ShapesGraph
from duibiao.shapes.reports import Result, ValidationReport, filled_messages
from duibiao.shapes.running import Row, Runner


def validate(data: Sequence[Triple], shapes: Sequence[Triple], engine: str = "compiled") -> ValidationReport:
    """The report on a data graph by a shapes graph, by the engine named in VALIDATORS. ShapesError when the shapes cannot be used."""
    return ValidationReport(tuple(sorted(VALIDATORS[engine](data, shapes), key=_order)))


def _order(result: Result) -> tuple[str, ...]:
    path = result.path.text if result.path else ""
    return (str(result.focus), path, str(result.component), str(result.value), str(result.shape), str(result.constraint))


# --- by the compiler


def _compiled(data: Sequence[Triple], shapes: Sequence[Triple]) -> list[Result]:
    graph = ShapesGraph(tuple(shapes))
    lost = as_written.changed({t.object for t in data} | {t.object for t in shapes})
    queries = Compiler(graph, exact=bool(lost)).queries()
    runner = _runner(data, graph, lost)
    return [_result(row, runner) for query in queries for row in runner.rows(query) for _ in range(runner.times(row))]


def _runner(data: Sequence[Triple], graph: ShapesGraph, lost: Mapping[Term, Literal]) -> Runner:
    """The runner over the data; where literals would be changed, they are marked, and SPARQL of the shapes runs on a second graph."""
    if not lost:
        return Runner(Typed(Scratch(data), graph.named), graph.triples)
    marked = Typed(Scratch(as_written.with_marks(data, lost)), graph.named)
    return Runner(marked, graph.triples, Scratch(data), lost)


def _result(row: Row, runner: Runner) -> Result:
    query, bindings = row.query, {name: as_written.written(term) for name, term in row.bindings.items()}
    said = bindings.get("message")
    messages = (said,) if query.sparql and isinstance(said, Literal) else filled_messages(query.messages, bindings)
    return Result(
        focus=as_written.written(row.this),
        path=paths.Path("", predicate=row.path) if isinstance(row.path, NamedNode) else query.path,
        value=None if row.value is None else as_written.written(row.value),
        component=query.component,
        constraint=query.sparql.constraint if query.sparql else None,
        shape=query.shape.node,
        severity=query.shape.severity,
        messages=messages,
        stated=query.stated,
        details=_details(row, runner) if query.component == SH.NodeConstraintComponent else (),
    )


def _details(row: Row, runner: Runner) -> tuple[Result, ...]:
    """Why the value does not conform to the nested shape."""
    return tuple(_result(inner, runner) for nodes in row.query.sets for inner in runner.failing(nodes, row.value))


def _judged(data: Sequence[Triple], shapes: Sequence[Triple]) -> list[Result]:
    """The results of pySHACL. It passes over what it does not know and finds less than all of what reaches the network; so it gets what
    our compiler takes, and nothing else."""
    Compiler(ShapesGraph(tuple(shapes))).queries()
    return judged_results(data, shapes)


VALIDATORS: Mapping[str, Callable[[Sequence[Triple], Sequence[Triple]], list[Result]]] = {"compiled": _compiled, "pyshacl": _judged}
