"""Words of demand told from words that only contain one, and the demands of a sentence with their parts. The sentences are made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duibiao.loaders.documents.demands.frames import Frame, frame
from duibiao.loaders.documents.demands.modality import modals
from duibiao.loaders.documents.demands.sentences import Sentence
from duibiao.loaders.documents.demands.spoken import demands
from duibiao.loaders.documents.demands.words import clauses, hushed, sentences, words


def sentence(text: str) -> Sentence:
    return Sentence(text, hushed(text), 0, len(text))


def read(text: str, bare: bool = False) -> list[tuple[str, str]]:
    """The demands of a sentence as modality and words."""
    return [(demand.modality, text[demand.start : demand.end]) for demand in demands(sentence(text), settled=True, bare=bare)]


def parts(text: str, bare: bool = False) -> Frame:
    """The parts of the first demand."""
    one = sentence(text)
    return frame(one, demands(one, settled=True, bare=bare)[0])


@pytest.mark.parametrize(
    "text",
    [
        "应急物资存放在库房",
        "新技术的应用和推广",
        "供应商名录已更新",
        "相应的措施适应现场",
        "设备响应时间较短",
        "反应釜内应力较大",
        "对应的许可证",
        "应对突发情况的能力",
        "必要的资料十分重要",
        "主要负责人的需求",
        "要求与要素",
        "可燃气体与可靠装置",
        "可行的方案可能较多",
        "便宜的材料不适宜",
        "可复制、可推广的经验",
        "必需品和须知牌",
        "影响应急处置",
        "不可抗力因素",
        "未经许可的行为",
        "如需帮助",
        "确需停机的情形",
        "安全事宜",
        "感应开关与效应",
        "《应当做什么》一书",
        "开展“必须安全”主题活动",
    ],
)
def test_a_word_that_contains_a_modal_word_is_none(text: str) -> None:
    assert list(modals(hushed(text), words(hushed(text)))) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("班组应开会", "应"),
        ("班组还应开会", "应"),
        ("班组均须签到", "须"),
        ("设备应有铭牌", "应"),
        ("标志应为黄色", "应"),
        ("仓库应设围墙", "应"),
        ("车间应对员工进行教育", "应"),
        ("人员需经考核", "需"),
        ("各班组务必到位", "务必"),
        ("违反应当执行的规定", "应当"),
        ("作业前应停机", "应"),
        ("考核合格后方可进入", "可"),
        ("原则上应当复测", "原则上应当"),
        ("阀门不应遮挡", "不应"),
        ("现场一律不得吸烟", "一律不得"),
        ("不必重复申报", "不必"),
        ("间距不宜过小", "不宜"),
    ],
)
def test_a_modal_word_is_found_whatever_it_is_joined_to(text: str, said: str) -> None:
    assert [text[found.start : found.end] for found in modals(text, words(text))] == [said]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("仓库应设围墙，不得堆放杂物", [("must", "仓库应设围墙"), ("must_not", "不得堆放杂物")]),
        ("班组应检查工具，并应做好登记", [("must", "班组应检查工具，并应做好登记")]),
        ("车间应停机，情况紧急的，可以先撤人", [("must", "车间应停机"), ("may", "情况紧急的，可以先撤人")]),
        ("阀门宜设在低处，可加装盖板", [("should", "阀门宜设在低处"), ("may", "可加装盖板")]),
        ("未经验收不合格的塔架，不得使用", [("must_not", "未经验收不合格的塔架，不得使用")]),
        ("鼓励企业试用新装置", [("encourage", "鼓励企业试用新装置")]),
        ("企业不得使用应当报废的机床", [("must_not", "企业不得使用应当报废的机床")]),
        ("应当登记而未登记的", []),
        ("镇政府可以委托机构巡查", [("may", "镇政府可以委托机构巡查")]),
        ("工作人员在库区严禁烟火", []),
        ("矿长负责井下通风", [("must", "矿长负责井下通风")]),
        ("收费办法由市财政局制定", [("must", "收费办法由市财政局制定")]),
        ("企业拒不改正的，责令停业，可以并处罚款", [("must", "企业拒不改正的，责令停业"), ("may", "可以并处罚款")]),
        ("举报人享有保密的权利", [("may", "举报人享有保密的权利")]),
        ("评估机构对结论负责", [("must", "评估机构对结论负责")]),
        ("台账保存三年", []),
        ("为了减少事故，制定本办法", []),
        ("本办法由市应急局负责解释", []),
    ],
)
def test_the_demands_of_a_sentence(text: str, expected: list[tuple[str, str]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("加强对外包队伍的管理", True),
        ("进一步健全台账制度", True),
        ("结合实际，组织编写手册", True),
        ("对未达标的企业，加大抽查力度", True),
        ("按照年度计划组织轮训", True),
        ("近年来加强了管理", False),
        ("队伍建设是基础", False),
        ("该项工作对企业有促进作用", False),
        ("现将有关情况通报如下：", False),
    ],
)
def test_an_imperative_demands_where_imperatives_do(text: str, is_one: bool) -> None:
    assert bool(read(text, bare=True)) == is_one


def test_without_bare_imperatives_only_words_and_bodies_demand() -> None:
    assert read("加强对外包队伍的管理") == []


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("煤矿企业和尾矿库运营单位应当建档", "煤矿企业和尾矿库运营单位"),
        ("负有巡查职责的部门发现问题的，应当记录", "负有巡查职责的部门"),
        ("各县（市、区）应急局要汇总", "各县（市、区）应急局"),
        ("安全员每周应当巡视", "安全员"),
        ("吊装前司机应试车", "司机"),
        ("由监护人确认后，应当签字", "监护人"),
        ("储罐由专业机构检测", "专业机构"),
        ("承包商进场前，应出示证件", "承包商"),
        ("脚手架应由项目负责人验收", "项目负责人"),
        ("鼓励矿山企业聘请专家", "矿山企业"),
        ("粉尘浓度应符合规定", None),
        ("夜间应开灯", None),
        ("厂区道路应平整", None),
        ("加强企业管理", None),
    ],
)
def test_who_acts_is_a_body_or_a_role_and_no_thing_place_or_time(text: str, actor: str | None) -> None:
    assert parts(text, bare=True).actor == actor


def test_the_parts_of_a_demand() -> None:
    found = parts("冶炼企业发生泄漏的，应当立即关闭总阀")
    assert found == Frame("冶炼企业", "关闭", "总阀", "发生泄漏的")


def test_what_is_treated_stands_before_the_verb() -> None:
    found = parts("值班长应将结果报送")
    assert (found.action, found.object) == ("报送", "结果")


def test_who_is_punished_does_not_act() -> None:
    assert parts("矿山企业拒绝检查的，由市应急局责令改正").actor == "市应急局"
    assert parts("矿山企业拒绝检查的，处五千元罚款").actor is None


def test_sentences_end_at_their_marks_and_labels_are_none() -> None:
    text = "（一）先停机；（二）再断电。3.挂牌（含上锁；见图）！"
    quiet = hushed(text)
    assert [(label, text[start:end]) for label, start, end in sentences(quiet)] == [
        ("（一）", "先停机"),
        ("（二）", "再断电"),
        ("3.", "挂牌（含上锁；见图）"),
    ]


def test_sentences_inside_quotation_marks_are_read() -> None:
    text = "将第二条修改为：“班组应当点名。”"
    assert [text[start:end] for _, start, end in sentences(hushed(text))] == ["将第二条修改为：", "班组应当点名"]


def test_a_comma_within_a_number_is_no_end_of_a_clause() -> None:
    assert clauses("投入1,000元，购置2台", 0, 13) == [(0, 8), (9, 13)]


ACTORS = ("施工单位", "班组长", "县级以上人民政府", "评审机构的负责人", "各级安监部门")
SPOKEN = {"应当": "must", "必须": "must", "不得": "must_not", "严禁": "must_not", "宜": "should", "可以": "may", "有权": "may"}
ACTIONS = ("检查通道", "使用临时电源", "进入库区", "公布名单", "拆除支架")


@given(st.sampled_from(ACTORS), st.sampled_from(sorted(SPOKEN)), st.sampled_from(ACTIONS))
def test_a_demand_is_read_back(actor: str, said: str, action: str) -> None:
    text = f"{actor}{said}{action}"
    assert read(text) == [(SPOKEN[said], text)]
    found = parts(text)
    assert found.actor == actor
    assert f"{found.action}{found.object}" == action


@given(st.text(alphabet="应不得可要须宜由对，；。：（）《》“”的者企业单位政府1年内", max_size=40))
def test_any_text_gives_demands_within_it_one_after_the_other(text: str) -> None:
    found = demands(sentence(text), settled=True, bare=True)
    edges = [place for demand in found for place in (demand.start, demand.end)]
    assert edges == sorted(edges)
    assert all(0 <= demand.start <= demand.said < demand.end <= len(text) for demand in found)
