"""The outlines of laws, plans, letters, standards and tables."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sources import source

from duibiao.loaders.documents.model import Part, Source
from duibiao.loaders.documents.structure import labels
from duibiao.loaders.documents.structure.outline import outline
from duibiao.ontology import numerals

SHARED = Path(__file__).parents[2] / "shared"


def numbers(text: str) -> list[str]:
    return [part.number for part in outline(source(text))]


def headed(text: str) -> list[tuple[int, str, str]]:
    """Level, label and heading of what has one of the two."""
    return [(part.level, part.label, part.heading) for part in outline(source(text)) if part.label or part.heading]


def words(read: Source, part: Part) -> list[str]:
    return [paragraph.text for paragraph in read.paragraphs[part.start : part.end]]


# --- laws

RULE = """\
海天市有限空间作业安全管理规定

（2020年5月12日海天市第三届人民代表大会常务委员会第九次会议通过　根据2022年11月3日《关于修改三件地方性法规的决定》修正）

目　录
第一章　总　则
第二章　作业管理
　第一节　审批
　第二节　监护
第三章　附　则

第一章　总　则

第一条（目的）　为了规范有限空间作业，制定本规定。
第二条【适用范围】本市行政区域内的有限空间作业适用本规定。
法律另有规定的，从其规定。

第二章　作业管理

第一节　审批

第三条　作业单位应当遵守下列规定：
（一）作业前办理审批；
（二）配备下列器材：
1.气体检测仪；
2.通风机：
（1）防爆型；
（2）移动式。
（三）安排专人监护。
前款第（一）项所称审批，包括内部审批。
第三条之一　审批表保存三年。

第二节　监护

第四条　监护人员不得离开现场。有下列情形之一的，应当停止作业：
（一）气体超标；
（二）通风中断。
监护人员应当持证上岗：
（一）经培训；
（二）经考核。

第三章　附　则

第五条　本规定自2020年8月1日起施行。
"""


def test_a_law_has_chapters_sections_articles_paragraphs_items_and_points() -> None:
    assert numbers(RULE) == [
        *("第一章", "第一条", "第二条", "第二条第二款", "第二章", "第二章第一节", "第三条"),
        *("第三条第一款第（一）项", "第三条第一款第（二）项", "第三条第一款第（二）项第1目", "第三条第一款第（二）项第2目"),
        *("第三条第一款第（二）项第2目第（1）目", "第三条第一款第（二）项第2目第（2）目", "第三条第一款第（三）项", "第三条第二款"),
        *("第三条之一", "第二章第二节", "第四条", "第四条第一款第（一）项", "第四条第一款第（二）项", "第四条第二款"),
        *("第四条第二款第（一）项", "第四条第二款第（二）项", "第三章", "第五条"),
    ]


def test_the_parts_of_a_law_know_kind_level_heading_and_what_they_stand_in() -> None:
    parts = {part.number: part for part in outline(source(RULE))}
    order = [part.number for part in parts.values()]
    assert [(parts[n].kind, parts[n].level) for n in ("第二章", "第二章第一节", "第三条", "第三条第一款第（二）项")] == [
        *(("chapter", 1), ("section", 2), ("article", 3), ("item", 4))
    ]
    assert parts["第三条第一款第（二）项第1目"].kind == "point" and parts["第三条第二款"].kind == "paragraph"
    assert [parts[n].heading for n in ("第一章", "第一条", "第二条", "第三条")] == ["总则", "目的", "适用范围", ""]
    assert parts["第三条第二款"].above == order.index("第三条") and parts["第四条第二款第（一）项"].above == order.index("第四条第二款")
    assert parts["第一章"].above is None and parts["第三条之一"].above == order.index("第二章第一节")


def test_items_of_an_article_of_one_paragraph_do_without_it() -> None:
    assert numbers("第一条 有下列情形的：\n（一）甲；\n（二）乙。\n第二条 丙。") == [
        "第一条",
        "第一条第（一）项",
        "第一条第（二）项",
        "第二条",
    ]


def test_old_laws_count_items_by_一() -> None:
    assert numbers("第一条 下列单位：\n一、甲；\n二、乙。\n第二条 丙。") == ["第一条", "第一条第一项", "第一条第二项", "第二条"]


def test_a_code_has_parts_whose_chapters_begin_again() -> None:
    text = "第一编 总则\n第一章 一般规定\n第一条 甲。\n第二编 物权\n第一分编 通则\n第一章 一般规定\n第二条 乙。"
    assert numbers(text) == ["第一编", "第一编第一章", "第一条", "第二编", "第二编第一分编", "第二编第一分编第一章", "第二条"]
    assert [part.level for part in outline(source(text))] == [1, 2, 3, 1, 2, 3, 4]


def test_an_extract_of_a_law_keeps_its_numbers() -> None:
    assert numbers("第二章 职责\n第二十一条 甲。\n第二十五条 乙。\n第四章 监督\n第六十二条 丙。") == [
        *("第二章", "第二十一条", "第二十五条", "第四章", "第六十二条")
    ]


@pytest.mark.parametrize(
    "line", ["第一条规定的事项，由县级办理。", "第二章规定的措施适用于停产。", "第三条、第四条所列情形，从重。", "第十条以外的情形。"]
)
def test_what_only_names_an_article_is_none(line: str) -> None:
    assert numbers(f"第一条 甲。\n{line}") == ["第一条", "第一条第二款"]


AMENDMENT = """\
关于修改《海天省安全生产条例》的决定

