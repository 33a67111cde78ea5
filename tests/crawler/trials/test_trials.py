"""Trials of small portals on loopback: what they ask for, what they record, and what they leave alone."""

from __future__ import annotations

import asyncio
import hashlib
import io
import os
import signal
import subprocess
import sys
from importlib import resources
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from config.policy import policy
from crawler.facts import Observation
from crawler.fetch.engine import resume_crawl
from crawler.kinds import EndReason, TrialKind
from crawler.store.crawl import Crawl
from crawler.trials import run
from crawler.trials.qr_code import UNREAD
from crawler.trials.run import CUT_SHORT, OFF, TRIALS
from crawler.trials.trying import Trying
from crawler.urls import netloc
from tests.browser import chromium_path
from tests.crawler.fetch.certificates import own_certificate
from tests.crawler.fetch.crawls import a_plan, a_portal
from tests.crawler.trials.site import PNG, page, served, tried
from xuncha.sample.loopback import Conduct, Loopback, Reply, Request, bound_socket

BOX = '<form action="/search"><input name="q" aria-label="搜索"><input type="submit" value="搜索"></form>'
TITLES = ("县政府召开防汛抗旱工作部署会议", "关于开展夏季消防安全检查的通知")


def article(title: str, day: str) -> Reply:
    head = f'<meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="{day} 09:00">'
    return page(
        title,
        f'<h1>{title}</h1><p>发布日期：{day}</p><div id="zoom"><p>{title}，现将有关情况公布如下。</p></div>',
        head,
    )


def site(box: str = BOX, head: str = "") -> dict[str, Reply]:
    rows = "".join(
        f'<li><a href="/t2026060{at}_{at}.html">{title}</a><span>2026-06-0{at}</span></li>'
        for at, title in enumerate(TITLES, 1)
    )
    pages = {f"/t2026060{at}_{at}.html": article(title, f"2026-06-0{at}") for at, title in enumerate(TITLES, 1)}
    return {"/": page("样例县人民政府", f"{box}<div class='list'><ul>{rows}</ul></div>", head), **pages}


def found(request: Request) -> Reply:
    words = parse_qs(request.target.partition("?")[2]).get("q", [""])[0]
    at = TITLES.index(words) + 1 if words in TITLES else 0
    row = f'<li><a href="/t2026060{at}_{at}.html">{words}</a></li>' if at == 1 else ""
    return page("搜索", f'<input name="q" value="{words}"><ul>{row}</ul>{"" if row else "<p>没有找到相关信息</p>"}')


def test_search_asks_for_titles_and_tells_what_came(tmp_path: Path) -> None:
    with served(site(), found) as host:
        seen = tried(host, TrialKind.SEARCH, tmp_path)
    assert [each.subject for each in seen] == [TITLES[1], TITLES[0]]
    assert [each.values["found"] for each in seen] == [False, True]
    assert (seen[0].values["read"], seen[0].values["query_shown"]) == ("nothing-found", True)
    assert seen[0].values["article"] == f"http://{host}/t20260602_2.html"


def test_search_is_not_used_where_robots_txt_forbids_it(tmp_path: Path) -> None:
    asked: list[str] = []
    robots = Reply(200, b"User-agent: *\nDisallow: /search\n", (("Content-Type", "text/plain"),))
    with served({**site(), "/robots.txt": robots}, found, asked) as host:
        seen = tried(host, TrialKind.SEARCH, tmp_path)
    assert {each.values["answers"][-1] for each in seen} == {"robots-forbidden"}
    assert not [target for target in asked if target.startswith("/search")]


def test_nothing_is_ever_posted(tmp_path: Path) -> None:
    asked: list[str] = []
    with served(site(BOX.replace("<form", '<form method="post"')), found, asked) as host:
        (seen,) = tried(host, TrialKind.SEARCH, tmp_path)
    assert seen.reason == "search-by-post"
    assert not [target for target in asked if target.startswith("/search")]


