"""Exchanges as the spider and the client saw them, ready for the evidence."""

from __future__ import annotations

from urllib.parse import urlsplit

import httpx
from scrapy import Request
from scrapy.http import Response

from crawler.evidence.exchange import Exchange, answer_head, received_head, request_message
from crawler.fetch.download import SENT, Sent
from crawler.fetch.reply import Reply

LENGTH, TIME, DISCONNECT = "length", "time", "disconnect"
"""Values of WARC-Truncated."""


def spider_exchange(request: Request, response: Response | None, reply: Reply, part_of: str | None) -> Exchange:
    """What the spider asked, and the answer, if there is one. `reply` says when, and what went wrong."""
    sent: Sent | None = request.meta.get(SENT)
    if response is None or sent is None:
        asked = _spelt(request)
        return Exchange(
            request.url, reply.at, request.method, asked, error=_said(reply.error) or "no answer", part_of=part_of
        )
    cut = "download_stopped" in response.flags or isinstance(reply.error, Exception)
    return Exchange(
        url=request.url,
        at=reply.at,
        method=request.method,
        request=request_message(sent.method, sent.target, sent.fields, request.body),
        head=received_head(sent.head),
        body=response.body,
        status=response.status,
        content_type=reply.headers.get("content-type", ""),
        truncated=LENGTH if cut else None,
        error=_said(reply.error),
        address=str(response.ip_address) if response.ip_address else None,
        part_of=part_of,
    )


def client_exchange(
    request: httpx.Request, response: httpx.Response | None, body: bytes, reply: Reply, part_of: str | None
) -> Exchange:
    """What the client asked, and as much of the answer as came; `body` is what was read of it, as it came."""
    target = request.url.raw_path
    asked = request_message(request.method.encode(), target, request.headers.raw, request.content)
    if response is None:
        error = _said(reply.error) or "no answer"
        return Exchange(reply.url, reply.at, request.method, asked, error=error, part_of=part_of)
    phrase: bytes = response.extensions.get("reason_phrase", b"")
    version: bytes = response.extensions.get("http_version", b"HTTP/1.1")
    newer = version.startswith(b"HTTP/2")
    line = b" ".join((b"HTTP/1.1" if newer else version, str(response.status_code).encode(), phrase))
    return Exchange(
        url=reply.url,
        at=reply.at,
        method=request.method,
        request=asked,
        head=answer_head(line, response.headers.raw),
        body=body,
        status=response.status_code,
        content_type=response.headers.get("content-type", ""),
        truncated=_truncated(reply),
        error=_said(reply.error),
        protocol="h2" if newer else "http/1.1",
        part_of=part_of,
    )


def _truncated(reply: Reply) -> str | None:
    if isinstance(reply.error, TimeoutError):
        return TIME
    if isinstance(reply.error, httpx.HTTPError | OSError):
        return DISCONNECT
    whole = reply.complete or (reply.file is not None and reply.file.reason is None)
    return None if whole and reply.error is None else LENGTH


def _spelt(request: Request) -> bytes:
    """A request whose answer never began, from what Scrapy was told to send."""
    parts = urlsplit(request.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = [(name, value) for name, values in request.headers.items() for value in values]
    return request_message(
        request.method.encode(), target.encode(), [(b"Host", parts.netloc.encode()), *headers], request.body
    )


def peer_of(response: httpx.Response) -> str | None:
    """The address at the other end, as long as the connection is open."""
    stream = response.extensions.get("network_stream")
    peer = stream.get_extra_info("server_addr") if stream is not None else None
    return str(peer[0]) if peer else None


def _said(error: BaseException | None) -> str:
    return f"{type(error).__name__}: {error}" if error is not None else ""
