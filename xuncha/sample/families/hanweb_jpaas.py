"""Hanweb jpaas: the column page holds only the order for a list, `build/unit` of the gateway answers with its markup.

Traps: `protocol-relative` writes the addresses of the rows as `//host/…`; `unheard` gives the list another tag name.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any, ClassVar

from xuncha.sample.content import Row
from xuncha.sample.families.asked import Asked, json_reply
from xuncha.sample.families.hall import Exhibit, Hall, Sheet, hex_id
from xuncha.sample.families.plan import ExhibitPlan, HallPlan
from xuncha.sample.families.skin import Skin
from xuncha.sample.families.system import PublishingSystem, is_dated
from xuncha.sample.loopback import Reply

UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"


class HanwebJpaas(PublishingSystem):
    """No row, no total and no word in the page itself."""

    id = "hanweb-jpaas"
    per_page: ClassVar[int] = 15

    def column_path(self, unit: HallPlan, plan: ExhibitPlan, number: int) -> str:
        return f"{unit.path}col/col{number}/index.html"

    def article_path(self, exhibit: Exhibit, day: dt.date, number: int) -> str:
        if not is_dated(exhibit):
            return f"{exhibit.unit.path}col/col{exhibit.number}/content/content_{number}.html"
        return f"{exhibit.unit.path}art/{day.year}/{day.month}/{day.day}/art_{exhibit.number}_{number}.html"

    def file_path(self, exhibit: Exhibit, name: str, day: dt.date, extension: str) -> str:
        return f"{exhibit.unit.path}cms_files/{day:%Y%m%d}/{exhibit.hex_id(name, 24)}.{extension}"

    def list_sheets(self, exhibit: Exhibit, skin: Skin) -> Iterator[Sheet]:
        # The real pages write the order with single quotes, as a script would.
        order = json.dumps(_order(exhibit), ensure_ascii=False).replace('"', "'")
        yield skin.column_page(exhibit, "list", order=order, url=UNIT)

    def answer(self, asked: Asked, halls: Sequence[Hall]) -> Reply | None:
        if asked.path != UNIT:
            return None
        for hall in halls:
            for exhibit in hall.exhibits:
                if all(asked.query.get(name) == value for name, value in _order(exhibit).items()):
                    return json_reply({"code": "200", "success": True, "data": {"html": self._markup(exhibit, asked)}})
        return json_reply({"code": "500", "success": False, "message": "参数错误", "data": None})

    def _markup(self, exhibit: Exhibit, asked: Asked) -> str:
        """The list and its pager. The visible count is a placeholder that a script fills from the attributes."""
        wanted = _page_order(asked.query.get("paramJson", ""))
        page, size = wanted.get("pageNo", 1), wanted.get("pageSize", self.per_page)
        rows = exhibit.rows[(page - 1) * size : page * size]
        if not rows and exhibit.rows:
            return ""
        items = "".join(self._item(exhibit, row) for row in rows)
        pager = (
            f'<table class="paging" rows="{size}" count="{len(exhibit.rows)}" pageNo="{page}" '
            f'url="{UNIT}"><tr><td>共 <span>0</span> 页</td></tr></table>'
        )
        return f'<div class="list-con"><ul>{items}</ul></div>{pager}'

    def _item(self, exhibit: Exhibit, row: Row) -> str:
        host = f"//{self.host}" if "protocol-relative" in exhibit.plan.traps else ""
        shown = f"<span>{row.date:%Y-%m-%d}</span>" if row.date and exhibit.dated_rows else ""
        title = escape(row.title)
        return f'<li><a href="{host}{row.href}" title="{title}" target="_blank">{title}</a>{shown}</li>'


def _order(exhibit: Exhibit) -> dict[str, str]:
    """What the page tells the script to ask for. `bulidstatic` is the system's own spelling."""
    return {
        "parseType": "bulidstatic",
        "webId": hex_id(exhibit.unit.id, 32),
        "tplSetId": hex_id(f"{exhibit.unit.id}/templates", 32),
        "pageType": "column",
        "tagId": "当前栏目list" if "unheard" in exhibit.plan.traps else "信息列表",
        "editType": "null",
        "pageId": str(exhibit.number),
    }


def _page_order(text: str) -> dict[str, int]:
    try:
        value: Any = json.loads(text) if text else {}
        return {name: max(int(value[name]), 1) for name in ("pageNo", "pageSize") if name in value}
    except (ValueError, TypeError):
        return {}
