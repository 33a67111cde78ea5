"""The whole sample portal in memory: every address that answers, with what it answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import format_datetime

from config.registry import UnitClass
from xuncha.sample.answers import HTML, outside_page
from xuncha.sample.articles import write_column
from xuncha.sample.content import Column, Crumb, Row, crumbs_of, first_page
from xuncha.sample.families.asked import plain_target
from xuncha.sample.families.build import Exhibition, build_exhibition
from xuncha.sample.families.plan import load_exhibits
from xuncha.sample.files import MEDIA_TYPES, make_file
from xuncha.sample.hosts import Hosts
from xuncha.sample.links import PlantedLinks, plant_articles
from xuncha.sample.pages import Renderer
from xuncha.sample.plan import ColumnPlan, Dates, Shape, SitePlan
from xuncha.sample.resource import Resource, resource
from xuncha.sample.truth import Truth

SITE_FILES = {
    "/css/site.css": b"body{font-family:sans-serif;margin:0 auto;max-width:1100px}.list span{float:right}\n",
    "/js/page.js": (
        b"function showClock(){}\n"
        b"function createPageHTML(_nPageCount,_nCurrIndex,_sPageName,_sPageExt){if(_nPageCount<2){return;}"
        b"for(var i=0;i<_nPageCount;i++){document.write('<a href=\"'+_sPageName+(i?'_'+i:'')+'.'+_sPageExt+'\">'"
        b"+(i+1)+'</a> ');}}\n"
    ),
    "/robots.txt": b"User-agent: *\nDisallow: /neibu/\nDisallow: /search\n",
}
PICTURES = ("logo", "party", "jiucuo", "banner")
OUTSIDE_PAGES = ("/beian/icp.html", "/beian/police.html", "/bszs/red.html", "/exposure/jiucuo.html", "/")


@dataclass(frozen=True)
class Site:
    """All columns by `unit/key`, all resources by host name and path, the renderer for what is made on demand, and
    the second portal with an exhibit of every family."""

    plan: SitePlan
    truth: Truth
    hosts: Hosts
    columns: Mapping[str, Column]
    resources: Mapping[tuple[str, str], Resource]
    renderer: Renderer
    exhibition: Exhibition

    @property
    def html_pages(self) -> list[str]:
        """Paths of all HTML pages of the county portal, in order."""
        return self._html_pages("portal")

    @property
    def exhibit_pages(self) -> list[str]:
        """Addresses (with queries) of all HTML pages of the second portal, in order."""
        return self._html_pages("sites")

    def _html_pages(self, name: str) -> list[str]:
        return sorted(
            path
            for (host, path), each in self.resources.items()
            if host == name and each.media_type.startswith("text/html")
        )


def build_site(plan: SitePlan, truth: Truth, hosts: Hosts) -> Site:
    """Build everything. The same plan, truth and hosts give the same bytes."""
    columns = _columns(plan, truth)
    plant_articles(truth, columns)
    planted = PlantedLinks(truth, columns)
    renderer = Renderer(plan, columns, planted, hosts, truth.as_of)
    modified = format_datetime(dt.datetime.combine(truth.as_of, dt.time(), dt.UTC), usegmt=True)
    files: dict[tuple[str, str], tuple[bytes, str]] = {}
    for column in columns.values():
        if not column.plan.absent:
            media_type = HTML if column.unit.encoding == "utf-8" else "text/html"
            for path, body in (*renderer.column(column), *renderer.articles(column)):
                files["portal", path] = (body, media_type)
            files.update(_files_of(column))
    for path, body in SITE_FILES.items():
        files["portal", path] = (body, MEDIA_TYPES[path.rpartition(".")[2]])
    for name in PICTURES:
        files["portal", f"/images/{name}.png"] = (make_file("png", name), MEDIA_TYPES["png"])
    for path in OUTSIDE_PAGES:
        files["outside", path] = (outside_page(path), HTML)
    exhibition = build_exhibition(load_exhibits(), hosts, truth.as_of)
    for sheet in exhibition.sheets:
        path, _, query = sheet.path.partition("?")
        files["sites", plain_target(path, query)] = (sheet.body, sheet.media_type)
    resources = {address: resource(body, media_type, modified) for address, (body, media_type) in files.items()}
    return Site(plan, truth, hosts, columns, resources, renderer, exhibition)


def _columns(plan: SitePlan, truth: Truth) -> dict[str, Column]:
    """All columns, written, with the changes that the truth orders. Columns that gather rows come last."""
    columns: dict[str, Column] = {}
    directories = {
        each.gathers: Crumb(each.name, first_page(plan.portal, each))
        for each in plan.columns[UnitClass.PORTAL]
        if each.shape is Shape.DIRECTORY
    }
    for unit in plan.units:
        plans = {each.key: _changed(each, f"{unit.id}/{each.key}", truth) for each in plan.columns[unit.unit_class]}
        for each in plans.values():
            above = directories.get(unit.unit_class)
            column = Column(each, unit, first_page(unit, each), crumbs_of(unit, each, plans, above))
            columns[column.reference] = column
            write_column(column, plan.site, truth.as_of)
    unknown = {reference for plant in truth.plants() for reference in plant.columns} - set(columns)
    if unknown:
        raise KeyError(f"no such column: {', '.join(sorted(unknown))}")
    for column in columns.values():
        if column.plan.under and not column.plan.absent:
            columns[f"{column.unit.id}/{column.plan.under}"].children.append(column)
        if column.plan.shape is Shape.GATHER:
            column.rows.extend(_gathered(column, columns))
    return columns


def _changed(column: ColumnPlan, reference: str, truth: Truth) -> ColumnPlan:
    changes = truth.column_changes(reference)
    return ColumnPlan.model_validate(column.model_dump() | changes) if changes else column


def _gathered(column: Column, columns: Mapping[str, Column]) -> list[Row]:
    """The newest news of the units of one class: rows that lead into other subtrees."""
    rows = [
        row
        for other in columns.values()
        if other.unit.unit_class is column.plan.gathers and other.plan.key == "gzdt" and _plain_dates(other.plan)
        for row in other.rows
        if row.date is not None
    ]
    return sorted(rows, key=lambda row: (row.date or dt.date.min, row.href), reverse=True)[: column.plan.rows]


def _plain_dates(plan: ColumnPlan) -> bool:
    return plan.dates is Dates.LIST and not plan.pinned and not plan.future


def _files_of(column: Column) -> dict[tuple[str, str], tuple[bytes, str]]:
    """Pictures, attachments and listed files of a column; rows that lead outside become pages of that host."""
    files: dict[tuple[str, str], tuple[bytes, str]] = {}
    for article in column.articles:
        for path in (*article.pictures, *(file.path for file in article.attachments)):
            extension = path.rpartition(".")[2]
            files["portal", path] = (make_file(extension, article.title), MEDIA_TYPES[extension])
    if column.plan.shape is Shape.FILES:
        for row in (row for row in column.rows if row.href.startswith("/")):
            extension = row.href.rpartition(".")[2]
            files["portal", row.href] = (make_file(extension, row.title), MEDIA_TYPES[extension])
    if column.plan.shape is Shape.LINKS:
        for row in column.rows:
            host, _, path = row.href.partition(":")  # as written by `write_column`; planted rows are given answers
            files[host, path] = (outside_page(path), HTML)
    return files
