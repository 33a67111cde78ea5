"""Old ASP sites of counties: GB2312, tables, everything behind query strings."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from xuncha.sample.families.hall import Exhibit
from xuncha.sample.families.plan import ExhibitPlan, HallPlan
from xuncha.sample.families.system import PublishingSystem


class OldAsp(PublishingSystem):
    """`class.asp?class=1150`, further pages `&page=2`, articles `show.asp?id=8`."""

    id = "old-asp"
    per_page: ClassVar[int] = 12

    def column_path(self, unit: HallPlan, plan: ExhibitPlan, number: int) -> str:
        return f"{unit.path}class.asp?class={number}"

    def article_path(self, exhibit: Exhibit, day: dt.date, number: int) -> str:
        return f"{exhibit.unit.path}show.asp?id={number}"

    def file_path(self, exhibit: Exhibit, name: str, day: dt.date, extension: str) -> str:
        return f"{exhibit.unit.path}UploadFile/{day:%Y-%m}/{exhibit.hex_id(name, 14)}.{extension}"

    def page_path(self, exhibit: Exhibit, number: int) -> str:
        return exhibit.path if number == 1 else f"{exhibit.path}&page={number}"
