"""Queries and updates in a process of their own, which whoever started it may kill: `python worker.py` reads jobs as lines of JSON from
standard input, writes each result to the file that the job names, and answers with a line of JSON.

It imports nothing of duibiao, so that it is ready in a twentieth of a second.
"""

import json
import sys
from functools import lru_cache
from typing import Any, BinaryIO

import pyoxigraph as ox

try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None  # type: ignore[assignment]

_ROW_ENDS = {"json": b"}},{", "xml": b"</result>", "csv": b"\r\n", "tsv": b"\n", "nt": b"\n"}
"""What stands between two rows, or after each, by format; in those that are not here the bytes alone are counted."""
_RESULTS = {"json": "JSON", "xml": "XML", "csv": "CSV", "tsv": "TSV"}
_GRAPHS = {"ttl": "TURTLE", "nt": "N_TRIPLES", "jsonld": "JSON_LD", "rdf": "RDF_XML"}


class _Enough(Exception):
    """The result is larger than the job allows; the word says which limit it passes."""


class _Counted:
    """A file that takes so many rows and bytes, no more."""

    def __init__(self, file: BinaryIO, job: dict[str, Any]) -> None:
        self._file, self._end = file, _ROW_ENDS.get(job["format"])
        self._rows, self._bytes = job["rows"], job["bytes"]
        self._tail = b""
        self.passed: str | None = None

    def write(self, data: bytes) -> int:
        self._bytes -= len(data)
        if self._end:
            whole = self._tail + data
            self._rows -= whole.count(self._end)
            self._tail = whole[-(len(self._end) - 1) :] if len(self._end) > 1 else b""
        self.passed = "bytes" if self._bytes < 0 else "rows" if self._rows < 0 else None
        if self.passed:
            raise _Enough(self.passed)
        return self._file.write(data)

    def flush(self) -> None:
        self._file.flush()


def main() -> None:
    """Do one job after the other until there are no more."""
    for line in sys.stdin:
        sys.stdout.write(json.dumps(answered(json.loads(line))) + "\n")
        sys.stdout.flush()


def answered(job: dict[str, Any]) -> dict[str, Any]:
    """What becomes of a job: it is done, a limit was reached, or the engine refuses it."""
    confine(job["memory"], job["seconds"])
    try:
        return update(job) if "update" in job else query(job)
    except _Enough as limit:
        return {"limit": str(limit)}
    except MemoryError:
        return {"limit": "memory"}
    except (SyntaxError, RuntimeError, ValueError, OSError) as error:
        return {"refused": " ".join(str(error).split())}


def confine(memory: int, seconds: float) -> None:
    """Take no more than so much address space, and end soon even when nobody is left to kill us."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        used = resource.getrusage(resource.RUSAGE_SELF)
        soon = int(used.ru_utime + used.ru_stime + seconds * 8) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (soon, resource.getrlimit(resource.RLIMIT_CPU)[1]))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def query(job: dict[str, Any]) -> dict[str, Any]:
    """Write what the query gives to the file."""
    store = opened(job["store"])
    chosen: dict[str, Any] = {
        key: [ox.NamedNode(iri) for iri in job[key]] for key in ("default_graph", "named_graphs") if job[key] is not None
    }
    found = store.query(job["query"], base_iri=job["base"], prefixes=job["prefixes"], use_default_graph_as_union=job["union"], **chosen)
    with open(job["out"], "wb") as file:
        _write(found, _Counted(file, job), job["format"])
    return {"done": True}


@lru_cache(maxsize=1)
def opened(path: str) -> ox.Store:
    """The store that the job before read too, or another."""
    return ox.Store.read_only(path)


def _write(found: Any, counted: _Counted, form: str) -> None:
    out: Any = counted  # a file as far as the engine needs one
    try:
        if isinstance(found, ox.QueryTriples):
            found.serialize(out, format=getattr(ox.RdfFormat, _GRAPHS[form]))
        elif isinstance(found, ox.QueryBoolean) and form in {"csv", "tsv"}:
            out.write(b"true\n" if found else b"false\n")
        else:
            found.serialize(out, format=getattr(ox.QueryResultsFormat, _RESULTS[form]))
    except OSError as error:  # in which the engine wraps what the file says
        raise _Enough(counted.passed) if counted.passed else error from None


def update(job: dict[str, Any]) -> dict[str, Any]:
    """Run the update on the store itself, a copy made for it; its default graph is what the graph `default` of the job holds."""
    store, named = ox.Store(job["store"]), ox.NamedNode(job["default"])
    store.extend(ox.Quad(*quad.triple) for quad in list(store.quads_for_pattern(None, None, None, named)))
    store.update(job["update"], base_iri=job["base"], prefixes=job["prefixes"])
    store.flush()
    return {"done": True}


if __name__ == "__main__":
    main()
