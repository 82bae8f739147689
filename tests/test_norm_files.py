"""CSV files of norms that others write: references to clauses, rows with faults, columns left out."""

import csv
from collections.abc import Mapping
from pathlib import Path

import pytest
from pyoxigraph import Literal, Triple

from duibiao.loaders import clauses, norms
from duibiao.loaders.result import Loaded, UnreadableFile
from duibiao.ontology import iris
from duibiao.ontology.terms import D


def written(folder: Path, *lines: Mapping[str, str]) -> Loaded:
    """What the loader makes of a CSV with these rows."""
    path = folder / "norms.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)
    return norms.read(path)


# --- references to clauses


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("第五至八条", ("第五条", "第六条", "第七条", "第八条")),
        ("第九至十一条", ("第九条", "第十条", "第十一条")),
        ("第九十九至一百零一条", ("第九十九条", "第一百条", "第一百零一条")),
        ("第一百一十至一百一十一条", ("第一百一十条", "第一百一十一条")),
        ("第四十八、四十九条", ("第四十八条", "第四十九条")),
        ("5.3.1 c)", ("5.3.1 c)",)),
        ("", ()),
    ],
)
def test_a_reference_may_name_several_articles(reference: str, expected: tuple[str, ...]) -> None:
    assert clauses.named(reference) == expected


@pytest.mark.parametrize(
    ("number", "above"),
    [
        ("8.1.2 f) 表1", "8.1.2 f)"),
        ("8.1.2 f)", "8.1.2"),
        ("8.1.2", "8.1"),
        ("8", None),
        ("附录B.3", "附录B"),
        ("第二十四条第一款", "第二十四条"),
        ("第十三条第(一)项", "第十三条"),
        ("第二十四条", None),
        ("表1", None),
        ("5 一般要求", None),
    ],
)
def test_a_clause_knows_the_clause_above(number: str, above: str | None) -> None:
    assert clauses.parent(number) == above


# --- files of others

EDITION = {
    "id": "C1",
    "number": "GB 1-2020",
    "title": "甲",
    "kind": "mandatory national standard",
    "issue_date": "2020-01-02",
}
LIMIT = {
    "id": "L1",
    "standard": "GB 1-2020",
    "clause": "4.1",
    "parameter_zh": "高度",
    "direction": "upper bound",
    "value": "1",
    "unit": "m",
}
LINK = {"id": "K1", "lower": "gb-1-2020", "relation": "implements", "upper": "安全生产法-2021"}
REQUIREMENT = {
    "id": "R1",
    "document": "安全生产法(2021)",
    "article": "第五条",
    "requirement_zh": "甲",
    "confidence": "high",
}
FORCE = {"id": "F1", "norm": "gb-1-2020", "clause": "4.1", "binding_force": "mandatory", "from": "2020-01-02", "until": ""}
CONDITION = {"id": "A1", "requirement": "R006", "sectors": "", "headcount_over": "", "headcount_from": "", "needs": ""}
NAME = {"id": "", "table1_no": "65", "name": "methanol", "lang": "en", "cas": ""}
GHS = {"id": "H1", "hazard_zh": "甲", "hazard_en": "A", "category": "类别1", "category_en": "", "route": "", "state": "", "symbols": "W2"}
PURE = {"id": "", "table1_no": "65", "classes": "甲,类别1", "state": "liquid", "boiling_point_c": "-4.4"}


