"""Citations of documents: what counts as one, where it stands, and its normal form; in many genres and traps."""

from pathlib import Path

import pytest
from cited import source
from hypothesis import given
from hypothesis import strategies as st

from duibiao.loaders.documents.citing.citations import citations
from duibiao.loaders.documents.model import Citation, Head, Paragraph, Source

SHARED = Path(__file__).parents[2] / "shared"
NOTICE = Head("某市应急管理局关于开展专项检查的通知", "某应急〔2024〕15号")
LAW = "《安全生产法》"


def cited(text: str, head: Head = NOTICE) -> tuple[Citation, ...]:
    return citations(source(text), head)


def surfaces(text: str, head: Head = NOTICE) -> list[str]:
    document = source(text)
    return [document.as_written(citation.span) for citation in citations(document, head)]


def only(text: str) -> Citation:
    (citation,) = cited(text)
    return citation


# --- titles and the numbers that belong to them


@pytest.mark.parametrize(
    ("surface", "title", "number", "dated"),
    [
        ("《危险化学品重大危险源辨识（GB 18218）》", "危险化学品重大危险源辨识", "GB 18218", False),
        ("《基本规范》（ＡＱ／Ｔ9006－2010）", "基本规范", "AQ/T 9006-2010", True),
        ("GB 2894—2008《安全标志及其使用导则》", "安全标志及其使用导则", "GB 2894-2008", True),
        ("《气瓶安全技术规程》TSG 23—2021", "气瓶安全技术规程", "TSG 23-2021", True),
        ("《AQ3013-2008 某某通用规范》", "某某通用规范", "AQ 3013-2008", True),
        ("《GB 30871-2022》", None, "GB 30871-2022", True),
        ("《深化改革的意见》（中发〔2016〕32号）", "深化改革的意见", "中发〔2016〕32号", True),
        ("《某某管理条例》（国务院令第591号）", "某某管理条例", "国务院令第591号", True),
        ("国务院令第493号《某某处理条例》", "某某处理条例", "国务院令第493号", True),
        ("《某某条例》（国务院第393号令）", "某某条例", "国务院令第393号", True),
        ("《某某法》（中华人民共和国主席令第八十八号）", "某某法", "主席令第88号", True),
        ("《某某规定》（原国家安监总局令第40号，第79号修正）", "某某规定", "国家安监总局令第40号", True),
        ("《安全生产法》（2021年修订）", "安全生产法(2021年修订)", None, True),
        ("《安全生产法（2021年修订）》", "安全生产法(2021年修订)", None, True),
        ("《管理办法》（试行）（安监总办〔2014〕49号）", "管理办法(试行)", "安监总办〔2014〕49号", True),
        ("《设计防火规范》（GB 50016-2014，2018年版）", "设计防火规范", "GB 50016-2014(2018年版)", True),
        ("《关于印发〈行动方案（2024—2026年）〉的通知》", "关于印发〈行动方案(2024-2026年)〉的通知", None, False),
        ("《关于印发《管理办法》的通知》", "关于印发〈管理办法〉的通知", None, False),
        ("《关于推进标准化建设 工作的意见》", "关于推进标准化建设工作的意见", None, False),
        ("《风险管理 指南》（GB/T 24353）", "风险管理 指南", "GB/T 24353", False),
        ("省应急厅关于整治的通知（闽应急〔2024〕8号）", "省应急厅关于整治的通知", "闽应急〔2024〕8号", True),
        ("《某某办法》（交通运输部令2017年第25号）", "某某办法", "交通运输部令2017年第25号", True),
        ("《某某目录（2019年本）》（发展改革委2019年第29号令）", "某某目录(2019年本)", "发展改革委令2019年第29号", True),
        ("《某某法》（2021年修正，以下简称某法）", "某某法(2021年修正)", None, True),
        ("《某某目录》（质检总局2014年第114号公告）", "某某目录", "质检总局公告2014年第114号", True),
    ],
)
def test_title_and_number_are_one(surface: str, title: str | None, number: str | None, dated: bool) -> None:
    text = f"企业应当依据{surface}开展检查。"
    found = cited(text)[0]
    assert surfaces(text)[0] == surface
    assert (found.title, found.number, found.dated) == (title, number, dated)
    assert [one.kind for one in cited(text)[1:]] == ["alias"] * ("简称" in surface)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("《消防法》", "law"),
        ("《某省安全生产条例》", "law"),
        ("《关于修改〈某某法〉的决定》", "law"),
        ("《消防法》（主席令第81号）", "law"),
        ("《关于废止部分规章的决定》", "law"),
        ("《安全培训规定》", "law"),
        ("《安全培训规定》（应急〔2021〕3号）", "law"),
        ("《事故隐患判定标准》（应急管理部令第10号）", "law"),
        ("应急管理部令第10号", "order"),
        ("《实施意见》（某政发〔2020〕1号）", "document"),
        ("《特殊作业安全规范》", "standard"),
        ("《焊接与切割安全》（GB 9448）", "standard"),
        ("《个体防护装备 第1部分：总则》", "standard"),
    ],
)
def test_the_kind(text: str, kind: str) -> None:
    assert only(text).kind == kind


