"""The debris of word processors out of a paragraph, its forms made uniform, its stray spaces gone; every character keeps its place.

Chinese punctuation stays as it is. Between Han characters a space stays where it separates: a label and its heading (第一章 总则), a number
and a title, two names, two fields of a form.
"""

import re
import unicodedata
from dataclasses import replace

from duibiao.loaders.documents.model import Paragraph
from duibiao.loaders.documents.reading.placed import stripped, substituted
from duibiao.loaders.documents.reading.tables import row

SOFT_BREAK = "\v"
"""A line end within a paragraph, as Word has it."""


def without_debris(paragraph: Paragraph) -> Paragraph:
    """Without marks of bookmarks, fields and pictures, without what cannot be seen, letters and digits narrow; spaces are as they were."""
    if paragraph.cells:
        return row(map(without_debris, paragraph.cells), paragraph.table)
    narrow = replace(paragraph, text=paragraph.text.translate(_UNIFORM))
    for pattern in (_INVISIBLE, _MARK, _FIELD, _PAGE_NUMBER):
        if pattern.search(narrow.text):
            narrow = substituted(narrow, pattern)
    return narrow


def tidy(paragraph: Paragraph) -> Paragraph:
    """With its spaces and the dashes of standards' numbers in order."""
    if paragraph.cells:
        return row(map(tidy, paragraph.cells), paragraph.table)
    whole = stripped(paragraph)
    if _DASHED.search(whole.text):
        whole = substituted(whole, _DASHED, "-")
    if not _SPACE.search(whole.text):
        return whole
    whole = _closed_up(_closed_up(whole, _SPACED_LABEL), _SPACED_WORD)
    label = _LABEL.match(whole.text)
    unpunctuated = not _PUNCTUATED.search(whole.text)
    return substituted(whole, _SPACE, lambda found: _space(found, label.end() if label else -1, unpunctuated))


# --- debris

_WIDE = "".join(map(chr, range(0xFF01, 0xFF5F)))
_CHINESE = "！＂＇（），：；？［］｛｜｝～"
_RADICALS = (chr(code) for block in (range(0x2F00, 0x2FD6), range(0xF900, 0xFAD9)) for code in block)
_UNIFORM = str.maketrans(
    {sign: chr(ord(sign) - 0xFEE0) for sign in _WIDE if sign not in _CHINESE}
    | {sign: normal for sign in _RADICALS if len(normal := unicodedata.normalize("NFKC", sign)) == 1}
    | {"\u3000": " ", "\u2028": SOFT_BREAK, "\u2029": SOFT_BREAK}
)
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffc\ufffe\uffff\uf000-\uf0ff]+"
)
_MARK = re.compile(
    r"\[(?:bookmark|image|picture|img|object|textbox|shape|drawing|chart|ole|comment|footnote|endnote|field)\b[^\]\n]{0,200}\]"
    r"|错误！未定义书签。?|Error! Bookmark not defined\.?",
    re.IGNORECASE,
)
_QUOTED = r"\"[^\"\n]{0,500}\"|“[^”\n]{0,500}”"
_SWITCH = r"\\[A-Za-z*@#](?:\s+(?:MERGEFORMAT|CHARFORMAT|Arabic|ARABIC|\"[^\"\n]{0,40}\"))?"
_ARGUMENT = rf"(?:\s+(?:{_QUOTED}|_[A-Za-z0-9]{{1,40}}|{_SWITCH}))"
_FIELD = re.compile(
    rf"\{{?\s?\b(?:HYPERLINK|PAGEREF|NOTEREF|REF|TOC|INCLUDEPICTURE|STYLEREF){_ARGUMENT}{{1,6}}\s?\}}?"
    rf"|\{{?\s?\b(?:SEQ\s+\w{{1,10}}|EMBED\s+\w{{1,20}}\.\w{{1,20}}(?:\.[0-9]+)?|FORMTEXT|FORMCHECKBOX|NUMPAGES|PAGE(?=\s+\\))"
    rf"{_ARGUMENT}{{0,4}}\s?\}}?"
    r"|\\\*\s*MERGEFORMAT|_(?:Toc|Hlk|Ref)[0-9]{6,}"
)
_PAGE_NUMBER = re.compile(
    r"^\s*(?:[-—–]+\s*[0-9]{1,4}\s*[-—–]+|第\s*[0-9]{1,4}\s*页(?:\s*[,，/]?\s*[（(]?共\s*[0-9]{1,4}\s*页[）)]?)?)\s*$"
)

