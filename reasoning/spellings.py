"""How people write which norm they mean, taken apart: numbers of standards, orders and papers, titles, and the year of an edition.

Width, dashes, spaces, brackets and letter case say nothing; nothing here knows which norms there are.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from duibiao.ontology import numerals
from duibiao.ontology.iris import normal


@dataclass(frozen=True)
class StandardNumber:
    """GB/T 33000-2016; without a year an undated reference."""

    code: str
    number: str
    year: int | None = None


@dataclass(frozen=True)
class OrderNumber:
    """国务院令第708号; the body is empty where none is named."""

    body: str
    number: int


@dataclass(frozen=True)
class PaperNumber:
    """国发〔2010〕23号."""

    body: str
    year: int
    number: int


@dataclass(frozen=True)
class Spelling:
    """What a text names. `amendments` are the orders that amended it, in their order, `year` that of the edition if it is said."""

    standards: tuple[StandardNumber, ...] = ()
    orders: tuple[OrderNumber, ...] = ()
    papers: tuple[PaperNumber, ...] = ()
    amendments: tuple[int, ...] = ()
    year: int | None = None
    titles: tuple[str, ...] = ()


_HAN = "\u3007\u4e00-\u9fff"
_COUNT = rf"[0-9]+|[{numerals.COUNTING}]+"
_YEAR = r"(?:19|20)[0-9]{2}"
_STANDARD = re.compile(
    r"(?<![A-Za-z0-9.])(?<![A-Za-z]/)"
    r"(?P<code>DB\s?[0-9]{2,6}(?:\s?/?\s?T|\s?/)?|[TQ]\s?/\s?[A-Z][A-Z0-9]{1,9}|[A-Z]{2,5}(?:\s?/\s?[TZX])?)"
    r"\s?-?\s?(?P<number>[0-9]+(?:\.[0-9]+)*)"
    rf"(?:\s?(?:-\s?-?|:)\s?(?P<year>{_YEAR}|[0-9]{{2}})(?![0-9])|(?:\s(?=\d)|\s?\(\s?)(?P<apart>{_YEAR})(?:年?版)?(?![0-9年])\s?\)?)?(?![0-9]|\s?-\s?[0-9])",
    re.IGNORECASE,
)
_PAPERS = (
    re.compile(rf"(?P<run>[{_HAN}]+)\s?[〔\[(【〖]\s?(?P<year>{_YEAR})\s?年?\s?[〕\])】〗]\s?第?\s?(?P<count>{_COUNT})\s?号"),
    re.compile(rf"(?P<run>[{_HAN}]+)\s?[〔\[]\s?(?P<year>{_YEAR})\s?[〕\]]\s?(?P<count>[0-9]+)"),
    re.compile(rf"(?P<run>[{_HAN}]*公告)\s?(?P<year>{_YEAR})\s?年\s?第?\s?(?P<count>{_COUNT})\s?号"),
)
_ORDERS = (
    re.compile(rf"(?P<run>[{_HAN}]*)令\s?[(\[〔]?\s?第?\s?(?P<count>{_COUNT})\s?号(?:\s?[)\]〕])?"),
    re.compile(rf"(?P<run>[{_HAN}]*?)第?\s?(?P<count>{_COUNT})\s?号令"),
)
_AMENDED = re.compile(r"\((?P<inside>[^()]*(?:修正|修订|修改)[^()]*)\)")
_YEAR_FIRST = re.compile(rf"\(\s?(?P<year>{_YEAR})(?![0-9])(?![^()]*(?:实施|施行|发布|起))[^()]*\)")
_LAST_YEAR = re.compile(rf"(?<![0-9])[-\s]?(?P<year>{_YEAR})\s?年?$")
_REPLACING = re.compile(r"\(?\s?(?:部分)?代替.*")
_EMPTY = re.compile(r"[(\[][\s,;、]*[)\]]")
_BESIDE = re.compile(
    rf"第?[0-9.]+[条章节款项]?|第(?:{_COUNT})[条章节款项].*|附录\s?[A-Z]?|现行(?:有效)?|有效|已?(?:废止|作废)|即将实施|最新版?"
    r"|(?:根据|依据|按照|参照|参见|符合|执行|满足|的|要求|规定|有关|相关|及其|中|等)+|(?:公布|发布|修正|修订|修改|施行|实施|号令?|令)+|强制性?|推荐性?|(?:国家|行业|地方|团体)标准|[0-9年月日]+(?:起?(?:实施|施行|发布))?"
)
_BULLET = re.compile(r"^\s*(?:[(\[]\s?[0-9]{1,4}\s?[)\]]|[0-9]{1,4}\s?[.、):](?![0-9])|[0-9]{1,4}\s(?=\D)|[-•·*●]+\s)\s*")
_LEAD = re.compile(r"^(?:根据|依据|按照|按|依照|执行|参照|符合|见|及|和|与|以及|原)+")
_TITLE_END = re.compile("(?:法|条例|规定|办法|细则|决定|通知|意见|方案|标准|规范|规程|导则|指南|准则|目录|要求|等)$")
_FOREIGN = {"ISO", "IEC", "EN", "ASTM", "NFPA", "API", "ASME", "OHSAS"}
_STATE = "中华人民共和国"


def read(text: str, bodies: Iterable[str] = (), codes: frozenset[str] = frozenset()) -> Spelling:
    """What the text names. `bodies` tell a title from the issuer that follows it, `codes` are those a short number may have (TSG 21)."""
    rest = _REPLACING.sub("", _flat(text))
    known = tuple(sorted(bodies, key=len, reverse=True))
    standards, rest = _standards(rest, codes)
    papers, rest = _papers(rest, known)
    orders, rest = _orders(rest, known)
    amendments, years, rest = _amended(rest)
    years += [int(found["year"]) for found in _YEAR_FIRST.finditer(rest)]
    titles = [_dated(title) for title in _titles(_EMPTY.sub(" ", _YEAR_FIRST.sub(" ", rest)))]
    years += [year for _, year in titles if year]
    named = tuple(dict.fromkeys(title for title, _ in titles if len(re.findall(f"[{_HAN}]", title)) > 1))
    return Spelling(standards, orders, papers, amendments, years[0] if years else None, named)


def title_key(title: str) -> str:
    """What of a title counts: its letters, digits and Han characters, without the state's name before it."""
    return re.sub(r"[\W_]+", "", normal(title)).removeprefix(_STATE).lower()


