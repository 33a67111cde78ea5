"""What a page is told: the data behind the templates, and the meta tags of 国办发〔2017〕47号."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from xuncha.sample.articles import Holder
from xuncha.sample.content import Article, Crumb
from xuncha.sample.plan import Dates, Family, SiteFacts, UnitPlan
from xuncha.sample.truth import LinkPlant

GENERATED_AT = dt.time(3, 12, 45)
"""Time of the nightly run in which the publishing system wrote all pages anew."""
COLUMN_TYPES = {"news": "工作动态", "notice": "通知公告", "policy": "政策文件", "reading": "政策解读"}
Metas = list[tuple[str, str]]


class ShownRow(NamedTuple):
    """A row as it is printed."""

    title: str
    href: str
    shown: str
    pinned: bool


class Block(NamedTuple):
    """A list on a home page."""

    name: str
    path: str
    rows: list[ShownRow]


@dataclass
class Page:
    """What every template needs to know about a page; `extra` holds what only some need."""

    path: str
    title: str
    unit: UnitPlan
    column_name: str = ""
    crumbs: tuple[Crumb, ...] = ()
    metas: Sequence[tuple[str, str]] = ()
    menu: Sequence[Crumb] = ()
    nav: Sequence[Crumb] = ()
    links: Sequence[LinkPlant] = ()
    footer_links: Sequence[LinkPlant] = ()
    decoys: tuple[str, ...] = ()
    is_article: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def values(self) -> dict[str, Any]:
        """Everything under the names that templates use."""
        values: dict[str, Any] = {
            "generic": self.unit.family is Family.GENERIC,
            "encoding": self.unit.encoding,
            "unit_name": "" if self.unit.path == "/" else self.unit.name,
            "unit_path": self.unit.path,
            "says": None,
            "total": None,
        }
        return values | {name: value for name, value in vars(self).items() if name != "extra"} | dict(self.extra)


class MetaTags:
    """The meta tags of home pages (3), column pages (7) and articles (10 and more)."""

    def __init__(self, site: SiteFacts, domain: str, as_of: dt.date) -> None:
        self._generated = f"{dt.datetime.combine(as_of - dt.timedelta(days=1), GENERATED_AT):%Y-%m-%d %H:%M:%S}"
        self.site: Metas = [("SiteName", site.name), ("SiteDomain", domain), ("SiteIDCode", site.code)]

    def column(self, column: Holder) -> Metas:
        """The tags of a list page."""
        name = column.plan.name
        return [
            *self.site,
            ("ColumnName", name),
            ("ColumnDescription", f"{column.unit.name}{name}栏目"),
            ("ColumnKeywords", f"{column.unit.short},{name}"),
            ("ColumnType", COLUMN_TYPES.get(column.plan.texts or "", "其他")),
        ]

    def article(self, column: Holder, article: Article) -> Metas:
        """The tags of an article; a system that writes the generation time into PubDate says so in `others`."""
        metas = [*self.column(column), ("ArticleTitle", article.title)]
        if column.plan.dates is Dates.GENERATED:
            metas += [("PubDate", self._generated), ("others", f"页面生成时间 {self._generated}")]
        elif article.date:
            metas.append(("PubDate", f"{article.date} {article.clock}"))
        return [*metas, ("ContentSource", article.source), ("Keywords", column.plan.name), ("Author", "")]


def document_fields(article: Article) -> list[tuple[str, str]]:
    """The fields above a document: 索引号, 文号, 成文日期 …"""
    if article.index_number is None:
        return []
    fields = [("索引号", article.index_number), ("发布机构", article.source)]
    if article.document_number and article.date:
        signed = article.document_date or article.date
        fields += [("文号", article.document_number), ("成文日期", signed.isoformat())]
        fields += [("发布日期", article.date.isoformat()), ("有效性", "有效")]
    return fields
