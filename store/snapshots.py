"""Snapshots of a store on disk that other processes may read: hard links, made when it has changed, removed when nobody reads them."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from duibiao.store import Store


@dataclass
class _Held:
    """A snapshot, the version it is of, and how many read it."""

    version: int
    folder: Path
    readers: int = 0

    def remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


class Snapshots:
    """The snapshots of one store, in a folder on the same disk."""

    def __init__(self, store: Store, folder: Path) -> None:
        self._store, self._folder = store, folder
        self._newest: _Held | None = None
        self._lock = Lock()

    @contextmanager
    def newest(self) -> Iterator[Path]:
        """The folder of a snapshot of the store as it is now, to be read until the end of the block."""
        with self._lock:
            held = self._present()
            held.readers += 1
        try:
            yield held.folder / "rdf"
        finally:
            with self._lock:
                held.readers -= 1
                if held is not self._newest and not held.readers:
                    held.remove()

    @contextmanager
    def own(self) -> Iterator[Path]:
        """The folder of a snapshot that is the caller's alone and may be written to; it is gone at the end of the block."""
        held = self._made()
        try:
            yield held.folder / "rdf"
        finally:
            held.remove()

    def _present(self) -> _Held:
        before = self._newest
        if before is None or before.version != self._store.version:
            self._newest = self._made()
            if before is not None and not before.readers:
                before.remove()
        assert self._newest is not None
        return self._newest

    def _made(self) -> _Held:
        version = self._store.version  # of a transaction that comes between the snapshot has more, and the next one is made anew
        self._folder.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=self._folder))
        self._store.backup(folder)
        return _Held(version, folder)

    def close(self) -> None:
        """Remove the newest one; those that are still read go when they have been read."""
        with self._lock:
            held, self._newest = self._newest, None
            if held is not None and not held.readers:
                held.remove()
