"""The bodies of requests, read up to a size."""

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