def test_failures_are_looked_at_until_they_are_proven(tmp_path: Path) -> None:
    with served(site()) as host:
        seen = tried(host, TrialKind.SEARCH, tmp_path)
    assert all(each.values["answers"] == ["http-404", "http-404"] and each.values["confirmed"] for each in seen)


def test_a_box_that_a_script_sends_is_not_asked_as_a_visitor_would(tmp_path: Path) -> None:
    with served(site(BOX.replace("<form", '<form onsubmit="return check()"'))) as host:
        seen = tried(host, TrialKind.SEARCH, tmp_path)
    assert {each.values["as_meant"] for each in seen} == {False}


def test_a_home_page_that_comes_in_place_of_results_is_none(tmp_path: Path) -> None:
    pages = site(BOX.replace('action="/search"', ""))
    rows = "".join(f'<li><a href="/t2026060{at}_9{at}.html">县里开展第{at}次安全检查</a></li>' for at in range(3, 9))
    home = pages["/"].body.replace(b"<div class='list'><ul>", b"<div class='list'><ul>" + rows.encode())
    with served({**pages, "/": Reply(200, home, pages["/"].headers)}) as host:
        seen = tried(host, TrialKind.SEARCH, tmp_path)
    assert [(each.values["found"], each.values["read"]) for each in seen] == [(False, ""), (False, "")]


@pytest.mark.parametrize(
    ("body", "box", "reason"),
    [("<p>欢迎</p>", False, None), ("<b onclick='go()'>站内搜索</b>", True, "search-box-unread")],
)
def test_a_home_page_without_a_box(body: str, box: bool, reason: str | None, tmp_path: Path) -> None:
    with served({"/": page("样例县", body)}) as host:
        (seen,) = tried(host, TrialKind.SEARCH, tmp_path)
    assert (seen.values["box"], seen.reason) == (box, reason)


def test_load_takes_the_median_of_spaced_looks(tmp_path: Path) -> None:
    with served(site()) as host:
        (seen,) = tried(host, TrialKind.LOAD, tmp_path)
    assert seen.values["answers"] == ["content"] * 3
    assert seen.values["median_ms"] == sorted(seen.values["ms"])[1]
    assert seen.values["https"] is None


def test_a_port_where_nobody_listens_for_https_is_no_ban(tmp_path: Path) -> None:
    name = "www.sample-county.gov.cn"
    closed = bound_socket()
    with closed, served(site()) as host:
        ports = {80: host.rpartition(":")[2], 443: closed.getsockname()[1]}
        told = tuple(f"{name}:{port}=127.0.0.1:{at}" for port, at in ports.items())
        (seen,) = tried(name, TrialKind.LOAD, tmp_path, allow_hosts=(name,), names=told)
    assert (seen.values["https"], seen.values["http_leads_to_https"]) == ("connection-refused", False)


@pytest.mark.parametrize(("location", "ends_at"), [(None, "https"), ("http://{}/", "http")])
def test_where_the_address_with_https_ends(location: str | None, ends_at: str, tmp_path: Path) -> None:
    name, secure = "www.sample-county.gov.cn", bound_socket()
    pages = site()
    answer = Reply(302, headers=(("Location", location.format(name)),)) if location else pages["/"]
    responder = {"/": answer}
    encrypted = Loopback(
        [(secure, lambda request: responder.get(request.target, Reply(404)))], own_certificate(tmp_path)
    )
    encrypted.start()
    try:
        with served(pages) as host:
            ports = {80: host.rpartition(":")[2], 443: secure.getsockname()[1]}
            told = tuple(f"{name}:{port}=127.0.0.1:{at}" for port, at in ports.items())
            (seen,) = tried(name, TrialKind.LOAD, tmp_path, allow_hosts=(name,), names=told)
    finally:
        encrypted.stop()
    assert (seen.values["https"], seen.values["https_ends_at"]) == ("content", f"{ends_at}://{name}/")
    assert seen.values["http_leads_to_https"] is False


