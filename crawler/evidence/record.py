"""Exchanges as records of a WARC 1.1 file, each compressed by itself (ISO 28500, annex D).

They are written here and not by warcio, which parses heads and writes them anew: ours must be the bytes that came.
Reading and checking is warcio's.
"""

from __future__ import annotations

import hashlib
import uuid
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from crawler.evidence.exchange import Exchange

VERSION = b"WARC/1.1\r\n"
_LEVEL = 1
"""Of compression: a third of the usual level's time for a tenth more bytes (own measurement, Chinese list pages)."""
_SAMPLE = 32 * 1024
_PACKED = 0.95
"""A beginning that shrinks by less was compressed before."""
_GZIP = 31


@dataclass(frozen=True, slots=True)
class Record:
    """A compressed record: `id` (an address `urn:uuid:…`), digests (`sha256:` and hex), and its bytes in the file."""

    id: str
    block_digest: str
    payload_digest: str
    content: bytes


def answer_record(exchange: Exchange) -> Record:
    """The answer as a record `response`; where none came a record `metadata` that says why."""
    if exchange.head:
        said = exchange.head, exchange.body
        return _record(exchange, "response", "application/http; msgtype=response", said, _about(exchange))
    said = b"", f"error: {_one_line(exchange.error)}\r\n".encode("utf-8", "replace")
    return _record(exchange, "metadata", "application/warc-fields", said, _about(exchange))


def request_record(exchange: Exchange, answer: Record) -> Record:
    """The request that `answer` belongs to."""
    end = exchange.request.find(b"\r\n\r\n") + 4
    said = exchange.request[:end], exchange.request[end:]
    about = {"WARC-Concurrent-To": f"<{answer.id}>"}
    return _record(exchange, "request", "application/http; msgtype=request", said, about)


def info_record(at: str, told: Mapping[str, str]) -> Record:
    """The record `warcinfo` with which a file begins: what made it."""
    fields = "".join(f"{name}: {_one_line(value)}\r\n" for name, value in told.items()).encode("utf-8", "replace")
    about = Exchange("", at, "", b"")
    return _record(about, "warcinfo", "application/warc-fields", (b"", fields), {})


def _about(exchange: Exchange) -> dict[str, str]:
    told = {
        "WARC-IP-Address": exchange.address,
        "WARC-Protocol": exchange.protocol if exchange.head else None,
        "WARC-Truncated": exchange.truncated,
        "X-Xuncha-Error": _one_line(exchange.error) if exchange.head else None,
    }
    return {name: value for name, value in told.items() if value}


def _record(
    exchange: Exchange, kind: str, content_type: str, said: tuple[bytes, bytes], about: Mapping[str, str]
) -> Record:
    head, payload = said
    block = head + payload
    block_digest, payload_digest = _digest(block), _digest(payload)
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"{kind} {exchange.url} {exchange.at} {exchange.part_of} {block_digest}")
    fields = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<{name.urn}>",
        "WARC-Date": exchange.at,
        **({"WARC-Target-URI": exchange.url} if exchange.url else {}),
        **about,
        "WARC-Block-Digest": block_digest,
        **({"WARC-Payload-Digest": payload_digest} if kind == "response" else {}),
        "Content-Type": content_type,
        "Content-Length": str(len(block)),
    }
    top = VERSION + "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode("utf-8", "replace")
    return Record(name.urn, block_digest, payload_digest, _packed(top + b"\r\n" + block + b"\r\n\r\n"))


def _packed(record: bytes) -> bytes:
    if len(record) > 2 * _SAMPLE and len(zlib.compress(record[:_SAMPLE], _LEVEL)) > _PACKED * _SAMPLE:
        return zlib.compress(record, 0, wbits=_GZIP)  # pictures, archives, answers that came compressed
    return zlib.compress(record, _LEVEL, wbits=_GZIP)


def _digest(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def _one_line(text: str) -> str:
    return " ".join(text.split())[:500]
