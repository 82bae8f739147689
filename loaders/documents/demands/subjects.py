"""Who acts in a clause: the phrase at its beginning that names a body or a role, never a place, a thing or a time.

The grammar: a phrase runs over modifiers, relative clauses (负有监督管理职责的) and what 、 and 和 join, up to a head noun (单位, 部门,
人员 …) that a verb, a preposition, an adverb or the end of the clause follows.
"""

from collections.abc import Callable, Iterator, Sequence

from duibiao.loaders.documents.demands.bodies import is_head, is_place
from duibiao.loaders.documents.demands.verbs import IMPERATIVE, WORK
from duibiao.loaders.documents.demands.words import BRACKETED, Word

_AND = "、 和 及 以及 或 或者 暨 及其 与 同 并"
_NEXT = "会同 统筹 牵头 依法 每 均 都 应 统一 全面 具体 分别 各自 共同 主动 直接 不 未 负责 履行 联合 配合 定期 按规定 无 原则上 严格 将"
_FIRST = """
同时 此外 另外 其中 因此 但 但是 并 并且 而 则 也 还 原则上 凡 凡是 对此 为此 如 如果 若 且 ， , ： : 当 请 由 一旦 首先 其次 最后 另
"""
_THEN = "前 后 时 中 期间 内 之前 之后 以前 以后 过程 起"
_JOINING, _FOLLOWING, _OPENING, _WHEN = (frozenset(words.split()) for words in (_AND, _NEXT, _FIRST, _THEN))
_DOING_TOO = frozenset({"组织", "领导"})
_CHARGED = frozenset({"负责", "主管", "负有", "承担"})
_GOVERNING = (IMPERATIVE - WORK) | {"是"}
_HOLDING = (
    _GOVERNING | frozenset("对将把使向给让令被至的在与从以") | {"对于", "深入", "具有", "具备", "发现", "变更", "移送", "全年", "今年"}
)
_DONE = "vdpcrtma"

Phrase = tuple[int, int]


def subject(words: Sequence[Word]) -> Phrase | None:
    """Where in the text the actor stands that the words of a clause begin with; None where they begin with none."""
    return _first(words, _is_followed)


def owner(words: Sequence[Word]) -> Phrase | None:
    """Where the body stands that owns or makes the thing a clause is about (单位的设备), or to which something happens (承包商入厂前)."""
    return _first(words, _is_owner)


def acting(words: Sequence[Word]) -> Phrase | None:
    """Where the body stands that words behind 由 or 鼓励 begin with."""
    return subject(words) or owner(words)


def _first(words: Sequence[Word], is_end: Callable[[Sequence[Word], int], bool]) -> Phrase | None:
    begin = _opening(words)
    if begin == len(words) or words[begin].text in _HOLDING:
        return None
    return next((phrase for head in _heads(words, begin) if is_end(words, head) and (phrase := _phrase(words, begin, head))), None)


def _opening(words: Sequence[Word]) -> int:
    return next((place for place, word in enumerate(words) if word.text not in _OPENING and not word.text.isspace()), len(words))


def _heads(words: Sequence[Word], begin: int) -> Iterator[int]:
    """The places of head nouns; places too where the phrase begins with 各 (各市、县)."""
    each = words[begin].text.startswith(("各", "其他"))
    for place in range(begin, len(words)):
        if words[place].text in _DOING_TOO and (place == begin or words[place - 1].tag[0] not in "nbj"):
            continue
        if is_head(words[place]) or (each and is_place(words[place])):
            yield place


def _next(words: Sequence[Word], head: int) -> int:
    """The place of the word after the head, brackets passed over; behind the last where there is none."""
    return next((place for place in range(head + 1, len(words)) if words[place].text != BRACKETED), len(words))


def _is_followed(words: Sequence[Word], head: int) -> bool:
    """Whether the phrase may end at the head: a verb, an adverb, a comma or nothing follows."""
    verb = _next(words, head)
    if verb == len(words):
        return True
    after = words[verb]
    if after.text in _FOLLOWING or after.text in "，,：:" or after.text.startswith("每"):
        return True
    each = after.text.startswith("各") and any(is_head(word) for word in words[verb + 1 : verb + 4])
    if each or after is words[-1] and is_head(after):
        return False
    if after.text in _JOINING or after.text in {"的", "等", "之"} or after.tag == "uj":
        return False
    relative = words[verb + 1 : verb + 2] and words[verb + 1].text == "的" or after.text in _CHARGED and _names_another(words, verb)
    return (after.tag[0] in _DONE and after.tag not in {"vn", "an"} or after.text in IMPERATIVE - WORK) and not relative


def _names_another(words: Sequence[Word], verb: int) -> bool:
    """Whether a clause with 的 leads on to another head (国务院负责安全监管的部门)."""
    return any(word.text == "的" and is_head(after) for word, after in zip(words[verb:], words[verb + 1 :], strict=False))


def _is_owner(words: Sequence[Word], head: int) -> bool:
    after = _next(words, head)
    return after < len(words) and words[after].text not in _JOINING


def _phrase(words: Sequence[Word], begin: int, head: int) -> Phrase | None:
    """From the first word after what only says when up to the head; None where a verb or preposition before it governs it."""
    times = [place for place in range(begin, head) if words[place].text in _WHEN and words[place + 1].text not in {"的", "、"}]
    begin = max([begin, *(place + 1 for place in times)])
    begin += _opening(words[begin:])
    if begin > head or words[begin].text in _HOLDING or words[begin].text.startswith("深入") or _is_governed(words, begin, head):
        return None
    return words[begin].start, words[_next(words, head) - 1].end


def _is_governed(words: Sequence[Word], begin: int, head: int) -> bool:
    """Whether a comma parts the phrase, or a verb or preposition in it has its object in the head and no 的 closes its clause."""
    for place in range(begin, head):
        word, after = words[place], words[place + 1]
        if word.text in "，,。" and after.text not in _JOINING:
            return True
        modifies = after.text == "、" or is_head(after) or after.tag in {"vn", "v"} or place + 2 == head
        names = word.text in _DOING_TOO and is_head(after)
        governs = word.text in _GOVERNING and not names or word.tag == "p" or word.tag == "v" and not modifies
        if governs and not any(later.text == "的" for later in words[place:head]):
            return True
    return False
