"""References in every spelling: what they mean on a day, and that nothing is guessed."""

import re
from datetime import date

import pytest
from catalogues import catalogue, keys, rows
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Triple

from duibiao.ontology.terms import RDF, D
from duibiao.reasoning import editions
from duibiao.reasoning.catalogue import Catalogue, Edition
from duibiao.reasoning.references import Reference, resolve

TODAY = date(2026, 9, 20)
DAYS = st.dates(date(2000, 1, 1), date(2035, 12, 31))


def read(text: str, day: date = TODAY) -> Reference:
    return resolve(text, catalogue(), day)


# --- how four policy documents and a demand spell what they cite

FUJIAN, QUANZHOU, BEIJING = date(2017, 2, 17), date(2021, 8, 30), date(2013, 3, 8)
UNDATED = date(2020, 7, 1)  # the day of the fourth document is not known, its matter is of about that time
SAFETY_LAWS = {"安全生产法-2002", "安全生产法-2014", "安全生产法-2021"}
SAFETY_LAW, POLICY = "《安全生产法》", "《中共中央国务院关于推进安全生产领域改革发展的意见》"
BASIC, PLAN_RULES = "《企业安全生产标准化基本规范》", "《生产安全事故应急预案管理办法》"
QUANZHOU_FOUR = "泉州市危险化学品、烟花爆竹、非煤矿山和冶金等行业(领域)安全生产标准化"

SPELLED: list[tuple[str, date, str, str | None]] = [
    ("《危险化学品重大危险源辨识（GB 18218）》", TODAY, "in_force", "C097"),
    ("《危险化学品重大危险源监督管理暂行规定》", TODAY, "in_force", "C024"),
    (SAFETY_LAW, TODAY, "in_force", "C001"),
    ("《危险化学品安全管理条例》", TODAY, "in_force", "C010"),
    ("《生产安全事故应急条例》", TODAY, "in_force", "C011"),
    (PLAN_RULES, TODAY, "in_force", "C025"),
    ("《生产经营单位生产安全事故应急预案编制导则（GB/T 29639）》", TODAY, "in_force", "C129"),
    ("闽安委〔2017〕1号", FUJIAN, "unknown", "C086"),
    (SAFETY_LAW, FUJIAN, "in_force", "C178"),
    ("《福建省安全生产条例》", FUJIAN, "announced", "C176"),
    (f"{POLICY}（中发〔2016〕32号）", FUJIAN, "in_force", "C060"),
    (POLICY, FUJIAN, "in_force", "C060"),
    (f"{BASIC}（AQ／T9006－2010）", FUJIAN, "in_force", "C094"),
    ("泉安办〔2021〕79号", QUANZHOU, "unknown", "C088"),
    (f"《{QUANZHOU_FOUR}提升专项行动方案》", QUANZHOU, "unresolved", None),
    ("《关于印发泉州市安全生产标准化提升专项行动方案的通知》(泉安委〔2021〕18号)", QUANZHOU, "unknown", "C087"),
    (POLICY, QUANZHOU, "in_force", "C060"),
    (SAFETY_LAW, QUANZHOU, "in_force", "C178"),  # two days before the edition of 2021
    ("《企业安全生产标准化基本规范(GB/T33000—2016)》", QUANZHOU, "in_force", "C092"),
    (f"{BASIC}（GB/T 33000-2016）", QUANZHOU, "in_force", "C092"),
    ("《生产安全事故应急条例》", QUANZHOU, "in_force", "C011"),
    (PLAN_RULES, QUANZHOU, "in_force", "C025"),
    ("《生产经营单位生产安全事故应急预案编制导则》（GB/T29639）", QUANZHOU, "in_force", "C129"),
    (f"《{QUANZHOU_FOUR}运行提升指南》", QUANZHOU, "unresolved", None),
    ("《通知》", UNDATED, "unresolved", None),
    ("《企业安全生产标准化评审工作管理办法（试行）》（安监总办〔2014〕49号）", UNDATED, "in_force", "C067"),
    ("《关于推进工贸企业安全生产三级标准化改革创新工作的方案》", UNDATED, "unresolved", None),
    ("《通知（试行）（征求意见稿）》", UNDATED, "unresolved", None),
    (f"{BASIC}（GB/T33000-2016）", UNDATED, "in_force", "C092"),
    ("2011年冶金等工贸行业安全生产标准化建设考评办法", UNDATED, "unresolved", None),
    ("京政办发〔2013〕10号", BEIJING, "unknown", "C089"),
    ("《国务院关于加强企业安全生产工作的通知》（国发〔2010〕23号）", BEIJING, "in_force", "C061"),
    ("《国务院安委会关于深入开展企业安全生产标准化建设的指导意见》（安委〔2011〕4号）", BEIJING, "in_force", "C062"),
    (
        "《国务院安委会办公室关于深入开展全国冶金等工贸企业安全生产标准化建设的实施意见》（安委办〔2011〕18号）",
        BEIJING,
        "unknown",
        "C063",
    ),
    (f"{BASIC}（AQ/T9006-2010）", BEIJING, "in_force", "C094"),
    (BASIC, BEIJING, "in_force", "C094"),
    ("《评分细则》", BEIJING, "unknown", "C065"),
    ("《进一步规范本市安全生产标准化评审工作的指导意见》", BEIJING, "unresolved", None),
]


