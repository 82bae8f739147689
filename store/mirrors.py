"""A store on disk that holds some graphs of another and follows it: what a reader may not see is not there to be found."""

from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Lock

from pyoxigraph import NamedNode, Triple

from duibiao.store import Store

Permitted = Callable[[], Iterable[NamedNode]]
"""The graphs that may be seen now."""
Sight = Callable[[NamedNode, Iterable[Triple]], Iterable[Triple]]
"""What may be seen of a graph's statements."""


def _all(name: NamedNode, statements: Iterable[Triple]) -> Iterable[Triple]:
    return statements


class Mirror:
    """The mirror of the permitted graphs of a store, in a folder of its own."""

    def __init__(self, source: Store, folder: Path, permitted: Permitted, sight: Sight = _all) -> None:
        self._source, self._permitted, self._sight = source, permitted, sight
        self._store = Store.open(folder)
        self._seen: dict[NamedNode, int] = {}
        self._read_at = -1
        self._lock = Lock()

    def store(self) -> Store:
        """The mirror, brought up to date."""
        with self._lock:
            while self._read_at != (version := self._source.version):
                self._follow()
                self._read_at = version
        return self._store

    def _follow(self) -> None:
        """Take in the graphs that have changed, as differences: replacing them whole would leave the old statements behind on disk."""
        versions, names = self._source.versions(), set(self._permitted())
        now = {name: versions.get(name, 0) for name in names}
        content: dict[NamedNode, Iterable[Triple]] = dict.fromkeys(self._seen.keys() - names, ())
        for name in (name for name in names if self._seen.get(name) != now[name]):
            content[name] = self._sight(name, self._source.graph(name))
        self._store.write(content)
        self._seen = now
