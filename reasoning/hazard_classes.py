"""Hazard classes as people state them, and the symbols of table 2 of GB 18218 that they may come to.

A class is written as a symbol (`W5.3`, a group `W5`) or in the words of GHS (`易燃液体,类别2`, `flammable liquid category 2`). Which
symbol a flammable liquid has depends on the process conditions of its unit: it belongs to the substance in the unit, not to the substance.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache

from duibiao.ontology.iris import normal
from duibiao.reasoning.hazard_tables import classes, table
from duibiao.reasoning.process_conditions import BOILING, SPECIAL, Process

LOW_BOILING = "J4"
_SYMBOL = re.compile(r"[JW]\d+(?:\.\d)?", re.IGNORECASE)
_CATEGORIES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?:类别|category|cat\.?)(\d(?:[ABD]|C(?!at))?|[AB])",
        r"(?<![第\d.])(\d[A-D]?)类",  # 第3类 is one of the transport of dangerous goods
        r"(?:division|项)?(\d\.\d)项?",
        r"([A-G])型|type([A-G])",
        r"(不稳定|unstable)",
    )
)
_STATES = {"gas": ("气体", "gas"), "liquid": ("液体", "liquid"), "solid": ("固体", "solid")}
_ROUTES = {"oral": ("经口", "oral"), "dermal": ("经皮", "dermal"), "inhalation": ("吸入", "inhalation")}


@dataclass(frozen=True)
class Hazard:
    """One hazard of a substance: the symbols of table 2 of which one applies. `perhaps_none`: or it is one that the table does not count;
    without a symbol it surely is."""

    symbols: frozenset[str]
    perhaps_none: bool = False

    def same(self, other: "Hazard") -> bool | None:
        """Whether both are one class of GHS; None where only symbols that several categories share are known."""
        mine, theirs = self.symbols - {BOILING, SPECIAL}, other.symbols - {BOILING, SPECIAL}
        if mine and theirs:
            return bool(mine & theirs)
        return None if self.symbols & other.symbols else False


@dataclass(frozen=True)
class Stated:
    """The hazards that a cell states, and what of it is not understood."""

    hazards: tuple[Hazard, ...]
    unread: tuple[str, ...]


@dataclass(frozen=True)
class _Class:
    names: tuple[str, ...]
    category: str
    state: str
    route: str
    symbols: frozenset[str]
    wordings: frozenset[str]


@cache
def _separator() -> re.Pattern[str]:
    """What stands between classes; a comma or the like only before a symbol or the name of another class."""
    names = "|".join(sorted({re.escape(row["hazard_zh"]) for row in table("ghs")}, reverse=True))
    return re.compile(rf"[;\n]|(?<=[JW\d.])[,、/\s]+(?=[JW]\d)|[,、/+]\s*(?={names})", re.IGNORECASE)


@cache
def _known() -> tuple[_Class, ...]:
    """The classes of GHS, those with the longest names first: 自燃液体 is no 易燃液体."""
    rows = [
        _Class(
            tuple(sorted({_plain(row["hazard_zh"]), _plain(row["hazard_en"])} - {""})),
            _category(row["category"]),
            row["state"],
            row["route"],
            frozenset(filter(None, row["symbols"].split(";"))),
            frozenset({_plain(f"{row['hazard_zh']} {row['category']}"), _plain(f"{row['hazard_en']} {row['category_en']}")}),
        )
        for row in table("ghs")
    ]
    return tuple(sorted(rows, key=lambda c: -max(map(len, c.names))))


def _plain(text: str) -> str:
    singular = re.sub(r"(?<=gas)es\b|(?<=[bcdelnt])s\b", "", normal(text).lower())
    return re.sub(r"[\s,*()\-/]", "", singular)


def _category(text: str) -> str:
    """What tells the categories of one class apart: `2`, `1a`, `1.4`, `c`; empty where there is none, or several."""
    found = next(filter(None, ([*pattern.finditer(_plain(text))] for pattern in _CATEGORIES)), [])
    told = {next(filter(None, match.groups())).lower().replace("unstable", "不稳定") for match in found}
    return told.pop() if len(told) == 1 else ""


@lru_cache(maxsize=65536)
def stated(text: str, state: str = "", boiling: str = "") -> Stated:
    """The hazards that `text` states of a substance in this state (`gas`, `liquid`, `solid`) that boils at so many ℃; empty: not known."""
    hazards, unread = [], []
    lines = "\n".join(map(normal, text.splitlines()))
    for part in filter(None, (part.strip(" ,、") for part in _separator().split(lines))):
        found = _of_symbol(part) if _SYMBOL.fullmatch(part) else _of_words(part, state, boiling)
        if found is None:
            unread.append(part)
        elif found not in hazards:
            hazards.append(found)
    return Stated(tuple(hazards), tuple(unread))


def _of_symbol(text: str) -> Hazard | None:
    """A symbol of table 2, or a group of them (`W5`)."""
    symbol = text.upper()
    if symbol in classes():
        return Hazard(frozenset({symbol}))
    group = frozenset(known for known in classes() if known.startswith(f"{symbol}."))
    return Hazard(group) if group else None


def _of_words(text: str, state: str, boiling: str) -> Hazard | None:
    plain, category = _plain(text), _category(text)
    same = [c for c in _known() if plain in c.wordings] or [c for c in _named(plain) if c.category == category]
    fitting = [c for c in same if _fits(c.state, _told(plain, _STATES) or {state} - {""}) and _fits(c.route, _told(plain, _ROUTES))]
    if not fitting:
        return None
    symbols = frozenset(symbol for c in fitting for symbol in c.symbols)
    return _by_boiling(Hazard(symbols, any(not c.symbols or c.symbols == {LOW_BOILING} for c in fitting)), boiling)


def _named(plain: str) -> list[_Class]:
    """The classes with the longest name in the text; none where it names another class beside."""
    longest = max((name for c in _known() for name in c.names if name in plain), key=len, default="")
    found = [c for c in _known() if longest in c.names]
    for name in {name for c in found for name in c.names}:
        plain = plain.replace(name, "")
    return [] if any(name in plain for c in _known() for name in c.names) else found


def _by_boiling(hazard: Hazard, boiling: str) -> Hazard:
    """J4 is for liquids that boil at 35 ℃ or below: of a known boiling point it is that or not."""
    if LOW_BOILING not in hazard.symbols or not boiling:
        return hazard
    if Fraction(boiling) <= 35:
        return Hazard(frozenset({LOW_BOILING}))
    return Hazard(hazard.symbols - {LOW_BOILING}, hazard.perhaps_none)


def _told(plain: str, words: Mapping[str, tuple[str, str]]) -> set[str]:
    return {key for key, names in words.items() if any(name in plain for name in names)}


def _fits(wanted: str, told: set[str]) -> bool:
    return not wanted or not told or wanted in told


def narrowed(hazard: Hazard, condition: Process) -> Hazard:
    """The hazard with the symbols that the process condition leaves: of flammable liquids one, of others all they had."""
    liquids = {symbol for symbol in hazard.symbols if symbol.startswith("W5")}
    if not liquids or not condition.told:
        return hazard
    if condition.symbol == BOILING or (condition.symbol == SPECIAL and liquids != {BOILING}):
        return Hazard(frozenset({condition.symbol}))
    return Hazard(frozenset(liquids - {BOILING, SPECIAL} or liquids))  # neither: what is stated as W5.1 or W5.2 stays so
