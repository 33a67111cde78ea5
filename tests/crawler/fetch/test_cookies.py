"""The cookie middleware judges domains by the bundled list and opens no connection for it."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from scrapy.downloadermiddlewares import cookies

from crawler.fetch.cookies import PortalCookies
from crawler.fetch.plan import CrawlPlan
from crawler.fetch.scrapy_settings import scrapy_settings
from tests.builders import portal


def test_public_domains_are_known_without_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **_: asked.append(args))
    assert cookies._is_public_domain("gov.cn")
    assert not cookies._is_public_domain("qinghe.gov.cn")
    assert asked == []


def test_a_crawl_uses_this_middleware() -> None:
    used = scrapy_settings(CrawlPlan(portal(), "xuncha-test/1"))["DOWNLOADER_MIDDLEWARES_BASE"]
    assert list(used) == [f"{PortalCookies.__module__}.{PortalCookies.__qualname__}"]
