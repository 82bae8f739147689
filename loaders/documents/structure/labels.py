"""What may be the label of a paragraph: the styles in which Chinese norms number their parts, and what follows on what.

A label is only what continues a numbering, so a paragraph gives all its possible readings (3.1 is a clause, or 3. before a 1), and the
outline takes the one that follows on what is open.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from duibiao.ontology import numerals, units

_HAN = "零〇一二三四五六七八九十百千"
_COUNT = rf"(?P<n>[{_HAN}]{{1,7}}|[0-9]{{1,4}})"
_TENS = rf"(?P<n>[{_HAN}]{{1,4}})"
_DIGITS = r"(?P<n>[0-9]{1,2})"
_OPEN, _SHUT = r"[（(]\s*", r"\s*[)）]"
_NO_PROSE = rf"(?!\s*[、和至到及与或]\s*(?:第|[{_HAN}]+[编章节条])|[第款之的]|规定|所[列称述规]|以[外下上内前后])"
_NO_REFERENCE = rf"(?!\s*(?:[项款]|[至、和或及]\s*[（(第{_HAN}0-9]))"
_MARK = rf"(?:[:：、.]|{_NO_PROSE})"
_OF = r"(?:\s*之\s*(?P<of>[一二三四五六七八九十]+))?"
_STEPS = r"(?P<n>(?:[A-Z]|[0-9]{1,3})(?:[.．][0-9]{1,3})+)(?:[.、]?\s+|、|$|(?=[一-龥《“（(【]))"
_STEP = r"(?P<single>[0-9]{1,3})(?:\s+|$|(?=[一-龥《“（(【]))"
_ANNEX_LETTER = 1000
"""What is added to the letter of an annex (A.1), so that annexes come after the clauses."""


@dataclass(frozen=True)
class Style:
    """A way to number parts. `kind` is that of the parts; a lower `rank` is by custom the higher level, which counts only where the text
    leaves it open. A `firm` label is hardly anything else, so that gaps in its numbering are believed. Styles of one `family` are mixed
    by careless writers."""

    name: str
    rank: int
    kind: str
    pattern: re.Pattern[str]
    family: str = ""
    firm: bool = False

    @property
    def structural(self) -> bool:
        """Whether it numbers the parts of a law, 编 to 条, which may be quoted from anywhere."""
        return self.rank <= _ARTICLE_RANK


_ARTICLE_RANK = 5
STYLES = tuple(
    Style(name, rank, kind, re.compile(pattern), family or name, firm)
    for name, rank, kind, family, firm, pattern in [
        ("part", 1, "part", "", True, rf"第\s*{_COUNT}\s*(?:编|篇|部\s*分){_MARK}"),
        ("subpart", 2, "part", "", True, rf"第\s*{_COUNT}\s*分\s*编{_MARK}"),
        ("chapter", 3, "chapter", "", True, rf"第\s*{_COUNT}\s*章{_MARK}"),
        ("section", 4, "section", "", True, rf"第\s*{_COUNT}\s*节{_MARK}"),
        ("article", 5, "article", "", True, rf"第\s*{_COUNT}\s*条{_OF}(?:[:：.]|、(?!\S*第)|{_NO_PROSE})"),
        ("clause", 6, "clause", "", False, rf"{_STEPS}|{_STEP}"),
        ("roman", 7, "heading", "", False, r"(?P<n>[Ⅰ-Ⅻ]|[IVX]{1,4}(?=[.．、]))(?:\s*[.．、]|\s)"),
        ("han", 7, "heading", "", True, rf"{_TENS}\s*[、.．](?![{_HAN}]+[、级类])"),
        ("han-paren", 8, "heading", "", True, rf"(?:{_OPEN}{_TENS}{_SHUT}|(?P<sign>[㈠-㈩]))\s*[、.．]?{_NO_REFERENCE}"),
        ("han-half", 8, "heading", "", False, rf"{_TENS}[)）]{_NO_REFERENCE}"),
        ("letter-dot", 8, "heading", "", False, r"(?P<n>[A-Z])\s*[.．、](?![A-Za-z0-9.])"),
        ("comma", 9, "heading", "digits", False, rf"{_DIGITS}\s*、(?![0-9]+\s*[、，])"),
        ("dot", 9, "heading", "digits", False, rf"(?:{_DIGITS}\s*[.．]|(?P<sign>[⒈-⒛]))(?![.．])"),
        ("paren", 10, "item", "", False, rf"(?:{_OPEN}{_DIGITS}{_SHUT}|(?P<sign>[⑴-⒇]))[、.]?{_NO_REFERENCE}"),
        ("bare", 10, "item", "", False, rf"{_DIGITS}\s+(?=[一-龥])"),
        ("letter", 11, "item", "", False, r"(?P<n>[a-z])\s*(?:[)）]|[.．、](?![a-z]))"),
        ("letter-paren", 11, "item", "", False, rf"{_OPEN}(?P<n>[a-z]){_SHUT}"),
        ("half", 12, "item", "", False, rf"{_DIGITS}\s*[)）]{_NO_REFERENCE}"),
        ("circled", 13, "item", "", False, r"(?P<sign>[①-⑳])\s*[、.]?"),
    ]
)


_OF_LAWS = tuple(style for style in STYLES if style.structural)
_OF_LISTS = tuple(style for style in STYLES if not style.structural)


@dataclass(frozen=True)
class Label:
    """A possible label: its style, its words as they stand, what it counts (4.2.1 is 4, 2, 1), and where the text after it begins."""

    style: Style
    text: str
    ordinals: tuple[int, ...]
    end: int

    @property
    def first(self) -> bool:
        """Whether a list begins with it."""
        return self.ordinals[-1] <= 1 and (self.style.name == "clause" or len(self.ordinals) == 1)


def readings(text: str) -> tuple[Label, ...]:
    """Every way in which the beginning of a paragraph can be read as a label."""
    return tuple(_readings(text))


def _readings(text: str) -> Iterator[Label]:
    # Only 编 to 条 begin with 第, and nothing of theirs without.
    for style in _OF_LAWS if text.startswith("第") else _OF_LISTS:
        found = style.pattern.match(text)
        ordinals = _ordinals(style, found) if found else None
        if found and ordinals and not _is_prose(style, ordinals, text[found.end() :]):
            end = len(text) - len(text[found.end() :].lstrip())
            yield Label(style, found[0].strip().rstrip(":：、." if style.structural else ""), ordinals, end)


def _ordinals(style: Style, found: re.Match[str]) -> tuple[int, ...] | None:
    """What the label counts, or None when it is no number (三五)."""
    groups = found.groupdict()
    if sign := groups.get("sign"):
        return (int(unicodedata.numeric(sign)),)
    if style.name == "clause":
        return tuple(_component(part) for part in re.split("[.．]", groups["n"] or groups["single"]))
    if style.name == "roman":
        return _roman(groups["n"])
    if groups["n"].isascii() and groups["n"].isalpha():
        return (ord(groups["n"].lower()) - ord("a") + 1,)
    counts = [numerals.value(numeral) for numeral in (groups["n"], groups.get("of")) if numeral]
    return None if None in counts else tuple(int(count or 0) for count in counts)


def _component(part: str) -> int:
    return int(part) if part.isdigit() else _ANNEX_LETTER + ord(part) - ord("A") + 1


def _roman(numeral: str) -> tuple[int, ...] | None:
    letters = unicodedata.normalize("NFKC", numeral)
    spelled = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
    return (spelled.index(letters) + 1,) if letters in spelled else None


# --- numbers that are no labels

_MEASURE = re.compile(
    r"(?:个|人|名|次|天|日|月|年|台|套|小时|分钟|秒|米|厘米|毫米|吨|千米|公里|万元|亿元|元|倍|处|家|周|季度)"
    r"(?:$|[以之]?[内上下前后](?!容|部|层)|及|的|，|。|、|；|至|～|~|-|—|月|工作日|小时)"
    r"|月(?:份|底|初|末|[上中下]旬|\s*[0-9]{1,2}\s*[日号])"
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}\s*(?:年|[-－—至]\s*(?:19|20)[0-9]{2})")
_SYMBOL = re.compile(r"\s*(?:[%％‰℃°～~±×/=<>≤≥-]|至\s*[0-9])")
_UNIT_LETTERS = re.compile(r"\s*([A-Za-zμΩ][A-Za-z0-9μΩ/·³²()]*)(?![\u4e00-\u9fff]*[类级型区相式])")


def is_measured(rest: str) -> bool:
    """Whether what follows a number makes it a quantity: a unit, a measure word, per cent, the end of a range."""
    if _SYMBOL.match(rest) or _MEASURE.match(rest):
        return True
    letters = _UNIT_LETTERS.match(rest)
    return bool(letters and units.find(letters[1])) or any(units.find(rest[:length]) for length in (2, 3) if len(rest) >= length)


def _is_prose(style: Style, ordinals: tuple[int, ...], rest: str) -> bool:
    """Whether the rest speaks against the label: 10 kV, 3 个月内, 第二章规定的. A clause of four steps is never a quantity."""
    if style.rank < _ARTICLE_RANK:
        return len(rest) > 40 or rest.rstrip().endswith(("。", "；", "，", "："))
    if style.name == "clause":
        return (len(ordinals) < 4 and is_measured(rest)) or (len(ordinals) == 1 and rest.lstrip()[:1].isdigit())
    after = rest.lstrip("0123456789.")
    return is_glued(style, rest) and bool(_UNIT_LETTERS.match(after)) and is_measured(after)


def is_glued(style: Style, rest: str) -> bool:
    """Whether a digit other than a year's follows the point of the label directly, so that both may be one number: 3.5万元以上."""
    return style.name == "dot" and rest[:1].isdigit() and not _YEAR.match(rest)


