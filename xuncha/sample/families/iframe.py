"""Counties whose columns are shells: the list stands in a frame of the same host.

The frame's own page has no breadcrumb and no navigation.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import ClassVar

from crawler.kinds import ListSource
from xuncha.sample.families.hall import Exhibit, Sheet
from xuncha.sample.families.plan import ExhibitPlan, HallPlan
from xuncha.sample.families.skin import Skin
from xuncha.sample.families.system import PublishingSystem


class Iframe(PublishingSystem):
    """The shell is `index.html`; the frame counts its pages `list_<column>.html`, `list_<column>_2.html`."""

    id = "iframe"
    per_page: ClassVar[int] = 12

    def column_path(self, unit: HallPlan, plan: ExhibitPlan, number: int) -> str:
        return f"{unit.path}{plan.folder}/index.html"

    def article_path(self, exhibit: Exhibit, day: dt.date, number: int) -> str:
        return f"{exhibit.unit.path}{exhibit.plan.folder}/{number}.html"

    def page_path(self, exhibit: Exhibit, number: int) -> str:
        if exhibit.plan.source is not ListSource.IFRAME:
            return super().page_path(exhibit, number)
        more = "" if number == 1 else f"_{number}"
        return f"{exhibit.unit.path}frame/list_{exhibit.number}{more}.html"

    def list_sheets(self, exhibit: Exhibit, skin: Skin) -> Iterator[Sheet]:
        if exhibit.plan.source is not ListSource.IFRAME:
            yield from super().list_sheets(exhibit, skin)
            return
        yield skin.column_page(exhibit, "shell", frame=self.page_path(exhibit, 1))
        for number in range(1, max(exhibit.pages, 1) + 1):
            pager = self.pager(exhibit, number)
            yield skin.list_page(exhibit, number, self.page_path(exhibit, number), "frame", pager=pager)
