"""How well documents are read, measured against labels made by hand.

python tests/evaluation                     a table for each kind of fact
python tests/evaluation --format json       the same figures as JSON
python tests/evaluation --misses NAME       what was missed, read in excess or read wrong in one document
"""

import sys
from argparse import ArgumentParser
from pathlib import Path

sys.path[0] = str(Path(__file__).parents[1])

from evaluation.labels import own, public  # noqa: E402
from evaluation.readings import read_facts  # noqa: E402
from evaluation.scores import scores  # noqa: E402
from evaluation.table import as_json, table  # noqa: E402


def main() -> None:
    """Print the scores, or the misses of one document."""
    parser = ArgumentParser(prog="evaluation")
    parser.add_argument("--format", choices=("table", "json"), default="table")
    parser.add_argument("--misses", metavar="NAME")
    asked = parser.parse_args()
    documents = [one for one in (*own(), *public()) if asked.misses in (None, one.name)]
    by_name = {one.name: scores(one.labels, read_facts(one.path)) for one in documents}
    if asked.misses:
        shown = "\n".join(miss for one in by_name.values() for miss in one.misses)
    else:
        shown = as_json(by_name) if asked.format == "json" else table(by_name)
    sys.stdout.write(f"{shown}\n")


if __name__ == "__main__":
    main()
