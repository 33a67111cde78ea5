"""Requests to a portal's own list interfaces, as addresses: so they stand on the ledger like any page.

A GET call is its URL. A call with a body is the URL, `urls.CALL_MARK` and the percent-encoded body: a fragment, which
no server sees and which keeps the calls for page 2 and page 3 of a list apart. On the ledger a GET call bears a mark
too (`asked_as`), because a link to the same URL is something else: it is opened like any link, never dressed. Which
addresses are interfaces, and how their requests are dressed, is data (`config.family.Interface`).
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

from config.family import Family, Interface, interfaces
from crawler.urls import CALL_MARK, GET_MARK, canonical, is_call

_BODY_TYPES = {"form": "application/x-www-form-urlencoded; charset=UTF-8", "json": "application/json; charset=UTF-8"}


class ListCall(NamedTuple):
    """One request: `url` is canonical; `body` is sent by POST, None asks by GET."""

    url: str
    body: str | None = None

    @property
    def address(self) -> str:
        """The form in which the call stands on the ledger, among `further_pages` and in reports."""
        if self.body is None:
            return self.url
        return f"{self.url}{CALL_MARK}{quote(self.body, safe='=&{}:,[]', errors='replace')}"


def call_to(url: str | None, body: str | None = None) -> str | None:
    """The address of a call to `url` (as `Page.resolve` gives it), or None when there is no usable URL."""
    address = canonical(url) if url else None
    return ListCall(address, body).address if address else None


def call_at(address: str) -> ListCall:
    """The call that stands behind an address; for an ordinary URL a GET of it."""
    url, mark, body = address.removesuffix(GET_MARK).partition(CALL_MARK)
    return ListCall(url, unquote(body) if mark else None)


def asked_as(address: str) -> str:
    """The address under which a declared part of a list stands on the ledger: its own, or marked as a GET call."""
    return address if is_call(address) or interface_at(address) is None else address + GET_MARK


@lru_cache(maxsize=4096)
def interface_at(address: str) -> tuple[Family, Interface] | None:
    """The interface that answers at `address`, with its family; None for every other address."""
    path = urlsplit(address).path
    return next(((family, one) for pattern, family, one in interfaces() if pattern.fullmatch(path)), None)


def headers_of(interface: Interface, referer: str | None) -> dict[str, str]:
    """What a request to `interface` says beside the usual headers; `referer` is the page that shows the list."""
    headers = dict(interface.headers)
    if interface.body is not None:
        headers["Content-Type"] = _BODY_TYPES[interface.body]
    if interface.referer and referer:
        headers["Referer"] = referer
    return headers
