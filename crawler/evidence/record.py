"""Exchanges as records of a WARC 1.1 file, each compressed by itself (ISO 28500, annex D).

They are written here and not by warcio, which parses heads and writes them anew: ours must be the bytes that came.
Reading and checking is warcio's.
"""

from __future__ import annotations

import hashlib
import re
import struct
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
_CODED = re.compile(rb"^content-encoding:[ \t]*(?:x-)?(?:gzip|deflate|br|zstd)", re.IGNORECASE | re.MULTILINE)
_SHORT = 4 * 1024
"""Records up to this size, and heads, are compressed with little memory: making room for the usual window takes many
times what the work does (own measurement: 91 and 13 microseconds)."""
_WINDOW, _MEMORY = 12, 5
_GZIP = 16
"""Added to the window: with the frame of gzip."""
_GZIP_HEADER = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"


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
    block_digest = _digest(block)
    payload_digest = _digest(payload) if head else block_digest
    name = _name(f"{kind} {exchange.url} {exchange.at} {exchange.part_of} {block_digest}")
    fields = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<{name}>",
        "WARC-Date": exchange.at,
        **({"WARC-Target-URI": exchange.url} if exchange.url else {}),
        **about,
        "WARC-Block-Digest": block_digest,
        **({"WARC-Payload-Digest": payload_digest} if kind == "response" else {}),
        "Content-Type": content_type,
        "Content-Length": str(len(block)),
    }
    top = VERSION + "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode("utf-8", "replace")
    return Record(name, block_digest, payload_digest, _packed(top + b"\r\n" + head, payload + b"\r\n\r\n"))


def _name(told: str) -> str:
    """The name of a record of which this is told (`uuid.uuid5`, whose objects take six times as long to make)."""
    digest = bytearray(hashlib.sha1(uuid.NAMESPACE_URL.bytes + told.encode(), usedforsecurity=False).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x50
    digest[8] = digest[8] & 0x3F | 0x80
    each = digest.hex()
    return f"urn:uuid:{each[:8]}-{each[8:12]}-{each[12:16]}-{each[16:20]}-{each[20:]}"


def _packed(top: bytes, body: bytes) -> bytes:
    """A record as a member of a gzip file; `top` is what stands before the body."""
    if len(top) + len(body) <= _SHORT:
        return _deflated(top + body, _LEVEL, _GZIP + _WINDOW)
    if _CODED.search(top) or _shrinks_little(body):  # pictures, archives, answers that came compressed
        crc = zlib.crc32(body, zlib.crc32(top))
        end = struct.pack("<LL", crc, (len(top) + len(body)) & 0xFFFFFFFF)
        return _GZIP_HEADER + _deflated(top, _LEVEL, -_WINDOW, zlib.Z_FULL_FLUSH) + _deflated(body, 0, -_WINDOW) + end
    return zlib.compress(top + body, _LEVEL, wbits=_GZIP + zlib.MAX_WBITS)


def _shrinks_little(body: bytes) -> bool:
    return len(body) > 2 * _SAMPLE and len(zlib.compress(body[:_SAMPLE], _LEVEL)) > _PACKED * _SAMPLE


def _deflated(content: bytes, level: int, window: int, end: int = zlib.Z_FINISH) -> bytes:
    packer = zlib.compressobj(level, zlib.DEFLATED, window, _MEMORY)
    return packer.compress(content) + packer.flush(end)


def _digest(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def _one_line(text: str) -> str:
    return " ".join(text.split())[:500]
