"""Reads a case file and turns it into a crawl: how, is told in tests/checks/cases/README.md."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from config.registry import ColumnOverride, Portal, Unit
from crawler.answer import Answer, Attempt
from crawler.facts import (
    ArticleFacts,
    Attachment,
    Crumb,
    Found,
    Glimpse,
    Identity,
    Link,
    ListFacts,
    NotObserved,
    PageReading,
    Row,
)
from crawler.kinds import AnswerKind, DateSource, EndReason, ListSource, PageKind, Region, TargetKind, TlsFault
from crawler.tlsnote import TlsNote
from tests import builders

CASES = Path(__file__).parent / "cases"
AS_OF = dt.date(2025, 11, 20)

_PAGE_KINDS = {
    "home": PageKind.HOME,
    "column": PageKind.COLUMN,
    "landing": PageKind.LANDING,
    "single": PageKind.SINGLE_ARTICLE,
    "files": PageKind.ATTACHMENT_LIST,
    "article": PageKind.ARTICLE,
    "page": PageKind.OTHER,
}
_GLIMPSED = {*(field.name for field in dataclasses.fields(Glimpse)), "times"}
_LIST_FIELDS = ("source", "total", "pages", "page", "further", "empty_proof", "construction", "obstacle")
_OTHER_FIELDS = (
    *("rows", "links", "path", "title", "name", "date", "document_date"),
    *("judgeable", "reason", "list", "anchors"),
    *("text", "text_length", "attachments", "site_name"),
)


@dataclass(frozen=True)
class Case:
    """One case: a crawl in few words, the check's parameters, and what must come out."""

    check: str
    path: Path
    data: Mapping[str, Any]

    @property
    def as_of(self) -> dt.date:
        return self.data.get("as_of", AS_OF)

    @property
    def parameters(self) -> Mapping[str, Any]:
        """The parameters of the case, over those that all cases of this check share (`_parameters.yaml`)."""
        shared = self.path.with_name("_parameters.yaml")
        return (_read(shared) if shared.exists() else {}) | self.data.get("params", {})

    @property
    def portal(self) -> Portal:
        units = [Unit.model_validate(_unit(given)) for given in self.data.get("units", ())]
        overrides = [
            ColumnOverride(**(given | {"url": builders.at(given["url"])})) for given in self.data.get("registry", ())
        ]
        plain = builders.portal(*units, overrides=overrides)
        own = self.data.get("county", {})
        county = plain.units[0].model_copy(update={key: tuple(value) for key, value in own.items()})
        hosts = tuple(self.data.get("hosts", ()))
        return plain.model_copy(update={"units": (county, *plain.units[1:]), "hosts": hosts})

    def write_crawl(self, path: Path) -> Path:
        """The crawl file of this case at `path`."""
        data = self.data
        elsewhere = data.get("elsewhere", {})
        return builders.crawl_file(
            path,
            [_page(given) for given in data.get("pages", ())],
            of=self.portal,
            answers={address: _answer(given) for address, given in (data.get("answers", {}) | elsewhere).items()},
            glimpses={url: _glimpse(given) for url, given in elsewhere.items() if "title" in given},
            known=data.get("known", ()),
            refused=data.get("refused", {}),
            **({"previous": data["previous"]} if "previous" in data else {}),
            end=EndReason(data.get("end", "finished")),
            **data.get("meta", {}),
        )


def all_cases() -> list[Case]:
    """Every case, in order of check and file name."""
    files = sorted(path for path in CASES.glob("*/*.yaml") if not path.name.startswith("_"))
    return [Case(path.parent.name, path, _read(path)) for path in files]


def _read(path: Path) -> dict[str, Any]:
    return dict(YAML(typ="safe").load(path.read_text(encoding="utf-8")))


def _unit(given: Mapping[str, Any]) -> dict[str, Any]:
    scope = [builders.at(prefix) for prefix in given.get("scope", ())]
    entries = given.get("entry", scope[:1])
    more = {key: value for key, value in given.items() if key not in ("scope", "entry")}
    return {"name": given["id"], **more, "scope": scope, "entry_urls": [builders.at(entry) for entry in entries]}


def _page(given: Mapping[str, Any]) -> PageReading:
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
    if word in ("article", "single"):
        facts["article"] = _article(given)
    return builders.page(given[word], _PAGE_KINDS[word], links=[_link(one) for one in given.get("links", ())], **facts)


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
    match given.get("date"):
        case dt.date() as day:
            return replace(article, date=Found(day, "meta PubDate"))
        case "unread":
            return replace(article, date=NotObserved("date-not-read"))
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


def _answer(given: Any) -> Answer:
    if isinstance(given, str):
        given = {"answer": given}
    own = ("answer", "status", "attempts", "tls", "seen", *_GLIMPSED)
    more = {key: value for key, value in given.items() if key not in own}
    if "attempts" in given:
        more["attempts"] = tuple(_attempt(one) for one in given["attempts"])
    if "tls" in given:
        seen = {name: str(value) for name, value in given.get("seen", {}).items()}
        more["detail"] = TlsNote(TlsFault(given["tls"]), seen).written()
    return builders.answer(AnswerKind(given.get("answer", "content")), status=given.get("status"), **more)


def _attempt(given: Mapping[str, Any]) -> Attempt:
    at = str(given.get("at", builders.CRAWLED_AT))
    return Attempt(AnswerKind(given["answer"]), given.get("status"), at, 12, run=given.get("run", ""))


def _glimpse(given: Mapping[str, Any]) -> Glimpse:
    """What a page elsewhere shows: the fields of `Glimpse`, the text repeated `times` to fill a page."""
    shown = {key: value for key, value in given.items() if key in _GLIMPSED and key != "times"}
    shown["text"] = "\n".join([shown.get("text", "")] * given.get("times", 1))
    return Glimpse(**shown | {"hosts": tuple(shown.get("hosts", ()))})
