"""What only looks like a demand (questions, opinions, what was), and what demands without looking so (请于, tables of tasks, bounds)."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from plain_documents import outline, source

from duibiao.loaders.documents import read as read_file
from duibiao.loaders.documents.demands.requirements import requirements
from duibiao.loaders.documents.model import Head, Requirement

DAY = date(2024, 3, 1)


def demanded(text: str, kind: str = "通知", title: str = "某文件") -> list[Requirement]:
    """The demands of a document with one heading and this text below it."""
    one = source(f"{title}\n一、有关事项\n{text}\n")
    return list(requirements(one, outline(one), Head(title, kind=kind, dated=DAY)))


@pytest.mark.parametrize(
    "text",
    [
        "企业应当做什么？",
        "个体工商户要不要参加？",
        "为什么要制定办法",
        "有的谈到，执法人员一人要对应七十家企业。",
        "与会的专家认为，标准化不应当挂在墙上。",
        "请注意本文件的内容可能涉及专利。",
        "检查时间为2024年7月1日至9月30日。",
        "市级队伍由3支增加到5支，响应时间缩短了4分钟。",
    ],
)
def test_questions_opinions_and_what_was_demand_nothing(text: str) -> None:
    assert demanded(text) == []


@pytest.mark.parametrize(
    ("text", "actor", "due"),
    [
        ("各县请于2024年10月10日前将总结报市应急局。", "各县", date(2024, 10, 10)),
        ("方案请于4月30日前报市安委办。", None, date(2024, 4, 30)),
        ("市应急局于4月20日前印发名单。", "市应急局", date(2024, 4, 20)),
        ("各县于4月20日前向市应急局报送总结。", "各县", date(2024, 4, 20)),
    ],
)
def test_what_is_due_on_a_day(text: str, actor: str | None, due: date) -> None:
    assert [(one.modality, one.actor, one.deadline) for one in demanded(text)] == [("must", actor, due)]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("货物与照明灯的距离不小于0.5米。", Fraction(1, 2), "米"),
        ("核验材料至少保存3年。", Fraction(3), "年"),
        ("爆炸下限不小于4%时，被测浓度不大于0.5%。", Fraction(1, 2), "%"),
        ("违章达到3次的，应当培训不少于8学时。", Fraction(8), "学时"),
    ],
)
def test_a_bound_demands_and_what_only_says_when_does_not_bound(text: str, value: Fraction, unit: str) -> None:
    (one,) = demanded(text)
    assert one.quantity and (one.quantity.value, one.quantity.unit) == (value, unit)


@pytest.mark.parametrize(
    ("text", "actor", "action"),
    [
        ("企业应成立由主要负责人任组长的小组。", "企业", "成立"),
        ("检查组要当场填写检查记录，由企业负责人签字确认。", "检查组", "填写"),
        ("处分由市应急局决定。", "市应急局", "决定"),
        ("任何单位不得伪造、篡改评估报告。", "任何单位", "伪造、篡改"),
        ("安全环保部负责动火作业的管理。", "安全环保部", "负责"),
        ("整改完成后，企业应将整改报告报送执法大队。", "企业", "报送"),
    ],
)
def test_who_acts_and_what_is_done(text: str, actor: str, action: str) -> None:
    assert [(one.actor, one.action) for one in demanded(text)] == [(actor, action)]


def test_what_explains_or_tells_demands_by_words_of_demand_only() -> None:
    text = "市应急局指导企业整改。企业应当自评。"
    assert [one.action for one in demanded(text)] == ["指导", "自评"]
    assert [one.action for one in demanded(text, kind="解读")] == ["自评"]
    assert [one.action for one in demanded(text, title="某会议侧记")] == ["自评"]


def test_a_table_of_tasks_says_who_does_what_by_when(tmp_path: Path) -> None:
    file = tmp_path / "plan.md"
    file.write_text(
        "# 某局2025年度工作计划\n\n## 一、任务分工\n\n| 序号 | 工作任务 | 责任科室 | 完成时限 |\n| --- | --- | --- | --- |\n"
        "| 1 | 开展专项检查 | 基础科 | 6月底前 |\n| 2 | 底数核查 | 执法大队 | 2025年5月31日 |\n| 3 | 抽查记录 | 法规科 | 每季度 |\n\n"
        "某局\n2025年1月9日\n",
        "utf-8",
    )
    document = read_file(file)
    found = [(document.source.text(one.span), one.actor, one.deadline, one.period) for one in document.requirements]
    assert found == [
        ("开展专项检查", "基础科", date(2025, 6, 30), None),
        ("底数核查", "执法大队", date(2025, 5, 31), None),
        ("抽查记录", "法规科", None, "每季度"),
    ]
    assert [actor.name for actor in document.actors] == ["基础科", "执法大队", "法规科"]


def test_minutes_are_dated_by_the_meeting_and_demand_before_their_first_heading(tmp_path: Path) -> None:
    file = tmp_path / "minutes.txt"
    file.write_text(
        "某县安委会会议纪要\n\n2024年7月11日，县长召开会议，听取了汇报。\n\n会议要求，县应急局负责督促整改，8月底前完成。\n", "utf-8"
    )
    document = read_file(file)
    assert document.head.dated == date(2024, 7, 11)
    assert [(one.actor, one.deadline) for one in document.requirements] == [("县应急局", date(2024, 8, 31))]
