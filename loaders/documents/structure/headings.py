"""The heading that a label's line holds: all of it, or the words before the first 。 where these are a title and no norm."""

import re

from duibiao.loaders.documents.structure.labels import Label

_LONGEST, _LONGEST_RUN_IN = 50, 36
_BRACKETED = re.compile(
    r"[【［\[]\s*([^】］\]]{1,30}?)\s*[】］\]]\s*|[（(]\s*(?![一二三四五六七八九十]+[)）])([^（()）]{2,20}?)\s*[)）]\s*"
)
_LED = re.compile(r"([\u4e00-\u9fff、]{2,15})(?<!政府)(?<!部门)(?<!单位)(?<!企业)(?<!人员)[\s\u3000]+(?=[\u4e00-\u9fff《“])")
_NORM = re.compile(
    r"(?<![供响效适对反相])应(?![急对用变力激知会收保])|必须|不得|严禁|禁止|可以|不应|不宜|下列|如下|以下|是指|删去|修改为|增加一|^本[^\u4e00-\u9fff]?(?:法|条例|办法|规定|细则|通知|方案|意见|标准|文件)"
    r"|[自从][0-9〇二发公印].*起|^(?:要|由|将|对于?.*的$|凡|因|在.*[中时内]$)|(?<!目)的$|(?:大于|小于|超过|低于|高于|等于|符合|不得|应)$"
)
_ENDS = re.compile(r"[。；;，,、！!|]$")
_PARENTHESIS = re.compile(r"[（(][^（()）]*[)）]")
_SPACED = re.compile(r"(?<=[\u4e00-\u9fff])[\s\u3000]+(?=[\u4e00-\u9fff]$)|(?<=^[\u4e00-\u9fff])[\s\u3000]+(?=[\u4e00-\u9fff])")
"""The blanks of a short heading that is spaced out: 总　则."""
_RUN_IN = re.compile(r"([^。！？：:；;]+)[。：:](.*)", re.DOTALL)


def heading(label: Label, rest: str, led: bool) -> str:
    """The heading in what follows a label, empty where that is body alone. `led`: what it heads may stand in the paragraphs below, so
    that a sentence of its own on the line can be a heading (（一）指导思想。)."""
    text = _SPACED.sub("", rest.strip())
    if label.style.kind == "article":
        return _of_article(text)
    if label.style.structural:
        return text
    if len(text) <= _LONGEST and not re.search(r"[。：:；;]", text) and not _ENDS.search(text):
        return "" if _is_sentence(text) else text
    return _run_in(text, led and label.style.kind != "clause")


def _of_article(rest: str) -> str:
    """【适用范围】, （适用范围）, or a short title with a blank after it or nothing at all."""
    if found := _BRACKETED.match(rest):
        return found[1] or found[2]
    if found := _LED.match(rest):
        return found[1]
    return rest if is_title(rest) else ""


def is_title(text: str) -> bool:
    """Whether a line of its own can be the heading of the label above it or on it."""
    return 0 < len(text) <= 25 and not re.search(r"[。，；：:;]", text) and not _is_sentence(text)


def _run_in(text: str, led: bool) -> str:
    found = _RUN_IN.match(text)
    if not found or found[1].strip() in {"问", "答"} or len(_PARENTHESIS.sub("", found[1])) > _LONGEST_RUN_IN or _is_sentence(found[1]):
        return ""
    colon = text[found.end(1)] in "：:"
    if (colon and (len(found[1]) > 15 or "，" in found[1])) or not (found[2] or led):
        return ""
    return found[1].strip()


def _is_sentence(text: str) -> bool:
    """Whether the words order, permit or define, as no heading does but one that asks (企业应当做什么？)."""
    return not text.endswith(("？", "?")) and _orders(text)


def _orders(text: str) -> bool:
    return bool(_NORM.search(text)) or text.count("，") > 2


def has_body(rest: str, heading: str) -> bool:
    """Whether words follow the heading."""
    return len(re.sub(r"\W", "", rest)) > len(re.sub(r"\W", "", heading))
