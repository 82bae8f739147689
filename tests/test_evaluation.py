"""The measure of document reading: a perfect reading scores 1, and each kind of error lowers its own figure alone."""

import json
import subprocess
import sys
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from evaluation import readings
from evaluation.labels import Labelled, own, statement
from evaluation.matching import Share, overlap, pairs, plain, same
from evaluation.scores import Scores, scores
from evaluation.table import as_json, table

from duibiao.loaders.documents.model import Citation, Document, Goal, Head, Item, Paragraph, Part, Quantity, Requirement, Source, Span

Facts = dict[str, Any]

LABELS: Facts = {
    "header": {"title": "仓库管理规定", "number": None, "issuers": ["甲局", "乙局"], "addressees": ["各县、各区"], "date": "2025-03-01"},
    "counts": {"条": 2},
    "outline": [
        {"line": 3, "label": "第一条", "level": 1, "heading": ""},
        {"line": 5, "label": "第二条", "level": 1, "heading": "检查"},
        {"line": 6, "label": "注", "level": 2, "heading": "", "optional": True},
    ],
    "citations": [
        {"line": 3, "surface": "《库房守则》", "title": "库房守则", "number": None, "kind": "law", "dated": False},
        {"line": 3, "surface": "GB 2894-2025", "title": None, "number": "GB 2894-2025", "kind": "standard", "dated": True},
        {"line": 5, "surface": "本规定", "title": None, "number": None, "kind": "self", "dated": False},
    ],
    "requirements": [
        {
            "line": 3,
            "starts": "企业应当在五月底",
            "modality": "must",
            "actor": "企业",
            "deadline": "2025-05-31",
            "value": None,
            "unit": None,
        },
        {"line": 3, "starts": "不得锁闭出口。", "modality": "must_not", "actor": None, "deadline": None, "value": None, "unit": None},
        {"line": 5, "starts": "通道宽度不小于2", "modality": "must", "actor": None, "deadline": None, "value": "2", "unit": "m"},
        {
            "line": 5,
            "starts": "各组自行安排。",
            "modality": "must",
            "actor": None,
            "deadline": None,
            "value": None,
            "unit": None,
            "optional": True,
        },
    ],
    "goals": [{"line": 7, "deadline": "2026-12-31", "value": "90", "unit": "%", "comparison": "at_least"}],
    "items": [{"line": 9, "number": "1", "element": "目标", "evidence": ["文件"]}],
}

Change = Callable[[Facts], object]


def perfect(labels: Facts) -> Facts:
    """The facts that answer every label, by the first of its alternatives."""
    facts = deepcopy({kind: rows for kind, rows in labels.items() if kind not in {"counts", "lines"}})
    for rows in (facts[kind] for kind in ("outline", "citations", "requirements", "goals", "items")):
        for row in rows:
            row.pop("optional", None)
            row.update({name: value.split("|")[0] for name, value in row.items() if isinstance(value, str)})
    for row in facts["requirements"]:
        row |= {"text": row.pop("starts"), "last_line": row["line"]}
    header = facts["header"]
    header.update({name: [_first(one) for one in value] if isinstance(value, list) else _first(value) for name, value in header.items()})
    return facts


def _first(value: str | None) -> str | None:
    return value and value.split("|")[0]


def lowered(measured: Scores) -> set[str]:
    return {name for name, one in measured.shares.items() if one.value not in (None, 1.0)}


@pytest.mark.parametrize("document", own(), ids=lambda one: one.name)
def test_a_perfect_reading_scores_one(document: Labelled) -> None:
    measured = scores(document.labels, perfect(document.labels))
    assert (lowered(measured), measured.misses) == (set(), ())


