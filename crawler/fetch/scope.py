"""What belongs to the crawl: hosts, exclusions, home pages; in which order it is visited; and where a trap begins."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from urllib.parse import urlsplit

from config.address import begins_with, spelt
from config.policy import policy
from config.registry import Portal
from crawler.fetch.guard import bare_host
from crawler.kinds import Region
from crawler.urlforms import is_article_url, is_column_url, is_home_url
from crawler.urls import canonical, netloc

_DIGITS = re.compile(r"\d+")
_NUMBERS = re.compile(r"(?:/#)+(?=/|$)")
_HEX = re.compile(r"(?=[0-9a-f]*\d)[0-9a-f]{8,}", re.IGNORECASE)


class Scope:
    """The portal as the crawl sees it. Hosts are compared with their ports, as everywhere in this house."""

    def __init__(self, portal: Portal) -> None:
        self._hosts = portal.all_hosts
        self._excluded = tuple(spelt(prefix) for prefix in portal.exclude)
        self.starts = tuple(dict.fromkeys(filter(None, map(canonical, portal.start_urls))))
        self.entries = tuple(
            dict.fromkeys(filter(None, (canonical(url) for unit in portal.units for url in unit.entry_urls)))
        )
        self._homes = set(self.starts)

    @property
    def hosts(self) -> frozenset[str]:
        """The portal's hosts with their ports, those adopted on the way included."""
        return self._hosts

    @property
    def homes(self) -> frozenset[str]:
        """The addresses of the home page: start URLs and where they redirect to."""
        return frozenset(self._homes)

    def is_own(self, url: str) -> bool:
        """Whether the URL lies on one of the portal's hosts."""
        return netloc(url) in self._hosts

    def is_excluded(self, url: str) -> bool:
        """Whether the registry says that this address is never visited."""
        return any(begins_with(spelt(url), prefix) for prefix in self._excluded)

    def is_home(self, url: str) -> bool:
        """Whether the URL is a home page: the portal's, or of any host by its form."""
        return url in self._homes or is_home_url(url)

    def moved_home(self, start: str, target: str) -> bool:
        """Learn that a start URL redirects to `target`; whether that is still the portal.

        A portal that answers on `www.` or on its bare domain is one portal, so that host is adopted. Any other host is
        somebody else's.
        """
        if not self.is_own(target):
            names = {bare_host(netloc(url)).removeprefix("www.") for url in (start, target)}
            if len(names) > 1 or urlsplit(target).port is not None:
                return False
            self._hosts |= {netloc(target)}
        self._homes.add(target)
        return True


def priority(url: str, region: Region | None = None) -> int:
    """How early a page is visited: columns before articles, because absence is judged from columns.

    `region` is where the link stood; navigation leads to columns even where the address does not look like one.
    """
    order = policy().priorities
    if is_home_url(url):
        return order.home
    if is_article_url(url):
        return order.article
    if is_column_url(url):
        return order.column
    return order.navigation if region is Region.NAV else order.other


def pattern(url: str) -> str:
    """What addresses of one template have in common: numbers and hexadecimal ids collapsed, the query left out.

    `/cal/2031/05` and `/cal/2031/05/17` have one pattern, because calendars link their months and days crosswise.
    """
    parts = urlsplit(url)
    path = _NUMBERS.sub("/#", _DIGITS.sub("#", _HEX.sub("#", parts.path)))
    return f"{parts.netloc}{path}{'?' if parts.query else ''}"


class TrapGuard:
    """Stops endless templates: calendars, faceted searches, folders that contain themselves.

    Only addresses that a template finds by itself count (a page of the pattern links to another one of it); rows of
    a list and declared list pages are finite and never count. Own rule.
    """

    def __init__(self, budget: int) -> None:
        self._budget = budget
        self._found: Counter[str] = Counter()

    def admits(self, url: str, found_on: str, listed: Iterable[str]) -> bool:
        """Whether a new address, found on a page, may still be visited. Counts it."""
        if url in listed:
            return True
        form = _winding(url) or pattern(url)
        if form == pattern(url) != pattern(found_on):
            return True
        self._found[form] += 1
        return self._found[form] <= self._budget


def _winding(url: str) -> str | None:
    """What a path goes round in that repeats a step three times: relative links that lead ever deeper into nothing."""
    parts = urlsplit(url)
    folders = Counter(step for step in parts.path.split("/")[:-1] if step and not step.isdigit())
    return f"{parts.netloc} {sorted(folders)}" if folders and max(folders.values()) >= 3 else None
