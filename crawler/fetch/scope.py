"""What belongs to the crawl: hosts, exclusions, home pages; and in which order it is visited."""

from __future__ import annotations

from urllib.parse import urlsplit

from config.address import begins_with, spelt
from config.policy import policy
from config.registry import Portal
from crawler.fetch.guard import bare_host
from crawler.kinds import Region
from crawler.urlforms import is_article_url, is_column_url, is_home_url
from crawler.urls import canonical, netloc


class Scope:
    """The portal as the crawl sees it. Hosts are compared with their ports, as everywhere in this house."""

    def __init__(self, portal: Portal) -> None:
        self._hosts = portal.all_hosts
        self._excluded = tuple(spelt(prefix) for prefix in portal.exclude)
        self.starts = tuple(dict.fromkeys(filter(None, map(canonical, portal.start_urls))))
        self.entries = tuple(
            dict.fromkeys(filter(None, (canonical(url) for unit in portal.units for url in unit.entry_urls)))
        )
        self._homes = frozenset(self.starts)

    @property
    def hosts(self) -> frozenset[str]:
        """The portal's hosts with their ports, those adopted on the way included."""
        return self._hosts

    @property
    def homes(self) -> frozenset[str]:
        """The addresses of the home page: start URLs and where they redirect to."""
        return self._homes

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
        self._homes |= {target}
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
