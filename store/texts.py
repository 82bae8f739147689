"""The texts of long graphs, kept as files beside the store: the engine takes ten times as long to write one out.

A file says in its first line of which version of the graph it is and how long, so that one that a crash left behind, or that was cut off,
is never taken for the present.
"""

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
            file.write(_head(version, text.size))
            file.writelines(text.parts)
        part.replace(self._file(name))

    def read(self, name: NamedNode, version: int) -> bytes | None:
        """The text of a graph as it stands with this version; None where none is kept."""
        try:
            with self._file(name).open("rb") as file:
                size = self._file(name).stat().st_size
                head = file.readline()
                return file.read() if head == _head(version, size - len(head)) else None
        except FileNotFoundError:
            return None

    def _file(self, name: NamedNode) -> Path:
        return self._folder / f"{iris.slug(name.value.removeprefix(iris.BASE))}.nt"


def _head(version: int, size: int) -> bytes:
    return f"# {version} {size}\n".encode()
