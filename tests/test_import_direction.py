"""Imports run leftwards only.

ontology, corpus <- store <- loaders, reasoning <- shapes <- register, queries <- api, cli
"""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SETUPTOOLS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
ROOMS = sorted(SETUPTOOLS["package-dir"].values())

# Loaders turn files into statements and never touch the store, though it stands to their left.
ALLOWED = {
    "ontology": set(),
    "corpus": set(),
    "store": {"ontology", "corpus"},
    "loaders": {"ontology", "corpus"},
    "reasoning": {"ontology", "corpus", "store"},
    "shapes": {"ontology", "corpus", "store", "loaders", "reasoning"},
    "register": {"ontology", "corpus", "store", "loaders", "reasoning", "shapes"},
    "queries": {"ontology", "corpus", "store", "loaders", "reasoning", "shapes"},
    "api": {"ontology", "corpus", "store", "loaders", "reasoning", "shapes", "register", "queries"},
    "cli": {"ontology", "corpus", "store", "loaders", "reasoning", "shapes", "register", "queries"},
}
# The libraries that make a room a skin stay in that skin.
ONLY_IN = {"fastapi": "api", "starlette": "api", "click": "cli"}


def imports(source: str, package: str) -> Iterator[str]:
    """The full names a module of `package` imports; `from x import y` gives x.y, relative imports are resolved."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (".".join(filter(None, (origin(node, package), alias.name))) for alias in node.names)


def origin(node: ast.ImportFrom, package: str) -> str:
    """The absolute name of what stands between `from` and `import`."""
    if node.level == 0:
        return node.module or ""
    parents = package.split(".")[: len(package.split(".")) - node.level + 1]
    return ".".join((*parents, node.module) if node.module else parents)


def offences(source: str, package: str) -> list[str]:
    """The imports of a module of `package` that its room may not make, as written out in full."""
    room = package.split(".")[1]
    return [name for name in imports(source, package) if not allowed(name, room)]


def allowed(name: str, room: str) -> bool:
    """Whether a module of `room` may import `name`."""
    top, _, rest = name.partition(".")
    if top == "duibiao":
        return rest.partition(".")[0] in ALLOWED[room] | {room}
    return ONLY_IN.get(top, room) == room


def modules(room: str) -> Iterator[tuple[Path, str]]:
    """Every module of a room with the name of the package it stands in."""
    for path in sorted((ROOT / room).rglob("*.py")):
        yield path, ".".join(("duibiao", *path.parent.relative_to(ROOT).parts))


def test_every_room_has_its_place() -> None:
    assert sorted(ALLOWED) == ROOMS


def test_nothing_imports_the_skins() -> None:
    assert not any(ALLOWED[room] & {"api", "cli"} for room in ALLOWED)


@pytest.mark.parametrize("room", ROOMS)
def test_imports_run_leftwards(room: str) -> None:
    found = {str(path.relative_to(ROOT)): offences(path.read_text("utf-8"), package) for path, package in modules(room)}
    assert {path: names for path, names in found.items() if names} == {}


@pytest.mark.parametrize(
    ("package", "source", "expected"),
    [
        ("duibiao.ontology", "from duibiao.store import Store", ["duibiao.store.Store"]),
        ("duibiao.ontology", "from duibiao import store", ["duibiao.store"]),
        ("duibiao.loaders", "import duibiao.store.graph as graph", ["duibiao.store.graph"]),
        ("duibiao.loaders", "def read():\n    from duibiao.store import open", ["duibiao.store.open"]),
        ("duibiao.cli", "from duibiao.api import create_app", ["duibiao.api.create_app"]),
        ("duibiao.store", "from ..register import load", ["duibiao.register.load"]),
        ("duibiao.store.sub", "from ...register import load", ["duibiao.register.load"]),
        ("duibiao.store", "from . import snapshots\nfrom .snapshots import take", []),
        ("duibiao.queries", "from fastapi import FastAPI", ["fastapi.FastAPI"]),
        ("duibiao.register", "import click", ["click"]),
        ("duibiao.api", "import fastapi.responses", []),
        ("duibiao.register", "from duibiao.shapes import check", []),
    ],
)
def test_an_offence_is_noticed(package: str, source: str, expected: list[str]) -> None:
    assert offences(source, package) == expected
