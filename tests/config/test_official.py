"""Public services: whose links are never held against a portal, and whose wording only is not compared."""

from __future__ import annotations

import pytest

from config.official import official_services


@pytest.mark.parametrize(
    ("url", "known"),
    [
        ("https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=1", "error-box"),
        ("http://121.43.68.40/exposure/jiucuo.html", "error-box"),
        ("https://bszs.conac.cn/sitename?method=show", "unit-badge"),
        ("https://beian.miit.gov.cn/", "icp-record"),
        ("http://service.weibo.com/share/share.php?url=x", "sharing"),
        ("http://map.baidu.com/", "maps"),
        ("https://mp.weixin.qq.com/s/abc", "accounts"),
        ("http://www.qinghe.gov.cn/sharedata/", None),
        ("http://mapofqinghe.cn/", None),
        ("http://www.miit.gov.cn/", None),
    ],
)
def test_known_officials(url: str, known: str | None) -> None:
    found = official_services().spared(url)
    assert (found.id if found else None) == known


@pytest.mark.parametrize(
    ("host", "known"),
    [
        ("zfwzgl.www.gov.cn", "error-box"),
        ("121.43.68.40", "error-box"),
        ("www.amap.com", "maps"),
        ("mp.weixin.qq.com", None),
        ("get.adobe.com", None),
        ("www.qinghe.gov.cn", None),
    ],
)
def test_services_that_never_count(host: str, known: str | None) -> None:
    found = official_services().at(host)
    assert (found.id if found else None) == known