# --- numbers

_DASHED = re.compile(
    r"(?<![A-Za-z])(?:Q/[A-Z0-9 ]{1,16}?|(?:DB[0-9]{2,6}|T/[A-Z]{2,10}|[A-Z]{2,4})(?:\s?/\s?[A-Z])?)\s?[0-9]{1,6}(?:\.[0-9]{1,3}){0,3}"
    r"(\s?[-‐-―−﹘﹣─]\s?)(?:19|20)?[0-9]{2}(?![0-9])"
)
"""A standard's number; its group is the dash before the year."""


# --- spaces

_HAN = "[\u3400-\u9fff〇\U00020000-\U0003ffff]"
_SPACE = re.compile(r"\s+")
_SPACED_LABEL = re.compile(r"^(第\s*[一二三四五六七八九十百千零〇0-9][一二三四五六七八九十百千零〇0-9\s]{0,10}[编篇章节条款项])(?=\s|$)")
_SPACED_WORD = re.compile(rf"^(?:第[^\s]{{1,9}}[编篇章节条]\s+)?({_HAN}(?:\s+{_HAN}){{1,9}})$")
_PUNCTUATED = re.compile("[，。；？！]")
_LABEL = re.compile(
    r"(?:第[一二三四五六七八九十百千零〇0-9]{1,9}[编篇章节条款项部](?:分|之[一二三四五六七八九十]{1,3})?|附[件录表图]\s?[0-9A-Z一二三四五六七八九十]{0,3}"
    r"|[表图]\s?[A-Z0-9][0-9.\-]{0,6}|[0-9]{1,3}(?:\.[0-9]{1,3}){0,5}\.?|[A-Z](?:\.[0-9]{1,3}){1,5}|[一二三四五六七八九十]{1,3}"
    r"|[A-Z]{1,4}[0-9]{0,6}(?:/[A-Z]{1,10})?\s?[0-9][0-9.]{0,9}(?:-[0-9]{2,4})?)(?=\s+(?!\s|[年月日时分％%]))"
)
_COUNTED = "年月日号时分秒条章节款项目个家名人次种类级万亿元吨天周倍台套以"
_IS_COUNTED = re.compile(rf"[0-9][0-9.,]{{0,12}}\s*[{_COUNTED}%％]")
_NAMES_END = "厅局委办部府会院室处署社团司心日号"
_NEVER_SPACED = "、，。；！？《》〈〉“”‘’〔〕【】"


def _closed_up(whole: Paragraph, pattern: re.Pattern[str]) -> Paragraph:
    """Without the spaces in the pattern's group."""
    found = pattern.search(whole.text)
    if not found:
        return whole
    start, end = found.span(1)
    return substituted(whole, _SPACE, lambda space: "" if start <= space.start() and space.end() <= end else space[0])


def _space(found: re.Match[str], label_end: int, unpunctuated: bool) -> str:
    """What becomes of a stretch of space within a line: one space or nothing."""
    text, start, end = found.string, found.start(), found.end()
    before, after = text[start - 1], text[end]
    if before.isascii() and after.isascii():
        return " "
    if "\n" in found[0] or before in _NEVER_SPACED or after in _NEVER_SPACED:
        return ""
    if start == label_end:
        return " "
    if before.isascii() or after.isascii():
        counted = before.isdigit() and after in _COUNTED or _IS_COUNTED.match(text, end)
        return "" if counted else " "
    names = unpunctuated and before in _NAMES_END
    return " " if end - start > 1 or names else ""
