"""One spelling for every target, the same for all tools and in every run.

Only what RFC 3986, section 6.2.2 and 6.2.3, calls equivalent is made equal: the case of scheme, host and escapes,
escaped letters, dot segments, an empty path, a default port; and what the WHATWG standard does to every host name
(IDNA). Whatever a tool does beyond that shows as a difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote, urldefrag, urlsplit, urlunsplit

_ESCAPED = "escaped-"
_SESSION = re.compile(r"[;?&]jsessionid=[^&?#]*", re.IGNORECASE)
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_KEPT = "%!$&'()*+,;=:@/?[]|^{}\\"
_DEFAULT_PORTS = {"http": ":80", "https": ":443"}


@dataclass(frozen=True)
class Names:
    """Names for the hosts of one site, whose ports differ from run to run.

    `hosts`: name by `host:port`. A target on another host keeps its address. A host whose colon is escaped (in a query)
    has a name of its own, because it is another spelling.
    """

    hosts: Mapping[str, str]

    def target(self, url: str) -> str:
        """The target's spelling in reports and reasons; what is no web address stays as it is."""
        spelt = normal_form(url)
        for netloc, name in self._spellings():
            spelt = spelt.replace(netloc, name)
        return spelt

    def address(self, target: str) -> str:
        """The address of this run."""
        for netloc, name in self._spellings():
            target = target.replace(name, netloc)
        return target

    def are_home_of(self, target: str) -> bool:
        """Whether `target` lies on one of these hosts."""
        return urlsplit(target).netloc in self.hosts.values()

    def _spellings(self) -> Iterator[tuple[str, str]]:
        """Host and name, the longer names before those that are part of them."""
        yield from ((netloc.replace(":", "%3A"), f"{_ESCAPED}{name}") for netloc, name in self.hosts.items())
        yield from self.hosts.items()


def normal_form(url: str) -> str:
    """The normal form of a web address (see the module); other strings and unparsable addresses stay as they are."""
    url = url.strip()
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode("ascii") if parts.hostname else ""
    except (ValueError, UnicodeError):
        return url
    if parts.scheme not in _DEFAULT_PORTS or not host:
        return url
    host = f"[{host}]" if ":" in host else host
    user, at, place = parts.netloc.rpartition("@")
    port = place[place.rindex(":") :] if ":" in place.rpartition("]")[2] else ""
    port = "" if port in (":", _DEFAULT_PORTS[parts.scheme]) else port
    path = _without_dots(_spelt(parts.path))
    fragment = unquote(parts.fragment)
    return urlunsplit((parts.scheme, f"{user}{at}{host}{port}", path, _spelt(parts.query), fragment))


def resolved(base: str, reference: str) -> str:
    """The address that `reference` means on a page whose base is `base` (RFC 3986, section 5.2). Dots may remain.

    Raises `ValueError` for what is no address at all.
    """
    written, under = urlsplit(reference.strip()), urlsplit(base)
    if written.scheme and written.scheme != under.scheme:
        return reference
    if written.netloc:
        return urlunsplit((under.scheme, *written[1:]))
    if written.path.startswith("/"):
        return urlunsplit((*under[:2], *written[2:]))
    if written.path:
        folder = under.path[: under.path.rfind("/") + 1] or "/"
        return urlunsplit((*under[:2], folder + written.path, *written[3:]))
    query = written.query or ("" if reference.strip().startswith("?") else under.query)
    return urlunsplit((*under[:3], query, written.fragment))


def loose_form(target: str) -> str:
    """Equal for spellings of which a tool may think that they are one: escapes, doubled slashes, sessions, users."""
    plain = _SESSION.sub("", unquote(target.replace(_ESCAPED, ""), errors="replace"))
    return re.sub(r"(?<!:)//+", "/", re.sub(r"^(https?://)[^/@]*@", r"\1", plain))


def same_page(url: str) -> str:
    """`url` without its fragment."""
    return urldefrag(url).url


def has_place(target: str) -> bool:
    """Whether a target names a place on a page."""
    return "#" in target


def _spelt(text: str) -> str:
    return _ESCAPE.sub(_escape, quote(text, safe=_KEPT))


def _escape(found: re.Match[str]) -> str:
    letter = chr(int(found[0][1:], 16))
    return letter if letter in _UNRESERVED else found[0].upper()


def _without_dots(path: str) -> str:
    """RFC 3986, section 5.2.4. The standard library would drop empty segments (`//`), which are part of the address."""
    kept: list[str] = []
    parts = path.split("/")
    for part in parts[1:]:
        if part == "..":
            del kept[-1:]
        elif part != ".":
            kept.append(part)
    if parts[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)
