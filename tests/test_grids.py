"""Sheets of cells out of files that are not always what they seem."""

import random
import re
import resource
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from time import monotonic

import openpyxl
import pytest
import xlsxwriter
from workbooks import Failed, small_enterprise, write

from duibiao.loaders import grids, sheet_xml
from duibiao.loaders.result import UnreadableFile

SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return write(tmp_path / "book.xlsx", small_enterprise())


def rewritten(path: Path, edit: Callable[[str, bytes], bytes]) -> Path:
    """The workbook with the content of its parts edited."""
    changed = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, edit(name, old.read(name)))
    return changed


def in_part(part: str, old: bytes, new: bytes) -> Callable[[str, bytes], bytes]:
    def edit(name: str, xml: bytes) -> bytes:
        assert name != part or old in xml
        return xml.replace(old, new) if name == part else xml

    return edit


def refusal(path: Path) -> str:
    """What is said of the file, in one line, within two seconds."""
    start = monotonic()
    with pytest.raises(UnreadableFile) as caught:
        grids.read(path)
    assert monotonic() - start < 2
    text = str(caught.value)
    assert "\n" not in text
    assert text.startswith(path.name)
    return text


# --- cells


def test_a_sheet_keeps_its_place_when_its_first_cells_are_empty(tmp_path: Path) -> None:
    path = write(tmp_path / "book.xlsx", {"表": [["", ""], ["", "b2"]]})
    assert grids.read(path)["表"].rows == [["", ""], ["", "b2"]]


@pytest.mark.parametrize("text", ["#DIV/0!", "#REF!", "#N/A", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"])
def test_a_failed_formula_is_found(tmp_path: Path, text: str) -> None:
    path = write(tmp_path / "book.xlsx", {"甲": [["x"]], "乙": [["a", "b"], ["", Failed(text), 3]]})
    assert {name: grid.failed for name, grid in grids.read(path).items()} == {"甲": {}, "乙": {(1, 1): text}}


def test_a_failed_formula_is_found_as_openpyxl_writes_it(tmp_path: Path) -> None:
    path, made = tmp_path / "book.xlsx", openpyxl.Workbook()
    made.active.title = "表"
    made.active["AB3"] = "#N/A"
    made.save(path)
    assert grids.read(path)["表"].failed == {(2, 27): "#N/A"}


@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="B2" s="1" t="e"><v>#REF!</v></c>',
        b'<c t="e" s="1" r="B2"><v>#REF!</v></c>',
        b"<c t='e' r='B2'><v>#REF!</v></c>",
        b'<c t = "e"\n r = "B2" ><f>1/0</f><v>#REF!</v></c>',
        b'<c r="B2" t="e"><f t="shared" si="0"/><v>#REF!</v></c>',
        b'<x:c xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" t="e" r="B2"><x:v>#REF!</x:v></x:c>',
        b'<c t="e" note="a > b" r="B2"><v>#REF!</v></c>',
        b'<c t="e" r="A2"/><c r="B2" t="e"><v>#REF!</v></c>',
        b'<c r="A2"/><c t="e"><v>#REF!</v></c>',
    ],
)
def test_a_failed_formula_is_found_however_its_cell_is_written(tmp_path: Path, cell: bytes) -> None:
    path = write(tmp_path / "book.xlsx", {"表": [["a", "b"], ["", 7, 8]]})
    changed = rewritten(path, in_part(SHEET, b'<c r="B2"><v>7</v></c>', cell))
    assert grids.read(changed)["表"].failed == {(1, 1): "#REF!"}


def test_a_merge_covers_its_cells_as_far_as_the_sheet_is_filled(tmp_path: Path) -> None:
    path = write(tmp_path / "book.xlsx", {"表": [["a", "b", "c"], ["1", "2", "3"], ["4", "5", "6"]]})
    merge = b'</sheetData><mergeCells count="1"><mergeCell ref="B2:B1048576"/></mergeCells>'
    assert grids.read(rewritten(path, in_part(SHEET, b"</sheetData>", merge)))["表"].merged == {(1, 1), (2, 1)}


