"""UCAP as in Jiangxi: every address hangs on `<base href>`, rows stand as JSON in a script, further ones come from
`POST /queryList`.

Traps: `wordy` puts an empty wording into the `{{else}}` branch of the list's template.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from xuncha.sample.content import Row
from xuncha.sample.families.asked import Asked, json_reply
from xuncha.sample.families.hall import Exhibit, Hall, Sheet
from xuncha.sample.families.plan import ExhibitPlan, HallPlan
from xuncha.sample.families.skin import Skin
from xuncha.sample.families.system import PublishingSystem
from xuncha.sample.loopback import Reply

QUERY = "/queryList"


class UcapJiangxi(PublishingSystem):
    """The page holds the first fifteen rows and the number of all."""

    id = "ucap-jiangxi"
    per_page: ClassVar[int] = 15

    def column_path(self, unit: HallPlan, plan: ExhibitPlan, number: int) -> str:
        return f"{unit.path}col/col{number}/index.html"

    def article_path(self, exhibit: Exhibit, day: dt.date, number: int) -> str:
        return f"{exhibit.unit.path}col/col{exhibit.number}/content/content_19{number:017}.html"

    def file_path(self, exhibit: Exhibit, name: str, day: dt.date, extension: str) -> str:
        return f"{exhibit.unit.path}col{exhibit.number}/{exhibit.hex_id(name, 16)}/file.{extension}"

    def list_sheets(self, exhibit: Exhibit, skin: Skin) -> Iterator[Sheet]:
        first = [_article(exhibit, row) for row in exhibit.page_rows(1)]
        yield skin.column_page(
            exhibit,
            "list",
            channel=_json(_channel(exhibit)),
            articles=_json(first),
            site_code=_site_code(exhibit),
            per_page=self.per_page,
        )

    def answer(self, asked: Asked, halls: Sequence[Hall]) -> Reply | None:
        if asked.path != QUERY or asked.method != "POST":
            return None
        known = {(_site_code(each), f"col{each.number}"): each for hall in halls for each in hall.exhibits}
        exhibit = known.get((_list_value(asked, "webSiteCode"), _list_value(asked, "channelCode")))
        if exhibit is None:
            return json_reply({"code": 200, "msg": "success", "data": {"total": 0, "results": []}})
        page, size = max(asked.number("current", 1), 1), min(max(asked.number("pageSize", 15), 1), 50)
        shown = exhibit.rows[(page - 1) * size : page * size]
        results = [{"id": _content_id(row), "source": _article(exhibit, row)} for row in shown]
        data = {"total": len(exhibit.rows), "current": page, "pageSize": size, "results": results}
        return json_reply({"code": 200, "msg": "success", "data": data})


def _list_value(asked: Asked, name: str) -> str:
    """A parameter that is sent as a list of one value: `name[]=x`, or `["x"]` in JSON."""
    value = asked.form.get(f"{name}[]", asked.form.get(name, ""))
    return str(value[0]) if isinstance(value, list) and value else str(value)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _site_code(exhibit: Exhibit) -> str:
    return exhibit.unit.path.strip("/")


def _content_id(row: Row) -> str:
    return row.href.rpartition("_")[2].removesuffix(".html")


def _article(exhibit: Exhibit, row: Row) -> dict[str, Any]:
    """A row as the page and the interface write it: the addresses are JSON inside JSON."""
    return {
        "classify": 0,
        "title": row.title,
        "showTitle": f"<p>{row.title}</p>",
        "type": 0,
        "pubDate": f"{row.date:%Y-%m-%d} 09:30" if row.date and exhibit.dated_rows else "",
        "urls": _json({"pc": row.href}),
        "contentSource": exhibit.unit.name,
        "topStatus": 1 if row.pinned else 0,
    }


def _channel(exhibit: Exhibit) -> dict[str, Any]:
    """The column's own record."""
    crumbs = [{"urls": {"pc": crumb.path}, "name": crumb.text} for crumb in exhibit.crumbs[2:]]
    return {
        "code": f"col{exhibit.number}",
        "showName": f"<p>{exhibit.plan.name}</p>",
        "name": exhibit.plan.name,
        "channelType": "0",
        "childCount": len(exhibit.children),
        "articleCount": len(exhibit.rows),
        "urls": _json({"pc": exhibit.path}),
        "crumbs": crumbs,
    }
