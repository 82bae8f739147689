"""What is too much for one transaction of the engine, written down before it is put in, so that whoever opens the store can finish it.

Pieces are put in one after the other, and none twice makes a difference. A journal is there from the moment it is whole, by a new name of
its folder, until all of it is in.
"""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from pyoxigraph import NamedNode

_PIECE = 60_000_000
"""The most bytes of a piece but for a line: some 300,000 statements, for which the engine takes 0.4 GB. Of smaller pieces there would be
more, which the engine has to merge."""


class Journal:
    """The journal of a store in a folder beside it."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._part = folder, folder.with_suffix(".part")

    def write(self, content: Iterable[tuple[NamedNode, Iterable[bytes]]]) -> None:
        """Write down what is to be added: N-Triples by the graph they are for. It is on the disk, whole, or not there."""
        shutil.rmtree(self._part, ignore_errors=True)
        self._part.mkdir()
        for number, piece in enumerate(_pieces(content)):
            with (self._part / f"{number:06}.trig").open("wb") as file:
                file.writelines(piece)
                file.flush()
                os.fsync(file.fileno())
        self._part.rename(self._folder)

    def finish(self, put_in: Callable[[Path], None]) -> None:
        """Put in every piece, if there is a journal, and be done with it."""
        if self._folder.is_dir():
            for piece in sorted(self._folder.iterdir()):
                put_in(piece)
            self._folder.rename(self._part)  # at once, for half a journal must never be put in later
        shutil.rmtree(self._part, ignore_errors=True)


def _pieces(content: Iterable[tuple[NamedNode, Iterable[bytes]]]) -> Iterator[list[bytes]]:
    piece: list[bytes] = []
    for name, texts in content:
        for lines in _cut(texts):
            if piece and sum(map(len, piece)) + len(lines) > _PIECE:
                yield piece
                piece = []
            piece += (f"GRAPH {name} {{\n".encode(), lines, b"}\n")
    yield piece


def _cut(texts: Iterable[bytes]) -> Iterator[bytes]:
    """The texts, those that are long in parts, none of which breaks a line."""
    for text in texts:
        start = 0
        while start < len(text):
            end = text.find(b"\n", start + _PIECE) + 1 or len(text)
            yield text[start:end]
            start = end
