"""The demands of whole documents of several genres, all made up, and of the shared texts by line."""

from collections import Counter
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plain_documents import outline, source

from duibiao.loaders.documents.demands.requirements import requirements
from duibiao.loaders.documents.demands.themes import theme
from duibiao.loaders.documents.model import Head, Quantity, Requirement, Source
from duibiao.ontology import concepts

SHARED = Path(__file__).parents[2] / "shared"


def read(text: str, kind: str, **head: object) -> list[Requirement]:
    one = source(text)
    return list(requirements(one, outline(one), Head("文件", kind=kind, dated=date(2024, 3, 1), **head)))  # type: ignore[arg-type]


def shown(text: str, kind: str, **head: object) -> list[tuple[int, str, str | None]]:
    """Line, modality and actor of each demand."""
    one = source(text)
    return [(one.line(found.span), found.modality, found.actor) for found in read(text, kind, **head)]


REGULATION = """某市小型作坊安全规定
第一条 为了防止事故，制定本规定。
第二条 本规定所称小型作坊，是指用工不足十人的加工点。
第三条 作坊应当指定一名安全员；用工超过五人的，应当每年组织两次疏散演练。
第四条 作坊的负责人履行下列职责：
（一）编制操作手册；
（二）保证资金到位。
第五条 有下列情形之一的，作坊应当在三日内告知街道办事处：
（一）更换负责人的；
（二）停工超过一个月的。
第六条 任何人不得有下列行为：
（一）锁住安全门；
（二）挪用灭火器。
第七条 街道办事处可以委托机构巡查，但不得收费。
第八条 作坊未指定安全员的，由区应急局责令改正；逾期不改的，处二千元以上五千元以下罚款。
第九条 本规定由市应急局负责解释。
第十条 本规定自2024年5月1日起施行。
"""


def test_a_regulation_demands_by_modal_words_lists_and_sanctions() -> None:
    assert shown(REGULATION, "规定") == [
        (4, "must", "作坊"),
        (4, "must", "作坊"),
        (5, "must", "作坊的负责人"),
        (6, "must", "作坊的负责人"),
        (7, "must", "作坊的负责人"),
        (8, "must", "作坊"),
        (11, "must_not", "任何人"),
        (12, "must_not", "任何人"),
        (13, "must_not", "任何人"),
        (14, "may", "街道办事处"),
        (14, "must_not", "街道办事处"),
        (15, "must", "区应急局"),
        (15, "must", None),
    ]


PLAN = """某市粉尘治理方案
为减少事故，制定本方案。
一、指导思想
坚持预防为主，深化源头治理。
二、工作目标
到2025年底，涉粉企业达标率达到95%以上。
三、重点任务
（一）摸清底数。各区应急局要建立名录，2024年6月底前完成登记。鼓励企业改用湿式工艺。
（二）严格执法。对拒不整改的企业，依法责令停产；市应急局负责统计，于每月5日前报市安委办。
（三）加强培训。
组织班组长轮训，每人不少于8学时，严禁代训。
四、保障措施
各镇街要成立专班。完善例会制度。（责任单位：市安委办）
联系人：某某，电话：0500-1234567
"""


def test_a_plan_demands_by_imperatives_too_but_not_under_its_aims() -> None:
    assert shown(PLAN, "方案") == [
        (8, "must", "各区应急局"),
        (8, "encourage", "企业"),
        (9, "must", None),
        (9, "must", "市应急局"),
        (11, "must", None),
        (11, "must_not", None),
        (13, "must", "各镇街"),
        (13, "must", "市安委办"),
    ]


def test_when_and_how_much() -> None:
    first, _, _, third, lesson, *_ = read(PLAN, "方案")
    assert first.deadline == date(2024, 6, 30)
    assert third.period == "于每月5日前"
    assert lesson.quantity == Quantity(Fraction(8), "学时", "at_least")


def test_addressees_act_where_nobody_is_named() -> None:
    text = "关于开展检查的通知\n各区安委会：\n请认真组织检查。\n一、突出重点。\n聚焦园区，排查老旧管线。\n"
    found = read(text, "通知", addressees=("各区安委会",))
    assert [(one.actor, one.inherited) for one in found] == [("各区安委会", True)] * 2


STANDARD = """涂装车间规范
1 范围
1.1 本文件规定了涂装车间的要求，适用于新建车间。
2 术语
2.1 稀释区是指应当通风的区域。
3 要求
3.1 车间应设置送风系统，换气次数不应小于6次。
3.2 喷枪宜接地，可采用编织带。
3.3 调漆应符合下列要求：
a) 容器加盖；
b) 由专人操作。
3.4 应急灯的照度不必调节。
3.5 值班员应每班记录一次，记录保存期不得少于2年。
"""


def test_a_standard_demands_by_the_words_of_its_rules() -> None:
    assert shown(STANDARD, "标准") == [
        (7, "must", None),
        (7, "must_not", None),
        (8, "should", None),
        (8, "may", None),
        (9, "must", None),
        (10, "must", None),
        (11, "must", "专人"),
        (12, "may", None),
        (13, "must", "值班员"),
        (13, "must_not", "值班员"),
    ]


HOUSE_RULES = """库房管理制度
一、职责
（一）保管员
1.登记出入库台账。
2.每日巡查库房；
（二）安全部
1.负责抽查。
二、要求
1.入库人员必须登记，不得携带火种。
2.发现泄漏后应立即报告。
"""


