"""Where on a page a target is written, read by Beautiful Soup: the elements that lead or load there, and their homes.

This is what tells a difference about links from one about `<link rel="next">`, comments or scripts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bs4 import Comment, Tag
from bs4.element import NavigableString

from benchmarks.differential.addresses import Names, resolved
from benchmarks.oracle import fetch, soup_of

_ATTRIBUTES = (
    "href", "src", "srcset", "data", "data-src", "poster", "action", "formaction", "cite", "longdesc", "background",
    "content", "value", "xlink:href", "usemap", "ping", "archive", "manifest", "profile", "lowsrc", "codebase",
)  # fmt: skip
_CODE = ("onclick", "onchange", "srcdoc", "title")
_HOMES = ("noscript", "template", "textarea", "xmp", "noframes", "select", "svg")
_CSS = re.compile(r"""url\(\s*['"]?([^'")]+)|@import\s+['"]([^'"]+)""")
_CANDIDATE = re.compile(r"(?:^|,)\s*([^\s,]\S*[^\s,])(?=\s|,|$)")
_REFRESH = re.compile(r"""^\s*[\d.]*\s*[;,]?\s*(?:url\s*=\s*)?['"]?([^'"]+)""", re.IGNORECASE)
NOT_WRITTEN = "not written on the page"


def places_on(target: str, page: str, names: Names) -> tuple[str, ...]:
    """Where `target` is written on `page` (both as targets): `a[href]`, `link[rel=next]`, `noscript img[src]`, …"""
    return _index(names.address(page), tuple(names.hosts.items())).get(target, (NOT_WRITTEN,))


@lru_cache(maxsize=1024)
def _index(page: str, hosts: tuple[tuple[str, str], ...]) -> dict[str, tuple[str, ...]]:
    names = Names(dict(hosts))
    found: dict[str, list[str]] = {}
    if "css" in fetch(page).media_type:
        written: Iterator[tuple[str, str]] = (
            (value, "style sheet") for value in _urls_of_css(fetch(page).body.decode("utf-8", "replace"))
        )
        base = page
    else:
        soup = soup_of(page)
        base_node = soup.find("base", href=True)
        base = resolved(page, str(base_node["href"])) if isinstance(base_node, Tag) else page
        written = _written(soup)
    for value, place in written:
        try:
            target = names.target(resolved(base, value.strip()))
        except ValueError:
            continue
        for each in {target, target.partition("#")[0], value}:
            if place not in found.setdefault(each, []):
                found[each].append(place)
    return {target: tuple(places) for target, places in found.items()}


def _written(soup: Tag) -> Iterator[tuple[str, str]]:
    """(value, place) of everything that might be an address."""
    for node in soup.find_all(True):
        for attribute in _ATTRIBUTES:
            if node.has_attr(attribute):
                yield from ((value, _place(node, attribute)) for value in _values(node, attribute))
        for attribute in _CODE:
            yield from ((value, _place(node, attribute)) for value in _quoted(str(node.get(attribute, ""))))
        yield from ((value, "style attribute") for value in _urls_of_css(str(node.get("style", ""))))
        if node.name in ("script", "style"):
            yield from ((value, f"inside {node.name}") for value in _quoted(node.get_text()))
    for text in soup.find_all(string=lambda each: isinstance(each, Comment)):
        yield from ((value, "comment") for value in _quoted(str(text)))
    for text in soup.find_all(string=True):
        if type(text) is NavigableString and "<" in text:
            yield from ((value, "text") for value in _quoted(str(text)))


def _values(node: Tag, attribute: str) -> list[str]:
    value = node[attribute]
    text = value if isinstance(value, str) else " ".join(value)
    if attribute == "srcset":
        return _CANDIDATE.findall(text)
    if attribute == "content" and str(node.get("http-equiv", "")).lower() == "refresh":
        found = _REFRESH.match(text)
        return [found[1]] if found else []
    return [text]


def _place(node: Tag, attribute: str) -> str:
    homes = [parent.name for parent in node.parents if parent.name in _HOMES]
    rel = node.get("rel")
    if node.name == "link" and rel:
        attribute = f"rel={' '.join(rel) if isinstance(rel, list) else rel}".lower()
    if node.name == "meta":
        attribute = f"{node.get('http-equiv') or node.get('property') or node.get('name') or attribute}".lower()
    return " ".join([*reversed(homes), f"{node.name}[{attribute}]"])


def _urls_of_css(css: str) -> list[str]:
    return [found[0] or found[1] for found in _CSS.findall(css)]


def _quoted(text: str) -> list[str]:
    """Everything in quotes, and what stands in CSS."""
    return [*re.findall(r"""["']([^"'\s<>]+)["']""", text), *_urls_of_css(text)]
