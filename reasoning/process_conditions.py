"""Process conditions in words, as far as they decide which symbol of table 2 of GB 18218 a flammable liquid has."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from duibiao.ontology import units
from duibiao.ontology.iris import normal

BOILING, SPECIAL = "W5.1", "W5.2"
_NOT = r"(?:不|未|无|没有|非|低于|小于|below|not?|without)[^,;，；。]{0,6}"
_ABOVE_BOILING = re.compile(
    r"(?:高于|超过|大于|达到|在|>|above|over|exceed\w*)[^,;，；。]{0,8}?(?:沸点|boiling)|沸点(?:以上|之上)|沸腾|^boiling", re.IGNORECASE
)
_NOT_BOILING = re.compile(rf"{_NOT}(?:沸点|boiling|沸腾)|沸点(?:以下|之下)", re.IGNORECASE)
_SPECIAL = re.compile(
    r"危险(?:化工)?工艺|特殊工艺|爆炸极限|爆炸范围|hazardous process|special process|explosi\w+ (?:limit|range)"
    r"|(?:光气化?|氯碱|氯化|硝化|合成氨|裂解|裂化|氟化|加氢|重氮化|氧化|过氧化|胺基化|磺化|聚合|烷基化|新型煤化工|电石生产|偶氮化)(?:反应|工艺|装置)",
    re.IGNORECASE,
)
_NOT_SPECIAL = re.compile(rf"{_NOT}(?:危险(?:化工)?工艺|特殊工艺|爆炸极限|爆炸范围|hazardous|special|explosi)", re.IGNORECASE)
_ORDINARY = re.compile(
    r"常温|常压|环境温度|普通|一般|正常|储存|贮存|储罐|(?<![有暂])无$|^无(?!法|资料|数据|信息)|^none|ambient|normal|ordinary|atmospheric|storage",
    re.IGNORECASE,
)
_PRESSURE = re.compile(
    r"(?:(?P<most>≤|<=?|不大于|不超过|不高于|小于|低于|至多|最高不超过|below|under|upto|atmost)"
    r"|(?P<least>≥|>=|不小于|不低于|至少|atleast)|(?P<more>>|大于|高于|超过|above|over|exceeding|morethan))?"
    r"(?P<number>\d+(?:\.\d+)?)(?P<unit>mpa|kpa|bar)",
    re.IGNORECASE,
)
_TEMPERATURES = re.compile(r"(-?\d+(?:\.\d+)?)(?:°C|度)?[^\dA-Za-z]{0,6}?沸点[^\d-]{0,3}(-?\d+(?:\.\d+)?)")
_HIGH_PRESSURE = Fraction(1600000)


@dataclass(frozen=True)
class Process:
    """What the process condition says: above the boiling point, a special condition of W5.2, or neither; None: it does not say."""

    symbol: str | None
    ordinary: bool = False

    @property
    def told(self) -> bool:
        """Whether it says which symbol a flammable liquid has."""
        return self.ordinary or self.symbol is not None


@lru_cache(maxsize=65536)
def process(text: str) -> Process:
    """What a process condition in words says of W5.1 to W5.4 (table 2): work above the boiling point, a special condition, neither."""
    plain = normal(text)
    if _boiling(plain):
        return Process(BOILING)
    if _special(plain):
        return Process(SPECIAL)
    ordinary = (
        _ORDINARY.search(plain)
        or _TEMPERATURES.search(plain.replace(" ", ""))
        or _NOT_BOILING.search(plain)
        or _NOT_SPECIAL.search(plain)
        or False in _high_pressures(plain)
    )
    return Process(None, bool(ordinary))


def _boiling(text: str) -> bool:
    if found := _TEMPERATURES.search(text.replace(" ", "")):
        return Fraction(found[1]) > Fraction(found[2])
    return bool(_ABOVE_BOILING.search(text)) and not _NOT_BOILING.search(text)


def _special(text: str) -> bool:
    said = bool(_SPECIAL.search(text)) and not _NOT_SPECIAL.search(text)
    return said or True in _high_pressures(text)


def _high_pressures(text: str) -> Iterator[bool | None]:
    """Of each pressure stated whether it is above 1.6 MPa; None where its bound does not tell."""
    for found in _PRESSURE.finditer(text.replace(" ", "")):
        unit = units.find({"mpa": "MPa", "kpa": "kPa", "bar": "bar"}[found["unit"].lower()])
        if unit:
            yield _high(found, unit.to_base(Fraction(found["number"])))


def _high(found: re.Match[str], pressure: Fraction) -> bool | None:
    if found["most"]:
        return None if pressure > _HIGH_PRESSURE else False
    if found["more"] or found["least"]:
        return True if pressure > _HIGH_PRESSURE or (found["more"] and pressure == _HIGH_PRESSURE) else None
    return pressure > _HIGH_PRESSURE