@pytest.mark.parametrize(
    "title",
    [
        *("营业执照", "安全生产许可证", "安全检查记录表", "隐患整改台账", "责令限期整改指令书", "某市日报", "安全生产法读本", "动火作业票"),
        *(
            "生产安全事故应急预案",
            "安全风险管控清单",
            "某公司动火作业管理制度",
            "安全操作规程",
            "劳动合同",
            "检查方法",
            "申请表",
            "培训教材",
        ),
    ],
)
def test_what_is_no_norm_is_not_cited(title: str) -> None:
    assert cited(f"企业应当填写《{title}》并存档。") == ()


@pytest.mark.parametrize("title", ["国家突发事件总体应急预案", "某某市应急救援预案", "关于加强监管的十条措施", "2024年监督检查计划"])
def test_an_authority_or_a_year_makes_plans_norms(title: str) -> None:
    assert only(f"落实《{title}》。").title == title


def test_a_form_with_a_number_is_a_norm() -> None:
    assert only("按《安全标志牌》（GB 2894）制作。").number == "GB 2894"


def test_a_title_that_is_not_closed_hides_no_other() -> None:
    assert surfaces("依据《某某办法和《消防法》检查。") == ["《消防法》"]


# --- numbers alone


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("依照2026年3月20日应急管理部令第998号执行", ["应急管理部令第998号"]),
        ("符合GB 3836.1、3836.2和GB/T 33000—2016的要求", ["GB 3836.1", "GB 3836.2", "GB/T 33000-2016"]),
        ("符合GB 30871-2022、GB 18218", ["GB 30871-2022", "GB 18218"]),
        ("符合GB 4053.1～4053.3", ["GB 4053.1", "GB 4053.3"]),
        ("符合GB 39800.1~4的规定", ["GB 39800.1", "GB 39800.4"]),
        ("符合JT/T 617.1至JT/T 617.7—2018", ["JT/T 617.1", "JT/T 617.7-2018"]),
        ("DB35/T 1234、DB 11/T 1322.1—2016和DB35T1234", ["DB35/T 1234", "DB11/T 1322.1-2016", "DB35/T 1234"]),
        ("T/CCSAS 001-2018，Q/ABC 102-2026", ["T/CCSAS 001-2018", "Q/ABC 102-2026"]),
        ("TSG 08、TSG Z7001-2021、XF 95、GBZ 2.1、GBZ/T 229.1", ["TSG 08", "TSG Z7001-2021", "XF 95", "GBZ 2.1", "GBZ/T 229.1"]),
        ("GBT29639，GB6441-86，GBJ 16—87", ["GB/T 29639", "GB 6441-1986", "GBJ 16-1987"]),
        ("ISO 45001：2018、IEC 60079-10-1:2015、ISO9001", ["ISO 45001:2018", "IEC 60079-10-1:2015", "ISO 9001"]),
        ("按GB 50058（2014）设计", ["GB 50058-2014"]),
        (
            "按安委办〔2021〕5号、国发[2010]23号、安监总管三(2013)88号执行",
            ["安委办〔2021〕5号", "国发〔2010〕23号", "安监总管三〔2013〕88号"],
        ),
        ("国务院第344号令、公安部令第61号、粤府令第 180 号", ["国务院令第344号", "公安部令第61号", "粤府令第180号"]),
        ("3.GB 30871-2022", ["GB 30871-2022"]),
        ("代替GB 18218-2009", ["GB 18218-2009"]),
    ],
)
def test_numbers_alone(text: str, numbers: list[str]) -> None:
    assert [citation.number for citation in cited(text)] == numbers


