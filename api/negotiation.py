"""Which media type and which language to answer with (RFC 9110, 12.5)."""

from collections.abc import Sequence
from typing import Literal

from fastapi import Request


def language_of(request: Request) -> Literal["zh", "en"]:
    """Chinese unless the reader's first language is English."""
    accept = request.headers.get("accept-language", "")
    return "en" if accept.strip().lower().startswith("en") else "zh"


def chosen(accept: str | None, offered: Sequence[str]) -> str | None:
    """The type offered that the Accept header likes best, the first of equals; the first for no header; None when it likes none."""
    if not accept:
        return offered[0]
    ranges = [_range(part) for part in accept.split(",") if part.strip()]
    liking = {media: _quality(media, ranges) for media in offered}
    best = max(offered, key=lambda media: liking[media])
    return best if liking[best] > 0 else None


def _range(part: str) -> tuple[str, float]:
    media, *parameters = (piece.strip() for piece in part.split(";"))
    quality = next((p[2:] for p in parameters if p.startswith("q=")), "1")
    try:
        return media.lower(), float(quality)
    except ValueError:
        return media.lower(), 0.0


def _quality(media: str, ranges: Sequence[tuple[str, float]]) -> float:
    """The quality of the most specific range that the media type is in."""
    for wanted in (media, f"{media.partition('/')[0]}/*", "*/*"):
        for name, quality in ranges:
            if name == wanted:
                return quality
    return 0.0
