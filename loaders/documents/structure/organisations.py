"""Organisations as documents name them: lines that name nothing else, several in one line, and the place that they are of."""

import re

_SUFFIX = (
    r"(?:委员会|安委[会办]|办公[厅室]|政府|管委会|领导小组|调查组|专班|指挥部|公司|集团|中心|总队|支队|大队|银行|协会"
    r"|学会|大学|学院|[厅局部署院会办委厂处所站])"
)
_NAME = rf"[\u4e00-\u9fff（）()·〇]{{1,40}}?{_SUFFIX}(?:[（(](?:[代盖公]章|印章|印|[\u4e00-\u9fff]{{2,12}}代)[)）])?"
_LINE = re.compile(rf"{_NAME}(?:[\s、]+{_NAME})*")
_STAMP = re.compile(r"[（(](?:[代盖公]章|印章|印)[)）]$")
_ENDED = re.compile(rf"(?:{_SUFFIX}|企业|单位|机构|部门|医院|学校|厂矿|园区|街道|[乡镇])(?:[（(][^（()）]*[)）])?$")

PROVINCES = {
    **{"京": "北京市", "津": "天津市", "冀": "河北省", "晋": "山西省", "蒙": "内蒙古自治区", "内": "内蒙古自治区", "辽": "辽宁省"},
    **{"吉": "吉林省", "黑": "黑龙江省", "沪": "上海市", "苏": "江苏省", "浙": "浙江省", "皖": "安徽省", "闽": "福建省", "赣": "江西省"},
    **{"鲁": "山东省", "豫": "河南省", "鄂": "湖北省", "湘": "湖南省", "粤": "广东省", "桂": "广西壮族自治区", "琼": "海南省"},
    **{"渝": "重庆市", "川": "四川省", "黔": "贵州省", "贵": "贵州省", "云": "云南省", "滇": "云南省", "藏": "西藏自治区", "陕": "陕西省"},
    **{"甘": "甘肃省", "青": "青海省", "宁": "宁夏回族自治区", "新": "新疆维吾尔自治区"},
}
"""The province that the first character of a document's number stands for."""
_CODES = {
    **{"11": "京", "12": "津", "13": "冀", "14": "晋", "15": "蒙", "21": "辽", "22": "吉", "23": "黑", "31": "沪", "32": "苏", "33": "浙"},
    **{"34": "皖", "35": "闽", "36": "赣", "37": "鲁", "41": "豫", "42": "鄂", "43": "湘", "44": "粤", "45": "桂", "46": "琼", "50": "渝"},
    **{"51": "川", "52": "黔", "53": "云", "54": "藏", "61": "陕", "62": "甘", "63": "青", "64": "宁", "65": "新"},
}
_PLACE = re.compile(
    r"(?:新疆生产建设兵团|[\u4e00-\u9fff]{2,8}?(?:特别行政区|自治区|自治州|自治县|省|市(?![场政])|地区|盟|区(?!域)|县|旗)|[\u4e00-\u9fff]县)"
    r"(?:[\u4e00-\u9fff]{2,6}?(?:自治州|自治县|市(?![场政])|新区|区(?!域)|县|旗)|[\u4e00-\u9fff]县){0,2}"
)
_NO_PLACE = re.compile(r"^(?:国家|各|有关|全|本|我|设区|城市|工业|经济|自贸|园)|城市$|小区$|社区$|厂区$|矿区$|辖区$")
_CENTRAL = re.compile(
    r"^(?:全国|国务院|国家|中共中央|中央|中华人民共和国|最高人民|(?:应急管理|公安|住房|交通运输|生态环境|工业和信息化|人力资源|农业|水利|财政|教育)[^局厅市县区]*部|中国)"
)
_CENTRAL_NUMBER = re.compile(
    r"^(?:国务院|国发|国办|中发|中办|厅字|安监总|安委(?!办函\d)|应急|矿安|煤安监|建质|交安监|工信部|国市监|国标委|市监|人社部|发改|主席令|中华)"
)


