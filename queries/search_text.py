"""Text as it is searched: spellings made one, words cut into tokens, the hits in a text.

A Han character is a token together with the one that follows it, so that a word of two is found by one look into the index, and the tokens
of a longer word stand side by side. Runs of letters and of digits are tokens of their own: GB18218 and ＧＢ １８２１８ are the same two.
Punctuation is a token that keeps apart what stands before and after it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from duibiao.ontology import iris

Segments = tuple[tuple[str, bool], ...]
"""A text in pieces, each with whether it is a hit."""

_BREAK = "·"
_HAN = r"[^\W_a-z0-9]"
_GAP = re.compile(r"[\W_]+")
_RUN = re.compile(rf"[a-z]+|[0-9]+|{_HAN}+|{_BREAK}")
_GLUED = re.compile(r"(?<=[a-z])(?: ?/ ?|[ -](?=t[ -]?[0-9]))(?=[a-z])")  # GB/T and GB T are GBT
_BLANK = re.compile(rf"(?<={_HAN}) (?={_HAN})")
_JOINING = " ./-"
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»「」『』＂", '"'))
_WORD = re.compile(
    r'"([^"]*)"?|((?:[a-z]{1,6}|db ?[0-9]+(?: ?/ ?)?[a-z]?) [0-9][^\s"]*)|([^\s"]+)'
)  # the second: a number written with a blank
_PREFIX_LETTERS = 3
_BEFORE, _AROUND = 24, 96
"""How much of a text is shown before its first hit, and in all."""


class _Folding(dict[int, str]):
    """Each character as it is searched; worked out once."""

    def __init__(self) -> None:
        self.uneven: set[str] = set()
        """Those that become several or none."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        self[code] = sign if sign == "\n" else " " if sign.isspace() else iris.normal(sign).lower()
        if len(self[code]) != 1:
            self.uneven.add(sign)
        return self[code]


_FOLDING = _Folding()


def folded(text: str) -> str:
    """The text in lower case with full-width forms, dashes and blanks made uniform, character by character; ends of lines stay."""
    return text.translate(_FOLDING)


def tokens(text: str) -> list[str]:
    """The tokens of a text, in their order."""
    found: list[str] = []
    for run in _RUN.findall(_GAP.sub(_gap, _GLUED.sub("", folded(text)))):
        if run.isascii():
            found.append(run)
        else:
            found += [run[i : i + 2] for i in range(len(run))]
    return found


def _gap(found: re.Match[str]) -> str:
    """What stands between two runs: nothing that counts, or a break. Between Han characters everything counts."""
    gap, before, after = found[0], found.string[found.start() - 1 : found.start()], found.string[found.end() : found.end() + 1]
    joins = _JOINING if before.isascii() and after.isascii() else " "
    between_han = not before.isascii() and not after.isascii()
    return _BREAK if between_han or gap.strip(joins) else " "


@dataclass(frozen=True)
class Word:
    """A word that is asked for: its tokens stand side by side, the last one begins a token where `open`."""

    text: str
    tokens: tuple[str, ...]
    open: bool

    @property
    def expression(self) -> str:
        """The word in the language of FTS5. Tokens hold no sign of that language."""
        return f'"{" ".join(self.tokens)}"{" *" if self.open else ""}'

    @property
    def pattern(self) -> str:
        """What the word looks like in a folded text."""
        return "".join(_looks(self.tokens, self.open))


def words(query: str) -> tuple[Word, ...]:
    """The words of a query: what blanks part, what quotes hold together, and numbers with a blank in them. None for punctuation only."""
    plain = " ".join(_GLUED.sub("", folded(query.translate(_QUOTES))).split())
    parts = ("".join(found.groups(default="")) for found in _WORD.finditer(re.sub(r" ?- ?(?=[0-9])", "-", plain)))
    return tuple(dict.fromkeys(word for part in parts if (word := _word(_BLANK.sub("", part)))))


