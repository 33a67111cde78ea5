"""Turns columns and articles into HTML. One Jinja2 template for each kind of page; what a page is told stands here."""

from __future__ import annotations

import datetime as dt
import posixpath
from collections.abc import Iterable, Mapping

from jinja2 import Environment, PackageLoader, StrictUndefined

from xuncha.sample.content import ROWS_PER_PAGE, Article, Column, Crumb, Row
from xuncha.sample.hosts import Hosts
from xuncha.sample.links import PlantedLinks
from xuncha.sample.page import Block, MetaTags, Page, ShownRow, document_fields
from xuncha.sample.plan import Family, Shape, SitePlan
from xuncha.sample.truth import LinkPlant

HOME_ROWS = 6
_HOME_BLOCKS = {"portal": ("qhyw", "tzgg", "zcwj", "bmdt", "xzdt")}
_LISTS = {Family.TRS: "list.trs.html.j2", Family.GENERIC: "list.generic.html.j2"}
_ARTICLES = {Family.TRS: "article.trs.html.j2", Family.GENERIC: "article.generic.html.j2"}


class Renderer:
    """Renders the pages of one site for one set of hosts."""

    def __init__(
        self, plan: SitePlan, columns: Mapping[str, Column], planted: PlantedLinks, hosts: Hosts, as_of: dt.date
    ) -> None:
        self._plan = plan
        self._columns = columns
        self._planted = planted
        self._hosts = hosts
        self._metas = MetaTags(plan.site, hosts.portal, as_of)
        self._env = Environment(
            loader=PackageLoader(__package__), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )
        self._env.globals.update(site=plan.site, outside=self._link, portal_url=hosts.address("portal:/"))
        self._nav = self._menu(plan.portal.id)
        self._menus = {unit.id: self._menu(unit.id) for unit in plan.units}

    def column(self, column: Column) -> Iterable[tuple[str, bytes]]:
        """All pages of a column itself (not of its articles): path and body."""
        match column.plan.shape:
            case Shape.HOME:
                yield self._home(column)
            case Shape.JUMP:
                yield self._jump(column)
            case Shape.SINGLE:
                yield self._article(column, column.articles[0])
            case Shape.SCRIPT:
                yield self._page("script.html.j2", self._column_page(column))
            case Shape.LANDING | Shape.DIRECTORY:
                yield self._landing(column)
            case _:
                yield from self._list(column)

    def articles(self, column: Column) -> Iterable[tuple[str, bytes]]:
        """The article pages of a column with a list."""
        if column.plan.shape is not Shape.SINGLE:
            for article in column.articles:
                yield self._article(column, article)

    def calendar(self, year: int, month: int) -> bytes:
        """A page of the endless calendar."""
        before, after = divmod(year * 12 + month - 2, 12), divmod(year * 12 + month, 12)
        values = {"before": (before[0], before[1] + 1), "after": (after[0], after[1] + 1)}
        template = self._env.get_template("calendar.html.j2")
        return template.render(year=year, month=month, phone=self._plan.site.phone, **values).encode()

    def _home(self, column: Column) -> tuple[str, bytes]:
        unit = column.unit
        keys = _HOME_BLOCKS.get(unit.unit_class, ("gzdt", "tzgg"))
        shown = [each for key in keys if not (each := self._columns[f"{unit.id}/{key}"]).plan.absent]
        short = column.plan.short_dates
        blocks = [
            Block(each.plan.name, each.path, [self._home_row(each, row, short) for row in each.shown[:HOME_ROWS]])
            for each in shown
        ]
        newest = shown[0].rows[0]
        page = self._column_page(column)
        page.title = f"{unit.name}" if unit.path == "/" else f"{unit.name}-{self._plan.site.name}"
        page.metas = self._metas.site
        page.crumbs = () if unit.path == "/" else column.crumbs[:-1]
        page.extra = {"blocks": blocks, "banner": Row(newest.title, self._link(newest.href), None)}
        return self._page("home.html.j2", page)

    def _landing(self, column: Column) -> tuple[str, bytes]:
        page = self._column_page(column)
        if column.plan.shape is Shape.DIRECTORY:
            units = [unit for unit in self._plan.units if unit.unit_class is column.plan.gathers]
            page.extra = {"children": [Crumb(unit.name, unit.path) for unit in units]}
        else:
            children = [Crumb(child.plan.name, child.path) for child in column.children]
            page.extra = {"children": children}
        return self._page("landing.html.j2", page)

    def _jump(self, column: Column) -> tuple[str, bytes]:
        target = posixpath.relpath(column.children[0].path, column.path) + "/"
        body = self._env.get_template("jump.html.j2").render(page={"title": column.plan.name, "target": target})
        return column.path, body.encode(column.unit.encoding)

    def _list(self, column: Column) -> Iterable[tuple[str, bytes]]:
        rows = [self._row(column, row, short=column.plan.short_dates) for row in column.shown]
        per_page = ROWS_PER_PAGE[column.unit.family]
        pages = -(-len(rows) // per_page)
        template = "table.html.j2" if column.plan.shape is Shape.TABLE else _LISTS[column.unit.family]
        for number in range(1, max(pages, 1) + 1):
            page = self._column_page(column)
            if number > 1:
                page.links = ()
            page.path = column.page_path(number)
            page.extra = {
                "rows": rows[(number - 1) * per_page : number * per_page],
                "pages": pages,
                "number": number,
                "total": None if column.plan.says else len(rows),
                "pagers": _pagers(column, number, pages),
                "says": column.plan.says,
            }
            yield self._page(template, page)

    def _article(self, column: Column, article: Article) -> tuple[str, bytes]:
        single = column.plan.shape is Shape.SINGLE
        page = self._column_page(column)
        page.path, page.title, page.is_article = article.path, f"{article.title}-{self._plan.site.name}", not single
        page.decoys = column.plan.decoys if single else ()
        page.links = self._links_on(article.path)
        page.metas = self._metas.article(column, article)
        published = ""
        if article.date:
            # The generic family shows dates in the unit's own way of writing.
            pattern = "%Y-%m-%d" if column.unit.family is Family.TRS else column.unit.date_format
            published = f"{article.date.strftime(pattern)} {article.clock}"
        page.extra = {"article": article, "published": published, "fields": document_fields(article)}
        return self._page(_ARTICLES[column.unit.family], page)

    def _page(self, template: str, page: Page) -> tuple[str, bytes]:
        text = self._env.get_template(template).render(page=page.values)
        return page.path, text.encode(page.unit.encoding, "xmlcharrefreplace")

    def _column_page(self, column: Column) -> Page:
        unit = column.unit
        siblings = _siblings(column, self._columns)
        menu = self._menus[unit.id] if unit.path != "/" else [Crumb(each.plan.name, each.path) for each in siblings]
        return Page(
            path=column.path,
            title=f"{column.plan.name}-{unit.name}",
            unit=unit,
            column_name=column.plan.name,
            crumbs=column.crumbs,
            metas=self._metas.column(column),
            menu=menu,
            nav=self._nav,
            links=self._links_on(column.path),
            footer_links=[self._written(link) for link in self._planted.in_footer.get(unit.id, [])],
            decoys=column.plan.decoys,
        )

    def _links_on(self, path: str) -> list[LinkPlant]:
        return [self._written(link) for link in self._planted.on_page.get(path, [])]

    def _written(self, link: LinkPlant) -> LinkPlant:
        return link.model_copy(update={"href": self._link(link.href)})

    def _link(self, reference: str) -> str:
        """A reference as it is written in a page: paths of the portal without the host."""
        if reference.startswith("portal:/"):
            return reference.removeprefix("portal:")
        return self._hosts.address(reference)

    def _menu(self, unit_id: str) -> list[Crumb]:
        own = [column for column in self._columns.values() if column.unit.id == unit_id]
        return [Crumb(column.plan.name, column.path) for column in own if column.plan.menu and not column.plan.absent]

    def _row(self, column: Column, row: Row, *, short: bool = False) -> ShownRow:
        """A row as its own list shows it; TRS writes addresses below the column as relative ones."""
        shown = row.date.strftime("%m-%d" if short else column.unit.date_format) if row.date else ""
        href = self._link(row.href)
        if column.unit.family is Family.TRS and href.startswith(column.path):
            href = f"./{href.removeprefix(column.path)}"
        return ShownRow(row.title, href, shown, row.pinned)

    def _home_row(self, column: Column, row: Row, short: bool) -> ShownRow:
        return self._row(column, row, short=short)._replace(href=self._link(row.href))


def _siblings(column: Column, columns: Mapping[str, Column]) -> list[Column]:
    """Columns with the same parent, for the side menu of county pages; none beside first-level columns."""
    if column.plan.under is None:
        return []
    return [
        other
        for other in columns.values()
        if other.unit is column.unit and other.plan.under == column.plan.under and not other.plan.absent
    ]


def _pagers(column: Column, number: int, pages: int) -> list[Crumb]:
    """The links of the generic family's pager."""
    if pages < 2:
        return []
    steps = [("首页", 1), ("上一页", number - 1), ("下一页", number + 1), ("尾页", pages)]
    return [Crumb(text, column.page_path(page)) for text, page in steps if 1 <= page <= pages and page != number]
