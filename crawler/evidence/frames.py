"""The frames of a spool: one for each exchange, as it came. Records are made of those that are kept, and of no others.

A frame is its kind, the lengths of its two parts, what is told of the exchange (JSON), and its bytes, compressed.
Frames are only ever added; one of a kind of its own takes others back. What follows a torn frame does not count.
"""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, BinaryIO, NamedTuple

from zstandard import ZstdCompressor, ZstdDecompressor, ZstdError

from crawler.evidence.cdxj import Entry, Span
from crawler.evidence.exchange import Exchange
from crawler.evidence.record import answer_record, request_record

_HEAD = struct.Struct("<BII")
_EXCHANGE, _RECORDS, _TAKEN_BACK = 1, 2, 3
_CHOSEN_BY = 4
"""What of an exchange is told first."""
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
    gone = {offset for kind, told, _, _ in _whole(file, (_TAKEN_BACK,)) for offset in told}
    for _, told, offset, end in _whole(file, (_EXCHANGE, _RECORDS)):
        if offset not in gone:
            url, at, mime, part_of = told[:_CHOSEN_BY]
            yield Frame(url, at, mime, part_of, offset, end)


def end_of(file: BinaryIO) -> int:
    """Where the last whole frame of an open spool ends."""
    return max((end for _, _, _, end in _whole(file, (_EXCHANGE, _RECORDS, _TAKEN_BACK))), default=0)


def records_of(file: BinaryIO, frame: Frame) -> tuple[Entry, bytes, bytes]:
    """The entry of an exchange, with the records of its answer and of its request, whose places are counted from 0.

    Raises `DamagedFrame` when it is not as it was written.
    """
    file.seek(frame.offset)
    kind, told_length, length = _HEAD.unpack(file.read(_HEAD.size))
    try:
        told = json.loads(file.read(told_length))
        content = ZstdDecompressor().decompress(file.read(length))
        if kind == _EXCHANGE:
            return _recorded(_exchange(told, content))
        entry = Entry.of_line(told[4])
    except (ZstdError, ValueError) as fault:
        raise DamagedFrame(f"{frame.url} {frame.at}: {fault}") from fault
    return entry, content[: entry.answer.length], content[entry.answer.length :]


def _frame(kind: int, told: list[Any], content: bytes) -> bytes:
    said, packed = _written(told).encode(), _packer().compress(content)
    return b"".join((_HEAD.pack(kind, len(said), len(packed)), said, packed))


@cache
def _packer() -> ZstdCompressor:
    return ZstdCompressor(level=_LEVEL, write_checksum=True)


def _whole(file: BinaryIO, wanted: tuple[int, ...]) -> Iterator[tuple[int, list[Any], int, int]]:
    """The frames of some kinds that are whole: kind, what they tell, where they begin and end."""
    size, offset = os.fstat(file.fileno()).st_size, 0
    while True:
        file.seek(offset)
        head = file.read(_HEAD.size)
        if len(head) < _HEAD.size:
            return
        kind, told_length, length = _HEAD.unpack(head)
        end = offset + _HEAD.size + told_length + length
        if end > size or kind not in (_EXCHANGE, _RECORDS, _TAKEN_BACK):
            return
        if kind in wanted:
            try:
                told = json.loads(file.read(told_length))
            except ValueError:
                return
            if not isinstance(told, list) or (kind != _TAKEN_BACK and len(told) <= _CHOSEN_BY):
                return
            yield kind, told, offset, end
        offset = end


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
