"""Inventories of hazardous chemicals as people keep them: heads, merges, encodings, and what of them cannot be read."""

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from workbooks import Failed, write

from duibiao.loaders import inventories
from duibiao.loaders.inventories import COLUMNS, Entry, Inventory
from duibiao.loaders.result import UnreadableFile

METHANOL = ["罐区", "储存单元", "甲醇", "67-56-1", "800", "t", "W5.3", "常温", "36", "液体", "12"]
ENTRY = Entry("甲醇", "67-56-1", "800", "t", "W5.3", "常温", "液体", "12")


def csv_file(folder: Path, *lines: str, encoding: str = "utf-8") -> Path:
    (folder / "book.csv").write_text("\n".join(lines), encoding)
    return folder / "book.csv"


def xlsx(folder: Path, *rows: list[Any]) -> Inventory:
    return inventories.read(write(folder / "book.xlsx", {"清单": rows}))


def codes(inventory: Inventory) -> list[tuple[str, int, str | None]]:
    return [(error.code, error.row, error.column) for error in inventory.errors]


# --- heads


@pytest.mark.parametrize("heads", ["{0}", "{1}", "{0}/{1}", "{0}（{1}）", "{0} {1}", "*{0}"])
def test_heads_in_either_language_or_both(tmp_path: Path, heads: str) -> None:
    found = inventories.read(csv_file(tmp_path, ",".join(heads.format(*words) for words in COLUMNS.values()), ",".join(METHANOL)))
    [unit] = found.units
    assert (unit.unit, unit.kinds, unit.people, unit.entries) == ("罐区", ("储存单元",), ("36",), (ENTRY,))
    assert found.errors == ()


@pytest.mark.parametrize("words", COLUMNS.items(), ids=COLUMNS)
def test_every_spelling_names_its_field(words: tuple[str, tuple[str, ...]]) -> None:
    name, spellings = words
    assert {inventories.field_of(spelling.upper()) for spelling in spellings} == {name}


@pytest.mark.parametrize(
    ("head", "unit"), [("数量(t)", "t"), ("设计最大量（kg）", "kg"), ("quantity / t", "t"), ("数量(吨)", "吨"), ("数量(m3)", None)]
)
def test_the_unit_of_mass_in_the_head(head: str, unit: str | None) -> None:
    [found] = inventories.of_rows([{"单元": "A", "物质": "苯", head: "5"}]).units
    assert found.entries[0] == (Entry("苯", quantity="5", mass_unit=unit) if unit else Entry("苯"))


def test_a_unit_of_mass_of_its_own_wins_over_the_head() -> None:
    [found] = inventories.of_rows([{"unit": "A", "substance": "苯", "数量(t)": "5", "mass_unit": "kg"}]).units
    assert found.entries[0].mass_unit == "kg"


def test_a_title_above_the_head_is_passed_over(tmp_path: Path) -> None:
    found = xlsx(tmp_path, ["危险化学品清单"], [], ["单元", "物质", "备注"], ["A", "苯", "新"])
    assert [unit.unit for unit in found.units] == ["A"]
    assert found.errors == ()


def test_a_column_that_is_not_known_is_told(tmp_path: Path) -> None:
    found = xlsx(tmp_path, ["单元", "物质", "存放方式", "物质"], ["A", "苯", "桶装", "甲苯"])
    assert codes(found) == [("unknown_column", 1, "存放方式"), ("unknown_column", 1, "物质")]
    assert found.units[0].entries == (Entry("苯"),)


def test_a_key_that_is_not_known_is_told_once() -> None:
    found = inventories.of_rows([{"unit": "A", "substance": "苯", "colour": "red"}] * 3)
    assert codes(found) == [("unknown_column", 1, "colour")]


# --- rows


def test_a_merge_holds_what_it_shows(tmp_path: Path) -> None:
    path = tmp_path / "merged.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([["单元", "物质", "500米人口"], ["", "苯", ""], ["", "甲醇", ""], ["", "", ""], ["", "氨", ""]]):
            sheet.write_row(number, 0, row)
        sheet.merge_range("A2:A4", "罐区")
        sheet.merge_range("C2:C4", 36)
        sheet.write("A5", "仓库")
    first, second = inventories.read(path).units
    assert (first.unit, first.people, [e.substance for e in first.entries]) == ("罐区", ("36",), ["苯", "甲醇"])
    assert (second.unit, second.people, [e.substance for e in second.entries]) == ("仓库", (), ["氨"])


