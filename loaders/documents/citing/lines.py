"""The norms named in one paragraph: the marks of citations put together by what stands beside what."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from duibiao.loaders.documents.citing import aliases
from duibiao.loaders.documents.citing.marks import ARTICLE, CLAUSE, Mark, folded, marks, titled
from duibiao.loaders.documents.citing.words import SHORT, VERBS, core, ending
from duibiao.ontology import iris

NUMBERS = ("standard", "paper", "order")
_EDITION = re.compile(
    r"试行|暂行|(?:公开)?征求意见稿|送审稿|报批稿|讨论稿|修订稿|(?:修订)?草案|修订版|新修订|最新版"
    r"|(?:19|20)[0-9]{2}年?(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?)?(?:第[一二三四五六]次)?(?:局部)?(?:修正|修订|修改)?(?:公布|发布|施行|完整)?(?:版|本)?"
)
_YEAR = re.compile(r"\((?:19|20)[0-9]{2}(?![0-9]|年?\s?[-~至])[^()]*\)$")
_ONLY_YEAR = re.compile("((?:19|20)[0-9]{2})年?版?")
_ELSEWHERE = re.compile(r"\s?(?:依据|按照|根据|参照|参见|见|如|代替|替代|引用|即|详见)")
_LABEL = re.compile(r"\s?(?:[(\[]?[0-9一二三四五六七八九十]{1,3}[)\].、．:]|[-•·●*]+|[a-z]\))?\s?")
_LISTED = re.compile(
    r"\s?(?:\(所有部分\)\s?)?(?P<title>(?![的中规给要和及与或等所第、])[^，。；！？|《》]{4,60}?)"
    r"\s?(?:\([^()]*(?:IDT|MOD|NEQ|所有部分)[^()]*\))?(?P<stop>[；;。.])?\s?$"
)
_REFERENCES = re.compile(
    r"\s?(?:[(第]?[0-9一二三四五六七八九十.]{1,4}[)、.章]?)?\s?(?:主要|编制|制定|制订|检查|评审|评价|执法|设计|法律|法规|规范性?|参考|相关|有关|标准|政策|[、和及])*"
    r"(?:依据|引用文件|引用标准|法律法规|标准规范|参考文献|参考文件)\s?[:：]?\s?"
)
_MOST_LISTED = 80
"""A longer line ends a list of references."""
_SENTENCE = re.compile("界定|规定的|适用|应当|应[符按执]|进行|执行|本[文标]")
_ABOUT = re.compile(
    rf"(?:^|[，。；：、！？》)”\s])(?:[\u4e00-\u9fff]{{0,20}}(?:{'|'.join(VERBS)}|[将据按]|转发))?"
    r"(?P<title>[\u4e00-\u9fff]{0,30}关于[^，。；：！？《》|]{2,60}(?:通知|意见|决定|通报|公告|方案))\s?\(\s?$"
)
_ENTRY = re.compile(rf"{_LABEL.pattern}(?P<title>[\u4e00-\u9fff][^，。；！？|《》()]{{5,60}})(?:\([^()]*\))?\s?[；;。.、]?\s?")
_TITLE_BEFORE = re.compile(r"(?P<title>[\u3007\u4e00-\u9fff][^，。；！？|《》()]{3,60}?)\s?\(?\s?$")


@dataclass(frozen=True)
class Line:
    """The text of a paragraph, as it is and folded, and its marks, also by their first characters."""

    written: str
    text: str
    marks: tuple[Mark, ...]
    at: Mapping[int, Mark]


@dataclass(frozen=True)
class Named:
    """A norm named in a line; `after` is where reading goes on, `definition` the short name given with it."""

    start: int
    end: int
    after: int
    kind: str
    title: str | None = None
    number: str | None = None
    dated: bool = False
    article: str | None = None
    definition: re.Match[str] | None = None


@dataclass(frozen=True)
class _Beside:
    """What stands behind a title or a number: the number, the editions in brackets, a short name, and where it ends."""

    end: int
    number: Mark | None
    editions: tuple[str, ...] = ()
    definition: re.Match[str] | None = None


def line_of(text: str) -> Line:
    """The line that a paragraph's text makes."""
    plain = folded(text)
    found = tuple(marks(plain))
    return Line(text, plain, found, {mark.start: mark for mark in found})