def is_organisation(text: str) -> bool:
    """Whether a line names one or several organisations and nothing else, as a signature does."""
    return len(text) <= 120 and bool(_LINE.fullmatch(text.strip()))


def several(text: str) -> tuple[str, ...]:
    """The organisations that sign in one line, apart by blanks or 、; a name that is spaced out (海 天 市) is one."""
    names = [_STAMP.sub("", name) for name in re.split(r"[\s\u3000]+|、", text.strip()) if name]
    if len(names) > 1 and all(is_organisation(name) and len(name) > 3 for name in names):
        return tuple(names)
    whole = "".join(names)
    place = _PLACE.match(whole)
    glued = re.split(rf"(?<=[办室会局厅部院委府])(?={place[0]})", whole) if place and not _NO_PLACE.search(place[0]) else [whole]
    return tuple(name for name in glued if name)


def addressed(line: str) -> tuple[str, ...]:
    """Those whom a letter addresses: apart by ，, and by 、 where complete names stand on both sides (not 各委、办、局)."""
    names: list[str] = []
    for group in _outside_brackets(line.strip().rstrip("：:"), "，,；;"):
        pieces = _outside_brackets(group, "、")
        joined = [pieces[0]]
        for before, piece in zip(pieces, pieces[1:], strict=False):
            apart = len(before) > 2 and len(piece) > 2 and _ENDED.search(before) and _ENDED.search(piece)
            joined = [*joined, piece] if apart else [*joined[:-1], f"{joined[-1]}、{piece}"]
        names += joined
    return tuple(name.strip() for name in names if name.strip())


def _outside_brackets(text: str, marks: str) -> list[str]:
    """The text cut at the marks that stand in no brackets."""
    pieces, depth = [""], 0
    for sign in text:
        depth = max(0, depth + (sign in "（(〈<《") - (sign in "）)〉>》"))
        if sign in marks and not depth:
            pieces.append("")
        else:
            pieces[-1] += sign
    return pieces


def is_addressed(line: str) -> bool:
    """Whether each of those named in the line before its colon is an organisation or a group of them."""
    names = addressed(line)
    return bool(names) and all(_ENDED.search(name) and (_GROUP.search(name) or not _FORM.search(name)) for name in names)


_FORM = re.compile(r"^(?:[\u4e00-\u9fff]{2,4}单位|.*(?:企业|部门)|被.*)$")
"""What a form asks for (填报单位：), unless it is a group: 有关企业, 各部门."""
_GROUP = re.compile(r"各|有关|相关|直属|所属|成员|中央|驻|属")


# --- places


_ISSUED = re.compile(r"^(?:关于(?:印发|发布|公布|转发))?《?(?:中共(?!中央))?")


def jurisdiction(name: str) -> str | None:
    """The place at the beginning of a name or a title (福建省, 北京市顺义区), 国家 for central bodies, else None."""
    name = _ISSUED.sub("", name)
    place = None if name.endswith(("公司", "集团", "厂")) else _PLACE.match(name)
    if place and not _NO_PLACE.search(place[0]):
        return place[0]
    return "国家" if _CENTRAL.match(name) else None


def jurisdiction_of_number(number: str) -> str | None:
    """The place that a number tells: 闽安委〔2017〕1号 and DB35/T 1234-2019 福建省, GB and 国办发 国家."""
    if local := re.match(r"DB\s*([0-9]{2})", number):
        return PROVINCES.get(_CODES.get(local[1], ""))
    if re.match(r"(?:GBZ?|AQ|HG|SH|SY|MT|YJ|XF|JB|DL|TSG|GA|JT|JTG|CJJ?|JGJ|QB|YB|LD|WS|HJ|SB|NB|SL|MH|TB)\b", number):
        return "国家"
    return "国家" if _CENTRAL_NUMBER.match(number) else PROVINCES.get(number[:1])
