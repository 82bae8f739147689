"""The norms that a document names: titles in 《》 with the numbers beside them, numbers alone, laws, short names, and itself.

One occurrence is one citation. Its span holds title and number (《…》（GB 18218-2018）), the articles named with it stand apart.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from duibiao.loaders.documents import citation_aliases as aliases
from duibiao.loaders.documents.citation_aliases import Definition
from duibiao.loaders.documents.citation_marks import ARTICLE, CLAUSE, Mark, folded, marks, titled
from duibiao.loaders.documents.citation_words import SHORT, core, ending
from duibiao.loaders.documents.model import Citation, Head, Place, Source, Span
from duibiao.ontology import iris

_NUMBERS = ("standard", "paper", "order")
_EDITION = re.compile(
    r"试行|暂行|(?:公开)?征求意见稿|送审稿|报批稿|讨论稿|修订稿|(?:修订)?草案|修订版|新修订|最新版"
    r"|(?:19|20)[0-9]{2}年?(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?)?(?:第[一二三四五六]次)?(?:局部)?(?:修正|修订|修改)?(?:公布|发布|施行)?(?:版|本)?"
)
_YEAR = re.compile(r"\((?:19|20)[0-9]{2}(?![0-9]|年?\s?[-~至])[^()]*\)$")
_ELSEWHERE = re.compile(r"\s?(?:依据|按照|根据|参照|参见|见|如|代替|替代|引用|即|详见)")
_LABEL = re.compile(r"\s?(?:[(\[]?[0-9一二三四五六七八九十]{1,3}[)\].、．:]|[-•·●*]+|[a-z]\))?\s?")
_LISTED = re.compile(
    r"\s?(?:\(所有部分\)\s?)?(?P<title>(?![的中规给要和及与或等所第、])[^，。；！？|《》]{4,60}?)"
    r"\s?(?:\([^()]*(?:IDT|MOD|NEQ|所有部分)[^()]*\))?(?P<stop>[；;。.])?\s?$"
)
_SENTENCE = re.compile("界定|规定的|适用|应当|应[符按执]|进行|执行|本[文标]")
_LISTED_BEFORE = re.compile(r"(?P<title>[\u3007\u4e00-\u9fff][^，。；！？|《》()]{3,60}?)\s?\(?\s?$")
_ARTICLED = re.compile(r"\s?第[0-9零〇一二三四五六七八九十百千]+条")
_EXPLAINS = re.compile("(?:.*?《(?P<quoted>.+)》.*|(?P<bare>.+?))(?:的?(?:起草|编制|修订|政策)?(?:说明|解读|问答))")
_HEAD = 20
"""Within so many paragraphs from the top a document's own number may stand."""
_MOST_BESIDE = 12
"""The most characters that stand beside it there (签发人)."""


@dataclass(frozen=True)
class _Line:
    """The text of a paragraph, as it is and folded, and its marks, also by their first characters."""

    written: str
    text: str
    marks: tuple[Mark, ...]
    at: Mapping[int, Mark]


@dataclass(frozen=True)
class _Named:
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


def citations(source: Source, head: Head) -> tuple[Citation, ...]:
    """The citations in the order of the text. The document's own number in its head is none; elsewhere it, its own title and words such as
    本办法 are of the kind `self`. Short names are of the kind `alias` from where they are given on."""
    lines = [_line(paragraph.text) for paragraph in source.paragraphs]
    articled = any(_ARTICLED.match(line.text) for line in lines)
    named = [_of_others(number, line, head, articled) for number, line in enumerate(lines)]
    definitions = _definitions(lines, named)
    return _once(source, (one for number, line in enumerate(lines) for one in _in_line(number, line, named[number], definitions, head)))


def _once(source: Source, found: Iterator[Citation]) -> tuple[Citation, ...]:
    """Without those that a merged cell repeats: they stand where others stand."""
    places: dict[tuple[Place, Place], Citation] = {}
    for citation in found:
        span = citation.span
        where = source.paragraphs[span.paragraph].places
        places.setdefault((where[span.start], where[span.end - 1]), citation)
    return tuple(places.values())


def _line(text: str) -> _Line:
    plain = folded(text)
    found = tuple(marks(plain))
    return _Line(text, plain, found, {mark.start: mark for mark in found})


# --- a line


def _read(line: _Line) -> Iterator[_Named]:
    after = 0
    for mark in line.marks:
        if mark.start < after:
            continue
        named = _READERS[mark.kind](line, mark)
        if named:
            yield named
        after = named.after if named else mark.end


def _of_title(line: _Line, mark: Mark) -> _Named | None:
    """A title in 《》 with its number, inside or behind; None when it is that of no norm."""
    words, inside = _inside(line, mark)
    beside = _behind(line, mark.end, inside)
    return _norm(line, mark.start, words, beside)


