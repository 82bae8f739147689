"""A clause's text with its items, and what stands round a bound in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from duibiao.loaders.limits.grammar import Bounded, Token, folded, items
from duibiao.loaders.limits.words import MODALS, NEGATIONS, WITHIN, Kind
from duibiao.ontology.limits import Direction

_MODAL_END = re.compile(rf"(?:{'|'.join(sorted([*MODALS, *(word for word, said in NEGATIONS.items() if said)], key=len, reverse=True))})$")


@dataclass(frozen=True)
class Passage:
    """A text with its items."""

    text: str
    plain: str
    items: Sequence[Token]

    @classmethod
    def of(cls, text: str) -> "Passage":
        """The text, tokenised."""
        return cls(text, folded(text), items(text))

    def span(self, one: Bounded) -> tuple[int, int]:
        """Where the bound's wording begins and ends in the text."""
        return self.items[one.first].start, one.until or self.items[one.last].end

    def before(self, one: Bounded, since: int = 0) -> str:
        """The clause up to the bound; the clause before it where that is empty."""
        start = self.span(one)[0]
        begin = max(self._stop_before(one.first), since)
        worded = self.items[one.first].kind is not Kind.QUANTITY or one.symbol
        if not self.text[begin:start].strip() and begin > since and self.plain[begin - 1] in (",:" if worded else ":"):
            begin = max(self._stop_before(one.first, skip=1), since)
        return self.text[begin:start]

    def _stop_before(self, place: int, skip: int = 0) -> int:
        stops = [token.end for token in self.items[:place] if token.kind is Kind.STOP]
        return stops[-1 - skip] if len(stops) > skip else 0

    def after(self, one: Bounded) -> str:
        """The clause from the bound on."""
        stop = next((token.start for token in self.items[one.last + 1 :] if token.kind is Kind.STOP), len(self.text))
        return self.text[self.span(one)[1] : stop]

    def sentence_after(self, one: Bounded) -> str:
        """The sentence from the bound on."""
        found = re.match(r"[^。；;\n]*", self.text[self.span(one)[1] :])
        return found[0] if found else ""

    def parted(self, one: Bounded, since: int = 0) -> tuple[str, str]:
        """The words before the bound, parted at the last 应, 不得 … of the clause, which is left out."""
        before, end = self.before(one, since), self._modal(one)[1]
        cut = len(before) - (self.span(one)[0] - end)
        if end < 0 or cut < 0:
            return before, ""
        return _MODAL_END.sub("", before[:cut]), before[cut:]

    def modal(self, one: Bounded) -> str | None:
        """The last 应, 不得 … of the clause before the bound."""
        return self._modal(one)[0]

    def _modal(self, one: Bounded) -> tuple[str | None, int]:
        for token in reversed(self.items[: one.first]):
            if token.kind is Kind.STOP:
                break
            if said := _said(token):
                return said, token.end
        return None, -1

    def modality(self, one: Bounded) -> str | None:
        """How the bound is worded: by its own modal, by that of its clause; for a deadline or a period also by one after it
        (30日内应当办理) or in a clause before (应当按规定，在期满前一个月)."""
        if said := one.modality or self.modal(one):
            return said
        if one.word not in WITHIN | {"前"} and one.direction is not Direction.FREQUENCY:
            return None
        return _first_modal(self.items[one.last + 1 :]) or _first_modal(self.items[: one.first][::-1])

    def verb(self, one: Bounded) -> str:
        """The words inside the bound's wording: 检测 in 每年至少检测一次."""
        return "".join(token.text for token in self.items[one.first : one.last] if token.kind is Kind.WORD)

    def variable(self, one: Bounded) -> str:
        """What is measured inside 2 m≤h≤5 m."""
        inside = self.items[one.first + 1 : one.last] if one.symbol else ()
        return "".join(token.text for token in inside if token.kind in {Kind.WORD, Kind.REFERENCE})


def _said(token: Token) -> str | None:
    modal = token.kind in {Kind.MODAL, Kind.NEGATION}
    return MODALS.get(token.text) or NEGATIONS.get(token.text) if modal else None


def _first_modal(items: Sequence[Token]) -> str | None:
    """The first modal on this side of the bound, within the sentence."""
    for token in items:
        if token.kind is Kind.STOP and token.text != ",":
            return None
        if said := _said(token):
            return said
    return None
