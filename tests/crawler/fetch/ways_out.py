"""Addresses that no public audit may touch, in every spelling that we know, and a watch on all connections."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

INNER = "127.0.0.9"
"""Where a server listens that nobody may reach; the audit is only allowed on 127.0.0.1."""

SPELLINGS_OF_INNER = (
    INNER,
    "2130706441",
    "0x7f000009",
    "0X7F.0.0.9",
    "0177.0.0.011",
    "127.9",
    "127.0.9",
    "127.0.0.9.",
    "127.0.0.009",
    "１２７.0.0.9",
    "127。0。0。9",
    "①②⑦.0.0.⑨",
    "[::ffff:127.0.0.9]",
    "[::ffff:7f00:9]",
    "[0:0:0:0:0:ffff:7f00:0009]",
    "[::127.0.0.9]",
    "[64:ff9b::7f00:9]",
    "[2002:7f00:9::]",
)
OTHERS = (
    "localhost",
    "LOCALHOST.",
    "a.localhost",
    "0.0.0.0",
    "0",
    "[::]",
    "[::1]",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.0.1",
    "100.64.0.1",
    "198.18.0.1",
    "169.254.169.254",
    "2852039166",
    "0xa9fea9fe",
    "0251.0376.0251.0376",
    "[::ffff:169.254.169.254]",
    "[64:ff9b::a9fe:a9fe]",
    "[64:ff9b:1::a9fe:a9fe]",
    "[fd00:ec2::254]",
    "[fd00::1]",
    "[fe80::1]",
    "[fec0::1]",
    "[::ffff:10.0.0.1]",
    "[::a00:1]",
    "[2001:0:a00:1::]",
    "[ff02::1]",
    "224.0.0.1",
    "255.255.255.255",
    "100.100.100.200",
    "168.63.129.16",
)
FORBIDDEN = SPELLINGS_OF_INNER + OTHERS

NO_WEB = (
    "ftp://127.0.0.9:{port}/",
    "file:///etc/passwd",
    "gopher://127.0.0.9:{port}/_GET",
    "dict://127.0.0.9:{port}/info",
    "ws://127.0.0.9:{port}/",
    "javascript:alert(1)",
    "data:text/html,x",
    "http://",
    "http:///",
    "http://[::1",
    "http://user@:{port}/",
    "\\\\127.0.0.9\\share",
)
"""Redirects to what is no web address."""

_WATCHES: list[set[tuple[str, int]]] = []


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        for watch in _WATCHES:
            watch.add((str(arguments[1][0]), int(arguments[1][1])))


sys.addaudithook(_hook)


@contextmanager
def watched() -> Iterator[set[tuple[str, int]]]:
    """Every address to which this process connects a socket, whoever does it."""
    watch: set[tuple[str, int]] = set()
    _WATCHES.append(watch)
    try:
        yield watch
    finally:
        _WATCHES.remove(watch)
