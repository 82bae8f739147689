"""The documents in one file: where annexes and further documents begin, and what is no text of any (contents, signatures)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from duibiao.loaders.documents.model import Paragraph, Source
from duibiao.loaders.documents.structure import titles
from duibiao.loaders.documents.structure.organisations import is_organisation
from duibiao.loaders.documents.structure.promulgation import DAY


@dataclass(frozen=True)
class Division:
    """A document (`title`) or annex of the file. It begins at `start`, its own text after its title at `body`, and ends before `end`."""

    kind: str
    label: str
    heading: str
    start: int
    body: int
    end: int


# --- contents

_CONTENTS = re.compile(r"目\s*[录次]")
_LEADER = re.compile(r"(?:[.…·⋯\s]{3,}|\t)\s*[（(]?(?:[0-9]{1,3}|[IVXivxⅠ-Ⅻ]{1,4})[)）]?$")
_LONGEST_ENTRY = 60


def contents(paragraphs: Sequence[Paragraph]) -> frozenset[int]:
    """The paragraphs of tables of contents: lines that lead to a page, and those from 目录 up to where the first entry comes again."""
    leading = {place for place, paragraph in enumerate(paragraphs) if _LEADER.search(paragraph.text) and not paragraph.cells}
    for place, paragraph in enumerate(paragraphs):
        if _CONTENTS.fullmatch(paragraph.text):
            leading |= set(range(place, _contents_end(paragraphs, place + 1)))
    return frozenset(leading)


def _contents_end(paragraphs: Sequence[Paragraph], start: int) -> int:
    """Where the text begins after the contents: at the paragraph that the first entry names, else that any entry does."""
    entries: list[str] = []
    repeated = start
    for place in range(start, len(paragraphs)):
        text = _entry(paragraphs[place].text)
        if entries and (text == entries[0] or (len(text) > 3 and entries[0].startswith(text))):
            return place
        if len(text) > _LONGEST_ENTRY:
            break
        repeated = place if repeated == start and text in entries else repeated
        entries.append(text)
    return repeated


def _entry(text: str) -> str:
    """An entry without bullet, leader and page."""
    return re.sub(r"^[-*•·]\s+|\s+[0-9]{1,4}$|\s*[IVXⅠ-Ⅻ]{1,4}$|\s", "", _LEADER.sub("", text).rstrip())


# --- what closes a document

DATE = re.compile(rf"[（(]?\s*{DAY}\s*[)）]?")
_DAY_LAST = re.compile(r"日(?:\s*[)）]?|印发?)$")
_SIGNED = re.compile(rf"(?P<by>\S.*?)[\s，,]*{DAY}(?:印发?)?")
_CLOSING = re.compile(
    r"[（(]?(?:此件|此页无正文|信息公开|公开属性|主动公开|依申请公开)|(?:抄\s*[送报]|主\s*送|分\s*送|印\s*发|校\s*对|共印)\s*[:：]|.{2,40}[0-9日]\s*印发?$"
    r"|[（(]?联\s*系\s*(?:人|电话|方式)[^，。]{0,6}[:：]|(?:电子)?(?:邮箱|邮件|传真|电话|地址|邮编)\s*[:：]|责任编辑|扫一扫|相关链接|附件下载|分享到|版权所有|网站标识码|(?:特此|专此)\S{2,6}$|此[复函致令]。?$"
)
_ANNEX_LIST = re.compile(r"附(?:\s*件)?\s*[:：]\s*\S")
_FURTHER = re.compile(r"[0-9]{1,2}\s*[.．、]")


def signatures(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[int, int]]:
    """Each signature: the lines of those who sign and the day, as a slice."""
    for place, paragraph in enumerate(paragraphs):
        if not _DAY_LAST.search(paragraph.text):
            continue
        if DATE.fullmatch(paragraph.text):
            start = place
            while start and is_organisation(paragraphs[start - 1].text) and not paragraphs[start - 1].cells:
                start -= 1
            yield start, place + 1
        elif (signed := _SIGNED.fullmatch(paragraph.text)) and is_organisation(signed["by"]):
            yield place, place + 1


def closings(paragraphs: Sequence[Paragraph]) -> frozenset[int]:
    """The paragraphs that belong to no part: signatures with their day, the list of annexes, copies to, contacts, imprint."""
    closing = {place for start, stop in signatures(paragraphs) for place in range(start, stop)}
    for place, paragraph in enumerate(paragraphs):
        listed = place - 1 in closing and _FURTHER.match(paragraph.text) and _in_list(paragraphs, place)
        if _CLOSING.match(paragraph.text) or listed or _lists_annexes(paragraphs, place):
            closing.add(place)
    return frozenset(closing)


def _in_list(paragraphs: Sequence[Paragraph], place: int) -> bool:
    """Whether the paragraphs directly above are the first of a list of annexes."""
    while place and _FURTHER.match(paragraphs[place].text):
        place -= 1
    return bool(_ANNEX_LIST.match(paragraphs[place].text) or _lists_annexes(paragraphs, place))


# --- annexes and further documents

_ANNEX = re.compile(
    r"(?P<label>附\s*(?:件|表|图)?\s*(?P<n>[0-9]{1,2}(?:[-—.－][0-9]{1,2})?|[一二三四五六七八九十]{1,3}|[A-Z])?)(?P<mark>\s*[:：.、]\s*|\s+|$)(?P<rest>.*)"
)
_APPENDIX = re.compile(
    r"(?P<label>附\s*录\s*(?P<n>[A-Z]|[0-9]{1,2}|[一二三四五六七八九十])?)(?P<mark>[:：]?\s*)(?P<rest>(?:[（(].*|[^（(]*(?:[（(][^（()）]{1,12}[)）])?))"
)
_QUALIFIER = re.compile(r"[（(]\s*(?:规范性|资料性)(?:\s*附录)?\s*[)）]\s*")
_SENTENCE = re.compile(r"[。；;，]|^[的中所规和至]|应符合|给出了")


def _annex(paragraph: Paragraph) -> re.Match[str] | None:
    """The label, number and title of an annex that begins with the paragraph, or that it lists."""
    text = paragraph.text
    found = None if paragraph.cells else _APPENDIX.fullmatch(text) or _ANNEX.fullmatch(text)
    if found is None or _SENTENCE.search(_QUALIFIER.sub("", found["rest"])) or len(text) > _LONGEST_ENTRY:
        return None
    bare = re.sub(r"\s", "", found["label"]) == "附" and found["rest"] and not found["mark"].strip()
    return None if bare else found


def is_annex_label(paragraph: Paragraph) -> bool:
    """Whether the line only says that it is an annex: 附件2."""
    found = _annex(paragraph)
    return found is not None and not found["rest"]


def _lists_annexes(paragraphs: Sequence[Paragraph], place: int) -> bool:
    """Whether the paragraph names annexes that follow elsewhere, and is the beginning of none."""
    if _ANNEX_LIST.match(paragraphs[place].text) and _FURTHER.match(re.sub(r"^附(?:\s*件)?\s*[:：]\s*", "", paragraphs[place].text)):
        return True
    found = _annex(paragraphs[place])
    if found is None or "录" in found["label"]:
        return False
    after = paragraphs[place + 1 :]
    if not found["rest"]:
        return bool(found["mark"].strip()) and _is_bare_list(after)
    later = any(_same(found, paragraph) for paragraph in after)
    return later or not after or _annex(after[0]) is not None or _is_signature(after)


def _same(found: re.Match[str], paragraph: Paragraph) -> bool:
    """Whether a later paragraph is the annex that an entry of the list names, by its number or its title."""
    other = _annex(paragraph)
    named = other is not None and other["n"] == found["n"] and "录" not in other["label"]
    return named or _entry(paragraph.text) == _entry(found["rest"])


def _is_bare_list(after: Sequence[Paragraph]) -> bool:
    """Whether numbered titles follow, and then the signature or the first annex."""
    count = next((place for place, paragraph in enumerate(after) if not _FURTHER.match(paragraph.text)), len(after))
    return count > 0 and (count == len(after) or _annex(after[count]) is not None or _is_signature(after[count:]))


def _is_signature(after: Sequence[Paragraph]) -> bool:
    return any(start == 0 for start, _ in signatures(after[:6]))


@lru_cache(maxsize=1)
def of(source: Source) -> tuple[Division, ...]:
    """The documents and annexes of a file; kept for the one that is being read, whose outline and head ask for them."""
    return divisions(source.paragraphs)


def divisions(paragraphs: Sequence[Paragraph]) -> tuple[Division, ...]:
    """The documents and annexes of the file, in order; the first is the document itself."""
    skipped = contents(paragraphs) | closings(paragraphs)
    signed = {stop for start, stop in signatures(paragraphs) if start < stop - 1}
    issued = _issued(paragraphs)
    starts = [
        place
        for place in range(1, len(paragraphs))
        if place not in skipped and (_annex(paragraphs[place]) or _is_document(paragraphs, place, signed, issued))
    ]
    first = [0] if not starts or starts[0] else []
    bounds = [*first, *starts, len(paragraphs)] if paragraphs else []
    return tuple(_division(paragraphs, start, stop) for start, stop in zip(bounds, bounds[1:], strict=False))


_QUOTED = re.compile(r"《((?:[^《》]|《[^《》]*》)+)》")
_ISSUES = re.compile(r"修改|印发|发布|公布|转发|制定")


def _issued(paragraphs: Sequence[Paragraph]) -> dict[str, int]:
    """The titles that the text issues (现将《…方案》印发给你们), each with the first place that does."""
    found: dict[str, int] = {}
    for place, paragraph in enumerate(paragraphs):
        for title in _QUOTED.findall(paragraph.text) if _ISSUES.search(paragraph.text) else ():
            found.setdefault(_entry(title), place)
    return found


def _is_document(paragraphs: Sequence[Paragraph], place: int, signed: set[int], issued: dict[str, int]) -> bool:
    """Whether a further document begins: its title after the signature of the one above, or the title of what that one issues."""
    stop = titles.end(paragraphs, place)
    if stop is None:
        return False
    above = place
    while above and _CLOSING.match(paragraphs[above - 1].text):
        above -= 1
    return above in signed or issued.get(_entry(titles.joined(paragraphs[place:stop])), place) < place


def _division(paragraphs: Sequence[Paragraph], start: int, end: int) -> Division:
    found = _annex(paragraphs[start])
    if found is None:
        stop = titles.end(paragraphs, start) or start
        return Division("title", "", titles.joined(paragraphs[start:stop]), start, stop, end)
    rest = _QUALIFIER.sub("", found["rest"]).strip()
    body = start + 1 if rest else _annex_body(paragraphs, start + 1, end)
    lines = [paragraph for paragraph in paragraphs[start + 1 : body] if not _QUALIFIER.fullmatch(paragraph.text)]
    return Division("annex", found["label"].strip(), rest or titles.joined(lines), start, body, end)


def _annex_body(paragraphs: Sequence[Paragraph], start: int, end: int) -> int:
    """Where the text of an annex begins, after the lines of its title."""
    if start < end and _QUALIFIER.fullmatch(paragraphs[start].text):
        start += 1
    if stop := titles.end(paragraphs[:end], start):
        return stop
    return start + 1 if start < end and titles.could_be(paragraphs[start]) and not titles.is_labelled(paragraphs[start]) else start
