"""Names, paths, kinds, levels, owners, and what a person decided otherwise."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from config.registry import ColumnOverride, Portal
from crawler.facts import Crumb, Found, Identity, PageReading
from crawler.kinds import PageKind
from crawler.store.crawl import Column, Crawl
from tests.builders import at, column, crawl_file, home, link, page, portal, unit


def surveyed(folder: Path, *pages: PageReading, of: Portal | None = None) -> dict[str, Column]:
    with Crawl.open(crawl_file(folder / "c.sqlite", pages, of=of)) as crawl:
        return {one.url.removeprefix(at("/")): one for one in crawl.columns()}


def test_the_path_is_the_breadcrumb_without_blanks(tmp_path: Path) -> None:
    only = surveyed(tmp_path, column("/tzgg/", ["首 页", " 政务\u3000公开", "通知公告 "]))["tzgg/"]
    assert only.path == "首页>政务公开>通知公告"
    assert only.name == "通知公告"


@pytest.mark.parametrize(
    ("facts", "path"),
    [
        ({"column_name": "通知公告", "title": "通知公告-样例县"}, "通知公告"),
        ({"identity": Identity(column_name=Found("公示 公告", "meta ColumnName")), "title": "x"}, "公示公告"),
        ({"title": "通知公告_样例县人民政府"}, "通知公告_样例县人民政府"),
        ({"breadcrumb": (Crumb("首页", at("/")),), "column_name": "通知公告"}, "通知公告"),
    ],
)
def test_without_a_breadcrumb_the_name_stands_for_the_path(tmp_path: Path, facts: dict[str, Any], path: str) -> None:
    assert surveyed(tmp_path, page("/tzgg/", PageKind.COLUMN, **facts))["tzgg/"].path == path


def test_the_kind_comes_from_name_type_or_breadcrumb_and_says_so(tmp_path: Path) -> None:
    typed = Identity(column_type=Found("通知公告", "meta ColumnType"))
    columns = surveyed(
        tmp_path,
        column("/1/", ["首页", "通知公告"]),
        column("/2/", ["首页", "政策文件", "县政府办文件夹"]),
        column("/3/", ["首页", "列表页"], facts={"identity": typed}),
        column("/4/", ["首页", "某某栏"]),
    )
    assert [(one.kind, one.kind_reason) for one in columns.values()] == [
        ("通知公告", "name"),
        ("政策文件", "breadcrumb"),
        ("通知公告", "column-type"),
        ("其他", "default"),
    ]


def test_levels_follow_the_breadcrumb(tmp_path: Path) -> None:
    columns = surveyed(
        tmp_path,
        home(links=[link("/menu/", "下拉菜单", nav=True)]),
        column("/first/", ["首页", "要闻动态"]),
        column("/menu/", ["首页", "政务公开", "通知公告"]),
        column("/deep/", ["网站首页", "政务公开", "部门", "通知公告"]),
        column("/nohome/", ["政务公开", "通知公告"]),
        column("/above/", ["首页", "政务公开"], facts={"column_name": "通知公告", "breadcrumb": (
            Crumb("首页", at("/")), Crumb("政务公开", at("/zwgk/")))}),
        column("/named/", facts={"breadcrumb": (
            Crumb("样例县人民政府", at("/index.html")), Crumb("要闻", None))}),
    )  # fmt: skip
    assert {url: one.level for url, one in columns.items()} == {
        "first/": 1,
        "menu/": 2,  # the breadcrumb contradicts the drop-down menu
        "deep/": 3,
        "nohome/": 2,
        "above/": 2,  # a breadcrumb that ends above the column
        "named/": 1,  # the home page under another name
    }


def test_without_a_breadcrumb_the_navigation_of_the_home_page_decides(tmp_path: Path) -> None:
    columns = surveyed(
        tmp_path,
        home(links=[link("/main/index.html", "要闻", nav=True), link("/side/", "专栏")]),
        page("/main/", PageKind.COLUMN, column_name="要闻"),
        page("/side/", PageKind.COLUMN, column_name="专栏"),
    )
    assert {url: one.level for url, one in columns.items()} == {"main/": 1, "side/": 2}


def test_columns_belong_to_the_unit_with_the_longest_scope(tmp_path: Path) -> None:
    of = portal(unit("town", "township", "/town/"), unit("station", "institution", "/town/station/"))
    pages = [column("/gk/"), column("/town/dt/"), column("/town/station/dt/")]
    with Crawl.open(crawl_file(tmp_path / "c.sqlite", pages, of=of)) as crawl:
        assert [one.unit for one in crawl.columns()] == ["county", "town", "station"]
        urls = {who.id: [one.url.removeprefix(at("/")) for one in crawl.columns(who)] for who in of.units}
    assert urls == {
        "county": ["gk/", "town/dt/", "town/station/dt/"],
        "town": ["town/dt/"],
        "station": ["town/station/dt/"],
    }


def test_what_a_person_decided_wins(tmp_path: Path) -> None:
    override = ColumnOverride(
        url=at("/tzgg/index.html"), kind="动态要闻", level=1, unit="town", exempt_from_update=True, note="县府办确认"
    )
    of = portal(unit("town", "township", "/town/"), overrides=[override])
    only = surveyed(tmp_path, column("/tzgg/", ["首页", "政务公开", "通知公告"]), of=of)["tzgg/"]
    assert (only.kind, only.kind_reason, only.level, only.unit, only.exempt) == (
        "动态要闻",
        "override",
        1,
        "town",
        True,
    )


def test_an_override_of_the_level_alone_leaves_the_rest(tmp_path: Path) -> None:
    of = portal(overrides=[ColumnOverride(url=at("/tzgg/"), level=3)])
    only = surveyed(tmp_path, column("/tzgg/", ["首页", "通知公告"]), of=of)["tzgg/"]
    assert (only.kind, only.kind_reason, only.level, only.unit, only.exempt) == ("通知公告", "name", 3, "county", False)