@pytest.mark.parametrize(
    "text",
    [
        *("材质为Q235-B，电压AC 220 V", "型号JB-200、YS-1000", "硬度HB 200", "防护等级IP54，PM2.5，5G", "合同编号GA-2024-001"),
        *("电话0591-87654321", "2024-2026年，12月31日前", "第12号令牌机", "采用LEC法、安全检查表法的方法"),
    ],
)
def test_models_units_and_dates_are_no_numbers_of_norms(text: str) -> None:
    assert cited(text) == ()


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("GB 18218 危险化学品重大危险源辨识", "危险化学品重大危险源辨识"),
        ("GB 18218危险化学品重大危险源辨识", "危险化学品重大危险源辨识"),
        ("GB/T 3836（所有部分） 爆炸性环境", "爆炸性环境"),
        ("GB/T 2893.1 图形符号 第1部分：设计原则", "图形符号 第1部分:设计原则"),
        ("2. 建筑灭火器配置设计规范（GB 50140-2005）；", "建筑灭火器配置设计规范"),
        ("（3）企业安全卫生设计规范 HG 20571-2014", "企业安全卫生设计规范"),
        ("国务院令第708号 生产安全事故应急条例", "生产安全事故应急条例"),
    ],
)
def test_lists_of_references_have_titles_without_brackets(line: str, title: str) -> None:
    found = only(line)
    assert found.title == title
    assert found.number


@pytest.mark.parametrize("end", ["。", ""])
def test_a_sentence_that_begins_with_a_number_has_no_title(end: str) -> None:
    assert only(f"GB/T 15236—2008界定的术语和定义适用于其他文件{end}").title is None


def test_a_list_below_its_heading_may_lack_numbers_and_brackets() -> None:
    text = "一、编制依据\n1. 中华人民共和国消防法\n2. 某某管理办法；\n二、检查内容\n检查规定动作的要求"
    assert surfaces(text) == ["中华人民共和国消防法", "某某管理办法"]


# --- laws without 《》, articles


@pytest.mark.parametrize(
    ("text", "title", "article"),
    [
        ("依据安全生产法第一百零一条处罚", "安全生产法", "第一百零一条"),
        ("构成犯罪的，依照刑法有关规定追究刑事责任", "刑法", None),
        ("依照刑法第一百三十四条之一处理", "刑法", "第一百三十四条之一"),
        ("违反福建省安全生产条例第三十条的", "福建省安全生产条例", "第三十条"),
        ("违反中华人民共和国消防法的", "中华人民共和国消防法", None),
        ("自2011年工贸行业标准化考评办法颁布以来", "工贸行业标准化考评办法", None),
    ],
)
def test_laws_without_brackets(text: str, title: str, article: str | None) -> None:
    found = only(text)
    assert (found.title, found.article) == (title, article)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "依法追究责任，加大执法力度",
            "按照有关法律、行政法规的规定",
            "改进工作方法和办法",
            "遵守安全生产法律法规",
            "推进安全生产法治建设",
        ),
        *("公司法人治理", "具体办法由国务院规定", "依照有关条例规定", "采用称重计量法测定", "中华人民共和国境内的单位应当依法经营"),
    ],
)
def test_words_that_are_no_laws(text: str) -> None:
    assert cited(text) == ()


