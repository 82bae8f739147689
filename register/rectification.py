"""The notice of rectification (整改通知书): what is to be put right, by whom and until when, with room for what was done and checked."""

from collections.abc import Iterator

from duibiao.register.formats import SEVERITY, basis_text
from duibiao.register.papers import Line, Section, Subject
from duibiao.shapes import Gap

_GRAVITY = list(SEVERITY)


def notice(subject: Subject) -> Iterator[Section]:
    """The open violations and warnings, the gravest first, then a table to sign."""
    due = subject.due.isoformat() if subject.due else ""
    to_do = [gap for gap in subject.report.gaps if gap.state == "open" and gap.severity != "info"]
    to_do.sort(key=lambda gap: (_GRAVITY.index(gap.severity), gap.owner is None, (gap.owner or {}).get(subject.language, "")))
    rows = [_line(place, gap, due, subject.language) for place, gap in enumerate(to_do, start=1)]
    widths = (3, 5, 15, 14, 14, 8, 7, 9, 8)
    if subject.zh:
        about = f"请于 {due} 前整改完毕并报送结果。" if due else "请在“整改期限”栏填写期限，整改完毕后报送结果。"
        head = ("序号", "严重程度", "问题", "依据", "整改要求", "责任", "整改期限", "整改结果", "复查结论")
        yield Section("整改事项", about, head, rows, widths)
        signed: list[Line] = [(who, "", "", "") for who in ("签发人", "被通知单位负责人", "整改责任人", "复查人")]
        yield Section("签发与签收", "一式两份，双方各存一份。", ("环节", "姓名", "签字", "日期"), signed, (12, 14, 20, 14), roomy=True)
        return
    about = f"To be put right by {due}, and the result reported." if due else "Fill in the day due; report once it is put right."
    head = ("no.", "severity", "what is wrong", "basis", "what to do", "owner", "due", "done", "checked")
    yield Section("To be put right", about, head, rows, widths)
    signed = [(who, "", "", "") for who in ("issued by", "received by", "put right by", "checked by")]
    yield Section(
        "Signatures", "In two copies, one for each side.", ("step", "name", "signature", "day"), signed, (12, 14, 20, 14), roomy=True
    )


def _line(place: int, gap: Gap, due: str, language: str) -> Line:
    basis = "；".join(dict.fromkeys(map(basis_text, gap.basis)))
    wrong = f"{gap.label[language]}：{gap.message[language]}" if language == "zh" else f"{gap.label[language]}: {gap.message[language]}"
    owner = gap.owner[language] if gap.owner else ""
    return str(place), SEVERITY[gap.severity][language], wrong, basis, gap.remedy[language], owner, due, "", ""
