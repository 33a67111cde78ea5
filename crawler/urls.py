"""URLs: resolved as browsers resolve them, written in one canonical form, and compared as pages.

Three notions, from strict to loose:

* `resolve` gives what a browser would open for an `href` (WHATWG URL, the parts that portals need).
* `canonical` is the form in which a URL is stored and fetched. It changes nothing that could change the answer.
* `page_key` is equal for URLs that show one page (index.html, www, http/https, doubled slashes, phone twins,
  parameter order where it is safe). It is for comparing and never fetched: a bare folder may answer 403 although its
  index.html works.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from config.cms import IgnoredParameters, url_forms
from crawler.percent import encoded_path, encoded_query

CALL_MARK = "#!post:"
"""Between the address of an interface and the body of a request to it (see `crawler.listcall`)."""
GET_MARK = "#!get"
"""Behind the address of an interface that is asked without a body, so that a link to it stays an ordinary link."""
_LONGEST_URL = 8192
"""Characters; what is longer is no address (servers refuse it long before)."""
_TRIM = "".join(map(chr, range(0x21)))
_INSIDE = str.maketrans("", "", "\t\n\r")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_PLAIN_URL = re.compile(
    r"https?://(?!https?/)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*"
    r"(?:/(?:[A-Za-z0-9_~-][A-Za-z0-9_.~-]*)?)+"
)
"""URLs that are in canonical form already: nine of ten on real pages."""
_WEB = re.compile(r"(https?):([/\\]*)(.*)", re.IGNORECASE | re.DOTALL)
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?|\[[0-9a-f:.]+\]")
_MARKED = re.compile(rf"(?s:{CALL_MARK}.*)|{GET_MARK}\Z")
_DEFAULT_PORTS = {"http": "80", "https": "443"}
_PHONE_TWIN = re.compile(r"/mpost_(\d+)\.")


class Resolved(NamedTuple):
    """What an href means: the canonical URL without fragment (None when it is no http(s) address), and the fragment."""

    url: str | None
    fragment: str = ""


def resolve(base: str, href: str, encoding: str = "utf-8") -> Resolved:
    """The address that a browser opens for `href` on a page whose base is `base`.

    Blanks around and line breaks inside are dropped, backslashes are slashes, an empty href is the page itself.
    `encoding` is the page's: browsers write non-ASCII queries in it. Unlike browsers we take `http://http://…` and
    network paths (two backslashes) for no address: their "host" would be a scheme or a computer in an office.
    """
    trimmed = href.strip(_TRIM).translate(_INSIDE)
    target, _, fragment = trimmed.partition("#")
    if len(target) > _LONGEST_URL:
        return Resolved(None, fragment)
    absolute = _absolute(base, target)
    return Resolved(canonical(absolute, encoding) if absolute else None, fragment)


@lru_cache(maxsize=65536)
def canonical(url: str, encoding: str = "utf-8") -> str | None:
    """The one form in which an http(s) URL is stored: None for anything else.

    Scheme and host in lower case, international hosts in their ASCII form, no default port, no user name, no
    fragment, no dot segments, non-ASCII and blanks percent-encoded, percent-encodings in one form, session ids
    removed. Order and wording of parameters stay, because servers may mind them. A call of an interface keeps its
    mark and the body that follows it.
    """
    if _PLAIN_URL.fullmatch(url):
        return url
    call = _MARKED.search(url)
    if call:
        address = canonical(url[: call.start()], encoding)
        return f"{address}{call.group()}" if address else None
    try:
        parts = urlsplit(url.strip(_TRIM).translate(_INSIDE))
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    ascii_host = _ascii_host(f"[{host}]" if ":" in host else host)
    if scheme not in _DEFAULT_PORTS or ascii_host is None:
        return None
    netloc = ascii_host if port is None or str(port) == _DEFAULT_PORTS[scheme] else f"{ascii_host}:{port}"
    path = _clean_path(encoded_path(parts.path))
    query = _without_sessions(encoded_query(parts.query, encoding))
    return f"{scheme}://{netloc}{path}{'?' + query if query else ''}"


def is_call(address: str) -> bool:
    """Whether an address is a call of an interface: the form that no link can have."""
    return address.endswith(GET_MARK) or CALL_MARK in address


@lru_cache(maxsize=65536)
def page_key(url: str) -> str:
    """Equal for URLs that show one page. For comparison only; calls and what cannot be read are their own keys."""
    whole = canonical(url)
    if whole is None or is_call(whole):
        return url
    parts = urlsplit(whole)
    path = _PHONE_TWIN.sub(r"/post_\1.", re.sub("/{2,}", "/", parts.path))
    path = _index_name().sub("/", path)
    query = _sorted_query(path, parts.query)
    return f"{parts.netloc.removeprefix('www.')}{path}{'?' + query if query else ''}"


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


def netloc(url: str) -> str:
    """Host with port, lower case, as hosts are compared in this house; empty for what is no URL."""
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""


def _absolute(base: str, target: str) -> str | None:
    """`target` with scheme and host, or None for what is no web address (javascript:, mailto:, C:, UNC paths …)."""
    scheme, origin, folder, page = _parts_of_base(base)
    web = _WEB.match(target)
    if web:
        own, slashes, rest = web.group(1).lower(), web.group(2), web.group(3)
        if len(slashes) >= 2 or own != scheme:
            return f"{own}://{_slashed(rest).lstrip('/')}"
        target = slashes + rest  # "http:page.html" is relative for browsers
    elif _SCHEME.match(target) or target.startswith("\\\\"):
        return None
    target = _slashed(target)
    if target.startswith("//"):
        return f"{scheme}://{target.lstrip('/')}"
    if target.startswith("/"):
        return origin + target
    if target.startswith("?"):
        return page.partition("?")[0] + target
    return folder + target if target else page


@lru_cache(maxsize=64)
def _parts_of_base(base: str) -> tuple[str, str, str, str]:
    """Scheme, scheme with host, the folder up to its last slash, and the whole address without fragment."""
    page = canonical(base) or ""
    scheme, _, rest = page.partition("://")
    host, slash, path = rest.partition("/")
    folder = (slash + path.partition("?")[0]).rpartition("/")[0] + "/"
    return scheme, f"{scheme}://{host}", f"{scheme}://{host}{folder}", page


def _slashed(target: str) -> str:
    if "\\" not in target:
        return target
    path, mark, query = target.partition("?")
    return path.replace("\\", "/") + mark + query


def _ascii_host(host: str) -> str | None:
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii").lower()
        except UnicodeError:
            return None
    if host in _DEFAULT_PORTS or ".." in host:
        return None
    return host if _HOST.fullmatch(host) else None


def _clean_path(path: str) -> str:
    if ";" in path:
        path = _session_segment().sub("", path)
    if "/." not in path:
        return path or "/"
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    folder = segments[-1] in (".", "..")
    return "/" + "/".join(kept) + ("/" if folder and kept and kept[-1] else "")


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
