"""Which requirements an enterprise is subject to, and why: the conditions of the norms held against what is on record.

Whether the norm is in force on a day is another question (editions). Missing data is *cannot tell*, never *does not apply*.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.ontology import labels
from duibiao.ontology.terms import RDF, RDFS, D, Term
from duibiao.reasoning.literals import number
from duibiao.reasoning.profiles import Presence, Profile, profiles
from duibiao.reasoning.scratch import Scratch

_REQUIREMENT = "/id/requirement/"
APPLICABILITY = "/applicability/"
"""Between the IRI of an enterprise and what the answer is about."""

_PROVINCE = re.compile(
    "北京|天津|河北|山西|内蒙古|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|重庆|四川|贵州|云南|"
    "西藏|陕西|甘肃|青海|宁夏|新疆|香港|澳门|台湾"
)


@dataclass(frozen=True)
class Reason:
    """Why, in both languages: a fact of the profile held against a condition."""

    zh: str
    en: str


@dataclass(frozen=True)
class Condition:
    """One condition of a requirement, or of a norm as a whole: what it is about, and what an enterprise has to be or have.

    Everything has to hold; of sectors, scales, places and circumstances one of each is enough. `perhaps` are sectors that do not tell.
    """

    about: NamedNode
    number: str = ""
    sectors: frozenset[Term] = frozenset()
    perhaps: frozenset[Term] = frozenset()
    group: Reason = Reason("所列行业", "the sectors named")
    over: int | None = None
    least: int | None = None
    scales: frozenset[Term] = frozenset()
    places: frozenset[str] = frozenset()
    needs: frozenset[NamedNode] = frozenset()
    occasion: Reason | None = None
    otherwise: Reason | None = None


@dataclass(frozen=True)
class Applicability:
    """Whether a requirement or norm applies to an enterprise (None: cannot be told) and why."""

    about: NamedNode
    applies: bool | None
    reasons: tuple[Reason, ...]

    @property
    def reason(self) -> Reason:
        """The reasons in one sentence a language."""
        return Reason("；".join(r.zh for r in self.reasons), "; ".join(r.en for r in self.reasons))


@dataclass(frozen=True)
class _Answer:
    """Whether something holds (None: cannot be told), and why."""

    holds: bool | None
    reasons: tuple[Reason, ...]


def conditions(data: Scratch) -> list[Condition]:
    """The conditions of the norms in `data`, by number."""
    nodes = (t.subject for t in data.matching(predicate=RDF.type, obj=D.ApplicabilityCondition))
    found = (_condition(data, node) for node in nodes if isinstance(node, NamedNode))
    return sorted((c for c in found if c), key=lambda c: c.number)


def applicable(profile: Profile, known: Iterable[Condition]) -> list[Applicability]:
    """Whether each requirement and norm that has conditions applies to the enterprise, in the order in which they come first."""
    by_subject: dict[NamedNode, list[Condition]] = {}
    for condition in known:
        by_subject.setdefault(condition.about, []).append(condition)
    return [_applicability(profile, about, several) for about, several in by_subject.items()]


def derive(data: Scratch, known: Iterable[Condition]) -> Iterator[Triple]:
    """The applicability of everything that has `known` conditions to each enterprise in `data`, which holds its statements, those derived,
    and the norms."""
    for profile in profiles(data):
        for found in applicable(profile, known):
            yield from _stated(profile.enterprise, found, D.ofRequirement if _REQUIREMENT in found.about.value else D.ofNorm)


def answer(enterprise: NamedNode, about: NamedNode) -> NamedNode:
    """The IRI of what reasoning says on whether a requirement or a norm applies to an enterprise."""
    return NamedNode(f"{enterprise.value}{APPLICABILITY}{about.value.rpartition('/')[2]}")


def _stated(enterprise: NamedNode, found: Applicability, of: NamedNode) -> Iterator[Triple]:
    node = answer(enterprise, found.about)
    yield Triple(node, RDF.type, D.Applicability)
    yield Triple(node, of, found.about)
    yield Triple(node, D.belongsTo, enterprise)
    if found.applies is not None:
        yield Triple(node, D.applies, Literal(found.applies))
    if found.applies is False and of == D.ofRequirement:
        yield Triple(enterprise, D.notSubjectTo, found.about)
    yield Triple(node, RDFS.comment, Literal(found.reason.zh, language="zh"))
    yield Triple(node, RDFS.comment, Literal(found.reason.en, language="en"))


# --- the conditions of the norms


def _condition(data: Scratch, node: NamedNode) -> Condition | None:
    """The condition that the node describes; None where it is about nothing."""
    said: dict[NamedNode, list[Term]] = {}
    for triple in data.matching(subject=node):
        said.setdefault(triple.predicate, []).append(triple.object)
    about = [o for o in (*said.get(D.ofRequirement, []), *said.get(D.ofNorm, [])) if isinstance(o, NamedNode)]
    if not about:
        return None
    return Condition(
        about=min(about, key=lambda o: o.value),
        number=node.value,
        sectors=frozenset(said.get(D.forSector, [])),
        perhaps=frozenset(said.get(D.perhapsForSector, [])),
        group=_said(said.get(D.sectorGroup)) or Condition.group,
        over=_count(said.get(D.headcountOver)),
        least=_count(said.get(D.headcountFrom)),
        scales=frozenset(said.get(D.forScale, [])),
        places=frozenset(place.value for place in said.get(D.forPlace, []) if isinstance(place, Literal)),
        needs=frozenset(need for need in said.get(D.needsCircumstance, []) if isinstance(need, NamedNode)),
        occasion=_said(said.get(D.occasion)),
        otherwise=_said(said.get(D.otherwise)),
    )


def _said(texts: list[Term] | None) -> Reason | None:
    words = {text.language: text.value for text in texts or [] if isinstance(text, Literal)}
    return Reason(words.get("zh", ""), words.get("en", "")) if words else None


def _count(numbers: list[Term] | None) -> int | None:
    found = number(numbers[0]) if numbers else None
    return None if found is None else int(found)


# --- an enterprise held against them


def _applicability(profile: Profile, about: NamedNode, several: list[Condition]) -> Applicability:
    """The first condition that holds decides; else it cannot be told where one cannot; else none holds."""
    answers = [_answer(profile, condition) for condition in several]
    for condition, answer in zip(several, answers, strict=True):
        if answer.holds:
            return Applicability(about, True, (*answer.reasons, *([condition.occasion] if condition.occasion else [])))
    combined = _any(answers)
    otherwise = [c.otherwise for c in several if c.otherwise] if combined.holds is False else []
    return Applicability(about, combined.holds, (*dict.fromkeys((*combined.reasons, *otherwise)),))


def _answer(profile: Profile, condition: Condition) -> _Answer:
    parts = list(_parts(profile, condition))
    if not parts:
        return _Answer(True, (Reason("对所有生产经营单位适用", "it applies to every enterprise"),))
    failed = [part for part in parts if part.holds is False] or [part for part in parts if part.holds is None]
    reasons = tuple(reason for part in failed or parts for reason in part.reasons)
    return _Answer(failed[0].holds if failed else True, reasons)


def _any(answers: list[_Answer]) -> _Answer:
    """True with its reasons where one holds, else those that cannot be told, else all."""
    for state in (True, None):
        if chosen := [answer for answer in answers if answer.holds is state]:
            return _Answer(state, tuple(reason for answer in chosen for reason in answer.reasons))
    return _Answer(False, tuple(reason for answer in answers for reason in answer.reasons))


def _parts(profile: Profile, condition: Condition) -> Iterator[_Answer]:
    if condition.sectors or condition.perhaps:
        yield _sector(profile, condition)
    if condition.over is not None:
        yield _people(profile, condition.over, above=True)
    if condition.least is not None:
        yield _people(profile, condition.least, above=False)
    if condition.scales:
        yield _scale(profile, condition.scales)
    if condition.places:
        yield _any([_place(profile, place) for place in sorted(condition.places)])
    if condition.needs:
        yield _any([_needed(profile, need) for need in sorted(condition.needs, key=lambda n: n.value)])


def _one(holds: bool | None, zh: str, en: str) -> _Answer:
    return _Answer(holds, (Reason(zh, en),))


def _sector(profile: Profile, condition: Condition) -> _Answer:
    if not profile.sectors:
        return _one(None, "没有填写行业", "no sector is stated")
    zh, en = (_listed(profile.sectors, language) for language in ("zh", "en"))
    group = condition.group
    if profile.sectors & condition.sectors:
        return _one(True, f"行业“{zh}”属于{group.zh}", f"the sector {en} belongs to {group.en}")
    if profile.sectors & condition.perhaps:
        return _one(None, f"仅凭行业“{zh}”说不清是否属于{group.zh}", f"the sector {en} does not tell whether it belongs to {group.en}")
    return _one(False, f"行业“{zh}”不属于{group.zh}", f"the sector {en} does not belong to {group.en}")


def _people(profile: Profile, border: int, *, above: bool) -> _Answer:
    """More people than the border (`above`), or as many at least."""
    count = profile.headcount
    if count is None:
        return _one(None, "没有填写从业人员数", "no headcount is stated")
    holds = count > border if above else count >= border
    zh = ("超过" if holds else "未超过") if above else ("达到" if holds else "不足")
    en = ("more than" if holds else "not more than") if above else ("at least" if holds else "fewer than")
    return _one(holds, f"从业人员 {count} 人，{zh} {border} 人", f"{count} people, {en} {border}")


def _scale(profile: Profile, scales: frozenset[Term]) -> _Answer:
    if profile.scale is None:
        return _one(None, "没有填写企业规模", "no scale is stated")
    holds = profile.scale in scales
    zh = f"企业规模“{_label(profile.scale, 'zh')}”{'属于' if holds else '不属于'}{_listed(scales, 'zh')}"
    return _one(holds, zh, f"the scale is {_label(profile.scale, 'en')}" + ("" if holds else f", not {_listed(scales, 'en')}"))


def _place(profile: Profile, province: str) -> _Answer:
    if profile.place and province in profile.place:
        return _one(True, f"所在地“{profile.place}”在{province}", f"the place {profile.place} is in {province}")
    if profile.place and _PROVINCE.search(profile.place):
        return _one(False, f"所在地“{profile.place}”不在{province}", f"the place {profile.place} is not in {province}")
    zh = f"从所在地“{profile.place}”看不出是否在{province}" if profile.place else "没有填写所在地"
    return _one(None, zh, f"the place {profile.place} does not tell whether it is in {province}" if profile.place else "no place is stated")


def _needed(profile: Profile, need: NamedNode) -> _Answer:
    presence = profile.circumstances.get(need, Presence(told=False))
    zh, en = _label(need, "zh"), _label(need, "en")
    if presence.state:
        return _one(True, f"{zh}：有 {presence.found} 项", f"{en}: {presence.found} on record")
    if presence.unclear:
        return _one(None, f"{zh}：{presence.unclear} 项说不清", f"{en}: {presence.unclear} on record do not tell")
    if not presence.told:
        return _one(None, f"{zh}：没有可以说明的资料", f"{en}: nothing on record tells")
    if presence.among:
        return _one(False, f"{zh}：登记的 {presence.among} 项中没有", f"{en}: none of the {presence.among} on record")
    return _one(False, f"{zh}：没有登记", f"{en}: none on record")


def _label(concept: Term, language: str) -> str:
    return labels().get(concept, {}).get(language, "") if isinstance(concept, NamedNode) else ""


@lru_cache(maxsize=1024)
def _listed(concepts: frozenset[Term], language: str) -> str:
    names = sorted(_label(concept, language) for concept in concepts)
    return "、".join(names) if language == "zh" else " or ".join(names)
