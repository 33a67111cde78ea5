"""A crawl of any size without a crawl: a county portal with its departments and townships, written as the engine would.

The same number of pages gives the same file. Some pages have faults, so that every kind of check has something to say.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from config.registry import Portal, Unit
from crawler.answer import Answer, Attempt
from crawler.facts import (
    ArticleFacts,
    Attachment,
    Crumb,
    DocumentFacts,
    Found,
    Identity,
    Link,
    ListFacts,
    Mark,
    NotFound,
    PageFacts,
    PageReading,
    Row,
)
from crawler.kinds import AnswerKind, EndReason, ListSource, MarkKind, Media, PageKind, Region, TargetKind
from crawler.store.writer import CrawlStore, Waiting

SITE = "http://www.bench.gov.cn"
AS_OF = dt.date(2026, 6, 30)
_AT = "2026-06-30T02:00:00+00:00"
_ROWS = 20
_COLUMNS = (
    ("gzdt", "工作动态", 45),
    ("tzgg", "通知公告", 20),
    ("zcwj", "政策文件", 6),
    ("zcjd", "政策解读", 4),
    ("czyjs", "财政预决算", 4),
    ("zfxxgknb", "政府信息公开年报", 1),
    ("hygq", "会议公开", 8),
    ("yjzj", "意见征集", 4),
    ("rsxx", "人事信息", 8),
)
"""Columns of every unit, and how many of a hundred articles stand in them (own choice: most of a portal is news)."""
_SUBJECTS = (
    "防汛备汛",
    "义务教育招生",
    "农村公路养护",
    "惠农补贴发放",
    "食品安全抽检",
    "矿山修复",
    "社会救助",
    "重大项目建设",
)
_SENTENCES = (
    "为深入贯彻落实有关要求，结合本县实际，现就做好{number}个村（社区）的{subject}工作通知如下，请各单位认真组织实施。",
    "{place}镇要切实提高认识，明确责任分工，建立工作台账，每{number}天调度一次，确保{subject}取得实效。",
    "背景依据：根据{place}片区{subject}规划，经研究同意，投入{number}万元，主要内容包括目标任务、重点工作、保障措施三个部分。",
    "{subject}涉及{place}村{number}户群众切身利益，要加强宣传解读，及时回应社会关切，主动公开办理流程和咨询电话。",
    "会议听取了{place}镇{subject}情况汇报，对下一阶段{number}项工作作出部署，强调要坚持问题导向，压实主体责任。",
    "截至目前，{place}片区共完成{subject}任务{number}项，惠及群众{number}余人，完成年度目标的百分之六十八。",
)
_PLACES = "东南西北中清河青苗双柳石桥大王小李白杨红旗前进"


def portal(departments: int, townships: int) -> Portal:
    """The county with its units."""
    units = [
        Unit.model_validate({"id": "county", "name": "样例县人民政府", "class": "portal", "entry_urls": [f"{SITE}/"]})
    ]
    for kind, number, path in (("department", departments, "bm"), ("township", townships, "xz")):
        for each in range(number):
            address = f"{SITE}/{path}/u{each}/"
            units.append(
                Unit.model_validate(
                    {
                        "id": f"{path}{each}",
                        "name": f"样例县{each}号{'局' if kind == 'department' else '镇'}",
                        "class": kind,
                        "entry_urls": [address],
                        "scope": [address],
                    }
                )
            )
    return Portal(id="bench", name="样例县人民政府", start_urls=(f"{SITE}/",), units=tuple(units))


def write_crawl(path: Path, pages: int) -> Path:
    """A sealed crawl file of about so many pages, in a big county's number of units (fewer below 6,000 pages)."""
    share = min(1.0, pages / 6_000)
    of = portal(departments=max(1, round(20 * share)), townships=max(1, round(15 * share)))
    meta = {"portal": of.model_dump(mode="json", by_alias=True), "units": [unit.id for unit in of.units]}
    with CrawlStore.create(path, meta) as store:
        for link in _nav(of.units[0]):
            store.record_answer(link.url or "", _answer(AnswerKind.CONTENT))
        for reading in _pages(of, pages):
            store.add_waiting([Waiting(reading.facts.url, 10, 1)])
            (waiting,) = store.take(1, ())
            store.record_page(waiting.id, _answer(AnswerKind.CONTENT), reading, ())
            for link in reading.links:
                if link.url and "/gone/" in link.url:
                    store.record_answer(link.url, _answer(AnswerKind.HTTP_404, 404))
            for file in reading.facts.article.attachments if reading.facts.article else ():
                store.record_answer(file.url, _answer(AnswerKind.CONTENT))
                store.record_document(DocumentFacts(file.url, "pdf", "附件正文。" * 200, length=1000, pages=3))
        store.seal(EndReason.FINISHED)
    return path


