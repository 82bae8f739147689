"""The demands of one sentence: where each begins and ends, and how strongly it asks.

A sentence demands by a modal word (应当), by a sanction (责令改正, 处…罚款), by naming who is to do what (由…制定, 工会依法…监督), or, in
policies, by a bare imperative (加强…). After a comma a modal word of another strength begins a demand of its own (应当…，不得…).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from duibiao.loaders.documents.demands.bodies import is_head
from duibiao.loaders.documents.demands.modality import Modal, modals
from duibiao.loaders.documents.demands.sentences import CONDITION_END, KEPT, Sentence, is_condition
from duibiao.loaders.documents.demands.unspoken import Demand, unspoken
from duibiao.loaders.documents.demands.verbs import MANNERS
from duibiao.loaders.documents.demands.words import Word
from duibiao.loaders.documents.model import Modality

_WHEN_OF_MODAL = re.compile(r"(?:在|于|自|当|提前|按|根据|对|将|把|每)")
_LEADING = """
鼓励 支持 提倡 倡导 建议 允许 鼓励支持 鼓励和支持 支持鼓励 支持和鼓励 优先支持 大力支持 禁止 享有 要 请
"""
_TOPIC = frozenset(_LEADING.split())


@lru_cache(maxsize=KEPT)
def demands(sentence: Sentence, settled: bool, bare: bool) -> tuple[Demand, ...]:
    """The demands of a sentence; where it is `settled` by whom without a modal word, or `bare` imperatives demand, by these too."""
    return tuple(_demands(sentence, settled, bare))


def _demands(sentence: Sentence, settled: bool, bare: bool) -> list[Demand]:
    spoken = _spoken(sentence)
    if not spoken:
        found = unspoken(sentence, settled, bare)
        return [found] if found else []
    begin = _begin(sentence, *spoken[0], sentence.start)
    if begin > sentence.start and spoken[0][1].modality != "must":
        before = replace(sentence, end=sentence.start + len(sentence.quiet[sentence.start : begin].rstrip("，, ")))
        if found := unspoken(before, settled, bare):
            return [found, *_demands(replace(sentence, start=begin), settled, bare)]
    return list(_grouped(sentence, spoken))


@lru_cache(maxsize=KEPT)
def _spoken(sentence: Sentence) -> tuple[tuple[int, Modal], ...]:
    """The modal words that govern a clause, each with the number of its clause; the same whatever else demands."""
    return tuple(_governing(sentence))


def _governing(sentence: Sentence) -> Iterator[tuple[int, Modal]]:
    number, governing = 0, list[Modal]()
    for modal in modals(sentence.quiet, sentence.words):
        while modal.start >= sentence.clauses[number][1] and number + 1 < len(sentence.clauses):
            number, governing = number + 1, []
        start, end = sentence.clauses[number]
        if start <= modal.start < end and _governs(sentence, number, modal, governing):
            governing.append(modal)
            yield number, modal


def _governs(sentence: Sentence, number: int, modal: Modal, before: Sequence[Modal]) -> bool:
    start, end = sentence.clauses[number]
    if before and (before[-1].modality == modal.modality or sentence.quiet[modal.start - 1] not in "并但且而和"):
        return False
    following = sentence.within(modal.end, end)
    spoken = sentence.quiet[modal.start : modal.end]
    if spoken != "享有" and len(following) > 1 and following[1].text == "的" and following[0].text not in MANNERS:
        return False
    lead = sentence.quiet[start : modal.start]
    if "的" in sentence.quiet[modal.end : end] and re.match("对|除|因|由于", lead) and number + 1 < len(sentence.clauses):
        return False
    if CONDITION_END.search(sentence.quiet[start:end]) and not _WHEN_OF_MODAL.match(sentence.quiet, modal.end):
        return False
    if spoken == "支持" and number:
        return False
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
    first = last = spoken[0][1]
    start = sentence.start
    for number, modal in spoken[1:]:
        if modal.modality != first.modality and sentence.quiet[modal.start : modal.end] not in {"方可", "方能"}:
            begin = _begin(sentence, number, modal, last.start)
            yield _demand(sentence, start, begin, first)
            start, first = begin, modal
        last = modal
    yield _demand(sentence, start, sentence.end, first)


def _begin(sentence: Sentence, number: int, modal: Modal, since: int) -> int:
    """Where the demand of a modal word begins: at its clause, or the conditions before that begin after `since`."""
    begin = sentence.clauses[number][0]
    if begin <= since:
        return max(modal.start - 1, sentence.start) if since > sentence.start else sentence.start
    while number and sentence.clauses[number - 1][0] >= since and is_condition(sentence.quiet, *sentence.clauses[number - 1]):
        number -= 1
        begin = sentence.clauses[number][0]
    return begin


def _demand(sentence: Sentence, start: int, end: int, modal: Modal) -> Demand:
    trimmed = len(sentence.quiet[start:end].rstrip("，, 　"))
    return Demand(start, start + trimmed, modal.modality, modal.start, modal.end)
