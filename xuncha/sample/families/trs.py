"""TRS WCM with the forms of the pager's call that the county portal does not use. Page 2 is `index_1`.

Traps: `records` adds the number of records to the call; `variables` writes the old inline variables instead of a call;
`tabs` puts half of the rows into a hidden second tab; `hidden-crumb` has an internal name in the breadcrumb that nobody
sees; `cut` cuts titles without saying so; `written` writes the rows by script.
"""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from xuncha.sample.families.hall import Exhibit
from xuncha.sample.families.plan import ExhibitPlan, HallPlan
from xuncha.sample.families.system import PublishingSystem, is_dated

CUT = 16
"""Letters of a title that a list shows which cuts them."""


class Trs(PublishingSystem):
    """Relative addresses below the column, the day in the name of an article."""

    id = "trs"
    per_page: ClassVar[int] = 15

    def column_path(self, unit: HallPlan, plan: ExhibitPlan, number: int) -> str:
        return f"{unit.path}{plan.folder}_{number}/"

    def article_path(self, exhibit: Exhibit, day: dt.date, number: int) -> str:
        if not is_dated(exhibit):
            return f"{exhibit.path}t{number}.shtml"
        return f"{exhibit.path}{day:%Y%m}/t{day:%Y%m%d}_{number}.shtml"

    def file_path(self, exhibit: Exhibit, name: str, day: dt.date, extension: str) -> str:
        digits = int(exhibit.hex_id(name, 9), 16)
        return f"{exhibit.path}{day:%Y%m}/P0{day:%Y%m%d}{digits:012}.{extension}"

    def page_path(self, exhibit: Exhibit, number: int) -> str:
        return exhibit.path if number == 1 else f"{exhibit.path}index_{number - 1}.shtml"

    def shown_title(self, exhibit: Exhibit, title: str) -> str:
        cut = "cut" in exhibit.plan.traps and len(title) > CUT
        return f"{title[:CUT]}..." if cut else title
