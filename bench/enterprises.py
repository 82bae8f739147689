"""Many enterprises for benchmarks: copies of the sample firm under codes of their own, written straight into a store folder.

python bench/enterprises.py FOLDER 2000
"""

import sys
from datetime import date
from pathlib import Path

import pyoxigraph as ox

from duibiao.ontology import iris
from duibiao.register import demo
from duibiao.store import Store

SAMPLE = "91000000JJG000023K"


def fill(folder: Path, count: int) -> int:
    """Make a store in the folder with the norms, the samples and `count` copies of the smaller one; how many statements it holds."""
    store = Store.open(folder)
    demo.fill(store, date.today())
    texts = {part: _dump(store, part) for part in ("enterprise", "derived", "findings")}
    store.close()
    engine = ox.Store(folder / "rdf")
    for number in range(count):
        code = f"91999999JJG{number:06d}X"
        for part, text in texts.items():
            copy = text.replace(SAMPLE, code).encode()
            engine.bulk_load(copy, format=ox.RdfFormat.N_TRIPLES, to_graph=iris.graph(f"{part}/{code}"))
    engine.optimize()
    return len(engine)


def _dump(store: Store, part: str) -> str:
    triples = store.graph(iris.graph(f"{part}/{SAMPLE}"))
    return (ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").decode()


if __name__ == "__main__":
    folder, count = Path(sys.argv[1]), int(sys.argv[2])
    sys.stdout.write(f"{fill(folder, count)} statements in {folder}\n")
