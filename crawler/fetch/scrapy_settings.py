"""Scrapy's settings for a crawl: everything off that we do not use, do ourselves, or that opens a door."""

from __future__ import annotations

from typing import Any

from crawler.fetch.plan import CrawlPlan


def scrapy_settings(plan: CrawlPlan) -> dict[str, Any]:
    """Settings for `AsyncCrawlerRunner`.

    Redirects, retries, robots.txt, duplicates, decompression and depth are decided by our own rooms (verdict, second
    look, robots, ledger, reply, scope), each by rules that the report can explain; how much at once, by the spider.
    Requests wait for their turn and ask the guard for addresses in `crawler.fetch.download`. Certificates are
    not verified: that is for a check.
    """
    return {
        "TWISTED_REACTOR": "crawler.fetch.event_loop.CrawlsReactor",
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "LOG_ENABLED": False,
        "STATS_CLASS": "scrapy.statscollectors.DummyStatsCollector",
        "EXTENSIONS_BASE": {},
        "SPIDER_MIDDLEWARES_BASE": {},
        "DOWNLOADER_MIDDLEWARES_BASE": {"crawler.fetch.cookies.PortalCookies": 700},
        "DOWNLOAD_HANDLERS": {
            **dict.fromkeys(("http", "https"), "crawler.fetch.download.PoliteDownload"),
            **dict.fromkeys(("data", "file", "ftp", "s3")),
        },
        "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",
        "COOKIES_ENABLED": True,
        "DOWNLOAD_MAXSIZE": plan.max_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_DELAY": 0,  # turns are taken at `crawler.fetch.pace`
        "CONCURRENT_REQUESTS_PER_DOMAIN": plan.portal.politeness.concurrency,  # connections that are kept open
        "DOWNLOAD_VERIFY_CERTIFICATES": False,
    }
