"""Numeric limits read out of the text of a clause.

Every number with a comparison word becomes a Reading; one that cannot be understood says why and is listed all the same. Numbers that
measure nothing (articles, dates, numbers of standards) give none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import takewhile

from duibiao.loaders.limits import sense as limit_sense
from duibiao.loaders.limits import subject as limit_subject
from duibiao.loaders.limits.bounds import bounded
from duibiao.loaders.limits.grammar import Bounded
from duibiao.loaders.limits.passage import Passage
from duibiao.loaders.limits.subject import DIMENSIONLESS, HEAD, Subject
from duibiao.loaders.limits.words import AFTERWARDS, COMPARISONS, WITHIN, Kind
from duibiao.ontology import numerals
from duibiao.ontology.limits import Direction

__all__ = ["Direction", "Problem", "Reading", "read"]

_PROBLEMS = {
    "ambiguous_unit": ("“{detail}”可以是时间，也可以是别的", "“{detail}” may be a time or something else"),
    "compared_range": ("比较词后面是一个区间", "a comparison with a range"),
    "compound": ("一个量由两个数组成，未合并", "one quantity written as two numbers"),
    "contradiction": ("前后比较词方向相反", "the comparison words contradict each other"),
    "elsewhere": ("数值不在条文里", "the value is not in the text"),
    "fixed": ("只写了一个值，没有说是上限还是下限", "one value, and not whether it is the most or the least"),
    "mixed_units": ("一个区间写了两种单位", "one range in two units"),
    "no_unit": ("数字后面没有单位", "a number without a unit"),
    "not_a_number": ("比较的对象不是数字：{detail}", "compared with what is no number: {detail}"),
    "product": ("尺寸是几个数相乘，未分开读", "a size of several numbers multiplied"),
    "relative": ("数值是与“{detail}”的差，不是本身的大小", "the value is a difference from “{detail}”"),
    "respectively": ("几个数共用一个比较词，分不清各管什么", "several numbers under one comparison, and not which holds where"),
    "reversed_range": ("区间的上限小于下限", "the range ends below its start"),
    "unknown_unit": ("计量单位不认识：{detail}", "the unit is not known: {detail}"),
    "vague_number": ("数字是约数，读不准", "the number is an estimate"),
    "zone": ("范围以内要做什么，看不出范围该大还是该小", "a zone, and not whether a wider or a narrower one is asked for"),
}

_SENTENCE = re.compile(r"[^。；;\n]{0,1000}[。；;\n]?")  # no sentence is longer; what is one would take long
_KEPT = re.compile(r"(?:保存|保管|留存|存档|归档)$")
_OWNER = re.compile(r"^的([^，。；,;、的时]{1,12})$")
_UNSTATED = re.compile(
    r"(?<![不未])(?:应当?|须|必须|宜)?(?<![不未])(?:符合|满足|按照?|执行|遵守|达到)[^，。；,;、]{0,14}?"
    r"(?:设计|说明书|图纸|规定|规范|标准|文件|要求)(?:要求|的?规定|值|执行)?"
)


@dataclass(frozen=True)
class Problem:
    """Why a limit could not be read, in both languages."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True)
class Reading:
    """A limit as a clause words it, `surface` being text[start:end].

    `value` (to `upper` for a range) is in `unit` as written. Of a frequency `value` is how often in `per` units. `stated` and
    `stated_upper` are the numbers as written; `inclusive` says whether the number itself is admitted. A `boundary` says when something
    holds and demands nothing. A reading with a `problem` is not to be relied on.
    """

    start: int
    end: int
    surface: str
    direction: Direction | None
    value: Fraction | None
    unit: str = ""
    upper: Fraction | None = None
    inclusive: bool = True
    upper_inclusive: bool = True
    per: Fraction | None = None
    stated: str = ""
    stated_upper: str = ""
    parameter: str | None = None
    scope: str | None = None
    modality: str | None = None
    boundary: bool = False
    problem: Problem | None = None

    @property
    def status(self) -> str:
        """`read` or `unknown`."""
        return "unknown" if self.problem else "read"


_MAY_STATE = re.compile("|".join([f"[0-9０-９{''.join(numerals.SIGNS)}每逐按]", *map(re.escape, COMPARISONS)]))
"""What every sentence with a limit has: a number, a period, or a comparison without one."""


def read(text: str) -> list[Reading]:
    """The limits that the text states, in order, those that cannot be understood among them."""
    sentences = (found for found in _SENTENCE.finditer(text) if _MAY_STATE.search(found[0]) or _UNSTATED.search(found[0]))
    return [_moved(reading, sentence.start()) for sentence in sentences for reading in _sentence(sentence[0])]


