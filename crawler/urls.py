"""URLs: resolved as browsers resolve them, written in one canonical form, and compared as pages.

Three notions, from strict to loose:

* `resolve` gives what a browser would open for an `href` (WHATWG URL, by the Ada library).
* `canonical` is the form in which a URL is stored and fetched. It changes nothing that could change the answer.
* `page_key` is equal for URLs that show one page (index.html, www, http/https, doubled slashes, phone twins,
  parameter order where it is safe). It is for comparing and never fetched: a bare folder may answer 403 although its
  index.html works.
"""

from __future__ import annotations

import atexit
import ipaddress
import re
from functools import cache, lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

import can_ada

from config.cms import IgnoredParameters, url_forms
from crawler.percent import encoded_query, one_spelling

CALL_MARK = "#!post:"
"""Between the address of an interface and the body of a request to it (see `crawler.listcall`)."""
GET_MARK = "#!get"
"""Behind the address of an interface that is asked without a body, so that a link to it stays an ordinary link."""
_LONGEST_URL = 8192
"""Characters; what is longer is no address (servers refuse it long before)."""
_REMEMBERED = 4_096
"""Addresses of which the forms are kept (own rule: more would only help portals of that very size, and every process
that judges would hold them)."""
_BEFORE_HOST = len("https://")
_TRIM = "".join(map(chr, range(0x21)))
_INSIDE = str.maketrans("", "", "\t\n\r")
_NAME = r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z](?:[a-z0-9-]*[a-z0-9])?"
_BYTE = r"(?:1?[1-9]?[0-9]|1[0-9]{2}|2[0-4][0-9])"
_PORT = r"(?::(?!(?:80|443)/)(?:[1-9][0-9]{1,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}))?"
_PLAIN_URL = re.compile(
    rf"https?://(?!https?[:/])(?![^/]*xn--)(?:{_NAME}|{_BYTE}(?:\.{_BYTE}){{3}}){_PORT}"
    r"(?:/(?:[A-Za-z0-9_~-][A-Za-z0-9_.~-]*)?)+"
)
"""URLs that are in canonical form already: nine of ten on real pages. A last label with a digit in front may be part of
an IPv4 address in some spelling."""
_USUAL_BEGINNING = re.compile(r"https?://([a-z0-9.:-]+)(?:/|\Z)")
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:]+\]")
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
_MARKED = re.compile(rf"(?s:{CALL_MARK}.*)|{GET_MARK}\Z")
_SCHEMES = frozenset({"http", "https"})
_SLASHES = re.compile("/{2,}")
_PHONE_TWIN = re.compile(r"/mpost_(\d+)\.")


class Resolved(NamedTuple):
    """What an href means: the canonical URL without fragment (None when it is no http(s) address), and the fragment."""

    url: str | None
    fragment: str = ""


def resolve(base: str, href: str, encoding: str = "utf-8") -> Resolved:
    """The address that a browser opens for `href` on a page whose base is `base`. Never raises, whatever the text.

    Blanks around and line breaks inside are dropped, backslashes are slashes, an empty href is the page itself.
    `encoding` is the page's: browsers write non-ASCII queries in it. Unlike browsers we take `http://http://…` and
    network paths (two backslashes) for no address: their "host" would be a scheme or a computer in an office.
    """
    return _resolved(_deciding(base, href), href, encoding)


def _deciding(base: str, href: str) -> str:
    """The part of `base` that decides what `href` means: many pages have it in common, so that few are worked out."""
    if href.startswith(("http://", "https://")):
        return ""
    if not href or href[0] in "?#" or href[0] <= " " or href[:4].lower() == "http":
        return base
    plain = base.partition("?")[0]
    slash = plain.find("/", _BEFORE_HOST) if href[0] == "/" else plain.rfind("/")
    return plain[: slash + 1] if slash > _BEFORE_HOST else base


@lru_cache(maxsize=16384)
def _resolved(base: str, href: str, encoding: str) -> Resolved:
    trimmed = href.strip(_TRIM).translate(_INSIDE)
    target, mark, fragment = trimmed.partition("#")
    if len(target) > _LONGEST_URL or target.startswith("\\\\"):
        return Resolved(None, fragment)
    if not target:
        return Resolved(canonical(base), fragment)
    opened = _parsed((target if target.isascii() else _in_encoding(target, encoding)) + mark, base)
    return Resolved(canonical(opened.href.removesuffix("#")) if opened is not None else None, fragment)


@lru_cache(maxsize=_REMEMBERED)
def canonical(url: str) -> str | None:
    """The one form in which an http(s) URL is stored: None for anything else. Never raises.

    What a browser makes of it (scheme and host in lower case, international hosts and IPv4 addresses in their one
    form, no default port, no dot segments, non-ASCII and blanks percent-encoded), and further: no user name, fragment,
    empty query or final dot of the host, percent-encodings in one form, session ids removed. Order and wording of
    parameters stay, because servers may mind them. A call of an interface keeps its mark and the body that follows it.
    """
    if _PLAIN_URL.fullmatch(url):
        return url
    call = _MARKED.search(url)
    if call:
        address = canonical(url[: call.start()])
        return f"{address}{call.group()}" if address else None
    parsed = _parsed(url)
    origin = _origin(parsed) if parsed is not None else None
    if parsed is None or origin is None:
        return None
    written = one_spelling(parsed.pathname)
    path = _session_segment().sub("", written) if ";" in written else written
    query = _without_sessions(one_spelling(parsed.search[1:]))
    whole = f"{origin}{path}{'?' + query if query else ''}"
    return whole if path == written else canonical(whole)  # a segment may have become a dot


