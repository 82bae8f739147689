"""Documents out of plain text for tests: a paragraph a line, and an outline by the labels alone."""

import re

from duibiao.loaders.documents.model import Paragraph, Part, Source

_NARROW = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), 0xFF0F)}
_LEVELS = (
    ("chapter", r"第[一二三四五六七八九十百]+章"),
    ("section", r"第[一二三四五六七八九十百]+节"),
    ("article", r"第[一二三四五六七八九十百零]+条"),
    ("annex", r"附件[0-9]*|附录 ?[A-Z]"),
    ("clause", r"[0-9]+(?:\.[0-9]+)+(?![0-9.]*年)"),
    ("heading", r"[一二三四五六七八九十]{1,3}、"),
    ("heading", r"[0-9]{1,2}、"),
    ("item", r"[（(][一二三四五六七八九十]{1,3}[）)]"),
    ("item", r"[0-9]{1,2}\.(?![0-9])"),
    ("point", r"[（(][0-9]{1,2}[）)]|[a-z][)）]|[0-9]{1,2}[)）]"),
)


def source(text: str, name: str = "text.txt") -> Source:
    """A paragraph for each line with words; blanks at the ends, debris and full-width digits are cleaned."""
    lines = tuple(text.split("\n"))
    return Source(name, lines, tuple(found for number, line in enumerate(lines, 1) if (found := _paragraph(line, number))))


def _paragraph(line: str, number: int) -> Paragraph | None:
    debris = re.match(r"(?:\[bookmark: [^\]]*\]|[\s#]|<!--.*?-->)*", line)
    start, end = debris.end() if debris else 0, len(line.rstrip())
    text = line[start:end].translate(_NARROW)
    return Paragraph(text, tuple((number, column + 1) for column in range(start, end))) if text else None


def outline(read: Source) -> tuple[Part, ...]:
    """A part for each paragraph that begins with a label, the title before them; levels by the order in which kinds of label stand in."""
    parts: list[Part] = [Part("title", "", 1, read.paragraphs[0].text, "title", None, 0, 1)]
    for number, paragraph in enumerate(read.paragraphs[1:], 1):
        kind, rank, label = _label(paragraph.text)
        last = parts[-1]
        if not label:
            parts[-1] = Part(last.kind, last.label, last.level, last.heading, last.number, last.above, last.start, number + 1)
            if last.kind == "title":
                parts[-1] = last
            continue
        above = next((place for place in range(len(parts) - 1, 0, -1) if parts[place].level < rank + 2), None)
        above = above if above is None or parts[above].level != rank + 2 else parts[above].above
        parts.append(
            Part(
                kind,
                label,
                rank + 2,
                "" if kind == "article" else _heading(paragraph.text[len(label) :]),
                str(number),
                above,
                number,
                number + 1,
            )
        )
    return tuple(parts)


def _label(text: str) -> tuple[str, int, str]:
    for rank, (kind, pattern) in enumerate(_LEVELS):
        if found := re.match(pattern, text):
            return kind, rank, found[0]
    return "", 0, ""


def _heading(rest: str) -> str:
    rest = rest.strip()
    if not re.search("[。；：:;，]", rest) and len(rest) <= 40:
        return rest
    if len(rest) <= 40 and "，" in rest and not re.search("[。；：:;]", rest):
        return rest
    run_in = re.match(r"([^。；：:;]{2,30})。", rest)
    return run_in[1] if run_in and not re.search("[应须可宜]|不得|要|禁|负", run_in[1]) else ""
