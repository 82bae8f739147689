"""Which row of table 1 of GB 18218 a substance is, by name, alias, CAS number and content; and what is but a mixture of one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache

from duibiao.reasoning.hazard_problems import Problem, problem
from duibiao.reasoning.hazard_tables import Substance, by_cas, by_name, folded, substances, table

PURE = 99
"""From so many per cent on a substance is of industrial purity and no mixture."""

_CAS = re.compile(r"(\d{2,7})-(\d{2})-(\d)")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)(?:wt|v)?%")
_REMARK = re.compile(r"\([^()]*%[^()]*\)|\[[^\]]*%[^\]]*\]|[<>≤≥]?\d+(?:\.\d+)?(?:wt|v)?%的?")
_SOLUTION = re.compile(r"(?:的?水溶液|溶液|水剂|混合物|混合液|混合气体?|aqueoussolution|solution|mixture)$")


@dataclass(frozen=True)
class Found:
    """The row of table 1 that a substance is, or, with `mixture`, that it is a mixture of; or the problem; and what is worth saying."""

    row: Substance | None
    mixture: bool = False
    diluted: bool = False
    problem: Problem | None = None
    notes: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class _Reading:
    rows: tuple[Substance, ...]
    content: Fraction | None = None
    solution: bool = False


def checked(cas: str) -> bool:
    """Whether a CAS number has the form and the check digit of one."""
    found = _CAS.fullmatch(cas)
    if not found:
        return False
    digits = (found[1] + found[2])[::-1]
    return sum(place * int(digit) for place, digit in enumerate(digits, start=1)) % 10 == int(found[3])


@lru_cache(maxsize=65536)
def find(name: str, cas: str) -> Found:
    """The row of table 1 for a name and a CAS number, either of which may be empty."""
    if not name and not cas:
        return Found(None, problem=problem("no_name"))
    if cas and not checked(cas):
        return Found(None, problem=problem("bad_cas", name=name or cas, cas=cas))
    reading, coded = _read(name), by_cas().get(cas, ())
    if wrong := _disagreement(name, cas, reading, coded):
        return Found(None, problem=wrong)
    rows = tuple(row for row in reading.rows if row in coded) or reading.rows or coded
    if len(rows) > 1:
        return Found(None, problem=problem("several", name=name or cas, count=len(rows)))
    return _classified(name, cas, rows[0], reading) if rows else Found(None)


def _read(name: str) -> _Reading:
    """The rows that a name may mean: as a whole, else without its content and the word for a solution."""
    plain = folded(name)
    if rows := by_name().get(plain):
        return _Reading(rows)
    if number := _mixtures().get(_REMARK.sub("", plain)):
        return _Reading((number,), _content(plain), solution=True)
    base = _REMARK.sub("", plain)
    solvent = _SOLUTION.sub("", base)
    return _Reading(by_name().get(solvent, ()), _content(plain), solution=solvent != base)


def _content(plain: str) -> Fraction | None:
    found = _PERCENT.search(plain)
    return Fraction(found[1]) if found else None


@cache
def _mixtures() -> Mapping[str, Substance]:
    """The mixtures that have a name of their own (氨水, 盐酸), by it."""
    rows = {row.number: row for row in substances()}
    return {folded(row["name"]): rows[row["table1_no"]] for row in table("mixtures")}


def _disagreement(name: str, cas: str, reading: _Reading, coded: tuple[Substance, ...]) -> Problem | None:
    if not cas or not reading.rows or any(cas in row.numbers for row in reading.rows):
        return None
    if coded:
        return problem("other_substance", name=name, cas=cas, listed=coded[0].name)
    row = reading.rows[0]
    if reading.solution or not row.numbers:  # a mixture may have a number of its own
        return None
    return problem("mismatch", name=name, cas=cas, listed=row.name, numbers="、".join(sorted(row.numbers)))


def _classified(name: str, cas: str, row: Substance, reading: _Reading) -> Found:
    notes = () if reading.rows or not name else (problem("by_cas", name=name, cas=cas, listed=row.name),)
    if row.content is not None:
        if reading.content is None and folded(name) != folded(row.name):
            assumed = problem("assumed_content", name=name or cas, listed=row.name)
            return Found(row, diluted=reading.solution, notes=(*notes, assumed) if not reading.solution else notes)
        return Found(row, diluted=reading.content is not None and reading.content <= row.content, notes=notes)
    mixed = reading.solution or (reading.content is not None and reading.content < PURE)
    return Found(row, mixture=mixed, notes=notes)
