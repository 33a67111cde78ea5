"""A portal of 10,000 pages must fit into a mail attachment: at most 6 KB for a typical page."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from crawler.facts import Crumb, Found, Identity, Link, PageReading
from crawler.kinds import Region, TargetKind
from tests.builders import article, at, column, crawl_file, link, row

PAGES, COLUMNS = 600, 20
LIMIT = 6 * 1024
"""Bytes for a page with 120 links, its answer and its share of the rest (own rule)."""

WORDS = "关于印发县人民政府办公室公开通知公示招聘卫生健康教育农业农村局会议工作安全生产乡镇街道政策解读预算决算报告"


def _words(rng: random.Random, length: int) -> str:
    return "".join(rng.choice(WORDS) for _ in range(length))


def _site() -> Iterator[PageReading]:
    """60 links of navigation, 20 of a side bar, 20 in the footer; 20 rows on a list; two neighbours of an article."""
    rng = random.Random(1)
    nav = [link(f"/c{number}/", _words(rng, 5), nav=True) for number in range(60)]
    outside = [f"http://www.dept{number}.gov.cn/" for number in range(20)]
    footer = [Link(url, url, _words(rng, 6), TargetKind.EXTERNAL, Region.FOOTER) for url in outside]
    side = [[link(f"/c{number}/hot{k}.html", _words(rng, 18)) for k in range(20)] for number in range(COLUMNS)]
    titles = [_words(rng, 24) for _ in range(PAGES)]
    identity = Identity(Found("样例县人民政府", "meta SiteName"), Found("3701240001", "meta SiteIDCode"))
    for number in range(PAGES):
        folder = f"/c{number % COLUMNS}/"
        crumbs = (Crumb("首页", at("/")), Crumb("政务公开", at("/zwgk/")), Crumb(_words(rng, 4), at(folder)))
        facts = {"identity": identity, "breadcrumb": crumbs}
        near = [(number + k * COLUMNS) % PAGES for k in range(20)]
        if number % 10 == 0:
            rows = [row(titles[one], f"{folder}t{one}.html", "2025-11-17") for one in near]
            own = [link(f"./t{one}.html", titles[one], url=at(f"{folder}t{one}.html")) for one in near]
            links = [*nav, *side[number % COLUMNS], *own, *footer]
            yield column(f"{folder}list{number}.html", rows=rows, links=links, facts=facts)
        else:
            own = [link(f"./t{one}.html", titles[one], url=at(f"{folder}t{one}.html")) for one in near[1:3]]
            own += [link(f"/files/P{number}.pdf", titles[number], kind=TargetKind.ATTACHMENT)]
            links = [*nav, *own, *side[number % COLUMNS], *footer]
            yield article(f"{folder}t{number}.html", titles[number], "2025-11-17", links=links, **facts)


def test_a_typical_page_takes_little_room(tmp_path: Path) -> None:
    path = crawl_file(tmp_path / "crawl.sqlite", _site())
    assert path.stat().st_size / PAGES < LIMIT
