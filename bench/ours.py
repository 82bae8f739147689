"""Our compiled queries over data of the benchmark's choosing: the one place here that knows how they are run."""

from pathlib import Path

import pyoxigraph as ox

from duibiao.reasoning import Scratch
from duibiao.shapes.compiler import Compiler, Query
from duibiao.shapes.data import Typed
from duibiao.shapes.model import ShapesGraph
from duibiao.shapes.rules import read
from duibiao.shapes.running import Runner


class _File(Scratch):
    """The statements of an N-Triples file."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._engine.load(path=file, format=ox.RdfFormat.N_TRIPLES, lenient=True)


def compiled(shapes: Path) -> tuple[ShapesGraph, list[Query]]:
    """A shapes file and its compiled queries."""
    graph = ShapesGraph(tuple(read(shapes)))
    return graph, Compiler(graph).queries()


def loaded(file: Path, graph: ShapesGraph) -> Runner:
    """What runs the queries of the shapes over an N-Triples file."""
    return runner(_File(file), graph)


def runner(data: Scratch, graph: ShapesGraph) -> Runner:
    """What runs the queries of the shapes over the data, which gain the closed types."""
    return Runner(Typed(data, graph.named), graph.triples)
