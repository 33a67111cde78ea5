"""Redirects that end at a home page: what was linked is gone, unless the address says that it leads there."""

from __future__ import annotations

import pytest

from crawler.fetch.look import Judgement, Trail
from crawler.fetch.reply import Reply
from crawler.fetch.scope import Scope
from crawler.fetch.soft_404 import Nonsense
from crawler.fetch.verdict import Judge
from crawler.kinds import AnswerKind, TargetKind
from tests.crawler.fetch.crawls import a_portal

HOME = "http://www.sample.gov.cn/"
COUNTER = f"{HOME}jump?url="


@pytest.mark.parametrize(
    ("linked", "ends_at", "expected"),
    [
        (f"{HOME}tzgg/t20250106_9.html", HOME, "redirect-to-home"),
        (f"{HOME}gaj/", HOME, "redirect-to-home"),
        ("http://sample.gov.cn/gaj/", HOME, "redirect-to-home"),
        ("http://gaj.sample.gov.cn/tzgg/t20250106_9.html", HOME, "redirect-to-home"),
        (f"{HOME}gaj/", "http://gaj.sample.gov.cn/", "redirect-to-home suspected"),
        (f"{HOME}links/ministry", "http://www.elsewhere.example/", "redirect-to-home suspected"),
        (f"{COUNTER}http%3A%2F%2Fwww.elsewhere.example%2F", "http://www.elsewhere.example/", "content"),
        (f"{COUNTER}http://gaj.sample.gov.cn", "http://gaj.sample.gov.cn/index.html", "content"),
        (f"{HOME}sso/out?service=http%3A%2F%2Fwww.sample.gov.cn", HOME, "content"),
        (f"{COUNTER}http%3A%2F%2Fwww.elsewhere.example%2F", HOME, "redirect-to-home"),
        (f"{HOME}wap/", HOME, "redirect-to-home suspected"),
        (f"{HOME}user/logout.do", HOME, "redirect-to-home suspected"),
        (f"{HOME}mail/", HOME, "redirect-to-home"),
        (f"{HOME}index.php?id=33", HOME, "redirect-to-home"),
    ],
)
def test_a_link_that_ends_at_a_home_page(linked: str, ends_at: str, expected: str) -> None:
    scope = Scope(a_portal(HOME, hosts=["gaj.sample.gov.cn", "sample.gov.cn"]))
    judge = Judge(scope, Nonsense(scope))
    body = "<html><title>样例县人民政府</title><body>首页</body></html>".encode()
    reply = Reply(ends_at, 200, {"content-type": "text/html; charset=utf-8"}, body)
    said = judge.next(Trail(linked, TargetKind.PAGE).moved(ends_at, gate=False, ms=1, demoted=True), reply)
    assert isinstance(said, Judgement)
    assert said.kind.value + ("" if said.sure or said.kind is AnswerKind.CONTENT else " suspected") == expected
