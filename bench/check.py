"""The check, side by side with its peers: the same data, the same shapes, the same violations. Figures are printed, equality is asserted.

python bench/check.py            20, 200 and 2,000 enterprises
SIZES="20 200" python bench/check.py
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

SIZES = [int(size) for size in os.environ.get("SIZES", "20 200 2000").replace(",", " ").split()]
PEERS = {"compiled": 20_000, "duckdb": 2_000, "pyrudof": 2_000, "pyshacl": 200}
"""The engines and the largest register that each is asked about; pyrudof takes 9 GB for 2,000."""
HERE = Path(__file__).parent
write = sys.stdout.write


@dataclass(frozen=True)
class Measured:
    """What an engine took for a register: CPU seconds of loading and of evaluating, and by query, MB at the peak; what it found."""

    load: float
    evaluate: float
    queries: dict[str, float]
    megabytes: float
    found: frozenset[tuple[str, str]]


def run(*arguments: object) -> str:
    """What a script beside this one prints. Each has a process of its own, and this one stays small: children start with its peak."""
    return subprocess.run([sys.executable, *map(str, arguments)], check=True, cwd=HERE, stdout=subprocess.PIPE, text=True).stdout


def measured(engine: str, folder: Path, runs: int) -> Measured:
    """An engine over the files of a folder; the least of several runs, since other work only ever adds."""
    told = [json.loads(run("peers.py", engine, folder)) for _ in range(runs)]
    best = min(told, key=lambda one: one["seconds"]["evaluate"])
    load, evaluate = (min(one["seconds"][what] for one in told) for what in ("load", "evaluate"))
    queries = {name: seconds for name, seconds in best["seconds"].items() if name not in {"load", "evaluate"}}
    return Measured(load, evaluate, queries, best["megabytes"], frozenset(map(tuple, best["found"])))


def truth(folder: Path) -> frozenset[tuple[str, str]]:
    """The gaps planted, by plain shape and focus."""
    lines = (line.split("\t") for line in (folder / "truth.tsv").read_text(encoding="utf-8").splitlines())
    return frozenset((shape, focus) for shape, _, focus in lines if shape)


def register_of(size: int, folder: Path) -> Measured:
    """Print what each engine takes for so many enterprises; ours is returned."""
    run("generator.py", "files", folder, size)
    triples = sum(chunk.count(b"\n") for part in folder.glob("part-*.nt") for chunk in part.open("rb"))
    planted, ours = truth(folder), None
    for engine in (name for name, most in PEERS.items() if size <= most):
        one = measured(engine, folder, 1 if engine == "pyrudof" and size > 200 else 3)
        ours = ours or one
        whole = (one.load + one.evaluate) / (ours.load + ours.evaluate)
        write(f"{size:>11,}{triples:>11,}  {engine:<10}{one.load:>8.2f}{one.evaluate:>10.3f}{one.megabytes:>9,.0f}{len(one.found):>11,}")
        write(f"{one.evaluate / ours.evaluate:>10.1f}{whole:>9.1f}\n")
        sys.stdout.flush()
        assert one.found == planted, f"{engine} differs: {sorted(one.found ^ planted)[:3]}"
    assert ours is not None
    return ours


def main() -> None:
    """Print the tables."""
    write(f"The samples, all rules of the product\n{run('samples.py')}")
    sys.stdout.flush()
    write("\nGenerated registers, sixteen plain shapes; CPU seconds; ratios to ours: of evaluation, and of all\n")
    write(f"{'enterprises':>11}{'triples':>11}  {'engine':<10}{'load':>8}{'evaluate':>10}{'peak MB':>9}{'violations':>11}")
    write(f"{'ratio':>10}{'all':>9}\n")
    for size in SIZES:
        with TemporaryDirectory() as folder:
            ours = register_of(size, Path(folder))
    write(f"\nOur queries that take longest for {SIZES[-1]:,} enterprises\n")
    for name, seconds in sorted(ours.queries.items(), key=lambda pair: -pair[1])[:8]:
        write(f"{seconds:>8.3f} s  {name}\n")


if __name__ == "__main__":
    main()
