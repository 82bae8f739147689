"""Short names that a document gives to norms (以下简称《办法》), and where it uses them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from duibiao.loaders.documents.citing.words import SHORT, VERBS

_DEFINED = re.compile(
    r"(?:以下|下)?(?:分别)?(?:简称|统称|合称|称)(?:为)?\s?[:：]?\s?"
    r"(?:(?P<open>[《“\"‘「『])(?P<quoted>[^》”\"’」』()，。；]{1,24})[》”\"’」』]|(?P<bare>[^《“\"‘「『》”’」』()，。；、\s]{2,16})(?=[),，。；]))"
)
_OF_NORMS = re.compile("(?:标准|规范|办法|方案|规定|条例|意见|通知|细则|指南|指引|导则|准则)$")
_PHRASE = re.compile(r"[^，。；：、()“”《》\s]{2,40}(?=\s?\($)")
_BEFORE_PHRASE = re.compile("^.*(?:[的为]|制定|制订|达到|按照|依据|执行|应用|印发|落实)")
_ANCHORS = (*VERBS, *"，。；(、“‘")


@dataclass(frozen=True)
class Definition:
    """A short name, where it is given, and what it means; `bracketed` where it is given in 《》 and so used only in these."""

    name: str
    paragraph: int
    start: int
    end: int
    bracketed: bool
    means: str
    dated: bool = False


def opened(text: str, at: int) -> re.Match[str] | None:
    """The definition that begins at a place of a text, after a bracket or a comma."""
    begin = re.compile(r"\s?[(,，、]?\s?(?:(?:国家标准|原文|全文)[,，])?\s?").match(text, at)
    return _DEFINED.match(text, begin.end() if begin else at)


def within(text: str, start: int, end: int) -> re.Match[str] | None:
    """The definition in the brackets behind a title."""
    return _DEFINED.search(text, start, end)


def defined(found: re.Match[str], paragraph: int, means: str, dated: bool) -> Definition:
    """The definition that was found, of a norm."""
    group, bracketed = ("quoted", found["open"] == "《") if found["open"] else ("bare", False)
    start, end = found.span(group)
    return Definition(found[group].strip(), paragraph, start - bracketed, end + bracketed, bracketed, means, dated)


def of_phrases(text: str, paragraph: int, taken: Iterable[Definition]) -> Iterator[Definition]:
    """Short names of norms that have none but a description: …评审标准（以下简称“评审标准”）. Of other things they give none."""
    starts = {(definition.paragraph, definition.end) for definition in taken}
    for found in _DEFINED.finditer(text):
        phrase = _PHRASE.search(text, 0, found.start())
        if found["open"] and phrase and _OF_NORMS.search(found["quoted"]):
            own = defined(found, paragraph, _BEFORE_PHRASE.sub("", phrase[0]), dated=False)
            if (paragraph, own.end) not in starts and not own.name.startswith("本"):
                yield own


def uses(text: str, definitions: Sequence[Definition]) -> Iterator[tuple[int, int, Definition]]:
    """Where a text uses the short names outside 《》: from, to, and which. A name that is one word of norms alone (标准) needs a verb or
    a mark before it."""
    names = {definition.name: definition for definition in definitions if not definition.bracketed}
    if not names:
        return
    words = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    for found in re.finditer(rf"(?:{words})(?!化)", text):
        if not SHORT.fullmatch(found[0]) or text.endswith(_ANCHORS, 0, found.start()):
            yield found.start(), found.end(), names[found[0]]
