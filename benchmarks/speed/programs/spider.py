"""A bare Scrapy spider that reads title, tags and links of every page and writes down what does not open.

`spider.py tuned|default START REPORT TIMEOUT_S CONCURRENCY`. `tuned` is what somebody gets who knows Scrapy well: links
by selectolax (lexbor), an own duplicate filter before a `Request` is made, one item a page, middlewares and extensions
off that the spider does not use. `default` is Scrapy as it comes, with its `LinkExtractor`. Both write one JSON line
a page to REPORT, and one for every address that failed.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response, TextResponse
from scrapy.linkextractors import LinkExtractor
from selectolax.lexbor import LexborHTMLParser

_LEAN = {
    "EXTENSIONS_BASE": {},
    "SPIDER_MIDDLEWARES_BASE": {},
    "DOWNLOADER_MIDDLEWARES_BASE": {"scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": 590},
    "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",
    "STATS_CLASS": "scrapy.statscollectors.DummyStatsCollector",
    "COOKIES_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
    "CONCURRENT_ITEMS": 1,  # tasks that are made for the output of every page; here it is a request or two
    "SCHEDULER_PRIORITY_QUEUE": "scrapy.pqueues.ScrapyPriorityQueue",
    "WARN_ON_GENERATOR_RETURN_VALUE": False,  # reads the spider's source
}
_BOTH = {"LOG_LEVEL": "CRITICAL", "ROBOTSTXT_OBEY": False, "RETRY_ENABLED": False, "DOWNLOAD_DELAY": 0}


class Bare(Spider):
    """What both spiders share: the report."""

    name = "bare"
    kind, begin, report, timeout_s = "", "", "", 0.0

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self._out = Path(self.report).open("w", encoding="utf-8")  # noqa: SIM115  # `closed` closes it
        self._host = urlsplit(self.begin).hostname

    def tell(self, **item: Any) -> None:
        """One line of the report."""
        self._out.write(json.dumps(item, ensure_ascii=False) + "\n")

    def closed(self, reason: str) -> None:
        """Finish the report."""
        self._out.close()

    def failed(self, failure: Any) -> None:
        """An address that gave no answer."""
        self.tell(url=failure.request.url, status=0, why=failure.type.__name__)


class Tuned(Bare):
    """No object for a link before its address is known to be new."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self._seen: set[str] = set()
        self._known: dict[tuple[str, str], str] = {}

    async def start(self) -> AsyncIterator[Request]:
        """The first page."""
        self._seen.add(self.begin)
        yield self._request(self.begin)

    def _request(self, url: str) -> Request:
        return Request(url, self.parse, errback=self.failed, meta={"download_timeout": self.timeout_s})

    def parse(self, response: Response, **_: Any) -> Iterator[Request]:
        """One page: an item in the report, and a request for every new address."""
        media_type = response.headers.get("Content-Type") or b""
        if response.status >= 400 or b"html" not in media_type:
            self.tell(url=response.url, status=response.status)
            return
        tree = LexborHTMLParser(response.body)
        title = tree.css_first("title")
        metas = {node.attrs["name"]: node.attrs.get("content") for node in tree.css("meta[name]")}
        base, links = response.url, 0
        for node in tree.css("a[href]"):
            href = node.attrs["href"] or ""
            links += 1
            url = href if href.startswith("http") else self._absolute(base, href)
            if url not in self._seen:
                self._seen.add(url)
                parts = urlsplit(url)
                if parts.hostname == self._host and parts.scheme in ("http", "https"):
                    yield self._request(url)
        self.tell(url=base, status=response.status, title=title.text() if title else "", metas=metas, links=links)

    def _absolute(self, base: str, href: str) -> str:
        folder = "" if href.startswith("/") else base
        known = self._known.get((folder, href))
        if known is None:
            known = self._known[folder, href] = urldefrag(urljoin(base, href)).url
        return known


class Default(Bare):
    """Scrapy as its tutorial has it."""

    handle_httpstatus_all = True

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self._extractor = LinkExtractor(allow=rf"^https?://{re.escape(self._host or '')}(:\d+)?/", deny_extensions=[])

    async def start(self) -> AsyncIterator[Request]:
        """The first page."""
        yield Request(self.begin, meta={"handle_httpstatus_all": True}, errback=self.failed)

    def parse(self, response: Response, **_: Any) -> Iterator[Request]:
        """One page: an item in the report, and a request for every link."""
        if response.status >= 400 or not isinstance(response, TextResponse):
            self.tell(url=response.url, status=response.status)
            return
        metas = {node.attrib["name"]: node.attrib.get("content") for node in response.css("meta[name]")}
        links = self._extractor.extract_links(response)
        for link in links:
            yield Request(link.url, self.parse, errback=self.failed, meta={"handle_httpstatus_all": True})
        title = response.css("title::text").get()
        self.tell(url=response.url, status=response.status, title=title, metas=metas, links=len(links))


def main() -> None:
    """Crawl from the first page to the last."""
    kind, begin, report, timeout, concurrency = sys.argv[1:]
    settings = {**_BOTH, **(_LEAN if kind == "tuned" else {}), "DOWNLOAD_TIMEOUT": float(timeout)}
    settings |= {"CONCURRENT_REQUESTS": int(concurrency), "CONCURRENT_REQUESTS_PER_DOMAIN": int(concurrency)}
    process = CrawlerProcess(settings)
    process.crawl(Tuned if kind == "tuned" else Default, begin=begin, report=report, timeout_s=float(timeout))
    process.start()


if __name__ == "__main__":
    main()
