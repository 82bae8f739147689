"""Many files by several processes: in their order, and none stops the others, though it ends the process that reads it."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from duibiao import loaders
from duibiao.loaders import side_by_side
from duibiao.loaders.side_by_side import Outcome, outcomes


class Pool(ThreadPoolExecutor):
    """Threads in the place of processes: one that meets the deadly file takes all down, as the engine of processes does."""

    def map(self, read: Callable[..., Any], *batches: Iterable[Any], **_: Any) -> Iterator[Any]:
        for batch in batches[0]:
            if any("deadly" in path.name for path in batch):
                raise BrokenProcessPool
            yield read(batch)

    def submit(self, read: Callable[..., Any], /, *given: Any, **_: Any) -> Any:
        if "deadly" in given[1].name:
            raise BrokenProcessPool
        return super().submit(read, *given)


def pool(workers: int) -> Executor:
    return Pool(workers)


@pytest.mark.parametrize("deadly", [0, 7, 19])
def test_a_file_that_ends_its_process_is_one_line_and_the_others_are_read(tmp_path: Path, deadly: int) -> None:
    paths = [tmp_path / f"{'deadly' if number == deadly else 'plain'}-{number:02}.txt" for number in range(20)]
    for path in paths:
        path.write_text(f"关于{path.stem}的通知\n企业应当自查。\n", "utf-8")
    read = list(outcomes(None, paths, pool))
    assert [_path(one) for one in read] == [str(path) for path in paths]
    assert [number for number, one in enumerate(read) if isinstance(one, str)] == [deadly]


def test_a_fault_of_ours_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loaders, "read", lambda path, names: 1 / 0)
    said = side_by_side.outcome(None, tmp_path / "a.txt")
    assert isinstance(said, str) and "ZeroDivisionError" in said and "\n" not in said


def _path(one: Outcome) -> str:
    return one.partition(": ")[0] if isinstance(one, str) else one.path
