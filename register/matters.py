"""The matters that go through workflows, as people name them: where each stands, what was done, what may come next and by when."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal, NamedNode

from duibiao.ontology import iris
from duibiao.ontology.errors import Refusal
from duibiao.ontology.terms import RDF, RDFS, D, Term
from duibiao.register import findings, machines, steps
from duibiao.register.checks import chosen_codes
from duibiao.register.machines import Facts, Texts, Transition, Workflow
from duibiao.register.steps import Step
from duibiao.shapes import shipped
from duibiao.store import Store

_GAP = re.compile("[0-9a-f]{16}")
_NAMED = """
SELECT DISTINCT ?thing WHERE {{
  VALUES ?class {{ {classes} }} VALUES ?name {{ {names} }} ?thing a ?class ; d:number|rdfs:label ?name
}}
"""
_LISTED = 8


class UnknownMatter(Refusal):
    """Nothing that goes through a workflow is called that; the message says what to give."""


class AmbiguousMatter(Refusal):
    """Several things that go through workflows are called that; the message lists them."""


@dataclass(frozen=True)
class Matter:
    """A thing that goes through workflows: whose it is, its name, what is said of it, and the place of its enterprise."""

    node: NamedNode
    code: str
    label: Texts
    facts: Facts
    place: str

    @property
    def classes(self) -> list[Term]:
        """What it is."""
        return self.facts.get(RDF.type, [])


@dataclass(frozen=True)
class Standing:
    """Where a matter stands in one of its workflows: the state, by when it is to be left, the steps taken, and those that may come next."""

    matter: Matter
    workflow: Workflow
    state: NamedNode | None
    due: date | None
    taken: tuple[Step, ...]
    next: tuple[Transition, ...]

    @property
    def over(self) -> bool:
        """Whether nothing is left to be done."""
        return self.state in self.workflow.final


def standings(store: Store, name: str, day: date) -> list[Standing]:
    """Where the thing of this name stands on the day, in each of its workflows. UnknownMatter, AmbiguousMatter."""
    matter = find(store, name)
    taken = [step for step in steps.recorded(store, matter.code) if step.thing == matter.node]
    return list(_standings(matter, taken, day))


def under_way(store: Store, day: date, codes: Iterable[str] | None = None) -> list[Standing]:
    """Every matter of the enterprises with these codes (None: all) that is not over, by the day it is due; UnknownEnterprise."""
    found = (standing for code in chosen_codes(store, codes) for standing in _of_enterprise(store, code, day) if not standing.over)
    return sorted(found, key=lambda s: (s.due or date.max, s.matter.node.value, s.workflow.name))


def _of_enterprise(store: Store, code: str, day: date) -> Iterator[Standing]:
    about = _about(store, code)
    taken: dict[NamedNode, list[Step]] = {}
    for step in steps.recorded(store, code):
        taken.setdefault(step.thing, []).append(step)
    classes = _classes()
    for node, facts in about.items():
        if classes.intersection(facts.get(RDF.type, [])):
            yield from _standings(_matter(node, code, about), taken.get(node, []), day)


def _standings(matter: Matter, taken: Iterable[Step], day: date) -> Iterator[Standing]:
    for workflow in machines.of(matter.classes, matter.facts, matter.place, day):
        state, known = workflow.state(matter.facts), {transition.node for transition in workflow.transitions}
        own = tuple(step for step in taken if step.transition in known)
        due = None if state in workflow.final else workflow.due_on(matter.facts)
        yield Standing(matter, workflow, state, due, own, tuple(workflow.next(state)))


# --- names


def find(store: Store, name: str) -> Matter:
    """The thing that an IRI, a number, a name or the id of a gap means. UnknownMatter, AmbiguousMatter."""
    if _GAP.fullmatch(name):
        return _of_gap(store, name)
    found = [node for node in _candidates(store, name) if iris.owner(node)]
    if not found:
        raise UnknownMatter(f"nothing that goes through a workflow is called “{name}”; give a number, an IRI or the id of a gap")
    if len(found) > 1:
        shown = ", ".join(node.value for node in found[:_LISTED])
        raise AmbiguousMatter(f"“{name}” could be {len(found)} things: {shown}; give the IRI of one")
    code = iris.owner(found[0]).value.rpartition("/")[2]  # type: ignore[union-attr]
    return _matter(found[0], code, _said(store, code, found[0], iris.enterprise(code)))


def _candidates(store: Store, name: str) -> list[NamedNode]:
    if name.startswith(iris.BASE):
        try:
            node = NamedNode(name)
        except ValueError:
            return []
        rows = store.query(f"SELECT ?class WHERE {{ {node} a ?class }}")
        return [node] if any(row["class"] in _classes() for row in rows) else []
    texts = {name, iris.normal(name)}
    names = " ".join(sorted({str(term) for text in texts for term in (Literal(text), Literal(text, language="zh"))}))
    rows = store.query(_NAMED.format(classes=" ".join(sorted(map(str, _classes()))), names=names))
    return sorted((row["thing"] for row in rows if isinstance(row["thing"], NamedNode)), key=str)


def _classes() -> frozenset[NamedNode]:
    return frozenset().union(*(workflow.classes for workflow in machines.workflows()))


def _of_gap(store: Store, gap: str) -> Matter:
    """The rectification of a gap on record, which begins with its first step."""
    code = findings.holder(store, gap)
    if code is None:
        raise UnknownMatter(f"no gap with the id {gap} is on record; `duibiao check --record` puts those there are on record")
    node = iris.member(code, "rectification", gap)
    said = _said(store, code, node, iris.enterprise(code))
    return _matter(node, code, said if node in said else {**said, node: _begun(store, code, gap)})


def _begun(store: Store, code: str, gap: str) -> dict[NamedNode, list[Term]]:
    finding = findings.recorded(store, code)[gap]
    name = finding.named()
    rule = next((rule for rule in shipped().rules.values() if rule.name == finding.rule and "{" not in rule.message["zh"]), None)
    wrong = rule.message if rule else {"zh": finding.rule, "en": finding.rule}
    named = {"zh": f"{name['zh']}：{wrong['zh']}", "en": f"{name['en']}: {wrong['en']}"}
    return {
        RDF.type: [D.Rectification],
        RDFS.label: [Literal(text, language=language) for language, text in named.items()],
        D.number: [Literal(gap)],
        D.ofGap: [iris.resource("gap", gap)],
        D.belongsTo: [iris.enterprise(code)],
    }


# --- facts


_ABOUT = "SELECT ?graph ?thing ?term ?value WHERE {{ VALUES ?thing {{ {things} }} GRAPH ?graph {{ ?thing ?term ?value }} }}"


def _graphs(code: str) -> tuple[NamedNode, NamedNode]:
    return iris.graph(f"enterprise/{code}"), iris.graph(f"derived/{code}")


def _said(store: Store, code: str, *things: NamedNode) -> dict[NamedNode, Facts]:
    """What is stated of these things of an enterprise and follows for them."""
    rows = store.query(_ABOUT.format(things=" ".join(map(str, things))))
    return _by_thing((row["thing"], row["term"], row["value"]) for row in rows if row["graph"] in _graphs(code))


def _about(store: Store, code: str) -> dict[NamedNode, Facts]:
    """What is stated of each thing of an enterprise and follows for it."""
    return _by_thing((t.subject, t.predicate, t.object) for name in _graphs(code) for t in store.graph(name))


def _by_thing(said: Iterable[tuple[Term, Term, Term]]) -> dict[NamedNode, Facts]:
    found: dict[NamedNode, dict[NamedNode, list[Term]]] = {}
    for thing, term, value in said:
        if isinstance(thing, NamedNode) and isinstance(term, NamedNode):
            found.setdefault(thing, {}).setdefault(term, []).append(value)
    return dict(found)


def _matter(node: NamedNode, code: str, about: Mapping[NamedNode, Facts]) -> Matter:
    facts = about[node]
    place = "".join(term.value for term in about.get(iris.enterprise(code), {}).get(D.place, []) if isinstance(term, Literal))
    return Matter(node, code, _label(facts), facts, place)


def _label(facts: Facts) -> Texts:
    number = next((term.value for term in facts.get(D.number, []) if isinstance(term, Literal)), "")
    texts = {term.language or "zh": term.value for term in facts.get(RDFS.label, []) if isinstance(term, Literal)}
    if not texts:
        return {"zh": number, "en": number}
    zh, en = texts.get("zh") or next(iter(texts.values())), texts.get("en") or next(iter(texts.values()))
    return {"zh": f"{zh}（{number}）", "en": f"{en} ({number})"}
