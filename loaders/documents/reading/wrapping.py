"""Lines into paragraphs: what an editor or converter wrapped is put together again, and nothing else.

Most texts hold a paragraph on each line; only where many lines end at the same width in the middle of a sentence were they wrapped.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from duibiao.loaders.documents.model import Paragraph
from duibiao.loaders.documents.reading.placed import joined

_NUMERAL = "一二三四五六七八九十百千零〇0-9"
BEGINS = re.compile(
    r"[\s]*(?:"
    rf"第\s?[{_NUMERAL}]{{1,9}}\s?[编篇章节条](?:之[一二三四五六七八九十]+)?(?![的规和、至第之及或中所])"  # 第三条, not: 第三条的规定
    r"|[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十0-9a-z]{1,3}[)）]|[①-⑳⑴-⒇]"
    r"|[0-9]{1,2}(?:[、)）．]|\.(?![0-9]))|[0-9]{1,2}(?:\.[0-9]{1,3}){1,5}\s+(?![年月日米吨元人%℃万小分])(?=[^\x00-\x7f])|[a-z][)）]"
    r"|附[件录表则]|[表图注]\s?[A-Z0-9：:]|--|——|[-*•·●○■□◆◇▲△★☆√]\s*\S"
    r"|(?:抄[送报]|主送|联系人|联系电话|主题词|目\s*[录次])[：:\s]?)"
)
"""What begins a paragraph whatever stands before it: a label, a bullet, the foot of a letter."""
ENDED = tuple("。；：！？;:!?…|")
_CANNOT_BEGIN = tuple("的，。、；：）》”！？,;)")
_NARROWEST, _WIDEST = 40, 120
_RAGGED = 3
_FEWEST = 3


def unwrapped(lines: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """The paragraphs of the lines. Headings, rows and empty lines stand alone; empty lines are left out."""
    every = list(lines)
    wrap = _width_of_wrapping([line.text for line in every if not line.cells])
    pending: list[Paragraph] = []
    gap = False
    for line in every:
        if not line.text.strip():
            gap = True
            continue
        if pending and not _continues(pending[-1], line, wrap, gap):
            yield joined(pending, "\n")
            pending = []
        pending.append(line)
        gap = False
    if pending:
        yield joined(pending, "\n")


def _continues(before: Paragraph, line: Paragraph, wrap: int, gap: bool) -> bool:
    """Whether the line goes on where the one before broke off."""
    if before.depth or line.depth or before.cells or line.cells or before.text.rstrip().endswith(ENDED) or BEGINS.match(line.text):
        return False
    long = width(before.text) >= _NARROWEST
    if long and line.text.startswith(_CANNOT_BEGIN):
        return True
    return not gap and wrap - _RAGGED <= width(before.text) <= wrap and _indent(line.text) <= _indent(before.text)


def _width_of_wrapping(texts: list[str]) -> int:
    """The width in columns at which the text was wrapped, 0 where it was not."""
    widths = Counter(width(text) for text in texts if text.strip())
    inner = Counter(width(text) for text, after in pairwise(texts) if after.strip() and not text.rstrip().endswith(ENDED))
    best = max(range(_NARROWEST, _WIDEST + 1), key=lambda wide: _near(inner, wide))
    lines, longer = widths.total(), sum(count for wide, count in widths.items() if wide > best)
    full = _near(widths, best)
    wrapped = _near(inner, best) >= max(_FEWEST, full * 0.6) and full >= lines / 4 and longer <= lines / 20
    return best if wrapped else 0


def _near(widths: Counter[int], wide: int) -> int:
    return sum(widths[wide - less] for less in range(_RAGGED + 1))


def width(text: str) -> int:
    """The columns that the text takes, without the space at its end; a Han character takes two, as it takes two bytes in GBK."""
    return len(text.rstrip().encode("gbk", "replace"))


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())
