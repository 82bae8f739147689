"""What several tests share: a store filled with the samples, and the command run in this process."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import settings

from duibiao import register, shapes
from duibiao.cli import main
from duibiao.register import demo
from duibiao.store import Store

DAY = date(2026, 11, 22)
Run = Callable[..., Result]

settings.register_profile("patient", deadline=None)  # a first example may have to load the norms, and machines are shared
settings.load_profile("patient")


@pytest.fixture(scope="session")
def filled() -> Store:
    """The norms and the samples as of 2026-11-22, in memory. Tests that write take `filled_path`."""
    store = Store.in_memory()
    demo.fill(store, DAY)
    return store


@pytest.fixture
def fresh(filled: Store) -> Store:
    """A copy of it in memory, to write to."""
    store = Store.in_memory()
    store.write({name: filled.graph(name) for name in filled.graphs()})
    return store


@pytest.fixture(scope="session")
def report(filled: Store) -> register.Report:
    """The check of the samples on that day."""
    return register.check(filled, day=DAY, book=shapes.shipped())


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same in a folder, made once."""
    path = tmp_path_factory.mktemp("filled") / "store"
    store = Store.open(path)
    demo.fill(store, DAY)
    store.close()
    return path


@pytest.fixture
def filled_path(kept: Path, tmp_path: Path) -> Path:
    """A copy of the filled store for one test."""
    return Path(shutil.copytree(kept, tmp_path / "store"))


@pytest.fixture
def run() -> Run:
    """The command in this process; an error that it does not expect comes through."""

    def call(*words: object, **settings: object) -> Result:
        env = {"LANG": "zh_CN.UTF-8", "LC_ALL": "zh_CN.UTF-8", "DUIBIAO_STORE": None}
        return CliRunner().invoke(main, [str(word) for word in words], env=env, catch_exceptions=False, **settings)  # type: ignore[arg-type]

    return call