def _pages(of: Portal, pages: int) -> Iterator[PageReading]:
    a_unit = pages / len(of.units) / (1 + 1 / _ROWS)
    columns = [(unit, slug, name, share) for unit in of.units for slug, name, share in _COLUMNS]
    number = 0
    for unit in of.units:
        yield _home(unit, of)
    for unit, slug, name, share in columns:
        base = f"{unit.entry_urls[0]}{slug}/"
        articles = []
        count = max(1, round(a_unit * share / 100))
        place = _Place(unit, base, name, [_address(base, turn, number + 1 + turn) for turn in range(count)])
        for turn in range(count):
            number += 1
            articles.append(_article(place, turn, number))
        yield from _lists(unit, base, name, articles)
        yield from articles


def _home(unit: Unit, of: Portal) -> PageReading:
    address = unit.entry_urls[0]
    rows = tuple(Row(f"{unit.name}新闻{turn}", f"{address}gzdt/{turn}.html", _day(turn)) for turn in range(6))
    kind = PageKind.HOME if address == f"{SITE}/" else PageKind.LANDING
    facts = PageFacts(
        address, "generic", kind, unit.name, list=ListFacts(ListSource.STATIC, rows), marks=_marks(), metas=_metas()
    )
    towns = tuple(_link(other.entry_urls[0], other.name, Region.NAV) for other in of.units)
    return PageReading(facts, (*_nav(unit), *towns))


