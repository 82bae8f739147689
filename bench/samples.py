"""The sample plants by all rules of the product: our compiled queries and pySHACL, the same gaps."""

import sys
from datetime import date
from statistics import median
from time import process_time

from duibiao import register, shapes
from duibiao.register import demo
from duibiao.store import Store

DAY = date(2026, 11, 22)
RUNS = {"compiled": 7, "pyshacl": 2}


def measured(store: Store, code: str, engine: str) -> tuple[float, set[str]]:
    """The median CPU seconds of a check of one enterprise, and the gaps it found."""
    seconds = []
    for _ in range(RUNS[engine]):
        start = process_time()
        gaps = register.check(store, day=DAY, book=shapes.shipped(), codes=[code], engine=engine).gaps
        seconds.append(process_time() - start)
    return median(seconds), {gap.id for gap in gaps}


def main() -> None:
    """Print the table; AssertionError when the engines differ."""
    store = Store.in_memory()
    demo.fill(store, DAY)
    write = sys.stdout.write
    write(f"{'enterprise':<22}{'engine':<12}{'CPU s':>8}{'gaps':>7}{'ratio':>9}\n")
    for code in register.enterprise_codes(store):
        ours, found = measured(store, code, "compiled")
        write(f"{code:<22}{'compiled':<12}{ours:>8.3f}{len(found):>7}{1:>9.1f}\n")
        theirs, judged = measured(store, code, "pyshacl")
        write(f"{code:<22}{'pyshacl':<12}{theirs:>8.3f}{len(judged):>7}{theirs / ours:>9.1f}\n")
        assert found == judged, f"the engines differ about {min(found ^ judged)}"


if __name__ == "__main__":
    main()
