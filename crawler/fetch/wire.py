"""One connection of the spider: a request goes out, its answer comes back, byte for byte as it was sent.

Twisted makes the connections, and keeps them; but its client takes an answer apart into a dozen objects and calls for
every line and piece, forgets how headers were written, and reads as many of them as come. Here an answer is read in one
go where it came in one piece, and its head is kept for the evidence.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from scrapy.exceptions import DownloadCancelledError, ResponseDataLossError
from twisted.internet.interfaces import ITCPTransport
from twisted.internet.protocol import Factory, Protocol, connectionDone
from twisted.internet.tcp import Connection
from twisted.python.failure import Failure
from twisted.web import _newclient, http

from crawler.fetch.http_head import Head, head_of

_untyped: Any = _newclient
_failure: Any = Failure
PARTIAL, STOPPED = "partial", "download_stopped"
"""Flags of answers, named as Scrapy does: the end of the connection was the end of the body; it was left unread."""


class Received(NamedTuple):
    """An answer: its body without transfer encodings, and flags."""

    head: Head
    body: bytes
    flags: tuple[str, ...] = ()


@dataclass(slots=True)
class Errand:
    """A request: the bytes of its `message`; the body is read if it is `wanted` and not larger than `most` bytes.

    `began` is called when the head is there.
    """

    message: bytes
    wanted: Callable[[Head], bool]
    most: int
    began: Callable[[Head], None]
    answer: asyncio.Future[Received]
    pieces: list[bytes] = field(default_factory=list)
    size: int = 0


class Wire(Protocol):
    """A connection, for one request at a time. `rests` is called when it can be used for another one."""

    def __init__(self, rests: Callable[[Wire], None]) -> None:
        self._rests = rests
        self._errand: Errand | None = None
        self._begun = b""
        self._head: Head | None = None
        self._chunks: Any = None
        self._direct = False
        self.is_open = False
        self.peer = ""
        """The address at the other end."""
        self.since = 0.0
        """When it was put to rest, by the loop's clock."""
        self.closed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        """Done when the connection has ended."""

    def connectionMade(self) -> None:  # noqa: N802
        """Twisted says that it is open."""
        transport: Any = self.transport
        if ITCPTransport.providedBy(transport):
            transport.setTcpNoDelay(True)
        self._direct = isinstance(transport, Connection) and not transport.TLS
        self.peer = transport.getPeer().host
        self.is_open = True

    def ask(self, errand: Errand) -> None:
        """Send a request; its `answer` says what became of it."""
        self._errand, self._begun, self._head, self._chunks = errand, b"", None, None
        self._send(errand.message)

    def _send(self, message: bytes) -> None:
        """Send as much as the socket takes at once, which is mostly all: Twisted would wait for the loop to say that it
        takes anything, and that costs more than the sending. What is left, and every fault, is Twisted's."""
        transport: Any = self.transport
        if self._direct:
            sent = transport.writeSomeData(message)
            message = message[sent:] if isinstance(sent, int) else message
            self._direct = not message  # what follows must not overtake the rest
        if message:
            transport.write(message)

    def part(self) -> None:
        """Close the connection as servers expect it: nothing is under way."""
        self.is_open = False
        transport: Any = self.transport
        transport.loseConnection()

    def give_up(self, fault: Exception | None = None) -> None:
        """Break the connection off; whoever still waits for an answer is told the `fault`."""
        errand, self._errand = self._errand, None
        self.is_open = False
        transport: Any = self.transport
        transport.abortConnection()
        if errand is not None and not errand.answer.done():
            if fault is not None:
                errand.answer.set_exception(fault)
            else:
                errand.answer.cancel()

    def dataReceived(self, data: bytes) -> None:  # noqa: N802
        """Twisted brings what came."""
        errand = self._errand
        if errand is None:
            self.give_up()  # nobody asked for that
            return
        try:
            if self._head is None:
                self._head, data = head_of(self._begun + data if self._begun else data)
                if self._head is None:
                    self._begun = data
                    return
                self._begin(errand, self._head)
            if self._errand is not None:
                self._take(errand, self._head, data)
        except DownloadCancelledError as fault:
            self.give_up(fault)
        except Exception as fault:  # noqa: BLE001  # whatever it is that cannot be read
            self.give_up(_broken(self._head, _failure(fault), begun=True))

    def connectionLost(self, reason: Failure = connectionDone) -> None:  # noqa: N802
        """Twisted says that it is closed: the end of the answer, or the end of hope for one."""
        self.is_open = False
        if not self.closed.done():
            self.closed.set_result(None)
        if self._errand is None or self._errand.answer.done():
            self._errand = None
        elif self._head is not None and self._head.length is None and not self._head.chunked:
            self._end(self._errand, PARTIAL)
        else:
            self.give_up(_broken(self._head, reason, begun=bool(self._begun)))

    def _begin(self, errand: Errand, head: Head) -> None:
        errand.began(head)
        if not errand.wanted(head):
            self._end(errand, STOPPED)
        elif head.length is not None and errand.most < head.length:
            raise DownloadCancelledError(f"Expected to receive {head.length} bytes, more than {errand.most}.")
        elif head.chunked:
            self._chunks = http._ChunkedTransferDecoder(self._piece, self._whole)

    def _take(self, errand: Errand, head: Head, data: bytes) -> None:
        """More of the body; its end, where that can be told."""
        if self._chunks is not None:
            if data:
                self._chunks.dataReceived(data)
        elif head.length is None:
            self._piece(data)
        else:
            left = head.length - errand.size
            self._piece(data[:left] if len(data) > left else data)
            if len(data) >= left:
                self._whole(data[left:])

    def _piece(self, data: bytes) -> None:
        errand = self._errand
        if errand is not None and data:
            errand.pieces.append(data)
            errand.size += len(data)
            if errand.size > errand.most:
                raise DownloadCancelledError(f"Received {errand.size} bytes, more than {errand.most}.")

    def _whole(self, rest: bytes) -> None:
        errand, head = self._errand, self._head
        if errand is not None and head is not None:
            self._end(errand, reusable=head.keeps and not rest)

    def _end(self, errand: Errand, *flags: str, reusable: bool = False) -> None:
        assert self._head is not None
        received = Received(self._head, b"".join(errand.pieces), flags)
        self._errand = None
        if reusable:
            self._rests(self)
        elif STOPPED in flags:
            self.give_up()  # else it would go on to send
        elif self.is_open:
            self.part()
        if not errand.answer.done():
            errand.answer.set_result(received)


class Wires(Factory):
    """Makes wires for Twisted."""

    noisy = False

    def __init__(self, rests: Callable[[Wire], None]) -> None:
        self._rests = rests

    def buildProtocol(self, addr: object) -> Wire:  # noqa: N802
        """A wire for a connection that is being made."""
        return Wire(self._rests)


def _broken(head: Head | None, reason: Failure, *, begun: bool) -> Exception:
    """What is raised for an answer that ended too early or cannot be read, as Twisted and Scrapy do."""
    if head is None:
        never: Exception = (_untyped.ResponseFailed if begun else _untyped.ResponseNeverReceived)([reason])
        return never
    lost = ResponseDataLossError()
    lost.__cause__ = _untyped.ResponseFailed([reason, _failure(http._DataLoss())])
    return lost
