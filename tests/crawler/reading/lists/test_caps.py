"""A list that ends at a limit of publication says so; what its numbers count is data."""

from __future__ import annotations

import pytest

from crawler.facts import ListFacts
from crawler.kinds import TotalMeaning
from crawler.reading.read_page import read_page

ROW = '<ul><li><a href="./202605/t20260528_90011.html">关于做好防汛工作的通知</a><span>2026-05-28</span></li></ul>'
CODE = '<meta name="SiteIDCode" content="{}">'


def _list(call: str, *, url: str = "http://www.county.gov.cn/zwgk/tzgg/index.html", head: str = "") -> ListFacts:
    html = f"<html><head>{head}<title>通知公告</title></head><body>{ROW}<script>{call}</script></body></html>"
    listed = read_page(url, html.encode(), None).facts.list
    assert listed is not None
    return listed


@pytest.mark.parametrize(
    ("call", "means"),
    [
        ('createPageHTML("paging",34,1,"index","html",500);', TotalMeaning.CAP),
        ('createPageHTML("paging",25,1,"index","html",500);', TotalMeaning.CAP),
        ('createPageHTML("paging",34,1,"index","html",505);', TotalMeaning.RECORDS),
        ('createPageHTML("paging",10,1,"index","html",200);', TotalMeaning.RECORDS),
        ('createPageHTML(34,0,"index","html");', TotalMeaning.CAP),
        ('createPageHTML(35,0,"index","html");', TotalMeaning.RECORDS),
        ('createPageHTML(287,0,"index","html");', TotalMeaning.RECORDS),
    ],
)
def test_round_numbers_at_which_lists_stop(call: str, means: TotalMeaning) -> None:
    assert _list(call).total_means is means


@pytest.mark.parametrize(
    ("url", "head", "means"),
    [
        ("http://www.gxzf.gov.cn/zwgk/tzgg/index.html", "", TotalMeaning.CAP),
        ("http://czt.gxzf.gov.cn/zwgk/tzgg/index.html", "", TotalMeaning.CAP),
        ("http://www.notgxzf.gov.cn/zwgk/tzgg/index.html", "", TotalMeaning.RECORDS),
        ("http://www.county.gov.cn/zwgk/tzgg/index.html", CODE.format("4501020005"), TotalMeaning.CAP),
        ("http://www.county.gov.cn/zwgk/tzgg/index.html", CODE.format("3701240001"), TotalMeaning.RECORDS),
    ],
)
def test_a_region_that_hides_what_follows(url: str, head: str, means: TotalMeaning) -> None:
    listed = _list('createPageHTML(63,0,"index","html",document,435);', url=url, head=head)
    assert listed.total_means is means
    assert (listed.pages, listed.total) == (63, 435)


def test_short_lists_of_that_region_are_whole() -> None:
    listed = _list(
        'createPageHTML(33,0,"index","html",document,231);', url="http://www.gxzf.gov.cn/zwgk/tzgg/index.html"
    )
    assert listed.total_means is TotalMeaning.RECORDS
