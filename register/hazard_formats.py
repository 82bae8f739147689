"""An identification of major hazard sources as JSON, CSV and rows for people; and the inventory to fill in."""

import csv
import io
from collections import Counter
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from duibiao.loaders.inventories import COLUMNS
from duibiao.loaders.result import RowError
from duibiao.ontology import concepts, labels
from duibiao.ontology.intervals import NOTHING, UNKNOWN, Interval, written
from duibiao.reasoning.hazard_sources import Status, Term
from duibiao.register.formats import safe_cell
from duibiao.register.hazard import Identified

STATUS = {
    Status.MAJOR: {"zh": "构成重大危险源", "en": "major hazard source"},
    Status.BELOW: {"zh": "未构成", "en": "below the threshold"},
    Status.CANNOT_TELL: {"zh": "无法判定", "en": "cannot tell"},
}
LEVEL = {"zh": ("一级", "二级", "三级", "四级"), "en": ("level 1", "level 2", "level 3", "level 4")}
HEADS = {
    "zh": ("单元", "物质", "q（吨）", "Q（吨）", "q/Q", "β", "依据", "距S=1（吨）", "距上一级（吨）"),
    "en": ("unit", "substance", "q (t)", "Q (t)", "q/Q", "β", "source", "t until S = 1", "t until next level"),
}

_MOST_TERMS = 12
"""Terms that a formula shows; a unit of thousands of rows has its table."""


def hazard_json(found: Iterable[Identified], errors: Iterable[RowError], day: date, language: str) -> dict[str, Any]:
    """The identification as the document that `duibiao hazard --format json` prints; numbers are exact decimals or fractions as text."""
    return {
        "as_of": day.isoformat(),
        "units": [unit_json(unit, language) for unit in found],
        "errors": [
            {"sheet": e.sheet, "row": e.row, "column": e.column, "value": e.value, "message": {"zh": e.message_zh, "en": e.message_en}}
            for e in errors
        ],
    }


def unit_json(unit: Identified, language: str) -> dict[str, Any]:
    """One unit of that document. `S` and `R` are null where only bounds are known; the bounds are given beside them."""
    found = unit.found
    return {
        "unit": unit.unit,
        "kind": unit.kind,
        "S": _exact(found.s),
        "S_bounds": _bounds(found.s),
        "is_major": found.is_major,
        "R": _exact(found.r),
        "R_bounds": _bounds(found.r),
        "alpha": _shown(found.alpha),
        "level": found.level,
        "status": found.status.value,
        "rows": [_row_json(term, language) for term in found.terms],
        "problems": [p.text(language) for p in found.problems],
        "notes": [p.text(language) for p in unit.notes],
    }


def _row_json(term: Term, language: str) -> dict[str, Any]:
    factors = term.factors
    why = term.holding.fault or factors.problem
    return {
        "substance": term.holding.name,
        "cas": term.holding.cas or None,
        "listed_as": factors.row.name if factors.row else None,
        "q": _shown(term.holding.tonnes),
        "Q": _shown(factors.threshold),
        "ratio": _exact(term.ratio),
        "beta": _shown(factors.beta),
        "source": factors.source,
        "clause": factors.clause,
        "tonnes_until_major": None if term.to_major is None else written(term.to_major),
        "tonnes_until_next_level": None if term.to_next_level is None else written(term.to_next_level),
        "problem": why.text(language) if why else None,
    }


def _exact(value: Interval | None) -> str | None:
    return None if value is None or value.exact is None else written(value.exact)


def _shown(value: Interval | None) -> str | None:
    return None if value is None else str(value)


def _bounds(value: Interval | None) -> list[str | None] | None:
    """The lower and the upper bound, the upper null where none is known."""
    return None if value is None else [written(value.low), None if value.high is None else written(value.high)]


def rows(unit: Identified, language: str) -> list[tuple[str, ...]]:
    """A unit's terms as rows of text under HEADS."""
    return [_row(unit.unit, term, language) for term in unit.found.terms]


def _row(unit: str, term: Term, language: str) -> tuple[str, ...]:
    factors = term.factors
    left = (rounded(term.to_major), rounded(term.to_next_level))
    source = factors.source and source_text(factors.source, language)
    told = (_shown(term.holding.tonnes), _shown(factors.threshold), _ratio(term.ratio), _shown(factors.beta), source)
    return (unit, term.holding.name or term.holding.cas, *(text or "—" for text in (*told, *left)))


def source_text(source: str, language: str) -> str:
    """The row of a table that a threshold stands on, in the language."""
    if language == "zh":
        return source
    return source.replace("表", "table ").replace(" 序号", " row ").replace("、", ", ").replace("；", "; ")


def titled(unit: Identified, language: str) -> str:
    """The unit with its kind where that is known."""
    kind = labels()[concepts("UnitKind")[unit.kind]][language] if unit.kind else ""
    return unit.unit if not kind else f"{unit.unit}（{kind}）" if language == "zh" else f"{unit.unit} ({kind})"


