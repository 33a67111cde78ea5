"""Epoint: static news, and lists of the disclosure module that `POST getgovinfolist` fills.

The interface counts pages from 0, as the script in the page does.

Traps: `leftover` puts a script template with `<?=el.link?>` on the page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from crawler.kinds import ListSource
from xuncha.sample.content import Row
from xuncha.sample.families.asked import Asked, json_reply
from xuncha.sample.families.hall import Exhibit, Hall, Sheet, hex_id
from xuncha.sample.families.plan import ExhibitPlan, HallPlan
from xuncha.sample.families.skin import Skin
from xuncha.sample.families.system import PublishingSystem, is_dated
from xuncha.sample.loopback import Reply

INTERFACE = "/rest/lightfrontaction/getgovinfolist"
LARGEST_PAGE = 50


class Epoint(PublishingSystem):
    """Static lists: `index.html`, further pages `2.html`."""

    id = "epoint"
    per_page: ClassVar[int] = 15

    def column_path(self, unit: HallPlan, plan: ExhibitPlan, number: int) -> str:
        name = "govInfoPub.html" if plan.source is ListSource.API else "index.html"
        return f"{unit.path}{_category(number)}/{name}"

    def article_path(self, exhibit: Exhibit, day: dt.date, number: int) -> str:
        key = hex_id(f"{exhibit.reference}/{number}", 32)
        guid = "-".join((key[:8], key[8:12], key[12:16], key[16:20], key[20:]))
        folder = f"{day:%Y%m%d}/" if is_dated(exhibit) else ""
        return f"{exhibit.unit.path}{_category(exhibit.number)}/{folder}{guid}.html"

    def page_path(self, exhibit: Exhibit, number: int) -> str:
        return exhibit.path if number == 1 else f"{exhibit.path.rpartition('/')[0]}/{number}.html"

    def list_sheets(self, exhibit: Exhibit, skin: Skin) -> Iterator[Sheet]:
        if exhibit.plan.source is not ListSource.API:
            yield from super().list_sheets(exhibit, skin)
            return
        yield skin.column_page(
            exhibit,
            "gov",
            site_guid=_site_guid(exhibit.hall),
            category=_category(exhibit.number),
            per_page=self.per_page,
            url=INTERFACE,
        )

    def answer(self, asked: Asked, halls: Sequence[Hall]) -> Reply | None:
        if asked.path != INTERFACE or asked.method != "POST":
            return None
        form: dict[str, Any] = dict(asked.form)
        if isinstance(form.get("params"), dict):
            form = form["params"]
        known = {
            (_site_guid(hall), _category(each.number)): each
            for hall in halls
            for each in hall.exhibits
            if each.plan.source is ListSource.API
        }
        exhibit = known.get((str(form.get("siteGuid")), str(form.get("categorynum"))))
        if exhibit is None:
            return json_reply({"custom": {"code": 0, "text": "参数错误"}, "status": {"code": 200}})
        posted = Asked("POST", asked.path, {}, form, {})
        page, size = max(posted.number("pageIndex", 0), 0), min(max(posted.number("pageSize", 15), 1), LARGEST_PAGE)
        data = [_record(exhibit, row) for row in exhibit.rows[page * size : (page + 1) * size]]
        custom = {"code": 1, "text": "", "total": len(exhibit.rows), "data": data}
        return json_reply({"custom": custom, "status": {"code": 200, "text": "请求成功"}})


def _category(number: int) -> str:
    return f"{number // 1000:03}{number % 1000:03}"


def _site_guid(hall: Hall) -> str:
    key = hex_id(f"{hall.plan.id}/site", 32)
    return "-".join((key[:8], key[8:12], key[12:16], key[16:20], key[20:]))


def _record(exhibit: Exhibit, row: Row) -> dict[str, Any]:
    return {
        "title": row.title,
        "realtitle": row.title,
        "infourl": row.href,
        "infodate": f"{row.date:%Y-%m-%d}" if row.date and exhibit.dated_rows else "",
        "deptname": exhibit.unit.name,
    }
