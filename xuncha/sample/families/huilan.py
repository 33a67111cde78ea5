"""Huilan EasySite: articles at `/<number>/index.html`, and a meta `createDate` that is once the article's and once the
page's.

Traps: `sessions` writes session ids into the addresses of a list, which are no part of them.
"""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from xuncha.sample.families.hall import Exhibit
from xuncha.sample.families.plan import ExhibitPlan, HallPlan
from xuncha.sample.families.system import PublishingSystem
from xuncha.sample.page import Metas


class Huilan(PublishingSystem):
    """Static lists with a pager in words."""

    id = "huilan"
    per_page: ClassVar[int] = 12

    def column_path(self, unit: HallPlan, plan: ExhibitPlan, number: int) -> str:
        return f"{unit.path}{plan.folder}/index.html"

    def article_path(self, exhibit: Exhibit, day: dt.date, number: int) -> str:
        return f"{exhibit.unit.path}{exhibit.plan.folder}/{number}/index.html"

    def page_path(self, exhibit: Exhibit, number: int) -> str:
        return exhibit.path if number == 1 else exhibit.path.replace("index.html", f"index_{number}.html")

    def metas(self, exhibit: Exhibit, usual: Metas, generated: str) -> Metas:
        return [*usual, ("createDate", generated)]
