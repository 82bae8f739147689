"""Small workbooks for the tests: a valid enterprise with a row or two in every sheet, and how to write one down."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter
from pyoxigraph import NamedNode, Triple

from duibiao.loaders import workbook
from duibiao.loaders.result import Loaded
from duibiao.ontology.terms import PROV, D

CODE = "91350100M000100Y43"
"""The example of GB 32100-2015 itself."""

_BOOKKEEPING = {PROV.wasDerivedFrom, D.inFile, D.sheet, D.row}

Sheets = Mapping[str, Sequence[Sequence[Any]]]


@dataclass(frozen=True)
class Failed:
    """A cell whose formula fails."""

    text: str = "#DIV/0!"


def write(path: Path, sheets: Sheets) -> Path:
    """The sheets as an .xlsx file; dates become real dates, a Failed cell a formula with an error for its value."""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, Failed):
                        sheet.write_formula(row, column, "=1/0", None, cell.text)
                    elif cell != "":
                        sheet.write(row, column, cell)
    return path


def write_csv(folder: Path, sheets: Sheets, encoding: str = "utf-8-sig") -> Path:
    """The sheets as a folder with one .csv each."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in sheets.items():
        with (folder / f"{name}.csv").open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows(rows)
    return folder


def small_enterprise() -> dict[str, list[list[Any]]]:
    """A valid enterprise: every sheet, every column of them filled at least once."""
    return {
        "企业": [
            [
                *("统一社会信用代码", "企业名称", "行业", "从业人员数", "企业规模", "所在地", "安全管理机构"),
                *("专职安全管理人员数", "兼职安全管理人员数", "注册安全工程师数", "安全评价日期"),
            ],
            [CODE, "小样（示例）化工有限公司", "危险化学品生产", 120, "小型", "福州市", "是", 3, 2, 1, date(2025, 6, 1)],
        ],
        "部门": [
            ["部门编号", "部门名称", "上级部门", "负责岗位"],
            ["B1", "安全部", "", "G1"],
            ["B2", "车间", "B1", "G2"],
        ],
        "岗位": [
            [
                *("岗位编号", "岗位名称", "所属部门", "岗位类别", "责任人", "责任范围", "责任标准", "考核标准", "操作规程"),
                *("高风险作业", "作业标准", "证书类别", "证书有效期至", "初次培训学时", "年度再培训学时", "劳动防护用品", "法定职责"),
                "培训档案",
            ],
            [
                "G1",
                "总经理",
                "B1",
                "主要负责人",
                "1001",
                "全面负责",
                "Q/XY 1-2024",
                "Q/XY 1-2024",
                "",
                "",
                "",
                "安全考核",
                date(2029, 6, 30),
                48,
                16,
                "",
                "1；2；3；4；5；6；7",
                "是",
            ],
            [
                *("G2", "操作工", "B2", "特种作业", "1002", "罐区", "Q/XY 1-2024", "Q/XY 1-2024", "Q/XY 2-2024", "动火；受限空间"),
                *("Q/XY 2-2024", "焊接", date(2029, 1, 31), 72, 20.5, "安全帽；手套", "", ""),
            ],
        ],
        "设备": [
            [
                *("设备编号", "设备名称", "设备类别", "使用部门", "责任岗位", "所属单元", "种类", "投用日期", "使用登记日期"),
                *("登记编号", "下次检验日期", "上次自查日期", "上次检测日期", "检测签字", "维护保养标准", "状态"),
                *("安全技术档案", "上次维保日期"),
            ],
            [
                *("S1", "储罐", "特种设备", "B2", "G2", "D1", "压力容器", date(2024, 1, 10), date(2024, 2, 1)),
                *("容1", date(2027, 1, 1), date(2026, 11, 1), date(2026, 5, 1), "1002", "Q/XY 2-2024", "在用"),
                *("是", date(2026, 10, 8)),
            ],
        ],
        "危险源": [
            [
                *("危险源编号", "危险源名称", "所在部门", "责任岗位", "所在设备", "所属单元", "事故类型", "风险等级"),
                *("评估日期", "控制措施", "对应标准", "检查频次", "警示标志"),
            ],
            ["W1", "泄漏", "B2", "G2", "S1", "D1", "泄漏", "红", date(2026, 3, 1), "报警；联锁", "Q/XY 2-2024", "每日", "是"],
        ],
        "单元": [
            [
                *("单元编号", "单元名称", "单元类型", "责任岗位", "500米内常住人口", "登记编号", "登记等级", "评估日期", "备案日期"),
                *("备案编号", "监测监控", "数据保存天数", "紧急停车系统", "安全仪表系统", "主要负责人包保"),
                *("技术负责人包保", "操作负责人包保", "警示标志", "应急预案", "辨识日期", "变更日期", "事故日期"),
                *("消防救援机构备案日期", "首次备案日期", "竣工验收日期", "视频监控", "安全设施检测有效期至", "上次检查日期"),
                *("安全责任制", "专项预案演练日期", "现场处置方案演练日期", "应急器材", "气密型防护服套数", "双人收发双人保管"),
                *("单独存放", "出入库登记", "收发记录保存年限", "储存备案"),
            ],
            [
                *("D1", "罐区", "储存单元", "G2", 36, "危源1", "四级", date(2026, 1, 5), date(2026, 1, 12)),
                *(
                    "备1",
                    "是",
                    30,
                    "是",
                    "否",
                    "G1",
                    "G1",
                    "G2",
                    "是",
                    "Q/XY 1-2024",
                    date(2025, 12, 1),
                    date(2025, 6, 2),
                    date(2024, 3, 4),
                ),
                *(date(2026, 6, 1), date(2024, 1, 8), date(2024, 1, 10), "是", date(2027, 1, 31), date(2026, 11, 2)),
                *("Q/XY 1-2024", date(2026, 4, 1), date(2026, 9, 1), "空气呼吸器；堵漏器材", 2, "是", "是", "是", 3, "否"),
            ],
        ],
        "危险化学品储存": [
            ["储存编号", "所属单元", "物质名称", "CAS号", "设计最大量", "计量单位", "危险类别", "工艺条件", "物质状态", "剧毒"],
            ["C1", "D1", "液氨", "7664-41-7", 12, "t", "", "常压", "液化气体", "否"],
            ["C2", "D1", "甲醇", "67-56-1", 2500.5, "kg", "W5.3", "", "液体", ""],
        ],
        "企业标准": [
            ["标准编号", "标准名称", "类别", "归口部门", "发布日期", "实施日期", "废止日期", "复审日期", "引用规范", "是否公开"],
            [
                "Q/XY 1-2024",
                "责任制",
                "管理标准",
                "B1",
                date(2024, 1, 1),
                date(2024, 2, 1),
                "",
                date(2027, 2, 1),
                "GB 18218；《安全生产法》(2021)",
                "是",
            ],
            ["Q/XY 2-2024", "作业标准", "工作标准", "B2", date(2024, 1, 1), date(2024, 2, 1), date(2029, 1, 1), "", "", "否"],
        ],
        "条款": [
            [
                *("标准编号", "条款号", "内容", "落实规范", "落实条款", "参数", "适用范围", "方向", "限值", "限值上限", "单位"),
                *("声称严于", "明示低于", "适用岗位", "适用设备", "适用危险源", "适用单元"),
            ],
            [
                *("Q/XY 2-2024", "5.1", "氧含量应为19.5%～21%。", "GB 30871-2022", "6.4 a)", "氧含量", "受限空间", "区间", 19.5, 21),
                *("%(体积分数)", "否", "是", "G2", "S1", "W1", "D1"),
            ],
            [
                "Q/XY 2-2024",
                "5.2",
                "作业前30 min内分析。",
                "GB 30871-2022",
                "",
                "分析间隔",
                "动火",
                "最大间隔",
                30,
                "",
                "min",
                "是",
                "",
                "",
                "",
                "",
                "",
            ],
        ],
        "隐患": [
            [
                *("隐患编号", "描述", "所在部门", "责任岗位", "关联危险源", "级别", "来源", "排查日期", "整改措施", "整改责任人"),
                *("整改资金", "整改期限", "应急预案", "整改完成日期", "整改人", "验收日期", "验收人", "通报日期", "报告日期"),
                *("治理方案", "状态"),
            ],
            [
                *("Y1", "法兰渗漏", "B2", "G2", "W1", "重大", "日常检查", date(2026, 9, 1), "更换垫片", "G2"),
                *(1200.5, date(2026, 9, 10), "专项预案", date(2026, 9, 8), "G2", date(2026, 9, 9), "G1", date(2026, 9, 2)),
                *(date(2026, 9, 2), "治理方案1", "已销号"),
            ],
        ],
    }


