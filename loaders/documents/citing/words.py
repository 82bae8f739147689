"""Words by which norms are known: what their titles end in, the laws that are named without 《》, the codes of standards."""

import re
from collections.abc import Iterator

from duibiao.ontology import numerals
from duibiao.ontology.iris import normal

_HAN = "\u3007\u4e00-\u9fff"

_LAW = r"(?<![方办做手算用看说司执普违书])法|法典|条例|修正案|规定|办法|细则|规则"
_STANDARD = (
    "标准|规范|规程|导则|通则|总则|准则|要求|技术条件|术语|辨识|分类|分级|代码|编码|限值|安全标志|安全色"
    "|(?:测定|试验|检验|检测|评价|分析|鉴定|确定|判定)方法"
)
_DOCUMENT = (
    "决定|决议|通知|意见|通报|通告|公告|公报|命令|批复|复函|解释|指南|指引|目录|名录|要点|大纲|纲要|规划|章程|公约"
    "|(?:行动|工作|实施|整治|建设|提升)(?:方案|计划)"
)
_WEAK = "方案|计划|预案|清单|制度|措施|函|条款"
"""Endings that an enterprise's own papers and forms have too: they are norms' where an authority, a year or 关于 stands in the title."""

_KINDS = tuple(
    (kind, re.compile(f"(?:{words})$"))
    for kind, words in (("law", _LAW), ("standard", _STANDARD), ("document", _DOCUMENT), ("weak", _WEAK))
)
_OF_LAW = re.compile(r"关于(?:修[改订正]|废止).+(?:法|法律|条例|规定|办法|细则|规则|规章).*的决定$")
_OF_AUTHORITY = re.compile(
    rf"关于|国家|全国|中央|中共|国务院|中华人民共和国|总局|[{_HAN}]{{2}}省|自治区|特区|^[{_HAN}]{{2,6}}[市县州盟]|(?:19|20)\d\d|十[一二三四五六]五"
)
_PART = re.compile(r"第\s?[0-9]+\s?部分")
_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
_OWN_RULES = re.compile("(?:安全(?:技术)?)?操作规程")
SHORT = re.compile(
    "(?:条例|规定|办法|细则|规则|决定|决议|通知|意见|通报|公告|方案|规划|计划|标准|规范|规程|导则|指南|指引|准则|目录|要点|大纲|纲要|预案)"
)
"""A title of one such word stands for a norm named elsewhere."""


def core(title: str) -> str:
    """The title without brackets at its end: (试行), (征求意见稿), (2015版)."""
    while found := _BRACKETS.search(title):
        title = title[: found.start()]
    return title


def ending(title: str) -> str | None:
    """The kind of norm that a title is by its last words: law, standard, document; None when it is that of none.

    Certificates, forms, records, books and newspapers end otherwise; an enterprise's own plans, rosters and measures end alike, and are
    told apart by the authority, the year or the 关于 that the titles of norms have.
    """
    words = core(normal(title))
    kind = next((kind for kind, pattern in _KINDS if pattern.search(words)), None)
    if kind == "weak":
        return "document" if _OF_AUTHORITY.search(title) else None
    if _OF_LAW.search(words):
        return "law"
    if kind is None:
        return "standard" if _PART.search(words) else None
    return None if _OWN_RULES.fullmatch(words) else kind


# --- laws named without 《》

