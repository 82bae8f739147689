"""The title of a document: which lines of a text it is, joined where it is broken over several."""

import re
from collections.abc import Sequence

from duibiao.loaders.documents.model import Paragraph
from duibiao.loaders.documents.structure import designations, labels
from duibiao.loaders.documents.structure.organisations import is_organisation, several

KINDS = (
    *(
        "通知",
        "意见",
        "方案",
        "指引",
        "条例",
        "规定",
        "办法",
        "细则",
        "决定",
        "决议",
        "公告",
        "通告",
        "通报",
        "复函",
        "批复",
        "请示",
        "报告",
    ),
    *(
        "计划",
        "规划",
        "纲要",
        "要点",
        "指南",
        "导则",
        "规范",
        "规程",
        "规则",
        "准则",
        "守则",
        "制度",
        "预案",
        "清单",
        "说明",
        "解读",
        "解释",
    ),
    *("目录", "措施", "标准", "要求", "答复", "公约", "章程", "大纲", "手册", "须知", "承诺书", "责任书", "建议", "提示", "检查表"),
    *(
        "登记表",
        "汇总表",
        "申请表",
        "一览表",
        "名单",
        "总结",
        "台账",
        "议案",
        "纪要",
        "问答",
        "附则",
        "宪法",
        "法典",
        "法",
        "令",
        "函",
        "表",
    ),
)
"""The last word of a title, which says what kind of document it is; longer words first where one ends in another."""

_MOST_LINES, _LONGEST = 4, 60
_BROKEN = 6
"""A shorter line is none that a title was broken after."""
_KIND = rf"(?:{'|'.join(KINDS)})"
_SUFFIX = r"(?:\s*[（(《][^（()）》]{1,20}[)）》])*"
_ENDED = re.compile(rf"{_KIND}{_SUFFIX}$")
_ADDRESSED = re.compile(rf"的\s*{_KIND}{_SUFFIX}$|修改.*决定{_SUFFIX}$")
_MORE = re.compile(rf"(?:的\s*{_KIND}|[（(][^（()）]{{1,20}}[)）]){_SUFFIX}$")
_NO_TITLE = re.compile(
    r"[。；;：:？?]|^附\s*[件表图]?\s*[0-9一二三四五六七八九十]*$|[〔\[［【(（]\s*(?:19|20)[0-9]{2}\s*[〕\]］】)）]\s*第?\s*[0-9]+\s*号|令$|^第.{1,9}[号期]$"
    r"|文件$|^(?:特急|加急|急件|平急|机密|秘密|内部)|(?:19|20)[0-9]{2}\s*[-年.][0-9年月日.\s-]{0,9}$|^[（(]?此件|^(?:ICS|CCS|备案号)|发布$|实施$|^[A-Z]\s*[0-9]{2}$"
    r"|(?:国家|行业|地方|团体|企业)标准$|^目\s*[次录]$|^前\s*言|^[表图]\s*[A-Z0-9]|代\s*替|^[0-9\s]*$"
)


def could_be(paragraph: Paragraph) -> bool:
    """Whether the paragraph may be a line of a title."""
    text = paragraph.text
    return not paragraph.cells and 1 < len(text) <= _LONGEST and not _NO_TITLE.search(text) and not designations.is_standard(text)


def end(paragraphs: Sequence[Paragraph], start: int) -> int | None:
    """Where the title that begins at `start` ends, exclusive; None when no title begins there."""
    joined = ""
    for place in range(start, min(start + _MOST_LINES, len(paragraphs))):
        if not could_be(paragraphs[place]) or is_labelled(paragraphs[place]) or _is_letterhead(paragraphs, place, start):
            return None
        joined += paragraphs[place].text
        if _ENDED.search(joined):
            return _extended(paragraphs, place + 1, joined)
        if len(paragraphs[place].text) < _BROKEN:
            return None
    return None


def _is_letterhead(paragraphs: Sequence[Paragraph], place: int, start: int) -> bool:
    """Whether the line only names who issues; one organisation directly above 关于… is a part of the title."""
    if not is_organisation(paragraphs[place].text):
        return False
    following = paragraphs[place + 1].text if place + 1 < len(paragraphs) else ""
    above = place > 0 and is_organisation(paragraphs[place - 1].text)
    return place > start or above or len(several(paragraphs[place].text)) > 1 or not following.startswith("关于")


def is_labelled(paragraph: Paragraph) -> bool:
    """Whether the line may begin a numbered part, and so is none of a title."""
    return bool(labels.readings(paragraph.text))


def _extended(paragraphs: Sequence[Paragraph], stop: int, joined: str) -> int:
    """The end, with the lines that still belong to it: （试行）, 的通知, or what leads 关于印发…方案 up to 的通知."""
    addressed = "关于" in joined and not _ADDRESSED.search(joined)
    for place in range(stop, min(stop + 2, len(paragraphs))):
        text = paragraphs[place].text
        if not could_be(paragraphs[place]):
            break
        if _MORE.match(text) or (addressed and _ADDRESSED.search(text)):
            stop = place + 1
    return stop


def joined(paragraphs: Sequence[Paragraph]) -> str:
    """The lines of a title as one; a blank stays between Latin words only."""
    return re.sub(r"(?<![A-Za-z0-9])\s+|\s+(?![A-Za-z0-9])", "", " ".join(paragraph.text for paragraph in paragraphs))


def found(paragraphs: Sequence[Paragraph]) -> tuple[int, int] | None:
    """Where the title stands in the paragraphs before the text, as a slice: what ends as titles end, else the first heading that the file
    marks, else the first line that may be one; None when there is none."""
    marked = next((place for place, paragraph in enumerate(paragraphs) if paragraph.depth and could_be(paragraph)), None)
    places = [place for place, paragraph in enumerate(paragraphs) if could_be(paragraph)]
    for place in places if marked is None else (marked,):
        if stop := end(paragraphs, place):
            return place, stop
    first = marked if marked is not None else next(iter(places), None)
    return None if first is None else (first, first + 1)