def ten_bad_rows() -> dict[str, list[list[Any]]]:
    """The small enterprise with a row at fault in each of ten ways."""
    sheets = small_enterprise()
    sheets["企业"][1][0] = "91350100M000100Y44"
    sheets["部门"].append(["", "无编号部门", "B1", ""])
    posts = sheets["岗位"]
    posts.append(["G3", "巡检工", "B99", "操作", *[""] * 13])
    posts.append(["Ｇ1", "又一个总经理", "B1", "主要负责人", *[""] * 13])
    posts.append(["G4", "电工", "B2", "操作", *[""] * 9, "很多", "", "", ""])
    equipment = sheets["设备"]
    equipment.append(["S2", "锅炉", "特种设备", "B2", "", "", "", "2026-02-30", *[""] * 8])
    sheets["危险源"].append(["W2", "高处坠落", "B2", "", "", "", "", "蓝", "", "护栏", "", "", ""])
    holdings = sheets["危险化学品储存"]
    holdings.append(["C3", "D1", "氯", "", -1, "t", "", ""])
    holdings.append(["C4", "D1", "氯", "", 1, "桶", "", ""])
    holdings.append(["C5", "D1", "氯", "", Failed(), "t", "", ""])
    return sheets


def read(folder: Path, sheets: Sheets) -> Loaded:
    """What the loader makes of the sheets as an .xlsx file."""
    return workbook.read(write(folder / "book.xlsx", sheets))


def changed(sheet: str, column: str, value: Any, row: int = 1) -> dict[str, list[list[Any]]]:
    """The small enterprise with one cell changed; row 1 is the first below the header."""
    sheets = small_enterprise()
    sheets[sheet][row][sheets[sheet][0].index(column)] = value
    return sheets


def objects(loaded: Loaded, subject: NamedNode, term: NamedNode) -> set[str]:
    """The values of a property of the subject."""
    return {t.object.value for t in loaded.triples if t.subject == subject and t.predicate == term}


def stated(loaded: Loaded) -> set[Triple]:
    """The statements without those that say which file they are from."""
    return {t for t in loaded.triples if t.predicate not in _BOOKKEEPING and t.object != D.SourceSheet}
