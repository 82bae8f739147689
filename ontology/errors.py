"""Errors that can be expected: each says the fact and the remedy in one line, and whose fault it is."""

import csv
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


class Refusal(Exception):
    """Something that cannot be done as asked. `at_fault` is `call` (how it was asked) or `data` (what was given)."""

    at_fault = "call"


def in_chinese(message: str) -> str | None:
    """A message in Chinese, by refusals.csv; None for one that stands there not. What fills its gaps may be a message too."""
    for pattern, zh in _messages().items():
        if found := pattern.fullmatch(message):
            return zh.format(*(in_chinese(part) or (part if len(part) <= _LONGEST else "……") for part in found.groups()))
    return None


_LONGEST = 200
"""A list longer than this need not be read twice."""


@cache
def _messages() -> Mapping[re.Pattern[str], str]:
    """The Chinese sentences by patterns of the English ones, those with most words of their own first: a gap takes in anything."""
    rows = list(csv.DictReader(files("duibiao.ontology").joinpath("refusals.csv").read_text("utf-8").splitlines()))
    rows.sort(key=lambda row: len(row["en"]), reverse=True)
    return {re.compile(re.escape(row["en"]).replace(r"\{\}", "(.+)"), re.DOTALL): row["zh"] for row in rows}
