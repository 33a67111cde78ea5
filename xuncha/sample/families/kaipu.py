"""Kaipu xhtml cluster: the time of generation stands where the date of publication belongs, first children instead of
columns, rows inside a comment.

Traps: `commented` puts rows and pager into a comment that a script uncovers; `switches` links `?state=` variants.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from xuncha.sample.families.hall import Exhibit, Hall, Sheet
from xuncha.sample.families.plan import ExhibitPlan, HallPlan
from xuncha.sample.families.skin import Skin
from xuncha.sample.families.system import PublishingSystem
from xuncha.sample.files import MEDIA_TYPES
from xuncha.sample.page import Metas
from xuncha.sample.plan import Shape

UNCOVER = b"""(function () {
  var lists = document.getElementsByTagName('ul');
  for (var i = 0; i < lists.length; i++) { lists[i].innerHTML = lists[i].innerHTML.replace(/<!--|-->/g, ''); }
})();
"""
"""What makes the rows in a comment visible."""


class Kaipu(PublishingSystem):
    """Pages are counted from 1: `common_list.shtml`, `common_list_2.shtml`."""

    id = "kaipu"

    def column_path(self, unit: HallPlan, plan: ExhibitPlan, number: int) -> str:
        name = "redirect_firstChannel" if plan.shape is Shape.JUMP else "common_list"
        return f"{unit.path}c{number}/{name}.shtml"

    def article_path(self, exhibit: Exhibit, day: dt.date, number: int) -> str:
        return f"{exhibit.unit.path}c{exhibit.number}/{day:%Y%m}/{exhibit.hex_id(number)}.shtml"

    def page_path(self, exhibit: Exhibit, number: int) -> str:
        return exhibit.path if number == 1 else exhibit.path.replace(".shtml", f"_{number}.shtml")

    def metas(self, exhibit: Exhibit, usual: Metas, generated: str) -> Metas:
        """`others` tells when the page was generated, and `PubDate` of an article is the same moment."""
        system = [("channelId", exhibit.hex_id("channel")), ("code", f"c{exhibit.number}")]
        known = [(name, generated if name == "PubDate" else value) for name, value in usual if name != "others"]
        if any(name == "ArticleTitle" for name, _ in known) and not any(name == "PubDate" for name, _ in known):
            known.append(("PubDate", generated))
        return [*system, *known, ("others", f"页面生成时间 {generated}")]

    def more_sheets(self, hall: Hall, skin: Skin) -> Iterable[Sheet]:
        """The columns that only send their visitors on to their first child, and the script that uncovers rows."""
        yield Sheet(f"{hall.plan.path}xhtml/js/page_list.js", UNCOVER, MEDIA_TYPES["js"])
        for exhibit in hall.exhibits:
            if exhibit.plan.shape is Shape.JUMP:
                yield skin.column_page(exhibit, "jump", target=exhibit.children[0].path)
