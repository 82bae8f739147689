"""Days until which something is due, and periods in words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duibiao.loaders.documents.demands.when import deadline, period

DATED = date(2021, 8, 30)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("2021年底前完成", date(2021, 12, 31)),
        ("2021年12月底前完成", date(2021, 12, 31)),
        ("2022年2月底前", date(2022, 2, 28)),
        ("于2021年6月30日前上报", date(2021, 6, 30)),
        ("到2025年，", date(2025, 12, 31)),
        ("到2023年底", date(2023, 12, 31)),
        ("2022年上半年完成", date(2022, 6, 30)),
        ("2022年下半年完成", date(2022, 12, 31)),
        ("今年年底前", date(2021, 12, 31)),
        ("明年6月底前", date(2022, 6, 30)),
        ("“十四五”末", date(2025, 12, 31)),
        ("到“十四五”期末", date(2025, 12, 31)),
        ("2021年第三季度建成", date(2021, 9, 30)),
        ("二〇二三年六月底前", date(2023, 6, 30)),
        ("2021年3月-6月", date(2021, 6, 30)),
        ("2023年1月—2024年12月", date(2024, 12, 31)),
        ("2021年10月1日至2021年12月31日", date(2021, 12, 31)),
        ("9月10日前报送", date(2021, 9, 10)),
        ("3月10日前报送", date(2022, 3, 10)),
        ("2015年前达标", date(2014, 12, 31)),
        ("2023年3月定案，6月底前完成", date(2023, 6, 30)),
        ("2024.6.30前", date(2024, 6, 30)),
        ("截至2022年10月", date(2022, 10, 31)),
        ("6月中旬前", date(2022, 6, 20)),
        ("2021年2月30日前", None),
        ("从2023年1月1日起施行", None),
        ("于下一个年度1月底前", None),
        ("每年6月底前报送", None),
        ("次月5日前", None),
        ("自2011年开始", None),
        ("2020年度自评", None),
        ("2021年6月会议纪要", None),
        ("2020年6月印发", None),
        ("一年内", None),
        ("3月龄", None),
        ("十月怀胎", None),
    ],
)
def test_deadlines(text: str, due: date | None) -> None:
    assert deadline(text, DATED) == due


def test_without_a_year_anywhere_there_is_no_day() -> None:
    assert deadline("6月底前完成", None) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("自发布之日起三十日内提交", "自发布之日起三十日内"),
        ("接到报告后1小时内到场", "接到报告后1小时内"),
        ("企业应当在三日内告知", "在三日内"),
        ("每年至少组织一次", "每年"),
        ("每半年至少一次演练", "每半年至少一次"),
        ("每三年复评", "每三年"),
        ("每季度报送", "每季度"),
        ("每月5日前报送", "每月5日前"),
        ("每月25日前报送", "每月25日前"),
        ("于下一个年度1月底前报送", "于下一个年度1月底前"),
        ("应立即停机", "立即"),
        ("五个工作日内答复", "五个工作日内"),
        ("及时处理", None),
        ("定期检查", None),
        ("2021年底前", None),
    ],
)
def test_periods(text: str, words: str | None) -> None:
    assert period(text) == words


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(["{}年{}月{}日前", "于{}年{}月{}日之前", "截至{} 年{} 月{} 日止"]))
def test_a_day_written_is_read_back(day: date, written: str) -> None:
    assert deadline(f"各区{written.format(day.year, day.month, day.day)}上报", None) == day


@given(st.text(alphabet="0123456789年月日底前至到起“”十四五-—每内一二三〇", max_size=24))
def test_any_text_gives_a_day_or_none(text: str) -> None:
    found = deadline(text, DATED)
    assert found is None or isinstance(found, date)
