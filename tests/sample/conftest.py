"""One running sample for all tests that only read, and a walk over everything that is linked on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urljoin

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser

from xuncha.sample import SamplePortal, serve_sample
from xuncha.sample.expectations import normal_place

_JUMP = re.compile(r'location\.href = "([^"]+)"')
_PAGER = re.compile(r'createPageHTML\((\d+),0,"index","html"\)')


@dataclass
class Walk:
    """What a visitor can reach from the home page: pages with their text, addresses and hrefs with where they stand."""

    pages: dict[str, str] = field(default_factory=dict)
    targets: dict[str, set[str]] = field(default_factory=dict)
    hrefs: dict[str, set[str]] = field(default_factory=dict)


@pytest.fixture(scope="session")
def sample() -> Iterator[SamplePortal]:
    with serve_sample() as running:
        yield running


@pytest.fixture(scope="session")
def client() -> Iterator[httpx.Client]:
    with httpx.Client(timeout=5, trust_env=False) as http:
        yield http


@pytest.fixture(scope="session")
def walk(sample: SamplePortal, client: httpx.Client) -> Walk:
    """Follows links into pages of the plan only: planted answers and the endless calendar are for other tests."""
    found = Walk()
    waiting = [sample.url]
    known = {sample.url}
    pages = set(sample.site.html_pages)
    while waiting:
        url = waiting.pop()
        body = client.get(url).content
        encoding = "gb18030" if b"charset=gb2312" in body[:500] else "utf-8"
        text = body.decode(encoding)
        found.pages[url] = text
        for href in _hrefs(text):
            target = normal_place(urldefrag(urljoin(url, href.strip()))[0]) if _resolves(href) else ""
            found.hrefs.setdefault(href, set()).add(url)
            found.targets.setdefault(target, set()).add(url)
            place = sample.hosts.place_of(target)
            if place and place[0] == "portal" and place[1] in pages and target not in known:
                known.add(target)
                waiting.append(target)
    found.targets.pop("", None)
    return found


def _resolves(href: str) -> bool:
    return not re.match(r"\s*(javascript|mailto|tel|data|file|[A-Za-z]):|\\|http:// |http://http:|htp:", href)


def _hrefs(text: str) -> list[str]:
    tree = LexborHTMLParser(text)
    found = [node.attributes.get("href") or "" for node in tree.css("a[href], link[href]")]
    found += [node.attributes.get("src") or "" for node in tree.css("img[src], script[src]")]
    found += _JUMP.findall(text)
    for pages in _PAGER.findall(text):
        found += [f"index_{number}.html" for number in range(1, int(pages))]
    return found
