"""Whether enough of a portal was seen to say that something is not there."""

from __future__ import annotations

from collections.abc import Callable

from checks.gaps import CRAWL_INCOMPLETE, TITLE
from config.lexicon import attachment_types
from config.policy_words import found_in, policy_words
from config.wording import plain
from crawler.kinds import EndReason, PageKind
from crawler.store.crawl import Column, Crawl
from crawler.urlforms import is_article_url
from crawler.urls import netloc

UNSEEN = "policy-pages-unseen"
LIST_UNREAD = "policy-list-unread"


def why_incomplete(crawl: Crawl, *, may_be: Callable[[str], bool], columns: tuple[Column, ...]) -> str | None:
    """Why something may stand where nobody looked (a key below `reason.`); None when everything was seen.

    `may_be` says whether an article of this title may be what is looked for; articles that were not seen, but whose
    titles are known to be others, hide nothing. `columns` are those whose lists must have been read to their end.
    """
    if crawl.end_reason is not EndReason.FINISHED:
        return CRAWL_INCOMPLETE
    if any(_is_unread(column) for column in columns):
        return LIST_UNREAD
    for gap in crawl.not_observed():
        if netloc(gap.url) not in crawl.portal.all_hosts or attachment_types().of_url(gap.url) is not None:
            continue
        titles = [use.text for use in crawl.uses(gap.url).examples if len(plain(use.text)) >= TITLE]
        if not (is_article_url(gap.url) and titles) or any(map(may_be, titles)):
            return UNSEEN
    return None


def why_interpretations_unseen(crawl: Crawl, columns: tuple[Column, ...]) -> str | None:
    """Why an interpretation may stand where nobody looked; None when everything was seen.

    `columns` are those of interpretations. Without any, a link 政策解读 to another host leads to where they are.
    """
    words = policy_words()
    if not columns:
        hosts = crawl.portal.all_hosts
        named = (url for text, url in crawl.link_texts() if found_in(words.interpretation_column, text.strip()))
        if any(netloc(url) not in hosts for url in named):
            return UNSEEN
    return why_incomplete(crawl, may_be=lambda title: found_in(words.interpretation, title), columns=columns)


def _is_unread(column: Column) -> bool:
    if column.shape not in (PageKind.COLUMN, PageKind.ATTACHMENT_LIST):
        return False
    return bool(column.obstacle or column.missing_pages) or (not column.items and column.empty_proof is None)
