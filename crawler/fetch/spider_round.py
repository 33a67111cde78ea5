"""One round of the spider: Scrapy is started in the running loop, fed until the feed ends, and closed down for good."""

from __future__ import annotations

import asyncio

from scrapy.crawler import AsyncCrawlerRunner

from crawler.fetch.feed import Feed
from crawler.fetch.own_tasks import end_own_tasks, own_tasks
from crawler.fetch.plan import CrawlPlan
from crawler.fetch.scrapy_settings import scrapy_settings
from crawler.fetch.spider import Desk, PortalSpider

_GRACE_S = 1.0  # for Scrapy to close down; what hangs longer is cancelled


async def spider_round(plan: CrawlPlan, desk: Desk, feed: Feed) -> None:
    """Let the spider work until `feed` has nothing more for it. Raises what broke in our own code on the way."""
    before = own_tasks()
    runner = AsyncCrawlerRunner(scrapy_settings(plan))
    crawler = runner.create_crawler(PortalSpider)
    running = runner.crawl(crawler, desk, feed)
    closed = asyncio.ensure_future(feed.end())
    try:
        await asyncio.wait({running, closed}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        feed.close()
        if not running.done():
            halt = asyncio.ensure_future(crawler.stop_async())
            await asyncio.wait({running, halt}, timeout=_GRACE_S)
        await end_own_tasks(before)
    if feed.fault is not None:
        raise feed.fault
    if running.done() and not running.cancelled():
        running.result()