一、将第三条修改为：“第三条　生产经营单位应当履行主体责任。
“主要负责人全面负责，并履行下列职责：
（一）建立制度；
（二）组织培训。”

二、增加一条，作为第八条：“第八条　鼓励投保。”

三、删去第十条第二款。

本决定自2022年7月1日起施行。
"""


def test_what_an_amendment_inserts_is_quoted() -> None:
    assert headed(AMENDMENT) == [(1, "一、", ""), (1, "二、", ""), (1, "三、", "")]


def test_a_quotation_that_is_never_closed_does_not_swallow_the_outline() -> None:
    assert [label for _, label, _ in headed("一、甲\n按照“三级企业的原则，办理。\n二、乙\n（一）丙\n（二）丁")] == [
        "一、",
        "二、",
        "（一）",
        "（二）",
    ]


# --- letters and plans

PLAN = """\
海安委办〔2023〕15号

海天市安全生产委员会办公室关于印发《海天市
冶金行业煤气安全整治工作方案》的通知

各县（市、区）人民政府，高新区管委会：

现将《海天市冶金行业煤气安全整治工作方案》印发给你们，请结合实际抓好落实。

附件：1.整治任务清单
      2.进展情况统计表

海天市安全生产委员会办公室
2023年3月6日

（此件公开发布）

海天市冶金行业煤气安全整治工作方案

为防范煤气事故，制定本方案。

一、工作目标
到2023年底，煤气企业整治完成率达到100%。
二、整治内容
（一）开展自查。各企业要对照清单自查：
1．煤气柜；
2．煤气管道。
自查结果报县级部门。
（二）严格执法。
①突出重点；
②注重实效。
三、时间安排
第一阶段：动员部署（2023年3月）。各县（市、区）制定方案。
第二阶段：集中整治（2023年4月至10月）。
四、有关要求
2023年4月1日前，各县（市、区）报送方案。
3.5万元以上的项目应当单独列出。

附件1

整治任务清单

一、管理方面
1.制度。制度应当齐全。
2.人员。人员应当到位。
二、设备方面

附件2
进展情况统计表
填报单位：          填报日期：
| 序号 | 企业名称 | 完成情况 |
| 1 | 甲 | 是 |
| 合计 | 合计 | 合计 |
注：每月25日前报送。