def is_call(address: str) -> bool:
    """Whether an address is a call of an interface: the form that no link can have."""
    return address.endswith(GET_MARK) or CALL_MARK in address


@lru_cache(maxsize=_REMEMBERED)
def page_key(url: str) -> str:
    """Equal for URLs that show one page. For comparison only; calls and what cannot be read are their own keys."""
    whole = canonical(url)
    if whole is None or is_call(whole):
        return whole or url
    address, _, asked = whole.partition("?")  # what is canonical is easily divided
    host, _, path = address.partition("://")[2].partition("/")
    path = f"/{path}"
    if "//" in path or "/mpost_" in path:
        path = _PHONE_TWIN.sub(r"/post_\1.", _SLASHES.sub("/", path))
    path = _index_name().sub("/", path)
    query = _sorted_query(path, asked)
    return f"{host.removeprefix('www.')}{path}{'?' + query if query else ''}"


def first_page_key(url: str) -> str | None:
    """The key of page 1 of a list if `url` may be a second name of it (`index_1`, which elsewhere is page 2), or None.

    Only the content of both can tell.
    """
    path, mark, query = url.partition("?")
    plain, found = _first_page().subn("", path)
    return page_key(plain + mark + query) if found else None


def same_page(one: str, other: str) -> bool:
    """Whether two URLs show one page as far as their form tells."""
    return one == other or page_key(one) == page_key(other)


@lru_cache(maxsize=_REMEMBERED)
def netloc(url: str) -> str:
    """Host with port, lower case, as hosts are compared in this house; empty for what is no URL."""
    usual = _USUAL_BEGINNING.match(url)
    if usual:
        return usual[1]
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""


def _parsed(url: str, base: str = "") -> can_ada.URL | None:
    """`url` as a browser reads it on a page at `base`; None for what is no URL at all."""
    if not url.isascii():
        url = _LONE_SURROGATE.sub("\ufffd", url)
    start = _base(base)
    try:
        return can_ada.parse(url) if start is None else start + url
    except ValueError:
        return None


@lru_cache(maxsize=64)
def _base(base: str) -> can_ada.URL | None:
    page = canonical(base) if base else None
    return can_ada.parse(page) if page else None


atexit.register(
    _base.cache_clear
)  # the binding reports objects that outlive the interpreter as leaks, on standard error


def _in_encoding(target: str, encoding: str) -> str:
    path, mark, query = target.partition("?")
    return path + mark + encoded_query(query, encoding)


def _origin(parsed: can_ada.URL) -> str | None:
    """Scheme, host and port; None where there is no host that can exist: empty labels, signs, a scheme."""
    scheme, host, port = parsed.protocol[:-1], parsed.hostname.removesuffix("."), parsed.port
    if scheme not in _SCHEMES or host in _SCHEMES or not _HOST.fullmatch(host):
        return None
    return f"{scheme}://{host}:{port}" if port else f"{scheme}://{host}"


def _without_sessions(query: str) -> str:
    if not query or not _session_name().search(query):
        return query
    return "&".join(pair for pair in query.split("&") if not _session_name().match(pair))


def _sorted_query(path: str, query: str) -> str:
    """The parameters that matter, in one order; left as they are when a name comes twice (the order may matter)."""
    if not query:
        return ""
    pairs = [pair for pair in query.split("&") if pair]
    names = [pair.partition("=")[0].lower() for pair in pairs]
    if len(set(names)) < len(names):
        return query
    keep = next((each.keep for each in url_forms().decisive_parameters if re.search(each.path, path)), None)
    chosen = [
        pair
        for pair, name in zip(pairs, names, strict=True)
        if (name in keep if keep else not _is_ignored(name, pair.partition("=")[2], path))
    ]
    return "&".join(sorted(chosen))


def _is_ignored(name: str, value: str, path: str) -> bool:
    return any(
        re.fullmatch(each.values, value) and re.search(each.path, path) for each in _ignored_parameters().get(name, ())
    )


@cache
def _ignored_parameters() -> dict[str, list[IgnoredParameters]]:
    by_name: dict[str, list[IgnoredParameters]] = {}
    for each in url_forms().ignored_parameters:
        for name in each.names:
            by_name.setdefault(name, []).append(each)
    return by_name


@cache
def _first_page() -> re.Pattern[str]:
    return re.compile(url_forms().first_pages, re.IGNORECASE)


@cache
def _session_segment() -> re.Pattern[str]:
    return re.compile(rf";(?:{'|'.join(url_forms().session_parameters)})=[^/;?]*", re.IGNORECASE)


@cache
def _session_name() -> re.Pattern[str]:
    return re.compile(rf"(?:^|(?<=&))(?:{'|'.join(url_forms().session_parameters)})[^=&]{{0,20}}=", re.IGNORECASE)


@cache
def _index_name() -> re.Pattern[str]:
    return re.compile(rf"/{url_forms().index_names}$", re.IGNORECASE)


def is_address(host: str) -> bool:
    """Whether a host (without port and brackets) is named by its IP address."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
