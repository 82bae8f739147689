"""What a bound asks for: which way it points where no word says so, and whether it demands or only says when."""

import re
from dataclasses import replace

from duibiao.loaders.limits import subject as limit_subject
from duibiao.loaders.limits.grammar import Bounded, folded
from duibiao.loaders.limits.passage import Passage
from duibiao.loaders.limits.subject import DIMENSIONLESS, HEAD
from duibiao.loaders.limits.words import AFTERWARDS, WITHIN, Kind
from duibiao.ontology.limits import Direction

_NATURES = (
    (re.compile(r"(?:保存|保管|留存|存档|归档|保留)(?:期限?|时间)?$"), Direction.LOWER),
    (re.compile(r"(?:有效期限?|有效时间|时限)$"), Direction.UPPER),
    (re.compile(r"(?:间隔|周期)(?:时间|期)?$"), Direction.INTERVAL),
)
_SPACED = re.compile(r"(?:间隔|周期)(?:时间|期)?$")
_EQUALS = re.compile(r"(?:为|是|等于|设定为|设为|设定在|取|定为)\s*$")

_IF = re.compile(r"^\s*(?:当|如果|如|若|凡|一旦|倘若)(?![场地日天期])")
_MARK = re.compile(r"^\s*(?:的)?(?:时|时候|的|者|情况下?|场合|期间|条件下)|(?:时|的|者|情况下|场合|条件下|天气)\s*$")
_SANCTION = re.compile(r"\s*的?(?:罚款|拘留|处罚|罚金|违约金)")
_THEREUPON = re.compile(r"停止|不得|不应|严禁|禁止|立即|应|必须|须")
_ASKING = """
配备 配置 设置 设 安装 采用 使用 选用 佩戴 穿戴 敷设 留有 留 备有 储备 具有 有 由 安排 处 保持 保存 维持 控制在 达到 确保 保证
距 相距 间隔 高出 处于 位于 不 需 派 完成 占 培训 应 应当 须 必须 不得 宜
"""
_ASKED = re.compile(rf"(?:{'|'.join(_ASKING.split())})[在于]?\s*$")
_DOING = "进行 监护 值守 在场 完成 通知 报告 操作 组成 参加 到场 签字 配合 方可 设置 悬挂 布置 停放 堆放 应 不得 不应 严禁 禁止 对 将 向 由"
_DONE_NEXT = re.compile(rf"\s*(?:{'|'.join(_DOING.split())})")

_FORBIDDING = "不得|不应|严禁|禁止|不能|不可|不准|不许|不宜"
_COMPARING = "超过|少于|大于|小于|低于|高于|多于|短于|长于|早于|晚于|迟于"
_FORBIDDEN = re.compile(rf"^\s*[^，。；,;]{{0,6}}?(?:{_FORBIDDING})(?!{_COMPARING})")
_KEPT_FREE = re.compile(rf"^[^，。；,;]{{0,16}}?(?:{_FORBIDDING}|无|未)(?!关|{_COMPARING})")
_REFUSED = re.compile(r"^[，,]?[^，。；,;或]{0,24}(?:不予|不再)")
_PROVIDED = re.compile(r"^[^，。；,;]{0,8}?(?:应当?|须|必须|宜)?(?:设置|设有|设|配备|配置|备有|安装|应当?有)")
_FROM = re.compile(r"(?:距离|间距|净距|距|偏差|误差)(?:应|宜|须|必须|应当|控制|保持|为|在|于)*\s*$")


def pointed(passage: Passage, one: Bounded) -> Bounded:
    """The bound with the direction that its noun gives a mere value: 有效期为8 h is at most, 保存3年 at least. A value that is demanded
    without either (应为36 V) has the fault `fixed`."""
    if one.direction is not None or one.fault:
        return one
    lead = folded(passage.before(one)).rstrip()
    if one.quantity.dimension.startswith("duration"):
        name = limit_subject.tidy(_EQUALS.sub("", lead))
        if direction := next((direction for nature, direction in _NATURES if nature.search(name)), None):
            return replace(one, direction=direction)
    demanded = _EQUALS.search(lead) and passage.modal(one) and one.quantity.dimension
    return replace(one, fault="fixed") if demanded else one


