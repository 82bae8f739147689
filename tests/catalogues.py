"""The norms shipped, as the tests of reasoning ask about them."""

import csv
from functools import cache
from pathlib import Path

from pyoxigraph import Triple

from duibiao import corpus
from duibiao.loaders import norms
from duibiao.reasoning.catalogue import Catalogue, Edition


@cache
def statements() -> tuple[Triple, ...]:
    parts = (norms.read(Path(str(corpus.path(f"norms/{name}.csv")))) for name in ("catalogue", "aliases", "links"))
    return tuple(triple for part in parts for triple in part.triples)


@cache
def catalogue() -> Catalogue:
    return Catalogue.of(statements())


@cache
def rows() -> dict[str, dict[str, str]]:
    return {row["id"]: row for row in csv.DictReader(corpus.path("norms/catalogue.csv").read_text("utf-8").splitlines())}


def keys(found: tuple[Edition, ...]) -> list[str]:
    return [edition.key for edition in found]
