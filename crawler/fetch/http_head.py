"""The head of an answer in HTTP/1: as lenient as browsers are, and never larger than they let it be.

What breaks a rule that no browser forgives is Twisted's `ParseError`, or a `ValueError` for lengths that contradict
each other, so that the verdict need not know who read the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from twisted.web import _newclient

_untyped: Any = _newclient

LARGEST = 256 * 1024
"""Bytes of one answer's head, as in Chrome (net::HttpStreamParser, kMaxHeaderBufSize)."""
_END = re.compile(rb"\r?\n\r?\n")
"""Some servers end lines, or only some of them, without a carriage return."""
_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VERSION = re.compile(rb"[^/]*/\d+\.\d+")
_CONNECTION = frozenset(
    {
        b"connection",
        b"content-length",
        b"keep-alive",
        b"proxy-connection",
        b"te",
        b"trailers",
        b"transfer-encoding",
        b"upgrade",
    }
)
"""Headers that speak of the connection, and not of what was asked for."""
_NO_BODY = frozenset({204, 304})


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before the body. `raw` are its bytes with the blank line; `fields` the headers in lower case that do
    not speak of the connection; `length` is that of the body, None where only its end tells; `keeps`: the connection
    can be used again."""

    raw: bytes
    version: bytes
    status: int
    fields: tuple[tuple[bytes, bytes], ...]
    length: int | None
    chunked: bool
    keeps: bool


def head_of(received: bytes) -> tuple[Head | None, bytes]:
    """The head with which `received` begins and what follows it; interim answers (1xx) are passed over.

    None when there is more to come. Raises `ParseError` and `ValueError` for what no browser reads.
    """
    while (end := _END.search(received)) is not None:
        if end.end() > LARGEST:
            break
        raw, received = received[: end.end()], received[end.end() :]
        head = _read(raw)
        if not 100 <= head.status < 200:
            return head, received
    if len(received) > LARGEST:
        raise _untyped.ParseError(f"more than {LARGEST} bytes of headers", b"")
    if b"\n" in received:
        _status(received.partition(b"\n")[0])  # what does not speak HTTP need not be waited for
    return None, received


def _read(raw: bytes) -> Head:
    first, _, rest = raw.partition(b"\n")
    version, status = _status(first)
    fields: list[tuple[bytes, bytes]] = []
    about: dict[bytes, list[bytes]] = {}
    for name, value in _fields(rest):
        if name in _CONNECTION:
            about.setdefault(name, []).append(value)
        else:
            fields.append((name, value))
    coding = about.get(b"transfer-encoding")
    if coding and coding[0].lower() != b"chunked":
        raise _untyped.ParseError("unknown transfer encoding", coding[0])
    length = 0 if status in _NO_BODY else None if coding else _length(about.get(b"content-length", ()))
    said = {word.strip() for value in about.get(b"connection", ()) for word in value.lower().split(b",")}
    keeps = b"close" not in said and (version != b"HTTP/1.0" or b"keep-alive" in said)
    return Head(raw, version, status, tuple(fields), length, bool(coding) and status not in _NO_BODY, keeps)


def _status(line: bytes) -> tuple[bytes, int]:
    version, _, rest = line.removesuffix(b"\r").partition(b" ")
    code = rest.partition(b" ")[0]
    if not code.isdigit():
        raise _untyped.ParseError("no status line", line)
    if not _VERSION.fullmatch(version):
        raise _untyped.ParseError("no version of HTTP", version)
    return version, int(code)


def _fields(lines: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Names in lower case and values; lines without a colon are passed over, as browsers do."""
    if b"\n " in lines or b"\n\t" in lines:
        lines = re.sub(rb"\r?\n(?=[ \t])", b"", lines)  # a line that goes on
    for line in lines.split(b"\n"):
        name, colon, value = line.partition(b":")
        if not colon:
            continue
        if not _NAME.fullmatch(name):
            raise _untyped.ParseError("no name of a header", name)
        yield name.lower(), value.strip()


def _length(said: Sequence[bytes]) -> int | None:
    """The length of the body; None when nothing is said of it. Raises `ValueError` for what is none, and for lengths
    that contradict each other."""
    if not said:
        return None
    values = [value.strip() for each in said for value in each.split(b",")]
    if not all(value.isdigit() for value in values) or len({*map(int, values)}) > 1:
        raise ValueError(f"no length of a body: {b', '.join(said)!r}")
    return int(values[0])
