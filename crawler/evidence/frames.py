"""The frames of a spool: one for each exchange, as it came. Records are made of those that are kept, and of no others.

A frame is a head (its kind, the lengths of its parts, checksums), what is told of the exchange (JSON), and its bytes,
compressed. Frames are only ever added; one of a kind of its own takes others back. Damaged ones are passed over.
"""

from __future__ import annotations

import json
import logging
import os
import struct
import threading
import zlib
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, NamedTuple

from zstandard import ZstdCompressor, ZstdDecompressor, ZstdError

from crawler.evidence.cdxj import Entry, Span
from crawler.evidence.exchange import Exchange
from crawler.evidence.record import answer_record, request_record

log = logging.getLogger(__name__)

_MARK = b"XCF1"
"""With which every frame begins, so that the next one is found behind a damaged one."""
_HEAD = struct.Struct("<4sBIIII")
"""The mark, the kind, the lengths of what is told and of the bytes, the checksum of the bytes, and that of all else."""
_EXCHANGE, _RECORDS, _TAKEN_BACK = 1, 2, 3
_CHOSEN_BY = 4
"""What of an exchange is told first."""
_LONGEST_TOLD = 1 << 26
"""Bytes: what takes back a hundred thousand frames needs a fiftieth."""
_AT_ONCE = 1 << 20
"""Bytes in which the next frame is looked for at once."""
_LEVEL = 1
"""Of compression: as many bytes as gzip's fastest level, in a third of its time (own measurement, Chinese pages)."""
_written = json.JSONEncoder(separators=(",", ":")).encode


class DamagedFrame(Exception):
    """The bytes of an exchange are not those that were spooled."""


class Frame(NamedTuple):
    """An exchange in a spool: what it is chosen by, and where its frame begins and ends (bytes)."""

    url: str
    at: str
    mime: str
    part_of: str | None
    offset: int
    end: int


class _Packers(threading.local):
    """A compressor for each thread: it cannot be shared, and each crawl that goes on does so in a thread of its own."""

    def __init__(self) -> None:
        self.pack = ZstdCompressor(level=_LEVEL).compress


_packers = _Packers()


def frame_of(exchange: Exchange) -> bytes:
    """The frame of an exchange."""
    told = [
        exchange.url,
        exchange.at,
        exchange.mime,
        exchange.part_of,
        exchange.method,
        exchange.status,
        exchange.content_type,
        exchange.truncated,
        exchange.error,
        exchange.address,
        exchange.protocol,
        len(exchange.request),
        len(exchange.head),
    ]
    return _frame(_EXCHANGE, told, b"".join((exchange.request, exchange.head, exchange.body)))


def frame_of_records(entry: Entry, answer: bytes, request: bytes) -> bytes:
    """The frame of an exchange whose records are there already, as they lie in a file."""
    return _frame(_RECORDS, [entry.url, entry.at, entry.mime, entry.part_of, entry.line("")], answer + request)


def frame_taking_back(frames: Iterable[Frame]) -> bytes:
    """The frame because of which others count no more."""
    return _frame(_TAKEN_BACK, [frame.offset for frame in frames], b"")


def frames_in(file: BinaryIO) -> Iterator[Frame]:
    """The exchanges in an open spool that count, in the order in which they came."""
    gone = {offset for kind, told, _, _ in _sound(file) if kind == _TAKEN_BACK for offset in told}
    before = 0
    for kind, told, offset, end in _sound(file):
        if offset > before:
            log.warning("the spool is damaged from %d to %d", before, offset)  # behind the last frame it is only torn
        before = end
        if kind != _TAKEN_BACK and offset not in gone:
            url, at, mime, part_of = told[:_CHOSEN_BY]
            yield Frame(url, at, mime, part_of, offset, end)


def end_of(file: BinaryIO) -> int:
    """Where the last sound frame of an open spool ends."""
    return max((end for _, _, _, end in _sound(file)), default=0)