抄送：省安委会办公室。
海天市安全生产委员会办公室 2023年3月6日印发
"""


def test_a_plan_with_annexes() -> None:
    assert [(part.level, part.kind, part.number, part.heading) for part in outline(source(PLAN))] == [
        (1, "heading", "一、", "工作目标"),
        (1, "heading", "二、", "整治内容"),
        (2, "heading", "二、（一）", "开展自查"),
        (3, "heading", "二、（一）1．", ""),
        (3, "heading", "二、（一）2．", ""),
        (3, "paragraph", "二、（一）第二段", ""),
        (2, "heading", "二、（二）", "严格执法"),
        (3, "item", "二、（二）①", ""),
        (3, "item", "二、（二）②", ""),
        (1, "heading", "三、", "时间安排"),
        (1, "heading", "四、", "有关要求"),
        (1, "annex", "附件1", "整治任务清单"),
        (2, "heading", "附件1 一、", "管理方面"),
        (3, "heading", "附件1 一、1.", "制度"),
        (3, "heading", "附件1 一、2.", "人员"),
        (2, "heading", "附件1 二、", "设备方面"),
        (1, "annex", "附件2", "进展情况统计表"),
        (2, "row", "表1第1行", ""),
        (2, "row", "表1第2行", ""),
        (2, "row", "表1第3行", "合计"),
        (2, "paragraph", "附件2第二段", ""),
    ]


def test_signature_list_of_annexes_and_copies_belong_to_no_part() -> None:
    read = source(PLAN)
    owned = {line for part in outline(read) for line in words(read, part)}
    outside = {paragraph.text for paragraph in read.paragraphs} - owned
    assert {"2023年3月6日", "附件：1.整治任务清单", "2.进展情况统计表", "抄送：省安委会办公室。", "（此件公开发布）"} <= outside
    assert {"附件1", "整治任务清单", "注：每月25日前报送。", "第二阶段：集中整治（2023年4月至10月）。"} <= owned


def test_the_plan_that_a_letter_with_headings_issues_is_a_part() -> None:
    text = """\
关于印发《夏季检查方案》的通知
各区应急管理局：
一、提高认识。各区要重视检查。
二、抓好落实。各区要组织检查。
海天市应急管理局
2023年6月1日
夏季检查方案
一、检查范围
全市企业。
二、检查内容
（一）台账"""
    assert headed(text) == [
        (1, "一、", "提高认识"),
        (1, "二、", "抓好落实"),
        (1, "", "夏季检查方案"),
        (2, "一、", "检查范围"),
        (2, "二、", "检查内容"),
        (3, "（一）", "台账"),
    ]
    assert numbers(text)[3] == "夏季检查方案 一、"


@pytest.mark.parametrize(
    "named",
    [
        "附件：人员检查表\n请各单位遵照执行。",
        "附件：人员检查表\n海天市应急管理局\n2023年6月1日",
        "附件：1.人员检查表\n2.设备检查表\n请执行。",
        "附：人员检查表\n请执行。",
    ],
)
def test_a_list_of_annexes_begins_none(named: str) -> None:
    assert numbers(f"一、提高认识\n{named}\n附件\n人员检查表\n一、持证") == ["一、", "附件", "附件 一、"]


@pytest.mark.parametrize(
    "line", ["附件1", "附件1：人员检查表", "附 件 1　人员检查表", "附件一", "附表1 人员检查表", "附录 A 人员检查表", "附：人员检查表"]
)
def test_how_an_annex_begins(line: str) -> None:
    *_, annex, item = outline(source(f"一、提高认识\n{line}\n（一）持证上岗"))
    assert (annex.kind, annex.level, item.level, item.above) == ("annex", 1, 2, 1)


@pytest.mark.parametrize("line", ["附件1的要求应当落实。", "附近居民应当撤离。", "附则另行规定。", "附录A给出了方法，见表A.1。"])
def test_what_only_speaks_of_an_annex(line: str) -> None:
    assert numbers(f"一、提高认识\n{line}") == ["一、"]


def test_a_decision_may_give_the_amended_text_after_itself() -> None:
    text = """\
