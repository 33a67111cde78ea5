"""One page as `xuncha inspect --json` shows it: what we see there, in plain JSON values."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from config.family import families
from config.lexicon import attachment_types, column_kinds
from crawler.facts import (
    ArticleFacts,
    DateFact,
    Found,
    FoundEmpty,
    Link,
    ListFacts,
    NotObserved,
    PageFacts,
    PageReading,
    Row,
    TextFact,
)
from crawler.kinds import DateSource, PageKind
from crawler.reading.families import marks_found
from crawler.reading.text.encoding import Decoded

_IDENTITY = ("site_name", "site_code", "site_domain", "column_name", "column_type")
_FIELDS = ("title", "date", "source", "document_number", "index_number", "document_date", "validity", "publisher")
_LONGEST_MARK = 80
_SENTENCE = re.compile(r"[^。！？!?\n]{1,120}[。！？!?]?")


def describe(reading: PageReading, decoded: Decoded | None = None) -> dict[str, Any]:
    """The facts of a page in the form that DESIGN section 5 promises to outside programs.

    A field that is there but empty is `""`, one that is nowhere is `null`. `notes` and `reason` are keys below
    `reason.` in the message catalogue. `list_source` is null on pages without a list. `decoded` is the source of the
    page; without it nothing is said about its encoding and the marks of its family.
    """
    facts = reading.facts
    identity = {name: getattr(facts.identity, name) for name in _IDENTITY}
    return {
        "url": facts.url,
        **_family(facts, decoded),
        "kind": facts.kind.value,
        "title": facts.title,
        "judgeable": facts.judgeable and not (facts.list and facts.list.obstacle),
        "reason": facts.reason or (facts.list.obstacle if facts.list else None),
        "encoding": {"name": decoded.encoding, "how": decoded.how} if decoded else None,
        "identity": {name: _value(fact) for name, fact in identity.items()},
        "identity_sources": {name: _source(fact) for name, fact in identity.items()},
        "column": _column(facts),
        "article": _article(facts.article) if facts.article else None,
        "landing_target": facts.landing_target,
        "links": _links(reading.links),
        "notes": [*facts.notes, *_unread(facts.article)],
    }


def _family(facts: PageFacts, decoded: Decoded | None) -> dict[str, Any]:
    known = next((family for family in families().families if family.id == facts.family), None)
    found = marks_found(known, facts.url, decoded.text) if known and decoded else []
    marks = [{"mark": " ".join(mark.split())[:_LONGEST_MARK], "weight": weight} for mark, weight in found]
    return {"family": facts.family, "family_name": known.name if known else None, "family_marks": marks}


def _column(facts: PageFacts) -> dict[str, Any] | None:
    if facts.kind is PageKind.OTHER and facts.list is None and not facts.column_name:
        return None
    return {
        "name": facts.column_name,
        "path": ">".join(crumb.text.replace(" ", "") for crumb in facts.breadcrumb) or None,
        **_kind(facts),
        **_list(facts.list),
    }


def _list(listed: ListFacts | None) -> dict[str, Any]:
    rows = listed.rows if listed else ()
    dates = [row.date for row in rows if row.date]
    return {
        "list_source": listed.source.value if listed else None,
        "total": listed.total if listed else None,
        "total_means": listed.total_means.value if listed and listed.total is not None else None,
        "page": listed.page if listed else None,
        "pages": listed.pages if listed else None,
        "newest_date": max(dates).isoformat() if dates else None,
        "oldest_date": min(dates).isoformat() if dates else None,
        "undated_rows": len(rows) - len(dates),
        "empty_proof": listed.empty_proof if listed else None,
        "construction": listed.construction if listed else None,
        "obstacle": listed.obstacle if listed else None,
        "further_pages": list(listed.further_pages) if listed else [],
        "columns": [{"name": row.title, "url": row.url} for row in (listed.columns if listed else ())],
        "rows": [_row(row) for row in rows],
    }


def _row(row: Row) -> dict[str, str | None]:
    """A row; where it shows no whole date, what it shows instead and from where its year was taken."""
    title = " ".join(row.title.split())
    shown = {"title": title, "url": row.url, "date": row.date.isoformat() if row.date else None}
    if not row.date_text or (row.date is not None and row.date_source is DateSource.LIST):
        return shown
    return shown | {"date_text": row.date_text, "date_source": row.date_source.value if row.date else None}


def _kind(facts: PageFacts) -> dict[str, str | None]:
    """The kind of column (通知公告, 政策文件 …) by the lexicon, and what gave it; None without a name to go by."""
    if not facts.column_name:
        return dict.fromkeys(("kind", "kind_reason", "kind_word"))
    steps = [crumb.text for crumb in facts.breadcrumb]
    match = column_kinds().classify(facts.column_name, steps, _value(facts.identity.column_type) or None)
    return {"kind": match.kind, "kind_reason": match.reason, "kind_word": match.word or None}


def _article(article: ArticleFacts) -> dict[str, Any]:
    first = _SENTENCE.search(article.text.strip())
    fields = {name: getattr(article, name) for name in _FIELDS}
    return {
        **{name: _value(fact) for name, fact in fields.items()},
        "date_source": article.date.source if isinstance(article.date, Found) else None,
        "sources": {name: _source(fact) for name, fact in fields.items()},
        "reviewers": [{"label": label, "names": names} for label, names in article.reviewers],
        "text": article.text,
        "body_length": article.body_length,
        "first_sentence": first.group().strip() if first else None,
        "attachments": [
            {"title": each.title, "url": each.url, "type": _type(each.url)} for each in article.attachments
        ],
        "conflicts": [{"source": source, "date": day} for source, day in article.conflicts],
        "clock": article.clock,
        "fields": [{"label": label, "value": value} for label, value in article.fields],
        "media": {kind.value: number for kind, number in article.media},
    }


def _unread(article: ArticleFacts | None) -> list[str]:
    """Why the date of a text is not told, where it may be there."""
    return [article.date.reason] if article and isinstance(article.date, NotObserved) else []


def _type(url: str) -> str | None:
    kind = attachment_types().of_url(url)
    return kind.id if kind else None


def _links(links: tuple[Link, ...]) -> dict[str, Any]:
    """How many references there are, by kind; those to no web address (`#`, scripts, mail) by themselves."""
    kinds = Counter(link.kind.value for link in links if link.url is not None)
    without = sum(link.url is None for link in links)
    return {"count": len(links), "by_kind": dict(sorted(kinds.items())), "without_address": without}


def _source(fact: TextFact | DateFact) -> str | None:
    return fact.source if isinstance(fact, Found | FoundEmpty) else None


def _value(fact: TextFact | DateFact) -> str | None:
    if isinstance(fact, Found):
        return fact.value if isinstance(fact.value, str) else fact.value.isoformat()
    return "" if isinstance(fact, FoundEmpty) else None
