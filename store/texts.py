"""The texts of long graphs, kept packed in files beside the store: the engine takes ten times as long to write one out.

A file says in its first line of which version of the graph it is, how long, and how long each of its packed blocks, so that one that a
crash left behind, or that was cut off, is never taken for the present.
"""

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import NamedNode

from duibiao.ontology import iris
from duibiao.ontology.texts import Text


class Texts:
    """The texts kept in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, name: NamedNode, version: int, text: Text) -> None:
        """Keep the text of a graph as it stands with this version."""
        self._folder.mkdir(exist_ok=True)
        part = self._file(name).with_suffix(".part")
        with part.open("wb") as file:
            blocks = list(text.packed())
            file.write(_head(version, text.size, len(text), list(map(len, blocks))))
            file.writelines(blocks)
        part.replace(self._file(name))

    def read(self, name: NamedNode, version: int) -> Text | None:
        """The text of a graph as it stands with this version; None where none is kept."""
        try:
            with self._file(name).open("rb") as file:
                told, size, length, *blocks = map(int, file.readline()[1:].split())
                packed = [file.read(block) for block in blocks]
        except (FileNotFoundError, ValueError):  # an empty file has no numbers
            return None
        return Text.of_packed(packed, size, length) if told == version and list(map(len, packed)) == blocks else None

    def _file(self, name: NamedNode) -> Path:
        return self._folder / f"{iris.slug(name.value.removeprefix(iris.BASE))}.nt.packed"


def _head(version: int, size: int, length: int, blocks: Iterable[int]) -> bytes:
    return f"# {version} {size} {length} {' '.join(map(str, blocks))}\n".encode()