关于修改《海天矿山规程》的决定
一、第四条修改为：“第四条 企业必须建立制度。”
二、删去第八条。
海天矿山规程
第一章 总则
第一条 为保障安全，制定本规程。
第四条 企业必须建立制度。"""
    assert numbers(text) == ["一、", "二、", "海天矿山规程", "海天矿山规程 第一章", "海天矿山规程 第一条", "海天矿山规程 第四条"]


def test_the_order_in_which_styles_come_tells_their_levels() -> None:
    text = (
        "1、 总体要求\n（一）思想。\n坚持。\n（二）原则。\n坚持。\n2、 重点\n（一）制度。企业要健全。\n3、 保障\n（一）评估。\n（二）激励。"
    )
    assert [(level, label) for level, label, _ in headed(text)] == [
        *((1, "1、"), (2, "（一）"), (2, "（二）"), (1, "2、"), (2, "（一）"), (1, "3、"), (2, "（一）"), (2, "（二）"))
    ]


def test_a_list_before_the_first_heading_is_not_above_it() -> None:
    assert [(level, label) for level, label, _ in headed("现通知如下：\n1.甲；\n2.乙。\n一、丙\n1.丁\n二、戊")] == [
        *((1, "1."), (1, "2."), (1, "一、"), (2, "1."), (1, "二、"))
    ]


def test_careless_writers_mix_points_and_commas() -> None:
    assert [(level, label) for level, label, _ in headed("一、甲\n1.乙\n2、丙\n3．丁\n二、戊")] == [
        *((1, "一、"), (2, "1."), (2, "2、"), (2, "3．"), (1, "二、"))
    ]


def test_a_number_that_comes_again_is_told_apart() -> None:
    assert numbers("一、甲\n二、乙\n二、丙\n三、丁") == ["一、", "二、", "二、#2", "三、"]


def test_numbers_may_run_on_over_headings() -> None:
    assert numbers("（一）甲\n1.乙\n2.丙\n（二）丁\n3.戊\n4.己") == ["（一）", "（一）1.", "（一）2.", "（二）", "（二）3.", "（二）4."]


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("一、总体要求", "总体要求"),
        ("一、工作目标：", "工作目标"),
        ("一、强化责任落实。各级要加强领导。", "强化责任落实"),
        ("一、总体目标：到2025年，体系更加完善。", "总体目标"),
        ("一、广泛发动，营造氛围(2021年10月底前)", "广泛发动，营造氛围(2021年10月底前)"),
        ("一、企业应当建立台账。台账保存三年。", ""),
        ("一、有下列情形之一的：", ""),
        ("一、建立健全制度；", ""),
        ("一、要加强领导，制定方案。", ""),
        ("一、坚持从源头抓起。严把准入关口。", "坚持从源头抓起"),
        ("一、加强应急演练。每年至少一次。", "加强应急演练"),
        ("一、修订背景是什么？", "修订背景是什么？"),
        ("一、本通知自印发之日起施行。有效期五年。", ""),
        ("一、各企业要按照属地管理和分级负责的要求，于每年第一季度结束之前完成上一年度的自评工作。逾期通报。", ""),
    ],
)
def test_headings_alone_and_run_in(line: str, heading: str) -> None:
    assert headed(line + "\n正文在这里。")[0] == (1, "一、", heading)


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("1.2021年底前完成。", "1."),
        ("2021年底前完成。", None),
        ("2021年8月30日前报送。", None),
        ("10 kV线路应停电。", None),
        ("5%以上的企业未完成。", None),
        ("3.5 m以上的平台。", None),
        ("一是加强领导，二是落实责任。", None),
        ("第一阶段：动员部署。", None),
        ("（2021）年度总结。", None),
        ("一、二级企业由市局确定。", None),
        ("（一）项所列材料。", None),
        ("①甲", "①"),
        ("（1）甲", "（1）"),
        ("1）甲", "1）"),
        ("a)甲", "a)"),
        ("A.甲", "A."),
        ("Ⅰ. 甲", "Ⅰ."),
        ("一．甲", "一．"),
        ("㈠甲", "㈠"),
    ],
)
def test_what_is_a_label(line: str, label: str | None) -> None:
    assert [part.label for part in outline(source(line))] == ([label] if label else [])


# --- standards

STANDARD = """\
ICS 13.100
DB00/T 1999—2019
海天省地方标准
粮食筒仓清仓作业安全规范
2019-05-01 发布 2019-08-01 实施
目　　次
前言 ................ II
1　范围 ............. 1
附录 A（规范性） 检测方法 ..... 5
前　　言
本文件由海天省应急管理厅提出。
粮食筒仓清仓作业安全规范
1　范围
本文件规定了清仓作业的要求。
2　规范性引用文件
GB 2893 安全色
3　术语和定义
3.1
清仓作业
在筒仓内进行的清理作业。
3.2
监护人
在仓外看护的人。
4　要求
4.1　一般要求
4.1.1　作业前应检测，氧含量应为19.5%～23.5%。
4.1.2　作业人员应：
a)　佩戴安全带：
1)　全身式；
2)　有合格证；
b)　携带报警仪。
作业人员不得单独入仓。
4.1.3　照明电压不应大于
12 V。
——灯具应防爆；
——电缆无接头。
表1 检测项目
| 项目 | 限值 |
| 氧气 | 19.5% |
注：表中数值为体积分数。
4.2　通风
通风时间不应少于
30 min，风量不小于
3.5 m/s。
附　录　A
（规范性）
检测方法
A.1　仪器
A.1.1　仪器应检定。
A.2　步骤
a)　开机；
b)　读数。
附录B（资料性）记录表
B.1　格式
见表B.1。
参考文献
[1] GB 30871 危险化学品企业特殊作业安全规范
"""


def test_a_standard_has_clauses_lists_annexes_and_rows() -> None:
    assert numbers(STANDARD) == [
        *("前言", "1", "2", "3", "3.1", "3.2", "4", "4.1", "4.1.1", "4.1.2", "4.1.2 a)", "4.1.2 a) 1)", "4.1.2 a) 2)", "4.1.2 b)"),
        *("4.1.2第二段", "4.1.3", "表1第1行", "表1第2行", "4.1.3第二段", "4.2", "附录A", "A.1", "A.1.1", "A.2", "A.2 a)", "A.2 b)"),
        *("附录B", "B.1", "参考文献"),
    ]


def test_the_headings_of_clauses_stand_beside_or_below_their_number() -> None:
    found = {part.number: (part.kind, part.level, part.heading) for part in outline(source(STANDARD))}
    assert found["3.1"] == ("clause", 2, "清仓作业")
    assert found["4.1"] == ("clause", 2, "一般要求")
    assert found["4.1.1"] == ("clause", 3, "")
    assert found["4.1.2 a)"] == ("item", 4, "") and found["4.1.2 a) 1)"] == ("point", 5, "")
    assert found["附录A"] == ("annex", 1, "检测方法") and found["附录B"] == ("annex", 1, "记录表")
    assert found["A.1"] == ("clause", 2, "仪器") and found["A.1.1"] == ("clause", 3, "")
    assert found["参考文献"] == ("heading", 1, "参考文献")


def test_items_of_building_standards_are_bare_numbers() -> None:
    text = """\