@pytest.mark.parametrize(
    ("behind", "article"),
    [
        ("第二十一条规定", "第二十一条"),
        ("第二十一条、第二十二条和第四十一条第二款", "第二十一条、第二十二条和第四十一条第二款"),
        ("第二十一条第二款第（三）项", "第二十一条第二款第（三）项"),
        ("第十条第（一）、（二）项", "第十条第（一）、（二）项"),
        ("中第十条", "第十条"),
        ("第三章", "第三章"),
        ("第一批试点", None),
    ],
)
def test_articles_stand_apart(behind: str, article: str | None) -> None:
    assert surfaces(f"依据{LAW}{behind}。") == [LAW]
    assert only(f"依据{LAW}{behind}。").article == article


@pytest.mark.parametrize(("behind", "article"), [("第3.3.1条", "第3.3.1条"), ("中5.2.3", "5.2.3"), ("附录A", "附录A"), (" 5.2 m", None)])
def test_clauses_of_standards(behind: str, article: str | None) -> None:
    assert only(f"符合GB 50016-2014{behind}的要求").article == article


# --- short names


def test_a_short_name_means_its_norm_from_where_it_is_given() -> None:
    text = "《通则》。\n依据《某某判定标准》（GB 12345，以下简称《判定标准》）检查。\n符合《判定标准》第三条的，按判定标准处理。"
    before, norm, defined, used = cited(text)
    assert (before.kind, norm.number) == ("standard", "GB 12345")
    assert [(one.kind, one.means, one.article) for one in (defined, used)] == [
        ("alias", "GB 12345", None),
        ("alias", "GB 12345", "第三条"),
    ]


@pytest.mark.parametrize(
    "quoted", ["（以下简称“新规范”）", "（以下简称新规范）", "，以下简称“新规范”，", "（下称“新规范”）", "（简称：“新规范”）"]
)
def test_a_short_name_in_quotes_is_used_bare_too(quoted: str) -> None:
    found = cited(f"《某某作业规范》（GB 12345-2020）{quoted}已发布。\n新规范实施后，按“新规范”执行。")
    assert [(one.kind, one.means) for one in found[1:]] == [("alias", "GB 12345-2020")] * 3
    assert all(one.dated for one in found)


def test_a_standard_described_may_have_a_short_name() -> None:
    found = cited("制定行业评定标准（以下简称“评定标准”）。\n各地按评定标准考评。")
    assert [(one.kind, one.means) for one in found] == [("alias", "行业评定标准")] * 2


def test_a_short_name_of_one_common_word_needs_a_verb_before_it() -> None:
    found = cited("《某某作业规范》（GB 12345，以下简称“标准”）高于国家标准和行业标准。\n企业按照标准作业。")
    assert [(one.kind, one.span.paragraph) for one in found] == [("standard", 0), ("alias", 0), ("alias", 1)]


def test_a_number_may_be_a_short_name() -> None:
    *_, used = cited("《某某判定标准》（应急管理部令第10号，以下简称10号令）已施行。\n对照10号令第三条检查。")
    assert (used.kind, used.title, used.means, used.article) == ("alias", "10号令", "某某判定标准", "第三条")


@pytest.mark.parametrize("text", ["某平台（以下简称“平台”）。平台应当接入。", "市安委会（以下简称市安委会）", "本地企业（以下统称企业）"])
def test_short_names_of_other_things_are_no_citations(text: str) -> None:
    assert cited(text) == ()


def test_a_short_name_never_defined_means_nothing() -> None:
    found = only("贯彻《通知》精神。")
    assert (found.kind, found.title, found.means) == ("alias", "通知", None)


