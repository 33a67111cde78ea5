"""A small portal whose columns are made by scripts, and what its crawl says about them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from config.rendering import rendering_facts
from crawler.facts import PageFacts
from crawler.store.crawl import Crawl
from tests.crawler.fetch.crawls import Result, a_plan, a_portal, crawl
from tests.crawler.fetch.fault_server import NOT_FOUND, Asked, Host, Says, file, html

COLUMN = "/zwgk/tzgg/"
NAMES = ("防汛值班安排", "道路施工公告", "招聘体检通知", "水质监测结果", "停水抢修通告")


def chromium() -> str:
    """The browser of this machine, or a skip that says what is missing."""
    found = next(filter(None, map(shutil.which, rendering_facts().browsers)), None)
    if found is None or find_spec("playwright") is None:
        pytest.skip("no Chromium or no playwright on this machine (Debian: apt-get install chromium)")
    return found


def rows(count: int = 5, folder: int = 3) -> list[dict[str, str]]:
    """Rows as a list interface answers them, with articles in `folder`."""
    return [
        {"title": NAMES[at], "url": f"/art/2026/{folder}/{at + 1}/art_{900 + at}.html", "date": f"2026-03-{20 - at:02}"}
        for at in range(count)
    ]


def items(count: int = 5) -> str:
    """The same rows as markup."""
    return "".join(
        f'<li><a href="{each["url"]}">{each["title"]}</a><span>{each["date"]}</span></li>' for each in rows(count)
    )


def column(main: str, *, head: str = "") -> str:
    """A column's page around `main`: navigation, breadcrumb, footer."""
    return (
        f"{head}<div class='nav'><ul><li><a href='/'>首页</a></li><li><a href='{COLUMN}'>通知公告</a></li>"
        "<li><a href='/zwgk/'>政务公开</a></li><li><a href='/bmfw/'>便民服务</a></li></ul></div>"
        f"<div class='position'>当前位置：<a href='/'>首页</a> &gt; <a href='{COLUMN}'>通知公告</a></div>"
        f"<div class='main'><h2>通知公告</h2>{main}</div>"
        "<div class='footer'>青禾县人民政府办公室主办 地址：青禾县人民路1号 电话：0000-5550100</div>"
        f"<!-- {'x' * 2000} -->"
    )


def answering(pages: Mapping[str, Says | str | Callable[[Asked], Says]]) -> Callable[[Asked], Says]:
    """A portal of these pages (a text is a column's main part), with a home page, articles, and no robots.txt."""

    def answer(asked: Asked) -> Says:
        path = asked.path.partition("?")[0]
        says = pages.get(asked.path, pages.get(path))
        if callable(says):
            return says(asked)
        if isinstance(says, str):
            return html(column(says), title="通知公告")
        if says is not None:
            return says
        if path == "/":
            links = "".join(f'<li><a href="{url}">{url}</a></li>' for url in pages if url.endswith("/"))
            return html(
                f"<div class='nav'><ul>{links}</ul></div>{'<p>青禾县人民政府门户网站</p>' * 99}", title="青禾县"
            )
        if path.startswith("/art/"):
            body = f"<div class='TRS_Editor'><p>{'各有关单位请按要求认真做好相关工作。' * 12}{path}</p></div>"
            return html(f"<h1>{path}</h1><p>发布时间：2026-03-18</p>{body}", title=path)
        return NOT_FOUND

    return answer


def api(value: Any, status: int = 200) -> Says:
    """What an interface answers."""
    return file(json.dumps(value, ensure_ascii=False).encode(), "application/json; charset=utf-8", status)


def rendered_crawl(host: Host, folder: Path, **changes: Any) -> Result:
    """A crawl of the portal with this machine's browser."""
    plan = a_plan(a_portal(host.url(), **changes.pop("portal", {})), **{"browser": chromium(), **changes})
    return crawl(plan, folder)


def facts_of(result: Result, url: str) -> PageFacts:
    """What the crawl file says about one page."""
    with Crawl.open(result.path) as opened:
        found = opened.page(url)
    assert found is not None, url
    return found


def account(result: Result) -> dict[str, Any]:
    """What the crawl file says about the rendering."""
    with Crawl.open(result.path) as opened:
        told: dict[str, Any] = opened.meta["rendering"]
    return told