@pytest.mark.parametrize(
    ("good", "change", "column", "code"),
    [
        (EDITION, {"number": "", "title": ""}, "number", "missing"),
        (EDITION, {"kind": ""}, "kind", "missing"),
        (EDITION, {"kind": "ukase"}, "kind", "unknown_value"),
        (EDITION, {"issue_date": "2020-02-30"}, "issue_date", "bad_date"),
        (EDITION, {"issue_date": "20200101"}, "issue_date", "bad_date"),
        (LIMIT, {"value": "one"}, "value", "not_a_number"),
        (LIMIT, {"value": ""}, "value", "missing"),
        (LIMIT, {"direction": "sideways"}, "direction", "unknown_value"),
        (LIMIT, {"unit": "寻"}, "unit", "unknown_unit"),
        (LIMIT | {"value_max": "2"}, {"value_max": "0.5"}, "value_max", "reversed_range"),
        (LINK, {"relation": "likes"}, "relation", "unknown_value"),
        (LINK, {"upper": ""}, "upper", "missing"),
        (REQUIREMENT, {"confidence": "certain"}, "confidence", "unknown_value"),
        (REQUIREMENT, {"requirement_zh": ""}, "requirement_zh", "missing"),
        (REQUIREMENT | {"modality": "must"}, {"modality": "perhaps"}, "modality", "unknown_value"),
        (FORCE, {"binding_force": ""}, "binding_force", "missing"),
        (FORCE, {"binding_force": "iron"}, "binding_force", "unknown_value"),
        (FORCE, {"until": "2020-01-02"}, "until", "reversed_range"),
        (FORCE, {"from": "2020-13-01"}, "from", "bad_date"),
        (CONDITION, {"requirement": ""}, "requirement", "missing"),
        (CONDITION, {"sectors": "机械制造;月球采矿"}, "sectors", "unknown_value"),
        (CONDITION, {"needs": "龙"}, "needs", "unknown_value"),
        (CONDITION, {"headcount_over": "-1"}, "headcount_over", "not_a_number"),
        (NAME, {"table1_no": "66", "name": ""}, "name", "missing"),
        (NAME, {"name": "méthanol", "lang": "fr"}, "lang", "unknown_value"),
        (GHS, {"hazard_zh": "乙", "hazard_en": ""}, "hazard_en", "missing"),
        (GHS, {"state": "plasma"}, "state", "unknown_value"),
        (GHS, {"state": "gas", "route": "ocular"}, "route", "unknown_value"),
        (PURE, {"table1_no": "66", "state": "plasma"}, "state", "unknown_value"),
        (PURE, {"table1_no": "66", "boiling_point_c": "warm"}, "boiling_point_c", "not_a_number"),
    ],
)
def test_a_bad_row_is_held_back_and_named(tmp_path: Path, good: dict[str, str], change: dict[str, str], column: str, code: str) -> None:
    bad = good | {"id": "X9"} | change
    found = written(tmp_path, good, bad)
    assert [(error.row, error.column, error.code) for error in found.errors] == [(3, column, code)]
    assert (found.rows, found.accepted) == (2, 1)
    assert all(error.message_zh and error.message_en for error in found.errors)
    assert found.triples == written(tmp_path, good).triples


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (LIMIT, LIMIT | {"value": "2"}),
        (EDITION, EDITION | {"number": "GB 2-2020"}),
        (EDITION, EDITION | {"id": "C2", "number": "GB 1—2020"}),
        (GHS, GHS | {"id": "H2", "category": "类别１"}),
    ],
)
def test_a_number_or_norm_stands_once(tmp_path: Path, first: dict[str, str], second: dict[str, str]) -> None:
    found = written(tmp_path, first, second)
    assert [(error.row, error.column, error.code) for error in found.errors] == [(3, "id", "duplicate")]


def test_columns_of_our_own_may_be_absent(tmp_path: Path) -> None:
    found = written(tmp_path, REQUIREMENT)
    demanded = [t.object for t in found.triples if t.predicate == D.demandedBy]
    assert demanded == [iris.clause("安全生产法-2021", "第五条")]
    undated = written(tmp_path, LIMIT | {"standard": "TSG 21"})
    assert [t.object for t in undated.triples if t.predicate == D.statedIn] == [iris.clause("tsg-21", "4.1")]


def test_a_file_may_come_from_a_chinese_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "limits.csv"
    line = ",".join(LIMIT) + "\n\n" + ",".join(LIMIT.values()) + "\n"
    path.write_bytes(line.encode("gb18030"))
    found = norms.read(path)
    assert (found.kind, found.accepted) == ("limits", 1)
    assert Triple(iris.source_row("limits.csv", None, 3), D.row, Literal(3)) in found.triples


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b"", b"\xff\xff\xff"])
def test_a_file_that_is_none_of_ours_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.csv"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=r"other\.csv"):
        norms.read(path)


def test_a_header_tells_the_part() -> None:
    assert norms.recognises(list(LIMIT)) == "limits"
    assert norms.recognises(["name", "age"]) is None