def _norm(line: _Line, start: int, words: str, beside: _Beside) -> _Named | None:
    number = beside.number
    standard = number is not None and number.kind == "standard"
    title = titled(words, spaced=standard) + ("" if standard else _bracketed(beside.editions))
    kind = _kind(title, number)
    if kind is None:
        return None
    value = (number.value + (_bracketed(beside.editions) if standard else "")) if number else None
    dated = bool((number and number.dated) or _YEAR.search(title) or (value and _YEAR.search(value)))
    return _articled(line, _Named(start, beside.end, beside.end, kind, title or None, value, dated, None, beside.definition))


def _kind(title: str, number: Mark | None) -> str | None:
    by_title = ending(title)
    if number is None:
        return "alias" if SHORT.fullmatch(core(title)) else by_title
    if number.kind == "standard":
        return "standard"
    return "law" if by_title == "law" else "document" if number.kind == "paper" else "order"


def _bracketed(editions: tuple[str, ...]) -> str:
    return "".join(f"({iris.normal(edition).replace(' ', '')})" for edition in editions)


def _inside(line: _Line, mark: Mark) -> tuple[str, Mark | None]:
    """The words of a title without the number that it begins or ends with, and that number."""
    first = line.text.index(mark.value, mark.start)
    for number in line.marks:
        if number.kind in _NUMBERS and mark.start < number.start and number.end < mark.end:
            before, behind = line.text[first : number.start], line.text[number.end : first + len(mark.value)]
            if not behind.strip(" )"):
                return before.rstrip(" ("), number
            if not before.strip(" ("):
                return behind.lstrip(" )"), number
    return mark.value, None


def _behind(line: _Line, at: int, number: Mark | None) -> _Beside:
    """What belongs to the norm that ends at a place: its number, with or without brackets, its edition, and its short name."""
    beside = _Beside(at, number)
    while True:
        at = _past_blank(line.text, beside.end)
        mark = line.at.get(at)
        if beside.number is None and mark and mark.kind in _NUMBERS:
            beside = replace(beside, end=mark.end, number=mark)
        elif (close := _closed(line.text, at)) and (bracket := _bracket(line, at, close, beside)):
            beside = bracket
        else:
            return beside if beside.definition else replace(beside, definition=aliases.opened(line.text, beside.end))


def _bracket(line: _Line, at: int, close: int, beside: _Beside) -> _Beside | None:
    """With what the brackets from `at` up to `close` say; None when they say something else."""
    inner = line.text[at + 1 : close - 1]
    if _EDITION.fullmatch(inner.strip()):
        return replace(beside, end=close, editions=(*beside.editions, inner.strip()))
    number = next((mark for mark in line.marks if mark.kind in _NUMBERS and at < mark.start and mark.end <= close), None)
    if beside.number is not None or number is None or _ELSEWHERE.match(inner):
        return None
    rest = re.split("[,，;；、]", line.text[number.end : close - 1])
    editions = tuple(part.strip() for part in rest if part.strip() and _EDITION.fullmatch(part.strip()))
    definition = aliases.within(line.text, number.end, close - 1)
    return replace(beside, end=close, number=number, editions=(*beside.editions, *editions), definition=definition)


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


def _of_number(line: _Line, mark: Mark) -> _Named | None:
    """A number with the title behind it, in 《》 or as lists of references have it; else alone."""
    title = line.at.get(_past_blank(line.text, mark.end))
    if title and title.kind == "title":
        return _norm(line, mark.start, title.value, _behind(line, title.end, mark))
    if mark.kind == "standard":
        alone = _LABEL.match(line.text)
        listed = _LISTED.match(line.text, mark.end) if alone and alone.end() == mark.start else None
        if listed and not _SENTENCE.search(listed["title"]) and (listed["stop"] != "。" or ending(listed["title"])):
            return _norm(line, mark.start, listed["title"], _Beside(listed.end("title"), mark))
    return _listed_before(line, mark) or _norm(line, mark.start, "", _behind(line, mark.end, mark))


def _listed_before(line: _Line, mark: Mark) -> _Named | None:
    """A line of a list that is a title and its number, without 《》."""
    label = _LABEL.match(line.text)
    start = label.end() if label else 0
    found = _LISTED_BEFORE.match(line.text, start, mark.start)
    if found is None or ending(found["title"]) is None:
        return None
    close = _closed(line.text, mark.start - 1) if line.text[mark.start - 1] == "(" else mark.end
    return _norm(line, start, found["title"], _Beside(close, mark)) if not line.text[close:].strip("；;。. ") else None


def _of_law(line: _Line, mark: Mark) -> _Named | None:
    return _norm(line, mark.start, mark.value, _behind(line, mark.end, None))


def _of_self(line: _Line, mark: Mark) -> _Named:
    return _articled(line, _Named(mark.start, mark.end, mark.end, "self"))


def _of_place(line: _Line, mark: Mark) -> _Named:
    kind = "article" if mark.kind == "article" else "self"
    return _Named(mark.start, mark.end, mark.end, kind, article=_place(line, mark.start, mark.end))


