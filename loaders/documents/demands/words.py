"""The words of a text with their places and parts of speech, and the stretches into which punctuation cuts it."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import rjieba

NAMED, BRACKETED = "◌", "◦"
"""Stand for each character of what is only named, and of what brackets add."""

_NAMED = re.compile(
    r"《[^《》]*》|〈[^〈〉]*〉|<[^<>。]*>|“[^“”。]*”|‘[^‘’。]*’|「[^「」。]*」|『[^『』。]*』|\"[^\"。]*\"|（[^（）。]*）|\([^()。]*\)|【[^【】]*】|〔[^〔〕]*〕"
)
_NESTED = 3
_NUMBER = re.compile(r"[（(][一二三四五六七八九十百0-9a-z]{1,4}[）)]")
_TERMS = {
    "n": """
    安委办 安委会 消安委 专委会 住建厅 住建局 应急局 安监局 应急厅 监护人 承包商 相关方 主要负责人 分管负责人 责任人 安全员 监护员 班组长
    管委会 镇街 工贸企业 生产经营单位
    """,
    "v": "会同 牵头 上岗 统筹协调 指导督促 督促指导 报 处",
    "d": "分层次 分批次 分阶段 分级分类 分类分级 分期分批 依法 定期",
}
"""Words of this field that jieba would cut or take for something else."""
_TAGS = {term: tag for tag, terms in _TERMS.items() for term in terms.split()}

_TO_A_LEVEL = frozenset(verb + level for verb in "报向" for level in "市省县区州局部")
"""报 or 向 and the level to which something is reported, which jieba takes for one word."""

_STOP = re.compile(r"[。！？!?；;\n]| \| |(?<=[：:])(?=\s*(?:“|[（(][一1][）)]|1[.、．）)]|①))")
_LABEL = re.compile(
    r"[\s“]*(?P<label>[（(][一二三四五六七八九十百0-9a-z]{1,4}[）)]|[0-9a-z]{1,2}[)）]|[一二三四五六七八九十]{1,3}[、.．]|[0-9]{1,2}[、．]|[0-9]{1,2}\.(?![0-9])|[0-9]{1,2}\.(?=20[0-9]{2}年)"
    r"|[①-⑳]|[一二三四五六七八九十]是(?=[\u4e00-\u9fff])|[问答][：:]|[-—–·•●◆■□√*]+)?[\s，、:：|]*"
)


class Word(NamedTuple):
    """A word: where it stands and its part of speech as jieba names it (n, v, vn, p, d …)."""

    text: str
    tag: str
    start: int
    end: int


@cache
def segmenter() -> rjieba.Jieba:
    """The segmenter with the words of this field."""
    jieba = rjieba.Jieba()
    for term, tag in _TAGS.items():
        jieba.add_word(term, 20_000, tag)
    return jieba


def hushed(text: str) -> str:
    """The text, as long as before, with what is only named (《…》, “…”, (…)) replaced; whole sentences in quotation marks stay."""
    for _ in range(_NESTED):
        quiet = _NAMED.sub(_hush, text)
        if quiet == text:
            break
        text = quiet
    return text


def _hush(found: re.Match[str]) -> str:
    """A number in brackets before which a sentence ends is a label and stays."""
    is_label = _NUMBER.fullmatch(found[0]) and found.string[: found.start()].rstrip()[-1:] in {"", *"。；;：:|"}
    return found[0] if is_label else (BRACKETED if found[0][0] in "（(" else NAMED) * len(found[0])


def words(text: str, start: int = 0) -> list[Word]:
    """The words of the text, in order and without gaps; places count from `start`."""
    found = []
    for piece, tag in segmenter().tag(text):
        if piece in _TO_A_LEVEL:
            found.append(Word(piece[0], "p" if piece[0] == "向" else "v", start, start := start + 1))
            piece, tag = piece[1:], "n"
        found.append(Word(piece, _TAGS.get(piece, tag), start, start := start + len(piece)))
    return found


def sentences(quiet: str, start: int = 0) -> Iterator[tuple[str, int, int]]:
    """The sentences of a hushed text and its parts between ；: their label, where they begin after it, and where they end."""
    for end in [*(stop.start() for stop in _STOP.finditer(quiet, start)), len(quiet)]:
        label = _LABEL.match(quiet, start, end)
        begin = label.end() if label else start
        if text := quiet[begin:end].rstrip(" \t\u3000”"):
            yield (label and label["label"]) or "", begin, begin + len(text)
        start = _after(quiet, end)


def _after(quiet: str, end: int) -> int:
    stop = _STOP.match(quiet, end)
    return stop.end() if stop else end


def clauses(quiet: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretches between the commas of a sentence."""
    found = []
    for comma in re.compile(r"[，,]").finditer(quiet, start, end):
        if not quiet[comma.start() - 1 : comma.start() + 2].replace(",", "").isdigit():
            found.append((start, comma.start()))
            start = comma.end()
    return [*found, (start, end)]
