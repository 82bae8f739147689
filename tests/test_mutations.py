"""The mutation run on a few rules: it catches, it shows borders, and it tells when a rule is blind."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Literal, Triple

from duibiao import shapes
from duibiao.ontology.terms import SH, D
from duibiao.shapes.rules import RuleBook, book

sys.path.insert(0, str(Path(__file__).parents[1] / "bench" / "mutate"))

import borders  # noqa: E402
import examples  # noqa: E402
import mutants  # noqa: E402
import outcomes  # noqa: E402
import plants  # noqa: E402
import survivors  # noqa: E402
import table  # noqa: E402


def topic(rule: str, rules: RuleBook | None = None) -> examples.Topic:
    """The topic of a rule with this rule alone, as shipped or from another book."""
    (found,) = examples.topics((rule,))
    return replace(found, book=rules.only([rule])) if rules else found


def made(one: examples.Topic) -> list[mutants.Mutant]:
    return mutants.mutants(one.stated, one.norms, examples.DAY)


def result(one: examples.Topic) -> outcomes.Outcome:
    """What the only rule of a topic made of the mutants of what it looks at."""
    (rule,) = one.rules
    trials = list(one.tried([m for m in made(one) if m.touched and m.touched.predicate in {D.sector, *one.views[rule].properties}]))
    touched = outcomes.touching(one, rule, trials)
    found = outcomes.outcome(one, rule, touched)
    found.borders = borders.shown(one, {rule: touched})[rule]
    return found


def changed(old: Triple, new: Triple) -> RuleBook:
    """The shipped rules with one statement changed."""
    triples = shapes.shipped().graph.triples
    assert old in triples
    return book(tuple(new if t == old else t for t in triples))


def test_a_group_of_mutants_finds_what_each_finds_alone() -> None:
    one = topic("HiddenDanger-overdue")
    some = [m for m in made(one) if m.touched and m.touched.predicate == D.rectifiedOn]
    together = [(t.mutant, t.found, t.facts.triples) for t in one.tried(some)]
    alone = [(t.mutant, t.found, t.facts.triples) for mutant in some for t in one.tried([mutant])]
    assert together == alone
    assert any(found["HiddenDanger-overdue"] for _, found, _ in together)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("HiddenDanger-overdue", {"?value < ?day", "?done <= ?day"}),
        ("MajorHazardSource-filedInTime", {"filingDelay > 15"}),
        ("OperatingPost-initialTraining", {"?value < 24", "?value < 72"}),
        ("Hazard-warningSign", set()),
    ],
)
def test_a_rule_catches_and_shows_its_borders(rule: str, words: set[str]) -> None:
    found = result(topic(rule))
    assert found.caught and not (found.blind or found.false)
    assert {note.border.words for note in found.borders} == words
    assert found.missed == []


def test_the_mutants_of_one_statement_are_of_every_kind() -> None:
    one = topic("MajorHazardSource-filedInTime")
    assert {mutant.kind for mutant in made(one)} == set(mutants.KINDS)
    assert all(set(mutant.stated) != set(one.stated) for mutant in made(one))


def test_a_rule_that_looks_at_another_property_is_called_blind() -> None:
    """The oracle reads the shipped shape; the check runs one in which a missing sign is not looked for."""
    rule = shapes.shipped().rules[next(n for n, r in shapes.shipped().rules.items() if r.name == "Hazard-warningSign")].node
    old = Triple(rule, SH.path, D.warningSign)
    blinded = topic("Hazard-warningSign", changed(old, Triple(rule, SH.path, D.number)))
    shipped = topic("Hazard-warningSign")
    (sign,) = (t for t in shipped.stated if t.predicate == D.warningSign)
    drop = mutants.changed(shipped.stated, "drop", sign, [])
    (trial,) = blinded.tried([drop])
    assert not trial.focuses("Hazard-warningSign") - blinded.base.focuses("Hazard-warningSign")
    found = outcomes.outcome(shipped, "Hazard-warningSign", [replace(trial, found={"Hazard-warningSign": frozenset()})])
    assert (found.caught, len(found.blind)) == (0, 1)
    assert found.failed


def test_a_border_elsewhere_is_told() -> None:
    border = borders.Border("", "", "<", "")
    assert border.shown((True, False, False)) and border.shown((False, True, True))
    assert border.shown((True, True, False)) is False
    assert border.shown((True, True, True)) is None


def test_a_change_that_the_tests_notice_and_one_that_they_cannot() -> None:
    one = topic("MajorHazardSource-filedInTime")
    by_words = {change.words: change for change in survivors.changes(one, "MajorHazardSource-filedInTime")}
    assert set(by_words) == {f"filingDelay maxInclusive 15 {what}" for what in ("dropped", "→ 14", "→ 16")}
    assert all(survivors.noticed(one, change) for change in by_words.values())
    assert not survivors.noticed(one, replace(by_words["filingDelay maxInclusive 15 → 14"], triples=one.book.graph.triples))


def test_the_changes_of_a_query() -> None:
    text = "SELECT $this WHERE { $this d:a ?x . FILTER (?x < 3 || ?x > ?y) }"
    assert dict(survivors.select_changes(text)) == {
        "?x < 3 → <=": text.replace("?x < 3", "?x <= 3"),
        "?x > ?y → >=": text.replace("?x > ?y", "?x >= ?y"),
        "?x < 3 -1": text.replace("3", "2"),
        "?x < 3 +1": text.replace("3", "4"),
        "without FILTER (?x < 3 || ?x > ?y)": text.replace("FILTER (?x < 3 || ?x > ?y)", ""),
        "without ?x < 3": text.replace("?x < 3 || ", ""),
        "without ?x > ?y": text.replace(" || ?x > ?y", ""),
    }


def test_a_run_fails_by_what_it_found() -> None:
    fine = outcomes.Outcome("R", "t", {"drop": outcomes.Tally(caught=1)})
    assert not table.Results([fine], plants=plants.Plants()).failed
    assert table.Results([outcomes.Outcome("R", "t")]).failed
    assert table.Results([replace(fine, borders=[borders.Shown(borders.Border("R", "?x < 3", "<", ""))])]).failed
    assert table.Results([replace(fine, false=["drop x"])]).failed
    missed = table.Results([replace(fine, borders=[borders.Shown(borders.Border("R", "?x < 3", "<", ""))])])
    assert any("MISSED BORDER ?x < 3" in line for line in table.as_text(missed))
    assert table.as_data(missed)["rules"][0]["borders"][0]["shown"] == 0


@pytest.mark.parametrize("value", [None, Literal("60"), Literal(29)])
def test_what_is_missing_a_text_or_too_little_is_certain_to_be_caught(value: Literal | None) -> None:
    one = topic("MajorHazardSource-dataKept")
    (kept, *_) = (t for t in one.stated if t.predicate == D.dataKeptDays)
    (trial,) = one.tried([mutants.changed(one.stated, "drop", kept, [value] if value else [])])
    found = outcomes.outcome(one, "MajorHazardSource-dataKept", [trial])
    assert (found.caught, found.certain, found.blind) == (1, 1, [])


def test_the_operator_is_that_of_a_violation() -> None:
    view = topic("MajorHazardSource-dataKept").views["MajorHazardSource-dataKept"]
    assert [(border.words, border.operator) for border in borders.borders(view)] == [("dataKeptDays < 30", "<")]