def test_whose_duties_a_heading_announces() -> None:
    assert shown(HOUSE_RULES, "制度") == [
        (4, "must", "保管员"),
        (5, "must", "保管员"),
        (7, "must", "安全部"),
        (9, "must", "入库人员"),
        (9, "must_not", "入库人员"),
        (10, "must", None),
    ]


def test_background_tells_and_does_not_demand() -> None:
    text = "编制说明\n一、起草背景\n近年来火灾多发，部分企业应当反思。\n二、主要内容\n市局每季度对达标企业进行一次抽查。\n"
    assert shown(text, "说明") == [(5, "must", "市局")]


def test_a_decision_demands_what_it_inserts() -> None:
    text = "关于修改某办法的决定\n一、将第二条修改为：“物业公司应当每月清理楼道。”\n二、第五条增加一款：“住户不得占用通道。”\n"
    assert shown(text, "决定") == [(2, "must", "物业公司"), (3, "must_not", "住户")]


def test_a_reply_asks() -> None:
    text = "关于某问题的复函\n某区应急局：\n一、出租方应当与承租方订立协议。\n二、请你局督办，并于7月31日前反馈。\n"
    assert shown(text, "复函") == [(3, "must", "出租方"), (4, "must", "你局")]
    assert read(text, "复函")[1].deadline == date(2024, 7, 31)


def test_a_part_after_a_semicolon_goes_on_demanding() -> None:
    assert [modality for _, modality, _ in shown("某法\n第一条 企业应当建账；并如实填写。\n", "法")] == ["must", "must"]


def test_the_span_is_the_statement_without_label_heading_and_mark() -> None:
    one = source("某方案\n一、任务\n（一）抓好落实。各区要建账。\n")
    (found,) = requirements(one, outline(one), Head("某方案", kind="方案"))
    assert one.text(found.span) == "各区要建账"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("组织应急演练", "emergency"),
        ("排查事故隐患并整改", "hidden-danger"),
        ("开展三级教育", "training"),
        ("提取安全生产费用", "funds"),
        ("为员工配备劳动防护用品", "occupational-health"),
        ("锅炉定期检验", "equipment"),
        ("承包商准入", "contractors"),
        ("今天天气", None),
    ],
)
def test_the_theme_is_that_of_most_cue_words(text: str, key: str | None) -> None:
    assert theme([(text, 1)]) == key


def test_what_weighs_more_decides_the_theme() -> None:
    assert theme([("培训", 1), ("应急", 3)]) == "emergency"


def test_each_theme_is_found_by_its_own_name() -> None:
    for name, concept in concepts("Theme").items():
        if not name.isascii():
            assert theme([(name, 1)]) == concept.value.rpartition("Theme-")[2]


WHO = ("矿山企业", "各级监管部门", "班组长", "评价机构")
SAID = {"应当": "must", "不得": "must_not", "宜": "should", "可以": "may"}
DONE = ("检查通道", "公布名单", "使用吊具")
UNTIL = {"2025年6月底前": date(2025, 6, 30), "2025年底前": date(2025, 12, 31), "2025年3月1日前": date(2025, 3, 1), "": None}


@given(st.sampled_from(WHO), st.sampled_from(sorted(SAID)), st.sampled_from(DONE), st.sampled_from(sorted(UNTIL)))
def test_a_demand_written_is_read_back(who: str, said: str, done: str, until: str) -> None:
    (found,) = read(f"某办法\n第一条 {who}{said}{until and '在' + until}{done}。\n", "办法")
    assert (found.actor, found.modality, found.deadline) == (who, SAID[said], UNTIL[until])
    assert f"{found.action}{found.object}" == done


PIECES = ("企业应当", "：", "。", "；", "（一）", "一、", "1.", "不得", "加强管理", "有下列行为之一的", "“", "”", "\n")


@given(st.lists(st.sampled_from(PIECES), max_size=14))
def test_any_document_gives_demands_inside_its_paragraphs(pieces: list[str]) -> None:
    one = source("题目\n" + "".join(pieces))
    for found in requirements(one, outline(one), Head("题目", kind="通知")):
        text = one.paragraphs[found.span.paragraph].text
        assert 0 <= found.span.start < found.span.end <= len(text)


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> Source:
    folder = SHARED / "seeds"
    if not folder.is_dir():
        pytest.skip("needs ../shared/seeds")
    (path,) = folder.glob(f"{request.param}*.txt")
    return source(path.read_text("utf-8"), path.name)


def per_line(one: Source, head: Head) -> dict[int, Counter[str]]:
    found: dict[int, Counter[str]] = {}
    for requirement in requirements(one, outline(one), head):
        found.setdefault(one.line(requirement.span), Counter())[requirement.modality] += 1
    return found


@pytest.mark.parametrize("seed", ["003"], indirect=True)
def test_an_explanation_demands_by_its_measures_alone(seed: Source) -> None:
    found = per_line(seed, Head("", kind="说明"))
    assert found == {19: {"must": 2, "may": 1}, 20: {"must": 1}, 21: {"must": 3}, 22: {"must": 1}, 24: {"must": 2}}


@pytest.mark.parametrize("seed", ["004"], indirect=True)
def test_an_opinion_demands_in_its_tasks(seed: Source) -> None:
    found = per_line(seed, Head("", kind="意见", dated=date(2013, 3, 8)))
    expected = {37: 4, 41: 5, 43: 5, 45: 4, 47: 4, 49: 6, 51: 3, 57: 3, 63: 3, 67: 2, 71: 3, 75: 2, 79: 3}
    assert {line: found[line]["must"] for line in expected} == expected
    assert found[27]["encourage"] == 1
    assert not {9, 15, 19, 25} & found.keys()
