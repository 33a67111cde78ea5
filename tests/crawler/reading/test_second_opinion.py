"""Links of every page of the sample portal, as Beautiful Soup sees them: a parser that shares nothing with ours."""

from __future__ import annotations

from collections import Counter

from bs4 import BeautifulSoup

from crawler.reading.read_page import read_page
from crawler.reading.text.encoding import decode
from xuncha.sample import serve_sample

LINKING = {"a": "href", "area": "href", "img": "src", "iframe": "src", "script": "src", "link": "href", "source": "src"}


def test_no_link_of_the_sample_is_lost_or_invented() -> None:
    with serve_sample() as sample:
        pages = {
            path: each.body
            for (host, path), each in sample.site.resources.items()
            if host == "portal" and each.media_type.startswith("text/html")
        }
        assert len(pages) >= 400
        for path, body in pages.items():
            ours = Counter(link.href for link in read_page(sample.hosts.address(f"portal:{path}"), body, None).links)
            theirs = hrefs(decode(body, None).text)
            assert not ours - theirs, path
            assert not {href for href in theirs - ours if is_address(href)}, path


def hrefs(html: str) -> Counter[str]:
    """Every address in a linking attribute, as written, with its number of places."""
    soup = BeautifulSoup(html, "html.parser")
    found = (tag.get(LINKING[tag.name]) for tag in soup.find_all(list(LINKING)))
    return Counter(str(value).strip() for value in found if value is not None)


def is_address(href: str) -> bool:
    """Whether leaving this href out would lose something: fragments and scripts lead nowhere."""
    return bool(href) and not href.startswith(("#", "javascript:", "mailto:", "tel:", "data:"))
