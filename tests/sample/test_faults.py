"""The fault mode: the right share of answers is replaced, in turn, and never those without which nothing works."""

from __future__ import annotations

from collections import Counter

import httpx
import pytest

from xuncha.sample import serve_sample
from xuncha.sample.faults import FAULTS, Faults
from xuncha.sample.loopback import Conduct, Request


def _fate(client: httpx.Client, url: str) -> str:
    try:
        answer = client.get(url)
    except httpx.TransportError:
        return "reset"
    if "wzws" in answer.text:
        return "wzws"
    return str(answer.status_code)


def test_every_fifth_answer_fails_in_turn() -> None:
    with serve_sample(fault_every=5) as sample, httpx.Client(trust_env=False) as client:
        paths = sample.site.html_pages[1:91]
        fates = [_fate(client, sample.hosts.address(f"portal:{path}")) for path in paths]
    assert [fate for number, fate in enumerate(fates, start=1) if number % 5] == ["200"] * 72
    turns = ["412", "503", "reset", "521", "503", "reset", "wzws", "503", "reset"]
    assert fates[4::5] == turns * 2


def test_by_url_the_same_addresses_always_fail() -> None:
    with serve_sample(fault_every=5, fault_by="url") as sample, httpx.Client(trust_env=False) as client:
        urls = [sample.hosts.address(f"portal:{path}") for path in sample.site.html_pages[:200]]
        first = [_fate(client, url) for url in urls]
        second = [_fate(client, url) for url in urls]
    assert first == second
    kinds = Counter(first)
    assert 20 <= len(first) - kinds["200"] <= 60
    assert kinds.keys() == {"200", "412", "503", "reset", "521", "wzws"}


@pytest.mark.parametrize("by", ["count", "url"])
def test_home_and_robots_never_fail(by: str) -> None:
    faults = Faults(2, "count" if by == "count" else "url")
    for target in ("/", "/robots.txt") * 10:
        assert faults.reply(Request("GET", target)) is None


def test_the_second_portal_and_its_interfaces_fail_too() -> None:
    with serve_sample(fault_every=2) as sample, httpx.Client(trust_env=False) as client:
        pages = [_fate(client, sample.hosts.address("sites:/whg/")) for _ in range(6)]
        address = sample.hosts.address("sites:/queryList")
        form = {"webSiteCode[]": "qhkjg", "channelCode[]": "col67001"}
        answered, refused = client.post(address, data=form), client.post(address, data=form)
    assert pages == ["200", "412", "200", "503", "200", "reset"]
    assert answered.json()["data"]["total"] == 31
    assert refused.status_code == 521


def test_outside_world_is_spared() -> None:
    with serve_sample(fault_every=2) as sample, httpx.Client(trust_env=False) as client:
        assert {_fate(client, sample.hosts.address("outside:/beian/icp.html")) for _ in range(6)} == {"200"}


def test_faults_alternate() -> None:
    kinds = ["reset" if fault.conduct is Conduct.RESET else str(fault.status) for fault in FAULTS]
    assert kinds == ["412", "503", "reset", "521", "503", "reset", "200", "503", "reset"]


def test_impossible_share() -> None:
    with pytest.raises(ValueError, match="at least 2"):
        serve_sample(fault_every=1)
