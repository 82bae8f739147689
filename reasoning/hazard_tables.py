"""The tables of GB 18218-2018: threshold quantities, correction factors, levels; and how a substance is found in them."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from importlib.resources import files

from duibiao.ontology.iris import normal

EDITION = "GB 18218-2018"

_CONCENTRATION = re.compile("[<>≤≥%]")
_CONTENT = re.compile(r"(?:含量|含硝酸)>(\d+)%\)$")
"""The content that rows 8 and 81 ask for; the other rows with a condition are told apart by their full names."""


@dataclass(frozen=True)
class Substance:
    """A row of table 1: its number, its name as printed, its names and CAS numbers, its threshold in tonnes.

    `names` and `numbers` are those printed and those in common use; of the numbers only the `telling` ones find the row, the others but
    agree with its name. `plain` are the names without a remark on concentration, `content` the percentage that the row asks to be
    exceeded; `classes`, `state` and `boiling` (℃) are those of the pure substance, empty where not known.
    """

    number: str
    name: str
    names: frozenset[str]
    plain: frozenset[str]
    numbers: frozenset[str]
    telling: frozenset[str]
    threshold: Fraction
    content: Fraction | None
    classes: str = ""
    state: str = ""
    boiling: str = ""


@dataclass(frozen=True)
class HazardClass:
    """A row of table 2 (J1 … W11): its threshold in tonnes and, from table 4, its correction factor."""

    symbol: str
    threshold: Fraction
    beta: Fraction


def table(name: str) -> Iterator[Mapping[str, str]]:
    """The rows of one of the files of the standard's facts."""
    text = files("duibiao.corpus").joinpath("gb18218", f"{name}.csv").read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())


@cache
def substances() -> tuple[Substance, ...]:
    """Table 1, each row with the names and CAS numbers in common use beside the printed ones."""
    others: dict[str, list[Mapping[str, str]]] = {}
    for row in table("aliases"):
        others.setdefault(row["table1_no"], []).append(row)
    pure = {row["table1_no"]: (row["classes"], row["state"], row["boiling_point_c"]) for row in table("pure")}
    return tuple(_substance(row, others.get(row["no"], []), pure.get(row["no"], ())) for row in table("table1"))


def _substance(row: Mapping[str, str], others: list[Mapping[str, str]], pure: tuple[str, ...]) -> Substance:
    printed = frozenset(filter(None, row["cas_numbers"].split(";")))
    names = [row["name_zh"], *(other["name"] for other in others)]
    content = _CONTENT.search(row["name_zh"])
    return Substance(
        row["no"],
        row["name_zh"],
        frozenset((*_names(row["name_zh"], row["alias_zh"]), *map(folded, names))),
        frozenset(folded(_plain(name)) for name in names if _CONCENTRATION.search(name)),
        printed | {other["cas"] for other in others if other["cas"]},
        printed | {other["cas"] for other in others if other["cas"] and other["confidence"] != "low"},
        Fraction(row["threshold_t"]),
        Fraction(content[1]) if content else None,
        *pure,
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
    return _indexed((name, row) for row in substances() for name in row.names | row.plain)


@cache
def by_cas() -> Mapping[str, tuple[Substance, ...]]:
    """The rows of table 1 by CAS number; a CAS number is no key: several rows share one."""
    return _indexed((number, row) for row in substances() for number in row.telling)


def _indexed(pairs: Iterable[tuple[str, Substance]]) -> Mapping[str, tuple[Substance, ...]]:
    found: dict[str, tuple[Substance, ...]] = {}
    for key, row in pairs:
        found[key] = (*found.get(key, ()), row)
    return found


@cache
def classes() -> Mapping[str, HazardClass]:
    """Table 2 with the factors of table 4, by symbol."""
    beta = {row["key"]: Fraction(row["beta"]) for row in table("beta") if row["key_type"] == "category"}
    return {row["symbol"]: HazardClass(row["symbol"], Fraction(row["threshold_t"]), beta[row["symbol"]]) for row in table("table2")}


def toxic_gas_factor(name: str, cas: str, row: Substance | None) -> Fraction | None:
    """Table 3: the correction factor of a toxic gas, by its name, its CAS number or its row of table 1; None for what it does not name."""
    known = _toxic_gas_factors()
    keys = (folded(name), cas, f"table1/{row.number}" if row else "")
    return next((known[key] for key in keys if key in known), None)


@cache
def _toxic_gas_factors() -> Mapping[str, Fraction]:
    """Table 3 by name, by CAS number and by row of table 1 (`table1/12`)."""
    rows = [row for row in table("beta") if row["key_type"] == "substance"]
    keys = (
        {folded(row["key"]): row for row in rows} | {row["cas"]: row for row in rows} | {f"table1/{row['table1_no']}": row for row in rows}
    )
    return {key: Fraction(row["beta"]) for key, row in keys.items() if key not in {"", "table1/"}}


@cache
def _bands(name: str, low: str, value: str) -> tuple[tuple[Fraction, str], ...]:
    bands = ((Fraction(row[low] or 0), row[value]) for row in table(name))
    return tuple(sorted(bands, reverse=True))


def alpha(people: Fraction | int) -> Fraction:
    """Table 5: the factor for so many residents within 500 m of the plant's boundary."""
    return next(Fraction(value) for least, value in _bands("alpha", "persons_min", "alpha") if people >= least)


@cache
def levels() -> tuple[tuple[int, Fraction], ...]:
    """Table 6, from the gravest: each level and the R from which it holds; the border belongs to the graver level."""
    return tuple((int(rank), least) for least, rank in _bands("levels", "R_min_inclusive", "level_rank"))


@cache
def in_force_from() -> date:
    """The day from which the edition is in force, as the catalogue has it."""
    text = files("duibiao.corpus").joinpath("norms", "catalogue.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return next(date.fromisoformat(row["effective_date"]) for row in rows if row["number"] == EDITION)
