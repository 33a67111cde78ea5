"""One answer of a server, whoever fetched it (Scrapy or httpx). Facts only; `crawler.fetch.verdict` judges them."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back for one request, or the `error` because of which nothing did (then `status` is None).

    `headers` have lower-case names; several of one name are joined by line breaks. `body` is decoded from transfer
    and content encodings; when `complete` is False only its beginning was read. `at` is UTC ISO 8601, `ms` the time
    until the end of what was read.
    """

    url: str
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    complete: bool = True
    error: BaseException | None = None
    method: str = "GET"
    at: str = ""
    ms: int = 0

    @property
    def content_type(self) -> str:
        """The media type without parameters, lower case; empty when the server does not say."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def is_html(self) -> bool:
        """Whether a browser would show the body as a page (declared so, or undeclared and beginning like one)."""
        if self.content_type:
            return "html" in self.content_type
        return begins_like_html(self.body)


class TooLarge(Exception):
    """The body is larger than we are ready to read."""


def begins_like_html(body: bytes) -> bool:
    """Whether the first bytes are those of an HTML page."""
    head = body[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<script", b"<meta", b"<title"))


def now() -> str:
    """The time as the store writes it: UTC, ISO 8601, milliseconds."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def unpacked(raw: bytes, encoding: str, limit: int) -> bytes:
    """A body freed from its content encoding (gzip, deflate), read no further than `limit` bytes plus one.

    A truncated or damaged stream gives what could be read, as browsers do; an unknown encoding gives `raw`.
    """
    body = raw
    for name in reversed([part.strip().lower() for part in encoding.split(",") if part.strip()]):
        if name in ("gzip", "x-gzip", "deflate"):
            body = _inflated(body, name, limit)
    return body


def _inflated(raw: bytes, name: str, limit: int) -> bytes:
    windows = (47,) if name != "deflate" else (15, -15)  # 47: gzip or zlib by its header; -15: bare deflate
    for window in windows:
        try:
            return zlib.decompressobj(window).decompress(raw, limit + 1)
        except zlib.error:
            continue
    return raw
