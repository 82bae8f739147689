"""The head of a document: what it says of itself before, and after, its text."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from duibiao.loaders.documents.model import Head, Paragraph, Part, Source, Span
from duibiao.loaders.documents.structure import designations, divisions, organisations, promulgation, titles


def head(source: Source, parts: tuple[Part, ...]) -> Head:
    """What the document says of itself; a letter with what it issues speaks for both, and annexes say nothing."""
    annexes = (division.start for division in divisions.of(source)[1:] if division.kind == "annex")
    document = source.paragraphs[: next(annexes, None)]
    contents = divisions.contents(document)
    begun = next((part.start for part in parts if part.kind != "title"), len(document))
    before = [paragraph for place, paragraph in enumerate(document[:begun]) if place not in contents]
    start, stop = titles.found(before) or (0, 0)
    title = designations.without(titles.joined(before[start:stop])) or source.name.rpartition(".")[0]
    number = designations.number(before)
    issuers = _issuers(source, document, before, title, number)
    dated = _dated(document, before, number) or _met(document, title)
    return Head(
        title=title,
        number=number,
        issuers=issuers,
        addressees=_addressees(before[stop:]),
        dated=dated,
        in_force_from=_in_force(document, before, title, dated, number),
        kind=_kind(title, number),
        status=_status(title, before),
        jurisdiction=_jurisdiction(issuers, number, title, source.paragraphs),
        annex_of=_annex_of(before[: start + 1]),
    )


# --- who

_PASSED = re.compile(
    r"(?:第[一二三四五六七八九十]+届)?(?P<by>[\u4e00-\u9fff]*?(?:人民代表大会常务委员会|人民代表大会|国务院|人民政府|[\u4e00-\u9fff]{2,12}(?:部|总局|委员会|局)))"
    r"(?=(?:第[0-9一二三四五六七八九十百]+[次届]|[\u4e00-\u9fff]{0,6}会议|令|\s*(?:公布|发布|批准|审议|通过)))"
)
_TITLED = re.compile(
    r"^(?P<by>[\u4e00-\u9fff（）()、\s]+?(?:政府|办公[厅室]|委员会|安委[会办]|[厅局部署委办会院]|公司|集团))关于|^(?P<own>[\u4e00-\u9fff（）()]+?公司)"
)
_NAMED = re.compile(
    r"(?:^|[\s　])(?:发文机关|发文单位|发布机构|发布单位|发布机关|制定机关|印发机关|解读机关|解读单位|(?:信息)?来源)"
    r"\s*[:：]\s*(?P<by>[^\s:：]+)"
)
_ON_COVER = re.compile(r"^(?P<by>[\u4e00-\u9fff（）()]{2,30})\s+(?:19|20)[0-9]{2}\s*年(?:\s*[0-9]{1,2}\s*月)?(?:\s*[0-9]{1,2}\s*日)?$")
"""The line of a cover that says who and when: 某市应急管理局　2025年3月."""
_LETTERHEAD = re.compile(r"^(?P<by>\S.*?)\s*文\s*件$")
_ISSUED = re.compile(r"^(?P<by>[\u4e00-\u9fff（）()\s、]+?)\s*(?:联合)?\s*发\s*布$")
_IMPRINT = re.compile(rf"^(?P<by>[\u4e00-\u9fff（）()\s]+?)\s*{promulgation.DAY}\s*印发?$")


def _issuers(source: Source, document: Sequence[Paragraph], before: Sequence[Paragraph], title: str, number: str | None) -> tuple[str, ...]:
    """Who issued it, by the first of these that tells: the signature, the decree, the preamble of a law, the line of a standard that says
    who issues it, the letterhead, the beginning of the title, the imprint."""
    for found in (
        _signed(source, document),
        _decreed(number),
        _passed(before),
        _in_lines(before, _ISSUED),
        _in_lines(before, _LETTERHEAD),
        _in_lines(before, _NAMED) or _in_lines(document, _NAMED),
        _lettered(before) or _in_lines(before, _ON_COVER),
        _in_lines([Paragraph(title, ())], _TITLED),
        _in_lines(document, _IMPRINT),
    ):
        if found:
            return tuple(dict.fromkeys(found))
    return ()


def _signed(source: Source, document: Sequence[Paragraph]) -> tuple[str, ...]:
    """Those who sign first; as written, for the blanks that stand between them."""
    for start, stop in divisions.signatures(document):
        lines = [source.as_written(Span(place, 0, len(document[place].text))) for place in range(start, stop)]
        names = [re.sub(rf"\s*{promulgation.DAY}.*|[（(].{{0,2}}[章印][)）]", "", line) for line in lines]
        if found := tuple(name for line in names if organisations.is_organisation(line) for name in organisations.several(line)):
            return found
    return ()


def _in_lines(paragraphs: Sequence[Paragraph], pattern: re.Pattern[str]) -> tuple[str, ...]:
    found = next((found for paragraph in paragraphs if (found := pattern.search(paragraph.text))), None)
    names = organisations.several(next(filter(None, found.groups()))) if found else ()
    return names if all(map(organisations.is_organisation, names)) else ()


def _passed(before: Sequence[Paragraph]) -> tuple[str, ...]:
    """The body that passed the latest edition of a law."""
    found = [_PASSED.search(re.sub(r".*?[0-9]+日\s*", "", text, count=1)) for text in _makings(before)]
    names = [re.sub("第[一二三四五六七八九十]+届", "", match["by"]) for match in found if match]
    return tuple(names[-1:])


def _makings(before: Sequence[Paragraph]) -> Iterator[str]:
    for paragraph in before:
        if re.search(r"通过|公布|修[订正]", paragraph.text) and re.search(promulgation.DAY, paragraph.text):
            yield from (
                clause for clause in re.split(r"\s{2,}|根据|(?<=通过)|(?<=修[订正])", paragraph.text) if re.search(promulgation.DAY, clause)
            )


def _decreed(number: str | None) -> tuple[str, ...]:
    found = designations.DECREE.match(number or "")
    by = found["by"].replace("中华人民共和国国务院", "国务院") if found else ""
    return (by,) if by and not by.endswith("主席") else ()


def _lettered(before: Sequence[Paragraph]) -> tuple[str, ...]:
    """The organisations that stand on lines of their own above the text."""
    lines = [paragraph.text for paragraph in before if organisations.is_organisation(paragraph.text)]
    return tuple(name for line in lines for name in organisations.several(line))


_SENT = re.compile(r"^主\s*送\s*[:：]\s*(?P<to>.+)$")


def _addressees(after: Sequence[Paragraph]) -> tuple[str, ...]:
    """Whom the line before the text addresses."""
    for paragraph in after:
        text = paragraph.text
        if sent := _SENT.match(text):
            return organisations.addressed(sent["to"].rstrip("。"))
        if text.endswith(("：", ":")) and "。" not in text and organisations.is_addressed(text):
            return organisations.addressed(text)
    return ()


# --- when

_ISSUE_LINE = re.compile(r"发\s*布|印发|成文日期")
_FORCE_LINE = re.compile(r"实\s*施|施行")


def _dated(document: Sequence[Paragraph], before: Sequence[Paragraph], number: str | None) -> date | None:
    """The day of issue: of a standard its line, of a letter its signature, of a law its latest edition, else a day in the head or the
    imprint, else the dateline."""
    if designations.is_standard(number) and (day := _beside(before, _ISSUE_LINE)):
        return day
    signatures = sorted(divisions.signatures(document), key=lambda lines: lines[1] - lines[0] == 1)
    signed = [day for start, stop in signatures for paragraph in document[start:stop] for *_, day in promulgation.days(paragraph.text)]
    if signed:
        return signed[0]
    day = promulgation.made(before) or _beside(before, _ISSUE_LINE) or _beside(document, re.compile(r"印发?$"))
    return day or next((found[2] for paragraph in before if (found := _dateline(paragraph.text))), None)


def _met(document: Sequence[Paragraph], title: str) -> date | None:
    """The day of the meeting of which minutes tell, the first they name."""
    texts = (paragraph.text for paragraph in document if _kind(title, None) == "纪要")
    return next((day for text in texts for *_, day in promulgation.days(text)), None)


def _dateline(text: str) -> tuple[int, int, date] | None:
    """The day that begins a short line of the head: 2025年1月16日　某市安全生产网."""
    first = next(promulgation.days(text), None)
    return first if first and first[0] == 0 and len(text) <= _DATELINE else None


_DATELINE = 40


def _beside(paragraphs: Sequence[Paragraph], word: re.Pattern[str]) -> date | None:
    """The day that stands with the word: 2024-03-01 发布, 发布日期：2024-03-01."""
    for paragraph in paragraphs:
        found = list(promulgation.days(paragraph.text))
        if word.search(paragraph.text) and found and len(paragraph.text) <= 60:
            marks = [match.start() for match in word.finditer(paragraph.text)]
            return min(found, key=lambda day: min(abs(mark - day[1]) for mark in marks))[2]
    return None


def _in_force(
    document: Sequence[Paragraph], before: Sequence[Paragraph], title: str, dated: date | None, number: str | None
) -> date | None:
    """The day from which it is in force; what explains another norm speaks of that one's."""
    if _kind(title, number) in {"解读", "说明", "问答"}:
        return None
    return (_beside(before, _FORCE_LINE) if designations.is_standard(number) else None) or promulgation.in_force(document, title, dated)


