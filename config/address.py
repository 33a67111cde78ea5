"""How addresses are written in a registry: full http(s) URLs, URL prefixes with or without scheme, bare hosts."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

_LAST_PORT = 65535
_HOST = re.compile(r"^(\[[0-9a-f:.]+\]|[^\s/:@?#\[\]]+)(:\d{1,5})?$")


def is_host(text: str) -> bool:
    """Whether `text` is a host or host:port, without scheme, user or path."""
    return _HOST.match(text.lower()) is not None


def has_bad_port(url: str) -> bool:
    """Whether all that is wrong with an http(s) address is its port: no number, or none of 1 to 65535."""
    try:
        parts = urlsplit(url)
        host, colon, port = parts.netloc.rpartition(":")
    except ValueError:
        return False
    if not colon or {*"]@"} & {*port} or not is_http(urlunsplit(parts._replace(netloc=host))):
        return False
    return not (port.isascii() and port.isdecimal() and 0 < int(port) <= _LAST_PORT)


def is_http(url: str) -> bool:
    """Whether `url` is a full http(s) address without user name or blanks."""
    try:
        parts = urlsplit(url)
        if parts.port == 0:
            return False
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and is_host(parts.netloc) and url.split() == [url]


def spelt(url: str) -> str:
    """A URL or prefix without scheme, its host in lower case, with at least the path `/`."""
    host, slash, path = url.split("://", 1)[-1].partition("/")
    return f"{host.lower()}{slash or '/'}{path}"


def begins_with(url: str, prefix: str) -> bool:
    """Whether `prefix` (both spelt) leads to `url`, ending where a name ends: `/site_a` does not lead to `/site_ab`."""
    if not url.startswith(prefix):
        return False
    return len(url) == len(prefix) or not (prefix[-1].isalnum() and url[len(prefix)].isalnum())
