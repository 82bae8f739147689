"""The norms that a document names: titles in 《》 with the numbers beside them, numbers alone, laws, short names, and itself.

One occurrence is one citation. Its span holds title and number (《…》（GB 18218-2018）), the articles named with it stand apart.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from duibiao.loaders.documents.citing import aliases
from duibiao.loaders.documents.citing.aliases import Definition
from duibiao.loaders.documents.citing.lines import NUMBERS, Line, Named, line_of, place, read, references
from duibiao.loaders.documents.citing.marks import ARTICLE, folded, marks, titled
from duibiao.loaders.documents.citing.words import core
from duibiao.loaders.documents.model import Citation, Head, Place, Source, Span
from duibiao.loaders.documents.structure import promulgation
from duibiao.ontology import iris, numerals

_ARTICLED = re.compile(rf"\s?第[0-9{numerals.COUNTING}]+条")
_EXPLAINS = re.compile("(?:.*?《(?P<quoted>.+)》.*|(?P<bare>.+?))(?:的?(?:起草|编制|修订|政策)?(?:说明|解读|问答))")
_HEAD = 20
"""Within so many paragraphs from the top a document's own number may stand."""
_MOST_BESIDE = 12
"""The most characters that stand beside it there (签发人), the day left out."""
_DAY_OR_BLANK = re.compile(rf"{promulgation.DAY}|\s")


def citations(source: Source, head: Head) -> tuple[Citation, ...]:
    """The citations in the order of the text. The document's own number in its head is none; elsewhere it, its own title and words such as
    本办法 are of the kind `self`. Short names are of the kind `alias` from where they are given on."""
    lines = [line_of(paragraph.text) for paragraph in source.paragraphs]
    articled = any(_ARTICLED.match(line.text) for line in lines)
    listed = dict(references(lines))
    named = [_of_others(number, line, listed.get(number), head, articled) for number, line in enumerate(lines)]
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


# --- the document itself


def _of_others(number: int, line: Line, listed: Named | None, head: Head, articled: bool) -> list[Named]:
    """What a line names, or the one that it is in a list, told from the document itself. Articles alone are those of a document that has
    some (`articled`)."""
    named = [listed] if listed else (one for one in read(line) if articled or one.kind != "article")
    return [own for one in named if (own := _own(one, number, line, head))]


def _own(named: Named, number: int, line: Line, head: Head) -> Named | None:
    """As `self` where it is the document's own number or title; None in its head, where it is no citation."""
    if named.kind == "article":
        return replace(named, kind="self")
    own = _is_own(named, head)
    beside = len(_DAY_OR_BLANK.sub("", line.text[: named.start] + line.text[named.end :]))
    unsaid = head.number is None and named.title is None and named.number is not None and beside == 0
    if (own and (beside == 0 or (number < _HEAD and beside <= _MOST_BESIDE and named.number is not None))) or (unsaid and number < _HEAD):
        return None
    return replace(named, kind="self") if own else named


def _is_own(named: Named, head: Head) -> bool:
    own = _own_number(head)
    if named.number is not None and own is not None:
        return named.number == own
    own_titles = {iris.title_key(head.title), iris.title_key(core(folded(head.title)))}
    return bool(head.title) and named.title is not None and iris.title_key(named.title) in own_titles


def _own_number(head: Head) -> str | None:
    found = marks(folded(head.number)) if head.number else []
    return next((mark.value for mark in found if mark.kind in NUMBERS), None)


# --- short names


def _definitions(lines: list[Line], named: list[list[Named]]) -> list[Definition]:
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


def _meaning(named: Named) -> str:
    """What a short name for it means: the number where that is its name, else the title."""
    by_number = named.kind in {"standard", "document"}
    return (named.number if by_number else named.title) or named.title or named.number or ""


def _in_line(number: int, line: Line, named: list[Named], definitions: list[Definition], head: Head) -> Iterator[Citation]:
    """The citations of a line, short names among them."""
    known = [one for one in definitions if one.paragraph <= number]
    given = [_alias(number, one.start, one.end, one, line) for one in definitions if one.paragraph == number]
    starts = {citation.span.start for citation in given}
    plain = [_citation(number, _known_by(one, number, known, head, line)) for one in named if one.start not in starts]
    taken = [(citation.span.start, citation.span.end) for citation in (*plain, *given)]
    used = [
        _alias(number, start, end, one, line)
        for start, end, one in aliases.uses(line.text, known)
        if (one.paragraph, one.end) <= (number, start) and not any(begin < end and start < close for begin, close in taken)
    ]
    yield from sorted((*plain, *given, *used), key=lambda citation: citation.span.start)


def _known_by(named: Named, number: int, known: list[Definition], head: Head, line: Line) -> tuple[Named, str | None]:
    """A title in 《》 or a number that is a short name (10号令), with what it means."""
    name = named.title if named.number is None else line.text[named.start : named.end]
    before = [one for one in known if one.name == name and (one.paragraph, one.end) <= (number, named.start)]
    if before:
        return replace(named, kind="alias", title=name, number=None, dated=before[-1].dated), before[-1].means
    return named, _explained(named, head) if named.kind == "alias" else None


def _explained(named: Named, head: Head) -> str | None:
    """What 《通知》 means in the explanation of a 通知: the document explained."""
    found = _EXPLAINS.fullmatch(head.title)
    explained = titled(found["quoted"] or found["bare"], spaced=False) if found else ""
    return explained if named.title and core(explained).endswith(core(named.title)) else None


def _citation(number: int, told: tuple[Named, str | None]) -> Citation:
    named, means = told
    span = Span(number, named.start, named.end)
    return Citation(span, named.kind, named.title, named.number, named.dated, named.article, means)


def _alias(number: int, start: int, end: int, definition: Definition, line: Line) -> Citation:
    found = ARTICLE.match(line.text, end)
    article = place(line, *found.span("article")) if found else None
    return Citation(Span(number, start, end), "alias", definition.name, None, definition.dated, article, definition.means)
