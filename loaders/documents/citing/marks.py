"""The marks of citations in a paragraph: titles in 《》, numbers of standards, papers and orders, articles, and words for the document
itself, each where it stands and in its normal form."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from duibiao.loaders.documents.citing.words import CODE, FOREIGN, SURE, VERBS, law_names
from duibiao.ontology import numerals
from duibiao.ontology.iris import normal

Kind = Literal["title", "standard", "paper", "order", "law", "self", "place", "article"]


@dataclass(frozen=True)
class Mark:
    """What stands from `start` to `end`, and its normal form. `dated`: a number that names one edition."""

    kind: Kind
    start: int
    end: int
    value: str
    dated: bool = False


_HAN = "\u3007\u4e00-\u9fff"
_WIDE = (*map(ord, "（）［］／．－％～＜＞"), *range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
_FOLD = {code: code - 0xFEE0 for code in _WIDE} | {
    **dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣ー"), "-"),
    **dict.fromkeys(map(ord, "〔［【〖"), "["),
    **dict.fromkeys(map(ord, "〕］】〗"), "]"),
    **dict.fromkeys(map(ord, "　\u00a0"), " "),
    ord("〈"): "<",
    ord("〉"): ">",
    ord("〜"): "~",
}


def folded(text: str) -> str:
    """The text with one form for each bracket, dash, digit and letter; every character stays in its place."""
    return text.translate(_FOLD)


def marks(text: str) -> list[Mark]:
    """The marks of a folded text in their order; of those that overlap the first, and of those that begin together the longest."""
    found = [mark for signs, read in _KINDS if signs.search(text) for mark in read(text)]
    kept: list[Mark] = []
    for mark in sorted(found, key=lambda mark: (mark.start, -mark.end)):
        if not kept or mark.start >= kept[-1].end or kept[-1].kind == "title":
            kept.append(mark)
    return kept


# --- titles


def _titles(text: str) -> Iterator[Mark]:
    """The outermost pairs of 《》; an opening one that nothing closes is passed over."""
    opened: list[int] = []
    closed: list[tuple[int, int]] = []
    for found in re.finditer("[《》]|<<|>>", text):
        if found[0] in "《<<":
            opened.append(found.start())
        elif opened:
            start = opened.pop()
            closed = [pair for pair in closed if pair[0] < start] + [(start, found.end())]
    for start, end in closed:
        wide = 1 if text[start] == "《" else 2
        yield Mark("title", start, end, text[start + wide : end - wide])


# --- numbers of standards

_YEAR = r"(?:19|20)[0-9]{2}"
_DATED = rf"\s?(?:-\s?-?|[:：])\s?(?P<year>{_YEAR}|[5-9][0-9])(?![0-9]|\.[0-9]|-[0-9])"
_STANDARD = re.compile(
    r"(?<![A-Za-z0-9/-])(?<![A-Za-z]\.)(?P<code>"
    r"DBJ?\s?/?\s?T?\s?[0-9]{2,6}(?:\s?/\s?T|\s?/|T)?(?=[\s-]?\s?[0-9])"
    r"|T\s?/\s?[A-Z]{2,12}|Q\s?/\s?(?:[0-9]{2,6}\s?)?[A-Z][A-Z0-9]{0,11}?(?:[ -][A-Z]{1,8}|\.[A-Z]{1,8})*"
    r"|(?:ISO|IEC)\s?/\s?(?:IEC|TR|TS)|[A-Z]{2,6}(?:\s?/\s?[TZX])?|gb(?:\s?/\s?t)?)"
    r"\s?(?P<joint>-)?\s?(?P<number>(?:(?:(?<=TSG)|(?<=TSG )|(?<=JTG )|(?<=JTG/T )|(?<=ASTM ))[A-Z])?"
    r"[0-9]+(?:\.[0-9]+)*)(?P<parts>(?:-[0-9]{1,3}(?![0-9]))*?)"
    rf"(?:{_DATED})?(?![0-9A-Za-z]|-[0-9A-Za-z]|\.[0-9])"
)
_NEXT = re.compile(
    r"\s?(?P<joint>[、,和及与~至])\s?(?P<number>[0-9]{3,6}(?:\.[0-9]+)*|(?<=~)[0-9]{1,2})"
    rf"(?:{_DATED})?(?![0-9A-Za-z%‰℃]|\.[0-9]|\s?[A-Za-z%年月日号条个人元米吨万千亿名家起天小倍次])"
)


def _standards(text: str) -> Iterator[Mark]:
    for found in _STANDARD.finditer(text):
        code = _code(found["code"])
        if not _is_standard(code, found):
            continue
        yield _standard(found, code, found["number"] + found["parts"])
        yield from _enumerated(text, found.end(), code, found["number"])


def _enumerated(text: str, end: int, code: str, before: str) -> Iterator[Mark]:
    """The numbers that share the code before them: GB 3836.1、3836.2, GB 4053.1~3."""
    while found := _NEXT.match(text, end):
        number = found["number"] if len(found["number"]) > 2 else f"{before.rpartition('.')[0]}.{found['number']}"
        yield _standard(found, code, number, found.start("number"))
        end, before = found.end(), number


def _standard(found: re.Match[str], code: str, number: str, start: int | None = None) -> Mark:
    year = found["year"]
    full = year if not year or len(year) == 4 else f"19{year}"
    value = f"{code} {number}" + (f"{':' if FOREIGN.fullmatch(code) else '-'}{full}" if full else "")
    return Mark("standard", found.start() if start is None else start, found.end(), value, bool(year))


def _code(text: str) -> str:
    """GBT and GB / T are GB/T, DB35T is DB35/T."""
    code = re.sub(r"\s*(/)\s*|\s+(?=[0-9])", r"\1", text.upper()).strip().rstrip("/")
    return re.sub(r"(?<=[A-Z0-9]{2})(?<!/)T$", "/T", code) if not CODE.fullmatch(code) and not code.startswith(("Q/", "T/")) else code


def _is_standard(code: str, found: re.Match[str]) -> bool:
    """Whether letters and number are those of a standard: letters alone may be those of a model or a unit."""
    if code.startswith(("DB", "T/", "Q/")):
        return found["year"] is not None or "/" in code
    stem = code.partition("/")[0]
    if not CODE.fullmatch(stem) and not FOREIGN.fullmatch(stem):
        return False
    national = "/" in code or code.startswith("GB")
    if (found["joint"] and not national) or (found["parts"] and not FOREIGN.fullmatch(code)):
        return False
    return national or found["year"] is not None or SURE.fullmatch(stem) is not None or len(found["number"]) > 3


# --- numbers of papers and orders

_COUNT = rf"(?:[0-9]+|[{numerals.COUNTING}]+)"
_PAPER = re.compile(rf"[\[(]\s?(?P<year>{_YEAR}|[一二三四五六七八九十]+届)\s?年?\s?[\])]\s?第?\s?(?P<count>{_COUNT})\s?号")
_NOTICE = re.compile(rf"(?:公告|通告)?\s?(?P<year>{_YEAR})\s?年?\s?第\s?(?P<count>{_COUNT})\s?号(?P<behind>公告|通告)?")
_OF_YEAR = rf"(?:(?P<year>{_YEAR})\s?年\s?)?"
_ORDER = re.compile(rf"令\s?[(\[]?\s?{_OF_YEAR}第?\s?(?P<count>{_COUNT})\s?号(?:\s?[)\]])?")
_ORDERED = re.compile(  # begins within no number, or a row of digits takes a time by its square
    rf"(?:(?<![0-9])|(?=第)){_OF_YEAR}第?\s?(?P<count>{_COUNT})\s?号(?P<body>国务院|主席|国家主席|省政府|市政府|省人民政府|市人民政府|[{_HAN}]{{1,10}}?(?:部|总局|局|委))?令(?!牌)"
)
_RUN = re.compile(rf"[{_HAN}]{{1,30}}\s?$")
_LEAD = re.compile(
    "^日(?!照)|^.*(?:根据|依据|按照|依照|遵照|参照|贯彻|落实|执行|转发|印发|废止|代替|替代|文件|关于|经由|关于|精神|要求|下发|发布|公布|符合|违反|[的及与以对将由见在按于号原或]|和(?!国))"
)
_PLACES = "京津沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川贵云藏陕甘青宁新蒙"
_BODY = re.compile(rf"^.*[省市县区厅局委部室府会](?=[{_PLACES}国中][{_HAN}]{{1,10}}$)")
_STATE = re.compile("^(?:中华人民共和国|国家(?=主席))")
_ISSUER = re.compile("(?:主席|国务院|部|总局|局|委员会|委|政府|府|署|办公厅|银行|军委|会)$")


def _papers(text: str) -> Iterator[Mark]:
    for found in _PAPER.finditer(text):
        body, start = _body(text, found.start())
        if body := _BODY.sub("", body):
            start = found.start() - len(body)
            year = found["year"]
            yield Mark("paper", start, found.end(), f"{body}〔{year}〕{_counted(found['count'])}号", True)
    for found in _NOTICE.finditer(text):
        if not found[0].startswith(("公告", "通告")) and not found["behind"]:
            continue
        body, start = _body(text, found.start())
        word = found["behind"] or found[0][:2]
        yield Mark("paper", start, found.end(), f"{body}{word}{found['year']}年第{_counted(found['count'])}号", True)


def _orders(text: str) -> Iterator[Mark]:
    for found in (*_ORDER.finditer(text), *_ORDERED.finditer(text)):
        inside = found.groupdict().get("body")
        body, start = (inside, found.start()) if inside else _body(text, found.start())
        if not body or _ISSUER.search(body):
            year = f"{found['year']}年" if found["year"] else ""
            yield Mark("order", start, found.end(), f"{_STATE.sub('', body)}令{year}第{_counted(found['count'])}号", True)


def _body(text: str, end: int) -> tuple[str, int]:
    """The issuer that ends at `end`, without the words before it, and where it begins."""
    run = _RUN.search(text, max(0, end - 31), end)
    if run is None:
        return "", end
    body = _LEAD.sub("", run[0].rstrip())
    return body, run.start() + run[0].rindex(body) if body else end


def _counted(text: str) -> str:
    value = numerals.value(text)
    return text if value is None else str(value)


# --- laws, articles, and the document itself


def _laws(text: str) -> Iterator[Mark]:
    yield from (Mark("law", start, end, text[start:end]) for start, end in law_names(text))


_PLACE = rf"第\s?(?:{_COUNT}\s?(?:条(?:之{_COUNT})?|款|项|目|章|节|编)|(?:\({_COUNT}\)\s?[、和至]?\s?)+项|[0-9]+(?:\.[0-9]+)+\s?条)"
_ARTICLE = rf"{_PLACE}(?:\s?(?:、|和|及|以及|至|到|或者?|与)?\s?{_PLACE})*"
ARTICLE = re.compile(rf"\s?[中的]?\s?(?P<article>{_ARTICLE})")
CLAUSE = re.compile(
    r"\s?[中的]?\s?(?P<article>(?:(?<=[中的准件])|(?<=[中的准件]\s))[0-9]+(?:\.[0-9]+)+条?(?![0-9])|[0-9]+(?:\.[0-9]+)+\s?条"
    r"|(?<=\s)[0-9]+(?:\.[0-9]+){2,}(?![0-9.])|附录\s?[A-Z](?![A-Za-z])|表\s?[0-9]+(?![0-9]))"
)
_ALONE = re.compile(_ARTICLE)
_RULED = re.compile(r"\s?(?:中?的?规定|所列|所称|所指|情形)")
_MOD = "(?:工作|实施|行动|指导|暂行|专项|总体|管理|通用|补充)"
_SELF = re.compile(
    rf"本(?<![基根文版样成资日原副范书课脚剧]本){_MOD}{{0,2}}(?:法(?![定律人治院官]|规(?!定))|条例|规定|办法|细则|规则|决定|通知|意见|通告|公告|方案|计划"
    r"|规划(?![期区])|标准(?!化)|文件(?!夹)|规范(?!化)|规程|导则|指南|指引|准则|目录|要点|大纲|纲要|制度|预案|手册|部分(?=规定|适用|代替|按照|由|与|是|为))"
)
_RELATIVE = re.compile(
    rf"(?:前(?<![目之以当先提此]前)[两二三四五]?(?:款(?!项)|条(?![件例款])|项(?!目))"
    rf"|本(?<![基根文版样成资日原副范书课脚剧]本)(?:条(?![件例款线])|款(?![项式])|项(?=规定)|[章节编](?=(?:的)?规定|所|要求|适用)))(?:\s?{_PLACE})*"
)


def _selves(text: str) -> Iterator[Mark]:
    yield from (Mark("self", found.start(), found.end(), found[0]) for found in _SELF.finditer(text))
    yield from (Mark("place", found.start(), found.end(), found[0]) for found in _RELATIVE.finditer(text))


def _articles(text: str) -> Iterator[Mark]:
    """Articles that stand alone, after a verb or before 规定; the label that a paragraph begins with is none."""
    for found in _ALONE.finditer(text):
        if found.start() and (text.endswith(VERBS, 0, found.start()) or _RULED.match(text, found.end())):
            yield Mark("article", found.start(), found.end(), found[0])


def titled(text: str, spaced: bool) -> str:
    """The normal form of a title. A blank parts the elements of a standard's title (`spaced`); in others, between Han, it means nothing."""
    plain = re.sub(r"\s*([()<>《》])\s*", r"\1", normal(text)).replace("《", "〈").replace("》", "〉").replace("<", "〈").replace(">", "〉")
    return plain if spaced else re.sub(rf"(?<=[{_HAN}、,)]) (?=[{_HAN}(])|(?<=[{_HAN}]) (?=[0-9])|(?<=[0-9]) (?=[{_HAN}])", "", plain)


_KINDS = tuple(
    (re.compile(signs), read)
    for signs, read in (
        ("《|<<", _titles),
        ("[0-9]", _standards),
        ("号", _papers),
        ("令", _orders),
        ("法|条例|规定|细则|规程|办法|规范|标准|方案|意见", _laws),
        ("[本前]", _selves),
        ("第", _articles),
    )
)
"""How each kind of mark is read, where one of its signs stands in the text; most lines have few."""
