"""The encodings of Chinese texts: UTF-8, UTF-16 and GB18030, told by the bytes alone; broken and mixed ones are refused."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

from duibiao.loaders.result import UnreadableFile

_MARKED = {BOM_UTF8: "utf-8", BOM_UTF16_LE: "utf-16-le", BOM_UTF16_BE: "utf-16-be"}
_UNSEEN = re.compile(r"[\x00-\x06\x0e-\x12\x16-\x1a\x1c-\x1f]")
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_FEWEST_BYTES = 9
"""Three Han characters in UTF-8: GB18030 does not look like that by chance."""
_COMMON = 0.9
_REMEDY = "save it as plain text in UTF-8"


def decoded(content: bytes, name: str, declared: str | None = None) -> str:
    """The text of a file, its line ends made \\n; `declared` is tried where it is not UTF-8. UnreadableFile when it is no text."""
    text = _marked(content, name) or _utf16(content) or _utf8(content) or _declared(content, declared)
    if text is None:
        text = _gb18030(content, name)
    if "\0" in text or len(_UNSEEN.findall(text)) > len(text) / 100:
        raise UnreadableFile(f"{name}: no text, but binary data; {_REMEDY}, or as .docx or .pdf")
    if text.count("\ufffd") > len(text) / 100:
        raise UnreadableFile(f"{name}: many characters were lost when it was converted (�); convert it again from the original")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _marked(content: bytes, name: str) -> str | None:
    """By its byte order mark."""
    for mark, encoding in _MARKED.items():
        if content.startswith(mark):
            try:
                return content[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise UnreadableFile(f"{name}: begins as {encoding.upper()} and is broken at byte {error.start}; {_REMEDY}") from error
    return None


def _utf8(content: bytes) -> str | None:
    try:
        return content.decode()
    except UnicodeDecodeError:
        return None


def _declared(content: bytes, encoding: str | None) -> str | None:
    try:
        return content.decode("gb18030" if encoding in {"gb2312", "gbk"} else encoding) if encoding else None
    except (UnicodeDecodeError, LookupError):
        return None


def _utf16(content: bytes) -> str | None:
    """UTF-16 without a mark: it has a zero byte in each line end, digit and Latin letter."""
    if b"\0" not in content or len(content) % 2:
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and _commonness(text) >= _COMMON:
            return text
    return None


def _gb18030(content: bytes, name: str) -> str:
    lines = content.split(b"\n")
    of_utf8 = [number for number, line in enumerate(lines, 1) if len(_NOT_ASCII.findall(line)) >= _FEWEST_BYTES and _utf8(line)]
    if of_utf8:
        broken = next(number for number, line in enumerate(lines, 1) if _utf8(line) is None)
        raise UnreadableFile(f"{name}: its encodings are mixed or broken: line {of_utf8[0]} is UTF-8, line {broken} is not; {_REMEDY}")
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        text = ""
    if _commonness(text) < _COMMON:
        raise UnreadableFile(f"{name}: no text in UTF-8, UTF-16 or GB18030; {_REMEDY}")
    return text


def _commonness(text: str) -> float:
    """The share of characters that are in common use (GB 2312), from 0 to 1."""
    return len(text.encode("gb2312", "ignore").decode("gb2312")) / len(text) if text else 0.0
