"""Lead-ins of lists: 应当履行下列职责：, 不得有下列行为：, 有下列情形之一的：, and what they say of the items below."""

import re
from dataclasses import dataclass, field

from duibiao.loaders.documents.demands.statements import Statement
from duibiao.loaders.documents.model import Modality

_ANNOUNCES = re.compile(r"[：:]$")
_CASES = re.compile(r"(?:之一|情形|行为|情况)的|(?:情形|行为)(?:之一)?[：:]$|之一[：:，]|(?:情形|行为)的?，")
_DUTIES = re.compile(r"(?:下列|以下|主要|工作|安全|管理)[^，。]{0,6}(?:职责|义务|任务)|职责(?:是|为|如下|包括)?[：:]$|做好(?:以下|下列)")
_RIGHTS = re.compile(r"(?:下列|以下)[^，。]{0,4}(?:职权|权利|权力)")
_SAYING = re.compile("履行|负有|行使|享有|承担|做好|下列|以下|如下")
_STYLES = (
    "[（(][一二三四五六七八九十百]+[）)]",
    "[（(][0-9]+[）)]",
    "[0-9]+[)）]",
    "[a-z][)）]",
    "[一二三四五六七八九十]+[、.．]",
    "[0-9]+[、.．]",
    "[①-⑳]",
    ".是",
    "[-—–·•●◆■□√*]+",
)
_STYLE = [re.compile(style) for style in _STYLES]


@dataclass(frozen=True)
class Lead:
    """What a lead-in says of its items: how strongly and whom it asks; `cases` where they are only circumstances."""

    modality: Modality
    actor: str | None
    cases: bool = False


@dataclass
class Lists:
    """The lists that are open at a place of the document, the innermost last, each with the style of its labels."""

    open: list[tuple[Lead, int | None]] = field(default_factory=list)

    def enter(self, statement: Statement) -> Lead | None:
        """The lead-in of which the statement is an item; closes the lists that it is no item of."""
        if not statement.opens:
            return self.open[-1][0] if self.open and self.open[-1][1] is not None else None
        style = _style(statement.label)
        if self.open and self.open[-1][1] is None and style is not None:
            self.open[-1] = (self.open[-1][0], style)
        while self.open and (style is None or self.open[-1][1] != style):
            self.open.pop()
        return self.open[-1][0] if self.open else None

    def announce(self, statement: Statement, modality: Modality | None, actor: str | None) -> None:
        """Opens a list where the statement is a lead-in with `modality`, or with words for duties or rights."""
        sentence = statement.sentence
        text = sentence.text[sentence.start : sentence.end]
        if _ANNOUNCES.search(text) and (said := modality or _said(text)):
            cases = _CASES.search(sentence.text[: sentence.end]) and said != "must_not"
            self.open.append((Lead(said, actor, bool(cases)), None))


def _said(text: str) -> Modality | None:
    if _CASES.search(text) or _DUTIES.search(text):
        return "must"
    return "may" if _RIGHTS.search(text) else None


def is_announced(text: str) -> Modality | None:
    """How strongly a lead-in asks that has no modal word (履行下列职责：, 行使下列职权：); None where it is none."""
    if not _ANNOUNCES.search(text) or _CASES.search(text):
        return None
    if not _SAYING.search(text):
        return None
    return "must" if _DUTIES.search(text) else "may" if _RIGHTS.search(text) else None


def _style(label: str) -> int | None:
    return next((number for number, style in enumerate(_STYLE) if style.fullmatch(label)), None)
