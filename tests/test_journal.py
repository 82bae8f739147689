"""Loads too large for one transaction of the engine: put in piece by piece, and whole or not at all whatever becomes of the process."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from duibiao.ontology.texts import Text, line
from duibiao.store import Store, journal
from duibiao.store import __name__ as store_module

X, Y = (NamedNode(f"http://example.com/{name}") for name in "xy")
MANY = {Triple(X, X, Literal(f"{number}号")) for number in range(20)}
KILLED = """
import os, signal, sys
from pathlib import Path
from pyoxigraph import Literal, NamedNode, Triple
from duibiao import store
from duibiao.store import Store, journal
store._MANY = store._MOST = 0
journal._PIECE = 400
steps = iter(range(1, 1000))

def killed_at(real):
    def called(*given):
        if next(steps) == int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*given)
    return called

x, y = (NamedNode(f"http://example.com/{name}") for name in "xy")
opened = Store.open(Path(sys.argv[1]))
Store._put_in, os.fsync, Path.rename = map(killed_at, (Store._put_in, os.fsync, Path.rename))
opened.write({g: [Triple(x, x, Literal(f"{number}号")) for number in range(20)] for g in (x, y)})
"""


@pytest.fixture(autouse=True)
def _low(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is too large."""
    monkeypatch.setattr(f"{store_module}._MANY", 0)
    monkeypatch.setattr(f"{store_module}._MOST", 0)
    monkeypatch.setattr(journal, "_PIECE", 400)


def test_in_pieces_a_store_gets_the_same(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    store.write({X: MANY, Y: Text(*map(line, MANY))})
    assert (store.graph(X), store.graph(Y), store.version) == (MANY, MANY, 1)
    assert not (tmp_path / "journal").exists() and not (tmp_path / "journal.part").exists()


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX")
def test_a_load_killed_between_any_two_pieces_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    seen = []
    for step in range(1, 100, 3):
        path = tmp_path / str(step)
        done = subprocess.run([sys.executable, "-c", KILLED, str(path), str(step)])
        store = Store.open(path)
        seen.append((store.version, len(store.graph(X)), len(store.graph(Y))))
        store.close()
        assert not (path / "journal").exists()
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL
    assert set(seen) == {(0, 0, 0), (1, 20, 20)}
    assert seen == sorted(seen)
    assert seen.count((1, 20, 20)) > 2


def test_half_a_journal_is_nothing(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    (tmp_path / "journal.part").mkdir()
    (tmp_path / "journal.part" / "000000.trig").write_text(f"GRAPH {X} {{\n{X} {X} {X} .\n}}\n")
    assert Store.open(tmp_path).graphs() == []
    assert not (tmp_path / "journal.part").exists()


def test_what_is_restored_has_no_journal_of_another_store(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "one")
    store.write({X: MANY})
    store.backup(tmp_path / "backup")
    (tmp_path / "two" / "journal").mkdir(parents=True)
    (tmp_path / "two" / "journal" / "000000.trig").write_text(f"GRAPH {Y} {{\n{X} {X} {X} .\n}}\n")
    Store.restore(tmp_path / "backup", tmp_path / "two")
    assert Store.open(tmp_path / "two").graphs() == [X]