def _lists(unit: Unit, base: str, name: str, articles: list[PageReading]) -> Iterator[PageReading]:
    rows = [Row(each.facts.title, each.facts.url, _day_of(each)) for each in articles]
    count = -(-len(rows) // _ROWS)
    addresses = [base if page == 0 else f"{base}index_{page}.html" for page in range(count)]
    for page, address in enumerate(addresses):
        part = tuple(rows[page * _ROWS : (page + 1) * _ROWS])
        listed = ListFacts(ListSource.STATIC, part, page + 1, count, len(rows), further_pages=tuple(addresses[1:]))
        facts = PageFacts(
            address,
            "generic",
            PageKind.COLUMN,
            name,
            breadcrumb=_crumbs(unit, base, name),
            column_name=name,
            list=listed,
            metas=_metas(name),
            marks=_marks(),
            identity=_identity(name),
        )
        links = [_link(row.url, row.title) for row in part] + [
            _link(other, str(at)) for at, other in enumerate(addresses)
        ]
        yield PageReading(facts, (*_nav(unit), *links))


def _address(base: str, turn: int, number: int) -> str:
    return f"{base}t{_day(turn * 3):%Y%m%d}_{number}.html"


class _Place(NamedTuple):
    """A column: its unit, address and name, and the addresses of its articles."""

    unit: Unit
    base: str
    name: str
    articles: list[str]


def _article(place: _Place, turn: int, number: int) -> PageReading:
    unit, base, name, articles = place
    chance = random.Random(number)
    subject = _SUBJECTS[number % len(_SUBJECTS)]
    day = _day(turn * 3)
    title = f"{unit.name}关于做好{day.year}年{subject}工作的{'解读' if name == '政策解读' else '通知'}（{number}）"
    text = "\n".join(_paragraph(chance, subject) for _ in range(chance.randint(8, 50)))
    address = articles[turn]
    files = (Attachment("附件.pdf", f"{base}f{number}.pdf"),) if number % 12 == 0 else ()
    fields = {"索引号": f"9901/2026-{number}", "发文字号": f"样政发〔{day.year}〕{turn}号", "有效性": "有效"}
    article = ArticleFacts(
        title=Found(title, "h1"),
        date=Found(day, "label 发布日期"),
        source=Found(unit.name, "label 来源"),
        document_number=Found(fields["发文字号"], "label 发文字号") if name == "政策文件" else NotFound(),
        text=text,
        body_length=len(text),
        attachments=files,
        clock="09:30",
        fields=tuple(fields.items()) if name == "政策文件" else (),
        media=((Media.IMAGE, 1),),
    )
    facts = PageFacts(
        address,
        "generic",
        PageKind.ARTICLE,
        title,
        breadcrumb=_crumbs(unit, base, name),
        column_name=name,
        article=article,
        text_length=len(text) + 600,
        metas=_metas(name, title),
        marks=_marks(),
        identity=_identity(name),
    )
    links = [_link(file.url, file.title, kind=TargetKind.ATTACHMENT) for file in files]
    links += [_link(other, f"相关文章{at}：{subject}") for at, other in enumerate(articles[turn + 1 : turn + 6])]
    if number % 200 == 0:
        links.append(_link(f"{SITE}/gone/{number}.html", "已失效的链接"))
    return PageReading(facts, (*_nav(unit), *links))


def _paragraph(chance: random.Random, subject: str) -> str:
    place = "".join(chance.sample(_PLACES, 2))
    return chance.choice(_SENTENCES).format(subject=subject, place=place, number=chance.randint(2, 9_999))


def _nav(unit: Unit) -> tuple[Link, ...]:
    county = [_link(f"{SITE}/{slug}/", name, Region.NAV) for slug, name, _ in _COLUMNS]
    own = [_link(f"{unit.entry_urls[0]}{slug}/", name, Region.NAV) for slug, name, _ in _COLUMNS]
    more = [_link(f"{SITE}/nav/{number}.html", f"导航{number}", Region.NAV) for number in range(60)]
    footer = [
        _link(f"http://other{number}.gov.cn/", f"友情链接{number}", Region.FOOTER, TargetKind.EXTERNAL)
        for number in range(30)
    ]
    return (*county, *own, *more, *footer)


def _link(url: str, text: str, region: Region = Region.BODY, kind: TargetKind = TargetKind.PAGE) -> Link:
    return Link(url, url, text, kind, region)


def _crumbs(unit: Unit, base: str, name: str) -> tuple[Crumb, ...]:
    return (Crumb("首页", f"{SITE}/"), Crumb(unit.name, unit.entry_urls[0]), Crumb(name, base))


def _identity(name: str) -> Identity:
    return Identity(Found("样例县人民政府", "meta SiteName"), column_name=Found(name, "meta ColumnName"))


def _metas(column: str = "", title: str = "") -> tuple[tuple[str, str], ...]:
    told = {"SiteName": "样例县人民政府", "SiteDomain": "www.bench.gov.cn", "SiteIDCode": "9901230001"}
    told |= {"ColumnName": column, "ColumnType": column} if column else {}
    return tuple({**told, **({"ArticleTitle": title, "PubDate": "2026-06-01 09:30"} if title else {})}.items())


def _marks() -> tuple[Mark, ...]:
    code = Mark(MarkKind.SITE_CODE, "9901230001")
    return (Mark(MarkKind.ICP, "样ICP备26000123号"), code, Mark(MarkKind.FIND_ERROR, "9901230001"))


def _day(back: int) -> dt.date:
    return AS_OF - dt.timedelta(days=1 + back % 1500)


def _day_of(reading: PageReading) -> dt.date | None:
    dated = reading.facts.article.date if reading.facts.article else None
    return dated.value if isinstance(dated, Found) else None


def _answer(kind: AnswerKind, status: int = 200) -> Answer:
    attempts = tuple(Attempt(kind, status, _AT, 12) for _ in range(1 if kind is AnswerKind.CONTENT else 3))
    return Answer(kind, attempts, status=status, body_hash="0" * 32)