def read(line: Line) -> Iterator[Named]:
    """What a line names, in its order. Articles that stand alone are of the kind `article`."""
    after = 0
    for mark in line.marks:
        if mark.start < after:
            continue
        named = _READERS[mark.kind](line, mark)
        if named:
            yield named
        after = named.after if named else mark.end


def _of_title(line: Line, mark: Mark) -> Named | None:
    """A title in 《》 with its number, inside or behind; None when it is that of no norm."""
    words, inside = _inside(line, mark)
    beside = _behind(line, mark.end, inside)
    return _norm(line, mark.start, words, beside)


def _norm(line: Line, start: int, words: str, beside: _Beside) -> Named | None:
    number = beside.number
    standard = number is not None and number.kind == "standard"
    title = titled(words, spaced=standard) + ("" if standard else _bracketed(beside.editions))
    kind = _kind(title, number)
    if kind is None:
        return None
    value = (_edition(number, beside.editions) if standard else number.value) if number else None
    dated = bool((number and number.dated) or _YEAR.search(title) or (standard and beside.editions))
    return _articled(line, Named(start, beside.end, beside.end, kind, title or None, value, dated, None, beside.definition))


def _kind(title: str, number: Mark | None) -> str | None:
    """What is named: laws and rules by their title or, whatever it ends in, by the order beside it; `order` by that alone."""
    by_title = ending(title)
    if number is None:
        return "alias" if SHORT.fullmatch(core(title)) else by_title
    if number.kind == "order":
        return "law" if title else "order"
    return "standard" if number.kind == "standard" else "law" if by_title == "law" else "document"


def _edition(number: Mark, editions: tuple[str, ...]) -> str:
    """The number of a standard's edition: GB 50058（2014）is GB 50058-2014, GB 50016-2014 has its 2018年版 behind it."""
    year = _ONLY_YEAR.fullmatch(editions[0]) if editions and not number.dated else None
    return f"{number.value}-{year[1]}" if year else number.value + _bracketed(editions)


def _bracketed(editions: tuple[str, ...]) -> str:
    return "".join(f"({iris.normal(edition).replace(' ', '')})" for edition in editions)


def _inside(line: Line, mark: Mark) -> tuple[str, Mark | None]:
    """The words of a title without the number that it begins or ends with, and that number."""
    first = line.text.index(mark.value, mark.start)
    for number in line.marks:
        if number.kind in NUMBERS and mark.start < number.start and number.end < mark.end:
            before, behind = line.text[first : number.start], line.text[number.end : first + len(mark.value)]
            if not behind.strip(" )"):
                return before.rstrip(" ("), number
            if not before.strip(" ("):
                return behind.lstrip(" )"), number
    return mark.value, None


def _behind(line: Line, at: int, number: Mark | None) -> _Beside:
    """What belongs to the norm that ends at a place: its number, with or without brackets, its edition, and its short name."""
    beside = _Beside(at, number)
    while True:
        at = _past_blank(line.text, beside.end)
        mark = line.at.get(at)
        if beside.number is None and mark and mark.kind in NUMBERS:
            beside = replace(beside, end=mark.end, number=mark)
        elif not beside.definition and (close := _closed(line.text, at)) and (bracket := _bracket(line, at, close, beside)):
            beside = bracket
        else:
            return beside if beside.definition else replace(beside, definition=aliases.opened(line.text, beside.end))


def _bracket(line: Line, at: int, close: int, beside: _Beside) -> _Beside | None:
    """With what the brackets from `at` up to `close` say; None when they say something else."""
    inner = line.text[at + 1 : close - 1]
    parts = [part.strip() for part in re.split("[,，;；、]", inner)]
    number = next((mark for mark in line.marks if mark.kind in NUMBERS and at < mark.start and mark.end <= close), None)
    own = number is not None and beside.number is None and not _ELSEWHERE.match(inner)
    if not own and not _EDITION.fullmatch(parts[0]):
        return None
    return _Beside(
        end=close,
        number=number if own else beside.number,
        editions=(*beside.editions, *(part for part in parts if _EDITION.fullmatch(part))),
        definition=aliases.within(line.text, at, close),
    )


