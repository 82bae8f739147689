"""Who acts where a sentence does not say: whom another sentence, the heading or the address of the document names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from duibiao.loaders.documents.demands.leads import Lead
from duibiao.loaders.documents.demands.statements import Statement
from duibiao.loaders.documents.demands.subjects import subject
from duibiao.loaders.documents.demands.words import hushed, words
from duibiao.loaders.documents.model import Part

_CHARGED = re.compile(r"[（(](?:责任|牵头|落实)(?:单位|部门)[：:]\s*([^（）()；;]+)")
_POST = re.compile("[\u4e00-\u9fff]{1,10}(?:部|科|处|室|组|队|长|员|(?<![分施开竣动职])工|办)")
_OF_DUTY = re.compile("的?(?:安全)?(?:生产)?(?:工作)?(?:主要)?(?:职责|责任|义务)$")


@dataclass
class Actors:
    """Who acted last in each part of the outline, and who acts by `default`."""

    outline: Sequence[Part]
    default: str | None
    last: dict[int | None, str] = field(default_factory=dict)

    def name(self, statement: Statement, actor: str | None) -> None:
        """Remembers who acts in the part of the statement."""
        if actor:
            self.last[statement.part] = actor

    def inherited(self, statement: Statement, lead: Lead | None) -> str | None:
        """Who is charged in brackets (责任单位：…), the actor of the lead-in, of the sentence before in the part or the parts above it,
        of a heading, or by default."""
        if charged := _CHARGED.search(statement.sentence.text):
            return charged[1]
        part = statement.part
        while part is not None and part not in self.last:
            part = self.outline[part].above
        named = (lead and lead.actor) or self.last.get(part)
        return named or next((actor for heading in statement.headings if (actor := role(heading))), None) or self.default


@lru_cache(maxsize=256)
def role(heading: str) -> str | None:
    """The body or role that a heading or lead-in is about (安全员职责)."""
    quiet = hushed(heading)
    if actor := subject(words(_OF_DUTY.sub("", quiet))):
        return heading[slice(*actor)]
    return heading if _POST.fullmatch(quiet) else None
