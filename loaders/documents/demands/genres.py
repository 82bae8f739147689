"""How a kind of document demands."""

import re
from collections.abc import Sequence

from duibiao.loaders.documents.model import Head, Part

_NARRATED = frozenset({"解读", "问答", "总结"})
_NARRATIVE = re.compile("侧记|综述|纪实|见闻|简讯|快讯|新闻|回顾|访谈|答记者问|图解|事故调查报告|调查报告")
_BY_WORDS = re.compile(r"法|条例|规定|办法|细则|规则|标准|规范|规程|导则")


def demands_by_words(outline: Sequence[Part], head: Head) -> bool:
    """Whether the document demands by modal words alone, as laws and standards do; others demand by bare imperatives and set goals too."""
    return bool(head.kind and _BY_WORDS.search(head.kind)) or any(part.kind in {"article", "clause"} for part in outline)


def narrates(head: Head) -> bool:
    """Whether the document tells what was or explains what holds: there only words of demand demand."""
    return head.kind in _NARRATED or bool(_NARRATIVE.search(head.title))
