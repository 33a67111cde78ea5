"""What the checks of the policy chain share: they take the same notes and weigh those of all units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from checks.contract import CheckParams
from checks.finding import Finding, State, Unjudged
from checks.policy.paper import Paper
from checks.policy.papers import papers_of
from checks.scanning import ScanCheck, SeenPage, Sees
from config.registry import Unit
from config.workdays import UnknownYear, workdays_between
from crawler.kinds import DateSource
from crawler.store.crawl import Crawl
from crawler.urls import page_key

UNDATED = "policy-undated"
NO_CALENDAR = "no-calendar"
NO_DOCUMENTS = "no-policy-documents"
NO_INTERPRETATIONS = "no-interpretations"


class PolicyCheck(ScanCheck[Paper]):
    """A check over documents and interpretations. The documents are the unit's, the interpretations the portal's."""

    needs = ("pages",)
    sees = Sees.ALL
    notebook = "policy-papers"

    def look(self, seen: SeenPage, params: CheckParams, as_of: date) -> Iterable[Paper]:
        """The note on a page of the policy chain."""
        return papers_of(seen)

    def about(
        self,
        code: str,
        unit: Unit,
        paper: Paper,
        facts: Mapping[str, object],
        evidence: Mapping[str, object] | None = None,
        *,
        sure: bool = False,
        also_on: tuple[str, ...] = (),
    ) -> Finding:
        """A finding on one page; `sure` makes it confirmed."""
        return Finding(
            check=self.id,
            code=code,
            unit=unit.id,
            subject=paper.key,
            url=paper.url,
            state=State.CONFIRMED if sure else State.SUSPECTED,
            column=paper.column,
            found_on=(paper.url, *also_on),
            found_on_count=1 + len(also_on),
            text=paper.title,
            facts={"title": paper.title, "number": str(paper.number or ""), **facts},
            evidence=evidence or {},
        )


def counted(said: Sequence[Finding | Unjudged], asked: int) -> Iterator[Finding | Unjudged]:
    """What was `said` of documents; the findings with how many of those `asked` about are in order.

    A score takes what is confirmed for certain and only fears the rest. So `observed` is, in a confirmed finding, how
    many may be in order: all but those proven faulty; in a suspected one, how many surely are (`in_order`). Those that
    could not be judged stay in `expected`: left out, they would make the share that is lost for certain bigger.
    """
    proven = {one.subject for one in said if isinstance(one, Finding) and one.state is State.CONFIRMED}
    in_order = asked - len({one.subject for one in said})
    for one in said:
        if isinstance(one, Unjudged):
            yield one
        else:
            observed = asked - len(proven) if one.state is State.CONFIRMED else in_order
            yield replace(one, facts={**one.facts, "observed": observed, "in_order": in_order, "expected": asked})


def listed_days(crawl: Crawl, paper: Paper) -> Iterator[date]:
    """The days that rows of lists show for a page."""
    columns, name = crawl.columns(), _last_part(paper.url)
    for place in crawl.listed_in(paper.url):
        for item in columns[place].items:
            # The last part of an address is a quick look: a column may have thousands of rows.
            same = _last_part(item.url) == name and page_key(item.url) == paper.key
            if same and item.date and item.date_source is DateSource.LIST:
                yield item.date


def _last_part(url: str) -> str:
    return url.rpartition("/")[2]


def workdays_after(first: date, last: date) -> int | None:
    """Working days after `first` up to `last`, 0 when `last` is not later; None when no calendar knows the year."""
    if last <= first:
        return 0
    try:
        return workdays_between(first, last)
    except UnknownYear:
        return None
