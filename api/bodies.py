"""The bodies of requests, read up to a size."""

from urllib.parse import parse_qsl

from fastapi import HTTPException, Request


async def whole(request: Request, most: int, what: str) -> bytes:
    """The body of the request; 413 for more than `most` bytes, whatever length it says to have."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise HTTPException(413, f"{what} of more than {most} bytes is not read")
    return bytes(body)


def media_type(request: Request) -> str:
    """The media type of the body, without its parameters; empty where none is said."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def utf8(request: Request, body: bytes, what: str) -> str:
    """The body as text. 415 where the media type says that it is another encoding, 400 where it is none of UTF-8."""
    charset = next(
        (p.strip()[8:].strip('"') for p in request.headers.get("content-type", "").split(";") if p.strip()[:8].lower() == "charset="),
        "utf-8",
    )
    if charset.lower() not in {"utf-8", "utf8", "us-ascii"}:
        raise HTTPException(415, f"{what} in {charset} is not read; send it in UTF-8")
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise HTTPException(400, f"{what} is not UTF-8") from error


def form(request: Request, body: bytes, what: str) -> list[tuple[str, str]]:
    """The fields of a form, in order. 400 for one that is not UTF-8."""
    try:
        return parse_qsl(utf8(request, body, what), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError as error:
        raise HTTPException(400, f"{what} is not UTF-8") from error
