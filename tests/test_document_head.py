"""What laws, letters, standards and annexes say of themselves in their heads."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sources import source

from duibiao.loaders.documents.model import Head
from duibiao.loaders.documents.structure import organisations, promulgation
from duibiao.loaders.documents.structure.head import head
from duibiao.loaders.documents.structure.outline import outline

SHARED = Path(__file__).parents[2] / "shared"


def read(text: str, name: str = "x.txt") -> Head:
    document = source(text, name)
    return head(document, outline(document))


# --- genres


def test_a_joint_letter_with_its_annex() -> None:
    text = """\
海天省应急管理厅
海天省公安厅
关于进一步加强烟花爆竹运输安全
管理的通知
海应急[2022]8号

各设区市应急管理局、公安局，有关中央企业：

  近期，部分地区发生事故。现就有关事项通知如下：
  一、加强源头管理
  企业应当建立台账。

  附件：烟花爆竹运输企业名单

海天省应急管理厅    海天省公安厅
二〇二二年五月十日

（联系人：李某，电话：0000-1234567）

附件

烟花爆竹运输企业名单
1.甲公司"""
    assert read(text) == Head(
        title="关于进一步加强烟花爆竹运输安全管理的通知",
        number="海应急〔2022〕8号",
        issuers=("海天省应急管理厅", "海天省公安厅"),
        addressees=("各设区市应急管理局", "公安局", "有关中央企业"),
        dated=date(2022, 5, 10),
        kind="通知",
        jurisdiction="海天省",
    )


def test_a_plan_under_the_letter_that_issues_it() -> None:
    text = """\
海安委办〔2023〕15号
海天市安委会办公室  海天市应急管理局

关于印发《海天市煤气安全整治工作
方案》的通知
各县（市、区）人民政府，高新区管委会，市直各有关单位：
现将《海天市煤气安全整治工作方案》印发给你们。
海天市安全生产委员会办公室   海天市应急管理局
2023年3月6日
(此件主动公开)
海天市煤气安全整治工作方案
一、工作目标
本方案自印发之日起施行。"""
    found = read(text)
    assert (found.title, found.number) == ("关于印发《海天市煤气安全整治工作方案》的通知", "海安委办〔2023〕15号")
    assert found.issuers == ("海天市安全生产委员会办公室", "海天市应急管理局")
    assert found.addressees == ("各县（市、区）人民政府", "高新区管委会", "市直各有关单位")
    assert (found.dated, found.in_force_from, found.jurisdiction) == (date(2023, 3, 6), date(2023, 3, 6), "海天市")


def test_a_reply_names_another_letter_and_is_not_it() -> None:
    text = """\
海天省应急管理厅关于仓储企业适用标准问题的复函

海天市应急管理局：

你局《关于仓储企业适用标准问题的请示》（海应急〔2021〕33号）收悉。现函复如下：
一、仓储企业属于生产经营单位。
此复。
海天省应急管理厅
2021年7月2日"""
    assert read(text) == Head(
        title="海天省应急管理厅关于仓储企业适用标准问题的复函",
        issuers=("海天省应急管理厅",),
        addressees=("海天市应急管理局",),
        dated=date(2021, 7, 2),
        kind="复函",
        jurisdiction="海天省",
    )


def test_a_law_is_dated_by_its_latest_edition() -> None:
    text = """\
海天市有限空间作业安全管理条例
（2020年5月12日海天市第三届人民代表大会常务委员会第九次会议通过　根据2022年11月3日海天市第四届人民代表大会常务委员会第二次会议\
《关于修改三件地方性法规的决定》修正）
第一条 为了规范有限空间作业，制定本条例。
第二条 本条例自2020年8月1日起施行。《海天市缺氧作业管理办法》自2016年1月1日起施行的规定同时废止。"""
    assert read(text) == Head(
        title="海天市有限空间作业安全管理条例",
        issuers=("海天市人民代表大会常务委员会",),
        dated=date(2022, 11, 3),
        in_force_from=date(2020, 8, 1),
        kind="条例",
        jurisdiction="海天市",
    )


def test_a_decree_speaks_for_what_it_promulgates() -> None:
    text = """\
海天省人民政府令

第 215 号

《海天省生产安全事故报告办法》已经2019年3月1日省人民政府第30次常务会议通过，现予公布，自2019年5月1日起施行。

省长　王某某
2019年3月15日

