"""Keeps the crawler out of private networks: every address is checked at the moment of connecting to it.

A look at the URL is not enough: names may resolve to a private address, a redirect may lead to one, and `0x7f000001`
is one. So both ways out (`crawler.fetch.guarded_twisted`, `crawler.fetch.guarded_httpx`) get their addresses from here,
already checked; because the checked address itself is connected to, a name that changes its address gains nothing.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Iterable
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import partial
from typing import TypeAlias

from crawler.fetch.names import Address, Names

Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network

BLOCKS: tuple[Network, ...] = tuple(
    map(
        ipaddress.ip_network,
        ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "::1/128", "fc00::/7"),
    )
)
"""Private networks as a whole (RFC 1918, 4193, 6598): an audit inside one of them may follow links inside it."""

_NEVER_PUBLIC: tuple[Network, ...] = tuple(
    ipaddress.ip_network(network)
    for network in (
        "fec0::/10",  # site-local, deprecated but still routed where it was ever set up (RFC 3879)
        "64:ff9b:1::/48",  # NAT64 of a local network: whatever IPv4 address it carries (RFC 8215)
        "::/96",  # IPv4-compatible, deprecated: an IPv4 address in another dress (RFC 4291 2.5.5.1)
        "168.63.129.16/32",  # the platform's own address in every network of Azure (its documentation)
    )
)
"""What the library calls global although nobody on the public network is there."""

_CACHE_S = 300.0
_LOOK_UPS = 8
"""Names looked up at once for one crawl (own rule). Look-ups that hang hold up nobody but their own crawl."""


class PrivateAddress(OSError):
    """The host lies in a private network that this crawl may not enter."""


class Guard:
    """Resolves host names for one crawl and refuses private addresses.

    `own_hosts` (those the audit was started on) may be private only with `allow_private`; that opens their whole
    private network, and no other. `allow_hosts` may be visited wherever they lie. Ports play no part. `names` are told
    instead of looked up (`crawler.fetch.names`), and checked all the same; raises `ValueError` for lines that are none.
    """

    def __init__(
        self,
        own_hosts: Iterable[str],
        *,
        allow_private: bool,
        allow_hosts: Iterable[str] = (),
        names: Iterable[str] = (),
    ) -> None:
        own = {bare_host(host) for host in own_hosts} if allow_private else set()
        self._free = own | {bare_host(host) for host in allow_hosts}
        self._own = own
        self._open: set[Network] = set()
        self._names = Names(names)
        self._known: dict[str, tuple[float, list[Address]]] = {}
        self._threads = ThreadPoolExecutor(_LOOK_UPS, thread_name_prefix="names")
        self.trouble: dict[str, OSError] = {}
        """Why the last look-up of a host failed: for callers that only see "no address"."""

    async def addresses(self, host: str) -> list[Address]:
        """The addresses of a host name or literal that may be connected to.

        Raises `PrivateAddress`, or `socket.gaierror` when the name does not resolve.
        """
        host = bare_host(host)
        loop = asyncio.get_running_loop()
        expires, addresses = self._known.get(host, (0.0, []))
        if loop.time() < expires:
            return addresses
        try:
            found = self._names.addresses(host) or await _look_up(loop, host, self._threads)
            addresses = self._permitted(host, found)
        except OSError as trouble:
            self.trouble[host] = trouble
            raise
        self.trouble.pop(host, None)
        self._known[host] = (loop.time() + _CACHE_S, addresses)
        return addresses

    def port(self, host: str, port: int) -> int:
        """The port to connect to, where the address of a page names this one or its scheme stands for it."""
        return self._names.port(bare_host(host), port)

    def is_told(self, host: str) -> bool:
        """Whether all addresses of a name were told, so that the name service has no say in it."""
        return self._names.addresses(bare_host(host)) is not None

    def lies_outside(self, netloc: str) -> bool:
        """Whether a host can only be reached over our way out: not a private address, as far as is known, and not a
        name that never exists."""
        host = bare_host(netloc)
        _, known = self._known.get(host, (0.0, []))
        private = any(not _is_public(address) for address in known)
        return not private and not host.endswith(".invalid") and not isinstance(self.trouble.get(host), PrivateAddress)

    def inside(self) -> list[str]:
        """The hosts that were looked up and do not lie outside."""
        return sorted(host for host in {*self._known, *self.trouble} if not self.lies_outside(host))

    def close(self) -> None:
        """Look up nothing more. A look-up that hangs is not waited for; its thread ends when it does."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _permitted(self, host: str, found: list[Address]) -> list[Address]:
        if host in self._own:
            self._open.update(block for block in BLOCKS for address in found if _inside(address, block))
        if host in self._free:
            return found
        good = [address for address in found if _is_public(address) or any(_inside(address, net) for net in self._open)]
        if not good:
            raise PrivateAddress(f"{host} is {', '.join(map(str, found))}")
        return good


def bare_host(netloc: str) -> str:
    """The host of `host`, `host:port`, `[v6]` or `[v6]:port` without port and brackets, lower case, no final dot."""
    host = netloc.strip().lower()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return (host.partition(":")[0] if host.count(":") == 1 else host).rstrip(".")


async def _look_up(loop: asyncio.AbstractEventLoop, host: str, threads: Executor) -> list[Address]:
    if host.endswith(".invalid"):  # RFC 6761 6.4: never exists; need not be asked for
        raise socket.gaierror(socket.EAI_NONAME, "a name below .invalid never exists")
    try:
        found = await loop.run_in_executor(threads, partial(socket.getaddrinfo, host, None, type=socket.SOCK_STREAM))
    except UnicodeError as error:
        raise socket.gaierror(socket.EAI_NONAME, f"not a host name: {error}") from error
    texts = dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found)
    return [ipaddress.ip_address(text) for text in texts]


def _is_public(address: Address) -> bool:
    inner = _unwrapped(address)
    closed = any(
        each.version == network.version and each in network for each in (address, inner) for network in _NEVER_PUBLIC
    )
    return inner.is_global and not inner.is_multicast and not closed


def _inside(address: Address, network: Network) -> bool:
    return _unwrapped(address) in network


def _unwrapped(address: Address) -> Address:
    """The IPv4 address inside an IPv6 one that only carries it (mapped, 6to4, NAT64), else the address itself."""
    if isinstance(address, ipaddress.IPv6Address):
        if address in ipaddress.ip_network("64:ff9b::/96"):
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        return address.ipv4_mapped or address.sixtofour or address
    return address
