"""The words by which a clause sets a limit, and the words that only look like it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a token is to the grammar."""

    NUMBER = "number"
    UNIT = "unit"
    QUANTITY = "quantity"
    EVERY = "every"
    COMPARE = "compare"
    NEGATION = "negation"
    MODAL = "modal"
    SUFFIX = "suffix"
    INCLUDED = "included"
    LINK = "link"
    PLUS_MINUS = "plus-minus"
    TIMES = "times"
    OPEN = "open"
    CLOSE = "close"
    PAUSE = "pause"
    STOP = "stop"
    REFERENCE = "reference"
    WORD = "word"


class Side(StrEnum):
    """Which end a word bounds."""

    UPPER = "upper"
    LOWER = "lower"

    @property
    def other(self) -> "Side":
        """The opposite end."""
        return Side.LOWER if self is Side.UPPER else Side.UPPER


@dataclass(frozen=True)
class Bound:
    """What a comparison word says: the end it bounds and whether the number itself is admitted. A `fixed` one is not turned by a
    negation before it; a `symbol` may stand on either side of the number."""

    side: Side
    inclusive: bool
    fixed: bool = False
    symbol: bool = False

    @property
    def negated(self) -> "Bound":
        """What 不, 不得, 严禁 before it make of it."""
        return self if self.fixed else Bound(self.side.other, not self.inclusive)


_MORE = ["大于", "高于", "超过", "超出", "多于", "长于", "宽于", "深于", "厚于", "重于", "快于", "晚于", "迟于", "逾"]
_LESS = ["小于", "低于", "少于", "短于", "窄于", "浅于", "薄于", "轻于", "慢于", "早于"]
_AND_EQUAL = ("等于", "或等于", "或者等于")
_AT_LEAST = ["至少", "最少", "起码", "最低", "最小", "最短"]
_AT_MOST = ["至多", "最多", "最高", "最大", "最长"]

COMPARISONS: Mapping[str, Bound] = {
    **{word: Bound(Side.LOWER, False) for word in _MORE},
    **{word: Bound(Side.UPPER, False) for word in _LESS},
    **{word + equal: Bound(Side.LOWER, True) for word in _MORE for equal in _AND_EQUAL},
    **{word + equal: Bound(Side.UPPER, True) for word in _LESS for equal in _AND_EQUAL},
    **{f"等于{joint}{word}": Bound(Side.LOWER, True) for word in _MORE for joint in ("或", "或者")},
    **{f"等于{joint}{word}": Bound(Side.UPPER, True) for word in _LESS for joint in ("或", "或者")},
    **{word: Bound(Side.LOWER, True, fixed=True) for word in _AT_LEAST},
    **{word: Bound(Side.UPPER, True, fixed=True) for word in _AT_MOST},
    **{word: Bound(Side.UPPER, False, fixed=True) for word in ("不足", "不满", "未满", "不到")},
    **{word: Bound(Side.LOWER, False, symbol=True) for word in (">", "﹥")},
    **{word: Bound(Side.UPPER, False, symbol=True) for word in ("<", "﹤")},
    **{word: Bound(Side.LOWER, True, symbol=True) for word in ("≥", "≧", "⩾", ">=")},
    **{word: Bound(Side.UPPER, True, symbol=True) for word in ("≤", "≦", "⩽", "<=")},
    "达到": Bound(Side.LOWER, True),
    "提前": Bound(Side.LOWER, True, fixed=True),
}

NEGATIONS: Mapping[str, str | None] = {
    **{word: None for word in ("不", "未", "没有", "不会", "不再")},
    **{word: "不得" for word in ("不得", "不可", "不能", "不许", "不准", "不允许", "不得以")},
    **{word: "不应" for word in ("不应", "不应当", "不应该")},
    **{word: "严禁" for word in ("严禁", "禁止", "杜绝", "严格禁止")},
    "不宜": "不宜",
}
"""Words that turn a comparison round, with the modality they carry."""

MODALS: Mapping[str, str] = {
    **{word: "应" for word in ("应", "应当", "应该")},
    **{word: "必须" for word in ("必须", "须", "务必")},
    **{word: "可" for word in ("可以", "可", "允许")},
    "宜": "宜",
}

SUFFIXES: Mapping[str, Bound] = {
    **{f"{joint}以上": Bound(Side.LOWER, True) for joint in ("", "及", "或", "及其", "和")},
    **{f"{joint}以下": Bound(Side.UPPER, True) for joint in ("", "及", "或", "及其", "和")},
    **{word: Bound(Side.UPPER, True) for word in ("以内", "之内", "内", "范围内", "范围以内", "为限")},
    **{word: Bound(Side.LOWER, False) for word in ("以外", "之外", "外", "范围外", "范围以外")},
    **{word: Bound(Side.LOWER, True) for word in ("前", "后方可", "后才", "后再", "后方能")},
}
AFTERWARDS = frozenset({"后方可", "后才", "后再", "后方能"})
WITHIN = frozenset({"以内", "之内", "内", "范围内", "范围以内"})