def bare(title: str) -> str:
    """The title without words that also stand beside numbers: clauses (第5.1条), states (现行), verbs (执行, 要求)."""
    return _LEAD.sub("", " ".join(dict.fromkeys(part for part in _parts(title) if not _BESIDE.fullmatch(part))))


def _parts(text: str) -> list[str]:
    return [part for part in re.split(r"[\s,;:()\[\]。]+", text) if part]


def _flat(text: str) -> str:
    """The text normalised; 试行 behind a title taken into it, so that it stays with its title."""
    return re.sub(r"》\s?\((试行|暂行)\)", r"(\1)》", _BULLET.sub("", normal(text)))


# --- numbers


def _standards(text: str, codes: frozenset[str]) -> tuple[tuple[StandardNumber, ...], str]:
    found: list[StandardNumber] = []

    def take(match: re.Match[str]) -> str:
        code, year = _code(match["code"]), match["year"] or match["apart"]
        if not (year or "/" in code or code in codes or (match["code"].isupper() and len(match["number"]) > 2)):
            return match[0]
        found.append(StandardNumber(code, match["number"], _full_year(year)))
        return " "

    rest = _STANDARD.sub(take, text)
    own = [number for number in found if number.code not in _FOREIGN] or found
    dated = {(number.code, number.number) for number in own if number.year}
    kept = (number for number in own if number.year or (number.code, number.number) not in dated)
    return tuple(dict.fromkeys(kept)), rest


