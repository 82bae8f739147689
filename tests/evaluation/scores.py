"""How well the facts read from a document answer those labelled by hand: precision, recall, and accuracies on the rows that match.

A row labelled as optional is one that careful readers disagree on: reading it is no error, and leaving it out is none.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from evaluation.matching import Pair, Row, Share, overlap, pairs, plain, same, share

Facts = Mapping[str, Any]
Test = Callable[[Row, Row], bool]

_LINES_OF_A_ROW = 3
"""A row of a table that Word wrote cell by cell begins a few lines above the cell with its text."""
_NUMBERED = re.compile(r"^\d+[.、]")
_EDITIONLESS = {"alias", "self"}
_JOINERS = "、和及与或以"


@dataclass(frozen=True)
class Scores:
    """Shares by name (outline.precision, requirements.modality …) and, in words, each miss; those of several documents add up."""

    shares: Mapping[str, Share] = field(default_factory=dict)
    misses: tuple[str, ...] = ()

    def __add__(self, other: "Scores") -> "Scores":
        names = dict.fromkeys([*self.shares, *other.shares])
        shares = {name: self.shares.get(name, Share()) + other.shares.get(name, Share()) for name in names}
        return Scores(shares, self.misses + other.misses)


def scores(labels: Facts, facts: Facts) -> Scores:
    """The scores of the facts read against the labels, which may be bounded to some `lines` of the document."""
    within = _within(labels.get("lines"), facts)
    kinds = (outline, citations, requirements, goals, items)
    total = header(labels["header"], facts["header"]) + counts(labels.get("counts", {}), facts["outline"])
    for kind in kinds:
        total += kind(labels[kind.__name__], within[kind.__name__])
    return total


def _within(lines: Sequence[int] | None, facts: Facts) -> Facts:
    if lines is None:
        return facts
    first, last = lines
    return {kind: [row for row in rows if first <= row["line"] <= last] for kind, rows in facts.items() if kind != "header"}


def header(labelled: Row, read: Row) -> Scores:
    """Field by field; a field that is not labelled is not asked."""
    answers = {name: _same_field(name, value, read[name]) for name, value in labelled.items()}
    wrong = [f"header {name}: {labelled[name]} read as {read[name]}" for name, right in answers.items() if not right]
    return Scores({"header": share([*answers.values()])}, tuple(wrong))


def _same_field(name: str, labelled: Any, read: Any) -> bool:
    if name == "issuers":
        return len(labelled) == len(read) and all(any(same(one, other) for other in read) for one in labelled)
    if name == "addressees":
        return same(_bare("".join(labelled)), _bare("".join(read)))
    return same(labelled, read)


def _bare(text: str) -> str:
    return re.sub(r"[、，,;；：:]", "", text)


def counts(labelled: Mapping[str, int], read: Sequence[Row]) -> Scores:
    """How many parts of a kind (章, 条) the document has."""
    found = {sign: sum(bool(re.fullmatch(rf"第.+{sign}", plain(row["label"]))) for row in read) for sign in labelled}
    wrong = [f"counts: {found[sign]} {sign} instead of {number}" for sign, number in labelled.items() if found[sign] != number]
    return Scores({"counts": share([found[sign] == number for sign, number in labelled.items()])}, tuple(wrong))


def outline(labelled: Sequence[Row], read: Sequence[Row]) -> Scores:
    """Rows by line and label; level and heading apart."""
    found = pairs(labelled, read, lambda row, one: row["line"] == one["line"] and same(row["label"], one["label"]))
    checks = {"level": lambda row, one: row["level"] == one["level"], "heading": lambda row, one: same(row["heading"], one["heading"])}
    return _scored("outline", labelled, read, found, checks)


def citations(labelled: Sequence[Row], read: Sequence[Row]) -> Scores:
    """Rows by line and norm, as often as it is named there; kind, number, dated and surface apart."""
    found = pairs(labelled, read, _same_norm, _like_norm)
    checks = {
        "kind": lambda row, one: one["kind"] in row["kind"].split("|"),
        "number": lambda row, one: same(row["number"], one["number"]) if row["number"] else None,
        "dated": lambda row, one: row["dated"] == one["dated"] if _EDITIONLESS.isdisjoint(row["kind"].split("|")) else None,
        "surface": lambda row, one: same(row["surface"], one["surface"]) if row.get("surface") else None,
    }
    return _scored("citations", labelled, read, found, checks)


def _same_norm(row: Row, one: Row) -> bool:
    if row["line"] != one["line"]:
        return False
    if not (row["title"] or row["number"]):
        return same(row.get("surface") or one["surface"], one["surface"]) and one["kind"] in row["kind"].split("|")
    return bool(row["number"] and same(row["number"], one["number"]) or row["title"] and same(row["title"], one["title"]))


def _like_norm(row: Row, one: Row) -> bool:
    if row["line"] != one["line"]:
        return False
    return any(overlap(row.get(part), one[part]) for part in ("title", "number", "surface"))


def requirements(labelled: Sequence[Row], read: Sequence[Row]) -> Scores:
    """Rows by the statement they read; modality, actor, deadline and quantity apart."""
    found = pairs(labelled, read, _begins, _contains, _continues)
    checks = {
        "modality": lambda row, one: row["modality"] == one["modality"],
        "actor": lambda row, one: _same_actor(row["actor"], one["actor"]) if row["actor"] else None,
        "deadline": _same_deadline,
        "quantity": lambda row, one: _same_quantity(row, one) if row.get("value") else None,
    }
    return _scored("requirements", labelled, read, found, checks)


def _begins(row: Row, one: Row) -> bool:
    return one["line"] == row["line"] and plain(one["text"]).startswith(plain(row["starts"]))


def _contains(row: Row, one: Row) -> bool:
    return one["line"] <= row["line"] <= one["last_line"] and plain(row["starts"]) in plain(one["text"])


def _continues(row: Row, one: Row) -> bool:
    return one["line"] >= row["line"] and plain(one["text"])[:8] in plain(row.get("statement", row["starts"]))


def _same_actor(labelled: str, read: str | None) -> bool:
    """The same words, or the same with a qualification before them (对…的企业), but not one of several joined."""
    if same(labelled, read):
        return True
    short, long = sorted((plain(labelled), plain(read)), key=len)
    return bool(short) and long.endswith(short) and long[-len(short) - 1] not in _JOINERS


def _same_deadline(row: Row, one: Row) -> bool | None:
    return same(row["deadline"], one["deadline"]) if row["deadline"] or one["deadline"] else None


def _same_quantity(row: Row, one: Row) -> bool:
    return row["value"] == one["value"] and same(row["unit"], one["unit"])


def goals(labelled: Sequence[Row], read: Sequence[Row]) -> Scores:
    """Rows by line, the same value or day first; deadline, quantity and comparison apart."""

    def on_line(*names: str) -> Test:
        return lambda row, one: row["line"] == one["line"] and all(row[name] == one[name] for name in names)

    found = pairs(labelled, read, on_line("value", "deadline"), on_line("value"), on_line("deadline"), on_line())
    checks = {
        "deadline": lambda row, one: row["deadline"] == one["deadline"],
        "quantity": lambda row, one: _same_quantity(row, one) if row["value"] else None,
        "comparison": lambda row, one: row["comparison"] == one["comparison"] if row["value"] else None,
    }
    return _scored("goals", labelled, read, found, checks)


def items(labelled: Sequence[Row], read: Sequence[Row]) -> Scores:
    """Rows by number and place; element and evidence apart."""
    found = pairs(labelled, read, _same_item)
    checks = {
        "element": lambda row, one: same(row["element"], _NUMBERED.sub("", plain(one["element"]))) if row["element"] else None,
        "evidence": lambda row, one: _same_evidence(row["evidence"], one["evidence"]),
    }
    return _scored("items", labelled, read, found, checks)


def _same_item(row: Row, one: Row) -> bool:
    return same(row["number"], one["number"]) and 0 <= row["line"] - one["line"] <= _LINES_OF_A_ROW


def _same_evidence(labelled: Sequence[str], read: Sequence[str]) -> bool:
    """Each piece labelled is named in what was read, however that is divided; nothing is read where nothing is asked for."""
    whole = plain("".join(read))
    return bool(labelled) == bool(read) and all(plain(piece.rstrip("…")) in whole for piece in labelled)


def _scored(
    kind: str, labelled: Sequence[Row], read: Sequence[Row], found: Sequence[Pair], checks: Mapping[str, Callable[[Row, Row], bool | None]]
) -> Scores:
    """Precision, recall and the checks on the pairs. A check that answers None does not ask."""
    sure = [pair for pair in found if not pair[0].get("optional")]
    shares = {
        f"{kind}.precision": Share(len(sure), len(read) - (len(found) - len(sure))),
        f"{kind}.recall": Share(len(sure), sum(not row.get("optional") for row in labelled)),
    }
    wrong: list[str] = []
    for name, check in checks.items():
        answers = [(check(*pair), pair) for pair in sure]
        shares[f"{kind}.{name}"] = share([right for right, _ in answers if right is not None])
        wrong += [f"{kind} {name}: {_shown(row)} read as {_shown(one)}" for right, (row, one) in answers if right is False]
    return Scores(shares, (*_unmatched(kind, labelled, read, found), *wrong))


def _unmatched(kind: str, labelled: Sequence[Row], read: Sequence[Row], found: Sequence[Pair]) -> list[str]:
    answered, used = {id(row) for row, _ in found}, {id(one) for _, one in found}
    missed = [f"{kind} missed: {_shown(row)}" for row in labelled if id(row) not in answered and not row.get("optional")]
    return missed + [f"{kind} spurious: {_shown(one)}" for one in read if id(one) not in used]


def _shown(row: Row) -> str:
    hidden = {"optional", "statement", "last_line"}
    return " ".join(f"{name}={value}" for name, value in row.items() if name not in hidden and value not in (None, "", []))
