"""The numbers that Word shows before paragraphs: it stores which list and level a paragraph is of, and counts anew each time."""

from collections.abc import Iterator
from typing import Any

from docx.document import Document

from duibiao.ontology import numerals

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_LEGAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)


def attribute(node: Any, child: str) -> str:
    """The value of a setting below the node, empty where it is not set."""
    found = node.find(f"{W}{child}")
    return str(found.get(f"{W}val") or "") if found is not None else ""


class Numbering:
    """The counters of a document's lists. Lists made of one pattern count on, unless one says where it starts."""

    def __init__(self, document: Document) -> None:
        part = next((rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")), None)
        root: Any = getattr(part, "element", None)
        self._levels: dict[str, dict[int, Any]] = {}
        self._patterns: dict[str, str] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._styles = {style.element.get(f"{W}styleId"): style.element for style in document.styles}
        for node in root.findall(f"{W}num") if root is not None else ():
            self._add(node, {pattern.get(f"{W}abstractNumId"): pattern for pattern in root.findall(f"{W}abstractNum")})

    def _add(self, node: Any, patterns: dict[str, Any]) -> None:
        """The list with the levels of its pattern, or of the pattern to which a style leads."""
        name, key = node.get(f"{W}numId"), attribute(node, "abstractNumId")
        if key in patterns and (style := attribute(patterns[key], "numStyleLink")):
            key = next((other for other, pattern in patterns.items() if attribute(pattern, "styleLink") == style), key)
        self._patterns[name] = key
        levels = patterns[key].findall(f"{W}lvl") if key in patterns else []
        self._levels[name] = {int(level.get(f"{W}ilvl")): level for level in levels}
        self._starts[name] = {}
        for override in node.findall(f"{W}lvlOverride"):
            level = int(override.get(f"{W}ilvl"))
            if start := attribute(override, "startOverride"):
                self._starts[name][level] = int(start)
            if (own := override.find(f"{W}lvl")) is not None:
                self._levels[name][level] = own

    def next(self, paragraph: Any) -> str:
        """The number that Word shows before the paragraph (its element), with the space after it; empty where it shows none or a bullet."""
        name, level = self._list_of(paragraph)
        levels = self._levels.get(name, {})
        if level not in levels:
            return ""
        counts = self._counts.setdefault(self._patterns[name], {})
        if level in self._starts[name]:
            counts.pop(level, None)
        start = self._starts[name].pop(level, None) or _start(levels[level])
        counts[level] = counts[level] + 1 if level in counts else start
        for above in range(level):
            counts.setdefault(above, _start(levels.get(above)))
        for below in [place for place in counts if place > level]:
            del counts[below]
        return _shown(levels, level, counts)

    def _list_of(self, paragraph: Any) -> tuple[str, int]:
        """The list and the level of a paragraph: its own, or those of its style."""
        name, level = "", ""
        for element in (paragraph, *self.styles_of(paragraph)):
            found = element.find(f"{W}pPr/{W}numPr")
            if found is not None:
                name, level = name or attribute(found, "numId"), level or attribute(found, "ilvl")
        return name, int(level or 0)

    def styles_of(self, paragraph: Any) -> Iterator[Any]:
        """The style of a paragraph, the one it is based on, and so on."""
        properties = paragraph.find(f"{W}pPr")
        key, seen = attribute(properties, "pStyle") if properties is not None else "", set[str]()
        while key in self._styles and key not in seen:
            seen.add(key)
            yield self._styles[key]
            key = attribute(self._styles[key], "basedOn")


def _start(level: Any) -> int:
    return int(attribute(level, "start") or 1) if level is not None else 1


def _shown(levels: dict[int, Any], level: int, counts: dict[int, int]) -> str:
    """The level's pattern (`%1.%2`) with its counters filled in; empty when it is a bullet."""
    pattern = attribute(levels[level], "lvlText")
    plain = levels[level].find(f"{W}isLgl") is not None
    for place, count in counts.items():
        if f"%{place + 1}" in pattern:
            form = attribute(levels[place], "numFmt") if place in levels and not plain else "decimal"
            pattern = pattern.replace(f"%{place + 1}", _numeral(form, count))
    follows = "" if attribute(levels[level], "suff") == "nothing" or pattern.endswith(("、", "）", "．")) else " "
    return pattern + follows if any(sign.isalnum() for sign in pattern) else ""


def _numeral(form: str, count: int) -> str:
    """The count in the numerals of that name in Word."""
    if form in {"lowerLetter", "upperLetter"}:
        letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 % 10 + 1)
        return letters if form == "lowerLetter" else letters.upper()
    if form in {"lowerRoman", "upperRoman"}:
        return _roman(count).lower() if form == "lowerRoman" else _roman(count)
    if form in {"chineseLegalSimplified", "ideographLegalTraditional"}:
        return numerals.counted(count).translate(_LEGAL)
    if form in {"ideographTraditional", "ideographZodiac"}:
        signs = _STEMS if form == "ideographTraditional" else _BRANCHES
        return signs[(count - 1) % len(signs)]
    if form.startswith(("decimalEnclosedCircle", "ideographEnclosedCircle")) and 1 <= count <= 20:
        return chr(ord("①") + count - 1)
    return numerals.counted(count) if form.startswith(("chinese", "japaneseCounting", "ideographDigital")) else str(count)


def _roman(count: int) -> str:
    signs = ""
    for value, sign in _ROMAN:
        signs += sign * (count // value % 1000)
        count %= value
    return signs
