"""A site of numbered pages for the tests of the store, and a crawl of it that another process can be killed in.

Run as a program (`python -m tests.crawler.store.tiny_site FILE`) it crawls into FILE, a line per page.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from crawler.facts import PageReading
from crawler.kinds import PageKind
from crawler.store.writer import CrawlStore, LedgerRow, Waiting
from tests.builders import answer, at, link, page, portal

PAGES = 400


def address(number: int) -> str:
    return f"/page{number}.html"


def reading(number: int) -> PageReading:
    """Page `number` links a navigation and its three children."""
    links = [link(address(k), f"栏目{k}", nav=True) for k in range(20)]
    links += [link(address(child), f"页面{child}") for child in children(number)]
    return page(address(number), PageKind.OTHER, title=f"页面{number}", links=links)


def children(number: int) -> list[int]:
    return [child for child in range(3 * number + 1, 3 * number + 4) if child < PAGES]


def new_store(path: Path) -> CrawlStore:
    store = CrawlStore.create(path, {"portal": portal().model_dump(mode="json", by_alias=True)})
    store.add_waiting([Waiting(at(address(0)), 100, 0)])
    store.flush()
    return store


def crawl(store: CrawlStore) -> Iterator[LedgerRow]:
    """Record what waits until nothing waits."""
    while rows := store.take(4, ()):
        for row in rows:
            number = int(row.url.removesuffix(".html").rpartition("page")[2])
            follow = [Waiting(at(address(child)), 10, row.depth + 1, row.url) for child in children(number)]
            store.record_page(row.id, answer(), reading(number), follow)
            yield row


if __name__ == "__main__":
    with new_store(Path(sys.argv[1])) as the_store:
        for recorded in crawl(the_store):
            sys.stdout.write(recorded.url + "\n")
            sys.stdout.flush()