def _closed(text: str, at: int) -> int:
    """Where the bracket that opens at a place is closed, exclusive; 0 where none opens or closes."""
    depth = 0
    for place in range(at, min(len(text), at + 120)):
        depth += (text[place] == "(") - (text[place] == ")")
        if depth == 0:
            return place + 1 if place > at else 0
    return 0


def _past_blank(text: str, at: int) -> int:
    return at + 1 if text[at : at + 1] == " " else at


def _of_number(line: Line, mark: Mark) -> Named | None:
    """A number with the title behind it, in 《》 or as lists of references have it; else alone."""
    title = line.at.get(_past_blank(line.text, mark.end))
    if title and title.kind == "title":
        return _norm(line, mark.start, title.value, _behind(line, title.end, mark))
    return _listed(line, mark) or _listed_before(line, mark) or _norm(line, mark.start, "", _behind(line, mark.end, mark))


def _listed(line: Line, mark: Mark) -> Named | None:
    """A line of a list that is a number and its title, without 《》."""
    label = _LABEL.match(line.text)
    found = _LISTED.match(line.text, mark.end) if label and label.end() == mark.start else None
    if found is None or _SENTENCE.search(found["title"]):
        return None
    plain = mark.kind == "standard" and found["stop"] != "。"
    return _norm(line, mark.start, found["title"], _Beside(found.end("title"), mark)) if plain or ending(found["title"]) else None


def _listed_before(line: Line, mark: Mark) -> Named | None:
    """A title and its number, without 《》, where they are a line of a list, or the title says 关于 and the number stands in brackets."""
    bracketed = line.text[mark.start - 1 : mark.start] == "("
    close = (_closed(line.text, mark.start - 1) if bracketed else 0) or mark.end
    label = _LABEL.match(line.text)
    whole = not line.text[close:].strip("；;。. ")
    found = _TITLE_BEFORE.match(line.text, label.end() if label else 0, mark.start) if whole else None
    found = found or (_ABOUT.search(line.text, 0, mark.start) if bracketed and mark.kind == "paper" else None)
    if found is None or ending(found["title"]) is None:
        return None
    return _norm(line, found.start("title"), found["title"], _Beside(close, mark))


def _of_law(line: Line, mark: Mark) -> Named | None:
    return _norm(line, mark.start, mark.value, _behind(line, mark.end, None))


def _of_self(line: Line, mark: Mark) -> Named:
    return _articled(line, Named(mark.start, mark.end, mark.end, "self"))


def _of_place(line: Line, mark: Mark) -> Named:
    kind = "article" if mark.kind == "article" else "self"
    return Named(mark.start, mark.end, mark.end, kind, article=place(line, mark.start, mark.end))


def _articled(line: Line, named: Named) -> Named:
    """With the articles that stand behind it."""
    found = ARTICLE.match(line.text, named.end)
    if found is None and named.kind in {"standard", "self"}:
        found = CLAUSE.match(line.text, named.end)
    return replace(named, after=found.end(), article=place(line, *found.span("article"))) if found else named


def place(line: Line, start: int, end: int) -> str:
    """Articles as they stand, without blanks."""
    return re.sub(r"\s", "", line.written[start:end])


_READERS = {
    "title": _of_title,
    **dict.fromkeys(NUMBERS, _of_number),
    "law": _of_law,
    "self": _of_self,
    "place": _of_place,
    "article": _of_place,
}


def references(lines: Sequence[Line]) -> Iterator[tuple[int, Named]]:
    """The titles without 《》 and without number that are lines of a list of references, with the numbers of their lines. The list begins
    below a heading such as 编制依据 and ends with the first line that names nothing."""
    listing = False
    for number, line in enumerate(lines):
        heading = _REFERENCES.fullmatch(line.text) is not None
        named = _entry(line) if listing and not heading and len(line.text) <= _MOST_LISTED else None
        listing = heading or (listing and (named is not None or bool(line.marks)))
        if named:
            yield number, named


def _entry(line: Line) -> Named | None:
    found = _ENTRY.fullmatch(line.text)
    if (
        found is None
        or ending(found["title"]) is None
        or _SENTENCE.search(found["title"])
        or any(mark.kind != "law" for mark in line.marks)
    ):
        return None
    return _norm(line, found.start("title"), found["title"], _behind(line, found.end("title"), None))