LINKS = frozenset({"~", "至", "到", "-"})
EVERY = ("每隔", "每间隔", "每满", "每", "逐", "按")
APART = frozenset({"每隔", "每间隔"})

TIMES_COUNTED = frozenset({"次", "遍", "回", "轮"})

JOINTS = frozenset({"且", "并", "并且", "和", "而", "及", "同时", "但", "或", "与", "至"})
"""What joins two bounds to a range, and two numbers under one comparison."""

EVENTS = ["届满", "期满", "到期", "开工", "施工", "动工", "投用", "使用", "举行", "开始", "生效", "进场", "作业", "启用", "出厂", "期限"]
"""What a time before which something is due may lead up to: 届满3个月前, 期满前一个月."""

ACTIONS = re.compile(
    "检查|检测|检验|检定|检修|校验|校准|标定|巡检|巡查|巡视|点检|自查|排查|维护|保养|润滑|测试|试验|试运|演练|演习|培训|教育|考核|考试|组织|开展|进行|召开|"
    "评估|评价|评审|复审|审核|修订|更新|清理|清扫|清洗|更换|记录|填报|上报|报送|通报|公布|公示|总结|分析|体检|监测|测量|测定|盘点|复训|排放|冲洗|交接|化验|核对|确认"
)
"""What is done so often: 每班检查 asks for one check a shift."""

ELSEWHERE = re.compile(
    r"(?:其|该)?(?:额定|设计|规定|标准|允许|许可|国家|相关|相应|有关|临界|限定|限值|上限|下限|要求|说明书|制造|安全)[^,。;、:()]{0,12}"
)
"""What a comparison may be with when the number stands elsewhere: 不得超过额定起重量."""

FILLERS = frozenset({"为", "是", "在", "到", "至", "达", "达到", "了", "其", "约", "于", "按", "取"})
"""What may stand between a comparison word and its number."""

# Words with a numeral, a modal or a suffix in them that is none.
_LEXICON = """
一般 一致 一旦 一定 一并 一经 一方 一律 一线 一切 一体 一起 一样 一系列 一键 一企一策 一岗双责 一人一档
一书一签 一票 一次性 一览表 一氧化碳 一把手 统一 同一 唯一 万一 进一步 单一 任一 之一 逐一 某一 每一 专一 二次
二氧化 二维码 二手 三违 三同时 三级教育 三级安全教育 三相 三通 三脚架 三废 三方 三合一 四周 四邻 四不放过
四不两直 四氯化碳 五到位 五落实 五金 六氟化硫 七氟丙烷 八小时工作制 八大 十分重要 十分必要 十字 百货 百叶 千斤顶
万用表 万向 两端 两侧 两边 两者 两票 两区 两重点 双重 半径 半固定 半封闭 半数 半成品 半导体 零部件 零件 零食
零散 零星 零售 零位 零线 一类 二类 三类 一氯 二甲苯 三氯 一甲胺 可燃 可能 可靠 可视 可见 可行 可溶 可动 可控
可调 可逆 可追溯 可操作 可拆卸 可移动 许可 认可 不可燃 不可逆 不可抗力 方可 才可 即可 均可 可否 亦可 应急 相应
反应 供应 对应 适应 响应 应力 效应 感应 应变 应知 应会 应答 呼应 适宜 便宜 事宜 必须品 须知 胡须 内部 内径
内壁 内侧 内衬 内容 内墙 内外 内表面 外部 外径 外壁 外侧 外墙 外形 外露 外表面 外来 外边缘 外缘 逾期 提前介入
提前预防 每班组 班组 每日历 上下 左右 严于 优于 未经 不断 不同 不合格 不符合 不一致 不良 不利 不锈钢 未来 未按
不明 不间断 不足之处 时间 小时制 允许值 允许浓度 允许偏差 最高级 最大化 最小化 最高人民法院 最高管理者 最低层
最高点 最低点
"""
LEXICON = frozenset(_LEXICON.split())

TABLE: Mapping[str, Kind] = {
    **{word: Kind.WORD for word in LEXICON},
    **{word: Kind.COMPARE for word in COMPARISONS},
    **{word: Kind.NEGATION for word in NEGATIONS},
    **{word: Kind.MODAL for word in MODALS},
    **{word: Kind.LINK for word in LINKS},
    **{sign: Kind.STOP for sign in ",。;:!?|\n…"},
    "±": Kind.PLUS_MINUS,
    "+-": Kind.PLUS_MINUS,
    "×": Kind.TIMES,
    "、": Kind.PAUSE,
    "(": Kind.OPEN,
    ")": Kind.CLOSE,
}
LONGEST = max(map(len, TABLE))

