"""Kaipu "xhtml" cluster (开普; Gansu, Hunan, Xinjiang, Sichuan, Heilongjiang): TRS-like pager, counted from 1.

Some of its templates send the rows inside a comment that a script uncovers (`crawler.reading.rows.commented`), others
load them from `/getFileListByCodeId` for the channel that a script names. Its PubDate is the time of page generation,
which `crawler.reading.articles.dates` knows (reference "cms-patterns" 1.6).
"""

from __future__ import annotations

from config.family import Interface
from crawler.facts import Found, ListFacts
from crawler.kinds import ListSource
from crawler.reading.emptiness.beside import told_beside
from crawler.reading.emptiness.doubts import doubt
from crawler.reading.lists.requests import call_for, told_parameters
from crawler.reading.meta import meta
from crawler.reading.page import Page
from crawler.reading.pagers.calls import pager_of
from crawler.reading.readers.answer import ListAnswer, paged_list, read_json_answer
from crawler.reading.readers.base import StaticReader, unread, with_pager
from crawler.reading.rows.commented import read_commented_list
from crawler.reading.scripts.values import ScriptValues


class KaipuReader(StaticReader):
    """Reads Kaipu lists and articles, and the answers of its interface."""

    static = True

    def __init__(self) -> None:
        super().__init__("kaipu")

    def read_list(self, page: Page) -> ListFacts | None:
        """The list in the markup or in a comment; where there is none, the call by which a script loads it."""
        listed = super().read_list(page)
        if listed is None or listed.rows or listed.obstacle is None or page.family is None:
            return listed
        calls = [call for interface in page.family.interfaces if (call := _first_call(page, interface))]
        return ListFacts(ListSource.API, further_pages=tuple(calls)) if len(calls) == 1 else listed

    def read_hidden_rows(self, page: Page) -> ListFacts | None:
        """The rows that wait in a comment, with the pager that waits beside them.

        A comment that holds nothing but a pager of no record proves that there are none, unless something else may
        hold the list.
        """
        commented = read_commented_list(page)
        if commented is None:
            return None
        pager = pager_of(page, commented.call)
        if commented.rows:
            return with_pager(ListFacts(ListSource.COMMENT, commented.rows), pager)
        reason = doubt(page, pager) or told_beside(page)
        return unread(reason, pager) if reason else with_pager(_empty(pager.evidence), pager)

    def read_answer(self, answer: ListAnswer) -> ListFacts:
        """The rows of one page of the interface."""
        return paged_list(answer, read_json_answer(answer))


def _empty(evidence: str) -> ListFacts:
    return ListFacts(ListSource.COMMENT, empty_proof=evidence)


def _first_call(page: Page, interface: Interface) -> str | None:
    """The call for page 1 of the list that a script of `page` loads; None when it does not tell which one."""
    wanted = interface.request
    name = (wanted.address or "").strip("/") if wanted is not None else ""
    if wanted is None or not name or not any(name in script for script in page.scripts):
        return None
    values = ScriptValues(page)
    stated = [found for found, script in values.objects(wanted.key) if name in script]
    stated = stated or [{wanted.key: values.variable(wanted.key) or _named(page, wanted.key)}]
    url = page.resolve(wanted.address or "").url
    calls = {call_for(url, told, interface) for each in stated if (told := told_parameters(values, each, wanted))}
    return calls.pop() if len(calls) == 1 else None


def _named(page: Page, name: str) -> str | None:
    told = meta(page, name)
    return told.value if isinstance(told, Found) else None