ERRORS: dict[str, tuple[set[str], Change]] = {
    "wrong title": ({"header"}, lambda facts: facts["header"].update(title="仓库")),
    "an issuer lost": ({"header"}, lambda facts: facts["header"]["issuers"].pop()),
    "a date invented": ({"header"}, lambda facts: facts["header"].update(date=None)),
    "an article lost": ({"outline.recall", "counts"}, lambda facts: facts["outline"].pop(0)),
    "a number taken for a label": (
        {"outline.precision"},
        lambda facts: facts["outline"].append({"line": 8, "label": "2.", "level": 1, "heading": ""}),
    ),
    "a level off": ({"outline.level"}, lambda facts: facts["outline"][1].update(level=2)),
    "a heading lost": ({"outline.heading"}, lambda facts: facts["outline"][1].update(heading="")),
    "a citation lost": ({"citations.recall"}, lambda facts: facts["citations"].pop(0)),
    "a citation twice": ({"citations.precision"}, lambda facts: facts["citations"].append({**facts["citations"][0]})),
    "another norm": (
        {"citations.precision", "citations.recall"},
        lambda facts: facts["citations"][0].update(title="门卫守则", surface="《门卫守则》"),
    ),
    "an edition lost": (
        {"citations.number", "citations.dated", "citations.surface"},
        lambda facts: facts["citations"][1].update(number="GB 2894", dated=False, surface="GB 2894"),
    ),
    "a law taken for a standard": ({"citations.kind"}, lambda facts: facts["citations"][0].update(kind="standard")),
    "a citation on the next line": ({"citations.precision", "citations.recall"}, lambda facts: facts["citations"][0].update(line=4)),
    "a requirement lost": ({"requirements.recall"}, lambda facts: facts["requirements"].pop(1)),
    "background taken for a requirement": (
        {"requirements.precision"},
        lambda facts: facts["requirements"].append({**facts["requirements"][1], "line": 2, "last_line": 2, "text": "近年来事故多发。"}),
    ),
    "a modality": ({"requirements.modality"}, lambda facts: facts["requirements"][0].update(modality="may")),
    "an actor": ({"requirements.actor"}, lambda facts: facts["requirements"][0].update(actor="部门")),
    "a deadline lost": ({"requirements.deadline"}, lambda facts: facts["requirements"][0].update(deadline=None)),
    "a deadline invented": ({"requirements.deadline"}, lambda facts: facts["requirements"][1].update(deadline="2025-01-01")),
    "a unit": ({"requirements.quantity"}, lambda facts: facts["requirements"][2].update(unit="km")),
    "a goal lost": ({"goals.recall"}, lambda facts: facts["goals"].pop()),
    "the day of a goal": ({"goals.deadline"}, lambda facts: facts["goals"][0].update(deadline="2026-01-01")),
    "the value of a goal": ({"goals.quantity"}, lambda facts: facts["goals"][0].update(value="9")),
    "the way a goal bounds": ({"goals.comparison"}, lambda facts: facts["goals"][0].update(comparison="at_most")),
    "an item lost": ({"items.recall"}, lambda facts: facts["items"].pop()),
    "the element of an item": ({"items.element"}, lambda facts: facts["items"][0].update(element="现场")),
    "evidence lost": ({"items.evidence"}, lambda facts: facts["items"][0].update(evidence=[])),
}


@pytest.mark.parametrize(("names", "change"), ERRORS.values(), ids=ERRORS)
def test_an_error_lowers_its_own_figure(names: set[str], change: Change) -> None:
    facts = perfect(LABELS)
    change(facts)
    measured = scores(LABELS, facts)
    assert lowered(measured) == names
    assert measured.misses


@pytest.mark.parametrize("change", [lambda facts: facts["outline"].pop(2), lambda facts: facts["requirements"].pop(3)])
def test_what_is_optional_may_be_left_out(change: Change) -> None:
    facts = perfect(LABELS)
    change(facts)
    assert not lowered(scores(LABELS, facts))


def test_the_recall_of_nothing_is_zero_and_its_precision_unknown() -> None:
    nothing = {**{kind: [] for kind in LABELS}, "header": perfect(LABELS)["header"]}
    shares = scores(LABELS, nothing).shares
    assert (shares["outline.precision"].value, shares["outline.recall"].value) == (None, 0.0)


def test_rows_outside_the_lines_labelled_are_not_asked() -> None:
    facts = perfect(LABELS)
    facts["citations"].append({**facts["citations"][0], "line": 12})
    assert lowered(scores(LABELS, facts)) == {"citations.precision"}
    assert not lowered(scores({**LABELS, "lines": [1, 9]}, facts))


def test_a_statement_read_from_its_label_on_or_from_its_modal_on_is_the_same() -> None:
    labels = {**LABELS, "requirements": [{**LABELS["requirements"][0], "statement": "企业应当在五月底前改完，逾期不得开工。"}]}
    for text in ("（一）企业应当在五月底前改完", "逾期不得开工"):
        facts = perfect(LABELS) | {"requirements": [{**perfect(LABELS)["requirements"][0], "text": text}]}
        assert scores(labels, facts).shares["requirements.recall"] == Share(1, 1)