_YEAR = r"(?:(?:19|20)[0-9]{2}|[一二][零〇一二三四五六七八九]{3})"
_NUMERAL = r"[零〇一二三四五六七八九十百]+"
_REFERENCES = (
    r"第\s*(?:[0-9]+(?:\.[0-9]+)*|[零〇一二三四五六七八九十百千]+)(?:\s*[至~、-]\s*第?(?:[0-9]+|[零〇一二三四五六七八九十百千]+)(?=[条款项章节类批部次届]))*",
    r"(?:[A-Z]{1,5}[0-9]{0,6}(?:/[A-Z]{1,4})?|Q/[A-Z0-9]+)\s*[A-Z]?[0-9]+(?:\.[0-9]+)*\s*-\s*(?:19|20)?[0-9]{2}(?![0-9])(?:[\s,]*[0-9]+(?:\.[0-9]+)+)?",
    r"(?:GBZ?|AQ|TSG|HG|SH|JB|JG[JT]|DL|XF|GA|DB[0-9]{2,6}|MT|YJ|WS|SY|CJJ?)(?:/[TZX])?\s*[A-Z]?[0-9]+(?:\.[0-9]+)*",
    r"Q/\s*[A-Z0-9]+\s*[0-9.]*",
    r"(?:如|见|按|按照|依据|符合)?(?:(?<![力温电水仪量度压用报时])表|附[表图录件]|图|公式|示例|序号|编号|步骤|条文|页码|版本)\s*[A-Z]?\.?[0-9]+(?:[.-][0-9]+)*",
    rf"{_YEAR}\s*[-~至]\s*{_YEAR}\s*年?(?:度|底|初|末)?",
    rf"{_YEAR}\s*年(?:\s*(?:[0-9]{{1,2}}|{_NUMERAL})\s*月)?(?:\s*(?:[0-9]{{1,2}}|{_NUMERAL})\s*日)?(?:\s*[至~-]\s*[0-9]{{1,2}}\s*月?)?(?:度|底|初|末|前)*",
    r"(?:19|20)[0-9]{2}[-/.][0-9]{1,2}[-/.][0-9]{1,2}",
    rf"(?:[0-9]{{1,2}}|{_NUMERAL}|[每当本次上下]个?)月\s*(?:[0-9]{{1,2}}|{_NUMERAL})\s*日(?:前|起|止)?",
    r"[0-9]{1,2}\s*月(?:\s*[至~-]\s*[0-9]{1,2}\s*月)?(?:份|底|初|末|中旬|上旬|下旬)",
    r"[0-9]{1,2}\s*[至~-]\s*[0-9]{1,2}\s*月(?!以?内)份?|[0-9]{1,2}\s*月\s*[至~-]\s*[0-9]{1,2}\s*月",
    r"[0-9]{1,2}:[0-9]{2}(?!\s*[0-9.])|[0-9]{1,2}\s*[时点](?:[0-9]{1,2}分|整|半)?(?=\s*(?:至|~|-|到)\s*(?:次日|当日|[0-9]))|[0-9]{1,2}\s*时[0-9]{1,2}分",
    r"[(\[〔【](?:[0-9]+|[零〇一二三四五六七八九十]+)[)\]〕】](?:\s*[0-9]+\s*号)?|(?:^|(?<=[\n;。:,]))[0-9]{1,2}\)",
    r"[0-9]+(?:\.[0-9]+){2,}(?:\s*[a-z]\))?|[0-9]+(?:\.[0-9]+)+\s*[a-z]\)",
    r"[0-9]{1,2}(?:\.[0-9]{1,2})+(?=的?(?:要求|规定|条))",
    r"[0-9]+\s*号(?!线)|[0-9]+#",
    r"[0-9]{2,7}-[0-9]{2}-[0-9](?![0-9])",
    r"[0-9]{7,}",
    r"[A-Za-z]+[0-9]+(?:\.[0-9]+)?(?![0-9])",
)
REFERENCE = re.compile("|".join(_REFERENCES))
"""Numbers that measure nothing: articles, numbers of standards and tables, dates, times of day, item marks, identifiers, formulas."""

SIZE = re.compile(r"(?:DN|PN|NPS|M|IP|C)[0-9]{1,4}")
"""Sizes and classes named by a letter: DN100, M20, IP65."""

INCLUDED = re.compile(r"\((?P<not>不)?(?:包)?含(?:本数|本级|[^()]{0,8})?\)")
_COUNTED = """
元 倍 个 台 处 层 件 只 瓶 根 条 块 辆 座 栋 户 家 页 份 点 度 面 排 道 孔 支 门 间 张 组 分 岁
亩 公顷 节 段 卷 桶 箱 袋 种 类 步 圈 转 盏 部 艘 名次 米/秒 次/分 安 安培 毫安 欧 欧姆 兆欧 瓦 千瓦
兆瓦 牛 千牛 赫兹 勒克斯 流明 微米 纳米 毫秒 微克 毫克
"""
UNKNOWN_UNIT = re.compile(
    r"次/(?:班|日|天|周|月|季度|季|年|小时|h|d|min)(?![a-z])|[\u4e00-\u9fff]{1,2}/(?:[A-Za-z]+[0-9²³]?|[\u4e00-\u9fff]{1,3})|%\((?:体积|质量|V/V|v/v)[^()]*\)|[A-Za-zΩμµ°′″ÅΦ][A-Za-z0-9Ωμµ·/²³⁻¹-]*|"
    + "|".join(sorted(map(re.escape, _COUNTED.split()), key=len, reverse=True))
)
"""What a number may be followed by when it has no unit that we know: a share of something, a run of letters and signs, a thing counted."""
