"""Documents by the folder: they share transactions, each is told for itself, and from process to process nothing of them is lost."""

import pickle
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from duibiao import register
from duibiao.loaders.documents import loading
from duibiao.ontology import iris
from duibiao.register import reading
from duibiao.register.loads import FileResult
from duibiao.store import Store

DAY = date(2026, 11, 22)
TEXT = "某市第{}号办法\n\n第一条 企业应当依照《中华人民共和国安全生产法》第二十一条的规定建立制度。\n第二条 记录保存不少于3年。\n"


def policy(folder: Path, number: int, text: str = TEXT) -> Path:
    path = folder / f"policy-{number:02}.txt"
    path.write_text(text.format(number), encoding="utf-8")
    return path


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "store")
    yield opened
    opened.close()


def loaded(store: Store, *paths: Path) -> list[FileResult]:
    return register.load(store, paths, day=DAY, who="test")


def stated(store: Store) -> dict[str, set[object]]:
    return {name.value: set(store.graph(name)) for name in store.graphs() if name != iris.graph("audit")}


def test_many_are_loaded_as_each_alone(store: Store, tmp_path: Path) -> None:
    paths = [policy(tmp_path, number) for number in range(20)]
    together = loaded(store, *paths)
    alone = Store.in_memory()
    assert [result for path in paths for result in loaded(alone, path)] == together
    assert stated(store) == stated(alone)
    assert store.version < alone.version
    assert {result.status for result in loaded(store, *paths)} == {"unchanged"}


def test_a_document_that_comes_twice_in_one_load_counts_once(store: Store, tmp_path: Path) -> None:
    path = policy(tmp_path, 1)
    twin = tmp_path / "twin.txt"
    twin.write_bytes(path.read_bytes())
    first, second = loaded(store, path, twin)
    assert (first.graph, first.status, second.status) == (second.graph, "loaded", "loaded")
    assert second.removed > 0  # the name of the file


def test_results_keep_the_order_of_the_files(store: Store, tmp_path: Path) -> None:
    paths = [policy(tmp_path, number) for number in range(3)]
    paths[1].write_bytes(b"")
    assert [(Path(result.path).name, result.status) for result in loaded(store, *paths)] == [
        ("policy-00.txt", "loaded"),
        ("policy-01.txt", "rejected"),
        ("policy-02.txt", "loaded"),
    ]


def test_processes_read_what_one_reads(store: Store, tmp_path: Path) -> None:
    paths = [policy(tmp_path, number) for number in range(reading.MANY)]
    assert [outcome for _, outcome in reading.read([(path, False) for path in paths])] == [loading.load(path) for path in paths]


def test_what_is_read_survives_the_way_between_processes(tmp_path: Path) -> None:
    read = loading.load(policy(tmp_path, 1, '某市办法\n\n第一条 企业应当将“\\n”\t和"引号"写明，不得少于007次。\n'))
    assert pickle.loads(pickle.dumps(read)) == read
