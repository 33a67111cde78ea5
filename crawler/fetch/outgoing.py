"""A request as it leaves us: a plain one, or the call of a list interface, dressed as its data says."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from crawler.fetch.look import Trail
from crawler.listcall import call_at, headers_of, interface_at
from crawler.urls import is_call

_NOTHING: Mapping[str, str] = MappingProxyType({})


class Outgoing(NamedTuple):
    """What is sent: `headers` come beside the usual ones, and go before them."""

    url: str
    method: str = "GET"
    body: bytes = b""
    headers: Mapping[str, str] = _NOTHING


def outgoing(trail: Trail, method: str = "GET") -> Outgoing:
    """The next request of a trail. `method` is for plain requests; an interface's own data decides about a call.

    Like a browser's script a call keeps its headers through redirects, but not its body through those that ask to
    GET the target (RFC 9110 15.4).
    """
    known = interface_at(trail.url) if is_call(trail.url) else None
    if known is None:
        return Outgoing(trail.at, method, headers=trail.condition or _NOTHING)
    body = call_at(trail.url).body
    headers = headers_of(known[1], trail.referer)
    if body is None or trail.demoted:
        headers.pop("Content-Type", None)
        return Outgoing(trail.at, "GET", b"", headers)
    return Outgoing(trail.at, "POST", body.encode("utf-8", "replace"), headers)
