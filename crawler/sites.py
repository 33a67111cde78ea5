"""Whose site an address is on, as far as its host tells: the domain that somebody registered."""

from __future__ import annotations

from functools import lru_cache

from tldextract import TLDExtract

from crawler.urls import netloc

_SUFFIXES = TLDExtract(suffix_list_urls=(), include_psl_private_domains=True)
"""By the list that comes with tldextract: asking for a newer one would go past our guard."""


@lru_cache(maxsize=16384)
def site_of(url: str) -> str:
    """The registered domain of a URL's host (`x.gov.cn` of `www.x.gov.cn`); the whole host with its port where it has
    none: addresses of computers, names of one network."""
    host = netloc(url)
    return _SUFFIXES(host).top_domain_under_public_suffix or host
