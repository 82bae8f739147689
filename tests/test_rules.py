"""Every shipped rule against its examples: the good one of its topic passes, the bad one breaks that rule and no other."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from difflib import ndiff
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Triple, parse
from rule_borders import BORDERS

from duibiao import corpus, loaders, ontology, shapes
from duibiao.loaders.sheets import SHEETS
from duibiao.ontology import iris
from duibiao.ontology.terms import ELI, QUDT, RDF, RDFS, D
from duibiao.reasoning import Scratch, derive
from duibiao.shapes.rules import read

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "shapes" / "example-data"
DAY = date(2026, 11, 22)
PLANT = "91000000GXT0000107"
BOOK = shapes.shipped()
NAMES = {rule.name: rule for rule in BOOK.rules.values()}
TOPICS = {
    file.stem: {t.subject.value.rpartition("#")[2] for t in read(file) if t.predicate == RDF.type and t.object == D.Rule}
    for file in sorted((ROOT / "shapes").glob("*.ttl"))
    if file.stem != "prefixes"
}
BAD = sorted(EXAMPLES.glob("*/bad.*.ttl"))


@cache
def norms(*folders: str) -> tuple[Triple, ...]:
    """The statements of the norms in these folders of the corpus."""
    files = (file for folder in folders for file in sorted(Path(str(corpus.path(folder))).glob("*.csv")))
    return tuple(triple for file in files for triple in loaders.read(file).triples)


def statements(text: str) -> list[Triple]:
    return [quad.triple for quad in parse(text, format=RdfFormat.TURTLE)]


def known(text: str, *folders: str) -> list[Triple]:
    """What an example states and what follows from it."""
    own = statements(text)
    return own + list(derive(Scratch(ontology.load(), norms(*folders), own)))


def looked_at(topic: str) -> tuple[str, ...]:
    """The folders of norms that the rules of a topic look at, or that say whom they are for."""
    return ("norms",) if topic in {"emergency", "enterprise-standards", "equipment", "hazardous-chemicals", "organisation"} else ()


@cache
def checked(text: str, *folders: str) -> shapes.Checked:
    return shapes.check(norms(*folders), known(text, *folders), iris.enterprise(PLANT), DAY, BOOK)


def violated(topic: str, text: str) -> set[str]:
    return {gap.rule for gap in checked(text, *looked_at(topic)).gaps}


def good(topic: str) -> str:
    return (EXAMPLES / topic / "good.ttl").read_text(encoding="utf-8")


# --- the examples


@pytest.mark.parametrize("topic", TOPICS)
def test_a_good_example_violates_nothing_and_is_looked_at_by_every_rule_of_its_topic(topic: str) -> None:
    found = checked(good(topic), "norms", "gb18218")
    assert {gap.rule for gap in found.gaps} == set()
    entries = {entry.rule: entry for entry in found.ledger}
    assert {rule for rule in TOPICS[topic] if entries[rule].passed == 0} == set()


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.name.removeprefix("bad.").removesuffix(".ttl"))
def test_a_bad_example_violates_its_rule_and_no_other(path: Path) -> None:
    """And what the rule's message leaves open is filled from the data."""
    gaps = checked(path.read_text(encoding="utf-8"), *looked_at(path.parent.name)).gaps
    assert {f"bad.{gap.rule}.ttl" for gap in gaps} == {path.name}
    assert [text for gap in gaps for text in gap.message.values() if "{" in text or not text] == []
    assert all(gap.message.keys() == {"zh", "en"} for gap in gaps)


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.name.removeprefix("bad.").removesuffix(".ttl"))
def test_a_bad_example_is_one_line_away_from_the_good_one_and_says_which(path: Path) -> None:
    comment, *lines = path.read_text(encoding="utf-8").splitlines()
    marks = Counter(line[0] for line in ndiff(good(path.parent.name).splitlines()[1:], lines) if line[0] in "+-")
    assert re.fullmatch(r"# [A-Z].*\.", comment)
    assert marks and max(marks.values()) == 1


@pytest.mark.parametrize("topic", TOPICS)
def test_every_rule_has_a_bad_example_under_its_topic(topic: str) -> None:
    found = {path.name.removeprefix("bad.").removesuffix(".ttl") for path in BAD if path.parent.name == topic}
    assert found == TOPICS[topic]


def test_examples_state_what_workbooks_and_steps_state() -> None:
    """Classes and properties that are derived would hide that the derivation is broken."""
    columns = {column.term for sheet in SHEETS for column in sheet.columns().values()}
    limit = {D.statedIn, D.parameter, D.scope, D.direction, D.statedValue, D.statedUnit, QUDT.numericValue}
    stated = columns | limit | {RDF.type, RDFS.label, D.belongsTo, D.lists, D.saidBy, ELI.cites, D.implements, D.ofGap, D.stepDue}
    classes = {sheet.cls for sheet in SHEETS} | {D.Limit, D.Rectification}
    triples = [triple for topic in TOPICS for triple in statements(good(topic))]
    assert {t.predicate for t in triples} <= stated
    assert {t.object for t in triples if t.predicate == RDF.type} <= classes


