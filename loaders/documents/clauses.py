"""The clauses of a document: the parts that a norm is cited by, with the words that are theirs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from duibiao.loaders.documents.model import Document, Part

_NUMBERED = frozenset({"article", "clause", "item", "point"})

_ENDS = "。；;：:！？!?"
_WRAPPED = 25
"""A line shorter than this that ends without a mark is a heading, not a wrapped one."""


@dataclass(frozen=True)
class Clause:
    """A clause: its number, the number of the clause above it, the line it begins at, and its words, a line a paragraph."""

    number: str
    above: str | None
    line: int
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its words. A line that was only wrapped is put to the one before, though the file leaves it open."""
        joined = ""
        for line in self.lines:
            last = joined.rpartition("\n")[2]
            wrapped = len(last) >= _WRAPPED and last[-1] not in _ENDS and " | " not in last + line
            joined += ("" if wrapped else "\n" if joined else "") + line
        return joined


def clauses(document: Document) -> tuple[Clause, ...]:
    """The clauses in the order of the text. What has no number of its own is words of the clause that it stands in.

    A document has clauses when it has articles or numbered sections, as laws and standards have; a policy has none.
    """
    if not any(part.kind in {"article", "clause"} or _is_section(part) for part in document.outline):
        return ()
    found: dict[str, Clause] = {}
    names: list[str | None] = []
    for part in document.outline:
        above = names[part.above] if part.above is not None else None
        name = number(part)
        words = list(_words(document, part, labelled=bool(name)))
        if name:
            found[name] = Clause(name, above, document.source.paragraphs[part.start].line, words)
        elif above:
            found[above].lines.extend(words)
        names.append(name or above)
    return tuple(found.values())


def number(part: Part) -> str | None:
    """The number by which the part is a clause, or None where its words are those of the clause above."""
    if "#" in part.number:
        return None
    paragraph = part.kind == "paragraph" and part.number.endswith("款")
    if paragraph or part.kind in _NUMBERED or (part.kind == "annex" and "录" in part.label):
        return part.number.replace("第一款", "")
    return part.label.rstrip(".．") if _is_section(part) else None


def _is_section(part: Part) -> bool:
    """Whether it is 1 范围 of a standard; 1、 heads a part of a policy."""
    return part.kind == "heading" and part.label.rstrip(".．").isdecimal() and part.above is None


def _words(document: Document, part: Part, *, labelled: bool) -> Iterator[str]:
    first, *others = _texts(document, part)
    rest = first[len(part.label) :].lstrip(" \u3000.．、:：") if labelled else first
    yield from [rest] if rest else []
    yield from others


def _texts(document: Document, part: Part) -> Sequence[str]:
    return [paragraph.text for paragraph in document.source.paragraphs[part.start : part.end]]
