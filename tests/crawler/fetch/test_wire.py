"""Answers come in pieces of any size, and say in several ways where they end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from scrapy.exceptions import DownloadCancelledError, ResponseDataLossError
from twisted.internet.testing import StringTransport
from twisted.web import _newclient

from crawler.fetch.http_head import LARGEST, Head, head_of
from crawler.fetch.wire import Errand, Received, Wire

PLAIN = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Long: one\r\n two\r\nno colon\r\nContent-Length: 4\r\n\r\nbody"
)
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nbod\r\n1;x=y\r\ny\r\n0\r\nTrailer: 1\r\n\r\n"
HINTS = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
UNTIL_THE_END = b"HTTP/1.0 200 OK\nServer: old\n\nbody"
untyped: Any = _newclient


class Line(StringTransport):
    """A transport that notes how it ends."""

    aborted = False

    def abortConnection(self) -> None:  # noqa: N802
        self.aborted = True


def exchange(
    pieces: list[bytes], *, ends: bool = False, most: int = 100, wanted: Callable[[Head], bool] = lambda head: True
) -> tuple[Received | BaseException, list[Wire], Line]:
    """What becomes of one request whose answer comes in these pieces; wires at rest; the line."""
    rests: list[Wire] = []

    async def run() -> tuple[Received | BaseException, Line]:
        line, wire = Line(), Wire(rests.append)
        wire.makeConnection(line)
        answer: asyncio.Future[Received] = asyncio.get_running_loop().create_future()
        wire.ask(Errand(b"GET / HTTP/1.1\r\n\r\n", wanted, most, lambda head: None, answer))
        assert line.value() == b"GET / HTTP/1.1\r\n\r\n"
        for piece in pieces:
            if wire.is_open:
                wire.dataReceived(piece)
        if ends:
            wire.connectionLost()
        (said,) = await asyncio.gather(asyncio.wait_for(answer, 1), return_exceptions=True)
        return said, line

    said, line = asyncio.run(run())
    return said, rests, line


@pytest.mark.parametrize("answer", [PLAIN, CHUNKED, HINTS + PLAIN, PLAIN.replace(b"\r\n", b"\n")])
def test_the_same_whatever_the_pieces(answer: bytes) -> None:
    for size in range(1, len(answer) + 1):
        said, rests, line = exchange([answer[at : at + size] for at in range(0, len(answer), size)])
        assert isinstance(said, Received), said
        assert (said.body, said.head.status, said.flags) == (b"body", 200, ())
        assert len(rests) == 1 and not line.aborted, "the connection can be used again"
        assert said.head.raw in answer and said.head.raw.startswith(b"HTTP/1.1 200")


def test_fields_go_on_and_bad_lines_are_passed_over() -> None:
    head, rest = head_of(PLAIN)
    assert head is not None and rest == b"body"
    assert dict(head.fields) == {b"content-type": b"text/html", b"x-long": b"one two"}
    assert (head.length, head.chunked, head.keeps) == (4, False, True)


def test_the_end_of_the_connection_is_the_end_of_a_body_without_length() -> None:
    said, rests, _ = exchange([UNTIL_THE_END], ends=True)
    assert isinstance(said, Received) and (said.body, said.flags) == (b"body", ("partial",))
    assert not rests


@pytest.mark.parametrize("answer", [PLAIN[:-1], CHUNKED[:-12]])
def test_a_body_that_ends_too_early(answer: bytes) -> None:
    said, _, _ = exchange([answer], ends=True)
    assert isinstance(said, ResponseDataLossError) and isinstance(said.__cause__, untyped.ResponseFailed)


def test_no_answer_at_all_is_told_from_half_a_head() -> None:
    assert type(exchange([], ends=True)[0]) is untyped.ResponseNeverReceived
    assert type(exchange([PLAIN[:20]], ends=True)[0]) is untyped.ResponseFailed


@pytest.mark.parametrize(
    "answer",
    [
        b"<html>\n",
        b"HTTP/1.1 okay\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nBad Name: 1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: pigeon\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * LARGEST,
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * LARGEST + b"\r\n\r\n",
    ],
)
def test_what_nobody_reads_is_left_at_once(answer: bytes) -> None:
    said, rests, line = exchange([answer])
    assert isinstance(said, untyped.ResponseFailed) and not isinstance(said, untyped.ResponseNeverReceived)
    assert line.aborted and not rests


def test_what_is_not_wanted_or_too_large_is_left() -> None:
    said, rests, line = exchange([PLAIN], wanted=lambda head: False)
    assert isinstance(said, Received) and (said.body, said.flags) == (b"", ("download_stopped",))
    assert line.aborted and not rests
    for answer in (PLAIN, CHUNKED, UNTIL_THE_END):
        said, rests, line = exchange([answer], most=3)
        assert isinstance(said, DownloadCancelledError) and line.aborted and not rests


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\nConnection: Close\r\n", b"HTTP/1.0 200 OK\r\n"])
def test_a_connection_that_the_server_closes_is_not_used_again(head: bytes) -> None:
    said, rests, line = exchange([head + b"Content-Length: 4\r\n\r\nbody"])
    assert isinstance(said, Received) and line.disconnecting and not line.aborted and not rests


def test_what_comes_unasked_ends_the_connection() -> None:
    said, rests, line = exchange([PLAIN + b"more"])
    assert isinstance(said, Received) and said.body == b"body" and line.disconnecting and not rests
    said, (wire,), line = exchange([PLAIN])
    wire.dataReceived(b"more")
    assert line.aborted and not wire.is_open
