"""The check `document-dates`: documents published before they were written, or long after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date

from pydantic import Field

from checks.contract import CheckParams, Said
from checks.finding import Examined, Finding, NotApplicable, Unjudged
from checks.policy.chain import NO_CALENDAR, NO_DOCUMENTS, UNDATED, PolicyCheck, listed_days, workdays_after
from checks.policy.corpus import Corpus
from checks.policy.paper import Dated, Paper
from config.registry import Unit
from config.rubric import Period
from crawler.store.crawl import Crawl

ORDER = "order"
LATE = "late"
SIGNATURE = "signature"


class DocumentDatesParams(CheckParams):
    """How soon a document must be public."""

    max_workdays: int = Field(ge=0, description="working days from 成文日期 within which it must be public")
    period: Period | None = Field(
        default=None, description="only documents published (without that date: written, 成文日期) between these days"
    )


class DocumentDates(PolicyCheck):
    """Documents whose dates cannot be true, or that were made public too late.

    ## What it finds

    * `order`: the date of publication lies before the date of the document (成文日期).
    * `late`: it was published more than `max_workdays` working days after that date.

    ## Why it matters

    《政府信息公开条例》（国令第711号） article 26: within 20 working days from the day on which the information comes
    into being or changes. A document that is public before it is written has a wrong date, which inspections list
    as 文件发布逻辑错误.

    ## How it decides

    Both dates are those that the page shows; without 成文日期 that of the signature below the text. `order` is
    `confirmed` when both stand behind their labels, that of publication is none of a change (更新时间), and nothing
    contradicts either: another date of the page, the signature, the row of a list. `late` is only ever `suspected`:
    the document may have been public elsewhere before; where many documents share one day of publication (a moved
    website), `facts.same_day` says so. Working days follow the official calendar.

    ## When it does not apply

    Units without documents of their own. A document without either date is not judged, nor is `late` in years without
    an official calendar.

    ## Known errors

    A document that was first public elsewhere (on paper, on an earlier website) looks late here, hence the suspicion.
    """

    id = "document-dates"
    title = "文件成文与发布日期"
    codes = (ORDER, LATE)
    clause = (
        "属于主动公开范围的政府信息，应当自该政府信息形成或者变更之日起20个工作日内及时公开（国令第711号第二十六条）"
    )
    Params = DocumentDatesParams

    def weigh(
        self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date, notes: Collection[Paper]
    ) -> Iterator[Said]:
        """Findings on each document of `unit` with both dates."""
        assert isinstance(params, DocumentDatesParams)
        documents = Corpus(crawl, unit, as_of, notes).documents(params.period)
        if not documents:
            yield NotApplicable(NO_DOCUMENTS)
            return
        days = Counter(each.published.day for each in documents if each.published)
        for document in documents:
            said = self._judge(crawl, unit, document, params, days)
            if said:
                yield said
            if not isinstance(said, Unjudged):
                yield Examined(1)

    def _judge(
        self, crawl: Crawl, unit: Unit, document: Paper, params: DocumentDatesParams, days: Counter[date]
    ) -> Finding | Unjudged | None:
        published, written = document.published, document.written or _signed(document)
        open_facts = {"title": document.title}
        if published is None or written is None:
            return Unjudged(document.key, UNDATED, LATE, document.url, open_facts)
        facts: dict[str, object] = {"written": written.day.isoformat(), "published": published.day.isoformat()}
        if published.day < written.day:
            doubt = _may_be_in_order(crawl, document, published.day, written.day)
            sure = _is_labelled(published) and _is_labelled(written) and not doubt
            return self.about(ORDER, unit, document, facts, _sources(published, written), sure=sure)
        gap = workdays_after(written.day, published.day)
        if gap is None:
            return Unjudged(document.key, NO_CALENDAR, LATE, document.url, open_facts)
        if gap <= params.max_workdays:
            return None
        facts |= {"gap_workdays": gap, "limit_workdays": params.max_workdays, "same_day": days[published.day]}
        return self.about(LATE, unit, document, facts, _sources(published, written))


def _signed(document: Paper) -> Dated | None:
    return Dated(document.signed, SIGNATURE, sure=False) if document.signed else None


def _may_be_in_order(crawl: Crawl, document: Paper, published: date, written: date) -> bool:
    """Whether the signature or the row of a list tells a day by which the order is right after all."""
    if document.signed and document.signed <= published:
        return True
    return any(day >= written for day in listed_days(crawl, document))


def _is_labelled(dated: Dated) -> bool:
    return dated.sure and dated.source.startswith("label")


def _sources(published: Dated, written: Dated) -> dict[str, object]:
    return {"published_from": published.source, "written_from": written.source}
