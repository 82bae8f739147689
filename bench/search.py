"""Search over many clauses: how long the index takes to make and to bring up to date, how large it is, how quick queries are.
Figures are CPU time, which neighbours on the machine do not lengthen.

python bench/search.py                         100,000 clauses in 200 documents, 2,000 enterprises, 900 queries
CLAUSES=10000 ENTERPRISES=200 python bench/search.py
"""

import os
import random
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import process_time

from pyoxigraph import Literal, NamedNode, Triple

from duibiao.ontology import iris
from duibiao.ontology.terms import ELI, RDF, RDFS, D
from duibiao.queries import search_index
from duibiao.queries.search import Narrowing, search
from duibiao.store import Store

CLAUSES = int(os.environ.get("CLAUSES", "100000"))
ENTERPRISES = int(os.environ.get("ENTERPRISES", "2000"))
OF_A_KIND = int(os.environ.get("QUERIES", "150"))
A_DOCUMENT = 500
VOCABULARY = """
安全 应当 生产 单位 管理 作业 设备 人员 检查 危险 责任 培训 岗位 应急 隐患 记录 制度 措施 现场 操作 排查 治理 检测 风险 消防 演练
预案 防护 审批 储存 运输 化学品 负责人 从业人员 特种设备 有限空间 动火作业 高处作业 临时用电 吊装作业 安全距离 联锁装置 可燃气体
报警装置 主要负责人 安全出口 班组 车间 罐区 仓库 锅炉 压力容器 起重机械 叉车 电梯 阀门 管道 法兰 泵房 电气 防爆 接地 静电 雷电
粉尘 除尘器 通风 照明 护栏 盖板 警示标志 劳动防护用品 呼吸器 安全帽 安全带 监护人 作业票 气体分析 含氧量 毒物 噪声 高温 体检 档案
合同 承包商 变更 验收 试运行 停车 检修 置换 盲板 校验 标定 巡检 交接班 值班 台账 考核 奖惩 投入 费用 保险 评估 分级 清单 公示 报告
整改 复查 销号 举报 事故 调查 处理 教训 法律 法规 标准 规程 每班 每日 每周 每月 每季度 每年 立即 定期 不少于 不超过 不得 严禁 必须
可以 鼓励 组织 实施 落实 建立 健全 保持 完好 有效 清晰 畅通 专人 双人
"""
WORDS = VOCABULARY.split()
FREQUENCIES = [1 / (rank + 3) for rank in range(len(WORDS))]
CODES = ("GB", "GB/T", "AQ", "AQ/T", "DB31/T")
SPELLINGS: tuple[Callable[[str], str], ...] = (
    str,
    str.lower,
    lambda number: number.replace(" ", ""),
    lambda number: number.rpartition("-")[0],
    lambda number: number.replace("/", "／").replace("-", "—"),
)
write = sys.stdout.write
chance = random.Random(7)


def number(document: int) -> str:
    """The number of a document."""
    return f"{CODES[document % len(CODES)]} {20000 + document * 17}-{1995 + document % 30}"


def sentence() -> str:
    """Words combined at random, a few in the words of which all are full, many in those that are rare."""
    words = chance.choices(WORDS, FREQUENCIES, k=chance.randint(8, 40))
    for place in range(5, len(words), 7):
        words[place] += "，"
    if chance.random() < 0.1:
        words.insert(4, f"符合{number(chance.randrange(CLAUSES // A_DOCUMENT))}的")
    return "".join(words) + "。"


def document(place: int, texts: list[str]) -> tuple[NamedNode, list[Triple]]:
    """The graph of a document with these clauses."""
    key = iris.standard_key(number(place)) or ""
    norm = iris.norm(key)
    triples = [
        Triple(norm, RDF.type, D.Edition),
        Triple(norm, D.number, Literal(number(place))),
        Triple(norm, ELI.title, Literal("".join(chance.choices(WORDS, k=5)))),
        Triple(norm, ELI.date_document, Literal(f"{1995 + place % 30}-06-01")),
        Triple(norm, ELI.passed_by, iris.body(f"示例机构{place % 12}")),
    ]
    for row, text in enumerate(texts):
        clause = iris.clause(key, f"{row // 25 + 1}.{row % 25 + 1}")
        triples += [
            Triple(clause, RDF.type, D.Clause),
            Triple(clause, D.clauseNumber, Literal(f"{row // 25 + 1}.{row % 25 + 1}")),
            Triple(clause, ELI.is_part_of, norm),
            Triple(clause, D.text, Literal(text)),
        ]
    return iris.graph(f"document/{key}"), triples


