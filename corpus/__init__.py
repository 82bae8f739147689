"""Facts shipped with the product: norms, requirements, limits, links, tables of GB 18218-2018, samples. Data only."""

from importlib.resources import files
from importlib.resources.abc import Traversable

__all__ = ["path"]


def path(name: str) -> Traversable:
    """The data file or folder `name` (`norms/limits.csv`) of the project; whether it is there shows on reading."""
    return files("duibiao.corpus").joinpath(*name.split("/"))
