"""A web server on loopback that speaks HTTP/2 over TLS and misbehaves on order, one thread for each connection."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Self

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import RequestReceived

PAGE = "<!doctype html><html><head><title>标题</title></head><body><p>正文</p></body></html>".encode()
OVER_HTTP_1 = PAGE.replace("正文".encode(), "一点一".encode())
_PATIENCE_S = 5.0


@dataclass
class Line:
    """One connection of HTTP/2 with a request on it."""

    h2: H2Connection
    socket: ssl.SSLSocket
    stream: int

    def send(self, *headers: tuple[str, str], body: bytes | None = None, end: bool = True) -> None:
        """Headers, and a body unless None."""
        self.h2.send_headers(self.stream, list(headers), end_stream=end and body is None)
        if body is not None:
            self.h2.send_data(self.stream, body, end_stream=end)
        self.flush()

    def raw(self, data: bytes) -> None:
        """What the protocol forbids."""
        self.flush()
        self.socket.sendall(data)

    def flush(self) -> None:
        self.socket.sendall(self.h2.data_to_send())


Behaviour = Callable[[Line], None]


def page(line: Line) -> None:
    """An ordinary page."""
    line.send((":status", "200"), ("content-type", "text/html; charset=utf-8"), body=PAGE)


@dataclass
class Http2Server:
    """`with Http2Server(context, behaviour) as server:`; `protocols` is what its TLS offers, the preferred one first.

    `asked` has for each request the protocol, the name (SNI is not needed: the Host) and the method; `open` counts the
    connections that are open.
    """

    context: ssl.SSLContext
    behaviour: Behaviour = page
    protocols: Sequence[str] = ("h2", "http/1.1")
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    closed: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    """Released once for each connection that the client ended."""

    def __enter__(self) -> Self:
        self.context.set_alpn_protocols(list(self.protocols))
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()

    def url(self, path: str = "/") -> str:
        return f"https://127.0.0.1:{self.port}{path}"

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(_PATIENCE_S)
        try:
            with self.context.wrap_socket(connection, server_side=True) as tls:
                serve = self._http_2 if tls.selected_alpn_protocol() == "h2" else self._http_1
                serve(tls)
                while tls.recv(65536):
                    pass
                self.closed.release()
        except (OSError, ValueError):
            self.closed.release()

    def _http_2(self, tls: ssl.SSLSocket) -> None:
        # what a server sends against the rules must get out of it
        lenient = H2Configuration(client_side=False, validate_outbound_headers=False, normalize_outbound_headers=False)
        state = H2Connection(lenient)
        state.initiate_connection()
        tls.sendall(state.data_to_send())
        while data := tls.recv(65536):
            for event in state.receive_data(data):
                if isinstance(event, RequestReceived):
                    fields = {bytes(name).decode(): bytes(value).decode() for name, value in event.headers or ()}
                    self.asked.append(("h2", fields[":authority"], fields[":method"]))
                    self.behaviour(Line(state, tls, event.stream_id or 0))
                    tls.sendall(state.data_to_send())
                    return
            tls.sendall(state.data_to_send())

    def _http_1(self, tls: ssl.SSLSocket) -> None:
        if "http/1.1" not in self.protocols:
            tls.close()
            return
        head = b""
        while b"\r\n\r\n" not in head:
            data = tls.recv(65536)
            if not data:
                return
            head += data
        lines = head.decode().split("\r\n")
        host = next(line.partition(":")[2].strip() for line in lines if line.lower().startswith("host:"))
        self.asked.append(("http/1.1", host, lines[0].split(" ")[0]))
        size = len(OVER_HTTP_1)
        tls.sendall(
            f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {size}\r\n\r\n".encode() + OVER_HTTP_1
        )
