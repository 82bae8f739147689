"""`duibiao audit`: is the record of who did what as it was written?"""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from duibiao.cli.options import format_option, language_option, opened, store_option, write
from duibiao.register import verify as verified
from duibiao.register.verification import Fault, Verified

_FAULTS = {
    "changed": ("第 {} 条被改动：{}", "entry {} was changed: {}"),
    "missing": ("第 {} 条之前缺记录：{}", "what stood before entry {} is gone: {}"),
    "cut": ("没有摘要为 {1} 的记录：末尾的记录被删", "no entry has the digest {1}: the last ones are gone"),
    "forked": ("第 {} 条与另一条接在同一条之后：{}", "entry {} follows what another follows too: {}"),
}


@click.group()
def audit() -> None:
    """The record of who loaded, changed, waived what and when, and who was refused.

    Example: duibiao audit verify
    """


@audit.command()
@click.option("--expect", metavar="DIGEST", help="The digest of the last entry, as you wrote it down. / 此前抄下的末条摘要")
@format_option("table", "json")
@store_option
@language_option
def verify(expect: str | None, form: str, path: Path, lang: str) -> None:
    """Check that no entry was changed or taken out. Write the last digest down elsewhere: it shows whether the end was cut off.

    Example: duibiao audit verify --format json
    """
    with opened(path) as store:
        found = verified(store, expect)
    if form == "json":
        write(json.dumps(asdict(found) | {"whole": found.whole}, ensure_ascii=False, indent=2) + "\n", None)
    else:
        _show(found, lang == "zh")
    sys.exit(0 if found.whole else 1)


def _show(found: Verified, zh: bool) -> None:
    for fault in found.faults:
        click.echo(_said(fault, zh))
    last = found.last or "—"
    if zh:
        state = "完整" if found.whole else "不完整"
        click.echo(f"{found.entries} 条，其中 {found.unlinked} 条早于链接；{state}；末条摘要 {last}")
    else:
        state = "whole" if found.whole else "not whole"
        click.echo(f"{found.entries} entries, {found.unlinked} of them from before they were linked; {state}; last digest {last}")


def _said(fault: Fault, zh: bool) -> str:
    return _FAULTS[fault.kind][0 if zh else 1].format(fault.number, fault.entry)