# --- what

_STATUSES = ("征求意见稿", "送审稿", "报批稿", "草案", "试行", "暂行")
_IN_BRACKETS = re.compile(r"[（(]([^（()）]*)[)）]")
_AT_END = re.compile(r"(?:[（(][^（()）]*[)）]\s*)+$")


def _kind(title: str, number: str | None) -> str | None:
    """The last word of the title that says what it is; a standard is one by its number."""
    if designations.is_standard(number):
        return "标准"
    bare = _AT_END.sub("", title).strip("》 ")
    return next((kind for kind in titles.KINDS if bare.endswith(kind) and not bare.endswith("方法")), None)


def _status(title: str, before: Sequence[Paragraph]) -> str | None:
    """征求意见稿 and its like in brackets at the end of the title or on a line of their own, or 暂行 and 试行 before its last word."""
    tail = _AT_END.search(title)
    brackets = _IN_BRACKETS.findall(tail[0]) if tail else []
    own = [paragraph.text.strip("（()）") for paragraph in before if len(paragraph.text) <= 10]
    kind = _kind(title, None) or ""
    stem = _AT_END.sub("", title).removesuffix(kind)
    texts = [*reversed(brackets), *own, stem[-2:]]
    return next((status for text in texts for status in _STATUSES if status in text), None)


def _jurisdiction(issuers: Sequence[str], number: str | None, title: str, paragraphs: Sequence[Paragraph]) -> str | None:
    """The place it is for: that of its issuers, else of its number, of its title, or 国家 where it speaks to all provinces."""
    if re.match(r"[QT]/", number or ""):
        return None
    named = (
        *(organisations.jurisdiction(name) for name in issuers),
        organisations.jurisdiction_of_number(number or ""),
        organisations.jurisdiction(title),
    )
    told = next((place for place in named if place), None)
    return told or ("国家" if any(_ALL_PROVINCES.search(paragraph.text) for paragraph in paragraphs) else None)


_ALL_PROVINCES = re.compile(r"各省、自治区、直辖市|各省级|省级人民政府")
_OF = re.compile(r"《(.{1,200})》\s*的?\s*附\s*件")


def _annex_of(above: Sequence[Paragraph]) -> str | None:
    """What the lines above the title say that it is an annex of."""
    for paragraph in above:
        if of := _OF.search(paragraph.text):
            return of[1]
        if divisions.is_annex_label(paragraph):
            return ""
    return None
