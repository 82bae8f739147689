"""The number of a document: of a letter (闽安委〔2017〕1号), a decree (国务院令第591号) or a standard (GB 18218-2018)."""

import re
from collections.abc import Sequence
from itertools import pairwise

from duibiao.loaders.documents.model import Paragraph
from duibiao.ontology import iris

_COUNT = r"(?P<count>(?:[0-9]{4}\s*年\s*)?第\s*[0-9〇零一二三四五六七八九十百]+\s*号)"
_LETTER = re.compile(
    r"(?P<by>[\u4e00-\u9fffA-Za-z]{1,20})\s*[〔\[［【（(﹝〖]\s*(?P<year>(?:19|20)[0-9]{2})\s*[〕\]］】)）﹞〗]\s*(?P<count>第?\s*[0-9]{1,5})\s*号"
)
DECREE = re.compile(rf"(?P<by>[\u4e00-\u9fff]{{2,30}}?)令\s*[（(]?\s*{_COUNT}")
_NOTICE = re.compile(rf"(?P<by>[\u4e00-\u9fff]{{2,30}}[公通]告)\s*[（(]?\s*{_COUNT}")
_STANDARD = re.compile(
    r"(?<![A-Za-z/])(?:Q/\s*[A-Z0-9]{1,12}(?:[ -][A-Z]{1,6})?|T/\s*[A-Z]{2,10}|DB[0-9]{2,6}(?:/T)?|TSG|[A-Z]{2,4}(?:/[TZ])?)"
    r"\s*[A-Z]?[0-9]+(?:\.[0-9]+)*\s*-\s*(?:19|20)[0-9]{2}"
)
_LABELLED = re.compile(r"^(?:发文字号|文件编号|文\s*号|编\s*号|标准号)\s*[:：]\s*")
_PROSE = re.compile(r"[。；;]|.{60}|^(?:根据|依据|为了?|按照)|[《》]")
_REPLACED = re.compile(r"代\s*替|废止")
_MADE = re.compile(r"公布|通过|修[订正]")


def number(head: Sequence[Paragraph]) -> str | None:
    """The number that stands in the head of a document and is its own, with uniform brackets and dashes."""
    lines = [_LABELLED.sub("", paragraph.text) for paragraph in head if not paragraph.cells]
    plain = ["" if _PROSE.search(line) or _REPLACED.search(line) else line for line in lines]
    for line in plain:
        if found := _LETTER.search(line):
            return f"{found['by']}〔{found['year']}〕{_tight(found['count'])}号"
        if found := _STANDARD.search(iris.normal(line)):
            return found[0]
    return _on_its_own(plain) or _in_preamble(lines)


def _on_its_own(lines: Sequence[str]) -> str | None:
    """The number of a decree or notice on one line, or with its count on the next."""
    for line in (*lines, *map("".join, pairwise(lines))):
        for pattern, mark in ((DECREE, "令"), (_NOTICE, "")):
            if found := pattern.match(_tight(line)):
                return f"{found['by']}{mark}{found['count']}"
    return None


def _in_preamble(lines: Sequence[str]) -> str | None:
    """The last decree by which a law says that it was promulgated."""
    texts = [re.sub(r"[0-9]+日", "，", line) for line in lines if _MADE.search(line)]
    named = [found for text in texts for found in DECREE.finditer(text)]
    return f"{named[-1]['by']}令{_tight(named[-1]['count'])}" if named else None


def _tight(text: str) -> str:
    return re.sub(r"\s", "", text)


def is_standard(text: str | None) -> bool:
    """Whether the whole text is the number of a standard."""
    return bool(text and _STANDARD.fullmatch(iris.normal(text)))


def without(title: str) -> str:
    """A title without the number of a standard before it."""
    found = _STANDARD.match(iris.normal(title))
    return iris.normal(title)[found.end() :].strip(" :-") if found else title
