"""What a limit measures and where it holds: the noun phrases round a bound, as far as the sentence gives them."""

import re
from dataclasses import dataclass

_HEADS = """
含氧量 含水量 氧浓度 纯度 层数 量(?![具程仪角筒]) 值(?![班守日勤得])
高度 宽度 深度 长度 厚度 距离 间距 净距 净高 净宽 跨度 直径 半径 坡度 高差 面积 体积 容积 容量 浓度 含量
湿度 温度 温升 压力 压差 真空度 电压 电流 电阻 功率 频率 速度 风速 风力 风量 流速 流量 声级 噪声 声压级 照度
亮度 强度 时间 时长 时限 期限 有效期 保存期 保质期 周期 间隔 相距 频次 次数 人数 数量 台数 学时 课时 比例 比率
占比 率 系数 比值 倍数 负荷 载荷 荷载 重量 质量 总量 储量 余量 存量 用量 剂量 液位 水位 料位 等级 级别
设定值 报警值 限值 阈值 误差 偏差 精度 得分 分数 金额 费用 罚款 pH值 pH 年龄 工龄 读数 程度 幅度 余隙
空隙 缝隙 孔径 粒径 转速 覆盖率 含水率 合格率 完成率 有效期限 保存期限 保存时间 提前量 墙距 柱距 垛距 灯距
"""
HEAD = re.compile("|".join(sorted(set(_HEADS.split()), key=len, reverse=True)))
"""Nouns of quantities."""
DIMENSIONLESS = re.compile(r"(?:系数|倍数|比值|坡度|pH值?|比|率|指数|次数|人数|数量|台数)\s*$")

_WORKS = """
动火 受限空间 有限空间 高处 吊装 起重吊装 临时用电 动土 断路 盲板抽堵 交叉 露天 涂装 清罐 检维修 检修 登高 焊接
带电 潜水 爆破 有毒有害
"""
_WORK = re.compile(
    rf"^(?P<scope>(?:(?:特级|[一二三四]级)(?:[、和及](?:特级|[一二三四]级))*)?(?:{'|'.join(_WORKS.split())})(?:作业(?![票证人高面许区点半]|时间))?+)(?![点区部人票证用设面许])的?(?=..)"
)
_PLACE = re.compile(
    r"^(?P<scope>.*?(?:(?<![室以])内(?![径部容壁侧衬])|室内|(?<![集其])中(?![断心转央间毒和])|(?<![小临同及随平])时(?![间限长段效])|期间|场所|区域|条件下|情况下|状态下|环境下?"
    r"|作业前|作业后|作业中(?!断)|(?:进入|投入|使用|启动|停车|停机|验收|竣工|完工|断电|通风|检修|开工)[^，]{0,8}[前后]|车间|罐区|装置区|周围|上方|下方|附近))(?:的|，)?(?P<rest>.+)$"
)
_PERIODS = "每(?:半年|年度?|季度?|个?月|周|日|天|班|次)"
_PERIOD = re.compile(rf"^(?P<scope>{_PERIODS})(?:累计)?(?P<rest>.+)$")
_PERIOD_LAST = re.compile(rf"^(?P<rest>.+?)(?P<scope>{_PERIODS})$")
_OF_SCOPE = re.compile(r"(?:情况|条件|状态|白天|夜间|作业|场所|区域|车间|空间|装置|岗位|环境|工况|仓库|罐区)$")
_ACTOR = re.compile(r"^(?:本|该|各|我)?(?:企业|公司|单位|生产经营单位|使用单位|施工单位|用人单位|作业单位|车间|班组|部门|各级|属地单位)$")

