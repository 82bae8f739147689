"""Loads killed at random moments: the store opens, and holds each load whole, with all that follows from it, or not at all.

KILLS says how often (a few by default; `make torture` takes a hundred).
"""

import os
import random
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path
from time import sleep

import pytest
from pyoxigraph import Triple
from workbooks import CODE, small_enterprise, write

from duibiao import register
from duibiao.ontology import iris
from duibiao.register import findings
from duibiao.shapes import shipped
from duibiao.store import Store

DAY = date(2026, 11, 22)
KILLS = int(os.environ.get("KILLS", "4"))
PARTS = ("enterprise", "derived")
LOADER = """
import sys
from datetime import date
from itertools import cycle
from pathlib import Path
from duibiao import register
from duibiao.store import Store
store = Store.open(Path(sys.argv[1]))
print("ready", flush=True)
for path in cycle(sys.argv[2:]):
    register.load(store, [Path(path)], day=date(2026, 11, 22), who="test")
"""

Content = tuple[frozenset[Triple], ...]


def content(store: Store) -> Content:
    """What the store holds of the enterprise and what follows from it."""
    return tuple(frozenset(store.graph(iris.graph(f"{part}/{CODE}"))) for part in PARTS)


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two workbooks of one name and one enterprise, a post more in the second."""
    folders = [tmp_path_factory.mktemp(name) for name in "ab"]
    other = small_enterprise()
    other["岗位"].append(["G9", "巡检工", "B2", "操作", *[""] * (len(other["岗位"][0]) - 4)])
    return [write(folder / "book.xlsx", sheets) for folder, sheets in zip(folders, (small_enterprise(), other), strict=True)]


@pytest.fixture(scope="module")
def whole(books: list[Path]) -> set[Content]:
    """What a store may hold: nothing of the enterprise, or either load whole."""
    found = {(frozenset[Triple](), frozenset[Triple]())}
    for book in books:
        store = Store.in_memory()
        register.prepare(store, DAY)
        assert register.load(store, [book], day=DAY, who="test")[0].status == "loaded"
        found.add(content(store))
    assert len(found) == 3
    return found


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX")
def test_a_killed_load_is_there_whole_or_not_at_all(tmp_path: Path, books: list[Path], whole: set[Content]) -> None:
    store = Store.open(tmp_path)
    register.prepare(store, DAY)
    store.close()
    dice, seen = random.Random(7), set()
    for kill in range(KILLS):
        _load_until_killed(tmp_path, books, dice.uniform(0, 1.5))
        store = Store.open(tmp_path)
        found = content(store)
        gaps = {gap.id for gap in register.check(store, day=DAY, book=shipped()).gaps} if found[0] else set()
        on_record = {gap for gap, finding in findings.recorded(store, CODE).items() if finding.open}
        store.close()
        assert found in whole, f"kill {kill}: half a load"
        assert gaps == on_record, f"kill {kill}: the record is of another load"
        seen.add(found)
    assert seen


def _load_until_killed(store: Path, books: list[Path], after: float) -> None:
    process = subprocess.Popen([sys.executable, "-c", LOADER, store, *books], stdout=subprocess.PIPE, text=True)
    assert process.stdout and process.stdout.readline() == "ready\n"
    sleep(after)
    process.send_signal(signal.SIGKILL)
    process.communicate()
