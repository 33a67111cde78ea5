"""From words to portals: two servers of one host are two portals."""

from __future__ import annotations

from xuncha.targets import resolve_targets


def test_two_servers_of_one_host_are_audited_apart() -> None:
    first, second = resolve_targets(["http://www.a.gov.cn/", "http://www.a.gov.cn:8080/"], None)
    assert [first.portal.id, second.portal.id] == ["www.a.gov.cn", "www.a.gov.cn-8080"]
    assert [second.portal.start_urls, second.unit_ids] == [("http://www.a.gov.cn:8080/",), ("www.a.gov.cn-8080",)]


def test_one_address_twice_is_one_portal() -> None:
    (only,) = resolve_targets(["http://www.a.gov.cn/", "http://www.a.gov.cn/"], None)
    assert only.portal.id == only.unit_ids[0] == "www.a.gov.cn"
