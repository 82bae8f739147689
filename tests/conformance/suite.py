"""The W3C data-shapes test suite against our compiler: `make conformance`.

The suite comes with the sdist of pySHACL, pinned by its hash in requirements.txt beside this file, and is unpacked into a folder that
git ignores. Each entry of a manifest gives data, shapes and the report that is due, or says that the shapes have to be refused.

python tests/conformance/suite.py [FOLDER]
"""

import subprocess
import sys
import tarfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, parse

from duibiao.ontology.terms import SH, Term
from duibiao.shapes import paths
from duibiao.shapes.model import ShapesError, ShapesGraph
from duibiao.shapes.reports import Result
from duibiao.shapes.validation import validate

HERE = Path(__file__).parent
CACHE = HERE.parents[1] / ".cache" / "conformance"
MANIFEST = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
SHACL_TEST = "http://www.w3.org/ns/shacl-test#"

# Entries that we do not pass, by what the suite wants and why we do otherwise. One that passes after all fails the run.
EXCEPTIONS: dict[str, str] = {}


class Unavailable(Exception):
    """The suite cannot be had."""


@dataclass(frozen=True)
class Entry:
    """A test: its name by file, data, shapes, and the results that are due; None where the shapes have to be refused."""

    name: str
    data: tuple[Triple, ...]
    shapes: tuple[Triple, ...]
    expected: tuple[Result, ...] | None
    given: tuple[frozenset[NamedNode], ...] = ()


# --- the suite


def suite(cache: Path = CACHE) -> Path:
    """The folder of the suite, downloaded and unpacked where it is not yet."""
    folder = cache / "sht_tests"
    if not folder.exists():
        cache.mkdir(parents=True, exist_ok=True)
        unpack(download(cache), folder)
    return folder


def download(cache: Path) -> Path:
    """The sdist whose hash is pinned. Unavailable when the package registry does not give it."""
    words = ["-m", "pip", "--disable-pip-version-check", "download", "--quiet", "--no-deps", "--no-binary", ":all:", "--require-hashes"]
    done = subprocess.run(
        [sys.executable, *words, "--dest", str(cache), "--requirement", str(HERE / "requirements.txt")], text=True, capture_output=True
    )
    found = sorted(cache.glob("pyshacl-*.tar.gz"))
    if done.returncode or not found:
        last = (done.stderr.strip().splitlines() or ["no sdist came"])[-1]
        raise Unavailable(f"the suite cannot be downloaded from the package registry: {last}")
    return found[-1]


def unpack(sdist: Path, folder: Path) -> None:
    """The suite's files out of the sdist, nothing else."""
    with tarfile.open(sdist) as archive:
        for member in archive.getmembers():
            _, within, rest = member.name.partition("/test/resources/sht_tests/")
            stream = archive.extractfile(member) if within and member.isfile() and ".." not in rest else None
            if stream is not None:
                (folder / rest).parent.mkdir(parents=True, exist_ok=True)
                (folder / rest).write_bytes(stream.read())


# --- its entries


@cache
def graph(file: Path) -> ShapesGraph:
    """A file of the suite, parsed once: a blank node of the data is the same in the report that is due."""
    return ShapesGraph(tuple(quad.triple for quad in parse(path=str(file), format=RdfFormat.TURTLE, base_iri=file.as_uri())))


def entries(manifest: Path, root: Path) -> Iterator[Entry]:
    """The entries of a manifest and of those that it includes."""
    known, node = graph(manifest), NamedNode(manifest.as_uri())
    for included in known.values(node, NamedNode(MANIFEST + "include")):
        yield from entries(_file(included), root)
    for head in known.values(node, NamedNode(MANIFEST + "entries")):
        for entry in known.members(head):
            yield _entry(known, entry, str(manifest.relative_to(root).with_suffix("")))


def _entry(known: ShapesGraph, entry: Term, name: str) -> Entry:
    action, result = (known.value(entry, NamedNode(MANIFEST + term)) for term in ("action", "result"))
    assert action is not None and result is not None
    data, shapes = (known.value(action, NamedNode(SHACL_TEST + term)) for term in ("dataGraph", "shapesGraph"))
    parts = (graph(_file(data)).triples, graph(_file(shapes)).triples)
    if result == NamedNode(SHACL_TEST + "Failure"):
        return Entry(name, *parts, None)
    nodes = known.values(result, SH.result)
    return Entry(name, *parts, tuple(_due(known, node) for node in nodes), tuple(frozenset(known.index[node]) for node in nodes))


def _file(term: Term | None) -> Path:
    assert isinstance(term, NamedNode)
    return Path(term.value.removeprefix("file://"))


def _due(known: ShapesGraph, node: Term) -> Result:
    path = known.value(node, SH.resultPath)
    terms = (SH.focusNode, SH.value, SH.sourceConstraintComponent, SH.sourceConstraint, SH.sourceShape, SH.resultSeverity)
    focus, value, component, constraint, shape, severity = (known.value(node, term) for term in terms)
    none = BlankNode("none")
    messages = known.texts(node, SH.resultMessage)
    read = paths.read(known, path) if path is not None else None
    return Result(focus or none, read, value, component or none, constraint, shape or none, severity or none, messages)


# --- the verdict


def fault(entry: Entry) -> str | None:
    """What is wrong with what we make of an entry; None when nothing is."""
    try:
        found = validate(entry.data, entry.shapes).results
    except ShapesError as error:
        return None if entry.expected is None else f"refused: {error}"
    if entry.expected is None:
        return "not refused"
    rest = list(found)
    for due, given in zip(entry.expected, entry.given, strict=True):
        same = next((result for result in rest if agree(due, result, given)), None)
        if same is None:
            return f"not found: {due.focus} {due.path.text if due.path else ''} {due.value} {due.component}"
        rest.remove(same)
    return f"found too much: {rest[0].focus} {rest[0].value} {rest[0].component}" if rest else None


def agree(due: Result, found: Result, given: frozenset[NamedNode]) -> bool:
    """Whether a result is the one that is due. Focus, path, value, component and severity always count, the rest where it is given."""
    always = ("focus", "path", "value", "component", "severity")
    optional = {SH.sourceShape: "shape", SH.sourceConstraint: "constraint"}
    names = (*always, *(name for term, name in optional.items() if term in given))
    said = set(due.messages) <= set(found.messages)
    return said and all(getattr(due, name) == getattr(found, name) for name in names)


def main(folder: Path | None = None) -> int:
    """Run the suite, print the table; 1 when an entry fails that is no exception, or an exception passes."""
    write = sys.stdout.write
    try:
        root = (folder or suite()).resolve()
    except Unavailable as error:
        sys.stderr.write(f"{error}\n")
        return 1
    counts: Counter[tuple[str, bool]] = Counter()
    wrong = 0
    for entry in entries(root / "manifest.ttl", root):
        found = fault(entry)
        counts[entry.name.partition("/")[0], found is None] += 1
        if (found is None) == (entry.name in EXCEPTIONS):
            wrong += 1
            write(f"{entry.name}: {found or 'passes, though it is listed as an exception'}\n")
    for name, reason in EXCEPTIONS.items():
        write(f"exception {name}: {reason}\n")
    write(f"{'part':<10}{'passed':>8}{'of':>6}\n")
    for part in sorted({part for part, _ in counts}):
        write(f"{part:<10}{counts[part, True]:>8}{counts[part, True] + counts[part, False]:>6}\n")
    return 1 if wrong or not counts else 0


if __name__ == "__main__":
    sys.exit(main(*(Path(word) for word in sys.argv[1:2])))