def _moved(reading: Reading, by: int) -> Reading:
    return replace(reading, start=reading.start + by, end=reading.end + by)


def _sentence(text: str) -> list[Reading]:
    passage = Passage.of(text)
    found: list[tuple[Bounded, Reading]] = []
    for one in bounded(passage.items):
        one = limit_sense.pointed(passage, one)
        if limit_sense.is_limit(passage, one):
            found.append((one, _reading(passage, one, [earlier for _, earlier in found])))
    readings = list(_distributed(found))
    return sorted([*readings, *_unstated(passage, readings)], key=lambda reading: reading.start)


def _reading(passage: Passage, one: Bounded, earlier: list[Reading]) -> Reading:
    boundary = limit_sense.is_boundary(passage, one)
    one = one if boundary else limit_sense.turned(passage, one)
    subject = _subject(passage, one, earlier, boundary)
    start, end = passage.span(one)
    found = Reading(
        start,
        end,
        passage.text[start:end],
        one.direction,
        one.quantity.value,
        _unit(one),
        one.quantity.upper,
        one.inclusive,
        one.upper_inclusive,
        one.every.value if one.every else None,
        one.quantity.stated,
        one.quantity.stated_upper,
        subject.parameter,
        subject.scope,
        passage.modality(one),
        boundary,
    )
    return replace(found, problem=_problem(one, found))


def _unit(one: Bounded) -> str:
    """The unit as written; a share of the lower explosive limit has a unit of its own, a frequency that of its period."""
    if one.every:
        return one.every.unit
    return "%爆炸下限" if "爆炸下限" in one.base and one.quantity.unit == "%" else one.quantity.unit


def _problem(one: Bounded, found: Reading) -> Problem | None:
    code = one.fault
    if code == "unknown_unit" and found.direction is Direction.FREQUENCY:
        code = ""
    if not code and found.direction is None:
        code = "zone"
    if not code and not found.unit and not _is_plain_number(one, found):
        code = "no_unit"
    return _problem_of(code, one.detail or found.unit) if code else None


def _is_plain_number(one: Bounded, found: Reading) -> bool:
    """Whether the number needs no unit: a share of something (三分之二), a coefficient, a pH."""
    share = "/" in found.stated or "分之" in found.stated or one.base
    return bool(share or DIMENSIONLESS.search(found.parameter or ""))


def _problem_of(code: str, detail: str) -> Problem:
    zh, en = (message.format(detail=detail) for message in _PROBLEMS[code])
    return Problem(code, zh, en)


# --- what it is about


def _subject(passage: Passage, one: Bounded, earlier: list[Reading], boundary: bool) -> Subject:
    condition = None if boundary else _condition(passage, one, earlier)
    since = earlier[-1].end if earlier else 0
    outer, between = passage.parted(one, since)
    inherited = _inherited(passage, one, earlier)
    named = boundary and one.word not in WITHIN and not passage.variable(one) and limit_subject.tidy(outer)
    found = limit_subject.measured(outer, between, inherited) if named else _by_kind(passage, one, outer, between, inherited)
    if (found.parameter or "").startswith("与") and (last := _last(earlier)) and "与" in last:
        found = replace(found, parameter=last.partition("与")[0] + (found.parameter or ""))  # 气瓶与明火的距离…，与热源的距离…
    if one.base and "爆炸下限" not in one.base:
        found = replace(found, parameter=f"{found.parameter or ''}占{one.base}")
    if condition:
        owner, _, thing = (found.parameter or "").rpartition("的")
        noun = owner if thing and passage.text[since : since + len(owner)] == owner else ""
        found = Subject(thing if noun else found.parameter, "，".join(filter(None, (condition + noun, found.scope))))
    return found


def _condition(passage: Passage, one: Bounded, earlier: list[Reading]) -> str | None:
    """The condition that the sentence sets first: 平台高度大于2 m时，…"""
    last = earlier[-1] if earlier else None
    if last is None or not last.boundary:
        return None
    start = passage.span(one)[0]
    if not re.fullmatch(r"[^。；;\n，,]*[，,]?[^。；;\n，,]*", passage.text[last.end : start]):
        return None
    begin = max((token.end for token in passage.items if token.kind is Kind.STOP and token.end <= last.start), default=0)
    comma = re.match(r"[^，,]*(?=[，,])", passage.text[last.end : start])
    whole = passage.text[begin : last.end + (len(comma[0]) if comma else 0)]
    return limit_subject.tidy(re.sub(r"(?:的?时|的|者|的?情况下)$", "", whole.strip()))


