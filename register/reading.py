"""The files of a load read, one after the other, or where many are documents by as many processes as there are cores."""

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import chain
from multiprocessing import get_context
from pathlib import Path

from duibiao import loaders
from duibiao.loaders import Loaded, UnreadableFile

MANY = 24
"""From so many files on, processes are worth their start."""
_AT_ONCE = 4
"""The files that are handed to a process together."""

Outcome = Loaded | str
"""What a file holds, or in one line why it cannot be read."""


def found(paths: Iterable[Path]) -> Iterator[tuple[Path, bool]]:
    """The files under the paths, and whether each leads out of the folder that was given. UnreadableFile for a path that does not exist."""
    for given in paths:
        yield from ((path, loaders.leads_out(path, given)) for path in loaders.found([given]))


def read(files: list[tuple[Path, bool]]) -> Iterator[tuple[Path, Outcome]]:
    """Each file with what it holds, in order."""
    paths = [path for path, leads_out in files if not leads_out]
    outcomes = _together(paths) if len(paths) >= MANY else map(_read, paths)
    for path, leads_out in files:
        yield path, f"{path}: a link out of the folder that is loaded; name the file itself" if leads_out else next(outcomes)


def _together(paths: list[Path]) -> Iterator[Outcome]:
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
        batches = [paths[start : start + _AT_ONCE] for start in range(0, len(paths), _AT_ONCE)]
        yield from chain.from_iterable(pool.map(_read_all, batches))


def _read_all(paths: list[Path]) -> list[Outcome]:
    return list(map(_read, paths))


def _read(path: Path) -> Outcome:
    try:
        return loaders.read(path)
    except UnreadableFile as error:
        return str(error)
    except OSError as error:
        return f"{path}: {error.strerror}; see that it is there and may be read"
