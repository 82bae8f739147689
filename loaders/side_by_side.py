"""Many files read by as many processes as there are cores, in their order. A worker imports no more than what reads.

A file that cannot be read is a line that says why, and so is one that ends the process that reads it: nothing of it stops the others.
"""

import logging
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from duibiao import loaders
from duibiao.loaders.result import Loaded, UnreadableFile

logger = logging.getLogger(__name__)

AT_ONCE = 4
"""The files that are handed to a process together."""

Place = Path | str
"""A file or folder; the URL of a database."""
Outcome = Loaded | str
"""What a file holds, or in one line why it cannot be read."""


def outcome(names: Path | None, path: Place) -> Outcome:
    """What the file holds; `names` is a file with the user's own names of sheets and columns."""
    try:
        return loaders.read_database(path, names) if isinstance(path, str) else loaders.read(path, names)
    except UnreadableFile as error:
        return str(error)
    except OSError as error:
        return f"{path}: {error.strerror}; see that it is there and may be read"
    except Exception as error:  # the outermost handler of a file: a fault of ours in one must not stop the others
        logger.warning("%s", path, exc_info=True)
        return f"{path}: cannot be read ({type(error).__name__}), by a fault of the reader; report it and load the others"


def outcomes(names: Path | None, paths: Sequence[Place], pool_of: Callable[[int], Executor] | None = None) -> Iterator[Outcome]:
    """What each file holds, in order, read by several processes."""
    pool_of, workers, done = pool_of or _pool, os.cpu_count() or 1, 0
    while done < len(paths):
        try:
            with pool_of(workers) as pool:
                for read in pool.map(partial(_all, names), _batches(paths[done:])):
                    yield from read
                    done += len(read)
        except BrokenProcessPool:  # by a file near the first that is not yet read: these are read each by a process of its own
            for path in paths[done : done + workers * AT_ONCE]:
                yield _alone(names, path, pool_of)
                done += 1


def _alone(names: Path | None, path: Place, pool_of: Callable[[int], Executor]) -> Outcome:
    try:
        with pool_of(1) as pool:
            return pool.submit(outcome, names, path).result()
    except BrokenProcessPool:
        return f"{path}: reading it ended the process that did, for want of memory perhaps; split the file or save it anew"


def _batches(paths: Sequence[Place]) -> list[Sequence[Place]]:
    return [paths[start : start + AT_ONCE] for start in range(0, len(paths), AT_ONCE)]


def _all(names: Path | None, paths: Sequence[Place]) -> list[Outcome]:
    return [outcome(names, path) for path in paths]


def _pool(workers: int) -> Executor:
    return ProcessPoolExecutor(workers, get_context("spawn"))
