"""The coverage ledger: every requirement has a rule, or a reason why none checks it yet."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import Triple
from starlette.testclient import TestClient

from duibiao import corpus, shapes
from duibiao.api.app import create_app
from duibiao.cli import main
from duibiao.loaders import norms
from duibiao.ontology import iris
from duibiao.ontology.terms import D
from duibiao.register.coverage import Covered, coverage, coverage_json
from duibiao.store import Store

FOUND = coverage(shapes.shipped())


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(corpus.path(f"norms/{name}.csv").read_text(encoding="utf-8").splitlines()))


def without_word(found: list[Covered]) -> set[str]:
    """The requirements with neither a rule nor a reason."""
    return {row.requirement for row in found if not row.rules and not row.reason}


def said_twice(found: list[Covered]) -> set[str]:
    """The requirements with a rule and a reason why there is none."""
    return {row.requirement for row in found if row.rules and row.reason}


def test_every_requirement_is_there_once_and_in_order() -> None:
    assert [row.requirement for row in FOUND] == [row["id"] for row in rows("requirements")]


def test_every_requirement_has_a_rule_or_a_reason_and_never_both() -> None:
    assert without_word(FOUND) == set()
    assert said_twice(FOUND) == set()


def test_every_reason_is_about_a_requirement() -> None:
    assert {row["requirement"] for row in rows("coverage")} <= {row["id"] for row in rows("requirements")}


def test_a_rule_that_goes_leaves_its_requirement_without_a_word() -> None:
    rest = {rule.name for rule in shapes.shipped().rules.values()} - {"FireFacility-yearlyTest"}
    assert without_word(coverage(shapes.shipped().only(rest))) == {"R073"}


def test_a_reason_says_in_both_languages_what_is_lacking_and_where_the_rule_would_belong() -> None:
    for row in FOUND:
        if row.rules:
            assert (row.reason, row.data, row.family) == (None, None, None)
        else:
            assert row.reason and row.data and row.family in range(1, 11), row.requirement
            assert all(texts.get(language) for texts in (row.reason, row.data) for language in ("zh", "en")), row.requirement


def test_a_requirement_says_where_it_stands() -> None:
    row = next(row for row in FOUND if row.requirement == "R090")
    assert (row.norm, row.clauses, row.rules) == (
        "GB 30871-2022 《危险化学品企业特殊作业安全规范》",
        ("5.5.1",),
        ("FixedHotWorkArea-riskIdentified",),
    )
    law = next(row for row in FOUND if row.requirement == "R021")
    assert (law.norm, law.clauses) == ("《中华人民共和国安全生产法》", ("第四十九条", "第四十八条"))
    assert all(row.text["zh"] and row.text["en"] and row.norm for row in FOUND)


def test_the_notes_load_as_norms_do(tmp_path: Path) -> None:
    found = norms.read(Path(str(corpus.path("norms/coverage.csv"))))
    assert (found.kind, found.rows, found.errors) == ("coverage", found.accepted, ())
    bad = tmp_path / "coverage.csv"
    bad.write_text("requirement,reason_zh,reason_en,data_zh,data_en,family\nR061,甲,a,乙,b,4\n", "utf-8")
    noted = norms.read(bad)
    assert noted.errors == ()
    assert Triple(iris.resource("coverage", "R061"), D.ofRequirement, iris.requirement("R061")) in noted.triples
    bad.write_text("requirement,reason_zh,reason_en,data_zh,data_en,family\nR1,甲,a,,b,x\n", "utf-8")
    assert [(e.column, e.code) for e in norms.read(bad).errors] == [("data_zh", "missing"), ("family", "not_a_number")]


# --- the command and the endpoint


def run(*words: str) -> str:
    done = CliRunner().invoke(main, ["coverage", *words])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_command_gives_json() -> None:
    assert json.loads(run("--format", "json")) == json.loads(json.dumps(coverage_json(FOUND)))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_command_gives_csv(lang: str) -> None:
    head, *lines = csv.reader(StringIO(run("--format", "csv", "--lang", lang)))
    assert len(lines) == len(FOUND)
    by_number = {line[0]: dict(zip(head, line, strict=True)) for line in lines}
    assert "Sale-recordsKept" in "".join(by_number["R061"].values())
    assert "Post-dutyScope" in "".join(by_number["R003"].values())


@pytest.mark.parametrize(("lang", "words"), [("zh", "要求 {} 项：有规则检查的 {} 项"), ("en", "{} requirements: {} are checked")])
def test_the_command_counts(lang: str, words: str) -> None:
    checked = sum(bool(row.rules) for row in FOUND)
    assert words.format(len(FOUND), checked) in run("--lang", lang)


def test_the_endpoint_gives_the_same_document() -> None:
    with TestClient(create_app(Store.in_memory())) as client:
        assert client.get("/api/coverage").json() == json.loads(json.dumps(coverage_json(FOUND)))