def _word(text: str) -> Word | None:
    found = tokens(text)
    while found and found[0] == _BREAK:
        del found[0]
    while found and found[-1] == _BREAK:
        del found[-1]
    if not found:
        return None
    last = found[-1]
    if last.isascii():
        return Word(text, tuple(found), last.isalpha() and len(last) >= _PREFIX_LETTERS)
    if len(found) > 1 and len(found[-2]) == 2:  # the token before holds the last character already
        return Word(text, tuple(found[:-1]), False)
    return Word(text, tuple(found), True)


def key(number: str) -> str:
    """A number such that all its spellings have the same key; the year of a standard is left out."""
    return " ".join(token for token in tokens(re.sub(r"-(?:19|20)\d\d$", "", iris.normal(number))) if token != _BREAK)


# --- hits in a text


def _looks(found: tuple[str, ...], is_open: bool) -> Iterator[str]:
    for place, token in enumerate(found):
        ascii_before = place > 0 and found[place - 1].isascii()
        if token == _BREAK:
            yield r"[\W_]+"
        elif token.isascii():
            same = "a-z" if token.isalpha() else "0-9"
            last = is_open and place == len(found) - 1
            yield (rf"[{_JOINING}]*" if ascii_before else r"\s*") if place else ""
            signs = "[ /-]{0,3}".join(token) if token.isalpha() else token
            yield rf"(?<![{same}]){signs}" + ("[a-z]*" if last else rf"(?![{same}])")
        else:
            overlaps = place > 0 and len(found[place - 1]) == 2 and not ascii_before
            yield (r"\s*" if ascii_before else "") + (token[1:] if overlaps else token)


def pattern(asked: Iterable[Word]) -> re.Pattern[str]:
    """What finds the hits of any of the words in a folded text."""
    return re.compile("|".join(sorted((word.pattern for word in asked), key=len, reverse=True)))


def segments(text: str, hits: re.Pattern[str]) -> Segments:
    """The text in pieces."""
    if not hits.search(folded(text)):
        return ((text, False),) if text else ()
    signs, places = _mapped(text)
    found: list[tuple[str, bool]] = []
    end = 0
    for hit in hits.finditer(signs):
        start = places[hit.start()]
        found += [(text[end:start], False), (text[start : places[hit.end() - 1] + 1], True)]
        end = places[hit.end() - 1] + 1
    return tuple((piece, hit) for piece, hit in (*found, (text[end:], False)) if piece)


def _mapped(text: str) -> tuple[str, Sequence[int]]:
    """The folded text, and for each of its characters the place in the text."""
    signs = folded(text)
    if _FOLDING.uneven.isdisjoint(text):
        return signs, range(len(text))
    return signs, [place for place, sign in enumerate(text) for _ in _FOLDING[ord(sign)]]


def snippet(text: str, hits: re.Pattern[str]) -> Segments:
    """The stretch of a long text with its first hit, in pieces; the beginning where there is no hit."""
    first = hits.search(folded(text))
    start = _place(text, first.start()) - _BEFORE if first else 0
    start = start if start > _BEFORE else 0
    end = start + _AROUND
    shown = segments(text[start:end].replace("\n", " "), hits)
    return (*((("…", False),) if start else ()), *shown, *((("…", False),) if end < len(text) else ()))


def _place(text: str, folded_place: int) -> int:
    """Where in a text the character stands that is at this place of the folded text."""
    if _FOLDING.uneven.isdisjoint(text[: folded_place + 1]):
        return folded_place
    lengths = accumulate(len(_FOLDING[ord(sign)]) for sign in text)
    return next(place for place, length in enumerate(lengths) if length > folded_place)


def line(text: str, hits: re.Pattern[str]) -> Segments:
    """The first line with a hit, else the first line, in pieces."""
    lines = text.split("\n")
    return segments(next((each for each in lines if hits.search(folded(each))), lines[0]), hits)
