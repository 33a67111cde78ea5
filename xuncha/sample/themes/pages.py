"""Turns a theme's plan into pages and files."""

from __future__ import annotations

import datetime as dt
import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined

from config.document import document_text
from xuncha.sample.answers import HTML
from xuncha.sample.files import MEDIA_TYPES, make_file, spoilt_file
from xuncha.sample.pdf_files import ruled_pdf
from xuncha.sample.themes.names import ThemeHosts
from xuncha.sample.themes.plan import ArticlePlan, FilePlan, Furniture, LinkPlan, ThemeColumn, ThemePlan, ThemeUnit

HOME_ROWS = 5
OLDER = "/older.html"
ROBOTS = "/robots.txt"
PICTURES = ("logo", "party", "jiucuo")


class Shown(NamedTuple):
    """A link as it is printed; `shown` is the date beside it."""

    text: str
    path: str
    shown: str = ""


class Block(NamedTuple):
    """A column on a home page."""

    text: str
    path: str
    rows: list[Shown]


@dataclass
class Page:
    """What the template needs to know about a page."""

    path: str
    title: str
    furniture: Furniture
    unit_name: str
    unit_path: str
    address: str
    heading: str = ""
    query: str = ""
    metas: list[tuple[str, str]] = field(default_factory=list)
    nav: list[Shown] = field(default_factory=list)
    crumbs: list[Shown] = field(default_factory=list)
    article: ArticlePlan | None = None
    published: str = ""
    source: str = ""
    body: str = ""
    rows: list[Shown] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    links: list[Shown] = field(default_factory=list)
    files: list[Shown] = field(default_factory=list)


