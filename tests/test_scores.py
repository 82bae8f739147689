"""Scores: their algebra at random, the judgement of checklist items in its border cases, and the scorecards of the samples."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from click.testing import Result
from hypothesis import given, settings
from hypothesis import strategies as st

from duibiao import corpus, register, shapes
from duibiao.ontology import labels, load
from duibiao.ontology.terms import OWL, RDF, D
from duibiao.reasoning.checklists import Counts, Kept, Point, Said, Words, judged, points, share
from duibiao.reasoning.colours import COLOURS, colour, conditions
from duibiao.reasoning.scores import Item, Score, borders, by_element, scaled, score
from duibiao.register.scores import scorecard
from duibiao.store import Store

RULES = {rule.name for rule in shapes.shipped().rules.values()}
DAY, PLANT, BUREAU = date(2026, 11, 22), "91000000CLW000010K", "11000000YXGX00003K"
Run = Callable[..., Result]

marks = st.fractions(0, 20, max_denominator=4)
few = settings(max_examples=40)


@st.composite
def items(draw: st.DrawFn) -> Item:
    full = draw(marks)
    got = draw(st.none() | st.fractions(0, full, max_denominator=4))
    flags = draw(st.booleans()), draw(st.booleans())
    return Item(draw(st.text("ab", max_size=2)), draw(st.sampled_from([D.Post, D.Hazard])), full, got, *flags)


lists = st.lists(items(), max_size=8)


@few
@given(lists, lists)
def test_scores_add_up(one: list[Item], other: list[Item]) -> None:
    assert score(one) + score(other) == score(one + other)
    assert sum(by_element(one).values(), Score()).full == score(one).full


@few
@given(lists, st.lists(items(), max_size=3))
def test_what_does_not_apply_changes_no_ratio(applying: list[Item], more: list[Item]) -> None:
    with_more = score([*applying, *(replace(item, applies=False) for item in more)])
    assert (with_more.share, with_more.grade) == (score(applying).share, score(applying).grade)
    assert with_more.inapplicable == score(applying).inapplicable + len(more)


@few
@given(lists, st.integers(0, 7), marks)
def test_more_marks_never_make_it_worse(given_items: list[Item], place: int, more: Fraction) -> None:
    before = score(given_items)
    raised = [replace(i, got=i.got + more) if n == place and i.got is not None else i for n, i in enumerate(given_items)]
    after = score(raised)
    if before.share is not None and after.share is not None:
        assert after.share >= before.share and len(after.vetoed) <= len(before.vetoed)
    assert before.grade is None or after.grade is not None


@few
@given(lists)
def test_a_failed_veto_item_outdoes_everything(given_items: list[Item]) -> None:
    best = [Item("good", None, Fraction(1000), Fraction(1000)), *given_items]
    assert score([*best, Item("veto", None, Fraction(1), Fraction(0), veto=True)]).grade is None


@few
@given(lists)
def test_a_score_stays_within_its_marks(given_items: list[Item]) -> None:
    found = scaled(score(given_items), Fraction(100))
    assert found is None or 0 <= found <= 100


@pytest.mark.parametrize(
    ("got", "grade"), [(60, "Grade-third"), (75, "Grade-second"), (90, "Grade-first"), (59, None), (89, "Grade-second")]
)
def test_borders_belong_to_the_grade(got: int, grade: str | None) -> None:
    assert score([Item("", None, Fraction(100), Fraction(got))]).grade == grade


# --- items of checklists

BLANK = Words("", "")
POINT = Point("52-items", "enterprise", 1, BLANK, "", BLANK, BLANK, ("R",), "Meeting", "heldOn", 3, "", "high")
NONE, NOTHING, SILENT = Counts(), Kept(), Said()
AUGUST, MAY = Kept(2, date(2026, 8, 22), True), Kept(2, date(2026, 8, 21), True)


@pytest.mark.parametrize(
    ("counts", "kept", "said", "state", "by"),
    [
        (Counts(passed=3, failed=1), AUGUST, SILENT, "deficient", "graph"),
        (Counts(passed=3), AUGUST, SILENT, "there", "graph"),
        (Counts(passed=3), MAY, SILENT, "expired", "graph"),
        (NONE, Kept(2, None, True), SILENT, "missing", "graph"),
        (NONE, Kept(0, None, True), Said("met", "纪要", DAY), "missing", "graph"),
        (Counts(passed=3), NOTHING, SILENT, "there", "graph"),
        (Counts(inapplicable=3), NOTHING, Said("unmet"), "inapplicable", "graph"),
        (Counts(passed=3, cannot_tell=1), NOTHING, SILENT, "unknown", "nothing"),
        (NONE, NOTHING, Said("met", "纪要", date(2025, 11, 22)), "there", "entry"),
        (NONE, NOTHING, Said("met", "纪要", date(2025, 11, 21)), "expired", "entry"),
        (NONE, NOTHING, Said("met", None, DAY), "missing", "entry"),
        (NONE, NOTHING, Said("partly", "纪要", DAY), "deficient", "entry"),
        (NONE, NOTHING, Said("unmet"), "missing", "entry"),
        (NONE, NOTHING, Said("inapplicable"), "inapplicable", "entry"),
    ],
)
def test_the_state_of_an_item(counts: Counts, kept: Kept, said: Said, state: str, by: str) -> None:
    found = judged(POINT, counts, kept, said, DAY)
    assert (found.state, found.by) == (state, by) and found.why.zh and found.why.en
    assert found.differs == (said.state == "met" and by == "graph")


def test_an_item_that_does_not_apply_leaves_the_denominator() -> None:
    there, idle = (judged(POINT, counts, NOTHING, SILENT, DAY) for counts in (Counts(passed=1), Counts(inapplicable=1)))
    assert share([there, idle]) == (1, 1) and share([idle]) == (0, 0)


# --- the data


def test_the_lists_are_whole_and_speak_of_what_there_is() -> None:
    assert Counter(point.checklist for point in points()) == {"52-items": 52, "20-checkpoints": 20, "18-requirements": 18}
    known = {t.subject for t in load() if t.predicate == RDF.type and t.object in {OWL.Class, OWL.DatatypeProperty}}
    for point in points():
        assert set(point.rules) <= set(RULES) and point.text.en.isascii()
        assert {D[name] for name in (point.kept, point.dated) if name} <= known
        assert not point.element or D[f"CoreElement-{point.element}"] in labels()
        assert D[f"Confidence-{point.confidence}"] in labels()


def test_colours_speak_of_what_there_is_and_borders_are_borders() -> None:
    for condition in conditions():
        named = (condition.cls, condition.property, condition.value, condition.without)
        assert {D[name] for name in named if name} <= labels().keys() and condition.colour in COLOURS
    assert set(borders()) == {"veto", "Grade-first", "Grade-second", "Grade-third"} and len(corpus.table("scoring/borders")) == 4


@given(st.dictionaries(st.sampled_from(conditions()), st.integers(0, 3)), st.sampled_from(conditions()))
def test_a_colour_only_gets_graver_with_more(counts: dict, more: object) -> None:  # type: ignore[type-arg]
    before, after = colour(counts).colour, colour(counts | {more: counts.get(more, 0) + 1}).colour
    assert after is not None and (before is None or COLOURS.index(after) <= COLOURS.index(before))


# --- the samples


def test_the_plant(filled: Store) -> None:
    found = scorecard(filled, PLANT, day=DAY, book=shapes.shipped())
    assert found.colour.colour == "red" and [count for _, count in found.colour.because] == [9, 2] and found.colour.open_hazards == 1
    latest = found.latest
    assert latest and (str(latest.computed), latest.score.grade, latest.score.inapplicable) == ("86.36", "Grade-second", 1)
    assert [(e.standards, e.score and e.score.got) for e in found.elements][:2] == [(3, 17), (1, 9)]
    assert Counter(one.state for one in found.checklists["52-items"])["there"] == 11
    assert {one.point.number for one in found.checklists["52-items"] if one.differs} == {5, 12, 43, 49}


def test_before_the_day_of_the_evaluation_it_is_none(filled: Store) -> None:
    day = date(2026, 11, 9)
    found = scorecard(filled, PLANT, day=day, book=shapes.shipped(), report=register.Report(day, "", 0, [], []))
    assert found.latest is None and [one.number for one in found.evaluations] == ["ZP-2020", "ZP-2024", "ZP-2025"]


def test_an_authority_has_the_twelve_that_ask_it(filled: Store) -> None:
    found = scorecard(filled, BUREAU, day=DAY, book=shapes.shipped(), report=register.Report(DAY, "", 0, [], []))
    assert {name: len(judged) for name, judged in found.checklists.items()} == {"52-items": 0, "20-checkpoints": 0, "18-requirements": 12}
    assert found.colour.colour is None


def test_what_is_stored_is_what_is_computed(filled: Store) -> None:
    rows = list(filled.query("SELECT ?score ?grade { ?e d:computedScore ?score OPTIONAL { ?e d:enoughForGrade ?grade } }"))
    assert [(row["score"].value, row["grade"]) for row in rows] == [("86.36", D["Grade-second"])]


def test_the_command(run: Run, filled_path: object) -> None:
    result = run("score", "云杉岭示例精密机械有限公司", "--as-of", DAY, "--store", filled_path)
    assert result.exit_code == 0 and "84.5" in result.stdout and "52项经验要点：有 23，" in result.stdout
    document = json.loads(run("score", PLANT, "--as-of", DAY, "--format", "json", "--store", filled_path).stdout)
    assert document["colour"]["colour"] == "red" and document["evaluations"][-1]["computed"] == 86.36
    assert document["checklists"]["52-items"]["there"] == 11 and len(document["elements"]) == 8
