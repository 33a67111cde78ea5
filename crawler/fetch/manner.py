"""How a look asks. Looks that came to nothing are repeated in another manner, so that they are independent of it.

Each one begins at another address of the host (IPv4 after IPv6, the next machine of several); from the second on it
sends the `Accept` headers of a browser, speaks HTTP/1.1 and says where the link was found; every second one comes as a
stranger, without the cookies of the crawl, because a session that went stale is refused everything. TLS needs no turn
of its own: every request falls back to the lenient way (`crawler.fetch.tls`). The user agent is the declared one in all
of them. A call of a list interface stays what the script of its page sends, cookies included: an interface that only
answers visitors of the page would refuse a stranger for good.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from config.policy import policy
from crawler.fetch.look import Trail
from crawler.urls import is_call


@dataclass(frozen=True, slots=True)
class Manner:
    """`turn`: with which address of the host to begin; `stranger`: without the cookies of the crawl; `http_1`: HTTP/2
    is not offered."""

    turn: int = 0
    stranger: bool = False
    http_1: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)


def manner_of(trail: Trail) -> Manner:
    """The manner of the next request of a trail, by the number of looks that came before it."""
    if not trail.again or is_call(trail.url):
        return Manner(turn=trail.again, http_1=trail.again > 0)
    referer = _shown_referer(trail)
    return Manner(
        turn=trail.again,
        stranger=trail.again % 2 == 1,
        http_1=True,
        headers={**policy().second_look.headers, **({"Referer": referer} if referer else {})},
    )


def _shown_referer(trail: Trail) -> str | None:
    """What a browser says about the page with the link: to another host only the host, and nothing of https to http."""
    found_on, target = urlsplit(trail.referer or ""), urlsplit(trail.at)
    if not found_on.netloc or (found_on.scheme == "https" and target.scheme == "http"):
        return None
    return trail.referer if found_on.netloc == target.netloc else f"{found_on.scheme}://{found_on.netloc}/"
