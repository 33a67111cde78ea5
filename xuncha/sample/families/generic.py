"""A system of no known family: a pager from the server whose first page goes by two names, and odd ways with dates.

Traps: `years` groups rows with month and day only below headings with the year; `clock` shows a saved 今天是 clock.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import ClassVar

from xuncha.sample.families.hall import Exhibit, Hall, Sheet, is_list
from xuncha.sample.families.plan import ExhibitPlan, HallPlan
from xuncha.sample.families.skin import Skin
from xuncha.sample.families.system import PublishingSystem, is_dated


class Generic(PublishingSystem):
    """`index.html` and `index_1.html` are the same page; the second one is `index_2.html`."""

    id = "generic"
    per_page: ClassVar[int] = 15

    def column_path(self, unit: HallPlan, plan: ExhibitPlan, number: int) -> str:
        return f"{unit.path}{plan.folder}/index.html"

    def article_path(self, exhibit: Exhibit, day: dt.date, number: int) -> str:
        folder = exhibit.path.removesuffix("index.html")
        return f"{folder}{day:%Y}/{day:%m-%d}/{number}.html" if is_dated(exhibit) else f"{folder}{number}.html"

    def page_path(self, exhibit: Exhibit, number: int) -> str:
        return exhibit.path if number == 1 else exhibit.path.replace("index.html", f"index_{number}.html")

    def more_sheets(self, hall: Hall, skin: Skin) -> Iterable[Sheet]:
        """The second name of each first page."""
        for exhibit in hall.exhibits:
            if is_list(exhibit) and exhibit.pages > 1:
                first = next(iter(self.list_sheets(exhibit, skin)))
                yield first._replace(path=exhibit.path.replace("index.html", "index_1.html"))
