"""What a demand consists of: who, under which condition, does what to what."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from duibiao.loaders.documents.demands.bodies import kind
from duibiao.loaders.documents.demands.sentences import CONDITION_END, KEPT, Sentence, is_condition
from duibiao.loaders.documents.demands.subjects import acting, owner, subject
from duibiao.loaders.documents.demands.unspoken import Demand
from duibiao.loaders.documents.demands.verbs import IMPERATIVE, MANNERS, PREPOSITIONS, WORK, is_imperative
from duibiao.loaders.documents.demands.words import Word
from duibiao.loaders.limits.words import COMPARISONS

_BY = re.compile(r"(?:均|统一|负责)?由")
_FORMING = re.compile("[^，。]{1,20}?(?:(?<!责)任(?![务何命意])|组成|构成|参加[^，。]{0,8}的)")
_NEVER_GOVERNING = MANNERS | {"应当", "应", "必须", "可以", "不得", "需要", "须", "要"}
_HELD = frozenset("对将把向为给") | {"对于"}
_ASKING = re.compile("鼓励.*|支持.*|提倡|倡导|优先支持|大力支持|建议|请")
_ALIAS = re.compile(r"[（(](?:以下|下称|简称|下同)[^（）()]*[）)]")
_MEASURED = re.compile("(?:人数)?(?:超过|不足|少于|多于|达到|在[^，]{1,8}以[上下])")
_SINCE = frozenset("自在于当从")
_TIME_END = re.compile("(?:内|前|后|起|时|中|期间|上|下)$")
_UP = "按照 根据 依据 依照 结合 针对 围绕 立足 遵照 本着 参照 紧紧围绕 利用 充分利用 以"
_LEADING_UP = frozenset(_UP.split())
_WITHIN = WORK | frozenset({"提升", "创建", "运行", "发生", "存在", "违反", "符合", "有", "处理", "实施", "流入"})
_NOMINAL = frozenset({"需要", "规定", "要求", "有关", "情况"})
_MODIFIED = frozenset(
    {"情况", "问题", "现象", "行为", "资质", "记录", "过程", "环节", "报告", "材料", "资料", "方案", "清单", "台账", "信息", "结果"}
)
"""What makes a modifier of the verb before it: 使用情况, 整改报告."""
_TRIM = "，,。；;：: 　、"
Finder = Callable[[Sequence[Word]], tuple[int, int] | None]


@dataclass(frozen=True)
class Frame:
    """The parts of a demand as they stand, None where it has none."""

    actor: str | None
    action: str | None
    object: str | None
    condition: str | None


@lru_cache(maxsize=KEPT)
def frame(sentence: Sentence, demand: Demand) -> Frame:
    """The parts of a demand. Who is punished does not act: a sanction has as actor the body after 由. Who is encouraged or asked does."""
    actor = _by(sentence, demand) or (_punishing if demand.punishes else _acting)(sentence, demand)
    if actor and demand.after == demand.said and actor[1] == demand.end:
        actor = None
    begin = actor[1] if actor and actor[0] >= demand.said and actor[1] > demand.after else demand.after
    action, patient = _doing(sentence, demand, begin)
    text = sentence.text
    return Frame(
        _ALIAS.sub("", text[slice(*actor)]).strip(_TRIM) if actor else None,
        text[action.start : action.end] if action else None,
        _trimmed(text, patient),
        _condition(sentence, demand, actor),
    )


def _acting(sentence: Sentence, demand: Demand) -> tuple[int, int] | None:
    return _asked(sentence, demand) or _subject(sentence, demand)


def _punishing(sentence: Sentence, demand: Demand) -> tuple[int, int] | None:
    """The authority that the clause of the sanction begins with."""
    start, end = next((start, end) for start, end in _clauses(sentence, demand) if end > demand.said)
    found = subject(sentence.within(start, end))
    return found if found and kind(sentence.text[slice(*found)]) == "authority" else None


def _asked(sentence: Sentence, demand: Demand) -> tuple[int, int] | None:
    """The actor behind 鼓励, 建议 or 请."""
    if not _ASKING.fullmatch(sentence.quiet, demand.said, demand.after):
        return None
    end = next(end for _, end in _clauses(sentence, demand) if end >= demand.after)
    return acting(sentence.within(demand.after, end))


def _clauses(sentence: Sentence, demand: Demand) -> list[tuple[int, int]]:
    return [
        (max(start, demand.start), min(end, demand.end)) for start, end in sentence.clauses if start < demand.end and end > demand.start
    ]


def _by(sentence: Sentence, demand: Demand) -> tuple[int, int] | None:
    """The body after 由, which acts whatever stands before, but does not where it forms something (由…任组长的小组) or another has been
    asked to act in an earlier clause."""
    for start, end in _clauses(sentence, demand):
        if end < demand.said or CONDITION_END.search(sentence.quiet, start, end):
            continue
        if by := _BY.search(sentence.quiet, max(start, demand.said), end):
            found = acting(sentence.within(by.end(), end))
            forms = _FORMING.match(sentence.quiet, by.end(), end)
            return None if forms or start > demand.said and _named(sentence, demand) else found
    return None


def _named(sentence: Sentence, demand: Demand) -> bool:
    """Whether somebody is asked to act before it is said who helps with it; who is punished does not act."""
    return not demand.punishes and (_asked(sentence, demand) or _subject(sentence, demand, (subject,))) is not None


def _subject(sentence: Sentence, demand: Demand, finders: Sequence[Finder] = (subject, owner)) -> tuple[int, int] | None:
    """The actor that the clause of the asking word begins with, else one that an earlier clause begins with."""
    clauses = [(start, end) for start, end in _clauses(sentence, demand) if start <= demand.said]
    if len(clauses) > 1 and sentence.quiet.startswith(("以及", "和", "及"), clauses[-1][0]):
        clauses[-2:] = [(clauses[-2][0], clauses[-1][1])]
    unspoken = demand.after == demand.said
    spoken = [(clauses[-1][0], clauses[-1][1] if unspoken else demand.said)] if clauses else []
    for find in finders:
        for start, end in (*spoken, *clauses[:-1]):
            found = find(sentence.within(start, end))
            if found and not _MEASURED.match(sentence.quiet, found[1]):
                return found
    return None


def _doing(sentence: Sentence, demand: Demand, begin: int) -> tuple[Word | None, tuple[int, int] | None]:
    """The governing verb with the verbs joined to it, and the stretch of what it is done to."""
    held: tuple[int, int] | None = None
    stretches = [(max(start, begin), end) for start, end in _clauses(sentence, demand) if end > begin]
    for number, (start, end) in enumerate(stretches):
        if number + 1 < len(stretches) and CONDITION_END.search(sentence.quiet, start, end):
            continue
        following = sentence.within(start, end)
        verb, found = _verb(following)
        held = found or held
        later = sentence.within(*stretches[number + 1]) if number + 1 < len(stretches) else []
        if verb and not (_only_leads_up(following) and _starts_with_verb(later)):
            rest = (verb.end, end)
            return verb, rest if sentence.text[slice(*rest)].strip(_TRIM) else held
    return None, held


def _only_leads_up(following: Sequence[Word]) -> bool:
    """Whether a clause only says by what or how (按照…要求，), the next what is done."""
    first = next((word for word in following if word.text not in MANNERS), None)
    return first is not None and first.text in _LEADING_UP


def _starts_with_verb(following: Sequence[Word]) -> bool:
    first = next((word for word in following if word.text not in MANNERS and word.tag[0] not in "dtm"), None)
    return first is not None and (is_imperative(first.text) or first.tag == "v" or first.text in _HELD)


def _verb(following: Sequence[Word]) -> tuple[Word | None, tuple[int, int] | None]:
    """The first verb after adverbs, times and prepositions, else the first word that may be one; and what 对 or 将 before it holds."""
    held: int | None = None
    in_phrase, place, likely = False, 0, -1
    while place < len(following):
        word, after = following[place], following[place + 1] if place + 1 < len(following) else None
        if word.text in _SINCE and (end := _end_of_time(following, place)):
            place = end
            continue
        if word.text in _HELD and held is None:
            held, in_phrase = word.end, True
        elif word.tag == "p" or word.text in PREPOSITIONS:
            in_phrase = True
        elif _is_verb(word, after, in_phrase):
            if held is None or after is None or word.text not in _WITHIN:
                return _joined(following, place), None if held is None else (held, word.start)
            likely = place
        elif not in_phrase and likely < 0 and word.tag[0] not in "dtmqxfcru" and word.tag != "ad" and word.text not in MANNERS:
            likely = place
        place += 1
    if likely < 0 and in_phrase and held is None:
        likely = len(following) - 1
    return None if likely < 0 else following[likely], None if held is None else (held, following[-1].end)


def _end_of_time(following: Sequence[Word], place: int) -> int:
    """Where 自…之日起, 在…内 or 当…时 ends; 0 where it says no time."""
    return next((later + 1 for later in range(place + 1, len(following)) if _TIME_END.search(following[later].text)), 0)


def _is_verb(word: Word, after: Word | None, in_phrase: bool) -> bool:
    if word.text in _NEVER_GOVERNING or in_phrase and word.text in _NOMINAL or after and after.text == "的":
        return False
    if in_phrase:
        treats = word.tag == "vn" and is_imperative(word.text) and after is not None and after.tag == "n"
        return (word.tag in {"v", "l"} or treats) and not (after and (after.text == "、" or after.text in _MODIFIED))
    return word.tag[0] == "v" and word.tag != "vn" or is_imperative(word.text) or word.text in COMPARISONS


def _joined(following: Sequence[Word], place: int) -> Word:
    """The verb with the verbs that follow it without a gap or by 、: 建立健全, 组织制定, 伪造、篡改."""
    last = place
    while last + 1 < len(following) and following[last + 1].text in IMPERATIVE and following[last + 1].tag in {"v", "a"}:
        last += 1
    while last + 2 < len(following) and following[last].tag == following[last + 2].tag == "v" and following[last + 1].text == "、":
        last += 2
    return Word("", "v", following[place].start, following[last].end)


def _condition(sentence: Sentence, demand: Demand, actor: tuple[int, int] | None) -> str | None:
    """The clauses before the asking word that only say when or for whom, as they stand, the actor left out."""
    found = [(start, end) for start, end in _clauses(sentence, demand) if end <= demand.said and is_condition(sentence.quiet, start, end)]
    if not found:
        return None
    start, end = found[0][0], found[-1][1]
    return _trimmed(sentence.text, (actor[1] if actor and start <= actor[0] < actor[1] < end else start, end))


def _trimmed(text: str, stretch: tuple[int, int] | None) -> str | None:
    return (text[slice(*stretch)].strip(_TRIM) or None) if stretch else None
