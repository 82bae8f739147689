"""Checking the sample plant, side by side: our compiled rules and pySHACL, the same data, the same shapes, the same violations.

python bench/check.py
"""

import sys
from datetime import date
from statistics import median
from time import process_time

from duibiao import register, shapes
from duibiao.register import demo
from duibiao.store import Store

DAY = date(2026, 11, 22)
RUNS = {"compiled": 7, "pyshacl": 2}


def measured(store: Store, code: str, engine: str) -> tuple[float, int]:
    """The median CPU seconds of a check of one enterprise, and the gaps it found."""
    seconds = []
    for _ in range(RUNS[engine]):
        start = process_time()
        gaps = register.check(store, day=DAY, book=shapes.shipped(), codes=[code], engine=engine).gaps
        seconds.append(process_time() - start)
    return median(seconds), len(gaps)


def main() -> None:
    """Print the table."""
    store = Store.in_memory()
    demo.fill(store, DAY)
    write = sys.stdout.write
    write(f"{'enterprise':<22}{'engine':<12}{'CPU s':>8}{'gaps':>7}{'ratio':>9}\n")
    for code in register.enterprise_codes(store):
        ours, found = measured(store, code, "compiled")
        write(f"{code:<22}{'compiled':<12}{ours:>8.3f}{found:>7}{1:>9.0f}\n")
        theirs, judged = measured(store, code, "pyshacl")
        write(f"{code:<22}{'pyshacl':<12}{theirs:>8.3f}{judged:>7}{theirs / ours:>9.0f}\n")


if __name__ == "__main__":
    main()
