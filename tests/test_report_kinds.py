"""The kinds of reports: each says what the screen says, in every format; OSCAL is valid by the tools of its makers."""

import json
from collections import Counter
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import Result
from read_back import needs_font, of_docx, of_html, of_pdf, of_xlsx

from duibiao import queries, register, shapes
from duibiao.ontology import iris
from duibiao.reasoning.standings import Supervised, finished_due, standing
from duibiao.register import comparison, oscal, report_formats
from duibiao.register.papers import Paper, Subject
from duibiao.register.report import KINDS, NoSuchReport, made, subject_of
from duibiao.register.report_sections import SEVERITY
from duibiao.store import Store

Run = Callable[..., Result]
DAY, PLANT, BUREAU = date(2026, 11, 22), "91000000CLW000010K", "11000000YXGX00003K"
OF_ENTERPRISES = [kind for kind in KINDS if kind not in {"whole", "quarterly"}]


@pytest.fixture(scope="module")
def plant(filled: Store) -> Subject:
    return subject_of(filled, PLANT, day=DAY, book=shapes.shipped(), language="zh", due=date(2026, 12, 31))


@pytest.fixture(scope="module")
def bureau(filled: Store) -> Subject:
    return subject_of(filled, BUREAU, day=DAY, book=shapes.shipped(), language="zh")


@pytest.fixture(scope="module")
def papers(plant: Subject, bureau: Subject) -> dict[str, Paper]:
    return {kind: made(plant, kind) for kind in OF_ENTERPRISES} | {"quarterly": made(bureau, "quarterly")}


@pytest.mark.parametrize("kind", [*OF_ENTERPRISES, "quarterly"])
@pytest.mark.parametrize(("ending", "read"), [("xlsx", of_xlsx), ("docx", of_docx), ("html", of_html)])
def test_read_back_it_says_the_same(papers: dict[str, Paper], tmp_path: Path, kind: str, ending: str, read: Callable[..., object]) -> None:
    if kind in {"gaps", "comparison", "rectification"} and ending == "docx":
        pytest.skip("long tables take long, and the short ones prove as much")
    out = tmp_path / f"report.{ending}"
    report_formats.write(papers[kind], out)
    assert read(out) == {section.name: [section.head, *section.rows] for section in papers[kind].sections}


@pytest.mark.parametrize("kind", [*OF_ENTERPRISES, "quarterly"])
def test_each_says_day_data_and_rules(papers: dict[str, Paper], filled: Store, kind: str) -> None:
    facts = dict(papers[kind].facts)
    assert (facts["判定日期"], facts["数据版本"]) == ("2026-11-22", str(filled.version))
    assert facts["规则"].startswith(f"运行 {len(shapes.shipped().rules)} 条，其中 ")
    assert all(len(row) == len(section.head) == len(section.widths) for section in papers[kind].sections for row in section.rows)


@needs_font
@pytest.mark.parametrize("kind", ["self-evaluation", "quarterly"])
def test_a_pdf_holds_every_number(papers: dict[str, Paper], tmp_path: Path, kind: str) -> None:
    text = of_pdf(papers[kind], tmp_path)
    cells = {cell.replace(" ", "") for section in papers[kind].sections[:4] for row in section.rows for cell in row}
    assert [cell for cell in cells if cell.isascii() and cell not in text] == []


# --- the numbers of the screen


def test_the_notice_has_what_is_open_and_no_more(papers: dict[str, Paper], plant: Subject) -> None:
    rows = papers["rectification"].sections[0].rows
    counts = plant.report.summary()
    assert Counter(row[1] for row in rows) == {SEVERITY[name]["zh"]: counts[name] for name in ("violation", "warning")}
    assert {row[6] for row in rows} == {"2026-12-31"} and [row[0] for row in rows] == [str(n + 1) for n in range(len(rows))]
    assert [row[1] for row in rows] == sorted((row[1] for row in rows), key=["违反", "警告"].index)


def test_the_comparison_is_that_of_the_command(papers: dict[str, Paper], filled: Store) -> None:
    tables = comparison.tables(filled, comparison.standards_of(filled, iris.enterprise(PLANT)), DAY)
    first, whole = papers["comparison"].sections
    assert len(first.rows) == sum(len(table.rows) for table in tables) and len(whole.rows) == sum(len(t.standards) for t in tables)


def test_the_matrix_counts_what_it_shows(papers: dict[str, Paper]) -> None:
    matrix = papers["coverage"].sections[0]
    *posts, totals = matrix.rows
    assert len(posts) == 60 and list(totals[2:]) == [
        str(sum(bool(cell) for cell in column)) for column in list(zip(*posts, strict=True))[2:]
    ]
    assert dict(zip(matrix.head, posts[20], strict=True))["Q/CLW 104-2024"] == "作"


