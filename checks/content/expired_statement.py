"""The check `expired-statement`: texts that are past their own period and are shown as if they were not."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator
from datetime import date
from functools import cache

from pydantic import Field

from checks.content.numerals import number_of
from checks.content.passages import Spot, Text, TextCheck, around
from checks.contract import CheckParams, Said
from config.content_words import expiry_words
from config.registry import Unit
from crawler.facts import Found
from crawler.kinds import Region
from crawler.reading.text.dates import make_date
from crawler.store.crawl import Crawl
from crawler.urls import page_key

MARKED = "marked-valid"
UNMARKED = "not-marked-expired"
OPEN = "still-open"
_DAY = re.compile(r"20[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日")
_BEFORE_END = 44
"""Characters before the end of a period in which its words stand (own rule)."""


class ExpiredStatementParams(CheckParams):
    """Room after the end of a period."""

    grace_days: int = Field(
        default=30, ge=0, description="days after its end in which nothing is said of a document (own rule)"
    )
    home_days: int = Field(
        default=180, ge=0, description="days after its end in which a call may stand on the home page (own rule)"
    )
    ongoing_days: int = Field(
        default=15, ge=0, description="days after its end in which a call may stand among the ongoing ones (own rule)"
    )


class ExpiredStatement(TextCheck):
    """Documents and calls whose own period is over, and which are shown as current (过时、失效内容).

    ## What it finds

    * `marked-valid`: a document whose period of validity is over, while the page says that it is valid (有效性：有效).
    * `not-marked-expired`: a document whose period is over, while nothing on the page says so.
    * `still-open`: a call (报名, 征集, 公示) that is over and still stands on the home page or in a column of ongoing
      ones.

    ## Why it matters

    国办发〔2017〕47号 asks for handling what is out of date; a plan may ask for 每季度开展一次过时、失效内容自查清理.
    People apply for what does not exist any more.

    ## How it decides

    By what the text says of itself: 有效期至…, 自…起施行，有效期5年, 报名截止… (`config/lexicons/expiry.yaml`).
    Nothing is concluded from age, nor from words such as 近日 or 即将. A document is passed over when its title, its
    column or its label of validity says that it is over, or when the text speaks of a prolongation. A call counts only
    where the portal itself shows it as current: on the unit's home page, or in a column that is called 正在征集 and the
    like. Old calls in their archive are no fault.

    ## When it does not apply

    A unit without articles is not judged.

    ## Known errors

    A document that was prolonged by another document looks expired. Periods in attached files are not read. A period
    that begins with a day that is not written (自发布之日起) is not counted.
    """

    id = "expired-statement"
    title = "疑似过期内容仍按现行发布"
    codes = (MARKED, UNMARKED, OPEN)
    clause = (
        "国办发〔2017〕47号《政府网站发展指引》：信息内容失去时效的，应当及时处理；"
        "2024年沙河沿镇政务公开工作要点五（一）：对已过时、失效内容及时进行归档处理"
    )
    Params = ExpiredStatementParams

    def read(self, text: Text, params: CheckParams, as_of: date) -> Iterator[Spot]:
        """The period of an article, if it is over."""
        assert isinstance(params, ExpiredStatementParams)
        if text.article is None:
            return
        if "有效期" in text.text or "试行" in text.text:
            yield from _validity(text, as_of - dt.timedelta(days=params.grace_days))
        if "截" in text.text or "至" in text.text or "到" in text.text:
            # Where a call stands is not known yet, so the shorter time decides what is kept for `weigh`.
            yield from _call(text, as_of - dt.timedelta(days=min(params.home_days, params.ongoing_days)))

    def weigh(
        self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date, notes: Collection[Spot]
    ) -> Iterator[Said]:
        """Documents; calls only where they are shown as current."""
        assert isinstance(params, ExpiredStatementParams)
        calls = [spot for spot in notes if spot.code == OPEN]
        told = [spot for spot in notes if spot.code != OPEN]
        last_at_home = (as_of - dt.timedelta(days=params.home_days)).isoformat()
        last_ongoing = (as_of - dt.timedelta(days=params.ongoing_days)).isoformat()
        at_home = _on_home(crawl, unit) if calls else {}
        for spot in calls:
            facts = dict(spot.facts)
            home = at_home.get(page_key(spot.url))
            if home and facts["ended"] < last_at_home:
                told.append(spot._replace(facts=(*spot.facts, ("place", "home")), found_on=home))
            elif spot.column and facts["ended"] < last_ongoing and _is_ongoing(spot.column):
                told.append(spot._replace(facts=(*spot.facts, ("place", "column"))))
        yield from super().weigh(crawl, unit, params, as_of, told)


def _is_ongoing(column: str) -> bool:
    return _compiled(expiry_words().ongoing).search(column) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _validity(text: Text, last: dt.date) -> Iterator[Spot]:
    words, article = expiry_words(), text.article
    assert article is not None
    found, ended = _end(text.text)
    if found is None or ended is None or ended >= last:
        return
    near = text.text[max(0, found.start() - 40) : found.end() + 60]
    if _compiled(words.renewed).search(near) or _compiled(words.ended).search(f"{text.title} {text.column or ''}"):
        return
    label = article.validity.value if isinstance(article.validity, Found) else ""
    is_valid = _compiled(words.valid_labels).search(label) is not None
    if label and not is_valid:
        return
    shown = around(text.text, found.start(), found.end())
    facts = {"ended": ended.isoformat(), "excerpt": shown, "validity": label}
    yield text.spot(MARKED if is_valid else UNMARKED, "validity", **facts)


def _end(text: str) -> tuple[re.Match[str] | None, dt.date | None]:
    words = expiry_words()
    until = _compiled(words.valid_until).search(text)
    if until:
        return until, make_date(until["year"], until["month"], until["day"])
    lasting = _compiled(words.valid_for).search(text)
    years = number_of(lasting["term"]) if lasting else None
    if lasting is None or not years:
        return None, None
    begin = make_date(lasting["year"], lasting["month"], lasting["day"])
    if begin is None:
        return None, None
    end = make_date(begin.year + years, begin.month, begin.day) or dt.date(begin.year + years, 3, 1)
    return lasting, end - dt.timedelta(days=1)


def _call(text: Text, last: dt.date) -> Iterator[Spot]:
    """A call that was over before `last`: the latest day that the text names as its end."""
    closing = _compiled(expiry_words().closing)
    ends = []
    for date_found in _DAY.finditer(text.text):
        found = closing.search(text.text, max(0, date_found.start() - _BEFORE_END), date_found.end())
        day = make_date(found["year"], found["month"], found["day"]) if found else None
        if found and day:
            ends.append((day, found))
    ended, found = max(ends, key=lambda each: each[0], default=(None, None))
    if ended and found and ended < last:
        yield text.spot(
            OPEN, "call", ended=ended.isoformat(), excerpt=around(text.text, found.start(), found.end()), validity=""
        )


def _on_home(crawl: Crawl, unit: Unit) -> dict[str, str]:
    """The pages that the body of the unit's home page links, by key, with the home page's address."""
    home = crawl.home(unit)
    if home is None:
        return {}
    return {page_key(link.url): home.url for link in crawl.links(home.url) if link.url and link.region is Region.BODY}
