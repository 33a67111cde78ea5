"""Which hrefs are plain web addresses. Everything else is handed to `bad-href`, which alone decides what is a fault.

The net is wide on purpose: it catches whatever may be a fault, so that a check need not read a million good links.
"""

from __future__ import annotations

import re

from config.preview import preview_addresses

_ADDRESS = re.compile(
    r"""(?: (?: https?: )? // (?P<netloc> (?P<host> [^/?#\\@:\s\[\]]+ ) (?: : [1-5]?\d{1,4} )? ) (?= [/?#] | $ )
          | (?! // | [^/?#]* : ) )   # an absolute address, or a relative one without a colon in its first step
        [^\s\\{}<>^`|"\[\]]* """,
    re.VERBOSE | re.IGNORECASE,
)
_LEFTOVER = re.compile(r"undefined|\bNaN\b|\bnull\b|\$\(|%(?:3[Cc]|5[Bb]|7[BbDd])|https?:/*https?[:/]")
_BAD_START = re.compile(r"https?(?!://)(?!\w)|/{0,3}[a-z]:", re.IGNORECASE)
_PUBLIC_NAME = re.compile(r"[\w-]+(\.[\w-]+)*\.[^\W\d][\w-]+\.?")
_LOCAL_NAME = re.compile(r".*\.(local|localdomain|lan|intranet|internal|home|corp)\.?", re.IGNORECASE)


def is_plain(href: str, own_hosts: frozenset[str] = frozenset()) -> bool:
    """Whether `href` (blanks around it are trimmed, as browsers do) is an ordinary relative or public web address.

    Bare IP addresses, names without a dot, addresses of previews and template leftovers are not. `own_hosts` (with
    their ports) are plain in any case: the audit itself was started on them.
    """
    trimmed = href.strip()
    address = _ADDRESS.fullmatch(trimmed)
    if address is None or not trimmed or _LEFTOVER.search(trimmed) or _BAD_START.match(trimmed):
        return False
    if preview_addresses().mark_in(trimmed):
        return False
    host, netloc = address["host"], address["netloc"]
    return host is None or netloc.lower() in own_hosts or _is_public(host)


def _is_public(host: str) -> bool:
    return _PUBLIC_NAME.fullmatch(host) is not None and _LOCAL_NAME.fullmatch(host) is None