# --- what follows on what


def follows(before: Label, label: Label) -> bool:
    """Whether the label is the next of the list in which `before` is the last: 三 after 二, 4.3 after 4.2.1, 第三条之二 after 第三条."""
    if before.style != label.style:
        return False
    if label.style.name == "clause":
        return _next_clause(before.ordinals, label.ordinals)
    (old, *_), (new, *of) = before.ordinals, label.ordinals
    return new == old + 1 and not of or (new == old and label.ordinals > before.ordinals)


def leaps(before: Label, label: Label) -> bool:
    """Whether the label comes later in the list of `before`, with some left out between."""
    if before.style.family != label.style.family or label.ordinals <= before.ordinals:
        return False
    if label.style.name == "clause":
        return _later_clause(before.ordinals, label.ordinals)
    return label.style.firm or label.ordinals[0] - before.ordinals[0] <= 2


def repeats(before: Label, label: Label) -> bool:
    """Whether the label is the last one again, as a slip of the writer: 二、 after 二、."""
    return before.style == label.style and label.style.firm and not label.style.structural and before.ordinals == label.ordinals


def _next_clause(old: tuple[int, ...], new: tuple[int, ...]) -> bool:
    """Whether the clause is what may come next: one on at some level, and the first ones below it (5.1 after 4.2.3)."""
    level = next((place for place, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), len(old))
    step = new[level] - (old[level] if level < len(old) else 0) if level < len(new) else 0
    entering = level == 0 and old[0] < _ANNEX_LETTER < new[0] and new[0] == _ANNEX_LETTER + 1
    return new > old and (step <= 1 or entering) and all(part <= 1 for part in new[level + 1 :])


_CHAPTERS_LEFT_OUT = 5


def _later_clause(old: tuple[int, ...], new: tuple[int, ...]) -> bool:
    """A number of several steps is a clause's wherever an extract goes on; a single one leaps five chapters at most."""
    return len(new) > 1 or new[0] - old[0] <= _CHAPTERS_LEFT_OUT
