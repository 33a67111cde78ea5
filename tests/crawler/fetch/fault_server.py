"""A web server on loopback that misbehaves on order. One thread, one event loop, as many hosts (ports) as wanted."""

from __future__ import annotations

import asyncio
import re
import socket
import ssl
import struct
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, Self

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Asked:
    """One request: `nth` counts from 1 the requests for this path, `total` those to this host."""

    method: str
    path: str
    headers: Mapping[str, str]
    nth: int
    total: int
    body: bytes = b""


@dataclass(frozen=True)
class Says:
    """What to send: `raw`, or an answer made of the rest, and then what is to follow.

    `declared` is the Content-Length that is not true; `drip` sends byte by byte with so many seconds between. `endless`
    is then sent again and again; `hang` sends nothing more and keeps the line open; `reset` breaks it (RST). `hang` and
    `reset` alone send nothing at all.
    """

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    raw: bytes | None = None
    hang: bool = False
    reset: bool = False
    drip: float = 0.0
    declared: int | None = None
    endless: bytes = b""

    @property
    def mute(self) -> bool:
        """Whether nothing is sent."""
        return self.raw is None and (self.hang or self.reset)

    @property
    def last(self) -> bool:
        """Whether the connection ends with this answer."""
        return self.raw is not None or self.declared is not None


Answerer = Callable[[Asked], Says]


def html(body: str, status: int = 200, title: str = "标题", **headers: str) -> Says:
    """A page."""
    page = f"<!doctype html><html><head><title>{title}</title></head><body>{body}</body></html>"
    extra = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Says(status, page.encode(), (("Content-Type", HTML), *extra))


def moved(target: str, status: int = 302, cookie: str | None = None) -> Says:
    """A redirect."""
    cookies = (("Set-Cookie", cookie),) if cookie else ()
    return Says(status, b"", (("Location", target), *cookies))


def file(body: bytes, kind: str = "application/octet-stream", status: int = 200) -> Says:
    """A file."""
    return Says(status, body, (("Content-Type", kind),))


class Front(Protocol):
    """What stands before a plain server and speaks some kind of TLS."""

    async def before(self, port: int) -> asyncio.Server:
        """Listen on a port of its own for the plain server at `port`."""
        ...


NOT_FOUND = html("<h1>404 Not Found</h1>", 404, "404 Not Found")


@dataclass
class Host:
    """One listening port with its answers."""

    answer: Answerer
    log: list[tuple[str, str]] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)
    port: int = 0

    @property
    def netloc(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str = "/") -> str:
        return f"http://{self.netloc}{path}"


class FaultServer:
    """Use as a context manager; `host()` opens a further port."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._shut(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    def host(self, answer: Answerer, tls: ssl.SSLContext | Front | None = None, at: str = "127.0.0.1:0") -> Host:
        """Open a port that answers so; `at` is the address to listen on."""
        host = Host(answer)
        asyncio.run_coroutine_threadsafe(self._open(host, tls, at), self._loop).result(5)
        return host

    async def _open(self, host: Host, tls: ssl.SSLContext | Front | None, at: str) -> None:
        context = tls if isinstance(tls, ssl.SSLContext) else None
        address, port = ("::1", "0") if at == "::1" else at.split(":")

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await self._serve(host, reader, writer)

        server = await asyncio.start_server(serve, address, int(port), ssl=context)
        if tls is not None and not isinstance(tls, ssl.SSLContext):
            server = await tls.before(server.sockets[0].getsockname()[1])
        host.port = server.sockets[0].getsockname()[1]

    async def _shut(self) -> None:
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _serve(self, host: Host, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readexactly(1)
                if head == b"\x16":  # a TLS handshake on a plain port
                    writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                    break
                head += await reader.readuntil(b"\r\n\r\n")
                length = re.search(rb"(?i)\r\ncontent-length:\s*(\d+)", head)
                body = await reader.readexactly(int(length[1])) if length else b""
                if not await self._respond(host, head, body, writer):
                    break
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError, OSError):
            pass
        finally:
            writer.close()

    async def _respond(self, host: Host, head: bytes, body: bytes, writer: asyncio.StreamWriter) -> bool:
        lines = head.decode("latin-1").split("\r\n")
        method, path, _ = lines[0].split(" ", 2)
        headers = {
            name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:] if line)
        }
        host.log.append((method, path))
        host.seen[path] += 1
        says = host.answer(Asked(method, path, headers, host.seen[path], len(host.log), body))
        if says.raw is not None:
            await _write(writer, says.raw, says.drip)
        elif not says.mute:
            await self._send(method, says, writer)
        while says.endless:
            await _write(writer, says.endless, says.drip)
        if says.hang:
            await asyncio.sleep(3600)
        if says.reset:
            await asyncio.sleep(0 if says.mute else 0.05)  # a reset overtakes what is under way
            sock = writer.get_extra_info("socket")
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()
        return not says.last and not says.reset

    async def _send(self, method: str, says: Says, writer: asyncio.StreamWriter) -> None:
        length = len(says.body) if says.declared is None else says.declared
        fields = [("Content-Length", str(length)), *says.headers]
        head = f"HTTP/1.1 {says.status} Whatever\r\n" + "".join(f"{name}: {value}\r\n" for name, value in fields)
        writer.write(head.encode("utf-8") + b"\r\n")
        if method == "HEAD":
            return
        await _write(writer, says.body, says.drip)


async def _write(writer: asyncio.StreamWriter, data: bytes, drip: float) -> None:
    for piece in [bytes([byte]) for byte in data] if drip else [data]:
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep(drip)


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
