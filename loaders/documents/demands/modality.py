"""The words of demand in a sentence: 应当, 不得, 宜, 可以, 鼓励 …, told from the words that only contain one (应急, 供应, 许可)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from duibiao.loaders.documents.demands.words import Word, segmenter
from duibiao.loaders.documents.model import Modality

_SPOKEN: Mapping[Modality, str] = {
    "must": "应当 应该 应予以 应予 应 理应 必须 请 务必 务须 须 需 要 一律 方可 方能 不得不 有义务 有责任",
    "must_not": "不得 不应当 不应该 不应 不准 不许 不可 不要 不允许 不能擅自 不能随意 不能代替 "
    "绝不能 决不能 严禁 严格禁止 禁止 切勿 切忌 请勿 一律不得 一律不准 一律不予 一律不 均不得 一概不得",
    "should": "宜 不宜 应尽可能 应尽量 应当尽可能 应当尽量 应尽 原则上应当 原则上应 原则上要 原则上须 原则上不得 原则上不 建议 不建议",
    "may": "可以 可 有权 允许 不必 不需要 不需 无需 无须 不须 可不 享有",
    "encourage": "鼓励和支持 鼓励支持 鼓励 支持和鼓励 支持鼓励 提倡 倡导 优先支持 大力支持 支持",
}
_MODALITIES: Mapping[str, Modality] = {word: modality for modality, words in _SPOKEN.items() for word in words.split()}
_MODAL = re.compile("|".join(sorted(_MODALITIES, key=len, reverse=True)))
_FIRST = re.compile(f"[{''.join({word[0] for word in _MODALITIES})}]")
_ADVERBS = re.compile("[均都也还并又亦且则尚更再既皆只就仍]+")

_OTHER_WORDS = re.compile(
    "请[示教假勿柬愿]|应[急用力变付答聘邀届激征诉允税运酬战声验季景接承城县标许]|应收(?:账|帐|款)|应有的|应知应会|须[知臾眉根]|需[求要用]|宜[居人宾昌春兴家]"
    "|要[求素点件闻么道害塞职旨略目领价挟约紧命脉地强务义不是想]|不可[抗避缺或替逆燃调拆移视见]|不得[已了]|支持[性力率]|允许[值的误偏浓范]|禁止[性区令类标的]"
    "|严禁烟火|建议[书稿性]|一律师|可[拆移能靠燃行见视溶控调逆惜怕知追操靠]|不要[求]|不必[要然]|享有盛"
)
_JOINED = re.compile(
    "可(?:由|在|按|用|将|对|从|向|与|以|自行?|根据|采用|选用|设|不)|请(?:于|在|将|把|按|对|向)|要(?:把|将|对|在|按|以|从|向|与|由|有|坚|做|抓)|(?:应|应当|须|必须|宜|不宜|不得|不应).*"
)
_LIGHT = "可 要 需 允许 建议 鼓励 支持 提倡 倡导 禁止 严禁"
_ASKED = frozenset(_LIGHT.split())
_FACED = re.compile("[^，。；]*?(?:进行|开展|实施|予以|给予|加以|作出|做好?|采取|提供|组织|定期|制定|建立|负责|造成|产生)")
_NOT_ASKED = re.compile("(?:如果?|只|若|想|确|急|所|重|主|凡|需|不|是否|仍|正|经|未|获|被|[0-9]|没有)$")
_QUALITY = re.compile("[\u4e00-\u9fff]{2}(?:的|性|、?可)")
_QUALITY_BEFORE = re.compile("可[\u4e00-\u9fff]{2}、?$")
"""可复制、可推广的: what a thing lends itself to."""


@dataclass(frozen=True)
class Modal:
    """A word of demand: where it stands and what it says."""

    start: int
    end: int
    modality: Modality


def modals(text: str, words: Sequence[Word]) -> Iterator[Modal]:
    """The words of demand of a hushed text, in order; those of a relative clause (应当采取的措施) are among them."""
    last = 0
    for word in words:
        if word.start >= last and _FIRST.search(word.text) and (found := _modal(text, word)):
            last = found.end
            yield found


def _modal(text: str, word: Word) -> Modal | None:
    adverbs = _ADVERBS.match(text, word.start, word.end)
    start = adverbs.end() if adverbs and adverbs.end() < word.end else word.start
    found = _MODAL.match(text, start)
    if not found and len(word.text) > 1 and not segmenter().has_word(word.text):
        found = _MODAL.search(text, start, word.end)
    if not found or not _is_whole(text, found, word):
        return None
    only_then = text.endswith("方", 0, found.start()) and found[0] == "可"
    return Modal(found.start(), found.end(), "must" if only_then else _MODALITIES[found[0]])


def _is_whole(text: str, found: re.Match[str], word: Word) -> bool:
    """Whether the modal is a word here, not the first character of another."""
    spoken, before, after = found[0], text[: found.start()], text[found.end() :]
    if text.startswith("应对", found.start()):
        return bool(_FACED.match(text, found.start() + 2)) and not text.startswith("应对措施", found.start())
    if _OTHER_WORDS.match(text, found.start()):
        return False
    rest = text[found.start() : word.end]
    if found.end() < word.end and segmenter().has_word(rest) and not _JOINED.fullmatch(rest):
        return False
    if spoken in _ASKED and _NOT_ASKED.search(before):
        return False
    return spoken != "可" or not (_QUALITY.match(after) or _QUALITY_BEFORE.search(before))