def _articled(line: _Line, named: _Named) -> _Named:
    """With the articles that stand behind it."""
    found = ARTICLE.match(line.text, named.end)
    if found is None and named.kind in {"standard", "self"}:
        found = CLAUSE.match(line.text, named.end)
    return replace(named, after=found.end(), article=_place(line, *found.span("article"))) if found else named


def _place(line: _Line, start: int, end: int) -> str:
    """Articles as they stand, without blanks."""
    return re.sub(r"\s", "", line.written[start:end])


_READERS = {
    "title": _of_title,
    **dict.fromkeys(_NUMBERS, _of_number),
    "law": _of_law,
    "self": _of_self,
    "place": _of_place,
    "article": _of_place,
}


# --- the document itself


def _of_others(number: int, line: _Line, head: Head, articled: bool) -> list[_Named]:
    """What a line names, told from the document itself, which has articles that stand alone only where it is `articled`."""
    named = (one for one in _read(line) if articled or one.kind != "article")
    return [own for one in named if (own := _own(one, number, line, head))]


def _own(named: _Named, number: int, line: _Line, head: Head) -> _Named | None:
    """As `self` where it is the document's own number or title; None in its head, where it is no citation."""
    if named.kind == "article":
        return replace(named, kind="self")
    own = _is_own(named, head)
    beside = len(line.text.strip()) - (named.end - named.start)
    unsaid = head.number is None and named.title is None and named.number is not None and beside == 0
    if (own and (beside == 0 or (number < _HEAD and beside <= _MOST_BESIDE and named.kind != "law"))) or (unsaid and number < _HEAD):
        return None
    return replace(named, kind="self") if own else named


def _is_own(named: _Named, head: Head) -> bool:
    own = _own_number(head)
    if named.number is not None and own is not None:
        return named.number == own
    return bool(head.title) and named.title is not None and iris.title_key(named.title) == iris.title_key(head.title)


def _own_number(head: Head) -> str | None:
    found = marks(folded(head.number)) if head.number else []
    return next((mark.value for mark in found if mark.kind in _NUMBERS), None)


# --- short names


def _definitions(lines: list[_Line], named: list[list[_Named]]) -> list[Definition]:
    """The short names given in the document, in its order."""
    given = [
        aliases.defined(one.definition, number, _meaning(one), one.dated)
        for number, found in enumerate(named)
        for one in found
        if one.definition
    ]
    norms = [definition for definition in given if not definition.name.startswith("本")]
    described = (one for number, line in enumerate(lines) if "称" in line.text for one in aliases.of_phrases(line.text, number, norms))
    return sorted((*norms, *described), key=lambda definition: (definition.paragraph, definition.start))


def _meaning(named: _Named) -> str:
    """What a short name for it means: the number where that is its name, else the title."""
    by_number = named.kind in {"standard", "document"}
    return (named.number if by_number else named.title) or named.title or named.number or ""


def _in_line(number: int, line: _Line, named: list[_Named], definitions: list[Definition], head: Head) -> Iterator[Citation]:
    """The citations of a line, short names among them."""
    known = [one for one in definitions if one.paragraph <= number]
    plain = [_citation(number, _known_by(one, number, known, head)) for one in named]
    given = [_alias(number, one.start, one.end, one, line) for one in definitions if one.paragraph == number]
    taken = [(citation.span.start, citation.span.end) for citation in (*plain, *given)]
    used = [
        _alias(number, start, end, one, line)
        for start, end, one in aliases.uses(line.text, known)
        if (one.paragraph, one.end) <= (number, start) and not any(begin < end and start < close for begin, close in taken)
    ]
    yield from sorted((*plain, *given, *used), key=lambda citation: citation.span.start)


def _known_by(named: _Named, number: int, known: list[Definition], head: Head) -> tuple[_Named, str | None]:
    """A title in 《》 that is a short name, with what it means."""
    if named.number is None and named.title is not None:
        before = [one for one in known if one.name == named.title and (one.paragraph, one.end) <= (number, named.start)]
        if before:
            return replace(named, kind="alias", dated=before[-1].dated), before[-1].means
    return named, _explained(named, head) if named.kind == "alias" else None


def _explained(named: _Named, head: Head) -> str | None:
    """What 《通知》 means in the explanation of a 通知: the document explained."""
    found = _EXPLAINS.fullmatch(head.title)
    explained = titled(found["quoted"] or found["bare"], spaced=False) if found else ""
    return explained if named.title and core(explained).endswith(core(named.title)) else None


def _citation(number: int, told: tuple[_Named, str | None]) -> Citation:
    named, means = told
    span = Span(number, named.start, named.end)
    return Citation(span, named.kind, named.title, named.number, named.dated, named.article, means)


def _alias(number: int, start: int, end: int, definition: Definition, line: _Line) -> Citation:
    found = ARTICLE.match(line.text, end)
    article = _place(line, *found.span("article")) if found else None
    return Citation(Span(number, start, end), "alias", definition.name, None, definition.dated, article, definition.means)
