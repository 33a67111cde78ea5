"""The portal's HTML: one frame around everything, home pages, lists with pagers, articles.

A page has about 120 links, most of them the frame's, and the markup that editors of publishing systems leave behind,
so that it weighs 30–60 KB as on real portals.
"""

from __future__ import annotations

import datetime as dt
from html import escape

from benchmarks.speed.portal.plan import (
    COUNTY,
    KINDS,
    Article,
    Column,
    Plan,
    Unit,
    neighbours,
    sections,
)
from benchmarks.speed.portal.texts import paragraphs, title
from benchmarks.speed.portal.truth import Fault

SITE_CODE = "9901230001"
DOMAIN = "www.qinghe.gov.cn"
SITE_MAP = "/wzdt.html"
FIND_ERROR = "/exposure/jiucuo.html"
"""Where every page leads who found an error; on real portals a site of the State Council's."""
_DOCTYPE = "<!DOCTYPE html>\n"
_PARAGRAPH = (
    '<p style="margin-top:0px;margin-bottom:0px;text-indent:2em;text-align:justify;line-height:1.75em;">'
    '<span style="font-family:仿宋_GB2312,FangSong;font-size:16pt;color:#000000;">{}</span></p>\n'
)
_SOFT = (
    (
        "您访问的页面不存在",
        "<h1>您访问的页面不存在</h1><p>该页面可能已被删除或者暂时不可用，请返回首页。</p>",
    ),
    (
        "404",
        "<div class='error'><h2>抱歉，您所要访问的页面不存在！</h2><p>请检查网址是否正确。</p></div>",
    ),
    (COUNTY, "<div class='error'><h1>很抱歉，您访问的内容已被删除或不存在</h1><p>5秒后将自动返回首页</p></div>"),
)
"""Title and text of pages that are not there and answer 200."""
_NEWEST = 8
"""Rows of a block on a home page."""