def is_limit(passage: Passage, one: Bounded) -> bool:
    """Whether the bound is one at all; a mere range may be of dates, grades or rooms."""
    if one.direction is not Direction.RANGE:
        return one.direction is not None or one.fault in {"relative", "fixed"}
    quantity = one.quantity
    if one.word or one.symbol or not one.inclusive or passage.items[one.first].kind is not Kind.QUANTITY:
        return True
    if quantity.unit in {"月", "日", "级", "年"} and quantity.stated[:1].isascii():
        return False
    demanded = bool(passage.modal(one) and quantity.unit)
    return demanded or bool(quantity.dimension) or bool(DIMENSIONLESS.search(limit_subject.tidy(passage.before(one))))


def is_boundary(passage: Passage, one: Bounded) -> bool:
    """Whether the bound says when something holds (超过100人的, 风力达到6级时, 2 m以上的平台) and asks for nothing itself."""
    before, after = folded(passage.before(one)).rstrip(), passage.after(one)
    if one.modality is not None or _SANCTION.match(after):
        return False
    modal, marked = passage.modal(one), bool(_MARK.search(after))
    if _IF.match(before) or (one.symbol and modal is None and _is_variable(passage, one)):
        return True
    if passage.items[one.first].kind is Kind.QUANTITY and one.word and one.word not in WITHIN | AFTERWARDS | {"前", "隔"}:
        if _ASKED.search(before):
            return marked and modal is None
        return marked or (_noun_follows(after) and not limit_subject.named(limit_subject.tidy(before)))
    if marked:
        return one.plain or modal is None
    return one.plain and not after.strip() and modal is None and bool(_THEREUPON.search(passage.sentence_after(one)))


def _is_variable(passage: Passage, one: Bounded) -> bool:
    """Whether nothing but a letter is compared (h＞30 m), as classes are told apart."""
    before = passage.before(one).strip()
    name = passage.variable(one) or re.split(r"[:：]", before)[-1]
    return bool(re.fullmatch(r"\s*[A-Za-z]{1,2}\s*", name)) and (passage.variable(one) == "" or not before or before[-1] in ":：")


def _noun_follows(after: str) -> bool:
    return bool(re.match(r"\s*\w", after)) and not _DONE_NEXT.match(after)


def turned(passage: Passage, one: Bounded) -> Bounded:
    """The demand as it is meant: an upper bound on 间隔 is the longest interval; what is forbidden within a time or a zone asks for at
    least so much; what is to be done within a zone says neither, and has no direction."""
    if one.direction is not Direction.UPPER:
        return one
    if one.quantity.dimension.startswith("duration") and _SPACED.search(_name(passage, one)):
        return replace(one, direction=Direction.INTERVAL)
    if one.word not in WITHIN or passage.items[one.first].kind is not Kind.QUANTITY:
        return one
    if _is_forbidden(passage, one):
        return replace(one, direction=Direction.LOWER, inclusive=False)
    return replace(one, direction=None) if is_zone(passage, one) and not _PROVIDED.match(passage.after(one)) else one


def is_zone(passage: Passage, one: Bounded) -> bool:
    """Whether the bound is a length round something (动火点10 m范围内), and not one on a distance that is named."""
    before = passage.before(one)
    if not passage.after(one).strip():
        return False
    return one.word in WITHIN and one.quantity.dimension == "length" and not _FROM.search(before) and not HEAD.search(before)


def _is_forbidden(passage: Passage, one: Bounded) -> bool:
    after, length = passage.after(one), one.quantity.dimension == "length"
    if length and (_KEPT_FREE.match(after) or passage.modal(one) in {"严禁", "不得", "不应"}):
        return is_zone(passage, one)
    return bool(_FORBIDDEN.match(after) or _REFUSED.match(after if after.strip() else passage.sentence_after(one)))


def _name(passage: Passage, one: Bounded) -> str:
    """What is measured, up to the modal."""
    outer, between = passage.parted(one)
    return limit_subject.tidy(_EQUALS.sub("", between if HEAD.search(between) else outer))
