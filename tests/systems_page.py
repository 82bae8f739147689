"""docs/systems.md, made from the headers of the questions, the sheets and the rules: `python tests/systems_page.py` writes it anew."""

import csv
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from pyoxigraph import NamedNode

from duibiao import ontology, queries, shapes
from duibiao.loaders.sheets import SHEETS
from duibiao.ontology.terms import RDFS, D
from duibiao.queries.questions import Question
from duibiao.shapes.rules import Rule

PAGE = Path(__file__).parents[1] / "docs" / "systems.md"
HEAD = """# The systems that the documents describe

What policy documents on enterprise standards and grading describe as systems, each with the sheets that hold its data, the rules
that check them and the questions that answer for it (`duibiao ask NAME`, `GET /api/questions/NAME`). Made from the headers of the
questions; a row that only documents speak of has no sheet, and what nobody demands has no rule.

| | system | sheets | rules | questions |
| --- | --- | --- | --- | --- |
"""
_CLASS = re.compile(r"\bd:([A-Z]\w*)")


def systems() -> list[dict[str, str]]:
    """The rows of systems.csv."""
    return list(csv.DictReader(files("duibiao.queries").joinpath("systems.csv").read_text("utf-8").splitlines()))


def asked(number: int) -> list[Question]:
    """The questions that answer for a system."""
    return [question for question in queries.questions().values() if number in question.systems]


def page() -> str:
    """The whole page."""
    return HEAD + "".join(f"| {' | '.join(_row(system))} |\n" for system in systems())


def _row(system: dict[str, str]) -> Iterator[str]:
    questions = asked(int(system["number"]))
    classes = {D[name] for question in questions for name in _CLASS.findall(question.text)}
    yield system["number"]
    yield f"{system['zh']} {system['en']}"
    yield "、".join(model.sheet for model in SHEETS if model.cls in classes)
    yield ", ".join(sorted(rule.name for rule in BOOK.rules.values() if classes & _about(rule)))
    yield ", ".join(f"`{question.name}`" for question in questions)


BOOK = shapes.shipped()
_ABOVE: dict[object, set[object]] = {}
for _triple in ontology.load():
    if _triple.predicate == RDFS.subClassOf:
        _ABOVE.setdefault(_triple.subject, set()).add(_triple.object)


def _about(rule: Rule) -> set[object]:
    """The classes of what a rule looks at, and of what it asks lists of, with those above them; an enterprise is about everything."""
    found: set[object] = {*BOOK.target_classes(rule), *rule.needs_list, *([rule.population] if rule.population else [])}
    above = {cls for one in found for cls in _ABOVE.get(one, set()) if isinstance(cls, NamedNode)}
    return (found | above) - {D.Enterprise}


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
