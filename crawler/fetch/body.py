"""The body of an answer as it comes: its beginning, and where somebody wants it the whole file, in one request."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx

from crawler.fetch.reply import Loaded, ends_like_html, unpacked

TOO_LARGE, CUT_OFF, SLOW = "file-too-large", "file-cut-off", "file-slow"


@dataclass(frozen=True, slots=True)
class Further:
    """How far a file is loaded behind its beginning: bytes (as sent and unpacked), and seconds more."""

    limit: int
    seconds: float


class Body:
    """The body of one answer. First ask for the `beginning`, then for the `whole`."""

    def __init__(self, response: httpx.Response) -> None:
        self._response = response
        self._pieces = response.aiter_raw()
        self._raw = b""
        self._ended = False

    @property
    def read(self) -> bytes:
        """What was read so far, freed from transfer encodings and nothing else."""
        return self._raw

    async def beginning(self, limit: int) -> tuple[bytes, bool]:
        """The body up to `limit` bytes, and whether that is all of it.

        A page that came to its end is all of it even where length or chunks promised more: browsers show it. Raises
        what the network does.
        """
        broken = None
        try:
            async for piece in self._pieces:
                self._raw += piece
                if len(self._raw) > limit:
                    break
            else:
                self._ended = True
        except (httpx.ReadError, httpx.RemoteProtocolError) as error:
            broken = error
        body = self._unpacked(self._raw, limit)
        if broken is not None and not ends_like_html(body):
            raise broken
        return body[:limit], (self._ended or broken is not None) and len(body) <= limit

    async def whole(self, further: Further) -> Loaded:
        """All of the file, or why it was not loaded. Raises nothing: the beginning has its verdict already."""
        declared = self._response.headers.get("content-length", "")
        if declared.isdecimal() and int(declared[:16]) > further.limit:
            return Loaded(reason=TOO_LARGE)
        pieces, size = [self._raw], len(self._raw)
        try:
            async with asyncio.timeout(further.seconds):
                async for piece in self._rest():
                    pieces.append(piece)
                    size += len(piece)
                    if size > further.limit:
                        return Loaded(reason=TOO_LARGE)
        except (TimeoutError, httpx.TimeoutException):
            return Loaded(reason=SLOW)
        except (OSError, httpx.HTTPError, ValueError):
            return Loaded(reason=CUT_OFF)
        finally:
            self._raw = b"".join(pieces)
        body = self._unpacked(self._raw, further.limit)
        return Loaded(body) if len(body) <= further.limit else Loaded(reason=TOO_LARGE)

    async def _rest(self) -> AsyncIterator[bytes]:
        if not self._ended:
            async for piece in self._pieces:
                yield piece

    def _unpacked(self, raw: bytes, limit: int) -> bytes:
        return unpacked(raw, self._response.headers.get("content-encoding", ""), limit)