_LEADING = re.compile(
    r"^(?:[\s、，,。；;：:（(|]|遇[有到]?|即(?!时)|[a-zA-Z0-9一二三四五六七八九十]+[)）.]|[0-9]+(?:\.[0-9]+)+\s|且|并且|并(?![联列网])|以及|及(?!时)|和|或者|或|与(?!.*(?:距|间))|其中|其(?![他余])|则|而|但|的"
    r"|对于|对(?![讲象流])|在(?!场人|[线用岗建役])|当(?![班量日地])|如果|如(?!果)|若|凡|自(?![动查救燃然控评身])|由|将|设(?![备施计定置])|使(?!用)|把(?!手)|应当|应(?![急力变对答])"
    r"|(?:确保|保证|保持|控制|维持|设置|安装|采用|使用|选用|配备|配置|编制|做到)(?![室误柜箱器台阀位电单年寿点系装面人量压功高间距]))"
)
_TRAILING = re.compile(
    r"(?:[\s、，,：:|（(]|[（(][^（）()]*[)）]|虽然?|均|都|也|还|又|为|是|在|于|的|之|一般|保持|控制|维持|连续|累[计积]|单次|分别|一律|原则上|要|达|处于|并处|单处|(?<!高)处|以|应当|应|必须|须|宜"
    r"|可以|可|按|取|设定为|设为|设|不|大约|约|其|总计|合计|共)$"
)
_GENERIC = re.compile(
    r"^(?:进行|组织|开展|举行|召开|实施|做|完成|一次|1次|应(?![急力变])|应当|的|地|对|将|把|要|都|均|并|须|必须|方可|才能|才可|即可|以上|,|，)+"
)
_PHRASE = re.compile(r"^[^，。；;：:！？!?、\n,（(]{1,30}")


@dataclass(frozen=True)
class Subject:
    """What is measured and where it holds, each None where the text gives none."""

    parameter: str | None
    scope: str | None


_WHERE = re.compile(r"[在于每对从当跨穿距]")


def tidy(phrase: str) -> str:
    """The phrase without joints before it and adverbs after it."""
    before = None
    while before != phrase:
        before = phrase
        phrase = _LEADING.sub("", _TRAILING.sub("", phrase.strip()))
    return phrase


def measured(before: str, between: str, inherited: str | None) -> Subject:
    """The subject of a bound: `before` stands before its modal, `between` after that. A phrase without a noun of quantity is a scope of
    the parameter named earlier in the sentence, if there is one."""
    inner, outer = tidy(between), tidy(before)
    if HEAD.search(inner):
        found = split(inner)
        return Subject(found.parameter, found.scope or _scope(outer))
    found = split(tidy(outer + between) if _WHERE.match(between) else outer)
    if found.parameter and (head := _last_head(found.parameter)) and _WHERE.match(found.parameter[head:]):
        return Subject(found.parameter[:head], _scope(tidy(found.parameter[head:])) or found.scope)
    if inherited and not HEAD.search(found.parameter or ""):
        return Subject(inherited, _scope(outer))
    return Subject(found.parameter, found.scope or _scope(inner))


def named(phrase: str) -> bool:
    """Whether the phrase ends with a noun of quantity."""
    return bool(phrase) and _last_head(phrase) == len(phrase)


def is_place(phrase: str) -> bool:
    """Whether the phrase says where or when, and names nothing that could be measured."""
    name = tidy(phrase)
    placed = re.match(r"[在于对从当跨穿距]", phrase.lstrip("，,、 ")) or _PLACE.match(name + "高度") or re.fullmatch(_PERIODS, name)
    return not name or bool(placed and not HEAD.search(name)) or bool(_OF_SCOPE.search(name))


def _last_head(phrase: str) -> int:
    return max((found.end() for found in HEAD.finditer(phrase)), default=0)


