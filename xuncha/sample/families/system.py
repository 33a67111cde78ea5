"""The small protocol behind which every publishing system of the exhibits stands."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from xuncha.sample.families.asked import Asked
from xuncha.sample.families.hall import Exhibit, Hall, Sheet
from xuncha.sample.families.plan import ExhibitPlan, HallPlan
from xuncha.sample.loopback import Reply
from xuncha.sample.page import Metas
from xuncha.sample.plan import Dates

if TYPE_CHECKING:
    from xuncha.sample.families.skin import Skin


class PublishingSystem(ABC):
    """One family: where its pages lie, how its lists are written, and what its interfaces answer.

    Its templates are `templates/families/<id>/base.html.j2`, `list.html.j2` and `article.html.j2`. `per_page` is the
    number of rows on a list page.
    """

    id: ClassVar[str]
    per_page: ClassVar[int] = 15

    def __init__(self, host: str) -> None:
        """`host` (host:port) is where the pages are served."""
        self.host = host

    @abstractmethod
    def column_path(self, unit: HallPlan, plan: ExhibitPlan, number: int) -> str:
        """The address of a column's first page."""

    @abstractmethod
    def article_path(self, exhibit: Exhibit, day: dt.date, number: int) -> str:
        """The address of an article; that of an undated column must not tell the day."""

    def file_path(self, exhibit: Exhibit, name: str, day: dt.date, extension: str) -> str:
        """The address of a file. `name` tells the files of a column apart."""
        return f"{exhibit.unit.path}upload/{day:%Y%m}/{exhibit.hex_id(name, 24)}.{extension}"

    def link_to(self, exhibit: Exhibit) -> str:
        """The address at which visitors find a column; it may have a `#`."""
        return exhibit.path

    def page_path(self, exhibit: Exhibit, number: int) -> str:
        """The address of list page `number`, counted from 1."""
        return exhibit.path if number == 1 else f"{exhibit.path}index_{number}.html"

    def shown_title(self, exhibit: Exhibit, title: str) -> str:
        """A title as the list gives it away, be it as text or as `title=`."""
        return title

    def list_sheets(self, exhibit: Exhibit, skin: Skin) -> Iterator[Sheet]:
        """All pages of a column with a list; one page also when there are no rows."""
        for number in range(1, max(exhibit.pages, 1) + 1):
            yield skin.list_page(exhibit, number, self.page_path(exhibit, number), pager=self.pager(exhibit, number))

    def pager(self, exhibit: Exhibit, number: int) -> Sequence[tuple[str, str]]:
        """(text, address) of the links of a pager with words; empty for a list of one page."""
        last = exhibit.pages
        steps = (("首页", 1), ("上一页", number - 1), ("下一页", number + 1), ("尾页", last))
        if last < 2:
            return ()
        return tuple((text, self.page_path(exhibit, to)) for text, to in steps if 1 <= to <= last and to != number)

    def more_sheets(self, hall: Hall, skin: Skin) -> Iterable[Sheet]:
        """Further pages and files of a unit: twins, frames, scripts."""
        return ()

    def metas(self, exhibit: Exhibit, usual: Metas, generated: str) -> Metas:
        """The meta tags of a page of this column; `generated` is when the system wrote the page."""
        return usual

    def answer(self, asked: Asked, halls: Sequence[Hall]) -> Reply | None:
        """What the family's interfaces answer to a request; None when it is meant for none of them."""
        return None


def is_dated(exhibit: Exhibit) -> bool:
    """Whether the addresses of a column's articles may tell the day."""
    return exhibit.plan.dates is not Dates.NOWHERE
