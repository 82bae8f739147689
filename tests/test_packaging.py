"""What the wheel holds is what the folders hold, and what is installed is what is pinned."""

import ast
import os
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import distribution, entry_points, packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SETUPTOOLS = PROJECT["tool"]["setuptools"]
PINS = (ROOT / "constraints.txt").read_text(encoding="utf-8")
ROOMS = sorted(SETUPTOOLS["package-dir"].values())
# Documented parts of a declared library under a name of their own.
COMES_WITH = {"pydantic_core": "pydantic", "starlette": "fastapi"}
NOT_SHIPPED = {"tests", "bench", "docs", "build", "dist"}


def packages_on_disk() -> Iterator[str]:
    """The import names of all folders with an __init__.py, apart from those that are not shipped."""
    for folder in ROOT.iterdir():
        if folder.is_dir() and not folder.name.startswith(".") and folder.name not in NOT_SHIPPED:
            for init in folder.rglob("__init__.py"):
                yield ".".join(("duibiao", *init.parent.relative_to(ROOT).parts))


def normalised(distribution_name: str) -> str:
    """A distribution name as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", distribution_name).lower()


def imported_modules(room: str) -> Iterator[str]:
    """The first part of every absolute import in a room's modules."""
    for path in (ROOT / room).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                yield node.module.partition(".")[0]


def test_every_package_on_disk_is_listed() -> None:
    assert SETUPTOOLS["packages"] == sorted(packages_on_disk())


def test_every_room_maps_to_its_folder_and_is_type_checked() -> None:
    assert SETUPTOOLS["package-dir"] == {f"duibiao.{room}": room for room in ROOMS}
    assert PROJECT["tool"]["mypy"]["packages"] == [f"duibiao.{room}" for room in ROOMS]


def test_the_namespace_has_no_root_package() -> None:
    assert not (ROOT / "__init__.py").exists()


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_is_typed(room: str) -> None:
    assert (ROOT / room / "py.typed").is_file()
    assert os.readlink(ROOT / ".typing" / "duibiao" / room) == f"../../{room}"


@pytest.mark.parametrize("room", ROOMS)
def test_every_data_file_is_shipped(room: str) -> None:
    patterns = [pattern.removeprefix("**/") for pattern in SETUPTOOLS["package-data"]["*"]]
    files = [path for path in (ROOT / room).rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    left_out = [path for path in files if path.suffix != ".py" and not any(path.match(p) for p in patterns)]
    assert left_out == [], "add their kind to [tool.setuptools.package-data] or move them out of the room"


@pytest.mark.parametrize("room", ROOMS)
def test_every_library_imported_is_declared(room: str) -> None:
    extras = PROJECT["project"]["optional-dependencies"]["parquet"]  # what asks for one says so where it is missing
    declared = {normalised(Requirement(line).name) for line in [*PROJECT["project"]["dependencies"], *extras]} | {"duibiao"}
    providers = packages_distributions()
    foreign = set(imported_modules(room)) - set(sys.stdlib_module_names) - {"duibiao"}
    needed = {module: [COMES_WITH[module]] if module in COMES_WITH else providers.get(module, []) for module in foreign}
    undeclared = {module for module, names in needed.items() if not declared & set(map(normalised, names))}
    assert undeclared == set()


def test_pins_are_hashed_and_name_no_host() -> None:
    pins = re.findall(r"^(\S+)==\S+.*\\\n    --hash=sha256:", PINS, flags=re.MULTILINE)
    assert len(pins) == len(re.findall(r"^\S", PINS, flags=re.MULTILINE))
    assert not re.search(r"://|--(extra-)?index|--find-links|--trusted-host", PINS)


def test_pins_satisfy_the_declared_bounds() -> None:
    project = PROJECT["project"]
    pinned = [Requirement(pin) for pin in re.findall(r"^[^#\s][^\\\n]*", PINS, flags=re.MULTILINE)]
    for wanted in map(Requirement, project["dependencies"] + project["optional-dependencies"]["dev"]):
        versions = [str(pin.specifier)[2:] for pin in pinned if normalised(pin.name) == normalised(wanted.name)]
        assert versions, f"{wanted.name} is not pinned; run make constraints"
        assert all(wanted.specifier.contains(version) for version in versions), wanted


def test_the_installed_project_is_this_one() -> None:
    assert distribution("duibiao").version == PROJECT["project"]["version"]


def test_the_console_script_can_be_loaded() -> None:
    (script,) = entry_points(group="console_scripts", name="duibiao")
    assert callable(script.load())