1　总　则
1.0.1　为了统一设计，制定本规范。
3　基本规定
3.1　一般规定
3.1.1　筒仓应设通风：
1　自然通风；
2　机械通风，并应符合下列规定：
1）风量充足；
2）防爆。
3.1.2　筒仓应设照明。
4　电气
4.1　供电"""
    assert [(part.level, part.number) for part in outline(source(text))] == [
        *((1, "1"), (2, "1.0.1"), (1, "3"), (2, "3.1"), (3, "3.1.1"), (4, "3.1.1 1"), (4, "3.1.1 2")),
        *((5, "3.1.1 2 1)"), (5, "3.1.1 2 2)"), (3, "3.1.2"), (1, "4"), (2, "4.1")),
    ]


OWN = """\
# 海天化工有限公司企业标准

Q/HTHG 012—2024

# 受限空间作业管理标准

## 1. 目的

规范作业。

## 2. 职责

### 2.1 安全部

2.1.1 负责审批。

### 2.2 车间

（1）提出申请；

（2）落实措施。

## 3. 管理要求

3.1 作业票有效期不超过24h。

## 附则

本标准由安全部解释。
"""


def test_an_enterprise_standard_with_marked_headings() -> None:
    assert [(part.level, part.number, part.heading) for part in outline(source(OWN))] == [
        (1, "1.", "目的"),
        (1, "2.", "职责"),
        (2, "2.1", "安全部"),
        (3, "2.1.1", ""),
        (2, "2.2", "车间"),
        (3, "2.2 （1）", ""),
        (3, "2.2 （2）", ""),
        (1, "3.", "管理要求"),
        (2, "3.1", ""),
        (1, "附则", "附则"),
    ]


def test_headings_marked_without_labels_nest_by_their_marks() -> None:
    assert headed("# 手册\n## 范围\n正文。\n## 要求\n### 人员\n### 设备\n## 记录") == [
        *((1, "", "范围"), (1, "", "要求"), (2, "", "人员"), (2, "", "设备"), (1, "", "记录"))
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1 范围\n甲\n2 引用\n3.1 定义\n3.2 符号", ["1", "2", "3.1", "3.2"]),
        ("1 范围\n30 天内完成", ["1"]),
        ("1 范围\n1 范围", ["1"]),
        ("1 范围\n2.5 m以上的平台", ["1"]),
        ("1 范围\n2 个月内完成", ["1"]),
        ("1 范围\n12 km以内", ["1"]),
        ("5.1 要求\n5.1.5 时限\n5.3 记录", ["5.1", "5.1.5", "5.3"]),
        ("1范围\n2引用文件\n3术语", ["1", "2", "3"]),
        ("4 要求\n4.1 人员\n4.2 HSE管理体系\n4.3 A类设备", ["4", "4.1", "4.2", "4.3"]),
        ("A.1 甲\nA.1.1 乙\nB.1 丙", ["A.1", "A.1.1", "B.1"]),
        ("5.1 受限空间内的照明应使用安全特低电压的灯具，并且在出入口处设置剩余电流动作保护器和\n6 号备用插座。", ["5.1"]),
        ("36 V照明\n10 kV线路", []),
        ("没有条款号的文字", []),
        ("5.1 起重机\n表1 距离\n电压 kV 距离 m\n1 以下 1.5\n10 2.0\n5.2 输送机", ["5.1", "5.2"]),
        ("三. 步骤\n3.1 开车\n3.2 停车\n四. 应急\n4.1 报警", ["三.", "3.1", "3.2", "四.", "4.1"]),
        ("第一章 总则\n1.1 目的\n第二章 职责\n2.1 车间", ["第一章", "1.1", "第二章", "2.1"]),
        ("4.1.2 甲\n4.1.2.1 乙\n4.1.2.2 丙", ["4.1.2", "4.1.2.1", "4.1.2.2"]),
    ],
)
def test_clauses_are_what_continues_their_numbering(text: str, found: list[str]) -> None:
    assert numbers(text) == found


@pytest.mark.parametrize(
    "contents",
    [
        "目  次\n前言 ........ II\n1 范围 ...... 1\n附录A（资料性）表格 ... 5",
        "目次\n前言 Ⅱ\n1 范围 1\n附录A（资料性）表格 5",
        "目次\n前言Ⅱ\n1 范围\n附录A（资料性）表格",
        "1 范围……………………1\n附录A（资料性）表格\t5",
    ],
)
def test_contents_are_no_outline(contents: str) -> None:
    assert numbers(f"{contents}\n前言\n甲。\n1 范围\n乙。\n附录A\n（资料性）\n表格") == ["前言", "1", "附录A"]


# --- tables


def test_rows_stand_below_the_part_they_are_in() -> None:
    text = "一、检查表\n| 序号 | 内容 |\n| 一、制度 | 一、制度 |\n| 1 | 台账 |\n| 2.1 | 培训 |\n二、说明"
    assert [(part.kind, part.level, part.label, part.heading) for part in outline(source(text))] == [
        ("heading", 1, "一、", "检查表"),
        ("row", 2, "", ""),
        ("row", 2, "", "一、制度"),
        ("row", 2, "1", ""),
        ("row", 2, "2.1", ""),
        ("heading", 1, "二、", "说明"),
    ]


def test_an_annex_that_stands_alone_in_its_file_is_the_document() -> None:
    assert headed("附件3\n\n安全检查表\n一、制度\n二、现场") == [(1, "一、", "制度"), (1, "二、", "现场")]
    assert headed("附件1\n安全检查表\n一、制度\n附件2\n人员登记表\n一、姓名") == [
        *((1, "附件1", "安全检查表"), (2, "一、", "制度"), (1, "附件2", "人员登记表"), (2, "一、", "姓名"))
    ]


# --- what holds for all

GENRES = [RULE, AMENDMENT, PLAN, STANDARD, OWN]


@pytest.mark.parametrize("text", GENRES)
def test_each_paragraph_is_of_one_part_at_most_and_none_between_parts_is_lost(text: str) -> None:
    read = source(text)
    parts = outline(read)
    places = [place for part in parts for place in range(part.start, part.end)]
    assert places == sorted(set(places))
    assert all(part.start < part.end for part in parts)
    assert all(part.above is None or (part.above < place and parts[part.above].level < part.level) for place, part in enumerate(parts))
    assert len({part.number for part in parts}) == len(parts)


@given(st.lists(st.text(alphabet="1234.5 )a第一条二、（）附录件A甲。：；“”《》|#年月日", max_size=12), max_size=9))
def test_any_lines_have_an_outline(lines: list[str]) -> None:
    read = source("\n".join(lines))
    parts = outline(read)
    places = [place for part in parts for place in range(part.start, part.end)]
    assert places == sorted(set(places))
    assert len({part.number for part in parts}) == len(parts)


def test_no_text_has_no_outline() -> None:
    assert outline(source("")) == () and outline(source("只有一句话。")) == ()


# --- every mixture of styles

WRITTEN = {
    "han": lambda n: f"{numerals.counted(n)}、",
    "han-paren": lambda n: f"（{numerals.counted(n)}）",
    "dot": lambda n: f"{n}．",
    "paren": lambda n: f"（{n}）",
    "half": lambda n: f"{n}）",
    "letter": lambda n: f"{'abcdefgh'[n - 1]}）",
    "circled": lambda n: "①②③④⑤⑥⑦⑧"[n - 1],
}
TREES = st.recursive(st.just(()), lambda below: st.lists(below, min_size=1, max_size=4).map(tuple), max_leaves=25)
Tree = tuple["Tree", ...]


def lines_of(tree: Tree, styles: list[str], level: int, colon: bool) -> list[tuple[int, str, str]]:
    """Each part of the tree as level, label and line."""
    found: list[tuple[int, str, str]] = []
    for count, below in enumerate(tree, start=1):
        label = WRITTEN[styles[level - 1]](count)
        found.append((level, label, f"{label}甲乙{'：' if below and colon else ''}"))
        found += lines_of(below, styles, level + 1, colon)
    return found


def deep(tree: Tree) -> int:
    return 1 + max(map(deep, tree), default=0)


@settings(max_examples=120)
@given(TREES.filter(lambda tree: deep(tree) <= len(WRITTEN)), st.permutations(list(WRITTEN)))
def test_a_nested_outline_in_any_mixture_of_styles_is_read_back(tree: Tree, styles: list[str]) -> None:
    written = lines_of(tree, styles, 1, colon=True)
    read = outline(source("\n".join(line for *_, line in written)))
    assert [(part.level, part.label) for part in read] == [(level, label) for level, label, _ in written]


@settings(max_examples=120)
@given(TREES.filter(lambda tree: deep(tree) <= len(WRITTEN)), st.lists(st.sampled_from(list(WRITTEN)), unique=True, min_size=7))
def test_in_the_customary_order_of_styles_no_colon_is_needed(tree: Tree, styles: list[str]) -> None:
    ranks = {style.name: style.rank for style in labels.STYLES}
    written = lines_of(tree, sorted(styles, key=ranks.__getitem__), 1, colon=False)
    read = outline(source("\n".join(line for *_, line in written)))
    assert [(part.level, part.label) for part in read] == [(level, label) for level, label, _ in written]


# --- the texts beside the project


def shared(folder: str, name: str) -> Source:
    path = next((SHARED / folder).glob(f"{name}*"), None)
    if path is None:
        pytest.skip("needs ../shared/seeds and ../shared/corpus")
    return source(path.read_text("utf-8"), path.name)


@pytest.mark.parametrize(
    ("name", "chapters", "sections", "articles", "last"),
    [
        ("安全生产法", 7, 0, 119, "第一百一十九条"),
        ("标准化法", 6, 0, 45, "第四十五条"),
        ("特种设备安全法", 7, 4, 101, "第一百零一条"),
    ],
)
def test_laws_have_all_their_chapters_and_articles(name: str, chapters: int, sections: int, articles: int, last: str) -> None:
    parts = outline(shared("corpus", name))
    counts = [sum(part.kind == kind for part in parts) for kind in ("chapter", "section", "article")]
    assert counts == [chapters, sections, articles]
    assert parts[-1].number == last


def test_paragraphs_and_items_of_a_law_are_numbered_as_they_are_cited() -> None:
    read = shared("corpus", "安全生产法")
    found = {part.number: read.paragraphs[part.start].line for part in outline(read)}
    for number in ("第三条第三款", "第十条第二款", "第二十一条第（七）项", "第三十六条第三款", "第一百一十八条第二款"):
        assert number in found
    assert "第二十一条第（八）项" not in found and "第五条第二款" not in found
    assert found["第三条第三款"] == 23


OUTLINES = {
    "000": (
        "7 1、 1|8 （一） 2|10 （二） 2|15 （三） 2|17 2、 1|18 （一） 2|20 （二） 2|21 （三） 2|22 （四） 2|25 （五） 2|26 （六） 2|"
        "27 3、 1|28 （一） 2|29 （二） 2|30 （三） 2|31 （四） 2"
    ),
    "001": (
        "7 一、 1|9 二、 1|10 （一） 2|11 （二） 2|12 （三） 2|13 三、 1|14 （一） 2|15 （二） 2|16 （三） 2|17 四、 1|18 （一） 2|"
        "19 （二） 2|20 五、 1|21 （一） 2|22 （二） 2|23 （三） 2|24 （四） 2|25 （五） 2"
    ),
    "002": (
        "19 一、 1|23 二、 1|25 (一) 2|29 (二) 2|31 1. 3|33 2. 3|35 3. 3|37 三、 1|39 (一) 2|40 (二) 2|42 (三) 2|"
        "44 (四) 2|46 (五) 2|48 (六) 2|50 四、 1|52 (一) 2|55 (二) 2|59 (三) 2|63 (四) 2|67 五、 1|71 (一) 2|"
        "72 (二) 2|74 (三) 2|76 (四) 2|77 (五) 2|79 (六) 2|95 附件 1"
    ),
    "003": (
        "6 一、 1|9 （一） 2|10 （二） 2|11 （三） 2|13 二、 1|15 三、 1|16 （一） 2|18 （二） 2|19 1. 3|20 2. 3|21 3. 3|"
        "22 4. 3|23 （三） 2"
    ),
    "004": (
        "11 一、 1|13 （一） 2|17 （二） 2|23 （三） 2|27 1. 3|29 2. 3|31 3. 3|33 二、 1|35 （一） 2|39 （二） 2|41 1. 3|"
        "43 2. 3|45 3. 3|49 4. 3|53 5. 3|59 三、 1|61 （一） 2|65 （二） 2|69 （三） 2|73 （四） 2|77 （五） 2"
    ),
}
"""Line, label and level of each part of the texts."""


@pytest.mark.parametrize("name", OUTLINES)
def test_policies_have_their_outlines(name: str) -> None:
    read = shared("seeds", name)
    found = [f"{read.paragraphs[part.start].line} {part.label} {part.level}" for part in outline(read)]
    wanted = OUTLINES[name].split("|")
    assert found[: len(wanted)] == wanted
