"""A visitor without scripts of its own: fetches pages of the exhibits, and reads the rows that markup holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

import httpx
from selectolax.lexbor import LexborHTMLParser, LexborNode

Row = tuple[str, str, str]
"""Title, absolute address, date as shown."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Page:
    """One page that was fetched. `Referer` goes with everything that it asks for."""

    http: httpx.Client
    url: str
    text: str

    @property
    def tree(self) -> LexborHTMLParser:
        return LexborHTMLParser(self.text)

    @property
    def base(self) -> str:
        node = self.tree.css_first("base[href]")
        return urljoin(self.url, node.attributes["href"] or "") if node else self.url

    def follow(self, href: str) -> Page:
        return fetch(self.http, urljoin(self.base, href))

    def get(self, path: str, /, **values: Any) -> httpx.Response:
        return self.http.get(urljoin(self.url, path), params=values or None, headers={"Referer": self.url})

    def post(self, path: str, **content: Any) -> httpx.Response:
        return self.http.post(urljoin(self.url, path), headers={"Referer": self.url}, **content)

    def rows(self, items: str) -> list[Row]:
        return rows_in(self.text, self.base, items)

    def value(self, pattern: str) -> str:
        found = re.search(pattern, self.text)
        assert found, f"{pattern} is not on {self.url}"
        return found[1]


def fetch(http: httpx.Client, url: str) -> Page:
    """The page at `url`, decoded by what it says about itself."""
    answer = http.get(url)
    assert answer.status_code == 200, url
    declared = re.search(rb"charset=[\"']?([\w-]+)", answer.content[:1000])
    return Page(http, url, answer.content.decode(declared[1].decode() if declared else "utf-8"))


def rows_in(text: str, base: str, items: str = "li") -> list[Row]:
    """The rows that markup holds: one for each element `items` with an anchor."""
    found = []
    for item in LexborHTMLParser(text).css(items):
        anchor = item.css_first("a[href]")
        if anchor is not None:
            day = _DAY.search(item.text())
            found.append((_title(anchor), urljoin(base, anchor.attributes["href"] or ""), day[0] if day else ""))
    return found


def _title(anchor: LexborNode) -> str:
    return anchor.attributes.get("title") or anchor.text(strip=True)
