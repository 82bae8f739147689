"""Personal data made unreadable before a text is shown: telephone numbers, e-mail addresses, identity numbers, names of persons."""

import re

_ONE = r"(?!手机|电话|传真|邮箱|联系|办公|单位|职务|地址|邮编)[\u4e00-\u9fff·]{2,4}"
_PERSONAL = re.compile(
    r"(?P<mail>[A-Za-z0-9._%+-]{1,64}[@＠][A-Za-z0-9.-]{1,255}\.[A-Za-z]{2,24})"
    r"|(?<![0-9A-Za-z])(?P<identity>[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])[0-9]{2}[0-9]{3}[0-9Xx])(?![0-9A-Za-z])"
    r"|(?<![0-9A-Za-z.])(?P<mobile>(?:\+?86[ -]?)?1[3-9][0-9](?:[ -]?[0-9]{4}){2})(?![0-9])"
    r"|(?<![0-9A-Za-z.])(?P<landline>[（(]?0[0-9]{2,3}[）)]?\s?[-—–－]?\s?[1-9][0-9]{6,7}(?:[-—转][0-9]{1,6})?)(?![0-9])"
    r"|(?:电话|传真|手机|热线|座机|Tel|TEL|Fax|FAX)\s*(?:/\s*传真)?\s*[：:]\s*(?P<called>[0-9][0-9 \-—–、,，/]{5,40}[0-9])"
    r"|(?:联系人|联络人|联系人员|经办人|承办人|签发人?|审核人|审批人|负责人|责任人|起草人|主要起草人|校对|会签|填报人|填表人|报送人|法定代表人|姓名|制表人?)\s*[：:]\s*"
    rf"(?P<names>{_ONE}(?:[、，, \u3000/]+{_ONE}(?![\u4e00-\u9fff：:]))*)"
)
_SIGNS = re.compile(r"[@＠：:]|[0-9]{4}[ -]?[0-9]{3}")
"""Without one of these a text holds nothing personal; most have none, and looking for them is quick."""
_NAME = re.compile(r"[\u4e00-\u9fff·]{2,4}")
_HIDDEN = re.compile(r"[0-9A-Za-z]")


def masked(text: str) -> str:
    """The text, as long as before, with telephone numbers, addresses and identity numbers starred, and names but for the family name."""
    return _PERSONAL.sub(_hide, text) if _SIGNS.search(text) else text


def _hide(found: re.Match[str]) -> str:
    kind = found.lastgroup or ""
    start, end = found.start(kind) - found.start(), found.end(kind) - found.start()
    whole = found[0]
    hidden = _NAME.sub(_family_name, found[kind]) if kind == "names" else _HIDDEN.sub("*", found[kind])
    return whole[:start] + hidden + whole[end:]


def _family_name(found: re.Match[str]) -> str:
    return found[0][0] + "*" * (len(found[0]) - 1)
