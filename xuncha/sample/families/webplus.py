"""Sudy WebPlus: `list.htm`, `list2.htm`. Where the pager leads nowhere it is written `javascript:void(0);`, on lists
of one page all four times.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import ClassVar

from xuncha.sample.families.hall import Exhibit, Sheet
from xuncha.sample.families.plan import ExhibitPlan, HallPlan
from xuncha.sample.families.skin import Skin
from xuncha.sample.families.system import PublishingSystem

NOWHERE = "javascript:void(0);"


class WebPlus(PublishingSystem):
    """The pager states the number of all records."""

    id = "webplus"
    per_page: ClassVar[int] = 14

    def column_path(self, unit: HallPlan, plan: ExhibitPlan, number: int) -> str:
        return f"{unit.path}{number}/list.htm"

    def article_path(self, exhibit: Exhibit, day: dt.date, number: int) -> str:
        key = exhibit.hex_id(number, 4)
        return f"{exhibit.unit.path}{key[:2]}/{key[2:]}/c{exhibit.number}a{number}/page.htm"

    def file_path(self, exhibit: Exhibit, name: str, day: dt.date, extension: str) -> str:
        key = exhibit.hex_id(name)
        return f"{exhibit.unit.path}_upload/article/files/{key[:2]}/{key[2:4]}/{key}.{extension}"

    def page_path(self, exhibit: Exhibit, number: int) -> str:
        return exhibit.path if number == 1 else exhibit.path.replace("list.htm", f"list{number}.htm")

    def list_sheets(self, exhibit: Exhibit, skin: Skin) -> Iterator[Sheet]:
        for number in range(1, max(exhibit.pages, 1) + 1):
            last = exhibit.pages
            steps = {
                "first": self.page_path(exhibit, 1) if number > 1 else NOWHERE,
                "prev": self.page_path(exhibit, number - 1) if number > 1 else NOWHERE,
                "next": self.page_path(exhibit, number + 1) if number < last else NOWHERE,
                "last": self.page_path(exhibit, last) if number < last else NOWHERE,
            }
            path = self.page_path(exhibit, number)
            yield skin.list_page(exhibit, number, path, steps=steps, per_page=self.per_page)
