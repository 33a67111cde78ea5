"""Which hosts lie inside somebody's own network, and which of them the audit itself has business with."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import TypeAlias

from crawler.store.crawl import Crawl

Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network

PRIVATE_NETWORKS: tuple[Network, ...] = tuple(
    ipaddress.ip_network(network)
    for network in (
        "10.0.0.0/8",  # RFC 1918
        "172.16.0.0/12",  # RFC 1918
        "192.168.0.0/16",  # RFC 1918
        "127.0.0.0/8",  # loopback, RFC 1122
        "0.0.0.0/8",  # this host, RFC 1122
        "169.254.0.0/16",  # link-local, RFC 3927
        "::1/128",  # loopback, RFC 4291
        "fe80::/10",  # link-local, RFC 4291
        "fc00::/7",  # unique local addresses, RFC 4193
    )
)


@dataclass(frozen=True, slots=True)
class OwnHosts:
    """Hosts that the audit was started on or allowed to visit, and private networks that it was let into."""

    names: frozenset[str] = frozenset()
    networks: frozenset[Network] = frozenset()

    def hold(self, host: str) -> bool:
        """Whether `host` is one of them. Ports play no part."""
        return bare(host) in self.names or private_network(host) in self.networks


def own_hosts(crawl: Crawl) -> OwnHosts:
    """The hosts of the portal and those of `--allow-host`; with `--allow-private` also the portal's own networks."""
    settings = crawl.meta.get("settings", {})
    portal = {bare(host) for host in crawl.portal.all_hosts}
    allowed = {bare(host) for host in settings.get("allow_hosts", ())}
    entered = {private_network(host) for host in portal} if settings.get("allow_private") else set()
    return OwnHosts(frozenset(portal | allowed), frozenset(network for network in entered if network))


def private_network(host: str) -> Network | None:
    """The private network that `host` (a literal address or `localhost`) can only mean; None for any other host."""
    name = bare(host)
    if name == "localhost" or name.endswith(".localhost"):
        name = "127.0.0.1"
    try:
        address = ipaddress.ip_address(name.split("%", 1)[0])
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return next((network for network in PRIVATE_NETWORKS if address in network), None)


def bare(host: str) -> str:
    """A host, or host with port, without port, brackets and final dot, in lower case."""
    name = host.strip().lower()
    if name.startswith("["):
        return name[1:].partition("]")[0]
    return (name.partition(":")[0] if name.count(":") == 1 else name).rstrip(".")
