"""The rules on the norms themselves: each against its examples by both engines, and what they say of the norms shipped."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from difflib import ndiff
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Triple, parse

from duibiao import corpus, loaders, ontology, shapes
from duibiao.ontology.terms import DCTERMS, D
from duibiao.reasoning import Scratch, editions
from duibiao.reasoning.norm_limits import differing
from duibiao.shapes.rules import norm_rules
from duibiao.shapes.validation import VALIDATORS, validate

EXAMPLES = Path(__file__).parents[1] / "shapes" / "norms" / "example-data"
BAD = sorted(EXAMPLES.glob("bad.*.ttl"))
DAY = date(2026, 11, 22)
BOOK = norm_rules()
NAMES = {rule.name for rule in BOOK.rules.values()}


def graph(norms: Iterable[Triple], day: date = DAY) -> Scratch:
    """The norms with what holds on a day."""
    data = Scratch(ontology.load(), norms, editions.evaluation(day))
    data.add(list(editions.on(day, data)))
    return data.add(list(differing(data)))


def example(text: str) -> Scratch:
    return graph([quad.triple for quad in parse(text, format=RdfFormat.TURTLE)])


def found(data: Scratch, engine: str = "compiled") -> list[tuple[str, str, str | None]]:
    """The rule, the thing and the value of each violation, by the last step of their IRIs."""
    results = validate(list(data.triples()), BOOK.graph.triples, engine).results
    return sorted((_last(r.shape), _last(r.focus), None if r.value in (None, r.focus) else _last(r.value)) for r in results)


def _last(term: object) -> str:
    return str(term).strip("<>").rpartition("#")[2].rpartition("/id/")[2]


@cache
def shipped() -> Scratch:
    """The norms shipped, and which requirement each rule shipped rests on."""
    files = sorted(Path(str(corpus.path("norms"))).glob("*.csv"))
    stated = [triple for file in files for triple in loaders.read(file).triples]
    rests_on = [triple for triple in shapes.shipped().graph.triples if triple.predicate == DCTERMS.source]
    return graph([*stated, *rests_on])


def good() -> str:
    return (EXAMPLES / "good.ttl").read_text("utf-8")


@pytest.mark.parametrize("engine", VALIDATORS)
def test_the_good_example_violates_nothing(engine: str) -> None:
    assert found(example(good()), engine) == []


@pytest.mark.parametrize("engine", VALIDATORS)
@pytest.mark.parametrize("path", BAD, ids=lambda path: path.name.removeprefix("bad.").removesuffix(".ttl"))
def test_a_bad_example_violates_its_rule_and_no_other(path: Path, engine: str) -> None:
    assert {f"bad.{rule}.ttl" for rule, _, _ in found(example(path.read_text("utf-8")), engine)} == {path.name}


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.name.removeprefix("bad.").removesuffix(".ttl"))
def test_a_bad_example_is_a_line_or_two_away_from_the_good_one(path: Path) -> None:
    comment, *lines = path.read_text("utf-8").splitlines()
    marks = Counter(line[0] for line in ndiff(good().splitlines()[1:], lines) if line[0] in "+-")
    assert re.fullmatch(r"# [A-Z].*\.", comment)
    assert marks and max(marks.values()) <= 2


def test_every_rule_has_a_bad_example_and_its_words() -> None:
    assert {path.name.removeprefix("bad.").removesuffix(".ttl") for path in BAD} == NAMES
    for rule in BOOK.rules.values():
        assert rule.family == 9 and rule.severity in {"warning", "info"}  # no enterprise breaks the law by them
        assert all(words.get(language, "").strip() for words in (rule.message, rule.remedy) for language in ("zh", "en")), rule.name


def test_the_rules_on_norms_stay_out_of_the_check_of_enterprises() -> None:
    assert not NAMES & {rule.name for rule in shapes.shipped().rules.values()}
    assert {rule.family for rule in shapes.norm_rules().rules.values()} == {9}


# --- borders


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('"0.5" ; qudt:numericValue 0.5', '"30" ; qudt:numericValue 30.0', {"NormClause-agrees"}),  # 30 h against 30 min
        ("<scope/示例作业> ;\n    d:direction d:Direction-upper-bound ;\n    d:statedValue \"0.5\"", "<scope/别的作业> ;\n"
         "    d:direction d:Direction-upper-bound ;\n    d:statedValue \"0.25\"", set()),
        ("eli:cites <norm/示例管理规定> ;", "eli:cites <norm/gb-90003> ;", set()),  # by number, of the two with one title
        ("eli:cites <norm/示例管理规定> ;", "eli:cites <norm/示例场所安全规范> ;", set()),  # by a title that one norm has
        ('"2020-10-01"^^xsd:date ;\n    dcterms:isVersionOf', '"2026-11-22"^^xsd:date ;\n    dcterms:isVersionOf', set()),
    ],
)  # fmt: skip
def test_on_the_border(old: str, new: str, expected: set[str]) -> None:
    text = good()
    assert text.count(old) == 1
    assert {rule for rule, _, _ in found(example(text.replace(old, new)))} == expected


def test_a_norm_out_of_force_may_cite_what_is_out_of_force() -> None:
    text = (EXAMPLES / "bad.Citation-inForce.ttl").read_text("utf-8")
    start = 'eli:first_date_entry_in_force "2021-10-01"^^xsd:date ;\n    eli:cites'
    assert text.count(start) == 1
    ended = text.replace(start, start.replace(" ;\n", ' ; eli:date_no_longer_in_force "2025-01-01"^^xsd:date ;\n'))
    assert found(example(ended)) == []


# --- the norms shipped


def test_of_the_norms_shipped_what_is_open_is_known() -> None:
    noted = {_last(t.object) for t in shipped().matching(predicate=D.ofRequirement) if "/id/coverage/" in t.subject.value}
    rows = found(shipped())
    assert {thing for rule, thing, _ in rows if rule == "Requirement-checked"} == noted
    assert [row for row in rows if row[0] != "Requirement-checked"] == [
        ("Requirement-clause", "requirement/R089", "norm/企业安全生产标准化建设定级办法-2021"),
        ("Requirement-clause", "requirement/R093", "norm/aq-3072-2026"),
        ("Requirement-inForce", "requirement/R051", "norm/危险化学品企业重大危险源安全包保责任制办法-试行-2021"),
    ]


def test_both_engines_say_the_same_of_the_norms_shipped() -> None:
    assert found(shipped()) == found(shipped(), "pyshacl")
