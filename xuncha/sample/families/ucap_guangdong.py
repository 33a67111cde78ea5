"""UCAP in Guangdong: static news whose page 2 is `index_2`, a twin of each article for telephones, and the catalogue
`gkmlpt`: one page for many columns, which asks an interface for the rows of the one that a visitor chooses.

Columns of the catalogue have no page, so their address is that of the call. Traps: `twins` shows the list a second time
for telephones, with the addresses `mpost_N.html`; `jump` adds a column to the catalogue whose rows are elsewhere.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar

from crawler.kinds import ListSource
from xuncha.sample.content import Row
from xuncha.sample.families.asked import Asked, json_reply
from xuncha.sample.families.hall import Exhibit, Hall, Sheet
from xuncha.sample.families.plan import ExhibitPlan, HallPlan
from xuncha.sample.families.skin import Skin
from xuncha.sample.families.system import PublishingSystem
from xuncha.sample.loopback import Reply

CATALOGUE = "/gkmlpt/"
CATALOGUE_KEY = "gkml"
"""The exhibit that is the catalogue's page."""
SID = "990123"
CATALOGUE_PAGE = 100
"""Rows of one answer."""
CHINA = dt.timezone(dt.timedelta(hours=8))


class UcapGuangdong(PublishingSystem):
    """Pages are counted from 1: `index.html`, `index_2.html`."""

    id = "ucap-guangdong"
    per_page: ClassVar[int] = 12

    def column_path(self, unit: HallPlan, plan: ExhibitPlan, number: int) -> str:
        if plan.source is ListSource.API:
            return f"{CATALOGUE}api/all/{number}?page=1&sid={SID}"
        return f"{CATALOGUE}index" if plan.key == CATALOGUE_KEY else f"{unit.path}{plan.folder}/"

    def link_to(self, exhibit: Exhibit) -> str:
        return f"{CATALOGUE}index#{exhibit.number}" if exhibit.plan.source is ListSource.API else exhibit.path

    def article_path(self, exhibit: Exhibit, day: dt.date, number: int) -> str:
        if exhibit.plan.source is ListSource.API:
            return f"{CATALOGUE}content/{number // 1000000}/{number // 1000}/post_{number}.html"
        return f"{exhibit.path}content/post_{number}.html"

    def file_path(self, exhibit: Exhibit, name: str, day: dt.date, extension: str) -> str:
        return f"{exhibit.unit.path}attachment/0/{exhibit.number}/{exhibit.hex_id(name, 8)}.{extension}"

    def list_sheets(self, exhibit: Exhibit, skin: Skin) -> Iterator[Sheet]:
        if exhibit.plan.source is not ListSource.API:
            yield from super().list_sheets(exhibit, skin)

    def more_sheets(self, hall: Hall, skin: Skin) -> Iterable[Sheet]:
        """The page of the catalogue, and the twins for telephones."""
        catalogue = hall.exhibit(CATALOGUE_KEY)
        yield skin.column_page(catalogue, "catalogue", sid=SID, tree=json.dumps(_tree(catalogue), ensure_ascii=False))
        for exhibit in hall.exhibits:
            if "twins" in exhibit.plan.traps:
                for sheet in skin.articles(exhibit):
                    yield sheet._replace(path=twin(sheet.path))

    def answer(self, asked: Asked, halls: Sequence[Hall]) -> Reply | None:
        category = asked.path.removeprefix(f"{CATALOGUE}api/all/")
        if category == asked.path or not category.isdigit():
            return None
        columns = {each.number: each for hall in halls for each in hall.exhibit(CATALOGUE_KEY).children}
        exhibit = columns.get(int(category))
        if exhibit is None or asked.query.get("sid") != SID:
            return json_reply({"error": "not found", "articles": []})
        page = max(asked.number("page", 1), 1)
        shown = exhibit.rows[(page - 1) * CATALOGUE_PAGE : page * CATALOGUE_PAGE]
        total = len(exhibit.rows)
        classify = {"id": exhibit.number, "name": exhibit.plan.name, "post_count": total, "jump_url": ""}
        articles = [self._article(exhibit, row) for row in shown]
        return json_reply({"classify": classify, "total": total, "articles": articles})

    def _article(self, exhibit: Exhibit, row: Row) -> dict[str, Any]:
        assert row.date is not None
        moment = dt.datetime.combine(row.date, dt.time(9, 30), CHINA)
        return {
            "id": int(row.href.rpartition("_")[2].removesuffix(".html")),
            "title": row.title,
            "url": f"http://{self.host}{row.href}",
            "publisher": exhibit.unit.name,
            "date": int(moment.timestamp()),
            "display_publish_time": f"{row.date:%Y-%m-%d}",
            "document_number": "",
        }


def twin(path: str) -> str:
    """The address of an article's version for telephones."""
    return path.replace("/post_", "/mpost_")


def _tree(catalogue: Exhibit) -> list[dict[str, Any]]:
    leaves = [_node(each.number, each.plan.name, len(each.rows)) for each in catalogue.children]
    if "jump" in catalogue.plan.traps:
        leaves.append(_node(catalogue.number * 10, "动态", 0, jump_url=catalogue.hall.exhibits[0].path))
    return [_node(catalogue.number, "法定主动公开内容", 0) | {"children": leaves}]


def _node(key: int, name: str, post_count: int, jump_url: str = "") -> dict[str, Any]:
    return {"id": key, "name": name, "post_count": post_count, "jump_url": jump_url, "children": []}
