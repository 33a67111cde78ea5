"""One page as `xuncha inspect --json` shows it: what we see there, in plain JSON values."""

from __future__ import annotations

from typing import Any

from config.lexicon import column_kinds
from crawler.facts import ArticleFacts, DateFact, Found, FoundEmpty, PageFacts, PageReading, Row, TextFact
from crawler.kinds import DateSource, PageKind


def describe(reading: PageReading) -> dict[str, Any]:
    """The facts of a page in the form that DESIGN section 5 promises to outside programs.

    A field that is there but empty is `""`, one that is nowhere is `null`. `notes` and `reason` are keys below
    `reason.` in the message catalogue. `list_source` is null on pages without a list.
    """
    facts = reading.facts
    return {
        "url": facts.url,
        "family": facts.family,
        "kind": facts.kind.value,
        "title": facts.title,
        "judgeable": facts.judgeable and not (facts.list and facts.list.obstacle),
        "reason": facts.reason or (facts.list.obstacle if facts.list else None),
        "identity": {
            name: _value(getattr(facts.identity, name))
            for name in ("site_name", "site_code", "site_domain", "column_name", "column_type")
        },
        "column": _column(facts),
        "article": _article(facts.article) if facts.article else None,
        "landing_target": facts.landing_target,
        "links": {"count": len(reading.links)},
        "notes": list(facts.notes),
    }


def _column(facts: PageFacts) -> dict[str, Any] | None:
    if facts.kind is PageKind.OTHER and facts.list is None and not facts.column_name:
        return None
    listed = facts.list
    dates = [row.date for row in listed.rows if row.date] if listed else []
    return {
        "name": facts.column_name,
        "path": ">".join(crumb.text.replace(" ", "") for crumb in facts.breadcrumb) or None,
        **_kind(facts),
        "list_source": listed.source.value if listed else None,
        "total": listed.total if listed else None,
        "page": listed.page if listed else None,
        "pages": listed.pages if listed else None,
        "newest_date": max(dates).isoformat() if dates else None,
        "empty_proof": listed.empty_proof if listed else None,
        "construction": listed.construction if listed else None,
        "obstacle": listed.obstacle if listed else None,
        "further_pages": list(listed.further_pages) if listed else [],
        "rows": [_row(row) for row in (listed.rows if listed else ())],
    }


def _row(row: Row) -> dict[str, str | None]:
    """A row; where it shows no whole date, what it shows instead and from where its year was taken."""
    shown = {"title": row.title, "url": row.url, "date": row.date.isoformat() if row.date else None}
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
    return {
        "title": _value(article.title),
        "date": _value(article.date),
        "date_source": article.date.source if isinstance(article.date, Found) else None,
        "source": _value(article.source),
        "document_number": _value(article.document_number),
        "index_number": _value(article.index_number),
        "document_date": _value(article.document_date),
        "validity": _value(article.validity),
        "publisher": _value(article.publisher),
        "reviewers": [{"label": label, "names": names} for label, names in article.reviewers],
        "text": article.text,
        "body_length": article.body_length,
        "attachments": [{"title": each.title, "url": each.url} for each in article.attachments],
        "conflicts": [{"source": source, "date": day} for source, day in article.conflicts],
    }


def _value(fact: TextFact | DateFact) -> str | None:
    if isinstance(fact, Found):
        return fact.value if isinstance(fact.value, str) else fact.value.isoformat()
    return "" if isinstance(fact, FoundEmpty) else None
