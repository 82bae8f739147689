"""The __all__ of each package names what it offers: what it defines and what it takes up from its own modules."""

import ast
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["packages"]
# Every module may have one, and nobody imports it.
NOT_OFFERED = {"logger"}


def defined(source: str) -> set[str]:
    """The public names that an __init__.py makes itself."""
    names = {name for statement in ast.parse(source).body for name in made(statement)}
    return {name for name in names if not name.startswith("_")} - NOT_OFFERED


def made(statement: ast.stmt) -> Iterator[str]:
    """The names that a definition or an assignment gives."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield statement.name
    elif isinstance(statement, ast.Assign | ast.AnnAssign):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        yield from (node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name))


def taken_up(source: str, package: str) -> set[str]:
    """The names that an __init__.py imports from modules of its own package, and so may offer."""
    statements = [node for node in ast.parse(source).body if isinstance(node, ast.ImportFrom)]
    return {a.asname or a.name for node in statements if own_module(node, package) for a in node.names}


def own_module(statement: ast.ImportFrom, package: str) -> bool:
    """Whether names are taken from a module of the package; `from . import module` only opens a module."""
    if statement.level:
        return statement.level == 1 and statement.module is not None
    return (statement.module or "").startswith(package + ".")


def wrong(exported: list[str], source: str, package: str) -> set[str]:
    """The names that are made but not exported, and those exported that are neither made nor taken up here."""
    return (defined(source) - set(exported)) | (set(exported) - defined(source) - taken_up(source, package))


@pytest.mark.parametrize("package", PACKAGES)
def test_exported_members(package: str) -> None:
    module = import_module(package)
    exported = getattr(module, "__all__", [])
    assert wrong(exported, Path(str(module.__file__)).read_text("utf-8"), package) == set()
    assert len(exported) == len(set(exported))
    assert [name for name in exported if not hasattr(module, name)] == []


@pytest.mark.parametrize(
    ("exported", "source", "expected"),
    [
        ([], "def check(): ...\ndef _plan(): ...", {"check"}),
        (["check"], "def check(): ...", set()),
        (["Gap"], "from duibiao.shapes.findings import Gap", set()),
        (["Gap"], "from .findings import Gap, Row", set()),
        (["Store"], "from duibiao.store import Store", {"Store"}),
        (["findings"], "from . import findings", {"findings"}),
        (["Path"], "from pathlib import Path", {"Path"}),
        ([], "BASE: str = 'x'\nONE, (TWO, _three) = 1, (2, 3)\nlogger = 1", {"BASE", "ONE", "TWO"}),
        (["gone"], "", {"gone"}),
    ],
)
def test_what_is_wrong(exported: list[str], source: str, expected: set[str]) -> None:
    assert wrong(exported, source, "duibiao.shapes") == expected
