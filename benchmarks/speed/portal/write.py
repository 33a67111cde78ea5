"""Writes the portal to disk: a document root for any web server, and its truth beside it."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

from benchmarks.speed.portal.pages import FIND_ERROR, SCRIPT, SITE_MAP, STYLE_SHEET, Pages
from benchmarks.speed.portal.plan import AS_OF, Article, Column, Plan
from benchmarks.speed.portal.texts import paragraphs
from benchmarks.speed.portal.truth import Truth
from xuncha.sample.files import make_file

VERSION = 1
"""Of what is written; a kept portal of another version is made anew."""


def portal_at(folder: Path, pages: int) -> tuple[Path, Truth]:
    """The document root and the truth of the portal with so many pages, made below `folder` unless it lies there."""
    home = folder / f"portal-{pages}-v{VERSION}"
    if not (home / "truth.json").exists():
        shutil.rmtree(home, ignore_errors=True)
        unfinished = home.with_name(f".{home.name}.{os.getpid()}")
        shutil.rmtree(unfinished, ignore_errors=True)
        write_portal(unfinished, pages)
        unfinished.rename(home)
    return home / "root", Truth.load(home / "truth.json")


def write_portal(home: Path, pages: int) -> None:
    """Write `root/` and `truth.json` below `home`. The same pages give the same bytes and times of change."""
    plan = Plan(pages)
    root = home / "root"
    for path, content, day in _files(plan):
        place = root / (f"{path}index.html" if path.endswith("/") else path).lstrip("/")
        if not place.parent.exists():
            place.parent.mkdir(parents=True)
        place.write_bytes(content)
        # No two files change in the same second: tools that know pages by their ETag must not take them for one.
        moment = dt.datetime.combine(day, dt.time(), dt.UTC).timestamp() + crc32(path.encode()) % 86_400
        os.utime(place, (moment, moment))
    Truth(
        pages=plan.page_count,
        files=sum(1 for column in plan.columns for each in column.articles if each.file),
        faults=tuple(fault for _, fault in plan.faults),
        stale=tuple(column.path for column in plan.columns if column.stale),
        empty=tuple(column.path for column in plan.empty),
    ).save(home / "truth.json")


def _files(plan: Plan) -> Iterator[tuple[str, bytes, dt.date]]:
    """(path, content, day of the last change) of every file; the address of a folder ends with a slash."""
    made = Pages(plan)
    yield "/robots.txt", b"User-agent: *\nAllow: /\n", AS_OF
    yield "/css/site.css", STYLE_SHEET.encode(), AS_OF
    yield "/js/page.js", SCRIPT.encode(), AS_OF
    for name in ("logo", "party", "jiucuo"):
        yield f"/images/{name}.png", make_file("png", name), AS_OF
    yield SITE_MAP, made.site_map().encode(), AS_OF
    yield FIND_ERROR, made.find_error().encode(), AS_OF
    for unit in plan.units:
        yield unit.path, made.home(unit).encode(), AS_OF
    for column in plan.all_columns:
        newest = column.articles[0].day if column.count else AS_OF - dt.timedelta(days=400)
        for path, text in zip(column.pages, made.lists(column), strict=True):
            yield path, text.encode(), newest
        for at, article in enumerate(column.articles):
            yield article.path, made.article(column, at).encode(), article.day
            yield from _beside(made, column, article)


def _beside(made: Pages, column: Column, article: Article) -> Iterator[tuple[str, bytes, dt.date]]:
    """What an article brings along: its file, and the soft-404 page that it leads to."""
    if article.file:
        text = "\n".join([made.title(column, article), *paragraphs(article)[:12]])
        yield article.file, make_file(article.file.rpartition(".")[2], text), article.day
    if article.fault and article.fault.kind == "soft-404":
        yield article.fault.address, made.soft_404(column, article.fault).encode(), article.day
