"""A small HTTP/1.1 server on loopback: keep-alive, many listeners, one thread, and replies that misbehave on purpose.

An asyncio loop rather than a thread per connection, because hundreds of hanging connections must cost nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPStatus

HOST = "127.0.0.1"
LONGEST_HANG_S = 120.0
"""A hanging reply is given up after so many seconds even when the client never goes away."""
_HEAD_LIMIT = 64 * 1024
_BODY_LIMIT = 64 * 1024
_TLS_HANDSHAKE = b"\x16"


class Conduct(StrEnum):
    """What the server does with a request."""

    ANSWER = "answer"
    RESET = "reset"
    HANG = "hang"


@dataclass(frozen=True, slots=True)
class Request:
    """One request: `target` is path and query as sent; header names are lower case; `body` is what was posted."""

    method: str
    target: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Reply:
    """What to send back. The body of an answer to HEAD is left out, its length is still told."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    conduct: Conduct = Conduct.ANSWER


Responder = Callable[[Request], Reply]


def bound_socket(port: int = 0) -> socket.socket:
    """A TCP socket bound on loopback but not listening: as long as nobody listens, connections are refused.

    `port` 0 takes any free one. Raises `OSError` when the port is taken.
    """
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((HOST, port))
    except OSError:
        sock.close()
        raise
    return sock


class Loopback:
    """Serves each bound socket with its own responder until `stop`. Responders run in the server's thread.

    With `tls` all of them are spoken to over https.
    """

    def __init__(self, listeners: Sequence[tuple[socket.socket, Responder]], tls: ssl.SSLContext | None = None) -> None:
        self._listeners = listeners
        self._tls = tls
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._stop = asyncio.Event()
        self._connections: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._run, name="sample-portal", daemon=True)

    def start(self) -> None:
        """Start the thread; returns when all sockets listen."""
        self._thread.start()
        self._ready.wait()

    def stop(self) -> None:
        """Close all connections and end the thread."""
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve_all())
        finally:
            self._loop.close()

    async def _serve_all(self) -> None:
        servers = []
        for sock, responder in self._listeners:
            handler = self._handler(responder)
            servers.append(
                await asyncio.start_server(handler, sock=sock, limit=_HEAD_LIMIT, backlog=512, ssl=self._tls)
            )
        self._ready.set()
        await self._stop.wait()
        for server in servers:
            server.close()
        for task in tuple(self._connections):
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    def _handler(self, responder: Responder) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], None]:
        def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = self._loop.create_task(_converse(reader, writer, responder))
            self._connections.add(task)
            task.add_done_callback(self._connections.discard)

        return connected


async def _converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, responder: Responder) -> None:
    try:
        while (request := await _read_request(reader, writer)) is not None:
            reply = responder(request)
            if reply.conduct is Conduct.HANG:
                await asyncio.wait_for(reader.read(), LONGEST_HANG_S)
                return
            if reply.conduct is Conduct.RESET:
                _reset(writer)
                return
            keep_alive = request.headers.get("connection", "").lower() != "close"
            writer.write(_bytes_of(reply, request.method, keep_alive))
            await writer.drain()
            if not keep_alive:
                return
    except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError):
        return  # the client went away or talked nonsense: nobody is left to tell
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


async def _read_request(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Request | None:
    first = await reader.read(1)
    if not first:
        return None
    if first == _TLS_HANDSHAKE:
        # What a plain web server does when it is addressed as https: the client sees a TLS fault.
        writer.write(_bytes_of(Reply(400, b"plain HTTP only\n"), "GET", keep_alive=False))
        return None
    head = (first + await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    request_line, *lines = head.split("\r\n")
    method, _, rest = request_line.partition(" ")
    headers = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if colon:
            headers[name.strip().lower()] = value.strip()
    body = await reader.readexactly(min(int(headers.get("content-length", "0")), _BODY_LIMIT))
    return Request(method, rest.rpartition(" ")[0], headers, body)


def _reset(writer: asyncio.StreamWriter) -> None:
    sock = writer.get_extra_info("socket")
    # A zero linger time makes the kernel send RST instead of FIN.
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


def _bytes_of(reply: Reply, method: str, keep_alive: bool) -> bytes:
    try:
        phrase = HTTPStatus(reply.status).phrase
    except ValueError:  # bot walls invent their own codes
        phrase = "Refused"
    lines = [f"HTTP/1.1 {reply.status} {phrase}"]
    lines += [f"{name}: {value}" for name, value in reply.headers]
    if reply.status != HTTPStatus.NOT_MODIFIED:
        lines.append(f"Content-Length: {len(reply.body)}")
    lines.append(f"Connection: {'keep-alive' if keep_alive else 'close'}")
    head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
    return head if method == "HEAD" or reply.status == HTTPStatus.NOT_MODIFIED else head + reply.body
