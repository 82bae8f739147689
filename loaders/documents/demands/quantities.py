"""Numbers with their units and how they bound: 不少于20学时, 80%以上, 每县10家."""

import re
from collections.abc import Iterator
from functools import cache

from duibiao.loaders.documents.model import Quantity
from duibiao.loaders.limits.words import COMPARISONS, LEXICON, NEGATIONS, REFERENCE, SUFFIXES, UNKNOWN_UNIT, Side
from duibiao.ontology import numerals, units

_FIRST = re.compile(r"[0-9零〇一二三四五六七八九十百千两半]")
_COUNTED = """
家 名 人 个 次 项 所 县 场 批 部 期 类 支 座 万人 万元 亿元 个百分点 百分点 学时 课时 课 分 周岁 岁 例 起 种 辆 处 户 栋 套 台 件 份 张
倍 元 米 人次 日历天 篇 条 款 只 组 班 层 ℃
"""
_RANGE = re.compile(r"\s*(?:[-~～—–]|至|到)\s*[0-9]")
_RANGED = re.compile(r"[0-9](?:\s*[%℃a-zA-Z]{1,4})?\s*(?:[-~～—–]|至|到)\s*$")
_LEAST = re.compile(r"(?:至少|最少|起码)[^，。；0-9]{1,10}$")
_DURATIONS = "小时 日 天 年 月 个月 分钟 个工作日 工作日 h d min 周 秒"
TIMES = frozenset(_DURATIONS.split())
"""Units of time."""
_BETWEEN = r"(?:应|宜|须|为|是|在|到|至|达|达到|了|约|于|控制在|保持在|[的比例率]*)?\s*"
_WORDS = sorted(COMPARISONS, key=len, reverse=True)
_NOT = "|".join(sorted(NEGATIONS, key=len, reverse=True))
_COMPARED = re.compile(rf"(?P<not>{_NOT})?(?P<word>{'|'.join(map(re.escape, _WORDS))}){_BETWEEN}$")
_SUFFIX = re.compile("|".join(sorted((word for word in SUFFIXES if word not in {"前", "外", "范围内"}), key=len, reverse=True)))
_COMPARISON = {
    (Side.LOWER, True): "at_least",
    (Side.LOWER, False): "more_than",
    (Side.UPPER, True): "at_most",
    (Side.UPPER, False): "less_than",
}
_INDEFINITE = {"个", "种", "批", "类", "项", "条", "套", "份", "层", "台", "件", "分", "期", "级", "部"}
"""What 一 counts without meaning a number: 一个, 一种, 一批."""


@cache
def _unit() -> re.Pattern[str]:
    known = sorted({*units.table(), *_COUNTED.split()} - {"年", "月", "日", "级", "a", "d", "h"}, key=len, reverse=True)
    return re.compile(rf"\s*(?P<unit>{'|'.join(map(re.escape, known))}|(?:个)?(?:年|月|日)|{UNKNOWN_UNIT.pattern})")


def quantities(text: str) -> Iterator[tuple[int, Quantity]]:
    """Each number that has a unit, with where it begins; dates, numbers of norms and references are none."""
    if not _FIRST.search(text):
        return
    named = [found.span() for found in REFERENCE.finditer(text)]
    place = 0
    while found := _FIRST.search(text, place):
        place = next((end for start, end in named if start <= found.start() < end), 0)
        if place:
            continue
        numeral = numerals.match(text, found.start())
        place = numeral.end if numeral else found.end()
        if numeral and (quantity := _measured(text, found.start(), numeral)):
            yield found.start(), quantity


def _measured(text: str, start: int, numeral: numerals.Numeral) -> Quantity | None:
    unit = numeral.share or _unit_after(text, numeral.end)
    if numeral.value is None or not unit or _in_word(text, start) or text[:start].endswith("第"):
        return None
    after = numeral.end if numeral.share else numeral.end + len(unit)
    comparison = _comparison(text[:start], text[after:], unit.strip())
    if text[start] == "一" and numeral.end == start + 1 and unit in _INDEFINITE and comparison == "equal":
        return None
    return Quantity(numeral.value, unit.strip(), comparison)


def _unit_after(text: str, start: int) -> str:
    found = _unit().match(text, start)
    return found[0] if found else ""


def _in_word(text: str, start: int) -> bool:
    """Whether the numeral is part of a word (一般, 三级教育)."""
    return any(
        text.startswith(word, start - shift) for word in _words_with(text[start]) for shift in (word.index(text[start]),) if start >= shift
    )


@cache
def _words_with(sign: str) -> tuple[str, ...]:
    return tuple(word for word in LEXICON if sign in word)


def _comparison(before: str, after: str, unit: str) -> str:
    suffix = _SUFFIX.match(after.lstrip())
    if suffix and (suffix[0] != "内" or unit in TIMES):
        bound = SUFFIXES[suffix[0]]
    elif compared := _COMPARED.search(before):
        bound = COMPARISONS[compared["word"]]
        bound = bound.negated if compared["not"] else bound
    elif _LEAST.search(before) or _RANGE.match(after):
        return "at_least"
    else:
        return "at_most" if _RANGED.search(before) else "equal"
    return _COMPARISON[bound.side, bound.inclusive]
