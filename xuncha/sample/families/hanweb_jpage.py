"""Hanweb JCMS with jpage: rows as CDATA in a script of type text/xml, the rest behind `dataproxy.jsp`.

The page holds three visual pages of rows; `page` of the interface counts from 1, `perpage` is honoured up to 300, and
`startrecord`/`endrecord` are ignored.

Traps: `phone` repeats the list in a second unit for telephones; `helper` puts a function with a made-up total of 1000
before the true call; `guarded` encrypts the ids, and deep pages answer with 54 bytes that say nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from html import escape
from typing import ClassVar
from urllib.parse import quote, urlencode

from xuncha.sample.content import Row
from xuncha.sample.families.asked import Asked
from xuncha.sample.families.hall import Exhibit, Hall, Sheet
from xuncha.sample.families.plan import ExhibitPlan, HallPlan
from xuncha.sample.families.skin import Skin
from xuncha.sample.families.system import PublishingSystem, is_dated
from xuncha.sample.loopback import Reply

GROUP = 3
"""Visual pages whose rows stand in the page itself."""
LARGEST_PAGE = 300
_XML = (("Content-Type", "text/xml;charset=UTF-8"),)
_NOTHING = b"<?xml version='1.0' encoding='UTF-8'?><datastore/>\r\n\r\n"
"""What a guarded interface answers for deep pages: 54 bytes."""


class HanwebJpage(PublishingSystem):
    """One page for every column, whatever `pageNum` says."""

    id = "hanweb-jpage"
    per_page: ClassVar[int] = 8

    def column_path(self, unit: HallPlan, plan: ExhibitPlan, number: int) -> str:
        return f"{unit.path}col/col{number}/index.html"

    def article_path(self, exhibit: Exhibit, day: dt.date, number: int) -> str:
        if not is_dated(exhibit):
            return f"{exhibit.unit.path}art/{day.year}/art_{exhibit.hex_id(number)}.html"
        return f"{exhibit.unit.path}art/{day.year}/{day.month}/{day.day}/art_{exhibit.number}_{number}.html"

    def list_sheets(self, exhibit: Exhibit, skin: Skin) -> Iterator[Sheet]:
        first = exhibit.rows[: GROUP * self.per_page]
        units = ("pc", "phone") if "phone" in exhibit.plan.traps else ("pc",)
        stores = [(_unit_id(exhibit, unit), unit, _store(exhibit, first, 1, _unit_id(exhibit, unit))) for unit in units]
        total = len(exhibit.rows)
        yield skin.column_page(
            exhibit, "list", stores=stores, total=total, per_page=self.per_page, group=GROUP, order=_keys(exhibit)
        )

    def answer(self, asked: Asked, halls: Sequence[Hall]) -> Reply | None:
        if asked.path not in {"/module/web/jpage/dataproxy.jsp", "/module/jpage/dataproxy.jsp"}:
            return None
        values = {**asked.query, **asked.form}
        known = {_keys(each)["columnid"]: each for hall in halls for each in hall.exhibits}
        exhibit = known.get(values.get("columnid", ""))
        if exhibit is None:
            return Reply(200, _NOTHING, _XML)
        page = max(asked.number("page", 1), 1)
        size = min(max(asked.number("perpage", self.per_page), 1), LARGEST_PAGE)
        if "guarded" in exhibit.plan.traps and page * size > GROUP * self.per_page:
            return Reply(200, _NOTHING, _XML)
        rows = exhibit.rows[(page - 1) * size : page * size]
        return Reply(200, _store(exhibit, rows, page, _unit_id(exhibit, "pc")).encode(), _XML)


def _unit_id(exhibit: Exhibit, unit: str) -> int:
    return exhibit.number * 10 + (1 if unit == "pc" else 2)


def _keys(exhibit: Exhibit) -> dict[str, str]:
    """The parameters that name a list to the interface."""
    column = exhibit.hex_id("column") if "guarded" in exhibit.plan.traps else str(exhibit.number)
    return {
        "appid": "1",
        "webid": str(exhibit.unit.number // 1000),
        "path": "/",
        "columnid": column,
        "unitid": str(_unit_id(exhibit, "pc")),
        "webname": exhibit.unit.name,
        "permissiontype": "0",
    }


def _store(exhibit: Exhibit, rows: Sequence[Row], page: int, unit_id: int) -> str:
    """The rows as the page and the interface write them. The address of the next group names the group itself."""
    keys = _keys(exhibit) | {"unitid": str(unit_id), "webname": quote(exhibit.unit.name)}
    proxy = f"/module/web/jpage/dataproxy.jsp?{urlencode({'page': page} | keys)}"
    records = "".join(f"<record><![CDATA[\n{_record(exhibit, row)}]]></record>\n" for row in rows)
    return (
        f'<datastore>\n<nextgroup><![CDATA[<a href="{proxy}"></a>]]></nextgroup>\n'
        f"<recordset>\n{records}</recordset></datastore>"
    )


def _record(exhibit: Exhibit, row: Row) -> str:
    """One row. Spelling changes from site to site: here it changes from row to row."""
    title, cut = escape(row.title), escape(row.title if len(row.title) <= 20 else f"{row.title[:19]}…")
    shown = f"{row.date:%Y-%m-%d}" if row.date and exhibit.dated_rows else ""
    order = len(row.title) % 3
    if order == 0:
        return f'<li><a href="{row.href}" target="_blank" title="{title}">{cut}</a><span>{shown}</span></li>'
    if order == 1:
        anchor = f"<a title='{title}' target='_blank' href='{row.href}'>{cut}</a>"
        return f'<li>{anchor}<span class="bt-date">\n{shown}\n</span></li>'
    anchor = f'<a target="_blank" href="{row.href}" title="{title}">{cut}</a>'
    return f'<li><span class="time">{shown}</span>{anchor}</li>'