class ThemePages:
    """All pages and files of a theme on its `hosts`, the marks of the outside world at `outside`."""

    def __init__(self, plan: ThemePlan, hosts: ThemeHosts, outside: str) -> None:
        self._plan = plan
        self._hosts = hosts
        self._host = hosts.portal
        self._by_name = {f"{column.unit}/{column.key}": column for column in plan.columns}
        self._site_name = plan.furniture.site_name or plan.name
        self._env = Environment(
            loader=PackageLoader("xuncha.sample"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )
        self._env.globals.update(
            older=OLDER,
            search=plan.search,
            site_name=self._site_name,
            outside=f"http://{outside}",
        )

    def made(self) -> dict[str, tuple[bytes, str]]:
        """Body and media type by path."""
        found: dict[str, tuple[bytes, str]] = {}
        for page in self._pages():
            found[page.path] = (self._printed(page), HTML)
        for path, file in self._files():
            extension = path.rpartition(".")[2].lower()
            found[path] = (_body(file, extension), MEDIA_TYPES[extension])
        for name in PICTURES:
            found[f"/images/{name}.png"] = (make_file("png", name), MEDIA_TYPES["png"])
        found[ROBOTS] = (b"User-agent: *\nDisallow:\n", "text/plain")
        return found

    def results(self, query: str) -> bytes:
        """The page of results for what was entered in the search box."""
        search = self._plan.search
        assert search is not None
        words = query.strip()
        found = [
            Shown(article.title, self.article_path(column, number), str(article.date or ""))
            for column in self._plan.columns
            if f"{column.unit}/{column.key}" not in search.leaves_out
            for number, article in enumerate(column.articles, start=1)
            if words and words in article.title
        ]
        page = self._page(self._plan.units[0], search.at, f"搜索-{self._site_name}")
        page.heading = "搜索结果"
        page.rows = found[: search.page_size]
        page.query = words if search.shows_query else ""
        page.body = "" if found else _paragraphs(search.nothing)
        return self._printed(page)

    def _printed(self, page: Page) -> bytes:
        text = self._env.get_template("themes/page.html.j2").render(page=page, furniture=page.furniture)
        return self._hosts.led(text, page.path).encode()

    def article_path(self, column: ThemeColumn, number: int) -> str:
        """The address of the article with this number (from 1)."""
        article = column.articles[number - 1]
        if article.path:
            return posixpath.normpath(posixpath.join(column.path, article.path))
        day = f"{article.date:%Y%m%d}" if article.date else "00000000"
        return f"{column.path}t{day}_{number}.html"

    def _pages(self) -> Iterator[Page]:
        for unit in self._plan.units:
            yield self._home(unit)
        yield self._site_map()
        if self._plan.furniture.accessible:
            yield self._for_the_elderly()
        for column in self._plan.columns:
            yield self._column(column)
            for number, article in enumerate(column.articles, start=1):
                yield self._article(column, number, article)

    def _files(self) -> Iterator[tuple[str, FilePlan]]:
        for column in self._plan.columns:
            for number, article in enumerate(column.articles, start=1):
                for file in article.files:
                    if file.status == 200:
                        yield self._below(self.article_path(column, number), file.path), file

    def _home(self, unit: ThemeUnit) -> Page:
        page = self._page(unit, unit.path, unit.name if unit.path != "/" else self._site_name)
        page.heading = unit.name
        for column in self._plan.columns_of(unit.id):
            if column.menu and not column.under:
                page.blocks.append(Block(column.name, column.path, self._rows(column)[:HOME_ROWS]))
        if unit.path == "/":
            page.links = [Shown(other.name, other.path) for other in self._plan.units if other is not unit]
        return page

    def _site_map(self) -> Page:
        unit = self._plan.units[0]
        page = self._page(unit, "/sitemap.html", f"网站地图-{self._site_name}")
        page.heading = "网站地图"
        page.links = [Shown(column.name, column.path) for column in self._plan.columns]
        return page

    def _for_the_elderly(self) -> Page:
        unit, name = self._plan.units[0], self._plan.furniture.accessible
        page = self._page(unit, OLDER, f"{name}-{self._site_name}")
        page.heading = name
        page.body = _paragraphs("字体放大、对比度增强的浏览方式，供老年人和视力不便的人士使用，可以用键盘操作。")
        return page

    def _column(self, column: ThemeColumn) -> Page:
        unit = self._plan.unit(column.unit)
        page = self._page(unit, column.path, f"{column.name}-{unit.name}")
        page.heading, page.crumbs = column.name, self._crumbs(column)
        page.metas = self._tags(self._column_tags(column), column.metas)
        page.body = column.html or (_paragraphs(column.text) if column.text else "")
        page.rows = self._rows(column)
        below = [other for other in self._plan.columns_of(column.unit) if other.under == column.key]
        page.links = [*(Shown(other.name, other.path) for other in below), *map(self._link, column.links)]
        return page

    def _article(self, column: ThemeColumn, number: int, article: ArticlePlan) -> Page:
        unit, path = self._plan.unit(column.unit), self.article_path(column, number)
        page = self._page(unit, path, f"{article.title}-{unit.name}")
        page.article, page.crumbs = article, self._crumbs(column)
        page.source = article.source or unit.name
        page.published = f"{article.date} {article.clock}".strip() if article.date else ""
        tags = [*self._column_tags(column), ("ArticleTitle", article.title)]
        tags += [("PubDate", page.published)] if article.date else []
        page.metas = self._tags([*tags, ("ContentSource", page.source), ("Keywords", column.name)], article.metas)
        body = document_text(article.document) if article.document else article.body
        page.body = _paragraphs(body or f"{article.title}有关情况见全文。")
        page.links = [self._link(link) for link in article.links]
        page.files = [Shown(file.title, self._below(path, file.path)) for file in article.files]
        return page

    def _page(self, unit: ThemeUnit, path: str, title: str) -> Page:
        furniture = unit.furniture or self._plan.furniture
        page = Page(path, title, furniture, unit.name, unit.path, f"http://{self._hosts.of(path)}{path}")
        page.metas = self._site_tags()
        page.nav = [
            Shown(column.name, column.path)
            for column in self._plan.columns_of(unit.id)
            if column.menu and not column.under
        ]
        return page

    def _site_tags(self) -> list[tuple[str, str]]:
        code = self._plan.furniture.code
        return [("SiteName", self._site_name), ("SiteDomain", self._host), ("SiteIDCode", code)]

    def _column_tags(self, column: ThemeColumn) -> list[tuple[str, str]]:
        unit = self._plan.unit(column.unit)
        described = f"{unit.name}{column.name}栏目"
        more = [("ColumnDescription", described), ("ColumnKeywords", column.name), ("ColumnType", column.name)]
        return [*self._site_tags(), ("ColumnName", column.name), *more]

    @staticmethod
    def _tags(usual: list[tuple[str, str]], changes: Mapping[str, str | None]) -> list[tuple[str, str]]:
        told: dict[str, Any] = {**dict(usual), **changes}
        return [(name, content) for name, content in told.items() if content is not None]

    def _crumbs(self, column: ThemeColumn) -> list[Shown]:
        unit = self._plan.unit(column.unit)
        trail = [Shown(column.name, column.path)]
        above = column.under
        while above:
            parent = self._by_name[f"{column.unit}/{above}"]
            trail.insert(0, Shown(parent.name, parent.path))
            above = parent.under
        if unit.path != "/":
            trail.insert(0, Shown(unit.name, unit.path))
        return [Shown("首页", "/"), *trail]

    def _rows(self, column: ThemeColumn) -> list[Shown]:
        """The rows of a list, the newest first, undated ones last."""
        numbered = sorted(
            enumerate(column.articles, start=1), key=lambda each: each[1].date or dt.date.min, reverse=True
        )
        return [
            Shown(article.title, self.article_path(column, number), article.listed or str(article.date or ""))
            for number, article in numbered
        ]

    def _link(self, link: LinkPlan) -> Shown:
        column, _, number = link.to.rpartition("/")
        if column in self._by_name and number.isdigit():
            return Shown(link.text, self.article_path(self._by_name[column], int(number)))
        return Shown(link.text, self._by_name[link.to].path if link.to in self._by_name else link.to)

    @staticmethod
    def _below(article: str, path: str) -> str:
        return posixpath.normpath(posixpath.join(posixpath.dirname(article), path))


def _paragraphs(text: str) -> str:
    """A paragraph for each line; lines of markup as they stand."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return "\n".join(line if line.startswith("<") else f"<p>{escape(line)}</p>" for line in lines)


def _body(file: FilePlan, extension: str) -> bytes:
    said = file.text or file.title
    if file.spoilt:
        return spoilt_file(file.spoilt, extension, said)
    return ruled_pdf(said) if file.ruled else make_file(extension, said)
