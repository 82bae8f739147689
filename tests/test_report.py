"""The report: in every format the numbers of the check, whole and as written, whatever people wrote."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result
from openpyxl import load_workbook
from read_back import Tables, needs_font, of_docx, of_html, of_pdf, of_xlsx
from workbooks import CODE, small_enterprise
from workbooks import write as write_book

from duibiao import register, shapes
from duibiao.register import report_formats
from duibiao.register.papers import Paper, Section
from duibiao.register.report import paper
from duibiao.store import Store

Run = Callable[..., Result]
DAY, PLANT = date(2026, 11, 22), "91000000CLW000010K"
NAME = "沧澜湾示例化工有限公司"


@pytest.fixture(scope="module")
def written(filled: Store) -> Paper:
    return paper(filled, PLANT, day=DAY, book=shapes.shipped(), language="zh")


@pytest.mark.parametrize(("ending", "read"), [("xlsx", of_xlsx), ("docx", of_docx), ("html", of_html)])
def test_read_back_it_says_what_was_found(written: Paper, tmp_path: Path, ending: str, read: Callable[[Path], Tables]) -> None:
    out = tmp_path / f"report.{ending}"
    report_formats.write(written, out)
    assert read(out) == {section.name: [section.head, *section.rows] for section in written.sections}


def test_the_gaps_and_the_ledger_are_those_of_the_check(written: Paper, filled: Store) -> None:
    report = register.check(filled, day=DAY, book=shapes.shipped(), codes=[PLANT])
    gaps, evaluation, _, ledger = written.sections
    assert [row[-1] for row in gaps.rows] == [gap.id for gap in report.gaps]
    assert [(row[0], *map(int, row[2:8])) for row in ledger.rows] == [
        (e.rule, e.targets, e.passed, e.failed, e.inapplicable, e.cannot_tell, e.waived) for e in report.ledger
    ]
    failed = {requirement.rpartition("/")[2] for entry in report.ledger if entry.failed for requirement in entry.requirement}
    assert {row[0] for row in evaluation.rows if row[3] == "不符合"} == failed
    assert len(evaluation.rows) == 94 and {row[3] for row in evaluation.rows} == {"符合", "不符合", "不适用", "无法判定"}


def test_facts_say_day_data_and_rules(written: Paper, filled: Store) -> None:
    facts = dict(written.facts)
    assert facts["判定日期"] == "2026-11-22" and facts["数据版本"] == str(filled.version)
    assert facts["规则"].startswith(f"运行 {len(shapes.shipped().rules)} 条")


def test_a_post_without_a_standard_shows_none(written: Paper) -> None:
    posts = {row[0]: row[2:] for row in written.sections[2].rows}
    assert posts["GW-043"][:2] == ("—", "Q/CLW 302-2025") and posts["GW-038"][1] == "—"


def strange(language: str) -> Paper:
    rows = [('=HYPERLINK("http://x")', "<script>alert(1)</script>"), ('#import "x": *', "*粗* _斜_ $1$ @标 //注"), ("", "{{ paper }}")]
    return Paper("<b>标题</b> #1", [("名", "=1+1")], [Section("表", "说明", ("甲", "乙"), rows, (1, 1))], language)


@pytest.mark.parametrize(("ending", "read"), [("xlsx", of_xlsx), ("docx", of_docx), ("html", of_html)])
def test_what_people_wrote_stays_text(tmp_path: Path, ending: str, read: Callable[[Path], Tables]) -> None:
    out = tmp_path / f"report.{ending}"
    report_formats.write(strange("zh"), out)
    assert read(out)["表"][1:] == strange("zh").sections[0].rows
    if ending == "xlsx":
        assert {cell.data_type for row in load_workbook(out)["表"].rows for cell in row} <= {"s", "n"}  # n: an empty cell
    if ending == "html":
        assert "<script>" not in out.read_text("utf-8") and "<b>" not in out.read_text("utf-8")


@needs_font
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_pdf_holds_every_cell(tmp_path: Path, language: str) -> None:
    text = of_pdf(strange(language), tmp_path)
    for cell in ("HYPERLINK", "<script>alert(1)</script>", '#import"x":*', "*粗*_斜_$1$@标//注", "{{paper}}", "<b>标题</b>#1"):
        assert cell in text.replace("“", '"').replace("”", '"')


@needs_font
def test_a_pdf_has_all_gaps(written: Paper, tmp_path: Path) -> None:
    text = of_pdf(written, tmp_path)
    assert [row[-1] for row in written.sections[0].rows if row[-1] not in text] == []
    assert all(f"{name}" in text for section in written.sections for name in (section.name, *section.head))


def test_the_command_takes_a_code_or_a_name(run: Run, filled_path: Path, tmp_path: Path) -> None:
    for who in (PLANT, NAME):
        out = tmp_path / f"{who}.html"
        result = run("report", who, "--out", out, "--as-of", DAY, "--store", filled_path)
        assert result.exit_code == 0 and "缺口清单 175、合规性评价表 94" in result.stdout
    one, other = (json.dumps(of_html(tmp_path / f"{who}.html")) for who in (PLANT, NAME))
    assert one == other


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((PLANT, "--out", "r.odt"), "no report has this ending; use .xlsx"),
        (("无此企业", "--out", "r.html"), "called “无此企业”; give a credit code"),
    ],
)
def test_what_cannot_be_is_one_line(run: Run, filled_path: Path, words: tuple[str, ...], said: str) -> None:
    result = run("report", *words, "--store", filled_path)
    assert result.exit_code == 2 and said in result.stderr and result.stderr.count("\n") == 1


def test_without_a_chinese_font_no_pdf_is_written(written: Paper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_formats, "CHINESE_FONTS", ())
    with pytest.raises(report_formats.NoReport, match="no Chinese font is installed"):
        report_formats.write(written, tmp_path / "r.pdf")
    assert not (tmp_path / "r.pdf").exists()


def test_an_enterprise_of_few_sheets_has_its_report(tmp_path: Path, norms: Callable[[], Store]) -> None:
    store = norms()
    register.load(store, [write_book(tmp_path / "book.xlsx", small_enterprise())], day=DAY, who="test")
    made = paper(store, CODE, day=DAY, book=shapes.shipped(), language="en")
    assert made.sections[0].name == "Gaps" and len(made.sections[1].rows) == 94
