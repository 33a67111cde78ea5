"""What was seen on a page, in words: the sheet that `xuncha inspect` prints for a person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import unquote_plus, urlsplit

from config.messages import has_text, text
from crawler.kinds import PageKind
from crawler.listcall import asked_as, call_at
from crawler.urls import is_call
from xuncha.cli.sheet import Row, Sheet

ROWS_SHOWN = 60
_PARTS_SHOWN = 4
_IDENTITY = ("site_name", "site_code", "site_domain", "column_name", "column_type")
_DOCUMENT = ("index_number", "document_number", "document_date", "validity", "publisher")
_BYTES = 1024
_PATTERN = re.compile(r"[.*?\[({|\\]")
"""What a regular expression has and a word of the lexicon has not."""

Fields = Iterator[tuple[str, Sequence[str]]]


class InspectSheet:
    """The words for one page. `seen` is what `xuncha.inspection` says of it, `width` that of the terminal."""

    def __init__(self, seen: dict[str, Any], lang: str, width: int | None) -> None:
        self._seen = seen
        self._lang = lang
        self._width = width

    def text(self) -> str:
        """The whole sheet."""
        sheet = Sheet(self._width)
        sheet.fields(self._page())
        sheet.fields(self._column())
        rows = (self._seen["column"] or {}).get("rows", ())
        sheet.rows(self._row(row) for row in rows[:ROWS_SHOWN])
        if len(rows) > ROWS_SHOWN:
            sheet.fields([("", (self._say("rows-cut", shown=ROWS_SHOWN, count=len(rows)),))])
        sheet.fields(self._article())
        sheet.fields(self._links())
        return sheet.text()

    def _page(self) -> Fields:
        seen = self._seen
        yield self._label("page"), (seen["url"],)
        yield self._label("title"), (seen["title"],) if seen["title"] else ()
        if seen["encoding"]:
            yield (
                self._label("encoding"),
                (self._say(f"encoding-{seen['encoding']['how']}", name=seen["encoding"]["name"]),),
            )
        yield self._label("family"), tuple(self._family())
        yield self._label("kind"), (self._word("kind", seen["kind"]),)
        if seen["reason"]:
            yield self._label("reason"), tuple(self._reason(seen["reason"]))
        if seen["landing_target"]:
            yield self._label("landing"), (seen["landing_target"],)
        for name in _IDENTITY:
            yield self._label(name), (self._stated(seen["identity"][name], seen["identity_sources"][name]),)

    def _family(self) -> Iterator[str]:
        seen = self._seen
        name = seen["family_name"]
        yield self._say("family-known", name=name, id=seen["family"]) if name else self._say("family-generic")
        if seen["family_marks"]:
            marks = dict.fromkeys(mark["mark"] for mark in seen["family_marks"])
            yield self._say("family-marks", marks=self._listed(marks))

    def _column(self) -> Fields:
        column = self._seen["column"]
        if column is None:
            return
        if self._seen["kind"] != PageKind.HOME or column["name"]:
            yield self._label("column"), (self._stated(column["name"]),)
            yield self._label("path"), (self._stated(column["path"]),)
        if column["kind"]:
            word = column["kind_word"] or ""
            told = column["name"] if _PATTERN.search(word) else word
            reason = self._say(f"kind-by.{column['kind_reason']}", word=told)
            yield self._label("column-kind"), (self._say("with-source", value=column["kind"], source=reason),)
        if column["list_source"] is None:
            return
        yield self._label("list-source"), (self._word("list-source", column["list_source"]),)
        yield self._label("counts"), tuple(self._counts(column))
        yield self._label("dates"), (self._dates(column),) if column["rows"] else ()
        yield self._label("empty-proof"), (column["empty_proof"],) if column["empty_proof"] else ()
        yield self._label("construction"), (column["construction"],) if column["construction"] else ()
        yield (
            self._label("columns"),
            tuple(f"{each['name']}  {self._target(each['url'])}" for each in column["columns"]),
        )
        yield self._label("further"), tuple(self._further(column["further_pages"]))

    def _counts(self, column: dict[str, Any]) -> Iterator[str]:
        yield self._say("rows-here", count=len(column["rows"]), page=column["page"])
        if column["pages"] is not None:
            yield self._say("pages", count=column["pages"])
        if column["total"] is not None:
            yield self._say(f"total-{column['total_means']}", count=column["total"])
        if not column["rows"] and not column["empty_proof"] and not self._seen["reason"]:
            yield self._say("nothing-read" if column["further_pages"] else "nothing-proven")

    def _dates(self, column: dict[str, Any]) -> str:
        if column["newest_date"] is None:
            return self._say("undated", count=column["undated_rows"])
        dates = self._say("from-to", newest=column["newest_date"], oldest=column["oldest_date"])
        return f"{dates}{self._say('and-undated', count=column['undated_rows']) if column['undated_rows'] else ''}"

    def _further(self, addresses: Sequence[str]) -> Iterator[str]:
        """The other parts of a list: the first ones, and how many there are."""
        for address in addresses[:_PARTS_SHOWN]:
            call = call_at(address)
            if is_call(asked_as(address)):
                yield self._request("GET" if call.body is None else "POST", call.url, call.body)
            else:
                yield self._target(address)
        if len(addresses) > _PARTS_SHOWN:
            yield self._say("further-cut", count=len(addresses))

    def _row(self, row: dict[str, Any]) -> Row:
        date = row["date"] or row.get("date_text") or self._say("no-date")
        if row["date"] and row.get("date_source"):
            date = f"{date} ({self._word('date-source', row['date_source'])})"
        return Row(date, row["title"], self._target(row["url"]))

    def _article(self) -> Fields:
        article = self._seen["article"]
        if article is None:
            return
        for name in ("title", "date"):
            yield self._label(f"article-{name}"), (self._stated(article[name], article["sources"][name]),)
        conflicts = (self._stated(each["date"], each["source"]) for each in article["conflicts"])
        yield self._label("conflicts"), tuple(conflicts)
        for name in ("source", *_DOCUMENT):
            yield self._label(name), (self._stated(article[name], article["sources"][name]),)
        yield self._label("reviewers"), tuple(f"{each['label']}  {each['names']}" for each in article["reviewers"])
        yield self._label("body"), tuple(self._body(article))
        yield self._label("attachments"), tuple(map(self._attachment, article["attachments"])) or (self._say("none"),)

    def _body(self, article: dict[str, Any]) -> Iterator[str]:
        yield self._say("body-length", count=article["body_length"]) if article["body_length"] else self._say("no-body")
        if article["first_sentence"]:
            yield article["first_sentence"]

    def _attachment(self, file: dict[str, Any]) -> str:
        kind = self._word("file", file["type"]) if file["type"] else self._say("file-unknown")
        shown = f"{file['title']}  [{kind}]  {self._target(file['url'])}"
        if "answer" not in file:
            return shown
        if not file["reachable"]:
            return f"{shown}  {self._say('file-broken', reason=self._answer(file['answer']))}"
        size = (
            self._say("size-unknown") if file["size"] is None else self._say("size", kb=max(1, file["size"] // _BYTES))
        )
        content = self._word("file", file["content"]) if file["content"] else self._say("file-unknown")
        return f"{shown}  {self._say('file-there', size=size, content=content)}"

    def _links(self) -> Fields:
        links = self._seen["links"]
        kinds = [f"{self._word('link', kind)} {count}" for kind, count in links["by_kind"].items()]
        if links["without_address"]:
            kinds.append(f"{self._say('link.none')} {links['without_address']}")
        counted = self._say("link-count", count=links["count"], kinds=self._listed(kinds)) if kinds else "0"
        yield self._label("links"), (counted,)
        yield self._label("odd"), tuple(map(self._odd, links["odd"]))
        yield self._label("requests"), tuple(self._requests())
        yield self._label("notes"), tuple(text(f"reason.{note}", self._lang) for note in self._seen["notes"])

    def _odd(self, link: dict[str, Any]) -> str:
        return self._say("odd-href", href=link["href"], text=link["text"], fault=self._word("fault", link["fault"]))

    def _requests(self) -> Iterator[str]:
        """What else was asked for: each part of the list, and the files together."""
        asked = self._seen["requests"]
        yield from (self._asked(request) for request in asked if request["purpose"] == "list")
        files = sum(request["purpose"] == "file" for request in asked)
        if files:
            yield self._say("files-asked", count=files)

    def _asked(self, request: dict[str, Any]) -> str:
        asked = self._request(request["method"], request["url"], request["body"])
        return f"{asked}  {self._answer(request['answer'])}"

    def _answer(self, kind: str) -> str:
        return text(f"answer.{kind}", self._lang)

    def _request(self, method: str, url: str, body: str | None) -> str:
        return f"{method} {self._target(url)}{f'  {unquote_plus(body)}' if body is not None else ''}"

    def _reason(self, key: str) -> Iterator[str]:
        yield text(f"reason.{key}", self._lang)
        if has_text(f"reason.{key}-advice", self._lang):
            yield text(f"reason.{key}-advice", self._lang)

    def _target(self, url: str) -> str:
        """An address, without the host where that is the page's own."""
        own = "{0.scheme}://{0.netloc}".format(urlsplit(self._seen["url"]))
        return url.removeprefix(own) if url.startswith(f"{own}/") else url

    def _stated(self, value: str | None, source: str | None = None) -> str:
        """A value with the place where it was read; what is empty and what is missing are told apart."""
        shown = self._say("missing") if value is None else value or self._say("empty")
        return self._say("with-source", value=shown, source=self._source(source)) if source else shown

    def _source(self, source: str) -> str:
        """`label 发布时间`, `meta PubDate`, `url` … in words."""
        kind, _, name = source.partition(" ")
        key = f"cli.inspect.from.{kind}"
        return text(key, self._lang, name=name) if has_text(key, self._lang) else source

    def _label(self, name: str) -> str:
        return text(f"cli.inspect.label.{name.replace('_', '-')}", self._lang)

    def _word(self, group: str, value: str) -> str:
        return text(f"cli.inspect.{group}.{value}", self._lang)

    def _say(self, key: str, **facts: Any) -> str:
        return text(f"cli.inspect.{key}", self._lang, **facts)

    def _listed(self, words: Iterable[str]) -> str:
        return text("cli.inspect.comma", self._lang).join(words)
