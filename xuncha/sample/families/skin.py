"""Renders the pages of the exhibits: the parts that all families share, each inside the family's own frame."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from xuncha.sample.answers import HTML
from xuncha.sample.content import Article, Crumb, Row
from xuncha.sample.families.hall import Exhibit, Hall, Sheet
from xuncha.sample.families.plan import ExhibitsPlan
from xuncha.sample.hosts import Hosts
from xuncha.sample.page import GENERATED_AT, MetaTags, ShownRow, document_fields
from xuncha.sample.plan import Shape

HOME_ROWS = 6
"""Rows of each list on a unit's home page."""
HOME_LISTS = ("gzdt", "tzgg")


class Skin:
    """Renders for one set of hosts. Every page is told about its unit, its column and the portal."""

    def __init__(self, plan: ExhibitsPlan, hosts: Hosts, as_of: dt.date) -> None:
        self._metas = MetaTags(plan.site, hosts.sites, as_of)
        self.host = hosts.sites
        self.as_of = as_of
        self.generated = f"{dt.datetime.combine(as_of - dt.timedelta(days=1), GENERATED_AT):%Y-%m-%d %H:%M:%S}"
        self._env = Environment(
            loader=PackageLoader("xuncha.sample"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )
        self._env.globals.update(site=plan.site, outside=hosts.address, portal_url=hosts.address("sites:/"))

    def directory(self, halls: list[Hall]) -> Sheet:
        """The home page of the whole portal: an entrance to the units."""
        units = [Crumb(hall.plan.name, hall.plan.path) for hall in halls]
        body = self._env.get_template("families/directory.html.j2").render(units=units, metas=self._metas.site)
        return Sheet("/", body.encode(), HTML)

    def home(self, hall: Hall) -> Sheet:
        """The home page of a unit: its newest rows and its columns."""
        shown = [each for each in hall.exhibits if each.plan.key in HOME_LISTS]
        blocks = [(each, [self.row(each, row) for row in _newest(each)]) for each in shown]
        return self._page(hall, "families/home.html.j2", hall.plan.path, hall.plan.name, blocks=blocks)

    def list_page(self, exhibit: Exhibit, number: int, path: str, template: str = "list", **values: Any) -> Sheet:
        """List page `number` of a column, by the family's template of this name."""
        rows = [self.row(exhibit, row) for row in exhibit.page_rows(number)]
        return self.column_page(
            exhibit, template, path, rows=rows, number=number, pages=exhibit.pages, total=len(exhibit.rows), **values
        )

    def column_page(self, exhibit: Exhibit, template: str, path: str | None = None, **values: Any) -> Sheet:
        """Any page of a column, by the family's template of this name."""
        title = f"{exhibit.plan.name}-{exhibit.unit.name}"
        name = f"families/{exhibit.hall.system.id}/{template}.html.j2"
        return self._page(exhibit.hall, name, path or exhibit.path, title, exhibit, **values)

    def other(self, exhibit: Exhibit) -> Sheet:
        """The page of a column that shows no list: entrance, notice or a single text."""
        if exhibit.plan.shape is Shape.SINGLE:
            return self.article(exhibit, exhibit.articles[0])
        template = "landing" if exhibit.plan.shape is Shape.LANDING else "notice"
        title = f"{exhibit.plan.name}-{exhibit.unit.name}"
        return self._page(exhibit.hall, f"families/{template}.html.j2", exhibit.path, title, exhibit)

    def article(self, exhibit: Exhibit, article: Article) -> Sheet:
        """A content page."""
        values = {
            "article": article,
            "published": f"{article.date:%Y-%m-%d} {article.clock}" if article.date else "",
            "fields": document_fields(article),
        }
        name = f"families/{exhibit.hall.system.id}/article.html.j2"
        usual = self._metas.article(exhibit, article)
        return self._page(
            exhibit.hall, name, article.path, f"{article.title}-{exhibit.unit.name}", exhibit, usual=usual, **values
        )

    def articles(self, exhibit: Exhibit) -> Iterator[Sheet]:
        """The articles of a column with a list."""
        if exhibit.plan.shape is not Shape.SINGLE:
            for article in exhibit.articles:
                yield self.article(exhibit, article)

    def row(self, exhibit: Exhibit, row: Row) -> ShownRow:
        """A row as its list shows it."""
        day = row.date if exhibit.dated_rows else None
        title = exhibit.hall.system.shown_title(exhibit, row.title)
        return ShownRow(title, row.href, day.strftime(exhibit.unit.date_format) if day else "", row.pinned)

    def text(self, template: str, **values: Any) -> str:
        """A piece of a page."""
        return self._env.get_template(template).render(**values)

    def _page(
        self, hall: Hall, template: str, path: str, title: str, exhibit: Exhibit | None = None, **values: Any
    ) -> Sheet:
        plan = hall.plan
        usual = values.pop("usual", None) or (self._metas.column(exhibit) if exhibit else self._metas.site)
        page = {
            "base": f"families/{hall.system.id}/base.html.j2",
            "path": path,
            "title": title,
            "unit": plan,
            "exhibit": exhibit,
            "column": exhibit.plan if exhibit else None,
            "crumbs": exhibit.crumbs if exhibit else (),
            "menu": [Crumb(each.plan.name, each.link) for each in hall.exhibits],
            "metas": hall.system.metas(exhibit, usual, self.generated) if exhibit else usual,
            "generated": self.generated,
            "is_article": "article" in values,
            "host": self.host,
        }
        text = self.text(template, page=page | values)
        media_type = HTML if plan.encoding == "utf-8" else "text/html"
        return Sheet(path, text.encode(plan.encoding, "xmlcharrefreplace"), media_type)


def _newest(exhibit: Exhibit) -> list[Row]:
    """What a home page shows of a column: its first rows, without the pinned ones."""
    return [row for row in exhibit.rows if not row.pinned][:HOME_ROWS]
