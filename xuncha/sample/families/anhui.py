"""Anhui-type disclosure: `/public/column/N?…` is a frame with the tree, `/site/label/8888` brings the list as markup.

The news side is static: `/content/column/N?pageIndex=2`.

Traps: `orders` links the column with its parameters in another order and with one more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from html import escape
from typing import ClassVar

from crawler.kinds import ListSource
from xuncha.sample.answers import HTML
from xuncha.sample.content import Row
from xuncha.sample.families.asked import Asked
from xuncha.sample.families.hall import Exhibit, Hall, Sheet
from xuncha.sample.families.plan import ExhibitPlan, HallPlan
from xuncha.sample.families.skin import Skin
from xuncha.sample.families.system import PublishingSystem
from xuncha.sample.loopback import Reply

LABEL = "/site/label/8888"


class Anhui(PublishingSystem):
    """One address of a column among many: host, number of the organ and number of the category count."""

    id = "anhui"
    per_page: ClassVar[int] = 15

    def column_path(self, unit: HallPlan, plan: ExhibitPlan, number: int) -> str:
        if plan.source is ListSource.API:
            return f"{unit.path}public/column/{unit.number}?type=4&catId={number}&action=list"
        return f"{unit.path}content/column/{number}"

    def article_path(self, exhibit: Exhibit, day: dt.date, number: int) -> str:
        return f"{exhibit.unit.path}content/article/{number}"

    def page_path(self, exhibit: Exhibit, number: int) -> str:
        return exhibit.path if number == 1 else f"{exhibit.path}?pageIndex={number}"

    def list_sheets(self, exhibit: Exhibit, skin: Skin) -> Iterator[Sheet]:
        if exhibit.plan.source is not ListSource.API:
            yield from super().list_sheets(exhibit, skin)
            return
        tree = [each for each in exhibit.hall.exhibits if each.plan.source is ListSource.API]
        order = {
            "IsAjax": "1",
            "dataType": "html",
            "labelName": "publicInfoList",
            "siteId": str(exhibit.unit.number * 10),
            "pageSize": str(self.per_page),
            "pageIndex": "1",
            "action": "list",
            "isDate": "true",
            "dateFormat": "yyyy-MM-dd",
            "length": "50",
            "organId": str(exhibit.unit.number),
            "type": "4",
            "catId": str(exhibit.number),
            "result": "暂无相关信息",
            "file": "/xxgk/publicInfoList_newest2020",
        }
        yield skin.column_page(exhibit, "public", tree=tree, order=order, url=LABEL)

    def answer(self, asked: Asked, halls: Sequence[Hall]) -> Reply | None:
        if asked.path != LABEL or asked.query.get("labelName", asked.form.get("labelName")) != "publicInfoList":
            return None
        values = {**asked.query, **asked.form}
        known = {(str(hall.plan.number), str(each.number)): each for hall in halls for each in hall.exhibits}
        exhibit = known.get((values.get("organId", ""), values.get("catId", "")))
        rows = exhibit.rows if exhibit else []
        page, size = max(asked.number("pageIndex", 1), 1), min(max(asked.number("pageSize", 15), 1), 100)
        body = _fragment(exhibit, rows[(page - 1) * size : page * size], len(rows), page, size)
        return Reply(200, body.encode(), (("Content-Type", HTML),))


def _fragment(exhibit: Exhibit | None, rows: Sequence[Row], total: int, page: int, size: int) -> str:
    """The list as the label writes it; without rows only the wording that the page ordered."""
    if exhibit is None or not total:
        return '<div class="xxgk_navli"><p class="nodata">暂无相关信息</p></div>'
    items = "".join(_item(exhibit, row) for row in rows)
    pages = -(-total // size)
    pager = f'<div class="page" id="page_public_info">共{total}条 第{page}/{pages}页</div>'
    numbers = f"pageIndex:{page},pageSize:{size},pageCount:{pages},total:{total}"
    script = f'<script>Ls.pagination("#page_public_info", {{{numbers}}});</script>'
    return f'<ul class="clearfix xxgk_nav_list">{items}</ul>{pager}{script}'


def _item(exhibit: Exhibit, row: Row) -> str:
    shown = f'<span class="date">{row.date:%Y-%m-%d}</span>' if row.date and exhibit.dated_rows else ""
    title = escape(row.title)
    anchor = f'<a href="{row.href}" title="{title}" class="title" target="_blank">{title}</a>'
    return f'<li class="clearfix">{anchor}{shown}</li>\n'
