"""One request and its answer as they went over the wire, whoever sent it (Scrapy or httpx)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

SHARED = "*"
"""`Exchange.part_of` of what all pages in the browser share: styles and scripts."""

NO_ANSWER = "warc/metadata"
"""`Exchange.mime` of what was asked without an answer."""
WITHHELD = b"(withheld)"
_SECRET = frozenset({b"authorization", b"proxy-authorization"})
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_CODED = b"transfer-encoding:"
_ORIGINAL = b"X-Archive-Orig-"
"""What archives put before headers that no longer hold for the stored body (pywb)."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request to `url` and what came back.

    `request` and `head` are whole heads of HTTP/1.1 messages with their blank line; `request` has the body that was
    sent behind it. `head` is empty where no answer came; `error` says why. `body` is freed from transfer encodings
    and nothing else. `truncated` says why it is not whole: `length` (we read no further), `time`, `disconnect`. `at` is
    UTC ISO 8601, `address` the peer's, `protocol` `http/1.1` or `h2`. `part_of` is the page for which it was asked,
    where it is none itself: calls of list interfaces, and what a page in the browser loads (`SHARED`: for all pages).
    """

    url: str
    at: str
    method: str
    request: bytes
    head: bytes = b""
    body: bytes = b""
    status: int | None = None
    content_type: str = ""
    truncated: str | None = None
    error: str = ""
    address: str | None = None
    protocol: str = "http/1.1"
    part_of: str | None = None

    @property
    def mime(self) -> str:
        """The media type of the answer, `unk` where it names none; `NO_ANSWER` without one."""
        return self.content_type.partition(";")[0].strip().lower() or "unk" if self.head else NO_ANSWER


def request_message(method: bytes, target: bytes, headers: Iterable[tuple[bytes, bytes]], body: bytes = b"") -> bytes:
    """A request as it was sent. What opens doors is left out: nobody needs it to check an answer."""
    shown = [(name, WITHHELD if name.lower() in _SECRET else value) for name, value in headers]
    return b" ".join((method, target, b"HTTP/1.1\r\n")) + _lines(shown) + b"\r\n" + body


def answer_head(status_line: bytes, headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    """The head of an answer from its parts, as they came."""
    return _decoded(status_line + b"\r\n" + _lines(headers) + b"\r\n")


def received_head(received: bytes) -> bytes:
    """The head of the answer with which `received` begins; interim answers (1xx) before it are passed over."""
    while True:
        end, length = _end(received)
        head, received = received[:end], received[end + length :]
        if not head.startswith((b"HTTP/1.1 1", b"HTTP/1.0 1")) or not received:
            lines = [line.removesuffix(b"\r") for line in head.split(b"\n")]
            return _decoded(b"\r\n".join(lines) + b"\r\n\r\n")


def _end(received: bytes) -> tuple[int, int]:
    """Where the first head ends, and the length of what ends it; some servers end lines, or only some of them, without
    a carriage return."""
    end = _BLANK_LINE.search(received)
    return (end.start(), len(end[0])) if end else (len(received), 0)


def _lines(headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    return b"".join(name + b": " + value + b"\r\n" for name, value in headers)


def _decoded(head: bytes) -> bytes:
    """The head of an answer whose body is stored without its transfer encoding."""
    if _CODED not in head.lower():
        return head
    lines = head.split(b"\r\n")
    return b"\r\n".join(_ORIGINAL + line if line.lower().startswith(_CODED) else line for line in lines)