def _code(text: str) -> str:
    """GBT and GB／T are GB/T, DB31T is DB31/T."""
    code = re.sub(r"\s", "", text).upper().rstrip("/")
    return re.sub(r"(?<=[A-Z0-9]{2})(?<!/)T$", "/T", code) if re.fullmatch(r"DB[0-9]+T|[A-Z]{3,}", code) else code


def _full_year(text: str | None) -> int | None:
    """95 is 1995: numbers of this century have all four digits."""
    return int(text) + (1900 if len(text) == 2 else 0) if text else None


def _papers(text: str, bodies: tuple[str, ...]) -> tuple[tuple[PaperNumber, ...], str]:
    found: list[PaperNumber] = []

    def take(match: re.Match[str]) -> str:
        before, body = _split(match["run"], bodies)
        found.append(PaperNumber(body, int(match["year"]), _count(match["count"])))
        return before + " "

    for pattern in _PAPERS:
        text = pattern.sub(take, text)
    return tuple(dict.fromkeys(found)), text


def _orders(text: str, bodies: tuple[str, ...]) -> tuple[tuple[OrderNumber, ...], str]:
    found: list[OrderNumber] = []

    def take(match: re.Match[str]) -> str:
        before, body = _split(match["run"], bodies)
        found.append(OrderNumber(body, _count(match["count"])))
        return before + " "

    for pattern in _ORDERS:
        text = pattern.sub(take, text)
    return tuple(dict.fromkeys(found)), text


def _split(run: str, bodies: tuple[str, ...]) -> tuple[str, str]:
    """A run of characters as what stands before the issuer, and the issuer: a title, a word such as 根据, or nothing.

    安委 is no issuer in 闽安委: what stands before would be none of these.
    """
    for body in bodies:
        before = _LEAD.sub("", run.removesuffix(body)).removesuffix(_STATE).removesuffix("原")
        if run.endswith(body) and (not before or _TITLE_END.search(before)):
            return before, body
    return "", _LEAD.sub("", run).removeprefix(_STATE)


def _amended(text: str) -> tuple[tuple[int, ...], list[int], str]:
    """The orders and the years that brackets such as (63、80号修正) and (2021修正) name."""
    orders: list[int] = []
    years: list[int] = []

    def take(match: re.Match[str]) -> str:
        numbers = [int(digits) for digits in re.findall(r"[0-9]+", match["inside"])]
        if "号" in match["inside"]:
            orders.extend(numbers)
        else:
            years.extend(number for number in numbers[:1] if number > 1900)
        return " "

    rest = _AMENDED.sub(take, text)
    return tuple(orders), years, rest


def _count(text: str) -> int:
    """A number in digits, counted characters (八十八) or spelled ones (七〇八)."""
    counts = text.isascii() or set(text) & set("十百千")
    return int(numerals.value(text) or 0) if counts else numerals.spelled(text)


# --- titles


def _titles(text: str) -> Iterator[str]:
    """What stands in 《》, else what the numbers left, where that is more than words beside them."""
    if "《" in text:
        yield from _quoted(text)
    elif bare(text):
        yield " ".join(dict.fromkeys(_parts(_LEAD.sub("", text.strip(" ,;:.。、()[]")))))


def _quoted(text: str) -> Iterator[str]:
    """What the outermost 《》 hold; where the last one is not closed, all that follows."""
    depth, title = 0, ""
    for sign in text:
        depth -= sign == "》" and depth > 0
        if depth == 0 and title:
            yield title.strip()
            title = ""
        title += sign if depth else ""
        depth += sign == "《"
    if title:
        yield title.strip()


def _dated(title: str) -> tuple[str, int | None]:
    """A title and the year behind it."""
    found = _LAST_YEAR.search(title.strip())
    return (title[: found.start()].strip(), int(found["year"])) if found else (title.strip(), None)
