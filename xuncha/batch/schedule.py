"""Which portal is crawled next: as many at once as asked for, but never two that share a host."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from config.registry import Portal

_DEFAULT_PORTS = (":80", ":443")


def host_keys(portal: Portal) -> frozenset[str]:
    """The hosts of a portal as far as politeness goes.

    Default ports and a leading `www.` are left out: a portal that redirects to its `www.` name adopts that host while
    it is crawled (`crawler.fetch.scope`), so another portal there must wait as well.
    """
    return frozenset(map(_key, portal.all_hosts))


def next_portal(waiting: Mapping[str, frozenset[str]], busy: Collection[str]) -> str | None:
    """The waiting portal (id to hosts, in registry order) that may start while the hosts `busy` are visited.

    Portals whose hosts many others wait for come first, because they must follow one another; else the registry's
    order decides. None when every waiting portal shares a host with one under way.
    """
    queued = Counter(host for hosts in waiting.values() for host in hosts)
    free = [name for name, hosts in waiting.items() if hosts.isdisjoint(busy)]
    return max(free, key=lambda name: max(queued[host] for host in waiting[name]), default=None)


def _key(netloc: str) -> str:
    for port in _DEFAULT_PORTS:
        netloc = netloc.removesuffix(port)
    return netloc.lower().removeprefix("www.")