def test_a_told_name_without_an_address_of_the_newer_kind(tmp_path: Path) -> None:
    name = "www.sample-county.gov.cn"
    with served(site()) as host:
        told = (f"{name}:80=127.0.0.1:{host.rpartition(':')[2]}",)
        (seen,) = tried(name, TrialKind.IPV6, tmp_path, allow_hosts=(name,), names=told)
    assert (seen.reason, seen.values["aaaa"], seen.values["reachable"]) == (None, False, None)


def test_what_is_not_tried_says_why(tmp_path: Path) -> None:
    with served(site()) as host:
        tried(host, TrialKind.IPV6, tmp_path)
    with Crawl.open(tmp_path / "crawl.sqlite") as crawl:
        reasons = {kind: [each.reason for each in crawl.observations(kind)] for kind in TRIALS}
    assert reasons.pop(TrialKind.IPV6) == ["ipv6-host-is-address"]
    assert set(map(tuple, reasons.values())) == {(OFF,)}


def test_an_unreachable_portal_is_not_tried(tmp_path: Path) -> None:
    with served({"/": Reply(conduct=Conduct.RESET), "/robots.txt": Reply(conduct=Conduct.RESET)}) as host:
        (seen,) = tried(host, TrialKind.LOAD, tmp_path)
    assert seen.reason in ("needs-home", "trial-cut-short")


def test_two_runs_observe_the_same_but_times(tmp_path: Path) -> None:
    with served(site(), found) as host:
        runs = [
            tried(host, TrialKind.SEARCH, (tmp_path / name)) for name in ("a", "b") if (tmp_path / name).mkdir() is None
        ]
    told = [[(each.subject, {**each.values, "ms": 0}) for each in run] for run in runs]
    assert told[0] == told[1]


def _code(text: str) -> Reply:
    zxingcpp = pytest.importorskip("zxingcpp")
    image = pytest.importorskip("PIL.Image")
    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode).to_image(scale=4)
    buffer = io.BytesIO()
    image.fromarray(made).save(buffer, "png")
    return Reply(200, buffer.getvalue(), PNG)


def test_codes_on_the_page_about_applications_are_read_and_asked(tmp_path: Path) -> None:
    pages = site('<a href="/ysqgk/">依申请公开</a>')
    main = (
        '<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/ysqgk/">依申请公开</a></div>'
        '<div class="main"><p>请扫码申请。</p><img src="/a.png" alt="二维码"><img src="/b.png">'
        '<img src="/c.png" alt="扫码"></div>'
    )
    pages |= {"/ysqgk/": page("依申请公开", main, '<meta name="ColumnName" content="依申请公开">')}
    pages |= {"/apply": page("申请表", "<form><input name=n><textarea></textarea></form>")}
    pages |= {"/b.png": _code("http://weixin.qq.com/r/abc"), "/c.png": Reply(200, b"no picture", PNG)}
    with served(pages) as host:
        pages["/a.png"] = _code(f"http://{host}/apply")
        seen = [each for each in tried(host, TrialKind.QR_CODE, tmp_path) if each.subject.endswith("/ysqgk/")]
    (told,) = (each.values for each in seen)
    codes = {code["picture"].rpartition("/")[2]: code for code in told["codes"]}
    assert (codes["a.png"]["answer"], codes["a.png"]["form"]) == ("content", True)
    assert codes["b.png"]["account"] is True and "answer" not in codes["b.png"]
    assert (told["pictures"], told["unread"]) == (3, 1)


def _about_applications(pictures: int) -> Reply:
    shown = "".join(f'<img src="/p{at}.png">' for at in range(pictures))
    main = f'<div class="main"><p>申请方式见下。</p>{shown}</div>'
    return page("依申请公开", main, '<meta name="ColumnName" content="依申请公开">')


