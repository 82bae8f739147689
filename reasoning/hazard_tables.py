"""The tables of GB 18218-2018: threshold quantities, correction factors, levels; and how a substance is found in them."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files

from duibiao.ontology.iris import normal

_CONCENTRATION = re.compile("[<>≤≥%]")


@dataclass(frozen=True)
class Substance:
    """A row of table 1: its number, its name as printed, its CAS numbers, its threshold in tonnes."""

    number: str
    name: str
    names: frozenset[str]
    cas: frozenset[str]
    threshold: Fraction

    @property
    def plain(self) -> str:
        """The name without its remark on concentration, which tells nothing where several rows share it."""
        return folded(_plain(self.name))


@dataclass(frozen=True)
class HazardClass:
    """A row of table 2 (J1 … W11): its threshold in tonnes and, from table 4, its correction factor."""

    symbol: str
    threshold: Fraction
    beta: Fraction


def _rows(table: str) -> Iterator[Mapping[str, str]]:
    text = files("duibiao.corpus").joinpath("gb18218", f"{table}.csv").read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())


@cache
def substances() -> tuple[Substance, ...]:
    """Table 1."""
    return tuple(
        Substance(
            row["no"],
            row["name_zh"],
            frozenset(_names(row["name_zh"], row["alias_zh"])),
            frozenset(filter(None, row["cas_numbers"].split(";"))),
            Fraction(row["threshold_t"]),
        )
        for row in _rows("table1")
    )


def _names(printed: str, aliases: str) -> Iterator[str]:
    """The printed name and its other names, each also without a remark in brackets that states no concentration."""
    for name in filter(None, (printed, *aliases.split(";"))):
        yield folded(name)
        plain = _plain(name)
        if not _CONCENTRATION.search(name):
            yield folded(plain)
            yield from (folded(part) for part in plain.split(",") if not re.search(r"\d", plain))


def _plain(name: str) -> str:
    """The name without a remark in brackets."""
    return re.sub(r"[(\[].*[)\]]$", "", name)


def folded(name: str) -> str:
    """A name as it is compared: width, case, spaces and dashes do not matter."""
    return normal(name).replace(" ", "").lower()


@cache
def by_name() -> Mapping[str, tuple[Substance, ...]]:
    """The rows of table 1 by each of their names; several where a name needs its concentration to be told (硝化棉, 硝酸铵)."""
    rows = Counter(substance.plain for substance in substances())
    found: dict[str, tuple[Substance, ...]] = {}
    for substance in substances():
        shared = {substance.plain} if rows[substance.plain] > 1 else set()
        for name in substance.names | shared:
            found[name] = (*found.get(name, ()), substance)
    return found


@cache
def by_cas() -> Mapping[str, tuple[Substance, ...]]:
    """The rows of table 1 by CAS number; a CAS number is no key: several rows share one."""
    found: dict[str, tuple[Substance, ...]] = {}
    for substance in substances():
        for cas in substance.cas:
            found[cas] = (*found.get(cas, ()), substance)
    return found


@cache
def classes() -> Mapping[str, HazardClass]:
    """Table 2 with the factors of table 4, by symbol."""
    beta = {row["key"]: Fraction(row["beta"]) for row in _rows("beta") if row["key_type"] == "category"}
    return {row["symbol"]: HazardClass(row["symbol"], Fraction(row["threshold_t"]), beta[row["symbol"]]) for row in _rows("table2")}


@cache
def toxic_gas_factors() -> Mapping[str, Fraction]:
    """Table 3: the correction factor of a toxic gas by its name and by its CAS number."""
    rows = [row for row in _rows("beta") if row["key_type"] == "substance"]
    named = {folded(row["key"]): Fraction(row["beta"]) for row in rows}
    return named | {row["cas"]: Fraction(row["beta"]) for row in rows if row["cas"]}


@cache
def _bands(table: str, low: str, value: str) -> tuple[tuple[Fraction, str], ...]:
    bands = ((Fraction(row[low] or 0), row[value]) for row in _rows(table))
    return tuple(sorted(bands, reverse=True))


def alpha(people: int) -> Fraction:
    """Table 5: the factor for so many residents within 500 m of the plant's boundary."""
    return next(Fraction(value) for least, value in _bands("alpha", "persons_min", "alpha") if people >= least)


def level(r: Fraction) -> int:
    """Table 6: level 1 (R ≥ 100) to 4 (R < 10); the lower borders belong to the graver level."""
    return next(int(rank) for least, rank in _bands("levels", "R_min_inclusive", "level_rank") if r >= least)
