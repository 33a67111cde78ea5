"""Columns that only a browser can fill: a script asks an address that is no interface of any known family.

Traps: `app` sends an empty root node, and the script brings the frame of the page as well.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from html import escape
from typing import ClassVar

from xuncha.sample.families.asked import Asked, json_reply
from xuncha.sample.families.hall import Exhibit, Hall, Sheet
from xuncha.sample.families.plan import ExhibitPlan, HallPlan
from xuncha.sample.families.skin import Skin
from xuncha.sample.families.system import PublishingSystem
from xuncha.sample.loopback import Reply

INTERFACE = "/open/portal/channel/rows"


class Browser(PublishingSystem):
    """Static lists beside them, so that the unit has a home page worth the name."""

    id = "browser"
    per_page: ClassVar[int] = 15

    def column_path(self, unit: HallPlan, plan: ExhibitPlan, number: int) -> str:
        return f"{unit.path}{plan.folder}/"

    def article_path(self, exhibit: Exhibit, day: dt.date, number: int) -> str:
        return f"{exhibit.path}{number}.html"

    def list_sheets(self, exhibit: Exhibit, skin: Skin) -> Iterator[Sheet]:
        if not exhibit.plan.needs_browser:
            yield from super().list_sheets(exhibit, skin)
            return
        template = "app" if "app" in exhibit.plan.traps else "fetched"
        yield skin.column_page(exhibit, template, url=INTERFACE)

    def answer(self, asked: Asked, halls: Sequence[Hall]) -> Reply | None:
        if asked.path != INTERFACE:
            return None
        known = {str(each.number): each for hall in halls for each in hall.exhibits if each.plan.needs_browser}
        exhibit = known.get(asked.query.get("channel", ""))
        rows = exhibit.rows if exhibit else []
        items = [{"title": row.title, "href": row.href, "day": f"{row.date:%Y-%m-%d}"} for row in rows if row.date]
        return json_reply({"items": items, "frame": _frame(exhibit) if exhibit else ""})


def _frame(exhibit: Exhibit) -> str:
    """What the application puts around its rows."""
    crumbs = " &gt; ".join(f'<a href="{crumb.path}">{escape(crumb.text)}</a>' for crumb in exhibit.crumbs)
    head = f'<div class="position">当前位置：{crumbs}</div><h2>{escape(exhibit.plan.name)}</h2>'
    return f'{head}<div class="main"><ul class="list"></ul></div>'