def test_a_merge_of_a_whole_sheet_takes_no_time(tmp_path: Path) -> None:
    path = rewritten(
        write(tmp_path / "book.xlsx", {"表": [["a"], ["b"]]}),
        in_part(SHEET, b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
    )
    start = monotonic()
    assert grids.read(path)["表"].merged == {(0, 0), (1, 0)}
    assert monotonic() - start < 1


def test_a_sheet_of_a_chart_has_no_cells(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        made.add_worksheet("表").write(0, 0, 1)
        chart = made.add_chart({"type": "line"})
        chart.add_series({"values": "=表!$A$1:$A$2"})
        made.add_chartsheet("图").set_chart(chart)
    assert {name: list(grid.rows) for name, grid in grids.read(path).items()} == {"表": [[1.0]], "图": []}


def test_the_ending_may_be_in_capitals(book: Path) -> None:
    assert grids.read(book.rename(book.with_name("BOOK.XLSX"))).keys() == small_enterprise().keys()


# --- files that are none


def test_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(b"")
    assert refusal(path) == "book.xlsx: the file is empty; save the workbook again"


def test_an_encrypted_or_older_file(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4096))
    assert refusal(path).endswith("save it as .xlsx without a password")


@pytest.mark.parametrize("content", [b"plain text", b"PK\x03\x04 and nothing behind", bytes(1000), "企业".encode("utf-16")])
def test_another_kind_of_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(content)
    assert "no Excel workbook" in refusal(path)


def test_an_archive_of_something_else(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    assert "no Excel workbook" in refusal(path)


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", SHEET])
def test_a_workbook_that_lacks_a_part(book: Path, part: str) -> None:
    changed = book.with_name("changed.xlsx")
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
    assert "damaged, or no Excel workbook" in refusal(changed)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_file(book: Path, share: float) -> None:
    content = book.read_bytes()
    book.write_bytes(content[: int(len(content) * share)])
    assert "damaged" in refusal(book)


def test_a_file_with_an_encrypted_part(book: Path) -> None:
    content = bytearray(book.read_bytes())
    for found in re.finditer(b"PK\x01\x02", bytes(content)):
        content[found.start() + 8] |= 1  # the flag of the directory's entry
    book.write_bytes(content)
    assert "damaged, or no Excel workbook" in refusal(book)


def test_a_corrupt_file_is_read_or_refused(book: Path) -> None:
    """Three hundred files with a few bytes changed: nothing but cells or one line."""
    content, chance = book.read_bytes(), random.Random(18218)
    read = 0
    for _ in range(300):
        changed = bytearray(content)
        for _ in range(chance.randint(1, 4)):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        book.write_bytes(changed)
        try:
            grids.read(book)
            read += 1
        except UnreadableFile as error:
            assert "\n" not in str(error)
    assert read < 200


@pytest.mark.parametrize(
    "xml",
    [
        b"<worksheet",
        b"",
        b"<?xml version='1.0' encoding='klingon'?><worksheet/>",
        b'<worksheet><sheetData><row r="x"/></sheetData></worksheet>',
    ],
)
def test_a_sheet_that_is_no_xml(book: Path, xml: bytes) -> None:
    changed = rewritten(book, lambda name, old: xml if name == SHEET else old)
    assert "damaged, or no Excel workbook" in refusal(changed)


# --- files that are larger than they look


def test_a_cell_far_outside_the_table_is_refused_not_laid_out(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet("岗位")
        sheet.write(0, 0, "岗位编号")
        sheet.write(1_048_575, 16_383, " ")
    assert refusal(path) == ("book.xlsx, 岗位: cells as far as row 1048576, column 16384; delete the rows and columns outside the table")


def test_cells_that_are_only_painted_stretch_nothing(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet("岗位")
        sheet.write(0, 0, "岗位编号")
        sheet.write_blank(1_048_575, 16_383, None, made.add_format({"bg_color": "yellow"}))
    assert grids.read(path)["岗位"].rows == [["岗位编号"]]


def test_cells_without_a_place_are_counted(book: Path) -> None:
    long = b'<row r="1">' + b"<c><v>1</v></c>" * 4000 + b"</row>" + b"<row><c><v>1</v></c></row>" * 4000
    changed = rewritten(book, lambda name, old: re.sub(rb"<row.*</row>", long, old) if name == SHEET else old)
    assert "cells as far as row" in refusal(changed)


def bomb(book: Path, filling: bytes, times: int) -> Path:
    """The workbook with a first sheet of so many times the filling; the archive's directory tells its size."""
    changed = book.with_name("bomb.xlsx")
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != SHEET:
                new.writestr(name, old.read(name))
                continue
            with new.open(name, "w", force_zip64=False) as sheet:
                sheet.write(b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>')
                for _ in range(times):
                    sheet.write(filling)
    assert changed.stat().st_size < 2_000_000
    return changed


def lying(path: Path) -> Path:
    """The archive with a directory, and headers, that tell a size of a thousand bytes for the first sheet."""
    with zipfile.ZipFile(path) as archive:
        true = struct.pack("<I", archive.getinfo(SHEET).file_size)
    content = path.read_bytes()
    assert true in content
    path.write_bytes(content.replace(true, struct.pack("<I", 1000)))
    return path


MEASURED = """
import resource, sys
from pathlib import Path
from duibiao.loaders import grids
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    grids.read(Path(sys.argv[1]))
except grids.UnreadableFile as error:
    print(error)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def measured(path: Path) -> tuple[str, int]:
    """What is said of the file, and the megabytes it takes, in a process of its own that may have a gigabyte."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))

    done = subprocess.run([sys.executable, "-c", MEASURED, str(path)], capture_output=True, text=True, timeout=30, preexec_fn=limit)
    assert done.returncode == 0, done.stderr
    said, megabytes = done.stdout.splitlines()
    return said, int(megabytes)


def test_a_bomb_is_refused_before_it_is_unpacked(book: Path) -> None:
    path = bomb(book, bytes(1_000_000), 300)
    said, megabytes = measured(path)
    assert said == "bomb.xlsx: unpacks to more than 200 MB; split the workbook"
    assert megabytes < 20


@pytest.mark.parametrize("filling", [bytes(1_000_000), b"<row/>" * 200_000, b"<row><c><v>1</v></c></row>" * 40_000])
def test_a_bomb_that_lies_about_its_size_is_refused_too(book: Path, filling: bytes) -> None:
    said, megabytes = measured(lying(bomb(book, filling, 300)))
    assert said.startswith("bomb.xlsx: damaged, or no Excel workbook")
    assert megabytes < 50


def entities(levels: int) -> bytes:
    inner = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, levels))
    return f'<!DOCTYPE workbook [<!ENTITY e0 "lol">{inner}]>'.encode()


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", SHEET])
def test_entities_are_not_expanded(book: Path, part: str) -> None:
    def edit(name: str, xml: bytes) -> bytes:
        if name != part:
            return xml
        declaration, rest = xml.split(b"?>", 1)
        return declaration + b"?>" + entities(10) + re.sub(rb'(name|Target|spans)="[^"]*"', rb'\1="&e9;"', rest)

    assert "document type declaration" in refusal(rewritten(book, edit))


def test_shared_strings_expand_no_entities_either(book: Path) -> None:
    def edit(name: str, xml: bytes) -> bytes:
        if name != "xl/sharedStrings.xml":
            return xml
        declaration, rest = xml.split(b"?>", 1)
        return declaration + b"?>" + entities(10) + rest.replace("企业名称".encode(), b"&e9;")

    assert "damaged" in refusal(rewritten(book, edit))


def test_a_row_limit_leaves_room_for_real_workbooks() -> None:
    assert sheet_xml.MOST_CELLS >= 100_000 * 17
