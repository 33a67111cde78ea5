"""Which hrefs are plain web addresses. Everything else is handed to `bad-href`, which alone decides what is a fault.

The net is wide on purpose: it catches whatever may be a fault, so that a check need not read a million good links.
"""

from __future__ import annotations

import re
from functools import lru_cache

from config.preview import preview_addresses

_ADDRESS = re.compile(
    r"""(?: (?: https?: )? // (?P<netloc> (?P<host> [^/?#\\@:\s\[\]]+ ) (?: : [1-5]?\d{1,4} )? ) (?= [/?#] | $ )
          | (?! // | [^/?#]* : ) )   # an absolute address, or a relative one without a colon in its first step
        [^\s\\{}<>^`|"\[\]]* """,
    re.VERBOSE | re.IGNORECASE,
)
_LEFTOVER = re.compile(r"undefined|\bNaN\b|\bnull\b|\$[(!]|%(?:3[Cc]|5[Bb]|7[BbDd])|https?:/*https?[:/]")
_BAD_START = re.compile(r"https?(?!://)(?!\w)|/{0,3}[a-z]:", re.IGNORECASE)
_PUBLIC_NAME = re.compile(r"[\w-]+(\.[\w-]+)*\.[^\W\d][\w-]+\.?")
_LOCAL_NAME = re.compile(r".*\.(local|localdomain|lan|intranet|internal|home|corp)\.?", re.IGNORECASE)


_USUAL = re.compile(r"(?P<folder>https?://[a-z0-9.-]+/(?:[A-Za-z0-9_.-]*/)*)(?P<name>[A-Za-z0-9_.-]*)")
"""Nine of ten links of a portal: a file in a folder of a host without a port."""


def is_plain(href: str, own_hosts: frozenset[str] = frozenset()) -> bool:
    """Whether `href` (blanks around it are trimmed, as browsers do) is an ordinary relative or public web address.

    Bare IP addresses, names without a dot, addresses of previews and template leftovers are not. `own_hosts` (with
    their ports) are plain in any case: the audit itself was started on them.
    """
    usual = _USUAL.fullmatch(href)
    if usual and not _is_odd(f"/{usual['name']}"):
        return _is_plain_folder(usual["folder"], own_hosts)
    return _is_plain(href, own_hosts)


def _is_plain(href: str, own_hosts: frozenset[str]) -> bool:
    trimmed = href.strip()
    address = _ADDRESS.fullmatch(trimmed)
    if address is None or not trimmed or _LEFTOVER.search(trimmed) or _BAD_START.match(trimmed):
        return False
    if preview_addresses().mark_in(trimmed):
        return False
    host, netloc = address["host"], address["netloc"]
    return host is None or netloc.lower() in own_hosts or _is_public(host)


_is_plain_folder = lru_cache(maxsize=4096)(_is_plain)
"""A portal has a million links and some hundred folders."""


def _is_odd(name: str) -> bool:
    """Whether the last step of a path may make an address odd whose folder is plain."""
    return _LEFTOVER.search(name) is not None or preview_addresses().may_mark(name)


def _is_public(host: str) -> bool:
    return _PUBLIC_NAME.fullmatch(host) is not None and _LOCAL_NAME.fullmatch(host) is None
