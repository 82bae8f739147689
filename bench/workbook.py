"""A long workbook of one enterprise: loaded into a store on disk and checked, each by a process of its own. Figures are printed.

python bench/workbook.py                  200,000 rows
ROWS=20000 python bench/workbook.py
"""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import xlsxwriter

ROWS = int(os.environ.get("ROWS", "200000"))
PLANTED = 1000
"""Every so many-th row of equipment and of hidden dangers has a gap."""
write = sys.stdout.write
Rows = Iterator[tuple[object, ...]]


def sheets(rows: int) -> Iterator[tuple[str, Rows]]:
    """The sheets: few posts, and four long lists that share the rows."""
    each = rows // 4
    yield "企业", iter([("统一社会信用代码", "企业名称", "行业", "从业人员数"), ("91000000CLW000010K", "长表示例厂", "机械制造", 86)])
    yield "部门", iter([("部门编号", "部门名称"), ("B1", "维修车间")])
    posts = ("G1", "厂长", "B1", "主要负责人"), ("G2", "机修工", "B1", "操作")
    yield "岗位", iter([("岗位编号", "岗位名称", "所属部门", "岗位类别"), *posts])
    yield "监测点", iter([("监测点编号", "监测点名称", "监测信号", "单位", "高报值"), ("M1", "一号炉温", "温度", "℃", 900)])
    yield "企业标准", iter([("标准编号", "标准名称", "类别"), ("Q/CBS 1-2025", "报警器维护保养标准", "管理标准")])
    yield "设备", _equipment(each)
    yield "隐患", _hidden_dangers(each)
    yield "读数", _readings(each)
    yield "检查项", _check_items(rows - 3 * each)


def _equipment(rows: int) -> Rows:
    yield "设备编号", "设备名称", "设备类别", "使用部门", "责任岗位", "投用日期", "上次检测日期", "检测签字", "维护保养标准", "状态"
    for i in range(rows):
        tested = "2021-01-31" if i % PLANTED == 0 else "2026-06-30"
        yield f"S{i}", f"可燃气体报警器{i}号", "安全设备", "B1", "G2", "2020-01-31", tested, "韩七", "Q/CBS 1-2025", "在用"


def _hidden_dangers(rows: int) -> Rows:
    put_right = "整改措施", "整改责任人", "整改期限", "整改完成日期", "整改人", "验收日期", "验收人", "通报日期", "状态"
    yield "隐患编号", "描述", "所在部门", "责任岗位", "级别", "排查日期", *put_right
    for i in range(rows):
        verified = "G2" if i % PLANTED == 0 else "G1"
        fixed = ("2026-10-20", "G2", "2026-10-21", verified, "2026-10-15", "已验收")
        yield f"Y{i}", f"第{i}处护栏松动", "B1", "G2", "一般", "2026-10-14", "加固", "G2", "2026-10-31", *fixed


def _readings(rows: int) -> Rows:
    yield "读数编号", "监测点", "时间", "读数"
    start = datetime(2026, 1, 1)
    for i in range(rows):
        yield f"R{i}", "M1", (start + timedelta(minutes=5 * i)).isoformat(sep=" "), 700 + i % 100


def _check_items(rows: int) -> Rows:
    yield "检查项编号", "检查内容", "检查频次", "责任岗位", "检查表"
    for i in range(rows):
        yield f"J{i}", f"{i}号护栏无松动", "每日", "G2", "车间日检表"


def workbook(path: Path, rows: int) -> None:
    """Write the workbook."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_urls": False}) as out:
        for name, lines in sheets(rows):
            sheet = out.add_worksheet(name)
            for place, line in enumerate(lines):
                sheet.write_row(place, 0, line)


def timed(*words: str) -> str:
    """What a command says, and what it took."""
    start = perf_counter()
    done = subprocess.run([sys.executable, "-m", "duibiao.cli", *words], capture_output=True, text=True)
    assert done.returncode in (0, 1) and done.stdout, done.stderr
    seconds, most = perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
    write(f"{words[0]:8} {seconds:>6.1f} s, so far at most {most:.2f} GB\n")
    return done.stdout


def main() -> None:
    """Write, load, check, print."""
    with TemporaryDirectory() as scratch:
        book, store = Path(scratch) / "long.xlsx", str(Path(scratch) / "store")
        workbook(book, ROWS)
        write(f"{ROWS:,} rows, {book.stat().st_size / 1e6:.1f} MB\n")
        write(timed("load", str(book), "--store", store).splitlines()[0] + "\n")
        report = json.loads(timed("check", "--store", store, "--format", "json"))
        write(f"{len(report['gaps']):,} gaps\n")


if __name__ == "__main__":
    main()
