"""The check `new-media-sync`: what the website and the new media (政务新媒体) published on different days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from pydantic import Field

from checks.contract import Check, CheckParams, Said
from checks.finding import Examined, Finding, Recognised, State, Unjudged
from config.policy_words import found_in, policy_words
from config.registry import Unit
from config.rubric import Period
from config.wording import plain
from crawler.kinds import ListSource
from crawler.store.crawl import Column, Crawl, Item
from crawler.urls import page_key

NOT_TOGETHER = "not-together"
NO_LIST = "new-media-unseen"
NO_MATCH = "new-media-unmatched"
SHORTEST = 8
"""Letters of a title that can be recognised elsewhere (own rule)."""


class NewMediaSyncParams(CheckParams):
    """How far apart the same news may be."""

    max_days: int = Field(ge=0, description="days between website and new media; 0 is the same day")
    period: Period | None = Field(default=None, description="only what the new media published between these days")


class NewMediaSync(Check):
    """The same news on the website and in the list of the new media, on different days.

    ## What it finds

    * `not-together`: an item with the same title in a list of new-media posts and in another column of the unit (for
      the portal: of any unit), more than `max_days` days apart.

    ## Why it matters

    平政办发〔2023〕5号 四（二） asks for 网站与政务新媒体信息同步发布.

    ## How it decides

    Accounts are on other platforms, which are not visited. Only where the portal itself lists their posts (columns
    called 微信, 微博, 政务新媒体 …) can both dates be compared, by equal titles of at least eight letters; of several
    items with one title the nearest. Which news is important a person decides, so all findings are `suspected`. News
    on one side only is never told.

    ## When it does not apply

    Always asked. Without such a list, or without equal titles, it is not judged.

    ## Known errors

    The list on the portal may show the day on which a post was collected, not that on which it was sent.
    """

    id = "new-media-sync"
    title = "网站与政务新媒体同步"
    needs = ("columns",)
    codes = (NOT_TOGETHER,)
    clause = "网站与政务新媒体信息同步发布（平政办发〔2023〕5号四（二）、附件第35行）"
    only_suspects = True
    Params = NewMediaSyncParams

    def judge(self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date) -> Iterator[Said]:
        """Findings on each title that both sides show."""
        assert isinstance(params, NewMediaSyncParams)
        words = policy_words().new_media
        columns = crawl.columns(unit)
        posts = [
            column for column in columns if found_in(words, column.name) and column.source is not ListSource.UNKNOWN
        ]
        if not any(column.items for column in posts):
            yield Unjudged(NOT_TOGETHER, NO_LIST, NOT_TOGETHER)
            return
        site = _by_title(column for column in columns if column not in posts)
        matched = 0
        for column in posts:
            for post in column.items:
                same = [item for item in site.get(plain(post.title), ()) if page_key(item.url) != page_key(post.url)]
                if not same or not _is_asked(post, params.period, as_of):
                    continue
                item = min(same, key=lambda each, post=post: (_apart(each, post), each.url))  # type: ignore[misc]
                matched += 1
                yield Recognised(self.title, post.title, item.url, str(item.date), {"posted": str(post.date)})
                if _apart(item, post) > params.max_days:
                    yield self._finding(unit, column, post, item, limit=params.max_days)
        yield Examined(matched) if matched else Unjudged(NOT_TOGETHER, NO_MATCH, NOT_TOGETHER, posts[0].url)

    def _finding(self, unit: Unit, column: Column, post: Item, item: Item, *, limit: int) -> Finding:
        apart = _apart(item, post)
        facts = {"title": post.title, "posted": str(post.date), "published": str(item.date), "days": apart}
        return Finding(
            check=self.id,
            code=NOT_TOGETHER,
            unit=unit.id,
            subject=page_key(item.url),
            url=item.url,
            state=State.SUSPECTED,
            column=column.path,
            found_on=(item.url, column.url),
            found_on_count=2,
            text=post.title,
            facts=facts | {"limit_days": limit},
        )


def _by_title(columns: Iterator[Column]) -> dict[str, list[Item]]:
    """The dated items of each title: what is published again and again under one title has many."""
    found: dict[str, list[Item]] = defaultdict(list)
    for column in columns:
        for item in column.items:
            name = plain(item.title)
            if len(name) >= SHORTEST and item.surely_dated:
                found[name].append(item)
    return found


def _is_asked(post: Item, period: Period | None, as_of: date) -> bool:
    if post.date is None or not post.surely_dated or post.date > as_of:
        return False
    return period is None or period.since <= post.date <= period.until


def _apart(one: Item, other: Item) -> int:
    return abs((_day(one) - _day(other)).days)


def _day(item: Item) -> date:
    assert item.date is not None
    return item.date