def test_a_row_without_a_unit_is_told(tmp_path: Path) -> None:
    found = xlsx(tmp_path, ["单元", "物质"], ["A", "苯"], ["", "甲醇"], ["", ""], [" ", "氨"])
    assert codes(found) == [("missing", 3, "单元"), ("missing", 5, "单元")]
    assert [e.substance for e in found.units[0].entries] == ["苯"]


def test_a_unit_alone_holds_nothing() -> None:
    assert inventories.of_rows([{"unit": "A", "people": "5"}]).units == (inventories.UnitEntries("A", (), ("5",), ()),)


def test_a_unit_is_one_however_it_is_spaced_and_is_called_as_written() -> None:
    found = inventories.of_rows([{"unit": name, "substance": "苯"} for name in ("罐区（一）", "罐区(一)", " 罐区（一） ")])
    assert [(unit.unit, len(unit.entries)) for unit in found.units] == [("罐区（一）", 3)]


def test_kinds_and_residents_are_kept_as_often_as_they_differ() -> None:
    found = inventories.of_rows([{"unit": "A", "substance": "苯", "people": people} for people in ("5", "", "6", "5")])
    assert found.units[0].people == ("5", "6")


def test_every_sheet_with_such_a_table_is_read(tmp_path: Path) -> None:
    head = ["单元", "物质"]
    sheets = {"说明": [["怎么填"]], "一": [head, ["A", "苯"]], "二": [head, ["B", "苯"], ["A", "氨"], ["", "氨"]]}
    found = inventories.read(write(tmp_path / "book.xlsx", sheets))
    assert {unit.unit: len(unit.entries) for unit in found.units} == {"A": 2, "B": 1}
    assert [(error.sheet, error.row) for error in found.errors] == [("二", 4)]


def test_a_formula_that_fails_is_told_and_its_cell_empty(tmp_path: Path) -> None:
    found = xlsx(tmp_path, ["单元", "物质", "数量(t)"], ["A", "苯", Failed()], ["A", "氨", 3.5], [Failed("#REF!"), "氨", 3])
    assert codes(found) == [("formula_error", 2, "数量(t)"), ("formula_error", 4, "单元"), ("missing", 4, "单元")]
    assert found.units[0].entries == (Entry("苯"), Entry("氨", quantity="3.5", mass_unit="t"))


def test_a_comma_too_many_is_told(tmp_path: Path) -> None:
    found = inventories.read(csv_file(tmp_path, "单元,物质,数量,单位", "A,苯,1,200,t", "B,苯,5,t,,"))
    assert [(error.code, error.row, error.value) for error in found.errors] == [("too_many_cells", 2, "t")]


# --- files


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings_of_csv(tmp_path: Path, encoding: str) -> None:
    found = inventories.read(csv_file(tmp_path, "单元,物质", "罐区,甲醇", encoding=encoding))
    assert [(unit.unit, unit.entries) for unit in found.units] == [("罐区", (Entry("甲醇"),))]


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_the_bytes_of_a_file_are_read_as_the_file(tmp_path: Path, ending: str) -> None:
    rows = [["单元", "物质", "数量"], ["A", "苯", 5], ["", "氨", 6]]
    path = write(tmp_path / "inventory.xlsx", {"inventory": rows})
    if ending == ".csv":
        path = tmp_path / "inventory.csv"
        path.write_text("\n".join(",".join(map(str, row)) for row in rows), "utf-8")
    assert inventories.of_bytes(path.read_bytes(), ending) == inventories.read(path)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("nothing.csv", None, "no such file"),
        ("book.xls", b"x", "save it as one of these"),
        ("book.xlsx", b"", "empty"),
        ("book.xlsx", b"PK\x03\x04 broken", "damaged"),
        ("book.csv", b"", "no table"),
        ("book.csv", "单元,数量\nA,5".encode(), "no table"),
        ("book.csv", b"\xff\xfe\x00", "neither UTF-8 nor GB18030"),
    ],
)
def test_what_is_no_inventory(tmp_path: Path, name: str, content: bytes | None, said: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(UnreadableFile, match=said) as caught:
        inventories.read(tmp_path / name)
    assert "\n" not in str(caught.value)