def split(phrase: str) -> Subject:
    """A noun phrase parted in where and what: 受限空间内氧含量, 特级动火作业票有效期, 高处作业的平台宽度."""
    scopes = []
    while found := _WORK.match(phrase) or _PLACE.match(phrase) or _PERIOD.match(phrase):
        rest = tidy(phrase[found.end("scope") :])
        if not rest or (found.re is _PLACE and not HEAD.search(rest)):
            break
        scopes.append(tidy(found["scope"]))
        phrase = rest
    if found := _PERIOD_LAST.match(phrase):
        scopes, phrase = [*scopes, found["scope"]], tidy(found["rest"])
    owner, of, thing = phrase.rpartition("的")
    if of and thing and _OF_SCOPE.search(owner) and not owner.startswith("与"):
        scopes, phrase = [*scopes, tidy(owner)], thing
    return Subject(phrase or None, _scope("".join(scopes)))


def several(scope: str) -> list[str]:
    """The scopes that an enumeration names: 特级、一级和二级动火 three of 动火, A区、B区 two."""
    names = re.split(r"[、和及]", scope)
    grades = [re.match(r"特级|[一二三四]级", name) for name in names]
    if all(grades) and grades[-1]:
        rest = names[-1][grades[-1].end() :]
        return [grade[0] + rest for grade in grades if grade]
    return names if scope else []


def _scope(phrase: str | None) -> str | None:
    """The phrase as a scope; who is addressed is none."""
    return phrase if phrase and not _ACTOR.match(phrase) else None


def counted(before: str, between: str, after: str, inherited: str | None) -> Subject:
    """The subject of a count: what is counted stands after the number (2套防护服) unless a noun of quantity stands before it."""
    outer = tidy(before)
    thing = re.split(r"(?<!同)时|应(?!急)", phrase_after(after))[0]
    if not thing or HEAD.search(outer) or HEAD.search(between):
        return measured(before, between, inherited)
    return Subject(thing, _scope(outer))


def done(before: str, between: str, after: str) -> Subject:
    """The subject of a deadline: what is done stands after it, when it runs from stands before it."""
    outer = tidy(between) or tidy(before)
    if named(outer):
        return measured(before, between, None)
    thing = phrase_after(after)
    return Subject(thing, _scope(outer)) if thing else Subject(outer or None, None)


def away(phrase: str) -> Subject | None:
    """The subject of a length after 距: 距明火 is the distance from it."""
    phrase = tidy(phrase)
    found = _AWAY.search(phrase)
    return Subject(f"与{tidy(found['from'])}的距离", _scope(tidy(phrase[: found.start()]))) if found else None


_AWAY = re.compile(r"(?:堆放?在|位于|设在|设置在|布置在)?(?:距|离)(?!离)(?P<from>[^，,。；;]{1,40})$")


def repeated(before: str, verb: str, after: str) -> Subject:
    """The subject of a frequency: what is done so often, before or after the count."""
    action, thing, outer = _GENERIC.sub("", verb.strip()), phrase_after(after), tidy(before)
    if thing:
        return Subject(re.sub(r"进行|均?(?:应当|应(?!急)|须|必须)", "", action + thing), _scope(outer))
    return Subject((outer + action) or None, None)


def apart(before: str, after: str) -> Subject:
    """The subject of a zone in which something is forbidden or to be at hand: the distance between the two."""
    centre = tidy(re.sub(r"^(?:距离?|离)|(?:周围|附近|四周)$", "", tidy(before)))
    thing = phrase_after(_IN_ZONE.sub("", after))
    return Subject(f"{thing}与{centre}的距离" if thing and centre else "距离", None)


_IN_ZONE = re.compile(
    r"^.*?(?:(?:不得|不应|严禁|禁止|不能|不可|不准|不许|不宜)(?:有|存在)?|(?:应当?|须|必须|宜)?(?:设置|设有|设|配备|配置|备有|安装|有))"
)


def phrase_after(after: str) -> str:
    """The words that follow, to the next mark, without mere verbs and joints before them."""
    found = _PHRASE.match(_GENERIC.sub("", after.lstrip(" ，,")))
    return found[0].strip() if found and not re.match(r"时|的$|且|和|或|及|与|后|前", found[0]) else ""
