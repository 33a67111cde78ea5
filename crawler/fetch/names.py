"""Names that a crawl is told the addresses of, instead of asking the name service: `NAME=ADDRESS`, repeatable.

So a portal can be audited under its name before the name is switched over to it. With `NAME:PORT=ADDRESS:PORT` what is
asked at the one port is asked at the other. A told name has those addresses and no others, of either kind. Telling
opens no door: the addresses are checked like all others (`crawler.fetch.guard`).
"""

from __future__ import annotations

import ipaddress
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple, TypeAlias
from urllib.parse import urlsplit

from crawler.urls import is_address

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address


class Told(NamedTuple):
    """One line of the table; `port` is the one in addresses of pages, `at_port` the one that is connected to."""

    name: str
    address: Address
    port: int | None = None
    at_port: int | None = None


class Names:
    """The table. `told`: its lines as written; raises `ValueError` for one that is none."""

    def __init__(self, told: Iterable[str] = ()) -> None:
        self._addresses: dict[str, list[Address]] = defaultdict(list)
        self._ports: dict[tuple[str, int], int] = {}
        for line in map(read_told, told):
            if line.address not in self._addresses[line.name]:
                self._addresses[line.name].append(line.address)
            if line.port is not None and line.at_port is not None:
                self._ports[line.name, line.port] = line.at_port

    def addresses(self, host: str) -> list[Address] | None:
        """The addresses of a name, in the order told; None for one that is not in the table."""
        found = self._addresses.get(host)
        return list(found) if found else None

    def port(self, host: str, port: int) -> int:
        """The port to connect to, for what stands in the address of a page."""
        return self._ports.get((host, port), port)


def read_told(line: str) -> Told:
    """One line of the table. Raises `ValueError` when it is none: a name (no address), and an address, both with a
    port or neither."""
    name, equals, target = line.strip().partition("=")
    host, port = _parts(name)
    address, at_port = _parts(target)
    if not equals or "." not in host or is_address(host) or (port is None) is not (at_port is None):
        raise ValueError(line)
    return Told(host.rstrip("."), ipaddress.ip_address(address), port, at_port)


def _parts(netloc: str) -> tuple[str, int | None]:
    if netloc.count(":") > 1 and not netloc.startswith("["):
        netloc = f"[{netloc}]"
    parts = urlsplit(f"//{netloc}")
    if parts.netloc != netloc or parts.username is not None:
        raise ValueError(netloc)
    return parts.hostname or "", parts.port
