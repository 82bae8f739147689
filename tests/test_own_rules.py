"""Rules of a person's own are used when their examples show what they do, and refused in one line otherwise."""

import re
from pathlib import Path

import pytest
from own_rule import ENTERPRISE, RULE, written

from duibiao import shapes

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "own-rules.md"
SECOND = """
my:Enterprise sh:property my:Enterprise-named .
my:Enterprise-named a sh:PropertyShape, d:Rule ; sh:path d:creditCode ; sh:minCount 1 ;
    sh:severity sh:Info ; d:family 1 ; sh:message "缺"@zh , "missing"@en ; d:remedy "补"@zh , "add it"@en .
"""


def refusal(folder: Path) -> str:
    """The one line that says why the folder is refused; it names the file."""
    with pytest.raises(shapes.ShapesError) as caught:
        shapes.with_folder(folder)
    text = str(caught.value)
    assert len(text.splitlines()) == 1
    assert str(folder / "mine.ttl") in text
    return text


def test_a_rule_with_its_examples_joins_those_shipped(tmp_path: Path) -> None:
    book = shapes.with_folder(written(tmp_path))
    own = {rule.name for rule in book.rules.values()} - {rule.name for rule in shapes.shipped().rules.values()}
    assert own == {"Enterprise-big"}
    assert set(shapes.shipped().rules) < set(book.rules)


def test_a_rule_without_examples_is_refused(tmp_path: Path) -> None:
    assert "Enterprise-big has no example that breaks it; write" in refusal(written(tmp_path / "bad", bad=""))
    assert "Enterprise-big has no example that keeps it; write" in refusal(written(tmp_path / "good", good=""))


@pytest.mark.parametrize(
    ("examples", "fault"),
    [
        ({"bad": ENTERPRISE.format(200)}, "Enterprise-big is not violated by"),
        ({"good": ENTERPRISE.format(199)}, "Enterprise-big is violated by"),
        ({"good": ENTERPRISE.replace("d:Enterprise", "d:Post").format(200)}, "Enterprise-big passes nothing in"),
        ({"bad": "nonsense"}, "mend the file"),
    ],
)
def test_examples_that_do_not_behave_are_refused(tmp_path: Path, examples: dict[str, str], fault: str) -> None:
    with pytest.raises(shapes.ShapesError, match=fault) as caught:
        shapes.with_folder(written(tmp_path, **examples))
    assert len(str(caught.value).splitlines()) == 1
    assert str(tmp_path) in str(caught.value)


def test_a_good_example_that_cannot_be_told_passes_nothing(tmp_path: Path) -> None:
    rule = RULE.replace("d:family 1", "d:family 1 ; d:needs d:creditCode")
    assert "targets 1, passed 0, inapplicable 0, cannot tell 1" in refusal(written(tmp_path, rule))


def test_a_bad_example_breaks_one_rule_alone(tmp_path: Path) -> None:
    coded = ENTERPRISE.replace("headcount {}", 'headcount {} ; d:creditCode "1"')
    folder = written(tmp_path, RULE + SECOND, good=coded.format(200), bad=ENTERPRISE.format(199))
    (folder / "example-data" / "mine" / "bad.Enterprise-named.ttl").write_text(ENTERPRISE.format(200), "utf-8")
    assert "bad.Enterprise-big.ttl is to break the rule Enterprise-big alone, and breaks Enterprise-named too" in refusal(folder)
    (folder / "example-data" / "mine" / "bad.Enterprise-big.ttl").write_text(coded.format(199), "utf-8")
    assert len(shapes.with_folder(folder).rules) == len(shapes.shipped().rules) + 2


def test_examples_are_derived_and_the_norms_are_known(tmp_path: Path) -> None:
    """Of an enterprise to which the requirement does not apply the rule says nothing; here that is a duty of high-risk sectors."""
    rule = "@prefix dcterms: <http://purl.org/dc/terms/> ." + RULE.replace(
        "d:family 1", "d:family 1 ; dcterms:source <https://w3id.org/duibiao/id/requirement/R008>"
    )
    trade = ENTERPRISE.replace("d:headcount", "d:sector d:Sector-machinery ; d:headcount").format(199)
    assert "targets 0, passed 0, inapplicable 1, cannot tell 0" in refusal(written(tmp_path, rule, good=trade, bad=trade))
    mine = trade.replace("machinery", "mining")
    assert "is not violated by" in refusal(written(tmp_path / "second", rule, good=mine.replace("199", "200"), bad=trade))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("sh:minInclusive 200", "sh:minInclusive <http://x>", "minInclusive"),
        ("sh:minInclusive 200", 'sh:sparql [ sh:select "SELECT $this WHERE { $this ?p" ]', "Enterprise-big"),
        ("sh:minInclusive 200", "sh:minimal 200", "unknown or unsupported SHACL term"),
        ('"招人"@zh , ', "", "due in zh and en"),
        ("my:Enterprise-big", "my:Post-holder", "the rule Post-holder has the name of a shipped rule"),
        ("my:Enterprise-big", "my:Requirement-checked", "has the name of a shipped rule"),
        ("my:Enterprise ", "<https://w3id.org/duibiao/shapes#Post> ", "is something that is shipped"),
    ],
)
def test_a_rule_that_cannot_be_used_is_refused_when_the_folder_is_read(tmp_path: Path, old: str, new: str, fault: str) -> None:
    assert old in RULE
    assert fault in refusal(written(tmp_path, RULE.replace(old, new)))


def test_two_rules_of_one_name_are_refused(tmp_path: Path) -> None:
    folder = written(tmp_path)
    (folder / "other.ttl").write_text(RULE.replace("example.org", "example.com"), "utf-8")
    assert "other.ttl: the rule Enterprise-big has the name of one in" in refusal(folder)


def test_a_folder_without_rules_is_refused(tmp_path: Path) -> None:
    with pytest.raises(shapes.ShapesError, match="no .ttl file with rules in it"):
        shapes.with_folder(tmp_path)


# --- the page


def shown() -> dict[str, str]:
    """The files that the page shows, by name."""
    return dict(re.findall(r"^`(\S+\.ttl)`: .*?\n\n```turtle\n(.*?)^```", PAGE.read_text("utf-8"), flags=re.M | re.S))


def test_the_rule_shown_in_the_documentation_works(tmp_path: Path) -> None:
    for name, text in shown().items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    assert {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.ttl")} == set(
        re.findall(r"^ +DIR/(\S+\.ttl)", PAGE.read_text("utf-8"), flags=re.M)
    )
    names = {rule.name for rule in shapes.with_folder(tmp_path).rules.values()}
    assert "Equipment-answeredFor" in names
