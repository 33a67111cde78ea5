"""The trial `ipv6`: whether the name of a home page has an address of the newer kind, and whether that answers.

Values of an observation (its subject is the home page): `unit`; `aaaa`: whether the name has any; `reachable`: whether
one of them accepts a connection, null where this machine has no way there. A host that is an address itself has no name
(`reason` `ipv6-host-is-address`); a look-up that fails says nothing (`ipv6-lookup-failed`).
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from urllib.parse import urlsplit

from crawler.facts import Observation
from crawler.fetch.guard import bare_host
from crawler.fetch.reply import now
from crawler.kinds import TrialKind
from crawler.trials.trying import Home, Trying
from crawler.urls import is_address

_FAR = ("2001:4860:4860::8888", 53)
"""Any public address: a datagram socket that is told to go there sends nothing, but fails where no way leads there."""
_NO_AAAA = frozenset({socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)})


async def try_ipv6(trying: Trying) -> list[Observation]:
    """Look up every home page's name, and knock where there is a way."""
    return [await _tried(trying, home) for home in trying.homes]


async def _tried(trying: Trying, home: Home) -> Observation:
    url, unit = home.page.url, {"unit": home.unit.id}
    host = bare_host(urlsplit(url).netloc)
    if is_address(host):
        return Observation(TrialKind.IPV6, url, now(), unit, "ipv6-host-is-address")
    try:
        known = await trying.guard.addresses(host)
    except OSError:
        return Observation(TrialKind.IPV6, url, now(), unit, "ipv6-lookup-failed")
    newer = [str(address) for address in known if address.version == 6]
    if not newer:
        reason = None if trying.guard.is_told(host) or await _has_none(host) else "ipv6-lookup-failed"
        seen = {} if reason else {"aaaa": False, "reachable": None}
        return Observation(TrialKind.IPV6, url, now(), {**unit, **seen}, reason)
    if not has_way():
        return Observation(TrialKind.IPV6, url, now(), {**unit, "aaaa": True, "reachable": None}, "ipv6-no-way")
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    at = trying.guard.port(host, port)
    answers = [await _answers(address, at, trying.plan.timeout_s) for address in newer[:2]]
    return Observation(TrialKind.IPV6, url, now(), {**unit, "aaaa": True, "reachable": any(answers)})


async def _has_none(host: str) -> bool:
    """Whether the name is known to have no such address, as against a look-up that failed."""
    try:
        await asyncio.get_running_loop().getaddrinfo(host, None, family=socket.AF_INET6, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        return error.errno in _NO_AAAA
    return False


async def _answers(address: str, port: int, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            _, writer = await asyncio.open_connection(address, port)
    except (OSError, TimeoutError):
        return False
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
    return True


def has_way() -> bool:
    """Whether this machine has a way to public addresses of the newer kind. Sends nothing."""
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as probe:
            probe.connect(_FAR)
    except OSError:
        return False
    return True