@pytest.mark.parametrize(("text", "day", "status", "number"), SPELLED, ids=lambda value: str(value)[:40])
def test_the_spellings_of_policy_documents(text: str, day: date, status: str, number: str | None) -> None:
    found = read(text, day)
    assert found.status == status
    assert (found.resolved.key if found.resolved else None) == (rows()[number]["key"] if number else None)
    assert found.resolved or found.remarks


def test_what_they_leave_open_has_its_candidates() -> None:
    assert len(SPELLED) == 38
    assert read(SAFETY_LAW, FUJIAN).work == "安全生产法"
    assert keys(read("冶金等工贸行业安全生产标准化建设考评办法", UNDATED).candidates)[0] == rows()["C064"]["key"]
    assert read("《通知》").candidates == ()


# --- single spellings


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("ＡＱ／Ｔ9006－2010", "aq-t-9006-2010"),
        ("GB/T33000—2016", "gb-t-33000-2016"),
        ("GBT33000-2016", "gb-t-33000-2016"),
        ("gb/t 33000——2016", "gb-t-33000-2016"),
        ("GB18218", "gb-18218-2018"),
        ("GB 18218 2009", "gb-18218-2009"),
        ("GB 18218（2009）", "gb-18218-2009"),
        ("GB 6441-86", "gb-6441-1986"),
        ("GB 50045-1995", "gb-50045-95"),
        ("GB 50016-2014（2018年版）", "gb-50016-2014"),
        ("DB31T1468-2024", "db31-t-1468-2024"),
        ("TSG 21", "tsg-21-2016"),
        ("GB/T 45001-2020/ISO 45001:2018", "gb-t-45001-2020"),
        ("3. GB 30871-2022  危险化学品企业特殊作业安全规范（代替GB 30871-2014）", "gb-30871-2022"),
        ("参照GB/T 33000-2016执行", "gb-t-33000-2016"),
        ("GB 30871-2022 第5.3.1条（现行）", "gb-30871-2022"),
        ("安监总局令第40号", "危险化学品重大危险源监督管理暂行规定-2015"),
        ("国家安全监管总局令第40号", "危险化学品重大危险源监督管理暂行规定-2015"),
        ("国家安全生产监督管理总局令第88号，应急管理部令第2号修正", "生产安全事故应急预案管理办法-2019"),
        ("《生产安全事故应急预案管理办法》（应急管理部令第2号）", "生产安全事故应急预案管理办法-2019"),
        ("国务院令第708号", "生产安全事故应急条例-2019"),
        ("中华人民共和国国务院令（第七百零八号）", "生产安全事故应急条例-2019"),
        ("国务院第七〇八号令", "生产安全事故应急条例-2019"),
        ("《生产安全事故应急条例》（708号令）", "生产安全事故应急条例-2019"),
        ("主席令第八十八号", "安全生产法-2021"),
        ("中发[2016]32号", "中共中央国务院关于推进安全生产领域改革发展的意见-2016"),
        ("中发（2016）第32号", "中共中央国务院关于推进安全生产领域改革发展的意见-2016"),
        ("根据安委〔2011〕4号", "国务院安委会关于深入开展企业安全生产标准化建设的指导意见-2011"),
        ("十部门公告2015年第5号", "危险化学品目录-2015"),
        ("危险化学品目录（2015年版）", "危险化学品目录-2015"),
        ("中华人民共和国安全生产法（2021年6月10日修正）", "安全生产法-2021"),
        ("安全生产法2021", "安全生产法-2021"),
        ("《企业安全生产标准化评审工作管理办法》", "企业安全生产标准化评审工作管理办法-试行-2014"),
        ("《企业安全生产标准化评审工作管理办法》（试行）", "企业安全生产标准化评审工作管理办法-试行-2014"),
        ("生产安全事故罚款处罚规定", "生产安全事故罚款处罚规定-2024"),
        ("生产安全事故罚款处罚规定（试行）", "生产安全事故罚款处罚规定-试行"),
        ("国务院关于加强企业安全生产工作的通知", "国务院关于进一步加强企业安全生产工作的通知-2010"),
        ("GB/T 6441-1986", "gb-6441-1986"),
        ("常用化学危险品贮存通则", "gb-15603-1995"),
        ("应急管理部关于印发《企业安全生产标准化建设定级办法》的通知", "企业安全生产标准化建设定级办法-2021"),
        ("GB 18218-2000 危险化学品重大危险源辨识", "gb-18218-2000"),
        ("《化学品生产单位特殊作业安全规范》", "gb-30871-2014"),
        ("《化学品生产单位特殊作业安全规范》（GB 30871）", "gb-30871-2022"),
        ("GB/T 29639-2020 生产经营单位安全生产事故应急预案编制导则", "gb-t-29639-2020"),
        ("AQ/T 9006", "aq-t-9006-2010"),
    ],
)
def test_a_spelling_means_its_edition(text: str, key: str) -> None:
    found = read(text)
    assert found.resolved is not None
    assert found.resolved.key == key


