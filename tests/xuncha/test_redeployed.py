"""A portal that is deployed again: another port, other folders, a column under another parent. Its faults are the same.

One dead link is repaired by the move and another is new; all else that was wrong before is wrong after.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from config.registry import Politeness, Portal
from config.settings_sources import load_settings
from reports.comparing.history_out import as_json
from tests.xuncha.small_site import BODY, PAGE, SmallSite, send
from xuncha.cli import main
from xuncha.comparing import compare_runs
from xuncha.judging import load_rubrics
from xuncha.pipeline import AuditJob, judge_run, run_audit
from xuncha.rundir import prepare
from xuncha.targets import Target

AS_OF = date(2026, 6, 30)
LATER = date(2026, 7, 31)
NEWS = 12


@dataclass(frozen=True)
class Layout:
    """How the portal is deployed: where its columns and articles lie, what the columns hang under, what is dead."""

    notices: str
    policies: str
    article: str
    parent: str
    dead: frozenset[int]
    session: str = ""


BEFORE = Layout("/tz/", "/zc/", "/tz/t{year}06{n:02}_48{n:02}.html", "", frozenset({3, 4, 5}))
AFTER = Layout(
    "/zwgk/fdzdgknr/tzgg/",
    "/zwgk/fdzdgknr/zcwj/",
    "/zwgk/art/{year}/art_{n}.shtml",
    "政务公开",
    frozenset({4, 5, 6}),
    ";jsessionid=9A0C",
)


def pages(layout: Layout) -> dict[str, str]:
    """Path to HTML; what is dead is linked and not there."""

    def rows(year: int, prefix: str) -> str:
        return "".join(
            f'<li><a href="{layout.article.format(n=n, year=year)}{layout.session}">'
            f"小县人民政府关于第{n}号{prefix}的通知</a><span>{year}-06-{n:02}</span></li>"
            for n in numbers[prefix]
        )

    numbers = {"事项": range(1, NEWS), "政策": range(21, 24)}
    parent = f"<a href='/zwgk/'>{layout.parent}</a> &gt; " if layout.parent else ""
    nav = f"<div class='nav'><a href='{layout.notices}'>通知公告</a><a href='{layout.policies}'>政策文件</a></div>"
    site = {"/": PAGE.format(title="小县人民政府", body=nav + f"<ul>{rows(2026, '事项')}</ul>")}
    site["/zwgk/"] = PAGE.format(title="政务公开 - 小县", body=nav)
    for path, name, year, prefix in (
        (layout.notices, "通知公告", 2026, "事项"),
        (layout.policies, "政策文件", 2023, "政策"),
    ):
        crumbs = f"<div>当前位置：<a href='/'>首页</a> &gt; {parent}<a href='{path}'>{name}</a></div>"
        body = f"{nav}{crumbs}<ul class='list'>{rows(year, prefix)}</ul>"
        site[path] = PAGE.format(title=f"{name} - 小县", body=body)
        for n in numbers[prefix]:
            if n not in layout.dead:
                article = f"<h1>第{n}号{prefix}通知</h1><p>发布时间：{year}-06-{n:02}</p><p>{BODY}</p>"
                site[layout.article.format(n=n, year=year)] = PAGE.format(title=f"第{n}号通知 - 小县", body=article)
    return site


def deployed(layout: Layout) -> Callable[[BaseHTTPRequestHandler], bool]:
    content = pages(layout)

    def answer(handler: BaseHTTPRequestHandler) -> bool:
        body = content.get(handler.path.partition("?")[0].partition(";")[0])
        send(handler, 200 if body else 404, body or "<html><body>404 Not Found</body></html>")
        return True

    return answer


def audit(layout: Layout, folder: Path) -> None:
    """One audit of the portal in this layout, with the registry's id of old."""
    with SmallSite(deployed(layout)) as site:
        unit = {"id": "xiaoxian", "name": "小县人民政府", "class": "portal", "entry_urls": [site.url]}
        portal = Portal.model_validate(
            {"id": "xiaoxian", "name": "小县人民政府门户网站", "start_urls": [site.url], "units": [unit]}
        )
        job = AuditJob(
            target=Target(portal, ("xiaoxian",)),
            rubrics=load_rubrics(["national-2019"]),
            as_of=AS_OF,
            settings=load_settings(
                {"external": False, "browser": "none", "retry_after_s": 0.05, "cache_dir": "none", "trials": ()},
                environ={},
            ),
            politeness=Politeness(rate=0, concurrency=8),
            allow_private=True,
        )
        prepare(folder)
        run_audit(job, folder)
        judge_run(folder, job.rubrics, AS_OF, "zh")


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """Before the move, after it, and the crawl after it judged as of a month later."""
    folder = tmp_path_factory.mktemp("redeployed")
    audit(BEFORE, folder / "before")
    time.sleep(1.1)  # runs are told apart by the second of their crawl
    audit(AFTER, folder / "after")
    shutil.copytree(folder / "after", folder / "later")
    judge_run(folder / "later", load_rubrics(["national-2019"]), LATER, "zh")
    return folder / "before", folder / "after", folder / "later"


