"""The scores of each document and of all of them, as a table or as JSON."""

import json
from collections.abc import Mapping

from evaluation.matching import Share
from evaluation.scores import Scores

_WIDTH = 24


def table(by_name: Mapping[str, Scores]) -> str:
    """A block for each kind of fact: precision, recall and accuracies, a line each document and one for all."""
    total = sum(by_name.values(), Scores())
    kinds = dict.fromkeys(name.split(".")[0] for name in total.shares)
    return "\n".join(_block(kind, [*by_name.items(), ("all", total)]) for kind in kinds)


def _block(kind: str, rows: list[tuple[str, Scores]]) -> str:
    columns = [name for name in rows[-1][1].shares if name.split(".")[0] == kind]
    heads = [name.partition(".")[2] or "fields" for name in columns]
    shares = [(name, [scores.shares.get(column, Share()) for column in columns]) for name, scores in rows]
    lines = [_line(name, [_figure(one) for one in cells]) for name, cells in shares if any(one.of for one in cells)]
    return "\n".join([_line(kind, heads), *lines, ""])


def _figure(share: Share) -> str:
    return "-" if share.value is None else f"{share.value:.3f} {share.right}/{share.of}"


def _line(name: str, cells: list[str]) -> str:
    wide = sum(ord(sign) > 0x2E7F for sign in name)
    return name.ljust(_WIDTH - wide) + "".join(cell.rjust(16) for cell in cells)


def as_json(by_name: Mapping[str, Scores]) -> str:
    """The shares of each document and of all, with what each is right of."""
    named = [*by_name.items(), ("all", sum(by_name.values(), Scores()))]
    shown = {name: {column: _numbers(share) for column, share in scores.shares.items()} for name, scores in named}
    return json.dumps(shown, ensure_ascii=False, indent=2)


def _numbers(share: Share) -> dict[str, float | int | None]:
    return {"value": share.value, "right": share.right, "of": share.of}
