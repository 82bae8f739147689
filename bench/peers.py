"""One engine over generated files: CPU seconds of loading and of evaluating the plain shapes, peak memory, violations; in JSON.

python bench/peers.py compiled FOLDER
"""

import json
import resource
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

Found = set[tuple[str, str]]

PLAIN = Path(__file__).with_name("plain.ttl")


@dataclass
class Clock:
    """CPU seconds, user and system, of all threads of this process, by what they were spent on."""

    spent: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def on(self, what: str) -> Iterator[None]:
        """Count what happens inside."""
        before = _cpu()
        yield
        self.spent[what] = self.spent.get(what, 0) + _cpu() - before


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def name(iri: str) -> str:
    """The local name of a shape."""
    return iri.strip("<>").rpartition("#")[2]


def compiled(parts: list[Path], clock: Clock) -> Found:
    """Our compiled queries, a file after the other: each file holds whole enterprises, and no shape looks across them."""
    ours = import_module("ours")
    with clock.on("evaluate"):
        graph, queries = ours.compiled(PLAIN)
    found: Found = set()
    for part in parts:
        with clock.on("load"):
            runner = ours.loaded(part, graph)
        for query in queries:
            with clock.on("evaluate"), clock.on(f"{name(str(query.shape.node))} {name(str(query.component))}"):
                found |= {(name(str(query.shape.node)), row.this.value) for row in runner.rows(query)}
    return found


def pyshacl(parts: list[Path], clock: Clock) -> Found:
    """pySHACL, the judge."""
    validate, rdflib = import_module("pyshacl").validate, import_module("rdflib")
    data, terms = rdflib.Graph(), rdflib.namespace.SH
    with clock.on("load"):
        for part in parts:
            data.parse(part, format="nt")
    with clock.on("evaluate"):
        report = validate(data, shacl_graph=rdflib.Graph().parse(PLAIN), advanced=False, inplace=True)[1]
    results = report.objects(None, terms.result)  # what stands below sh:detail are no results of their own
    return {(name(str(report.value(node, terms.sourceShape))), str(report.value(node, terms.focusNode))) for node in results}


def pyrudof(parts: list[Path], clock: Clock) -> Found:
    """pyrudof, in Rust."""
    rudof = import_module("pyrudof")
    engine, strict = rudof.Rudof(rudof.RudofConfig()), rudof.ReaderMode.Strict
    with clock.on("load"):
        for part in parts:
            engine.read_data(str(part), rudof.RDFFormat.NTriples, reader_mode=strict, merge=True)
    with clock.on("evaluate"):
        engine.read_shacl(str(PLAIN), rudof.ShaclFormat.Turtle, reader_mode=strict)
        report = engine.validate_shacl()
    return {(name(entry.source_shape), entry.focus_node) for entry in report}


def duckdb(parts: list[Path], clock: Clock) -> Found:
    """The relational plan written by hand."""
    relational = import_module("relational")
    with clock.on("load"):
        database = relational.load(parts)
    with clock.on("evaluate"):
        found: Found = relational.evaluate(database)
    return found


ENGINES: dict[str, Callable[[list[Path], Clock], Found]] = {
    "compiled": compiled,
    "pyrudof": pyrudof,
    "pyshacl": pyshacl,
    "duckdb": duckdb,
}


def measured(engine: str, folder: Path) -> dict[str, Any]:
    """CPU seconds by what they were spent on, the peak memory of this process in MB, and the violations in order."""
    clock = Clock()
    found = ENGINES[engine](sorted(folder.glob("part-*.nt")), clock)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": clock.spent, "megabytes": peak, "found": sorted(found)}


if __name__ == "__main__":
    json.dump(measured(sys.argv[1], Path(sys.argv[2])), sys.stdout)
