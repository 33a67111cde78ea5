"""Scrapy's settings for a crawl: everything off that we do not use, do ourselves, or that opens a door."""

from __future__ import annotations

from typing import Any

from scrapy import Request
from scrapy.http import Response
from scrapy.logformatter import LogFormatter
from scrapy.spiders import Spider

from config.policy import policy
from crawler.fetch.plan import CrawlPlan


class NoPageLines(LogFormatter):
    """No log line for every page: the crawl file says it all."""

    def crawled(self, request: Request, response: Response, spider: Spider) -> Any:
        """Nothing to log."""
        return None


def scrapy_settings(plan: CrawlPlan) -> dict[str, Any]:
    """Settings for `AsyncCrawlerRunner`.

    Redirects, retries, robots.txt, duplicates, decompression and depth are decided by our own rooms (verdict, second
    look, robots, ledger, reply, scope), each by rules that the report can explain. Requests wait for their turn and ask
    the guard for addresses in `crawler.fetch.guarded_twisted`. Certificates are not verified: that is for a check.
    """
    polite = plan.portal.politeness
    hosts = len(plan.portal.all_hosts)
    return {
        "TWISTED_REACTOR": "crawler.fetch.event_loop.CrawlsReactor",
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "LOG_ENABLED": False,
        "LOG_FORMATTER": NoPageLines,
        "STATS_CLASS": "scrapy.statscollectors.DummyStatsCollector",
        "EXTENSIONS_BASE": {},
        "SPIDER_MIDDLEWARES_BASE": {},
        "DOWNLOADER_MIDDLEWARES_BASE": {"crawler.fetch.cookies.PortalCookies": 700},
        "DOWNLOAD_HANDLERS": {
            **dict.fromkeys(("http", "https"), "crawler.fetch.guarded_twisted.PoliteDownload"),
            **dict.fromkeys(("data", "file", "ftp", "s3")),
        },
        "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",
        "SCHEDULER_PRIORITY_QUEUE": "scrapy.pqueues.ScrapyPriorityQueue",
        "SCHEDULER_MEMORY_QUEUE": "scrapy.squeues.FifoMemoryQueue",
        "SCHEDULER_START_MEMORY_QUEUE": "scrapy.squeues.FifoMemoryQueue",
        "COOKIES_ENABLED": True,
        "CONCURRENT_ITEMS": 1,  # workers that Scrapy starts for the output of every page; ours is a request at most
        "DOWNLOAD_MAXSIZE": plan.max_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_DELAY": 0,  # turns are taken at `crawler.fetch.pace`
        "CONCURRENT_REQUESTS": min(policy().feed.window, polite.concurrency * hosts),
        "CONCURRENT_REQUESTS_PER_DOMAIN": polite.concurrency,
        "DOWNLOAD_VERIFY_CERTIFICATES": False,
        "WARN_ON_GENERATOR_RETURN_VALUE": False,
    }
