"""The results and standards of an enterprise carried from one version of the framework to the next: shown, never written."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from pyoxigraph import Literal, NamedNode, QuerySolution

from duibiao.ontology import concepts, iris
from duibiao.ontology.errors import Refusal
from duibiao.ontology.terms import D, Term
from duibiao.reasoning import Scratch
from duibiao.reasoning.crosswalk import RELATIONS, Element, Path, Relation, elements, norms, paths
from duibiao.reasoning.literals import number
from duibiao.register.checks import chosen_codes, names
from duibiao.register.score_sections import number as written
from duibiao.store import Store

OWN = "GB/T 33000-2016"
"""The norm whose first level the core elements are."""
_THINGS = """
SELECT DISTINCT ?class ?number ?name ?item ?element ?full ?score ?idle WHERE {
  { ?thing a d:EvaluationItem ; rdfs:label ?name BIND (d:EvaluationItem AS ?class) }
  UNION { ?thing a d:EnterpriseStandard ; eli:title ?name BIND (d:EnterpriseStandard AS ?class) }
  ?thing d:number ?number
  OPTIONAL { ?thing d:inElement ?element } OPTIONAL { ?thing d:checklistItem ?item }
  OPTIONAL { ?thing d:fullMarks ?full } OPTIONAL { ?thing d:score ?score } OPTIONAL { ?thing d:notApplicable ?idle }
  OPTIONAL { ?thing d:ofEvaluation/d:evaluatedOn ?later FILTER (?later > "%s"^^xsd:date) }
  FILTER (!BOUND(?later))
} ORDER BY DESC(?class) ?number ?element
"""


class UnknownFramework(Refusal):
    """No elements of this norm are known; the message says of which they are."""


@dataclass(frozen=True)
class Carried:
    """A result or a standard, the elements it stands under, and the paths that carry it; none, with the reason, where nothing does."""

    kind: str
    number: str
    name: str
    marks: str
    starts: Sequence[Element]
    paths: Sequence[Path] = ()
    left: dict[str, str] | None = None


@dataclass(frozen=True)
class Reached:
    """An element of the new version: how many results and standards reach it, the strongest relation among them (None: nothing does)."""

    element: Element
    results: int
    standards: int
    relation: Relation | None


@dataclass(frozen=True)
class Crosswalk:
    """Everything of an enterprise, carried or left, and every element of the new version."""

    code: str
    name: str
    start: str
    end: str
    as_of: date
    things: Sequence[Carried]
    elements: Sequence[Reached]

    def as_json(self) -> dict[str, Any]:
        """The document that `duibiao crosswalk --format json` prints."""
        return {
            "enterprise": self.code,
            "name": self.name,
            "from": self.start,
            "to": self.end,
            "as_of": self.as_of.isoformat(),
            "carried": [_thing_json(thing) for thing in self.things if thing.left is None],
            "left": [_thing_json(thing) for thing in self.things if thing.left is not None],
            "elements": [asdict(reached) for reached in self.elements],
        }


def crosswalk(store: Store, code: str, *, to: str, start: str = OWN, day: date) -> Crosswalk:
    """What an enterprise brings to the norm `to`, from the version `start`. UnknownEnterprise, UnknownFramework."""
    (own,) = chosen_codes(store, [code])
    first, last = framework(start), framework(to)
    if norms().index(first) > norms().index(last):
        raise UnknownFramework(f"{last} is older than {first}; a crosswalk leads to a later version, so change --from or --to")
    data = Scratch(store.graph(iris.graph(f"enterprise/{own}")))
    things = list(_things(data, first, last, day))
    return Crosswalk(own, names(store, [own])[own], first, last, day, things, list(_reached(things, last)))


def framework(name: str) -> str:
    """The version that a number means, in any spelling. UnknownFramework."""
    found = [norm for norm in norms() if iris.slug(norm).replace("-", "") == iris.slug(name).replace("-", "")]
    if not found:
        raise UnknownFramework(f"no elements of “{name}” are known; there are those of {', '.join(norms())}")
    return found[0]


def _things(data: Scratch, first: str, last: str, day: date) -> Iterator[Carried]:
    rows = data.rows(_THINGS % day.isoformat())
    for _, same in groupby(rows, lambda row: (row["class"], row["number"])):
        own = list(same)
        starts = list(dict.fromkeys(start for row in own if (start := _start(row["element"], row["item"], first))))
        kind = "standard" if own[0]["class"] == D.EnterpriseStandard else "result"
        yield _carried(Carried(kind, own[0]["number"].value, own[0]["name"].value, _marks(own[0]), starts), last)


def _marks(row: QuerySolution) -> str:
    """What a result got of what it can give; a dash where it does not apply or has no marks."""
    full, got = number(row["full"]), None if row["idle"] == Literal(True) else number(row["score"])
    return f"{written(got) or '—'}/{written(full)}" if full is not None else ""


def _start(element: Term | None, item: Term | None, first: str) -> Element | None:
    """Where a thing stands: at the element whose number its item has in the first version, else at its core element. Enterprises number
    their items as they like, so a number counts only where it agrees with the core element, if that is one of the same version."""
    places = {node: name for name, node in concepts("CoreElement").items() if name.isdecimal()}
    core = f"5.{places[element]}" if isinstance(element, NamedNode) and element in places else None
    own = item.value if isinstance(item, Literal) else ""
    if (first, own) in elements() and (first != OWN or core is None or f"{own}.".startswith(f"{core}.")):
        return elements()[first, own]
    return elements()[OWN, core] if core else None


def _carried(thing: Carried, last: str) -> Carried:
    if not thing.starts:
        return _left(thing, (), "没有填要素", "no element is stated")
    if all(norms().index(start.norm) > norms().index(last) for start in thing.starts):
        return _left(thing, (), f"所属要素是更新的 {thing.starts[0].norm} 的", f"its element is one of the later {thing.starts[0].norm}")
    found = [path for start in thing.starts for path in paths((start.norm, start.number), last)]
    if all(path.relation == "related" for path in found):
        near = "、".join(path.end[1] for path in found) or "—"
        return _left(thing, found, f"新版没有承接的要素，相近的有 {near}", f"no element takes it on; near to it: {near}")
    return replace(thing, paths=found)


def _left(thing: Carried, near: Sequence[Path], zh: str, en: str) -> Carried:
    return replace(thing, paths=near, left={"zh": zh, "en": en})


def _reached(things: Sequence[Carried], last: str) -> Iterator[Reached]:
    ways = [(thing, path) for thing in things if thing.left is None for path in thing.paths if path.relation != "related"]
    for element in (one for one in elements().values() if one.norm == last):
        own = [(thing, path) for thing, path in ways if path.end[1] == element.number]
        relation = max((path.relation for _, path in own), key=RELATIONS.index, default=None)
        kinds = Counter(kind for kind, _ in {(thing.kind, thing.number) for thing, _ in own})
        yield Reached(element, kinds["result"], kinds["standard"], relation)


def _thing_json(thing: Carried) -> dict[str, Any]:
    own = {"kind": thing.kind, "number": thing.number, "name": thing.name, "marks": thing.marks or None}
    starts = [{"norm": start.norm, "number": start.number} for start in thing.starts]
    return own | {"from": starts, "paths": [_path_json(path) for path in thing.paths], "why": thing.left}


def _path_json(path: Path) -> dict[str, Any]:
    return {"to": path.end[1], "relation": path.relation, "through": [f"{norm} {place}" for norm, place in path.through]}
