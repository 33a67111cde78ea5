"""The county shape of Jinan and Liaocheng: `/gongkai/site_<unit>/channel_<hex>/doc_<hex>.html`.

Traps: `slashes` writes the addresses of a list with a doubled slash.
"""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from xuncha.sample.families.hall import Exhibit, hex_id
from xuncha.sample.families.plan import ExhibitPlan, HallPlan
from xuncha.sample.families.system import PublishingSystem


class Gongkai(PublishingSystem):
    """Static lists with a pager in words; no address tells a day."""

    id = "gongkai"
    per_page: ClassVar[int] = 15

    def column_path(self, unit: HallPlan, plan: ExhibitPlan, number: int) -> str:
        return f"{unit.path}channel_{hex_id(f'{unit.id}/{plan.key}', 24)}/"

    def article_path(self, exhibit: Exhibit, day: dt.date, number: int) -> str:
        return f"{exhibit.path}doc_{exhibit.hex_id(number, 24)}.html"
