"""When a document was issued and from when it is in force."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from duibiao.loaders.documents.model import Paragraph
from duibiao.ontology import numerals

_SIGNS = "〇零○OＯo0一二三四五六七八九"
DAY = rf"(?:[0-9]{{4}}|[{_SIGNS}]{{4}})\s*年\s*[0-9元正一二三四五六七八九十]{{1,3}}\s*月\s*[0-9一二三四五六七八九十]{{1,3}}\s*日"
"""The pattern of a day in words: 2021年6月10日, 二〇二一年六月十日."""
_DATE = re.compile(
    rf"(?P<year>[0-9]{{4}}|[{_SIGNS}]{{4}})\s*年\s*(?P<month>[0-9]{{1,2}}|元|正|[一二三四五六七八九十]{{1,2}})\s*月\s*"
    r"(?P<day>[0-9]{1,2}|[一二三四五六七八九十]{1,3})\s*日"
    r"|(?<![0-9])(?P<y>(?:19|20)[0-9]{2})\s*[-－—./]\s*(?P<m>[0-9]{1,2})\s*[-－—./]\s*(?P<d>[0-9]{1,2})(?![0-9])"
)
_FORCE = re.compile(rf"[自从于]\s*(?P<date>{_DATE.pattern})\s*(?:起|开始)?\s*(?:正式)?(?:施行|实施|执行|生效)")
_AT_ONCE = re.compile(
    r"自(?:发布|公布|印发|颁布|下发|发文)之日起(?:(?P<after>[0-9]{1,3}|[一二三四五六七八九十]{1,3})日后)?(?:正式)?(?:施行|实施|执行|生效)"
)
_OWN = re.compile(r"本[^《》，。]{1,8}|^[（(\s]*$")
_MADE = re.compile(r"通过|公布|发布|修订|修正|批准|颁布|制定|印发")


def days(text: str) -> Iterator[tuple[int, int, date]]:
    """The days that a text names, each with where it begins and ends; days that do not exist are left out."""
    for found in _DATE.finditer(text):
        if day := _day(found):
            yield *found.span(), day


def _day(found: re.Match[str]) -> date | None:
    year, month, day = (_count(found[long] or found[short]) for long, short in (("year", "y"), ("month", "m"), ("day", "d")))
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _count(numeral: str) -> int:
    plain = re.sub("[○OＯo]", "〇", numeral).replace("元", "一").replace("正", "一")
    if len(plain) == 4 and not plain.isascii():
        plain = plain.replace("0", "〇")
    return int(numerals.value(plain) or 0)


def made(paragraphs: Iterable[Paragraph]) -> date | None:
    """The latest day on which the head of a law says that it was passed, promulgated or amended."""
    return max((day for text in _makings(paragraphs) for *_, day in days(text)), default=None)


def _makings(paragraphs: Iterable[Paragraph]) -> Iterator[str]:
    for paragraph in paragraphs:
        if _MADE.search(paragraph.text) and "。" not in paragraph.text.rstrip("。"):
            yield _FORCE.sub("", paragraph.text)


def in_force(paragraphs: Sequence[Paragraph], title: str, issued: date | None) -> date | None:
    """The day from which the text says that it is in force itself, the last it names; that of another norm is not."""
    found = [day for paragraph in paragraphs for day in _of_itself(paragraph.text, title, issued)]
    return found[-1] if found else None


def _of_itself(text: str, title: str, issued: date | None) -> Iterator[date]:
    for found in (*_FORCE.finditer(text), *_AT_ONCE.finditer(text)):
        subject = re.split("[。；;]", text[: found.start()])[-1]
        own = _OWN.search(subject) or "《" not in subject or title in subject
        if own and (day := _begun(found, issued)):
            yield day


def _begun(found: re.Match[str], issued: date | None) -> date | None:
    """The day named, or that of issue with the days after it."""
    if "after" not in found.groupdict():
        return next((day for *_, day in days(found[0])), None)
    return issued + timedelta(days=_count(found["after"])) if issued and found["after"] else issued
