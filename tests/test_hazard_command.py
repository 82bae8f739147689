"""`duibiao hazard`: its document, tables and template, what it refuses, and when it ends with 1."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from workbooks import write

Run = Callable[..., Result]
UNIT = {"unit", "kind", "S", "S_bounds", "is_major", "R", "R_bounds", "alpha", "level", "status", "rows", "problems", "notes"}
ROW = {
    *("substance", "cas", "listed_as", "q", "Q", "ratio", "beta", "source", "clause"),
    *("tonnes_until_major", "tonnes_until_next_level", "problem"),
}
HEAD = "unit,kind,substance,cas,quantity,mass_unit,hazard_class,process_condition,people,state,stock"
FARM = ["罐区,储存单元,甲醇,67-56-1,800,t,W5.3,常温常压,36,液体,", "罐区,,液氨,7664-41-7,6000,kg,,,36,,"]
STORE = "库房,,苯,71-43-2,10,t,,,,,"


@pytest.fixture
def hazard(run: Run, tmp_path: Path) -> Run:
    """`duibiao hazard` of the rows given, in Chinese and as of a fixed day."""

    def call(rows: list[str], *words: object) -> Result:
        path = tmp_path / "inventory.csv"
        path.write_text("\n".join([HEAD, *rows]), "utf-8")
        return run("hazard", path, "--lang", "zh", "--as-of", "2026-11-22", *words)

    return call


@pytest.fixture
def unit(hazard: Run) -> Callable[..., dict[str, Any]]:
    """The only unit of the document for the rows given."""

    def call(*rows: str) -> dict[str, Any]:
        [found] = json.loads(hazard(list(rows), "--format", "json").stdout)["units"]
        return dict(found)

    return call


# --- the document


def test_the_document_has_the_shape_agreed(hazard: Run) -> None:
    result = hazard([*FARM, STORE], "--format", "json")
    found = json.loads(result.stdout)
    assert (result.exit_code, result.stderr) == (0, "")
    assert set(found) == {"as_of", "units", "errors"}
    assert (found["as_of"], found["errors"]) == ("2026-11-22", [])
    assert [set(told) for told in found["units"]] == [UNIT, UNIT]
    assert all(set(row) == ROW for told in found["units"] for row in told["rows"])


def test_a_major_hazard_source_in_full(unit: Callable[..., dict[str, Any]]) -> None:
    found = unit(*FARM)
    expected = {
        **{"unit": "罐区", "kind": "储存单元", "S": "2.2", "S_bounds": ["2.2", "2.2"], "is_major": True, "alpha": "1.2"},
        **{"R": "3.36", "level": 4, "status": "major", "problems": []},
    }
    assert expected.items() <= found.items()
    methanol, ammonia = found["rows"]
    assert (methanol["q"], methanol["Q"], methanol["ratio"], methanol["beta"]) == ("800", "500", "1.6", "1")
    assert (ammonia["q"], ammonia["Q"], ammonia["ratio"], ammonia["beta"], ammonia["listed_as"]) == ("6", "10", "0.6", "2", "氨")
    assert (ammonia["source"], ammonia["clause"]) == ("GB 18218-2018 表1 序号1", "GB 18218-2018 4.1.2 a)")
    assert ammonia["tonnes_until_next_level"] == "83/3", "(10 − 3.36) / 1.2 · 10 / 2"
    assert ammonia["tonnes_until_major"] is None


def test_below_the_threshold_the_tonnes_left_are_told(unit: Callable[..., dict[str, Any]]) -> None:
    found = unit(STORE)
    assert (found["S"], found["is_major"], found["R"], found["level"], found["status"]) == ("0.2", False, None, None, "below")
    assert found["rows"][0]["tonnes_until_major"] == "40"


@pytest.mark.parametrize(
    ("cells", "tonnes"), [("500,kg", "0.5"), ("500000,g", "0.5"), ("0.5,吨", "0.5"), ("500 kg,", "0.5"), ('"1,200",t', "1200")]
)
def test_every_unit_of_mass_comes_to_tonnes(unit: Callable[..., dict[str, Any]], cells: str, tonnes: str) -> None:
    assert unit(f"库,,苯,,{cells},,,,,")["rows"][0]["q"] == tonnes


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (",t,,,,,", "苯：设计最大量缺失"),
        (",t,,,,,5", "苯：只填写了现存量"),
        ("5,,,,,,", "苯：数量没有写明计量单位"),
        ("5,m3,,,,,", "苯：“m3”不是质量单位"),
        ("若干,t,,,,,", "苯：数量“若干”不是数"),
        ("-5,t,,,,,", "苯：数量“-5”不是数"),
        ("1" * 5000 + "/3,t,,,,,", "不是数"),
    ],
)
def test_a_row_that_cannot_be_counted_leaves_the_unit_untold(unit: Callable[..., dict[str, Any]], cells: str, said: str) -> None:
    found = unit(f"库,,苯,,{cells}")
    assert (found["status"], found["S"], found["is_major"]) == ("cannot_tell", None, None)
    assert said in found["problems"][0]
    assert found["rows"][0]["problem"] == found["problems"][0]


def test_what_is_known_suffices_where_it_reaches_one(unit: Callable[..., dict[str, Any]]) -> None:
    found = unit("库,,苯,,若干,t,,,,,", "库,,氨,,10,t,,,5,,")
    assert (found["status"], found["S"], found["S_bounds"], found["level"]) == ("major", None, ["1", None], None)


def test_before_the_edition_was_in_force_nothing_is_told(hazard: Run) -> None:
    def status(day: str) -> tuple[str, list[str]]:
        [found] = json.loads(hazard([STORE], "--format", "json", "--as-of", day).stdout)["units"]
        return found["status"], found["problems"]

    untold, problems = status("2019-02-28")
    assert untold == "cannot_tell" and "2019-03-01" in problems[0]
    assert status("2019-03-01") == ("below", [])


def test_languages(hazard: Run) -> None:
    [found] = json.loads(hazard(["A,,苯,,,t,,,,,"], "--format", "json", "--lang", "en").stdout)["units"]
    assert found["problems"] == ["苯: the design maximum is not stated, so nothing can be computed"]


# --- exit codes


def test_a_row_without_a_unit_ends_with_one(hazard: Run) -> None:
    result = hazard([STORE, ",,氨,,5,t,,,,,"], "--format", "json")
    found = json.loads(result.stdout)
    [error] = found["errors"]
    assert result.exit_code == 1
    assert (error["row"], error["column"], set(error["message"])) == (3, "单元", {"zh", "en"})
    assert found["units"][0]["S"] == "0.2"
    assert "第3行 单元：必填项为空" in result.stderr
    assert "row 3 单元: a required cell is empty" in hazard([STORE, ",,氨,,5,t,,,,,"], "--lang", "en").stderr


@pytest.mark.parametrize("rows", [[], FARM, [STORE], ["库,,某物,,5,t,,,,,"]])
def test_whatever_an_identification_comes_to_ends_with_zero(hazard: Run, rows: list[str]) -> None:
    assert hazard(rows).exit_code == 0


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsx", b"no zip", 1),
        ("a.csv", b"\xff\x00\xff", 1),
        ("a.csv", b"x,y\n", 1),
        ("a.pdf", b"%PDF", 1),
        ("a.csv", None, 2),
        ("", None, 2),
    ],
)
def test_a_bad_file_is_one_line(run: Run, tmp_path: Path, name: str, content: bytes | None, code: int) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    result = run("hazard", tmp_path / name, "--format", "json")
    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr.startswith("duibiao: ") and result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "words", [[], ["--as-of", "soon", "x.csv"], ["--format", "xlsx", "x.csv"], ["--template", "--out", "nowhere/x.csv"]]
)
def test_a_wrong_call_is_one_line(run: Run, words: list[str]) -> None:
    result = run("hazard", *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("duibiao: ") and result.stderr.count("\n") == 1


# --- formats


def test_the_table_shows_the_sum_and_each_row(hazard: Run) -> None:
    text = hazard([*FARM, STORE]).stdout
    for shown in (
        "罐区（储存单元）: S = 2.2，构成重大危险源",
        "S = 800/500 + 6/10 = 2.2",
        "R = 1.2 × (1 × 800/500 + 2 × 6/10) = 3.36",
        "四级",
    ):
        assert shown in text
    assert "库房: S = 0.2，未构成" in text
    assert "共 2 个单元：构成重大危险源 1，未构成 1" in text
    english = hazard(FARM, "--lang", "en").stdout
    assert "罐区 (storage unit): S = 2.2, major hazard source" in english and "表" not in english


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        ("10～20,t,,,,,", "S = (10～20)/50 = 0.2～0.4"),
        ("20/3,t,,,,,", "S = (20/3)/50 ≈0.133333"),
        ("20,t,,,,,", "S = 20/50 = 0.4"),
    ],
)
def test_the_formula_with_bounds_and_fractions(hazard: Run, cells: str, shown: str) -> None:
    assert shown in hazard([f"库,,苯,,{cells}"]).stdout


def test_what_is_not_known_is_a_question_mark_in_the_formula(hazard: Run) -> None:
    assert "S = ?/50 + 2/10 ≥ 0.2" in hazard(["库,,苯,,,t,,,,,", "库,,氨,,2,t,,,,,"]).stdout
    assert "S = ?" not in hazard(["库,,苯,,,t,,,,,"]).stdout


def test_a_long_formula_is_cut(hazard: Run) -> None:
    assert "0.1/50 + … (+8) = 0.04" in hazard(["库,,苯,,0.1,t,,,,,"] * 20).stdout


def test_csv_says_the_same(hazard: Run, tmp_path: Path) -> None:
    text = hazard([*FARM, '"=1+1",,苯,,1,t,,,,,'], "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert text.startswith("\ufeff单元,")
    assert [(row["物质"], row["q/Q"], row["S"], row["级别"]) for row in rows[:2]] == [
        ("甲醇", "1.6", "2.2", "四级"),
        ("液氨", "0.6", "2.2", "四级"),
    ]
    assert rows[2]["单元"] == "'=1+1"
    result = hazard(FARM, "--out", tmp_path / "out.csv")
    assert result.stdout == ""
    assert (tmp_path / "out.csv").read_text("utf-8").startswith("\ufeff单元,")


def test_what_people_wrote_is_no_markup(hazard: Run) -> None:
    assert "[red]罐[/]" in hazard(["[red]罐[/],,[b]苯,,1,t,,,,,"]).stdout


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_template_is_an_inventory(run: Run, tmp_path: Path, language: str) -> None:
    path = tmp_path / "inventory.csv"
    assert run("hazard", "--template", "--lang", language, "--out", path).exit_code == 0
    result = run("hazard", path, "--format", "json", "--as-of", "2026-11-22")
    [found] = json.loads(result.stdout)["units"]
    assert (result.exit_code, found["S"], found["problems"], found["kind"]) == (0, "2.2", [], "储存单元")
    assert found["level"] is not None


def test_a_workbook_says_the_same_as_csv(run: Run, hazard: Run, tmp_path: Path) -> None:
    rows = [HEAD.split(","), *(row.split(",") for row in FARM)]
    for row in rows[1:]:
        row[4] = int(row[4])  # type: ignore[call-overload]
    book = write(tmp_path / "book.xlsx", {"清单": rows})
    words = ("--format", "json", "--lang", "zh", "--as-of", "2026-11-22")
    assert run("hazard", book, *words).stdout == hazard(FARM, "--format", "json").stdout
