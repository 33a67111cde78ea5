"""Scrapy's cookie middleware, kept from asking the internet which domains are public.

Its tldextract fetches the public suffix list when the first cookie with a domain arrives: a blocking request past our
guard, to a host that no audit was started on. The list bundled with tldextract does as well.
"""

from __future__ import annotations

from scrapy.downloadermiddlewares import cookies
from tldextract import TLDExtract

cookies._split_domain = TLDExtract(suffix_list_urls=(), include_psl_private_domains=True)


class PortalCookies(cookies.CookiesMiddleware):
    """Cookies per host, as a visitor's browser keeps them; session gates of portals need them."""
