"""PHPCMS as in Yunnan: the pager is base64 of URL-encoded markup, head and foot are loaded, and the title of every page
is the name of the site.
"""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Iterator
from typing import ClassVar
from urllib.parse import quote

from xuncha.sample.families.hall import Exhibit, Sheet
from xuncha.sample.families.plan import ExhibitPlan, HallPlan
from xuncha.sample.families.skin import Skin
from xuncha.sample.families.system import PublishingSystem, is_dated


class PhpCms(PublishingSystem):
    """Static lists: `index.html`, `2.html`."""

    id = "phpcms"
    per_page: ClassVar[int] = 15

    def column_path(self, unit: HallPlan, plan: ExhibitPlan, number: int) -> str:
        return f"{unit.path}html/{plan.folder}/index.html"

    def article_path(self, exhibit: Exhibit, day: dt.date, number: int) -> str:
        folder = exhibit.plan.folder
        if not is_dated(exhibit):
            return f"{exhibit.unit.path}html/{folder}/{number}.html"
        return f"{exhibit.unit.path}html/{day.year}/{folder}_{day:%m%d}/{number}.html"

    def file_path(self, exhibit: Exhibit, name: str, day: dt.date, extension: str) -> str:
        return f"{exhibit.unit.path}uploadfile/{day:%Y/%m%d}/{exhibit.hex_id(name, 20)}.{extension}"

    def page_path(self, exhibit: Exhibit, number: int) -> str:
        return exhibit.path if number == 1 else exhibit.path.replace("index.html", f"{number}.html")

    def list_sheets(self, exhibit: Exhibit, skin: Skin) -> Iterator[Sheet]:
        for number in range(1, max(exhibit.pages, 1) + 1):
            pager = _encoded(self._pager_markup(exhibit, number))
            yield skin.list_page(exhibit, number, self.page_path(exhibit, number), pager=pager)

    def _pager_markup(self, exhibit: Exhibit, number: int) -> str:
        """The pager before it is encoded: the number of rows, and the number of each page."""
        parts = [f'<a class="a1">{len(exhibit.rows)}条</a>']
        for each in range(1, exhibit.pages + 1):
            path = self.page_path(exhibit, each)
            parts.append(f"<span>{each}</span>" if each == number else f'<a href="{path}">{each}</a>')
        if number < exhibit.pages:
            parts.append(f'<a href="{self.page_path(exhibit, number + 1)}" class="a1">下一页</a>')
        return " ".join(parts)


def _encoded(markup: str) -> str:
    return base64.b64encode(quote(markup).encode()).decode()