def enterprise(code: str, duty: str) -> tuple[NamedNode, list[Triple]]:
    """The graph of an enterprise with some posts."""
    triples = []
    for post in (iris.member(code, "post", f"GW-{place:03}") for place in range(40)):
        triples += [
            Triple(post, RDF.type, D.Post),
            Triple(post, D.number, Literal(post.value.rpartition("/")[2].upper())),
            Triple(post, RDFS.label, Literal("".join(chance.choices(WORDS, k=2)), language="zh")),
            Triple(post, D.dutyScope, Literal(duty)),
        ]
    return iris.graph(f"enterprise/{code}"), triples


def queries(texts: list[str]) -> Iterator[tuple[str, Callable[[], tuple[str, Narrowing]]]]:
    """What is asked, by kind."""
    short = [word for word in WORDS if len(word) == 2]
    whole = Narrowing()

    def phrase() -> str:
        text = chance.choice(texts).replace("，", "")
        start = chance.randrange(len(text) - 9)
        return text[start : start + chance.randint(4, 8)]

    yield "two-character words", lambda: (chance.choice(short), whole)
    yield "numbers", lambda: (chance.choice(SPELLINGS)(number(chance.randrange(CLAUSES // A_DOCUMENT))), whole)
    yield "phrases", lambda: (phrase(), whole)
    yield "two words", lambda: (" ".join(chance.sample(WORDS, 2)), whole)
    yield "ten most frequent words", lambda: (chance.choice(WORDS[:10]), whole)
    yield "narrowed to one year", lambda: (chance.choice(short), Narrowing(years=[str(chance.randrange(1995, 2025))]))


def timed(what: Callable[[], object]) -> float:
    """Milliseconds of CPU time that something takes."""
    start = process_time()
    what()
    return (process_time() - start) * 1000


def told(spent: list[float]) -> str:
    """The quantiles of some durations."""
    cuts = quantiles(spent, n=100, method="inclusive")
    return f"p50 {cuts[49]:>6.1f}  p95 {cuts[94]:>6.1f}  p99 {cuts[98]:>6.1f}  most {max(spent):>6.1f} CPU ms"


def making(store: Store, texts: list[str], folder: Path) -> Iterator[str]:
    """The index made from nothing."""
    for place in range(len(texts) // A_DOCUMENT):
        store.write(dict([document(place, texts[place * A_DOCUMENT : (place + 1) * A_DOCUMENT])]))
    seconds = timed(lambda: search(store, "安全")) / 1000
    size = (folder / search_index.FILE).stat().st_size
    length = sum(map(len, texts)) / len(texts)
    yield f"{len(texts):,} clauses of {length:.0f} characters: index made in {seconds:.1f} CPU s, {size / 1e6:.0f} MB"


def asking(store: Store, texts: list[str]) -> Iterator[str]:
    """Queries of each kind, with counts of all hits and the first twenty in pieces."""
    every: list[float] = []
    for kind, draw in queries(texts):
        asked = [draw() for _ in range(OF_A_KIND)]
        spent = [timed(partial(search, store, words, narrowing)) for words, narrowing in asked]
        hits = median(search(store, words, narrowing).total for words, narrowing in asked)
        every += spent
        yield f"{kind:<24} {told(spent)}  hits, median {hits:,.0f}"
    yield f"{'all':<24} {told(every)}"


def keeping_up(store: Store) -> Iterator[str]:
    """What it costs to see that nothing has changed, and to take in one enterprise among many."""
    codes = [f"91{place:016d}" for place in range(ENTERPRISES)]
    for code in codes:
        store.write(dict([enterprise(code, sentence())]))
    seconds = timed(lambda: search(store, "无此词语")) / 1000
    yield f"{ENTERPRISES:,} enterprises of 40 posts taken in in {seconds:.1f} CPU s"
    yield f"nothing changed: {median(timed(partial(search_index.ask, store, bool)) for _ in range(100)):.2f} CPU ms"
    spent = []
    for code in chance.sample(codes, min(20, len(codes))):
        store.write(dict([enterprise(code, sentence())]))
        spent.append(timed(partial(search_index.ask, store, bool)))
    yield f"one enterprise changed: {told(spent)}"


def main() -> None:
    """Print the figures."""
    texts = [sentence() for _ in range(CLAUSES)]
    with TemporaryDirectory() as name:
        store = Store.open(Path(name))
        for lines in (making(store, texts, Path(name)), asking(store, texts), keeping_up(store)):
            for line in lines:
                write(f"{line}\n")
                sys.stdout.flush()
        search_index.close(store)
        store.close()


if __name__ == "__main__":
    main()