_CERTAIN_LAWS = (
    "安全生产法|危险化学品安全法|特种设备安全法|矿山安全法|矿产资源法|职业病防治法|突发事件应对法|道路交通安全法"
    "|海上交通安全法|内河交通安全法|民用航空法|核安全法|放射性污染防治法|石油天然气管道保护法|食品安全法"
    "|产品质量法|农产品质量安全法|网络安全法|数据安全法|个人信息保护法|劳动法|劳动合同法|劳动争议调解仲裁法"
    "|就业促进法|社会保险法|工会法|公务员法|监察法|公职人员政务处分法|行政处罚法|行政许可法|行政强制法"
    "|行政复议法|行政诉讼法|民事诉讼法|刑事诉讼法|治安管理处罚法|国家赔偿法|立法法|国家安全法|反恐怖主义法"
    "|反垄断法|反不正当竞争法|消费者权益保护法|进出口商品检验法|招标投标法|政府采购法|税收征收管理法|环境保护法"
    "|环境影响评价法|大气污染防治法|水污染防治法|土壤污染防治法|固体废物污染环境防治法|噪声污染防治法"
    "|海洋环境保护法|清洁生产促进法|循环经济促进法|节约能源法|可再生能源法|城乡规划法|土地管理法"
    "|城市房地产管理法|防震减灾法|防洪法|传染病防治法|档案法|保守国家秘密法|标准化法|消防法|民法典"
    "|科学技术进步法|职业教育法|民法通则"
)
_SHORT_LAWS = (
    "刑法|宪法|煤炭法|电力法|建筑法|港口法|铁路法|公路法|航道法|计量法|统计法|审计法|保险法|公司法"
    "|企业破产法|仲裁法|气象法|水法|能源法|森林法|草原法"
)
"""Names that also end other words (计量法): after a verb or a mark only."""
VERBS = ("依照", "按照", "根据", "依据", "违反", "适用", "遵守", "执行", "贯彻", "落实", "遵照", "参照", "符合", "实施", "对照")
"""What stands before a norm that is named without 《》."""
_BEFORE = (*VERBS, "触犯", "学习", "宣传", "以及", "或者", *"、和及与或，。；：(》“的")
_NOT_A_LAW = "律规治制定人院学系庭官案兰"
_NAMED = re.compile(
    r"(?P<state>中华人民共和国(?:(?![的依内在])[\u4e00-\u9fff、]){1,24}?(?:(?<![方办])法(?:实施条例|实施细则)?|条例|法典))"
    rf"(?![{_NOT_A_LAW}])"
    rf"|(?P<certain>(?:{_CERTAIN_LAWS})(?:实施条例|实施细则)?)(?![{_NOT_A_LAW}])"
    rf"|(?P<short>{_SHORT_LAWS})(?![{_NOT_A_LAW}])"
)
_SHAPED = re.compile(
    rf"(?:条例(?=\s?(?:第[0-9{numerals.COUNTING}]+条|等?(?:的|有关|相关|之)*规定))|(?:法|规定|细则|规程)(?=第[0-9{numerals.COUNTING}]+条))"
    r"|(?:法|条例|规定|办法|细则|规范|标准|方案|意见)(?=(?:颁布|发布|施行|实施|印发|出台)(?:实施|施行)?(?P<since>以来))"
)
_RUN = re.compile(rf"[0-9{_HAN}]{{2,40}}$")
_CUT = re.compile(rf"^.*(?:{'|'.join(VERBS)}|以及|或者|(?:法|条例|规定|办法|细则)[和及与或]|的|^自(?:[0-9]{{4}}年(?:[0-9]{{1,2}}月)?)?)")
_STRANGE = re.compile(
    f"(?:本|该|上述|前述|有关|相关|其他|此|各|下列|以上|这|现行|依|所|新|同一)|.{{0,2}}(?:方法|办法|规定|细则|规程|条例|法)$|.*[{_HAN}](?:方|做|手|算|执|司|违)法$"
)


def law_names(text: str) -> Iterator[tuple[int, int]]:
    """Where norms are named without 《》: by the state's name before them, a name of the lists, or their shape before an article."""
    for found in _NAMED.finditer(text):
        if found["short"] is None or text.endswith(_BEFORE, 0, found.start()):
            yield found.span()
    for found in _SHAPED.finditer(text):
        run = _RUN.search(text, max(0, found.end() - 40), found.end())
        name = _CUT.sub("", run[0]) if run else ""
        certain = run is not None and (name != run[0] or not found["since"])
        if certain and name and not _STRANGE.match(name) and not name[0].isdigit():
            yield found.end() - len(name), found.end()


# --- codes of standards

CODE = re.compile(
    "AQ|BB|CB|CH|CJJ?|CECS|CY|DA|DL|DZ|EJ|FZ|GA|GBJ?|GBZ|GC|GH|GM|GY|HB|HGJ?|HJ|HS|HY|JB|JC|JGJ?|JJ[FG]|JR|JT[GJS]?|JY|KA|LB|LD|LS|LY|MH|MR|MT|MZ"
    "|NB|NY|QB|QC|QJ|QX|RB|RF|SB|SC|SF|SHJ?|SJ|SL|SN|SW|SYJ?|TB|TD|TSG|TY|WB|WH|WJ|WM|WS|WW|XB|XF|YBJ?|YC|YD|YJ|YS|YY|YZ"
)
SURE = re.compile("GBJ?|GBZ|AQ|TSG|[CJ]GJ|CJJ|CECS|JJ[FG]|JT[GJS]|XF|GA|ISO|IEC|NFPA|OHSAS|ASTM")
"""Letters that stand before no other numbers. Those of other codes do (HB 200): these need a year, a slash or four digits."""
FOREIGN = re.compile("ISO|IEC|EN|ASTM|NFPA|API|ASME|OHSAS|BS|DIN|JIS|UL|IEEE|(?:ISO|IEC)/(?:IEC|TR|TS)")
