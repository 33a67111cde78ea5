"""Reads files in a process of its own, so that no file can break, block or bloat the program that asks.

The process serves many files and is started anew after any trouble. Whatever happens to it is a reason in the answer
and never an exception here.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pydantic import TypeAdapter

from config.lexicon import attachment_types
from config.policy import policy
from crawler.documents.extract import Extract, Limits, Reason
from crawler.documents.formats import NOT_KNOWN, format_of, type_of
from crawler.documents.process import LENGTH
from crawler.facts import DocumentFacts

_ROOT = Path(__file__).resolve().parents[2]
_START = "import sys; sys.path.append(sys.argv[1]); from crawler.documents.process import main; main()"
_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "TESSDATA_PREFIX")
_START_S = 20.0
"""Seconds more that the first file may take: a new process loads its libraries (own rule)."""
_PIECE = 1 << 20
_LARGEST_ANSWER = 64 * 1024 * 1024
_HEAD = 1024
_UNCLEAR = ("zip", NOT_KNOWN)
_FILES_PER_PROCESS = 500
"""Files after which a fresh process takes over, so that no leak of a library grows (own rule)."""
_KILLED_BY = {signal.SIGXCPU: Reason.TIME, signal.SIGALRM: Reason.TIME, signal.SIGKILL: Reason.MEMORY}
_EXTRACT: TypeAdapter[Extract] = TypeAdapter(Extract)


def policy_limits(ocr: str = "none") -> Limits:
    """The limits of the house. `ocr` is as in `config.settings`: `auto` lets pages be recognised."""
    rules = policy().documents
    return Limits(
        seconds=rules.seconds,
        cpu_seconds=rules.cpu_seconds,
        memory=rules.memory_mib << 20,
        pages=rules.pages,
        characters=rules.characters,
        entries=rules.entries,
        expanded=rules.expanded_mib << 20,
        depth=rules.depth,
        cells=rules.cells,
        inner_files=rules.inner_files,
        table_pages=rules.table_pages,
        table_seconds=rules.table_seconds,
        table_marks=rules.table_marks,
        table_crossings=rules.table_crossings,
        ocr_pages=0 if ocr == "none" else rules.ocr_pages,
        ocr_seconds=rules.ocr_seconds,
    )


class DocumentReader:
    """Reads files one at a time; use it as a context manager, or call `close`. Threads may share it."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or policy_limits()
        self._process: subprocess.Popen[bytes] | None = None
        self._served = 0
        self._one = threading.Lock()
        self.peak_kb = 0
        """The most memory that a reading process held, in KiB."""
        self.restarts = 0
        """How many times trouble ended the process."""

    def read(self, url: str, body: bytes) -> DocumentFacts:
        """What the file `body` from `url` says. Never raises for what a file or its reader does."""
        with self._one:
            extract = self._extract(body)
        if extract.type in _UNCLEAR and extract.reason is not None:
            shown = attachment_types().shown_by(url, body[:_HEAD])  # a broken package is what its name promises
            extract = dataclasses.replace(extract, type=shown or extract.type)
        return _facts(url, extract)

    def close(self) -> None:
        """End the process, whatever it is doing. Closing twice does nothing, and a later `read` starts a new one."""
        if (process := self._process) is not None:
            process.kill()
        with self._one:
            self._end()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _extract(self, body: bytes) -> Extract:
        fresh = self._process is None or self._process.poll() is not None or self._served >= _FILES_PER_PROCESS
        until = time.monotonic() + self._limits.whole_seconds + (_START_S if fresh else 0)
        try:
            process = self._start() if fresh else self._process
            assert process is not None
            self._served += 1
            answer = _exchange(process, body, until)
            told = json.loads(answer)
            self.peak_kb = max(self.peak_kb, int(told["peak_kb"]))
            extract = _EXTRACT.validate_python(told["extract"])
        except _Late:
            return self._failed(body, Reason.TIME)
        except (OSError, EOFError, ValueError, KeyError, TypeError, RecursionError):
            return self._failed(body, None)
        if extract.reason == Reason.MEMORY:
            self._end()  # what is left of its memory is nobody's guess
            return dataclasses.replace(extract, type=_type(body))
        return extract

    def _start(self) -> subprocess.Popen[bytes]:
        self._end()
        environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", _START, str(_ROOT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,
            bufsize=0,
        )
        assert self._process.stdin is not None and self._process.stdout is not None
        for stream in (self._process.stdin, self._process.stdout):
            os.set_blocking(stream.fileno(), False)
        self._served = 0
        limits = json.dumps(dataclasses.asdict(self._limits)).encode()
        _write(self._process, LENGTH.pack(len(limits)) + limits, time.monotonic() + _START_S)
        return self._process

    def _failed(self, body: bytes, reason: str | None) -> Extract:
        """The process is in trouble: end it, and say why by its signal where it is not known."""
        code = self._end()
        self.restarts += 1
        if reason is None:
            reason = _KILLED_BY.get(signal.Signals(-code), Reason.CRASHED) if code < 0 else Reason.CRASHED
        return Extract(_type(body), reason=reason)

    def _end(self) -> int:
        """Kill the process and everything that it started; its exit status."""
        process, self._process = self._process, None
        if process is None:
            return 0
        for stream in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                if stream is not None:
                    stream.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.2)  # a process that died of itself says of what; a healthy one ends with its pipe
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        return process.wait()


class _Late(Exception):
    """No answer in time."""


def _exchange(process: subprocess.Popen[bytes], body: bytes, until: float) -> bytes:
    _write(process, LENGTH.pack(len(body)), until)
    _write(process, body, until)
    (length,) = LENGTH.unpack(_read(process, LENGTH.size, until))
    if length > _LARGEST_ANSWER:
        raise ValueError("an answer that is too long")
    return _read(process, length, until)


def _write(process: subprocess.Popen[bytes], data: bytes, until: float) -> None:
    assert process.stdin is not None
    rest = memoryview(data)
    while rest:
        _wait(None, process.stdin.fileno(), until)
        rest = rest[os.write(process.stdin.fileno(), rest[:_PIECE]) :]


def _read(process: subprocess.Popen[bytes], length: int, until: float) -> bytes:
    assert process.stdout is not None
    pieces, missing = [], length
    while missing:
        _wait(process.stdout.fileno(), None, until)
        piece = os.read(process.stdout.fileno(), min(missing, _PIECE))
        if not piece:
            raise EOFError
        pieces.append(piece)
        missing -= len(piece)
    return b"".join(pieces)


def _wait(readable: int | None, writable: int | None, until: float) -> None:
    waiting = select.poll()
    for stream, event in ((readable, select.POLLIN), (writable, select.POLLOUT)):
        if stream is not None:
            waiting.register(stream, event)
    left = until - time.monotonic()
    if left <= 0 or not waiting.poll(left * 1000):
        raise _Late


def _type(body: bytes) -> str:
    return type_of(format_of(body), body)


def _facts(url: str, extract: Extract) -> DocumentFacts:
    named: dict[str, Any] = {
        each.name: getattr(extract, each.name) for each in dataclasses.fields(extract) if each.name != "inner"
    }
    inner = tuple((name, _facts(f"{url}#{name}", within)) for name, within in extract.inner)
    return DocumentFacts(url=url, inner=inner, **named)
