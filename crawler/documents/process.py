"""The reading process: takes one file after the other from its parent, within limits that the kernel holds.

Started by `crawler.documents.reader` alone. Requests and answers are frames on the process's first standard streams:
eight bytes of length, then the body. What libraries print goes nowhere.
"""

from __future__ import annotations

import dataclasses
import json
import os
import resource
import signal
import struct
import sys
from typing import Any, BinaryIO

from crawler.documents.extract import Extract, Limits, Reason
from crawler.documents.formats import NOT_KNOWN
from crawler.documents.read import read_bytes

LENGTH = struct.Struct(">Q")
_SPARE_S = 5.0
"""Seconds beyond the wall time after which the process ends by itself, should its parent be gone."""
_OPEN_FILES = 64
_LARGEST_WRITTEN = 256 * 1024 * 1024


def main() -> None:
    """Serve until the parent closes its end. The first frame holds the limits as JSON."""
    source, sink = _streams()
    first = receive(source)
    if first is None:
        return
    limits = Limits(**json.loads(first))
    _bound(limits)
    while (body := receive(source)) is not None:
        _start_clock(limits)
        answer = _answer(body, limits)
        signal.setitimer(signal.ITIMER_REAL, 0)
        send(sink, json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace"))


def receive(source: BinaryIO) -> bytes | None:
    """The next frame; None when the other side is gone."""
    head = source.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    body = source.read(length)
    return body if len(body) == length else None


def send(sink: BinaryIO, body: bytes) -> None:
    """One frame."""
    sink.write(LENGTH.pack(len(body)))
    sink.write(body)
    sink.flush()


def _answer(body: bytes, limits: Limits) -> dict[str, Any]:
    try:
        found = read_bytes(body, limits)
    except MemoryError:
        found = Extract(NOT_KNOWN, reason=Reason.MEMORY)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"extract": dataclasses.asdict(found), "peak_kb": peak}


def _streams() -> tuple[BinaryIO, BinaryIO]:
    """The pipes to the parent under numbers of their own; 0, 1 and 2 lead nowhere."""
    source, sink = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)
    return source, sink


def _bound(limits: Limits) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, _OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_WRITTEN, _LARGEST_WRITTEN))
    _, hardest = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, hardest))
    sys.setrecursionlimit(2_000)


def _start_clock(limits: Limits) -> None:
    """Processor time counts from the start of the process, so the limit moves on with every file."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hardest = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + limits.cpu_seconds + 1, hardest))
    signal.setitimer(signal.ITIMER_REAL, limits.whole_seconds + _SPARE_S)
