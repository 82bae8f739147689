"""Expected errors are told in Chinese too: every message of the rooms that people meet stands in refusals.csv, and it fills its gaps."""

import ast
import csv
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from duibiao.ontology.errors import in_chinese

ROOT = Path(__file__).parents[1]
ROOMS = ("cli", "loaders", "queries", "register", "store")


def templates() -> Iterator[tuple[str, str]]:
    """The messages that are raised, by the file they stand in, a pair of braces for each gap."""
    sources = (path for room in (*ROOMS, "shapes", "ontology") for path in (ROOT / room).rglob("*.py"))
    trees = {path: ast.parse(path.read_text("utf-8")) for path in sources}
    refusals = _refusals(node for tree in trees.values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
    for path, tree in trees.items():
        if path.relative_to(ROOT).parts[0] in ROOMS:  # the others' are about SHACL, and in its words
            texts = (_template(node.args[0]) for node in ast.walk(tree) if isinstance(node, ast.Call) and _raises(node, refusals))
            yield from ((path.relative_to(ROOT).as_posix(), text) for text in texts if text and re.search("[a-z]{2}", text))


def _raises(node: ast.Call, refusals: set[str]) -> bool:
    return isinstance(node.func, ast.Name) and node.func.id in refusals and bool(node.args)


def _refusals(classes: Iterator[ast.ClassDef]) -> set[str]:
    bases = {node.name: {base.id for base in node.bases if isinstance(base, ast.Name)} for node in classes}
    found = {"Refusal"}
    while new := {name for name, above in bases.items() if above & found} - found:
        found |= new
    return found


def _template(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    if isinstance(node, ast.BinOp):
        return "".join(filter(None, (_template(node.left), _template(node.right))))
    return None


def test_there_are_messages_to_look_at() -> None:
    assert len(set(templates())) > 90


@pytest.mark.parametrize(("place", "text"), sorted(set(templates())))
def test_a_message_is_told_in_chinese(place: str, text: str) -> None:
    gaps = text.count("{}")
    told = in_chinese(text.format(*(f"甲{n}" for n in range(gaps))))
    assert told is not None, f"{place}: add it to ontology/refusals.csv"
    assert re.search("[一-鿿]{2}", told)


def test_every_line_has_the_gaps_of_its_sentence_and_a_remedy() -> None:
    rows = list(csv.DictReader(files("duibiao.ontology").joinpath("refusals.csv").read_text("utf-8").splitlines()))
    assert all(row["en"].count("{}") == row["zh"].count("{}") for row in rows)
    assert [row["en"] for row in rows] == list(dict.fromkeys(row["en"] for row in rows))


def test_gaps_are_filled_and_what_fills_them_is_told_too() -> None:
    assert in_chinese("there is no store in 库; load something first, or run `duibiao demo --keep 库`") == (
        "库 里没有图库；请先载入数据，或者运行 `duibiao demo --keep 库`"
    )
    assert in_chinese("a.txt: no text in UTF-8, UTF-16 or GB18030; save it as plain text in UTF-8") == (
        "a.txt：不是 UTF-8、UTF-16 或 GB18030 文本；请存为 UTF-8 纯文本"
    )
    assert in_chinese("nobody ever said this") is None
