"""Scrapy's cookie middleware, kept from asking the internet which domains are public.

Its tldextract fetches the public suffix list when the first cookie with a domain arrives: a blocking request past our
guard, to a host that no audit was started on. The list bundled with tldextract does as well.
"""

from __future__ import annotations

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares import cookies
from tldextract import TLDExtract

from crawler.fetch.download import Answer

cookies._split_domain = TLDExtract(suffix_list_urls=(), include_psl_private_domains=True)


class PortalCookies(cookies.CookiesMiddleware):
    """Cookies per host, as a visitor's browser keeps them; session gates of portals need them.

    They outlive the spider and are shared with second looks: an interface may answer only those who have come from
    its column's page.
    """

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy; the jar is the crawl's."""
        middleware = super().from_crawler(crawler)
        jar = getattr(crawler.spider, "cookies", None)
        if jar is not None:
            middleware.jars[None] = jar
        return middleware

    def add_to(self, request: Request) -> None:
        """Put the cookies that belong to it on a request."""
        if len(self.jars[None]):
            self.process_request(request)

    def learn(self, request: Request, response: Answer) -> None:
        """Keep the cookies that an answer sets."""
        if any(name == b"set-cookie" for name, _ in response.fields):
            self.process_response(request, response)
