"""What stands in the way of an identification by GB 18218, or is worth saying beside it, in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass

_TEXTS: Mapping[str, tuple[str, str]] = {
    "no_quantity": ("{name}：设计最大量缺失，无法计算", "{name}: the design maximum is not stated, so nothing can be computed"),
    "only_stock": (
        "{name}：只填写了现存量；应按设计最大量计算（4.2.2）",
        "{name}: only today's stock is stated; the design maximum counts (4.2.2)",
    ),
    "bad_quantity": ("{name}：数量“{value}”不是数，无法计算", "{name}: the quantity “{value}” is no number, so nothing can be computed"),
    "no_unit": (
        "{name}：数量没有写明计量单位，无法换算为吨",
        "{name}: the quantity has no unit, so it cannot be converted into tonnes",
    ),
    "no_mass": (
        "{name}：“{value}”不是质量单位，无法换算为吨",
        "{name}: “{value}” is no unit of mass, so it cannot be converted into tonnes",
    ),
    "no_name": ("有一行没有填写物质名称和CAS号", "a row states neither substance nor CAS number"),
    "bad_cas": ("{name}：CAS号 {cas} 的校验位不对，请核对", "{name}: the CAS number {cas} fails its check digit; please verify it"),
    "mismatch": (
        "{name}：CAS号 {cas} 不是“{listed}”的（“{listed}”为 {numbers}），名称与CAS号不符",
        "{name}: the CAS number {cas} is not that of “{listed}” ({numbers}); name and number disagree",
    ),
    "other_substance": (
        "{name}：CAS号 {cas} 属于“{listed}”，名称与CAS号不符",
        "{name}: the CAS number {cas} belongs to “{listed}”; name and number disagree",
    ),
    "several": (
        "{name}：表1中有{count}行，须写明浓度或含量",
        "{name}: {count} rows of table 1 are called so; state the concentration or content",
    ),
    "no_class": (
        "{name}：不在表1中，危险类别“{value}”未填或不在表2中，无法确定临界量",
        "{name}: not in table 1, and the hazard class “{value}” is missing or not in table 2, so there is no threshold",
    ),
    "unread_class": ("{name}：危险类别“{value}”不认识", "{name}: the hazard class “{value}” is not known"),
    "mixture": (
        "{name}：混合物须写明其危险类别，才能确定临界量（4.2.3）",
        "{name}: the hazard class of the mixture must be stated to tell its threshold (4.2.3)",
    ),
    "diluted": (
        "{name}：含量不在表1“{listed}”的范围内，须写明危险类别",
        "{name}: its content is outside that of “{listed}” in table 1; state the hazard class",
    ),
    "process": (
        "{name}：工艺条件未写明或不能识别，{symbols} 中何者适用无法确定",
        "{name}: the process condition is missing or not understood, so which of {symbols} applies cannot be told",
    ),
    "state": (
        "{name}：物质状态等未写明，{symbols} 中何者适用无法确定",
        "{name}: its state of matter or the like is not stated, so which of {symbols} applies cannot be told",
    ),
    "interval": ("{name}：数量只知为 {value} t", "{name}: its quantity is only known to be {value} t"),
    "people_interval": ("500米内常住人口只知为 {value}", "the number of residents within 500 m is only known to be {value}"),
    "pure_unknown": (
        "{name}：其纯物质的危险类别未收录，无法判断混合物是否与其相同（4.2.3）",
        "{name}: the class of its pure substance is not held, so whether the mixture has the same cannot be told (4.2.3)",
    ),
    "no_beta": ("{name}：缺少危险类别，无法确定校正系数β", "{name}: the hazard class is missing, so the factor β cannot be told"),
    "no_people": (
        "缺少厂界外500米内常住人口，无法确定校正系数α",
        "the number of residents within 500 m is missing, so the factor α cannot be told",
    ),
    "people_differ": (
        "各行填写的500米内常住人口不一致（{value}），无法确定校正系数α",
        "the rows state different numbers of residents within 500 m ({value}), so the factor α cannot be told",
    ),
    "bad_people": ("500米内常住人口“{value}”不是人数", "the number of residents “{value}” is no number of people"),
    "empty": ("单元没有填写任何物质，无法辨识", "the unit states no substance, so it cannot be identified"),
    "held_back": (
        "单元有{count}行储存数据因错误未载入，无法得出结论",
        "{count} rows of the unit were held back for their faults, so there is no result",
    ),
    "not_in_force": (
        "GB 18218-2018 自 {since} 起实施；此前适用的 GB 18218-2009 未收录，{day} 当日无法判定",
        "GB 18218-2018 is in force from {since}; the 2009 edition before it is not held, so nothing can be told for {day}",
    ),
    # what is said beside a result
    "assumed_content": (
        "{name}：未写明含量，按表1“{listed}”计",
        "{name}: no content is stated; counted as “{listed}” of table 1",
    ),
    "whole_mixture": (
        "{name}：与其纯物质危险类别相同，按混合物整体计（4.2.3）",
        "{name}: same hazard class as its pure substance; the whole mixture counts (4.2.3)",
    ),
    "own_class": (
        "{name}：与其纯物质危险类别不同，按自身危险类别计（4.2.3）",
        "{name}: another hazard class than its pure substance; its own class counts (4.2.3)",
    ),
    "not_counted": (
        "{name}：不在表1中，所填危险类别“{value}”也不在表2范围内，不计入S",
        "{name}: not in table 1, and its class “{value}” is outside table 2, so it does not count in S",
    ),
    "graver": (
        "{name}：按工艺条件属于 {symbol}，而不是所填的 {value}",
        "{name}: by the process condition it is {symbol}, not {value} as stated",
    ),
    "by_cas": ("{name}：按CAS号 {cas} 认定为“{listed}”", "{name}: taken for “{listed}” by its CAS number {cas}"),
    "kinds_differ": ("各行填写的单元类型不一致（{value}）", "the rows state different kinds of unit ({value})"),
    "unread_kind": ("单元类型“{value}”不认识，应为生产单元或储存单元", "the kind of unit “{value}” is neither production nor storage"),
}


@dataclass(frozen=True)
class Problem:
    """A fact about a row or a unit, by its code and what fills its sentence."""

    code: str
    facts: tuple[tuple[str, str], ...] = ()

    def text(self, language: str) -> str:
        """The sentence, in `zh` or `en`."""
        zh, en = _TEXTS[self.code]
        return (zh if language == "zh" else en).format_map(dict(self.facts))


def problem(code: str, **facts: object) -> Problem:
    """The problem of this code with its facts."""
    return Problem(code, tuple((name, str(value)) for name, value in facts.items()))
