"""Where a finding can be seen, and what is framed there: its link, the proof of emptiness, the list, the words."""

from __future__ import annotations

from collections.abc import Iterator

from checks.finding import Finding
from crawler.evidence.shots import Place
from crawler.store.crawl import Crawl
from reports.evidence.model import Scene

_ROWS = 40
_LONGEST = 120
_PROOFS = ("proof", "excerpt", "shown", "value", "match")
"""Facts of checks that quote the page."""
_WORDS = ("observed", "name", "title")


def scene_of(crawl: Crawl, found: Finding) -> Scene | None:
    """The scene of a finding; None where it names no page on which it stands (something is missing everywhere)."""
    own = found.url.partition("#")[0]
    linking = tuple(page for page in found.found_on if page != own)
    pages = linking or tuple(page for page in found.found_on if crawl.page(page) is not None)
    if not pages:
        return None
    opened = frozenset(crawl.meta.get("rendering", {}).get("pages", ()))
    place = _at_a_link(found) if linking else _on_the_page(crawl, found, own)
    return Scene(pages, place, opened.intersection(pages))


def _at_a_link(found: Finding) -> Place:
    written = found.evidence.get("href")
    hrefs = (found.url, *([written] if isinstance(written, str) else []))
    return Place(tuple(_texts(found, _PROOFS)), hrefs, (), (found.text,) if found.text else ())


def _on_the_page(crawl: Crawl, found: Finding, own: str) -> Place:
    page = crawl.page(own)
    rows = tuple(row.url for row in page.list.rows[:_ROWS]) if page is not None and page.list is not None else ()
    newest = found.evidence.get("newest")
    first = newest.get("url") if isinstance(newest, dict) else None
    named = [told for told in (*found.facts.values(), *found.evidence.values()) if _is_address(told)]
    if isinstance(first, str) and first not in rows:
        named.append(first)
    words = (found.text, *_texts(found, _WORDS))
    return Place(tuple(_texts(found, _PROOFS)), tuple(named), rows, tuple(filter(None, words)))


def _is_address(told: object) -> bool:
    return isinstance(told, str) and told.startswith(("http://", "https://"))


def _texts(found: Finding, names: tuple[str, ...]) -> Iterator[str]:
    for told in (found.facts, found.evidence):
        for name in names:
            text = told.get(name)
            if isinstance(text, str) and 1 < len(text) <= _LONGEST:
                yield text
