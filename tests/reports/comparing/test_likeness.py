"""Findings survive moved pages, re-deployments and changed nesting, and are not mistaken for one another."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.finding import Finding
from crawler.urls import page_key
from reports.comparing.history import Fate, traces
from reports.comparing.likeness import Likeness
from reports.comparing.seen import Seen
from reports.comparing.sight import Run

OLD, NEW = "http://www.xian.gov.cn", "https://xian.example:8443"
HOSTS = frozenset({"www.xian.gov.cn", "xian.example:8443"})
CHECKS = frozenset(
    ("county", check) for check in ("broken-link", "stale-column", "wording", "page-tags", "https-entry", "tls-fault")
)


def dead(path: str, words: str, column: str | None = "首页>通知公告", host: str = OLD) -> Finding:
    return Finding("broken-link", "http-404", "county", host + path, host + path, text=words, column=column)


def stale(path: str, column: str, host: str = OLD) -> Finding:
    name = column.rpartition(">")[2]
    return Finding("stale-column", "stale", "county", page_key(host + path), host + path, column=column, text=name)


def worded(path: str, key: str, title: str, host: str = OLD) -> Finding:
    url = host + path
    return Finding("wording", "typo", "county", f"{url} {key}", url, column="首页>新闻", text=title)


def tag(column: str, host: str) -> Finding:
    return Finding("page-tags", "missing", "county", f"column {column} ColumnName", f"{host}/n/", column=column)


def run(
    *findings: Finding,
    hidden: tuple[str, ...] = (),
    read: Iterable[str] = (),
    gone: Iterable[str] = (),
    hosts: Iterable[str] = (),
) -> Run:
    """A run on the hosts of its findings and pages that visited all it met, and found these addresses `gone`."""
    told = {each.fingerprint: each for each in findings}
    own = {urlsplit(url).netloc for url in (*(each.url for each in findings), *hidden, *read)} & HOSTS
    pages, missing = (frozenset(map(page_key, urls)) for urls in (read, gone))
    seen = Seen(there=pages, read=pages, answered=pages, gone=missing)
    whose = frozenset({*own, *hosts})
    empty = frozenset[tuple[str, str, str]]()
    return Run(
        date(2026, 6, 30), "2026-06-30", told, empty, frozenset(), CHECKS, frozenset(hidden), whose, seen, complete=True
    )


def fates(*runs: Run) -> list[str]:
    return sorted(trace.fate.value for trace in traces(runs))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (dead("/a/x.html", "更多"), dead("/a/x.html", "更多", host=NEW)),
        (dead("/a/x.html?id=7", "更多"), dead("/a/x.html;jsessionid=9A0?id=7", "更多", host=NEW)),
        (dead("/a/t20260611_4711.html", "附件"), dead("/b/c/t20260611_4711.shtml", "附件", column=None)),
        (dead("/a/x.html", "关于甲的通知"), dead("/zw/art_1.shtml", "关于甲的通知")),
        (dead("/a/x.html", "关于甲的通知"), dead("/zw/art_1.shtml", "关于甲的通知", "首页>政务公开>通知公告")),
        (dead("/a/x.html", "关于甲的通知"), dead("/zw/art_1.shtml", "关于甲的通知", "首页>政策文件")),
        (stale("/news/", "首页>新闻"), stale("/zw/news/", "首页>政务公开>新闻", NEW)),
        (stale("/news/", "首页>新闻"), stale("/col/col123/index.html", "首页>政务公开>新闻", NEW)),
        (worded("/a/x.html", "错字1", "甲的新闻报道"), worded("/b/1.html", "错字1", "甲的新闻报道", NEW)),
        (
            Finding("page-tags", "missing", "county", "column 首页>新闻 ColumnName", OLD + "/n/", column="首页>新闻"),
            Finding(
                "page-tags",
                "missing",
                "county",
                "column 首页>政务>新闻 ColumnName",
                NEW + "/n/",
                column="首页>政务>新闻",
            ),
        ),
        (
            Finding("https-entry", "http-only", "county", OLD + "/", OLD + "/"),
            Finding("https-entry", "http-only", "county", NEW + "/", NEW + "/"),
        ),
        (
            Finding("tls-fault", "expired", "county", "www.xian.gov.cn", OLD + "/"),
            Finding("tls-fault", "expired", "county", "xian.example:8443", NEW + "/"),
        ),
    ],
    ids=[
        *("host scheme and port", "session", "numbered file", "other address", "nested and moved", "other column"),
        *("nested column", "nested column with a number", "passage", "tag of a column", "home page", "certificate"),
    ],
)
def test_the_same_fault_at_another_place(before: Finding, after: Finding) -> None:
    (trace,) = traces([run(before), run(after)])
    assert (trace.fate, trace.earlier) == (Fate.STANDING, before.fingerprint)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (dead("/a/x.html", "更多"), dead("/b/y.html", "更多")),
        (dead("/a/x.html", "关于甲的通知"), dead("/b/y.html", "关于乙的通知")),
        (dead("/x.html", "甲", host="http://a.other.cn"), dead("/x.html", "乙", host="http://b.other.cn")),
        (worded("/a/x.html", "错字1", "甲的新闻报道"), worded("/b/1.html", "错字2", "甲的新闻报道")),
        (stale("/news/", "首页>新闻"), stale("/notes/", "首页>公告")),
        (dead("/a/t20260611_4711.html", "附件一"), dead("/b/t20260611_4711.html", "附件二")),
    ],
    ids=["generic words", "other words", "strangers", "another passage", "another column", "another file"],
)
def test_what_is_only_similar_is_another_fault(before: Finding, after: Finding) -> None:
    assert fates(run(before), run(after, gone=[before.url])) == ["fixed", "new"]


def test_an_address_that_moved_and_stays_keeps_its_history() -> None:
    first, moved = dead("/a/x.html", "关于甲的通知"), dead("/b/y.html", "关于甲的通知")
    assert fates(run(first), run(moved), run(moved)) == ["standing"]
    assert fates(run(first), run(gone=[first.url]), run(moved)) == ["returned"]
    assert fates(run(first), run(moved), run(gone=[moved.url]), run(first)) == ["returned"]


def test_two_places_that_were_one_fault_are_told_apart_when_both_are_there() -> None:
    first, moved = dead("/a/x.html", "关于甲的通知"), dead("/b/y.html", "关于甲的通知")
    assert fates(run(first), run(moved), run(first, moved)) == ["new", "standing"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (run(dead("/a/x.html", "关于甲的通知")), run(dead("/b/y.html", "关于甲的通知"), read=[OLD + "/a/x.html"])),
        (
            run(dead("/a/x.html", "关于甲的通知"), read=[OLD + "/b/y.html"]),
            run(dead("/b/y.html", "关于甲的通知"), gone=[OLD + "/a/x.html"]),
        ),
        (
            run(dead("/a/t20260611_4711.html", "附件"), read=[OLD + "/b/t20260611_4711.html"]),
            run(dead("/b/t20260611_4711.html", "附件"), gone=[OLD + "/a/t20260611_4711.html"]),
        ),
        (
            run(replace(dead("/a/x.html", "关于甲的通知", "首页>甲"), found_on=(OLD + "/1.html",))),
            run(
                replace(dead("/b/y.html", "关于甲的通知", "首页>乙"), found_on=(OLD + "/2.html",)),
                read=[OLD + "/1.html"],
            ),
        ),
        (
            run(dead("/a/x.html", "政府信息公开指南"), dead("/c/z.html", "政府信息公开指南", "首页>丙")),
            run(
                dead("/b/y.html", "政府信息公开指南", "首页>乙"),
                dead("/c/z.html", "政府信息公开指南", "首页>丙"),
                gone=[OLD + "/a/x.html"],
            ),
        ),
    ],
    ids=["old address opens", "new address opened", "file in two columns", "page is still there", "words of others"],
)
def test_what_has_not_moved_is_another_fault_however_alike(before: Run, after: Run) -> None:
    assert [fate for fate in fates(before, after) if fate != "standing"] == ["fixed", "new"]


def test_two_servers_of_one_portal_have_different_pages() -> None:
    """A path is the same on another host only if the portal moved there."""
    both = ("www.xian.gov.cn", "xian.example:8443")
    here, there = dead("/index.html", "首页"), dead("/index.html", "首页", host=NEW)
    before = run(here, hosts=both)
    assert fates(before, run(there, hosts=both, gone=[here.url])) == ["fixed", "new"]
    page = replace(here, found_on=(OLD + "/list.html",))
    assert fates(run(page, hosts=both), run(hosts=both, read=[NEW + "/list.html"])) == ["unseen"]
    assert fates(run(page, hosts=both), run(hosts=both, hidden=(NEW + "/list.html",), read=[OLD + "/list.html"])) == [
        "fixed"
    ]


def test_a_page_hidden_under_its_new_address_is_not_fixed() -> None:
    on_page = replace(dead("/a/x.html", "关于甲的通知"), found_on=(OLD + "/list.html",))
    assert fates(run(on_page), run(hidden=(NEW + "/list.html",))) == ["unseen"]
    assert fates(run(on_page), run(hidden=(NEW + "/other.html",), read=[NEW + "/list.html"])) == ["fixed"]


def test_thousands_of_findings_are_paired_at_once() -> None:
    many = [dead(f"/a/{number}.html", f"关于第{number}号事项的通知") for number in range(3000)]
    moved = [dead(f"/b/{number}/", f"关于第{number}号事项的通知", "首页>公开>通知公告", NEW) for number in range(3000)]
    assert set(fates(run(*many), run(*moved))) == {"standing"}


MOVES: list[Callable[[str], str]] = [
    lambda url: url.replace(OLD, NEW),
    lambda url: url.replace(OLD, NEW).replace("/a/", "/zwgk/2026/"),
    lambda url: url.replace(".html", ".shtml"),
    lambda url: url.replace(".html", ".html;jsessionid=77"),
]


@st.composite
def portals(draw: st.DrawFn) -> list[Finding]:
    numbers = draw(st.lists(st.integers(10000, 99999), min_size=1, max_size=12, unique=True))
    columns = st.sampled_from(["首页>通知公告", "首页>政务公开>政策文件", "首页>新闻"])
    return [dead(f"/a/t{number}.html", f"关于第{number}号事项的通知", draw(columns)) for number in numbers]


@settings(max_examples=60, deadline=None)
@given(portals(), st.sampled_from(MOVES), st.booleans(), st.data())
def test_any_move_keeps_every_fault(
    portal: list[Finding], move: Callable[[str], str], nest: bool, data: st.DataObject
) -> None:
    def moved(found: Finding) -> Finding:
        column = (found.column or "").replace("首页>", "首页>信息公开>") if nest else found.column
        return replace(found, url=move(found.url), subject=move(found.subject), column=column)

    kept = data.draw(st.lists(st.sampled_from(portal), unique_by=lambda found: found.text))
    added = dead("/a/t00001.html", "从来没有过的新的通知", host=NEW)
    after = run(*map(moved, kept), added, gone=[each.url for each in portal if each not in kept])
    said = {trace.found.text: trace.fate for trace in traces([run(*portal), after])}
    assert said.pop(added.text) is Fate.NEW
    assert said == {each.text: Fate.STANDING if each in kept else Fate.FIXED for each in portal}


@settings(deadline=None)
@given(portals(), portals())
def test_pairs_are_one_to_one(lost: list[Finding], come: list[Finding]) -> None:
    pairs = list(Likeness(HOSTS).pairs(lost, come))
    for side in zip(*pairs, strict=True):
        prints = [found.fingerprint for found in side]
        assert len(prints) == len(set(prints))


def test_fingerprints_are_those_of_stored_runs() -> None:
    """Suppressions, SARIF files and stored runs rest on them: they must never change."""
    assert dead("/x.html", "关于甲的通知").fingerprint == "c512b0a06c54b1a0"
    assert stale("/news/", "首页>新闻").fingerprint == "51214c154af5c88b"
