"""Whose site an address is on."""

from __future__ import annotations

import pytest

from crawler.sites import site_of


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("http://www.qinghe.gov.cn/zwgk/", "qinghe.gov.cn"),
        ("http://jyj.qinghe.gov.cn:8080/", "qinghe.gov.cn"),
        ("https://a.b.example.com.cn/", "example.com.cn"),
        ("http://example.com/", "example.com"),
        ("http://127.0.0.1:8080/", "127.0.0.1:8080"),
        ("http://127.0.0.1:8081/", "127.0.0.1:8081"),
        ("http://localhost/", "localhost"),
        ("http://intranet:81/x", "intranet:81"),
        ("http://one.github.io/", "one.github.io"),
    ],
)
def test_sites(url: str, site: str) -> None:
    assert site_of(url) == site
