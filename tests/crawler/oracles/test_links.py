"""What a link means on a page with a base of its own: every combination of absolute, relative and missing ones."""

from __future__ import annotations

from html import escape

from crawler.reading.page import Page
from tests.crawler.oracles.oracle import cases

PAGES = cases("broken-link-checker-links.jsonl")


def test_every_case_is_there() -> None:
    assert sum(len(page["opens"]) for page in PAGES) == 1331


def test_links_are_resolved_by_the_base_of_their_page() -> None:
    wrong = [
        (each["page"], each["base"], href, opened, ours)
        for each in PAGES
        for href, opened in each["opens"]
        if (ours := _opened(each["page"], each["base"], href)) != opened
    ]
    assert wrong == []


def _opened(page: str | None, base: str | None, href: str | None) -> str | None:
    """What the only link of a page opens, with its fragment; None when it opens nothing, or is none."""
    head = "" if base is None else f'<base href="{escape(base)}">'
    link = "<a>x</a>" if href is None else f'<a href="{escape(href)}">x</a>'
    links = Page(page or "", f"{head}<body>{link}").links
    if not links or links[0].link.url is None:
        return None
    opened = links[0].link
    return f"{opened.url}#{opened.fragment}" if opened.fragment else opened.url
