"""The enterprises of a register checked in batches: one after the other, or where there are many, by as many processes as there are cores.

A batch is one graph and every query is asked once for all of it. Other processes get no store, which one process owns, but the copies of
its graphs beside it.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from pyoxigraph import NamedNode

from duibiao.ontology import iris
from duibiao.shapes import Checked, Law, RuleBook, Statements, check_together, division
from duibiao.store import Store
from duibiao.store.copies import Copies, Copy

SIZE = 200
"""Enterprises in a batch: memory is bounded by it, and more of them in one graph would gain little."""
MANY = 2 * SIZE
"""From so many enterprises on, processes are worth their start."""

Batch = tuple[Sequence[str], Checked]


def checked_in_batches(store: Store, law: Law, codes: Sequence[str], book: RuleBook, engine: str, *, each: bool = False) -> Iterator[Batch]:
    """The codes of each batch and what its check found, in the order of the codes; the ledger of each enterprise too where asked."""
    if store.path is None or len(codes) < MANY or engine != "compiled":
        for batch in batched(codes):
            yield batch, check_together(law, statements(store, batch), book, engine, each=each)
    else:
        yield from _in_processes(Copies(store, store.path / "copies", division.put_aside, division.version()), law, codes, book, each)


def batched(codes: Sequence[str]) -> Iterator[Sequence[str]]:
    """The codes in batches."""
    return (codes[start : start + SIZE] for start in range(0, len(codes), SIZE))


def _graphs(code: str) -> tuple[NamedNode, NamedNode]:
    return iris.graph(f"enterprise/{code}"), iris.graph(f"derived/{code}")


def statements(store: Store, codes: Iterable[str]) -> dict[NamedNode, Statements]:
    """What is stated of each enterprise and follows for it."""
    return {iris.enterprise(code): Statements(b"", more=tuple(map(store.text, _graphs(code)))) for code in codes}


# --- in other processes

_Job = Mapping[str, tuple[Copy, ...]]
_given: dict[str, tuple[Law, RuleBook, bool, bool]] = {}


def _in_processes(copies: Copies, law: Law, codes: Sequence[str], book: RuleBook, each: bool) -> Iterator[Batch]:
    """Batches are made ready here while others are checked there."""
    lean = division.serves(book) and law.knows_identification
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn"), _begin, (division.lean(law) if lean else law, book, each, lean)) as pool:
        jobs = ({code: tuple(copies.of(name) for name in _graphs(code)) for code in batch} for batch in batched(codes))
        yield from ((tuple(job), found) for job, found in _ahead(pool, jobs))


def _ahead(pool: ProcessPoolExecutor, jobs: Iterator[_Job]) -> Iterator[tuple[_Job, Checked]]:
    under_way = [(job, pool.submit(_check, job)) for job in jobs]
    return ((job, future.result()) for job, future in under_way)


def _begin(law: Law, book: RuleBook, each: bool, lean: bool) -> None:
    _given["check"] = law, book, each, lean


def _check(job: _Job) -> Checked:
    law, book, each, lean = _given["check"]
    return check_together(law, {iris.enterprise(code): _read(copies, lean) for code, copies in job.items()}, book, each=each)


def _read(copies: Sequence[Copy], lean: bool) -> Statements:
    """The statements of copies; with all of them at hand where the rules may look at any."""
    main, aside = (tuple(getattr(copy, part).read_bytes() for copy in copies) for part in ("main", "aside"))
    return Statements(b"".join(main), aside) if lean else Statements(b"".join((*main, *aside)))