@pytest.mark.parametrize(
    ("text", "status", "candidates"),
    [
        ("《安全生产法》（GB 18218-2018）", "ambiguous", {"gb-18218-2018", *SAFETY_LAWS}),
        ("《化学品生产单位特殊作业安全规范》（GB 30871-2022）", "ambiguous", {"gb-30871-2014", "gb-30871-2022"}),
        ("GB 2894-2025 安全标志及其使用导则", "ambiguous", {"gb-2894-2008", "gb-2894-2025"}),
        (f"{BASIC}（GB/T 33000-2025）", "ambiguous", {"gb-t-33000-2025", "gb-t-33000-2016", "aq-t-9006-2010"}),
        ("GB 18218-2018 起重机械安全规程", "ambiguous", {"gb-18218-2018"}),
        ("《安全生产法》（国务院令第708号）", "ambiguous", {*SAFETY_LAWS, "生产安全事故应急条例-2019"}),
        (BASIC, "ambiguous", {"aq-t-9006-2010", "gb-t-33000-2016"}),
        ("应急预案管理办法", "ambiguous", {"生产安全事故应急预案管理办法-2019", "突发事件应急预案管理办法-2024"}),
        ("《安全生产法》《消防法》", "ambiguous", {*SAFETY_LAWS, "消防法-2021"}),
        ("GB 18218-2018、GB 30871-2022", "ambiguous", {"gb-18218-2018", "gb-30871-2022"}),
        ("GB 18218-2015", "unresolved", {"gb-18218-2000", "gb-18218-2009", "gb-18218-2018"}),
        ("GB 18128-2018 危险化学品重大危险源辨识", "unresolved", {"gb-18218-2009", "gb-18218-2018"}),
        ("GB/T 30871-2022", "unresolved", {"gb-30871-2014", "gb-30871-2022"}),
        ("GB 50016-2014（2020年版）", "unresolved", {"gb-50016-2006", "gb-50016-2014"}),
        ("安全生产法（2009修正）", "unresolved", SAFETY_LAWS),
        ("《安全生产法》（主席令第18号）", "unresolved", SAFETY_LAWS),
        ("《危险化学品安全管理条例》（国务院令第591号）", "unresolved", {"危险化学品安全管理条例-2013"}),
        ("《危险化学品安全管理条例》（国务院令第344号，国务院令第591号修订）", "unresolved", {"危险化学品安全管理条例-2013"}),
        ("国务院令第344号(591号修订)", "unresolved", {"危险化学品安全管理条例-2013"}),
        ("应急管理部令第2号", "unresolved", {"生产安全事故应急预案管理办法-2019"}),
        ("第708号令", "unresolved", {"生产安全事故应急条例-2019"}),
        ("安委〔2017〕1号", "unresolved", {"关于深入开展安全生产标准化建设促进企业自主安全管理的通知-2017"}),
        ("新安全生产法", "unresolved", SAFETY_LAWS),
        ("GB 18218-20188", "unresolved", set()),
        ("T/CCSAS 001-2018", "unresolved", set()),
        ("序号", "unresolved", set()),
        ("", "unresolved", set()),
    ],
)
def test_what_cannot_be_told_is_said(text: str, status: str, candidates: set[str]) -> None:
    found = read(text)
    assert (found.status, found.resolved, set(keys(found.candidates))) == (status, None, candidates)
    assert found.confidence is None
    assert all(remark.zh and remark.en for remark in found.remarks)
    assert found.remarks