海天省生产安全事故报告办法
第一条　为了规范报告，制定本办法。"""
    assert read(text) == Head(
        title="海天省生产安全事故报告办法",
        number="海天省人民政府令第215号",
        issuers=("海天省人民政府",),
        dated=date(2019, 3, 15),
        in_force_from=date(2019, 5, 1),
        kind="办法",
        jurisdiction="海天省",
    )


def test_a_regulation_names_its_decree_in_its_preamble() -> None:
    text = """\
仓储安全管理条例
（2002年1月26日中华人民共和国国务院令第344号公布　\
2011年2月16日国务院第144次常务会议修订通过　2011年3月2日中华人民共和国国务院令第591号公布）
第一章 总则
第一条 为了加强仓储安全管理，制定本条例。
第二条 本条例自2011年12月1日起施行。"""
    found = read(text)
    assert (found.number, found.issuers) == ("中华人民共和国国务院令第591号", ("国务院",))
    assert (found.dated, found.in_force_from, found.jurisdiction) == (date(2011, 3, 2), date(2011, 12, 1), "国家")


def test_a_decision_that_amends() -> None:
    text = """\
海天省人民代表大会常务委员会关于修改《海天省安全生产条例》的决定
（2022年5月27日海天省第十三届人民代表大会常务委员会第三十三次会议通过）
一、将第三条修改为：“第三条　生产经营单位应当履行主体责任。”
本决定自2022年7月1日起施行。"""
    found = read(text)
    assert (found.kind, found.issuers, found.dated) == ("决定", ("海天省人民代表大会常务委员会",), date(2022, 5, 27))
    assert found.in_force_from == date(2022, 7, 1)


@pytest.mark.parametrize(
    ("cover", "number", "issuers", "jurisdiction"),
    [
        ("DB35/T 1999—2019\n代替 DB35/T 1999—2012", "DB35/T 1999-2019", ("福建省市场监督管理局",), "福建省"),
        ("ICS 13.100\nC 65\nGB 19999－2019", "GB 19999-2019", ("国家市场监督管理总局", "国家标准化管理委员会"), "国家"),
        ("Q/ABC 003—2019", "Q/ABC 003-2019", ("海天化工有限公司",), None),
        ("Ｑ／ＡＢＣ ００３－２０１９", "Q/ABC 003-2019", ("海天化工有限公司",), None),
        ("AQ/T 9999-2019", "AQ/T 9999-2019", ("中华人民共和国应急管理部",), "国家"),
    ],
)
def test_the_cover_of_a_standard(cover: str, number: str, issuers: tuple[str, ...], jurisdiction: str | None) -> None:
    text = f"""\
{cover}
粮食筒仓清仓作业安全规范
Safety specification for silo cleaning
2019-05-01 发布　　2019-08-01 实施
{" ".join(issuers)} 发布
前　言
本文件由海天省应急管理厅提出。
1 范围
本文件规定了清仓作业的要求。"""
    assert read(text) == Head(
        title="粮食筒仓清仓作业安全规范",
        number=number,
        issuers=issuers,
        dated=date(2019, 5, 1),
        in_force_from=date(2019, 8, 1),
        kind="标准",
        jurisdiction=jurisdiction,
    )


def test_an_explanation_is_not_in_force_when_what_it_explains_is() -> None:
    found = read("《海天市消防条例》解读\n发布日期：2023-04-18\n一、何时施行？\n《海天市消防条例》自2023年6月1日起施行。")
    assert (found.kind, found.dated, found.in_force_from, found.jurisdiction) == ("解读", date(2023, 4, 18), None, "海天市")


def test_an_annex_that_stands_alone() -> None:
    found = read("附件3\n\n粉尘涉爆企业安全检查表\n\n被检查单位：\n| 序号 | 内容 |\n| 1 | 台账 |")
    assert found == Head(title="粉尘涉爆企业安全检查表", kind="检查表", annex_of="")
    assert read("《关于开展粉尘检查的通知》附件\n粉尘检查表\n1.台账").annex_of == "关于开展粉尘检查的通知"


def test_what_says_nothing_of_itself_is_named_by_its_file() -> None:
    assert read("1 范围\n正文", "甲.txt") == Head(title="甲")
    assert read("", "空.txt") == Head(title="空")


# --- one fact at a time


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("闽安委〔2017〕1号", "闽安委〔2017〕1号"),
        ("京政办发[2013]10号", "京政办发〔2013〕10号"),
        ("海应急（2021）33 号", "海应急〔2021〕33号"),
        ("（海安监总管三【2017】121号）", "海安监总管三〔2017〕121号"),
        ("文号：海安办函〔2020〕7号", "海安办函〔2020〕7号"),
        ("海安委﹝2019﹞5号　　　签发人：王某", "海安委〔2019〕5号"),
        ("海天市应急管理局公告 2020年第1号", "海天市应急管理局公告2020年第1号"),
        ("根据海安委〔2019〕5号的要求，制定本方案。", None),
        ("T/HT 012—2022", "T/HT 012-2022"),
        ("海天市人民政府令\n第12号", "海天市人民政府令第12号"),
    ],
)
def test_the_number_of_a_document(line: str, number: str | None) -> None:
    assert read(f"海天市安全检查方案\n{line}\n一、要求\n正文。").number == number


@pytest.mark.parametrize(
    ("title", "kind", "status"),
    [
        ("海天市作业票管理办法（征求意见稿）", "办法", "征求意见稿"),
        ("海天市作业票管理办法（试行）", "办法", "试行"),
        ("海天市作业票管理暂行办法", "办法", "暂行"),
        ("海天市作业票管理条例（草案）", "条例", "草案"),
        ("海天市作业票管理条例（修订草案征求意见稿）", "条例", "征求意见稿"),
        ("作业票管理规程（报批稿）", "规程", "报批稿"),
        ("关于加强作业票管理的实施意见", "意见", None),
        ("关于作业票管理的通知（试行）起草说明", "说明", None),
        ("作业安全检测方法", None, None),
        ("作业安全工作指引", "指引", None),
        ("海天市高层建筑应急预案", "预案", None),
    ],
)
def test_kind_and_status_are_told_by_the_title(title: str, kind: str | None, status: str | None) -> None:
    found = read(f"{title}\n一、要求\n正文。")
    assert (found.title, found.kind, found.status) == (title, kind, status)


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["关于印发海天市安全生产", "专项行动方案的通知"], "关于印发海天市安全生产专项行动方案的通知"),
        (["关于印发海天市专项行动方案", "的通知"], "关于印发海天市专项行动方案的通知"),
        (["海天市作业票管理办法", "（试行）"], "海天市作业票管理办法（试行）"),
        (["海天市人民政府办公室", "关于加强安全管理的意见"], "海天市人民政府办公室关于加强安全管理的意见"),
        (["海天市人民政府办公室文件", "关于加强安全管理的意见"], "关于加强安全管理的意见"),
        (["特急", "关于加强安全管理的意见"], "关于加强安全管理的意见"),
        (["GB/T 19999-2020 粮食筒仓导则"], "粮食筒仓导则"),
        (["附件2", "", "安全管理 工作要点"], "安全管理工作要点"),
    ],
)
def test_titles_over_several_lines(lines: list[str], title: str) -> None:
    assert read("\n".join([*lines, "各单位：", "一、要求", "正文。"])).title == title


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("各设区市人民政府、平潭管委会，省安委会各成员单位：", ("各设区市人民政府", "平潭管委会", "省安委会各成员单位")),
        ("各乡、镇人民政府，县政府各局、办、院，各县属企业：", ("各乡、镇人民政府", "县政府各局、办、院", "各县属企业")),
        ("各县(市、区)应急管理局，有关央属、省属企业：", ("各县(市、区)应急管理局", "有关央属、省属企业")),
        ("各省、自治区、直辖市应急管理厅（局）：", ("各省、自治区、直辖市应急管理厅（局）",)),
        ("主送：海天市应急管理局。", ("海天市应急管理局",)),
        ("现就有关事项通知如下：", ()),
        ("填报单位：", ()),
    ],
)
def test_those_addressed(line: str, names: tuple[str, ...]) -> None:
    assert read(f"关于加强检查的通知\n{line}\n一、要求\n正文。").addressees == names


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("本办法自2021年9月1日起施行。", date(2021, 9, 1)),
        ("本办法从二〇二一年九月一日起实施。", date(2021, 9, 1)),
        ("本办法自发布之日起施行。", date(2021, 7, 2)),
        ("本办法自公布之日起30日后施行。", date(2021, 8, 1)),
        ("《甲法》自2020年1月1日起施行，应当遵守。", None),
        ("企业应当自2022年1月1日起建立台账。", None),
        ("本办法自2021年2月30日起施行。", None),
    ],
)
def test_from_when_it_is_in_force(text: str, day: date | None) -> None:
    assert read(f"海天市检查办法\n第一条 甲。\n第二条 {text}\n海天市应急管理局\n2021年7月2日").in_force_from == day


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("福建省人民政府安全生产委员会", "福建省"),
        ("泉州市应急管理局", "泉州市"),
        ("北京市顺义区应急管理局", "北京市顺义区"),
        ("内蒙古自治区应急管理厅", "内蒙古自治区"),
        ("国家市场监督管理总局", "国家"),
        ("国务院安委会办公室", "国家"),
        ("应急管理部", "国家"),
        ("市场监督管理局", None),
        ("中共泉州市委办公室", "泉州市"),
        ("关于印发泉州市检查方案的通知", "泉州市"),
        ("黔东南苗族侗族自治州应急管理局", "黔东南苗族侗族自治州"),
        ("上海市浦东新区应急管理局", "上海市浦东新区"),
        ("海天市化工有限公司", None),
        ("北京市城市管理委员会", "北京市"),
        ("海天化工有限公司", None),
        ("各设区市应急管理局", None),
    ],
)
def test_the_place_that_a_body_is_of(name: str, place: str | None) -> None:
    assert organisations.jurisdiction(name) == place


@pytest.mark.parametrize(
    ("number", "place"),
    [
        ("闽安委〔2017〕1号", "福建省"),
        ("京政办发〔2013〕10号", "北京市"),
        ("国办发〔2013〕10号", "国家"),
        ("安监总管三〔2017〕121号", "国家"),
        ("DB11/T 1234-2019", "北京市"),
        ("GB 18218-2018", "国家"),
        ("海安办〔2021〕1号", None),
    ],
)
def test_the_place_that_a_number_tells(number: str, place: str | None) -> None:
    assert organisations.jurisdiction_of_number(number) == place


@given(st.dates(min_value=date(1949, 10, 1), max_value=date(2099, 12, 31)))
def test_days_are_read_in_every_writing(day: date) -> None:
    signs = "〇一二三四五六七八九"
    tens = ["", *signs[1:], *(f"十{sign}" for sign in ["", *signs[1:]]), *(f"二十{sign}" for sign in ["", *signs[1:]]), "三十", "三十一"]
    year = "".join(signs[int(digit)] for digit in str(day.year))
    for text in (
        f"{day.year}年{day.month}月{day.day}日",
        f"{year}年{tens[day.month]}月{tens[day.day]}日",
        f"{day.isoformat()} 发布",
        f"{day.year}/{day.month}/{day.day}",
    ):
        assert [found for *_, found in promulgation.days(f"甲{text}乙")] == [day]


@given(st.lists(st.text(alphabet="海天省市局厅关于的通知办法〔2021〕1号令第 （）《》年月日：，。附件", max_size=16), max_size=8))
def test_any_lines_have_a_head(lines: list[str]) -> None:
    assert read("\n".join(lines), "甲.txt").title


# --- the texts beside the project


def shared(folder: str, name: str) -> Head:
    path = next((SHARED / folder).glob(f"{name}*"), None)
    if path is None:
        pytest.skip("needs ../shared/seeds and ../shared/corpus")
    return read(path.read_text("utf-8"), path.name)


@pytest.mark.parametrize(
    ("folder", "name", "number", "issuers", "dated", "kind", "jurisdiction"),
    [
        ("seeds", "000", None, 0, None, "指引", "国家"),
        ("seeds", "001", "闽安委〔2017〕1号", 1, date(2017, 2, 17), "通知", "福建省"),
        ("seeds", "002", "泉安办〔2021〕79号", 2, date(2021, 8, 30), "通知", "泉州市"),
        ("seeds", "003", None, 1, None, "说明", "深圳市"),
        ("seeds", "004", "京政办发〔2013〕10号", 1, date(2013, 3, 8), "意见", "北京市"),
        ("corpus", "安全生产法", None, 1, date(2021, 6, 10), "法", "国家"),
        ("corpus", "标准化法", None, 1, date(2017, 11, 4), "法", "国家"),
        ("corpus", "特种设备安全法", None, 1, date(2013, 6, 29), "法", "国家"),
    ],
)
def test_the_heads_of_real_documents(
    folder: str, name: str, number: str | None, issuers: int, dated: date | None, kind: str, jurisdiction: str
) -> None:
    found = shared(folder, name)
    assert (found.number, len(found.issuers), found.dated, found.kind, found.jurisdiction) == (number, issuers, dated, kind, jurisdiction)


def test_what_else_the_heads_of_real_documents_tell() -> None:
    assert shared("seeds", "000").status == "征求意见稿"
    assert (shared("seeds", "000").annex_of, shared("seeds", "003").annex_of, shared("seeds", "004").annex_of) == ("", "", None)
    assert [len(shared("seeds", name).addressees) for name in ("000", "001", "002", "003", "004")] == [0, 5, 5, 0, 3]
    assert shared("corpus", "标准化法").in_force_from == date(2018, 1, 1)