def test_what_is_too_much_to_be_read_is_told(tmp_path: Path) -> None:
    limits, more = policy().trials, 2
    addresses = [f"/ysqgk{at}/" for at in range(limits.item_pages + more)]
    pages = {"/": page("样例县", "".join(f'<a href="{each}">依申请公开</a>' for each in addresses))}
    pages |= dict.fromkeys(addresses, _about_applications(0))
    pages[addresses[0]] = _about_applications(limits.pictures + more)
    pages |= {f"/p{at}.png": _code("http://weixin.qq.com/r/abc") for at in range(limits.pictures + more)}
    with served(pages) as host:
        seen = tried(host, TrialKind.QR_CODE, tmp_path)
    read, left = seen[: limits.item_pages], seen[limits.item_pages :]
    told = [(each.values["pictures"], each.values["unread"]) for each in read[:2]]
    assert told == [(limits.pictures + more, more), (0, 0)]
    assert [(each.reason, dict(each.values)) for each in left] == [(UNREAD, {"unit": read[0].values["unit"]})]
    assert left[0].subject.endswith(addresses[limits.item_pages])


def test_other_texts_in_codes_are_not_kept(tmp_path: Path) -> None:
    pages = {"/": page("样例县", '<a href="/ysqgk/">依申请公开</a>'), "/p.png": _code("张三 13800000000")}
    pages["/ysqgk/"] = page(
        "依申请公开",
        '<div class="main"><p>申请方式见下。</p><img src="/p.png"></div>',
        '<meta name="ColumnName" content="依申请公开">',
    )
    with served(pages) as host:
        seen = tried(host, TrialKind.QR_CODE, tmp_path)
    assert "13800000000" not in repr(seen)
    assert seen[0].values["codes"][0]["url"] is None


def test_without_a_browser_only_the_source_tells(tmp_path: Path) -> None:
    with served(site(head='<meta name="viewport" content="width=device-width">')) as host:
        (seen,) = tried(host, TrialKind.MOBILE, tmp_path)
        (rules,) = tried(host, TrialKind.ACCESSIBILITY, tmp_path / "x") if (tmp_path / "x").mkdir() is None else ()
    assert seen.values["viewport"] == "width=device-width"
    assert (seen.values["spill"], seen.values["spill_reason"]) == (None, "needs-browser")
    assert rules.reason == "needs-browser"


@pytest.mark.parametrize(
    ("head", "version"),
    [
        ('<meta name="mobile-agent" content="format=html5;url=http://m.county.example/">', "http://m.county.example/"),
        ("<script>if(/iPhone|Android/i.test(navigator.userAgent)){location.href='/wap/';}</script>", "/wap/"),
        ("<script>var u=navigator.userAgent;if(u.indexOf('Mobile')>0){window.location='/m/'}</script>", "/m/"),
        ("<script>if(navigator.userAgent.indexOf('MSIE')>0){location.href='/ie.html'}</script>", None),
        ("<script>var m=/Android/.test(navigator.userAgent);</script><script>location.href='/a/'</script>", None),
        ("<a href='/n.html'>我县召开推进政务服务移动端建设工作会议</a>", None),
    ],
)
def test_how_a_page_tells_of_a_version_for_phones(head: str, version: str | None, tmp_path: Path) -> None:
    with served(site(head=head)) as host:
        (seen,) = tried(host, TrialKind.MOBILE, tmp_path)
    assert seen.values["version"] == version


@pytest.mark.browser
@pytest.mark.skipif(chromium_path() is None, reason="no Chromium on this machine")
def test_width_and_rules_in_the_browser(tmp_path: Path) -> None:
    wide = '<div style="width:900px">宽</div><img src="/x.png">'
    with served(
        {
            "/": page("样例县", wide, '<meta name="viewport" content="width=device-width, initial-scale=1">'),
            "/x.png": Reply(404),
        }
    ) as host:
        (seen,) = tried(host, TrialKind.MOBILE, tmp_path, browser="auto")
        (tmp_path / "x").mkdir()
        (rules,) = tried(host, TrialKind.ACCESSIBILITY, tmp_path / "x", browser="auto")
    assert netloc(seen.subject) == host
    assert seen.values["spill"] >= 500
    assert {"image-alt", "html-has-lang"} <= {each["id"] for each in rules.values["violations"]}