@pytest.mark.parametrize(
    ("read", "right"), [("企业", True), ("涉及粉尘的企业", True), ("部门和企业", False), ("部门", False), ("", False), (None, False)]
)
def test_an_actor_may_be_qualified_but_not_joined(read: str | None, right: bool) -> None:
    facts = perfect(LABELS)
    facts["requirements"][0]["actor"] = read
    assert scores(LABELS, facts).shares["requirements.actor"] == Share(int(right), 1)


def test_the_row_of_an_item_may_begin_at_its_number() -> None:
    for line, right in ((7, 1), (5, 0), (10, 0)):
        facts = perfect(LABELS)
        facts["items"][0]["line"] = line
        assert scores(LABELS, facts).shares["items.recall"] == Share(right, 1)


def test_spellings_of_the_same_are_the_same() -> None:
    assert plain("ＧＢ　２８９４－２０２５") == plain("GB 2894—2025")
    assert same("安委〔2025〕3号", "安委[2025]3号")
    assert same("通知|意见", "意见")
    assert same("通知|", None)
    assert same("关于…", "关于检查的通知")
    assert not same("关于", "关于检查的通知")
    assert overlap("仓库守则", "某市仓库守则")
    assert not overlap(None, "某市仓库守则")


def test_the_strictest_test_pairs_first() -> None:
    labelled, read = [{"name": "a"}, {"name": "b"}], [{"name": "b"}]
    found = pairs(labelled, read, lambda row, one: row == one, lambda row, one: True)
    assert found == [({"name": "b"}, {"name": "b"})]


def test_a_statement_ends_with_its_sentence_or_part() -> None:
    lines = ["（一）通道保持畅", "通；出口不锁闭。", "其他。"]
    assert statement({"line": 1, "starts": "通道保持"}, lines) == plain("通道保持畅通；")
    assert statement({"line": 2, "starts": "出口不锁"}, lines) == "出口不锁闭。"


def test_scores_add_up_and_show_as_table_and_json() -> None:
    facts = perfect(LABELS)
    facts["outline"].pop(0)
    by_name = {"one": scores(LABELS, facts), "two": scores(LABELS, perfect(LABELS))}
    shown = json.loads(as_json(by_name))
    assert shown["all"]["outline.recall"] == {"value": 0.75, "right": 3, "of": 4}
    assert "0.750 3/4" in table(by_name)


def paragraph(text: str, line: int) -> Paragraph:
    return Paragraph(text, tuple((line, column) for column in range(1, len(text) + 1)))


def test_a_document_becomes_rows_with_lines() -> None:
    title, article = "规定", "第一条 企业应当检查，不少于2次。"
    source = Source("a.txt", (title, "", article), (paragraph(title, 1), paragraph(article, 3)))
    whole, twice = Span(1, 4, len(article)), Quantity(Fraction(2), "次", "at_least")
    document = Document(
        "a",
        source,
        Head(title, dated=date(2025, 3, 1)),
        (Part("title", "", 1, title, "", None, 0, 1), Part("article", "第一条", 1, "", "第一条", None, 1, 2)),
        (Citation(Span(1, 4, 6), "self"),),
        (Requirement(whole, "must", actor="企业", quantity=twice),),
        (Goal(whole, twice, date(2025, 12, 31)),),
        items=(Item(whole, "1", None, "检查", ("记录",)),),
    )
    rows = readings.facts(document)
    assert rows["header"]["date"] == "2025-03-01"
    assert rows["outline"] == [{"line": 3, "label": "第一条", "level": 1, "heading": ""}]
    assert rows["citations"][0] == {"line": 3, "surface": "企业", "title": None, "number": None, "kind": "self", "dated": False}
    assert (rows["requirements"][0]["text"], rows["requirements"][0]["last_line"]) == ("企业应当检查，不少于2次。", 3)
    assert rows["goals"] == [{"line": 3, "deadline": "2025-12-31", "comparison": "at_least", "value": "2", "unit": "次"}]
    assert rows["items"] == [{"line": 3, "number": "1", "element": None, "evidence": ["记录"]}]


def test_the_command_explains_itself() -> None:
    folder = Path(__file__).parent / "evaluation"
    answer = subprocess.run([sys.executable, folder, "--help"], check=True, stdout=subprocess.PIPE, text=True)
    assert "--misses" in answer.stdout