@pytest.mark.parametrize("title", ["某市改革工作的通知（试行）起草说明", "《某市改革工作的通知（试行）》政策解读"])
def test_an_explanation_speaks_of_what_it_explains(title: str) -> None:
    (found,) = cited("在《通知》的起草过程中，", Head(title))
    assert found.means == "某市改革工作的通知(试行)"


# --- the document itself


@pytest.mark.parametrize(
    "word", ["本法", "本条例", "本办法", "本规定", "本标准", "本文件", "本方案", "本通知", "本意见", "本工作指引", "前款", "本条"]
)
def test_the_document_speaks_of_itself(word: str) -> None:
    found = only(f"依照{word}规定执行。")
    assert (found.kind, found.title, found.means) == ("self", None, None)


@pytest.mark.parametrize(
    "text", ["基本规范", "成本标准", "目前条件", "本条件", "本法定代表人", "本标准化工作", "本项目", "本人意见", "之前条款"]
)
def test_words_that_only_look_so(text: str) -> None:
    assert cited(f"关于{text}的情况") == ()


def test_articles_alone_are_those_of_a_document_with_articles() -> None:
    text = "第五条 违反本条例第四十条规定的，依照第四十一条、前条第二项处罚。"
    assert [(one.kind, one.article) for one in cited(text)] == [("self", "第四十条"), ("self", "第四十一条"), ("self", "前条第二项")]
    assert cited("按照总则第六条规定办理。") == ()
    assert cited("第一条 生产线。\n第二条生产线停产。") == ()


def test_its_own_number_and_title_are_no_citations_of_others() -> None:
    head = Head("企业安全管理规范", "DB35/T 9999-2024")
    text = "DB35/T 9999—2024\n代替 DB35/T 9999—2014\n企业安全管理规范\n与DB35/T 9999—2014相比，DB35/T 9999—2024增加了内容。"
    assert [(one.kind, one.number) for one in cited(text, head)] == [
        ("standard", "DB35/T 9999-2014"),
        ("standard", "DB35/T 9999-2014"),
        ("self", "DB35/T 9999-2024"),
    ]
    assert cited("某应急〔2024〕15号          签发人：某某某") == ()
    made = "某市作业规定（试行）\n某市作业规定\n（2026年3月20日某市政府令第8号公布，自2026年5月1日起施行）"
    assert cited(made, Head("某市作业规定（试行）", "某市政府令第8号")) == ()
    assert only("《某市应急管理局关于开展专项检查的通知》已印发。").kind == "self"


def test_a_number_alone_at_the_top_is_the_documents_own() -> None:
    assert cited("某安办〔2021〕79号\n各有关单位：", Head("")) == ()
    assert [one.number for one in cited("各有关单位：按某安办〔2021〕79号办理。", Head(""))] == ["某安办〔2021〕79号"]


# --- where they stand


def test_each_occurrence_is_one_citation_in_its_place() -> None:
    document = source(f"[bookmark: _A1]  依据{LAW}和{LAW}。\n\n{LAW}（主席令第88号）")
    found = citations(document, NOTICE)
    assert [(document.line(one.span), document.text(one.span)) for one in found] == [(1, LAW), (1, LAW), (3, f"{LAW}（主席令第88号）")]


def test_a_merged_cell_is_cited_once() -> None:
    rows = source(f"依据 | {LAW} | 甲\n乙")
    row, below = rows.paragraphs
    repeated = Paragraph(row.text[:12] + below.text, row.places[:12] + below.places)
    assert len(citations(Source("t", rows.lines, (row, repeated)), NOTICE)) == 1


# --- any spelling of a citation has one normal form

DASHES, SPACES = st.sampled_from("-—－–―−"), st.sampled_from(["", " ", "\u3000"])
CODES = st.sampled_from(["GB", "GB/T", "AQ", "AQ/T", "GBZ", "GBZ/T", "HG/T", "TSG", "DB35/T", "T/CCSAS", "Q/ABC"])
TITLES = st.sampled_from(["某某安全规程", "某某危险源辨识", "某某企业管理规范 通则"])
WIDE = str.maketrans("0123456789/ABCDEFGHIJKLMNOPQRSTUVWXYZ", "０１２３４５６７８９／ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ")


