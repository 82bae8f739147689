"""The files of a load read, one after the other, or where many are documents by as many processes as there are cores."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from duibiao import loaders
from duibiao.loaders import side_by_side
from duibiao.loaders.side_by_side import Outcome, Place

MANY = 24
"""From so many files on, processes are worth their start."""


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
    outcomes = side_by_side.outcomes(names, paths) if len(paths) >= MANY else map(partial(side_by_side.outcome, names), paths)
    for path, leads_out in files:
        begun(path)
        yield path, f"{path}: a link out of the folder that is loaded; name the file itself" if leads_out else next(outcomes)


def named(place: Place) -> str:
    """What a file or database is called; a database without its password."""
    return loaders.database_name(place) if isinstance(place, str) else str(place)
