"""The pages, files and observations of a case file (tests/checks/cases/README.md) as records of the crawl."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from crawler.facts import (
    ArticleFacts,
    Attachment,
    Crumb,
    DocumentFacts,
    Exchange,
    Found,
    FoundEmpty,
    Identity,
    Link,
    ListFacts,
    Mark,
    NotObserved,
    Observation,
    PageReading,
    Row,
    SearchEntry,
)
from crawler.kinds import (
    DateSource,
    ListSource,
    MarkKind,
    Media,
    PageKind,
    Region,
    Remnant,
    TargetKind,
    TrialKind,
)
from tests import builders

_PAGE_KINDS = {
    "home": PageKind.HOME,
    "column": PageKind.COLUMN,
    "landing": PageKind.LANDING,
    "single": PageKind.SINGLE_ARTICLE,
    "files": PageKind.ATTACHMENT_LIST,
    "article": PageKind.ARTICLE,
    "page": PageKind.OTHER,
}
_LIST_FIELDS = ("source", "total", "pages", "page", "further", "empty_proof", "construction", "obstacle")
_OTHER_FIELDS = (
    *("rows", "links", "path", "title", "name", "date", "date_source", "document_date"),
    *("judgeable", "reason", "list", "anchors"),
    *("text", "text_length", "attachments", "site_name", "answer"),
    *("metas", "marks", "search", "exchanges", "notes"),
    *(
        "clock",
        "fields",
        "media",
        "remnants",
        "conflicts",
        "source_name",
        "publisher",
        "validity",
        "document_number",
        "index_number",
    ),
)
_LABELLED = {"validity": "有效性", "document_number": "发文字号", "index_number": "索引号"}
"""Fields of a document that a case names by themselves; an empty value is a place with nothing in it."""


def page_of(given: Mapping[str, Any]) -> PageReading:
    """The page that a case describes."""
    word = next((word for word in _PAGE_KINDS if word in given), "")
    unknown = set(given) - {word, *_LIST_FIELDS, *_OTHER_FIELDS}
    assert word and not unknown, f"a page is one of {', '.join(_PAGE_KINDS)}; not known: {sorted(unknown)}"
    facts: dict[str, Any] = {"title": given.get("title", ""), "column_name": given.get("name")}
    facts |= {key: given[key] for key in ("judgeable", "reason", "text_length") if key in given}
    facts["breadcrumb"] = tuple(_crumb(step) for step in given.get("path", ()))
    facts["list"] = _list(given) if given.get("list", word in ("home", "column", "files")) else None
    if "anchors" in given:
        facts["anchors"] = tuple(given["anchors"])
    if "site_name" in given:
        facts["identity"] = Identity(site_name=Found(given["site_name"], "meta SiteName"))
    if "metas" in given:
        facts["metas"] = tuple((name, str(content)) for name, content in given["metas"].items())
    facts["marks"] = tuple(_mark(one) for one in given.get("marks", ()))
    facts["notes"] = tuple(given.get("notes", ()))
    if "search" in given:
        facts["search"] = SearchEntry(**{"method": "GET", **given["search"]})
    facts["exchanges"] = tuple(_exchange(one) for one in given.get("exchanges", ()))
    if word in ("article", "single"):
        facts["article"] = _article(given)
    return builders.page(given[word], _PAGE_KINDS[word], links=[_link(one) for one in given.get("links", ())], **facts)


def _exchange(given: Mapping[str, Any]) -> Exchange:
    return Exchange(**{**given, "url": builders.at(given["url"]) if "url" in given else None})


def _crumb(step: Any) -> Crumb:
    return Crumb(step[0], builders.at(step[1])) if isinstance(step, list) else Crumb(step)


def _list(given: Mapping[str, Any]) -> ListFacts:
    told = {key: given[key] for key in _LIST_FIELDS if key in given}
    further = tuple(builders.at(address) for address in told.pop("further", ()))
    source = ListSource(told.pop("source", "static"))
    return ListFacts(source, tuple(_row(one) for one in given.get("rows", ())), further_pages=further, **told)


def _row(given: Iterable[Any]) -> Row:
    title, address, *rest = given
    row = builders.row(title, address, str(rest[0]) if rest and rest[0] else None)
    if len(rest) < 2 or row.date is None:
        return row
    return replace(row, date_text=f"{row.date:%m-%d}", date_source=DateSource(rest[1]))


def _article(given: Mapping[str, Any]) -> ArticleFacts:
    text = given.get("text", "")
    article = ArticleFacts(title=Found(given.get("title", ""), "h1"), text=text, body_length=len(text))
    files = tuple(Attachment(title, builders.at(address)) for title, address in given.get("attachments", ()))
    article = replace(article, attachments=files)
    if "document_date" in given:
        article = replace(article, document_date=Found(given["document_date"], "label 成文日期"))
    if "publisher" in given:
        article = replace(article, publisher=Found(given["publisher"], "label 发布机构"))
    if "source_name" in given:
        article = replace(article, source=Found(given["source_name"], "label 来源"))
    for field, label in _LABELLED.items():
        if field in given:
            value = given[field]
            article = replace(
                article, **{field: Found(value, f"label {label}") if value else FoundEmpty(f"label {label}")}
            )
    article = replace(
        article,
        clock=given.get("clock", ""),
        fields=tuple((label, str(value)) for label, value in given.get("fields", {}).items()),
        media=tuple((Media(kind), number) for kind, number in given.get("media", {}).items()),
        remnants=tuple((Remnant(kind), excerpt) for kind, excerpt in given.get("remnants", ())),
        conflicts=tuple((source, str(day)) for source, day in given.get("conflicts", ())),
    )
    match given.get("date"):
        case dt.date() as day:
            return replace(article, date=Found(day, given.get("date_source", "meta PubDate")))
        case "unread":
            return replace(article, date=NotObserved("article-date-unread"))
        case _:
            return article


def _link(given: Any) -> Link:
    """`[address, text]`, or a mapping with href, url, text, kind, region."""
    if isinstance(given, list):
        return builders.link(*given)
    href = given["href"]
    return Link(
        href=href,
        url=builders.at(given["url"]) if given.get("url") else None,
        text=given.get("text", ""),
        kind=TargetKind(given.get("kind", "page")),
        region=Region(given.get("region", "body")),
        fragment=given.get("fragment", ""),
    )


def _mark(given: Mapping[str, Any]) -> Mark:
    """`{icp: 禾ICP备1号, url: /x}`: the kind with its value, and where it leads."""
    kind, value = next((name, value) for name, value in given.items() if name != "url")
    return Mark(MarkKind(kind), value or "", builders.at(given["url"]) if given.get("url") else None)


def each_address(given: Mapping[str, Any]) -> str:
    """The address of a page that a case describes."""
    return str(next(given[word] for word in _PAGE_KINDS if word in given))


def document_of(given: Mapping[str, Any]) -> DocumentFacts:
    """A file that was read: `{url, type, text, reason, inner: [[name, {…}]] …}`."""
    more = {key: value for key, value in given.items() if key not in ("url", "inner", "remnants")}
    more["length"] = more.get("length", len(given.get("text", "")))
    inner = tuple((name, document_of({"url": given["url"], **facts})) for name, facts in given.get("inner", ()))
    remnants = tuple((Remnant(kind), excerpt) for kind, excerpt in given.get("remnants", ()))
    return DocumentFacts(
        **{"type": "pdf", "url": builders.at(given["url"]), "inner": inner, "remnants": remnants, **more}
    )


def observation_of(given: Mapping[str, Any]) -> Observation:
    """What a trial showed: `{kind, subject, at, values: {…}, reason}`."""
    more = {key: value for key, value in given.items() if key not in ("kind", "subject")}
    return Observation(TrialKind(given["kind"]), builders.at(str(given.get("subject", ""))), **more)