def test_an_undated_reference_moves_with_the_day() -> None:
    days = ("2018-12-01", "2019-02-28", "2019-03-01")
    found = [read("GB 18218", date.fromisoformat(day)).resolved for day in days]
    assert [edition and edition.key for edition in found] == ["gb-18218-2009", "gb-18218-2009", "gb-18218-2018"]
    dated = [read("GB 18218-2009", date.fromisoformat(day)) for day in days]
    assert [(keys((ref.resolved,)) if ref.resolved else [], ref.status) for ref in dated] == [
        (["gb-18218-2009"], "in_force"),
        (["gb-18218-2009"], "in_force"),
        (["gb-18218-2009"], "replaced"),
    ]


def test_where_no_edition_is_in_force_the_candidates_are_given() -> None:
    found = read("GB 16423", date(2021, 1, 1))
    assert (found.status, keys(found.candidates), found.work) == ("unresolved", ["gb-16423-2006", "gb-16423-2020"], "gb-16423")
    assert "2021-09-01" in found.remarks[-1].en
    assert read("GB 46768", date(2026, 1, 1)).status == "announced"
    assert read("GB 46768", date(2020, 1, 1)).status == "unresolved"


def test_a_replaced_edition_names_its_successor_and_what_is_in_force() -> None:
    found = read("AQ/T 9006-2010")
    assert (found.status, found.since, found.dated, found.how) == ("replaced", date(2017, 4, 1), True, "number")
    assert (keys(found.replaced_by), keys(found.current)) == (["gb-t-33000-2016"], ["gb-t-33000-2025"])
    assert keys(read(BASIC).current) == ["gb-t-33000-2025"]


def test_an_end_to_come_is_said() -> None:
    assert any("2027-02-01" in remark.en for remark in read("GB/T 13869").remarks)


def test_how_far_to_trust_goes_with_the_answer() -> None:
    assert read("《安全生产法》").confidence == "high"
    assert read("AQ/T 9006-2010").confidence == "medium"
    assert any("实施日期" in remark.zh for remark in read("AQ/T 9006-2010").remarks)
    assert (read("主席令第88号").confidence, read("《安全生产法》（主席令第88号）").confidence) == ("medium", "high")
    assert (read(BASIC, BEIJING).confidence, read("《评分细则》").confidence) == ("medium", "low")


# --- any spelling

FULL_WIDTH = {chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)}
DASHES = ["-", "－", "—", "–", "‐", "−", "――", " - ", "——"]
BRACKETS = ["〔〕", "[]", "()", "（）", "【】", "［］", "﹝﹞"]