def fault_text(error: RowError, language: str) -> str:
    """What is wrong with a row of an inventory and where it stands."""
    place = f"第{error.row}行" if language == "zh" else f"row {error.row}"
    where = " ".join(filter(None, (error.sheet, place, error.column)))
    return f"{where}：{error.message_zh}" if language == "zh" else f"{where}: {error.message_en}"


def formulas(unit: Identified) -> list[str]:
    """The sums with their numbers filled in: `S = 800/500 + 6/10 = 2.2`, and R where it is known; none where nothing is known of S."""
    found = unit.found
    counted = [term for term in found.terms if term.factors.threshold or term.ratio != NOTHING]
    if found.s == UNKNOWN or not counted:
        return []
    told = [f"S = {_sum([_quotient(term) for term in counted])} {_stated('', found.s).lstrip()}"]
    if found.r is not None and found.alpha is not None:
        terms = [f"{_factor(term.factors.beta)} × {_quotient(term)}" for term in counted]
        told.append(f"R = {_factor(found.alpha)} × ({_sum(terms)}) {_stated('', found.r).lstrip()}")
    return told


def _sum(terms: list[str]) -> str:
    return " + ".join(terms if len(terms) <= _MOST_TERMS else [*terms[:_MOST_TERMS], f"… (+{len(terms) - _MOST_TERMS})"])


def _quotient(term: Term) -> str:
    return f"{_factor(term.holding.tonnes)}/{_factor(term.factors.threshold)}"


def _factor(value: Interval | None) -> str:
    """A number within a formula: bounds and fractions in brackets, `?` for what is not known."""
    if value is None:
        return "?"
    text = str(value)
    return text if value.exact is not None and "/" not in text else f"({text})"


def _ratio(ratio: Interval) -> str | None:
    return rounded(ratio.exact) if ratio.exact is not None else None if ratio.high is None and ratio.low == 0 else str(ratio)


def rounded(value: Fraction | None) -> str | None:
    """A number for people: exact where that is short, else to six places."""
    if value is None:
        return None
    text = written(value)
    return text if len(text) <= 10 and "/" not in text else f"≈{float(value):.6g}"


def sentence(unit: Identified, language: str) -> str:
    """What the unit comes to: S, R, level or what is left open."""
    found = unit.found
    known = [] if found.s == UNKNOWN else [_stated("S", found.s)]
    parts = [*known, STATUS[found.status][language]]
    if found.r is not None and found.alpha is not None:
        parts += [f"α = {found.alpha}", _stated("R", found.r)]
    if found.level is not None:
        parts.append(LEVEL[language][found.level - 1])
    return ("，" if language == "zh" else ", ").join(parts)


def _stated(name: str, value: Interval) -> str:
    """`S = 1.2`, `S ≥ 0.4`, `S = 0.2～1.2`."""
    text = _for_people(value)
    return f"{name} ≥ {text[1:]}" if text.startswith("≥") else f"{name} {text}" if text.startswith("≈") else f"{name} = {text}"


def _for_people(value: Interval) -> str:
    return (rounded(value.exact) or "") if value.exact is not None else str(value)


def summary(found: Iterable[Identified]) -> dict[Status, int]:
    """How many units come to what."""
    return Counter(unit.found.status for unit in found)


def hazard_csv(found: Iterable[Identified], language: str) -> str:
    """The terms of all units as CSV with a byte order mark, for Excel."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow((*HEADS[language], "S", "R", "level" if language == "en" else "级别", "status" if language == "en" else "结论"))
    for unit in found:
        level = "" if unit.found.level is None else LEVEL[language][unit.found.level - 1]
        end = (_for_people(unit.found.s), _exact(unit.found.r) or "", level, STATUS[unit.found.status][language])
        writer.writerows([safe_cell(cell) for cell in (*row, *end)] for row in rows(unit, language) or [(unit.unit, *[""] * 8)])
    return "\ufeff" + out.getvalue()


def template(language: str) -> str:
    """An inventory to fill in, as CSV: the headers in the language, a unit of two rows as an example."""
    place = 0 if language == "zh" else 1
    example = {
        "zh": (
            ("1号罐区", "储存单元", "甲醇", "67-56-1", "800", "t", "易燃液体,类别2", "常温常压", "36", "液体", ""),
            ("1号罐区", "储存单元", "液氨", "7664-41-7", "6000", "kg", "W2;J3", "", "36", "液化气体", ""),
        ),
        "en": (
            (
                "tank farm 1",
                "storage unit",
                "methanol",
                "67-56-1",
                "800",
                "t",
                "flammable liquid category 2",
                "ambient",
                "36",
                "liquid",
                "",
            ),
            ("tank farm 1", "storage unit", "ammonia", "7664-41-7", "6000", "kg", "W2;J3", "", "36", "liquefied gas", ""),
        ),
    }
    out = io.StringIO()
    csv.writer(out).writerows([[words[place] for words in COLUMNS.values()], *example[language]])
    return "\ufeff" + out.getvalue()