def test_the_quarterly_report_counts_as_the_questions_do(papers: dict[str, Paper], filled: Store) -> None:
    areas, sectors, targets, inspections, ending, reports = papers["quarterly"].sections[:6]
    asked = queries.ask(filled, "area-target-standing", {"as_of": DAY.isoformat()}).rows
    assert [(row[0], int(row[5]), int(row[6]), int(row[7])) for row in targets.rows] == [
        (row["number"], row["counted"], row["done"], row["short"]) for row in asked
    ]
    ledger = Counter(row["book"] for row in queries.ask(filled, "enterprise-ledger", {}).rows)
    for section in (areas, sectors):
        assert [int(cell) for cell in section.rows[-1][2:5]] == [ledger[book] for book in ("达标", "未达标", "新增")]
        assert [sum(int(row[1]) for row in section.rows[:-1]), int(section.rows[-1][1])] == [40, 40]
    standing = queries.ask(filled, "standing-by-area-and-sector", {"as_of": DAY.isoformat()}).rows
    for by, section in (("地区", areas), ("行业", sectors)):
        asked_of = {"合计" if row["by"] == "合计" else row["group"]: row for row in standing if row["by"] in {by, "合计"}}
        counts = ("enterprises", "models", "finished", "finished_short")
        assert {row[0]: (row[1], row[9], row[11], row[13]) for row in section.rows} == {
            name: tuple(str(row[count]) for count in counts) for name, row in asked_of.items()
        }
        assert all(row[10] in {"—", str(asked_of[row[0]]["models_short"])} for row in section.rows)
    assert {row[0]: row[10] for row in sectors.rows} == {"危险化学品使用": "2", "机械制造": "0", "轻工": "2", "合计": "0"}
    assert [row[0] for row in inspections.rows] == ["JC-06"] and [row[-1] for row in reports.rows].count("逾期未报") == 1
    assert [row[0] for row in ending.rows if row[-1] == "已到期"] == ["JG-037", "JG-014"]


# --- what does not fit


def test_an_authority_has_its_own_reports(bureau: Subject, plant: Subject) -> None:
    for subject, kind in ((bureau, "coverage"), (plant, "quarterly")):
        with pytest.raises(NoSuchReport, match=f"no {kind} report is made of this"):
            made(subject, kind)


@pytest.mark.parametrize("words", [("--out", "r.json", "--kind", "gaps"), ("--out", "r.pdf", "--kind", "oscal-poam")])
def test_a_name_that_says_another_format(run: Run, words: tuple[str, ...]) -> None:
    result = run("report", PLANT, *words)
    assert result.exit_code == 2 and "OSCAL is written as .json" in result.stderr


# --- goals


def supervised(model: date | None, finished: date | None) -> Supervised:
    return Supervised("", "", "", None, None, None, None, None, model, finished)


@pytest.mark.parametrize(
    ("day", "due", "short_of_models", "short_of_finished"),
    [(date(2022, 12, 31), 80, 3, 2), (date(2023, 1, 1), 100, 3, 3), (date(2021, 1, 1), 80, 5, 4), (date(2030, 1, 1), 100, 3, 3)],
)
def test_how_many_are_short(day: date, due: int, short_of_models: int, short_of_finished: int) -> None:
    group = [
        supervised(date(2021, 6, 1), date(2022, 1, 1)),
        supervised(date(2021, 6, 1), date(2022, 12, 31)),
        *[supervised(None, None)] * 3,
    ]
    found = standing(group, day, 5)
    assert (finished_due(day), found.short_of_models, found.short_of_finished) == (due, short_of_models, short_of_finished)
    assert found.rate == Fraction(100 * found.finished, 5) and standing([], day, 0).rate is None


# --- OSCAL


def test_oscal_results_are_valid_and_whole(plant: Subject) -> None:
    trestle = pytest.importorskip("trestle.oscal.assessment_results", reason="compliance-trestle is not installed")
    document = json.loads(json.dumps(oscal.results(plant)))
    found = trestle.AssessmentResults.parse_obj(document["assessment-results"]).results[0]
    gaps = plant.report.gaps
    assert len(found.observations) == len(found.risks) == len(gaps) and len({o.uuid for o in found.observations}) == len(gaps)
    states = {finding.target.target_id: finding.target.status.state.value for finding in found.findings}
    rows = made(plant, "evaluation").sections[0].rows
    expected = {row[0]: "satisfied" if row[3] == "符合" else "not-satisfied" for row in rows if row[3] in {"符合", "不符合", "无法判定"}}
    assert states == expected


def test_an_oscal_plan_is_valid_and_has_a_milestone_a_gap(plant: Subject) -> None:
    trestle = pytest.importorskip("trestle.oscal.poam", reason="compliance-trestle is not installed")
    document = json.loads(json.dumps(oscal.poam(plant)))
    found = trestle.PlanOfActionAndMilestones.parse_obj(document["plan-of-action-and-milestones"])
    assert len(found.poam_items) == len(plant.report.gaps)
    assert all(risk.remediations[0].tasks[0].timing for risk in found.risks)
    risks, observations = {r.uuid for r in found.risks}, {o.uuid for o in found.observations}
    assert all(item.related_risks[0].risk_uuid in risks for item in found.poam_items)
    assert all(item.related_observations[0].observation_uuid in observations for item in found.poam_items)


def test_what_is_named_keeps_its_identifier(plant: Subject) -> None:
    one, other = (oscal.poam(plant)["plan-of-action-and-milestones"]["risks"] for _ in range(2))
    assert one == other


def test_without_a_gap_there_is_no_plan(bureau: Subject) -> None:
    clean = Subject(bureau.store, bureau.code, bureau.name, register.Report(DAY, "", 0, [], []), bureau.book, "en")
    with pytest.raises(oscal.NothingToPlan, match="has no gap"):
        oscal.poam(clean)
    trestle = pytest.importorskip("trestle.oscal.assessment_results", reason="compliance-trestle is not installed")
    for subject in (clean, bureau):
        found = trestle.AssessmentResults.parse_obj(oscal.results(subject)["assessment-results"]).results[0]
        assert len(found.observations or ()) == len(subject.report.gaps)
