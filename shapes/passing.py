"""What a rule says of one thing, whether or not that is a gap: passed, failed, does not apply, cannot tell; and why."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal as OneOf

from pyoxigraph import Literal, NamedNode

from duibiao.ontology import iris
from duibiao.ontology.terms import PREFIXES, RDF, RDFS, SH, Term
from duibiao.shapes.data import Typed
from duibiao.shapes.gaps import Gap
from duibiao.shapes.reasons import Reasons, text
from duibiao.shapes.rules import Rule, RuleBook
from duibiao.shapes.standing import standing

Outcome = OneOf["passed", "failed", "inapplicable", "cannot_tell"]
_NAME = re.compile(r"\b([a-z]+):([A-Za-z_]\w*)")


@dataclass(frozen=True)
class Verdict:
    """What a rule says of a thing, why, the statements that it looked at, and the gaps where it failed."""

    rule: str
    focus: str
    outcome: Outcome
    reason: Mapping[str, str]
    looked_at: tuple[str, ...]
    gaps: tuple[str, ...] = ()


def verdict(data: Typed, book: RuleBook, rule: Rule, focus: NamedNode, gaps: Iterable[Gap], day: date) -> Verdict:
    """The verdict of a rule on a thing of the data graph; `gaps` are those that the check has found."""
    found = tuple(gap.id for gap in gaps if (gap.rule, gap.focus) == (rule.name, focus.value))
    outcome: Outcome = "failed"
    reason = rule.message
    if not found:
        outcome, reason = _why(data, book, rule, focus, day)
    terms = looked_at(book, rule)
    seen = sorted(str(t) for t in data.matching(focus) if t.predicate in terms)
    return Verdict(rule.name, focus.value, outcome, reason, tuple(seen), found)


def looked_at(book: RuleBook, rule: Rule) -> set[NamedNode]:
    """The properties that the rule looks at: those of its paths, those it needs, and those that its SPARQL names; and the type."""
    return {RDF.type, *rule.needs, *book.properties(rule), *named_in(sparql_of(book, rule))}


def named_in(text: str) -> set[NamedNode]:
    """The terms that a text in SPARQL names with our prefixes."""
    return {NamedNode(PREFIXES[prefix] + name) for prefix, name in _NAME.findall(text) if prefix in PREFIXES}


def sparql_of(book: RuleBook, rule: Rule) -> str:
    """The SPARQL of a rule; empty where it has none."""
    constraints = book.graph.values(rule.node, SH.sparql)
    return " ".join(term.value for node in constraints for term in book.graph.values(node, SH.select) if isinstance(term, Literal))


def _why(data: Typed, book: RuleBook, rule: Rule, focus: NamedNode, day: date) -> tuple[Outcome, Mapping[str, str]]:
    stand = standing(data)
    if stand.silences(rule, focus):
        reasons, owner = Reasons(data, stand, day), iris.owner(focus)
        return "inapplicable", text(reason.worded(reasons.said) for reason in reasons.silent(rule, {owner} if owner else set(), 1)) or {}
    if not _is_target(data, book, rule, focus):
        if rule.undecided and focus in data.members(rule.undecided):
            name = _both(data, rule.undecided)
            return "cannot_tell", {
                "zh": f"属于“{name['zh']}”，还说不清是否适用",
                "en": f"it is of the class “{name['en']}”, so whether the rule applies cannot be told",
            }
        return "inapplicable", _no_target(data, book, rule)
    if lacking := [term for term in rule.needs if not any(data.matching(focus, term))]:
        names = [_both(data, term) for term in sorted(lacking, key=str)]
        zh, en = "、".join(f"“{n['zh']}”" for n in names), ", ".join(f"“{n['en']}”" for n in names)
        return "cannot_tell", {"zh": f"缺少{zh}，无法判定", "en": f"{en} is missing, so it cannot be told"}
    return "passed", {"zh": "规则查看了下列陈述，没有发现问题", "en": "the rule looked at these statements and found nothing wrong"}


def _is_target(data: Typed, book: RuleBook, rule: Rule, focus: NamedNode) -> bool:
    texts = (f"SELECT ?this WHERE {{ {pattern} FILTER (?this = {focus}) }} LIMIT 1" for pattern in book.targets(rule))
    return any(True for text in texts for _ in data.rows(text))


def _no_target(data: Typed, book: RuleBook, rule: Rule) -> Mapping[str, str]:
    classes = sorted(_classes(book, rule), key=str)
    zh, en = (" / ".join(_both(data, cls)[language] for cls in classes) for language in ("zh", "en"))
    return {"zh": f"规则只看“{zh}”，该对象不是", "en": f"the rule looks only at “{en}”, which this is not"}


def _classes(book: RuleBook, rule: Rule) -> Iterable[Term]:
    """The classes whose members the rule looks at."""
    around = {rule.node, *(t.subject for t in book.graph.triples if t.predicate == SH.property and t.object == rule.node)}
    return {term for node in around for term in book.graph.values(node, SH.targetClass)}


def _both(data: Typed, term: Term) -> Mapping[str, str]:
    """The label of a term in both languages; the last step of its IRI where it has none."""
    last = re.split("[#/]", term.value)[-1] if isinstance(term, NamedNode) else str(term)
    labels = {t.object.language: t.object.value for t in data.matching(term, RDFS.label) if isinstance(t.object, Literal)}
    return {language: labels.get(language) or last for language in ("zh", "en")}
