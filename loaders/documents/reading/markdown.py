"""The lines of a Markdown text without its marks: headings get their depth; what is not shown is left out."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from html import unescape
from itertools import pairwise

from duibiao.loaders.documents.model import Paragraph
from duibiao.loaders.documents.reading.placed import cut, inner, lines, substituted

_RULE = re.compile(r"\s{0,3}(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})$|={2,}\s*$|\s{0,3}(?:```|~~~)")
_HEADING = re.compile(r"\s{0,3}(#{1,6})(?:\s+|(?=[^\x00-\x7f]))")
_CLOSING = re.compile(r"\s#+\s*$")
_UNDERLINE = re.compile(r"\s{0,3}(?:(={2,})|-{2,})\s*$")
_NO_HEADING = re.compile(r"\s*(?:[-*+|>#]|[0-9]+[.)]|$)|.{60}")
_TARGET = r"(?:\([^()\s]{0,1000}(?:\s+\"[^\"\n]{0,200}\")?\)|\[[^\[\]\n]{0,80}\])"

_LEFT_OUT = (
    re.compile(r"^\s{0,3}(?:>\s?){1,9}"),
    re.compile(r"^\s*[-*+]\s+(?:\[[ xX]\]\s+)?(?=\S)"),  # a bullet, a box to tick
    re.compile(r"^\[\^[^\]\s]{1,40}\]:\s*|\[\^[^\]\s]{1,40}\]"),  # the mark of a footnote
    re.compile(r"^\[[^\]\n]{1,80}\]:\s+\S+\s*$"),  # the address of a link
    re.compile(rf"!\[[^\]\n]{{0,200}}\]{_TARGET}"),
    re.compile(
        r"</?(?:a|b|big|center|code|div|em|font|i|img|ins|kbd|mark|p|small|span|strong|sub|sup|u)(?:\s[^<>\n]{0,500})?/?>", re.IGNORECASE
    ),
    re.compile(r"(?<!\\)(?:\*\*|~~|`)"),
)
_KEPT = (
    re.compile(rf"\[([^\[\]\n]{{1,500}})\]{_TARGET}"),
    re.compile(r"(?<![\w\\])__([^\s_](?:[^_\n]{0,300}[^\s_])?)__(?!\w)"),
    re.compile(r"(?<![A-Za-z0-9*\\])\*([^\s*](?:[^*\n]{0,300}[^\s*\\])?)\*(?![A-Za-z0-9*])"),
    re.compile(r"(?<![\w\\])_([^\s_](?:[^_\n]{0,300}[^\s_])?)_(?!\w)"),
)
_SIGNS = re.compile(r"[*_~`\[<>\\&+-]")
"""Without one of them there is no mark."""
_BREAK = re.compile(r"<br\s{0,9}/?>", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{}~])")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z]{2,31});")


def shown(texts: Iterable[str]) -> Iterator[Paragraph]:
    """Each line as it is shown, empty where nothing is; <br> is a soft break, a pipe that is no border keeps its backslash."""
    every = list(_without_comments(_without_front_matter(list(lines(texts)))))
    for line, after in pairwise([*every, cut(every[-1], 0, 0)] if every else []):
        yield _shown(line, after.text)


def _shown(line: Paragraph, after: str) -> Paragraph:
    if _RULE.match(line.text):
        return cut(line, 0, 0)
    if heading := _HEADING.match(line.text):
        return replace(_plain(substituted(cut(line, heading.end()), _CLOSING)), depth=len(heading[1]))
    underline = _UNDERLINE.match(after)
    if underline and not _NO_HEADING.match(line.text):
        return replace(_plain(line), depth=1 if underline[1] else 2)
    return _plain(line)


def _plain(line: Paragraph) -> Paragraph:
    """Without the marks within the line."""
    if not _SIGNS.search(line.text):
        return line
    for mark in _LEFT_OUT:
        line = substituted(line, mark)
    for mark in _KEPT:
        line = inner(line, mark)
    return substituted(substituted(substituted(line, _BREAK, "\v"), _ENTITY, lambda found: unescape(found[0])), _ESCAPE)


# --- what is not shown

_FRONT = re.compile(r"[\w\s-]{1,60}:|\s+|#|-\s|$")


def _without_front_matter(every: list[Paragraph]) -> list[Paragraph]:
    """The lines after a head of keys and values between --- and ---."""
    if not every or every[0].text.rstrip() != "---":
        return every
    end = next((place for place, line in enumerate(every) if place and line.text.rstrip() in {"---", "..."}), 0)
    return every[end + 1 :] if end and all(_FRONT.match(line.text) for line in every[1:end]) else every


_COMMENT = re.compile(r"<!--(?:(?!<!--).)*?-->")
_OPENED = re.compile(r"<!--.*$")
_CLOSED = re.compile(r"^.*?-->")


def _without_comments(every: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """The lines, empty where they are comments of HTML."""
    hidden = False
    for line in every:
        if hidden and not _CLOSED.match(line.text):
            yield cut(line, 0, 0)
            continue
        bare = substituted(substituted(line, _CLOSED) if hidden else line, _COMMENT)
        hidden = bool(_OPENED.search(bare.text))
        yield substituted(bare, _OPENED)
