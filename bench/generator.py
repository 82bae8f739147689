"""Many generated enterprises, the same for the same seed: as N-Triples for any engine, or as a store of the product.

python bench/generator.py files FOLDER 200
python bench/generator.py store FOLDER 200

A hundred enterprises are made one by one; the others repeat them under names, codes and numbers of their own. `truth.tsv` in the folder
lists the gaps planted: plain shape, rule of the product, focus.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from random import Random

import pyoxigraph as ox
from enterprise import DAY, Enterprise, Planted
from planting import plant
from template import complete

from duibiao import register
from duibiao.loaders.credit_code import check_character
from duibiao.ontology import iris
from duibiao.register import norms
from duibiao.store import Store

SEED = 7
TEMPLATES = 100
PART = 500
CODE, NAME = "91000000TEMPLATE00", "模板企业"


@dataclass(frozen=True)
class Template:
    """An enterprise to repeat: its statements as N-Quads, and its gaps."""

    text: str
    planted: tuple[Planted, ...]

    def copy(self, number: int) -> str:
        """The statements under the code and the name of the enterprise with this number."""
        return self.text.replace(CODE, code(number)).replace(CODE.lower(), code(number).lower()).replace(NAME, f"示例{number:05}号")


def code(number: int) -> str:
    """The credit code of the enterprise with this number, in a region that there is not."""
    body = f"91999999B{number:08}"
    return body + check_character(body)


def enterprises(count: int) -> list[Enterprise]:
    """The different enterprises among so many."""
    made = [complete(CODE, NAME, Random(f"{SEED}/{number}")) for number in range(min(count, TEMPLATES))]
    for one in made:
        plant(one)
    return made


def written(quads: list[ox.Quad]) -> str:
    """The statements as N-Quads, or N-Triples where they are in no named graph."""
    return (ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"").decode()


def files(folder: Path, count: int) -> None:
    """Write the enterprises as N-Triples files of 500 each, `part-000.nt` and on, and the truth."""
    templates = [Template(written([ox.Quad(*t) for t in one.triples()]), tuple(one.planted)) for one in enterprises(count)]
    for place, copies in enumerate(parts(templates, count, PART)):
        with (folder / f"part-{place:03}.nt").open("w", encoding="utf-8") as out:
            out.writelines(copies)
    truth(folder, templates, count)


def store(folder: Path, count: int) -> None:
    """Make a store in the folder with the norms, the enterprises and what follows for each of them."""
    product = Store.open(folder)
    register.prepare(product, DAY)
    templates = list(_derived(product, count))
    product.close()
    engine = ox.Store(folder / "rdf")
    for copies in parts(templates, count, TEMPLATES):
        engine.bulk_load("".join(copies).encode(), format=ox.RdfFormat.N_QUADS)
    engine.optimize()
    truth(folder, templates, count)


def _derived(product: Store, count: int) -> Iterator[Template]:
    """The enterprises with what follows for each of them, in the graphs that the product keeps them in."""
    ground = norms.of(product).ground
    for one in enterprises(count):
        stated = one.triples()
        quads = [ox.Quad(*triple, iris.graph(f"enterprise/{CODE}")) for triple in stated]
        quads += [ox.Quad(*triple, iris.graph(f"derived/{CODE}")) for triple in ground.derived(stated)]
        yield Template(written(quads), tuple(one.planted))


def parts(templates: list[Template], count: int, size: int) -> Iterator[Iterator[str]]:
    """The statements of so many enterprises, in parts of a size."""
    for start in range(0, count, size):
        yield (templates[number % len(templates)].copy(number) for number in range(start, min(start + size, count)))


def truth(folder: Path, templates: list[Template], count: int) -> None:
    """Write down what was planted."""
    with (folder / "truth.tsv").open("w", encoding="utf-8") as out:
        for number, template in enumerate(islice(cycle(templates), count)):
            for gap in template.planted:
                out.write(f"{gap.plain or ''}\t{gap.rule or ''}\t{gap.focus.value.replace(CODE, code(number))}\n")


if __name__ == "__main__":
    kind, target, number = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    target.mkdir(parents=True, exist_ok=True)
    {"files": files, "store": store}[kind](target, number)
