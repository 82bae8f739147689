"""What several tests share: a store filled with the samples, and the command run in this process."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import parsed_once
import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result
from hypothesis import settings

from duibiao import register, shapes
from duibiao.cli import main
from duibiao.register import demo
from duibiao.store import Store

DAY = date(2026, 11, 22)
DOCUMENTS = Path(__file__).with_name("documents")
Run = Callable[..., Result]

settings.register_profile("patient", deadline=None)  # a first example may have to load the norms, and machines are shared
settings.load_profile("patient")
parsed_once.register()


@pytest.fixture(scope="session")
def filled() -> Store:
    """The norms and the samples as of 2026-11-22, in memory. Tests that write take `fresh`."""
    store = Store.in_memory()
    demo.fill(store, DAY)
    return store


@pytest.fixture(scope="session")
def library(filled: Store) -> Store:
    """The filled store with the documents of tests/documents, in memory. Tests read it alone."""
    store = copy(filled)
    texts = sorted(path for path in DOCUMENTS.iterdir() if path.suffix in {".txt", ".md", ".html"})
    register.load(store, texts, day=DAY, who="tests")
    return store


@pytest.fixture
def fresh(filled: Store) -> Store:
    """A copy of it in memory, to write to."""
    return copy(filled)


@pytest.fixture(scope="session")
def norms() -> Callable[[], Store]:
    """What makes a store of the norms alone, in memory."""
    store = Store.in_memory()
    register.prepare(store, DAY)
    return lambda: copy(store)


def copy(store: Store, path: Path | None = None) -> Store:
    """A store with the same graphs, in memory or in a folder; quicker than loading again."""
    engine = ox.Store(path / "rdf" if path else None)
    engine.extend(ox.Quad(*triple, name) for name in store.graphs() for triple in store.graph(name))
    return Store(engine, path)


@pytest.fixture(scope="session")
def report(filled: Store) -> register.Report:
    """The check of the samples on that day."""
    return register.check(filled, day=DAY, book=shapes.shipped())


@pytest.fixture(scope="session")
def kept(filled: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The filled store in a folder, made once. Tests that write take `filled_path`."""
    path = tmp_path_factory.mktemp("filled") / "store"
    path.mkdir()
    copy(filled, path).close()
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