@pytest.mark.parametrize("topic", TOPICS)
def test_the_judge_finds_the_same(topic: str) -> None:
    """All examples of a topic in one graph, each an enterprise of its own. The judge is slow: it gets the norms that are spoken of."""
    paths = sorted((EXAMPLES / topic).glob("*.ttl"))
    folders = looked_at(topic)
    texts = (_renumbered(path.read_text(encoding="utf-8"), number) for number, path in enumerate(paths))
    own = [triple for text in texts for triple in known(text, *folders)]
    spoken_of = [t for t in norms(*folders) if re.search("/norm/(gb-30871|gb-18218|db31-t-1468|安全生产法)|/id/limit/", str(t.subject))]
    ours, theirs = (shapes.check(spoken_of, own, iris.enterprise(PLANT), DAY, BOOK, engine).gaps for engine in ("compiled", "pyshacl"))
    assert {(g.rule, g.focus, g.value) for g in ours} == {(g.rule, g.focus, g.value) for g in theirs}
    assert {(g.rule, _example(g.focus)) for g in theirs} == set(_expected(paths))


def _renumbered(text: str, number: int) -> str:
    return text.replace("GXT0000", f"GXT{number:04}")


def _example(focus: str) -> int:
    return int(focus.partition("GXT")[2][:4])


def _expected(paths: list[Path]) -> Iterator[tuple[str, int]]:
    return ((path.name.split(".")[1], number) for number, path in enumerate(paths) if path.name != "good.ttl")


# --- the borders, both sides of each (the other side is often the bad example)


@pytest.mark.parametrize(("example", "old", "new", "expected"), BORDERS)
def test_on_the_border(example: str, old: str, new: str, expected: set[str]) -> None:
    text = (EXAMPLES / f"{example}.ttl").read_text(encoding="utf-8")
    assert text.count(old) == 1
    assert violated(example.partition("/")[0], text.replace(old, new)) == expected


@pytest.mark.parametrize(("tonnes", "sources"), [("50.0", 2), ("49.999", 1)])
def test_a_ratio_of_exactly_one_makes_a_major_hazard_source(tonnes: str, sources: int) -> None:
    found = checked(good("hazard-sources").replace("designMaximum 50.0", f"designMaximum {tonnes}"))
    entry = next(entry for entry in found.ledger if entry.rule == "MajorHazardSource-registered")
    assert (entry.targets, entry.inapplicable) == (sources, 3 - sources)


def test_a_citation_counts_as_out_of_force_only_from_the_day_its_edition_ended() -> None:
    """GB 2894-2008 ended on 2026-03-01; the check of an earlier day has nothing to say."""
    text = good("enterprise-standards").replace("n:gb-18218 ;", "n:gb-2894-2008 ;")
    found = {
        day: {gap.value for gap in shapes.check(norms("norms"), known(text, "norms"), iris.enterprise(PLANT), day, BOOK).gaps}
        for day in (date(2026, 2, 28), date(2026, 3, 1))
    }
    assert found == {date(2026, 2, 28): set(), date(2026, 3, 1): {iris.norm("gb-2894-2008").value}}


@pytest.mark.parametrize(
    ("rule", "in_force"),
    [
        ("Clause-notWeaker", date(2022, 10, 1)),  # GB 30871-2022
        ("Clause-claimProved", date(2022, 10, 1)),
        ("Clause-disclosure", date(2024, 4, 2)),  # DB31/T 1468-2024
    ],
)
def test_a_limit_counts_only_while_its_norm_is_in_force(rule: str, in_force: date) -> None:
    text = (EXAMPLES / "enterprise-standards" / f"bad.{rule}.ttl").read_text(encoding="utf-8")
    found = [
        {gap.rule for gap in shapes.check(norms("norms"), known(text, "norms"), iris.enterprise(PLANT), day, BOOK).gaps}
        for day in (in_force - timedelta(1), in_force)
    ]
    assert [rule in rules for rules in found] == [False, True]


# --- the rules


def test_every_rule_has_its_words_its_requirement_and_its_family() -> None:
    with corpus.path("norms/requirements.csv").open(encoding="utf-8") as text:
        known = {iris.requirement(row["id"]) for row in csv.DictReader(text)}
    for rule in NAMES.values():
        assert all(words.get(language, "").strip() for words in (rule.message, rule.remedy) for language in ("zh", "en")), rule.name
        assert re.search(r"[一-鿿]", rule.message["zh"]) and re.search(r"[一-鿿]", rule.remedy["zh"]), rule.name
        assert set(rule.requirements) <= known, rule.name
        assert rule.family in range(1, 11), rule.name


def test_every_family_of_a_topic_is_one() -> None:
    assert {topic: {NAMES[rule].family for rule in rules} for topic, rules in TOPICS.items()} == {
        "emergency": {6},
        "authorities": {10},
        "enterprise-standards": {5},
        "equipment": {2},
        "grading": {7},
        "hazard-sources": {4},
        "hazardous-chemicals": {4},
        "hazards": {3},
        "hidden-dangers": {3},
        "inspections": {2},
        "management": {7},
        "organisation": {1},
        "people": {1},
        "permits": {8},
        "places": {3},
        "posts": {1},
        "processes": {5},
        "sources": {9},
        "surroundings": {4},
        "workflows": {7},
    }


def test_no_name_is_used_twice() -> None:
    """Neither by two rules nor in two files, where the statements would run together unnoticed."""
    assert len(NAMES) == len(BOOK.rules) == sum(map(len, TOPICS.values()))
    files = Counter(rule for rules in TOPICS.values() for rule in rules)
    assert set(files.values()) == {1}


def test_every_constraint_belongs_to_a_rule_and_every_rule_has_one() -> None:
    assert {query.shape.node for query in BOOK.queries} == set(BOOK.rules)