class Pages:
    """Makes every page of a plan."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._titles: dict[int, str] = {}
        self._columns = {(column.unit.number, column.kind.slug): column for column in plan.columns}
        self._heads = {unit.number: self._head(unit) for unit in plan.units}
        self._foot = _footer(plan)

    def home(self, unit: Unit) -> str:
        """The home page of the county or of a unit: the newest rows of its columns."""
        blocks = []
        for kind in KINDS:
            column = self._columns[unit.number, kind.slug]
            if column.count:
                rows = "".join(self._row(column, each) for each in column.articles[:_NEWEST])
                blocks.append(
                    f'<div class="channel"><h2><a href="{column.path}">{kind.name}</a>'
                    f'<a class="more" href="{column.path}">更多&gt;&gt;</a></h2><ul class="list">{rows}</ul></div>\n'
                )
        crumbs = "" if unit.path == "/" else _crumbs([("首页", "/"), (unit.name, unit.path)])
        metas = _metas() if unit.path == "/" else _metas(place=unit)
        return self._page(unit, unit.name, metas, f'{crumbs}<div class="content-main">{"".join(blocks)}</div>')

    def lists(self, column: Column) -> list[str]:
        """All pages of a column's list, in order."""
        unit, name = column.unit, column.kind.name
        made = []
        pages = column.pages
        for number, part in enumerate(sections(column)):
            rows = "".join(self._row(column, each) for each in part)
            body = f"<ul>{rows}</ul>" if part else "<ul></ul><p>该栏目暂无内容</p>"
            pager = _pager(column, number, pages) if part else ""
            main = f'<div class="title">{name}</div><div class="news-list">{body}</div>{pager}'
            text = self._page(
                unit, f"{name}_{unit.name}", _metas(column), f'{_trail(column)}<div class="content-main">{main}</div>'
            )
            made.append(text)
        return made

    def article(self, column: Column, at: int) -> str:
        """The page of the article at this place of its column."""
        article = column.articles[at]
        name = self.title(column, article)
        body = [_PARAGRAPH.format(each) for each in paragraphs(article)]
        if article.fault:
            body.insert(len(body) // 2, _PARAGRAPH.format(f"相关内容见：{_leads(article.fault)}"))
        file = f'<p class="file">附件：<a href="{article.file}">{name}附件</a></p>' if article.file else ""
        beside = "".join(
            f'<li><a href="{each.path}" title="{self.title(column, each)}">{self.title(column, each)}</a></li>\n'
            for each in neighbours(column, at)
        )
        main = (
            f'<div class="article"><h1>{name}</h1><p class="info">发布时间：{article.day} {_clock(article)}　'
            f"信息来源：{column.unit.name}</p>{_fields(column, article)}"
            f'<div class="article-content" id="zoom">{"".join(body)}</div>{file}</div>'
            f'<div class="related"><h3>相关信息</h3><ul>{beside}</ul></div>'
        )
        metas = _metas(column, article, name)
        return self._page(
            column.unit, f"{name}_{column.unit.name}", metas, f'{_trail(column)}<div class="content-main">{main}</div>'
        )

    def site_map(self) -> str:
        """The page that leads to every column."""
        rows = "".join(_menu_item(column) for column in self._plan.all_columns)
        main = f'<div class="content-main"><h1>站点地图</h1><ul class="site-map">{rows}</ul></div>'
        return self._page(self._plan.units[0], "站点地图", _metas(place=self._plan.units[0]), main)

    def find_error(self) -> str:
        """The page to report errors on."""
        said = "<h1>政府网站找错</h1><p>请写明您发现的错误所在的网址和内容，我们将在三个工作日内答复。</p>"
        return self._page(
            self._plan.units[0],
            "政府网站找错",
            _metas(place=self._plan.units[0]),
            f'<div class="content-main">{said}</div>',
        )

    def soft_404(self, column: Column, fault: Fault) -> str:
        """The page that says with status 200 that it is not there: framed, or bare."""
        number = int(fault.address.rpartition("_")[2].removesuffix(".html"))
        name, said = _SOFT[number % len(_SOFT)]
        if name == "404":
            return f'{_DOCTYPE}<html><head><meta charset="utf-8"><title>{name}</title></head><body>{said}</body></html>'
        return self._page(column.unit, name, "", f'<div class="content-main">{said}</div>')

    def title(self, column: Column, article: Article) -> str:
        """The title of an article, made once."""
        known = self._titles.get(article.number)
        if known is None:
            known = self._titles[article.number] = title(column, article)
        return known

    def _row(self, column: Column, article: Article) -> str:
        name = self.title(column, article)
        return (
            f'<li><a href="{article.path}" target="_blank" title="{name}">{name}</a>'
            f'<span class="date">{article.day}</span></li>\n'
        )

    def _page(self, unit: Unit, name: str, metas: str, main: str) -> str:
        return (
            f'{_DOCTYPE}<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n<title>{escape(name)}</title>\n{metas}'
            f"{self._heads[unit.number]}{main}{self._foot}"
        )

    def _head(self, unit: Unit) -> str:
        """What stands above the body of every page of a unit: style, script, navigation, side bar."""
        menu = "".join(_item(self._columns[unit.number, kind.slug]) for kind in KINDS)
        wide = "".join(_menu_item(column) for column in self._plan.columns[: 4 * len(KINDS)])
        units = "".join(
            f'<li class="unit-item"><a href="{each.path}" title="{each.name}">{each.name}</a></li>\n'
            for each in self._plan.units
        )
        side = _services(self._plan.services)
        return (
            f"{_STYLE}{_SCRIPT}</head>\n<body>\n"
            f'<div class="header" id="header"><div class="logo"><a href="/"><img src="/images/logo.png" alt="{COUNTY}">'
            f'</a></div>\n<ul class="nav" id="nav"><li><a href="/">首页</a></li>\n{wide}</ul></div>\n'
            f'<div class="sidebar" id="sidebar"><h3>{unit.name}</h3><ul>{menu}</ul>'
            f'<h3>部门和乡镇</h3><ul class="units">{units}</ul><h3>办事指南</h3><ul>{side}</ul></div>\n'
        )


def _item(column: Column) -> str:
    return f'<li class="menu-item"><a href="{column.path}" title="{column.kind.name}">{column.kind.name}</a></li>\n'


def _menu_item(column: Column) -> str:
    name = f"{column.unit.name}{column.kind.name}"
    return (
        f'<li class="dropdown-item col-md-3 col-sm-6 col-xs-12"><i class="icon icon-arrow-right"></i>'
        f'<a href="{column.path}" title="{name}" class="dropdown-link" data-column="{column.kind.slug}">{name}</a>'
        "</li>\n"
    )


def _services(services: Column) -> str:
    return "".join(
        f'<li class="service"><a href="{each.path}" title="{title(services, each)}">{title(services, each)}</a></li>\n'
        for each in services.articles
    )


def _leads(fault: Fault) -> str:
    named = "相关附件" if fault.kind == "missing-file" else "有关工作情况专题材料"
    return f'<a href="{fault.address}" target="_blank">{named}</a>'


def _fields(column: Column, article: Article) -> str:
    if column.kind.slug != "zcwj":
        return ""
    number = f"青政发〔{article.day.year}〕{article.number % 400 + 1}号"
    values = {
        "索引号": f"{SITE_CODE}/{article.day.year}-{article.number}",
        "发布机构": column.unit.name,
        "文号": number,
        "成文日期": str(article.day),
        "发布日期": str(article.day),
        "有效性": "有效",
    }
    rows = "".join(f"<dt>{name}：</dt><dd>{value}</dd>" for name, value in values.items())
    return f'<dl class="fields">{rows}</dl>'


def _clock(article: Article) -> dt.time:
    return dt.time(8 + article.number % 9, article.number * 7 % 60)


def _trail(column: Column) -> str:
    above = [] if column.unit.path == "/" else [(column.unit.name, column.unit.path)]
    return _crumbs([("首页", "/"), *above, (column.kind.name, column.path)])


def _crumbs(steps: list[tuple[str, str]]) -> str:
    links = "&nbsp;&gt;&nbsp;".join(
        f'<a href="{path}" title="{name}" class="CurrChnlCls">{name}</a>' for name, path in steps
    )
    return f'<div class="location">您当前的位置：{links}</div>\n'


def _pager(column: Column, number: int, pages: list[str]) -> str:
    near = range(max(0, number - 3), min(len(pages), number + 4))
    links = [("首页", pages[0]), *((str(at + 1), pages[at]) for at in near), ("尾页", pages[-1])]
    if number:
        links.insert(1, ("上一页", pages[number - 1]))
    if number + 1 < len(pages):
        links.insert(-1, ("下一页", pages[number + 1]))
    shown = " ".join(f'<a href="{path}">{name}</a>' for name, path in links)
    return f'<div class="pages">共{column.count}条 第{number + 1}/{len(pages)}页 {shown}</div>'


def _metas(
    column: Column | None = None, article: Article | None = None, name: str = "", place: Unit | None = None
) -> str:
    """The tags of 国办发〔2017〕47号, as far as a page of this kind has them."""
    told = {"SiteName": COUNTY, "SiteDomain": DOMAIN, "SiteIDCode": SITE_CODE}
    if place:
        told |= {"ColumnName": place.name, "ColumnDescription": f"{place.name}信息公开", "ColumnType": "部门和乡镇"}
        told |= {"ColumnKeywords": place.name}
    if column:
        kind = column.kind
        told |= {"ColumnName": kind.name, "ColumnDescription": f"{column.unit.name}{kind.name}栏目"}
        told |= {"ColumnKeywords": f"{column.unit.name},{kind.name}", "ColumnType": kind.type}
    if column and article:
        told |= {"ArticleTitle": name, "PubDate": f"{article.day} {_clock(article):%H:%M}"}
        told |= {"ContentSource": column.unit.name, "Keywords": column.kind.name, "Author": column.unit.name}
    return "".join(f'<meta name="{key}" content="{value}">\n' for key, value in told.items())


def _footer(plan: Plan) -> str:
    columns = "".join(f'<a href="{column.path}">{column.kind.name}</a> | ' for column in plan.columns[: len(KINDS)])
    return (
        f'\n<div class="footer" id="footer"><p>{columns}<a href="{SITE_MAP}">站点地图</a></p>'
        f"<p>主办单位：{COUNTY}办公室　联系电话：0000-5550100　地址：青禾县青苗路1号</p>"
        f"<p>网站标识码：{SITE_CODE}　禾ICP备26000123号-1　禾公网安备 99012302000026号</p>"
        f'<p><img src="/images/party.png" alt="党政机关网站标识"> '
        f'<a href="{FIND_ERROR}?site_code={SITE_CODE}" title="政府网站找错">'
        f'<img src="/images/jiucuo.png" alt="政府网站找错"></a></p></div>\n</body>\n</html>\n'
    )


def _bulk(kind: str, count: int) -> str:
    """Rules of style as publishing systems put them into every page."""
    return "".join(
        f".{kind}-{at}{{margin:{at % 7}px {at % 5}px;padding:{at % 11}px;line-height:{20 + at % 9}px;"
        f"color:#{at * 1234 % 4096:03x};}}\n"
        for at in range(count)
    )


_STYLE = (
    '<link rel="stylesheet" type="text/css" href="/css/site.css">\n<style type="text/css">\n'
    f"{_bulk('block', 70)}</style>\n"
)
_SCRIPT = (
    '<script type="text/javascript" src="/js/page.js"></script>\n<script type="text/javascript">\n'
    + "".join(f'var widget{at}={{"id":{at},"name":"widget-{at}","delay":{at * 50},"loop":true}};\n' for at in range(40))
    + "</script>\n"
)
STYLE_SHEET = _bulk("site", 300)
SCRIPT = "function page(){return document.title;}\n" * 20
