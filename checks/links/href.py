"""What is wrong with an href as it was written, without asking the network.

Hrefs are read as browsers read them (WHATWG URL): blanks around and line breaks inside are dropped, and what a browser
mends by itself (`http:\\\\host`, `http:///host`) is doubtful rather than wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from checks.links.private_hosts import OwnHosts, private_network
from config.preview import preview_addresses
from crawler.urls import canonical, resolve

PRIVATE_ADDRESS = "private-address"
LOCAL_FILE = "local-file"
MALFORMED = "malformed"
PLACEHOLDER = "placeholder"
PREVIEW_ADDRESS = "preview-address"
ABOVE_ROOT = "above-root"

_DROPPED = re.compile(r"[\t\r\n]")
_BLANKS = "".join(map(chr, range(0x21)))
_NO_ADDRESS = re.compile(r"(?:#|javascript\s*:|mailto:|tel:|sms:|data:|blob:|about:|$)", re.I)
_BY_SERVER = re.compile(r"<\?|\{\$|\$!\{?\w|\[object |\[!--|\{(?:pboot|dede|eyou):|\[field:\w", re.I)
"""Marks that a server should have filled in (PHP, Velocity, Chinese systems), or what a script wrote by mistake."""
_BY_SCRIPT = re.compile(r"\{\{|<%|\$\{")
"""Marks that a script may yet fill in where the page came with them (AngularJS, template engines)."""
_UNDEFINED = re.compile(r"(?:^|[/=])(?:undefined|null|NaN)(?=$|[/?&#.])")
"""What scripts write for a value that they do not have."""
_LOCAL = re.compile(r"file:|/{0,3}[a-z]:[\\/]|[a-z]:[^/\\]|\\\\[^\\/\s]", re.I)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)://", re.I)
_SLASH = "/\\"
_SLASHES = re.compile(r"[/\\]{2}")
_WEB = re.compile(r"(https?):(.*)", re.I | re.S)
_MISSPELT_SCHEME = re.compile(r"[htps]{2,8}", re.I)
_WRONG_COLON = re.compile(r"https?\s*(?:[;；：.,，。]\s*/{1,2}|\s:\s*/{1,2}|/{2})", re.I)
_SCHEME_TWICE = re.compile(r"[/\\]*https?(?::|/{2})", re.I)


@dataclass(frozen=True, slots=True)
class HrefFault:
    """A fault with its code. `mended` is True when browsers silently repair it, so that visitors may not notice;
    `may_be_meant` when it may be the right address all the same, which only a request can tell."""

    code: str
    mended: bool = False
    may_be_meant: bool = False


def href_fault(href: str, url: str | None, ours: OwnHosts | None = None) -> HrefFault | None:
    """The fault of `href`, or None.

    `url` is what it resolved to (None when it resolved to nothing); `ours` are the hosts that are never a private
    address, because the audit was started on them or allowed to visit them.
    """
    written = _DROPPED.sub("", href).strip(_BLANKS)
    if _NO_ADDRESS.match(written):
        return None
    readable = unquote(written)
    if _BY_SERVER.search(readable):
        return HrefFault(PLACEHOLDER)
    if _BY_SCRIPT.search(readable):
        return HrefFault(PLACEHOLDER, may_be_meant=True)
    if _UNDEFINED.search(readable):
        return HrefFault(PLACEHOLDER, may_be_meant=url is not None)
    if _LOCAL.match(written):
        return HrefFault(LOCAL_FILE)
    own = ours or OwnHosts()
    return _malformed(written, url) or _private(url, own) or _preview(written, url, own)


def climbs_out(href: str, page_url: str, url: str | None) -> bool:
    """Whether `href` on the page at `page_url` goes up above the site's root, where browsers just stop.

    `url` is what it resolved to; where that shows that the page has another base, nothing is said.
    """
    written = _DROPPED.sub("", href).strip(_BLANKS).partition("?")[0].partition("#")[0]
    if url is None or written.startswith(("/", "\\")) or ":" in written.partition("/")[0]:
        return False
    depth = len([step for step in urlsplit(page_url).path.split("/")[:-1] if step])
    for step in written.replace("\\", "/").split("/"):
        depth += {"": 0, ".": 0, "..": -1}.get(step, 1)
        if depth < 0:
            return resolve(page_url, href).url == url
    return False


def _malformed(written: str, url: str | None) -> HrefFault | None:
    if _WRONG_COLON.match(written):
        return HrefFault(MALFORMED)
    scheme = _SCHEME.match(written)
    if scheme and scheme[1].lower() not in ("http", "https"):
        return HrefFault(MALFORMED) if _MISSPELT_SCHEME.fullmatch(scheme[1]) else None
    web = _WEB.match(written)
    if web:
        return _bad_web_address(web[2]) if _SLASHES.match(web[2]) else _without_slashes(web, url)
    return _bad_web_address(written) if written.startswith("//") else None


def _without_slashes(web: re.Match[str], url: str | None) -> HrefFault:
    """`http:www.x` and `http:/x`: what they mean hangs on the page's own scheme, so that they may be right there."""
    if url is None or _SCHEME_TWICE.match(web[2]):
        return HrefFault(MALFORMED)
    meant = canonical(f"{web[1].lower()}://{web[2].lstrip(_SLASH)}")
    return HrefFault(MALFORMED, mended=meant == url, may_be_meant=True)


def _bad_web_address(rest: str) -> HrefFault | None:
    """`rest` is what follows `http:`."""
    slashes = len(rest) - len(rest.lstrip(_SLASH))
    after = rest[slashes:]
    if _SCHEME_TWICE.match(after):
        return HrefFault(MALFORMED)
    bad = _bad_authority(after)
    if bad is None and (slashes > 2 or "\\" in rest[:slashes]):
        return HrefFault(MALFORMED, mended=True)
    return bad


def _bad_authority(rest: str) -> HrefFault | None:
    """Whether a browser finds no host, or an impossible one or a port, at the start of `rest`."""
    authority = re.split(r"[/\\?#]", rest, maxsplit=1)[0]
    return HrefFault(MALFORMED) if canonical(f"http://{authority}/") is None else None


def _private(url: str | None, ours: OwnHosts) -> HrefFault | None:
    host = _host(url)
    return HrefFault(PRIVATE_ADDRESS) if private_network(host) and not ours.hold(host) else None


def _preview(written: str, url: str | None, ours: OwnHosts) -> HrefFault | None:
    """A place for editors and testers; visitors may be able to open it, so that it is only doubtful."""
    mark = preview_addresses().mark_in(written)
    if mark is None or (mark.where == "host" and ours.hold(_host(url))):
        return None
    return HrefFault(PREVIEW_ADDRESS, mended=True)


def _host(url: str | None) -> str:
    try:
        return urlsplit(url or "").hostname or ""
    except ValueError:
        return ""