@pytest.fixture(scope="module")
def told(runs: tuple[Path, Path, Path]) -> dict[str, Any]:
    (found,) = compare_runs(runs[:2], (), "zh")
    return as_json(found.moments, found.movements, found.traces, "zh")


@pytest.fixture(scope="module")
def written(runs: tuple[Path, Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The trend over all three, given in the wrong order."""
    out = tmp_path_factory.mktemp("trend")
    assert main(["compare", *map(str, reversed(runs)), "--out", str(out)]) == 0
    return out


def test_faults_survive_the_move(told: dict[str, Any]) -> None:
    dead = {each["text"]: each["fate"] for each in told["findings"] if each["code"] == "http-404"}
    fates = {number: dead[f"小县人民政府关于第{number}号事项的通知"] for number in (3, 4, 5, 6)}
    assert fates == {3: "fixed", 4: "standing", 5: "standing", 6: "new"}
    moved = [each for each in told["findings"] if each["code"] == "http-404" and each["fate"] == "standing"]
    assert all(each["earlier"] and each["earlier"] != each["fingerprint"] for each in moved)


def test_a_column_under_another_parent_is_still_stale(told: dict[str, Any]) -> None:
    (stale,) = [each for each in told["findings"] if each["check"] == "stale-column"]
    assert (stale["fate"], stale["column"]) == ("standing", "首页>政务公开>政策文件")


def test_nothing_else_is_new_or_fixed(told: dict[str, Any]) -> None:
    moved = {"new", "fixed", "returned"}
    others = [each for each in told["findings"] if each["code"] != "http-404" and each["fate"] in moved]
    assert [(each["check"], each["code"], each["fate"], each["url"]) for each in others] == []


def test_one_crawl_judged_as_of_two_days_is_told_by_these_days(written: Path) -> None:
    rows = list(csv.DictReader(io.StringIO((written / "trend.csv").read_text("utf-8-sig"))))
    assert [row["as_of"] for row in rows] == ["2026-06-30", "2026-06-30", "2026-07-31"]
    assert rows[1]["crawled"] == rows[2]["crawled"] != rows[0]["crawled"]


def test_what_moved_once_is_not_new_in_the_next_run(written: Path) -> None:
    rows = list(csv.DictReader(io.StringIO((written / "trend.csv").read_text("utf-8-sig"))))
    assert (rows[1]["appeared"], rows[1]["gone"]) == ("1", "1")
    page = (written / "trend.html").read_text("utf-8")
    assert "小县人民政府关于第4号事项的通知" not in page  # still there, so in no list of changes
    assert "t20260603_4803.html" in page  # repaired


def test_the_page_needs_no_network_and_every_chart_says_its_numbers(written: Path) -> None:
    page = (written / "trend.html").read_text("utf-8")
    assert "<script" not in page and "default-src 'none'" in page
    charts = re.findall(r"<svg[^>]*role=\"img\"[^>]*aria-labelledby=\"(\S+) (\S+)\"", page)
    assert len(charts) == 3
    for title, summary in charts:
        assert f'id="{title}"' in page and f'id="{summary}"' in page
    assert "2026-06-30（采集" in page and "2026-07-31：" in page
