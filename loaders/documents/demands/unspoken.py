"""Demands without a modal word: sanctions, what is settled by whom (由…制定), what a body does, and bare imperatives."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from duibiao.loaders.documents.demands.sentences import Sentence, is_condition
from duibiao.loaders.documents.demands.subjects import acting, subject
from duibiao.loaders.documents.demands.verbs import MANNERS, PREPOSITIONS, is_imperative
from duibiao.loaders.documents.demands.words import Word
from duibiao.loaders.documents.model import Modality

_SANCTION = re.compile(
    r"责令|罚款|(?:给予|予以)[^，]{0,14}(?:处分|处罚|警告|取缔|关闭|罚款|通报|告诫|停产整顿)|依法[^，]{0,8}(?:处分|处罚)|追究[^，]{0,20}责任|吊销|没收|承担[^，]{0,8}责任|停产停业|停业整顿|移送司法|追回|暂扣|治安管理处罚"
)
_DUTY = re.compile(r"(?:负有|负|有)[^，。的]*的?(?:义务|责任)$|(?:给予|予以)[^，]{0,6}(?:奖励|表彰)")
_OFTEN = re.compile(r"每(?:半年|季度?|个?[年月周班日天]|[^，]{1,3}年)[^，]{0,6}(?:至少|不少于)")
_ANSWERS = re.compile("负责$")
_BY = re.compile(r"由(?!于|此|来|衷)")
_FORMED = re.compile("组成|构成|担任|引起|造成|导致|产生")
_CLOSING = re.compile(
    r"负责解释|解释权|另有规定|起施行|同时废止|制定本[法条规办细标]|适用[本于]|第[^，]{1,8}[条款项][^，]{0,6}(?:增加|修改|删)|删[去除]第|作为第|^为了?|是否|哪些|如何|有何"
    r"|的(?:具体)?(?:情况|做法|经验)(?:和相关经验)?$|(?:做法|经验)$|^提供|不够|不到位|不力，|不严，"
    r"|如下[：:]$|^(?!.*(?:下列|以下)).*[：:]$|(?:意见|通知|指引|方案)[：:]$"
)
_EVIDENCE = re.compile("[（(](?:如有)?提供")
_WHEN = frozenset({"前", "后", "时", "期间", "过程中", "日前", "底前", "月前", "年前", "之前", "以前", "日内"})
_LIMIT = re.compile(r"(?:不(?:得|应)?(?:[小大少低高多]于|超过)|至少|保持)[^，。；]{0,6}?[0-9]")
_STATED = re.compile(r"^[^，]{2,10}(?:时间|范围|对象|方式|期限|地点|周期)(?:[为是自从]|分为)")
"""What only says when, where or how (检查时间为…)."""
_PAST = re.compile(r"(?<![为除])了(?![解结])|自[0-9]{4}年|以来|近年|目前|已(?!达标|取得|建|经达)|过去|曾经?")


@dataclass(frozen=True)
class Demand:
    """What a sentence asks for: its stretch, its strength, where the asking word or verb begins, where what is asked begins, and whether
    it asks to punish."""

    start: int
    end: int
    modality: Modality
    said: int
    after: int
    punishes: bool = False


def unspoken(sentence: Sentence, settled: bool, bare: bool) -> Demand | None:
    """What a sentence without a modal word demands: to punish; where `settled`, what somebody does; where `bare`, an imperative."""
    if (place := _sanction(sentence)) is not None:
        return Demand(sentence.start, sentence.end, "must", place, place, punishes=True)
    place = _settled(sentence, bare) if settled else None
    return None if place is None else Demand(sentence.start, sentence.end, "must", place, place)


def _settled(sentence: Sentence, bare: bool) -> int | None:
    """Where a sentence without a modal word names who does what, or only what."""
    text = sentence.quiet[sentence.start : sentence.end]
    asks_evidence = _EVIDENCE.search(sentence.text, sentence.start, sentence.end)
    if asks_evidence or _CLOSING.search(text) or _PAST.search(text) or _STATED.search(text):
        return None
    verb = _verb(sentence, sentence.start) if bare else None
    for place in (_bound(sentence), _assigned(sentence), _declared(sentence), verb, _limited(sentence)):
        if place is not None:
            return place
    return None


def _sanction(sentence: Sentence) -> int | None:
    if sentence.quiet.startswith("国家", sentence.start):
        return None
    for start, end in sentence.clauses:
        found = _SANCTION.search(sentence.quiet, start, end)
        if found and not is_condition(sentence.quiet, start, end):
            return start
    return None


def _bound(sentence: Sentence) -> int | None:
    """Who has a duty (负有保密义务), or how often something is done at least (每半年至少一次)."""
    for start, end in sentence.clauses:
        found = _DUTY.search(sentence.quiet, start, end) or _OFTEN.match(sentence.quiet, start, end)
        if found and not is_condition(sentence.quiet, start, end):
            return found.start()
    return None


def _limited(sentence: Sentence) -> int | None:
    """How much there is to be of something (间距不小于0.5米)."""
    clauses = ((start, end) for start, end in sentence.clauses if not is_condition(sentence.quiet, start, end))
    return next((found.start() for start, end in clauses if (found := _LIMIT.search(sentence.quiet, start, end))), None)


def _assigned(sentence: Sentence) -> int | None:
    """由 a body something is settled."""
    for start, end in sentence.clauses:
        by = _BY.search(sentence.quiet, start, end)
        actor = acting(sentence.within(by.end(), end)) if by else None
        if by and actor and actor[1] < end and not _FORMED.search(sentence.quiet, actor[1], end):
            return by.start()
    return None


def _declared(sentence: Sentence) -> int | None:
    """A body and what it does, without a word of demand."""
    for start, end in sentence.clauses:
        actor = subject(sentence.within(start, end))
        if actor and not sentence.quiet.startswith("国家", actor[0]):
            done = _verb(sentence, end if is_condition(sentence.quiet, start, end) else actor[1])
            return _answers(sentence, actor[1]) if done is None else done
    return None


def _answers(sentence: Sentence, start: int) -> int | None:
    """对…负责 behind the actor."""
    found = _ANSWERS.search(sentence.quiet, start, sentence.end)
    return found.start() if found else None


def _verb(sentence: Sentence, start: int) -> int | None:
    """The verb that governs from `start` on: what stands before it are adverbs and phrases with a preposition."""
    for begin, end in sentence.clauses:
        if end <= start:
            continue
        following = sentence.within(max(begin, start), end)
        if any(word.text == "是" for word in following):
            return None
        found, passed = _verb_of_clause(following)
        if found or not passed:
            return found.start if found else None
    return None


def _verb_of_clause(following: Sequence[Word]) -> tuple[Word | None, bool]:
    """The governing verb of a clause, or whether it may stand in the next because this one is an adverb or a condition."""
    times = [place for place, word in enumerate(following[:-1]) if word.text in _WHEN and following[place + 1].text != "的"]
    following, in_phrase = following[times[-1] + 1 if times else 0 :], False
    for place, word in enumerate(following):
        after = following[place + 1].text if place + 1 < len(following) else ""
        asked = is_imperative(word.text) and (not in_phrase or after not in {"的", "、"})
        if asked and not (in_phrase and (word.tag != "v" or word.text == "要求")):
            return word, True
        if word.tag == "p" or word.text in PREPOSITIONS:
            in_phrase = True
        elif not in_phrase and word.text not in MANNERS and not _passes(word):
            return None, False
    return None, True


def _passes(word: Word) -> bool:
    """Whether the word is an adverb, a time, a number or a sign before the verb."""
    return word.tag[0] in "dtmxuc" or word.tag in {"ad", "f"} or word.text.startswith("每")