def _by_kind(passage: Passage, one: Bounded, outer: str, between: str, inherited: str | None) -> Subject:
    """The subject by what is bounded: how often, until when, how far round, how many, how long kept, how much."""
    after, dimension, verb = passage.after(one), one.quantity.dimension, passage.verb(one)
    if one.direction is Direction.FREQUENCY or one.word == "隔":
        return limit_subject.repeated(outer, between + verb, after)
    if dimension.startswith("duration") and one.word in WITHIN | AFTERWARDS | {"前"}:
        return limit_subject.done(outer, between, after if after.strip() else passage.sentence_after(one))
    if limit_sense.is_zone(passage, one):
        return limit_subject.apart(outer + between, after)
    if any(token.text == "提前" for token in passage.items[one.first : one.last]):
        return Subject("提前" + limit_subject.phrase_after(after), limit_subject.measured(outer, between, None).parameter)
    if dimension.startswith(("count", "training")) or one.fault == "unknown_unit":
        return limit_subject.counted(outer, between, after, inherited)
    if _KEPT.search(verb or between or outer):
        kept = limit_subject.tidy(_KEPT.sub("", outer if verb else outer + between))
        return Subject(f"{kept}保存期限", None)
    return _quantity(passage, one, outer, between, inherited)


def _quantity(passage: Passage, one: Bounded, outer: str, between: str, inherited: str | None) -> Subject:
    """The subject of a length, a temperature …"""
    if one.quantity.dimension == "length" and not HEAD.search(outer + between) and (far := limit_subject.away(outer + between)):
        return far
    if variable := passage.variable(one):
        lead = "" if outer.rstrip().endswith((":", "：")) else outer
        return limit_subject.measured(lead + variable, between, None)
    found = _led(passage, one, limit_subject.measured(outer, between, inherited))
    owner = _OWNER.match(passage.after(one))  # 高度不低于1.2 m的护栏
    return replace(found, parameter=f"{owner[1]}{found.parameter}") if owner and HEAD.fullmatch(found.parameter or "") else found


def _led(passage: Passage, one: Bounded, found: Subject) -> Subject:
    """With the parameter of the clause before, where this one only says where: 弧垂与地面的距离，在现场不低于2.5 m."""
    start = passage.span(one)[0] - len(passage.before(one))
    lead = re.search(r"(?:^|[，。；：,;:\n])([^，。；：,;:\n]+)[，,]$", passage.text[:start])
    name = limit_subject.tidy(lead[1]) if lead else ""
    if not name or not limit_subject.named(name) or not limit_subject.is_place(passage.before(one)):
        return found
    return Subject(limit_subject.split(name).parameter, found.parameter or found.scope)


def _inherited(passage: Passage, one: Bounded, earlier: list[Reading]) -> str | None:
    """The parameter that the sentence named last, where what stands between names no other."""
    if not earlier:
        return None
    between = passage.text[earlier[-1].end : passage.span(one)[0]].lstrip()
    if not between.startswith(("、", "和", "及")) and not limit_subject.is_place(passage.parted(one, earlier[-1].end)[0]):
        return None
    return _last(earlier)


def _last(earlier: list[Reading]) -> str | None:
    """The parameter that a demand named last."""
    return next((one.parameter for one in reversed(earlier) if not one.boundary), None)


def _distributed(found: list[tuple[Bounded, Reading]]) -> Iterator[Reading]:
    """Numbers that share one comparison, each with its own scope (特级、一级分别不超过8 h、8 h); a problem where these cannot be told."""
    for place, (one, reading) in enumerate(found):
        if one.row:
            continue
        row = [reading, *(other for _, other in takewhile(lambda pair: pair[0].row, found[place + 1 :]))]
        scopes = limit_subject.several(reading.scope or "")
        if len(row) == 1:
            yield reading
        elif len(scopes) == len(row):
            yield from (replace(each, scope=scope, parameter=reading.parameter) for each, scope in zip(row, scopes, strict=True))
        else:
            yield from (replace(each, problem=each.problem or _problem_of("respectively", "")) for each in row)


def _unstated(passage: Passage, found: list[Reading]) -> Iterator[Reading]:
    """Quantities whose value stands elsewhere: 安全距离应符合设计要求."""
    for match in _UNSTATED.finditer(passage.text):
        lead = limit_subject.tidy(re.split(r"[，：:,|]", passage.text[: match.start()])[-1])
        if limit_subject.named(lead) and not any(one.start < match.end() and match.start() < one.end for one in found):
            subject, problem = limit_subject.split(lead), _problem_of("elsewhere", match[0])
            start, end = match.span()
            yield Reading(start, end, match[0], None, None, parameter=subject.parameter, scope=subject.scope, problem=problem)
