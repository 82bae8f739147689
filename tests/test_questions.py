"""The named questions: each documents itself, runs as it stands in any tool, and answers rightly about the samples.

A golden file holds parameters, the number of rows and the first twenty, as somebody read them beside the sample workbooks and documents.
"""

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import rdflib
from click.testing import Result
from rdflib.plugins.sparql import prepareQuery

from duibiao import queries
from duibiao.queries import AmbiguousName, QuestionError, UnknownName
from duibiao.store import Store

Run = Callable[..., Result]
GOLDEN = Path(__file__).with_name("golden")
NAMES = sorted(queries.questions())
AUDIENCES = {"compliance officer", "standards committee", "researcher"}
RS = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")


def golden(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((GOLDEN / f"{name}.json").read_text("utf-8"))
    return found


# --- every question


@pytest.mark.parametrize("name", NAMES)
def test_the_answer_on_the_samples(library: Store, name: str) -> None:
    expected = golden(name)
    answer = queries.ask(library, name, expected["parameters"])
    assert answer.columns == expected["columns"]
    assert [list(row.values()) for row in answer.rows[:20]] == expected["rows"]
    assert len(answer.rows) == expected["count"] > 0


@pytest.mark.parametrize("name", NAMES)
def test_no_row_comes_twice(library: Store, name: str) -> None:
    rows = [tuple(map(str, row.values())) for row in queries.ask(library, name, golden(name)["parameters"]).rows]
    assert len(rows) == len(set(rows))


@pytest.mark.parametrize("name", NAMES)
def test_the_file_runs_as_it_stands_and_in_order(name: str) -> None:
    text = queries.question(name).text
    prepareQuery(text)
    queries.refuse_unsafe(text)
    assert re.search(r"^ORDER BY .+\Z", text.rstrip(), flags=re.MULTILINE)


@pytest.mark.parametrize("name", NAMES)
def test_the_header_is_whole(name: str) -> None:
    question = queries.question(name)
    assert question.summary.isascii() and question.summary.endswith("?")
    assert re.search(r"[一-鿿].*？", question.question)
    assert question.audience in AUDIENCES
    assert {p.type for p in question.parameters} <= {"thing", "document", "xsd:date", "xsd:string", "xsd:integer"}
    assert len(question.parameters) == len(re.findall(r"^#\+ {3,}", question.text, flags=re.MULTILINE))


@pytest.mark.parametrize("name", NAMES)
def test_parameters_are_projected_so_that_they_can_be_bound(name: str) -> None:
    question = queries.question(name)
    projected = {variable.value for variable in Store.in_memory().query(question.text).variables}
    assert {p.name for p in question.parameters} <= projected


def test_every_golden_file_belongs_to_a_question() -> None:
    assert sorted(path.stem for path in GOLDEN.glob("*.json")) == NAMES


# --- single questions


def test_limits_have_the_columns_agreed(filled: Store) -> None:
    answer = queries.ask(filled, "standard-limits", {"standard": "GB 30871-2022"})
    assert {"clause", "text", "parameter", "direction", "value", "unit", "scope"} <= set(answer.columns)
    assert {
        "clause": "5.1.5",
        "parameter": "作业票有效期",
        "direction": "上限",
        "value": "8",
        "unit": "h",
        "scope": "特级动火",
    }.items() <= next(row for row in answer.rows if row["scope"] == "特级动火").items()


@pytest.mark.parametrize(("name", "parameter"), [("standard-limits", "standard"), ("implementers", "norm"), ("requirements", "norm")])
def test_a_norm_without_a_year_means_its_editions(filled: Store, name: str, parameter: str) -> None:
    dated, undated = (queries.ask(filled, name, {parameter: given}).rows for given in ("GB 30871-2022", "GB 30871"))
    assert dated
    assert dated == undated


def test_requirements_without_a_clause_are_listed_too(filled: Store) -> None:
    stated = {row["r"].value.rpartition("/")[2] for row in filled.query("SELECT DISTINCT ?r WHERE { ?r a d:Requirement }")}
    assert {row["requirement"] for row in queries.ask(filled, "requirements", {}).rows} == stated


def test_an_optional_thing_narrows_the_answer(filled: Store) -> None:
    every = queries.ask(filled, "hazards-by-level", {}).rows
    one = queries.ask(filled, "hazards-by-level", {"enterprise": "云杉岭示例精密机械有限公司"}).rows
    assert one == [row for row in every if row["company"] == "云杉岭示例精密机械有限公司"]
    assert 0 < len(one) < len(every)


def test_levels_come_gravest_first_and_the_unknown_last(filled: Store) -> None:
    rows = queries.ask(filled, "hazards-by-level", {"enterprise": "沧澜湾示例化工有限公司"}).rows
    assert list(dict.fromkeys(row["level"] for row in rows)) == ["红", "橙", "黄", "蓝", None]


@pytest.mark.parametrize(("day", "welders"), [("2026-08-30", 0), ("2026-08-31", 1), ("2026-09-30", 2)])
def test_a_date_is_a_bound_that_belongs_to_it(filled: Store, day: str, welders: int) -> None:
    assert len(queries.ask(filled, "expiring-certificates", {"by": day}).rows) == welders


def test_today_is_today(filled: Store) -> None:
    assert queries.ask(filled, "norms-in-force", {}) == queries.ask(filled, "norms-in-force", {"as_of": date.today().isoformat()})


# --- questions over documents


@pytest.mark.parametrize("word", ["应急", "作业", "(", "。", "[2025]", "GB/T"])
def test_a_word_is_counted_as_a_scan_counts_it(library: Store, word: str) -> None:
    scan = "SELECT ?text { GRAPH ?document { ?in a d:Document . ?part d:partKind ?kind ; d:text ?text } }"
    times = sum(row["text"].value.count(word) for row in library.query(scan))
    assert sum(row["times"] for row in queries.ask(library, "terms-over-time", {"word": word}).rows) == times


def test_the_day_decides_what_is_superseded(library: Store) -> None:
    cited = {
        day: {row["cited"] for row in queries.ask(library, "superseded-document-citations", {"as_of": day}).rows}
        for day in ("2026-02-28", "2026-03-01")
    }
    assert cited["2026-03-01"] - cited["2026-02-28"] == {"GB 2894-2008"}


def test_a_clause_cited_is_its_norm_cited(library: Store) -> None:
    rows = queries.ask(library, "document-cited-by", {"norm": "GB 2894-2008", "as_of": "2025-01-01"}).rows
    assert {(row["key"], row["line"], row["article"]) for row in rows} == {
        ("county-circular", 21, None),
        ("local-standard", 51, None),
        ("local-standard", 108, "4.2"),
    }
    assert {row["in_force"] for row in rows} == {True}


def test_no_document_is_cited_by_itself(library: Store) -> None:
    for row in queries.ask(library, "policy-chain", {}).rows:
        assert row["above_level"] < row["level"]
    assert not [
        row for row in queries.ask(library, "document-cited-by", {"norm": "DB99/T 1234-2024"}).rows if row["key"] == "local-standard"
    ]


@pytest.mark.parametrize("theme", ["应急管理", "emergency preparedness"])
def test_a_theme_in_either_language(library: Store, theme: str) -> None:
    shared = [queries.ask(library, "shared-measures", {"theme": theme, "at_least": str(least)}).rows for least in (1, 2, 9, 10)]
    assert [len(rows) for rows in shared] == sorted((len(rows) for rows in shared), reverse=True)
    assert shared[2] and not shared[3]


def test_demands_are_counted_once(library: Store) -> None:
    rows = queries.ask(library, "demands-by-theme", {"document": "city-work-plan"}).rows
    assert sum(row["demands"] for row in rows) == len(queries.ask(library, "document-requirements", {"document": "city-work-plan"}).rows)


# --- what is asked wrongly


@pytest.mark.parametrize(
    ("name", "given", "error", "said"),
    [
        ("nothing", {}, QuestionError, "there are: .*norms-in-force"),
        ("norms-in-force", {"by": "2026-01-31"}, QuestionError, "no parameter by; its parameters: as_of=xsd:date"),
        ("comparisons", {}, QuestionError, "needs standard; its parameters: standard=thing .required"),
        ("norms-in-force", {"as_of": "31.1.2026"}, QuestionError, "a date is due, like 2026-01-31"),
        ("norms-in-force", {"as_of": ""}, QuestionError, "a date is due"),
        ("comparisons", {"standard": "GB 99999"}, UnknownName, "GB 99999"),
        ("comparisons", {"standard": "http://not an iri"}, UnknownName, "not known"),
        ("comparisons", {"standard": "\udcff"}, UnknownName, "not known"),
        ("comparisons", {"standard": "焊工"}, AmbiguousName, "2 things: .*gw-053.*g-14.*give the IRI"),
    ],
)
def test_a_wrong_question_is_refused_with_what_would_be_right(
    filled: Store, name: str, given: dict[str, str], error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        queries.ask(filled, name, given)


@pytest.mark.parametrize(
    "words",
    [
        ["nothing"],
        ["norms-in-force", "by=2026-01-31"],
        ["norms-in-force", "2026-01-31"],
        ["comparisons"],
        ["norms-in-force", "as_of=soon"],
        ["comparisons", "standard=GB 99999"],
        ["comparisons", "standard=焊工"],
    ],
)
def test_the_command_says_it_in_one_line(run: Run, kept: Path, words: list[str]) -> None:
    result = run("ask", *words, "--store", kept)
    assert (result.exit_code, result.stdout) == (2, "")
    assert re.fullmatch(r"duibiao: .+\n", result.stderr)


# --- what the command prints


def test_json_csv_and_turtle_say_the_same(run: Run, kept: Path) -> None:
    words = ("ask", "posts-without-standard", "--store", kept, "--format")
    document = json.loads(run(*words, "json").stdout)
    assert set(document) >= {"columns", "rows"}
    assert document["columns"] == ["company", "number", "post", "lacking"]
    assert [(row["number"], row["lacking"]) for row in document["rows"]] == [("GW-038", "考核标准"), ("GW-043", "责任标准")]
    assert list(csv.DictReader(io.StringIO(run(*words, "csv").stdout))) == document["rows"]
    graph = rdflib.Graph().parse(data=run(*words, "ttl").stdout, format="turtle")
    assert {str(value) for value in graph.objects(None, RS.value)} == {value for row in document["rows"] for value in row.values()}
    assert len(set(graph.objects(None, RS.solution))) == 2


def test_a_table_shows_brackets_as_they_stand(run: Run, kept: Path) -> None:
    shown = run("ask", "special-equipment-inspections", "by=2026-12-31", "--store", kept).stdout
    assert "容示例0005(20)" in shown


def test_without_a_name_the_questions_are_listed(run: Run) -> None:
    listed = json.loads(run("ask", "--format", "json").stdout)["questions"]
    assert [question["name"] for question in listed] == NAMES
    assert all(set(question["question"]) == {"zh", "en"} for question in listed)
    assert "哪些规范现行有效" in run("ask", "--lang", "zh").stdout
    assert "Which editions of norms are in force" in run("ask", "--lang", "en").stdout
