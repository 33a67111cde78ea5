"""The check `expired-statement`: texts that are past their own period and are shown as if they were not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from datetime import date

from pydantic import Field

from checks.content.passages import Spot, Text, TextCheck, around
from checks.content.patterns import compiled
from checks.content.periods import closing_of, ends_of
from checks.contract import CheckParams, Said
from config.expiry_words import expiry_words
from config.registry import Unit
from crawler.facts import Found
from crawler.kinds import Region
from crawler.store.crawl import Crawl
from crawler.urls import page_key

MARKED = "marked-valid"
UNMARKED = "not-marked-expired"
OPEN = "still-open"


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

    By what the text says of itself: 有效期至…, 自…起施行，有效期5年, 报名截止… (`config/lexicons/expiry.yaml`); where
    it names several, the latest counts. The periods of licences, bids, contracts and former documents (许可证有效期至…,
    原办法有效期至…) are not its own, nor are those that an interpretation (解读) tells. Nothing is concluded from age,
    nor from words such as 近日 or 即将. A document is passed over when its title, its column or its label of validity
    says that it is over, or when the text speaks of a prolongation. A call ends on the day to which the text says it
    was put off (延期至…). It counts only where the portal itself shows it as current: on the unit's home page, or in a
    column that is called 正在征集 and the like. Old calls in their archive are no fault.

    ## When it does not apply

    A unit without articles is not judged.

    ## Known errors

    A document that was prolonged by another document looks expired. Periods in attached files are not read. A period
    that begins with a day that is not written (自发布之日起) is not counted. A former document that is named by its
    title alone, and a licence that neither the title nor the sentence names, look like the text itself.
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
    return compiled(expiry_words().ongoing).search(column) is not None


def _validity(text: Text, last: dt.date) -> Iterator[Spot]:
    words, article = expiry_words(), text.article
    assert article is not None
    if _is_interpretation(text):
        return
    end = max(ends_of(text), key=lambda each: each.day, default=None)
    if end is None or end.day >= last:
        return
    start, stop = end.found.span()
    near = text.text[max(0, start - 40) : stop + 60]
    if compiled(words.renewed).search(near) or compiled(words.ended).search(f"{text.title} {text.column or ''}"):
        return
    label = article.validity.value if isinstance(article.validity, Found) else ""
    is_valid = compiled(words.valid_labels).search(label) is not None
    if label and not is_valid:
        return
    facts = {"ended": end.day.isoformat(), "excerpt": around(text.text, start, stop), "validity": label}
    yield text.spot(MARKED if is_valid else UNMARKED, "validity", **facts)


def _is_interpretation(text: Text) -> bool:
    """Whether the periods that the text names are those of the document that it explains."""
    words = expiry_words()
    in_column = compiled(words.interpretation_columns).search(text.column or "")
    return in_column is not None or compiled(words.interpretations).search(text.title) is not None


def _call(text: Text, last: dt.date) -> Iterator[Spot]:
    """A call that was over before `last`."""
    end = closing_of(text.text)
    if end and end.day < last:
        shown = around(text.text, end.found.start(), end.found.end())
        yield text.spot(OPEN, "call", ended=end.day.isoformat(), excerpt=shown, validity="")


def _on_home(crawl: Crawl, unit: Unit) -> dict[str, str]:
    """The pages that the body of the unit's home page links, by key, with the home page's address."""
    home = crawl.home(unit)
    if home is None:
        return {}
    return {page_key(link.url): home.url for link in crawl.links(home.url) if link.url and link.region is Region.BODY}
