"""Reading laws: how many a second, on one core and on two, and with how much memory. Figures are printed.

python bench/documents.py
COUNT=200 python bench/documents.py
"""

import os
import resource
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from duibiao import register
from duibiao.loaders.documents import loading
from duibiao.register import reading
from duibiao.store import Store

COUNT = int(os.environ.get("COUNT", "1000"))
CHARACTERS = 6000
DAY = date(2026, 11, 22)
WHO = ("生产经营单位", "企业主要负责人", "县级以上人民政府应急管理部门", "安全生产管理人员", "承包单位", "从业人员", "特种作业人员")
MODAL = ("应当", "必须", "不得", "可以", "应", "鼓励")
WHAT = (
    "建立健全岗位安全责任清单并逐级签订",
    "对作业现场的风险进行辨识、评估和公示",
    "擅自停用监测报警装置或者改变其设定值",
    "保存培训考核记录不少于三年",
    "在三十日内向所在地主管部门报告整改结果",
    "每季度至少组织一次专项检查",
    "将检测数据保存不少于90日",
    "配备不少于2名专职安全管理人员",
)
BY = (
    "《中华人民共和国安全生产法》第二十一条",
    "GB 18218-2018",
    "《企业安全生产标准化基本规范》（GB/T 33000-2016）",
    "本条例第三条",
    "国家标准",
)
LONG = ("1234567890", "企业应当建立制度，", "《企业", "（企业", "企 业 ", "企业应当不得")
write = sys.stdout.write


def law(number: int) -> str:
    """A law of some 6,000 characters made of our own words at random: chapters, articles, items, citations."""
    dice = Random(number)
    lines, article, length = [f"示例市作业安全条例之{number}", "（2024年5月6日示例市人民代表大会常务委员会通过）"], 0, 0
    while length < CHARACTERS:
        article += 1
        if article % 12 == 1:
            lines.append(f"第{_han(article // 12 + 1)}章 作业管理")
        lines.append(f"第{_han(article)}条 {_sentence(dice)}{_sentence(dice)}{dice.choice(WHO)}应当遵守下列规定：")
        lines += [f"（{_han(item)}）{dice.choice(WHAT)}；" for item in (1, 2)] + [f"（三）{dice.choice(WHAT)}。"]
        length = sum(map(len, lines))
    return "\n".join(lines)


def _sentence(dice: Random) -> str:
    return f"{dice.choice(WHO)}{dice.choice(MODAL)}依照{dice.choice(BY)}的规定{dice.choice(WHAT)}。"


def _han(number: int) -> str:
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number % 100, 10)
    small = (("" if tens == 1 and number < 100 else digits[tens]) + "十" if tens else "") + (digits[ones] if ones else "")
    hundreds = f"{digits[number // 100]}百" if number >= 100 else ""
    return hundreds + ("零" if hundreds and not tens and ones else "") + (small if not hundreds or tens != 1 else "一" + small)


def read_alone(paths: list[Path]) -> Iterator[str]:
    """Reading into statements, one process, no store."""
    start, characters = process_time(), 0
    for path in paths:
        loading.load(path)
        characters += len(path.read_text(encoding="utf-8"))
    seconds = process_time() - start
    yield f"read alone       {len(paths) / seconds:>7.1f} documents a CPU second, {characters / len(paths):,.0f} characters each"


def loaded(paths: list[Path], folder: Path, many: int, name: str) -> Iterator[str]:
    """Into a store on disk; from `many` files on in as many processes as there are cores."""
    reading.MANY = many
    store = Store.open(folder)
    start, spent = perf_counter(), cpu_seconds()
    peaks = []
    for quarter in range(4):
        part = paths[quarter * len(paths) // 4 : (quarter + 1) * len(paths) // 4]
        results = register.load(store, part, day=DAY, who="bench")
        assert sum(result.status == "loaded" for result in results) == sum("broken" not in path.name for path in part)
        peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    seconds, spent = perf_counter() - start, cpu_seconds() - spent
    store.close()
    speed = f"{len(paths) / seconds:>7.1f} documents a second, {len(paths) / spent:.1f} a CPU second"
    yield f"{name:<16} {speed}, peak MB by quarter {', '.join(f'{peak:,.0f}' for peak in peaks)}"


def long_paragraphs(folder: Path) -> Iterator[str]:
    """A paragraph four times as long should take about four times as long: no grammar may go by its square."""
    for unit in LONG:
        spent = []
        for characters in (15_000, 60_000):
            path = folder / "long.txt"
            path.write_text((unit * characters)[:characters], encoding="utf-8")
            start = process_time()
            loading.load(path)
            spent.append(process_time() - start)
        yield f"one paragraph of 15,000 and 60,000 characters of {unit!r}: {spent[0]:.2f} and {spent[1]:.2f} CPU s"


def cpu_seconds() -> float:
    """What this process and those it has waited for have spent."""
    return sum(times.ru_utime + times.ru_stime for times in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))


def main() -> None:
    """Print the figures."""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        paths = [folder / f"law-{number:04}.txt" for number in range(COUNT)]
        for number, path in enumerate(paths):
            path.write_text(law(number), encoding="utf-8")
        (folder / "law-0100-broken.txt").write_bytes(bytes(range(256)))
        runs = (
            read_alone(paths[: max(COUNT // 10, 20)]),
            loaded(paths, folder / "one", len(paths) + 1, "one process"),
            loaded(sorted(folder.glob("law-*.txt")), folder / "two", 2, "all cores"),
            long_paragraphs(folder),
        )
        for line in (line for run in runs for line in run):
            write(f"{line}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