@given(
    CODES, st.integers(100, 99999), st.one_of(st.none(), st.integers(1985, 2029)), DASHES, SPACES, st.booleans(), st.integers(0, 4), TITLES
)
def test_spelling_never_changes_what_is_cited(
    code: str, digits: int, year: int | None, dash: str, space: str, wide: bool, shape: int, title: str
) -> None:
    number = f"{code}{space if code[-1].isalpha() else ' '}{digits}" + (f"{space}{dash}{space}{year}" if year else "")
    spelled = number.translate(WIDE) if wide else number
    text = (
        f"《{title}》（{spelled}）",
        f"《{title}》({space}{spelled}{space})",
        f"《{title}（{spelled}）》",
        f"{spelled}{space}《{title}》",
        f"《{title}》{space}{spelled}",
    )
    found = only(f"企业执行“{text[shape]}”。")
    assert (found.title, found.number, found.dated) == (title, f"{code} {digits}" + (f"-{year}" if year else ""), year is not None)


@given(
    st.sampled_from(["某应急", "国发", "安监总管三"]),
    st.integers(1995, 2029),
    st.integers(1, 999),
    st.sampled_from(("〔〕", "[]", "()", "（）", "［］", "【】")),
    SPACES,
)
def test_brackets_never_change_the_number_of_a_paper(body: str, year: int, count: int, brackets: str, space: str) -> None:
    found = only(f"《某某通知》（{body}{brackets[0]}{year}{brackets[1]}{space}{count}{space}号）")
    assert (found.title, found.number, found.dated) == ("某某通知", f"{body}〔{year}〕{count}号", True)


# --- documents as they come

HEADS = {
    "000": Head(""),
    "001": Head("", "闽安委〔2017〕1号"),
    "002": Head("", "泉安办〔2021〕79号"),
    "003": Head("深圳市安全生产监督管理局关于推进工贸企业安全生产三级标准化改革创新工作的通知（试行）起草说明"),
    "004": Head("", "京政办发〔2013〕10号"),
}
SEEDS = [
    ("000", {22: 2, 24: 2, 25: 4, 32: 1}),
    ("001", {6: 3, 10: 3, 14: 5}),
    ("002", {8: 1, 17: 2, 21: 3, 39: 1, 46: 3, 57: 1, 61: 1}),
    ("003", {8: 1, 14: 4, 20: 1}),
    ("004", {9: 3, 27: 4, 29: 4, 31: 4, 41: 3, 43: 1, 45: 1, 49: 1, 67: 1}),
]


def _counts(document: Source, found: tuple[Citation, ...]) -> dict[int, int]:
    lines = [document.line(one.span) for one in found]
    return {line: lines.count(line) for line in dict.fromkeys(lines)}


@pytest.mark.parametrize(("seed", "counts"), SEEDS)
def test_the_citations_of_policy_documents(seed: str, counts: dict[int, int]) -> None:
    paths = sorted((SHARED / "seeds").glob(f"{seed}_*.txt"))
    if not paths:
        pytest.skip("needs ../shared/seeds")
    document = source(paths[0].read_text("utf-8"))
    assert _counts(document, citations(document, HEADS[seed])) == counts


def test_the_citations_of_a_law() -> None:
    paths = sorted((SHARED / "corpus").glob("安全生产法*.md"))
    if not paths:
        pytest.skip("needs ../shared/corpus")
    document = source(paths[0].read_text("utf-8"))
    found = citations(document, Head("中华人民共和国安全生产法"))
    named = [one.title for one in found if one.kind == "law"]
    assert len(found) == 63
    assert (named.count("刑法"), named.count("监察法"), named.count("民事诉讼法"), len(named)) == (17, 1, 1, 23)
    (several,) = [one.article for one in found if one.article and "、" in one.article]
    assert several.count("第") == 3