@pytest.mark.browser
@pytest.mark.skipif(chromium_path() is None, reason="no Chromium on this machine")
@pytest.mark.parametrize(
    ("head", "whole"),
    [
        ("", True),
        ('<script src="https://hm.baidu.com/hm.js"></script>', True),
        ('<link rel="stylesheet" href="https://styles.example.com/a.css">', False),
        ("<script>broken()</script>", False),
    ],
)
def test_rules_are_proven_on_a_whole_page_only(head: str, whole: bool, tmp_path: Path) -> None:
    with served({"/": page("样例县", '<img src="/x.png">', head)}) as host:
        (rules,) = tried(host, TrialKind.ACCESSIBILITY, tmp_path, browser="auto")
    assert rules.values["whole"] is whole


def test_the_vendored_program_is_the_published_one() -> None:
    folder = resources.files("crawler") / "trials" / "vendor"
    wanted = (folder / "axe.min.js.sha256").read_text(encoding="utf-8").split()[0]
    assert hashlib.sha256((folder / "axe.min.js").read_bytes()).hexdigest() == wanted
    assert "Mozilla Public License" in (folder / "axe-LICENSE.txt").read_text(encoding="utf-8")


def test_what_was_tried_outlives_a_trial_that_never_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is in the file as soon as it has ended, whatever comes before it; the one that Ctrl-C cuts off says so."""
    path = tmp_path / "crawl.sqlite"

    async def endless(trying: Trying) -> list[Observation]:
        interrupted = False
        while True:
            with Crawl.open(path) as crawl:
                if crawl.observations(TrialKind.LOAD) and not interrupted:
                    os.kill(os.getpid(), signal.SIGINT)
                    interrupted = True
            await asyncio.sleep(0.02)

    monkeypatch.setattr(run, "TRIALS", {TrialKind.SEARCH: endless, TrialKind.LOAD: TRIALS[TrialKind.LOAD]})
    with served(site()) as host:
        (seen,) = tried(host, TrialKind.LOAD, tmp_path, trials=(TrialKind.SEARCH, TrialKind.LOAD))
    assert seen.reason is None
    with Crawl.open(path) as crawl:
        assert crawl.end_reason is EndReason.INTERRUPTED
        assert [each.reason for each in crawl.observations(TrialKind.SEARCH)] == [CUT_SHORT]


def test_a_killed_crawl_goes_on_with_the_trials_that_were_not_made(tmp_path: Path) -> None:
    asked: list[str] = []
    with served(site(), found, asked) as host:
        words = [sys.executable, "-c", KILLED_AT_THE_SECOND_TRIAL, f"http://{host}/", str(tmp_path / "crawl.sqlite")]
        killed = subprocess.run(words, cwd=Path(__file__).parents[3], check=False, capture_output=True, timeout=60)
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        before = len([target for target in asked if target.startswith("/search")])
        plan = a_plan(a_portal(f"http://{host}/"), trials=(TrialKind.SEARCH, TrialKind.LOAD))
        end = resume_crawl(plan, tmp_path / "crawl.sqlite")
    assert end.reason is EndReason.FINISHED
    assert before and len([target for target in asked if target.startswith("/search")]) == before
    with Crawl.open(tmp_path / "crawl.sqlite") as crawl:
        assert len(crawl.observations(TrialKind.SEARCH)) == 2
        assert [each.reason for each in crawl.observations(TrialKind.LOAD)] == [None]


KILLED_AT_THE_SECOND_TRIAL = """
import asyncio, os, pathlib, signal, sqlite3, sys
from crawler.fetch.engine import run_crawl
from crawler.kinds import TrialKind
from crawler.trials import run
from tests.crawler.fetch.crawls import a_plan, a_portal

url, path = sys.argv[1:]

async def deadly(trying):
    while True:
        file = sqlite3.connect(path)
        made = file.execute("SELECT count(*) FROM observation").fetchone()[0]
        file.close()
        if made:
            os.kill(os.getpid(), signal.SIGKILL)
        await asyncio.sleep(0.02)

run.TRIALS[TrialKind.LOAD] = deadly
kinds = (TrialKind.SEARCH, TrialKind.LOAD)
run_crawl(a_plan(a_portal(url), trials=kinds), pathlib.Path(path))
"""
