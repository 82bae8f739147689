"""Facts shipped with the product: norms, requirements, limits, links, tables of GB 18218-2018, rules of scoring, samples. Data only."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

__all__ = ["path", "table"]


def path(name: str) -> Traversable:
    """The data file or folder `name` (`norms/limits.csv`) of the project; whether it is there shows on reading."""
    return files("duibiao.corpus").joinpath(*name.split("/"))


@cache
def table(name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of a CSV `name` (`scoring/borders`), each by its column heads."""
    return tuple(csv.DictReader(path(f"{name}.csv").read_text("utf-8").splitlines()))
