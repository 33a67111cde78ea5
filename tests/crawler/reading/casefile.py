"""Reading cases in YAML: a piece of HTML and what must be read from it. Written so that non-programmers can add one.

A case has `name`, `url` (default http://www.county.gov.cn/zwgk/tzgg/index.html), and either `main` (put into an
ordinary portal page with navigation, breadcrumb and footer) or `page` (the whole source). `head` goes into the head
of the ordinary page. Or the case is what an interface sends: `answer` is its text, `url` the address of the call
(with `body` for a POST). `encoding` is how the source is sent (default utf-8). `expect` names the facts to compare:

* kind, family, column, path, source, page, pages, total, newest, empty_proof, construction, obstacle, landing, notes
* rows: lines `date | title | path of the target` (`-` for a row without date); `further`: paths of other list pages
* total_means (records, cap); columns: lines `name | path` of the columns that a catalogue opens
* article: title, date, date_source, source, document_number, index_number, document_date, validity, publisher,
  reviewers (lines `label names`), text, body_length, attachments (lines `name | path`), conflicts, clock, media,
  fields (lines `label=value`); a field that is there but empty is "", one that is nowhere is null
* identity: site_name, site_code, …
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from config.parsing import own_data
from crawler.facts import PageReading
from crawler.listcall import call_to
from crawler.reading.inspection import describe
from crawler.reading.read_answer import read_answer
from crawler.reading.read_page import read_page

FOLDER = Path(__file__).parent / "cases"
DEFAULT_URL = "http://www.county.gov.cn/zwgk/tzgg/index.html"
_FRAME = (Path(__file__).parent / "frame.html").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Case:
    """One case with the file that it stands in."""

    file: Path
    data: dict[str, Any]

    @property
    def id(self) -> str:
        return f"{self.file.parent.name}/{self.file.stem}: {self.data['name']}"

    def read(self) -> PageReading:
        encoding = self.data.get("encoding", "utf-8")
        if "answer" in self.data:
            address = call_to(self.data["url"], self.data.get("body"))
            assert address is not None
            return read_answer(address, self.data["answer"].encode(encoding), self.data.get("content_type"))
        body = source(self.data).encode(encoding)
        homes = frozenset(self.data.get("home_urls", ()))
        return read_page(self.data.get("url", DEFAULT_URL), body, self.data.get("content_type"), home_urls=homes)


def source(data: dict[str, Any]) -> str:
    """The HTML of a case: the whole page as given, or `main` inside the ordinary page."""
    if "page" in data:
        return str(data["page"])
    return _FRAME.replace("<!--HEAD-->", data.get("head", "")).replace("<!--MAIN-->", data["main"])


def all_cases() -> Iterator[Case]:
    """Every case of every file, in order."""
    for file in sorted(FOLDER.glob("*/*.yaml")):
        yield from _cases(file)


@cache
def _cases(file: Path) -> tuple[Case, ...]:
    """Read once: several modules collect their tests from them."""
    return tuple(Case(file, data) for data in own_data(file.read_text(encoding="utf-8")))


def facts_of(reading: PageReading) -> dict[str, Any]:
    """The facts of a page in the words that cases use."""
    shown = describe(reading)
    column = shown["column"] or {}
    listed = reading.facts.list
    article = shown["article"]
    return {
        **{key: shown[key] for key in ("kind", "family", "judgeable", "notes", "identity")},
        "landing": shown["landing_target"],
        "column": column.get("name"),
        "path": column.get("path"),
        "source": column.get("list_source"),
        "newest": column.get("newest_date"),
        **{key: column.get(key) for key in ("page", "pages", "total", "empty_proof", "construction", "obstacle")},
        "further": [_path(url) for url in column.get("further_pages", ())],
        "rows": [f"{row['date'] or '-'} | {row['title']} | {_path(row['url'])}" for row in column.get("rows", ())],
        "total_means": listed.total_means.value if listed else None,
        "columns": [f"{row.title} | {_path(row.url)}" for row in listed.columns] if listed else [],
        "article": _article(article) if article else None,
        "links": [f"{link.kind.value} {link.region.value} {link.href}" for link in reading.links],
    }


def _article(article: dict[str, Any]) -> dict[str, Any]:
    return {
        **article,
        "reviewers": [f"{each['label']} {each['names']}" for each in article["reviewers"]],
        "attachments": [f"{each['title']} | {_path(each['url'])}" for each in article["attachments"]],
        "conflicts": [f"{each['source']} {each['date']}" for each in article["conflicts"]],
        "fields": [f"{each['label']}={each['value']}" for each in article["fields"]],
    }


def _path(url: str) -> str:
    parts = urlsplit(url)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    path = f"{path}#{parts.fragment}" if parts.fragment else path
    return path if parts.netloc == "www.county.gov.cn" else url
