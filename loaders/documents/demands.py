"""The demands of one sentence: where each begins and ends, and how strongly it asks.

A sentence demands by a modal word (应当), by a sanction (责令改正, 处…罚款), by naming who is to do what (由…制定, 工会依法…监督), or, in
policies, by a bare imperative (加强…). After a comma a modal word of another strength begins a demand of its own (应当…，不得…).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from duibiao.loaders.documents.bodies import is_head
from duibiao.loaders.documents.modality import Modal, modals
from duibiao.loaders.documents.model import Modality
from duibiao.loaders.documents.subjects import subject
from duibiao.loaders.documents.verbs import IMPERATIVE, MANNERS, PREPOSITIONS
from duibiao.loaders.documents.words import Word, clauses, words

_IF_END = re.compile(r"(?:的|时|后|前|期间|情况下|情形下?|条件下|之日起|过程中|检查中|以后|以前|之后|之前)$")
_IF_START = re.compile(r"(?:对于?(?!照|接|标|应)|当(?!地|前|年|事)|如(?!实|期)|若|凡|一旦|除|因(?!地)|未经|遇有?|发生|发现|经)")
_WHEN_OF_MODAL = re.compile(r"(?:在|于|自|当|提前|按|根据|对|将|把|每)")
_SANCTION = re.compile(
    r"责令|罚款|(?:给予|予以)[^，]{0,14}(?:处分|处罚|警告|取缔|关闭|罚款|通报|告诫|停产整顿)|依法[^，]{0,8}(?:处分|处罚)|追究[^，]{0,20}责任|吊销|没收|承担[^，]{0,8}责任|停产停业|暂扣|治安管理处罚"
)
_ANSWERS = re.compile("负责$")
_BY = re.compile(r"由(?!于|此|来|衷)")
_SETTLED = """
制定 规定 确定 公布 组织 实施 负责 审批 审查 批准 建立 承担 核准 颁发 予以
指定 统一 认定 处理 提出 牵头 编制 签字 审核 执行 审定 核发 监督 任命 主持
"""
_SETTLES = re.compile("|".join(_SETTLED.split()))
_CLOSING = re.compile(r"负责解释|解释权|另有规定|起施行|同时废止|制定本[法条规办细标]|适用本|适用[于]|^为了?|[：:]$")
_PAST = re.compile(r"自[0-9]{4}年|以来|近年|目前|已(?!达标|取得|建|经达)|过去|曾经?")
_LEADING = """
鼓励 支持 提倡 倡导 建议 允许 鼓励支持 鼓励和支持 支持鼓励 支持和鼓励 优先支持 大力支持 禁止 享有 要 请
"""
_TOPIC = frozenset(_LEADING.split())


@dataclass(frozen=True)
class Sentence:
    """A sentence of a paragraph with its words; places are those of the paragraph."""

    text: str
    quiet: str
    start: int
    end: int

    @cached_property
    def words(self) -> list[Word]:
        """Its words, placed in the paragraph."""
        return [
            Word(word.text, word.tag, word.start + self.start, word.end + self.start) for word in words(self.quiet[self.start : self.end])
        ]

    @cached_property
    def clauses(self) -> list[tuple[int, int]]:
        """The stretches between its commas."""
        return clauses(self.quiet, self.start, self.end)

    def within(self, start: int, end: int) -> list[Word]:
        """The words of a stretch."""
        return [word for word in self.words if word.start >= start and word.end <= end]


@dataclass(frozen=True)
class Demand:
    """What a sentence asks for: its stretch, its strength, and where the asking word or verb begins and ends."""

    start: int
    end: int
    modality: Modality
    said: int
    after: int


def is_condition(quiet: str, start: int, end: int) -> bool:
    """Whether a clause only says when or for whom something holds."""
    text = quiet[start:end]
    return bool(_IF_END.search(text) or _IF_START.match(text))


def demands(sentence: Sentence, settled: bool, bare: bool) -> list[Demand]:
    """The demands of a sentence; where it is `settled` by whom without a modal word, or `bare` imperatives demand, by these too."""
    if spoken := list(_spoken(sentence)):
        return list(_grouped(sentence, spoken))
    place = _sanction(sentence) or (_settled(sentence, bare) if settled else None)
    return [Demand(sentence.start, sentence.end, "must", *place)] if place else []


def is_sanction(sentence: Sentence, demand: Demand) -> bool:
    """Whether a demand without a modal word asks to punish."""
    return demand.said == demand.after and _sanction(sentence) is not None


def _settled(sentence: Sentence, bare: bool) -> tuple[int, int] | None:
    """Where a sentence without a modal word names who does what, or only what."""
    text = sentence.quiet[sentence.start : sentence.end]
    if _CLOSING.search(text) or _PAST.search(text):
        return None
    return _assigned(sentence) or _declared(sentence) or (_verb(sentence, sentence.start) if bare else None)


def _spoken(sentence: Sentence) -> Iterator[tuple[int, Modal]]:
    """The modal words that govern a clause, each with the number of its clause."""
    found = list(modals(sentence.quiet, sentence.words))
    for number, (start, end) in enumerate(sentence.clauses):
        governing: list[Modal] = []
        for modal in found:
            if start <= modal.start < end and _governs(sentence, number, modal, governing):
                governing.append(modal)
                yield number, modal


def _governs(sentence: Sentence, number: int, modal: Modal, before: Sequence[Modal]) -> bool:
    start, end = sentence.clauses[number]
    if before and (before[-1].modality == modal.modality or sentence.quiet[modal.start - 1] not in "并但且而和"):
        return False
    following = sentence.within(modal.end, end)
    if len(following) > 1 and following[1].text == "的" and following[0].text not in MANNERS:
        return False
    lead = sentence.quiet[start : modal.start]
    if "的" in sentence.quiet[modal.end : end] and re.match("对|除|因|由于", lead) and number + 1 < len(sentence.clauses):
        return False
    if _IF_END.search(sentence.quiet[start:end]) and not _WHEN_OF_MODAL.match(sentence.quiet, modal.end):
        return False
    spoken = sentence.quiet[modal.start : modal.end]
    return spoken not in _TOPIC or _may_lead(sentence.within(start, modal.start), modal.modality)


def _may_lead(leading: Sequence[Word], modality: Modality) -> bool:
    """Whether words that are verbs elsewhere (鼓励, 支持) govern here: nothing, an adverb or an actor stands before them."""
    if not leading:
        return True
    last = leading[-1]
    opens = last.text in MANNERS or is_head(last) or last.tag in {"d", "ad", "x"}
    return opens or modality in {"must", "must_not"} and last.text != "的"


def _grouped(sentence: Sentence, spoken: Sequence[tuple[int, Modal]]) -> Iterator[Demand]:
    """The stretches of the demands; conditions between two belong to the second."""
    first = spoken[0][1]
    start = sentence.start
    for number, modal in spoken[1:]:
        if modal.modality == first.modality or sentence.quiet[modal.start : modal.end] in {"方可", "方能"}:
            continue
        begin = _begin(sentence, number, modal, first)
        yield _demand(sentence, start, begin, first)
        start, first = begin, modal
    yield _demand(sentence, start, sentence.end, first)


def _begin(sentence: Sentence, number: int, modal: Modal, first: Modal) -> int:
    begin = sentence.clauses[number][0]
    if begin <= first.start:
        return modal.start - 1
    while number and sentence.clauses[number - 1][0] > first.start and is_condition(sentence.quiet, *sentence.clauses[number - 1]):
        number -= 1
        begin = sentence.clauses[number][0]
    return begin


def _demand(sentence: Sentence, start: int, end: int, modal: Modal) -> Demand:
    trimmed = len(sentence.quiet[start:end].rstrip("，, 　"))
    return Demand(start, start + trimmed, modal.modality, modal.start, modal.end)


def _sanction(sentence: Sentence) -> tuple[int, int] | None:
    for start, end in sentence.clauses:
        found = _SANCTION.search(sentence.quiet, start, end)
        if found and not is_condition(sentence.quiet, start, end):
            return start, start
    return None


def _assigned(sentence: Sentence) -> tuple[int, int] | None:
    """由 a body something is settled."""
    for start, end in sentence.clauses:
        by = _BY.search(sentence.quiet, start, end)
        if by and _SETTLES.search(sentence.quiet, by.end(), end) and subject(sentence.within(by.end(), end)):
            return by.start(), by.start()
    return None


def _declared(sentence: Sentence) -> tuple[int, int] | None:
    """A body and what it does, without a word of demand."""
    for start, end in sentence.clauses:
        actor = subject(sentence.within(start, end))
        if actor and not sentence.quiet.startswith("国家", actor[0]):
            return _verb(sentence, end if is_condition(sentence.quiet, start, end) else actor[1]) or _answers(sentence, end)
    return None


def _answers(sentence: Sentence, start: int) -> tuple[int, int] | None:
    """对…负责 behind another clause on the actor."""
    found = _ANSWERS.search(sentence.quiet, start, sentence.end)
    return found and found.span()


def _verb(sentence: Sentence, start: int) -> tuple[int, int] | None:
    """The verb that governs from `start` on: what stands before it are adverbs and phrases with a preposition."""
    for begin, end in sentence.clauses:
        if end <= start:
            continue
        found, passed = _verb_of_clause(sentence.within(max(begin, start), end))
        if found or not passed:
            return (found.start, found.end) if found else None
    return None


def _verb_of_clause(following: Sequence[Word]) -> tuple[Word | None, bool]:
    """The governing verb of a clause, or whether it may stand in the next because this one is an adverb or a condition."""
    in_phrase = False
    for word, after in zip(following, [*following[1:], None], strict=True):
        asked = word.text in IMPERATIVE and (not after or after.text not in {"的", "、"} or not in_phrase)
        if asked and not (in_phrase and word.tag != "v"):
            return word, True
        if word.tag == "p" or word.text in PREPOSITIONS:
            in_phrase = True
        elif not in_phrase and word.text not in MANNERS and word.tag[0] not in "dtmxuc" and word.tag not in {"ad", "f"}:
            return None, False
    return None, True