def _respelled(draw: st.DrawFn, text: str) -> str:
    """Another spelling of the same characters."""
    dash, brackets = draw(st.sampled_from(DASHES)), draw(st.sampled_from(BRACKETS))
    text = re.sub(r"(?<=[0-9])-(?=[0-9])", lambda _: dash, text)
    text = text.replace("〔", brackets[0]).replace("〕", brackets[1])
    if draw(st.booleans()):
        text = text.replace("(", "（").replace(")", "）").replace(":", "：")
    text = draw(st.sampled_from([text, text.lower(), text.replace(" ", ""), text.replace(" ", "\u3000"), text.replace("/", " / ")]))
    wide = draw(st.sets(st.integers(0, max(len(text) - 1, 0))))
    return "".join(FULL_WIDTH.get(sign, sign) if place in wide else sign for place, sign in enumerate(text))


@st.composite
def numbers(draw: st.DrawFn) -> tuple[Edition, str]:
    edition = draw(st.sampled_from(list(catalogue().editions.values())))
    before, after = draw(st.sampled_from([("", ""), (" ", " "), ("1. ", ""), ("（", "）"), ("依据", ""), ("\u200b", "；")]))
    return edition, before + _respelled(draw, edition.number) + after


@st.composite
def titles(draw: st.DrawFn) -> tuple[Edition, str]:
    edition = draw(st.sampled_from([edition for edition in catalogue().editions.values() if edition.title]))
    title = edition.title.removeprefix("中华人民共和国") if draw(st.booleans()) else edition.title
    before, after = draw(st.sampled_from([("", ""), ("《", "》"), ("《", ""), ("执行《", "》的要求"), ("2、", "。"), ("(3) 《", "》")]))
    return edition, before + _respelled(draw, title) + after


@given(numbers())
def test_a_number_in_any_spelling_means_the_same(drawn: tuple[Edition, str]) -> None:
    edition, text = drawn
    found, plain = read(text), read(edition.number)
    assert (found.resolved, found.status, found.candidates) == (plain.resolved, plain.status, plain.candidates)
    assert found.resolved is edition or edition.number == edition.title


@given(titles())
def test_a_title_in_any_spelling_means_the_same(drawn: tuple[Edition, str]) -> None:
    edition, text = drawn
    found, plain = read(text), read(edition.title)
    assert (found.resolved, found.status, found.candidates) == (plain.resolved, plain.status, plain.candidates)
    assert edition in found.candidates


@given(numbers(), DAYS)
def test_number_and_title_together_mean_the_edition(drawn: tuple[Edition, str], day: date) -> None:
    edition, text = drawn
    if edition.title and edition.title != edition.number:
        found = read(f"《{edition.title}》（{text.strip('（）')}）", day)
        assert found.resolved is edition or (found.resolved is None and found.remarks)
        assert not found.dated or found.resolved is edition


@given(st.text(max_size=60), DAYS)
def test_any_text_gets_an_answer(text: str, day: date) -> None:
    found = read(text, day)
    assert (found.resolved is None) == (found.status in {"ambiguous", "unresolved"})


@given(st.sampled_from([number for number in SPELLED if number[3]]), DAYS)
def test_a_dated_reference_never_moves(spelled: tuple[str, date, str, str | None], day: date) -> None:
    text, own_day, _, _ = spelled
    if read(text, own_day).dated:
        assert read(text, day).resolved is read(text, own_day).resolved


@given(DAYS, st.sampled_from(sorted(catalogue().works)))
def test_an_undated_number_means_what_is_in_force(day: date, key: str) -> None:
    work = catalogue().works[key]
    if work.number:
        found = read(work.number, day)
        assert [found.resolved] == list(editions.in_force(work.editions, catalogue(), day)) or found.status != "in_force"


def test_nodes_of_others_are_kept_apart() -> None:
    foreign = NamedNode("https://example.org/norm/1")
    made = Catalogue.of([Triple(foreign, RDF.type, D.Edition), Triple(foreign, D.number, Literal("GB 7-2020"))])
    assert resolve("GB 7", made, TODAY).resolved is made.editions[foreign.value]
