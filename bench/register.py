"""The check of a whole register from a store on disk, and of one enterprise that has changed among many. Figures are printed.

python bench/register.py                       20, 200 and 2,000 enterprises, 30 changes
SIZES=20000 python bench/register.py
SIZES=2000 CHANGES=10000 python bench/register.py
"""

import os
import resource
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from enterprise import DAY
from ours import runner
from pyoxigraph import Literal, Triple

from duibiao import register
from duibiao.ontology import iris
from duibiao.ontology.terms import D
from duibiao.register import norms
from duibiao.shapes import Statements, gaps_together, shipped
from duibiao.shapes.data import Typed, graph
from duibiao.shapes.engines import ENGINES
from duibiao.store import Store

SIZES = os.environ.get("SIZES", "20 200 2000").replace(",", " ").split()
CHANGES = int(os.environ.get("CHANGES", "30"))
TOGETHER = 200
JUDGED = 20
HERE = Path(__file__).parent
write = sys.stdout.write


def whole(store: Store, folder: Path) -> Iterator[str]:
    """The check of all, twice, for the first may have to make copies: CPU seconds and gaps. AssertionError when the gaps found are not
    exactly those planted."""
    for which in ("first", "second"):
        start, begun = _cpu(), perf_counter()
        gaps = register.check(store, day=DAY, book=shipped()).gaps
        used, took = _cpu() - start, perf_counter() - begun
        planted, found = truth(folder), Counter((gap.rule, gap.focus) for gap in gaps)
        assert planted == found, f"not found: {sorted(planted - found)[:3]}; not planted: {sorted(found - planted)[:3]}"
        yield f"{which} check of all {used:>8.2f} CPU s, {took:.2f} s, {len(gaps):,} gaps, those planted and no other"


def _cpu() -> float:
    """CPU seconds of this process and of those that it has ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def truth(folder: Path) -> Counter[tuple[str, str]]:
    """The gaps planted, by rule and focus."""
    lines = (line.split("\t") for line in (folder / "truth.tsv").read_text(encoding="utf-8").splitlines())
    return Counter((rule, focus) for _, rule, focus in lines if rule)


def own(store: Store, code: str) -> bytes:
    """What an enterprise states and what follows for it."""
    return store.n_triples(iris.graph(f"enterprise/{code}")) + store.n_triples(iris.graph(f"derived/{code}"))


def rules(store: Store) -> Iterator[str]:
    """The rules that take longest over some hundred enterprises in one graph."""
    codes = register.enterprise_codes(store)[:TOGETHER]
    start, book = process_time(), shipped()
    law = norms.of(store).law(DAY)
    over = runner(graph(law, [Statements(own(store, code)) for code in codes]), book.graph)
    yield f"{len(codes)} together: {process_time() - start:.2f} CPU s to merge"
    seconds: Counter[str] = Counter()
    for query in book.queries:
        start = process_time()
        over.rows(query)
        seconds[book.rules[query.shape.node].name] += process_time() - start
    yield f"{len(codes)} together: {seconds.total():.2f} CPU s for {len(seconds)} rules"
    yield from (f"  {spent:>8.3f} CPU s  {rule}" for rule, spent in seconds.most_common(8))


def judged(store: Store) -> Iterator[str]:
    """All rules evaluated by pySHACL beside our queries, where there are few enough enterprises. AssertionError when they differ."""
    codes = register.enterprise_codes(store)
    if len(codes) > JUDGED:
        return
    law, book, found = norms.of(store).law(DAY), shipped(), {}
    for engine, evaluate in ENGINES.items():
        data = graph(law, [Statements(own(store, code)) for code in codes])
        if engine == "compiled":
            data = Typed(data, book.graph.named)
            evaluate(data, book)  # compiled once a process
        start = process_time()
        found[engine] = evaluate(data, book), process_time() - start
    (ours, quick), (theirs, slow) = found["compiled"], found["pyshacl"]
    assert ours == theirs, f"they differ: {sorted(map(str, ours ^ theirs))[:3]}"
    yield f"all {len(book.rules)} rules {quick:>8.3f} CPU s, by pySHACL {slow:.1f}: {slow / quick:,.0f} times as long"


def changes(store: Store, count: int) -> Iterator[str]:
    """So many changes of one enterprise each, one after the other, as a load makes them: what follows is derived, the gaps are found, and
    both are written."""
    ground, law, codes = norms.of(store).ground, norms.of(store).law(DAY), register.enterprise_codes(store)
    spent: dict[str, list[float]] = {"derive": [], "check": [], "write": []}
    for number in range(count):
        code = codes[number * 7919 % len(codes)]
        stated = changed(store.graph(iris.graph(f"enterprise/{code}")), code, number)
        start = perf_counter()
        derived = ground.derived(stated)
        middle = perf_counter()
        gaps = gaps_together(law, {iris.enterprise(code): Statements.of([*stated, *derived])}, shipped())
        known = perf_counter()
        store.write({iris.graph(f"enterprise/{code}"): stated, iris.graph(f"derived/{code}"): derived})
        for what, seconds in zip(spent, (middle - start, known - middle, perf_counter() - known), strict=True):
            spent[what].append(seconds)
    assert {gap.id for gap in gaps} == {gap.id for gap in register.check(store, day=DAY, book=shipped(), codes=[code]).gaps}
    yield f"{count:,} changes in a row, median ms: {told(spent, slice(None))}"
    if count >= 1000:
        yield f"  the first hundred {told(spent, slice(100))}; the last hundred {told(spent, slice(-100, None))}"


def changed(stated: Iterable[Triple], code: str, number: int) -> list[Triple]:
    """The statements with another holder of the post GW-010."""
    post = iris.member(code, "post", "GW-010")
    kept = [triple for triple in stated if (triple.subject, triple.predicate) != (post, D.holder)]
    return [*kept, Triple(post, D.holder, Literal(f"工号{1000 + number % 9000}"))]


def told(spent: dict[str, list[float]], part: slice) -> str:
    """The median of each step and of all, in milliseconds."""
    steps = [f"{what} {median(seconds[part]) * 1000:.0f}" for what, seconds in spent.items()]
    known = [derive + check for derive, check in zip(spent["derive"][part], spent["check"][part], strict=True)]
    return ", ".join([*steps, f"gaps known after {median(known) * 1000:.0f}"])


def memory() -> Iterator[str]:
    """The peak of this process."""
    yield f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB"


def measure(folder: Path) -> None:
    """Print what a store takes."""
    store = Store.open(folder)
    for lines in (whole(store, folder), judged(store), rules(store), memory(), changes(store, CHANGES), memory()):
        for line in lines:
            write(f"  {line}\n")
            sys.stdout.flush()
    store.close()


def main() -> None:
    """Print what registers of each size take, each made and measured in processes of their own."""
    for size in SIZES:
        with TemporaryDirectory() as folder:
            subprocess.run([sys.executable, "generator.py", "store", folder, size], check=True, cwd=HERE)
            write(f"{int(size):,} enterprises\n")
            sys.stdout.flush()
            subprocess.run([sys.executable, "register.py", folder], check=True, cwd=HERE)


if __name__ == "__main__":
    measure(Path(sys.argv[1])) if sys.argv[1:] else main()
