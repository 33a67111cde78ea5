"""Whose site an address is on, as far as its host tells: the domain that somebody registered."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from crawler.urls import netloc

if TYPE_CHECKING:
    from tldextract import TLDExtract


@lru_cache(maxsize=16384)
def site_of(url: str) -> str:
    """The registered domain of a URL's host (`x.gov.cn` of `www.x.gov.cn`); the whole host with its port where it has
    none: addresses of computers, names of one network."""
    host = netloc(url)
    return _suffixes()(host).top_domain_under_public_suffix or host


@cache
def _suffixes() -> TLDExtract:
    """The list that comes with tldextract: asking for a newer one would go past our guard."""
    from tldextract import TLDExtract  # noqa: PLC0415  # a fifth of the start of commands that judge nothing

    return TLDExtract(suffix_list_urls=(), include_psl_private_domains=True)
