"""TrueCMS: `getMessage.do` answers with JSONP that holds XML records; without a Referer it is not there (404).

`startrecord` and `endrecord` count; more than fifty rows at once give an empty result.

Traps: `block` has the interface switched off, and the rows in the hidden block `#initData`.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Sequence
from html import escape
from typing import ClassVar

from crawler.kinds import ListSource
from xuncha.sample.answers import HTML, error_page
from xuncha.sample.content import Row
from xuncha.sample.families.asked import Asked
from xuncha.sample.families.hall import Exhibit, Hall, Sheet
from xuncha.sample.families.plan import ExhibitPlan, HallPlan
from xuncha.sample.families.skin import Skin
from xuncha.sample.families.system import PublishingSystem
from xuncha.sample.loopback import Reply

INTERFACE = "/truecms/messageController/getMessage.do"
LARGEST_PAGE = 50
_NAME = re.compile(r"[A-Za-z_$][\w$.]*")


class TrueCms(PublishingSystem):
    """The column page holds the order for a list, or its rows in a hidden block."""

    id = "truecms"
    per_page: ClassVar[int] = 10

    def column_path(self, unit: HallPlan, plan: ExhibitPlan, number: int) -> str:
        return f"{unit.path}{plan.folder}/{plan.folder}.html"

    def article_path(self, exhibit: Exhibit, day: dt.date, number: int) -> str:
        return f"{exhibit.unit.path}{exhibit.plan.folder}/content/{_guid(exhibit, number)}.html"

    def list_sheets(self, exhibit: Exhibit, skin: Skin) -> Iterator[Sheet]:
        if exhibit.plan.source is ListSource.STATIC and "block" not in exhibit.plan.traps:
            yield from super().list_sheets(exhibit, skin)
            return
        rows = [skin.row(exhibit, row) for row in exhibit.rows] if "block" in exhibit.plan.traps else []
        column_id = _guid(exhibit, "column")
        yield skin.column_page(
            exhibit, "message", url=INTERFACE, column_id=column_id, per_page=self.per_page, rows=rows
        )

    def answer(self, asked: Asked, halls: Sequence[Hall]) -> Reply | None:
        if asked.path.lower() != INTERFACE.lower():
            return None
        known = {_guid(each, "column"): each for hall in halls for each in hall.exhibits}
        exhibit = known.get(asked.query.get("columnId", ""))
        if not asked.headers.get("referer") or exhibit is None or exhibit.plan.source is not ListSource.API:
            return Reply(404, error_page(), (("Content-Type", HTML),))
        start, end = asked.number("startrecord", 1), asked.number("endrecord", self.per_page)
        rows = exhibit.rows[max(start, 1) - 1 : max(end, 0)]
        if asked.number("perpage", self.per_page) > LARGEST_PAGE or len(rows) > LARGEST_PAGE:
            rows = []
        text = json.dumps({"result": _records(exhibit, rows)}, ensure_ascii=False)
        callback = asked.query.get("callback", "")
        if _NAME.fullmatch(callback):
            return Reply(200, f"{callback}({text});".encode(), (("Content-Type", "text/javascript;charset=UTF-8"),))
        return Reply(200, text.encode(), (("Content-Type", "application/json;charset=UTF-8"),))


def _guid(exhibit: Exhibit, name: object) -> str:
    key = exhibit.hex_id(name)
    return "-".join((key[:8], key[8:12], key[12:16], key[16:20], key[20:]))


def _records(exhibit: Exhibit, rows: Sequence[Row]) -> str:
    records = "".join(f"<record><![CDATA[{_item(exhibit, row)}]]></record>" for row in rows)
    total = len(exhibit.rows)
    return f"<datastore><totalrecord>{total}</totalrecord><recordset>{records}</recordset></datastore>"


def _item(exhibit: Exhibit, row: Row) -> str:
    shown = f"<span>{row.date:%Y-%m-%d}</span>" if row.date and exhibit.dated_rows else ""
    title = escape(row.title)
    return f'<li class="change"><a href="{row.href}" target="_blank" title="{title}">{title}</a>{shown}</li>'
