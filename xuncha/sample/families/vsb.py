"""Boda VSB (Visual SiteBuilder): the pager runs backwards. Of 3 pages the second is `gzdt/2.htm`, the last
`gzdt/1.htm`.

Traps: `counter` puts the scripts that count visits on articles.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import ClassVar

from xuncha.sample.families.hall import Exhibit, Sheet
from xuncha.sample.families.plan import ExhibitPlan, HallPlan
from xuncha.sample.families.skin import Skin
from xuncha.sample.families.system import PublishingSystem


class Vsb(PublishingSystem):
    """No address tells a day; the oldest rows stand at an address that never changes."""

    id = "vsb"
    per_page: ClassVar[int] = 14

    def column_path(self, unit: HallPlan, plan: ExhibitPlan, number: int) -> str:
        return f"{unit.path}{plan.folder}.htm"

    def article_path(self, exhibit: Exhibit, day: dt.date, number: int) -> str:
        return f"{exhibit.unit.path}info/{exhibit.number % 10000}/{number}.htm"

    def file_path(self, exhibit: Exhibit, name: str, day: dt.date, extension: str) -> str:
        key = exhibit.hex_id(name).upper()
        return f"{exhibit.unit.path}__local/{key[0]}/{key[1:3]}/{key[3:5]}/{key}.{extension}"

    def page_path(self, exhibit: Exhibit, number: int) -> str:
        if number == 1:
            return exhibit.path
        return f"{exhibit.path.removesuffix('.htm')}/{exhibit.pages + 1 - number}.htm"

    def list_sheets(self, exhibit: Exhibit, skin: Skin) -> Iterator[Sheet]:
        for number in range(1, max(exhibit.pages, 1) + 1):
            numbers = [(each, self.page_path(exhibit, each)) for each in range(1, exhibit.pages + 1)]
            yield skin.list_page(exhibit, number, self.page_path(exhibit, number), numbers=numbers)
