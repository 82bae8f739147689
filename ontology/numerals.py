"""Numbers as Chinese norms write them, in digits or in characters, read exactly.

Digits may be grouped (1 200, 1,000), carry a scale (1.5万), a power of ten (2×10⁵) or a denominator (1/3). Characters may be counted
(一千零五), spelled (二〇二一), decimal (零点五), halves (半, 两个半) or shares (三分之二, 百分之九十五).
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

_DIGITS = {sign: value for signs in ("零一二三四五六七八九", "〇壹贰叁肆伍陆柒捌玖") for value, sign in enumerate(signs)} | {"两": 2}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"亿": 10**8, "万": 10**4}
_SCALES = {"百": 100, "千": 1000, **_MYRIADS}
_SHARES = {"百": "%", "千": "‰"}
_EXPONENT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")

_SPACES = "\u0020\u00a0\u2002-\u200a\u202f\u3000"
_HAN = "".join((*_DIGITS, *_TENS, *_MYRIADS))
SIGNS = frozenset({*_HAN, "半"})
"""The characters that a number in characters begins with."""
_GAPS = re.compile(f"[,{_SPACES}]")
COUNTING = "零〇一二三四五六七八九十百千"
"""The characters by which articles, orders and papers are counted, for patterns."""
_COUNTED = rf"[{_HAN}]{{1,24}}(?:点[{''.join(_DIGITS)}]{{1,12}})?"
_GROUPED = rf"[0-9]{{1,3}}(?:[,{_SPACES}][0-9]{{3}}){{1,6}}(?![0-9])(?:\.[0-9]{{1,18}})?|[0-9]{{1,18}}(?:\.[0-9]{{1,18}})?(?![0-9])"
_ARABIC = re.compile(
    rf"(?P<digits>{_GROUPED})"
    r"(?:\s*[×x]\s*10(?:\^(?P<power>-?[0-9]{1,2})(?![0-9])|(?P<raised>⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})(?![⁰¹²³⁴⁵⁶⁷⁸⁹]))|/(?P<denominator>[1-9][0-9]{0,8})(?![0-9./])|\s?(?P<scale>(?:[百千万亿](?![克米伏帕瓦分升])){1,3}))?"
)
_SHARE = re.compile(rf"(?P<of>[{_HAN}]{{1,12}})分之(?P<part>{_COUNTED}|[0-9]{{1,18}}(?:\.[0-9]{{1,18}})?)")
_CHINESE = re.compile(rf"(?P<whole>(?![百佰千仟万亿]){_COUNTED})(?<!千(?=[克米伏帕瓦]))(?P<half>个半)?|半")


@dataclass(frozen=True)
class Numeral:
    """A number in a text: where it ends, its value, and `%` or `‰` where the words say so (百分之五). The value is None for what
    is no one number (三五, 二三十)."""

    end: int
    value: Fraction | None
    share: str = ""


def value(text: str) -> Fraction | None:
    """The number that the whole text is (a share as a part of one), or None when it is none."""
    found = match(text, 0)
    if found is None or found.value is None or found.end != len(text):
        return None
    return found.value / {"%": 100, "‰": 1000, "": 1}[found.share]


def match(text: str, start: int) -> Numeral | None:
    """The longest number that begins at `start`, or None when none begins there."""
    if found := _ARABIC.match(text, start):
        return Numeral(found.end(), _arabic(*found.group("digits", "scale", "power", "raised", "denominator")))
    if found := _SHARE.match(text, start):
        return _share(found)
    if found := _CHINESE.match(text, start):
        return Numeral(found.end(), _chinese(found["whole"], found["half"]))
    return None


# Texts write the same few numbers again and again.
@lru_cache(maxsize=4096)
def _arabic(digits: str, scale: str | None, power: str | None, raised: str | None, denominator: str | None) -> Fraction:
    number = Fraction(_GAPS.sub("", digits))
    for sign in scale or "":
        number *= _SCALES[sign]
    if exponent := power or (raised or "").translate(_EXPONENT):
        number *= Fraction(10) ** int(exponent)
    return number / int(denominator or 1)


def _share(found: re.Match[str]) -> Numeral:
    part, of = _measured(found["part"]), _whole(found["of"])
    if part is None or not of:
        return Numeral(found.end(), None)
    share = _SHARES.get(found["of"], "")
    return Numeral(found.end(), part if share else part / of, share)


@lru_cache(maxsize=4096)
def _chinese(whole: str | None, half: str | None) -> Fraction | None:
    if whole is None:
        return Fraction(1, 2)
    number = _measured(whole)
    return number + Fraction(1, 2) if number is not None and half else number


def _measured(text: str) -> Fraction | None:
    """A number with or without decimals."""
    whole, _, decimals = text.partition("点")
    if text[0].isascii():
        return Fraction(text)
    number = _whole(whole)
    digits = "".join(str(_DIGITS[sign]) for sign in decimals)
    return None if number is None else number + Fraction(int(digits or 0), 10 ** len(digits))


def _whole(text: str) -> int | None:
    """A whole number; 百 alone is one only as the whole of a share (百分之百), and two digits side by side (三五) are an estimate."""
    if text in _TENS or text in _MYRIADS:
        return {**_TENS, **_MYRIADS}[text]
    for sign, size in _MYRIADS.items():
        head, found, tail = text.partition(sign)
        if found:
            above, below = _whole(head) if head else None, _rest(tail, size)
            return None if above is None or below is None else above * size + below
    if set(text) <= set(_DIGITS):
        return None if len(text) == 2 and not set(text) & set("零〇") else spelled(text)
    return _below_myriad(text)


def _rest(tail: str, size: int) -> int | None:
    """What follows 万 or 亿: 一万二 is 12,000, 一万零二 10,002."""
    if len(tail) == 1 and tail in _DIGITS:
        return _DIGITS[tail] * size // 10
    return _whole(tail.lstrip("零〇")) if tail.lstrip("零〇") else 0


def spelled(text: str) -> int:
    """Digits one by one: 二〇二一. As a measure two of them side by side (三五) are an estimate; as the number of a paper they are one."""
    return int("".join(str(_DIGITS[sign]) for sign in text))


def _below_myriad(text: str) -> int | None:
    total, size, digit, gap = 0, 10_000, None, False
    for sign in text:
        if sign in _TENS:
            if _TENS[sign] >= size or (digit is None and _TENS[sign] > 10):
                return None
            size = _TENS[sign]
            total, digit, gap = total + (digit or 1) * size, None, False
        elif digit is not None:
            return None
        else:
            digit, gap = (_DIGITS[sign] or None), gap or _DIGITS[sign] == 0
    last = 1 if gap else size // 10  # 一百五 is 150, 一百零五 is 105
    return total + (digit or 0) * last


def counted(number: int) -> str:
    """A whole number from 0 to 9999 in characters, as articles are counted: 十, 二十四, 一百零八."""
    if number < 10:
        return "零一二三四五六七八九"[number]
    size = next(size for size in (1000, 100, 10) if number >= size)
    head, rest = divmod(number, size)
    sign = {1000: "千", 100: "百", 10: "十"}[size]
    start = sign if (head, size) == (1, 10) else counted(head) + sign
    if not rest:
        return start
    below = counted(rest) if rest < 10 or rest >= 20 else "一" + counted(rest) if size > 10 else counted(rest)
    return start + ("零" if rest * 10 < size else "") + below