def records_of(file: BinaryIO, frame: Frame) -> tuple[Entry, bytes, bytes]:
    """The entry of an exchange, with the records of its answer and of its request, whose places are counted from 0.

    Raises `DamagedFrame` when its bytes are not as they were written.
    """
    file.seek(frame.offset)
    _, kind, told_length, length, checksum, _ = _HEAD.unpack(file.read(_HEAD.size))
    told = json.loads(file.read(told_length))
    packed = file.read(length)
    if zlib.crc32(packed) != checksum:
        raise DamagedFrame(f"{frame.url} {frame.at}")
    try:
        content = ZstdDecompressor().decompress(packed)
    except ZstdError as fault:
        raise DamagedFrame(f"{frame.url} {frame.at}: {fault}") from fault
    if kind == _RECORDS:
        entry = Entry.of_line(told[_CHOSEN_BY])
        return entry, content[: entry.answer.length], content[entry.answer.length :]
    return _recorded(_exchange(told, content))


def _frame(kind: int, told: list[Any], content: bytes) -> bytes:
    said, packed = _written(told).encode(), _packers.pack(content)
    head = _HEAD.pack(_MARK, kind, len(said), len(packed), zlib.crc32(packed), 0)
    return b"".join((head[:-4], zlib.crc32(said, zlib.crc32(head)).to_bytes(4, "little"), said, packed))


def _sound(file: BinaryIO) -> Iterator[tuple[int, list[Any], int, int]]:
    """The frames whose heads and what they tell are as they were written: kind, what they tell, begin and end."""
    size, offset = os.fstat(file.fileno()).st_size, 0
    while offset < size:
        read = _read(file, offset, size)
        if read is None:
            offset = _next(file, offset + 1)
            continue
        kind, told, end = read
        yield kind, told, offset, end
        offset = end


def _read(file: BinaryIO, offset: int, size: int) -> tuple[int, list[Any], int] | None:
    """The kind of the frame at `offset`, what it tells, and its end; None when there is none that is sound."""
    file.seek(offset)
    head = file.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    mark, kind, told_length, length, _, checksum = _HEAD.unpack(head)
    end = offset + _HEAD.size + told_length + length
    if mark != _MARK or end > size or told_length > _LONGEST_TOLD:
        return None
    said = file.read(told_length)
    if zlib.crc32(said, zlib.crc32(head[:-4] + bytes(4))) != checksum:
        return None
    told: list[Any] = json.loads(said)
    return kind, told, end


def _next(file: BinaryIO, start: int) -> int:
    """Where the next frame may begin; the end of the file when there is none."""
    while True:
        file.seek(start)
        part = file.read(_AT_ONCE)
        at = part.find(_MARK)
        if at >= 0:
            return start + at
        if len(part) < _AT_ONCE:
            return start + len(part)
        start += len(part) - len(_MARK) + 1


def _exchange(told: list[Any], content: bytes) -> Exchange:
    url, at, _, part_of, method, status, content_type, truncated, error, address, protocol, asked, head = told
    return Exchange(
        url=url,
        at=at,
        method=method,
        request=content[:asked],
        head=content[asked : asked + head],
        body=content[asked + head :],
        status=status,
        content_type=content_type,
        truncated=truncated,
        error=error,
        address=address,
        protocol=protocol,
        part_of=part_of,
    )


def _recorded(exchange: Exchange) -> tuple[Entry, bytes, bytes]:
    answer = answer_record(exchange)
    request = request_record(exchange, answer)
    entry = Entry(
        url=exchange.url,
        at=exchange.at,
        method=exchange.method,
        answer=Span(0, len(answer.content), answer.id),
        request=Span(len(answer.content), len(request.content), request.id),
        digest=answer.payload_digest,
        block=answer.block_digest,
        mime=exchange.mime,
        status=exchange.status,
        part_of=exchange.part_of,
        truncated=exchange.truncated,
        error=exchange.error,
    )
    return entry, answer.content, request.content
