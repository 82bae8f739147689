"""The files of a load read, one after the other, or where many are documents by as many processes as there are cores."""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import chain
from multiprocessing import get_context
from pathlib import Path

from duibiao import loaders
from duibiao.loaders import Loaded, UnreadableFile

MANY = 24
"""From so many files on, processes are worth their start."""
_AT_ONCE = 4
"""The files that are handed to a process together."""

Place = Path | str
"""A file or folder; the URL of a database."""
Outcome = Loaded | str
"""What a file holds, or in one line why it cannot be read."""


def found(paths: Iterable[Place]) -> Iterator[tuple[Place, bool]]:
    """The files under the paths, and whether each leads out of the folder that was given. UnreadableFile for a path that does not exist."""
    for given in paths:
        if isinstance(given, str):
            yield given, False
            continue
        yield from ((path, loaders.leads_out(path, given)) for path in loaders.found([given]))


def read(
    files: list[tuple[Place, bool]], names: Path | None = None, begun: Callable[[Place], None] = lambda path: None
) -> Iterator[tuple[Place, Outcome]]:
    """Each file with what it holds, in order; `names` is a file with the user's own names of sheets and columns, `begun` is told of each
    file before it is read."""
    paths = [path for path, leads_out in files if not leads_out]
    outcomes = _together(paths, names) if len(paths) >= MANY else map(partial(_read, names), paths)
    for path, leads_out in files:
        begun(path)
        yield path, f"{path}: a link out of the folder that is loaded; name the file itself" if leads_out else next(outcomes)


def named(place: Place) -> str:
    """What a file or database is called; a database without its password."""
    return loaders.database_name(place) if isinstance(place, str) else str(place)


def _together(paths: list[Place], names: Path | None) -> Iterator[Outcome]:
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
        batches = [paths[start : start + _AT_ONCE] for start in range(0, len(paths), _AT_ONCE)]
        yield from chain.from_iterable(pool.map(partial(_read_all, names), batches))


def _read_all(names: Path | None, paths: list[Place]) -> list[Outcome]:
    return list(map(partial(_read, names), paths))


def _read(names: Path | None, path: Place) -> Outcome:
    try:
        return loaders.read_database(path, names) if isinstance(path, str) else loaders.read(path, names)
    except UnreadableFile as error:
        return str(error)
    except OSError as error:
        return f"{path}: {error.strerror}; see that it is there and may be read"
