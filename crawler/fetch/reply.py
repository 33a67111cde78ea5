"""One answer of a server, whoever fetched it (Scrapy or httpx). Facts only; `crawler.fetch.verdict` judges them."""

from __future__ import annotations

import datetime as dt
import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import brotli

from crawler.tlsnote import TlsNote

_LONGEST_SIZE = 16
"""Digits of a size that is believed."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file behind its beginning: its whole `body`, or the `reason` (below `reason.`) why it was not loaded."""

    body: bytes = b""
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back for one request, or the `error` because of which nothing did (then `status` is None).

    `headers` have lower-case names; several of one name are joined by line breaks. `body` is decoded from transfer
    and content encodings; when `complete` is False only its beginning was read. `at` is UTC ISO 8601, `ms` the time
    until the end of what was read. `tls` is what an up-to-date browser objects to on this host, where that is known.
    `file` is the whole file where it was asked for and worth loading; the verdict rests on `body` alone, so that it
    does not depend on whether files are read.
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
    tls: TlsNote | None = None
    file: Loaded | None = None

    @property
    def content_type(self) -> str:
        """The media type without parameters, lower case; empty when the server does not say."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def body_hash(self) -> str | None:
        """BLAKE2b-128 of the body, by which the crawl file tells bodies; None of none."""
        return hashlib.blake2b(self.body, digest_size=16).hexdigest() if self.body else None

    @property
    def whole_size(self) -> int | None:
        """Bytes of the whole body; what the server declares when only the beginning was read, None if it does not."""
        if self.status is None:
            return None
        if self.complete and self.method != "HEAD":
            return len(self.body)
        declared = self.headers.get("content-range", "").rpartition("/")[2] or self.headers.get("content-length", "")
        return int(declared) if declared.isdecimal() and len(declared) < _LONGEST_SIZE else None

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


def ends_like_html(body: bytes) -> bool:
    """Whether an HTML page came to its end, whatever the server said about its length."""
    return b"</html>" in body[-1024:].lower()


def now() -> str:
    """The time as the store writes it: UTC, ISO 8601, milliseconds."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def unpacked(raw: bytes, encoding: str, limit: int) -> bytes:
    """A body freed from its content encoding (gzip, deflate, br), read no further than about `limit` bytes plus one.

    A truncated or damaged stream gives what could be read, as browsers do; an unknown encoding gives `raw`. We never
    ask for br, but some servers send it all the same.
    """
    body = raw
    for name in reversed([part.strip().lower() for part in encoding.split(",") if part.strip()]):
        if name in ("gzip", "x-gzip", "deflate"):
            body = _inflated(body, name, limit)
        elif name == "br":
            body = _unbrotli(body, limit)
    return body


def _inflated(raw: bytes, name: str, limit: int) -> bytes:
    windows = (47,) if name != "deflate" else (15, -15)  # 47: gzip or zlib by its header; -15: bare deflate
    for window in windows:
        try:
            return zlib.decompressobj(window).decompress(raw, limit + 1)
        except zlib.error:
            continue
    return raw


def _unbrotli(raw: bytes, limit: int) -> bytes:
    try:
        body: bytes = brotli.Decompressor().process(raw, output_buffer_limit=limit + 1)
    except brotli.error:
        return raw
    return body
