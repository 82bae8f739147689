"""Copies of graphs as N-Triples files beside the store: reading one costs a tenth of dumping the graph, and needs no store.

A copy says in its first line which version of the graph it is of, so that one a crash left behind is never taken for the present.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode

from duibiao.ontology import iris
from duibiao.store import Store


@dataclass(frozen=True)
class Copy:
    """A graph's statements in two files of sorted lines: those that most readers look at, and those left aside."""

    main: Path
    aside: Path


class Copies:
    """The copies of a store on disk. Lines (`<subject> <predicate> …`) that `aside` is true of go to a file of their own, which few
    readers want; `division` is another number whenever it divides them otherwise than before."""

    def __init__(self, store: Store, folder: Path, aside: Callable[[bytes], bool], division: int) -> None:
        self._store, self._folder, self._aside, self._division = store, folder, aside, division
        self._versions = store.versions()

    def of(self, name: NamedNode) -> Copy:
        """The present copy of a graph, made anew where there is none or an older one."""
        stem = iris.slug(name.value.removeprefix(iris.BASE))
        copy = Copy(self._folder / f"{stem}.nt", self._folder / f"{stem}.aside.nt")
        head = f"# {self._division}.{self._versions.get(name, 0)}\n".encode()
        if not (_begins(copy.main, head) and _begins(copy.aside, head)):
            self._make(name, copy, head)
        return copy

    def _make(self, name: NamedNode, copy: Copy, head: bytes) -> None:
        self._folder.mkdir(exist_ok=True)
        lines = sorted(self._store.n_triples(name).splitlines(keepends=True))
        parts: tuple[list[bytes], list[bytes]] = [], []
        for line in lines:
            parts[self._aside(line)].append(line)
        for file, part in zip((copy.main, copy.aside), parts, strict=True):
            _put(file, head, part)


def _begins(file: Path, head: bytes) -> bool:
    try:
        with file.open("rb") as stream:
            return stream.readline() == head
    except FileNotFoundError:
        return False


def _put(file: Path, head: bytes, lines: Iterable[bytes]) -> None:
    """Write the file whole or not at all."""
    part = file.with_suffix(".part")
    part.write_bytes(head + b"".join(lines))
    part.replace(file)
