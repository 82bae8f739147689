"""The labelled documents: texts of our own beside this folder, and public ones that stand outside the project where they are there."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.matching import plain

DOCUMENTS = Path(__file__).parents[1] / "documents"
SHARED = Path(__file__).parents[3] / "shared"
ENDINGS = (".txt", ".md", ".html")

_STATEMENT_END = re.compile(r"[。;!?]")
_LINES_AHEAD = 4


@dataclass(frozen=True)
class Labelled:
    """A document with its labels: its name, the file of its text, and what was labelled."""

    name: str
    path: Path
    labels: dict[str, Any]


def own() -> list[Labelled]:
    """The texts of our own."""
    return list(_labelled(DOCUMENTS, [path for path in DOCUMENTS.iterdir() if path.suffix in ENDINGS]))


def public() -> list[Labelled]:
    """The public texts; none where ../shared is absent."""
    return list(_labelled(DOCUMENTS / "seeds", [path for room in ("seeds", "corpus") for path in (SHARED / room).glob("*.*")]))


def _labelled(folder: Path, texts: list[Path]) -> Iterator[Labelled]:
    """A label file belongs to the text whose name begins with its own."""
    for file in sorted(folder.glob("*.facts.json")):
        name = file.name.removesuffix(".facts.json")
        for path in (path for path in texts if path.stem.startswith(name)):
            yield Labelled(name, path, _read(file, path))


def _read(file: Path, path: Path) -> dict[str, Any]:
    labels: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    lines = path.read_text(encoding="utf-8").split("\n")
    return labels | {"requirements": [row | {"statement": statement(row, lines)} for row in labels["requirements"]]}


def statement(row: dict[str, Any], lines: list[str]) -> str:
    """The words from the start that is labelled to the end of the sentence, or of its part that ends in a semicolon."""
    ahead = plain("".join(lines[row["line"] - 1 : row["line"] - 1 + _LINES_AHEAD]))
    begin = max(ahead.find(plain(row["starts"])), 0)
    end = _STATEMENT_END.search(ahead, begin)
    return ahead[begin : end.end() if end else len(ahead)]
