"""From words to portals: two servers of one host are two portals."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.registries import load_registry
from tests.xuncha.batch.registries import entry, registry
from xuncha.targets import resolve_targets


def test_two_servers_of_one_host_are_audited_apart() -> None:
    first, second = resolve_targets(["http://www.a.gov.cn/", "http://www.a.gov.cn:8080/"], None)
    assert [first.portal.id, second.portal.id] == ["www.a.gov.cn", "www.a.gov.cn-8080"]
    assert [second.portal.start_urls, second.unit_ids] == [("http://www.a.gov.cn:8080/",), ("www.a.gov.cn-8080",)]


def test_no_address_is_dropped_however_many_share_a_host() -> None:
    words = [f"http://www.a.gov.cn/{name}/" for name in "abcd"] + ["http://www.a.gov.cn:8080/x/"]
    targets = resolve_targets(words, None)
    assert [target.portal.start_urls for target in targets] == [(word,) for word in words]
    assert len({target.portal.id for target in targets}) == len({target.unit_ids for target in targets}) == len(words)


@pytest.mark.parametrize("again", ["http://www.a.gov.cn/", "HTTP://WWW.A.GOV.CN", "http://www.a.gov.cn:80/"])
def test_one_address_in_two_spellings_is_one_portal(again: str) -> None:
    (only,) = resolve_targets(["http://www.a.gov.cn", again, "http://www.a.gov.cn"], None)
    assert only.portal.start_urls == ("http://www.a.gov.cn",)


def test_an_address_takes_no_name_of_the_registry(tmp_path: Path) -> None:
    registered = load_registry(registry(tmp_path / "registry.yaml", [entry("www.b.gov.cn", "http://www.a.gov.cn/")]))
    bare, other = resolve_targets(["http://www.b.gov.cn/", "www.b.gov.cn"], registered)
    assert (bare.portal.id, other.portal.id) == ("www.b.gov.cn-http", "www.b.gov.cn")


def test_one_address_twice_is_one_portal() -> None:
    (only,) = resolve_targets(["http://www.a.gov.cn/", "http://www.a.gov.cn/"], None)
    assert only.portal.id == only.unit_ids[0] == "www.a.gov.cn"
