"""Goals of a plan: how much of what is to be reached, and by when."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from duibiao.loaders.documents.demands.genres import demands_by_words
from duibiao.loaders.documents.demands.quantities import TIMES, quantities
from duibiao.loaders.documents.demands.sentences import Sentence
from duibiao.loaders.documents.demands.spoken import demands
from duibiao.loaders.documents.demands.statements import Statement, statements
from duibiao.loaders.documents.demands.subjects import subject
from duibiao.loaders.documents.demands.when import deadlines
from duibiao.loaders.documents.model import Goal, Head, Part, Quantity, Source, Span

_GOALS = re.compile(r"目标(?!责任|管理|考核|与职责|职责)|指标")
_FINISHED = "达到 实现 完成 培育 培植 培养 打造 建成 创建 选树 形成 全覆盖 建立"
_MOVED = "达 下降 降低 降至 降到 提高到 提升到 提高 提升 增长 减少 压减 控制在 保持在 建设 覆盖 不低于 不少于 不超过 高于 低于 筛选"
_DONE = re.compile("|".join(_FINISHED.split()))
_REACH = re.compile("|".join(sorted([*_FINISHED.split(), *_MOVED.split()], key=len, reverse=True)))
_AIMED = re.compile(r"力争|争取|到20[0-9]{2}年|到“|“十[二三四五六]五”末|实现零")
_TOWARDS = re.compile(r"(?:力争|争取)?(?:到|至)?[^，]{0,3}(?:20[0-9]{2}年|“?十[二三四五六]五”?)[^，]{0,6}$")
_NONE = re.compile(r"零(?:死亡|事故|伤亡|增长|发生|伤害|污染|突破|容忍|工亡|重伤)")
_PAST = re.compile("同比|环比|[较比](?:上年|去年)")
_STATE = re.compile(rf"更加|进一步|基本|全面|明显|显著|得到|持续|大幅|有效|全部|总体|稳步|普遍|不断|{_REACH.pattern}")
_CLAUSE = re.compile(r"[，,；]")
_SHARES = frozenset({"%", "‰", "个百分点", "百分点"})
_DATE_ONLY = re.compile(r"(?:[年月日底末]|五”)前?$")
_AROUND = re.compile("^(?:其中|力争|争取|确保|各|全部|到|的)+|(?:要|应|应当|均|都|率先|力争|至少|不|每)+$")
_TRIM = "，,。；;：: 　、"


@dataclass(frozen=True)
class _Aim:
    """A sentence that may set a goal, the day in it or in the sentence before ；, and whether it stands under a heading for goals."""

    statement: Statement
    due: date | None
    listed: bool
    dated: date | None

    def due_at(self, place: int) -> date | None:
        """The day that is named last before a place of the sentence, else its own."""
        named = [*deadlines(self.statement.sentence.text[self.statement.sentence.start : place], self.dated)]
        return named[-1] if named else self.due


def goals(source: Source, outline: Sequence[Part], head: Head) -> tuple[Goal, ...]:
    """The goals in order: one for each number to be reached, one for a state to be reached by a day."""
    by_words = demands_by_words(outline, head)
    return tuple(goal for aim in _aims(source, outline, head) if aim.listed or not by_words for goal in _goals(aim))


def _aims(source: Source, outline: Sequence[Part], head: Head) -> Iterator[_Aim]:
    due: date | None = None
    paragraph = -1
    for statement in statements(source, outline):
        sentence = statement.sentence
        text = sentence.text[sentence.start : sentence.end]
        goes_on = statement.paragraph == paragraph and "；" in sentence.quiet[: sentence.start][-3:] and _DONE.search(text)
        due = next(deadlines(text, head.dated), due if goes_on else None)
        paragraph = statement.paragraph
        yield _Aim(statement, due, any(map(_GOALS.search, statement.headings)), head.dated)


def _goals(aim: _Aim) -> Iterator[Goal]:
    sentence = aim.statement.sentence
    text = sentence.text[sentence.start : sentence.end]
    if _PAST.search(text):
        return
    counted = [(sentence.start + place, quantity) for place, quantity in _counted(text)]
    if counted and (aim.listed or _AIMED.search(text) or (aim.due and not _charges(sentence))):
        since = sentence.start
        for place, quantity in counted:
            yield _counted_goal(aim, since, place, quantity)
            since = place + 1
    elif aim.due and (aim.listed or _is_state(sentence)):
        yield Goal(Span(aim.statement.paragraph, sentence.start, sentence.end), None, aim.due, _subject_of_state(sentence))


def _charges(sentence: Sentence) -> bool:
    """Whether the sentence tells somebody to do something, which is a demand and no goal."""
    return bool(demands(sentence, True, False))


def _is_state(sentence: Sentence) -> bool:
    """Whether the sentence begins by the day a state is to be reached (到2025年，体系更加完善)."""
    start, end = sentence.clauses[0]
    return len(sentence.clauses) > 1 and bool(_TOWARDS.match(sentence.text, start, end)) and "要" not in sentence.text[end : sentence.end]


def _counted(text: str) -> Iterator[tuple[int, Quantity]]:
    """The numbers to be reached, with their places: shares, bounded numbers and what is said to be done so often."""
    for place, quantity in quantities(text):
        reached = quantity.comparison != "equal" or _REACH.search(text[max(0, place - 6) : place])
        if (quantity.unit in _SHARES or reached) and quantity.unit not in TIMES and _REACH.search(text):
            yield place, quantity
    for none in _NONE.finditer(text):
        yield none.start(), Quantity(Fraction(0), "", "equal")


def _counted_goal(aim: _Aim, since: int, place: int, quantity: Quantity) -> Goal:
    """The goal of a number: its clause, or what lies between 、 where an earlier number stands in the clause."""
    sentence = aim.statement.sentence
    start = max((mark.end() for mark in _CLAUSE.finditer(sentence.quiet, sentence.start, place)), default=sentence.start)
    if start < since - 1:
        start = max(sentence.quiet.rfind("、", since, place) + 1, start)
    stop = _CLAUSE.search(sentence.quiet, place, sentence.end)
    end = stop.start() if stop else sentence.end
    goal = replace(quantity, comparison=_reached(quantity, sentence.text[start:end]))
    return Goal(
        Span(aim.statement.paragraph, start, end), goal, aim.due_at(place), _scope(sentence.text[start:end], place - start, quantity)
    )


def _reached(quantity: Quantity, text: str) -> str:
    """How a number to be reached bounds: what is done so often may be done more often, but nothing exceeds 100%."""
    if quantity.unit == "%" and quantity.value == 100:
        return "equal"
    plain = quantity.comparison == "equal" and quantity.value and _DONE.search(text)
    return "at_least" if plain else quantity.comparison


def _scope(text: str, place: int, quantity: Quantity) -> str | None:
    """What is counted: what a share is a share of (80%以上的企业) or what reaches it, or the things that a number counts."""
    after = text[place:].partition(quantity.unit)[2] if quantity.unit else text[place + 1 :]
    after = re.sub("^(?:以上|以下|以内|左右|及以上)", "", after)
    reached = [*_REACH.finditer(text, 0, place)]
    before = text[: reached[-1].start()] if reached else text[:place]
    if quantity.unit in _SHARES:
        share = re.match(r"的([^，。]{2,40}?)(?=达到|实现|完成|建成|通过|开展|建立|$)", after)
        return _trimmed(share[1] if share else before)
    return _trimmed(after.partition("、")[0]) or _trimmed(before)


def _subject_of_state(sentence: Sentence) -> str | None:
    clauses = [(start, end) for start, end in sentence.clauses if not _DATE_ONLY.search(sentence.text[start:end])]
    start, end = clauses[0] if clauses else sentence.clauses[0]
    if actor := subject(sentence.within(start, end)):
        return _trimmed(sentence.text[slice(*actor)])
    before, *rest = _STATE.split(sentence.text[start:end], maxsplit=1)
    return _trimmed(before) or _trimmed(rest[0] if rest else "")


def _trimmed(text: str) -> str | None:
    return _AROUND.sub("", text.strip(_TRIM)).strip(_TRIM) or None
